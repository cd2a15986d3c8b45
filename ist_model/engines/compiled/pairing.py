"""Pairs of a need and a supporter that could be made now, as a policy ranks them (MODEL 6.4)."""

from __future__ import annotations

import numpy as np

from ist_model.engines.compiled import terms, visiting, waiting
from ist_model.engines.compiled.jit import Given, State, part
from ist_model.science import matching, policies
from ist_model.world.structs import NEVER, NONE, PHASE_BOTH

_NEVER = int(NEVER)


@part
def phase_of(w: Given, school: int) -> int:
    """Phase of supporter that a need asks for."""
    return PHASE_BOTH if school == NONE else int(w.schools[school].phase)


@part
def quality_of(w: Given, s: State, need: int, slot: int) -> float:
    """Match quality of a designation for a need, 0-1."""
    row = s.needs[need]
    return float(w.quality[slot, row.specialism, row.area, phase_of(w, row.school)])


@part
def still_waits(s: State, need: int) -> bool:
    """Whether some of its days are still to be agreed."""
    row = s.needs[need]
    return bool(row.remaining > 0 and row.closed == NONE)


@part
def may_be_served(w: Given, s: State, need: int) -> bool:
    """Whether some of its days are still to be agreed, and its school has room for anybody at all."""
    row = s.needs[need]
    if row.remaining <= 0 or row.closed != NONE:
        return False
    return bool(row.school == NONE or not visiting.has_all(w, s, row.school))


@part
def no_rank() -> policies.Rank:
    """A rank to begin a comparison with; nothing is ever compared with it."""
    return (0, 0, 0, 0, np.uint64(0), np.uint64(0))


@part
def rank(w: Given, s: State, need: int, slot: int, mismatch: int, quality: float) -> policies.Rank:
    """Rank of a pair under the world's policy."""
    school = s.needs[need].school
    travel = terms.travel_to(w, s, school, slot)
    gain = _gain_micro(w, s, need, slot, quality, travel) if w.weighs_gain != 0 else 0
    way = matching.travel_milli(travel) if school != NONE else _NEVER
    return waiting.rank(w, s, need, mismatch, way, gain, w.designations[slot].key)


@part
def _gain_micro(w: Given, s: State, need: int, slot: int, quality: float, travel_share: float) -> int:
    """Expected gain of a pair for pupils, per leader day, by what boards saw last."""
    row, home = s.needs[need], s.slots[slot].home
    pupils, seen, risk = 0.0, 0.0, 0.0
    if row.school != NONE:
        pupils = w.schools[row.school].roll
        seen = s.seen[row.school, row.area]
        risk = policies.risk_per_point(seen, w.attention_cut, w.rank_spread)
    return policies.expected_gain_micro(
        pupils,
        risk,
        seen,
        w.effect_per_day,
        quality,
        1.0 + w.preparation_share + travel_share,
        0.0 if home == NONE else w.schools[home].roll,
        _home_risk(w, s, slot),
        terms.cost_per_day(w, s, slot),
    )


@part
def _home_risk(w: Given, s: State, slot: int) -> float:
    """Mean risk per point over the areas that a leader serves at home; 0 without any."""
    home, total, count = s.slots[slot].home, 0.0, 0
    if home == NONE:
        return 0.0
    for area in range(w.areas_n):
        if w.own_areas[slot, area] and w.has_area[home, area]:
            total += policies.risk_per_point(s.seen[home, area], w.attention_cut, w.rank_spread)
            count += 1
    return total / count if count > 0 else 0.0
