"""The support network: published values, functions of networkx, graphs on paper, the hand-made run."""

from __future__ import annotations

from fractions import Fraction

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ist_model.results import network
from ist_model.results.combine import frames
from ist_model.results.facts import facts_of
from ist_model.results.runs import Runs
from tests.results.runs import records
from tests.results.worlds import WEEK, at, world


def total(*edges: tuple[int, int, int]) -> network.Pairs:
    """A network of milli-days between schools."""
    columns = np.array(edges, np.int64).reshape(-1, 3).T
    return network.added_up(np.zeros_like(columns[0]), *columns, 9)


def graph_of(pairs: network.Pairs) -> nx.DiGraph:
    """The same as a graph of networkx."""
    graph = nx.DiGraph()
    for giver, receiver, milli in zip(*(column.tolist() for column in pairs[1:]), strict=True):
        graph.add_edge(giver, receiver, milli=milli)
    return graph


RING = total((0, 1, 5), (1, 2, 5), (2, 0, 5))
PAIR = total((0, 1, 7), (1, 0, 7))
CHAIN = total((0, 1, 4), (1, 2, 2))


@pytest.mark.parametrize(
    ("pairs", "returned", "matched"),
    [
        (PAIR, 1.0, 1.0),
        (RING, 0.0, 1.0),  # nobody gives back, yet each gives what it receives
        (CHAIN, 0.0, 1 - (4 + 2 + 2) / 12),
        (total((0, 1, 6), (1, 0, 2), (1, 2, 4)), 4 / 12, 1 - (4 + 0 + 4) / 24),
    ],
    ids=["pair", "ring", "chain", "mixed"],
)
def test_reciprocity_and_equal_measure_of_small_graphs(pairs, returned, matched):
    assert network.weighted_reciprocity(pairs, 1) == pytest.approx(returned)
    assert network.equal_measure(pairs, 1) == pytest.approx(matched)


def test_networks_of_several_runs_are_measured_each_by_itself():
    """The second run has no days, the fourth is the ring turned round by one school."""
    of_run = {0: PAIR, 2: CHAIN, 3: RING}
    each = [pairs._replace(run=np.full_like(pairs.run, run)) for run, pairs in of_run.items()]
    together = network.Pairs(*(np.concatenate(columns) for columns in zip(*each, strict=True)))
    for measure in (network.weighted_reciprocity, network.reciprocity_of_links, network.equal_measure):
        found = measure(together, 4)
        assert np.isnan(found[1])
        assert [found[run] for run in of_run] == [measure(pairs, 1)[0] for pairs in of_run.values()]


def graphs(weights: st.SearchStrategy[int]) -> st.SearchStrategy[network.Pairs]:
    """Networks of up to six schools without loops."""
    pairs = st.tuples(st.integers(0, 5), st.integers(0, 5)).filter(lambda pair: pair[0] != pair[1])
    return st.dictionaries(pairs, weights, min_size=1).map(
        lambda found: total(*((*pair, milli) for pair, milli in found.items()))
    )


@given(graphs(st.just(3)))
def test_with_equal_weights_reciprocity_is_that_of_networkx(pairs):
    published = nx.overall_reciprocity(graph_of(pairs))
    assert network.weighted_reciprocity(pairs, 1) == pytest.approx(published)
    assert network.reciprocity_of_links(pairs, 1) == published


@given(graphs(st.integers(1, 9)))
def test_reciprocity_is_twice_the_symmetric_part_over_the_whole(pairs):
    """Squartini et al. (2013) split w_ij into a reciprocated part and two that are not; here by matrices."""
    weights = nx.to_numpy_array(graph_of(pairs), weight="milli")
    symmetric = np.minimum(weights, weights.T)
    assert network.weighted_reciprocity(pairs, 1) == pytest.approx(symmetric.sum() / weights.sum())
    net = np.abs(weights.sum(axis=0) - weights.sum(axis=1)).sum()
    assert network.equal_measure(pairs, 1) == pytest.approx(1 - net / (2 * weights.sum()))
    # What is returned edge by edge is also matched school by school, never less.
    assert network.equal_measure(pairs, 1) >= network.weighted_reciprocity(pairs, 1) - 1e-12


