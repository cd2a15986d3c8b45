"""Needs that wait, in the order of the policy: all of them, and those matched between meetings too."""

from __future__ import annotations

from ist_model.engines.compiled.jit import State, Table, part


@part
def put_in(s: State, need: int) -> None:
    """Put a need in its place among those waiting."""
    if s.waiting_n >= s.waiting.size:
        s.overflow = 1
        return
    _insert(s, s.waiting, s.waiting_n, need)
    s.waiting_n += 1
    if s.needs[need].emergency != 0:
        _insert(s, s.urgent, s.urgent_n, need)
        s.urgent_n += 1


@part
def _insert(s: State, queue: Table, count: int, need: int) -> None:
    low, high = 0, count
    while low < high:
        middle = (low + high) >> 1
        if _comes_before(s, need, queue[middle]):
            high = middle
        else:
            low = middle + 1
    for at in range(count, low, -1):
        queue[at] = queue[at - 1]
    queue[low] = need


@part
def leave(s: State, need: int) -> None:
    """Take a need out of those waiting."""
    s.waiting_n = without(s.waiting, s.waiting_n, need)
    if s.needs[need].emergency != 0:
        s.urgent_n = without(s.urgent, s.urgent_n, need)


@part
def without(queue: Table, count: int, need: int) -> int:
    """Take a need out of one queue; how many are left."""
    at = 0
    while at < count and queue[at] != need:
        at += 1
    if at == count:  # only after an overflow
        return count
    for after in range(at + 1, count):
        queue[after - 1] = queue[after]
    return count - 1


@part
def sort(s: State) -> None:
    """Put those waiting in order again, equals as they stood; few are out of place."""
    waiting = s.waiting
    for at in range(1, s.waiting_n):
        need, to = waiting[at], at
        while to > 0 and _comes_before(s, need, waiting[to - 1]):
            waiting[to] = waiting[to - 1]
            to -= 1
        waiting[to] = need


@part
def find_urgent(s: State) -> None:
    """Which of those waiting are matched between meetings too."""
    s.urgent_n = 0
    for at in range(s.waiting_n):
        need = s.waiting[at]
        if s.needs[need].emergency != 0:
            s.urgent[s.urgent_n] = need
            s.urgent_n += 1


@part
def _comes_before(s: State, one: int, other: int) -> bool:
    a, b = s.needs[one], s.needs[other]
    if a.first != b.first:
        return bool(a.first < b.first)
    if a.second != b.second:
        return bool(a.second < b.second)
    return bool(a.key < b.key)
