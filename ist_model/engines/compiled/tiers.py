"""Tiers in force during a compiled run, and what follows from them at once (MODEL 5.2)."""

from __future__ import annotations

from ist_model.engines.compiled.jit import Given, State, part
from ist_model.science import inspection, monitoring


@part
def tier_of(w: Given, s: State, school: int) -> int:
    """The tier in force: the CEO's dated decision while it lasts, else what boards say."""
    for at in range(w.overrides.size):
        row = w.overrides[at]
        if row.school == school and row.starts <= s.now < row.ends:
            return int(row.tier)
    return int(s.schools[school].tier)


@part
def is_emergency(w: Given, s: State, school: int) -> bool:
    """Whether a school's needs are matched at once, between meetings too: it is in the last tier."""
    return bool(tier_of(w, s, school) == w.tiers_n - 1)


@part
def priority(w: Given, s: State, school: int, area: int) -> int:
    """Priority that the tier in force gives a school's need in an area now."""
    of_tier = w.tiers[tier_of(w, s, school)].priority
    return monitoring.need_priority(of_tier, is_emergency(w, s, school), area == w.leadership_area)


@part
def may_release(w: Given, s: State, school: int) -> bool:
    """Whether a school's tier lets its leaders support others (MODEL 6.2, 6.6)."""
    return bool(w.tiers[tier_of(w, s, school)].may_release != 0)


@part
def giving_share(w: Given, s: State, school: int) -> float:
    """Part of its leaders' release days that a school gives in its tier (earned autonomy)."""
    return float(w.tiers[tier_of(w, s, school)].giving_share)


@part
def inspection_near(w: Given, s: State, school: int) -> bool:
    """Whether the trust expects an inspection now, around the time usual after the last one."""
    return inspection.is_expected(s.now, s.schools[school].inspection_expected, w.inspection_window)
