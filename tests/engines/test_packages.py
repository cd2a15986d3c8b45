"""Packages bought by the year: what their visits give, what they cost, and what boards see without."""

import datetime as dt

import numpy as np
import pytest

from ist_model.engines.narrated import run
from ist_model.engines.records import BOUGHT, SOURCE_PACKAGE
from ist_model.inputs.calendar import TERM_TICKS, half_term_on_or_after
from ist_model.inputs.models import Designation, Package, Post, Trust
from ist_model.results.checks import check
from ist_model.results.facts import facts_of
from ist_model.results.measures import measure
from ist_model.science import matching
from ist_model.world.build import build_world
from tests.generated import resolved, school, with_values

QUIET = {
    "monitoring__need_threshold": 1.0,
    "monitoring__urgent_threshold": 0.0,
    "inspection__safeguarding_not_met_chance": 0.0,
    "post__central__leave_per_year": 0.0,
}
LATER = dt.date(2027, 9, 1)


ONE_SCHOOL = (school("S", 0.3),)


def made(packages=(), schools=ONE_SCHOOL, posts=(), validated=False, **fields):
    trust = Trust(
        title="t",
        about="t",
        schools=schools,
        posts=posts,
        packages=packages,
        boards_externally_validated=validated,
    )
    given = {
        "assumptions": with_values(**QUIET),
        "warm_up_weeks": 0.0,
        "years": 2.0,
        "count_needs_for_years": 2.0,
    }
    world = build_world(resolved(trust, **(given | fields)))
    records = run(world, 0)
    check(world, records)
    return world, records


def school_package(**fields):
    given = {"id": "net", "kind": "school", "price_gbp_per_year": 900.0, "visit_days_per_term": 1.5}
    return Package(**(given | fields))


def test_a_schools_package_gives_its_days_each_term_in_the_weakest_area():
    """Two years are six terms, one and a half days each; nobody asked, so no need is counted."""
    world, records = made((school_package(),))
    visits = records.needs[records.needs["source"] == SOURCE_PACKAGE]
    assert visits["raised"].tolist() == [world.span.begin + term * TERM_TICKS for term in range(6)]
    assert set(visits["status"].tolist()) == {BOUGHT}
    assert records.deployments["delivered_milli"].sum() == pytest.approx(6 * 1500)
    assert measure(world, records)["needs_raised_trust"] == 0
    boards = records.boards["tick"]
    for visit in visits:
        seen = records.observed[boards <= visit["raised"]][-1]
        assert visit["area"] == np.nanargmin(seen)


def test_visits_raise_strength_and_do_nothing_at_no_effect():
    _, with_visits = made((school_package(visit_days_per_term=10.0),))
    _, without = made()
    assert np.nansum(with_visits.strength - without.strength) > 0
    assert np.nanmin(with_visits.strength - without.strength) >= -1e-9
    _, nothing = made((school_package(visit_days_per_term=10.0),), no_effect=True)
    _, none = made(no_effect=True)
    assert np.array_equal(nothing.strength, none.strength, equal_nan=True)


def test_a_package_ends_when_it_is_withdrawn_and_starts_with_a_joiner():
    _, ended = made((school_package(ends=LATER),))
    assert (ended.needs["source"] == SOURCE_PACKAGE).sum() == 3
    joiner = school("J", 0.3, joined=LATER, joining="converter")
    world, joined = made((school_package(),), schools=(school("S", 0.3), joiner))
    visits = joined.needs[joined.needs["source"] == SOURCE_PACKAGE]
    row = world.names.schools.index("J school")
    assert visits["raised"][visits["school"] == row].min() == half_term_on_or_after(LATER)
    assert len(visits) == 6 + 3


def errors(records):
    """What boards saw less the truth at the same half-term, which the noise has not moved since."""
    at = np.searchsorted(records.grid_tick, records.boards["tick"])
    return (records.observed - records.strength[at, records.boards["school"]])[~np.isnan(records.observed)]


@pytest.mark.parametrize(
    ("packages", "factor"),
    [
        ((Package(id="trust", kind="trust", price_gbp_per_year=1.0),), 0.8),
        ((school_package(visit_days_per_term=0.0),), 0.95),
    ],
)
def test_a_package_sharpens_what_boards_see_by_its_factor(packages, factor):
    """The same draws, so each error shrinks by exactly the register's factor."""
    _, plain = made()
    _, sharper = made(packages)
    assert errors(sharper) == pytest.approx(errors(plain) * factor)


def test_a_trusts_package_that_ends_leaves_boards_unvalidated_and_without_a_chairs_fee():
    trust_package = Package(id="trust", kind="trust", price_gbp_per_year=1.0, ends=LATER)
    world, ended = made((trust_package,))
    _, plain = made()
    before = ended.boards["tick"] < half_term_on_or_after(LATER)
    ratio = errors(ended) / errors(plain)
    areas = int(world.has_area[0].sum())
    assert ratio == pytest.approx(np.repeat(np.where(before, 0.8, 1.0), areas))
    assert facts_of(world, ended).validated(ended.boards["tick"]).tolist() == before.tolist()


@pytest.mark.parametrize(("schools", "share"), [(1, 1.0), (2, 10.0 / 13.0)])
def test_the_data_leads_days_are_shared_by_the_schools(schools, share):
    """Ten days a year at 6.5 for each school: one school has all it needs, two have five each."""
    values = with_values(**QUIET, role__data_lead__days_per_year=10.0)
    post = Post(id="D", kind="central", designations=(Designation(role="data_lead"),))
    all_of_them = tuple(school(f"S{i}", 0.3) for i in range(schools))
    _, plain = made(schools=all_of_them, assumptions=values)
    _, seen = made(schools=all_of_them, posts=(post,), assumptions=values)
    assert errors(seen) == pytest.approx(errors(plain) * 0.9**share)


def test_a_package_is_paid_in_proportion_to_the_time_it_runs():
    year = 3 * TERM_TICKS
    assert matching.package_pence(90_000, 0, 10 * year, 2) == 90_000
    assert matching.package_pence(90_000, 2 * year + TERM_TICKS, 10 * year, 2) == 60_000
    assert matching.package_pence(90_000, 0, 2 * year, 2) == 0


def test_two_packages_of_a_school_are_two_needs():
    _, records = made((school_package(), school_package(id="other")))
    visits = records.needs[records.needs["source"] == SOURCE_PACKAGE]
    assert len(visits) == 12
    assert len(set(visits["key"].tolist())) == 12


def test_a_school_that_joins_in_november_pays_and_is_visited_from_january():
    joiner = school("J", 0.3, joined=dt.date(2026, 11, 1), joining="converter")
    world, records = made((school_package(),), schools=(joiner,))
    [row] = world.packages
    january = half_term_on_or_after(dt.date(2027, 1, 1))
    assert row["starts"] == january
    assert records.needs["raised"][records.needs["source"] == SOURCE_PACKAGE].min() == january
