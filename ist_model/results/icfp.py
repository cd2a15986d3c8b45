"""The ICFP ratios of schools by school year, and what becomes of balances and reserves (MODEL 8).

Shares are of a school's own income, without money moved to it from the trust's centre.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ist_model.inputs.calendar import YEAR_TICKS, school_year
from ist_model.results import centre, money
from ist_model.results.accounts import Accounts, of_schools
from ist_model.results.arrays import Bools, Floats, Ints
from ist_model.results.facts import GROUP_CODES, Facts
from ist_model.results.frame import RUN, Frame
from ist_model.results.sums import ratio
from ist_model.science import icfp
from ist_model.world.structs import GROUP_TWIN

PENCE = 100.0


def frame(facts: Facts) -> Frame:
    """Money in pounds and ICFP ratios by school year and school, for school years in the trust."""
    own, away = of_schools(facts), money.class_days_away(facts)[..., :-1]
    run, period, school = there = np.nonzero(own.ticks)
    part = own.ticks[there] / YEAR_TICKS
    here = {name: column[there] for name, column in own._asdict().items()}
    days = facts.world.values["finance.school_days_per_year"] * part
    teachers, classes, pupils = here["teachers"], here["classes"].astype(float), here["pupils"]
    pounds = {name: here[name] / PENCE for name in _AMOUNTS}
    income, whole = pounds["income"], np.ones_like(pupils)
    years = np.array([school_year(int(tick)) for tick in facts.year_edges[:-1]], np.int64)
    return {
        RUN: run,
        "school_year": years[period],
        "school": school,
        "pupils": pupils,
        "classes": classes,
        "teachers_fte": teachers,
        **{f"{name}_gbp": amount for name, amount in pounds.items()},
        "pupils_per_teacher": _each(icfp.pupil_teacher_ratio, pupils, teachers),
        "class_size": _each(icfp.average_class_size, pupils, whole, classes),
        "contact_ratio": _each(icfp.contact_ratio, classes, whole, teachers),
        "contact_ratio_released": _each(icfp.contact_ratio_released, classes, away[there], days, teachers),
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
    return np.array([icfp.balance_rating(each, amber) == icfp.RED for each in share.tolist()], np.float64)


_AMOUNTS = Accounts._fields[Accounts._fields.index("income") :]


def _each(formula: Any, *columns: Floats) -> Floats:
    """[n] a formula of plain arithmetic on whole columns: uncompiled, it says the same of arrays."""
    return np.asarray(formula.py_func(*columns), np.float64)


def _of(facts: Facts, group: str | None) -> Bools:
    """[S] schools of a group, or of the trust."""
    groups = facts.world.schools["group"]
    return np.asarray(groups != GROUP_TWIN if group is None else groups == GROUP_CODES[group])


def _total(facts: Facts, group: str | None, *names: str) -> Ints:
    """[R] pence over the period, of a group of schools or of the trust."""
    chosen, own = _of(facts, group), of_schools(facts)
    by_name = [getattr(own, name).sum(axis=1)[:, chosen].sum(axis=1) for name in names]
    return np.asarray(np.sum(by_name, axis=0))


def _where_there(facts: Facts, group: str | None, values: Floats) -> Floats:
    """[R] values; NaN where no school of a group, or of the trust, is ever in the trust."""
    there = of_schools(facts).ticks[..., _of(facts, group)].any(axis=(1, 2))
    return np.where(there, values, np.nan)


def per_year(facts: Facts, name: str) -> Floats:
    """Pounds a school year over the period, of all schools of the trust; NaN without a school."""
    return _where_there(facts, None, _total(facts, None, name) / PENCE / facts.years)


def balance_per_year(facts: Facts, group: str | None = None) -> Floats:
    """Pounds a school year: schools' in-year balances, for the trust with its centre's.

    NaN without a school.
    """
    total = _total(facts, group, "balance")
    if group is None:
        total = total + centre.account(facts).balance.sum(axis=1)
    return _where_there(facts, group, total / PENCE / facts.years)


def reserves_at_end(facts: Facts, group: str | None = None) -> Floats:
    """Pounds at the horizon: reserves brought, and all in-year balances since.

    For the trust with its centre's; NaN without a school.
    """
    total = of_schools(facts).reserves[:, -1, _of(facts, group)].sum(axis=1)
    if group is None:
        total = total + centre.account(facts).reserves[:, -1]
    return _where_there(facts, group, total / PENCE)


def used_up(facts: Facts) -> Floats:
    """1 if the trust's reserves are below nought at the horizon, else 0; NaN without a school."""
    return _where_there(facts, None, (reserves_at_end(facts) < 0).astype(np.float64))


def schools_in_deficit(facts: Facts) -> Floats:
    """Schools of the trust whose reserves are below nought at the horizon; NaN without a school."""
    below = (of_schools(facts).reserves[:, -1] < 0).sum(axis=1)
    return _where_there(facts, None, below.astype(np.float64))


def rated_red(facts: Facts) -> Floats:
    """Share of school years, by time in the trust, with a balance that the DfE rates red; NaN: no school."""
    own = of_schools(facts)
    run, _, _ = there = np.nonzero(own.ticks)
    weight, red = own.ticks[there], _red(facts, own.balance[there] / own.income[there])
    return ratio(facts.records.summed(run, red * weight), facts.records.summed(run, weight))


def of_income(facts: Facts, *names: str) -> Floats:
    """Share of the income of all schools of the trust over the period."""
    return ratio(_total(facts, None, *names), _total(facts, None, "income"))


def _weighted(facts: Facts, amounts: Floats | Ints) -> Floats:
    """[R] sum over schools and school years, by time in the trust."""
    return np.asarray((amounts * (of_schools(facts).ticks / YEAR_TICKS)).reshape(len(facts), -1).sum(axis=1))


def pupils_per_teacher(facts: Facts) -> Floats:
    """Pupils of all schools of the trust / their FTE teachers."""
    own = of_schools(facts)
    return ratio(_weighted(facts, own.pupils), _weighted(facts, own.teachers))


def class_size(facts: Facts) -> Floats:
    """Pupils of all schools of the trust / their classes."""
    own = of_schools(facts)
    return ratio(_weighted(facts, own.pupils), _weighted(facts, own.classes))


def contact(facts: Facts, *, released: bool) -> Floats:
    """Classes of all schools of the trust / FTE teachers; `released`: leaders' class days away taken off."""
    own = of_schools(facts)
    taught = _weighted(facts, own.classes)
    if released:
        away = money.class_days_away(facts)[..., :-1].reshape(len(facts), -1).sum(axis=1)
        taught = taught - away / facts.world.values["finance.school_days_per_year"]
    return ratio(taught, _weighted(facts, own.teachers))


def teacher_cost(facts: Facts) -> Floats:
    """Pounds: teaching cost of all schools of the trust / their FTE teachers."""
    return ratio(_total(facts, None, "teaching") / PENCE, _weighted(facts, of_schools(facts).teachers))
