"""What was not known, ranked by how far it could change the answer: one thing at a time, with the same luck.

Each unknown cell of a workbook, and each that is known roughly, is set to the ends of its range (a choice: to
each of its choices) while all else stands as it is; the same runs are made each time. What it does is the
paired difference between the two ends, in the measure, or in the difference between two scenarios where the
decision is between two. All intervals hold together (Bonferroni over all pairs of ends), and are widened for
skewness (`skewed`). Of a choice the two ends are those found most apart, which the number of pairs pays for.
Which of two ends is the higher is read off the same runs, so a swing of nothing comes out a little above 0.
What two things do together is not seen here: draws (`ist choose`) vary all at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ist_model.experiments.best import best
from ist_model.experiments.choosing import column_of
from ist_model.experiments.compare import NotComparableError, must_be_alike
from ist_model.experiments.executor import Workers
from ist_model.experiments.replicate import Progress, Wanted, make_all
from ist_model.experiments.skewed import together
from ist_model.inputs.scenario_models import Resolved
from ist_model.inputs.unknown import Unknown, decided, decoded, in_words
from ist_model.results.summary import Interval, t_interval

FEWEST_RUNS = 10
MOST_STRENGTHS = 12  # starting strengths ranked one by one; of more, schools are ranked
Verdict = Literal["turns", "may turn", "holds", ""]


@dataclass(frozen=True)
class Swing:
    """One thing that is not known, and what it does.

    Attributes:
        label: what it is.
        cells: where it stands in the workbook.
        ends: its two ends in words, the one with the lower answer first.
        at: mean answer at each, with its own interval.
        swing: answer at the higher less that at the lower end; its interval holds with all others'.
        verdict: of a difference between two scenarios: whether its side is another at the other end.
        largest: whether it is the largest or tied with it.
    """

    label: str
    cells: tuple[str, ...]
    ends: tuple[str, str]
    at: tuple[Interval, Interval]
    swing: Interval
    verdict: Verdict
    largest: bool

    @property
    def clear(self) -> bool:
        """Whether it changes the answer beyond chance."""
        return self.swing.low > 0


@dataclass(frozen=True)
class NotKnown:
    """The answer as it stands, and what each thing does to it, the largest first."""

    central: Interval
    swings: tuple[Swing, ...]
    fixed: tuple[Unknown, ...]  # what stands in and is not varied
    runs: int


@dataclass(frozen=True)
class Thing:
    """Register rows that are not known and are set together, their levels, and the cells they are of."""

    keys: tuple[str, ...]
    unknowns: tuple[Unknown, ...]
    levels: tuple[float, ...]
    name: str = ""  # of several rows

    @property
    def label(self) -> str:
        """What it is; of a row of the register's own, that it stands for more than one cell."""
        told = self.name or " and ".join(dict.fromkeys(unknown.label for unknown in self.unknowns))
        return told if self.unknowns[0].targets else f"{told}: {self.keys[0]}, wherever it stands in"

    @property
    def cells(self) -> tuple[str, ...]:
        """Where it stands; of several rows together their number."""
        return (f"{len(self.keys)} rows",) if self.name else tuple(unknown.cell for unknown in self.unknowns)

    def told(self, level: float) -> str:
        """A level in words."""
        first = self.unknowns[0]
        if len({(unknown.middle, unknown.spread) for unknown in self.unknowns}) > 1:
            return "all at their lowest" if level == min(self.levels) else "all at their highest"
        if not first.targets:
            return f"{level:g}"
        value = decoded(first, level)
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, float):
            return in_words(value, first.factor)
        return str(value[0] if isinstance(value, tuple) else value).replace("_", " ")


def rank(
    scenarios: Sequence[Resolved],
    measure: str,
    root: Path,
    *,
    runs: int = 100,
    workers: Workers = None,
    progress: Progress | None = None,
) -> NotKnown:
    """What each unknown does to a measure of one scenario, or to the difference between two.

    Args:
        scenarios: one, or two whose difference is the answer (the second less the first).
        measure: name of a measure.
        root: where results are stored; runs that are there are not made again.
        runs: samples of chance at each end.
        workers: as `replicate`.
        progress: called with (runs done, runs in all).

    Raises:
        NotComparableError: if two scenarios' runs are not pairs, or too few runs have the measure.
        ValueError: for other than one or two scenarios, or too few runs.
        KeyError: if there is no such measure.
        ConservationError, StoreError, WorkerError: as `replicate_or_load`.
    """
    must_be_alike(scenarios)
    things = _things(scenarios)
    wanted = at_ends(scenarios, runs)
    for fault in make_all(wanted, root, workers=workers, progress=progress).values():
        raise fault
    columns = np.array([column_of(root, each, measure) for each in wanted])
    answers = columns.reshape(-1, len(scenarios), runs)
    answer = answers[:, -1] - answers[:, 0] if len(scenarios) == 2 else answers[:, 0]
    whole = answer[:, ~np.isnan(answer).any(axis=0)]
    if whole.shape[1] < FEWEST_RUNS:
        raise NotComparableError(
            f"{measure} exists in {whole.shape[1]} of {runs} runs at every end.\n"
            f"  rule:   {FEWEST_RUNS} runs or more have the measure at every end\n"
            "  remedy: more runs, or a measure that every run has"
        )
    swings = swings_of(things, whole[1:], is_difference=len(scenarios) == 2)
    fixed = {u.cell: u for each in scenarios for u in each.unknowns if not u.keys}
    return NotKnown(t_interval(whole[0]), swings, tuple(fixed.values()), whole.shape[1])


