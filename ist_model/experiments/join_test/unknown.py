"""What stands in for what a trust does not know of a school that might join.

Every unknown field is a register row with a range and a likely value, as an unknown cell of a workbook is
(`inputs.unknown`), and is drawn like any other row. Where the register or the national files speak, they give
the range; the rest is a guess, and is called one. What such a number means of a school depends on more than
itself (a share of income on the roll), so it becomes a field here and not by a path into the trust.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ist_model.experiments.draws import sample
from ist_model.inputs.assumptions import Assumption, Register
from ist_model.inputs.candidate import ROLL_YEARS, UNKNOWN, WEIGHED, Candidate
from ist_model.inputs.models import LastInspection, Outcome
from ist_model.inputs.new_trust.standing import of_candidate
from ist_model.inputs.scenario_models import Resolved
from ist_model.inputs.unknown import PREFIX

HALF = 0.5  # from here on, yes
_EDGE = 0.02  # share of such schools beyond either end of what its strength is taken to be


class _Range(NamedTuple):
    """Between what a number lies that stands for an unknown field, what is likely, and why."""

    low: float
    likely: float
    high: float
    why: str
    flat: bool = False  # every value as likely as any other, in place of a triangle


class Known(NamedTuple):
    """Of a candidate, what the model works with; fields as in `Candidate`, none of them unknown."""

    start_percentile: dict[str, float]
    last_inspection: LastInspection
    head_stays: bool
    roll_forecast: tuple[int, ...]
    classes: int
    reserves_gbp: float
    estates_liability_gbp: float
    grant_gbp: float


def rows(candidate: Candidate, base: Resolved) -> dict[str, Assumption]:
    """Register rows of the fields that are unknown and that the model works with, in the file's order."""
    unknown = (name for name in WEIGHED if getattr(candidate, name) == UNKNOWN)
    return {name: _row_of(name, _RANGES[name](candidate, base), candidate) for name in unknown}


def _row_of(name: str, known: _Range, candidate: Candidate) -> Assumption:
    return Assumption(
        key=f"{PREFIX}{candidate.id.replace('.', '-')}.{name}",
        value=known.likely,
        low=known.low,
        high=known.high,
        distribution="uniform" if known.flat else "triangular",
        unit="1",
        grade="D",
        source=known.why,
        meaning=f"What stands in for {name}, which is not known of {candidate.name}.",
    )


def said(name: str, number: float) -> str:
    """A value of an unknown field as a reader would say it."""
    return _SAID[name](number)


def filled(candidate: Candidate, base: Resolved, numbers: Mapping[str, float] | None = None) -> Known:
    """What the model works with, known or stood in for.

    Args:
        candidate: as a trust knows it.
        base: the scenario it would join; register and calendar come from it.
        numbers: of unknown fields, within their ranges; the others take their likely value.
    """
    given = numbers or {}
    stands = {
        name: _VALUES[name](given.get(name, row.value), candidate, base)
        for name, row in rows(candidate, base).items()
    }
    return Known(**{name: stands.get(name, getattr(candidate, name)) for name in WEIGHED})


def sampled(candidate: Candidate, base: Resolved, draws: int) -> list[Known]:
    """So many samples [draws] of what is unknown, by Latin hypercube, each field with a stream of its own."""
    known = rows(candidate, base)
    values = sample(Register(assumptions=tuple(known.values())), draws, base.seed)[1:]
    return [filled(candidate, base, {name: draw[row.key] for name, row in known.items()}) for draw in values]


def _strength(candidate: Candidate, base: Resolved) -> _Range:
    """As of a school of a new trust (decision 28), all areas alike; 96 of 100 such schools lie between."""
    values = {row.key: row.value for row in base.assumptions.assumptions}
    last, sponsored = candidate.last_inspection, candidate.joining == "sponsored"
    outcome, date = (UNKNOWN, None) if last == UNKNOWN else (last.outcome, last.date)
    known = of_candidate(outcome, date, sponsored, base.start, values)
    if outcome != UNKNOWN:
        kind = f"whose outcome was {outcome}"
    else:
        kind = "below good, and half of the good ones" if sponsored else "that were not inadequate"
    why = f"primaries {kind}, as the calibrated model reads outcomes (docs/calibration.md)"
    return _Range(known.at(_EDGE), known.percentile, known.at(1 - _EDGE), why)


