"""Samples of declared distributions, taken from what runs leave behind, beside the means that are declared.

Each sample is drawn by whole runs of small trusts made for it. Horizons are long, and what may outlast a run
counts only if it began so early that it cannot: what is seen complete near the horizon is too short.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from functools import cache
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ist_model.engines import narrated
from ist_model.engines.records import SOURCE_BOARD, Records
from ist_model.inputs.calendar import TICKS_PER_WEEK, YEAR_TICKS
from ist_model.inputs.models import LastInspection, Patience, Stream, Trust, Work, WorkPart
from ist_model.results import indicators
from ist_model.results.facts import facts_of
from ist_model.world.build import build_world
from ist_model.world.structs import World
from tests.generated import resolved, school, with_values

ROOT_SEED = 20261101
Values = NDArray[np.float64]


class Sample(NamedTuple):
    """Independent values and the mean that is declared for them."""

    declared: float
    values: Values


Run = tuple[World, Records]


def run_of(trust: Trust, years: float, runs: int, values: dict[str, float], **fields: Any) -> list[Run]:
    """Runs of a trust from an empty start."""
    given = {"years": years, "warm_up_weeks": 0.0, "seed": ROOT_SEED, "assumptions": with_values(**values)}
    world = build_world(resolved(trust, **(given | fields)))
    return [(world, narrated.run(world, run)) for run in range(runs)]


# Demand from beyond the trust ----------------------------------------------------------------------------

WORK = {
    "fixed": (Work(distribution="fixed", mean_days=2.0), 2.0),
    "exponential": (Work(distribution="exponential", mean_days=3.0), 3.0),
    "gamma": (Work(distribution="gamma", mean_days=4.0, coefficient_of_variation=1.5), 4.0),
    "gamma, even": (Work(distribution="gamma", mean_days=4.0, coefficient_of_variation=0.5), 4.0),
    "lognormal": (Work(distribution="lognormal", mean_days=5.0, coefficient_of_variation=0.8), 5.0),
    "hyperexponential": (
        Work(distribution="hyperexponential", mean_days=6.0, coefficient_of_variation=1.8),
        6.0,
    ),
    "triangular": (Work(distribution="triangular", low_days=1.0, mode_days=3.0, high_days=8.0), 4.0),
    "mixture": (
        Work(
            distribution="mixture",
            parts=(
                WorkPart(share=0.25, distribution="fixed", mean_days=2.0),
                WorkPart(share=0.75, distribution="exponential", mean_days=8.0),
            ),
        ),
        6.5,
    ),
}
PATIENCE_WEEKS = 5.0
GAPS = 800  # of some 975 in 25 years at one a week: none of the first 800 is cut off


@cache
def demand() -> list[Run]:
    """A stream for each distribution of work, one need a week each for 25 years; nobody serves them."""
    patience = {
        name: Patience(distribution="fixed" if name == "fixed" else "exponential", mean_weeks=PATIENCE_WEEKS)
        for name in WORK
    }
    streams = tuple(
        Stream(
            id=f"E{place}",
            area="inclusion",
            specialism="send",
            needs_per_week=1.0,
            work=work,
            patience=patience[name],
        )
        for place, (name, (work, _)) in enumerate(WORK.items())
    )
    return run_of(Trust(title="demand", about="no schools", streams=streams), 25.0, 4, {})


def by_run(name: str) -> list[NDArray[np.void]]:
    """Needs of one stream, as they were raised, run by run."""
    place = f"E{list(WORK).index(name)}"
    return [
        records.needs[records.needs["stream"] == world.names.streams.index(place)]
        for world, records in demand()
    ]


def of_stream(name: str) -> NDArray[np.void]:
    """Needs of one stream in all runs."""
    return np.concatenate(by_run(name))


def work(name: str) -> Sample:
    """Days asked for."""
    return Sample(WORK[name][1], of_stream(name)["asked_milli"] / 1000.0)


def patience() -> Sample:
    """Weeks until a need is withdrawn."""
    needs = np.concatenate([of_stream(name) for name in WORK if name != "fixed"])
    return Sample(PATIENCE_WEEKS, (needs["deadline"] - needs["raised"]) / TICKS_PER_WEEK)


def gaps() -> Sample:
    """Weeks between needs of a stream, the first counted from the beginning."""
    begin = demand()[0][0].span.begin
    found = [np.diff(needs["raised"][:GAPS], prepend=begin) for name in WORK for needs in by_run(name)]
    assert all(len(each) == GAPS for each in found)
    return Sample(1.0, np.concatenate(found) / TICKS_PER_WEEK)


# Schools left alone --------------------------------------------------------------------------------------

UNSAFE, YEARS = 0.2, 30.0


@cache
def schools() -> list[Run]:
    """Twenty weak schools for thirty years; support would change nothing, and there is none."""
    last = LastInspection(outcome="good", date=dt.date(2024, 6, 1))
    trust = Trust(
        title="schools",
        about="no posts",
        schools=tuple(school(f"S{i}", 0.35, age_low=3, roll=300, last_inspection=last) for i in range(20)),
    )
    values = {"inspection__safeguarding_not_met_chance": UNSAFE}
    return run_of(trust, YEARS, 12, values, no_effect=True)


def expected_strength(world: World, records: Records, weeks: float) -> Values:
    """[Q, S, A] strength so many weeks after each half-term's start: it only drifts towards its level."""
    kept = math.exp(-world.values["strength.kappa_per_week"] * weeks)
    return np.asarray(records.sustaining + (records.strength - records.sustaining) * kept)


