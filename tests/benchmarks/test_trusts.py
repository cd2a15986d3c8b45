"""Larger trusts for the benchmarks are the shipped trust so often, and sound."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks import trusts
from ist_model.inputs.check import check
from ist_model.inputs.resolve import resolve
from ist_model.inputs.scenario_models import Resolved
from ist_model.inputs.sources import Sources
from ist_model.world.build import build_world


@pytest.fixture(scope="module")
def baseline(repository: Path) -> Resolved:
    return resolve("baseline", repository / "scenarios")


def test_six_schools_are_the_shipped_trust(baseline: Resolved) -> None:
    assert trusts.with_schools(baseline, 6) == baseline


@pytest.mark.parametrize("schools", [12, 60])
def test_a_larger_trust_is_sound_and_in_proportion(baseline: Resolved, schools: int) -> None:
    larger = trusts.with_schools(baseline, schools)
    assert [str(problem) for problem in check(larger, Sources("larger"))] == []
    small, large = build_world(baseline), build_world(larger)
    times = schools // 6
    for part in ("schools", "posts", "designations", "streams", "network_schools", "partnership_heads"):
        assert len(getattr(large, part)) == times * len(getattr(small, part)), part
    assert large.suppliers["volume_milli"].max() == times * small.suppliers["volume_milli"].max()
    assert set(large.network_schools.sum(axis=1)) == set(small.network_schools.sum(axis=1))
    sizes = [sorted(np.bincount(world.schools["partnership"] + 1)[1:]) for world in (small, large)]
    assert sizes[1] == sorted(times * sizes[0])


def test_each_copy_is_as_far_apart_as_the_trust_and_has_its_own_luck(baseline: Resolved) -> None:
    small, large = build_world(baseline), build_world(trusts.with_schools(baseline, 18))
    known = np.sort(small.km[np.triu_indices(6, 1)])
    near = np.sort(large.km[np.triu_indices(18, 1)])[: 3 * known.size]
    # A degree of longitude is a little shorter where the copies lie.
    np.testing.assert_allclose(near.reshape(-1, 3).mean(axis=1), known, rtol=0.1)
    assert np.unique(large.pair_key).size == large.pair_key.size


def test_all_copies_that_the_benchmarks_ask_for_lie_on_the_map(baseline: Resolved) -> None:
    """Schools next door to each other share a place; no two copies do."""

    def places(scenario: Resolved) -> int:
        found = [school.place for school in scenario.trust.schools if school.place]
        return len({(place.latitude, place.longitude) for place in found})

    assert places(trusts.with_schools(baseline, 3_000)) == 500 * places(baseline)


def test_a_part_of_a_copy_is_refused(baseline: Resolved) -> None:
    with pytest.raises(ValueError, match="7 schools are no multiple"):
        trusts.with_schools(baseline, 7)
