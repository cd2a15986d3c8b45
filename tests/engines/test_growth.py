"""Joinings that a run draws, and what due diligence missed: each turned off and on (MODEL 10, 11.2)."""

import datetime as dt
from functools import cache

import numpy as np
import pytest

from ist_model.engines import growth
from ist_model.engines.compiled import Runner
from ist_model.engines.narrated import run
from ist_model.experiments.batches import tables_of_runs
from ist_model.inputs.calendar import YEAR_TICKS, tick_of
from ist_model.inputs.models import Designation, Growth, GrowthRow, OnboardingNeed, Package, Post, Trust
from ist_model.results.checks import check
from ist_model.results.facts import facts_of
from ist_model.results.measures import measure
from ist_model.world.build import build_world
from ist_model.world.structs import GROUP_TWIN, NEVER
from tests.engines.equality import differing
from tests.generated import resolved, school, with_values

NEVER_JOINS = GrowthRow(schools_from=0, chances=(1.0, 0.0, 0.0, 0.0), mean=0.0)
ONE_A_YEAR = GrowthRow(schools_from=0, chances=(0.0, 1.0, 0.0, 0.0), mean=1.0)
PUBLISHED = GrowthRow(schools_from=0, chances=(0.626, 0.22, 0.088, 0.066), mean=0.676)
FROM = dt.date(2027, 9, 1)
POOL = ("N1", "N2", "N3")
NEW = tuple(school(name, 0.3, joining="converter") for name in POOL)
POSTS = tuple(
    Post(
        id=f"DH-{home}",
        kind="deputy",
        school=home,
        designations=(Designation(role="sle", specialisms=("maths", "english_phonics")),),
    )
    for home in ("A", "B", *POOL)
)
QUIET = {"giving__cover_quality": 1.0, "inspection__safeguarding_not_met_chance": 0.0}
BEGIN = tick_of(dt.date(2026, 9, 1))


def trust(new=NEW, **fields):
    homes = {"A", "B", *(each.id for each in new)}
    given = {"posts": tuple(post for post in POSTS if post.school in homes)} | fields
    return Trust(title="t", about="t", schools=(school("A", 0.4), school("B", 0.6), *new), **given)


def drawing(*rows, pool=POOL, starts=FROM, **fields):
    return Growth(table=rows, source="made up", pool=pool, starts=starts, **fields)


def made(given=None, by=None, values=None, number=0, years=4.0, **fields):
    scenario = resolved(
        trust() if given is None else given,
        growth=by,
        years=years,
        count_needs_for_years=years,
        assumptions=with_values(**QUIET | (values or {})),
        **fields,
    )
    world = build_world(scenario)
    records = run(world, number)
    check(world, records)
    return world, records


@cache
def published_world():
    """Three schools in the pool do not limit it: forty stand there."""
    many = tuple(school(f"P{i:02}", 0.5, joining="converter") for i in range(40))
    by = drawing(PUBLISHED, pool=tuple(each.id for each in many), starts=dt.date(2026, 9, 1))
    scenario = resolved(trust(many), growth=by, years=1.0, assumptions=with_values())
    return build_world(scenario)


def test_a_school_a_year_joins_from_the_first_september_while_the_pool_lasts():
    world, records = made(by=drawing(ONE_A_YEAR), years=5.0)
    joins = np.sort(growth.draw(world, 0).joins)
    assert ((joins - BEGIN) / YEAR_TICKS).tolist() == [1.0, 2.0, 3.0]
    assert growth.draw(world, 0).wanted == 1  # a fourth draw, of September 2030, finds the pool empty
    measures = measure(world, records)
    assert measures["schools_at_horizon"] == 5
    assert measures["joiners_per_year"] == pytest.approx(3 / 5)
    assert measures["pool_exhausted"] == 1


def test_runs_differ_in_who_joins_and_the_order_is_not_that_of_the_file():
    world, _ = made(by=drawing(ONE_A_YEAR, ends=dt.date(2027, 9, 2)))
    first = {int(np.argmin(growth.draw(world, number).joins)) for number in range(40)}
    assert first == {0, 1, 2}
    turned = made(given=trust(NEW[::-1]), by=drawing(ONE_A_YEAR, pool=POOL[::-1]))[1]
    assert differing(made(by=drawing(ONE_A_YEAR))[1], turned) == []


def test_joiners_of_many_runs_follow_the_table():
    world = published_world()
    numbers = np.array([(growth.draw(world, number).joins != NEVER).sum() for number in range(20_000)])
    assert (numbers == 0).mean() == pytest.approx(0.626, abs=0.012)
    assert numbers.mean() == pytest.approx(0.676, abs=0.04)
    assert numbers.var() / numbers.mean() > 1.9


