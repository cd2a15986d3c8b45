"""The commands that set scenarios against each other: `ist compare` and `ist choose`."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

from ist_model.cli import commands, printing
from ist_model.cli.failures import RefusedError

if TYPE_CHECKING:
    from ist_model.experiments.executor import Workers
    from ist_model.experiments.precision import Look
    from ist_model.inputs.scenario_models import Resolved

HEADLINE = printing.KEY_MEASURES[0]
BUDGET, RUNS_PER_DRAW = 2000, 20  # as the help says


def compare(
    baseline: str,
    scenarios: list[str],
    runs: int | None,
    workers: Workers,
    every: bool,
    until: float | None,
    budget: int | None,
    folder: Path,
    outputs: Path,
) -> None:
    """Print paired differences of each scenario against the baseline."""
    from ist_model.cli.middle import all_at_middle
    from ist_model.cli.unknowns import listed
    from ist_model.experiments.compare import compare as compare_results
    from ist_model.experiments.compare import must_be_alike, with_interval

    folder = commands.scenarios_folder(folder, [baseline, *scenarios])
    if until is not None and runs is not None:
        raise RefusedError("give --runs or --until, not both: --until chooses the number of runs itself")
    if until is None and budget is not None:
        raise RefusedError("--budget is for --until alone: without it give the number of runs by --runs")
    if until is not None and not 0 < until < math.inf:
        raise RefusedError(f"--until is {until:g}: it must be above 0, a number of pupils")
    names = [baseline, *scenarios]
    resolved = dict(zip(names, all_at_middle(names, folder), strict=True))
    for scenario in scenarios:
        found, words = None, ""
        if until is not None:
            must_be_alike([resolved[baseline], resolved[scenario]])
            found, words = _until(
                resolved[baseline], resolved[scenario], until, budget or BUDGET, workers, outputs
            )
            runs = found.runs
        base = commands.result_of(baseline, runs, workers, folder, outputs)
        other = commands.result_of(scenario, runs, workers, folder, outputs)
        frame = compare_results(base, other)
        if found is not None:
            frame = with_interval(frame, HEADLINE, found.mean, found.low, found.high)
        printing.comparison(base, other, frame, every)
        if words:
            printing.say(words)
    listed(resolved[baseline])


def _until(
    baseline: Resolved, scenario: Resolved, until: float, budget: int, workers: Workers, outputs: Path
) -> tuple[Look, str]:
    """Runs made until the headline difference is known closely enough, and the rule in words."""
    from ist_model.experiments.enough import until_known
    from ist_model.experiments.precision import Rule

    rule = Rule(until, budget=budget)
    with printing.progress(f"Running {baseline.scenario_id} and {scenario.scenario_id}") as bar:
        found = until_known(
            baseline, scenario, HEADLINE, rule, outputs / commands.RESULTS, workers=workers, progress=bar
        )
    about = "Pupils of existing schools in a school needing attention"
    why = "The interval in that line is the one the rule allows, not the narrower one that stopped it."
    return found, f"Rule: {rule.words('pupils')}. {about}: {found.words(rule, 'pupils')}. {why}"


def choose(
    scenarios: list[str],
    measure: str,
    runs: int | None,
    draws: int,
    runs_per_draw: int | None,
    workers: Workers,
    folder: Path,
    outputs: Path,
) -> None:
    """Print which scenario is the best or tied with it, by one measure."""
    from ist_model.cli import choosing
    from ist_model.experiments.choosing import choose as chosen
    from ist_model.inputs.errors import suggest
    from ist_model.inputs.resolve import resolve
    from ist_model.results.measures import MEASURES

    folder = commands.scenarios_folder(folder, scenarios)
    if measure not in MEASURES:
        raise RefusedError(f"no measure is called {measure!r}: {suggest(measure, MEASURES)}")
    if len(set(scenarios)) < len(scenarios):
        raise RefusedError("a scenario is named twice: name each once")
    if draws == 1:
        raise RefusedError("--draws is 1: two are the fewest that can differ; 0 leaves them out")
    if draws == 0 and runs_per_draw is not None:
        raise RefusedError("--runs-per-draw is for draws, and --draws 0 leaves them out: give only one")
    resolved = [resolve(scenario, folder) for scenario in scenarios]
    with printing.progress("Running") as bar:
        answer = chosen(
            resolved,
            measure,
            outputs / commands.RESULTS,
            runs=runs,
            sampled=draws,
            runs_per_draw=runs_per_draw or RUNS_PER_DRAW,
            workers=workers,
            progress=bar,
        )
    choosing.show(answer)
