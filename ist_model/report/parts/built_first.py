"""What must be built first: days that were asked for and never given, and leaders ready for a headship."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from ist_model.report.cases.case import Case
from ist_model.report.cases.options import Options
from ist_model.report.words.levels import level
from ist_model.report.words.plain import and_list, lowered
from ist_model.results.short import BY_ROLE, BY_SPECIALISM, IN_ALL

READY, INTERIM = "bench_ready_now", "interim_weeks"


def first_of_all(options: Options) -> str:
    """What to build before anything else, in words: days that are never given, then heads."""
    worst = max(options.every, key=lambda case: case.mean(IN_ALL))
    today = options.baseline
    days = (
        f"First, days in {_listed(worst)}, which {short_roles(worst)} could give: {level(worst, IN_ALL)} are "
        f"never given under {options.short(worst)}, {level(today, IN_ALL)} by {options.against}."
    )
    if _largest(worst, BY_SPECIALISM, 1) == []:
        days = "Hardly any day that our schools ask for is never given, whatever is decided."
    if today.summary[READY]["withheld"]:
        return days
    return (
        f"{days} Then, heads: by {options.against} somebody, usually a deputy, stands in for one for "
        f"{level(today, INTERIM)}, all schools together."
    )


class _Short(NamedTuple):
    """Days a year of one kind that are never given, with their 95% interval."""

    label: str
    mean: float
    low: float
    high: float


def _listed(case: Case) -> str:
    return and_list(lowered(each.label) for each in _largest(case, BY_SPECIALISM, 3))


def _largest(case: Case, family: str, most: int) -> list[_Short]:
    found = [
        _Short(
            str(row["label"]).rpartition(": ")[2],
            *(float(row[end]) for end in ("mean", "mean_low", "mean_high")),
        )
        for name, row in case.summary.items()
        if name.startswith(family)
    ]
    return sorted((each for each in found if each.mean >= 0.5), key=lambda each: -each.mean)[:most]


def short_specialisms(case: Case) -> str:
    """The specialisms with most days never given."""
    named = [f"{lowered(each.label)} {each.mean:.0f}" for each in _largest(case, BY_SPECIALISM, 3)]
    return and_list(named) or "nothing much"


def sure_to(cases: Sequence[Case]) -> str:
    """How far any of these days may be off: half the widest of their 95% intervals, rounded up."""
    every = [each for case in cases for each in _largest(case, BY_SPECIALISM, 3)]
    halves = [(each.high - each.low) / 2 for each in every if each.high >= each.low]
    return f"± {math.ceil(max(halves))}" if halves else "not known"


def short_roles(case: Case) -> str:
    """The roles that could have given most of what was never given."""
    most = 0.5 * case.mean(IN_ALL)
    roles = {role.label: place for place, role in enumerate(case.resolved.framework.roles)}
    named = [each.label for each in _largest(case, BY_ROLE, len(roles)) if each.mean >= most]
    return " or ".join(sorted(named, key=lambda label: roles[label])) or "none"
