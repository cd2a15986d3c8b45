"""What is wrong in a workbook is named by sheet and cell, all at once, and nothing else is refused."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from ist_model.inputs.workbook.cells import Cell, CellError, code_of, date_of, meaning, number_of
from ist_model.inputs.workbook.columns import Column
from tests.inputs.workbook.conftest import Book, sheets

# Header, row, value, and a piece of the rule and of the remedy.
FAULTS: dict[str, tuple[str, int, str, Any, str, str]] = {
    "word for a number": ("Schools", 3, "Pupils", "many", "must be a number", "digits"),
    "half a pupil": ("Schools", 3, "Pupils", 210.5, "whole number", "without decimals"),
    "no pupils": ("Schools", 3, "Pupils", 0, "at least 1", "at least 1"),
    "comma that may be either": ("Schools", 3, "Pupils", "2,5", "decimal point or a thousands", "1.5"),
    "formula": ("Schools", 3, "Pupils", "=100+110", "formulas are not worked out", "Paste special"),
    "needed cell": ("People", 5, "Post", None, "needed", "fill it in, or write: unknown"),
    "strength in words": ("Schools", 3, "Overall strength", "blue", "red, amber or green", "unknown"),
    "strength as a percentage": ("Schools", 3, "Overall strength", 48, "more than 0 and less than 1", "0.48"),
    "no strength at all": ("Schools", 3, "Overall strength", None, "a school has a strength", "red, amber"),
    "a word of a label": (
        "People",
        5,
        "Role",
        "NLE",
        "not on the list",
        "mean 'System leader (formerly NLE)'",
    ),
    "part of a label": (
        "People",
        5,
        "Specialisms",
        "English",
        "not on the list",
        "mean 'English and phonics'",
    ),
    "word not on a list": ("Schools", 3, "Phase", "juniors", "not on the list", "did you mean 'junior'"),
    "English date as text": (
        *("Schools", 3, "Joins on", "01/09/2025", "year-month-day"),
        "write it as 2025-09-01 or 2025-01-09, as is meant",
    ),
    "a date that can mean one day": (
        "Schools",
        3,
        "Joins on",
        "14.5.2023",
        "year-month-day",
        "as 2023-05-14",
    ),
    "a year first": ("Schools", 3, "Joins on", "2025/9/1", "year-month-day", "write it as 2025-09-01"),
    "a day that is none": ("Schools", 3, "Joins on", "31/02/2024", "year-month-day", "not in the calendar"),
    "a year as a date": ("Schools", 3, "Inspected on", 2021, "this is a number", "looks like a year"),
    "a term as a date": ("Schools", 3, "Inspected on", "autumn 2021", "year-month-day", "a day in it"),
    "initials of a choice": ("Schools", 3, "Last inspection", "RI", "on the list", "'requires improvement'?"),
    "a code of an empty sheet": (
        *("Schools", 3, "Partnership", "Severn", "the sheet Partnerships has no code"),
        "fill in the sheet Partnerships first",
    ),
    "date that is not": ("Schools", 3, "Joins on", "2025-02-30", "not in the calendar", "correct"),
    "number for a date": ("Schools", 3, "Joins on", 45901, "this is a number", "format Date"),
    "one degree": ("Schools", 3, "Latitude", 52.6, "latitude and longitude", "both"),
    "name of a person": ("People", 3, "Code", "Jane Smith", "by code, never by name", "HT-1"),
    "surname": ("People", 3, "Code", "Smith", "looks like a person's name", "HT-1"),
    "surname with a number": ("People", 3, "Code", "Smith1", "person's name with a number", "HT-1"),
    "surname, dash, number": ("People", 3, "Code", "SMITH-2", "person's name with a number", "HT-1"),
    "surname in capitals": ("People", 3, "Code", "SMITH", "looks like a person's name", "HT-1"),
    "unknown code": ("People", 3, "Code", "unknown", "cannot be unknown", "write a value"),
    "no such school": ("People", 5, "Works at", "OAKS", "not on the list", "did you mean 'OAK'"),
    "role without specialism": ("People", 5, "Specialisms", None, "supports by specialism", "choose"),
    "second role alone": ("People", 3, "Second role", "Data Lead", "has a first one", "first columns"),
    "yes or no": ("People", 3, "Post begins vacant", "perhaps", "yes or no", "unknown"),
    "too full a person": ("People", 3, "Full-time share", 1.5, "at most 1", "at most 1"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_by_sheet_and_cell(book: Book, name: str) -> None:
    sheet, row, header, value, rule, remedy = FAULTS[name]
    cell = book.at(sheet, row, header)
    found = book.put(sheet, cell, value).problem()
    assert found.rule.count(rule) == 1, found
    assert remedy in found.remedy, found
    place = book.at("People", 3, "Role") if name == "second role alone" else cell
    place = book.at("Schools", 3, "Longitude") if name == "one degree" else place
    assert (found.cell, found.key) == (f"{sheet}!{place}", found.key)
    assert str(found).startswith(f"trust.xlsx, {sheet}!{place}: ")


@pytest.mark.parametrize("code", ["HT-9", "CEO", "deputy2", "TEACHER-3", "OAKWOOD-DH-1", "T1", "SLE_14"])
def test_codes_of_posts_are_no_names(book: Book, code: str) -> None:
    found = book.put("People", book.at("People", 4, "Code"), code).resolve()
    assert code in {post.id for post in found.trust.posts}


def test_all_faults_are_told_at_once_in_reading_order(book: Book) -> None:
    book.under("People", 3, "Full-time share", 2).under("Schools", 4, "Pupils", "many")
    book.under("Schools", 3, "Overall strength", "blue").put("Trust", "B3", None)
    assert [problem.cell.split("!")[0] for problem in book.problems()] == [
        "Trust",
        "Schools",
        "Schools",
        "People",
    ]


def test_rules_across_cells_name_the_cell_too(book: Book) -> None:
    found = book.under("People", 4, "Works at", "OAK").problem()  # two heads at one school, none at the other
    assert "two accountable leaders" in found.rule
    assert found.cell == f"Schools!{book.at('Schools', 3, 'Accountable leader')}"


def test_an_overall_strength_that_no_area_would_take_is_named(book: Book) -> None:
    areas = [
        c.header
        for c in next(s for s in sheets() if s.name == "Schools").columns
        if c.path.startswith("start_percentile.")
    ]
    for header in areas:
        book.under("Schools", 3, header, "green")
    found = book.problem()
    assert found.cell == f"Schools!{book.at('Schools', 3, 'Overall strength')}"
    assert "would not be read" in found.rule
    book.under("Schools", 3, "Overall strength", None)
    assert len(book.resolve().trust.schools) == 2
    book.under("Schools", 3, "Overall strength", "amber").under("Schools", 3, areas[0], None)
    assert len(book.resolve().trust.schools) == 2


def test_cells_that_name_a_hidden_school_are_not_told_as_well(book: Book) -> None:
    def hide(opened: Workbook) -> None:
        opened["Schools"].row_dimensions[4].hidden = True

    assert book.edit(hide).problem().rule == "the row is hidden and holds values"


def test_cells_that_name_a_school_by_a_code_at_fault_are_not_told_as_well(book: Book) -> None:
    book.under("Schools", 4, "Code", "EL/M").under("Schools", 4, "How sure", "sure")
    assert {problem.cell for problem in book.problems()} == {"Schools!A4"}


def test_a_code_that_stands_twice_names_both_cells(book: Book) -> None:
    for header, value in {"Code": "OAK", "Pupils": 90, "Overall strength": "red"}.items():
        book.under("Schools", 5, header, value)
    found = book.problem()
    assert (found.cell, found.value) == ("Schools!A5", "OAK")
    assert "used once (this one stands first on Schools!A3)" in found.rule


def test_a_sheet_that_is_renamed_or_missing_is_named(book: Book) -> None:
    def rename(opened: Workbook) -> None:
        opened["People"].title = "Peple"

    told = [str(problem) for problem in book.edit(rename).problems()]
    assert any("has the sheet 'People'" in text for text in told)
    assert any("sheet 'Peple'" in text and "rename it 'People'" in text for text in told)


def test_an_optional_sheet_may_be_deleted_and_notes_are_the_users_own(book: Book) -> None:
    def change(opened: Workbook) -> None:
        del opened["Money"]
        opened.create_sheet("Notes of our meeting")["A1"] = "anything"
        opened["Schools"]["AK2"], opened["Schools"]["AK3"] = "Notes", "ours"

    assert len(book.edit(change).resolve().trust.schools) == 2


def test_columns_that_are_renamed_extra_or_twice_are_named(book: Book) -> None:
    pupils = book.at("Schools", 2, "Pupils")
    found = book.put("Schools", pupils, "Pupil").problem()
    assert (found.cell, found.remedy[:20]) == ("Schools!B2", "rename it 'Pupils', ")
    book.put("Schools", pupils, "Pupils").put("Schools", "AK2", "Pupils")
    assert "two columns have this header" in book.problem().rule
    book.put("Schools", "AK2", None).put("Schools", "AK3", 5)
    assert (book.problem().cell, book.problem().rule) == ("Schools!AK3", "the column has no header")


def test_merged_cells_and_hidden_rows_and_columns_are_refused(book: Book) -> None:
    def spoil(opened: Workbook) -> None:
        opened["Schools"].row_dimensions[4].hidden = True
        opened["People"].column_dimensions["B"].hidden = True
        opened["People"].merge_cells("A3:B3")

    told = {problem.rule for problem in book.edit(spoil).problems()}
    assert "the row is hidden and holds values" in told
    assert "the column is hidden and holds values" in told
    assert any("cells are merged" in rule for rule in told)


def test_a_sheet_without_end_is_refused(book: Book) -> None:
    found = book.put("Schools", "A9999", "FAR").problem()
    assert ("at most 2,000 rows" in found.rule, "9999" in found.value) == (True, True)


@pytest.mark.parametrize("name", ["trust.xlsm", "trust.xls", "trust.ods", "trust.csv"])
def test_other_kinds_of_file_are_named_for_what_they_are(book: Book, name: str) -> None:
    book.path = book.path.rename(name)
    assert "only .xlsx is read" in book.problem().rule


def test_macros_passwords_and_damage_are_refused(book: Book) -> None:
    whole = book.path.read_bytes()
    with zipfile.ZipFile(book.path, "a") as packed:
        packed.writestr("xl/vbaProject.bin", b"macro")
    assert "macros" in book.problem().rule
    book.path.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    assert "password" in book.problem().rule
    book.path.write_bytes(whole[: len(whole) // 2])
    assert "no workbook" in book.problem().rule
    book.path.write_bytes(whole)
    with zipfile.ZipFile(book.path, "a") as packed:
        packed.writestr("xl/more.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    assert "declares entities" in book.problem().rule


def test_a_file_that_unfolds_without_end_is_refused(book: Book) -> None:
    with zipfile.ZipFile(book.path, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/media/large.bin", bytes(70_000_000))
    assert "unfolds to at most" in book.problem().rule


NUMBER = Column("Number", "n", "number", "A number.")


def cell_of(value: Any) -> Cell:
    return Cell("Sheet", "A3", "Number", value, 1)


@given(st.integers(-(10**9), 10**9))
def test_numbers_as_text_with_thousands_signs_and_pounds_are_what_they_say(number: int) -> None:
    for text in (f"{number:,}", f"£{number}" if number >= 0 else f"{number}", f" {number}.0 "):
        assert number_of(cell_of(text)) == number


@given(st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)))
def test_dates_are_read_as_excel_keeps_them_and_as_text(day: dt.date) -> None:
    assert date_of(cell_of(dt.datetime.combine(day, dt.time()))) == day
    assert date_of(cell_of(day.isoformat())) == day
    with pytest.raises(CellError):
        date_of(cell_of(f"{day:%d/%m/%Y}"))


@given(st.from_regex(r"[A-Z][a-z]{1,12}( [A-Z][a-z]{1,12})?", fullmatch=True))
def test_nothing_like_a_name_is_taken_for_a_persons_code(name: str) -> None:
    with pytest.raises(CellError, match="by code, never by name"):
        code_of(cell_of(name), person=True)


def rule_and_remedy(value: Any, column: Column) -> tuple[str, str]:
    """What is said of a cell that is refused; of one that is read, that it is."""
    try:
        meaning(cell_of(value), column, column.choices)
    except CellError as error:
        return error.rule, error.remedy
    return "read", "as it stands"


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.booleans(), st.datetimes()))
def test_whatever_stands_in_a_cell_is_read_or_refused_in_words(value: Any) -> None:
    for sheet in sheets():
        for column in sheet.columns:
            told = rule_and_remedy(value, column)
            assert all(told), (column.header, told)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_spoilt_cell_is_the_only_one_named(book: Book, data: st.DataObject) -> None:
    sheet = data.draw(st.sampled_from([each for each in sheets() if each.name in ("Schools", "People")]))
    column = data.draw(st.sampled_from([each for each in sheet.columns if each.kind not in ("text", "code")]))
    path = Path("spoilt.xlsx")
    path.unlink(missing_ok=True)
    spoilt = Book(path).under(sheet.name, 3, column.header, "not a value at all!")
    assert {problem.cell for problem in spoilt.problems()} == {
        f"{sheet.name}!{spoilt.at(sheet.name, 3, column.header)}"
    }
