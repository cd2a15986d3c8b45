"""The support network of one run: who gave days to whom, term by term (MODEL 9).

A directed multigraph, giver to receiver: one edge per pair, term and kind of day (a leader's, or bought). Its
nodes are the schools of the trust by index, the central team (posts without a home school: it gives and
never receives) and what is beyond the trust (it receives days, and gives those that are bought). Days are
whole thousandths, so that edges add up to the deployments exactly.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypeAlias

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from ist_model.engines.records import Records
from ist_model.inputs.calendar import TERM_TICKS
from ist_model.results.facts import MILLI, Facts, Ints, ratio, spread
from ist_model.world.structs import GROUP_TWIN, World

CENTRAL, BEYOND = "central team", "beyond the trust"
Node: TypeAlias = int | str
Multigraph: TypeAlias = "nx.MultiDiGraph[Node]"
Totals: TypeAlias = "nx.DiGraph[Node]"


def term_edges(start: int, end: int) -> Ints:
    """Ticks that bound the terms of a period, the first and last cut to it."""
    inner = np.arange(start // TERM_TICKS + 1, -(-end // TERM_TICKS)) * TERM_TICKS
    return np.concatenate([[start], inner, [end]]).astype(np.int64)


def days_by_period(records: Records, edges: Ints) -> tuple[Ints, Ints, Ints]:
    """Whole milli-days that each deployment gave in each period.

    What a deployment has given by a moment is rounded down, so its parts add up to what it delivered.

    Args:
        records: a run.
        edges: [E + 1] ticks, increasing; days outside them are left out.

    Returns:
        Row of the deployment, period and milli-days, equally long.
    """
    rows = records.deployments
    start, stop = rows["start"], np.minimum(rows["end"], records.grid_tick[-1])
    row, period, _ = spread(edges, start, stop, rows["delivered_milli"])
    since = np.maximum(start[row], edges[period]) - start[row]
    until = np.minimum(stop[row], edges[period + 1]) - start[row]
    # Python integers: milli-days x ticks may exceed 64 bits in a long case.
    whole, length = rows["delivered_milli"][row].astype(object), (stop - start)[row].astype(object)
    parts = whole * until.astype(object) // length - whole * since.astype(object) // length
    return row, period, parts.astype(np.int64)


def support_network(world: World, records: Records, start: int, end: int) -> Multigraph:
    """The multigraph of days given in [start, end).

    Nodes carry `kind` (school, central, beyond) and `label`. An edge's key is (term, bought); it carries
    `milli`, `days`, `term` (counted from the epoch), `bought` and `km` (NaN: not between schools whose places
    are known).
    Schools that take no part are nodes too; twins, which never join, are not.
    """
    graph: Multigraph = nx.MultiDiGraph()
    for school in np.flatnonzero((world.schools["group"] != GROUP_TWIN) & (world.schools["joins"] < end)):
        graph.add_node(int(school), kind="school", label=world.names.labels[school])
    graph.add_node(CENTRAL, kind="central", label=CENTRAL)
    graph.add_node(BEYOND, kind="beyond", label=BEYOND)
    edges = term_edges(start, end)
    row, period, parts = days_by_period(records, edges)
    deployments = records.deployments
    term = edges[period] // TERM_TICKS
    bought = deployments["supplier"][row] >= 0
    for giver, receiver, when, is_bought, milli in _added_up(
        deployments["giver"][row], deployments["receiver"][row], term, bought, parts
    ):
        source: Node = giver if giver >= 0 else (BEYOND if is_bought else CENTRAL)
        target: Node = receiver if receiver >= 0 else BEYOND
        km = float(world.km[giver, receiver]) if giver >= 0 and receiver >= 0 else np.nan
        about = {"milli": milli, "days": milli / MILLI, "term": when, "bought": is_bought, "km": km}
        graph.add_edge(source, target, key=(when, is_bought), **about)
    return graph


def _added_up(
    giver: NDArray[Any], receiver: NDArray[Any], term: Ints, bought: NDArray[np.bool_], milli: Ints
) -> list[tuple[int, int, int, bool, int]]:
    """Milli-days by giver, receiver, term and kind, in that order; keys without days are left out."""
    total: dict[tuple[int, int, int, bool], int] = {}
    for *key, amount in zip(giver, receiver, term, bought, milli, strict=True):
        named = (int(key[0]), int(key[1]), int(key[2]), bool(key[3]))
        total[named] = total.get(named, 0) + int(amount)
    return [(*key, amount) for key, amount in sorted(total.items()) if amount > 0]


def in_total(graph: Multigraph) -> Totals:
    """The same days over all terms: one edge per giver and receiver, with `milli`, `days` and `km`."""
    total: Totals = nx.DiGraph()
    total.add_nodes_from(graph.nodes(data=True))
    for giver, receiver, about in graph.edges(data=True):
        had = total.edges[giver, receiver]["milli"] if total.has_edge(giver, receiver) else 0
        milli = had + about["milli"]
        total.add_edge(giver, receiver, milli=milli, days=milli / MILLI, km=about["km"])
    return total


def schools_of(graph: Totals | Multigraph) -> list[int]:
    """Indices of the schools among the nodes."""
    return [node for node in graph if isinstance(node, int)]


def between_schools(total: Totals) -> Totals:
    """The part of a network that has a school at both ends."""
    part: Totals = nx.DiGraph(total.subgraph(schools_of(total)))
    return part


def weighted_reciprocity(total: Totals) -> float:
    """Share of days that the receiver gave back to the same giver: sum of min(w_ij, w_ji) over sum of w_ij.

    1: every pair gives as much as it takes; 0: all days run one way. NaN without days. With equal weights it
    is `networkx.overall_reciprocity`. Source: Squartini, Picciolo, Ruzzenenti and Garlaschelli (2013),
    Reciprocity of weighted networks, Scientific Reports 3, 2729.
    """
    returned = sum(
        min(about["milli"], total.edges[receiver, giver]["milli"])
        for giver, receiver, about in total.edges(data=True)
        if total.has_edge(receiver, giver)
    )
    return ratio(returned, total.size(weight="milli"))


def reciprocity_of_links(total: Totals) -> float:
    """Share of links whose opposite is there too, whatever their days; NaN without links."""
    return float(nx.overall_reciprocity(total)) if total.size() else np.nan


def equal_measure(total: Totals) -> float:
    """Share of days matched by days at the same school, from or to whomever: 1 less net days over all days.

    1: each school gives as many days as it receives ("givers and receivers in equal measure"); 0: no school
    does both. A ring of three, each giving to the next, has 1 here and a reciprocity of 0. NaN without days.
    """
    given, received = total.out_degree(weight="milli"), total.in_degree(weight="milli")
    net = sum(abs(given[node] - received[node]) for node in total)
    return 1.0 - ratio(net, 2 * total.size(weight="milli"))


def herfindahl(amounts: list[int]) -> float:
    """Herfindahl-Hirschman index: the sum of squared shares, 1 / n for n equal amounts; NaN without any.

    It is the chance that two days drawn at random come from one giver.
    """
    whole = sum(amounts)
    return ratio(sum(amount * amount for amount in amounts), whole * whole)


def mean_km(total: Totals) -> float:
    """Kilometres between giver and receiver, averaged over days between schools whose places are known."""
    known = [about for _, _, about in total.edges(data=True) if not np.isnan(about["km"])]
    return ratio(sum(about["milli"] * about["km"] for about in known), sum(about["milli"] for about in known))


# Of a run's facts ------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def network_of(facts: Facts) -> Multigraph:
    """The network of the period reported."""
    return support_network(facts.world, facts.records, facts.world.span.start, facts.world.span.end)


@lru_cache(maxsize=1)
def _total_of(facts: Facts) -> Totals:
    return in_total(network_of(facts))


def reciprocity(facts: Facts) -> float:
    """Weighted reciprocity between schools of the trust."""
    return weighted_reciprocity(between_schools(_total_of(facts)))


def links_both_ways(facts: Facts) -> float:
    """Unweighted reciprocity between schools of the trust."""
    return reciprocity_of_links(between_schools(_total_of(facts)))


def giving_matched(facts: Facts) -> float:
    """Days between schools that are matched by days at the same school."""
    return equal_measure(between_schools(_total_of(facts)))


def given_by_school(facts: Facts) -> list[int]:
    """Milli-days given by each school of the trust, inside and beyond it."""
    total = _total_of(facts)
    given = total.out_degree(weight="milli")
    return [int(given[school]) for school in schools_of(total)]


def concentration(facts: Facts) -> float:
    """Herfindahl-Hirschman index of the days that schools give."""
    return herfindahl(given_by_school(facts))


def top_giver_share(facts: Facts) -> float:
    """Share of the days that schools give which the school that gives most gives; NaN without days."""
    given = given_by_school(facts)
    return ratio(max(given, default=0), sum(given))


def distance(facts: Facts) -> float:
    """Kilometres between giver and receiver, averaged over days between schools."""
    return mean_km(between_schools(_total_of(facts)))


def flows(facts: Facts) -> dict[str, NDArray[Any]]:
    """Days given by term, giver and receiver: school index, -1 beyond the trust or without a home school."""
    edges = term_edges(facts.world.span.start, facts.world.span.end)
    row, period, parts = days_by_period(facts.records, edges)
    deployments = facts.records.deployments
    return {
        "term": edges[period] // TERM_TICKS,
        "giver": deployments["giver"][row],
        "receiver": deployments["receiver"][row],
        "bought": deployments["supplier"][row] >= 0,
        "days": parts / MILLI,
    }


def by_school(facts: Facts) -> dict[str, NDArray[Any]]:
    """Days given and received by term and school, and how many of them went to or came from schools."""
    rows = []
    for giver, receiver, about in network_of(facts).edges(data=True):
        both = about["days"] if isinstance(giver, int) and isinstance(receiver, int) else 0.0
        if isinstance(giver, int):
            rows.append((about["term"], giver, about["days"], 0.0, both, 0.0))
        if isinstance(receiver, int):
            rows.append((about["term"], receiver, 0.0, about["days"], 0.0, both))
    columns = np.array(rows, np.float64).reshape(-1, 6).T
    return {
        "term": columns[0].astype(np.int64),
        "school": columns[1].astype(np.int64),
        "given_days": columns[2],
        "received_days": columns[3],
        "given_to_schools_days": columns[4],
        "received_from_schools_days": columns[5],
    }
