"""The queue cases K1 to K7: scenario file, what is changed in it, how many runs, and what theory says.

A point is a scenario of `scenarios/verification`, lengthened and, for points of one kind, changed as any
scenario is. Numbers are in the units of the case, so that they read as in the literature. Theory is a
function of the length of work (1: as written), for the points whose luck a control takes out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ist_model.oracles import erlang_a, erlang_c, pollaczek_khinchine, priority_queue
from tests.system.queue_runs import QueueRun

NARROW = 0.02
Theory = Callable[[float], float]


@dataclass(frozen=True)
class Number:
    """A number of a case: how a run measures it, and what it must be."""

    name: str
    measure: Callable[[QueueRun], float]  # in weeks, or a share
    theory: Theory  # in the unit of the name
    unit: float = 1.0  # of the unit of the name, in a week
    narrow: float | None = NARROW  # most that the 99 % interval may reach to either side, of theory


@dataclass(frozen=True)
class Point:
    """One queue: runs of a scenario and the numbers that they must give."""

    case: str
    label: str
    scenario: str
    posts: int
    numbers: tuple[Number, ...]
    runs: int
    years: float
    settle_years: float = 1.0  # after the needs that count, so that each of them is resolved
    warm_up_weeks: float | None = None  # if not that of the file
    changes: dict[str, Any] = field(default_factory=dict)
    controlled: bool = False  # the same needs with shorter work take the luck out
    key: str | None = None  # of the luck, for a point whose file is another's
    streams: tuple[str, ...] = ("beyond",)

    @property
    def fields(self) -> dict[str, Any]:
        """The scenario's fields that differ from the file."""
        counted = {"years": self.years, "count_needs_for_years": self.years - self.settle_years}
        warm_up = {} if self.warm_up_weeks is None else {"warm_up_weeks": self.warm_up_weeks}
        changed = self.changes.get("streams", {}).get("change", {})
        if self.key is not None:  # points have luck of their own
            keys = {name: {"draw_key": f"{self.key}, {name}"} for name in self.streams}
            changed = {name: {**changed.get(name, {}), **keys[name]} for name in self.streams}
        streams = {"streams": {"change": changed}} if changed else {}
        return {**counted, **warm_up, "changes": {**self.changes, **streams}}

    @property
    def numbers_checked(self) -> int:
        """Where there is a control: each number with it and without, and the inputs, which it would hide."""
        return len(self.numbers) * (2 if self.controlled else 1) + (len(INPUTS) if self.controlled else 0)


# What a control takes out of the numbers: so it is checked by itself. Mean work is one week.
INPUTS: tuple[tuple[str, Callable[[QueueRun], float], Callable[[float], float]], ...] = (
    ("needs a week", QueueRun.needs_a_week, lambda rate: rate),
    ("mean work", QueueRun.mean_work, lambda rate: 1.0),
    ("mean square of work", lambda run: run.mean_work(power=2), lambda rate: 2.0),
)


def erlang_c_numbers(
    posts: int, rate: float, service: float, unit: str = "", within: float = 0.0
) -> tuple[Number, ...]:
    """All of Erlang C, times in the unit in which the mean service is given."""
    spoken = f", {unit}" if unit else ""
    numbers = (
        Number(
            "chance of waiting",
            QueueRun.chance_of_wait,
            lambda work: erlang_c.chance_of_wait(posts, rate * service * work),
        ),
        Number(
            f"mean wait{spoken}",
            QueueRun.mean_wait,
            lambda work: erlang_c.mean_wait(posts, rate, service * work),
            service,
        ),
        Number(
            "mean number waiting",
            QueueRun.mean_waiting,
            lambda work: erlang_c.mean_waiting(posts, rate, service * work),
        ),
        Number(
            "share of post time in use",
            QueueRun.utilisation,
            lambda work: erlang_c.occupancy(posts, rate, service * work),
        ),
    )
    if not within:
        return numbers
    started = Number(
        f"share started within {within:g} {unit}",
        lambda run: run.started_within(within / service),
        lambda work: erlang_c.service_level(posts, rate, service * work, within),
    )
    return (*numbers, started)


