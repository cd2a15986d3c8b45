"""Which schools of a trust are taken in, which are left out, and how that is told and counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from inputs.new_trust.conftest import (
    NORFOLK,
    built_from,
    files,
    register,
    school,
    two_schools,
    written_from,
)
from inputs.public_data.conftest import as_csv, header_of

from ist_model.inputs.errors import InputError
from ist_model.inputs.new_trust.account import account
from ist_model.inputs.new_trust.published import read_files


def test_a_secondary_school_of_the_trust_is_left_out_and_said_to_be() -> None:
    built = built_from(NORFOLK, uid=16318)
    assert len(built.trust["schools"]) == 3
    assert built.members.left_out == [
        "Stowupland High School (143362): phase secondary: the model is of primaries"
    ]
    assert "Stowupland High School" in account(built, read_files(NORFOLK))


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (
            {
                "EstablishmentStatus (name)": "Closed",
                "CloseDate": "31/08/2024",
                "ReasonEstablishmentClosed (name)": "Result of Amalgamation/Merger",
            },
            "closed on 2024-08-31 (Result of Amalgamation/Merger)",
        ),
        (
            {"PhaseOfEducation (name)": "Middle deemed secondary"},
            "phase middle deemed secondary: the model is of primaries",
        ),
        (
            {"PhaseOfEducation (name)": "All-through"},
            "phase all-through: the model is of primaries; its primary years are not parted from the others",
        ),
        ({"PhaseOfEducation (name)": "Not applicable"}, "phase not applicable"),
        ({"EstablishmentStatus (name)": "Proposed to open"}, "the register says: proposed to open"),
    ],
)
def test_schools_that_are_no_open_primaries_are_left_out_with_the_reason(
    tmp_path: Path, cells: dict[str, str], told: str
) -> None:
    oak, elm = two_schools()
    built = built_from(files(tmp_path, gias=register(oak, {**elm, **cells})), uid=777)
    assert [one["name"] for one in built.trust["schools"]] == ["Oak"]
    (line,) = built.members.left_out
    assert line.startswith(f"Elm (150002): {told}")
    assert built.members.counted() == "2 schools named by gias.csv: 1 taken in, 1 left out"
    assert f"{built.members.counted()}." in account(built, read_files({}))


@pytest.mark.parametrize(
    ("name", "phase", "low", "high", "taken"),
    [  # as the GIAS search download of 20 April 2022 has them
        ("Sandringham Infant", "Primary", 2, 7, "infant"),
        ("A first school", "Primary", 5, 10, "first"),
        ("Furzefield Middle School", "Middle deemed primary", 8, 11, "junior"),
        ("Marden Lodge County Middle School", "Middle deemed primary", 8, 12, "junior"),
    ],
)
def test_every_phase_that_the_law_counts_as_primary_is_taken_in(
    tmp_path: Path, folder: Path, name: str, phase: str, low: int, high: int, taken: str
) -> None:
    oak, elm = two_schools()
    cells = {"PhaseOfEducation (name)": phase, "StatutoryLowAge": str(low), "StatutoryHighAge": str(high)}
    made = files(tmp_path, gias=register(oak, {**elm, **cells, "EstablishmentName": name}))
    built = built_from(made, uid=777)
    assert built.members.counted() == "2 schools named by gias.csv: 2 taken in, 0 left out"
    assert school(built, 150002)["phase"] == taken
    told = [one for remarks in built.remarks.values() for one in remarks if "deemed primary" in one]
    assert bool(told) == phase.startswith("Middle")
    assert any("beyond Year 6" in remark for remark in told) == (high > 11)
    found = {one.urn: one for one in written_from(folder, made, uid=777).trust.schools}
    assert (found[150002].age_low, found[150002].age_high) == (low, high)


def test_a_middle_school_without_ages_has_no_early_years(tmp_path: Path) -> None:
    """Middle schools deemed primary of the search download begin at 8; group links have no ages."""
    oak, elm = two_schools()
    blank = {"StatutoryLowAge": "", "StatutoryHighAge": ""}
    middle = {**elm, **blank, "PhaseOfEducation (name)": "Middle deemed primary"}
    built = built_from(files(tmp_path, gias=register({**oak, **blank}, middle)), uid=777)
    one, other = school(built, 150001), school(built, 150002)
    assert (one["age_low"], one["age_high"], "early_years" in one["start_percentile"]) == (4, 11, True)
    assert (other["age_low"], other["age_high"], "early_years" in other["start_percentile"]) == (8, 12, False)
    assert "ages are not in the files: 8 to 12 taken" in built.remarks[other["id"]]


@pytest.mark.parametrize(
    ("cells", "remedy"),
    [
        ({"PhaseOfEducation (name)": "All-through"}, "name a trust with primaries"),
        ({"EstablishmentStatus (name)": "Closed"}, "give files of a later date"),
    ],
)
def test_a_trust_without_open_primaries_is_refused_with_what_may_help(
    tmp_path: Path, cells: dict[str, str], remedy: str
) -> None:
    oak, _ = two_schools()
    with pytest.raises(InputError, match=remedy):
        built_from(files(tmp_path, gias=register({**oak, **cells})), uid=777)


def test_a_table_without_phases_does_not_part_middle_from_all_through_schools(tmp_path: Path) -> None:
    """Performance tables: two flags in place of a phase; the register's phase, where given, decides."""
    oak, elm = two_schools()
    cells = {"URN": "150002", "LA": "936", "SCHNAME": "Elm", "SCHSTATUS": "Open", "SCHOOLTYPE": "Academy"}
    table = as_csv(
        header_of("school_information_2022.csv"), [{**cells, "ISPRIMARY": "1", "ISSECONDARY": "1"}]
    )
    no_phase = register(oak, {**elm, "PhaseOfEducation (name)": ""})
    made = files(tmp_path, gias=no_phase, table=table)
    built = built_from({"gias": [*made["gias"], *made["table"]]}, uid=777)
    (line,) = built.members.left_out
    assert line.startswith("Elm (150002): phase primary and secondary: ")
    assert "all-through or middle" in line
    middle = register(oak, {**elm, "PhaseOfEducation (name)": "Middle deemed primary"})
    made = files(tmp_path, gias=middle, table=table)
    assert not built_from({"gias": [*made["gias"], *made["table"]]}, uid=777).members.left_out


def test_a_closed_school_is_told_with_the_number_it_went_on_under(tmp_path: Path) -> None:
    oak, elm = two_schools()
    closed = {**elm, "EstablishmentStatus (name)": "Closed"}
    links = "URN,LinkURN,LinkName,LinkType,LinkEstablishedDate\n150002,150009,X,Successor,31-08-2024\n"
    options = files(tmp_path, gias=register(oak, closed), links=links)
    built = built_from({"gias": [*options["gias"], *options["links"]]}, uid=777)
    assert built.members.left_out == ["Elm (150002): closed; it went on as 150009"]
