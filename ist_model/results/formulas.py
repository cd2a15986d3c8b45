"""Formulas of single measures, each from `Facts`: a number for each run (MODEL 11.3)."""

from __future__ import annotations

import numpy as np

from ist_model.engines.records import UNMET
from ist_model.results import capacity
from ist_model.results.arrays import Bools, Floats, Ints
from ist_model.results.facts import Facts
from ist_model.results.once import once
from ist_model.results.sums import ratio


def share_attention(facts: Facts, group: str) -> Floats:
    """Share of a group's pupils in a school with an area needing attention; NaN if the group is empty."""
    return facts.pupils_attention(group) / facts.pupils(group)


def wait_mean(facts: Facts, group: str) -> Floats:
    """Average wait from need to first day (school weeks), over started needs."""
    return _mean_wait(facts, facts.waits(group))


def wait_resolved_mean(facts: Facts, group: str) -> Floats:
    """Average wait until started, withdrawn or bought (school weeks)."""
    return _mean_wait(facts, facts.waits_resolved(group))


def _mean_wait(facts: Facts, chosen: Bools) -> Floats:
    return ratio(facts.tally(chosen, facts.wait_weeks), facts.tally(chosen))


def wait_percentile(facts: Facts, group: str, percent: float) -> Floats:
    """Wait that `percent` of the started needs stayed within (school weeks); NaN if none started.

    Linear between neighbours, as `numpy.percentile`.
    """
    order = _by_wait(facts)
    of_group = order[facts.waits(group)[order]]
    waits = np.append(facts.wait_weeks[of_group], np.nan)  # the last for runs without a wait
    number = np.bincount(facts.need_run[of_group], minlength=len(facts))
    first = np.cumsum(number) - number
    place = percent / 100.0 * np.maximum(number - 1, 0)
    low = np.floor(place).astype(np.int64)
    below = np.where(number > 0, waits[first + np.minimum(low, number)], np.nan)
    above = np.where(number > 0, waits[first + np.minimum(low + 1, np.maximum(number - 1, 0))], np.nan)
    part, step = place - low, above - below
    return np.where(part < 0.5, below + step * part, above - step * (1.0 - part))


@once
def _by_wait(facts: Facts) -> Ints:
    """Counted needs, run by run and by wait."""
    return np.lexsort((facts.wait_weeks, facts.need_run))


def share_started(facts: Facts, group: str) -> Floats:
    """Share of counted needs that started by the horizon."""
    return ratio(facts.tally(facts.of(group) & facts.started), facts.count(group))


def share_unmet(facts: Facts, group: str) -> Floats:
    """Share of counted needs that went unmet by the horizon."""
    return ratio(facts.count(group, UNMET), facts.count(group))


def joining_effect(facts: Facts) -> Floats:
    """Share of joiners' pupils in a school needing attention, less the same had they not joined."""
    return share_attention(facts, "joiners") - share_attention(facts, "twins")


def none_existing(facts: Facts) -> Floats:
    """1 if no existing school has an area needing attention at the horizon."""
    return facts.none_at_end("existing")


def none_trust(facts: Facts) -> Floats:
    """1 if no school of the trust has an area needing attention at the horizon."""
    return facts.none_at_end("existing", "joiners")


def mean_waiting(facts: Facts) -> Floats:
    """Needs waiting, averaged over the time of the period."""
    return capacity.average_count(facts.records.waiting_ticks)


def mean_running(facts: Facts) -> Floats:
    """Deployments in progress, averaged over the time of the period."""
    return capacity.average_count(facts.records.in_progress_ticks)


def boards_existing(facts: Facts) -> Floats:
    """Progress Boards held for existing schools."""
    return capacity.boards_held(facts, "existing")


def clamped(facts: Facts) -> Floats:
    """Times that strength or the self-sustaining level was clamped."""
    return facts.records.clamped.astype(np.float64)
