"""What inspections say of a school: each once, none of another school, none too old, areas apart."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from inputs.new_trust.conftest import built_from, files, register, school, two_schools
from inputs.public_data.conftest import as_csv, header_of


def test_satisfactory_and_too_old_outcomes_say_nothing_of_strength(tmp_path: Path) -> None:
    oak, elm = two_schools()
    inspected = [
        {"URN": "150001", "Inspection date": "10/05/2012", "Overall effectiveness": "3"},
        {"URN": "150002", "Inspection date": "10/05/2014", "Overall effectiveness": "1"},
    ]
    built = built_from(
        files(
            tmp_path, gias=register(oak, elm), ofsted=as_csv(header_of("ofsted_outcomes_2018.csv"), inspected)
        ),
        uid=777,
    )
    assert school(built, 150001)["last_inspection"] == {"outcome": "none"}
    assert "outcome of 2012-05-10 left out: satisfactory" in " ".join(
        built.remarks[school(built, 150001)["id"]]
    )
    old = school(built, 150002)
    assert old["last_inspection"]["outcome"] == "outstanding"
    # As in any year that the scatter was fitted to: what lasts of it is expected still.
    assert old["start_basis"]["inclusion"] == "overall outcome: outstanding (2014)"
    assert 0.65 < old["start_percentile"]["inclusion"] < 0.75
    older = [{**row, "Inspection date": "31/08/2012", "Overall effectiveness": "1"} for row in inspected[1:]]
    given = files(
        tmp_path, gias=register(oak, elm), ofsted=as_csv(header_of("ofsted_outcomes_2018.csv"), older)
    )
    old = school(built_from(given, uid=777), 150002)
    assert old["start_basis"]["inclusion"] == "national middle: no graded outcome since September 2012"


def test_the_register_and_ofsted_tell_one_inspection_once(tmp_path: Path) -> None:
    header = header_of("header_gias_all_to_2025.txt")
    row = {
        **dict.fromkeys(("LA (code)",), "936"),
        "URN": "150001",
        "EstablishmentName": "Oak",
        "TypeOfEstablishment (name)": "Academy converter",
        "EstablishmentStatus (name)": "Open",
        "PhaseOfEducation (name)": "Primary",
        "StatutoryLowAge": "4",
        "StatutoryHighAge": "11",
        "NumberOfPupils": "210",
        "Trusts (code)": "777",
        "Trusts (name)": "Made up",
        "OfstedLastInsp": "12-09-2019",  # last day
        "OfstedRating (name)": "Good",
    }
    judged = {
        "URN": "150001",
        "Inspection start date": "11/09/2019",
        "Overall effectiveness": "2",
        "Personal development": "1",
        "Date of latest ungraded inspection": "14/01/2025",
        "Ungraded inspection overall outcome": "School remains Good",
    }
    built = built_from(
        files(
            tmp_path, gias=as_csv(header, [row]), ofsted=as_csv(header_of("header_ofsted_2025.txt"), [judged])
        ),
        uid=777,
    )
    oak = school(built, 150001)
    assert oak["last_inspection"] == {"outcome": "good", "date": dt.date(2019, 9, 11)}
    assert oak["inspection_history"] == []
    assert oak["start_basis"]["personal_development"] == "judgement: outstanding (2019)"
    assert "inspected without grades on 2025-01-14: School remains Good" in built.remarks[oak["id"]][0]


def test_a_report_card_gives_each_area_its_own_strength(tmp_path: Path) -> None:
    oak, _ = two_schools()
    card = {
        "URN": "150001",
        "Inspection start date": "18/11/2025",
        "Inclusion": "Strong standard",
        "Curriculum and teaching": "Expected standard",
        "Achievement": "Needs attention",
        "Attendance and behaviour": "Expected standard",
        "Personal development and wellbeing": "Exceptional",
        "Leadership and governance": "Expected standard",
        "Latest OEIF overall effectiveness": "4",
        "Inspection start date of latest OEIF graded inspection": "03/10/2019",
    }
    built = built_from(
        files(tmp_path, gias=register(oak), ofsted=as_csv(header_of("header_ofsted_cards.txt"), [card])),
        uid=777,
    )
    found = school(built, 150001)
    at = found["start_percentile"]
    assert at["achievement"] < at["curriculum_teaching"] < at["inclusion"] < at["personal_development"]
    assert found["start_basis"]["achievement"] == "report card: needs attention (2025)"
    assert found["last_inspection"] == {"outcome": "requires improvement", "date": dt.date(2025, 11, 18)}
    assert found["inspection_history"][0]["outcome"] == "inadequate"
    assert "a reading, no fact" in " ".join(built.remarks[found["id"]])


def test_an_amalgamated_school_starts_from_no_other_schools_past(tmp_path: Path) -> None:
    oak, elm = two_schools()
    links = "URN,LinkURN,LinkName,LinkType,LinkEstablishedDate\n" + "".join(
        f"150001,{urn},X,Predecessor - merged,01-09-2012\n" for urn in (120001, 120002)
    )
    outcome = {"Inspection date": "10/05/2018", "Overall effectiveness": "4"}
    inspected = [{"URN": urn, **outcome} for urn in ("120001", "120002", "150002")]
    given_files = files(
        tmp_path, gias=register(oak, elm), ofsted=as_csv(header_of("ofsted_outcomes_2018.csv"), inspected)
    )
    given_files["gias"] = [*given_files["gias"], *files(tmp_path, links=links)["links"]]
    built = built_from(given_files, uid=777)
    merged = school(built, 150001)
    assert merged["start_percentile"]["inclusion"] == 0.5
    assert merged["start_basis"]["inclusion"] == "national middle: no outcome in these files"
    assert merged["inspection_history"] == []
    assert "came about from several schools (120001, 120002)" in " ".join(built.remarks[merged["id"]])
    assert school(built, 150002)["start_percentile"]["inclusion"] < 0.3


def test_an_amalgamation_long_ago_ends_the_line_and_keeps_what_came_after(tmp_path: Path) -> None:
    oak, _ = two_schools()
    links = "URN,LinkURN,LinkName,LinkType,LinkEstablishedDate\n" + "".join(
        f"{urn},{before},X,Predecessor,01-09-2012\n"
        for urn, before in ((150001, 130001), (130001, 120001), (130001, 120002))
    )
    inspected = [
        {"URN": urn, "Inspection date": f"10/05/{year}", "Overall effectiveness": grade}
        for urn, year, grade in (("130001", 2018, "2"), ("120001", 2017, "4"))
    ]
    options = files(
        tmp_path,
        gias=register(oak),
        links=links,
        ofsted=as_csv(header_of("ofsted_outcomes_2018.csv"), inspected),
    )
    options["gias"] = [*options["gias"], *options.pop("links")]
    built = built_from(options, uid=777)
    found = school(built, 150001)
    assert found["last_inspection"]["date"] == dt.date(2018, 5, 10)
    assert found["inspection_history"] == []
    assert found["note"] == "Former numbers: 130001."
    assert "its number 130001 came about from several schools (120001, 120002)" in " ".join(
        built.remarks[found["id"]]
    )
