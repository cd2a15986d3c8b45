"""What must be built first: days that were asked for and never given, and leaders ready for a headship."""

from __future__ import annotations

from ist_model.report.case import Case
from ist_model.report.levels import level
from ist_model.report.options import Options
from ist_model.report.words import and_list
from ist_model.results.short import BY_ROLE, BY_SPECIALISM, IN_ALL

READY, GAP = "bench_ready_now", "headship_gap"
STOOD_IN = "usually a deputy then stands in; a head planned for several schools is no gap"


def first_of_all(options: Options) -> str:
    """What to build before anything else, in words: days that are never given, then heads."""
    worst = max(options.every, key=lambda case: case.mean(IN_ALL))
    today = options.baseline
    days = (
        f"First, days in {_listed(worst)}, which {short_roles(worst)} could give: {level(worst, IN_ALL)} are "
        f"never given under {options.short(worst)}, {level(today, IN_ALL)} by today’s plan."
    )
    if _largest(worst, BY_SPECIALISM, 1) == []:
        days = "Hardly any day that our schools ask for is never given, whatever is decided."
    if today.summary[READY]["withheld"]:
        return days
    return (
        f"{days} Then, heads: by today’s plan {level(today, READY)} are ready for a headship at any time, "
        f"and the chance that somewhere a headship is not filled at once is {level(today, GAP)}: {STOOD_IN}."
    )


def _listed(case: Case) -> str:
    return and_list(_lower(label) for label, _ in _largest(case, BY_SPECIALISM, 3))


def _lower(label: str) -> str:
    return label if label.isupper() else label.lower()


def _largest(case: Case, family: str, most: int) -> list[tuple[str, float]]:
    found = [
        (str(row["label"]).rpartition(": ")[2], float(row["mean"]))
        for name, row in case.summary.items()
        if name.startswith(family)
    ]
    return sorted((each for each in found if each[1] >= 0.5), key=lambda each: -each[1])[:most]


def short_specialisms(case: Case) -> str:
    """The specialisms with most days never given."""
    named = [f"{_lower(label)} {mean:.0f}" for label, mean in _largest(case, BY_SPECIALISM, 3)]
    return and_list(named) or "nothing much"


def short_roles(case: Case) -> str:
    """The roles that could have given most of what was never given."""
    most = 0.5 * case.mean(IN_ALL)
    roles = {role.label: place for place, role in enumerate(case.resolved.framework.roles)}
    named = [label for label, mean in _largest(case, BY_ROLE, len(roles)) if mean >= most]
    return " or ".join(sorted(named, key=lambda label: roles[label])) or "none"
