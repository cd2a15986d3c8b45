"""The files of two trusts, and a scenarios folder to write a new trust into."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from inputs.public_data.conftest import SAMPLES, as_csv, header_of

from ist_model.inputs.assumptions import Register
from ist_model.inputs.framework import Framework
from ist_model.inputs.new_trust.account import HEADINGS, account
from ist_model.inputs.new_trust.build import Built, build
from ist_model.inputs.new_trust.published import read_files
from ist_model.inputs.new_trust.write import write_trust
from ist_model.inputs.resolve import resolve
from ist_model.inputs.scenario_models import Resolved
from ist_model.inputs.validate import validate
from ist_model.inputs.yaml_file import read

SCENARIOS = Path(__file__).parents[3] / "scenarios"
START = dt.date(2026, 9, 1)
Given = dict[str, Sequence[str]]


def given(**options: str) -> Given:
    """Samples by option: names with blanks between them, `2018/19=name` where the year is told."""
    return {option: [_path(name) for name in names.split()] for option, names in options.items()}


def _path(name: str) -> str:
    year, equals, file = name.rpartition("=")
    return f"{year}{equals}{SAMPLES / file}"


NORFOLK = given(
    gias="gias_group_links.csv school_information_2022.csv gias_academies.csv gias_links.csv",
    ofsted="ofsted_2022.csv ofsted_2015.csv ofsted_outcomes_2018.csv",
    ks2="2018/19=ks2_places_2018_19.csv ks2_words_2018.csv",
    absence="2018/19=absence_2018_19.csv",
    census="2018/19=census_2018_19.csv",
    workforce="2020/21=workforce_2020_21.csv",
    finance="income_2018.csv",
)
SURREY = given(
    gias="gias_search.csv",
    ofsted="ofsted_2015.csv ofsted_outcomes_2018.csv",
    ks2="2018/19=ks2_2018_19.csv",
)


def built_from(files: Given, uid: int | None = None, name: str = "", folder: Path = SCENARIOS) -> Built:
    """The trust that these files give, with the shipped framework and register."""
    framework = validate(Framework, read(folder / "framework.yaml"))
    values = validate(Register, read(folder / "assumptions.yaml")).values()
    return build(read_files(files), uid, name, framework, values, START)


def register(*rows: dict[str, str]) -> str:
    """A register of September 2025 with these schools of one trust (UID 777)."""
    base = {
        "LA (code)": "936",
        "LA (name)": "Surrey",
        "TypeOfEstablishment (name)": "Academy converter",
        "EstablishmentStatus (name)": "Open",
        "PhaseOfEducation (name)": "Primary",
        "StatutoryLowAge": "4",
        "StatutoryHighAge": "11",
        "OpenDate": "01/09/2012",
        "NumberOfPupils": "210",
        "CensusDate": "16/01/2025",
        "Trusts (code)": "777",
        "Trusts (name)": "MADE UP TRUST",
        "Postcode": "GU16 6LZ",
    }
    return as_csv(header_of("gias_all_2025.csv"), [{**base, **row} for row in rows])


def two_schools() -> tuple[dict[str, str], dict[str, str]]:
    """Rows of two made-up schools."""
    return {"URN": "150001", "EstablishmentName": "Oak"}, {"URN": "150002", "EstablishmentName": "Elm"}


def files(tmp_path: Path, **texts: str) -> Given:
    """Options with one file each, holding these texts; an option may be `ofsted__2018_19`, with its year."""
    made: dict[str, list[str]] = {}
    for option, text in texts.items():
        path = tmp_path / f"{option}.csv"
        path.write_text(text, encoding="utf-8")
        name, _, year = option.partition("__")
        made.setdefault(name, []).append(f"{year.replace('_', '/')}={path}" if year else str(path))
    return dict(made)


def school(built: Built, urn: int) -> dict[str, Any]:
    """A school of a trust, as it will be written."""
    (found,) = [school for school in built.trust["schools"] if school["urn"] == urn]
    return dict(found)


def empty_folder(at: Path) -> Path:
    """A scenarios folder with the shipped framework and register, and no trust."""
    made = at / "scenarios"
    made.mkdir()
    for name in ("framework.yaml", "assumptions.yaml"):
        shutil.copy(SCENARIOS / name, made)
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A scenarios folder without a trust."""
    return empty_folder(tmp_path)


def written_from(folder: Path, files: Given, uid: int | None = None, name: str = "") -> Resolved:
    """The scenario of the trust that files give, once written into a folder."""
    built = built_from(files, uid, name, folder)
    write_trust(built.trust, account(built, read_files(files)), "new", START, folder, HEADINGS)
    return resolve("new", folder)
