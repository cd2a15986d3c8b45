"""Resolving: extends, changes, defaults, and where each value was written."""

from __future__ import annotations

import datetime as dt

import pytest

from ist_model.inputs.folder import scenario_files
from ist_model.inputs.identity import identity
from ist_model.inputs.resolve import resolve_with_sources

TRUST = "trusts/small/trust.yaml"


def test_defaults_are_filled_in(folder) -> None:
    base = folder.resolve()
    assert (base.scenario_id, base.name, base.extends) == ("base", "Base case", None)
    assert base.start == dt.date(2026, 9, 1)
    assert (base.years, base.count_needs_for_years, base.warm_up_weeks) == (2.0, 2.0, 39.0)
    assert (base.runs, base.seed, base.no_effect, base.steady_state) == (4, 1, False, False)
    assert base.policy.order == "triage"


def test_an_opening_state_needs_no_warm_up(folder) -> None:
    folder.scenario("opened", "opening:\n  tiers: [{school: OAK, tier: watched}]\n")
    assert folder.resolve("opened").warm_up_weeks == 0.0
    folder.scenario("warmed", "warm_up_weeks: 13\n", base="opened")
    assert folder.resolve("warmed").warm_up_weeks == 13.0


def test_the_counted_period_follows_the_reported_one(folder) -> None:
    folder.scenario("longer", "years: 4\n")
    assert folder.resolve("longer").count_needs_for_years == 4.0


def test_the_last_of_a_chain_decides(folder) -> None:
    folder.scenario("second", "years: 3\nseed: 7\nno_effect: true\n")
    folder.scenario("third", "years: 4\nno_effect: false\n", base="second")
    third = folder.resolve("third")
    assert (third.years, third.seed, third.no_effect, third.runs) == (4.0, 7, False, 4)
    assert third.extends == "second"


def test_groups_of_posts_are_written_out(folder) -> None:
    posts = {post.id: post for post in folder.resolve().trust.posts}
    assert list(posts) == ["PH", "OAK-HT", "ELM-DH", "POOL-1", "POOL-2", "POOL-3"]
    assert {post.count for post in posts.values()} == {1}
    assert [posts[f"POOL-{n}"].draw_key for n in (1, 2, 3)] == ["pool-1", "pool-2", "pool-3"]
    assert posts["POOL-2"].designations[0].draw_key == "pool-sle-2"
    assert posts["POOL-2"].designations[1].draw_key is None


def test_one_of_a_group_can_be_removed_or_changed(folder) -> None:
    folder.scenario(
        "fewer", "changes:\n  posts:\n    remove: [POOL-2]\n    change: {POOL-3: {school: OAK}}\n"
    )
    posts = {post.id: post for post in folder.resolve("fewer").trust.posts}
    assert list(posts) == ["PH", "OAK-HT", "ELM-DH", "POOL-1", "POOL-3"]
    assert posts["POOL-3"].school == "OAK"


def test_a_group_can_be_resized(folder) -> None:
    folder.scenario("more", "changes: {posts: {change: {POOL: {count: 5}}}}\n")
    assert len(folder.resolve("more").trust.posts) == len(folder.resolve().trust.posts) + 2


def test_items_are_added_changed_and_removed(folder) -> None:
    folder.scenario(
        "changed",
        """\
changes:
  schools:
    change: {OAK: {roll: 220, start_percentile: {inclusion: 0.9}}}
    remove: [ELM]
  posts:
    add: [{id: NEW, kind: head}]
    remove: [ELM-DH]
  streams: {remove: [beyond]}
  suppliers: {change: {partners: {people: 3}}}
  partnerships: {change: {north: {label: "The North"}}}
  policy: {order: first_come, when: continuous}
  boards_externally_validated: false
""",
    )
    changed = folder.resolve("changed")
    (oak,) = changed.trust.schools
    assert oak.roll == 220
    assert oak.start_percentile == {"teaching": 0.5, "inclusion": 0.9, "early_years": 0.6}
    assert [post.id for post in changed.trust.posts if post.kind == "head"] == ["PH", "OAK-HT", "NEW"]
    assert changed.trust.streams == ()
    assert changed.trust.suppliers[0].people == 3
    assert changed.trust.partnerships[0].label == "The North"
    assert (changed.policy.order, changed.policy.when) == ("first_come", "continuous")
    assert changed.trust.boards_externally_validated is False


def test_tier_decisions_add_up_along_a_chain(folder) -> None:
    decision = "tier_overrides:\n  - {{school: {0}, tier: watched, starts: 2027-01-01, reason: new head}}\n"
    folder.scenario("one", decision.format("OAK"))
    folder.scenario("two", decision.format("ELM"), base="one")
    assert [override.school for override in folder.resolve("two").tier_overrides] == ["OAK", "ELM"]


@pytest.mark.parametrize(
    ("change", "value", "low", "high"),
    [
        ("39", 39, 39, 39),
        ("20", 20, 20, 20),  # a plain number is a decision: no draw departs from it
        ("{value: 20}", 20, 20, 39),
        ("{value: 50}", 50, 39, 50),
        ("{low: 10}", 39, 10, 39),
        ("{value: 15, low: 10, high: 20}", 15, 10, 20),
    ],
)
def test_a_range_stretches_only_as_far_as_its_value_needs(
    folder, change: str, value: float, low: float, high: float
) -> None:
    folder.scenario("other", f"changes: {{assumptions: {{role.sle.days_per_year: {change}}}}}\n")
    rows = {row.key: row for row in folder.resolve("other").assumptions.assumptions}
    row = rows["role.sle.days_per_year"]
    assert (row.value, row.low, row.high) == (value, low, high)


