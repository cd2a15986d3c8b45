"""Pupils in schools that need attention, counted with the roll of the year in that run (MODEL 8, 11.3)."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from ist_model.engines import compiled
from ist_model.inputs.resolve import resolve
from ist_model.results import series
from ist_model.results.facts import Facts, facts_of
from ist_model.shipped import shipped_dir
from ist_model.world.build import build_world
from ist_model.world.structs import Span, World
from tests.results.runs import records
from tests.results.worlds import at, world

SCENARIOS = shipped_dir() / "scenarios"
# School years 2026/27 and 2027/28 of A, B, the joiner and its twin.
FORECAST = np.array([[200.0, 150.0], [100.0, 80.0], [300.0, 240.0], [300.0, 240.0]])


def from_mid_year(forecast: np.ndarray) -> World:
    """The year reported begins in January: its first four half-terms are of 2026/27, its last two of 2027/28.

    The hand-made run starts 13 weeks later than the school year, so its ticks are moved along.
    """
    return dataclasses.replace(world(), span=Span(at(-39), at(13), at(52), at(52)), roll_forecast=forecast)


def moved() -> Facts:
    run = records()
    return facts_of(from_mid_year(FORECAST), run._replace(grid_tick=run.grid_tick + (at(13) - at(0))))


def test_the_roll_of_each_half_term_is_that_of_its_school_year():
    assert moved().roll[0, :, 0].tolist() == [200, 200, 200, 200, 150, 150, 150]


def test_pupils_are_averaged_over_half_terms_by_hand():
    """A: 200 four times of six, then 150; B: 100, then 80."""
    a, b = (4 * 200 + 2 * 150) / 6, (4 * 100 + 2 * 80) / 6
    assert moved().pupils("existing") == pytest.approx(a + b)


def test_attention_counts_the_pupils_of_the_year_by_hand():
    """A needs attention in the first two half-terms: 2 x 200 of 6; had it been the last two, 2 x 150."""
    assert moved().pupils_attention("existing") == pytest.approx(2 * 200 / 6)
    facts = moved()
    late = facts.records.strength[0].copy()
    late[:, 0, 0] = 50.0
    late[4:6, 0, 0] = 20.0
    later = facts_of(facts.world, facts.records.each[0]._replace(strength=late))
    assert later.pupils_attention("existing") == pytest.approx(2 * 150 / 6)


def test_the_chart_counts_the_same_pupils():
    """At the horizon B alone needs attention; it has the 80 pupils of the last school year."""
    frame = series.attention(moved())
    assert np.asarray(frame["pupils_existing"]).tolist() == [200, 200, 0, 0, 0, 0, 80]


def test_a_roll_that_stays_gives_the_plain_product_to_the_bit():
    """Shares of time times rolls, as before rolls could change."""
    facts = facts_of(world(), records())
    member = facts.member("existing")[0, :-1]
    counts = member.any(axis=0)
    share = (facts.attention[0, :-1] & member).sum(axis=0)[counts] / member.sum(axis=0)[counts]
    assert facts.pupils_attention("existing") == float(share @ facts.world.schools["roll"][counts])
    assert facts.pupils("existing") == 300.0


def test_schools_that_join_move_no_bit_of_the_pupils_of_those_before():
    """NumPy adds ten numbers in another order than six; a roll that differs by that is no other roll."""
    before, after = (build_world(resolve(name, SCENARIOS)) for name in ("baseline", "two-schools-join-2027"))
    there, here = (
        facts_of(each, *(runner.run(run) for run in range(60)))
        for each, runner in ((made, compiled.Runner(made)) for made in (before, after))
    )
    assert here.roll.shape[2] > there.roll.shape[2]
    assert here.pupils("existing").tolist() == there.pupils("existing").tolist()
