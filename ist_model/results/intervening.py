"""How often a trust steps in and national support comes: over all schools, never for one (MODEL 5.5)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ist_model.results.arrays import Floats, Ints
from ist_model.results.facts import MILLI, Facts
from ist_model.results.once import once
from ist_model.world.structs import GROUP_TWIN, NONE


class Steps(NamedTuple):
    """Steps of the intervention ladder, run by run, by school and time."""

    run: Ints
    tick: Ints
    school: Ints
    step: Ints


@once
def steps_taken(facts: Facts) -> Steps:
    """Every step of the intervention ladder taken in the period."""
    boards, span = facts.records.boards, facts.world.span
    order = np.lexsort([boards["tick"], boards["school"], facts.records.run_of("boards")])
    run, school, tick, step = (
        facts.records.run_of("boards")[order],
        *(boards[name][order].astype(np.int64) for name in ("school", "tick", "step")),
    )
    before = np.full(len(order), NONE)
    same = (school[1:] == school[:-1]) & (run[1:] == run[:-1])
    before[1:][same] = step[:-1][same]
    taken = (step > before) & (tick >= span.start) & (tick < span.end)
    return Steps(run[taken], tick[taken], school[taken], step[taken])


def steps_per_year(facts: Facts) -> Floats:
    """Steps of the intervention ladder taken in a school year, on average over the period."""
    return facts.records.summed(steps_taken(facts).run) / facts.years


def rise_days_per_year(facts: Facts) -> Floats:
    """Days of national advisers in the trust's schools in a school year, on average over the period."""
    rise, span = facts.records.rise, facts.world.span
    own = facts.world.schools["group"][rise["school"]] != GROUP_TWIN
    inside = np.minimum(rise["end"], span.end) - np.maximum(rise["start"], span.start)
    share = np.maximum(0, inside) / np.maximum(1, rise["end"] - rise["start"])
    run = facts.records.run_of("rise")[own]
    return facts.records.summed(run, (rise["milli"] * share)[own]) / MILLI / facts.years


def rise_grants_per_year(facts: Facts) -> Floats:
    """Pounds of grants with national support that begins in a school year, on average over the period."""
    rise, span = facts.records.rise, facts.world.span
    own = facts.world.schools["group"][rise["school"]] != GROUP_TWIN
    begun = own & (rise["start"] >= span.start) & (rise["start"] < span.end)
    number = facts.records.summed(facts.records.run_of("rise")[begun])
    return number * facts.world.values["rise.grant_gbp"] / facts.years
