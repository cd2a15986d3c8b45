"""`ist runs`: what is stored, and what of it can go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ist_model.cli import commands, printing
from ist_model.cli.failures import RefusedError

if TYPE_CHECKING:
    from ist_model.results.inventory import Stored

app = typer.Typer(rich_markup_mode=None)
Outputs = Annotated[Path, typer.Option("--outputs", help="Folder for results and pages", metavar="FOLDER")]
_OUTPUTS = Path("outputs")
_WIDEST = {"Scenario": 34, "Question": 22}


@app.callback(invoke_without_command=True)
def runs(context: typer.Context, outputs: Outputs = _OUTPUTS) -> None:
    """List stored results: scenario, question, draws, runs, model, size and when they were made."""
    context.obj = outputs
    if context.invoked_subcommand is None:
        _list(outputs)


@app.command()
def gc(
    context: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be removed")] = False,
    outputs: Annotated[
        Path | None, typer.Option("--outputs", help="Folder for results and pages", metavar="FOLDER")
    ] = None,
) -> None:
    """Remove results of older models, and what a killed process left half-written."""
    from ist_model.results.inventory import clean

    root = _stored_in(outputs or context.obj)
    freed, busy = clean(root, dry_run=dry_run)
    for each in freed:
        printing.say(f"{each.path}: {each.why}, {_size(each.bytes)}")
    for path in busy:
        printing.say(f"{path}: left alone, another process is at work there")
    verb = "Would free" if dry_run else "Freed"
    printing.say(f"{verb} {_size(sum(each.bytes for each in freed))} in {len(freed)} folders.")


def _stored_in(outputs: Path) -> Path:
    """Where results are stored."""
    root = outputs / commands.RESULTS
    for path in (outputs, root):
        if path.exists() and not path.is_dir():
            raise RefusedError(f"{path} is a file: --outputs names the folder that holds results and pages")
    return root


def _list(outputs: Path) -> None:
    from ist_model.results.inventory import stored, sweeps_size
    from ist_model.results.version import model_version

    root = _stored_in(outputs)
    found, sweeps = stored(root), sweeps_size(root)
    if not found and not sum(sweeps):
        printing.say(f"Nothing is stored in {outputs / commands.RESULTS}.")
        return
    table = printing.table_of(f"Stored in {outputs / commands.RESULTS}; the model is {model_version()}")
    for heading in ("Scenario", "Question", "Draws", "Runs", "Model", "Size", "Last made, UTC"):
        number = heading in ("Draws", "Runs", "Size")
        width = _WIDEST.get(heading)
        table.add_column(heading, justify="right" if number else "left", no_wrap=True, max_width=width)
    for each in found:
        table.add_row(
            _name(each),
            _one_of(each.questions),
            str(len(each.runs)),
            _range(each),
            "current" if each.current else "old",
            _size(each.bytes),
            each.made[:16].replace("T", " "),
        )
    if found:
        printing.console().print(table)
    if sum(sweeps):
        printing.say(f"Sweeps of many points, for sensitivity and searches: {_size(sum(sweeps))}.")
    old = sum(each.bytes for each in found if not each.current) + sweeps[1]
    if old:
        printing.say(f"{_size(old)} of older models: `ist runs gc` removes them.")


def _name(each: Stored) -> str:
    marks = ["no effect of support"] if each.no_effect else []
    marks += [f"{each.damaged} damaged"] if each.damaged else []
    return f"{', '.join(marks)}: {_one_of(each.names)}" if marks else _one_of(each.names)


def _one_of(words: set[str]) -> str:
    """Scenarios that say the same share what is stored: the first by name, and how many others."""
    ordered = sorted(words - {""})
    if not ordered:
        return "not known"
    return ordered[0] if len(ordered) == 1 else f"{ordered[0]} (and {len(ordered) - 1} more)"


def _range(each: Stored) -> str:
    """Runs of a draw: one number, or the least and the most."""
    least, most = min(each.runs.values()), max(each.runs.values())
    return f"{least:,}" if least == most else f"{least:,} to {most:,}"


def _size(number: int) -> str:
    return f"{number / 1e6:,.1f} MB"
