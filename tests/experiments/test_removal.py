"""Whom would we miss: which groups are shown, what withdrawing them changes, and how harm is ranked."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import pytest
import yaml

from ist_model.engines import narrated
from ist_model.experiments import removal
from ist_model.experiments.removal import Group, giver_parts, role_parts, weak_points, without
from ist_model.experiments.replicate import replicate
from ist_model.inputs.errors import InputError
from ist_model.inputs.folder import scenario_files
from ist_model.inputs.identity import NAMES, identity
from ist_model.inputs.models import (
    Designation,
    Opening,
    OpeningDeployment,
    Partnership,
    Post,
    Secondment,
    TierOverride,
    Trust,
)
from ist_model.inputs.resolve import ADDED_UP, STATED, _Parts, extended, resolve
from ist_model.inputs.scenario_models import Changes, Edits, Resolved, Scenario
from ist_model.results.checks import check
from ist_model.results.result import ScenarioResult
from ist_model.world.build import build_world
from tests.generated import SCENARIOS, resolved, school

SLE = Designation(role="sle", specialisms=("maths",))


@pytest.fixture(scope="module")
def baseline() -> Resolved:
    return resolve("baseline", SCENARIOS)


def leaders(at: dict[str, int]) -> tuple[Post, ...]:
    """So many SLEs at each school."""
    return tuple(
        Post(id=f"{home}-{number}", kind="teacher", school=home, designations=(SLE,))
        for home, count in at.items()
        for number in range(count)
    )


def trust_of(at: dict[str, int], partnerships: dict[str, str] | None = None) -> Resolved:
    """A trust with so many SLEs at each school, and partnerships of schools."""
    member = partnerships or {}
    schools = tuple(school(name, partnership=member.get(name)) for name in at if name != "none")
    groups = tuple(Partnership(id=name, label=name) for name in sorted(set(member.values())))
    return resolved(
        Trust(title="t", about="for tests", schools=schools, posts=leaders(at), partnerships=groups)
    )


# Groups ----------------------------------------------------------------------------------------------------


def test_a_school_of_five_leaders_stands_alone_and_smaller_ones_go_by_partnership():
    made = trust_of({"A": 5, "B": 3, "C": 2, "D": 4, "none": 1}, {"B": "east", "C": "east", "D": "west"})
    assert giver_parts(made) == [
        Group("schools", ("A",), 5),
        Group("schools", ("B", "C"), 5),
        Group("schools", ("D", "none"), 5),
    ]


@pytest.mark.parametrize("name", ["baseline", "two-schools-join-2027", "overlap-low", "overlap-high"])
def test_no_single_holder_and_no_small_school_is_ever_shown(name):
    made = resolve(name, SCENARIOS)
    ran: list[Resolved] = []

    def run(of: Resolved, runs: int) -> ScenarioResult:
        ran.append(of)
        return replicate(of, runs=runs, workers=1)

    found = weak_points(made.model_copy(update={"years": 2.0, "count_needs_for_years": 2.0}), run, runs=2)
    whole = {post.id: post for post in made.trust.posts}
    for part in ran[1:]:
        changed = [post for post in part.trust.posts if post != whole[post.id]]
        assert len(changed) >= 5
    assert all(each.group.holders >= 5 for each in found.removals)
    assert len(ran) == 1 + len(found.removals)


def test_a_trust_too_small_to_show_runs_nothing_but_itself():
    ran = []

    def run(of: Resolved, runs: int) -> ScenarioResult:
        ran.append(of.scenario_id)
        return replicate(of, runs=runs, workers=1)

    found = weak_points(trust_of({"A": 2, "B": 1}), run, runs=1)
    assert (found.removals, ran) == ((), ["generated"])
    assert found.too_few == 3


# What a removal is -----------------------------------------------------------------------------------------


def test_a_removal_is_the_scenario_that_a_file_would_give(baseline, tmp_path):
    group = next(part for part in giver_parts(baseline) if part.names == ("GW",))
    made = without(baseline, group)
    gone = [post.id for post in made.trust.posts if post.school == "GW" and not post.designations]
    before = [post.id for post in baseline.trust.posts if post.school == "GW" and post.designations]
    assert set(before) <= set(gone)
    written = {"name": "file", "question": "as a file?", "extends": "baseline"}
    posts = {post: {"designations": []} for post in before}
    folder = SCENARIOS.parent / "scenarios"
    for path in folder.iterdir():
        (tmp_path / path.name).symlink_to(path)
    (tmp_path / "as-file.yaml").write_text(
        yaml.safe_dump(written | {"changes": {"posts": {"change": posts}}})
    )
    assert identity(resolve("as-file", tmp_path)) == identity(made) != identity(baseline)
    assert (made.extends, made.scenario_id) == ("baseline", "without-GW")


@pytest.mark.parametrize("path", scenario_files(SCENARIOS), ids=lambda path: path.stem)
def test_extending_by_nothing_is_the_same_scenario(path):
    base = resolve(path, SCENARIOS)
    same = extended(base, "same", Scenario(name="same", question="the same?", extends=base.scenario_id))
    assert identity(same) == identity(base)


def test_an_extension_keeps_decisions_and_secondments(baseline):
    override = TierOverride(school="LI", tier="targeted", starts=dt.date(2027, 9, 1), reason="for a test")
    moved = Secondment(post="DH-2", to_school="DR", starts=dt.date(2027, 9, 1), ends=dt.date(2028, 1, 1))
    base = baseline.model_copy(update={"tier_overrides": (override,), "secondments": (moved,)})
    same = extended(base, "same", Scenario(name="same", question="the same?"))
    assert (same.tier_overrides, same.secondments) == ((override,), (moved,))
    # A field that neither `extended` nor a scenario file carries over would be lost without a word.
    carried = {part.name for part in dataclasses.fields(_Parts)} | {"assumptions", *STATED, *ADDED_UP, *NAMES}
    assert set(Resolved.model_fields) <= carried


def test_an_extension_that_names_no_known_post_is_refused_like_a_file(baseline):
    changes = Changes(posts=Edits[Post](change={"T-11": {"designations": ()}}))
    with pytest.raises(InputError, match="posts has no item 'T-11'"):
        extended(baseline, "bad", Scenario(name="bad", question="is it bad?", changes=changes))


def test_a_role_goes_and_the_other_roles_of_its_holders_stay(baseline):
    group = next(part for part in role_parts(baseline) if part.names == ("lead_practitioner",))
    made = without(baseline, group)
    roles = [slot.role for post in made.trust.posts for slot in post.designations]
    had = [slot.role for post in baseline.trust.posts for slot in post.designations]
    assert "lead_practitioner" not in roles
    assert len(roles) == len(had) - had.count("lead_practitioner")
    assert roles.count("sle") == had.count("sle")


def test_withdrawn_designations_are_gone_and_the_posts_stay(baseline):
    group = next(part for part in giver_parts(baseline) if part.names == ("GW",))
    worlds = [build_world(each) for each in (baseline, without(baseline, group))]
    records = [narrated.run(world, 0) for world in worlds]
    for world, run in zip(worlds, records, strict=True):
        check(world, run)
    home = worlds[0].names.schools.index(next(s.name for s in baseline.trust.schools if s.id == "GW"))
    given = [
        int(run.deployments["delivered_milli"][run.deployments["giver"] == home].sum()) for run in records
    ]
    assert given[0] > given[1]  # leaders who move there later bring what they are designated for
    serving = worlds[1].designations[worlds[1].designations["places"] > 0]
    assert home not in worlds[1].posts["home"][serving["post"]]
    assert np.array_equal(records[0].filled[0], records[1].filled[0])  # the posts stay, with their holders
    assert len(worlds[0].posts) == len(worlds[1].posts)


def test_what_ran_on_the_first_day_waits_instead():
    posts = leaders({"A": 5})
    running = OpeningDeployment(
        post="A-0", role="sle", school="B", area="achievement", specialism="maths", days_left=4.0
    )
    trust = Trust(title="t", about="for tests", schools=(school("A"), school("B")), posts=posts)
    opening = Opening(deployments=(running,), days_used={"A-0": 2.0})
    made = without(
        resolved(trust, opening=opening, warm_up_weeks=0.0, start=dt.date(2026, 9, 1)),
        Group("schools", ("A",), 5),
    )
    assert made.opening is not None
    assert (made.opening.deployments, made.opening.days_used) == ((), {})
    assert [(need.school, need.days, need.weeks_waited) for need in made.opening.needs] == [("B", 4.0, 0.0)]
    check(world := build_world(made), narrated.run(world, 0))


# Harm ------------------------------------------------------------------------------------------------------


def test_harm_is_ranked_by_pupils_first_and_what_may_be_chance_counts_as_none():
    def of(*values: tuple[float, float, float]) -> removal.Removal:
        effects = tuple(
            removal.Effect(mean, low, high, mean if low > 0 else 0.0) for mean, low, high in values
        )
        return removal.Removal(Group("roles", ("x",), 5), effects)

    tied, waits = of((30, -1, 61), (0.1, 0.05, 0.2)), of((20, -1, 41), (0.3, 0.2, 0.4))
    pupils = of((1, 0.5, 1.5), (0, 0, 0))
    assert sorted([tied, waits, pupils], key=removal._rank) == [pupils, waits, tied]


def test_fewer_needs_begin_in_time_without_specialist_leaders(baseline):
    short = baseline.model_copy(update={"runs": 4})
    found = weak_points(short, lambda of, runs: replicate(of, runs=runs, workers=1))
    by_names = {each.group.names: each for each in found.removals}
    sle = by_names["sle",]
    assert sle.effects[1].mean < 0  # four runs say the direction, not more
    assert by_names["LI", "LJ", "MI"].group.holders > by_names["GW",].group.holders
    assert found.too_few == 4