def given_by(*amounts: int) -> network.Pairs:
    """Milli-days given by as many schools."""
    return network.given_by_school(total(*((school, 8, milli) for school, milli in enumerate(amounts))), 9)


def test_concentration_is_that_of_the_merger_guidelines():
    """US Department of Justice, Herfindahl-Hirschman index: shares 30, 30, 20 and 20 give 2,600 points."""
    assert network.herfindahl(given_by(30, 30, 20, 20), 1) * 10_000 == pytest.approx(2600)
    assert network.herfindahl(given_by(*[30] * 7), 1) == pytest.approx(1 / 7)
    assert network.herfindahl(given_by(9, 0, 0), 1) == 1.0
    assert network.top_share(given_by(30, 50, 20), 1) == 0.5


def test_a_network_without_days_has_no_shares():
    nothing = total()
    for measure in (network.weighted_reciprocity, network.reciprocity_of_links, network.equal_measure):
        assert np.isnan(measure(nothing, 1))
    assert np.isnan(network.herfindahl(given_by(0, 0), 1))
    assert np.isnan(network.top_share(given_by(0, 0), 1))
    assert np.isnan(network.mean_km(nothing, np.zeros((9, 9)), 1))


def test_the_graph_of_the_hand_made_run():
    facts = facts_of(world(), records())
    graph = network.graph(network.in_total(facts), 0, world())
    assert set(graph) == {0, 1, 2, network.CENTRAL, network.BEYOND}  # the twin (3) never joins
    found = {(giver, receiver): about["milli"] for giver, receiver, about in graph.edges(data=True)}
    assert found == {
        (0, 1): 4000,
        (1, 0): 3000,
        (1, 2): 1000,
        (network.CENTRAL, 0): 3000,
        (network.CENTRAL, 2): 1666,
        (network.CENTRAL, network.BEYOND): 2000,
        (network.BEYOND, 0): 4500,  # bought
    }
    assert graph.edges[0, 1]["km"] == 3
    edges, schools = network.network_of(facts), len(world().schools)
    beyond = (edges.giver == schools) & (edges.receiver == -1) & ~edges.bought
    terms = dict(zip(edges.term[beyond].tolist(), edges.milli[beyond].tolist(), strict=True))
    assert terms == {78: 1333, 79: 667}  # two of three weeks before the second term begins, rounded down


def test_days_by_school_and_term():
    columns = pd.DataFrame(frames(facts_of(world(), records()))["network"]).drop(columns="run")
    frame = columns.groupby(["term", "school"]).sum()
    first, second = frame.loc[78].loc[0], frame.loc[79].loc[1]
    assert (first["given_days"], first["received_days"]) == (4, 0)
    assert (second["given_days"], second["received_from_schools_days"]) == (4, 0)  # 3 to A and 1 to J
    assert frame["given_to_schools_days"].sum() == frame["received_from_schools_days"].sum() == 8
    assert frame["received_days"].sum() == pytest.approx(8 + 3 + 1.666 + 4.5)


@given(
    st.lists(st.integers(1, 20_000), min_size=1, max_size=8),
    st.lists(st.integers(1, 39 * WEEK), min_size=8, max_size=8),
    st.integers(0, 38),
)
def test_parts_of_whole_days_add_up_exactly_and_keep_step(milli, lengths, week):
    run = records()
    rows = np.zeros(len(milli), run.deployments.dtype)
    rows["start"] = at(week)
    rows["end"] = rows["start"] + np.array(lengths[: len(milli)])
    rows["delivered_milli"] = milli
    edges = network.term_edges(at(-39), at(39))
    row, period, parts = network.days_by_period(Runs.of(world(), run._replace(deployments=rows)), edges)
    assert (parts >= 0).all()
    for index, given_milli in enumerate(milli):
        mine = row == index
        assert parts[mine].sum() == given_milli
        stop = min(int(rows["end"][index]), at(39))
        for place, part in zip(period[mine], parts[mine], strict=True):
            overlap = min(stop, int(edges[place + 1])) - max(at(week), int(edges[place]))
            even = Fraction(given_milli * overlap, stop - at(week))
            assert abs(even - int(part)) < 1
