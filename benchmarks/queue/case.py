"""The queue K1 as the model reads it: the shipped scenario file, as long as so many customers need."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ist_model.engines.records import Records
from ist_model.inputs.calendar import WEEKS_PER_YEAR
from ist_model.inputs.resolve import resolve
from ist_model.world.build import build_world
from ist_model.world.structs import World

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"
SCENARIO = "verification/k1-call-centre"
# Time in units of the mean service: three minutes in the case, a school week in the scenario file.
POSTS, RATE, MEAN_SERVICE = 14, 10.0, 1.0

# What a peer leaves of each customer: when it came, when it was begun, when it was done.
Visit = tuple[float, float, float]


class Served(NamedTuple):
    """What is known of each need, in order of arrival; ticks."""

    key: NDArray[np.uint64]
    raised: NDArray[np.int64]
    asked_milli: NDArray[np.int64]
    start: NDArray[np.int64]  # -1: waits at the horizon
    end: NDArray[np.int64]  # -1 likewise; it may lie after the horizon
    post: NDArray[np.int64]  # designation that serves it; -1: none yet


def world_for(customers: int) -> World:
    """The scenario without a warm-up, long enough for about so many customers."""
    resolved = resolve(SCENARIO, SCENARIOS)
    years = customers / (RATE * WEEKS_PER_YEAR)
    length = {"warm_up_weeks": 0.0, "years": years, "count_needs_for_years": years}
    return build_world(resolved.model_copy(update=length))


def served(records: Records) -> Served:
    """The needs of a run of the model, each with who served it and until when."""
    needs, deployments = records.needs, records.deployments
    end, post = (np.full(needs.size, -1, np.int64) for _ in range(2))
    end[deployments["need"]] = deployments["end"]
    post[deployments["need"]] = deployments["designation"]
    return Served(needs["key"], needs["raised"], needs["asked_milli"], needs["first_start"], end, post)
