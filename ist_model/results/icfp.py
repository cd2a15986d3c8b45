"""Schools' own money by school year: income, staff, balance, reserves, and the ICFP ratios (MODEL 8).

Everything is in prices of the first school year and in whole pence; a school year that the period or a
joining cuts takes its part of the year's amounts. Vacancies change nothing here: whoever stands in is taken
to cost the same. What support costs and earns comes from `results.money`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ist_model.inputs.calendar import YEAR_TICKS, school_year
from ist_model.results import money
from ist_model.results.facts import GROUP_CODES, Bools, Facts, Floats, Ints, ratio
from ist_model.science import icfp
from ist_model.world.structs import GROUP_TWIN

PENCE = 100.0


class Accounts(NamedTuple):
    """[E, S] by school year of the period and school; nought while a school is not in the trust; pence.

    In-year balance = income + support income - teaching - other staff - other - top slice - support cost.
    """

    ticks: Ints  # of the school year in the trust
    pupils: Floats
    classes: Ints
    teachers: Floats  # FTE
    income: Ints
    teaching: Ints  # teachers and leaders
    leadership: Ints  # of it
    other_staff: Ints
    other: Ints
    top_slice: Ints
    support_cost: Ints
    support_income: Ints
    balance: Ints
    reserves: Ints  # at the end of the school year, or at the horizon


@lru_cache(maxsize=1)
def accounts(facts: Facts) -> Accounts:
    """The accounts of all schools of a run."""
    world, edges = facts.world, facts.year_edges
    shape = (len(edges) - 1, len(world.schools))
    own = {name: np.zeros(shape, np.int64) for name in Accounts._fields if name not in ("pupils", "teachers")}
    pupils, teachers = np.zeros(shape), np.zeros(shape)
    for period in range(shape[0]):
        column = facts.rolls.column(int(edges[period]) // YEAR_TICKS)
        for school in np.flatnonzero(world.schools["group"] != GROUP_TWIN):
            joins = max(int(edges[period]), int(facts.in_trust_from[school]))
            ticks = max(0, int(edges[period + 1]) - joins)
            if ticks == 0:
                continue
            year = _year(facts, int(school), column)
            for name in ("income", "teaching", "leadership", "other_staff", "other", "top_slice"):
                own[name][period, school] = icfp.part_of_year_pence(getattr(year, name), ticks, YEAR_TICKS)
            own["ticks"][period, school], own["classes"][period, school] = ticks, year.classes
            pupils[period, school], teachers[period, school] = year.pupils, year.teachers
    lines = money.pence(facts)
    own["support_cost"] = np.sum([lines[line][:, :-1] for line in money.COSTS], axis=0)
    own["support_income"] = lines["income"][:, :-1]
    spent = sum(own[name] for name in ("teaching", "other_staff", "other", "top_slice", "support_cost"))
    own["balance"] = own["income"] + own["support_income"] - spent
    in_trust = np.maximum.accumulate(own["ticks"] > 0, axis=0)
    own["reserves"] = np.where(in_trust, world.finance["reserves_pence"], 0) + np.cumsum(
        own["balance"], axis=0
    )
    return Accounts(pupils=pupils, teachers=teachers, **own)


class _Year(NamedTuple):
    """A whole school year of a school; pence."""

    pupils: float
    classes: int
    teachers: float
    income: int
    teaching: int
    leadership: int
    other_staff: int
    other: int
    top_slice: int


def _year(facts: Facts, school: int, column: int) -> _Year:
    values, start = facts.world.values, facts.world.finance[school]
    at_start, pupils = facts.world.schools["roll"][school], facts.rolls.pupils[school, column]
    classes = facts.rolls.classes[school, column]
    per_class, follows = values["finance.teachers_per_class"], values["finance.cost_follows_roll"]
    teachers = icfp.teachers(start["teachers_fte"], classes, start["classes"], per_class)
    income = icfp.income_pence(pupils, start["income_per_pupil_pence"], start["other_income_pence"])
    return _Year(
        pupils=float(pupils),
        classes=int(classes),
        teachers=teachers,
        income=income,
        teaching=icfp.teaching_cost_pence(
            start["teaching_pence"], start["teachers_fte"], teachers, start["leadership_pence"]
        ),
        leadership=int(start["leadership_pence"]),
        other_staff=icfp.following_cost_pence(start["other_staff_pence"], follows, pupils, at_start),
        other=icfp.following_cost_pence(start["other_cost_pence"], follows, pupils, at_start),
        top_slice=icfp.share_pence(income, values["money.top_slice_share"]),
    )


def frame(facts: Facts) -> Mapping[str, NDArray[Any]]:
    """Money in pounds and ICFP ratios by school year and school, for school years in the trust."""
    own, away = accounts(facts), money.class_days_away(facts)[:, :-1]
    period, school = np.nonzero(own.ticks)
    part = own.ticks[period, school] / YEAR_TICKS
    here = {name: getattr(own, name)[period, school] for name in Accounts._fields}
    days = facts.world.values["finance.school_days_per_year"] * part
    teachers, classes, pupils = here["teachers"], here["classes"].astype(float), here["pupils"]
    pounds = {name: here[name] / PENCE for name in _AMOUNTS}
    income = pounds["income"]
    starts = facts.year_edges[:-1]
    return {
        "school_year": np.array([school_year(int(starts[row])) for row in period], np.int64),
        "school": school,
        "pupils": pupils,
        "classes": classes,
        "teachers_fte": teachers,
        **{f"{name}_gbp": amount for name, amount in pounds.items()},
        "pupils_per_teacher": _each(icfp.pupil_teacher_ratio, pupils, teachers),
        "class_size": _each(icfp.average_class_size, pupils, np.ones_like(pupils), classes),
        "contact_ratio": _each(icfp.contact_ratio, classes, np.ones_like(pupils), teachers),
        "contact_ratio_released": _each(
            icfp.contact_ratio_released, classes, away[period, school], days, teachers
        ),
        "teacher_cost_gbp": _each(icfp.average_teacher_cost, pounds["teaching"] / part, teachers),
        "teaching_share": _each(icfp.share_of_income, pounds["teaching"], income),
        "staff_share": _each(icfp.share_of_income, pounds["teaching"] + pounds["other_staff"], income),
        "leadership_share": _each(icfp.share_of_income, pounds["leadership"], income),
        "balance_share": _each(icfp.share_of_income, pounds["balance"], income),
        "balance_red": _red(facts, pounds["balance"] / income),
    }


def _red(facts: Facts, share: Floats) -> Floats:
    """[n] 1 where the DfE rates a balance red, else 0."""
    amber = facts.world.values["finance.amber_deficit_share"]
    return np.array([icfp.balance_rating(each, amber) == icfp.RED for each in share], np.float64)


_AMOUNTS = Accounts._fields[Accounts._fields.index("income") :]


def _each(formula: Callable[..., float], *columns: Floats) -> Floats:
    return np.array([formula(*row) for row in zip(*columns, strict=True)], np.float64)


def _of(facts: Facts, group: str | None) -> Bools:
    """[S] schools of a group, or of the trust."""
    groups = facts.world.schools["group"]
    return np.asarray(groups != GROUP_TWIN if group is None else groups == GROUP_CODES[group])


def _total(facts: Facts, group: str | None, *names: str) -> int:
    """Pence over the period, of a group of schools or of the trust."""
    return int(sum(getattr(accounts(facts), name)[:, _of(facts, group)].sum() for name in names))


def _there(facts: Facts, group: str | None) -> bool:
    return bool(accounts(facts).ticks[:, _of(facts, group)].any())


def per_year(facts: Facts, name: str) -> float:
    """Pounds a school year over the period, of all schools of the trust; NaN without a school."""
    return _total(facts, None, name) / PENCE / facts.years if _there(facts, None) else np.nan


def balance_per_year(facts: Facts, group: str | None = None) -> float:
    """Pounds a school year: schools' in-year balances, for the trust with what it bears itself.

    NaN without a school.
    """
    if not _there(facts, group):
        return np.nan
    return (_total(facts, group, "balance") + _borne_by_trust(facts, group)) / PENCE / facts.years


def reserves_at_end(facts: Facts, group: str | None = None) -> float:
    """Pounds at the horizon: reserves brought, and all in-year balances since; NaN without a school."""
    if not _there(facts, group):
        return np.nan
    at_end = accounts(facts).reserves[-1, _of(facts, group)].sum()
    return (int(at_end) + _borne_by_trust(facts, group)) / PENCE


def _borne_by_trust(facts: Facts, group: str | None) -> int:
    """Pence of support that no school bears or receives: income less costs; nought for a group of schools."""
    if group is not None:
        return 0
    lines = money.pence(facts)
    return int(lines["income"][:, -1].sum() - sum(lines[line][:, -1].sum() for line in money.COSTS))


def used_up(facts: Facts) -> float:
    """1 if the trust's reserves are below nought at the horizon, else 0; NaN without a school."""
    left = reserves_at_end(facts)
    return np.nan if np.isnan(left) else float(left < 0)


