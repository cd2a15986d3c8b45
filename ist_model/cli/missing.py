"""What `ist weak-points` prints and writes: who would be missed most."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table

from ist_model.cli import printing

if TYPE_CHECKING:
    from ist_model.experiments.removal import WeakPoints


def show(found: WeakPoints, named: bool) -> None:
    """Print the finding, then a row for each group withdrawn, the most harmful first."""
    from ist_model.report import weak_points as words

    console = printing.console()
    console.print(f"Whom would “{found.resolved.name}” miss?", markup=False, style="bold")
    console.print(words.opening(found, named), markup=False)
    table = Table(show_edge=False, pad_edge=False, show_lines=True)
    table.add_column("Without the support of")
    table.add_column("Leaders", justify="right")
    for heading in words.HEADINGS.values():
        table.add_column(heading)
    for removal in found.removals:
        cells = [f"{made.change()}\n{made.span()}".strip() for made in words.differences(removal)]
        name = words.group_words(found.resolved, removal.group, named)
        table.add_row(name, str(removal.group.holders), *cells)
    if found.removals:
        console.print(table)
    for line in _notes(found):
        console.print(line, markup=False)


def write(found: WeakPoints, named: bool, csv_file: Path) -> None:
    """Write one row per group and measure."""
    from ist_model.report import weak_points as words

    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    columns = ("rank", "without", "kind", "leaders", "measure", "unit", "difference", "low", "high", "clear")
    table.writerow(columns)
    for rank, removal in enumerate(found.removals, 1):
        name = words.group_words(found.resolved, removal.group, named)
        for measure, made in zip(words.HEADINGS, words.differences(removal), strict=True):
            group = [rank, name, removal.group.kind, removal.group.holders]
            table.writerow([*group, measure, made.unit, made.mean, made.low, made.high, made.clear])
    csv_file.write_text(out.getvalue(), encoding="utf-8", newline="")
    printing.say(f"wrote {csv_file}")


def _notes(found: WeakPoints) -> list[str]:
    lines = [
        f"Differences over {found.base.runs} runs with the same luck, existing schools only, 95 % intervals. "
        "Ranked by harm to pupils, then to waits, then by days. Posts stay filled; only their support is "
        "gone, from the first day run."
    ]
    if found.too_few:
        leaders = "leader" if found.too_few == 1 else "leaders"
        lines.append(f"Not shown: groups of fewer than five, {found.too_few} {leaders} in all.")
    return [*lines, printing.NOTE]
