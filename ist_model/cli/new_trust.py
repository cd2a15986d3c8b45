"""`ist new-trust`: a trust folder from published files."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ist_model.cli import printing
from ist_model.cli.commands import must_be_folder
from ist_model.cli.failures import RefusedError

if TYPE_CHECKING:
    from ist_model.inputs.assumptions import Register
    from ist_model.inputs.framework import Framework

_HELP = "; several times for several files, the school year before the path where it counts: 2018/19=FILE"


def _files(what: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(metavar="FILE", help=what)
    return option


def new_trust(
    uids: Annotated[
        list[int] | None, typer.Option("--uid", metavar="UID", help="The trust's number in GIAS (Group UID)")
    ] = None,
    names: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="NAME", help="Its name, where the files have no UIDs"),
    ] = None,
    gias: Annotated[list[str] | None, _files("Register, group links, groups, links between schools")] = None,
    ofsted: Annotated[list[str] | None, _files("Inspection outcomes")] = None,
    ks2: Annotated[list[str] | None, _files("Key stage 2 results" + _HELP)] = None,
    absence: Annotated[list[str] | None, _files("Absence")] = None,
    census: Annotated[list[str] | None, _files("School census")] = None,
    workforce: Annotated[list[str] | None, _files("School workforce")] = None,
    finance: Annotated[list[str] | None, _files("Income and expenditure: CFR, AAR" + _HELP)] = None,
    interactive: Annotated[
        bool, typer.Option("--interactive", help="Ask about the trust and its schools, in place of files")
    ] = False,
    code: Annotated[str, typer.Option("--id", help="Name of the folder (default: from the name)")] = "",
    start: Annotated[
        str, typer.Option("--start", metavar="DATE", help="First day (default: the next 1 September)")
    ] = "",
    folder: Annotated[
        Path,
        typer.Option("--scenarios", metavar="FOLDER", help="Folder of scenario files", show_default=True),
    ] = Path("scenarios"),
) -> None:
    """Make a trust folder and a scenario from files of the DfE and Ofsted, or from answers, ready to run.

    Facts are copied, gaps are filled by rule, and posts are a rule of thumb to be edited; report.md in the
    trust's folder says which is which, and what became of every row that was read.
    """
    must_be_folder(folder)
    for option, several in {"--uid": uids, "--name": names}.items():
        if several and len(several) > 1:
            raise RefusedError(f"{option} is given {len(several)} times: name one trust at a time")
    uid, name = uids[0] if uids else None, names[0] if names else ""
    given = {"gias": gias, "ofsted": ofsted, "ks2": ks2, "absence": absence, "census": census}
    given |= {"workforce": workforce, "finance": finance}
    files = {option: paths or [] for option, paths in given.items()}
    named = uid is not None or bool(name)
    if interactive and (named or any(files.values())):
        raise RefusedError("--interactive asks for all it needs: give no trust and no files with it")
    if not interactive and (uid is None) == (not name):
        raise RefusedError("name the trust by --uid or by --name, one of the two")
    if not interactive and not (gias or ofsted):
        raise RefusedError("give at least a register with --gias (or Ofsted's file with --ofsted)")
    from ist_model.inputs.new_trust.write import next_september, refuse_taken

    first = _day(start) if start else next_september(dt.date.today())
    refuse_taken(code or None, folder)
    if interactive:
        _from_answers(code, first, folder)
    else:
        _from_files(files, uid, name, code, first, folder)


def _from_files(
    files: dict[str, list[str]], uid: int | None, name: str, code: str, first: dt.date, folder: Path
) -> None:
    from ist_model.inputs.new_trust.account import HEADINGS, account
    from ist_model.inputs.new_trust.build import build
    from ist_model.inputs.new_trust.published import read_files
    from ist_model.inputs.new_trust.write import code_of, write_trust

    published = read_files(files)
    values = _register(folder).values()
    built = build(published, uid, name, _framework(folder), values, first)
    report = account(built, published)
    made, scenario = write_trust(
        built.trust, report, code or code_of(built.members.name), first, folder, HEADINGS
    )
    rests = Counter(found.rests_on for areas in built.strengths.values() for found in areas.values())
    _made(built.trust, made, scenario)
    printing.say(f"{built.members.counted()}.")
    for line in built.members.left_out:
        printing.say(f"Left out: {line}.")
    for line in built.unused:
        printing.say(f"Not used: {line}.")
    printing.say(
        f"Starting strengths: {rests['own figure']} from a figure of their own, {rests['overall outcome']} "
        f"from an overall outcome, {rests['national middle']} at the national middle, for want of any."
    )
    _next(built.trust, made, scenario)


def _from_answers(code: str, first: dt.date, folder: Path) -> None:
    from ist_model.inputs.new_trust.interview import HEADINGS, interview
    from ist_model.inputs.new_trust.write import free_code, write_trust

    trust, report = interview(_ask, printing.say, _framework(folder), _register(folder).values(), first)
    chosen = code or free_code(trust["title"], folder)
    made, scenario = write_trust(trust, report, chosen, first, folder, HEADINGS)
    _made(trust, made, scenario)
    _next(trust, made, scenario)


def _made(trust: dict[str, Any], made: Path, scenario: Path) -> None:
    number = len(trust["schools"])
    printing.say(f"Made {made} ({number} school{'s' if number > 1 else ''}) and {scenario}.")


def _next(trust: dict[str, Any], made: Path, scenario: Path) -> None:
    from ist_model.inputs.new_trust.write import REPORT

    printing.say(f"Guesses to be edited first: {len(trust['posts'])} posts. See {made / REPORT}.")
    name = scenario.stem
    printing.say(f"Next:  ist check {name}  then  ist run {name}  then  ist pack --baseline {name}")


def _framework(folder: Path) -> Framework:
    from ist_model.inputs.folder import FRAMEWORK
    from ist_model.inputs.framework import Framework
    from ist_model.inputs.validate import validate
    from ist_model.inputs.yaml_file import read

    return validate(Framework, read(folder / FRAMEWORK))


def _register(folder: Path) -> Register:
    from ist_model.inputs.assumptions import Register
    from ist_model.inputs.folder import ASSUMPTIONS
    from ist_model.inputs.validate import validate
    from ist_model.inputs.yaml_file import read

    return validate(Register, read(folder / ASSUMPTIONS))


def _ask(question: str, default: str) -> str:
    return str(typer.prompt(question, default=default, show_default=bool(default)))


def _day(text: str) -> dt.date:
    from ist_model.inputs.calendar import half_terms_around, starts_half_term
    from ist_model.inputs.rules_dates import LAST_START_YEAR

    try:
        first = dt.date.fromisoformat(text)
    except ValueError:
        raise RefusedError(f"--start {text}: write a date as 2026-09-01") from None
    if not 2001 <= first.year <= LAST_START_YEAR:
        raise RefusedError(f"--start {text}: a plan starts between 2001 and {LAST_START_YEAR}")
    if not starts_half_term(first):
        before, after = half_terms_around(first)
        raise RefusedError(
            f"--start {text}: a plan starts with a half-term; the nearest are {before} and {after}"
        )
    return first
