"""Every law of `results.laws`: it lets a valid run pass and catches a run in which one thing is wrong."""

from __future__ import annotations

import numpy as np
import pytest

from ist_model.results.checks import LAWS, ConservationError, check
from ist_model.results.runs import Runs
from tests.results.corruption import field
from tests.results.corruptions import CORRUPTIONS
from tests.results.runs import records
from tests.results.worlds import WEEK, world

BY_NAME = {law.broken.__name__: law for law in LAWS}
CASES = [(name, number) for name, changes in CORRUPTIONS.items() for number in range(len(changes))]


def test_each_law_has_corruptions_that_it_must_catch():
    assert set(CORRUPTIONS) == set(BY_NAME)


@pytest.mark.parametrize("name", BY_NAME)
def test_a_valid_run_obeys(name):
    assert BY_NAME[name].broken(world(), Runs.of(world(), records())) is None


@pytest.mark.parametrize(("name", "number"), CASES)
def test_a_corrupted_run_is_caught_by_the_law_itself(name, number):
    detail = BY_NAME[name].broken(world(), Runs.of(world(), CORRUPTIONS[name][number](records())))
    assert detail


def test_a_valid_run_passes_all_checks():
    check(world(), records())


def test_a_broken_law_is_named_with_run_row_and_values():
    broken = field("ledger", 3, "idle_milli", 700)(records())
    with pytest.raises(ConservationError) as caught:
        check(world(), broken)
    message = str(caught.value)
    assert "run 3" in message
    assert (
        "ledger row 3 (post B-T, year 26): contracted 10.000 days, its parts add up to 8.500 days" in message
    )
    assert "remedy" in message


@pytest.mark.parametrize(("name", "number"), CASES)
def test_a_corrupted_run_is_caught_and_named_among_others(name, number):
    """Whatever law notices first says the same of the run as if it were alone."""
    sound = [records()._replace(run=run) for run in (0, 1, 5)]
    broken = CORRUPTIONS[name][number](records())._replace(run=4)
    with pytest.raises(ConservationError) as alone:
        check(world(), broken)
    with pytest.raises(ConservationError) as among:
        check(world(), *sound[:2], broken, sound[2])
    assert str(among.value) == str(alone.value)
    assert among.value.run == 4


@pytest.mark.parametrize("name", BY_NAME)
def test_sound_runs_together_obey(name):
    assert BY_NAME[name].broken(world(), Runs.of(world(), *[records()] * 3)) is None


def test_an_empty_world_obeys_every_law():
    empty = records()
    nothing = {
        name: getattr(empty, name)[:0]
        for name in ("needs", "deployments", "inspections", "boards", "careers", "rise")
    }
    period = 39 * WEEK
    run = empty._replace(
        **nothing,
        ledger=empty.ledger[:0],
        grades=empty.grades[:0],
        observed=empty.observed[:0],
        busy_ticks=np.zeros(3, np.int64),
        in_post_ticks=np.array([period, period, 2 * period]),
        filled=np.ones((7, 3), bool),
        active=np.ones((7, 3), bool),
        holder=np.tile(np.arange(3, dtype=np.int32), (7, 1)),
        waiting_ticks=np.array([period, 0]),
        in_progress_ticks=np.array([period, 0]),
    )
    check(world(), run)


def test_littles_law_still_binds_when_the_last_bin_is_in_use():
    crowded = records()._replace(waiting_ticks=np.array([9.5 * WEEK, 29.5 * WEEK]).astype(np.int64))
    check(world(), crowded)
    with pytest.raises(ConservationError, match="that of the spells"):
        check(world(), crowded._replace(waiting_ticks=np.array([9 * WEEK, 30 * WEEK])))
