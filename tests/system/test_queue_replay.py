"""The replay of a queue by hand: small queues worked on paper, and an engine run that was tampered with."""

import numpy as np
import pytest

from ist_model.engines import narrated
from tests.system.queue_replay import NOT_STARTED, Needs, first_come, replay
from tests.system.queue_runs import contradictions, from_records
from tests.system.varied import world_of

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


def test_first_come_by_the_post_that_falls_free_first_is_the_same_rule() -> None:
    luck = np.random.default_rng(20261101)
    raised = np.cumsum(luck.integers(0, 20, 500))
    rows = [
        (int(at), int(work), FOR_EVER, 1) for at, work in zip(raised, luck.integers(1, 60, 500), strict=True)
    ]
    queue = needs(*rows)._replace(key=np.arange(500).astype(np.uint64))
    for posts in (1, 2, 5):
        assert replay(queue, posts).tolist() == first_come(queue.raised, queue.work, posts).tolist()


@pytest.mark.parametrize(
    "scenario", ["k3-three-posts", "k4-two-priorities-prabhu", "k6-variable-work", "k7-patience"]
)
def test_an_engine_run_is_told_from_one_with_a_single_need_started_a_tick_late(scenario) -> None:
    world = world_of(scenario, warm_up_weeks=6.5, years=0.5, count_needs_for_years=1 / 6)
    posts = len(world.posts)
    records = narrated.run(world, 0)
    assert contradictions(scenario, from_records(world, posts, records), records) == []

    late = records._replace(needs=records.needs.copy())
    started = np.nonzero(late.needs["first_start"] >= 0)[0]
    late.needs["first_start"][started[-1]] += 1
    [told] = contradictions(scenario, from_records(world, posts, late), late)
    assert "start of need" in told
