"""A school's teachers and money from published files: what they say is carried over in shares of income.

The files are of past years, and prices of the first year planned for are published nowhere. So no amount is
copied. Income per pupil is the register's, times what the school had in its file against all primaries of the
file, where that holds most of the country; costs, balance and reserves are the file's shares of income.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ist_model.inputs.finance import Finance, figures
from ist_model.inputs.new_trust.predecessors import Past
from ist_model.inputs.new_trust.published import Row, Source
from ist_model.inputs.new_trust.rolls import Roll
from ist_model.inputs.new_trust.strengths import MOST_OF_ENGLAND, Figure, Strengths

_TEACHING = ("teaching_gbp", "supply_gbp", "agency_gbp")
_OTHER_STAFF = ("support_gbp", "premises_gbp", "clerical_gbp", "catering_gbp", "others_gbp")
_ERROR = 2.0  # spending of more than twice the income, or of less than half of it, is taken for an error
_PRIMARIES = ("primary", "infant", "junior", "infant and junior")  # as the two master lists call them
_PERCENT = 100.0
_YEAR_MONTHS = 12
_INCOME, _GRANT = "Income per pupil", "General annual grant per pupil"


class Money(NamedTuple):
    """A school's money as it will be written, and what is to be said of it."""

    finance: dict[str, Any]
    reserves_gbp: float | None
    indicators: tuple[dict[str, Any], ...]
    remarks: tuple[str, ...]


class _Found:
    """What has been found of one school so far."""

    def __init__(self, roll: Roll, values: Mapping[str, float]) -> None:
        self.roll, self.values = roll, values
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
        """Keep a figure as published, for readers."""
        title, year = source.table.layout.title, source.year
        kept = {"name": name, "value": round(value, 1), "unit": unit, "year": year, "source": title}
        self.indicators.append(kept)


def money_of(
    finder: Strengths, urn: int, past: Past, register: Row, roll: Roll, values: Mapping[str, float]
) -> Money:
    """Teachers, income, costs and reserves of a school, as far as files tell of them.

    Args:
        finder: of a school's rows in the files.
        urn: its number.
        past: its former numbers.
        register: its row of the register.
        roll: its roll.
        values: the register of assumptions, by key.
    """
    found = _Found(roll, values)

    def first(family: str, column: str) -> Figure | None:
        return next(finder.figure(family, urn, past, register, column), None)

    _teachers(found, first("workforce", "teachers_fte") or first("finance", "teachers_fte"))
    accounts, grant = first("finance", "income_gbp"), first("finance", "grant_gbp")
    levels = [(accounts, "income_gbp", _INCOME), (grant, "grant_gbp", _GRANT)]
    known = [(figure, column, name) for figure, column, name in levels if figure is not None]
    for figure, column, name in sorted(known, key=lambda level: level[0].source.year, reverse=True):
        _level(found, figure, column, name)
    if accounts is not None:
        _shares(found, accounts)
    if found.sources:
        found.finance["source"] = "; ".join([*found.sources, "all else assumed"])
    return Money(found.finance, found.reserves, tuple(found.indicators), tuple(found.remarks))


def _teachers(found: _Found, figure: Figure | None) -> None:
    """Teachers, unless they cannot teach the school's classes."""
    if figure is None:
        found.remarks.append("teachers are in no file: they follow from the roll")
        return
    teachers, roll = float(figure.row["teachers_fte"]), found.roll
    classes = figures(roll.pupils, Finance(), None, found.values).classes
    if teachers < classes:
        found.remarks.append(
            f"{teachers:g} teachers of {figure.source.told} are too few for the {classes} classes of "
            f"{roll.pupils} pupils ({roll.year or 'year unknown'}): left out, they follow from the roll"
        )
        return
    found.finance["teachers_fte"] = teachers
    found.sources.append(f"teachers: {figure.source.told}")


