"""Laws of time: counts over time and waits are two views of one thing (Little); states keep their scale."""

from __future__ import annotations

import numpy as np

from ist_model.engines.records import Records
from ist_model.results.laws.common import Ints, law, overlap
from ist_model.results.laws.needs import first_matched
from ist_model.world.structs import NONE, World


def waiting_spells(world: World, records: Records) -> tuple[Ints, Ints]:
    """From and to of each need's wait: raised, until first matched or given up, or the horizon."""
    needs = records.needs
    closed = np.where(needs["closed"] == NONE, world.span.end, needs["closed"])
    return needs["raised"], np.minimum(first_matched(records), closed)


def running_spells(records: Records) -> tuple[Ints, Ints]:
    """From and to of each deployment: from agreement, when its place is taken, to its end."""
    return records.deployments["matched"], records.deployments["end"]


@law("time at each number of needs waiting, or deployments in progress, adds up to the period")
def counts_fill_the_period(world: World, records: Records) -> str | None:
    """Both distributions are 0 or more everywhere and add up to end - start."""
    period = world.span.end - world.span.start
    for name, ticks in (("waiting", records.waiting_ticks), ("in progress", records.in_progress_ticks)):
        if (ticks < 0).any() or ticks.sum() != period:
            return f"{name}: {ticks.sum()} ticks, smallest {ticks.min()}; the period has {period}"
    return None


@law("Little's law: needs waiting, added up over time = time waited, added up over needs")
def littles_law_waiting(world: World, records: Records) -> str | None:
    """The identity holds to the tick within the period."""
    return _little(world, records.waiting_ticks, *waiting_spells(world, records))


@law("Little's law: deployments in progress, added up over time = time deployed, added up over deployments")
def littles_law_in_progress(world: World, records: Records) -> str | None:
    """The identity holds to the tick within the period."""
    return _little(world, records.in_progress_ticks, *running_spells(records))


def _little(world: World, ticks: Ints, start: Ints, stop: Ints) -> str | None:
    over_time = int(np.arange(len(ticks)) @ ticks)
    over_spells = int(overlap(start, stop, world.span.start, world.span.end).sum())
    # The last bin holds its number or more: with time in it, the sum over time is a lower bound.
    kept = over_time <= over_spells if ticks[-1] else over_time == over_spells
    return None if kept else f"{over_time} over time, {over_spells} over needs or deployments (ticks)"


@law("time at each number waiting, or in progress, is that of the spells themselves")
def counts_are_those_of_spells(world: World, records: Records) -> str | None:
    """The whole distribution, its last bin included, rebuilt from needs and deployments."""
    for name, ticks, spells in (
        ("waiting", records.waiting_ticks, waiting_spells(world, records)),
        ("in progress", records.in_progress_ticks, running_spells(records)),
    ):
        due = _distribution(*spells, world.span.start, world.span.end, len(ticks))
        if not np.array_equal(due, ticks):
            number = int(np.flatnonzero(due != ticks)[0])
            return f"{name}: {ticks[number]} ticks at {number}, the spells give {due[number]}"
    return None


def _distribution(start: Ints, stop: Ints, low: int, high: int, bins: int) -> Ints:
    """[bins] ticks of [low, high) at each number of spells running; the last bin holds its number or more."""
    ticks = np.concatenate([[low, high], start.clip(low, high), stop.clip(low, high)])
    change = np.concatenate([[0, 0], np.ones(len(start), np.int64), -np.ones(len(stop), np.int64)])
    order = np.argsort(ticks, kind="stable")
    running = np.cumsum(change[order])[:-1]
    total = np.zeros(bins, np.int64)
    lengths = np.diff(ticks[order])
    np.add.at(total, np.minimum(running, bins - 1)[lengths > 0], lengths[lengths > 0])
    return total


@law("strength lies on its scale of 0 to 100 wherever a school has the area and exists")
def strength_on_scale(world: World, records: Records) -> str | None:
    """Strength and self-sustaining level; NaN exactly where there is nothing to follow (MODEL 4.1)."""
    exists = records.grid_tick[:, None] >= world.schools["exists"]
    due = exists[:, :, None] & world.has_area
    for name, values in (("strength", records.strength), ("self-sustaining level", records.sustaining)):
        broken = np.where(due, ~((values >= 0) & (values <= 100)), ~np.isnan(values))
        if broken.any():
            point, school, area = (int(index[0]) for index in np.nonzero(broken))
            where = f"{world.names.schools[school]}, {world.names.areas[area]}, grid point {point}"
            return f"{name} is {values[point, school, area]:g} at {where}"
    return None


@law("a school has a tier exactly while it is in the trust")
def tier_in_trust(world: World, records: Records) -> str | None:
    """Tier is -1 before joining and for twins, else one of the tiers."""
    joined = records.grid_tick[:, None] >= world.schools["joins"]
    valid = (records.tier >= 0) & (records.tier < len(world.tiers))
    broken = np.where(joined, ~valid, records.tier != -1)
    if not broken.any():
        return None
    point, school = (int(index[0]) for index in np.nonzero(broken))
    return f"{world.names.schools[school]}, grid point {point}: tier {records.tier[point, school]}"
