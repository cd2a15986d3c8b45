"""The assignment of `optimal` against an independent solver (K11)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from ist_model.science import assignment


def pairs_and_cost(cost, columns):
    rows = np.flatnonzero(columns != assignment.UNASSIGNED)
    return len(rows), int(cost[rows, columns[rows]].sum())


@given(
    rows=st.integers(1, 12),
    columns=st.integers(1, 12),
    seed=st.integers(0, 2**32 - 1),
    share=st.sampled_from([0.1, 0.5, 1.0]),
)
def test_as_many_pairs_as_can_be_at_the_least_cost(rows, columns, seed, share):
    """Scipy finds the most pairs (maximum cardinality) and then, at that number, the least cost."""
    rng = np.random.default_rng(seed)
    cost = rng.integers(-(10**6), 10**6, (rows, columns))
    allowed = rng.random((rows, columns)) < share
    found = assignment.assign(cost, allowed)
    made = found[found != assignment.UNASSIGNED]
    assert len(set(made.tolist())) == len(made)
    assert all(allowed[row, column] for row, column in enumerate(found) if column != assignment.UNASSIGNED)

    most = allowed[linear_sum_assignment(~allowed)].sum()
    dear = np.where(allowed, cost, 10**9)
    chosen = linear_sum_assignment(dear)
    least = int(cost[chosen][allowed[chosen]].sum())
    assert allowed[chosen].sum() == most
    assert pairs_and_cost(cost, found) == (most, least)


@pytest.mark.parametrize("seed", range(5))
def test_the_largest_matrix_agrees_with_scipy(seed):
    rng = np.random.default_rng(seed)
    cost = rng.integers(-(2**39), 2**39, (assignment.LARGEST, assignment.LARGEST))
    found = assignment.assign(cost, np.ones(cost.shape, bool))
    assert pairs_and_cost(cost, found) == (64, int(cost[linear_sum_assignment(cost)].sum()))


def test_most_pairs_come_before_the_cheapest_pair():
    """Row 0 could take the cheap column, but then row 1 would go without."""
    cost = np.array([[-100, 50], [-90, 0]])
    allowed = np.array([[True, True], [True, False]])
    assert assignment.assign(cost, allowed).tolist() == [1, 0]


def test_equal_costs_go_to_the_smaller_index():
    assert assignment.assign(np.zeros((1, 3), np.int64), np.ones((1, 3), bool)).tolist() == [0]


def test_no_pair_allowed_means_none():
    assert assignment.assign(np.zeros((2, 2), np.int64), np.zeros((2, 2), bool)).tolist() == [-1, -1]