def _level(found: _Found, figure: Figure, column: str, name: str) -> None:
    """Income per pupil: the register's, times the school's against all primaries of its file."""
    own = _per_pupil(figure.row, column)
    if own is None:
        if "pupils" in figure.source.table.frame:
            found.remarks.append(f"{name.lower()} of {figure.source.told} not used: {_no_level(figure.row)}")
        return
    found.show(name, own, "GBP", figure.source)
    if "income_per_pupil_gbp" in found.finance:
        return
    nation, primaries = _of_all(figure.source, column)
    if nation is None:
        found.remarks.append(
            f"{name.lower()} of {figure.source.told} is shown, not used: the file holds {primaries} "
            "primaries with one, too few to compare with"
        )
        return
    share = own / nation
    found.finance["income_per_pupil_gbp"] = float(round(share * found.values["finance.income_gbp_per_pupil"]))
    told = f"{share:.0%} of the mean of its primaries in {_told(figure)}, times the register's income"
    found.remarks.append(f"income per pupil {found.finance['income_per_pupil_gbp']:,.0f} pounds: {told}")
    found.sources.append(f"income per pupil: {told}")


def _shares(found: _Found, figure: Figure) -> None:
    """Costs and reserves in shares of income, so that the balance is the file's share too."""
    row, told = figure.row, _told(figure)
    income, spent = row["income_gbp"], row.get("expenditure_gbp")
    if spent is None or income <= 0 or not income / _ERROR <= spent <= income * _ERROR:
        shown = "nothing" if spent is None else f"{spent:,.0f} pounds"
        found.remarks.append(
            f"income and spending of {told} not used: {income:,.0f} pounds came in and {shown} was spent, "
            "which is taken for an error of the file"
        )
        return
    now = found.income()
    found.show("In-year balance", _PERCENT * (income - spent) / income, "% of income", figure.source)
    carried = []
    for name, columns, words in (
        ("teaching_cost_gbp", _TEACHING, "teaching"),
        ("other_staff_cost_gbp", _OTHER_STAFF, "other staff"),
    ):
        cost = _sum(row, columns)
        if cost is not None:
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
            f"spending of {told} does not pay for staff and top slice as reckoned: other costs are assumed"
        )
    _reserves(found, figure, now, carried)
    if carried:
        said = f"in shares of income: {', '.join(carried)}; from {told}"
        found.remarks.append(said)
        found.sources.append(said)


def _reserves(found: _Found, figure: Figure, now: float, carried: list[str]) -> None:
    reserves, income = figure.row.get("reserves_gbp"), figure.row["income_gbp"]
    if reserves is None:
        return
    if abs(reserves) > income:
        found.remarks.append(
            f"reserves of {reserves:,.0f} pounds in {_told(figure)} not used: more than a year's income"
        )
        return
    found.reserves = float(round(reserves / income * now))
    found.show("Reserves", _PERCENT * reserves / income, "% of income", figure.source)
    carried.append(f"reserves {reserves / income:.0%}")


def _per_pupil(row: Row, column: str) -> float | None:
    """Pounds a pupil in a full year; None where they cannot be told."""
    amount, pupils = row.get(column), row.get("pupils")
    if not amount or amount <= 0 or not pupils or row.get("part_year") is not None:
        return None
    months = row.get("months") or _YEAR_MONTHS
    return float(amount / pupils) if months == _YEAR_MONTHS else None


def _no_level(row: Row) -> str:
    if row.get("part_year") is not None or row.get("months") not in (None, _YEAR_MONTHS):
        return "it is of part of a year"
    return "pupils or amount are missing or nought"


def _of_all(source: Source, column: str) -> tuple[float | None, int]:
    """Pounds a pupil in all primaries of a file, and how many; None where they are not most of England's."""
    frame = source.table.frame
    if "phase" not in frame:
        return None, 0
    use = frame["phase"].str.casefold().isin(_PRIMARIES)
    use &= (frame[column] > 0) & (frame["pupils"] > 0)
    if "part_year" in frame:
        use &= frame["part_year"].isna()
    if "months" in frame:
        use &= frame["months"].fillna(_YEAR_MONTHS) == _YEAR_MONTHS
    chosen = frame[use]
    if len(chosen) < MOST_OF_ENGLAND:
        return None, len(chosen)
    return float(chosen[column].sum() / chosen["pupils"].sum()), len(chosen)


def _sum(row: Row, columns: Sequence[str]) -> float | None:
    """Sum of columns; None where one has no value, for that is no nought."""
    cells = [float(row[column]) for column in columns if row.get(column) is not None]
    return sum(cells) if len(cells) == len(columns) else None


def _told(figure: Figure) -> str:
    return figure.source.told + (", under a former number" if figure.of_before else "")
