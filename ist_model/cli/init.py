"""`ist init`: a working folder with the example, or a workbook to fill in."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Annotated

import typer

from ist_model.cli import printing
from ist_model.cli.commands import scenarios_folder
from ist_model.cli.failures import RefusedError
from ist_model.cli.options import SCENARIOS, Scenarios

_NOT_COPIED = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
_EXAMPLE = "baseline"  # the scenario that comes with the package, whose trust is the worked example


def init(
    target: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="New folder to make; with --sheet, the new workbook")
    ],
    sheet: Annotated[
        bool, typer.Option("--sheet", help="Write one Excel workbook to fill in, in place of a folder")
    ] = False,
    example: Annotated[
        bool, typer.Option("--example", help="With --sheet: filled in with the example trust")
    ] = False,
    source: Annotated[
        str, typer.Option("--from", metavar="SCENARIO", help="With --sheet: filled in with its trust")
    ] = "",
    folder: Scenarios = SCENARIOS,
) -> None:
    """Make a working folder with the example trust, its scenarios and the notebooks; or a workbook.

    The workbook (--sheet my-trust.xlsx) is for people who do not write YAML; every command takes it in place
    of a scenario. It offers the choices of the folder of scenarios, where there is one.
    """
    if (example or source) and not sheet:
        option = "--example" if example else "--from"
        raise RefusedError(f"{option} is for --sheet alone: a folder has the example trust in any case")
    if example and source:
        raise RefusedError("--example and --from fill in two trusts: give one of them")
    if sheet:
        _workbook(target, example, source, folder)
    else:
        _folder(target)


def _folder(folder: Path) -> None:
    """Copy the shipped scenarios and notebooks into a new folder."""
    from ist_model.shipped import FOLDERS, shipped_dir

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RefusedError(f"{folder} exists and is not empty: name a new folder, nothing was written")
    if folder.suffix == ".xlsx":
        raise RefusedError(f"{folder} is the name of a workbook: `ist init --sheet {folder}` makes one")
    source = shipped_dir()
    for name in FOLDERS:
        shutil.copytree(source / name, folder / name, ignore=_NOT_COPIED)
    printing.say(f"Made {folder} with the example trust, its scenarios and the notebooks.")
    printing.say(f"Next:  cd {folder}  then  ist check  then  ist pack")


def _workbook(path: Path, example: bool, source: str, folder: Path) -> None:
    """Write a workbook, empty or with a trust that is known."""
    from ist_model.inputs.assumptions import Register
    from ist_model.inputs.folder import ASSUMPTIONS, FRAMEWORK
    from ist_model.inputs.framework import Framework
    from ist_model.inputs.new_trust.write import next_september
    from ist_model.inputs.resolve import resolve
    from ist_model.inputs.validate import validate
    from ist_model.inputs.workbook.fill import workbook_of
    from ist_model.inputs.workbook.layout import layout
    from ist_model.inputs.workbook.write import write_workbook
    from ist_model.inputs.yaml_file import read
    from ist_model.shipped import shipped_dir

    steps = [f"ist check {path.name}", f"ist run {path.name}", f"ist unknowns {path.name}"]
    if example or source:
        folder = shipped_dir() / "scenarios" if example else scenarios_folder(folder, [source])
        register = validate(Register, read(folder / ASSUMPTIONS))
        resolved = resolve(source or _EXAMPLE, folder)
        workbook_of(resolved, register, path, steps)
        if resolved.unknowns:
            printing.say(
                "Starting strengths are written as if known, since a number has no `How sure`: write red, "
                "amber, green or unknown where they are not."
            )
    else:
        sheets = layout(validate(Framework, read(scenarios_folder(folder, [path.name]) / FRAMEWORK)))
        start = next_september(dt.date.today())
        write_workbook(path, sheets, {"Trust": [{"scenario.start": start}]}, steps)
    whose = f"the trust of {source}" if source else "the example trust"
    what = f"filled in with {whose}" if example or source else "to be filled in"
    printing.say(f"Made {path}, {what}. Its first sheet says what is needed.")
    if example or source:
        printing.say(
            "Left out, since it has no columns for them: sources, bases, earlier inspections, notes on posts."
        )
    first = "look it over" if example or source else "fill it in"
    printing.say(f"Next:  {first}, then  {'  then  '.join(steps[:2])}")
