"""Erlang C: the queue M/M/c, where requests wait for the first free post and never give up.

Reference: Erlang 1917; Gross, Shortle, Thompson and Harris 2008, Fundamentals of Queueing Theory, section
2.3; Gans, Koole and Mandelbaum 2003, Manufacturing & Service Operations Management 5:79 (service levels).
"""

from __future__ import annotations

import math

from ist_model.oracles.erlang_b import blocking
from ist_model.oracles.known import Known


def chance_of_wait(posts: int, offered_load: float) -> float:
    """P(wait > 0) = B / (1 - rho (1 - B)), B by Erlang B, rho = a / c.

    Args:
        posts: number of posts c.
        offered_load: arrival rate x mean service time, a, in posts; below c.

    Raises:
        ValueError: if the load is not below the posts, where no steady state exists.
    """
    if not 0 < offered_load < posts:
        raise ValueError(f"offered load {offered_load} must lie between 0 and the {posts} posts")
    lost = blocking(posts, offered_load)
    return lost / (1.0 - offered_load / posts * (1.0 - lost))


def mean_wait(posts: int, rate: float, mean_service: float) -> float:
    """Mean wait of all requests, Wq = P(wait) / (c mu - lambda), in the unit of `mean_service`."""
    return chance_of_wait(posts, rate * mean_service) / (posts / mean_service - rate)


def mean_waiting(posts: int, rate: float, mean_service: float) -> float:
    """Mean number waiting, Lq = lambda Wq (Little)."""
    return rate * mean_wait(posts, rate, mean_service)


def service_level(posts: int, rate: float, mean_service: float, within: float) -> float:
    """Share of requests that start within a time: 1 - P(wait) exp(-(c mu - lambda) t)."""
    spare = posts / mean_service - rate
    return 1.0 - chance_of_wait(posts, rate * mean_service) * math.exp(-spare * within)


def occupancy(posts: int, rate: float, mean_service: float) -> float:
    """Share of post time in use, rho = a / c."""
    return rate * mean_service / posts


def posts_to_contract(posts: int, share_not_available: float) -> int:
    """Posts to contract so that enough are available when part of the time is not: c / (1 - share), up."""
    return math.ceil(posts / (1.0 - share_not_available) - 1e-12)


_K1 = (14, 100 / 1800, 180.0)  # posts, calls per second, seconds
_K2 = (55, 0.2, 240.0)
_GRID = (
    (1, 0.5, "0.5", "1", "0.5"),
    (2, 1.5, "0.642857", "1.285714", "1.928571"),
    (3, 2.0, "0.444444", "0.444444", "0.888889"),
    (3, 2.5, "0.702247", "1.404494", "3.511236"),
    (4, 3.0, "0.509434", "0.509434", "1.528302"),
    (20, 18.0, "0.550769", "0.275385", "4.956921"),
)

KNOWN = (
    Known("K1", "P(wait)", chance_of_wait, (14, 10.0), "0.17413193359505"),
    Known("K1", "mean wait, s", mean_wait, _K1, "7.835937"),
    Known("K1", "share answered in 20 s", service_level, (*_K1, 20.0), "0.88835001917947"),
    Known("K1", "occupancy", occupancy, _K1, "0.7142857"),
    Known("K1", "mean number waiting", mean_waiting, _K1, "0.43532983"),
    Known("K1", "posts with 30 % of the time not available", posts_to_contract, (14, 0.3), "20"),
    Known("K2", "P(wait)", chance_of_wait, (55, 48.0), "0.2387009"),
    Known("K2", "mean wait, s", mean_wait, _K2, "8.184032"),
    Known("K2", "share answered in 15 s", service_level, (*_K2, 15.0), "0.8458831"),
    Known("K3", "mean number waiting, service 540 s", mean_waiting, (20, 60 / 1800, 540.0), "4.956921"),
    Known("K3", "mean number waiting, service 580 s", mean_waiting, (20, 60 / 1800, 580.0), "24.141673"),
    Known("K7", "mean wait without patience, s", mean_wait, (50, 48 / 60, 60.0), "20.833668"),
    *(Known("grid", f"P(wait), c {c}, a {a}", chance_of_wait, (c, a), p) for c, a, p, _, _ in _GRID),
    *(Known("grid", f"Wq, c {c}, a {a}", mean_wait, (c, a, 1.0), w) for c, a, _, w, _ in _GRID),
    *(Known("grid", f"Lq, c {c}, a {a}", mean_waiting, (c, a, 1.0), n) for c, a, _, _, n in _GRID),
)