def test_joiners_in_real_runs_are_those_drawn():
    world = published_world()
    found = []
    for number in range(12):
        records = run(world, number)
        check(world, records)
        found.append(int((records.tier[-1] >= 0).sum()) - 2)
    assert found == [int((growth.draw(world, number).joins != NEVER).sum()) for number in range(12)]
    assert min(found) == 0 < max(found)


def test_the_row_follows_the_size_at_the_start_of_the_year():
    """Two schools: one joins. Then three, and from three on none does."""
    small = ONE_A_YEAR.model_copy(update={"schools_to": 2})
    large = NEVER_JOINS.model_copy(update={"schools_from": 3})
    world, _ = made(by=drawing(small, large))
    assert (growth.draw(world, 0).joins != NEVER).sum() == 1
    earlier = school("C", 0.5, joined=dt.date(2027, 1, 1), joining="converter")
    world, _ = made(given=trust((*NEW, earlier)), by=drawing(small, large))
    assert (growth.draw(world, 0).joins != NEVER).sum() == 0  # the scheduled school counts in September


def test_a_pool_of_which_nobody_joins_changes_nothing_for_the_schools_there_are():
    world, with_pool = made(by=drawing(NEVER_JOINS))
    plain_world, plain = made(given=trust(()))
    old = [world.names.schools.index(name) for name in plain_world.names.schools]
    for name in ("strength", "sustaining"):
        assert np.array_equal(getattr(with_pool, name)[:, old], getattr(plain, name), equal_nan=True), name
    for name in ("raised", "first_start", "asked_milli", "delivered_milli", "status"):
        assert np.array_equal(with_pool.needs[name], plain.needs[name]), name
    before, after = (measure(*pair) for pair in ((plain_world, plain), (world, with_pool)))
    apart = {"pool_exhausted"}
    assert [n for n in before if n not in apart and before[n] != after[n] and before[n] == before[n]] == []


def test_no_school_that_is_there_has_other_noise_because_one_joins():
    """No effect and no cost of giving: strengths of existing schools are the same to the bit."""
    plain = made(given=trust(()), no_effect=True)
    world, grown = made(by=drawing(ONE_A_YEAR), no_effect=True)
    assert (grown.tier[-1] >= 0).sum() == 5
    old = [world.names.schools.index(name) for name in plain[0].names.schools]
    assert np.array_equal(grown.strength[:, old], plain[1].strength, equal_nan=True)


def test_a_drawn_joining_is_the_same_as_one_on_that_date():
    world, drawn = made(by=drawing(ONE_A_YEAR, pool=("N1",)), given=trust(NEW[:1]))
    dated = school("N1", 0.3, joining="converter", joined=FROM)
    _, scheduled = made(given=trust((dated,)))
    assert differing(drawn, scheduled) == []
    assert growth.of_run(world, 0).posts["starts"].max() == BEGIN + YEAR_TICKS


def test_the_twin_has_the_same_luck_and_counts_from_the_same_day():
    world, records = made(by=drawing(ONE_A_YEAR, pool=("N1",)), given=trust(NEW[:1]), no_effect=True)
    twin = int(np.flatnonzero(world.schools["group"] == GROUP_TWIN)[0])
    assert np.array_equal(records.strength[:, twin], records.strength[:, twin - 1], equal_nan=True)
    facts = facts_of(world, records)
    assert facts.in_trust_from[0, twin] == facts.in_trust_from[0, twin - 1] == BEGIN + YEAR_TICKS
    assert facts.pupils("twins") == facts.pupils("joiners") > 0


def test_a_school_never_drawn_is_in_no_group():
    world, records = made(by=drawing(NEVER_JOINS))
    facts = facts_of(world, records)
    assert not facts.schools_that_count("joiners").any()
    assert np.isnan(facts.pupils("joiners"))
    assert np.isnan(facts.pupils("twins"))


def test_a_package_for_every_school_visits_a_drawn_joiner_from_the_day_it_joins():
    vnet = Package(id="v", kind="school", visit_days_per_term=1.0, price_gbp_per_year=1000.0)
    world, records = made(by=drawing(ONE_A_YEAR, pool=("N1",)), given=trust(NEW[:1], packages=(vnet,)))
    here = world.names.schools.index("N1 school")
    visits = records.deployments[
        (records.deployments["supplier"] >= 0) & (records.deployments["receiver"] == here)
    ]
    assert len(visits) > 0
    assert visits["start"].min() >= BEGIN + YEAR_TICKS
    nobody = made(by=drawing(NEVER_JOINS, pool=("N1",)), given=trust(NEW[:1], packages=(vnet,)))
    assert len(growth.of_run(nobody[0], 0).packages) == 2


