"""How often a trust steps in and national support comes: over all schools, never for one (MODEL 5.5)."""

from __future__ import annotations

import numpy as np

from ist_model.results.facts import MILLI, Facts, Ints
from ist_model.world.structs import GROUP_TWIN, NONE


def steps_taken(facts: Facts) -> tuple[Ints, Ints, Ints]:
    """(tick, school, step) of every step of the intervention ladder taken in the period, by school."""
    boards, span = facts.records.boards, facts.world.span
    own = boards[np.lexsort([boards["tick"], boards["school"]])]
    before = np.full(len(own), NONE)
    same = own["school"][1:] == own["school"][:-1]
    before[1:][same] = own["step"][:-1][same]
    taken = own[(own["step"] > before) & (own["tick"] >= span.start) & (own["tick"] < span.end)]
    return taken["tick"], taken["school"].astype(np.int64), taken["step"].astype(np.int64)


def steps_per_year(facts: Facts) -> float:
    """Steps of the intervention ladder taken in a school year, on average over the period."""
    return len(steps_taken(facts)[0]) / facts.years


def rise_days_per_year(facts: Facts) -> float:
    """Days of national advisers in the trust's schools in a school year, on average over the period."""
    rise, span = facts.records.rise, facts.world.span
    own = facts.world.schools["group"][rise["school"]] != GROUP_TWIN
    inside = np.minimum(rise["end"], span.end) - np.maximum(rise["start"], span.start)
    share = np.maximum(0, inside) / np.maximum(1, rise["end"] - rise["start"])
    return float((rise["milli"] * share)[own].sum()) / MILLI / facts.years


def rise_grants_per_year(facts: Facts) -> float:
    """Pounds of grants with national support that begins in a school year, on average over the period."""
    rise, span = facts.records.rise, facts.world.span
    own = facts.world.schools["group"][rise["school"]] != GROUP_TWIN
    begun = own & (rise["start"] >= span.start) & (rise["start"] < span.end)
    return float(begun.sum()) * facts.world.values["rise.grant_gbp"] / facts.years
