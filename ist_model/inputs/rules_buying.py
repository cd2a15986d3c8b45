"""Checks of what is bought: packages by kind, and a budget that pays for them (MODEL 6.5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ist_model.inputs.calendar import WEEKS_PER_YEAR, YEAR_TICKS, date_of, tick_of, ticks
from ist_model.inputs.context import Context
from ist_model.inputs.errors import Problem
from ist_model.inputs.models import Package
from ist_model.inputs.yaml_file import Keys


def package_members(context: Context) -> Iterator[Problem]:
    """Only a school's package names schools and visits, and one that names schools names known ones, once."""
    for package in context.resolved.trust.packages:
        at: Keys = ("trust", "packages", package.id)
        if package.kind == "trust":
            for name, value in (
                ("schools", package.schools),
                ("visit_days_per_term", package.visit_days_per_term),
            ):
                if value:
                    rule = "a trust's package serves the whole trust, by validating boards"
                    yield context.problem(
                        (*at, name), value, rule, "remove the line, or write `kind: school`"
                    )
        seen: set[str] = set()
        for position, school in enumerate(package.schools):
            keys: Keys = (*at, "schools", position)
            yield from context.unknown(keys, school, "school", list(context.schools))
            if school in seen:
                yield context.problem(keys, school, "a school is a member once", "remove one of the two")
            seen.add(school)


def budget_pays_for_packages(context: Context) -> Iterator[Problem]:
    """What is bought by the year fits into every school year's budget."""
    trust, resolved = context.resolved.trust, context.resolved
    if trust.bought_budget_gbp_per_year is None:
        return
    first = tick_of(resolved.start) // YEAR_TICKS
    last = (tick_of(resolved.start) + ticks(resolved.years * WEEKS_PER_YEAR) - 1) // YEAR_TICKS
    for year in range(first, last + 1):
        starts, ends = date_of(year * YEAR_TICKS), date_of((year + 1) * YEAR_TICKS)
        price = sum(_price(context, package, starts, ends) for package in trust.packages)
        if price > trust.bought_budget_gbp_per_year:
            rule = (
                f"packages cost {price:,.0f} in the school year from {starts}, more than the budget of "
                f"{trust.bought_budget_gbp_per_year:,.0f}"
            )
            keys: Keys = ("trust", "bought_budget_gbp_per_year")
            remedy = "raise the budget, or end a package first with `ends`"
            yield context.problem(keys, trust.bought_budget_gbp_per_year, rule, remedy)
            return


def _price(context: Context, package: Package, starts: dt.date, ends: dt.date) -> float:
    """Pounds of a package in a school year, in proportion to the days it runs."""
    if package.kind == "trust":
        return package.price_gbp_per_year * _share(package, None, starts, ends)
    members = [s for s in context.resolved.trust.schools if not package.schools or s.id in package.schools]
    return sum(package.price_gbp_per_year * _share(package, s.joined, starts, ends) for s in members)


def _share(package: Package, joined: dt.date | None, starts: dt.date, ends: dt.date) -> float:
    begins = max(day for day in (package.starts, joined, starts) if day is not None)
    stops = min(package.ends or ends, ends)
    return max(0, (stops - begins).days) / (ends - starts).days