def grid_point(posts: int, load: float, runs: int, years: float, warm_up_weeks: float) -> Point:
    """A point of K3's grid: mean work 1."""
    changes = {
        "posts": {"change": {"supporter": {"count": posts}}},
        "streams": {"change": {"beyond": {"needs_per_week": load}}},
    }
    label = f"M/M/{posts}, load {load:g}"
    numbers = erlang_c_numbers(posts, load, 1.0)
    return Point(
        "K3", label, "k3-three-posts", posts, numbers, runs, years, 1.0, warm_up_weeks, changes, key=label
    )


def two_classes(rates: tuple[float, float], minutes: float = 0.0) -> tuple[Number, ...]:
    """Waits of urgent and other needs, one post; Prabhu's in minutes, else in mean work, with the work."""

    def number(rank: int, name: str) -> Number:
        if minutes:
            return Number(
                f"mean wait, {name}, min",
                lambda run: run.mean_wait(rank + 1),
                lambda work: minutes * priority_queue.mean_wait_exponential(rank, rates, work),
                minutes,
            )
        return Number(
            f"time in system, {name}",
            lambda run: run.time_in_system(rank + 1),
            lambda work: priority_queue.mean_time_in_system_exponential(rank, rates, work),
        )

    return number(0, "urgent"), number(1, "other")


K5_RATES = (0.6, 0.9, 1.5)
CONSERVED = Number(
    "mean wait of all", QueueRun.mean_wait, lambda work: priority_queue.conserved_wait(4, K5_RATES, work)
)


def three_classes(label: str, order: str, runs: int, turned: bool = False) -> Point:
    """K5 under a policy, and all classes together; `turned`: the class with most needs is served first."""
    classes = [
        Number(
            f"mean wait, class {rank + 1}",
            lambda run, rank=rank: run.mean_wait(rank + 1),
            lambda work, rank=rank: priority_queue.mean_wait_many_servers(rank, 4, K5_RATES, work),
        )
        for rank in range(3)
    ]
    numbers = (*classes, CONSERVED) if order == "triage" and not turned else (CONSERVED,)
    changes: dict[str, Any] = {"policy": {"order": order, "when": "continuous"}}
    if turned:
        changes["streams"] = {"change": {"first": {"priority": 3}, "third": {"priority": 1}}}
    return Point(
        "K5",
        label,
        "k5-three-priorities",
        4,
        numbers,
        runs,
        120.0,
        changes=changes,
        key=label,
        streams=("first", "second", "third"),
    )


def variable_work(variation: float, work: dict[str, Any], runs: int) -> Point:
    """K6 at a load of .8: one post, mean work 1."""
    wait = Number(
        "mean wait",
        QueueRun.mean_wait,
        lambda length: pollaczek_khinchine.mean_wait_by_variation(0.8, length, variation),
    )
    changes = {"streams": {"change": {"beyond": {"work": {"mean_days": 1.0, **work}}}}}
    label = f"M/G/1, load .8, variation {variation:g}"
    return Point(
        "K6", label, "k6-variable-work", 1, (wait,), runs, 250.0, 10.0, 975, changes=changes, key=label
    )


_K7 = (50, 48.0 / 60.0)  # posts, needs a second
_PATIENCE, _MINUTE = 120.0, 60.0
PATIENT = (
    Number(
        "chance of waiting",
        QueueRun.chance_of_wait,
        lambda work: erlang_a.chance_of_wait(*_K7, _MINUTE * work, _PATIENCE),
    ),
    Number(
        "mean wait of all, s",
        QueueRun.mean_wait,
        lambda work: erlang_a.mean_wait(*_K7, _MINUTE * work, _PATIENCE),
        _MINUTE,
    ),
    Number(
        "share withdrawn",
        QueueRun.share_withdrawn,
        lambda work: erlang_a.share_withdrawn(*_K7, _MINUTE * work, _PATIENCE),
    ),
    Number(
        "share of post time in use",
        QueueRun.utilisation,
        lambda work: erlang_a.utilisation(*_K7, _MINUTE * work, _PATIENCE),
    ),
)
