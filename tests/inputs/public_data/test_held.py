"""Grades at two dates from published files: every school counted, and each that is set aside told."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from ist_model.inputs.errors import InputError
from ist_model.inputs.public_data import held
from tests.inputs.public_data.conftest import SAMPLES, Desk, as_csv, header_of

EARLIER, LATER = SAMPLES / "ofsted_2015.csv", SAMPLES / "ofsted_outcomes_2018.csv"
FIRST, SECOND = dt.date(2015, 5, 31), dt.date(2018, 7, 31)


def early(desk: Desk, *rows: tuple[str, str, str]) -> Path:
    """A file of 2015: number, date, grade."""
    header = header_of("ofsted_2015.csv")
    grade, date = "Overall effectiveness: how good is the school", "Latest inspection date"
    given = [
        {"URN": urn, "School name": urn, "Ofsted Phase": "Primary", date: day, grade: g}
        for urn, day, g in rows
    ]
    return desk.put(as_csv(header, given), "early.csv")


def late(desk: Desk, *rows: tuple[str, str, str], phase: str = "Primary") -> Path:
    """A file of 2018: number, date, grade."""
    given = [
        {
            "URN": urn,
            "School name": urn,
            "Ofsted phase": phase,
            "Inspection date": day,
            "Publication date": day,
            "Overall effectiveness": g,
        }
        for urn, day, g in rows
    ]
    return desk.put(as_csv(header_of("ofsted_outcomes_2018.csv"), given), "late.csv")


def test_grades_held_are_counted_by_school(desk: Desk) -> None:
    one = early(
        desk, ("100001", "31/05/2014", "2"), ("100002", "30/11/2012", "3"), ("100003", "01/01/2010", "1")
    )
    other = late(
        desk, ("100001", "31/05/2014", "2"), ("100002", "01/06/2016", "2"), ("100009", "01/06/2016", "4")
    )
    found = held.between(one, other, FIRST, SECOND)
    counts = np.zeros((4, 4), int)
    counts[2, 2], counts[1, 2] = 1, 1
    assert (found.counts == counts).all()
    assert found.inspected.tolist() == [0, 1, 0, 0]
    assert found.years == pytest.approx([1.0, 2.5], abs=0.01)
    assert held.by_half_year(found)[2] == [0, 1]  # a year less a quarter of a day
    told = "\n".join(found.account)
    assert "in both: 2" in told
    assert "not in the later file under the same number (closed, merged or a new academy): 1" in told


def test_real_rows_of_both_files_are_counted() -> None:
    found = held.between(EARLIER, LATER, FIRST, SECOND)
    kept = int(found.counts.sum())
    assert kept > 3
    assert f"in both: {kept}" in "\n".join(found.account)


def test_a_school_is_followed_to_the_number_that_took_its_place(desk: Desk) -> None:
    one = early(desk, ("100001", "31/05/2014", "4"), ("100002", "31/05/2014", "2"))
    other = late(desk, ("200001", "31/05/2017", "2"), ("200002", "31/05/2017", "2"))
    links = desk.put(
        "URN,LinkURN,LinkName,LinkType,LinkEstablishedDate\n"
        "200001,100001,a,Predecessor,01-09-2015\n"
        "200002,100002,b,Predecessor - merged,01-09-2015\n",
        "links.csv",
    )
    found = held.between(one, other, FIRST, SECOND, links)
    assert found.counts.sum() == found.counts[0, 2] == 1
    told = "\n".join(found.account)
    assert "1 of them under a new number" in told
    assert "merged or split schools, not followed: 1" in told


def test_outcomes_of_one_file_are_counted_with_those_before(desk: Desk) -> None:
    found = held.repeated(EARLIER, dt.date(2012, 9, 1))
    assert found.counts.sum() == found.before.size > 1
    assert (found.years > 0).all()
    with pytest.raises(InputError, match="does not tell the outcome before the latest"):
        held.repeated(LATER, dt.date(2012, 9, 1))


def test_satisfactory_before_is_not_requires_improvement(desk: Desk) -> None:
    """A 3 until August 2012 was another judgement; other grades keep their names."""
    told = [("3", "31/08/2012"), ("3", "01/09/2012"), ("2", "01/06/2010"), ("4", "01/06/2012")]
    rows = [
        {
            "URN": f"10000{i}",
            "School name": "x",
            "Ofsted Phase": "Primary",
            "Latest inspection date": "01/06/2014",
            "Overall effectiveness: how good is the school": "2",
            "Previous inspection date": day,
            "previous overall effectiveness": grade,
        }
        for i, (grade, day) in enumerate(told)
    ]
    path = desk.put(as_csv(header_of("ofsted_2015.csv"), rows), "twice.csv")
    found = held.repeated(path, dt.date(2012, 9, 1))
    assert found.counts[:, 2].tolist() == [1, 1, 1, 0]
    assert "satisfactory (a 3 of before 2012-09-01), set aside: 1; kept: 3" in "\n".join(found.account)
    only = desk.put(as_csv(header_of("ofsted_2015.csv"), rows[:1]), "only.csv")
    with pytest.raises(InputError, match="no primary has two outcomes"):
        held.repeated(only, dt.date(2012, 9, 1))


def test_files_that_do_not_fit_are_refused(desk: Desk) -> None:
    one = early(desk, ("100001", "31/05/2014", "2"))
    with pytest.raises(InputError, match="must be later than the first"):
        held.between(one, LATER, SECOND, FIRST)
    with pytest.raises(InputError, match="no primary stands in both"):
        held.between(one, late(desk, ("100002", "31/05/2017", "2")), FIRST, SECOND)
    with pytest.raises(InputError, match="wanted here: inspections"):
        held.between(one, SAMPLES / "workforce_2020_21.csv", FIRST, SECOND)


def test_a_file_s_date_is_given_or_in_its_name() -> None:
    assert held.as_at(Path("england_ofsted-schools_20180731.csv")) == SECOND
    assert held.as_at(Path("mi_2015-05-31.csv")) == FIRST
    assert held.as_at(Path("mi.csv"), "2015-05-31") == FIRST
    for path, given in ((Path("mi.csv"), ""), (Path("mi.csv"), "2015-13-40")):
        with pytest.raises(InputError, match="date that the file is of is not known"):
            held.as_at(path, given)
