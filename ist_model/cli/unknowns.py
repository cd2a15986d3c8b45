"""`ist unknowns`: what was not known, and how far each thing could change the answer or the decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ist_model.cli import commands, printing
from ist_model.cli.commands import workers_of
from ist_model.cli.failures import RefusedError
from ist_model.cli.options import OUTPUTS, SCENARIOS, Cluster, Outputs, Scenario, Scenarios, Workers

if TYPE_CHECKING:
    from ist_model.experiments.not_known import NotKnown, Swing
    from ist_model.inputs.scenario_models import Resolved
    from ist_model.results.measures import Measure
    from ist_model.results.summary import Interval

_VERDICTS = {
    "turns": "turns it round",
    "may turn": "chance leaves it open",
    "holds": "same side at both ends",
    "": "",
}


def unknowns(
    scenario: Scenario,
    other: Annotated[
        str | None,
        typer.Argument(help="Scenario to decide about: its difference from the first is the answer"),
    ] = None,
    measure: Annotated[
        str, typer.Option("--measure", metavar="NAME", help="Measure that is the answer")
    ] = printing.KEY_MEASURES[0],
    runs: Annotated[int, typer.Option("--runs", min=10, help="Samples of chance at each end")] = 100,
    workers: Workers = None,
    cluster: Cluster = None,
    folder: Scenarios = SCENARIOS,
    outputs: Outputs = OUTPUTS,
) -> None:
    """Rank what a workbook leaves unknown by how far it could change the answer, or a decision.

    Each thing is set to the ends of its range while all else stands; the same runs are made each time.
    """
    from ist_model.experiments.not_known import rank
    from ist_model.inputs.errors import suggest
    from ist_model.inputs.resolve import resolve
    from ist_model.results.measures import MEASURES

    names = [scenario, *([other] if other else [])]
    folder = commands.scenarios_folder(folder, names)
    if measure not in MEASURES:
        raise RefusedError(f"no measure is called {measure!r}: {suggest(measure, MEASURES)}")
    if MEASURES[measure].behind is not None:
        raise RefusedError(f"{measure} tells of who leaves or which posts are vacant: name another measure")
    resolved = [resolve(name, folder) for name in names]
    if not any(each.unknowns for each in resolved):
        printing.say("Nothing is marked unknown, nor known only roughly.")
        return
    with printing.progress("Running") as bar:
        found = rank(
            resolved,
            measure,
            outputs / commands.RESULTS,
            runs=runs,
            workers=workers_of(workers, cluster),
            progress=bar,
        )
    _show(found, MEASURES[measure], [each.name for each in resolved])


def listed(resolved: Resolved) -> None:
    """How starting strengths were read; what was not known, and what stands in for it."""
    if resolved.trust.start_note:
        printing.say(resolved.trust.start_note)
    if not resolved.unknowns:
        return
    strengths = [unknown for unknown in resolved.unknowns if unknown.form == "place"]
    cells = [unknown for unknown in resolved.unknowns if unknown.form != "place"]
    if cells:
        table = printing.table_of("What we did not know")
        for heading in ("Cell", "What", "What stands in"):
            table.add_column(heading)
        for unknown in sorted(cells, key=lambda each: each.roughly):
            taken = unknown.taken + ("" if unknown.keys else "; not varied")
            table.add_row(unknown.cell, unknown.label, taken)
        printing.console().print(table)
    if strengths:
        schools = len({target.split("/")[2] for unknown in strengths for target in unknown.targets})
        printing.say(
            f"What we did not know: starting strengths of {schools} school{'s' if schools > 1 else ''}, of "
            "which outcomes and figures tell only so much (start_spread in the trust's file)."
        )
    printing.say("`ist unknowns` ranks what matters most; `ist choose` varies all of it at once.")


def _show(found: NotKnown, measure: Measure, names: list[str]) -> None:
    whose = names[0] if len(names) == 1 else f"{names[1]}, less {names[0]}"
    answer = f"{measure.label}. {whose}: {_told(found.central, measure)}"
    printing.say(f"{answer} with what stands in for all that is not known.")
    if found.swings:
        printing.say(_leading(found))
        table = printing.table_of(
            f"How far each could change it, {found.runs} runs at each end, the same luck"
        )
        heads = ["What we did not know", "At one end", "At the other", "Changes it by", "95 %, all together"]
        for heading in heads + (["The decision"] if len(names) > 1 else []):
            table.add_column(heading, justify="right" if heading.startswith(("At", "Changes")) else "left")
        for swing in found.swings:
            table.add_row(*_row(swing, measure)[: len(table.columns)])
        printing.console().print(table)
    for unknown in found.fixed:
        printing.say(f"Not varied: {unknown.label} ({unknown.cell}): {unknown.taken}.")
    printing.say(
        "One thing at a time; what several do together shows in `ist choose`, which varies all at once."
    )
    printing.say(printing.NOTE)


def _leading(found: NotKnown) -> str:
    """Which matters most, ties stated."""
    first = [swing.label for swing in found.swings if swing.largest]
    if not any(swing.clear for swing in found.swings):
        return "None of them changes it beyond chance with so many runs."
    if len(first) == 1:
        return f"What could change it most: {first[0]}."
    return f"What could change it most is one of these, which chance does not tell apart: {'; '.join(first)}."


def _row(swing: Swing, measure: Measure) -> list[str]:
    def number(value: float) -> str:
        return _number(value, measure)

    at = [f"{end}: {number(interval.mean)}" for end, interval in zip(swing.ends, swing.at, strict=True)]
    clear = "" if swing.clear else " (not beyond chance)"
    by = f"{number(swing.swing.mean)}{' *' if swing.largest else ''}"
    bounds = f"{number(swing.swing.low)} to {number(swing.swing.high)}{clear}"
    return [f"{swing.label} ({', '.join(swing.cells)})", *at, by, bounds, _VERDICTS[swing.verdict]]


def _told(interval: Interval, measure: Measure) -> str:
    low, high = _number(interval.low, measure), _number(interval.high, measure)
    return f"{_number(interval.mean, measure)} (95 %: {low} to {high})"


def _number(value: float, measure: Measure) -> str:
    """A number of the measure with as many decimals as it is shown with; shares in points of a hundred."""
    if measure.unit in ("share", "chance"):
        return f"{100 * value + 0.0:.1f} %"
    return f"{round(value, measure.decimals) + 0.0:,.{measure.decimals}f}"
