"""From a resolved scenario to arrays: order, keys, fit and time, by hand-worked cases."""

import datetime as dt
import math

import numpy as np
import pytest

from ist_model.inputs import calendar
from ist_model.inputs.calendar import GRID_TICKS, YEAR_TICKS, tick_of
from ist_model.inputs.models import Designation, LastInspection, Place, Policy, Post, Supplier, Trust
from ist_model.science import policies
from ist_model.world.build import build_world
from ist_model.world.keys import draw_key, in_key_order
from ist_model.world.structs import GROUP_EXISTING, GROUP_JOINER, GROUP_TWIN, NEVER, NO_LIMIT, NONE
from tests.generated import framework, register, resolved, school, with_values

MATHS, BOTH = ("maths",), ("infant", "junior")


def trust(**parts):
    return Trust(title="t", about="t", **parts)


def sle(name, specialisms=MATHS, **fields):
    phases = fields.pop("phases", BOTH)
    return Post(
        id=name,
        kind="deputy",
        designations=(Designation(role="sle", specialisms=specialisms, phases=phases),),
        **fields,
    )


def world_of(parts, **fields):
    return build_world(resolved(trust(**parts), **fields))


def at(world, role_slot, specialism, area, phase):
    names = world.names
    return world.quality[role_slot, names.specialisms.index(specialism), names.areas.index(area), phase]


def test_things_stand_in_key_order_whatever_the_order_of_rows():
    schools = tuple(school(f"S{i}") for i in range(6))
    a, b = world_of({"schools": schools}), world_of({"schools": schools[::-1]})
    assert a.names.schools == b.names.schools
    keys = a.schools["key"].tolist()
    assert keys == sorted(keys)


def test_a_draw_key_is_a_64_bit_hash_of_kind_and_names():
    assert draw_key("school", "S") == draw_key("school", "S")
    assert len({draw_key("school", "S"), draw_key("post", "S"), draw_key("school", "S", "")}) == 3


def test_two_things_may_not_share_a_draw_key():
    with pytest.raises(ValueError, match="share one draw key"):
        in_key_order(["a", "b"], lambda _: draw_key("x", "same"))


def test_a_schools_luck_is_named_after_its_urn():
    one = world_of({"schools": (school("S", urn=144144),)})
    other = world_of({"schools": (school("renamed", urn=144144),)})
    assert one.pair_key.tolist() == other.pair_key.tolist()


def test_strength_starts_at_the_national_percentile():
    world = world_of({"schools": (school("S", 0.8413447460685429),)})
    assert world.strength[world.has_area] == pytest.approx(65.0)
    clipped = world_of({"schools": (school("S", 0.001),)})
    assert clipped.strength[clipped.has_area] == pytest.approx(50 - 15 * 2.3263478740408408)


def test_only_schools_with_the_ages_have_early_years():
    world = world_of({"schools": (school("S", age_low=3), school("J", age_low=7))})
    column = world.has_area[:, world.names.areas.index("early_years")]
    assert dict(zip(world.names.schools, column.tolist(), strict=True)) == {
        "S school": True,
        "J school": False,
    }


def test_a_joiner_has_a_twin_with_the_same_luck_that_never_joins():
    joined = dt.date(2027, 2, 14)
    world = world_of({"schools": (school("old"), school("new", joined=joined))})
    groups = world.schools["group"].tolist()
    assert sorted(groups) == [GROUP_EXISTING, GROUP_JOINER, GROUP_TWIN]
    joiner, twin = groups.index(GROUP_JOINER), groups.index(GROUP_TWIN)
    assert world.schools["twin_of"][twin] == joiner
    assert world.schools["joins"][joiner] == tick_of(dt.date(2027, 3, 1)) == world.schools["exists"][twin]
    assert world.schools["joins"][twin] == NEVER
    assert world.pair_key[twin].tolist() == world.pair_key[joiner].tolist()


def test_a_predecessors_inspection_starts_the_new_academys_clock_at_joining():
    last = LastInspection(outcome="good", date=dt.date(2013, 5, 1), predecessor=True)
    world = world_of({"schools": (school("S", joined=dt.date(2018, 11, 1), last_inspection=last),)})
    assert world.schools["new_academy"][0] == 1
    assert world.schools["last_inspected"][0] == tick_of(dt.date(2018, 11, 1))


def test_one_release_budget_per_post_is_the_largest_of_its_roles_not_their_sum():
    both = (Designation(role="sle", specialisms=MATHS), Designation(role="system_leader"))
    post = Post(id="P", kind="deputy", designations=both)
    values = register().values()
    largest = max(values["role.sle.days_per_year"], values["role.system_leader.days_per_year"])
    assert world_of({"posts": (post,)}).posts["allowance_milli"][0] == round(largest * 1000)


@pytest.mark.parametrize(("written", "milli"), [("none", NO_LIMIT), (7.5, 7500), (0.0, 0)])
def test_a_written_allowance_wins(written, milli):
    world = world_of({"posts": (sle("P", allowance_days_per_year=written),)})
    assert world.posts["allowance_milli"][0] == milli


def test_a_data_lead_gives_no_support_days():
    post = Post(id="P", kind="central", designations=(Designation(role="data_lead"),))
    world = world_of({"posts": (post,)})
    assert world.posts["allowance_milli"][0] == 0
    assert not world.quality.any()


def test_an_exact_specialism_serves_better_than_a_near_one_and_another_area_not_at_all():
    world = world_of({"posts": (sle("P"),)})
    near = register().values()["support.near_match_quality"]
    assert at(world, 0, "maths", "achievement", 2) == 1.0
    assert at(world, 0, "assessment", "achievement", 2) == near
    assert at(world, 0, "early_years", "early_years", 2) == 0.0
    assert at(world, 0, "send", "inclusion", 2) == 0.0


