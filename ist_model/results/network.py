"""The support network: who gave days to whom, term by term, run by run (MODEL 9).

A directed multigraph, giver to receiver, kept as columns: one edge per pair, term and kind of day (a
leader's, or bought). Its nodes are the schools of the trust by index, the central team (posts without a home
school: it gives and never receives) and what is beyond the trust (it receives days, and gives those that are
bought). Days are whole thousandths, so that edges add up to the deployments exactly. Measures are taken of
the same days over all terms; `graph` gives those of a run to networkx.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from ist_model.inputs.calendar import TERM_TICKS
from ist_model.results.arrays import Bools, Floats, Ints
from ist_model.results.facts import Facts
from ist_model.results.once import once
from ist_model.results.runs import Runs
from ist_model.results.sums import ratio, spread
from ist_model.world.structs import GROUP_TWIN, World

CENTRAL, BEYOND = "central team", "beyond the trust"
Node: TypeAlias = int | str
Graph: TypeAlias = "nx.DiGraph[Node]"


def term_edges(start: int, end: int) -> Ints:
    """Ticks that bound the terms of a period, the first and last cut to it."""
    inner = np.arange(start // TERM_TICKS + 1, -(-end // TERM_TICKS)) * TERM_TICKS
    return np.concatenate([[start], inner, [end]]).astype(np.int64)


def days_by_period(records: Runs, edges: Ints) -> tuple[Ints, Ints, Ints]:
    """Whole milli-days that each deployment gave in each period.

    What a deployment has given by a moment is rounded down, so its parts add up to what it delivered.

    Args:
        records: runs.
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
    """Edges of the support network, as equally long arrays: by run, giver, receiver, term and kind of day.

    Nodes are the S schools by index, then the central team (S) and what is beyond the trust (S + 1), but for
    a receiver beyond the trust, which comes first (-1).
    """

    run: Ints
    giver: Ints
    receiver: Ints
    term: Ints  # counted from the epoch
    bought: Bools
    milli: Ints


class Pairs(NamedTuple):
    """Days over all terms and kinds, as equally long arrays: one for each run, giver and receiver, in order.

    Nodes by index: S schools, the central team (S), what is beyond the trust (S + 1).
    """

    run: Ints
    giver: Ints
    receiver: Ints
    milli: Ints

    def of(self, chosen: Bools) -> Pairs:
        """The chosen pairs."""
        return Pairs(*(column[chosen] for column in self))


def nodes_of(rows: NDArray[np.void], schools: int) -> tuple[Ints, Ints]:
    """Giver and receiver of deployments as nodes by index."""
    outside = np.where(rows["supplier"] >= 0, schools + 1, schools)
    giver = np.where(rows["giver"] >= 0, rows["giver"], outside)
    return giver, np.where(rows["receiver"] >= 0, rows["receiver"], schools + 1)