def _inspection(candidate: Candidate, base: Resolved) -> _Range:
    why = "a guess: within the usual interval of inspections"
    return _Range(0.0, 2.0, 4.0, why, flat=True)


def _head(candidate: Candidate, base: Resolved) -> _Range:
    why = "a guess, until the school says"
    return _Range(0.0, 1.0, 1.0, why, flat=True)


def _roll(candidate: Candidate, base: Resolved) -> _Range:
    why = (
        "from the fall of the worked example's rolls; likely: that projected for England (docs/evidence.md 4)"
    )
    return _Range(-0.05, -0.014, 0.02, why)


def _classes(candidate: Candidate, base: Resolved) -> _Range:
    row = _row(base, "finance.class_size")
    return _Range(row.low, row.value, row.high, "the register's class size")


def _reserves(candidate: Candidate, base: Resolved) -> _Range:
    row = _row(base, "finance.reserves_share_of_income")
    return _Range(row.low, row.value, row.high, "the register's share of income")


def _liability(candidate: Candidate, base: Resolved) -> _Range:
    return _Range(0.0, 0.0, 1000.0, "a guess: no figure was found; ask for the condition survey")


def _grant(candidate: Candidate, base: Resolved) -> _Range:
    return _Range(0.0, 0.0, 500.0, "a guess: nothing is promised until it is in writing")


def _row(base: Resolved, key: str) -> Assumption:
    return next(row for row in base.assumptions.assumptions if row.key == key)


_RANGES: dict[str, Callable[[Candidate, Resolved], _Range]] = {
    "start_percentile": _strength,
    "last_inspection": _inspection,
    "head_stays": _head,
    "roll_forecast": _roll,
    "classes": _classes,
    "reserves_gbp": _reserves,
    "estates_liability_gbp": _liability,
    "grant_gbp": _grant,
}


def _percentiles(number: float, candidate: Candidate, base: Resolved) -> dict[str, float]:
    areas = (
        a
        for a in base.framework.areas
        if a.only_if_ages_below is None or candidate.age_low < a.only_if_ages_below
    )
    return {area.id: round(number, 4) for area in areas}


def _inspected(number: float, candidate: Candidate, base: Resolved) -> LastInspection:
    outcome: Outcome = "good" if candidate.joining == "converter" else "requires improvement"
    return LastInspection(outcome=outcome, date=base.start - dt.timedelta(days=round(number * 365.25)))


def _stays(number: float, candidate: Candidate, base: Resolved) -> bool:
    return number >= HALF


def _rolls(number: float, candidate: Candidate, base: Resolved) -> tuple[int, ...]:
    return tuple(max(1, round(candidate.roll * (1 + number) ** year)) for year in range(1, ROLL_YEARS + 1))


def _class_count(number: float, candidate: Candidate, base: Resolved) -> int:
    return max(1, round(candidate.roll / number))


def _reserve_pounds(number: float, candidate: Candidate, base: Resolved) -> float:
    return round(number * candidate.roll * _row(base, "finance.income_gbp_per_pupil").value, 2)


def _per_pupil(number: float, candidate: Candidate, base: Resolved) -> float:
    return round(number * candidate.roll, 2)


_VALUES: dict[str, Callable[[float, Candidate, Resolved], Any]] = {
    "start_percentile": _percentiles,
    "last_inspection": _inspected,
    "head_stays": _stays,
    "roll_forecast": _rolls,
    "classes": _class_count,
    "reserves_gbp": _reserve_pounds,
    "estates_liability_gbp": _per_pupil,
    "grant_gbp": _per_pupil,
}


def _short(number: float, sign: str = "-") -> str:
    """A number to a tenth, and none where it is whole: "−1.4", "25"."""
    return f"{number:{sign}.1f}".removesuffix(".0").replace("-", "−")


_SAID: dict[str, Callable[[float], str]] = {
    "start_percentile": lambda number: f"ahead of {100 * number:.0f}% of schools",
    "last_inspection": lambda number: f"{number:.0f} years ago",
    "head_stays": lambda number: "yes" if number >= HALF else "no",
    "roll_forecast": lambda number: f"{_short(100 * number, sign='+')}% a year",
    "classes": lambda number: f"{_short(number)} pupils in a class",
    "reserves_gbp": lambda number: f"{100 * number:.0f}% of a year's income".replace("-", "−"),
    "estates_liability_gbp": lambda number: f"£{number:,.0f} a pupil",
    "grant_gbp": lambda number: f"£{number:,.0f} a pupil",
}
