"""`ist value-of-knowing` and `ist robust`: options set against each other over draws of the assumptions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ist_model.cli import commands, printing
from ist_model.cli.failures import RefusedError
from ist_model.cli.options import OUTPUTS, SCENARIOS, Cluster, Outputs, Scenarios, Workers

if TYPE_CHECKING:
    from ist_model.experiments.best import Best, Better
    from ist_model.experiments.executor import Workers as Who
    from ist_model.experiments.sampled import Sampled
    from ist_model.inputs.scenario_models import Resolved
    from ist_model.results.measures import Measure

Options = Annotated[list[str], typer.Argument(help="Scenarios to choose among")]
MeasureName = Annotated[str, typer.Option("--measure", metavar="NAME", help="Measure to choose by")]
Draws = Annotated[int, typer.Option("--draws", help="Draws of the uncertain assumptions: 32 or more")]
RunsPerDraw = Annotated[int, typer.Option("--runs-per-draw", help="Runs in each draw: 2 or more")]
PUPILS = "pupils_attention_existing"


def value_of_knowing(
    scenarios: Options,
    measure: MeasureName = PUPILS,
    draws: Draws = 256,
    runs_per_draw: RunsPerDraw = 4,
    workers: Workers = None,
    cluster: Cluster = None,
    folder: Scenarios = SCENARIOS,
    outputs: Outputs = OUTPUTS,
) -> None:
    """Say what finding out would be worth before choosing: everything, or one assumption.

    Assumptions are named only if they stand out of chance, all of them looked at together.
    """
    from ist_model.experiments.knowing import knowing
    from ist_model.report.words import carries, worth

    resolved, found, made, without = _sampled(
        scenarios, measure, draws, runs_per_draw, workers, cluster, folder, outputs
    )
    answer = knowing(made)
    first, last = worth.no_effect_sentences([made.names[answer.best]], without)
    printing.say(f"{found.label} ({found.unit}).")
    known = worth.knowing_sentences(made, found, answer, resolved[0])
    for line in [*first, *known, *last, *worth.about_draws(made)]:
        printing.say(line)
    table = printing.table_of("Most worth finding out, one assumption by itself")
    shown = answer.each[:8]
    table.add_column(
        "Assumption, and its name in the register", min_width=max(len(each.key) for each in shown)
    )
    for heading in ("Worth", "95 %", "Stands out of chance"):
        table.add_column(heading)
    for each in shown:
        value, span = worth.apart(found, each.value), worth.between(found, each.low, each.high)
        named = f"{carries.meaning_in(resolved[0], each.key)}\n{each.key}"
        table.add_row(named, value, span, "yes" if each.clear else "no", end_section=True)
    printing.console().print(table)
    printing.say(printing.NOTE)


def robust(
    scenarios: Options,
    measure: MeasureName = PUPILS,
    line: Annotated[
        float | None, typer.Option("--line", metavar="VALUE", help="What the measure should reach")
    ] = None,
    draws: Draws = 256,
    runs_per_draw: RunsPerDraw = 4,
    workers: Workers = None,
    cluster: Cluster = None,
    folder: Scenarios = SCENARIOS,
    outputs: Outputs = OUTPUTS,
) -> None:
    """Say which option does least badly over the assumptions and, with --line, where each falls short.

    The line is in the measure's own unit; a share is between 0 and 1.
    """
    from ist_model.experiments.discovery import discover
    from ist_model.experiments.robust import fails, least_bad, worst_draws
    from ist_model.experiments.robust import robust as over_draws
    from ist_model.experiments.sampled import again
    from ist_model.report.words import worth

    resolved, found, made, without = _sampled(
        scenarios, measure, draws, runs_per_draw, workers, cluster, folder, outputs
    )
    places = worst_draws(made)
    with printing.progress("Looking again at draws that look worst") as bar:
        root, who = outputs / commands.RESULTS, commands.workers_of(workers, cluster)
        fresh = again(resolved, made, places, measure, root, workers=who, progress=bar)
    options = over_draws(made, fresh, line)
    first, last = worth.no_effect_sentences(least_bad(options), without)
    said = [*first, *worth.robust_sentences(made, found, options, line), *last, *worth.about_draws(made)]
    printing.say(f"{found.label} ({found.unit}).")
    for sentence in said:
        printing.say(sentence)
    table = printing.table_of("How far behind the best option of a draw (regret)")
    table.add_column("Option")
    for heading in ("Worst draw, 95 %", "On average over draws"):
        table.add_column(heading, justify="right")
    for each in options:
        row = (
            worth.between(found, each.low, each.high),
            worth.between(found, each.average_least, each.average_most),
        )
        table.add_row(each.name, *row)
    printing.console().print(table)
    printing.say(
        f"Worst draw: of the {len(places)} of {len(made.values)} draws that look worst for some option, each "
        f"run {fresh.shape[1]} times again with luck of its own; one of the others may be worse. On average: "
        "from behind the best by other runs to behind the best by the runs themselves."
    )
    if line is not None:
        printing.say(
            f"Good enough: a draw counts where the average of its {runs_per_draw} runs reaches the line, and "
            "in how many draws chance leaves that open is told beside; it says nothing of single runs."
        )
        for place, option in enumerate(resolved):
            box = discover(made.inputs, fails(made, place, line))
            printing.say(worth.box_sentence(made, option, place, box))
    printing.say(printing.NOTE)


def _sampled(
    scenarios: list[str],
    name: str,
    draws: int,
    runs: int,
    workers: int | None,
    cluster: str | None,
    folder: Path,
    outputs: Path,
) -> tuple[list[Resolved], Measure, Sampled, Best | None]:
    from ist_model.experiments.sampled import at_no_effect, measure_of, sampled
    from ist_model.inputs.resolve import resolve

    commands.must_be_folder(folder)
    if len(set(scenarios)) < len(scenarios):
        raise RefusedError("a scenario is named twice: name each once")
    who: Who = commands.workers_of(workers, cluster)
    resolved = [resolve(scenario, folder) for scenario in scenarios]
    found = measure_of(resolved, name)
    better: Better = "higher" if found.better == "higher" else "lower"
    with printing.progress("Evaluating") as bar:
        root = outputs / commands.RESULTS
        made = sampled(resolved, name, better, draws, runs, root, workers=who, progress=bar)
        without = at_no_effect(resolved, name, better, root, workers=who, progress=bar)
    return resolved, found, made, without
