"""How far a trust file leaves its schools' starting strengths open: register rows of their own (decision 28).

`start_spread` of a trust gives, by school and area, the standard deviation of what is not known of a starting
strength. Areas of a school that rest on the same thing move together: one row of the register says
whereabouts in what is possible they lie. Draws sample it; a run without draws takes the middle, which is
what is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from ist_model.inputs.assumptions import Assumption
from ist_model.inputs.errors import InputError, Problem
from ist_model.inputs.sources import Sources
from ist_model.inputs.trust import School, Trust
from ist_model.inputs.unknown import MIDDLE, PREFIX, Unknown, decoded, in_words
from ist_model.inputs.yaml_file import Keys

# The outermost hundredths are left out, as of a colour's range in a workbook (decision 23).
LOWEST, HIGHEST = 0.01, 0.99
_PERCENT = 100.0


class LeftOpen(NamedTuple):
    """What is not known, and the register rows that say between what it lies."""

    unknowns: tuple[Unknown, ...]
    rows: tuple[Assumption, ...]


def left_open(trust: Trust, sources: Sources) -> LeftOpen:
    """What a trust file leaves open of its schools' starting strengths.

    Raises:
        InputError: for a school or an area that has no starting strength.
    """
    problems = list(_unmatched(trust, sources))
    if problems:
        raise InputError(problems)
    file = sources.file_of(("trust",))
    found = [each for school in trust.schools for each in _of_school(trust, school, file)]
    return LeftOpen(tuple(unknown for unknown, _ in found), tuple(row for _, row in found))


def _unmatched(trust: Trust, sources: Sources) -> Iterator[Problem]:
    schools = {school.id: school for school in trust.schools}
    for name, areas in trust.start_spread.items():
        at: Keys = ("trust", "start_spread", name)
        if name not in schools:
            yield sources.problem(at, name, "no school of the trust has this id", "correct it")
            continue
        for area in areas.keys() - schools[name].start_percentile.keys():
            rule = f"{name} has no starting percentile in {area!r}, so nothing of it is open"
            yield sources.problem((*at, area), areas[area], rule, "add one, or remove the line")


def _of_school(trust: Trust, school: School, file: str) -> Iterator[tuple[Unknown, Assumption]]:
    spreads = trust.start_spread.get(school.id, {})

    def rests_on(area: str) -> tuple[str, float, float]:
        return school.start_basis.get(area, area), school.start_percentile[area], spreads[area]

    areas = sorted((area for area in spreads if spreads[area] > 0), key=rests_on)
    for (basis, middle, spread), together in groupby(areas, key=rests_on):
        group = set(together)
        first, *others = [area for area in school.start_percentile if area in group]
        label = f"Starting strength ({basis.replace('_', ' ')}), of {school.id}"
        unknown = Unknown(
            cell=f"start_spread: {school.id}, {first}",
            label=label,
            taken="",
            keys=(f"{PREFIX}schools.{school.id}.start_percentile.{first}",),
            targets=tuple(f"trust/schools/{school.id}/start_percentile/{area}" for area in (first, *others)),
            form="place",
            middle=middle,
            spread=spread,
            factor=_PERCENT,
            roughly=True,
        )
        low, high = (in_words(decoded(unknown, end), _PERCENT) for end in (LOWEST, HIGHEST))
        taken = f"national percentile {low} to {high}, {in_words(middle, _PERCENT)} in the middle"
        row = Assumption(
            key=unknown.keys[0],
            low=LOWEST,
            value=MIDDLE,
            high=HIGHEST,
            distribution="uniform",
            unit="place in what is possible, 0 to 1",
            grade="C",
            source=f"{file}: spread {spread:g} of a school of the nation's",
            meaning=f"{label}: whereabouts in what is possible.",
        )
        yield unknown.model_copy(update={"taken": taken}), row
