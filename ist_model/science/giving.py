"""What giving costs the school that gives, and what its leaders bring back (MODEL 4.4)."""

from __future__ import annotations

from ist_model.science.jit import compiled

MILLI = 1000.0


@compiled("f8(f8, f8, b1)")
def cost_per_day(points_per_day: float, cover_quality: float, has_home: bool) -> float:
    """Points that a leader's day away costs the home school, over the areas the leader serves together."""
    return points_per_day * (1.0 - cover_quality) if has_home else 0.0


@compiled("f8(i8, f8, i8)")
def per_week(pattern_milli: int, points_per_day: float, areas: int) -> float:
    """Points a week in each of the areas a leader serves; a day's points are shared by them equally."""
    return pattern_milli / MILLI * points_per_day / areas if areas > 0 else 0.0
