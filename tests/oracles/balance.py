"""Queues solved from their balance equations: no queueing formula, only rates and linear algebra."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.linalg import spsolve

Flow = tuple[int, int, float]  # from state, to state, rate


def stationary(states: int, flows: Iterable[Flow]) -> NDArray[np.float64]:
    """Long-run probabilities of a Markov chain from its flows: inflow = outflow in each state, sum one."""
    source, target, rate = (np.array(column) for column in zip(*flows, strict=True))
    rows = np.concatenate([target, source])
    columns = np.concatenate([source, source])
    balance = coo_array((np.concatenate([rate, -rate]), (rows, columns)), shape=(states, states)).tolil()
    balance[0, :] = 1.0  # one equation is redundant; the total takes its place
    right = np.zeros(states)
    right[0] = 1.0
    return np.asarray(spsolve(balance.tocsc(), right))


def birth_death(
    birth: Callable[[int], float], death: Callable[[int], float], states: int
) -> NDArray[np.float64]:
    """Long-run probabilities of 0 .. states - 1 in the system."""
    up = [(n, n + 1, birth(n)) for n in range(states - 1)]
    down = [(n + 1, n, death(n + 1)) for n in range(states - 1)]
    return stationary(states, up + down)


def two_classes_many_posts(
    posts: int, first: float, second: float, mean_service: float, longest: tuple[int, int]
) -> tuple[float, float]:
    """Mean number waiting in each of two classes, the first served before the second (common service).

    States: 0 .. c - 1 busy posts without a queue, then all busy with (i, j) waiting.
    """
    wide = longest[1] + 1

    def state(i: int, j: int) -> int:
        return posts + i * wide + j

    flows: list[Flow] = []
    for busy in range(posts):
        flows.append((busy, busy + 1 if busy + 1 < posts else state(0, 0), first + second))
        flows.append((busy + 1 if busy + 1 < posts else state(0, 0), busy, (busy + 1) / mean_service))
    clearing = posts / mean_service
    for i in range(longest[0] + 1):
        for j in range(wide):
            if i < longest[0]:
                flows.append((state(i, j), state(i + 1, j), first))
                flows.append((state(i + 1, j), state(i, j), clearing))
            if j < longest[1]:
                flows.append((state(i, j), state(i, j + 1), second))
                if i == 0:
                    flows.append((state(i, j + 1), state(i, j), clearing))
    chances = stationary(posts + (longest[0] + 1) * wide, flows)[posts:].reshape(-1, wide)
    return float(np.arange(longest[0] + 1) @ chances.sum(axis=1)), float(
        chances.sum(axis=0) @ np.arange(wide)
    )


def two_classes_one_post(
    rates: tuple[float, float], means: tuple[float, float], longest: tuple[int, int]
) -> tuple[float, float]:
    """Mean number waiting in each of two classes whose service times differ (one server, no pre-emption).

    States: 0 idle, then (class in service, i, j waiting).
    """
    high, wide = longest[0] + 1, longest[1] + 1

    def state(serving: int, i: int, j: int) -> int:
        return 1 + (serving * high + i) * wide + j

    flows: list[Flow] = [(0, state(0, 0, 0), rates[0]), (0, state(1, 0, 0), rates[1])]
    for serving in range(2):
        for i in range(high):
            for j in range(wide):
                here = state(serving, i, j)
                if i + 1 < high:
                    flows.append((here, state(serving, i + 1, j), rates[0]))
                if j + 1 < wide:
                    flows.append((here, state(serving, i, j + 1), rates[1]))
                after = state(0, i - 1, j) if i else state(1, 0, j - 1) if j else 0
                flows.append((here, after, 1.0 / means[serving]))
    chances = stationary(1 + 2 * high * wide, flows)[1:].reshape(2, high, wide).sum(axis=0)
    return float(np.arange(high) @ chances.sum(axis=1)), float(chances.sum(axis=0) @ np.arange(wide))


def mean_number_in_system(arrivals_during_service: NDArray[np.float64]) -> float:
    """Mean number in an M/G/1 system, from the chain seen at departures.

    Args:
        arrivals_during_service: chance of 0, 1, ... arrivals in one service; its length bounds the states.
    """
    states = arrivals_during_service.size
    step = np.zeros((states, states))
    for left_behind in range(states):
        begin = max(0, left_behind - 1)  # one leaves; an empty system first waits for one to come
        step[left_behind, begin:] = arrivals_during_service[: states - begin]
        step[left_behind, -1] += 1.0 - step[left_behind].sum()
    balance = step.T - np.eye(states)
    balance[0] = 1.0
    right = np.zeros(states)
    right[0] = 1.0
    return float(np.linalg.solve(balance, right) @ np.arange(states))
