"""What a scenario file says, and what it becomes once resolved.

A scenario extends another and states only what differs. Resolving it gives a `Resolved`, which is complete:
two scenarios with equal `Resolved` content give byte-identical results, whatever they are called.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, Field

from ist_model.inputs.assumptions import Register
from ist_model.inputs.calendar import half_term_on_or_after
from ist_model.inputs.models import (
    Centre,
    Framework,
    Growth,
    Id,
    MoneyMoved,
    Network,
    Opening,
    Package,
    Partnership,
    Policy,
    Post,
    School,
    Secondment,
    Shock,
    Stream,
    Strict,
    Supplier,
    TierOverride,
    Trust,
)
from ist_model.inputs.unknown import Unknown

Item = TypeVar("Item", bound=BaseModel)


class Edits(Strict, Generic[Item]):
    """Add, change or remove items of one kind, by id."""

    add: tuple[Item, ...] = Field((), description="New items, written in full")
    change: dict[Id, dict[str, Any]] = Field(
        {}, description="Id: the fields that differ; percentiles and their basis are merged area by area"
    )
    remove: tuple[Id, ...] = Field((), description="Ids to leave out")


class AssumptionChange(Strict):
    """A changed register row: its value, its range, or both."""

    value: float | None = Field(None, description="New central value; the range stretches to hold it")
    low: float | None = Field(None, description="New lowest value")
    high: float | None = Field(None, description="New highest value")


class Changes(Strict):
    """What differs from the scenario that this one extends."""

    schools: Edits[School] = Field(Edits[School](), description="Schools that differ")
    posts: Edits[Post] = Field(Edits[Post](), description="Posts that differ")
    streams: Edits[Stream] = Field(Edits[Stream](), description="Demand from beyond that differs")
    suppliers: Edits[Supplier] = Field(Edits[Supplier](), description="Bought help that differs")
    partnerships: Edits[Partnership] = Field(Edits[Partnership](), description="Partnerships that differ")
    networks: Edits[Network] = Field(Edits[Network](), description="Best Practice Networks that differ")
    packages: Edits[Package] = Field(Edits[Package](), description="Support bought by the year that differs")
    assumptions: dict[str, float | AssumptionChange] = Field(
        {}, description="Register key: a number, which every draw then uses, or a new value with a range"
    )
    policy: dict[str, str] = Field({}, description="Fields of the policy that differ")
    bought_budget_gbp_per_year: Annotated[float, Field(ge=0, le=1e9)] | None = Field(
        None, description="Most spent on bought days and packages a school year"
    )
    centre: Centre | None = Field(None, description="Cost and reserves of the trust's centre, in full")
    changed_hands: dt.date | None = Field(
        None, description="Date on which the trust merged or its schools moved to another"
    )
    boards_externally_validated: bool | None = Field(
        None, description="Progress Boards have an external chair"
    )


class Scenario(Strict):
    """A scenario file (`scenarios/<id>.yaml`)."""

    name: str = Field(min_length=3, max_length=200, description="Title shown to readers")
    question: str = Field(min_length=5, description="The question it answers, in the user's words")
    author: str = Field("", description="Who wrote it")
    extends: Id | None = Field(None, description="Scenario this one differs from")
    trust: Id | None = Field(None, description="Folder in scenarios/trusts; only where nothing is extended")
    start: dt.date | None = Field(None, description="First day reported; the first day of a half-term")
    years: Annotated[float, Field(gt=0, le=100_000)] | None = Field(None, description="School years reported")
    warm_up_weeks: Annotated[float, Field(ge=0, le=100_000)] | None = Field(
        None, description="School weeks run before the start; omit: one year, or none with an opening state"
    )
    count_needs_for_years: Annotated[float, Field(gt=0)] | None = Field(
        None, description="Needs raised in this many years count in waits; omit: the whole period"
    )
    runs: Annotated[int, Field(ge=1, le=1_000_000)] | None = Field(None, description="Samples of chance")
    seed: Annotated[int, Field(ge=0, lt=2**63)] | None = Field(None, description="Root seed")
    no_effect: bool | None = Field(None, description="True: support changes nothing (MODEL 4.7)")
    steady_state: bool | None = Field(None, description="True: a queue case; refused if overloaded (K3)")
    opening: Opening | None = Field(None, description="State on the first day; omit: a warm-up fills it")
    growth: Growth | None = Field(None, description="Joinings drawn from a table; omit: as scheduled alone")
    tier_overrides: tuple[TierOverride, ...] = Field(
        (), description="Dated tier decisions, besides those of the scenario extended"
    )
    shocks: tuple[Shock, ...] = Field(
        (), description="Sudden losses of strength, besides those of the scenario extended"
    )
    secondments: tuple[Secondment, ...] = Field(
        (), description="People sent to another school, besides those of the scenario extended"
    )
    money_moved: tuple[MoneyMoved, ...] = Field(
        (), description="Money moved from the centre to schools, besides that of the scenario extended"
    )
    changes: Changes = Field(Changes(), description="What differs in the trust, the assumptions, the policy")


class Resolved(Strict):
    """A complete scenario: nothing is left to a default elsewhere."""

    scenario_id: Id
    name: str
    question: str
    author: str = ""
    extends: Id | None = None
    framework: Framework = Field(repr=False)
    trust: Trust
    assumptions: Register = Field(repr=False)
    policy: Policy
    start: dt.date
    years: float
    warm_up_weeks: float
    count_needs_for_years: float
    runs: int
    seed: int
    no_effect: bool = False
    steady_state: bool = False
    opening: Opening | None = None
    growth: Growth | None = None
    tier_overrides: tuple[TierOverride, ...] = ()
    secondments: tuple[Secondment, ...] = ()
    shocks: tuple[Shock, ...] = ()
    money_moved: tuple[MoneyMoved, ...] = ()
    unknowns: tuple[Unknown, ...] = ()

    def members(self) -> list[School]:
        """Schools in the trust before the first day, which results call existing: none that join, or may."""
        pool = set(self.growth.pool) if self.growth else set()
        first = half_term_on_or_after(self.start)
        return [
            school
            for school in self.trust.schools
            if school.id not in pool
            and (school.joined is None or half_term_on_or_after(school.joined) < first)
        ]
