"""On what terms a leader goes out in a compiled run (MODEL 4.1, 4.2, 4.4, 6.2), as `narrated/terms.py`."""

from __future__ import annotations

from ist_model.engines.compiled.jit import Given, State, part
from ist_model.science import absorption, giving, matching
from ist_model.world.structs import NONE

_MILLI = 1000.0


@part
def travel_to(w: Given, s: State, school: int, slot: int) -> float:
    """Leader days lost to travel per day on site at a school, or beyond the trust."""
    home = s.slots[slot].home
    if home == NONE or school == NONE:
        return 0.0
    return float(w.travel_share[home, school])


@part
def first_day(w: Given, s: State, home: int) -> int:
    """When a deployment agreed now begins: as soon as the home school releases leaders."""
    if home == NONE:
        return int(s.now)
    return matching.release_opens(
        s.now, w.release_opening_weeks, w.year_six[home], w.release_ks2_week_from, w.release_ks2_weeks
    )


@part
def pattern(w: Given, s: State, slot: int, start: int) -> int:
    """Leader milli-days a week of a deployment that starts at a tick."""
    test_year = w.posts[s.slots[slot].carrier].test_year != 0
    return matching.pattern_at(w.designations[slot].pattern_milli, start, test_year, w.release_spring_share)


@part
def visits(w: Given, s: State, school: int, slot: int, pattern_milli: int) -> int:
    """Milli-days on site a week that a school would see of a supporter."""
    travel = travel_to(w, s, school, slot)
    return absorption.on_site_milli_per_week(pattern_milli, w.preparation_share, travel)


@part
def package_worth(w: Given, days_before: float, days: float) -> float:
    """As `absorption.package_worth`, what a standard package is worth being known."""
    return float(absorption.freshness(days_before, days, w.support_kept_per_day) / w.standard_freshness)


@part
def gain_per_week(
    w: Given, s: State, need: int, on_site: int, total: int, pattern_milli: int, quality: float
) -> float:
    """Points a week that a deployment adds; later days of a package are worth less. None beyond the trust."""
    if s.needs[need].school == NONE:
        return 0.0
    worth = package_worth(w, s.needs[need].agreed / _MILLI, on_site / _MILLI)
    return matching.gain_per_week(on_site, total, pattern_milli, w.effect_per_day, quality, worth)


@part
def cost_per_day(w: Given, s: State, slot: int) -> float:
    """Points that a leader's day away costs the home school; 0 without one."""
    has_home = s.slots[slot].home != NONE
    return giving.cost_per_day(w.giving_cost_points_per_day, w.giving_cover_quality, has_home)


@part
def areas_served_at_home(w: Given, s: State, slot: int) -> int:
    """Areas of the home school that a leader serves."""
    home, areas = s.slots[slot].home, 0
    if home == NONE:
        return 0
    for area in range(w.areas_n):
        if w.own_areas[slot, area] and w.has_area[home, area]:
            areas += 1
    return areas
