"""A trust as data: its schools and posts (`scenarios/trusts/<folder>/trust.yaml`)."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from ist_model.inputs.base import Basis, Days, Id, Strict
from ist_model.inputs.demand import Package, Stream, Supplier
from ist_model.inputs.finance import Centre, Finance, RollForecast

Phase = Literal["infant", "junior", "primary", "first"]
Outcome = Literal["outstanding", "good", "requires improvement", "inadequate", "none"]


class Place(Strict):
    """Where a school is, in degrees (WGS84)."""

    latitude: float = Field(ge=49, le=61, description="Degrees north")
    longitude: float = Field(ge=-9, le=3, description="Degrees east; west is negative")
    approximate: bool = Field(False, description="True: taken from a neighbouring postcode")


class LastInspection(Strict):
    """A graded inspection outcome (MODEL 4.6)."""

    outcome: Outcome = Field(description="Overall effectiveness, or its nearest equal; none: not inspected")
    date: dt.date | None = Field(None, description="First day of the inspection; omit if unknown")
    predecessor: bool = Field(False, description="True: of the school before it became an academy")


class OnboardingNeed(Strict):
    """Support a school needs because it joins (MODEL 5.3, 10)."""

    area: Id = Field(description="Area the need is in")
    specialism: Id = Field(description="Specialism the need asks for")
    days: Days = Field(description="Days of support")


class Indicator(Strict):
    """A published figure about a school, shown to readers and the basis of a starting percentile."""

    name: str = Field(description="What was measured")
    value: float | str = Field(description="As published")
    unit: str = Field("", description="Unit of the value")
    year: str = Field("", description="School year of the figure, in quotes")
    source: str = Field(description="Where it is published")


class School(Strict):
    """A school (MODEL 3.4). Percentiles are national; 0.5 is the middle school."""

    id: Id = Field(description="Short code used in this project's files")
    draw_key: str | None = Field(None, description="Key of the school's luck; default: the URN, else the id")
    urn: int | None = Field(None, ge=100_000, le=999_999, description="Unique reference number, if real")
    name: str = Field(description="Name of the school")
    label: str = Field(min_length=1, max_length=24, description="Neutral label shown in forecasts")
    phase: Phase = Field("primary", description="Phase of the school")
    age_low: int = Field(ge=2, le=11, description="Lowest statutory age")
    age_high: int = Field(ge=5, le=19, description="Highest statutory age")
    roll: int = Field(ge=1, le=5000, description="Pupils on roll in the first school year")
    roll_year: str = Field("", description="School year of the roll")
    roll_forecast: tuple[RollForecast, ...] = Field(
        (),
        description="Pupils expected in later school years; straight between them, constant after the last",
    )
    roll_change_per_year: Annotated[float, Field(gt=-0.5, lt=0.5)] | None = Field(
        None, description="Instead of a forecast: change of the roll a year, -0.02 is 2 % fewer; omit: none"
    )
    finance: Finance = Field(Finance(), description="Staff and money in the first school year")
    reserves_gbp: Annotated[float, Field(ge=-100_000_000, le=100_000_000)] | None = Field(
        None,
        description="Reserves on the first day or on joining, below 0 a deficit; omit: the register's",
    )
    place: Place | None = Field(None, description="Where it is; omit: no travel time is counted")
    partnership: Id | None = Field(None, description="Partnership it belongs to")
    joined: dt.date | None = Field(None, description="Date the school joined the trust; omit: always in it")
    joining: Literal["founder", "converter", "sponsored", "merger"] = Field(
        "founder", description="How it joined"
    )
    onboarding: tuple[OnboardingNeed, ...] = Field((), description="Extra support needed on joining")
    accountable_post: Id | None = Field(None, description="The post accountable for the school")
    start_percentile: dict[Id, Annotated[float, Field(gt=0, lt=1)]] = Field(
        description="Starting strength per area as a national percentile (0-1)"
    )
    start_basis: dict[Id, str] = Field({}, description="Per area: where the percentile comes from")
    last_inspection: LastInspection = Field(
        LastInspection(outcome="none"), description="Latest graded outcome known"
    )
    inspection_history: tuple[LastInspection, ...] = Field((), description="Earlier outcomes, for readers")
    indicators: tuple[Indicator, ...] = Field((), description="Published figures, for readers")
    note: str = Field("", description="For readers of the file")


class Designation(Strict):
    """A role carried by the holder of a post, for instance SLE for maths (MODEL 3.3)."""

    role: Id = Field(description="Role of the framework")
    specialisms: tuple[Id, ...] = Field((), description="Own specialisms; roles for any specialism need none")
    phases: tuple[Literal["infant", "junior"], ...] = Field(("infant", "junior"), description="Phases known")
    draw_key: str | None = Field(None, description="Key of the slot's luck; default: post id / role")


class Post(Strict):
    """A seat for one person (MODEL 3.3). All designations of the seat share one release budget."""

    id: Id = Field(description="Code of the post; never a person's name")
    draw_key: str | None = Field(None, description="Key of the post's luck; default: the id")
    kind: Id = Field(description="Kind of post in the framework")
    label: str = Field("", description="Name shown to readers")
    school: Id | Literal["none"] = Field("none", description="Home school, or none for a central post")
    fte: float = Field(
        1.0, gt=0, le=1.0, description="Full-time equivalent, for readers: release days are not scaled by it"
    )
    count: int = Field(1, ge=1, le=500, description="Write several alike: ids become <id>-1, <id>-2 ...")
    designations: tuple[Designation, ...] = Field((), description="Roles the holder carries")
    allowance_days_per_year: Days | Literal["none"] | None = Field(
        None, description="Release days a year; omit: the register's days for the role; none: no limit"
    )
    year_groups: tuple[Annotated[int, Field(ge=0, le=6)], ...] = Field(
        (), description="Year groups taught (0: Reception); less release in spring from Years 2 and 6"
    )
    starts: dt.date | None = Field(None, description="First day of the post; omit: from the beginning")
    ends: dt.date | None = Field(None, description="First day without the post; omit: never")
    opens_vacant: bool = Field(
        False, description="True: on its first day it is a vacancy, filled by promotion or advertised"
    )
    basis: Basis = Field("assumed", description="Where the post and its designations come from")
    note: str = Field("", description="For readers of the file")


class Partnership(Strict):
    """A group of schools under one Partnership Head."""

    id: Id = Field(description="Name used in files")
    label: str = Field(description="Name shown to readers")
    head_post: Id | None = Field(None, description="Post of the Partnership Head")


class Network(Strict):
    """A Best Practice Network: schools that meet to work on the same areas (MODEL 4.3)."""

    id: Id = Field(description="Name used in files")
    label: str = Field(description="Name shown to readers")
    areas: tuple[Id, ...] = Field(min_length=1, description="Areas the network works on")
    schools: tuple[Id, ...] = Field((), description="Members; omit: every school of the trust")
    days_per_term: Annotated[float, Field(ge=0, le=65)] = Field(
        description="Leader days a term that each member gives to its meetings"
    )
    basis: Basis = Field("assumed", description="Where the numbers come from")
    note: str = Field("", description="For readers of the file")


class Trust(Strict):
    """A trust as data: `scenarios/trusts/<folder>/trust.yaml`."""

    title: str = Field(description="Name shown to readers")
    about: str = Field(description="What is public fact and what is assumed")
    source: str = Field("", description="Where the facts come from")
    founded: dt.date | None = Field(None, description="No school can join before this date")
    partnerships: tuple[Partnership, ...] = Field((), description="Groups of schools")
    schools: tuple[School, ...] = Field((), description="Schools; a queue case has none")
    posts: tuple[Post, ...] = Field((), description="Seats, with the designations of their holders")
    networks: tuple[Network, ...] = Field((), description="Best Practice Networks")
    streams: tuple[Stream, ...] = Field((), description="Demand from beyond the trust")
    suppliers: tuple[Supplier, ...] = Field((), description="Help that can be bought")
    packages: tuple[Package, ...] = Field((), description="Support bought by the year")
    bought_budget_gbp_per_year: float | None = Field(
        None, ge=0, le=1e9, description="Most spent on bought days and packages a school year; omit: no limit"
    )
    centre: Centre = Field(Centre(), description="Cost and reserves of the trust's centre")
    changed_hands: dt.date | None = Field(
        None, description="Date on which the trust merged or its schools moved to another; omit: never"
    )
    start_spread: dict[Id, dict[Id, Annotated[float, Field(ge=0, le=1)]]] = Field(
        {},
        description="What is not known of starting strengths, by school and area: standard deviation, in "
        "standard deviations between schools; draws vary it; omit: taken as known",
    )
    start_together: dict[Id, tuple[tuple[Id, ...], ...]] = Field(
        {},
        description="Of `start_spread`: areas of a school of which what is not known is one thing, so that "
        "draws move them together; an area in no group moves by itself",
    )
    start_note: str = Field(
        "",
        description="How starting strengths were read from outcomes and figures, and what another reading "
        "would do; said by `ist check` and `ist run`, and on pages whose result is of the number of pupils "
        "that its first sentence names (of any result, if it names none). On the decision paper that "
        "sentence stands alone",
    )
    boards_externally_validated: bool = Field(
        True, description="Progress Boards are validated from outside whatever packages are bought"
    )
