"""A queue's run as arrays: what the engine did, the same replayed by hand, and the numbers measured on it.

Runs come from an engine's records, from the compiled engine's memory (the same columns before they are laid
out), or from a replay of the same needs (`queue_replay`), as they are or with shorter work. Ticks throughout;
the window is that of the world's span.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ist_model.engines.compiled.struct import Block
from ist_model.engines.records import FINISHED, UNMET, Records
from ist_model.world.structs import World
from tests.system.queue_replay import NOT_STARTED, Needs, first_come, replay

TICKS_PER_WEEK = 2**20
TICKS_PER_MILLI_DAY = TICKS_PER_WEEK / 1000  # at one day a week
SHORTER = 159 / 160
FIRST_COME = "first_come"


@dataclass(frozen=True)
class QueueRun:
    """One run's needs, when each started, and the engine's own counts over time."""

    world: World
    posts: int
    needs: Needs
    start: NDArray[np.int64]
    waiting_ticks: NDArray[np.int64] | None = None  # by how many wait; a replay has none
    in_progress_ticks: NDArray[np.int64] | None = None
    busy: float | None = None  # share of post time in use

    @cached_property
    def counted(self) -> NDArray[np.bool_]:
        """Needs raised in the counted window."""
        span = self.world.span
        return (self.needs.raised >= span.start) & (self.needs.raised < span.count_until)

    @cached_property
    def gone(self) -> NDArray[np.int64]:
        """Tick at which a need stops waiting: it starts or withdraws."""
        return np.where(self.start == NOT_STARTED, self.needs.deadline, self.start)

    @cached_property
    def end(self) -> NDArray[np.int64]:
        """Tick at which a need leaves: its work is done, or its patience ends."""
        return self.gone + np.where(self.start == NOT_STARTED, 0, self.needs.work)

    @cached_property
    def _waits(self) -> NDArray[np.int64]:
        """Ticks waited by every counted need."""
        return (self.gone - self.needs.raised)[self.counted]

    def unresolved(self) -> int:
        """Counted needs of which it is not known how long they waited: the run ended too early for them."""
        return int(np.sum(self.counted & (self.gone >= self.world.span.end)))

    def chance_of_wait(self) -> float:
        """Share of needs that waited at all, those that withdrew included."""
        return float(np.mean(self._waits > 0))

    def started_within(self, weeks: float) -> float:
        """Share of needs that waited no longer than that."""
        return float(np.mean(self._waits <= weeks * TICKS_PER_WEEK))

    def mean_wait(self, priority: int | None = None) -> float:
        """Weeks until start or withdrawal, of all needs or those of one priority."""
        waits = self._waits
        if priority is not None:
            waits = waits[self.needs.priority[self.counted] == priority]
        return float(np.mean(waits)) / TICKS_PER_WEEK

    def time_in_system(self, priority: int) -> float:
        """Weeks until the work is done, of needs of one priority."""
        chosen = self.counted & (self.needs.priority == priority)
        return float(np.mean((self.end - self.needs.raised)[chosen])) / TICKS_PER_WEEK

    def share_withdrawn(self) -> float:
        """Share of needs whose patience ended before they started."""
        return float(np.mean((self.start == NOT_STARTED)[self.counted]))

    def mean_waiting(self) -> float:
        """Time-weighted mean number waiting; the engine's own count where it can hold it."""
        span, ticks = self.world.span, self.waiting_ticks
        if ticks is not None and ticks[-1] == 0:  # the last bin means "so many or more"
            return float(ticks @ np.arange(ticks.size) / ticks.sum())
        return self._within(self.needs.raised, self.gone) / (span.end - span.start)

    def utilisation(self) -> float:
        """Share of post time in use; the engine's own count if there is one."""
        if self.busy is not None:
            return self.busy
        span = self.world.span
        return self._within(self.gone, self.end) / (self.posts * (span.end - span.start))

    def _within(self, since: NDArray[np.int64], until: NDArray[np.int64]) -> float:
        span = self.world.span
        return float(np.maximum(np.minimum(until, span.end) - np.maximum(since, span.start), 0).sum())

    # What the streams brought ---------------------------------------------------------------------------

    def needs_a_week(self, priority: int | None = None) -> float:
        """Needs raised a week in the counted window."""
        span = self.world.span
        return float(self._of(priority).sum()) * TICKS_PER_WEEK / (span.count_until - span.start)

    def mean_work(self, priority: int | None = None, power: int = 1) -> float:
        """Mean of the work in weeks, or of its square."""
        return float(np.mean((self.needs.work[self._of(priority)] / TICKS_PER_WEEK) ** power))

    def mean_patience(self) -> float:
        """Mean weeks from raised to deadline."""
        needs, chosen = self.needs, self.counted
        return float(np.mean((needs.deadline - needs.raised)[chosen])) / TICKS_PER_WEEK

    def _of(self, priority: int | None) -> NDArray[np.bool_]:
        return self.counted if priority is None else self.counted & (self.needs.priority == priority)


