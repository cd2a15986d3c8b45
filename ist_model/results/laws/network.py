"""Laws of the support network: its edges are the deployments, no day more and none less (MODEL 9, 11.3)."""

from __future__ import annotations

from collections import Counter

from ist_model.engines.records import Records
from ist_model.results.laws.common import days, law
from ist_model.results.network import BEYOND, CENTRAL, Node, in_total, support_network
from ist_model.world.structs import World

Pair = tuple[Node, Node]


@law("days over all edges of the support network = days that deployments delivered = days of the ledger")
def edges_are_the_days_given(world: World, records: Records) -> str | None:
    """Over the whole run, by leaders and bought, to the milli-day."""
    on_edges = {False: 0, True: 0}
    graph = support_network(world, records, world.span.begin, world.span.end)
    for _, _, about in graph.edges(data=True):
        on_edges[about["bought"]] += about["milli"]
    by_leaders = records.deployments["designation"] >= 0
    given = int(records.deployments["delivered_milli"][by_leaders].sum())
    bought = int(records.deployments["delivered_milli"][~by_leaders].sum())
    booked = int(records.ledger["delivered_milli"].sum())
    if (on_edges[False], on_edges[True], booked) == (given, bought, given):
        return None
    return (
        f"edges {days(on_edges[False])} and {days(on_edges[True])} bought, "
        f"deployments {days(given)} and {days(bought)} bought, ledger {days(booked)}"
    )


@law("what a giver gave a receiver, term by term, adds up to the deployments between the two")
def terms_add_up(world: World, records: Records) -> str | None:
    """Warm-up and period together, pair by pair, to the milli-day."""
    span = world.span
    found: Counter[Pair] = Counter()
    for start, end in ((span.begin, span.start), (span.start, span.end)):
        if start < end:
            total = in_total(support_network(world, records, start, end))
            found.update(
                {(giver, receiver): about["milli"] for giver, receiver, about in total.edges(data=True)}
            )
    given = _between(records)
    for pair in sorted(found.keys() | given.keys(), key=str):
        if found[pair] != given[pair]:
            return f"{pair[0]} to {pair[1]}: terms {days(found[pair])}, deployments {days(given[pair])}"
    return None


def _between(records: Records) -> Counter[Pair]:
    """Milli-days by giver and receiver, from the deployments alone."""
    rows, given = records.deployments, Counter[Pair]()
    columns = (rows[name].tolist() for name in ("giver", "receiver", "supplier", "delivered_milli"))
    for giver, receiver, supplier, milli in zip(*columns, strict=True):
        outside = BEYOND if supplier >= 0 else CENTRAL
        given[giver if giver >= 0 else outside, receiver if receiver >= 0 else BEYOND] += milli
    return given
