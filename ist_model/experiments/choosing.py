"""Which scenario to choose, by one measure: over chance, and over what is assumed (MODEL 11.1).

At the register's own values: the best scenario or those tied with it, and how likely each beats the first.
Over draws of the uncertain assumptions: how often each is the best, by how much it falls behind when it is
not, and how much of a difference is due to what is assumed rather than to chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ist_model.engines.support_effect import OutOfReachError
from ist_model.experiments import chances, draws, uncertainty
from ist_model.experiments.best import Best, Better, best
from ist_model.experiments.compare import NotComparableError, compare, must_be_alike
from ist_model.experiments.executor import Workers
from ist_model.experiments.regret import Regret, regret
from ist_model.experiments.replicate import Progress, Wanted, make_all, replicate_or_load
from ist_model.inputs.scenario_models import Resolved
from ist_model.results import store
from ist_model.results.measures import MEASURES as MEASURES_BY_NAME
from ist_model.results.result import ScenarioResult
from ist_model.results.store import Draw
from ist_model.results.tables import MEASURES, joined

FEWEST_DRAWS = 2
FEWEST_RUNS = 2


@dataclass(frozen=True)
class Against:
    """A scenario against the first one."""

    scenario: str
    chance: chances.Chance  # that it beats the first in a run, at the register's values
    over_draws: chances.OverDraws | None  # None: no draws
    parts: uncertainty.Parts | None  # the difference, and what it varies by


@dataclass(frozen=True)
class Choice:
    """What one measure says of several scenarios.

    Attributes:
        measure: name of the measure.
        label: what it is, for a reader.
        unit: of the measure.
        decimals: digits after the point that it is shown with.
        names: scenarios by their titles, the first being what the others are set against.
        best: at the register's values.
        against: every scenario but the first.
        regret: over draws; None if none were asked for.
        draws: sampled, besides the register's values.
        runs_per_draw: samples of chance in each.
        first_by_draw: [draws with an answer] mean of the first scenario's runs; None without draws.
        left_out: draws of them without an answer, because their assumptions contradict each other.
    """

    measure: str
    label: str
    unit: str
    decimals: int
    names: tuple[str, ...]
    best: Best
    against: tuple[Against, ...]
    regret: Regret | None
    draws: int
    runs_per_draw: int
    first_by_draw: NDArray[np.float64] | None = None
    left_out: int = 0


def choose(
    scenarios: Sequence[Resolved],
    measure: str,
    root: Path,
    *,
    runs: int | None = None,
    sampled: int = 0,
    runs_per_draw: int = 20,
    workers: Workers = None,
    progress: Progress | None = None,
) -> Choice:
    """Set scenarios against each other by a measure that has a better side.

    Args:
        scenarios: two or more; the first is what the others are set against.
        measure: name of a measure.
        root: where results are stored; runs that are there are not made again.
        runs: samples of chance at the register's values; omit for the scenarios' own number.
        sampled: draws of the uncertain assumptions; 0: none.
        runs_per_draw: samples of chance in each draw, with luck of their own.
        workers: as `replicate`.
        progress: called with (runs done, runs in all), once for the register's values and once for draws.

    Raises:
        NotComparableError: if two scenarios are not of the same schools, period or luck, or the measure has
            no better side.
        KeyError: if there is no such measure.
        ValueError: if there are fewer than two scenarios, draws or runs in a draw.
        ConservationError, StoreError, WorkerError: as `replicate_or_load`.
    """
    if len(scenarios) < 2:
        raise ValueError("name two scenarios or more: one alone is not a choice")
    if sampled and (sampled < FEWEST_DRAWS or runs_per_draw < FEWEST_RUNS):
        raise ValueError(f"{FEWEST_DRAWS} draws or more of {FEWEST_RUNS} runs or more, or no draws at all")
    must_be_alike(scenarios)
    _must_have_a_side(measure)
    results = [
        replicate_or_load(each, root, runs=runs, workers=workers, progress=progress) for each in scenarios
    ]
    better = _better_side(results, measure)
    row = results[0].catalogue.loc[measure].to_dict()
    names = _titles(scenarios)
    values = np.array([each.measures[measure].to_numpy(np.float64) for each in results]).T
    over, left_out = _sampled(scenarios, measure, root, sampled, runs_per_draw, workers, progress)
    return Choice(
        measure=measure,
        label=str(row["label"]),
        unit=str(row["unit"]),
        decimals=int(row["decimals"]),
        names=names,
        best=best(values, names, better),
        against=tuple(
            _against(name, values[:, place] - values[:, 0], _difference(over, place), better)
            for place, name in enumerate(names)
            if place
        ),
        regret=None if over is None else regret(over, names, better),
        draws=sampled,
        runs_per_draw=runs_per_draw if sampled else 0,
        first_by_draw=None if over is None else _means_by_draw(over[:, :, 0]),
        left_out=left_out,
    )


def _means_by_draw(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """[draws with an answer] mean over the runs that have one, of values [draws, runs]."""
    answered = ~np.isnan(values).all(axis=1)
    return np.asarray(np.nanmean(values[answered], axis=1), np.float64)


def _better_side(results: Sequence[ScenarioResult], measure: str) -> Better:
    """Which side is better, once it is known that all scenarios can be set against the first."""
    for other in results[1:]:
        row = compare(results[0], other, only=[measure]).loc[measure]
        if row["why_not"]:
            raise NotComparableError(
                f"{measure} cannot be compared in {other.summary.name}: {row['why_not']}.\n"
                "  rule:   a choice is made by a measure taken over the same schools in every scenario\n"
                "  remedy: name a measure of existing schools, or make more runs"
            )
        _must_have_a_side(measure, str(row["better"]))
        side: Better = "lower" if row["better"] == "lower" else "higher"
    return side


def _must_have_a_side(measure: str, better: str | None = None) -> None:
    """Refuse a measure of which neither more nor less is better; `better`: as compared, if it was."""
    if (MEASURES_BY_NAME[measure].better if better is None else better) not in ("lower", "higher"):
        raise NotComparableError(
            f"{measure} has no better side: more of it is neither good nor bad in itself.\n"
            "  rule:   a choice is made by a measure of which more, or less, is better\n"
            "  remedy: name another, for instance pupils_attention_existing"
        )


def _titles(scenarios: Sequence[Resolved]) -> tuple[str, ...]:
    """Scenarios by title, with their file's name where two have the same."""
    titles = [each.name for each in scenarios]
    return tuple(
        each.name if titles.count(each.name) == 1 else f"{each.name} ({each.scenario_id})"
        for each in scenarios
    )


