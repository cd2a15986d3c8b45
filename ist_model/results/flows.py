"""Series of the support network: days by term, giver and receiver, and by school (MODEL 9)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ist_model.inputs.calendar import TERM_TICKS
from ist_model.results.facts import MILLI, Facts
from ist_model.results.frame import RUN, Frame
from ist_model.results.network import days_by_period, network_of, term_edges
from ist_model.results.once import once
from ist_model.results.squares import squared

CENTRE, BOUGHT, BEYOND, SCHOOLS, EVERYBODY = -1, -2, -3, -4, -5  # whose days are told besides single schools'


@once
def flows(facts: Facts) -> Frame:
    """Days given by term, giver and receiver: school index, -1 beyond the trust or without a home school."""
    edges = term_edges(facts.world.span.start, facts.world.span.end)
    row, period, parts = days_by_period(facts.records, edges)
    deployments = facts.records.deployments
    return {
        RUN: facts.records.run_of("deployments")[row],
        "term": edges[period] // TERM_TICKS,
        "giver": deployments["giver"][row],
        "receiver": deployments["receiver"][row],
        "bought": deployments["supplier"][row] >= 0,
        "days": parts / MILLI,
    }


def flows_in_total(facts: Facts) -> Frame:
    """Days given over the period by giver and receiver, with what their intervals need."""
    frame = {name: column for name, column in flows(facts).items() if name != "term"}
    return squared(frame, ("giver", "receiver", "bought"), ("days",))


def ends(facts: Facts) -> Frame:
    """Days over the period by who gives (`end` 0) and who receives (1), with what their intervals need.

    `who` is a school's index, or a code: `CENTRE`, `BOUGHT`, `BEYOND`; `SCHOOLS`, all givers that are schools
    together; `EVERYBODY`.
    """
    frame = flows(facts)
    giver = np.where(frame["bought"], BOUGHT, np.where(frame["giver"] < 0, CENTRE, frame["giver"]))
    receiver = np.where(frame["receiver"] < 0, BEYOND, frame["receiver"])
    rows = np.arange(len(giver))
    of_schools = rows[giver >= 0]
    ends = [(0, giver, rows), (1, receiver, rows), (0, np.full(len(rows), EVERYBODY), rows)]
    ends.append((0, np.full(len(rows), SCHOOLS), of_schools))
    row = np.concatenate([chosen for *_, chosen in ends])
    told = {
        RUN: frame[RUN][row],
        "end": np.concatenate([np.full(len(chosen), end) for end, _, chosen in ends]),
        "who": np.concatenate([who[chosen] for _, who, chosen in ends]),
        "days": frame["days"][row],
    }
    return squared(told, ("end", "who"), ("days",))


def by_school(facts: Facts) -> Frame:
    """Days given and received by term and school, and how many of them went to or came from schools."""
    edges, schools = network_of(facts), len(facts.world.schools)
    days, none = edges.milli / MILLI, np.zeros(len(edges.milli))
    from_school, to_school = edges.giver < schools, edges.receiver >= 0
    both = np.where(from_school & to_school, days, 0.0)

    def ends(of_giver: NDArray[Any], of_receiver: NDArray[Any]) -> NDArray[Any]:
        """One row for each end of each edge, of those that are schools."""
        at_school = np.column_stack([from_school, to_school])
        return np.column_stack([of_giver, of_receiver])[at_school]

    return {
        RUN: ends(edges.run, edges.run),
        "term": ends(edges.term, edges.term),
        "school": ends(edges.giver, edges.receiver),
        "given_days": ends(days, none),
        "received_days": ends(none, days),
        "given_to_schools_days": ends(both, none),
        "received_from_schools_days": ends(none, both),
    }
