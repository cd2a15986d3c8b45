"""Outcomes of primaries at two dates: which grade a school held at each, from Ofsted's files (evidence 3b).

Two tables are made. `between` joins two files by school: the grade held at the earlier date against the
grade held at the later one, whether inspected between or not. `repeated` takes one file that tells the
outcome before the latest: the grade of an inspection against the grade of the next.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ist_model.inputs.errors import InputError, Problem
from ist_model.inputs.public_data.formats import read_published
from ist_model.inputs.public_data.reader import Table
from ist_model.inputs.public_data.values import SATISFACTORY_UNTIL, is_primary
from ist_model.inputs.yaml_file import shown_path

GRADES = 4
DAYS_PER_YEAR = 365.25
_DATE = re.compile(r"(?<!\d)(\d{4})-?(\d{2})-?(\d{2})(?!\d)")


@dataclass(frozen=True)
class Counted:
    """Schools by grade before (rows) and after (columns), worst grade first, and what became of the rest."""

    counts: NDArray[np.int64]  # [4, 4]
    years: NDArray[
        np.float64
    ]  # [schools] `between`: since the outcome, on the first day; `repeated`: the interval
    before: NDArray[np.int64]  # [schools] grade before of each school, 0 worst
    inspected: NDArray[np.int64]  # [4] schools by grade before whose latest inspection is a new one
    account: tuple[str, ...]  # a sentence a line


def as_at(path: Path, given: str = "") -> dt.date:
    """The date of a file: as given (2018-07-31), or else the one in its name (20180731 or 2018-07-31).

    Raises:
        InputError: if there is none, or it is no date.
    """
    found = _DATE.search(given or path.name)
    try:
        if found is None:
            raise ValueError
        return dt.date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        rule = "the date that the file is of is not known: it is not given and not in the file's name"
        remedy = "give the date as 2018-07-31, or put it into the file's name"
        raise InputError([Problem(shown_path(path), 0, "", given or path.name, rule, remedy)]) from None


def between(
    earlier: Path, later: Path, day: dt.date, later_day: dt.date, links: Path | None = None
) -> Counted:
    """Grades held by primaries on two days.

    Args:
        earlier: file of inspections as at `day`.
        later: file of inspections as at `later_day`.
        day: first date.
        later_day: second date.
        links: GIAS links file, to follow schools whose number (URN) changed; None: they are set aside.

    Raises:
        InputError: if a file cannot be used, or the dates are out of order.
    """
    if later_day <= day:
        rule = f"the second file must be later than the first ({day}), and is of {later_day}"
        raise InputError([Problem(shown_path(later), 0, "", "", rule, "swap the two, or give their dates")])
    one, other = _primaries(earlier), _primaries(later)
    account = [*one.account, *other.account]
    first, second = one.frame, other.frame
    successor = _successors(links, account) if links is not None else {}
    known = set(second["urn"])
    to = first["urn"].map(lambda urn: urn if urn in known else successor.get(urn, urn))
    twice = to.duplicated(keep=False) & (to != first["urn"])
    pairs = first.assign(was=first["urn"], urn=to)[~twice].merge(second, on="urn", suffixes=("", "_later"))
    gone = len(first) - len(pairs)
    back = pairs["inspected_later"] < pairs["inspected"]
    kept = pairs[~back]
    followed = int((kept["was"] != kept["urn"]).sum())
    account += [
        f"{len(first)} primaries with a grade in {earlier.name}, {len(second)} in {later.name}",
        f"  in both: {len(kept)}" + (f", {followed} of them under a new number" if links is not None else ""),
        f"  set aside, not in the later file under the same number (closed, merged or a new academy): {gone}",
    ]
    if int(back.sum()):
        account.append(f"  set aside, later file tells of an earlier inspection: {int(back.sum())}")
    if kept.empty:
        rule = "no primary stands in both files under the same number"
        raise InputError([Problem(shown_path(later), 0, "", "", rule, "see that both are national files")])
    age = (pd.Timestamp(day) - pd.to_datetime(kept["inspected"])).dt.days / DAYS_PER_YEAR
    new = kept["inspected_later"] > kept["inspected"]
    return _counted(kept["grade"], kept["grade_later"], age, new, account)


def repeated(path: Path, since: dt.date) -> Counted:
    """Grade of an inspection against the grade of the one before, for inspections since a date.

    Schools of which one of the two outcomes is a 3 of before September 2012 (satisfactory) are set aside.

    Raises:
        InputError: if the file cannot be used or tells of no outcome before the latest.
    """
    table = read_published(path, ("inspections",))
    lacks = [name for name in ("previous_overall", "previous_inspected") if name not in table.frame]
    if lacks:
        rule = f"{table.layout.title} does not tell the outcome before the latest"
        remedy = "take Ofsted's management information, which does"
        raise InputError([Problem(shown_path(path), 0, "", "", rule, remedy)])
    one = _primaries(path, table)
    both = one.frame.dropna(subset=["previous_overall", "previous_inspected"])
    late = both[both["inspected"] >= since]
    satisfactory = _satisfactory(late["overall"], late["inspected"])
    satisfactory |= _satisfactory(late["previous_overall"], late["previous_inspected"])
    recent = late[~satisfactory]
    account = [
        *one.account,
        f"  with an outcome before the latest: {len(both)}; latest since {since}: {len(late)}; satisfactory "
        f"(a 3 of before {SATISFACTORY_UNTIL}), set aside: {len(late) - len(recent)}; kept: {len(recent)}",
    ]
    if recent.empty:
        rule = f"no primary has two outcomes, the latest since {since}"
        raise InputError([Problem(shown_path(path), 0, "", "", rule, "give an earlier date")])
    days = (pd.to_datetime(recent["inspected"]) - pd.to_datetime(recent["previous_inspected"])).dt.days
    before = GRADES - recent["previous_overall"].astype(int)
    return _counted(before, recent["grade"], days / DAYS_PER_YEAR, days > 0, account)


def _satisfactory(grades: pd.Series, dates: pd.Series) -> NDArray[np.bool_]:
    return ((grades == 3) & (dates < SATISFACTORY_UNTIL)).to_numpy(bool)


@dataclass(frozen=True)
class _Primaries:
    frame: pd.DataFrame
    account: list[str]


def _primaries(path: Path, table: Table | None = None) -> _Primaries:
    """Primaries with a grade and its date; `grade` counts from 0, the worst."""
    table = table or read_published(path, ("inspections",))
    frame = table.frame
    account = table.intake.lines()
    if "phase" not in frame:
        rule, remedy = "no column tells the phase, which is for keeping primaries", "take a file that has it"
        raise InputError([Problem(shown_path(path), 0, "Ofsted phase", "", rule, remedy)])
    phase = frame["phase"].map(is_primary)
    primaries = frame[phase]
    graded = primaries.dropna(subset=["overall", "inspected"])
    account += [
        f"  other phases, set aside: {len(frame) - len(primaries)}; primaries without an overall grade, set "
        f"aside: {len(primaries) - len(graded)}; primaries kept: {len(graded)}"
    ]
    return _Primaries(graded.assign(grade=GRADES - graded["overall"].astype(int)), account)


def _successors(path: Path, account: list[str]) -> dict[int, int]:
    """The one school that took a closed school's place; mergers are not followed."""
    table = read_published(path, ("predecessors and successors",))
    account += table.intake.lines()
    found: dict[int, set[int]] = {}
    merged = 0
    for urn, other, kind in zip(
        table.frame["urn"], table.frame["link_urn"], table.frame["link_type"], strict=True
    ):
        told = str(kind).casefold()
        if "merged" in told or "split" in told:
            merged += 1
            continue
        old, new = (other, urn) if told.startswith("predecessor") else (urn, other)
        found.setdefault(int(old), set()).add(int(new))
    account.append(f"  links of merged or split schools, not followed: {merged}")
    return {old: next(iter(new)) for old, new in found.items() if len(new) == 1}


def _counted(
    before: pd.Series, after: pd.Series, years: pd.Series, new: pd.Series, account: list[str]
) -> Counted:
    rows, columns = before.to_numpy(np.int64), after.to_numpy(np.int64)
    counts = np.zeros((GRADES, GRADES), np.int64)
    np.add.at(counts, (rows, columns), 1)
    inspected = np.bincount(rows[new.to_numpy(bool)], minlength=GRADES).astype(np.int64)
    return Counted(counts, years.to_numpy(np.float64), rows, inspected, tuple(account))


def by_half_year(counted: Counted) -> list[list[int]]:
    """Schools by grade before, and by whole half-years of `years`: 4 lists, each as long as it needs."""
    halves = np.floor(counted.years * 2.0).astype(np.int64)
    rows = [np.bincount(halves[counted.before == grade]) for grade in range(GRADES)]
    return [[int(schools) for schools in row] for row in rows]