def test_the_wrong_phase_lowers_the_match():
    world = world_of({"posts": (sle("P", phases=("junior",)),)})
    mismatch = register().values()["support.phase_mismatch_quality"]
    assert [at(world, 0, "maths", "achievement", phase) for phase in range(3)] == [mismatch, 1.0, 1.0]


def test_a_generalist_serves_every_specialism_of_its_areas_alike():
    post = Post(id="P", kind="central", designations=(Designation(role="tip"),))
    world = world_of({"posts": (post,)})
    generalist = register().values()["support.generalist_quality"]
    assert set(world.quality[world.quality > 0].tolist()) == {generalist}


def test_travel_eats_days_beyond_the_free_minutes():
    """Ten minutes of latitude are 18.53 km: there and back 37.06 km, at 30 km/h 74.1 minutes."""
    places = (Place(latitude=52.5, longitude=1.3), Place(latitude=52.5 + 10 / 60, longitude=1.3))
    assumed = with_values(travel__speed_kmh=30.0, travel__free_minutes=30.0, travel__hours_per_day=5.0)
    pair = (school("A", place=places[0]), school("B", place=places[1]))
    world = world_of({"schools": pair}, assumptions=assumed)
    assert world.travel_share[0, 1] == pytest.approx((74.13 - 30) / 60 / 5, abs=2e-4)
    assert world.travel_share[0, 0] == 0.0
    near = (pair[0], school("C", place=Place(latitude=52.51, longitude=1.3)))
    assert not world_of({"schools": near}, assumptions=assumed).travel_share.any()


def test_distances_are_known_where_both_places_are():
    places = (Place(latitude=52.5, longitude=1.3), Place(latitude=52.5 + 10 / 60, longitude=1.3))
    schools = (school("A", place=places[0]), school("B", place=places[1]), school("C"))
    world = world_of({"schools": schools})
    index = {name: i for i, name in enumerate(world.names.labels)}
    assert (
        world.km[index["A"], index["B"]] == world.km[index["B"], index["A"]] == pytest.approx(18.53, abs=0.01)
    )
    assert world.km[index["A"], index["A"]] == 0.0
    assert np.isnan(world.km[index["C"]]).all()


def test_a_run_spans_whole_half_terms():
    span = world_of({}, years=0.3, warm_up_weeks=39.0, count_needs_for_years=0.1).span
    assert span.start == tick_of(dt.date(2026, 9, 1))
    assert span.begin == span.start - YEAR_TICKS
    assert span.end == span.start + 2 * GRID_TICKS
    assert span.count_until == span.start + GRID_TICKS


def test_posts_of_a_joiner_start_when_it_joins_and_ends_are_kept():
    joins = dt.date(2027, 1, 1)
    posts = (sle("late", school="new"), sle("ending", ends=dt.date(2027, 5, 1)))
    world = world_of({"schools": (school("new", joined=joins),), "posts": posts})
    by_name = dict(zip(world.names.posts, world.posts, strict=True))
    assert by_name["late"]["starts"] == tick_of(joins)
    assert by_name["late"]["ends"] == NEVER
    assert by_name["ending"]["ends"] == tick_of(dt.date(2027, 5, 1))


def test_a_sponsored_joiner_gets_the_registers_onboarding_unless_it_names_its_own():
    new = school("new", joined=dt.date(2027, 1, 1), joining="sponsored")
    world = world_of({"schools": (new,)})
    area = world.names.areas.index("leadership_governance")
    days = register().values()["joining.sponsored_onboarding_days"]
    assert [(row["area"], row["milli"]) for row in world.onboarding] == [(area, days * 1000)]


def test_cut_points_must_rise():
    assumed = with_values(grade__report_card_2025__cut_2=5.0)
    with pytest.raises(ValueError, match="must rise"):
        world_of({}, assumptions=assumed)


def test_the_grade_map_is_a_choice_of_the_policy():
    world = world_of({}, policy=Policy(grade_map="legacy_4"))
    assert world.names.grades == ("inadequate", "requires_improvement", "good", "outstanding")
    assert world.attention_grade == 1
    assert len(world.grade_cuts) == 3


def test_suppliers_carry_the_registers_price_unless_they_state_their_own():
    stated = Supplier(id="a", specialisms=MATHS, days_per_year=10.0, price_gbp_per_day=500.0)
    silent = Supplier(id="b", specialisms=MATHS, days_per_year=10.0)
    world = world_of({"suppliers": (stated, silent)})
    price = register().values()["supplier.price_gbp_per_day"]
    assert sorted(world.suppliers["price_gbp_per_day"].tolist()) == sorted([500.0, price])
    assert world.supplier_quality.max() == 1.0


def test_nothing_at_all_is_a_world_too():
    world = world_of({})
    assert len(world.schools) == len(world.posts) == len(world.streams) == 0
    assert len(world.tiers) == len(framework().tiers)
    assert world.has_area.shape == (0, len(framework().areas))


def test_the_policies_that_files_may_name_are_the_policies_that_exist():
    from ist_model.inputs.models import POLICIES

    assert set(POLICIES) == set(policies.POLICIES)


def test_no_post_means_no_accountable_post():
    assert world_of({"schools": (school("S"),)}).schools["accountable_post"][0] == NONE


def test_durations_are_whole_ticks():
    assert calendar.ticks(1 / 3) == math.floor(2**20 / 3 + 0.5)
    assert np.all(world_of({"posts": (sle("P"),)}).designations["develop_ticks"] > 0)
