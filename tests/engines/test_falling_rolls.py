"""Falling rolls in a run: income, classes and days that leaders may be spared go down, by hand (MODEL 8)."""

from __future__ import annotations

import numpy as np

from ist_model.engines.narrated import run
from ist_model.engines.rolls import Rolls
from ist_model.inputs.finance import Finance, RollForecast
from ist_model.inputs.models import Designation, Post, School, Trust
from ist_model.inputs.resolve import resolve
from ist_model.world.build import build_world
from ist_model.world.structs import World
from tests.engines.equality import differing
from tests.generated import SCENARIOS, resolved, school, with_values

CERTAIN = {"rolls__own_sd_per_year": 0.0, "rolls__common_sd_per_year": 0.0}
FALLING = (RollForecast(school_year=2027, pupils=200), RollForecast(school_year=2028, pupils=180))


def world_of(home: School, **values: float) -> World:
    """A school of 240 in 9 classes whose deputy has ten days a year, three years, somebody else for help."""
    slot = Designation(role="sle", specialisms=("maths",))
    posts = (
        Post(id="D", kind="deputy", school=home.id, designations=(slot,), allowance_days_per_year=10.0),
        Post(id="C", kind="central", designations=(slot,), allowance_days_per_year=10.0),
    )
    trust = Trust(title="t", about="t", schools=(home, school("needy", 0.05)), posts=posts)
    return build_world(resolved(trust, years=3.0, assumptions=with_values(**(CERTAIN | values))))


def home(**fields: object) -> School:
    """The home school."""
    return school("home", 0.9, roll=240, finance=Finance(classes=9, teachers_fte=12.0), **fields)


def contracted(world: World, post: str) -> dict[int, int]:
    """Milli-days contracted by school year reported."""
    rows = run(world, 0).ledger
    chosen = rows[(rows["post"] == world.names.posts.index(post)) & (rows["year"] >= 26)]
    return {int(row["year"]): int(row["contracted_milli"]) for row in chosen}


def test_days_fall_with_classes_by_the_hand_worked_amount() -> None:
    """240, 200, 180 pupils at 26.67 a class: 9, 8, 7 classes; 10, 8.889, 7.778 days."""
    world = world_of(home(roll_forecast=FALLING))
    rolls = Rolls(world, [0])
    here = world.names.schools.index("home school")
    assert rolls.pupils[0, here].tolist() == [240, 200, 180]
    assert rolls.classes[0, here].tolist() == [9, 8, 7]
    assert contracted(world, "D") == {26: 10_000, 27: 8_889, 28: 7_778}
    assert contracted(world, "C") == {26: 10_000, 27: 10_000, 28: 10_000}


def test_turned_off_the_days_stay() -> None:
    world = world_of(home(roll_forecast=FALLING), release__follows_classes=0.0)
    assert contracted(world, "D") == {26: 10_000, 27: 10_000, 28: 10_000}


def test_a_yearly_change_is_a_forecast() -> None:
    """A tenth fewer each year: 240, 216, 194.4."""
    world = world_of(home(roll_change_per_year=-0.1))
    assert Rolls(world, [0]).pupils[0, world.names.schools.index("home school")].tolist() == [240, 216, 194]


def test_a_forecast_of_the_same_pupils_changes_no_bit() -> None:
    same = (RollForecast(school_year=2027, pupils=240), RollForecast(school_year=2028, pupils=240))
    assert differing(run(world_of(home()), 2), run(world_of(home(roll_forecast=same)), 2)) == []


def test_a_roll_belongs_to_its_school_whatever_else_is_there() -> None:
    """One school more, another first year of warm-up: the same luck."""
    one = world_of(home(), rolls__own_sd_per_year=0.1)
    alone = Trust(title="t", about="t", schools=(home(),))
    values = with_values(rolls__own_sd_per_year=0.1, rolls__common_sd_per_year=0.0)
    other = build_world(resolved(alone, years=3.0, assumptions=values, warm_up_weeks=0.0))
    here = one.names.schools.index("home school")
    found = Rolls(one, [5]).pupils[0, here]
    assert (found == Rolls(other, [5]).pupils[0, 0]).all()
    assert len(np.unique(found)) == 3


def test_years_outside_the_period_have_the_nearest_years_roll() -> None:
    rolls = Rolls(world_of(home(roll_forecast=FALLING)), [0])
    assert [rolls.column(year) for year in (20, 25, 26, 28, 29, 99)] == [0, 0, 0, 2, 2, 2]


def test_the_shipped_scenario_loses_a_twentieth_of_the_same_luck_each_year() -> None:
    """Each school, each year, each run: .95 to the years passed, to a pupil; never more classes or days."""
    worlds = [build_world(resolve(name, SCENARIOS)) for name in ("baseline", "falling-rolls")]
    years = np.arange(5)
    for number in range(40):
        base, falling = (Rolls(world, [number]) for world in worlds)
        assert np.abs(falling.pupils - base.pupils * 0.95**years).max() <= 1.0
        assert (falling.classes <= base.classes).all()
    days = [
        sum(rolls.allowance_milli(post, 30) for post in range(len(worlds[0].posts)))
        for rolls in (base, falling)
    ]
    assert days[1] < days[0]


def test_release_days_of_many_posts_and_years_are_those_of_each() -> None:
    """Years before and after the period, and posts without a limit or a home school, included."""
    world = build_world(resolve("falling-rolls", SCENARIOS))
    rolls = Rolls(world, [3])
    posts, years = (each.ravel() for each in np.meshgrid(np.arange(len(world.posts)), [-1, 20, 26, 28, 99]))
    one_by_one = [
        rolls.allowance_milli(int(post), int(year)) for post, year in zip(posts, years, strict=True)
    ]
    assert rolls.allowances_milli(np.zeros_like(posts), posts, years).tolist() == one_by_one
