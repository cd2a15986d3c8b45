"""Counts and figures of England's schools, as kept in `national.yaml` beside this file."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ist_model.inputs.base import Id, Share, Strict
from ist_model.inputs.validate import validate
from ist_model.inputs.yaml_file import read

FILE = Path(__file__).parent / "national.yaml"
AGES_AT = 101  # quantiles that stand for a distribution of ages

Number = Annotated[int, Field(ge=0)]
Row = Annotated[tuple[Number, ...], Field(min_length=4, max_length=4)]
Floats = NDArray[np.float64]


class Inspections(Strict):
    """Schools by grade before and after, worst grade first."""

    id: Id = Field(description="Name of the table")
    title: str = Field(description="What is counted")
    kind: Literal["next inspection", "held"] = Field(description="Next grade given, or held later")
    from_date: dt.date = Field(description="First day")
    to_date: dt.date = Field(description="Last day; of grades held: the second date")
    source: str = Field(description="Files or evidence it is from")
    counts: tuple[Row, ...] = Field(min_length=4, max_length=4, description="Rows: grade before")
    half_years: tuple[tuple[Number, ...], ...] = Field(
        (), description="Of grades held: schools by half-years since their inspection, by grade"
    )
    inspected: tuple[Number, ...] = Field((), description="Of grades held: how many were inspected between")
    mean_years: tuple[float, ...] = Field(
        (), description="Of next inspections: years between the two on average, by grade"
    )

    @property
    def years(self) -> float:
        """Years from the first to the last day."""
        return (self.to_date - self.from_date).days / 365.25

    def array(self) -> Floats:
        """Counts, [4, 4]."""
        return np.array(self.counts, np.float64)

    def ages(self) -> Floats:
        """Years since the inspection at even quantiles, by grade, [4, 101]; zeros if ages are not told."""
        found = np.zeros((4, AGES_AT))
        for grade, halves in enumerate(self.half_years):
            so_far = np.concatenate([[0.0], np.cumsum(halves)])
            edges = np.arange(so_far.size) / 2.0
            found[grade] = np.interp(np.linspace(0.0, so_far[-1], AGES_AT), so_far, edges)
        return found

    def share_inspected(self) -> Floats:
        """Share of schools that are inspected at all, by grade, [4]: less than all of the exempt."""
        share = np.ones(4)
        if self.inspected:
            share[3] = self.inspected[3] / sum(self.counts[3])
        return share


class Improved(Strict):
    """Shares of one kind of school that improved, in several years."""

    source: str = Field(description="Evidence")
    years: dict[str, Share] = Field(min_length=3, description="Share by year")


class Measure(Strict):
    """How a school's figure goes with its own of later years."""

    name: str = Field(description="Which figure")
    one_year: Share = Field(description="Correlation, a year apart")
    two_years: Share = Field(description="Correlation, two years apart")


class Results(Strict):
    """Year-to-year correlations of results."""

    source: str = Field(description="Evidence")
    measures: tuple[Measure, ...] = Field(min_length=1, description="By measure; the first has spreads too")
    sd: float = Field(gt=0, description="Spread between schools of the first measure")
    sd_of_change: dict[str, float] = Field(description="Spread of its change in a year, by size of cohort")
    signal: Share = Field(description="Part of its variance that is a school's own, not its cohort's chance")
    signal_sd: Share = Field(description="Standard error of that part")


class Intervals(Strict):
    """Quartiles of the years from one inspection to the next, by class of the outcome."""

    source: str = Field(description="Evidence")
    quartiles: dict[str, tuple[float, float, float]] = Field(description="Lower quartile, median, upper")


class GrowthCount(Strict):
    """Years of trusts of one size, by how many schools joined."""

    schools_from: Number = Field(description="Fewest schools at the start of the year")
    schools_to: Number | None = Field(None, description="Most; omit: or more")
    trust_years: Number = Field(description="Trusts times years")
    none: Number = Field(description="Of these, years in which none joined")
    one: Number = Field(description="One")
    two: Number = Field(description="Two")
    more: Number = Field(description="Three or more")
    added: Number = Field(description="Schools that joined in all of them")


class Growth(Strict):
    """Joinings counted by size of trust."""

    sample: str = Field(description="Which trusts and years")
    source: str = Field(description="Evidence")
    rows: tuple[GrowthCount, ...] = Field(min_length=1, description="By size, upwards")


class Retention(Strict):
    """How many of a kind of leader stay, or leave in a year."""

    post: Id = Field(description="Kind of post")
    kind: Literal["still there", "leaves in a year"] = Field(description="What the share counts")
    years: Annotated[float, Field(gt=0)] = Field(description="After how many years")
    share: Annotated[float, Field(gt=0, lt=1)] = Field(description="The share")
    source: str = Field(description="Evidence")


class National(Strict):
    """All that is kept."""

    inspections: tuple[Inspections, ...] = Field(min_length=1, description="Tables of grades")
    improved: Improved = Field(description="Schools requiring improvement that improved")
    results: Results = Field(description="Key stage 2")
    intervals: Intervals = Field(description="Between inspections")
    growth: tuple[Growth, ...] = Field(min_length=1, description="Of trusts")
    retention: tuple[Retention, ...] = Field(min_length=1, description="Of leaders")

    def table(self, name: str) -> Inspections:
        """A table of grades by its id.

        Raises:
            KeyError: if there is none of that name.
        """
        return {table.id: table for table in self.inspections}[name]


def read_national(path: Path) -> National:
    """Read a file of this form.

    Raises:
        InputError: if it cannot be read, or breaks a rule; names line and key.
    """
    return validate(National, read(path))


@cache
def national() -> National:
    """What travels with the package."""
    return read_national(FILE)