def test_due_diligence_spreads_what_is_found_and_leaves_what_was_planned():
    """With 6 points the start differs by 6 from run to run; support on joining is as written in each."""
    joins = school(
        "J",
        0.3,
        joined=dt.date(2027, 9, 1),
        joining="converter",
        onboarding=(OnboardingNeed(area="achievement", specialism="maths", days=5.0),),
    )
    scenario = resolved(trust((joins,)), years=2.0, assumptions=with_values(joining__due_diligence_sd=6.0))
    world = build_world(scenario)
    j = world.names.schools.index("J school")
    area = world.names.areas.index("achievement")
    found = [growth.of_run(world, number).strength for number in range(2000)]
    starts = np.array([each[j, area] for each in found])
    assert starts.mean() == pytest.approx(world.believed[j, area], abs=0.5)
    assert starts.std() == pytest.approx(6.0, rel=0.05)
    assert all(np.array_equal(each[j], each[j + 1], equal_nan=True) for each in found)  # its twin too
    old = np.flatnonzero(world.schools["group"] == 0)
    assert np.array_equal(found[0][old], world.believed[old], equal_nan=True)
    for number in (int(starts.argmin()), int(starts.argmax())):
        records = run(world, number)
        check(world, records)
        onboarding = records.needs[(records.needs["school"] == j) & (records.needs["source"] == 1)]
        assert onboarding["asked_milli"].tolist() == [5000]


def test_boards_find_what_due_diligence_missed():
    """A school much weaker than believed is seen so at its first board, which sees without error."""
    joins = school("J", 0.6, joined=dt.date(2027, 9, 1), joining="converter")
    sure = {
        "monitoring__observation_sd": 0.0,
        "strength__kappa_per_week": 0.0,
        "strength__sigma_per_root_week": 0.0,
    }
    off, plain = made(trust((joins,)), values=sure, years=2.0)
    on, _ = made(trust((joins,)), values=sure | {"joining__due_diligence_sd": 15.0}, years=2.0)
    j = on.names.schools.index("J school")
    area = on.names.areas.index("personal_development")
    weakest = min(range(60), key=lambda number: float(growth.of_run(on, number).strength[j, area]))
    truth = growth.of_run(on, weakest).strength[j, area]
    records = run(on, weakest)
    first = int(np.flatnonzero(records.boards["school"] == j)[0])
    assert truth < 37.0 < on.believed[j, area]  # 37: the threshold under which boards ask
    assert records.observed[first, area] == pytest.approx(truth)
    raised = (records.needs["school"] == j) & (records.needs["area"] == area) & (records.needs["source"] == 0)
    assert raised.any()  # support that nobody would have asked for on what was believed
    first_plain = int(np.flatnonzero(plain.boards["school"] == j)[0])
    assert plain.observed[first_plain, area] == pytest.approx(off.believed[j, area])
    calm = (plain.needs["school"] == j) & (plain.needs["area"] == area)
    assert not calm.any()


def test_without_drawing_and_error_the_world_of_a_run_is_the_world_itself():
    world, _ = made(given=trust(()))
    assert growth.of_run(world, 3) is world
    world, _ = made(by=drawing(ONE_A_YEAR))
    once = growth.of_run(world, 3)
    assert growth.of_run(once, 3) is once
    with pytest.raises(ValueError, match="run 3 has drawn its joinings here, so it is no world of run 4"):
        growth.of_run(once, 4)


@pytest.mark.parametrize("sd", [0.0, 8.0])
def test_a_run_draws_its_joinings_once_for_engine_laws_and_measures(monkeypatch, sd):
    """Whoever is given the plain world instead sees the same."""
    world, plain = made(by=drawing(ONE_A_YEAR), values={"joining__due_diligence_sd": sd})
    measures = measure(world, plain)
    drawn, draw = [], growth.draw
    monkeypatch.setattr(growth, "draw", lambda *args: drawn.append(args) or draw(*args))
    output = tables_of_runs(Runner(world), [0])["measures"].to_pandas().iloc[0].drop("run")
    assert len(drawn) == 2, "once for the world, once for what the table asked for beyond the pool"
    assert {name: pytest.approx(value, nan_ok=True) for name, value in measures.items()} == output.to_dict()
