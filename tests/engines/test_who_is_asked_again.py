"""Matchings that ask only those for whom something changed (decision 27) give what asking everybody gives."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.growth import larger_trust
from ist_model.engines import compiled
from ist_model.engines.compiled.filling import block_of
from ist_model.world.build import build_world
from tests.engines.equality import must_be_as_narrated
from tests.engines.test_compiled import world_of


@pytest.mark.parametrize("policy", ["triage", "fair_share", "best_gain"])
def test_a_larger_trust_where_emergencies_are_matched_between_meetings(policy):
    world = build_world(larger_trust(policy, 18))
    runner = compiled.Runner(world)
    must_be_as_narrated(world, runner.run(0))
    state = runner.make(world, 0)
    half_terms = len(runner.run(0).grid_tick)
    assert state.number("matching") > 3 * half_terms  # most matchings are such as ask again


@pytest.mark.parametrize("first_week", [12.5, 25.5])
def test_a_test_week_that_runs_into_another_term_and_brings_its_pattern_early(first_week):
    world = world_of("baseline")
    values = {**world.values, "release.ks2_week_from": first_week, "release.ks2_weeks": 1.0}
    odd = replace(world, values=values)
    assert block_of(world).number("refusals_last") == 1
    assert block_of(odd).number("refusals_last") == 0
    must_be_as_narrated(odd, compiled.run(odd, 0))
