"""What speed and memory are to be, beside what they are."""

from __future__ import annotations

import numpy as np

from benchmarks import baseline, laboratory, luck, queue_race
from benchmarks.baseline import Baseline
from benchmarks.fresh import Fresh
from benchmarks.growth import EVEN, Growth
from benchmarks.luck import Luck
from benchmarks.page import Section
from benchmarks.queue_race import QueueRace
from benchmarks.timing import duration, figures, ratio

TEXT = "Goals for two cores, and what this run of the benchmarks found."
WHY_NOT = """\
Goals that are not reached: the C program knows nothing but its queue, where the engine asks of each pair what
tier, release, travel, days left and room say, keeps events of every kind in one order, and writes down who
gave what to whom. Each of these costs a little, and none much. The narrated engine does as much for a
customer, where SimPy's user counts a resource up and down. A run of the baseline is some sixty rules over a
few thousand draws and numbers, none of which takes more than about a tenth of it. A quicker narrated engine
lowers the first ratio and helps the third. What was tried, with figures, and what it would take:
[decision 27](decisions/0027-who-is-asked-again.md)."""
_MANY = 300  # schools of the trust whose cost of a school is compared with that of six
_SCENARIOS = 2
_RUNS_SPARED = ((luck.WAIT, "mean wait", 5.0), (luck.UTILISATION, "utilisation", 10.0))
Row = tuple[str, str, str]


def section(
    race: QueueRace,
    shipped: Baseline,
    fresh: Fresh,
    growth: Growth,
    shared: Luck,
    asked: laboratory.Laboratory,
) -> Section:
    """The table."""
    rows = (
        *_engines(race, shipped),
        *_growth(growth),
        *_memory(fresh),
        *_luck(shared),
        *_starts(fresh),
        *laboratory.goals(asked),
    )
    return Section("Goals", TEXT, ("what", "goal", "found"), rows, after=WHY_NOT)


def _engines(race: QueueRace, shipped: Baseline) -> tuple[Row, ...]:
    compiled, simpy = queue_race.COMPILED, queue_race.SIMPY
    thousand = (
        1_000 * float(np.median(shipped.costs[baseline.ALONE])) / shipped.threads[baseline.ALONE].median
    )
    faster = ratio(shipped.costs, baseline.NARRATED, baseline.ALONE)
    return (
        ("compiled engine on the baseline, × the narrated one, a core", "at least 300", str(faster)),
        (
            "compiled engine on the queue K1, × the C program",
            "at least 0.8",
            str(ratio(race.costs, queue_race.C, compiled)),
        ),
        (
            "narrated engine on the queue K1, × the time of SimPy",
            "at most 1.5",
            str(ratio(race.costs, queue_race.NARRATED, simpy)),
        ),
        ("a thousand runs of the baseline by two threads", "about 0.1 s", duration(thousand)),
    )


def _growth(growth: Growth) -> tuple[Row, ...]:
    found = {policy: growth.times(policy) for policy in EVEN}
    return tuple(
        (f"a school in a year, {_MANY} schools, × six: {policy}", "at most 3", figures(times[_MANY]))
        for policy, times in found.items()
        if _MANY in times
    )


def _memory(fresh: Fresh) -> tuple[Row, ...]:
    few, many = min(fresh.memory), max(fresh.memory)
    what = f"memory for {many:,} runs, × that for {few:,}"
    return ((what, "1", figures(fresh.memory[many] / fresh.memory[few])),)


def _luck(shared: Luck) -> tuple[Row, ...]:
    """The same scenarios for both measures: those that come nearest to both goals, or pass them furthest."""

    def passes(name: str) -> float:
        return min(shared.spared[name][measure].times / goal for measure, _, goal in _RUNS_SPARED)

    best = sorted(shared.spared, key=passes, reverse=True)[:_SCENARIOS]
    rows = []
    for measure, words, goal in _RUNS_SPARED:
        found = " and ".join(f"{figures(shared.spared[name][measure].times)} (`{name}`)" for name in best)
        reach = sum(by[measure].times >= goal for by in shared.spared.values())
        what = f"times fewer runs with common random numbers, two scenarios: {words}"
        found += f"; {reach} of {len(shared.spared)} scenarios reach {goal:g}"
        rows.append((what, f"at least {goal:g}", found))
    return tuple(rows)


def _starts(fresh: Fresh) -> tuple[Row, ...]:
    warm = duration(float(np.median([start.whole for start in fresh.warm])))
    rows: list[Row] = [("first result in a fresh process, warm", "below 2 s", warm)]
    if fresh.cold is not None:
        rows.append(("first result, cold: all is compiled", "below 60 s", duration(fresh.cold.whole)))
    return tuple(rows)
