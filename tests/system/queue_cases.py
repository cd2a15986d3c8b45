"""The queue cases: what each scenario must give by theory, and how its runs are measured.

A case is a scenario file of `scenarios/verification`. Its needs are also replayed by hand (`queue_replay`)
twice: as they are, which must give the engine's own start ticks, and with all work an eightieth shorter. The
second is the control of the statistics: its long-run numbers follow from the same formula at 79/80 of the
work, and it shares the luck of the run, so that the difference between the two is known well.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ist_model.engines.records import FINISHED, UNMET, Records
from ist_model.oracles import erlang_a, erlang_c, pollaczek_khinchine, priority_queue
from ist_model.world.structs import World
from tests.system.queue_replay import NOT_STARTED, Needs, replay

TICKS_PER_WEEK = 2**20
TICKS_PER_MILLI_DAY = TICKS_PER_WEEK / 1000  # at one day a week
SHORTER = 79 / 80

URGENT, OTHER = 1, 2
Theory = Callable[[float], float]  # of the mean work in weeks


@dataclass(frozen=True)
class QueueCase:
    """A queue scenario with its parameters and what theory says of it."""

    scenario: str
    posts: int
    rates: dict[int, float]  # priority: needs a week
    numbers: dict[str, Theory]
    variation: float = 1.0  # of the work: standard deviation / mean
    patience_weeks: float | None = None
    inputs: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Name the inputs that are checked beside the outputs."""
        names = [f"{what} ({rank})" for rank in self.rates for what in ("needs a week", "mean work")]
        names += ["mean square of work"] + (["mean patience"] if self.patience_weeks else [])
        object.__setattr__(self, "inputs", tuple(names))

    @property
    def numbers_checked(self) -> int:
        """Outputs, their controls and inputs."""
        return 2 * len(self.numbers) + len(self.inputs)

    def input_theory(self, name: str) -> float:
        """What an input's long-run value is."""
        if name == "mean patience":
            return self.patience_weeks or 0.0
        if name == "mean square of work":
            return 1.0 + self.variation**2
        return self.rates[int(name.split("(")[1][0])] if name.startswith("needs") else 1.0


PRABHU, SECOND = (1 / 12, 9 / 12), (0.2, 0.6)
CASES = (
    QueueCase(
        "k3-three-posts",
        3,
        {5: 2.0},
        {
            "P(wait)": lambda work: erlang_c.chance_of_wait(3, 2.0 * work),
            "mean wait": lambda work: erlang_c.mean_wait(3, 2.0, work),
            "mean number waiting": lambda work: erlang_c.mean_waiting(3, 2.0, work),
            "utilisation": lambda work: erlang_c.occupancy(3, 2.0, work),
        },
    ),
    QueueCase(
        "k4-two-priorities-prabhu",
        1,
        {URGENT: PRABHU[0], OTHER: PRABHU[1]},
        {
            "mean wait, urgent": lambda work: priority_queue.mean_wait_exponential(0, PRABHU, work),
            "mean wait, other": lambda work: priority_queue.mean_wait_exponential(1, PRABHU, work),
        },
    ),
    QueueCase(
        "k4-two-priorities",
        1,
        {URGENT: SECOND[0], OTHER: SECOND[1]},
        {
            "time in system, urgent": lambda work: priority_queue.mean_time_in_system_exponential(
                0, SECOND, work
            ),
            "time in system, other": lambda work: priority_queue.mean_time_in_system_exponential(
                1, SECOND, work
            ),
        },
    ),
    QueueCase(
        "k6-variable-work",
        1,
        {5: 0.8},
        {"mean wait": lambda work: pollaczek_khinchine.mean_wait_by_variation(0.8, work, 2.0)},
        variation=2.0,
    ),
    QueueCase(
        "k7-patience",
        50,
        {5: 48.0},
        {
            "P(wait)": lambda work: erlang_a.chance_of_wait(50, 48.0, work, 2.0),
            "mean wait": lambda work: erlang_a.mean_wait(50, 48.0, work, 2.0),
            "share withdrawn": lambda work: erlang_a.share_withdrawn(50, 48.0, work, 2.0),
            "utilisation": lambda work: erlang_a.utilisation(50, 48.0, work, 2.0),
        },
        patience_weeks=2.0,
    ),
)


