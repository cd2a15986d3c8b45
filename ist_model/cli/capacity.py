"""`ist capacity`: the cheapest mix of posts and days that keeps the service standard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ist_model.cli import commands, printing
from ist_model.cli.failures import FailedError, RefusedError
from ist_model.cli.middle import at_middle
from ist_model.cli.options import OUTPUTS, SCENARIOS, Cluster, Outputs, Runs, Scenario, Scenarios, Workers

if TYPE_CHECKING:
    from ist_model.experiments.capacity import Capacity
    from ist_model.experiments.target import Target

Cost = Literal["budget", "spent", "worth", "posts"]
Schools = Literal["existing", "trust", "beyond"]
STANDARD, CONFIDENCE = 0.7, 0.9


def capacity(
    scenario: Scenario,
    standard: Annotated[
        float | None,
        typer.Option("--standard", help="Share of needs to begin within the service standard (default: 0.7)"),
    ] = None,
    confidence: Annotated[
        float | None, typer.Option("--confidence", help="Share of runs that must keep it (default: 0.9)")
    ] = None,
    schools: Annotated[Schools, typer.Option("--schools", help="Whose needs")] = "existing",
    cost: Annotated[
        Cost,
        typer.Option(
            "--cost",
            help="budget: cover and buying, if every day set aside is used; spent: what support costs in the "
            "runs, less income (to 500 GBP); worth: days set aside, at what others pay; posts: designations",
        ),
    ] = "budget",
    lever: Annotated[
        list[str] | None,
        typer.Option(
            "--lever",
            metavar="NAME=LOW..HIGH",
            help="Bounds of a lever (NAME=NUMBER holds it); several times",
        ),
    ] = None,
    only: Annotated[
        bool, typer.Option("--only", help="Levers that are not named stay as they are today")
    ] = False,
    levers: Annotated[bool, typer.Option("--levers", help="Only list the levers and their bounds")] = False,
    measure: Annotated[
        str | None, typer.Option("--measure", metavar="NAME", help="Instead: the mean of a measure ...")
    ] = None,
    at_most: Annotated[float | None, typer.Option("--at-most", help="... is no more than this")] = None,
    at_least: Annotated[float | None, typer.Option("--at-least", help="... is no less than this")] = None,
    margin: Annotated[
        float | None,
        typer.Option("--margin", help="How far from the limit is as good as on it (default: 0.03, or 1/20)"),
    ] = None,
    budget: Annotated[
        int, typer.Option("--budget", min=1_000, help="Runs that search and selection may make")
    ] = 30_000,
    runs: Runs = None,
    save: Annotated[
        str | None, typer.Option("--save", metavar="NAME", help="Write the plan as a scenario of this name")
    ] = None,
    workers: Workers = None,
    cluster: Cluster = None,
    folder: Scenarios = SCENARIOS,
    outputs: Outputs = OUTPUTS,
) -> None:
    """Find the cheapest mix of posts, days a year and bought days that keeps the service standard.

    With it comes the line between cost and risk. A first answer comes in seconds and gets better; which plan
    is the cheapest is then judged by runs that the search has not seen. Plans that the runs do not tell apart
    are called tied. If no plan keeps the standard: which limit stands in the way, and by how much.
    """
    from ist_model.cli import capacity_told
    from ist_model.experiments.capacity import search
    from ist_model.experiments.lever_bounds import bounded
    from ist_model.experiments.levers import LeverError, levers_of
    from ist_model.experiments.plan_costs import NoBudgetError
    from ist_model.experiments.target import TargetError
    from ist_model.inputs.write_scenario import target_of

    commands.must_be_folder(folder)
    base = at_middle(scenario, folder)
    try:
        chosen = bounded(levers_of(base), lever or [], only)
        if levers:
            capacity_told.show_levers(base, chosen)
            return
        target = _target(standard, confidence, schools, measure, at_most, at_least, margin)
        if save is not None:
            target_of(save, scenario, folder)
        with capacity_told.telling(chosen, target, cost) as tell:
            found = search(
                base,
                chosen,
                target,
                cost,
                outputs / commands.RESULTS,
                budget=budget,
                shown_runs=runs,
                workers=commands.workers_of(workers, cluster),
                tell=tell,
            )
    except (LeverError, TargetError, NoBudgetError) as error:
        raise RefusedError(str(error)) from error
    capacity_told.show(found, outputs / commands.RESULTS)
    if save is not None:
        _save(found, save, scenario, folder)


def _target(
    standard: float | None,
    confidence: float | None,
    schools: str,
    measure: str | None,
    at_most: float | None,
    at_least: float | None,
    margin: float | None,
) -> Target:
    from ist_model.experiments import target

    if measure is None:
        if at_most is not None or at_least is not None:
            raise RefusedError("--at-most and --at-least are for --measure: name one, or leave them out")
        return target.standard(
            STANDARD if standard is None else standard,
            CONFIDENCE if confidence is None else confidence,
            schools,
            margin,
        )
    if standard is not None or confidence is not None:
        raise RefusedError("give --standard and --confidence, or --measure with its limit, not both")
    if (at_most is None) == (at_least is None):
        raise RefusedError(f"--measure {measure} needs --at-most or --at-least, one of the two")
    if at_most is not None:
        return target.mean(measure, "at most", at_most, margin)
    return target.mean(measure, "at least", float(at_least or 0.0), margin)


def _save(found: Capacity, name: str, scenario: str, folder: Path) -> None:
    """Write the plan selected as a scenario file; of several the first."""
    from ist_model.cli import capacity_told
    from ist_model.experiments.levers import plan_of
    from ist_model.inputs.write_scenario import write_scenario

    if not found.best or found.best[0].plan is None:
        raise FailedError(f"no plan keeps the standard, so there is none to write as {name}")
    title = f"{found.base.name}: {capacity_told.asked_short(found.target)}"[:200]
    written, _ = plan_of(found.base, found.levers, found.best[0].plan, name, title)
    write_scenario(written, name, folder, capacity_told.heading(found))
    printing.say(
        f"Wrote the scenario {name}; its runs are stored. Next:  ist compare {scenario} {name}"
        + ("" if found.sure else "  (not sure: see above)")
    )
