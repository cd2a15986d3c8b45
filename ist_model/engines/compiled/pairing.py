"""Pairs of a need and a supporter that could be made now, as a policy ranks them (MODEL 6.4)."""

from __future__ import annotations

from ist_model.engines.compiled import easing, reserving, terms, visiting, waiting
from ist_model.engines.compiled.jit import Given, Row, State, part
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
    school = s.needs[need].school
    return still_waits(s, need) and bool(school == NONE or not visiting.has_all(w, s, school))


@part
def find_best(w: Given, s: State, need: int) -> None:
    """Keep with a need the pair of smallest rank that it can make now, if there is one."""
    s.needs[need].pair_slot = NONE
    if may_be_served(w, s, need):
        if easing.must_ask_everybody(s, need):
            _ask_everybody(w, s, need)
        else:
            _ask_the_freer(w, s, need)


@part
def _ask_everybody(w: Given, s: State, need: int) -> None:
    """All who could ever serve a need like this, but those of whom it is known that they cannot be had."""
    row = s.needs[need]
    phase = phase_of(w, row.school)
    if s.exhausted[row.specialism, row.area, phase] == s.matching:
        return
    start, anybody = w.candidates_first[row.specialism, row.area, phase], False
    for candidate in range(start, w.candidates_last[row.specialism, row.area, phase]):
        slot = w.candidate_slot[candidate]
        if reserving.is_shut(w, s, slot):
            continue
        anybody = True
        found = _ask(w, s, need, slot, w.candidate_mismatch[candidate])
        if found and w.by_match != 0:
            return  # candidates stand in the order of such a policy
    if not anybody:
        s.exhausted[row.specialism, row.area, phase] = s.matching


@part
def _ask_the_freer(w: Given, s: State, need: int) -> None:
    """Leaders who became freer since the last matching."""
    for at in range(s.eased_n):
        slot = s.eased[at]
        quality = quality_of(w, s, need, slot)
        if quality > 0.0 and not reserving.is_shut(w, s, slot):
            _ask(w, s, need, slot, matching.mismatch_milli(quality))


@part
def _ask(w: Given, s: State, need: int, slot: int, mismatch: int) -> bool:
    """Keep a pair if it can be made and ranks before the one kept; whether it can be made."""
    days = reserving.days_for(w, s, need, slot)
    if days <= 0:
        return False
    row, ranks = s.needs[need], rank(w, s, need, slot, mismatch)
    if row.pair_slot == NONE or _is_smaller(ranks, row):
        row.pair_slot, row.pair_days, row.pair_mismatch = slot, days, mismatch
        row.pair_first, row.pair_second, row.pair_third, row.pair_fourth, _, row.pair_key = ranks
    return True


@part
def ranks_as_before(w: Given, s: State, need: int) -> bool:
    """Whether the pair kept with a need has the rank that it had when it was found."""
    row = s.needs[need]
    ranks = rank(w, s, need, row.pair_slot, row.pair_mismatch)
    return bool(
        ranks[0] == row.pair_first
        and ranks[1] == row.pair_second
        and ranks[2] == row.pair_third
        and ranks[3] == row.pair_fourth
    )


@part
def ranks_before(s: State, need: int, other: int) -> bool:
    """Whether the pair kept with a need ranks before that of another need."""
    one, two = s.needs[need], s.needs[other]
    if one.pair_first != two.pair_first:
        return bool(one.pair_first < two.pair_first)
    if one.pair_second != two.pair_second:
        return bool(one.pair_second < two.pair_second)
    if one.pair_third != two.pair_third:
        return bool(one.pair_third < two.pair_third)
    if one.pair_fourth != two.pair_fourth:
        return bool(one.pair_fourth < two.pair_fourth)
    return bool(one.key < two.key)


@part
def _is_smaller(ranks: policies.Rank, row: Row) -> bool:
    """Whether a rank is before that of the pair kept with the same need."""
    if ranks[0] != row.pair_first:
        return bool(ranks[0] < row.pair_first)
    if ranks[1] != row.pair_second:
        return bool(ranks[1] < row.pair_second)
    if ranks[2] != row.pair_third:
        return bool(ranks[2] < row.pair_third)
    if ranks[3] != row.pair_fourth:
        return bool(ranks[3] < row.pair_fourth)
    return bool(ranks[5] < row.pair_key)


@part
def rank(w: Given, s: State, need: int, slot: int, mismatch: int) -> policies.Rank:
    """Rank of a pair under the world's policy."""
    school = s.needs[need].school
    travel = terms.travel_to(w, s, school, slot)
    gain = 0
    if w.weighs_gain != 0:
        gain = _gain_micro(w, s, need, slot, quality_of(w, s, need, slot), travel)
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