def _work(milli: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.floor(milli * TICKS_PER_MILLI_DAY + 0.5).astype(np.int64)


def from_records(world: World, posts: int, records: Records) -> QueueRun:
    """An engine's run."""
    rows = records.needs
    needs = Needs(rows["raised"], _work(rows["asked_milli"]), rows["deadline"], rows["priority"], rows["key"])
    busy = float(records.busy_ticks.sum() / records.in_post_ticks.sum())
    return QueueRun(
        world, posts, needs, rows["first_start"], records.waiting_ticks, records.in_progress_ticks, busy
    )


def from_block(world: World, posts: int, block: Block) -> QueueRun:
    """A compiled run as it lies in memory, in the order raised; valid until the next run."""
    rows, slots = block.arrays["needs"][: int(block.number("needs_n"))], block.arrays["slots"]
    needs = Needs(
        rows["raised"].copy(), _work(rows["asked"]), rows["deadline"].copy(), rows["priority"], rows["key"]
    )
    busy = float(slots["busy_ticks"].sum() / slots["in_post_ticks"].sum())
    waiting, in_progress = block.arrays["waiting_ticks"], block.arrays["in_progress_ticks"]
    return QueueRun(world, posts, needs, rows["first_start"].copy(), waiting, in_progress, busy)


def replayed(run: QueueRun, shorter: float = 1.0) -> QueueRun:
    """The same needs, started by the rule read a second time; `shorter` scales their work."""
    work = np.maximum(1, np.floor(run.needs.work * shorter + 0.5)).astype(np.int64)
    needs = run.needs._replace(work=work)
    ranked = needs
    if run.world.policy == FIRST_COME:  # whatever the priority
        ranked = needs._replace(priority=np.zeros_like(needs.priority))
    return QueueRun(run.world, run.posts, needs, replay(ranked, run.posts))


def shortened(run: QueueRun) -> QueueRun:
    """The control of a long run in order of arrival, where nobody gives up: all work a little shorter."""
    work = np.maximum(1, np.floor(run.needs.work * SHORTER + 0.5)).astype(np.int64)
    start = first_come(run.needs.raised, work, run.posts)
    plain = replace(run, waiting_ticks=None, in_progress_ticks=None, busy=None)
    return replace(plain, needs=run.needs._replace(work=work), start=start)


def contradictions(name: str, run: QueueRun, records: Records) -> list[str]:
    """Where the engine's run departs from the rule replayed by hand; empty if it is the same to the tick."""
    rows, end = records.needs, run.world.span.end
    by_hand = replayed(run)
    start = np.where(by_hand.start >= end, NOT_STARTED, by_hand.start)
    withdrawn = (by_hand.start == NOT_STARTED) & (by_hand.needs.deadline < end)
    finished = (start != NOT_STARTED) & (by_hand.end < end)
    told = [
        ("start", rows["first_start"] != start),
        ("withdrawal", (rows["status"] == UNMET) != withdrawn),
        ("tick of withdrawal", withdrawn & (rows["closed"] != by_hand.needs.deadline)),
        ("finish", (rows["status"] == FINISHED) != finished),
        ("tick of finish", finished & (rows["closed"] != by_hand.end)),
        ("resolution of a counted need", run.counted & ~withdrawn & (start == NOT_STARTED)),
    ]
    which = f"{name}, run {records.run}"
    return [
        f"{which}: {what} of need {int(np.argmax(wrong))} and {wrong.sum() - 1} more"
        for what, wrong in told
        if wrong.any()
    ]
