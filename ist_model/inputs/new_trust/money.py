"""A school's teachers and money from published files: what they say is carried over in shares of income.

The files are of past years, and prices of the first year planned for are published nowhere. So no amount of
money is copied. Income per pupil is the register's, times what the school had in its file against all
primaries of the file, where that holds most of the country; costs, balance and reserves are the file's shares
of income. Money that is too old is shown to readers and the register's range stands (`money_rows`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from ist_model.inputs.finance import Finance, figures
from ist_model.inputs.new_trust import money_rows
from ist_model.inputs.new_trust.money_rows import LEVELS, OTHER_STAFF, TEACHING, Level, told
from ist_model.inputs.new_trust.predecessors import Past
from ist_model.inputs.new_trust.published import Row, Source, ended
from ist_model.inputs.new_trust.rolls import Roll
from ist_model.inputs.new_trust.strengths import Figure, Strengths

_PERCENT = 100.0
_APART = 5.0  # a fifth of the mean of all primaries, or five times it, is taken for an error
_FEWEST_PER_TEACHER = 5.0  # pupils; fewer to a teacher is taken for an error
_NEAR = 0.1  # a roll that differs by less leaves the number of teachers as it was


class Money(NamedTuple):
    """A school's money as it will be written, and what is to be said of it."""

    finance: dict[str, Any]
    reserves_gbp: float | None
    indicators: tuple[dict[str, Any], ...]
    remarks: tuple[str, ...]


class _Found:
    """What has been found of one school so far."""

    def __init__(self, roll: Roll, values: Mapping[str, float], joined: dt.date | None) -> None:
        self.roll, self.values, self.joined = roll, values, joined
        self.finance: dict[str, Any] = {}
        self.reserves: float | None = None
        self.indicators: list[dict[str, Any]] = []
        self.remarks: list[str] = []
        self.sources: list[str] = []

    def income(self) -> float:
        """Income a year at the register's prices: written or assumed, per pupil times the roll."""
        assumed = self.values["finance.income_gbp_per_pupil"]
        return float(self.roll.pupils * self.finance.get("income_per_pupil_gbp", assumed))

    def show(self, name: str, value: float, unit: str, source: Source) -> None:
        """Keep a figure as published, for readers: the latest of its name."""
        if name not in [kept["name"] for kept in self.indicators]:
            title, year = source.table.layout.title, source.year
            kept = {"name": name, "value": round(value, 1), "unit": unit, "year": year, "source": title}
            self.indicators.append(kept)


def money_of(
    finder: Strengths,
    urn: int,
    past: Past,
    register: Row,
    roll: Roll,
    values: Mapping[str, float],
    joined: dt.date | None,
) -> Money:
    """Teachers, income, costs and reserves of a school, as far as files tell of them.

    Args:
        finder: of a school's rows in the files.
        urn: its number.
        past: its former numbers.
        register: its row of the register.
        roll: its roll.
        values: the register of assumptions, by key.
        joined: when it joined the trust, if known.
    """
    found = _Found(roll, values, joined)
    teachers = [
        next(finder.figure(family, urn, past, register, "teachers_fte"), None)
        for family in ("workforce", "finance")
    ]
    _teachers(found, next((figure for figure in teachers if figure is not None), None))
    balanced = None
    for source, rows in finder.rows("finance", urn, past, register):
        figure = money_rows.row_with_money(source, rows)
        if isinstance(figure, str):
            found.remarks.append(figure)
        elif _usable(found, figure, finder.start):
            for level in LEVELS:
                _level(found, figure, level)
            balanced = _latest(found, balanced, figure)
    if balanced is not None:
        _shares(found, balanced)
    if found.sources:
        found.finance["source"] = "; ".join([*found.sources, "all else assumed"])
    return Money(found.finance, found.reserves, tuple(found.indicators), tuple(found.remarks))


def _teachers(found: _Found, figure: Figure | None) -> None:
    """Teachers, for the pupils of today, unless they cannot teach the school's classes."""
    if figure is None:
        found.remarks.append("teachers are in no file: they follow from the roll")
        return
    teachers, roll = float(figure.row["teachers_fte"]), found.roll
    then = _pupils(figure.row, teachers)
    if then and abs(then - roll.pupils) > _NEAR * roll.pupils:
        scaled = round(teachers * roll.pupils / then, 1)
        found.remarks.append(
            f"{teachers:g} teachers of {figure.source.told} taught {then:.0f} pupils: "
            f"{scaled:g} for {roll.pupils}"
        )
        teachers = scaled
    classes = figures(roll.pupils, Finance(), None, found.values).classes
    why = ""
    if teachers < classes:
        why = (
            f"are too few for the {classes} classes of {roll.pupils} pupils ({roll.year or 'year unknown'}): "
            "left out, they follow from the roll"
        )
    elif teachers * _FEWEST_PER_TEACHER > max(roll.pupils, _FEWEST_PER_TEACHER * (classes + 1)):
        why = f"for {roll.pupils} pupils are taken for an error of the file: they follow from the roll"
    if why:
        found.remarks.append(f"{teachers:g} teachers of {figure.source.told} {why}")
        return
    found.finance["teachers_fte"] = teachers
    found.sources.append(f"teachers: {figure.source.told}")


def _pupils(row: Row, teachers: float) -> float:
    """Pupils whom the teachers of a row taught; 0 if it does not say."""
    each = row.get("pupils_per_teacher")
    return float(each * teachers if each is not None else row.get("pupils") or 0.0)