@dataclass(frozen=True)
class Run:
    """One run's needs as arrays: from the engine, or replayed. Ticks; the window as in the world's span."""

    world: World
    posts: int
    needs: Needs
    start: NDArray[np.int64]

    @property
    def counted(self) -> NDArray[np.bool_]:
        """Needs raised in the counted window."""
        span = self.world.span
        return (self.needs.raised >= span.start) & (self.needs.raised < span.count_until)

    @property
    def gone(self) -> NDArray[np.int64]:
        """Tick at which a need stops waiting: it starts, or its patience ends."""
        return np.where(self.start == NOT_STARTED, self.needs.deadline, self.start)

    @property
    def end(self) -> NDArray[np.int64]:
        """Tick at which a need leaves: its work is done, or its patience ends."""
        return self.gone + np.where(self.start == NOT_STARTED, 0, self.needs.work)

    def number(self, name: str) -> float:
        """One of the numbers of a case, in weeks or as a share."""
        what, _, who = name.partition(", ")
        chosen = self.counted
        if who:
            chosen &= self.needs.priority == {"urgent": URGENT, "other": OTHER}[who]
        if what == "P(wait)":
            return float(np.mean((self.gone > self.needs.raised)[chosen]))
        if what == "share withdrawn":
            return float(np.mean((self.start == NOT_STARTED)[chosen]))
        if what == "mean wait":
            return float(np.mean((self.gone - self.needs.raised)[chosen])) / TICKS_PER_WEEK
        if what == "time in system":
            return float(np.mean((self.end - self.needs.raised)[chosen])) / TICKS_PER_WEEK
        span = self.world.span
        if what == "mean number waiting":
            waited = self._within(self.needs.raised, self.gone)
            return waited / (span.end - span.start)
        if what == "utilisation":
            busy = self._within(self.gone, self.end)
            return busy / (self.posts * (span.end - span.start))
        raise ValueError(f"no number is called {name!r}")

    def _within(self, since: NDArray[np.int64], until: NDArray[np.int64]) -> float:
        span = self.world.span
        return float(np.maximum(np.minimum(until, span.end) - np.maximum(since, span.start), 0).sum())


def from_records(case: QueueCase, world: World, records: Records) -> Run:
    """The engine's run."""
    rows = records.needs
    work = np.floor(rows["asked_milli"] * TICKS_PER_MILLI_DAY + 0.5).astype(np.int64)
    needs = Needs(rows["raised"], work, rows["deadline"], rows["priority"], rows["key"])
    return Run(world, case.posts, needs, rows["first_start"])


def measured(run: Run, records: Records, name: str) -> float:
    """A number of the engine's run; from the engine's own running counts where it keeps them."""
    if name == "utilisation":
        return float(records.busy_ticks.sum() / records.in_post_ticks.sum())
    if name == "mean number waiting":
        ticks = records.waiting_ticks
        return float(ticks @ np.arange(ticks.size) / ticks.sum())
    return run.number(name)


def replayed(run: Run, shorter: float = 1.0) -> Run:
    """The same needs, started by the rule read a second time; `shorter` scales their work."""
    work = np.maximum(1, np.floor(run.needs.work * shorter + 0.5)).astype(np.int64)
    needs = run.needs._replace(work=work)
    return Run(run.world, run.posts, needs, replay(needs, run.posts))


def measured_input(case: QueueCase, run: Run, name: str) -> float:
    """What the streams really brought in the counted window: rate, mean work and so on."""
    chosen, span = run.counted, run.world.span
    weeks_of_work = run.needs.work / TICKS_PER_WEEK
    if name == "mean square of work":
        return float(np.mean(weeks_of_work[chosen] ** 2))
    if name == "mean patience":
        return float(np.mean((run.needs.deadline - run.needs.raised)[chosen])) / TICKS_PER_WEEK
    chosen = chosen & (run.needs.priority == int(name.split("(")[1][0]))
    if name.startswith("needs"):
        return float(chosen.sum()) * TICKS_PER_WEEK / (span.count_until - span.start)
    return float(np.mean(weeks_of_work[chosen]))


def contradictions(case: QueueCase, run: Run, records: Records) -> list[str]:
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
    which = f"{case.scenario}, run {records.run}"
    return [
        f"{which}: {what} of need {int(np.argmax(wrong))} and {wrong.sum() - 1} more"
        for what, wrong in told
        if wrong.any()
    ]