def at_ends(scenarios: Sequence[Resolved], runs: int) -> list[Wanted]:
    """What `rank` runs: the scenarios as they stand, then at each level of each thing in turn.

    Raises:
        ValueError: for other than one or two scenarios, or too few runs.
    """
    if len(scenarios) not in (1, 2) or runs < FEWEST_RUNS:
        raise ValueError(f"one scenario or two, and {FEWEST_RUNS} runs or more")
    levels = (dict.fromkeys(thing.keys, at) for thing in _things(scenarios) for at in thing.levels)
    settings: list[Mapping[str, float]] = [{}, *levels]
    return [Wanted(decided(each, setting), runs) for setting in settings for each in scenarios]


def _things(scenarios: Sequence[Resolved]) -> list[Thing]:
    """What is not known in any of the scenarios, each once, starting strengths put together where many."""
    found: dict[str, list[Unknown]] = {}
    for each in scenarios:
        for unknown in each.unknowns:
            for key in unknown.keys:
                same = found.setdefault(key, [])
                if unknown.cell not in [other.cell for other in same]:
                    same.append(unknown)
    rows = {row.key: row for each in scenarios for row in each.assumptions.assumptions}
    things = []
    for key, unknowns in found.items():
        names = unknowns[0].options
        row = rows[key]
        levels = tuple(float(names.index(name)) for name in dict.fromkeys(names)) or (row.low, row.high)
        if len(levels) > 1 and levels[0] != levels[-1]:
            things.append(Thing((key,), tuple(unknowns), levels))
    return _fewer(things, {school.id: school.roll for each in scenarios for school in each.trust.schools})


def _fewer(things: list[Thing], rolls: Mapping[str, int]) -> list[Thing]:
    """With starting strengths put together where they are many: by school, the smaller schools in one.

    Every thing is run at both its ends, so a large trust would have thousands of runs for its page.
    """
    strengths: dict[str, list[Thing]] = {}
    for thing in things:
        if thing.unknowns[0].form == "place":
            strengths.setdefault(thing.unknowns[0].targets[0].split("/")[2], []).append(thing)
    if sum(map(len, strengths.values())) <= MOST_STRENGTHS:
        return things
    schools = sorted(strengths, key=lambda school: (-rolls[school], school))
    alone, others = schools, []
    if len(schools) > MOST_STRENGTHS:
        alone, others = schools[: MOST_STRENGTHS - 1], schools[MOST_STRENGTHS - 1 :]
    whole = [_one(strengths[school], f"Starting strength in all open areas, of {school}") for school in alone]
    if others:
        rest = [thing for school in others for thing in strengths[school]]
        whole.append(_one(rest, f"Starting strengths of the {len(others)} smallest schools"))
    return [thing for thing in things if thing.unknowns[0].form != "place"] + whole


def _one(things: Sequence[Thing], name: str) -> Thing:
    keys = tuple(key for thing in things for key in thing.keys)
    return Thing(keys, tuple(each for thing in things for each in thing.unknowns), things[0].levels, name)


def swings_of(
    things: Sequence[Thing], answers: NDArray[np.float64], *, is_difference: bool
) -> tuple[Swing, ...]:
    """What each thing does, the largest first.

    Args:
        things: with two levels or more each.
        answers: [levels of all things one after the other, runs] in the measure's unit, paired by run.
        is_difference: whether they are differences between two scenarios, which have a side.
    """
    pairs = sum(len(thing.levels) * (len(thing.levels) - 1) // 2 for thing in things)
    found: list[Swing] = []
    widths: list[NDArray[np.float64]] = []
    at = 0
    for thing in things:
        block = answers[at : at + len(thing.levels)]
        at += len(thing.levels)
        means = block.mean(axis=1)
        low, high = int(means.argmin()), int(means.argmax())
        if low == high:
            low, high = 0, len(means) - 1
        difference = block[high] - block[low]
        ends = (t_interval(block[low]), t_interval(block[high]))
        found.append(
            Swing(
                label=thing.label,
                cells=thing.cells,
                ends=(thing.told(thing.levels[low]), thing.told(thing.levels[high])),
                at=ends,
                swing=together(difference, max(pairs, 1)),
                verdict=_verdict(ends) if is_difference else "",
                largest=False,
            )
        )
        widths.append(difference)
    largest = _largest([swing.label for swing in found], widths)
    marked = [Swing(**{**vars(swing), "largest": place in largest}) for place, swing in enumerate(found)]
    return tuple(sorted(marked, key=lambda swing: -swing.swing.mean))


def _largest(labels: Sequence[str], widths: Sequence[NDArray[np.float64]]) -> set[int]:
    """Places of the largest swing and those tied with it."""
    if len(widths) < 2:
        return set(range(len(widths)))
    names = [f"{place}" for place in range(len(labels))]
    return {int(name) for name in best(np.array(widths).T, names, "higher").names}


def _verdict(ends: tuple[Interval, Interval]) -> Verdict:
    low, high = ends
    if low.high < 0 < high.low:
        return "turns"
    if low.low > 0 or high.high < 0:
        return "holds"
    return "may turn"
