"""How a school asks for support: one open need per area, its specialism and urgency (MODEL 5.3)."""

from __future__ import annotations

from ist_model.engines.compiled import tiers, waiting
from ist_model.engines.compiled.jit import Given, State, part
from ist_model.engines.records import SOURCE_BOARD
from ist_model.inputs.calendar import GRID_TICKS
from ist_model.science import draws, monitoring
from ist_model.world.structs import NONE


@part
def ask(w: Given, s: State, school: int, area: int, milli: int, source: int, specialism: int) -> int:
    """Raise a need of so many milli-days; 1 if one was raised, 0 if no specialism serves the area.

    `specialism` NONE: one of those that serve the area, by chance.
    """
    pair, index = w.pair_key[school, area], s.now // GRID_TICKS
    if specialism == NONE:
        u = draws.uniform(w.seed, s.run, draws.BOARD_SPECIALISM, pair, index)
        specialism = monitoring.pick_specialism(w.area_specialisms[area], u)
        if specialism == NONE:
            return 0
    key = waiting.need_key(pair, source, s.now)
    need = waiting.school_need(w, s, key, source, school, area, specialism, milli)
    waiting.raise_need(w, s, need)
    return 1


@part
def days_wanted(w: Given, s: State, school: int, area: int) -> int:
    """Milli-days that a gap asks for, as the last board saw it; 0 if it asks for none."""
    seen = s.seen[school, area]
    threshold = monitoring.asking_threshold(
        tiers.tier_of(w, s, school), w.tiers_n, w.monitoring_need_threshold, w.monitoring_supported_margin
    )
    if not seen < threshold:
        return 0
    return monitoring.days_for_gap(
        seen,
        threshold,
        w.monitoring_need_days_per_point,
        w.monitoring_need_days_min,
        w.monitoring_need_days_max,
    )


@part
def ask_for_gaps(w: Given, s: State, school: int) -> int:
    """Ask in every area that a board saw too low; needs raised."""
    raised = 0
    for area in range(w.areas_n):
        milli = days_wanted(w, s, school, area)
        if milli > 0 and not s.open_need[school, area]:
            raised += ask(w, s, school, area, milli, SOURCE_BOARD, NONE)
    return raised