@pytest.mark.parametrize(
    ("body", "key", "rule", "remedy"),
    [
        ("schools: {change: {OAKS: {roll: 1}}}", "schools.change[OAKS]", "no item 'OAKS'", "'OAK'"),
        ("schools: {remove: [ELK]}", "schools.remove[#1]", "no item 'ELK'", "'ELM'"),
        ("posts: {add: [{id: PH, kind: head}]}", "posts.add[PH].id", "already has", "another id"),
        ("posts: {remove: [POOL-4]}", "posts.remove[#1]", "no item 'POOL-4'", "'POOL'"),
        ("posts: {change: {PH: {kinds: head}}}", "posts.change[PH].kinds", "no field 'kinds'", "'kind'"),
        ("posts: {change: {PH: {fte: 2}}}", "posts.change[PH].fte", "at most 1", "at most 1"),
        ("posts: {change: {PH: {id: PX}}}", "posts.change[PH].id", "cannot be changed", "remove"),
        (
            "schools: {change: {OAK: {place: {latitude: 5}}}}",
            "schools.change[OAK].place.latitude",
            "at least 49",
            "",
        ),
        ("policy: {ordre: triage}", "policy.ordre", "no field 'ordre'", "'order'"),
        ("policy: {order: triagge}", "policy.order", "no policy 'triagge'", "'triage'"),
        ("policy: {when: later}", "policy.when", "'meetings' or 'continuous'", "write"),
        (
            "assumptions: {travel.speed_kmh: {low: 5}}",
            "assumptions[travel.speed_kmh]",
            "outside its range",
            "range",
        ),
        ("assumptions: {travel.speed_kmh: 0}", "assumptions[travel.speed_kmh]", "above 0", "correct"),
        ("assumptions: {travel.speed_kmh: fast}", "assumptions[travel.speed_kmh]", "a number", "quotes"),
    ],
)
def test_a_change_that_cannot_be_made_is_refused(folder, body: str, key: str, rule: str, remedy: str) -> None:
    folder.scenario("bad", f"changes:\n  {body}\n")
    problem = folder.problems("bad")[0]
    assert (problem.file, problem.line) == ("scenarios/bad.yaml", 5)
    assert problem.key.startswith(f"changes.{key}")
    assert rule in problem.rule
    assert remedy in problem.remedy


def test_removing_what_is_still_named_points_to_both_places(folder) -> None:
    folder.scenario("gone", "changes: {posts: {remove: [OAK-HT]}}\n")
    problem = folder.problem("gone")
    assert (problem.file, problem.key) == (f"scenarios/{TRUST}", "schools[OAK].accountable_post")
    assert "scenarios/gone.yaml, line 4 removes 'OAK-HT'" in problem.rule


def test_a_base_says_all_it_must(folder) -> None:
    folder.write("bare.yaml", 'name: "Bare"\nquestion: "What?"\n')
    problems = folder.problems("bare")
    assert {problem.key for problem in problems} == {"trust", "start", "years", "runs", "seed"}
    assert all("extends" in problem.remedy for problem in problems)


def test_only_a_base_names_the_trust(folder) -> None:
    folder.scenario("other", "trust: small\n")
    assert folder.problem("other").key == "trust"


def test_a_scenario_in_a_subfolder_finds_its_base(folder) -> None:
    folder.write("queue/base2.yaml", folder.text("base.yaml"))
    folder.scenario("queue/near", base="base2")
    folder.scenario("queue/far", base="base")
    assert folder.resolve("near").extends == "base2"
    assert folder.resolve("queue/far").extends == "base"
    assert folder.resolve(folder.path / "queue" / "far.yaml").scenario_id == "far"
    assert folder.resolve("queue/far.yaml").scenario_id == "far"
    names = [path.relative_to(folder.path).as_posix() for path in scenario_files(folder.path)]
    assert names == ["base.yaml", "queue/base2.yaml", "queue/far.yaml", "queue/near.yaml"]


def test_an_id_in_two_subfolders_is_refused(folder) -> None:
    folder.write("one/twin.yaml", folder.text("base.yaml"))
    folder.write("two/twin.yaml", folder.text("base.yaml"))
    assert folder.problem("twin").remedy == "name one of one/twin, two/twin"
    assert folder.resolve("two/twin").scenario_id == "twin"


def test_every_value_knows_where_it_was_written(folder) -> None:
    change = "changes:\n  schools:\n    change:\n      OAK:\n        roll: 5\n"
    folder.scenario("other", change + "  assumptions:\n    travel.speed_kmh: 2\n")
    _, sources = resolve_with_sources("other", folder.path)
    places = {
        ("trust", "schools", "OAK", "roll"): ("other.yaml", 8),
        ("trust", "schools", "OAK", "name"): (TRUST, folder.line(TRUST, "Oak Primary")),
        ("trust", "posts", "POOL-2", "kind"): (TRUST, folder.line(TRUST, "id: POOL") + 1),
        ("assumptions", "travel.speed_kmh", "value"): ("other.yaml", 10),
        ("seed",): ("base.yaml", 7),
    }
    for keys, (file, line) in places.items():
        problem = sources.problem(keys, 0, "rule", "remedy")
        assert (problem.file, problem.line) == (f"scenarios/{file}", line)


def test_a_scenario_that_overrides_nothing_equals_its_base(folder) -> None:
    folder.scenario("same")
    base, same = folder.resolve(), folder.resolve("same")
    assert identity(base) == identity(same)
    named = {"scenario_id": "base", "name": base.name, "question": base.question, "extends": None}
    assert same.model_copy(update=named) == base
