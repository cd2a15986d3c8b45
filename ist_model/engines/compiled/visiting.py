"""Who is at work in each school, against what it can take in at once (MODEL 4.2)."""

from __future__ import annotations

from ist_model.engines.compiled.jit import Given, State, part
from ist_model.engines.records import SOURCE_PACKAGE
from ist_model.science import absorption
from ist_model.world.structs import NONE


@part
def is_full(w: Given, s: State, school: int, visits: int) -> bool:
    """Whether a school can take no further deployment of so many milli-days on site a week now."""
    row = s.schools[school]
    return absorption.is_full(
        row.supporters, row.week_milli, visits, w.most_supporters[school], w.most_milli[school]
    )


@part
def has_all(w: Given, s: State, school: int) -> bool:
    """Whether a school can take nobody now, not even who would come least often."""
    return is_full(w, s, school, w.least_visits)


@part
def count(s: State, deployment: int, by: int) -> None:
    """A deployment is agreed (1) or ended (-1); a package's visits take no place."""
    row = s.deployments[deployment]
    if row.school != NONE and s.needs[row.need].source != SOURCE_PACKAGE:
        school = s.schools[row.school]
        school.supporters += by
        school.week_milli += by * row.visits
