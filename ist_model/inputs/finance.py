"""Rolls and money as written, of schools and the trust's centre, and what stands in for figures left out.

MODEL 3.4, 5.5 and 8.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Annotated, NamedTuple

from pydantic import Field

from ist_model.inputs.base import Id, Strict

Pounds = Annotated[float, Field(ge=0, le=100_000_000)]
# The dearest special schools have less; a school's whole income written here by mistake is more.
PoundsPerPupil = Annotated[float, Field(ge=0, le=100_000)]


class RollForecast(Strict):
    """Pupils expected in a school year (MODEL 3.4)."""

    school_year: int = Field(ge=2000, le=2300, description="Calendar year in which the school year begins")
    pupils: int = Field(ge=1, le=5000, description="Pupils on roll expected")


class Finance(Strict):
    """A school's staff and money in the first school year, at its prices (MODEL 8). Omit what is unknown."""

    teachers_fte: float | None = Field(
        None, ge=0, le=500, description="Full-time equivalent teachers, leaders among them"
    )
    classes: int | None = Field(None, ge=1, le=200, description="Classes taught")
    teaching_cost_gbp: Pounds | None = Field(
        None, description="Cost a year of all teachers and leaders, with on-costs"
    )
    leadership_cost_gbp: Pounds | None = Field(None, description="Of the teaching cost, that of leaders")
    other_staff_cost_gbp: Pounds | None = Field(None, description="Cost a year of all other staff")
    other_cost_gbp: Pounds | None = Field(
        None, description="All other running costs a year, without the top slice"
    )
    income_per_pupil_gbp: PoundsPerPupil | None = Field(
        None, description="Income a year that follows the roll, per pupil"
    )
    other_income_gbp: Pounds = Field(0.0, description="Income a year that does not follow the roll")
    source: str = Field("", description="Where the figures come from, and of which year")


class Centre(Strict):
    """What the trust's centre costs and has; the top slice comes from the register (MODEL 8)."""

    services_gbp_per_year: Pounds | None = Field(
        None,
        description="Cost a year of central services, central posts among them, without packages, bought "
        "days and steps of the ladder, at prices of the first school year; omit: what the top slice brings",
    )
    reserves_gbp: Annotated[float, Field(ge=-100_000_000, le=100_000_000)] | None = Field(
        None, description="Central reserves on the first day, below 0 a deficit; omit: counted from nought"
    )
    source: str = Field("", description="Where the figures come from, and of which year")


class MoneyMoved(Strict):
    """Money that the trust's centre moves to a school (MODEL 5.5)."""

    school: Id = Field(description="School that receives it")
    date: dt.date = Field(description="When; it counts in the school year of this date")
    gbp: Annotated[float, Field(ge=0.01, le=100_000_000)] = Field(description="Amount in pounds")
    reason: str = Field(min_length=3, description="Why, and what it is meant for")


class Figures(NamedTuple):
    """A school's staff and money in the first school year, complete; pounds a year."""

    teachers_fte: float
    classes: int
    teaching_cost_gbp: float
    leadership_cost_gbp: float
    other_staff_cost_gbp: float
    other_cost_gbp: float
    income_per_pupil_gbp: float
    other_income_gbp: float
    reserves_gbp: float


# Figures that the register stands in for, in the order of the bits of `FINANCE["assumed"]`.
ASSUMABLE = (
    "teachers_fte",
    "classes",
    "teaching_cost_gbp",
    "leadership_cost_gbp",
    "other_staff_cost_gbp",
    "other_cost_gbp",
    "income_per_pupil_gbp",
    "reserves_gbp",
)


def assumed(written: Finance, reserves_gbp: float | None) -> tuple[str, ...]:
    """Names of the figures that are not written, so that the register stands in for them."""
    known = {**written.model_dump(), "reserves_gbp": reserves_gbp}
    return tuple(name for name in ASSUMABLE if known[name] is None)


def figures(
    roll: float, written: Finance, reserves_gbp: float | None, values: Mapping[str, float]
) -> Figures:
    """A school's figures: as written, else from its roll and the register."""

    def of(name: str) -> float:
        return values[f"finance.{name}"]

    def either(known: float | None, assumption: float) -> float:
        return assumption if known is None else known

    classes = written.classes or max(1, math.floor(roll / of("class_size") + 0.5))
    least = classes * of("teachers_per_class")
    teachers = either(written.teachers_fte, max(roll / of("pupils_per_teacher"), least))
    teaching = either(written.teaching_cost_gbp, teachers * of("teacher_cost_gbp"))
    per_pupil = either(written.income_per_pupil_gbp, of("income_gbp_per_pupil"))
    income = roll * per_pupil + written.other_income_gbp
    leadership = min(teaching, of("leadership_share_of_income") * income)
    other_staff = max(0.0, of("staff_share_of_income") * income - teaching)
    return Figures(
        teachers_fte=teachers,
        classes=classes,
        teaching_cost_gbp=teaching,
        leadership_cost_gbp=either(written.leadership_cost_gbp, leadership),
        other_staff_cost_gbp=either(written.other_staff_cost_gbp, other_staff),
        other_cost_gbp=either(written.other_cost_gbp, of("other_cost_share_of_income") * income),
        income_per_pupil_gbp=per_pupil,
        other_income_gbp=written.other_income_gbp,
        reserves_gbp=either(reserves_gbp, of("reserves_share_of_income") * income),
    )


def forecast(
    roll: float, rows: tuple[RollForecast, ...], change_per_year: float | None, first: int, years: int
) -> list[float]:
    """Pupils expected in each of so many school years from the first, by calendar year of its September.

    Between rows the forecast runs straight, after the last it stays; without rows it changes by the yearly
    rate, or not at all.
    """
    if not rows:
        rate = 1.0 + (change_per_year or 0.0)
        return [roll * rate**step for step in range(years)]
    known = {first: roll} | {row.school_year: float(row.pupils) for row in rows}
    at = sorted(known)
    return [_between(at, known, first + step) for step in range(years)]


def _between(at: list[int], known: Mapping[int, float], year: int) -> float:
    before = max(point for point in at if point <= year)
    after = min((point for point in at if point >= year), default=before)
    if before == after:
        return known[before]
    share = (year - before) / (after - before)
    return known[before] + share * (known[after] - known[before])
