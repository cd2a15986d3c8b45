"""What `ist network` and `ist weak-points` print and write: who supports whom, who would be missed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table

from ist_model.cli import printing
from ist_model.report.words.csv_text import csv_text

if TYPE_CHECKING:
    from ist_model.experiments.removal import WeakPoints
    from ist_model.results.result import ScenarioResult


def show_network(result: ScenarioResult, named: bool) -> None:
    """Print days a year from giver to receiver, and what kind of network it is."""
    from ist_model.report.parts import exchange

    console = printing.console()
    console.print(f"Who supports whom: {result.summary.name}", style="bold")
    days = exchange.who_to_whom(result, named)
    table = Table(show_edge=False, pad_edge=False)
    table.add_column("Days a year from, to")
    for receiver in days.columns:
        table.add_column(str(receiver), justify="right")
    for giver, row in days.iterrows():
        table.add_row(str(giver), *(_days(value) for value in row), end_section=giver == days.index[-2])
    console.print(table)
    for line in [*exchange.sentences(result), printing.NOTE]:
        console.print(line)


def write_network(result: ScenarioResult, named: bool, csv_file: Path) -> None:
    """Write days by term, giver and receiver."""
    from ist_model.report.parts import exchange

    frame = exchange.by_term(result, named)
    text = csv_text(list(frame.columns), frame.itertuples(index=False, name=None))
    csv_file.write_text(text, encoding="utf-8", newline="")
    printing.say(f"wrote {csv_file}")


def _days(value: float) -> str:
    """Whole days; a dot where there are none at all."""
    return "·" if value == 0 else f"{value:,.0f}" if value >= 0.5 else "under 1"


def show(found: WeakPoints, named: bool) -> None:
    """Print the finding, then a row for each group withdrawn, the most harmful first."""
    from ist_model.report.words import weak_points as words

    console = printing.console()
    console.print(f"Whom would “{found.resolved.name}” miss?", style="bold")
    console.print(words.opening(found, named))
    table = Table(show_edge=False, pad_edge=False, show_lines=True)
    table.add_column("Without the support of")
    table.add_column("Leaders", justify="right")
    for heading in words.HEADINGS.values():
        table.add_column(heading)
    for removal in found.removals:
        cells = [f"{made.change()}\n{made.span()}".strip() for made in words.differences(removal.effects)]
        name = words.group_words(found.resolved, removal.group, named)
        table.add_row(name, str(removal.group.holders), *cells)
    if found.removals:
        console.print(table)
    for line in _notes(found):
        console.print(line)


def write(found: WeakPoints, named: bool, csv_file: Path) -> None:
    """Write one row per group and measure."""
    from ist_model.report.words import weak_points as words

    rows: list[list[object]] = []
    columns = ("rank", "without", "kind", "leaders", "measure", "unit", "difference", "low", "high", "clear")
    for rank, removal in enumerate(found.removals, 1):
        name = words.group_words(found.resolved, removal.group, named)
        for measure, made in zip(words.HEADINGS, words.differences(removal.effects), strict=True):
            group = [rank, name, removal.group.kind, removal.group.holders]
            rows.append([*group, measure, made.unit, made.mean, made.low, made.high, made.clear])
    csv_file.write_text(csv_text(columns, rows), encoding="utf-8", newline="")
    printing.say(f"wrote {csv_file}")


def _notes(found: WeakPoints) -> list[str]:
    lines = [
        f"Differences over {found.base.runs} runs with the same luck, existing schools only, 95 % intervals. "
        "Ranked by harm to pupils, then to waits, then by days. Posts stay; what their holders are "
        "designated for is gone, from the first day run."
    ]
    if found.too_few:
        leaders = "leader" if found.too_few == 1 else "leaders"
        lines.append(f"Not shown: groups of fewer than five, {found.too_few} {leaders} in all.")
    return [*lines, printing.NOTE]
