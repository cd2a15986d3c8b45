"""The commands of `commands` and `deciding` as they are typed: arguments, options, help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ist_model.cli import commands, deciding
from ist_model.cli.commands import workers_of
from ist_model.cli.options import (
    OUTPUTS,
    SCENARIOS,
    Cluster,
    Named,
    Outputs,
    Runs,
    Scenario,
    Scenarios,
    Workers,
)


def check(
    scenarios: Annotated[
        list[str] | None, typer.Argument(help="Scenarios to check (default: all in the folder)")
    ] = None,
    folder: Scenarios = SCENARIOS,
) -> None:
    """Check scenarios without running them; every fault is shown with its place and remedy."""
    commands.check(scenarios or [], folder)


def run(
    scenario: Scenario,
    runs: Runs = None,
    workers: Workers = None,
    cluster: Cluster = None,
    named: Named = False,
    folder: Scenarios = SCENARIOS,
    outputs: Outputs = OUTPUTS,
) -> None:
    """Run one scenario, keep the result and print its key numbers."""
    commands.run(scenario, runs, workers_of(workers, cluster), named, folder, outputs)


def compare(
    baseline: Scenario,
    scenarios: Annotated[list[str], typer.Argument(help="Scenarios to compare with the baseline")],
    runs: Runs = None,
    workers: Workers = None,
    cluster: Cluster = None,
    every: Annotated[bool, typer.Option("--all", help="Every measure, not only the key ones")] = False,
    until: Annotated[
        float | None,
        typer.Option(
            "--until",
            metavar="PUPILS",
            help="Run on until the difference in existing schools' pupils needing attention is known to "
            "within so many, in place of --runs",
        ),
    ] = None,
    budget: Annotated[int | None, typer.Option("--budget", min=30, help="Most runs, else 2000")] = None,
    folder: Scenarios = SCENARIOS,
    outputs: Outputs = OUTPUTS,
) -> None:
    """Compare scenarios with a baseline: paired differences with 95 % intervals."""
    deciding.compare(
        baseline, scenarios, runs, workers_of(workers, cluster), every, until, budget, folder, outputs
    )


def choose(
    baseline: Scenario,
    scenarios: Annotated[list[str], typer.Argument(help="Scenarios to choose among, besides the first")],
    measure: Annotated[
        str, typer.Option("--measure", metavar="NAME", help="Measure to choose by")
    ] = "pupils_attention_existing",
    runs: Annotated[
        int | None, typer.Option("--runs", min=2, help="Samples of chance (default: the scenario's)")
    ] = None,
    draws: Annotated[
        int, typer.Option("--draws", min=0, help="Draws of the uncertain assumptions; 0: none")
    ] = 16,
    runs_per_draw: Annotated[
        int | None, typer.Option("--runs-per-draw", min=2, help="Runs in each draw (default: 20)")
    ] = None,
    workers: Workers = None,
    cluster: Cluster = None,
    folder: Scenarios = SCENARIOS,
    outputs: Outputs = OUTPUTS,
) -> None:
    """Say which scenario is the best, or tied with it: over chance, and over what is only assumed.

    Ties are stated, never ranked. Regret is how far a scenario falls behind the best one in a draw.
    """
    deciding.choose(
        [baseline, *scenarios],
        measure,
        runs,
        draws,
        runs_per_draw,
        workers_of(workers, cluster),
        folder,
        outputs,
    )


def why_different(
    a: Annotated[str, typer.Argument(metavar="A", help="Scenario to start from")],
    b: Annotated[str, typer.Argument(metavar="B", help="Scenario to explain")],
    measure: Annotated[
        list[str] | None,
        typer.Option("--measure", metavar="NAME", help="Measure to split; may be given several times"),
    ] = None,
    runs: Runs = None,
    workers: Workers = None,
    cluster: Cluster = None,
    named: Named = False,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write the split, exact, as JSON")
    ] = None,
    csv_file: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write the steps as a table")
    ] = None,
    folder: Scenarios = SCENARIOS,
    outputs: Outputs = OUTPUTS,
) -> None:
    """Say why B differs from A: the difference split by cause, in steps that add up.

    Without --measure: existing schools' pupils in schools needing attention, needs begun in time, days
    unmet, and cost.
    """
    commands.why_different(
        a, b, measure or [], runs, workers_of(workers, cluster), named, json_file, csv_file, folder, outputs
    )


def network(
    scenario: Scenario,
    runs: Runs = None,
    workers: Workers = None,
    cluster: Cluster = None,
    named: Named = False,
    csv_file: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write days by term, giver and receiver")
    ] = None,
    folder: Scenarios = SCENARIOS,
    outputs: Outputs = OUTPUTS,
) -> None:
    """Show who supports whom: days a year by giver and receiver, and how far giving is returned."""
    commands.network(scenario, runs, workers_of(workers, cluster), named, csv_file, folder, outputs)


def weak_points(
    scenario: Scenario,
    runs: Runs = None,
    workers: Workers = None,
    cluster: Cluster = None,
    named: Named = False,
    csv_file: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write the differences as a table")
    ] = None,
    folder: Scenarios = SCENARIOS,
    outputs: Outputs = OUTPUTS,
) -> None:
    """Find single points of failure: withdraw each giving school and each role in turn, and run again.

    The posts stay; their holders give no support from the first day, warm-up included. Groups of fewer than
    five leaders are never shown apart.
    """
    commands.weak_points(scenario, runs, workers_of(workers, cluster), named, csv_file, folder, outputs)


def effect_per_day(
    scenario: Scenario = "baseline",
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write the figures, unrounded, as JSON")
    ] = None,
    folder: Scenarios = SCENARIOS,
) -> None:
    """Say what a day of support does: points per day at the low, central and high odds ratio, and chances.

    The figures are for an example: a school at the threshold of needing attention, given the standard
    package. They are no forecast for any school.
    """
    commands.effect_per_day(scenario, json_file, folder)


def explain(
    scenario: Scenario,
    request: Annotated[
        str | None, typer.Option("--request", help="Number of a request in the list, or `longest`")
    ] = None,
    number: Annotated[int, typer.Option("--run", min=0, help="Which sample of chance")] = 0,
    folder: Scenarios = SCENARIOS,
) -> None:
    """Tell why a request for support waited, in one run. Without --request: list the run's requests."""
    commands.explain(scenario, request, number, folder)


