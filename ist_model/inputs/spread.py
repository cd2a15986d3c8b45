"""How far a trust file leaves its schools' starting strengths open: register rows of their own (decision 28).

`start_spread` of a trust gives, by school and area, the standard deviation of what is not known of a starting
strength. Areas of a school that rest on the same thing are written as a group in `start_together` and move
together: one row of the register says whereabouts in what is possible they lie. An area in no group has a row
of its own. Draws sample the rows; a run without draws takes the middle, which is what is written.
"""

from __future__ import annotations

from collections.abc import Iterator
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
    unknowns = tuple(unknown for each in found for unknown in each.unknowns)
    return LeftOpen(unknowns, tuple(row for each in found for row in each.rows))


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
    for name, groups in trust.start_together.items():
        seen: set[str] = set()
        for place, area in ((place, area) for place, group in enumerate(groups) for area in group):
            at = ("trust", "start_together", name, place)
            if area not in trust.start_spread.get(name, {}):
                rule = f"`start_spread` leaves nothing open of {area!r} of {name}, so it moves with none"
                yield sources.problem(at, area, rule, "correct it, or remove it here")
            elif area in seen:
                yield sources.problem(at, area, "an area of a school is in one group", "keep it in one")
            seen.add(area)


def _of_school(trust: Trust, school: School, file: str) -> Iterator[LeftOpen]:
    """Each group of areas: one row, and what is unknown by middle and spread, which may differ in a group."""
    spreads = trust.start_spread.get(school.id, {})
    open_ = [area for area in school.start_percentile if spreads.get(area, 0.0) > 0]
    groups = [set(group) for group in trust.start_together.get(school.id, ())]
    tied = [[area for area in open_ if area in group] for group in groups]
    alone = [[area] for area in open_ if not any(area in group for group in groups)]
    for together in [*filter(None, tied), *alone]:
        key = f"{PREFIX}schools.{school.id}.start_percentile.{together[0]}"
        of = "all areas" if set(together) == school.start_percentile.keys() else _named(together)
        label = f"Starting strength in {of}, of"
        unlike: dict[tuple[float, float], list[str]] = {}
        for area in together:
            unlike.setdefault((school.start_percentile[area], spreads[area]), []).append(area)
        basis = "; ".join(dict.fromkeys(school.start_basis.get(area, "not told") for area in together))
        told = ", ".join(f"{spread:g}" for spread in dict.fromkeys(spreads[area] for area in together))
        row = Assumption(
            key=key,
            low=LOWEST,
            value=MIDDLE,
            high=HIGHEST,
            distribution="uniform",
            unit="place in what is possible, 0 to 1",
            grade="C",
            source=f"{file}: {basis}; spread {told} of a school of the nation's",
            meaning=f"{label} {school.label}: whereabouts in what is possible.",
        )
        yield LeftOpen(
            tuple(
                _unknown(school.id, key, f"{label} {school.id}", *like, areas)
                for like, areas in unlike.items()
            ),
            (row,),
        )


def _unknown(school: str, key: str, label: str, middle: float, spread: float, areas: list[str]) -> Unknown:
    found = Unknown(
        cell=f"start_spread: {school}, {areas[0]}",
        label=label,
        taken="",
        keys=(key,),
        targets=tuple(f"trust/schools/{school}/start_percentile/{area}" for area in areas),
        form="place",
        middle=middle,
        spread=spread,
        factor=_PERCENT,
        roughly=True,
    )
    low, high = (in_words(decoded(found, end), _PERCENT) for end in (LOWEST, HIGHEST))
    taken = f"national percentile {low} to {high}, {in_words(middle, _PERCENT)} in the middle"
    return found.model_copy(update={"taken": taken})


def _named(areas: list[str]) -> str:
    first, *others = [area.replace("_", " ") for area in areas]
    if len(others) > 1:
        return f"{first} and {len(others)} other areas"
    return " and ".join([first, *others])
