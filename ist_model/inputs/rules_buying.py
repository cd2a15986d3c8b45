"""Checks of what is bought: packages by kind, and a budget that pays for them (MODEL 6.5)."""

from __future__ import annotations

from collections.abc import Iterator

from ist_model.inputs.calendar import (
    TERM_TICKS,
    WEEKS_PER_YEAR,
    YEAR_TICKS,
    date_of,
    half_term_on_or_after,
    part_of_year,
    ticks,
)
from ist_model.inputs.context import Context
from ist_model.inputs.errors import Problem
from ist_model.inputs.models import Package, School
from ist_model.inputs.packages import Served, price_pence, served
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


def package_terms(context: Context) -> Iterator[Problem]:
    """A package runs for whole terms: visits and price go by the term."""
    for package in context.resolved.trust.packages:
        for name in ("starts", "ends"):
            date = getattr(package, name)
            if date is not None and half_term_on_or_after(date) % TERM_TICKS:
                rule = "a package runs for whole terms, from the first day of one"
                remedy = "write the first of September, January or May"
                yield context.problem(("trust", "packages", package.id, name), date, rule, remedy)


def trust_package_validates(context: Context) -> Iterator[Problem]:
    """A trust's package buys validation, which boards must not have without it."""
    trust = context.resolved.trust
    bought = [package.id for package in trust.packages if package.kind == "trust"]
    if bought and trust.boards_externally_validated:
        rule = f"boards are validated whatever is bought, so the package {bought[0]!r} buys nothing"
        remedy = "write `boards_externally_validated: false`, or remove the package"
        yield context.problem(("trust", "boards_externally_validated"), True, rule, remedy)


def budget_pays_for_packages(context: Context) -> Iterator[Problem]:
    """What is bought by the year fits into the budget of every school year run, the warm-up's too."""
    trust, resolved = context.resolved.trust, context.resolved
    if trust.bought_budget_gbp_per_year is None:
        return
    start = half_term_on_or_after(resolved.start)
    begin = start - (ticks(resolved.warm_up_weeks) if resolved.warm_up_weeks > 0 else 0)
    end = start + ticks(resolved.years * WEEKS_PER_YEAR)
    for year in range(begin // YEAR_TICKS, -(-end // YEAR_TICKS)):
        pence = sum(_pence(context, package, year, begin, end) for package in trust.packages)
        if pence > round(trust.bought_budget_gbp_per_year * 100):
            rule = (
                f"packages cost {pence / 100:,.2f} pounds in the school year from "
                f"{date_of(year * YEAR_TICKS)}{_who(context, year, start)}, "
                f"more than the budget of {trust.bought_budget_gbp_per_year:,.2f}"
            )
            keys: Keys = ("trust", "bought_budget_gbp_per_year")
            remedy = "raise the budget, or end a package first with `ends`"
            yield context.problem(keys, trust.bought_budget_gbp_per_year, rule, remedy)
            return


def _who(context: Context, year: int, start: int) -> str:
    """What a reader may not expect in the sum: the year before the first day, schools that may join."""
    ends = (year + 1) * YEAR_TICKS
    if ends <= start:
        return " (the warm-up)"
    pool = [school for school in context.schools.values() if school.id in context.pool]
    may_join = any(_joins(context, school, start) < ends for school in pool)
    return " if every school that may join has joined" if may_join else ""


def _pence(context: Context, package: Package, year: int, begin: int, end: int) -> int:
    """Pence of a package in a school year, all its members together."""
    if package.kind == "trust":
        return _in_year(package, year, served(package, begin))
    total = 0
    for school in context.resolved.trust.schools:
        if package.schools and school.id not in package.schools:
            continue
        joins = _joins(context, school, begin)
        if joins < end:
            total += _in_year(package, year, served(package, begin, joins))
    return total


def _joins(context: Context, school: School, begin: int) -> int:
    """Tick from which a school is in the trust; of one that chance may bring, the first on which it can."""
    growth = context.resolved.growth
    if growth is not None and school.id in growth.pool:
        first = half_term_on_or_after(max(growth.starts, context.resolved.start))
        return -(-first // YEAR_TICKS) * YEAR_TICKS
    return begin if school.joined is None else max(begin, half_term_on_or_after(school.joined))


def _in_year(package: Package, year: int, when: Served) -> int:
    ends = (year + 1) * YEAR_TICKS if when.ends is None else when.ends
    return part_of_year(price_pence(package), year, when.starts, ends)
