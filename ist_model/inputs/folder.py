"""Which files stand in a scenarios folder, and how a name finds its file."""

from __future__ import annotations

import re
from pathlib import Path

from ist_model.inputs.base import ID_PATTERN
from ist_model.inputs.errors import InputError, Problem, suggest
from ist_model.inputs.workbook.names import SUFFIX, is_workbook
from ist_model.inputs.yaml_file import Located, shown_path

FRAMEWORK = "framework.yaml"
ASSUMPTIONS = "assumptions.yaml"
TRUSTS = "trusts"
TRUST_FILE = "trust.yaml"
SUPPORT_LOG = "support_log.csv"
CANDIDATES = "candidates"  # of a trust: schools that might join
NOT_SCENARIOS = frozenset({FRAMEWORK, ASSUMPTIONS})


def scenario_files(scenarios_dir: Path) -> list[Path]:
    """Every scenario file of a folder and its subfolders (the trusts apart), the folder's own first."""
    if not scenarios_dir.is_dir():
        return []
    subfolders = sorted(p for p in scenarios_dir.iterdir() if p.is_dir() and p.name != TRUSTS)
    own = [p for p in sorted(scenarios_dir.glob("*.yaml")) if p.name not in NOT_SCENARIOS]
    return own + [path for folder in subfolders for path in sorted(folder.rglob("*.yaml"))]


def scenario_file(scenario: str | Path, scenarios_dir: Path) -> Path:
    """The file of a scenario given by id, by `subfolder/id`, or by path; a workbook by its path.

    Raises:
        InputError: if there is no such file, or its name is not an id.
    """
    name = str(scenario)
    if is_workbook(name):
        found = Path(name) if Path(name).is_file() or Path(name).is_absolute() else scenarios_dir / name
        found = found if found.is_file() else Path(name)
    elif name.endswith(".yaml") or isinstance(scenario, Path):
        given = Path(scenario)
        found = given if given.is_file() or given.is_absolute() else scenarios_dir / given
        if not found.is_file():
            raise InputError([_missing(name, scenarios_dir)])
    else:
        matches = [p for p in scenario_files(scenarios_dir) if _names(p, scenarios_dir, name)]
        own = scenarios_dir / f"{name}.yaml"
        if own in matches:
            matches = [own]
        if len(matches) > 1:
            remedy = "name one of " + ", ".join(_id_in(p, scenarios_dir) for p in matches)
            raise InputError([Problem(name, 0, "", name, "several scenarios have this id", remedy)])
        if not matches:
            raise InputError([_missing(name, scenarios_dir)])
        found = matches[0]
    _refuse_unfit_name(found)
    return found


def extended_file(base: str, child: Path, located: Located, scenarios_dir: Path) -> Path:
    """The file that `extends: base` means: next to the scenario that says so, else in the scenarios folder.

    Raises:
        InputError: if there is none, with the nearest name there is.
    """
    names = (base,) if is_workbook(base) else (f"{base}.yaml", f"{base}{SUFFIX}")
    for folder in (child.parent, scenarios_dir):
        for path in (folder / name for name in names):
            if path.is_file() and path.name not in NOT_SCENARIOS:
                return path
    files = [path for folder in (child.parent, scenarios_dir) for path in folder.iterdir()]
    near = {path.stem for path in files if path.suffix in (".yaml", SUFFIX)}
    options = near - {child.stem} - {Path(name).stem for name in NOT_SCENARIOS}
    rule = "`extends` names a scenario file next to this one or in the scenarios folder"
    raise InputError([located.problem(("extends",), rule, suggest(base, options))])


def trust_file(folder: str, located: Located, child: Path, scenarios_dir: Path) -> Path:
    """The file of a trust, given the name of its folder, or of a workbook beside the scenario that says so.

    Raises:
        InputError: if there is none, with the nearest name there is.
    """
    if is_workbook(folder):
        beside = [place / folder for place in (child.parent, scenarios_dir)]
        return next((path for path in beside if path.is_file()), beside[0])
    path = scenarios_dir / TRUSTS / folder / TRUST_FILE
    if path.is_file():
        return path
    rule = f"`trust` names a folder of {shown_path(scenarios_dir / TRUSTS)} that holds a {TRUST_FILE}"
    raise InputError([located.problem(("trust",), rule, suggest(folder, trust_folders(scenarios_dir)))])


def trust_folders(scenarios_dir: Path) -> list[str]:
    """Names of the folders that hold a trust."""
    return sorted(p.parent.name for p in (scenarios_dir / TRUSTS).glob(f"*/{TRUST_FILE}"))


def _id_in(path: Path, scenarios_dir: Path) -> str:
    return path.relative_to(scenarios_dir).with_suffix("").as_posix()


def _names(path: Path, scenarios_dir: Path, name: str) -> bool:
    return name in (path.stem, _id_in(path, scenarios_dir))


def _missing(name: str, scenarios_dir: Path) -> Problem:
    place = shown_path(scenarios_dir)
    if not scenarios_dir.is_dir():
        return Problem(
            place, 0, "", "", "there is no such folder", "run `ist init` to make one, or give its path"
        )
    if f"{Path(name).stem}.yaml" in NOT_SCENARIOS:
        return Problem(
            place, 0, "", name, "this file is shared by all scenarios, not one itself", "name a scenario"
        )
    options = [_id_in(path, scenarios_dir) for path in scenario_files(scenarios_dir)]
    remedy = suggest(Path(name).with_suffix("").as_posix() if name.endswith(".yaml") else name, options)
    return Problem(place, 0, "", name, "there is no such scenario", remedy)


def _refuse_unfit_name(path: Path) -> None:
    rule, remedy = "", ""
    if path.name in NOT_SCENARIOS:
        rule, remedy = "this file is shared by all scenarios, not one itself", "name a scenario"
    elif not re.fullmatch(ID_PATTERN, path.stem):
        rule = "a scenario's file name is its id: letters, digits, dot, underscore, dash; at most 64"
        remedy = "rename the file"
    if rule:
        raise InputError([Problem(shown_path(path), 0, "", path.stem, rule, remedy)])
