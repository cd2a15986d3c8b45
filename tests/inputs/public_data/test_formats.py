"""Every published layout is recognised and read: real rows, or its published header."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest
from inputs.public_data.conftest import SAMPLES, Desk, as_csv, header_of

from ist_model.inputs.public_data import formats
from ist_model.inputs.public_data.layout import is_personal
from ist_model.inputs.public_data.reader import Table


def sample(name: str) -> Table:
    return formats.read_published(SAMPLES / name)


def row(table: Table, urn: int) -> dict[str, object]:
    """One school's row, missing values as None."""
    (found,) = table.frame[table.frame["urn"] == urn].to_dict("records")
    return {name: None if pd.isna(value) else value for name, value in found.items()}


@pytest.mark.parametrize(
    ("name", "layout", "rows_in", "kept"),
    [
        ("gias_all_2025.csv", "gias-all-from-2025", 3, 3),
        ("gias_search.csv", "gias-search", 23, 23),
        ("gias_academies.csv", "gias-academies", 10, 10),
        ("gias_group_links.csv", "gias-group-links", 16, 16),
        ("gias_links.csv", "gias-links", 6, 6),
        ("school_information_2022.csv", "school-information", 12, 12),
        ("ofsted_2013.csv", "ofsted-2013", 11, 11),
        ("ofsted_2015.csv", "ofsted-2013", 17, 17),
        ("ofsted_outcomes_2018.csv", "ofsted-outcomes", 20, 20),
        ("ofsted_2022.csv", "ofsted-2022", 7, 7),
        ("ks2_2018_19.csv", "ks2", 13, 10),
        ("ks2_places_2018_19.csv", "ks2-with-places", 19, 19),
        ("ks2_words_2018.csv", "ks2-in-words", 5, 5),
        ("absence_2018_19.csv", "absence", 12, 12),
        ("census_2018_19.csv", "census", 11, 11),
        ("workforce_2020_21.csv", "workforce", 10, 10),
        ("income_2018.csv", "income-and-expenditure", 2, 2),
    ],
)
def test_real_rows_are_recognised_and_counted(name: str, layout: str, rows_in: int, kept: int) -> None:
    table = sample(name)
    assert table.layout.id == layout
    assert (table.intake.rows_in, table.intake.rows_kept, len(table.frame)) == (rows_in, kept, kept)
    assert not table.intake.not_understood


@pytest.mark.parametrize("layout", formats.LAYOUTS, ids=lambda layout: layout.id)
def test_no_layout_reads_a_column_about_a_person(layout: formats.Layout) -> None:
    assert [h for column in layout.columns for h in column.headers if is_personal(h)] == []
    assert len({column.name for column in layout.columns}) == len(layout.columns)
    assert set(layout.key) <= {column.name for column in layout.columns if column.needed}


def test_samples_hold_no_name_title_or_telephone_number_of_a_person() -> None:
    for path in SAMPLES.glob("*.csv"):
        text = path.read_bytes().decode("cp1252")
        header = text.splitlines()[0].split(",")
        assert not re.search(r"\b(Mr|Mrs|Ms|Miss|Dr)\b[ ,.]", text), path.name
        personal = [at for at, name in enumerate(header) if is_personal(name)]
        for cells in _rows(path):
            assert [cells[at] for at in personal if at < len(cells) and cells[at]] == [], path.name


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="cp1252", newline="") as file:
        return list(csv.reader(file))[1:]


def test_the_register_of_2025_has_places_trusts_and_no_ratings() -> None:
    table = sample("gias_all_2025.csv")
    school = row(table, 143034)
    assert (school["roll"], school["age_low"], school["age_high"]) == (661, 2, 11)
    assert (school["trust_uid"], school["easting"], school["northing"]) == (5488, 580573, 110137)
    assert (school["opened"], school["counted"]) == (dt.date(2016, 8, 1), dt.date(2025, 1, 16))
    assert row(table, 100273)["closed_because"] == "Result of Amalgamation/Merger"
    assert "rating" not in table.frame
    assert any("no inspection outcomes" in line for line in table.intake.lines())
    assert "HeadLastName" in table.intake.personal
    assert not any(is_personal(name) for name in table.frame)


