"""National targeted support (RISE) in a compiled run: an adviser and a grant from outside (MODEL 5.5)."""

from __future__ import annotations

import numpy as np

from ist_model.engines.compiled import deployments, events, strengths, terms
from ist_model.engines.compiled.jit import Given, State, part
from ist_model.inputs.calendar import TERM_TICKS, WEEKS_PER_TERM
from ist_model.science import matching
from ist_model.world.structs import NONE

_FIRST = -3
_NO_KEY = np.uint64(0)


@part
def call_in(w: Given, s: State, school: int) -> None:
    """An inspection brings an adviser, unless one is there or on the way."""
    row = s.schools[school]
    if row.rise_until > s.now or w.rise_days_per_term <= 0.0 or w.rise_terms < 1.0:
        return
    start = s.now + w.rise_delay_ticks
    row.rise_until = start + int(w.rise_terms) * TERM_TICKS
    adviser = deployments.new_deployment(s, NONE)
    support = s.deployments[adviser]
    support.key, support.school, support.area = w.schools[school].key, school, row.worst_area
    support.matched, support.start, support.end = start, start, row.rise_until
    support.quality, support.from_outside = w.support_generalist_quality, 1
    worth = terms.package_worth(w, 0.0, w.rise_days_per_term * w.rise_terms)
    days_per_week = w.rise_days_per_term / WEEKS_PER_TERM
    support.gain_per_week = days_per_week * w.effect_per_day * support.quality * worth
    events.spawn(s, events.RISE_BEGINS, adviser, 0)


@part
def wait_for_start(s: State, adviser: int) -> None:
    """The adviser comes on a date."""
    support = s.deployments[adviser]
    events.wait(
        s, support.start, events.ARRIVALS, _FIRST, support.school, _NO_KEY, events.RISE_BEGINS, adviser, 1
    )


@part
def begin(w: Given, s: State, adviser: int) -> None:
    """The adviser is there, and written down."""
    support = s.deployments[adviser]
    if s.rise_n >= s.rise.size:
        s.overflow = 1
        return
    row = s.rise[s.rise_n]
    row.school, row.area, row.start, row.end = support.school, support.area, support.start, support.end
    row.milli = matching.milli_of(w.rise_days_per_term * w.rise_terms)
    s.rise_n += 1
    strengths.help_school(w, s, adviser, True)
    events.wait(
        s, support.end, events.COMPLETIONS, _FIRST, support.school, _NO_KEY, events.RISE_ENDS, adviser, 0
    )
