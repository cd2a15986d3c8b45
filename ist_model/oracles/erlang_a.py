"""Erlang A: the queue M/M/c + M, where each waiting request gives up after an exponential patience.

Reference: Palm 1957; Garnett, Mandelbaum and Reiman 2002, Manufacturing & Service Operations Management
4:208; Mandelbaum and Zeltyn 2007, "Service engineering in action: the Palm/Erlang-A queue".

With x = c mu / theta and y = lambda / theta the queue behind a full house is measured by
A = 1 + y/(x+1) + y^2/((x+1)(x+2)) + ..., a sum of positive terms, so nothing cancels; it needs no
steady-state condition, since patience keeps every load stable.
"""

from __future__ import annotations

from ist_model.oracles.erlang_b import blocking
from ist_model.oracles.known import Known

_SMALLEST_TERM = 1e-18


def full_house_sum(posts: int, rate: float, mean_service: float, mean_patience: float) -> float:
    """A: expected visits to "all busy" states, relative to the state with nobody waiting."""
    x, y = posts / mean_service * mean_patience, rate * mean_patience
    total = term = 1.0
    j = 0
    while term > _SMALLEST_TERM * total:
        j += 1
        term *= y / (x + j)
        total += term
    return total


def chance_of_wait(posts: int, rate: float, mean_service: float, mean_patience: float) -> float:
    """P(wait > 0) over all requests, those that later withdraw included: A B / (1 + (A - 1) B)."""
    a = full_house_sum(posts, rate, mean_service, mean_patience)
    lost = blocking(posts, rate * mean_service)
    return a * lost / (1.0 + (a - 1.0) * lost)


def share_withdrawn(posts: int, rate: float, mean_service: float, mean_patience: float) -> float:
    """Share of all requests that withdraw: P(wait) x (1 / (rho A) + 1 - 1 / rho)."""
    a = full_house_sum(posts, rate, mean_service, mean_patience)
    rho = rate * mean_service / posts
    given_wait = 1.0 / (rho * a) + 1.0 - 1.0 / rho
    return chance_of_wait(posts, rate, mean_service, mean_patience) * given_wait


def mean_wait(posts: int, rate: float, mean_service: float, mean_patience: float) -> float:
    """Mean wait over all requests until start or withdrawal: share withdrawn x mean patience."""
    return share_withdrawn(posts, rate, mean_service, mean_patience) * mean_patience


def utilisation(posts: int, rate: float, mean_service: float, mean_patience: float) -> float:
    """Share of post time in use: rho x (1 - share withdrawn)."""
    rho = rate * mean_service / posts
    return rho * (1.0 - share_withdrawn(posts, rate, mean_service, mean_patience))


_K7_MINUTES = (50, 48.0, 1.0, 2.0)
_K7_SECONDS = (50, 48.0 / 60.0, 60.0, 120.0)

KNOWN = (
    Known("K7", "P(wait)", chance_of_wait, _K7_MINUTES, "0.467774"),
    Known("K7", "share withdrawn", share_withdrawn, _K7_MINUTES, "0.0309122"),
    Known("K7", "mean wait of all, s", mean_wait, _K7_SECONDS, "3.709470"),
    Known("K7", "utilisation", utilisation, _K7_MINUTES, "0.930324"),
)
