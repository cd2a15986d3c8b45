"""Queues with priorities, without pre-emption: a request in progress is finished before a better one starts.

Reference: Cobham 1954, Operations Research 2:70 (one server, any lengths; many servers with one common
exponential length); Kella and Yechiali 1985, Naval Research Logistics 32:23; Kleinrock 1965 (the conservation
law); Prabhu 1981, Basic Queueing Theory (K4's waits in minutes).
"""

from __future__ import annotations

from collections.abc import Sequence

from ist_model.oracles.erlang_c import chance_of_wait
from ist_model.oracles.known import Known


def _share_of_load(loads: Sequence[float], rank: int) -> float:
    """(1 - sigma of the classes above) x (1 - sigma of these and the class), loads as shares of capacity."""
    above = sum(loads[:rank])
    upto = above + loads[rank]
    if not upto < 1.0:
        raise ValueError(f"classes up to {rank} ask for {upto:g} of the capacity: no steady state")
    return (1.0 - above) * (1.0 - upto)


def mean_wait_one_server(
    rank: int, rates: Sequence[float], means: Sequence[float], mean_squares: Sequence[float]
) -> float:
    """Mean wait of one class, best first: W_k = (sum lambda_i E[S_i^2] / 2) / ((1 - s_(k-1)) (1 - s_k)).

    Args:
        rank: class, 0 is served first.
        rates: arrival rate of each class.
        means: mean service time of each class.
        mean_squares: mean of the square of the service time, of each class.

    Raises:
        ValueError: if the classes up to this one overload the server.
    """
    residual = sum(rate * square for rate, square in zip(rates, mean_squares, strict=True)) / 2.0
    loads = [rate * mean for rate, mean in zip(rates, means, strict=True)]
    return residual / _share_of_load(loads, rank)


def mean_wait_exponential(rank: int, rates: Sequence[float], mean_service: float) -> float:
    """Mean wait of one class with one server and one common exponential service time (M/M/1)."""
    count = len(rates)
    return mean_wait_one_server(rank, rates, [mean_service] * count, [2.0 * mean_service**2] * count)


def mean_time_in_system_exponential(rank: int, rates: Sequence[float], mean_service: float) -> float:
    """Mean wait plus mean service of one class (M/M/1)."""
    return mean_wait_exponential(rank, rates, mean_service) + mean_service


def mean_wait_many_servers(rank: int, posts: int, rates: Sequence[float], mean_service: float) -> float:
    """Mean wait of one class with c servers and one common exponential service time (M/M/c).

    W_k = (P(wait) / (c mu)) / ((1 - s_(k-1)) (1 - s_k)), P(wait) by Erlang C over all classes.
    """
    loads = [rate * mean_service / posts for rate in rates]
    clearing = chance_of_wait(posts, sum(rates) * mean_service) * mean_service / posts
    return clearing / _share_of_load(loads, rank)


def conserved_wait(posts: int, rates: Sequence[float], mean_service: float) -> float:
    """Mean wait over all requests: the same for every order that ignores the work asked for."""
    weighted = sum(
        rate * mean_wait_many_servers(rank, posts, rates, mean_service) for rank, rate in enumerate(rates)
    )
    return weighted / sum(rates)


_PRABHU = ((1.0 / 60.0, 9.0 / 60.0), 5.0)  # per minute, minutes
_SECOND = ((0.2, 0.6), 1.0)
_K5 = (4, (0.6, 0.9, 1.5), 1.0)

KNOWN = (
    Known("K4", "wait of the first class, min", mean_wait_exponential, (0, *_PRABHU), "4.54545"),
    Known("K4", "wait of the second class, min", mean_wait_exponential, (1, *_PRABHU), "27.27273"),
    Known("K4", "time in system, first class", mean_time_in_system_exponential, (0, *_SECOND), "2.0"),
    Known("K4", "time in system, second class", mean_time_in_system_exponential, (1, *_SECOND), "6.0"),
    Known("K5", "wait of class 1", mean_wait_many_servers, (0, *_K5), "0.1498335"),
    Known("K5", "wait of class 2", mean_wait_many_servers, (1, *_K5), "0.2397336"),
    Known("K5", "wait of class 3", mean_wait_many_servers, (2, *_K5), "0.8150943"),
    Known("K5", "wait of all: as first come", conserved_wait, _K5, "0.5094340"),
)
