"""Which step brings most for its money, and which may bring nothing (MODEL 8, 11.1).

Every step is run with today's luck, run by run; its gain is the paired difference to today in one measure,
counted so that more is better, and its value that gain for each £1,000 a year. SLEs are compared by
specialism, averaged over home schools, then by home school, averaged over specialisms.

A step is shown to help if the interval of its gain lies above nothing, and to harm if it lies below. While
none is shown to help, doing nothing may be as good as any. Steps that may be the best for their money, or
tied with it, are found as `ist choose` finds scenarios (`best`). Those that are not, or that harm, get no
more runs, all others as many again, until one is left and shown to help, none is left, or the budget is used.
Each look at the runs takes its share of the error (Bonferroni over `LOOKS`), so that stopping early costs no
confidence. Intervals hold together, for all looks and all of their kind: of options, of single steps, of home
schools. The set of the best holds with the same confidence, by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ist_model.experiments import skewed
from ist_model.experiments.best import Better, best
from ist_model.experiments.executor import Workers
from ist_model.experiments.next_best.steps import Step
from ist_model.experiments.replicate import Progress
from ist_model.experiments.sampled import Floats
from ist_model.experiments.sensitivity.question import UnanswerableError
from ist_model.experiments.sweep import Evaluate, Point, of_model, sweep
from ist_model.inputs.scenario_models import Resolved
from ist_model.results.store import Draw
from ist_model.results.summary import CONFIDENCE, Interval

LUCK_FROM = 3_000_000  # luck of this command's own, one number for each stage
FIRST, FEWEST = 100, 30  # runs of every step at first; fewest that a look is worth
LOOKS = 6
EACH_LOOK = 1 - (1 - CONFIDENCE) / LOOKS  # confidence of each, so that all hold
PER_GBP = 1000.0


@dataclass(frozen=True)
class Option:
    """A step, or several that differ in the home school alone and are averaged over.

    Attributes:
        key, label: short name; what it is, in words.
        steps: those that it is the average of.
        gbp_per_year: pounds a school year, averaged over the period.
        gbp_full_year: pounds of a whole school year.
        gain: a year's average of the measure, in its unit, more being better; holds with all others'.
        may_be_best: whether it is the best for its money, or tied with it.
    """

    key: str
    label: str
    steps: tuple[Step, ...]
    gbp_per_year: float
    gbp_full_year: float
    gain: Interval
    may_be_best: bool

    @property
    def per_gbp(self) -> Interval:
        """Gain for each £1,000 a year."""
        return self.gain._replace(
            mean=self.gain.mean * PER_GBP / self.gbp_per_year,
            low=self.gain.low * PER_GBP / self.gbp_per_year,
            high=self.gain.high * PER_GBP / self.gbp_per_year,
        )

    @property
    def helps(self) -> bool:
        """Whether it brings something beyond chance."""
        return self.gain.low > 0

    @property
    def harms(self) -> bool:
        """Whether it takes something beyond chance."""
        return self.gain.high < 0


@dataclass(frozen=True)
class NextBest:
    """What each step brings.

    Attributes:
        options: SLEs by specialism, and all other steps, the best average for its money first.
        homes: ids of home schools that may be the best for an SLE, or tied; all: they are not told apart.
        by_home: each home school's average gain over all specialisms, over the runs that all of them have.
        single: gain of each step by its key.
        runs: made of each option that was looked at longest.
        made: runs made in all.
    """

    options: tuple[Option, ...]
    homes: tuple[str, ...]
    by_home: Mapping[str, Interval]
    single: Mapping[str, Interval]
    runs: int
    made: int

    @property
    def nothing_may_be_best(self) -> bool:
        """Whether doing nothing may be as good as any step: none is shown to help."""
        return not any(option.helps for option in self.options)

    @property
    def first(self) -> tuple[Option, ...]:
        """The best or tied with it; none if no step is shown to bring anything."""
        if self.nothing_may_be_best:
            return ()
        return tuple(option for option in self.options if option.may_be_best)


def next_best(
    base: Resolved,
    steps: Sequence[Step],
    measure: str,
    better: Better,
    root: Path | None,
    *,
    budget: int = 30_000,
    workers: Workers = None,
    progress: Progress | None = None,
    evaluate: Evaluate = of_model,
) -> NextBest:
    """Compare steps by what they bring for their money.

    Args:
        base: today's plan.
        steps: what could be done (`steps_of`).
        measure: name of the measure.
        better: which side of it is better.
        root: where runs are stored; None: nowhere.
        budget: most runs made in all.
        workers: as `replicate`.
        progress: called with (runs made, the budget).
        evaluate: what makes numbers of a point.

    Raises:
        UnanswerableError: if the budget is too small for a first look, or the measure exists in too few runs.
        ConservationError, StoreError, WorkerError: as `sweep`.
    """
    of = _groups(steps)
    gains = {step.key: np.empty(0) for step in steps}
    open_, made, looks = list(of), 0, 0
    while True:
        chosen = [step for name in open_ for step in of[name]]
        runs = _runs(budget - made, len(chosen) + 1, max(len(gains[each.key]) for each in chosen))
        if looks and (runs < FEWEST or looks == LOOKS):
            break
        if runs < FEWEST:
            raise _too_few(budget, len(chosen) + 1)

        def told(done: int, of: int, before: int = made) -> None:
            if progress is not None:
                progress(before + done, budget)

        draw = Draw(LUCK_FROM + looks)
        points = [Point(each, draw) for each in (base, *(step.resolved for step in chosen))]
        values = sweep(points, [measure], runs, root, workers=workers, progress=told, evaluate=evaluate)[
            :, :, 0
        ]
        for step, gain in zip(chosen, gains_over_base(values, better), strict=True):
            gains[step.key] = np.concatenate([gains[step.key], gain])
        made, looks = made + values.size, looks + 1
        open_, settled = _left(open_, of, gains, measure)
        if settled:
            break
    if progress is not None:
        progress(budget, budget)
    return _answer(steps, of, gains, open_, measure, made)


def _groups(steps: Sequence[Step]) -> dict[str, list[Step]]:
    """Steps by option: SLEs of one specialism together, in order."""
    found: dict[str, list[Step]] = {}
    for step in steps:
        key = step.key.removesuffix(f".{step.home.id}") if step.home is not None else step.key
        found.setdefault(key, []).append(step)
    return found


def _runs(left: int, points: int, so_far: int) -> int:
    """Runs of each point in the next stage: as many again, as far as the budget goes."""
    return min(so_far or FIRST, left // points)


def _too_few(budget: int, points: int) -> UnanswerableError:
    return UnanswerableError(
        f"{budget:,} runs are too few for {points - 1} steps and today's plan.\n"
        f"  rule:   {FEWEST} runs of each at least, which are {FEWEST * points:,}\n"
        "  remedy: a larger --budget, or fewer steps by --specialism and --home"
    )


def _left(
    names: Sequence[str], of: Mapping[str, Sequence[Step]], gains: Mapping[str, Floats], measure: str
) -> tuple[list[str], bool]:
    """Options that may be the best and do not harm, and whether that settles the question."""
    gain = {name: gain_of([gains[step.key] for step in of[name]], len(of) * LOOKS, measure) for name in names}
    may = best(_worth(names, of, gains), names, "higher", EACH_LOOK).names if len(names) > 1 else names
    left = [name for name in names if name in may and gain[name].high >= 0]
    return left, not left or (len(left) == 1 and gain[left[0]].low > 0)


def _worth(names: Sequence[str], of: Mapping[str, Sequence[Step]], gains: Mapping[str, Floats]) -> Floats:
    """[runs, options] gain for each £1,000 of options with as many runs."""
    return np.stack(
        [
            np.mean([gains[step.key] * PER_GBP / step.gbp_per_year for step in of[name]], axis=0)
            for name in names
        ],
        axis=1,
    )


def _answer(
    steps: Sequence[Step],
    of: Mapping[str, list[Step]],
    gains: Mapping[str, Floats],
    open_: Sequence[str],
    measure: str,
    made: int,
) -> NextBest:
    options = [
        Option(
            key=name,
            label=each[0].label,
            steps=tuple(each),
            gbp_per_year=float(np.mean([step.gbp_per_year for step in each])),
            gbp_full_year=float(np.mean([step.gbp_full_year for step in each])),
            gain=gain_of([gains[step.key] for step in each], len(of) * LOOKS, measure),
            may_be_best=name in open_,
        )
        for name, each in of.items()
    ]
    by_home = _by_home(steps, gains)
    return NextBest(
        options=tuple(sorted(options, key=lambda option: -option.per_gbp.mean)),
        homes=_best_homes(by_home),
        by_home={home: gain_of([mean], len(by_home) * LOOKS, measure) for home, mean in by_home.items()},
        single={step.key: gain_of([gains[step.key]], len(steps) * LOOKS, measure) for step in steps},
        runs=max(len(each) for each in gains.values()),
        made=made,
    )


def _by_home(steps: Sequence[Step], gains: Mapping[str, Floats]) -> dict[str, Floats]:
    """[runs] average gain over specialisms at each home school, over the runs that all such steps have."""
    parts: dict[str, list[Floats]] = {}
    for step in steps:
        if step.home is not None:
            parts.setdefault(step.home.id, []).append(gains[step.key])
    runs = min((len(each) for found in parts.values() for each in found), default=0)
    return {home: np.mean([each[:runs] for each in found], axis=0) for home, found in parts.items()}


def _best_homes(by_home: Mapping[str, Floats]) -> tuple[str, ...]:
    """Home schools that may be the best."""
    if len(by_home) < 2:
        return tuple(by_home)
    return best(np.stack(list(by_home.values()), axis=1), list(by_home), "higher", EACH_LOOK).names


def gain_of(parts: Sequence[Floats], together: int, measure: str) -> Interval:
    """Mean of the average of parts with an interval that holds together with so many others."""
    values = np.mean(parts, axis=0)
    kept = values[~np.isnan(values)]
    if len(kept) < 2:
        raise UnanswerableError(
            f"{measure} exists in {len(kept)} of {len(values)} runs, with a step and without it.\n"
            "  rule:   two runs at least have it in both\n"
            "  remedy: a measure that every run has, for instance pupils_attention_existing"
        )
    return skewed.together(kept, together)


def gains_over_base(values: Floats, better: Better) -> Floats:
    """[steps, ...] how far each step is ahead of today's plan, the first of values [1 + steps, ...]."""
    return np.asarray(values[1:] - values[0] if better == "higher" else values[0] - values[1:])
