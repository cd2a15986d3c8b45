"""`ist frontier`: how fast a trust can grow while the service standard holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ist_model.cli import commands, printing
from ist_model.cli.failures import RefusedError
from ist_model.cli.middle import at_middle
from ist_model.cli.options import OUTPUTS, SCENARIOS, Cluster, Outputs, Scenario, Scenarios, Workers
from ist_model.experiments import growth_line

if TYPE_CHECKING:
    from ist_model.experiments.frontier import Cell, Frontier, Map
    from ist_model.inputs.scenario_models import Resolved

Schools = Literal["existing", "trust"]
PACES, POSTS, SHARES = "0,0.5,1,2,3,4", "-6,-3,0,3,6,9,12", "0,0.25,0.5,0.75,1"


def frontier(
    scenario: Scenario,
    growth: Annotated[
        str | None,
        typer.Option(
            "--growth",
            metavar="NAME",
            help="Scenario whose pool of schools joins (default: the first with one)",
        ),
    ] = None,
    joiners: Annotated[
        str, typer.Option("--joiners", metavar="LIST", help="Schools a year, with commas between")
    ] = PACES,
    posts: Annotated[
        str, typer.Option("--posts", metavar="LIST", help="SLE posts more, or fewer, than today")
    ] = POSTS,
    shares: Annotated[
        str, typer.Option("--shares", metavar="LIST", help="Shares of the joiners that are sponsored (0-1)")
    ] = SHARES,
    standard: Annotated[
        float, typer.Option("--standard", help="Share of needs to begin within the service standard")
    ] = growth_line.SHARE,
    confidence: Annotated[
        float, typer.Option("--confidence", help="Share of runs that must keep it: the line of the map")
    ] = growth_line.CONFIDENCE,
    schools: Annotated[Schools, typer.Option("--schools", help="Whose needs")] = "existing",
    chart: Annotated[
        Path | None, typer.Option("--chart", metavar="FILE", help="Write the maps as an SVG picture")
    ] = None,
    workers: Workers = None,
    cluster: Cluster = None,
    folder: Scenarios = SCENARIOS,
    outputs: Outputs = OUTPUTS,
) -> None:
    """Find how fast the trust can safely grow: pace of joining by SLE posts, and by share sponsored.

    Each cell is the chance that the service standard holds over all years reported taken together; a second
    map has that of its worst school year. A cell with + is on the line, or not far below; one with ? cannot
    be told from it. The last safe point is named in words, with its worst year.
    """
    from ist_model.experiments.frontier import frontier as mapped
    from ist_model.experiments.levers import LeverError
    from ist_model.experiments.pace import NoPlanError
    from ist_model.experiments.target import TargetError
    from ist_model.experiments.target import standard as target_of

    commands.must_be_folder(folder)
    rates = _numbers("--joiners", joiners, 0, 20)
    more = _numbers("--posts", posts, -500, 500)
    if any(number % 1 for number in more):
        raise RefusedError(f"--posts {posts}: posts are whole numbers, for instance -3,0,3")
    parts = _numbers("--shares", shares, 0, 1)
    if chart is not None and not chart.parent.is_dir():
        raise RefusedError(f"--chart {chart}: there is no folder {chart.parent}")
    base = at_middle(scenario, folder)
    pool = _growth(growth, folder)
    try:
        target = target_of(standard, confidence, schools, growth_line.margin(confidence))
        with printing.progress("Running") as bar:
            found = mapped(
                base,
                pool,
                target,
                outputs / commands.RESULTS,
                paces=rates,
                more_posts=[int(number) for number in more],
                shares=parts,
                workers=commands.workers_of(workers, cluster),
                progress=bar,
            )
    except (LeverError, NoPlanError, TargetError) as error:
        raise RefusedError(str(error)) from error
    _show(found)
    if chart is not None:
        from ist_model.report.charts.frontier import frontier as drawn

        chart.write_text(drawn(found).wide, encoding="utf-8")
        printing.say(f"wrote {chart}")


def _numbers(option: str, text: str, low: float, high: float) -> list[float]:
    """Numbers with commas between, each once and in order."""
    try:
        found = sorted({float(part) for part in text.split(",")})
    except ValueError:
        raise RefusedError(
            f"{option} {text!r}: write numbers with commas between, for instance 0,1,2"
        ) from None
    if any(not low <= number <= high for number in found):
        raise RefusedError(f"{option} {text}: each number lies between {low:g} and {high:g}")
    return found


def _growth(name: str | None, folder: Path) -> Resolved:
    """The scenario whose pool joins."""
    from ist_model.inputs.folder import scenario_files
    from ist_model.inputs.resolve import resolve

    if name is not None:
        found = resolve(name, folder)
        if found.growth is None:
            raise RefusedError(f"--growth {name}: it has no `growth: pool:`, so no school of it could join")
        return found
    for path in scenario_files(folder):
        if path.parent == folder and (found := resolve(path, folder)).growth is not None:
            return found
    raise RefusedError(
        f"no scenario in {folder} has a pool of schools that may join: write one with `growth: pool:`, as "
        "growth-national-rate.yaml does, or name one by --growth"
    )


def _show(found: Frontier) -> None:
    from ist_model.report.words import growth as growth_words

    margin = f"{100 * found.target.limit.margin:.3g} runs in 100"
    printing.say(f"How fast can we safely grow: {found.base.name}")
    printing.say(
        f"{growth_words.asked(found)}. Schools join from {found.septembers[0]} on: {found.growth.name}."
    )
    printing.say("")
    for line in [*growth_words.last_safe(found), *growth_words.worst_years(found)]:
        printing.say(line)
    for drawn in (found.by_posts, found.by_share):
        printing.say("")
        _table(found, drawn, "all years together", growth_words.with_interval)
        printing.say("")
        _table(found, drawn, "the worst school year by itself", growth_words.worst_year)
    printing.say("")
    printing.say(
        "Runs in 100 in which the standard holds, to the nearest 5, in brackets with 95 % intervals: all "
        "years reported together, those before schools join too; and the worst school year by itself, with "
        f"intervals and marks that hold for all years. {growth_words.YEARS_APART}. "
        f"+: on or above the line, or at most {margin} below it; ?: not told from it; else at most {margin} "
        f"above it. A mark is wrong in that at most once in a hundred. Cells rest on "
        f"{found.runs:,} runs in all, the same luck for each."
    )
    printing.say(
        "Support has the effect that is assumed (`no_effect: true` in a scenario takes it away). The "
        "register's own values throughout. Which "
        "schools join matters as much as how many; beyond the pool they are others like those in it."
    )
    printing.say(printing.NOTE)


def _table(found: Frontier, drawn: Map, when: str, told: Callable[[Cell], str]) -> None:
    from ist_model.report.words import growth as growth_words

    title = f"{drawn.across} across, pace of joining down: {when}"
    table = printing.table_of(title[:1].upper() + title[1:])
    table.add_column("Pace")
    for column in growth_words.columns(drawn):
        table.add_column(column, justify="right")
    for rate, cells in zip(drawn.paces, drawn.cells, strict=True):
        table.add_row(
            growth_words.pace_in_words(rate, len(found.septembers)),
            *(told(cell) for cell in cells),
        )
    printing.console().print(table)
