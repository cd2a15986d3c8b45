"""All pairs of one moment together (`optimal`, MODEL 6.4), as `narrated/pairing.py` puts them to the rule."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ist_model.engines.compiled import deployments, pairing, reserving
from ist_model.engines.compiled.jit import Given, State, Table, part
from ist_model.science import assignment
from ist_model.world.structs import NONE

_NEED, _SLOT, _FIRST, _SECOND, _THIRD, _FOURTH = range(6)  # columns of a table of pairs
_COLUMNS = 6


@part
def match_tied(w: Given, s: State, queue: Table, first: int, until: int) -> None:
    """Assign, and again for what that left over, such as the rest of a need that was cut."""
    while True:
        pairs, keys = _pairs(w, s, queue, first, until)
        if pairs.shape[0] == 0:
            return
        order = _in_rank_order(pairs, keys)
        chosen = _assigned(w, s, pairs, order)
        for at in range(order.size):
            if chosen[at]:
                need, slot = pairs[order[at], _NEED], pairs[order[at], _SLOT]
                quality = pairing.quality_of(w, s, need, slot)
                on_site = reserving.days_free(w, s, need, slot)
                if on_site > 0:  # an assignment may ask more than there is
                    deployments.agree(w, s, need, slot, on_site, quality)


@part
def _pairs(
    w: Given, s: State, queue: Table, first: int, until: int
) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Every pair that could be made now: [pairs, _COLUMNS] need, designation and rank; [pairs, 2] keys."""
    pairs = np.empty((64, _COLUMNS), np.int64)
    keys = np.empty((64, 2), np.uint64)
    count = 0
    for at in range(first, until):
        need = queue[at]
        row = s.needs[need]
        if not pairing.may_be_served(w, s, need):
            continue
        phase = pairing.phase_of(w, row.school)
        start = w.candidates_first[row.specialism, row.area, phase]
        for candidate in range(start, w.candidates_last[row.specialism, row.area, phase]):
            slot = w.candidate_slot[candidate]
            if reserving.days_free(w, s, need, slot) <= 0:
                continue
            if count == pairs.shape[0]:
                pairs = np.concatenate((pairs, np.empty_like(pairs)))
                keys = np.concatenate((keys, np.empty_like(keys)))
            rank = pairing.rank(w, s, need, slot, w.candidate_mismatch[candidate])
            pairs[count, _NEED], pairs[count, _SLOT] = need, slot
            pairs[count, _FIRST], pairs[count, _SECOND] = rank[0], rank[1]
            pairs[count, _THIRD], pairs[count, _FOURTH] = rank[2], rank[3]
            keys[count, 0], keys[count, 1] = rank[4], rank[5]
            count += 1
    return pairs[:count], keys[:count]


@part
def _in_rank_order(pairs: NDArray[np.int64], keys: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Rows of pairs by rank, the smallest first, equals as they stand (merge sort)."""
    count = pairs.shape[0]
    order, other = np.arange(count), np.empty(count, np.int64)
    width = 1
    while width < count:
        for low in range(0, count, 2 * width):
            middle, high = min(low + width, count), min(low + 2 * width, count)
            left, right = low, middle
            for to in range(low, high):
                from_left = right >= high or (
                    left < middle and not _is_smaller(pairs, keys, order[right], order[left])
                )
                if from_left:
                    other[to] = order[left]
                    left += 1
                else:
                    other[to] = order[right]
                    right += 1
        order, other = other, order
        width *= 2
    return order


@part
def _is_smaller(pairs: NDArray[np.int64], keys: NDArray[np.uint64], one: int, two: int) -> bool:
    for column in range(_FIRST, _COLUMNS):
        if pairs[one, column] != pairs[two, column]:
            return bool(pairs[one, column] < pairs[two, column])
    if keys[one, 0] != keys[two, 0]:
        return bool(keys[one, 0] < keys[two, 0])
    return bool(keys[one, 1] < keys[two, 1])


@part
def _assigned(w: Given, s: State, pairs: NDArray[np.int64], order: NDArray[np.int64]) -> NDArray[np.bool_]:
    """[pairs, in rank order] which are made. A designation counts once for each place that is free."""
    row_of, column_of = np.full(s.needs_n, NONE, np.int64), np.full(w.slots_n, NONE, np.int64)
    rows, columns = 0, 0
    for at in order:
        need, slot = pairs[at, _NEED], pairs[at, _SLOT]
        if row_of[need] == NONE:
            row_of[need] = rows
            rows += 1
        if column_of[slot] == NONE:
            column_of[slot] = columns
            columns += s.slots[slot].free
    if max(rows, columns) > assignment.LARGEST:
        s.oversize_matchings += 1
    rows, columns = min(rows, assignment.LARGEST), min(columns, assignment.LARGEST)
    cost, allowed = np.zeros((rows, columns), np.int64), np.zeros((rows, columns), np.bool_)
    pair_at = np.full((rows, columns), NONE, np.int64)
    for place in range(order.size):
        at = order[place]
        row, slot = row_of[pairs[at, _NEED]], pairs[at, _SLOT]
        if row >= rows:
            continue
        for column in range(column_of[slot], min(columns, column_of[slot] + s.slots[slot].free)):
            cost[row, column], allowed[row, column] = pairs[at, _FIRST], True
            pair_at[row, column] = place
    made = np.zeros(order.size, np.bool_)
    found = assignment.assign(cost, allowed)
    for row in range(rows):
        if found[row] != assignment.UNASSIGNED:
            made[pair_at[row, found[row]]] = True
    return made
