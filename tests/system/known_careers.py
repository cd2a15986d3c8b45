"""K10: how long holders stay and posts stand empty, as an alternating renewal process in whole terms."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ist_model.engines import compiled
from ist_model.engines.records import FILLED, LEFT, Records
from ist_model.inputs.calendar import TERM_TICKS
from ist_model.oracles import renewal
from ist_model.world.structs import World
from tests.system.output_analysis import Check, plain
from tests.system.varied import world_of

RUNS = 450
NARROW = 0.02
LONGEST_TERMS = 30  # a vacancy longer than that, of rounds that fail with chance .2, is not met
FAILING: dict[str, Any] = {"changes": {"assumptions": {"post.teacher.fail_chance": 0.2}}}


def _left_after_one(events: NDArray[np.void], end: int) -> NDArray[np.bool_]:
    """Whether a term was all, of each holder who came early enough to tell."""
    came = np.flatnonzero((events["event"] == FILLED) & (events["tick"] + TERM_TICKS < end))
    following = np.append(events["tick"], 0)[came + 1]
    return np.asarray(following == events["tick"][came] + TERM_TICKS)


def _vacant_terms(events: NDArray[np.void], end: int) -> NDArray[np.int64]:
    """Terms that a post stood empty each time; of vacancies that began early enough to have ended."""
    left = np.flatnonzero((events["event"] == LEFT) & (events["tick"] + LONGEST_TERMS * TERM_TICKS < end))
    return np.asarray((events["tick"][left + 1] - events["tick"][left]) // TERM_TICKS)


def _measured(world: World, records: Records) -> dict[str, float]:
    """Mean tenure by renewal reward, share of time filled, share gone after one term, mean vacancy."""
    span, events = world.span, records.careers
    terms = (records.grid_tick % TERM_TICKS == 0) & (records.grid_tick < span.end - TERM_TICKS)
    left = events[(events["event"] == LEFT) & (events["tick"] > span.start)]
    by_post = [events[events["post"] == post] for post in range(len(world.posts))]
    return {
        "mean tenure, terms": records.filled[terms].sum() / len(left),
        "share of time filled": float(records.filled.mean()),
        "share who leave after one term": np.concatenate(
            [_left_after_one(e, span.end) for e in by_post]
        ).mean(),
        "mean vacancy, terms": np.concatenate([_vacant_terms(e, span.end) for e in by_post]).mean(),
    }


def checks(fields: dict[str, Any]) -> list[Check]:
    """All numbers; where rounds never fail, every vacancy is as long as one round."""
    world = world_of("k10-careers", **fields)
    runner = compiled.Runner(world)
    runs = [_measured(world, runner.run(run)) for run in range(RUNS)]
    post = world.posts[0]
    chance, refill = renewal.leaving_chance(float(post["leave_per_year"])), int(post["refill_terms"])
    failing = float(post["fail_chance"])
    theory = {
        "mean tenure, terms": renewal.mean_tenure_terms(chance),
        "share of time filled": renewal.share_filled_after_rounds(chance, refill, failing),
        "share who leave after one term": chance,
    }
    if failing > 0:
        theory["mean vacancy, terms"] = renewal.mean_vacancy_terms(refill, failing)
    else:
        assert all(run["mean vacancy, terms"] == refill for run in runs)
    return [
        Check(name, value, plain(np.array([run[name] for run in runs])), NARROW)
        for name, value in theory.items()
    ]


CASES: tuple[tuple[str, str, int, Callable[[], list[Check]]], ...] = (
    ("posts left and filled", "k10-careers", 3, partial(checks, {})),
    ("posts left and filled, a fifth of rounds fail", "k10-careers", 4, partial(checks, FAILING)),
)
