"""The assignment of needs to supporters of `optimal` (MODEL 6.4): most pairs first, then least cost.

Shortest augmenting paths with dual variables (Kuhn 1955; Jonker and Volgenant 1987, Computing 38:325-340),
in integers, so that the result never depends on rounding. Ties go to the smaller index.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ist_model.science.jit import compiled

LARGEST = 64  # rows and columns at most: the best-ranked first, and the rest is reported
UNASSIGNED = -1
_INFINITE = np.int64(2**62)


@compiled("i8[:](i8[:, :])")
def _solve(cost: NDArray[np.int64]) -> NDArray[np.int64]:
    """Column of each row of a square matrix, least total cost; one augmenting path per row."""
    n = cost.shape[0]
    row_price = np.zeros(n + 1, np.int64)
    column_price = np.zeros(n + 1, np.int64)
    row_at = np.zeros(n + 1, np.int64)  # row of a column, 0: free; rows and columns count from 1
    before = np.zeros(n + 1, np.int64)
    for row in range(1, n + 1):
        row_at[0] = row
        slack = np.full(n + 1, _INFINITE, np.int64)
        reached = np.zeros(n + 1, np.bool_)
        column = 0
        while row_at[column] != 0:
            reached[column] = True
            from_row, nearest, step = row_at[column], 0, _INFINITE
            for j in range(1, n + 1):
                if reached[j]:
                    continue
                reduced = cost[from_row - 1, j - 1] - row_price[from_row] - column_price[j]
                if reduced < slack[j]:
                    slack[j], before[j] = reduced, column
                if slack[j] < step:
                    step, nearest = slack[j], j
            for j in range(n + 1):
                if reached[j]:
                    row_price[row_at[j]] += step
                    column_price[j] -= step
                else:
                    slack[j] -= step
            column = nearest
        while column != 0:
            row_at[column] = row_at[before[column]]
            column = before[column]
    result = np.zeros(n, np.int64)
    for j in range(1, n + 1):
        result[row_at[j] - 1] = j - 1
    return result


@compiled("i8[:](i8[:, :], b1[:, :])")
def assign(cost: NDArray[np.int64], allowed: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Column of each row, or UNASSIGNED: as many allowed pairs as can be, at the least total cost.

    Args:
        cost: [R, C] integers of any sign, below 2**40 in size.
        allowed: [R, C] pairs that may be made.

    Returns:
        [R] column of each row.
    """
    rows, columns = cost.shape
    size = max(rows, columns)
    low, high = np.int64(0), np.int64(0)
    for i in range(rows):
        for j in range(columns):
            if allowed[i, j]:
                low, high = min(low, cost[i, j]), max(high, cost[i, j])
    forbidden = (high - low + 1) * (size + 1)  # dearer than all pairs together, so most pairs come first
    whole = np.full((size, size), forbidden, np.int64)
    for i in range(rows):
        for j in range(columns):
            if allowed[i, j]:
                whole[i, j] = cost[i, j] - low
    column_of = _solve(whole)
    result = np.full(rows, UNASSIGNED, np.int64)
    for i in range(rows):
        j = column_of[i]
        if j < columns and allowed[i, j]:
            result[i] = j
    return result
