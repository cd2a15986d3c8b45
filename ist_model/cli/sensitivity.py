"""`ist sensitivity`: which assumptions carry an answer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ist_model.cli import commands, printing
from ist_model.cli.options import OUTPUTS, SCENARIOS, Cluster, Outputs, Scenario, Scenarios, Workers
from ist_model.report.words.csv_text import csv_text

if TYPE_CHECKING:
    from ist_model.experiments.sensitivity.whole import Sensitivity


def sensitivity(
    scenario: Scenario,
    measure: Annotated[
        str, typer.Option("--measure", metavar="NAME", help="Measure that is asked about")
    ] = "pupils_attention_existing",
    against: Annotated[
        str, typer.Option("--against", metavar="SCENARIO", help="Ask about the difference to this scenario")
    ] = "",
    assumptions: Annotated[
        int, typer.Option("--assumptions", min=1, help="Most that go from the screening into the shares")
    ] = 20,
    samples: Annotated[
        int, typer.Option("--samples", help="Samples for the shares: a power of 2, 16 or more")
    ] = 256,
    trajectories: Annotated[
        int, typer.Option("--trajectories", help="Walks of the screening: 4 or more")
    ] = 16,
    runs: Annotated[int, typer.Option("--runs", help="Samples of chance at each point: 2 or more")] = 4,
    workers: Workers = None,
    cluster: Cluster = None,
    csv_file: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write a row for each assumption")
    ] = None,
    folder: Scenarios = SCENARIOS,
    outputs: Outputs = OUTPUTS,
) -> None:
    """Say which assumptions carry an answer, over the ranges of the register.

    Every assumption is screened (Morris); those with the largest effects are varied together, and each gets
    its share of the variance, alone and with others (Sobol'), with chance taken out. Then both ends of each
    range in the measure's own unit, and what no effect of support would leave of the answer.
    """
    from ist_model.experiments.sensitivity.question import Question
    from ist_model.experiments.sensitivity.whole import Budget
    from ist_model.experiments.sensitivity.whole import sensitivity as ask
    from ist_model.inputs.resolve import resolve

    commands.must_be_folder(folder)
    other = resolve(against, folder) if against else None
    with printing.progress("Evaluating") as bar:
        question = Question(
            measure,
            resolve(scenario, folder),
            other,
            outputs / commands.RESULTS,
            commands.workers_of(workers, cluster),
            bar,
        )
        found = ask(question, Budget(trajectories, assumptions, samples, runs))
    _show(found)
    if csv_file is not None:
        csv_file.write_text(_csv(found), encoding="utf-8", newline="")
        printing.say(f"wrote {csv_file}")


def _show(found: Sensitivity) -> None:
    from ist_model.report.words import carries

    console = printing.console()
    console.print(carries.subject(found), style="bold")
    for line in carries.sentences(found):
        printing.say(line)
    rows = carries.rows(found)
    if not rows:
        printing.say(printing.NOTE)
        return
    table = printing.table_of("Shares of what the assumptions leave open, with 95 % intervals")
    table.add_column(
        "Assumption, name in the register, range", min_width=max(len(each.name) for each in rows)
    )
    for heading in ("With others", "Alone", "At its lowest", "At its highest"):
        table.add_column(heading)
    for each in rows:
        table.add_row(
            f"{carries.meaning(found, each.key)}\n{each.name}\n{each.range}", *each[3:], end_section=True
        )
    console.print(table)
    printing.say(printing.NOTE)


def _csv(found: Sensitivity) -> str:
    """A row for each assumption screened: effect, shares and ends, NaN where it has none."""
    made = found.indices
    place = {} if made is None else {key: at for at, key in enumerate(made.keys)}
    ends = {each.key: each for each in found.tornado.ends}
    rows: list[list[object]] = []
    for effect in found.screening.effects:
        row: list[object] = [effect.key, effect.mean, effect.mean_absolute, effect.spread, effect.size]
        for bounds in () if made is None else (made.first, made.total):
            at = place.get(effect.key)
            row += ["", "", ""] if at is None else [b[at] for b in (bounds.value, bounds.low, bounds.high)]
        end = ends.get(effect.key)
        for one in (None, None) if end is None else (end.at_low, end.at_high):
            row += ["", "", ""] if one is None else [one.mean, one.low, one.high]
        rows.append(row)
    names = ["assumption", "effect_mean", "effect_mean_absolute", "effect_spread", "effect_without_luck"]
    shares = () if made is None else ("first", "total")
    for name in (*shares, "at_lowest", "at_highest"):
        names += [name, f"{name}_low", f"{name}_high"]
    return csv_text(names, rows)
