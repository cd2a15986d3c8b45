"""A fault put into an engine's ladder, or its national support, breaks the law wherever it shows in a run."""

from __future__ import annotations

import dataclasses
import datetime as dt
from functools import cache
from types import SimpleNamespace

import numpy as np
import pytest

from ist_model.engines.narrated import inspections, interventions, rise, run
from ist_model.inputs.calendar import ticks
from ist_model.inputs.models import TierOverride
from ist_model.inputs.resolve import resolve
from ist_model.results.checks import ConservationError
from ist_model.results.laws.interventions import ladder_as_seen, rise_as_inspected
from ist_model.results.runs import Runs
from ist_model.science import inspection, monitoring
from ist_model.world.build import build_world
from tests.engines.test_interventions import STEPS, made
from tests.generated import SCENARIOS
from tests.results.corruption import field

RUNS = range(4)


@cache
def no_effect():
    """The shipped trust where support changes nothing, so that schools climb; advisers stay three years."""
    world = build_world(resolve("no-effect", SCENARIOS))
    return dataclasses.replace(world, values=world.values | {"rise.terms": 9.0})


@cache
def sound():
    return [run(no_effect(), number) for number in RUNS]


def counts_no_progress(patch):
    after_board = interventions.Interventions.after_board
    patch.setattr(interventions.Interventions, "after_board", lambda *args: after_board(*args[:2], False))


def every_board_is_progress(patch):
    after_board = interventions.Interventions.after_board
    patch.setattr(interventions.Interventions, "after_board", lambda *args: after_board(*args[:2], True))


def another_rule(**functions):
    """The ladder of the engine goes by another rule than that of the science."""

    def patched(patch):
        patch.setattr(interventions, "monitoring", SimpleNamespace(**vars(monitoring) | functions))

    return patched


def _leaps(*state):
    step, stalled = monitoring.next_step(*state)
    return (min(step + 1, state[-1] - 1), stalled) if step > state[0] >= 0 else (step, stalled)


def _starts_on_the_second(*state):
    step, stalled = monitoring.next_step(*state)
    return (1, stalled) if (state[0], step) == (-1, 0) else (step, stalled)


LADDER = {
    "no board counts as progress": counts_no_progress,
    "every board counts as progress": every_board_is_progress,
    "a step is left out": another_rule(next_step=_leaps),
    "the first step is left out": another_rule(next_step=_starts_on_the_second),
    "boards are counted from the start": another_rule(
        next_step=lambda step, stalled, *rest: (monitoring.next_step(step, stalled, *rest)[0], stalled + 1)
    ),
}


def inspections_bring(**functions):
    def patched(patch):
        patch.setattr(inspections, "inspection", SimpleNamespace(**vars(inspection) | functions))

    return patched


def forgets_who_is_there(patch):
    call_in = rise.Rise.call_in

    def always(self, school, state):
        state.rise_until = 0
        call_in(self, school, state)

    patch.setattr(rise.Rise, "call_in", always)


URGENT, ATTENTION = inspection.OUTCOME_URGENT, inspection.OUTCOME_ATTENTION
RISE = {
    "urgent outcomes alone bring it": inspections_bring(brings_rise=lambda before, now: now == URGENT),
    "one weak outcome brings it": inspections_bring(brings_rise=lambda before, now: now >= ATTENTION),
    "an adviser who is there does not count": forgets_who_is_there,
    "it comes a term late": lambda patch: patch.setattr(rise, "ticks", lambda weeks: ticks(weeks + 13)),
    "it stays too long": lambda patch: patch.setattr(rise, "TERM_TICKS", rise.TERM_TICKS + 1),
    "it brings other days": lambda patch: patch.setattr(
        rise, "matching", SimpleNamespace(milli_of=lambda days: 1)
    ),
}


def shows(law, table, monkeypatch, fault):
    """Runs in which the fault shows in the records; the law must be broken in each of them, in no other."""
    assert all(law(no_effect(), Runs.of(no_effect(), records)) is None for records in sound())
    fault(monkeypatch)
    found = 0
    for number, healthy in zip(RUNS, sound(), strict=True):
        faulty = run(no_effect(), number)
        other = not np.array_equal(getattr(faulty, table), getattr(healthy, table))
        found += other
        assert (law(no_effect(), Runs.of(no_effect(), faulty)) is not None) == other, number
    return found


@pytest.mark.parametrize("fault", LADDER.values(), ids=LADDER)
def test_a_wrong_step_is_caught(monkeypatch, fault):
    assert shows(ladder_as_seen, "boards", monkeypatch, fault) > 0


@pytest.mark.parametrize("fault", RISE.values(), ids=RISE)
def test_national_support_that_comes_otherwise_is_caught(monkeypatch, fault):
    assert shows(rise_as_inspected, "rise", monkeypatch, fault) > 0


@pytest.mark.parametrize("by", [-1, 1])
def test_any_one_step_that_is_out_by_one_is_caught(by):
    world, records = made()
    for row in range(len(records.boards)):
        step = int(records.boards["step"][row]) + by
        if -1 <= step < len(STEPS):
            faulty = field("boards", row, "step", step)(records)
            assert ladder_as_seen(world, Runs.of(world, faulty)), (row, step)


def test_a_ladder_that_is_not_left_with_the_tier_is_caught(monkeypatch):
    """Out of the tier for a half-term without a board, by the chief executive: it begins anew at the foot."""
    out = TierOverride(
        school="W",
        tier="supported",
        starts=dt.date(2027, 3, 1),
        ends=dt.date(2027, 5, 1),
        reason="better",
    )
    world, records = made(tier_overrides=(out,))
    w = world.names.schools.index("W school")
    assert records.boards["step"][records.boards["school"] == w].tolist()[:5] == [0, 0, 1, 0, 0]
    monkeypatch.setattr(interventions.Interventions, "after_tier", lambda *args: None)
    with pytest.raises(ConservationError, match="step 1, but what boards saw leads to 0"):
        made(tier_overrides=(out,))
