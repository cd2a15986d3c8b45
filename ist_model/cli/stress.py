"""`ist stress`: what could the trust bear?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ist_model.cli import commands, printing
from ist_model.cli.failures import RefusedError
from ist_model.cli.middle import at_middle
from ist_model.cli.options import OUTPUTS, SCENARIOS, Cluster, Outputs, Runs, Scenario, Scenarios, Workers
from ist_model.report.words.csv_text import csv_text

if TYPE_CHECKING:
    from ist_model.experiments.stress import Stressed, StressTests


def stress(
    scenario: Scenario,
    date: Annotated[
        str | None,
        typer.Option("--date", metavar="DATE", help="When shocks fall (default: a year after the first day)"),
    ] = None,
    runs: Runs = None,
    workers: Workers = None,
    cluster: Cluster = None,
    csv_file: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write the differences as a table")
    ] = None,
    folder: Scenarios = SCENARIOS,
    outputs: Outputs = OUTPUTS,
) -> None:
    """Put named shocks on a scenario, rank them by harm, and say how long the trust takes to recover.

    A giver or a role lost, two schools falling at once, a budget cut, a year of absence, two resignations in
    one term. Their sizes are imagined: what is tested is the trust.
    """
    from ist_model.cli.splitting import must_be_writable
    from ist_model.experiments.stress import stress_tests

    commands.must_be_folder(folder)
    must_be_writable(csv_file)
    resolved = at_middle(scenario, folder)
    falls = _date(date, resolved.start, resolved.years)
    run = commands.runner_of(commands.workers_of(workers, cluster), outputs)
    found = stress_tests(resolved, run, falls, runs)
    show(found, falls)
    if csv_file is not None:
        csv_file.write_text(_as_csv(found), encoding="utf-8", newline="")
        printing.say(f"wrote {csv_file}")


def show(found: StressTests, date: dt.date) -> None:
    """The finding, then a row for each shock, the most harmful first."""
    from ist_model.report.words import weak_points as words

    printing.say(_finding(found))
    table = printing.table_of(f"{found.resolved.name}: shocks by harm, {found.runs} runs with the same luck")
    for heading in ("Shock", *words.HEADINGS.values(), "Recovery"):
        table.add_column(heading)
    table.show_lines = True
    for each in found.stressed:
        cells = [f"{made.change()}\n{made.span()}".strip() for made in words.differences(each.effects)]
        table.add_row(each.stress.title, *cells, _back(each))
    printing.console().print(table)
    printing.say("What is put on the trust, exactly:")
    for each in found.stressed:
        printing.say(f"  {each.stress.title}: {each.stress.modelled}.")
    for reason in found.left_out:
        printing.say(f"Not tested: {reason}.")
    printing.say(
        f"Existing schools only, averaged over the period, 95 % intervals. Shocks with a date fall on "
        f"{date:%d %B %Y}; the others hold from the first day run. Recovery: half-terms until, for good, a "
        "quarter or less is left of the worst difference in pupils (an estimate). "
        "The sizes of the shocks are imagined."
    )
    printing.say(printing.NOTE)


def _finding(found: StressTests) -> str:
    if not found.worst:
        return "No shock clearly harms pupils: every difference may be chance."
    first, *others = (each.stress.title for each in found.worst)
    if others:
        return f"What would harm pupils most: {first}; or {'; or '.join(others)}: these cannot be told apart."
    return f"What would harm pupils most: {first}."


def _back(each: Stressed) -> str:
    if each.recovery is None:
        return "none: it lasts"
    if not each.recovery.harmed:
        return "no clear harm at any half-term"
    if each.recovery.half_terms is None:
        return "not within the period"
    return f"about {each.recovery.half_terms} half-term{'s' * (each.recovery.half_terms > 1)}"


def _date(written: str | None, start: dt.date, years: float) -> dt.date:
    if written is None:
        return start.replace(year=start.year + 1) if years > 1 else start
    try:
        date = dt.date.fromisoformat(written)
    except ValueError as error:
        raise RefusedError(
            f"--date is {written}: write it as {start.replace(year=start.year + 1)}"
        ) from error
    if not start <= date < start.replace(year=start.year + max(1, int(years))):
        raise RefusedError(
            f"--date is {date}: it lies in the period reported, {years:g} years from {start} on"
        )
    return date


def _as_csv(found: StressTests) -> str:
    from ist_model.report.words import weak_points as words

    columns = ("rank", "shock", "measure", "unit", "difference", "low", "high", "clear", "recovery")
    rows: list[list[object]] = []
    for rank, each in enumerate(found.stressed, 1):
        for measure, made in zip(words.HEADINGS, words.differences(each.effects), strict=True):
            told = [rank, each.stress.title, measure, made.unit, made.mean, made.low, made.high, made.clear]
            rows.append([*told, _back(each)])
    return csv_text(columns, rows)
