"""Wrong files are named as what they are; odd rows and cells are set aside, counted, and never guessed."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from inputs.public_data.conftest import SAMPLES, Desk, as_csv, header_of

from ist_model.inputs.errors import InputError
from ist_model.inputs.public_data.formats import read_published

ABSENCE = "LA,ESTAB,URN,PERCTOT,PPERSABS10\n"
ROW = "926,2000,120777,3.8,5.1\n"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"<!DOCTYPE html><html><title>Service unavailable</title></html>", "web page in place of the data"),
        (b"\xef\xbb\xbf\r\n<html>502</html>", "web page in place of the data"),
        (b"", "empty"),
        (b" \r\n\r\n", "empty"),
        (b'{"error": "rate limit"}', "JSON"),
        (b"PK\x03\x04rest", "Excel workbook or a zip archive"),
        (b"\xd0\xcf\x11\xe0rest", "old Excel workbook"),
        (b"%PDF-1.7", "PDF"),
    ],
)
def test_a_download_that_is_no_csv_is_named_as_what_it_is(desk: Desk, content: bytes, what: str) -> None:
    (problem,) = desk.problems(content)
    assert what in problem.rule
    assert problem.remedy


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_published(tmp_path / "none.csv")


def test_a_table_of_something_else_lists_what_can_be_read(desk: Desk) -> None:
    (problem,) = desk.problems("band,sample,trust_years\n1-2,all,4100\n")
    assert problem.rule == "no published format known here has this header"
    assert "GIAS all groups" in problem.remedy


def test_another_layout_is_told_by_what_it_lacks(desk: Desk) -> None:
    header = [name for name in header_of("ofsted_2013.csv") if name != "Latest inspection date"]
    (problem,) = desk.problems(as_csv(header, [{"urn": "120001"}]))
    assert "most like Ofsted management information, 2013 to 2015" in problem.rule
    assert "lacks Latest inspection date" in problem.rule


def test_every_missing_column_is_listed_with_what_it_is_for(desk: Desk) -> None:
    gone = {"PhaseOfEducation (name)", "EstablishmentStatus (name)"}
    header = [name for name in header_of("gias_all_2025.csv") if name not in gone]
    problems = desk.problems(as_csv(header, [{"URN": "120001"}]))
    assert {problem.key for problem in problems} == gone
    assert all("it is for" in problem.rule and problem.line == 1 for problem in problems)
    assert any("leaving out closed schools" in problem.rule for problem in problems)


def test_a_file_of_another_family_is_sent_to_its_own_option(desk: Desk) -> None:
    with pytest.raises(InputError, match=r"this is absence .* wanted here: inspections"):
        read_published(desk.put(ABSENCE + ROW), ("inspections",))


def test_a_header_without_rows_is_refused(desk: Desk) -> None:
    (problem,) = desk.problems(ABSENCE)
    assert "no row could be used" in problem.rule
    (problem,) = desk.problems(ABSENCE + "926,2000,none,3.8,5.1\n")
    assert "no URN: 1 (line 2" in problem.rule


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("cp1252", "windows-1252"),
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 with mark"),
        ("utf-16", "UTF-16"),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_encodings_and_line_ends(desk: Desk, encoding: str, told: str, ends: str) -> None:
    text = (SAMPLES / "gias_academies.csv").read_text("utf-8").replace("George White", "Älfhêah’s – George")
    table = desk.read(text.replace("\n", ends).encode(encoding))
    assert table.intake.encoding == told
    assert len(table.frame) == 10
    assert "Älfhêah’s – George Junior School" in set(table.frame["name"])


def test_characters_that_an_encoding_does_not_have_are_counted(desk: Desk) -> None:
    table = desk.read(ABSENCE.encode() + ROW.encode() + b"926,2001,120778,\x81,5.1\n")
    assert table.intake.encoding == "windows-1252"
    assert "1 characters could not be read in this encoding" in table.intake.notes
    assert table.intake.not_understood["PERCTOT"].rows == 1


def test_a_title_above_the_header_is_passed_over(desk: Desk) -> None:
    table = desk.read("Absence in schools,,,,\nPublished in March,,,,\n\n" + ABSENCE + ROW)
    assert table.intake.rows_in == table.intake.rows_kept == 1


def test_the_same_number_twice_is_kept_once_and_told(desk: Desk) -> None:
    other = ROW.replace("3.8", "9.9")
    table = desk.read(ABSENCE + ROW + ROW + other + "926,2001,120778,4.0,5.0\n")
    assert list(table.frame["absence_pct"]) == [3.8, 4.0]
    aside = {reason: found.rows for reason, found in table.intake.set_aside.items()}
    assert aside == {"the same row again (same URN)": 1, "URN again, first row kept": 1}
    assert table.intake.rows_in == 4 == table.intake.rows_kept + sum(aside.values())
    assert "URN again, first row kept: 1 (line 4 (120777))" in "\n".join(table.intake.lines())


@pytest.mark.parametrize("number", ["", "12345", "1234567", "012345", "12077x", "120777.5"])
def test_rows_without_a_proper_number_are_set_aside(desk: Desk, number: str) -> None:
    table = desk.read(ABSENCE + ROW + f"926,2001,{number},4.0,5.0\n")
    assert len(table.frame) == 1
    assert table.intake.set_aside["no URN"].rows == 1


@pytest.mark.parametrize("cell", ["", "NULL", "SUPP", "NE", "NP", "NA", "LOWCOV", "NEW", "x", ":", "DNS"])
def test_ways_to_say_that_there_is_no_value_are_no_zeros_and_no_faults(desk: Desk, cell: str) -> None:
    table = desk.read(ABSENCE + f"926,2000,120777,{cell},5.1\n")
    assert table.frame["absence_pct"].isna().all()
    assert table.frame["persistent_pct"][0] == 5.1
    assert not table.intake.not_understood
    assert sum(table.intake.absent["PERCTOT"].values()) == 1


def test_cells_that_make_no_sense_are_taken_as_missing_and_shown(desk: Desk) -> None:
    table = desk.read(ABSENCE + "926,2000,120777,about four,5.1\n926,2001,120778,4,1 in 20\n")
    assert table.frame["absence_pct"].isna().sum() == 1
    told = "\n".join(table.intake.lines())
    assert "PERCTOT: 1 cells not understood and taken as missing (line 2 (about four))" in told


@pytest.mark.parametrize(
    "date", ["31/02/2019", "2019-09-11", "09/13/2019", "11.09.2019", "11/09-2019", "43719"]
)
def test_dates_in_another_order_or_that_cannot_be_are_not_guessed(desk: Desk, date: str) -> None:
    header = header_of("ofsted_outcomes_2018.csv")
    row = {"URN": "120777", "Inspection date": date, "Overall effectiveness": "2"}
    table = desk.read(as_csv(header, [row, {**row, "URN": "120778", "Inspection date": "11/09/2019"}]))
    assert list(table.frame["inspected"].isna()) == [True, False]
    assert table.intake.not_understood["Inspection date"].rows == 1


@pytest.mark.parametrize("grade", ["5", "A", "2.5", "Fine"])
def test_grades_that_ofsted_does_not_give_are_not_understood(desk: Desk, grade: str) -> None:
    header = header_of("ofsted_outcomes_2018.csv")
    row = {"URN": "120777", "Inspection date": "11/09/2019", "Overall effectiveness": grade}
    table = desk.read(as_csv(header, [row]))
    assert table.frame["overall"].isna().all()
    assert table.intake.not_understood["Overall effectiveness"].examples == [f"line 2 ({grade})"]


def test_rows_with_more_cells_than_headers_are_set_aside_blank_ones_do_not_count(desk: Desk) -> None:
    table = desk.read(ABSENCE + ROW.replace("\n", ",,\n") + "926,2001,120778,4,5,an unquoted comma\n")
    assert len(table.frame) == 1
    assert table.intake.set_aside["more cells than headers"].examples == ["line 3 (926)"]


def test_a_download_cut_short_loses_its_last_row_and_says_so(desk: Desk) -> None:
    whole = ABSENCE + ROW + "926,2001,120778,4.0,5.0\n"
    assert len(desk.read(whole.removesuffix("\n")).frame) == 2
    table = desk.read(whole[:-5])
    assert len(table.frame) == 1
    (reason,) = table.intake.set_aside
    assert "was the download cut short?" in reason


def test_a_quoted_cell_that_never_ends_is_refused(desk: Desk) -> None:
    (problem,) = desk.problems(ABSENCE + '926,2000,120777,"3.8,5.1\n' + ROW)
    assert "not CSV from here on" in problem.rule


def test_short_rows_of_a_published_file_are_kept_with_blanks_and_counted(desk: Desk) -> None:
    table = desk.read(ABSENCE + ROW + "926,2001,120778\n")
    assert list(table.frame["absence_pct"].isna()) == [False, True]
    assert any("1 rows are shorter than the header" in note for note in table.intake.notes)


def test_missing_values_are_missing_in_every_kind_of_column(desk: Desk) -> None:
    table = desk.read(
        as_csv(header_of("gias_all_2025.csv"), [_school("120001"), _school("120002", blank=True)])
    )
    missing = table.frame.iloc[1][["roll", "easting", "opened", "fsm_pct", "trust_name", "trust_uid"]]
    assert pd.isna(missing).all()


def _school(urn: str, blank: bool = False) -> dict[str, str]:
    row = {
        "URN": urn,
        "LA (code)": "926",
        "EstablishmentName": "A",
        "TypeOfEstablishment (name)": "Community school",
        "EstablishmentStatus (name)": "Open",
        "PhaseOfEducation (name)": "Primary",
    }
    detail = {"NumberOfPupils": "210", "Easting": "1", "OpenDate": "01/09/1990", "Trusts (code)": "16635"}
    return row if blank else {**row, **detail}
