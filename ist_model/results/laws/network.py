"""Laws of the support network: its edges are the deployments, no day more and none less (MODEL 9, 11.3)."""

from __future__ import annotations

import numpy as np

from ist_model.results.laws.common import days, first, law
from ist_model.results.network import added_up, node_name, nodes_of, support_network
from ist_model.results.runs import Runs
from ist_model.world.structs import World


@law("days over all edges of the support network = days that deployments delivered = days of the ledger")
def edges_are_the_days_given(world: World, records: Runs) -> str | None:
    """Over the whole run, by leaders and bought, to the milli-day."""
    edges = support_network(records, world.span.begin, world.span.end)
    run, rows = records.run_of("deployments"), records.deployments
    by_leaders = rows["designation"] >= 0
    each = [
        records.summed(edges.run[edges.bought == bought], edges.milli[edges.bought == bought])
        for bought in (False, True)
    ]
    given, bought = (
        records.summed(run[chosen], rows["delivered_milli"][chosen]) for chosen in (by_leaders, ~by_leaders)
    )
    booked = records.summed(records.run_of("ledger"), records.ledger["delivered_milli"])
    row = first((each[0] != given) | (each[1] != bought) | (booked != given))
    if row is None:
        return None
    return (
        f"edges {days(each[0][row])} and {days(each[1][row])} bought, "
        f"deployments {days(given[row])} and {days(bought[row])} bought, ledger {days(booked[row])}"
    )


@law("what a giver gave a receiver, term by term, adds up to the deployments between the two")
def terms_add_up(world: World, records: Runs) -> str | None:
    """Warm-up and period together, pair by pair, to the milli-day."""
    span, schools, rows = world.span, len(world.schools), records.deployments
    periods = [(span.begin, span.start), (span.start, span.end)]
    each = [support_network(records, start, end) for start, end in periods if start < end]
    given = nodes_of(rows, schools)
    receivers = [np.where(edges.receiver < 0, schools + 1, edges.receiver) for edges in each]
    # What terms say less what deployments say, pair by pair.
    apart = added_up(
        np.concatenate([records.run_of("deployments"), *(edges.run for edges in each)]),
        np.concatenate([given[0], *(edges.giver for edges in each)]),
        np.concatenate([given[1], *receivers]),
        np.concatenate([-rows["delivered_milli"], *(edges.milli for edges in each)]),
        schools,
    )
    row = first(apart.milli != 0)
    if row is None:
        return None
    giver, receiver = (node_name(int(place[row]), schools) for place in (apart.giver, apart.receiver))
    return f"{giver} to {receiver}: terms less deployments {days(apart.milli[row])}"