def test_the_register_to_april_2025_has_ratings(desk: Desk) -> None:
    header = header_of("header_gias_all_to_2025.txt")
    base = {
        "LA (code)": "926",
        "TypeOfEstablishment (name)": "Community school",
        "PhaseOfEducation (name)": "Primary",
    }
    rows = [
        {**base, "URN": "120001", "EstablishmentName": "A", "EstablishmentStatus (name)": "Open", **extra}
        for extra in (
            {"OfstedRating (name)": "Serious Weaknesses", "OfstedLastInsp": "05-03-2020", "URN": "120001"},
            {"OfstedRating (name)": "Special Measures", "OfstedLastInsp": "06-03-2020", "URN": "120002"},
            {"OfstedRating (name)": "Insufficient evidence", "URN": "120003"},
            {"OfstedRating (name)": "Outstanding", "URN": "120004", "HeadLastName": "Kept out"},
        )
    ]
    table = desk.read(as_csv(header, rows))
    assert table.layout.id == "gias-all-to-2025"
    assert [None if pd.isna(grade) else grade for grade in table.frame["rating"]] == [4, 4, None, 1]
    assert table.frame["inspected"][0] == dt.date(2020, 3, 5)
    assert "Kept out" not in table.frame.to_csv()


def test_links_that_spill_over_the_end_of_a_search_download_are_kept() -> None:
    table = sample("gias_search.csv")
    assert row(table, 142345)["linked"] == "125085 Predecessor"
    assert max(str(linked).count(";") for linked in table.frame["linked"]) >= 1


def test_grades_of_2013_to_2015_and_categories_of_concern() -> None:
    table = sample("ofsted_2015.csv")
    school = row(table, 134956)
    assert (school["overall"], school["inspected"]) == (2, dt.date(2011, 3, 22))
    assert (school["previous_overall"], school["previous_inspected"]) == (3, dt.date(2008, 7, 11))
    assert "special measures" in set(table.frame["concern"].dropna())
    older = sample("ofsted_2013.csv")
    assert {"special measures", "serious weaknesses"} <= set(older.frame["concern"].dropna())
    assert "notice to improve" in set(older.frame["previous_concern"].dropna())
    assert older.intake.not_in_file == ("Total pupils",)


def test_nine_is_no_judgement_in_2022_and_the_missing_urn_column_is_told() -> None:
    table = sample("ofsted_2022.csv")
    school = row(table, 144145)
    assert (school["overall"], school["quality"], school["behaviour"]) == (2, 2, 1)
    assert school["early_years"] is None
    assert any("URN is not in the file: taken from URN at time of" in line for line in table.intake.lines())


def test_march_2025_gives_areas_where_no_overall_grade_is_given(desk: Desk) -> None:
    header = header_of("header_ofsted_2025.txt")
    table = desk.read(
        as_csv(
            header,
            [
                {
                    "URN": "120001",
                    "School name": "A",
                    "Inspection start date": "14/01/2025",
                    "Overall effectiveness": "Not judged",
                    "Quality of education": "2",
                    "Behaviour and attitudes": "9",
                    "Category of concern": "NULL",
                    "Previous graded inspection overall effectiveness": "3",
                    "Multi-academy trust UID": "16635",
                }
            ],
        )
    )
    assert table.layout.id == "ofsted-2025"
    school = row(table, 120001)
    assert (school["overall"], school["quality"], school["behaviour"]) == (None, 2, None)
    assert (school["concern"], school["previous_overall"], school["trust_uid"]) == (None, 3, 16635)


