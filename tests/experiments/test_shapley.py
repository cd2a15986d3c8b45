"""Shapley values: games on paper, a brute force over permutations, and sums that are exact."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ist_model.experiments import shapley

FEW = st.integers(1, 5)
WORTH = st.fractions(min_value=-100, max_value=100, max_denominator=97)


@st.composite
def games(draw: st.DrawFn) -> tuple[int, dict[frozenset[int], Fraction]]:
    """Any game of a few players."""
    players = draw(FEW)
    return players, {coalition: draw(WORTH) for coalition in shapley.every_coalition(players)}


def by_brute_force(players: int, worth: dict[frozenset[int], Fraction]) -> list[Fraction]:
    """What each player adds when it joins, averaged over every permutation."""
    orders = list(permutations(range(players)))
    total = [Fraction(0)] * players
    for order in orders:
        present: frozenset[int] = frozenset()
        for player in order:
            total[player] += worth[present | {player}] - worth[present]
            present |= {player}
    return [value / len(orders) for value in total]


def test_the_glove_game():
    """Two hold a left glove, one the right one; a pair is worth 1: values 1/6, 1/6, 2/3 (a textbook game)."""
    worth = {c: Fraction(int(2 in c and len(c) > 1)) for c in shapley.every_coalition(3)}
    found = shapley.values(worth, shapley.over_all_orders(3))
    assert found == (Fraction(1, 6), Fraction(1, 6), Fraction(2, 3))


def test_the_airport_game():
    """Littlechild and Owen (1973): a runway costs the most of its users; here 8, 11, 13 and 18.

    Each piece of the runway is shared by those who need it: 8/4; + 3/3; + 2/2; + 5.
    """
    cost = (8, 11, 13, 18)
    worth = {c: Fraction(max((cost[p] for p in c), default=0)) for c in shapley.every_coalition(4)}
    assert shapley.values(worth, shapley.over_all_orders(4)) == (2, 3, 4, 9)


@given(games())
def test_all_orders_are_those_of_a_brute_force(game):
    players, worth = game
    assert list(shapley.values(worth, shapley.over_all_orders(players))) == by_brute_force(players, worth)
    orders = list(permutations(range(players)))
    assert list(shapley.values(worth, shapley.over_orders(orders))) == by_brute_force(players, worth)


@given(games())
def test_values_sum_to_the_whole_exactly_over_all_orders_and_over_some(game):
    players, worth = game
    whole = worth[frozenset(range(players))] - worth[frozenset()]
    for weights in (
        shapley.over_all_orders(players),
        shapley.over_orders(shapley.balanced_orders(players)),
        shapley.over_orders([range(players)]),
    ):
        assert sum(shapley.values(worth, weights)) == whole


@given(st.lists(WORTH, min_size=1, max_size=7))
def test_causes_that_only_add_up_get_what_they_add(gains):
    worth = {
        coalition: sum((gains[player] for player in coalition), Fraction(0))
        for coalition in shapley.every_coalition(len(gains))
    }
    assert list(shapley.values(worth, shapley.weights_for(len(gains)))) == gains


@pytest.mark.parametrize("players", [2, 3, 5, 8])
def test_balanced_orders_have_each_player_at_each_place_equally_often(players):
    orders = shapley.balanced_orders(players)
    for place in range(players):
        assert sorted(order[place] for order in orders) == sorted(list(range(players)) * 2)
    needed = shapley.coalitions_of(shapley.over_orders(orders))
    assert len(needed) == players * (players - 1) + 2


@pytest.mark.parametrize("orders", [[], [(0, 0)], [(0, 1), (1, 2)]])
def test_orders_must_name_all_players_once(orders):
    with pytest.raises(ValueError, match="each naming all players once"):
        shapley.over_orders(orders)