def _sampled(
    scenarios: Sequence[Resolved],
    measure: str,
    root: Path,
    sampled: int,
    runs: int,
    workers: Workers,
    progress: Progress | None,
) -> tuple[NDArray[np.float64] | None, int]:
    """[draws, runs, scenarios] the measure in each run of each sampled draw, and draws without an answer.

    None without draws. NaN in a draw whose assumptions contradict each other: no effect of a day gives the
    odds ratio that it asks for (MODEL 4.7), so it has no answer.
    """
    if not sampled:
        return None, 0
    wanted = over_draws(scenarios, sampled, runs)
    faults = make_all(wanted, root, workers=workers, progress=progress)
    for fault in faults.values():
        if not isinstance(fault, OutOfReachError):
            raise fault
    columns = [
        np.full(runs, np.nan) if place in faults else column_of(root, each, measure)
        for place, each in enumerate(wanted)
    ]
    over = np.array(columns).reshape(sampled, len(scenarios), runs).transpose(0, 2, 1)
    whole = ~np.isnan(over).any(axis=2)
    if (whole.sum(axis=1) >= FEWEST_RUNS).sum() < FEWEST_DRAWS:
        raise NotComparableError(
            f"{measure} exists in too few runs of the draws.\n"
            "  rule:   two draws or more, with two runs or more in which every scenario has the measure\n"
            "  remedy: more runs in each draw, or a measure that every run has"
        )
    return over, len({place // len(scenarios) for place in faults})


def over_draws(scenarios: Sequence[Resolved], sampled: int, runs: int) -> list[Wanted]:
    """What `choose` runs besides the register's own values: every scenario in each draw, draw by draw."""
    values = [draws.sample(each.assumptions, sampled, each.seed) for each in scenarios]
    return [
        Wanted(each, runs, Draw(number, of_scenario[number]))
        for number in range(1, sampled + 1)
        for each, of_scenario in zip(scenarios, values, strict=True)
    ]


def column_of(root: Path, wanted: Wanted, measure: str) -> NDArray[np.float64]:
    """[runs] a measure of the stored runs of a draw."""
    held = store.Batches(root, store.key_of(wanted.resolved, wanted.draw), wanted.runs)
    return joined(held.parts(MEASURES), wanted.runs)[measure].to_numpy(np.float64)


def _difference(over: NDArray[np.float64] | None, place: int) -> NDArray[np.float64] | None:
    return None if over is None else np.asarray(over[:, :, place] - over[:, :, 0])


def _against(
    name: str, central: NDArray[np.float64], over: NDArray[np.float64] | None, better: Better
) -> Against:
    return Against(
        scenario=name,
        chance=chances.beats(central, better),
        over_draws=None if over is None else chances.beats_over_draws(over, better),
        parts=None if over is None else uncertainty.parts(over, "own"),
    )