def added_up(run: Ints, giver: Ints, receiver: Ints, milli: Ints, schools: int) -> Pairs:
    """Milli-days added up by run, giver and receiver, nodes by index; pairs that come to nought stay."""
    nodes = schools + 2
    key, place = np.unique((run * nodes + giver) * nodes + receiver, return_inverse=True)
    total = np.zeros(len(key), np.int64)
    np.add.at(total, place, milli)
    return Pairs(key // nodes**2, key // nodes % nodes, key % nodes, total)


def node_name(place: int, schools: int) -> Node:
    """The node of an index."""
    return place if place < schools else (CENTRAL, BEYOND)[place - schools]


def support_network(records: Runs, start: int, end: int) -> Edges:
    """The days given in [start, end); what gave no whole thousandth of a day is no edge."""
    edges, schools = term_edges(start, end), len(records.world.schools)
    row, period, milli = days_by_period(records, edges)
    row, period, milli = row[milli > 0], period[milli > 0], milli[milli > 0]
    giver, receiver = (each[row] for each in nodes_of(records.deployments, schools))
    receiver = np.where(receiver > schools, 0, receiver + 1)
    bought = records.deployments["supplier"][row] >= 0
    keys = (records.run_of("deployments")[row], giver, receiver, period, bought.astype(np.int64))
    sizes = (len(records), schools + 2, schools + 1, len(edges), 2)
    # One number for each edge: they are put in order and added up by it.
    edge, place = np.unique(np.ravel_multi_index(keys, sizes), return_inverse=True)
    run, giver, receiver, period, kind = np.unravel_index(edge, sizes)
    total = np.bincount(place, milli, minlength=len(edge)).astype(np.int64)
    return Edges(run, giver, receiver - 1, edges[period] // TERM_TICKS, kind == 1, total)


@once
def network_of(facts: Facts) -> Edges:
    """The network of the period reported."""
    return support_network(facts.records, facts.world.span.start, facts.world.span.end)


@once
def in_total(facts: Facts) -> Pairs:
    """The days of the period reported over all terms."""
    schools, edges = len(facts.world.schools), network_of(facts)
    receiver = np.where(edges.receiver < 0, schools + 1, edges.receiver)
    return added_up(edges.run, edges.giver, receiver, edges.milli, schools)


@once
def between_schools(facts: Facts) -> Pairs:
    """The part of the network that has a school at both ends."""
    pairs, schools = in_total(facts), len(facts.world.schools)
    return pairs.of((pairs.giver < schools) & (pairs.receiver < schools))


def graph(pairs: Pairs, run: int, world: World) -> Graph:
    """The days of a run as a graph of networkx: one edge per giver and receiver, with `milli` and `km`.

    Schools in the trust by the horizon that take no part are nodes too; twins, which never join, are not.
    `km` is NaN unless it is known where both schools are.
    """
    made: Graph = nx.DiGraph()
    member = (world.schools["group"] != GROUP_TWIN) & (world.schools["joins"] < world.span.end)
    made.add_nodes_from([*np.flatnonzero(member).tolist(), CENTRAL, BEYOND])
    own, schools = pairs.of(pairs.run == run), len(world.schools)
    for giver, receiver, milli in zip(*(column.tolist() for column in own[1:]), strict=True):
        km = float(world.km[giver, receiver]) if max(giver, receiver) < schools else np.nan
        made.add_edge(node_name(giver, schools), node_name(receiver, schools), milli=milli, km=km)
    return made


# Measures of pairs ------------------------------------------------------------------------------------------


def _opposite(pairs: Pairs) -> Ints:
    """[n] milli-days from the receiver of a pair to its giver; 0 where there is no such pair."""
    nodes = int(max(pairs.giver.max(initial=0), pairs.receiver.max(initial=0))) + 1
    key = (pairs.run * nodes + pairs.giver) * nodes + pairs.receiver
    wanted = (pairs.run * nodes + pairs.receiver) * nodes + pairs.giver
    if len(key) == 0:
        return pairs.milli
    place = np.minimum(np.searchsorted(key, wanted), len(key) - 1)
    return np.where(key[place] == wanted, pairs.milli[place], 0)


def weighted_reciprocity(pairs: Pairs, runs: int) -> Floats:
    """[runs] share of days that the receiver gave back: sum of min(w_ij, w_ji) over sum of w_ij.

    1: every pair gives as much as it takes; 0: all days run one way. NaN without days. With equal weights it
    is `networkx.overall_reciprocity`. Source: Squartini, Picciolo, Ruzzenenti and Garlaschelli (2013),
    Reciprocity of weighted networks, Scientific Reports 3, 2729.
    """
    returned = _by_run(pairs, runs, np.minimum(pairs.milli, _opposite(pairs)))
    return ratio(returned, _by_run(pairs, runs, pairs.milli))


def reciprocity_of_links(pairs: Pairs, runs: int) -> Floats:
    """[runs] share of links whose opposite is there too, whatever their days; NaN without links."""
    return ratio(_by_run(pairs, runs, _opposite(pairs) > 0), _by_run(pairs, runs, pairs.milli > 0))


def equal_measure(pairs: Pairs, runs: int) -> Floats:
    """[runs] share of days matched by days at the same school, from or to whomever: 1 less net over all days.

    1: each school gives as many days as it receives ("givers and receivers in equal measure"); 0: no school
    does both. A ring of three, each giving to the next, has 1 here and a reciprocity of 0. NaN without days.
    """
    run, net = np.tile(pairs.run, 2), np.concatenate([pairs.milli, -pairs.milli])
    by_node = added_up(run, np.append(pairs.giver, pairs.receiver), np.zeros_like(run), net, _nodes(pairs))
    return 1.0 - ratio(_by_run(by_node, runs, np.abs(by_node.milli)), 2 * _by_run(pairs, runs, pairs.milli))


def _nodes(pairs: Pairs) -> int:
    return int(max(pairs.giver.max(initial=0), pairs.receiver.max(initial=0)))


def _by_run(pairs: Pairs, runs: int, amount: NDArray[np.generic]) -> Floats:
    return np.bincount(pairs.run, amount, minlength=runs).astype(np.float64)


def given_by_school(pairs: Pairs, schools: int) -> Pairs:
    """Milli-days that each school gave, to whomever: the receiver is 0 throughout."""
    own = pairs.of(pairs.giver < schools)
    return added_up(own.run, own.giver, np.zeros_like(own.run), own.milli, schools)


def herfindahl(given: Pairs, runs: int) -> Floats:
    """[runs] Herfindahl-Hirschman index: the sum of squared shares, 1 / n for n equal amounts; NaN: none.

    It is the chance that two days drawn at random come from one giver.
    """
    amounts = given.milli.astype(np.float64)
    return ratio(_by_run(given, runs, amounts * amounts), _by_run(given, runs, amounts) ** 2)


def top_share(given: Pairs, runs: int) -> Floats:
    """[runs] share of the largest amount; NaN without any."""
    most = np.zeros(runs)
    np.maximum.at(most, given.run, given.milli)
    return ratio(most, _by_run(given, runs, given.milli))


def mean_km(pairs: Pairs, km: Floats, runs: int) -> Floats:
    """[runs] km between giver and receiver, averaged over days between schools whose places are known.

    `km`: [S, S]; NaN where a place is not known.
    """
    apart = km[pairs.giver, pairs.receiver]
    known = pairs.of(~np.isnan(apart))
    far = apart[~np.isnan(apart)]
    return ratio(_by_run(known, runs, known.milli * far), _by_run(known, runs, known.milli))


# Of facts ---------------------------------------------------------------------------------------------------


def reciprocity(facts: Facts) -> Floats:
    """Weighted reciprocity between schools of the trust."""
    return weighted_reciprocity(between_schools(facts), len(facts))


def links_both_ways(facts: Facts) -> Floats:
    """Unweighted reciprocity between schools of the trust."""
    return reciprocity_of_links(between_schools(facts), len(facts))


def giving_matched(facts: Facts) -> Floats:
    """Days between schools that are matched by days at the same school."""
    return equal_measure(between_schools(facts), len(facts))


def concentration(facts: Facts) -> Floats:
    """Herfindahl-Hirschman index of the days that schools give, inside and beyond the trust."""
    return herfindahl(given_by_school(in_total(facts), len(facts.world.schools)), len(facts))


def top_giver_share(facts: Facts) -> Floats:
    """Share of the days that schools give which the school that gives most gives; NaN without days."""
    return top_share(given_by_school(in_total(facts), len(facts.world.schools)), len(facts))


def distance(facts: Facts) -> Floats:
    """Kilometres between giver and receiver, averaged over days between schools."""
    return mean_km(between_schools(facts), facts.world.km, len(facts))