def _usable(found: _Found, figure: Figure, start: dt.date) -> bool:
    """Whether a row's money is used; else it is said why, and what may be shown is kept for readers."""
    row, source = figure.row, figure.source
    part = money_rows.part_year(row)
    if part:
        found.remarks.append(f"accounts of {told(figure)} not used: they are {part}")
        return False
    for level in LEVELS:
        own = money_rows.per_pupil(row, level.column)
        if own is not None:
            found.show(level.name, own, "GBP", source)
    if row.get("income_gbp") is not None and not money_rows.error_of(row):
        income = row["income_gbp"]
        found.show(
            "In-year balance", _PERCENT * (income - row["expenditure_gbp"]) / income, "% of income", source
        )
        reserves = row.get("reserves_gbp")
        if reserves is not None and abs(reserves) <= income:
            found.show("Reserves", _PERCENT * reserves / income, "% of income", source)
    why = money_rows.shown_only(source, start)
    if why:
        found.remarks.append(f"accounts of {told(figure)} are shown, not used: {why}")
    return not why


def _level(found: _Found, figure: Figure, level: Level) -> None:
    """Income per pupil: the register's, times the school's against all primaries of its file."""
    source, name = figure.source, level.name.lower()
    if level.column not in source.table.frame or "pupils" not in source.table.frame:
        return
    if "income_per_pupil_gbp" in found.finance:
        return
    own = money_rows.per_pupil(figure.row, level.column)
    if own is None:
        found.remarks.append(f"{name} of {source.told} not used: pupils or amount are missing or nought")
        return
    nation, primaries = money_rows.of_all(source, level.column)
    if nation is None:
        found.remarks.append(
            f"{name} of {source.told} is shown, not used: the file holds {primaries} "
            "primaries with one, too few to compare with"
        )
        return
    share = own / nation
    if not 1 / _APART <= share <= _APART:
        found.remarks.append(
            f"{name} of {source.told} not used: {own:,.0f} pounds are {share:.2g} times the mean of its "
            "primaries, which is taken for an error of the file"
        )
        return
    found.finance["income_per_pupil_gbp"] = float(round(share * found.values["finance.income_gbp_per_pupil"]))
    words = f"{share:.0%} of the mean of its primaries in {told(figure)}, times the register's income"
    found.remarks.append(f"income per pupil {found.finance['income_per_pupil_gbp']:,.0f} pounds: {words}")
    found.sources.append(f"income per pupil: {words}")


def _latest(found: _Found, balanced: Figure | None, figure: Figure) -> Figure | None:
    """The latest accounts without error; of the others it is said why they are not used."""
    if figure.row.get("income_gbp") is None:
        return balanced
    why = money_rows.error_of(figure.row) or ("" if balanced is None else "later ones are at hand")
    if not why:
        return figure
    found.remarks.append(f"income and spending of {told(figure)} not used: {why}")
    return balanced


def _shares(found: _Found, figure: Figure) -> None:
    """Costs and reserves in shares of income, so that the balance is the file's share too."""
    row = figure.row
    income, spent = row["income_gbp"], row["expenditure_gbp"]
    now = found.income()
    carried = []
    for name, columns, words in (
        ("teaching_cost_gbp", TEACHING, "teaching"),
        ("other_staff_cost_gbp", OTHER_STAFF, "other staff"),
    ):
        if not any(column in figure.source.table.frame for column in columns):
            continue
        cost = money_rows.cost_of(row, columns, spent)
        if isinstance(cost, str):
            found.remarks.append(f"cost of {words} in {told(figure)} not used: {cost}")
            continue
        found.finance[name] = float(round(cost / income * now))
        carried.append(f"{words} {cost / income:.0%}")
    known = figures(found.roll.pupils, Finance.model_validate(found.finance), None, found.values)
    slice_ = found.values["money.top_slice_share"] * now
    rest = spent / income * now - known.teaching_cost_gbp - known.other_staff_cost_gbp - slice_
    if rest >= 0:
        found.finance["other_cost_gbp"] = float(round(rest))
        carried.append(f"all spending {spent / income:.0%}, today's top slice in it")
    else:
        found.remarks.append(
            f"spending of {told(figure)} does not pay for staff and top slice as reckoned: "
            "other costs are assumed"
        )
    _reserves(found, figure, now, carried)
    if carried:
        said = f"in shares of income: {', '.join(carried)}; from {told(figure)}"
        found.remarks.append(said)
        found.sources.append(said)


def _reserves(found: _Found, figure: Figure, now: float, carried: list[str]) -> None:
    reserves, income = figure.row.get("reserves_gbp"), figure.row["income_gbp"]
    if reserves is None:
        if "reserves_gbp" in figure.source.table.frame:
            found.remarks.append(f"reserves are not in its row of {told(figure)}: they are assumed")
        return
    if abs(reserves) > income:
        found.remarks.append(
            f"reserves of {reserves:,.0f} pounds in {told(figure)} not used: more than a year's income"
        )
        return
    found.reserves = float(round(reserves / income * now))
    carried.append(f"reserves {reserves / income:.0%}")
    if found.joined is not None and ended(figure.source.year) < found.joined:
        found.remarks.append(
            f"reserves of {told(figure)} are of before it joined on {found.joined}: a deficit may have "
            "stayed with the authority, and what came along may be spent; put in what you know"
        )
