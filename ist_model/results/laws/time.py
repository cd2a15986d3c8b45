"""Laws of time: counts over time and waits are two views of one thing (Little); states keep their scale."""

from __future__ import annotations

import numpy as np

from ist_model.results.arrays import Ints
from ist_model.results.laws.common import first, law, overlap
from ist_model.results.laws.line import on_line
from ist_model.results.laws.needs import first_matched
from ist_model.results.runs import Runs
from ist_model.world.structs import NONE, World


def waiting_spells(world: World, records: Runs) -> tuple[Ints, Ints]:
    """From and to of each need's wait: raised, until first matched or given up, or the horizon."""
    needs = records.needs
    closed = np.where(needs["closed"] == NONE, world.span.end, needs["closed"])
    return needs["raised"], np.minimum(first_matched(records), closed)


def running_spells(records: Runs) -> tuple[Ints, Ints]:
    """From and to of each deployment: from agreement, when its place is taken, to its end."""
    return records.deployments["matched"], records.deployments["end"]


@law("time at each number of needs waiting, or deployments in progress, adds up to the period")
def counts_fill_the_period(world: World, records: Runs) -> str | None:
    """Both distributions are 0 or more everywhere and add up to end - start."""
    period = world.span.end - world.span.start
    for name, ticks in (("waiting", records.waiting_ticks), ("in progress", records.in_progress_ticks)):
        total, least = ticks.sum(axis=1), ticks.min(axis=1)
        run = first((least < 0) | (total != period))
        if run is not None:
            return f"{name}: {total[run]} ticks, smallest {least[run]}; the period has {period}"
    return None


@law("Little's law: needs waiting, added up over time = time waited, added up over needs")
def littles_law_waiting(world: World, records: Runs) -> str | None:
    """The identity holds to the tick within the period."""
    return _little(records, "needs", records.waiting_ticks, *waiting_spells(world, records))


@law("Little's law: deployments in progress, added up over time = time deployed, added up over deployments")
def littles_law_in_progress(world: World, records: Runs) -> str | None:
    """The identity holds to the tick within the period."""
    return _little(records, "deployments", records.in_progress_ticks, *running_spells(records))


def _little(records: Runs, table: str, ticks: Ints, start: Ints, stop: Ints) -> str | None:
    span = records.world.span
    over_time = ticks @ np.arange(ticks.shape[1])
    over_spells = np.zeros(len(records), np.int64)
    np.add.at(over_spells, records.run_of(table), overlap(start, stop, span.start, span.end))
    # The last bin holds its number or more: with time in it, the sum over time is a lower bound.
    kept = np.where(ticks[:, -1] != 0, over_time <= over_spells, over_time == over_spells)
    run = first(~kept)
    if run is None:
        return None
    return f"{over_time[run]} over time, {over_spells[run]} over needs or deployments (ticks)"


@law("time at each number waiting, or in progress, is that of the spells themselves")
def counts_are_those_of_spells(world: World, records: Runs) -> str | None:
    """The whole distribution, its last bin included, rebuilt from needs and deployments."""
    for name, table, ticks, spells in (
        ("waiting", "needs", records.waiting_ticks, waiting_spells(world, records)),
        ("in progress", "deployments", records.in_progress_ticks, running_spells(records)),
    ):
        due = _distribution(records, table, *spells, ticks.shape[1])
        wrong = np.argwhere(due != ticks)
        if len(wrong):
            run, number = wrong[0]
            return f"{name}: {ticks[run, number]} ticks at {number}, the spells give {due[run, number]}"
    return None


def _distribution(records: Runs, table: str, start: Ints, stop: Ints, bins: int) -> Ints:
    """[R, bins] ticks of the period at each number of spells running; the last bin: its number or more."""
    low, high = records.world.span.start, records.world.span.end
    every, run = np.arange(len(records)), records.run_of(table)
    ticks = np.concatenate(
        [np.full(len(every), low), np.full(len(every), high), start.clip(low, high), stop.clip(low, high)]
    )
    who = np.concatenate([every, every, run, run])
    change = np.repeat([0, 1, -1], [2 * len(every), len(start), len(stop)])
    line = on_line(who, ticks)
    order = np.argsort(line, kind="stable")
    running = np.cumsum(change[order])[:-1]  # back at 0 where the next run begins
    lengths = np.diff(line[order])
    same = (who[order][1:] == who[order][:-1]) & (lengths > 0)
    total = np.zeros((len(records), bins), np.int64)
    np.add.at(total, (who[order][1:][same], np.minimum(running, bins - 1)[same]), lengths[same])
    return total


@law("strength lies on its scale of 0 to 100 wherever a school has the area and exists")
def strength_on_scale(world: World, records: Runs) -> str | None:
    """Strength and self-sustaining level; NaN exactly where there is nothing to follow (MODEL 4.1)."""
    exists = records.grid_tick[:, None] >= records.exists[:, None]
    due = exists[..., None] & world.has_area
    for name, values in (("strength", records.strength), ("self-sustaining level", records.sustaining)):
        broken = np.where(due, ~((values >= 0) & (values <= 100)), ~np.isnan(values))
        if broken.any():
            place = tuple(np.argwhere(broken)[0])
            _, point, school, area = place
            where = f"{world.names.schools[school]}, {world.names.areas[area]}, grid point {point}"
            return f"{name} is {values[place]:g} at {where}"
    return None


@law("a school has a tier exactly while it is in the trust")
def tier_in_trust(world: World, records: Runs) -> str | None:
    """Tier is -1 before joining and for twins, else one of the tiers."""
    joined = records.grid_tick[:, None] >= records.joins[:, None]
    valid = (records.tier >= 0) & (records.tier < len(world.tiers))
    broken = np.where(joined, ~valid, records.tier != -1)
    if not broken.any():
        return None
    place = tuple(np.argwhere(broken)[0])
    return f"{world.names.schools[place[2]]}, grid point {place[1]}: tier {records.tier[place]}"
