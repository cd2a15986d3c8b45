"""Erlang B: requests that find all posts busy and are lost, and the chance of delay in an in-progress count.

Reference: Erlang 1917; Cooper 1981, Introduction to Queueing Theory, section 3.3; Monks and others 2016,
BMC Health Services Research 16:530, who size stroke wards by P(N = n) / P(N <= n).
"""

from __future__ import annotations

import math

from ist_model.oracles.known import Known


def blocking(posts: int, offered_load: float) -> float:
    """Share of requests that find all posts busy: B(0) = 1, B(c) = a B(c-1) / (c + a B(c-1)).

    Args:
        posts: number of posts, c >= 0.
        offered_load: arrival rate x mean service time, a > 0, in posts.

    Raises:
        ValueError: if an argument is out of range.
    """
    if posts < 0 or not offered_load > 0:
        raise ValueError(f"posts {posts} must be 0 or more and offered load {offered_load} above 0")
    share = 1.0
    for c in range(1, posts + 1):
        share = offered_load * share / (c + offered_load * share)
    return share


def chance_of_delay(beds: int, offered_load: float) -> float:
    """P(N = n) / P(N <= n) for N Poisson with the offered load: Erlang B, whatever the length of stay."""
    term = below = math.exp(-offered_load)
    for n in range(1, beds + 1):
        term *= offered_load / n
        below += term
    return term / below


_ACUTE, _REHABILITATION = 8.145493, 9.718218
_POOLED = _ACUTE + _REHABILITATION

KNOWN = tuple(
    Known("K8", f"chance of delay, {ward}, {beds} beds", chance_of_delay, (beds, load), written)
    for ward, load, beds, written in (
        ("acute", _ACUTE, 10, "0.1283"),
        ("acute", _ACUTE, 12, "0.0556"),
        ("acute", _ACUTE, 14, "0.0192"),
        ("rehabilitation", _REHABILITATION, 10, "0.2015"),
        ("rehabilitation", _REHABILITATION, 12, "0.1091"),
        ("rehabilitation", _REHABILITATION, 14, "0.0497"),
        ("pooled", _POOLED, 22, "0.0629"),
        ("pooled", _POOLED, 26, "0.0158"),
    )
)

# What the paper printed, from its own simulation: (ward, beds, offered load, chance of delay).
PRINTED_BY_MONKS_2016 = (
    ("acute", 10, _ACUTE, "0.14"),
    ("acute", 12, _ACUTE, "0.06"),
    ("acute", 14, _ACUTE, "0.02"),
    ("rehabilitation", 10, _REHABILITATION, "0.20"),
    ("rehabilitation", 12, _REHABILITATION, "0.11"),
    ("rehabilitation", 14, _REHABILITATION, "0.05"),
    ("pooled", 22, _POOLED, "0.057"),
    ("pooled", 26, _POOLED, "0.016"),
)
# Where its figure is not the formula's at the precision printed; the difference, formula less figure.
PRINTED_OTHERWISE = {("acute", 10): -0.012, ("pooled", 22): 0.006}
