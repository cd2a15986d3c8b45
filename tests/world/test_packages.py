"""What packages cost by the check of the budget, and by the arrays that the engines pay from."""

from __future__ import annotations

import datetime as dt

import pytest

from ist_model.inputs.calendar import YEAR_TICKS
from ist_model.inputs.check import check
from ist_model.inputs.models import Growth, GrowthRow, Package, Trust
from ist_model.science import matching
from ist_model.world.build import build_world
from tests.generated import resolved, school

SEPTEMBER, JANUARY, MAY = dt.date(2027, 9, 1), dt.date(2027, 1, 1), dt.date(2027, 5, 1)
SCHOOLS = (
    school("A"),
    school("B", joined=dt.date(2026, 11, 1), joining="converter"),
    school("C", joined=dt.date(2027, 11, 1), joining="converter"),
    school("D", joined=dt.date(2029, 9, 1), joining="converter"),  # after the horizon
    school("E", joined=dt.date(2020, 9, 1), joining="converter"),
)


def scenario(budget, packages, schools=SCHOOLS, growth=None, **fields):
    trust = Trust(
        title="t",
        about="t",
        founded=dt.date(2015, 9, 1),
        schools=schools,
        packages=packages,
        bought_budget_gbp_per_year=budget,
        boards_externally_validated=False,
    )
    return resolved(trust, years=2.0, growth=growth, **fields)


def refused(found):
    return [p for p in check(found) if "packages cost" in p.rule]


def of_school(**fields):
    return Package(id="net", kind="school", price_gbp_per_year=1000.01, **fields)


@pytest.mark.parametrize(
    "packages",
    [
        (of_school(),),
        (of_school(starts=JANUARY, ends=SEPTEMBER),),
        (of_school(schools=("B", "C"), starts=MAY),),
        (of_school(schools=("C",), ends=dt.date(2028, 5, 1)),),
        (Package(id="trust", kind="trust", price_gbp_per_year=777.77, starts=JANUARY, ends=MAY), of_school()),
    ],
)
@pytest.mark.parametrize("warm_up_weeks", [0.0, 19.5])
def test_the_check_asks_for_what_is_paid_to_the_penny(packages, warm_up_weeks):
    """The dearest school year of the run is just paid, and not with a penny less."""
    world = build_world(scenario(None, packages, warm_up_weeks=warm_up_weeks))
    paid = [
        sum(
            matching.package_pence(row["price_pence_per_year"], row["starts"], row["ends"], year)
            for row in world.packages
        )
        for year in range(world.span.begin // YEAR_TICKS, world.span.end // YEAR_TICKS)
    ]
    most = max(paid)
    assert most > 0
    assert not refused(scenario(most / 100, packages, warm_up_weeks=warm_up_weeks))
    assert refused(scenario((most - 1) / 100, packages, warm_up_weeks=warm_up_weeks))


def test_a_school_that_chance_may_bring_is_paid_for_from_the_first_september_on_which_it_can_join():
    row = GrowthRow(schools_from=0, chances=(0.0, 1.0, 0.0, 0.0), mean=1.0)
    growth = Growth(table=(row,), source="made up", pool=("N",), starts=SEPTEMBER)
    schools = (school("A"), school("N", joining="converter"))
    ended = of_school(schools=("N",), ends=SEPTEMBER)
    assert not refused(scenario(0.0, (ended,), schools, growth, warm_up_weeks=0.0))
    [found] = refused(scenario(1000.0, (of_school(schools=("N",)),), schools, growth, warm_up_weeks=0.0))
    said = "1,000.01 pounds in the school year from 2027-09-01 if every school that may join has joined"
    assert said in found.rule
    always = (of_school(schools=("A",)),)
    [found] = refused(scenario(1000.0, always, schools, growth, warm_up_weeks=0.0))
    assert "from 2026-09-01, more than" in found.rule  # a year before any can join
