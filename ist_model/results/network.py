"""The support network of one run: who gave days to whom, term by term (MODEL 9).

A directed multigraph, giver to receiver, kept as columns: one edge per pair, term and kind of day (a
leader's, or bought). Added up over terms it is a graph of networkx, whose measures are taken. Its nodes are
the schools of the trust by index, the central team (posts without a home school: it gives and never receives)
and what is beyond the trust (it receives days, and gives those that are bought). Days are whole thousandths,
so that edges add up to the deployments exactly.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from ist_model.engines.records import Records
from ist_model.inputs.calendar import TERM_TICKS
from ist_model.results.facts import MILLI, Bools, Facts, Ints, ratio, spread
from ist_model.world.structs import GROUP_TWIN, World

CENTRAL, BEYOND = "central team", "beyond the trust"
_CENTRAL, _BEYOND = -2, -1  # their rows and columns, after those of the schools
_AFTER_SCHOOLS = np.iinfo(np.int64).max - 1
Node: TypeAlias = int | str
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
    whole, length = rows["delivered_milli"][row], (stop - start)[row]
    return row, period, _part(whole, until, length) - _part(whole, since, length)


def _part(whole: Ints, ticks: Ints, length: Ints) -> Ints:
    """Whole x ticks // length, without a product that leaves 64 bits (up to 74 school years long)."""
    return whole // length * ticks + whole % length * ticks // length


class Edges(NamedTuple):
    """Edges of the support network, as equally long arrays: by giver, receiver, term and kind of day.

    Schools by index, and after them -1: as giver the central team or, where days are bought, what is beyond
    the trust; as receiver what is beyond the trust, before the schools.
    """

    giver: Ints
    receiver: Ints
    term: Ints  # counted from the epoch
    bought: Bools
    milli: Ints

    def between(self, schools: int) -> Ints:
        """[S + 2, S + 2] milli-days over all terms, giver to receiver; `CENTRAL` and `BEYOND` come last."""
        return added_up(self.giver, self.receiver, self.bought, self.milli, schools)


def added_up(giver: Ints, receiver: Ints, bought: Bools, milli: Ints, schools: int) -> Ints:
    """[S + 2, S + 2] milli-days by giver and receiver; `CENTRAL` and `BEYOND` come last."""
    total = np.zeros((schools + 2, schools + 2), np.int64)
    outside = np.where(bought, _BEYOND, _CENTRAL)
    np.add.at(
        total, (np.where(giver >= 0, giver, outside), np.where(receiver >= 0, receiver, _BEYOND)), milli
    )
    return total


def node_name(place: int, schools: int) -> Node:
    """The node of a row or column of `added_up`."""
    return place if place < schools else (CENTRAL, BEYOND)[place - schools]


def support_network(records: Records, start: int, end: int) -> Edges:
    """The days given in [start, end); what gave no whole thousandth of a day is no edge."""
    edges = term_edges(start, end)
    row, period, milli = days_by_period(records, edges)
    row, period, milli = row[milli > 0], period[milli > 0], milli[milli > 0]
    giver, receiver = (records.deployments[name][row].astype(np.int64) for name in ("giver", "receiver"))
    term, bought = edges[period] // TERM_TICKS, records.deployments["supplier"][row] >= 0
    source = np.where(giver >= 0, giver, _AFTER_SCHOOLS + bought)
    keys = (source, receiver, term, bought)
    order = np.lexsort(keys[::-1])
    new = np.any([np.diff(key[order]) != 0 for key in keys], axis=0)
    first = np.flatnonzero(np.append(True, new)[: len(order)])
    row = order[first]
    total = np.add.reduceat(milli[order], first) if len(first) else milli
    return Edges(giver[row], receiver[row], term[row], bought[row], total)


def in_total(world: World, edges: Edges, end: int) -> Totals:
    """The same days over all terms as a graph: one edge per giver and receiver, with `milli` and `km`.

    Schools in the trust by `end` that take no part are nodes too; twins, which never join, are not. `km` is
    NaN unless it is known where both schools are.
    """
    total: Totals = nx.DiGraph()
    member = (world.schools["group"] != GROUP_TWIN) & (world.schools["joins"] < end)
    total.add_nodes_from([*np.flatnonzero(member).tolist(), CENTRAL, BEYOND])
    schools = len(world.schools)
    milli = edges.between(schools)
    for giver, receiver in np.argwhere(milli).tolist():
        km = float(world.km[giver, receiver]) if max(giver, receiver) < schools else np.nan
        about = {"milli": int(milli[giver, receiver]), "km": km}
        total.add_edge(node_name(giver, schools), node_name(receiver, schools), **about)
    return total


def schools_of(graph: Totals) -> list[int]:
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
def network_of(facts: Facts) -> Edges:
    """The network of the period reported."""
    return support_network(facts.records, facts.world.span.start, facts.world.span.end)


@lru_cache(maxsize=1)
def _total_of(facts: Facts) -> Totals:
    return in_total(facts.world, network_of(facts), facts.world.span.end)


@lru_cache(maxsize=1)
def _between_schools(facts: Facts) -> Totals:
    return between_schools(_total_of(facts))


def reciprocity(facts: Facts) -> float:
    """Weighted reciprocity between schools of the trust."""
    return weighted_reciprocity(_between_schools(facts))


def links_both_ways(facts: Facts) -> float:
    """Unweighted reciprocity between schools of the trust."""
    return reciprocity_of_links(_between_schools(facts))


def giving_matched(facts: Facts) -> float:
    """Days between schools that are matched by days at the same school."""
    return equal_measure(_between_schools(facts))


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
    return mean_km(_between_schools(facts))


@lru_cache(maxsize=1)
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
    edges = network_of(facts)
    days, none = edges.milli / MILLI, np.zeros(len(edges.milli))
    both = np.where((edges.giver >= 0) & (edges.receiver >= 0), days, 0.0)

    def ends(of_giver: NDArray[Any], of_receiver: NDArray[Any]) -> NDArray[Any]:
        """One row for each end of each edge, of those that are schools."""
        at_school = np.column_stack([edges.giver, edges.receiver]) >= 0
        return np.column_stack([of_giver, of_receiver])[at_school]

    return {
        "term": ends(edges.term, edges.term),
        "school": ends(edges.giver, edges.receiver),
        "given_days": ends(days, none),
        "received_days": ends(none, days),
        "given_to_schools_days": ends(both, none),
        "received_from_schools_days": ends(none, both),
    }
