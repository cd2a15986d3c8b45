"""A page says of a figure that would tell of single people that it is not given, and why (MODEL 11.4)."""

from __future__ import annotations

import dataclasses

from ist_model.report.cases.case import Case
from ist_model.report.pages import background
from ist_model.results.discretion import WITHHELD
from tests.results.made import result, scenario

LABEL = "Share of all posts vacant"


def case(identity: str) -> Case:
    """The hand-made trust of three posts beside itself, or beside its like."""
    made = result()
    return Case(scenario(), scenario(), dataclasses.replace(made, identity=identity), made, None, None, False)


def row(markup: str) -> str:
    (found,) = (line for line in markup.splitlines() if LABEL in line)
    return found


def test_among_the_numbers_of_a_scenario() -> None:
    told = row(background.differences(case(result().identity)).markup)
    assert f"<td>not given: {WITHHELD}</td>" in told
    assert WITHHELD in told


def test_among_the_differences() -> None:
    told = row(background.differences(case("another")).markup)
    assert told.count(">not given</td>") == 2
    assert f"not compared: {WITHHELD}" in told
    assert "not known" not in told
