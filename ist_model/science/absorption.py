"""How much help a school can take in at once, and what the later days of a package are worth (MODEL 4.2)."""

from __future__ import annotations

import math

import numpy as np

from ist_model.science.jit import compiled

MILLI = 1000


@compiled("f8(f8, f8)")
def size_factor(roll: float, full_roll: float) -> float:
    """By how much a larger school takes in more at once; 1 up to the register's roll, then in proportion."""
    return max(1.0, roll / full_roll)


@compiled("i8(f8, f8)")
def most_supporters(base: float, factor: float) -> int:
    """Supporters a school takes at once, whole, at least one."""
    return max(1, int(np.floor(base * factor + 1e-9)))


@compiled("i8(f8, f8)")
def most_milli_per_week(base_days: float, factor: float) -> int:
    """Milli-days on site a week that a school takes at once."""
    return int(np.floor(base_days * factor * MILLI + 0.5))


@compiled("i8(i8, f8, f8)")
def on_site_milli_per_week(pattern_milli: int, preparation_share: float, travel_share: float) -> int:
    """Milli-days on site a week of a deployment with so many leader milli-days a week."""
    return int(pattern_milli / (1.0 + preparation_share + travel_share))


@compiled("b1(i8, i8, i8, i8, i8)")
def is_full(supporters: int, week_milli: int, added_milli: int, most: int, most_milli: int) -> bool:
    """Whether one deployment more is too much for a school; it always takes one alone, however intensive."""
    if supporters == 0:
        return False
    return supporters >= most or week_milli + added_milli > most_milli


@compiled("f8(f8, f8, f8)")
def freshness(days_before: float, days: float, kept_per_day: float) -> float:
    """Mean worth of days of a package against its first moment, after some days of it.

    Each day is worth `kept_per_day` of the one before: the mean of kept^t for t from `days_before` to
    `days_before + days`. 1 where nothing fades.
    """
    if kept_per_day >= 1.0 or days <= 0.0:
        return 1.0
    rate = -math.log(kept_per_day)
    return (math.exp(-rate * days_before) - math.exp(-rate * (days_before + days))) / (rate * days)


@compiled("f8(f8, f8, f8, f8)")
def package_worth(days_before: float, days: float, package_days: float, kept_per_day: float) -> float:
    """Mean worth of days of a package, after some days of it, against the mean day of a standard package."""
    return freshness(days_before, days, kept_per_day) / freshness(0.0, package_days, kept_per_day)
