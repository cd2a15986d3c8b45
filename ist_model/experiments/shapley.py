"""How much each cause adds, when causes act together: Shapley values, exact in fractions.

A game says what every coalition of causes is worth. A cause's Shapley value is what it adds when it joins,
averaged over the orders in which the causes can join (Shapley 1953, A value for n-person games). The values
of all causes sum to the worth of all together less that of none: in fractions, exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import factorial

Coalition = frozenset[int]
Weights = tuple[Mapping[Coalition, Fraction], ...]

MOST_IN_ALL_ORDERS = 4  # causes split over all orders: 16 coalitions; beyond, over balanced orders


def over_all_orders(players: int) -> Weights:
    """For each player, the weight of each coalition's worth in its Shapley value: all orders alike."""
    weights: list[dict[Coalition, Fraction]] = [{} for _ in range(players)]
    for coalition in every_coalition(players):
        size = len(coalition)
        for player in range(players):
            before = size - 1 if player in coalition else size
            share = Fraction(factorial(before) * factorial(players - before - 1), factorial(players))
            weights[player][coalition] = share if player in coalition else -share
    return tuple(weights)


def over_orders(orders: Sequence[Sequence[int]]) -> Weights:
    """The same with the average over the given orders alone; the values still sum exactly.

    Raises:
        ValueError: if there is no order, or one is not an order of all players.
    """
    if not orders or any(sorted(order) != list(range(len(orders[0]))) for order in orders):
        raise ValueError("give at least one order, each naming all players once")
    weights: list[dict[Coalition, Fraction]] = [{} for _ in orders[0]]
    share = Fraction(1, len(orders))
    for order in orders:
        for place, player in enumerate(order):
            without, joined = frozenset(order[:place]), frozenset(order[: place + 1])
            for coalition, weight in ((joined, share), (without, -share)):
                weights[player][coalition] = weights[player].get(coalition, Fraction(0)) + weight
    return tuple(weights)


def balanced_orders(players: int) -> list[tuple[int, ...]]:
    """The rotations of the players and their reverses: each player comes at each place equally often.

    They need only the players' k(k - 1) + 2 unbroken stretches of a ring as coalitions, not all 2^k.
    """
    ring = tuple(range(players))
    turned = [ring[place:] + ring[:place] for place in ring]
    return turned + [order[::-1] for order in turned]


def every_coalition(players: int) -> list[Coalition]:
    """All coalitions, the smallest first."""
    found = (
        frozenset(player for player in range(players) if mask >> player & 1) for mask in range(2**players)
    )
    return sorted(found, key=lambda coalition: (len(coalition), sorted(coalition)))


def weights_for(players: int) -> Weights:
    """Weights over all orders for a few players, over balanced orders for more."""
    if players <= MOST_IN_ALL_ORDERS:
        return over_all_orders(players)
    return over_orders(balanced_orders(players))


def coalitions_of(weights: Weights) -> list[Coalition]:
    """The coalitions whose worth must be known, the smallest first."""
    found = {coalition for each in weights for coalition in each}
    return sorted(found, key=lambda coalition: (len(coalition), sorted(coalition)))


def values(worth: Mapping[Coalition, Fraction], weights: Weights) -> tuple[Fraction, ...]:
    """Each player's value; they sum to the worth of all less the worth of none."""
    return tuple(
        sum((weight * worth[coalition] for coalition, weight in each.items()), Fraction(0))
        for each in weights
    )