def test_report_cards_from_november_2025(desk: Desk) -> None:
    header = header_of("header_ofsted_cards.txt")
    card = {
        "URN": "120001",
        "Inspection start date": "18/11/2025",
        "Inclusion": "Strong standard",
        "Achievement": "Needs attention",
        "Leadership and governance": "Urgent improvement",
        "Safeguarding standards": "Not met",
        "Category of concern": "SM",
        "Latest OEIF overall effectiveness": "2",
        "Inspection start date of latest OEIF graded inspection": "03/10/2019",
    }
    before = {"URN": "120002", "Latest OEIF overall effectiveness": "NULL", "Inclusion": "NULL"}
    table = desk.read(as_csv(header, [card, before]))
    assert table.layout.id == "ofsted-report-cards"
    school = row(table, 120001)
    assert (school["card_inclusion"], school["card_achievement"]) == ("strong standard", "needs attention")
    assert (school["safeguarding"], school["card_concern"]) == ("not met", "special measures")
    assert (school["overall"], school["inspected"]) == (2, dt.date(2019, 10, 3))
    assert row(table, 120002)["card_inclusion"] is None


def test_key_stage_2_leaves_out_totals_and_suppressed_values_are_no_zeros() -> None:
    table = sample("ks2_2018_19.csv")
    told = "\n".join(table.intake.lines())
    assert "a total of a local authority: 1" in told
    assert "a total of England: 2" in told
    assert "suppressed, few pupils" in told
    assert (table.frame["expected_pct"].dropna() > 20).all()
    assert table.frame["expected_pct"].isna().sum() >= 2
    assert table.intake.encoding == "UTF-8 with mark"


def test_percent_signs_pounds_and_lost_blanks() -> None:
    assert row(sample("ks2_words_2018.csv"), 144146)["expected_pct"] == 65
    table = sample("workforce_2020_21.csv")
    assert table.intake.encoding == "windows-1252"
    assert row(table, 144146)["salary_gbp"] == 34492
    assert row(table, 144146)["pupils_per_teacher"] == 18.5


@pytest.mark.parametrize(
    ("header", "cells", "layout", "expected"),
    [
        (
            "header_cfr.csv",
            {
                "URN": "120001",
                "No Pupils": "210",
                "Total Income   I01 to I18": "1,050,000",
                "Total Expenditure  E01 to E32": "£1,060,500",
                "E01  Teaching Staff": "520000",
                "Revenue Reserve   B01 plus B02 plus B06": "(12,500)",
            },
            "cfr",
            {"income_gbp": 1_050_000, "expenditure_gbp": 1_060_500, "reserves_gbp": -12_500, "pupils": 210},
        ),
        (
            "header_aar.csv",
            {"LA Establishment Number": "9262303", "Number of Pupils": "315", "GAG Value": "1400000.5"},
            "aar",
            {"laestab": 9_262_303, "pupils": 315, "grant_gbp": 1_400_000.5},
        ),
    ],
)
def test_income_and_expenditure(
    desk: Desk, header: str, cells: dict[str, str], layout: str, expected: dict[str, float]
) -> None:
    table = desk.read(as_csv(header_of(header), [cells]))
    assert table.layout.id == layout
    assert {name: table.frame[name][0] for name in expected} == expected


def test_all_groups_have_dates_with_slashes_and_heads_are_not_read(desk: Desk) -> None:
    header: Sequence[str] = [
        *("Group UID", "Group ID", "Group Name", "Companies House Number", "Group Type (code)", "Group Type"),
        *("Closed Date", "Open date", "Incorporated on (open date)", "Group Status (code)", "Group Status"),
        *("Head of Group Title", "Head of Group First Name", "Head of Group Last Name", "UKPRN"),
    ]
    trust = {
        "Group UID": "16635",
        "Group Name": "INCLUSIVE SCHOOLS TRUST",
        "Group Type": "Multi-academy trust",
        "Incorporated on (open date)": "07/02/2017",
        "Head of Group Last Name": "Kept out",
    }
    table = desk.read(as_csv(header, [trust]))
    assert table.layout.id == "gias-groups"
    assert table.frame["incorporated"][0] == dt.date(2017, 2, 7)
    assert len(table.intake.personal) == 3
    assert "Kept out" not in table.frame.to_csv()
