"""`ist new-trust`: a trust folder from published files."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from ist_model.cli import printing
from ist_model.cli.commands import must_be_folder
from ist_model.cli.failures import RefusedError

_HELP = "; several times for several files, the school year before the path where it counts: 2018/19=FILE"


def _files(what: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(metavar="FILE", help=what)
    return option


def new_trust(
    uid: Annotated[int | None, typer.Option("--uid", help="The trust's number in GIAS (Group UID)")] = None,
    name: Annotated[str, typer.Option("--name", help="Its name, where the files have no UIDs")] = "",
    gias: Annotated[list[str] | None, _files("Register, group links, groups, links between schools")] = None,
    ofsted: Annotated[list[str] | None, _files("Inspection outcomes")] = None,
    ks2: Annotated[list[str] | None, _files("Key stage 2 results" + _HELP)] = None,
    absence: Annotated[list[str] | None, _files("Absence")] = None,
    census: Annotated[list[str] | None, _files("School census")] = None,
    workforce: Annotated[list[str] | None, _files("School workforce")] = None,
    code: Annotated[str, typer.Option("--id", help="Name of the folder (default: from the name)")] = "",
    start: Annotated[
        str, typer.Option("--start", metavar="DATE", help="First day (default: the next 1 September)")
    ] = "",
    folder: Annotated[
        Path,
        typer.Option("--scenarios", metavar="FOLDER", help="Folder of scenario files", show_default=True),
    ] = Path("scenarios"),
) -> None:
    """Make a trust folder and a scenario from files of the DfE and Ofsted, ready to run.

    Facts are copied, gaps are filled by rule, and posts are a rule of thumb to be edited; report.md in the
    trust's folder says which is which, and what became of every row that was read.
    """
    must_be_folder(folder)
    if (uid is None) == (not name):
        raise RefusedError("name the trust by --uid or by --name, one of the two")
    if not gias and not ofsted:
        raise RefusedError("give at least a register with --gias (or Ofsted's file with --ofsted)")
    from ist_model.inputs.assumptions import Register
    from ist_model.inputs.folder import ASSUMPTIONS, FRAMEWORK
    from ist_model.inputs.framework import Framework
    from ist_model.inputs.new_trust.account import account
    from ist_model.inputs.new_trust.build import build
    from ist_model.inputs.new_trust.published import read_files
    from ist_model.inputs.new_trust.write import REPORT, code_of, next_september, write_trust
    from ist_model.inputs.validate import validate
    from ist_model.inputs.yaml_file import read

    first = _day(start) if start else next_september(dt.date.today())
    given = {"gias": gias, "ofsted": ofsted, "ks2": ks2, "absence": absence, "census": census}
    published = read_files(
        {option: files or [] for option, files in (given | {"workforce": workforce}).items()}
    )
    framework = validate(Framework, read(folder / FRAMEWORK))
    values = validate(Register, read(folder / ASSUMPTIONS)).values()
    built = build(published, uid, name, framework, values)
    report = account(built, published)
    made, scenario = write_trust(built.trust, report, code or code_of(built.members.name), first, folder)
    rests = Counter(found.rests_on for areas in built.strengths.values() for found in areas.values())
    printing.say(f"Made {made} ({len(built.trust['schools'])} schools) and {scenario}.")
    for line in built.members.left_out:
        printing.say(f"Left out: {line}.")
    printing.say(
        f"Starting strengths: {rests['own figure']} from a figure of their own, {rests['overall outcome']} "
        f"from an overall outcome, {rests['national middle']} at the national middle, for want of any."
    )
    printing.say(
        f"Guesses to be edited: {len(built.trust['posts'])} posts, partnerships. See {made / REPORT}."
    )
    printing.say(f"Next:  ist check {scenario.stem}  then  ist run {scenario.stem}")


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise RefusedError(f"--start {text}: write a date as 2026-09-01") from None
