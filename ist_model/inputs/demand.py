"""Demand from beyond the trust, and help that can be bought (MODEL 5.4, 6.5)."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from ist_model.inputs.base import Basis, Days, Id, Share, Strict


class WorkPart(Strict):
    """One part of a mixture of work lengths."""

    share: Share = Field(description="Share of needs that are of this part")
    distribution: Literal["fixed", "exponential"] = Field(description="Form of the part's work length")
    mean_days: Annotated[float, Field(gt=0, le=1000)] = Field(description="Mean days of support")


class Work(Strict):
    """Days of support one need asks for (MODEL 5.4). Give the fields its distribution uses, no others."""

    distribution: Literal[
        "fixed", "exponential", "gamma", "lognormal", "hyperexponential", "triangular", "mixture"
    ] = Field(description="Form of the work length")
    mean_days: float | None = Field(
        None, gt=0, le=1000, description="For all but triangular and mixture: mean days of support"
    )
    coefficient_of_variation: float | None = Field(
        None,
        gt=0,
        le=20,
        description="For gamma, lognormal, hyperexponential (above 1): standard deviation / mean",
    )
    low_days: float | None = Field(None, gt=0, le=1000, description="For triangular: shortest")
    mode_days: float | None = Field(None, gt=0, le=1000, description="For triangular: most frequent")
    high_days: float | None = Field(None, gt=0, le=1000, description="For triangular: longest")
    parts: tuple[WorkPart, ...] = Field(
        (), max_length=2, description="For mixture: two parts whose shares sum to one"
    )


class Patience(Strict):
    """How long a need waits before it is withdrawn (MODEL 5.4)."""

    distribution: Literal["none", "fixed", "exponential"] = Field(
        "none", description="Form of the patience; none: waits for ever"
    )
    mean_weeks: float | None = Field(
        None, gt=0, le=10_000, description="For fixed and exponential: mean school weeks"
    )


class Stream(Strict):
    """Demand from beyond the trust (MODEL 5.4): needs arrive with exponential gaps."""

    id: Id = Field(description="Name used in files")
    draw_key: str | None = Field(None, description="Key of the stream's luck; default: the id")
    label: str = Field("", description="Name shown to readers")
    area: Id = Field(description="Area the needs are in")
    specialism: Id = Field(description="Specialism the needs ask for")
    needs_per_week: float = Field(gt=0, le=1e6, description="Mean number of needs a school week")
    work: Work = Field(description="Days of support one need asks for")
    patience: Patience = Field(Patience(), description="How long a need waits")
    priority: int = Field(5, ge=0, le=99, description="0 is served first")
    price_gbp_per_day: float = Field(0.0, ge=0, description="Income per day delivered")
    may_buy: bool = Field(False, description="Whether bought help may serve it when patience ends")
    basis: Basis = Field("assumed", description="Where the numbers come from")
    note: str = Field("", description="For readers of the file")


class Supplier(Strict):
    """Help bought from outside by the day (MODEL 6.5)."""

    id: Id = Field(description="Name used in files")
    label: str = Field("", description="Name shown to readers")
    specialisms: tuple[Id, ...] = Field(min_length=1, description="Specialisms it serves")
    people: int = Field(1, ge=1, le=500, description="People who can work at once")
    days_per_year: Days = Field(description="Most days the trust will buy in a school year")
    price_gbp_per_day: float | None = Field(None, ge=0, description="Omit: the register's price")
    lead_weeks: float | None = Field(None, ge=0, le=52, description="Omit: the register's lead time")
    basis: Basis = Field("assumed", description="Where the numbers come from")
    note: str = Field("", description="For readers of the file")


class Package(Strict):
    """Support bought as a yearly membership rather than by the day, such as a network's offer (MODEL 6.5).

    A school's package brings visits that support its weakest area, and challenge that sharpens what its
    boards see. A trust's package validates every Progress Board.
    """

    id: Id = Field(description="Name used in files")
    label: str = Field("", description="Name shown to readers")
    kind: Literal["school", "trust"] = Field(description="Whom it serves: single schools, or the whole trust")
    schools: tuple[Id, ...] = Field((), description="Members of a school's package; omit: all")
    price_gbp_per_year: float = Field(ge=0, le=1e7, description="Price a school year, each school")
    visit_days_per_term: Annotated[float, Field(ge=0, le=65)] = Field(
        0.0, description="For a school's package: days of support a term for each school"
    )
    starts: dt.date | None = Field(None, description="First day; omit: from the beginning")
    ends: dt.date | None = Field(None, description="First day without it; omit: never")
    basis: Basis = Field("assumed", description="Where the numbers come from")
    note: str = Field("", description="For readers of the file")
