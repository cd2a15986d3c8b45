"""The replay of a queue by hand: small queues worked on paper, and an engine run that was tampered with."""

from pathlib import Path

import numpy as np
import pytest

from ist_model.engines import narrated
from ist_model.inputs.resolve import resolve
from ist_model.world.build import build_world
from tests.system.queue_cases import CASES, contradictions, from_records
from tests.system.queue_replay import NOT_STARTED, Needs, replay

SCENARIOS = Path(__file__).parents[2] / "scenarios"
FOR_EVER = 2**62


def needs(*rows: tuple[int, int, int, int]) -> Needs:
    """Needs from (raised, work, deadline, priority), keyed against their order of writing."""
    raised, work, deadline, priority = (np.array(column, np.int64) for column in zip(*rows, strict=True))
    return Needs(raised, work, deadline, priority, np.arange(len(rows), 0, -1).astype(np.uint64))


def test_one_post_serves_in_order_of_arrival() -> None:
    queue = needs((0, 5, FOR_EVER, 1), (1, 5, FOR_EVER, 1), (2, 1, FOR_EVER, 1), (30, 1, FOR_EVER, 1))
    assert replay(queue, 1).tolist() == [0, 5, 10, 30]


def test_two_posts_serve_two_at_once() -> None:
    queue = needs((0, 9, FOR_EVER, 1), (1, 2, FOR_EVER, 1), (2, 4, FOR_EVER, 1), (2, 1, FOR_EVER, 1))
    assert replay(queue, 2).tolist() == [0, 1, 4, 3]


def test_an_urgent_need_overtakes_those_who_wait_but_not_the_one_in_progress() -> None:
    queue = needs((0, 5, FOR_EVER, 2), (1, 5, FOR_EVER, 2), (2, 5, FOR_EVER, 1))
    assert replay(queue, 1).tolist() == [0, 10, 5]


def test_patience_ends_after_the_tick_at_which_a_post_falls_free() -> None:
    queue = needs((0, 5, FOR_EVER, 1), (1, 5, 5, 1), (2, 5, 9, 1), (3, 5, 12, 1))
    assert replay(queue, 1).tolist() == [0, 5, NOT_STARTED, 10]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.scenario)
def test_an_engine_run_is_told_from_one_with_a_single_need_started_a_tick_late(case) -> None:
    written = resolve(SCENARIOS / "verification" / f"{case.scenario}.yaml", SCENARIOS)
    short = {"warm_up_weeks": 6.5, "years": 0.5, "count_needs_for_years": 0.2}
    world = build_world(written.model_copy(update=short))
    records = narrated.run(world, 0)
    run = from_records(case, world, records)
    assert contradictions(case, run, records) == []

    late = records._replace(needs=records.needs.copy())
    started = np.nonzero(late.needs["first_start"] >= 0)[0]
    late.needs["first_start"][started[-1]] += 1
    [told] = contradictions(case, from_records(case, world, late), late)
    assert "start of need" in told
