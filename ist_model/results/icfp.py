"""The ICFP ratios of schools by school year, and what becomes of balances and reserves (MODEL 8).

Shares are of a school's own income, without money moved to it from the trust's centre.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ist_model.inputs.calendar import YEAR_TICKS, school_year
from ist_model.results import centre, money
from ist_model.results.accounts import Accounts, of_schools
from ist_model.results.facts import GROUP_CODES, Bools, Facts, Floats, Ints, ratio
from ist_model.science import icfp
from ist_model.world.structs import GROUP_TWIN

PENCE = 100.0


def frame(facts: Facts) -> Mapping[str, NDArray[Any]]:
    """Money in pounds and ICFP ratios by school year and school, for school years in the trust."""
    own, away = of_schools(facts), money.class_days_away(facts)[:, :-1]
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
    return int(sum(getattr(of_schools(facts), name)[:, _of(facts, group)].sum() for name in names))


def _there(facts: Facts, group: str | None) -> bool:
    return bool(of_schools(facts).ticks[:, _of(facts, group)].any())


def per_year(facts: Facts, name: str) -> float:
    """Pounds a school year over the period, of all schools of the trust; NaN without a school."""
    return _total(facts, None, name) / PENCE / facts.years if _there(facts, None) else np.nan


def balance_per_year(facts: Facts, group: str | None = None) -> float:
    """Pounds a school year: schools' in-year balances, for the trust with its centre's.

    NaN without a school.
    """
    if not _there(facts, group):
        return np.nan
    central = int(centre.account(facts).balance.sum()) if group is None else 0
    return (_total(facts, group, "balance") + central) / PENCE / facts.years


def reserves_at_end(facts: Facts, group: str | None = None) -> float:
    """Pounds at the horizon: reserves brought, and all in-year balances since.

    For the trust with its centre's; NaN without a school.
    """
    if not _there(facts, group):
        return np.nan
    at_end = of_schools(facts).reserves[-1, _of(facts, group)].sum()
    central = int(centre.account(facts).reserves[-1]) if group is None else 0
    return (int(at_end) + central) / PENCE


def used_up(facts: Facts) -> float:
    """1 if the trust's reserves are below nought at the horizon, else 0; NaN without a school."""
    left = reserves_at_end(facts)
    return np.nan if np.isnan(left) else float(left < 0)


def schools_in_deficit(facts: Facts) -> float:
    """Schools of the trust whose reserves are below nought at the horizon; NaN without a school."""
    own = of_schools(facts)
    return float((own.reserves[-1] < 0).sum()) if _there(facts, None) else np.nan


def rated_red(facts: Facts) -> float:
    """Share of school years, by time in the trust, with a balance that the DfE rates red; NaN: no school."""
    own = of_schools(facts)
    period, school = np.nonzero(own.ticks)
    weight = own.ticks[period, school]
    share = own.balance[period, school] / own.income[period, school]
    return ratio(float((_red(facts, share) * weight).sum()), float(weight.sum()))


def of_income(facts: Facts, *names: str) -> float:
    """Share of the income of all schools of the trust over the period."""
    return ratio(_total(facts, None, *names), _total(facts, None, "income"))


def _weighted(facts: Facts, amounts: Floats | Ints) -> float:
    """Sum over schools and school years, by time in the trust."""
    return float((amounts * (of_schools(facts).ticks / YEAR_TICKS)).sum())


def pupils_per_teacher(facts: Facts) -> float:
    """Pupils of all schools of the trust / their FTE teachers."""
    own = of_schools(facts)
    return ratio(_weighted(facts, own.pupils), _weighted(facts, own.teachers))


def class_size(facts: Facts) -> float:
    """Pupils of all schools of the trust / their classes."""
    own = of_schools(facts)
    return ratio(_weighted(facts, own.pupils), _weighted(facts, own.classes))


def contact(facts: Facts, *, released: bool) -> float:
    """Classes of all schools of the trust / FTE teachers; `released`: leaders' class days away taken off."""
    own = of_schools(facts)
    away = float(money.class_days_away(facts)[:, :-1].sum()) if released else 0.0
    taught = _weighted(facts, own.classes) - away / facts.world.values["finance.school_days_per_year"]
    return ratio(taught, _weighted(facts, own.teachers))


def teacher_cost(facts: Facts) -> float:
    """Pounds: teaching cost of all schools of the trust / their FTE teachers."""
    return ratio(_total(facts, None, "teaching") / PENCE, _weighted(facts, of_schools(facts).teachers))