def noise() -> Values:
    """Half-term changes that are not drift, in declared standard deviations."""
    found = []
    for world, records in schools():
        kappa, sigma = (world.values[f"strength.{k}"] for k in ("kappa_per_week", "sigma_per_root_week"))
        assert records.clamped == 0
        sd = sigma * math.sqrt((1 - math.exp(-13 * kappa)) / (2 * kappa))
        change = records.strength[1:] - expected_strength(world, records, 6.5)[:-1]
        found.append(change[:, world.has_area].ravel() / sd)
    return np.concatenate(found)


def board_error() -> Values:
    """What boards see less what is there, in declared standard deviations; boards are validated."""
    found = []
    for world, records in schools():
        sd = world.values["monitoring.observation_sd"] * world.values["monitoring.validation_factor"]
        point = np.searchsorted(records.grid_tick, records.boards["tick"])
        there = records.strength[point, records.boards["school"]]
        error = (records.observed - there) / sd
        found.append(error[~np.isnan(error)])
    return np.concatenate(found)


def inspector_noise() -> Values:
    """Areas graded sufficient (1 or 0) less the chance of it that strength and declared noise give."""
    found = []
    for world, records in schools():
        cut = world.grade_cuts[world.attention_grade]
        noise_sd = world.values["inspection.noise_sd"]
        for row, grades in zip(records.inspections, records.grades, strict=True):
            point = int(np.searchsorted(records.grid_tick, row["tick"], side="right")) - 1
            weeks = (int(row["tick"]) - int(records.grid_tick[point])) / TICKS_PER_WEEK
            level = records.sustaining[point, row["school"]]
            kept = math.exp(-world.values["strength.kappa_per_week"] * weeks)
            x = level + (records.strength[point, row["school"]] - level) * kept
            chance = np.array([NormalDist(cut, noise_sd).cdf(each) for each in x])
            found.append((grades > world.attention_grade) - chance)
    return np.concatenate(found)


def safeguarding() -> Sample:
    """Inspections that find safeguarding not met."""
    found = np.concatenate([records.inspections["safe"] == 0 for _, records in schools()])
    return Sample(UNSAFE, found.astype(np.float64))


def triangular_mean(world: World, kind: str) -> float:
    """Mean interval of a class of outcome, years."""
    points = [world.values[f"inspection.{kind}_interval_{point}_years"] for point in ("low", "mode", "high")]
    return sum(points) / 3


def intervals(kind: str, until_years: float | None = None) -> Sample:
    """Years from an inspection of a class to the next, of those that began early enough to be seen whole.

    `until_years` instead takes every interval complete by then: the mistake that a short horizon tempts to.
    """
    found = []
    for world, records in schools():
        start = world.span.begin
        last = world.span.end - math.ceil(world.values[f"inspection.{kind}_interval_high_years"] * YEAR_TICKS)
        for place in range(len(world.schools)):
            rows = records.inspections[records.inspections["school"] == place]
            for before, after in itertools.pairwise(rows):
                whole = before["tick"] < last if until_years is None else True
                seen = until_years is None or after["tick"] < start + until_years * YEAR_TICKS
                if class_of(world, before) == kind and whole and seen:
                    found.append((int(after["tick"]) - int(before["tick"])) / YEAR_TICKS)
    return Sample(triangular_mean(world, kind), np.array(found))


def class_of(world: World, row: np.void) -> str:
    """Class of an inspection's outcome: what the published rules say of its grades."""
    if row["worst"] == 0 or not row["safe"]:
        return "urgent"
    return "attention" if row["worst"] <= world.attention_grade else "good"


def picks(runs: list[Run], source: int) -> Sample:
    """Place of the specialism asked for among those that serve its area, from 0 (first) to 1 (last)."""
    found = []
    for world, records in runs:
        for need in records.needs[records.needs["source"] == source]:
            serving = np.flatnonzero(world.area_specialisms[need["area"]]).tolist()
            if len(serving) > 1:
                found.append(serving.index(int(need["specialism"])) / (len(serving) - 1))
    return Sample(0.5, np.array(found))


def board_picks() -> Sample:
    """Specialisms of needs that boards raise."""
    return picks(schools(), SOURCE_BOARD)


def indicator_noise() -> Values:
    """Yearly absence less what is expected of the school's strength, in declared standard deviations."""
    found = []
    for world, records in schools():
        facts, index = facts_of(world, records), world.names.indicators.index("absence")
        frame = indicators.frame(facts)
        chosen = (frame["indicator"] == index) & (frame["school"] >= 0)
        place = frame["school"][chosen]
        column = frame["school_year"][chosen] - frame["school_year"][chosen].min()
        sd = world.values["indicator.absence.pupil_sd"] / np.sqrt(facts.rolls.pupils[0, place, column])
        found.append((frame["figure"] - frame["expected"])[chosen] / sd)
    return np.concatenate(found)