def same(
    scenario: Scenario,
    number: Annotated[int, typer.Option("--run", min=0, help="Which sample of chance")] = 0,
    folder: Scenarios = SCENARIOS,
) -> None:
    """Compare the two engines on one run: the same to the bit, or the first moment at which they part.

    For who changes an engine.
    """
    commands.same(scenario, number, folder)


def pack(
    scenarios: Annotated[
        list[str] | None, typer.Argument(help="Scenarios (default: all at the top of the folder)")
    ] = None,
    baseline: Annotated[
        str,
        typer.Option(
            "--baseline",
            metavar="SCENARIO",
            help="What the others are set against (default: a workbook named first, else `baseline`)",
        ),
    ] = "",
    named: Named = False,
    public: Annotated[bool, typer.Option("--public", help="Nothing of single posts or schools")] = False,
    force: Annotated[bool, typer.Option("--force", help="Make unchanged pages anew too")] = False,
    workers: Workers = None,
    cluster: Cluster = None,
    folder: Scenarios = SCENARIOS,
    outputs: Outputs = OUTPUTS,
) -> None:
    """Run scenarios and write the pages: outputs/pack/index.html leads to them all.

    With another baseline and no scenarios named, those of its trust are shown. Only pages of which something
    changed are made again.
    """
    makers = workers_of(workers, cluster)
    commands.pack(scenarios or [], baseline, named, public, force, makers, folder, outputs)


def schema(
    check_only: Annotated[
        bool, typer.Option("--check", help="Only say whether the files are up to date")
    ] = False,
    folder: Scenarios = SCENARIOS,
    table: Annotated[
        Path | None, typer.Option("--table", help="Field table to write, Markdown", metavar="FILE")
    ] = None,
) -> None:
    """Write the JSON Schemas that editors use and the table of all fields."""
    commands.schema(check_only, folder, table)
