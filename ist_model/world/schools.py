"""Schools as arrays: when they join, how strong they start, and each joiner's twin (MODEL 3.4, 10, 11.2)."""

from __future__ import annotations

from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ist_model.inputs import calendar
from ist_model.inputs.models import Area, School
from ist_model.inputs.scenario_models import Resolved
from ist_model.world.keys import draw_key, in_key_order
from ist_model.world.structs import (
    GROUP_EXISTING,
    GROUP_JOINER,
    GROUP_TWIN,
    NEVER,
    NONE,
    PHASE_BOTH,
    PHASE_INFANT,
    PHASE_JUNIOR,
    SCHOOL,
    Span,
)

# Class of the last inspection, as science.inspection numbers them.
_OUTCOME_CLASS = {"outstanding": 0, "good": 0, "requires improvement": 1, "inadequate": 2, "none": 0}
_MIDDLE, _SPREAD = 50.0, 15.0
_PERCENTILE_LIMITS = (0.01, 0.99)


_OLDEST_INFANT, _YOUNGEST_JUNIOR = 7, 7


class Row(NamedTuple):
    """A school of the world: a school of the trust, or the twin of one that joins."""

    school: School
    is_twin: bool


class Schools(NamedTuple):
    """All that the world knows of schools; S rows, A areas."""

    rows: list[Row]
    structs: NDArray[np.void]
    pair_key: NDArray[np.uint64]
    has_area: NDArray[np.bool_]
    strength: NDArray[np.float64]


def school_phase(age_low: int, age_high: int) -> int:
    """Which phase of supporter a school needs: infant, junior, or either (a primary)."""
    if age_high <= _OLDEST_INFANT:
        return PHASE_INFANT
    return PHASE_JUNIOR if age_low >= _YOUNGEST_JUNIOR else PHASE_BOTH


def school_key(school: School) -> np.uint64:
    """The key of a school's luck: its own draw key, else its URN, else its id."""
    return draw_key("school", school_name(school))


def school_name(school: School) -> str:
    """What a school's luck is named after."""
    return school.draw_key or (str(school.urn) if school.urn else school.id)


def joins_at(school: School, span: Span) -> int:
    """Tick from which a school is in the trust; the beginning of the run for one that always was."""
    if school.joined is None:
        return span.begin
    return max(span.begin, calendar.half_term_on_or_after(school.joined))


def pool_of(resolved: Resolved) -> frozenset[str]:
    """Ids of the schools that may be drawn to join."""
    return frozenset(resolved.growth.pool) if resolved.growth else frozenset()


def joins_later(school: School, span: Span) -> bool:
    """Whether the school joins in the period reported, on its first day or after."""
    return school.joined is not None and calendar.half_term_on_or_after(school.joined) >= span.start


def build_schools(resolved: Resolved, span: Span, post_index: dict[str, int]) -> Schools:
    """Schools in key order, each joiner followed by its twin."""
    ordered, pool = in_key_order(resolved.trust.schools, school_key), pool_of(resolved)
    rows: list[Row] = []
    for school in ordered:
        rows.append(Row(school, False))
        if joins_later(school, span) or school.id in pool:
            rows.append(Row(school, True))
    areas = resolved.framework.areas
    partnerships = {p.id: i for i, p in enumerate(resolved.trust.partnerships)}
    structs = np.zeros(len(rows), SCHOOL)
    for i, row in enumerate(rows):
        _fill(structs[i], row, i, resolved, span, partnerships, post_index)
    shape = (len(rows), len(areas))
    pair_key, has_area, strength = (
        np.zeros(shape, np.uint64),
        np.zeros(shape, np.bool_),
        np.full(shape, np.nan),
    )
    for i, row in enumerate(rows):
        for a, area in enumerate(areas):
            pair_key[i, a] = draw_key("school and area", school_name(row.school), area.id)
            has_area[i, a] = has(row.school, area)
            if has_area[i, a]:
                strength[i, a] = starting_strength(row.school.start_percentile[area.id])
    return Schools(rows, structs, pair_key, has_area, strength)


def has(school: School, area: Area) -> bool:
    """Whether a school has an area (early years only where it has the ages)."""
    return area.only_if_ages_below is None or school.age_low < area.only_if_ages_below


def starting_strength(percentile: float) -> float:
    """Strength from a national percentile, clipped to .01-.99: 50 + 15 normal quantiles (MODEL 4.1)."""
    low, high = _PERCENTILE_LIMITS
    return _MIDDLE + _SPREAD * NormalDist().inv_cdf(min(high, max(low, percentile)))


def national_percentile(strength: float) -> float:
    """The national percentile (0-1) of a strength: the inverse of `starting_strength` within its limits."""
    return NormalDist(_MIDDLE, _SPREAD).cdf(strength)


def _fill(
    struct: np.void,
    row: Row,
    index: int,
    resolved: Resolved,
    span: Span,
    partnerships: dict[str, int],
    post_index: dict[str, int],
) -> None:
    school = row.school
    drawn = school.id in pool_of(resolved)
    later = joins_later(school, span) or drawn
    joins = joins_at(school, span)
    if joins >= span.end or drawn:
        joins = int(NEVER)  # a school that joins at the horizon is never seen; a run draws who else joins
    last = school.last_inspection
    struct["key"] = school_key(school)
    struct["joins"] = NEVER if row.is_twin else joins
    struct["exists"] = joins
    struct["group"] = GROUP_TWIN if row.is_twin else (GROUP_JOINER if later else GROUP_EXISTING)
    struct["twin_of"] = index - 1 if row.is_twin else NONE
    restarts = last.predecessor and not row.is_twin  # a twin keeps its own clock
    struct["new_academy"] = restarts or (later and not row.is_twin)
    struct["roll"] = school.roll
    struct["partnership"] = partnerships.get(school.partnership or "", NONE)
    struct["age_low"], struct["age_high"] = school.age_low, school.age_high
    struct["phase"] = school_phase(school.age_low, school.age_high)
    struct["last_outcome"] = _OUTCOME_CLASS[last.outcome]
    clock_from = school.joined if restarts else last.date
    struct["last_inspected"] = NEVER if clock_from is None else calendar.tick_of(clock_from)
    # A merger is one event: leaders leave more because the trust changed hands, not once more for joining.
    merged = school.joining == "merger" and school.joined == resolved.trust.changed_hands
    known = school.joined is not None and not merged
    struct["joined"] = calendar.half_term_on_or_after(school.joined) if known and school.joined else NEVER
    struct["accountable_post"] = post_index.get(school.accountable_post or "", NONE)
