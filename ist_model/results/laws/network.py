"""Laws of the support network: its edges are the deployments, no day more and none less (MODEL 9, 11.3)."""

from __future__ import annotations

import numpy as np

from ist_model.engines.records import Records
from ist_model.results.laws.common import days, law
from ist_model.results.network import added_up, node_name, support_network
from ist_model.world.structs import World


@law("days over all edges of the support network = days that deployments delivered = days of the ledger")
def edges_are_the_days_given(world: World, records: Records) -> str | None:
    """Over the whole run, by leaders and bought, to the milli-day."""
    edges = support_network(records, world.span.begin, world.span.end)
    on_edges = (int(edges.milli[~edges.bought].sum()), int(edges.milli[edges.bought].sum()))
    by_leaders = records.deployments["designation"] >= 0
    given = int(records.deployments["delivered_milli"][by_leaders].sum())
    bought = int(records.deployments["delivered_milli"][~by_leaders].sum())
    booked = int(records.ledger["delivered_milli"].sum())
    if (*on_edges, booked) == (given, bought, given):
        return None
    return (
        f"edges {days(on_edges[0])} and {days(on_edges[1])} bought, "
        f"deployments {days(given)} and {days(bought)} bought, ledger {days(booked)}"
    )


@law("what a giver gave a receiver, term by term, adds up to the deployments between the two")
def terms_add_up(world: World, records: Records) -> str | None:
    """Warm-up and period together, pair by pair, to the milli-day."""
    span, schools, rows = world.span, len(world.schools), records.deployments
    periods = ((span.begin, span.start), (span.start, span.end))
    each = [support_network(records, start, end).between(schools) for start, end in periods if start < end]
    found = np.sum(each, axis=0)
    bought, milli = rows["supplier"] >= 0, rows["delivered_milli"]
    given = added_up(rows["giver"], rows["receiver"], bought, milli, schools)
    wrong = np.argwhere(found != given)
    if len(wrong) == 0:
        return None
    pair = tuple(wrong[0])
    giver, receiver = (node_name(int(place), schools) for place in pair)
    return f"{giver} to {receiver}: terms {days(found[pair])}, deployments {days(given[pair])}"