def schools_in_deficit(facts: Facts) -> float:
    """Schools of the trust whose reserves are below nought at the horizon; NaN without a school."""
    own = accounts(facts)
    return float((own.reserves[-1] < 0).sum()) if _there(facts, None) else np.nan


def rated_red(facts: Facts) -> float:
    """Share of school years, by time in the trust, with a balance that the DfE rates red; NaN: no school."""
    own = accounts(facts)
    period, school = np.nonzero(own.ticks)
    weight = own.ticks[period, school]
    share = own.balance[period, school] / own.income[period, school]
    return ratio(float((_red(facts, share) * weight).sum()), float(weight.sum()))


def of_income(facts: Facts, *names: str) -> float:
    """Share of the income of all schools of the trust over the period."""
    return ratio(_total(facts, None, *names), _total(facts, None, "income"))


def _weighted(facts: Facts, amounts: Floats | Ints) -> float:
    """Sum over schools and school years, by time in the trust."""
    return float((amounts * (accounts(facts).ticks / YEAR_TICKS)).sum())


def pupils_per_teacher(facts: Facts) -> float:
    """Pupils of all schools of the trust / their FTE teachers."""
    own = accounts(facts)
    return ratio(_weighted(facts, own.pupils), _weighted(facts, own.teachers))


def class_size(facts: Facts) -> float:
    """Pupils of all schools of the trust / their classes."""
    own = accounts(facts)
    return ratio(_weighted(facts, own.pupils), _weighted(facts, own.classes))


def contact(facts: Facts, *, released: bool) -> float:
    """Classes of all schools of the trust / FTE teachers; `released`: leaders' class days away taken off."""
    own = accounts(facts)
    away = float(money.class_days_away(facts)[:, :-1].sum()) if released else 0.0
    taught = _weighted(facts, own.classes) - away / facts.world.values["finance.school_days_per_year"]
    return ratio(taught, _weighted(facts, own.teachers))


def teacher_cost(facts: Facts) -> float:
    """Pounds: teaching cost of all schools of the trust / their FTE teachers."""
    return ratio(_total(facts, None, "teaching") / PENCE, _weighted(facts, accounts(facts).teachers))
