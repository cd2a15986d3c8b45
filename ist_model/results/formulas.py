"""Formulas of single measures of a run, each from its `Facts` (MODEL 11.3)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ist_model.engines.records import UNMET
from ist_model.results import capacity
from ist_model.results.facts import Facts, Floats, ratio

PERCENTILES = (50.0, 90.0)  # of waits, worked out together


def share_attention(facts: Facts, group: str) -> float:
    """Share of a group's pupils in a school with an area needing attention; NaN if the group is empty."""
    return facts.pupils_attention(group) / facts.pupils(group)


def wait_mean(facts: Facts, group: str) -> float:
    """Average wait from need to first day (school weeks), over started needs."""
    return _mean(facts.waits(group))


def wait_percentile(facts: Facts, group: str, percent: float) -> float:
    """Wait that `percent` (of `PERCENTILES`) of the started needs stayed within (school weeks, linear)."""
    return _wait_percentiles(facts, group)[percent]


@lru_cache(maxsize=4)
def _wait_percentiles(facts: Facts, group: str) -> dict[float, float]:
    waits = facts.waits(group)
    found = np.percentile(waits, PERCENTILES).tolist() if len(waits) else [np.nan] * len(PERCENTILES)
    return dict(zip(PERCENTILES, found, strict=True))


def wait_resolved_mean(facts: Facts, group: str) -> float:
    """Average wait until started, withdrawn or bought (school weeks)."""
    return _mean(facts.waits_resolved(group))


def share_started(facts: Facts, group: str) -> float:
    """Share of counted needs that started by the horizon."""
    return ratio(float((facts.of(group) & facts.started).sum()), facts.count(group))


def share_unmet(facts: Facts, group: str) -> float:
    """Share of counted needs that went unmet by the horizon."""
    return ratio(facts.count(group, UNMET), facts.count(group))


def _mean(values: Floats) -> float:
    return float(values.mean()) if len(values) else np.nan


def joining_effect(facts: Facts) -> float:
    """Share of joiners' pupils in a school needing attention, less the same had they not joined."""
    return share_attention(facts, "joiners") - share_attention(facts, "twins")


def none_existing(facts: Facts) -> float:
    """1 if no existing school has an area needing attention at the horizon."""
    return facts.none_at_end("existing")


def none_trust(facts: Facts) -> float:
    """1 if no school of the trust has an area needing attention at the horizon."""
    return facts.none_at_end("existing", "joiners")


def mean_waiting(facts: Facts) -> float:
    """Needs waiting, averaged over the time of the period."""
    return capacity.average_count(facts.records.waiting_ticks)


def mean_running(facts: Facts) -> float:
    """Deployments in progress, averaged over the time of the period."""
    return capacity.average_count(facts.records.in_progress_ticks)


def boards_existing(facts: Facts) -> float:
    """Progress Boards held for existing schools."""
    return capacity.boards_held(facts, "existing")


def clamped(facts: Facts) -> float:
    """Times that strength or the self-sustaining level was clamped."""
    return float(facts.records.clamped)
