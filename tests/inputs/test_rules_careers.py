"""Bad ladders, leaders and secondments are refused in plain words (MODEL 7)."""

import pytest

from ist_model.inputs.resolve import resolve
from tests.generated import SCENARIOS

DEPUTY = '{id: deputy, label: "Deputy"}'


def only(folder, scenario="base"):
    [problem] = folder.problems(scenario)
    return problem


def seconded(folder, body):
    lines = "".join(f"  - {{{line}}}\n" for line in body)
    return folder.scenario("sent", f"secondments:\n{lines}")


ELM = "post: ELM-DH, to_school: OAK"


@pytest.mark.parametrize(
    ("head", "deputy"), [("deputy", "head"), ("head", None)], ids=["two steps", "itself"]
)
def test_a_ladder_with_a_cycle_is_refused(folder, head, deputy):
    folder.edit(
        "framework.yaml", 'label: "Head", accountable: true', f'label: "Head", promoted_from: [{head}]'
    )
    if deputy:
        folder.edit("framework.yaml", DEPUTY, f'{{id: deputy, label: "Deputy", promoted_from: [{deputy}]}}')
    folder.edit("trusts/small/trust.yaml", "    accountable_post: OAK-HT\n", "")
    folder.edit("trusts/small/trust.yaml", "    accountable_post: PH\n", "")
    rule = only(folder).rule  # one circle, one fault
    assert "the ladder has a cycle: 'head' is promoted from itself in the end" in rule
    assert ("by way of deputy" in rule) == bool(deputy)


def test_an_unknown_kind_on_the_ladder_is_named_with_the_nearest(folder):
    line = folder.edit("framework.yaml", DEPUTY, '{id: deputy, label: "Deputy", promoted_from: [depty]}')
    problem = only(folder)
    assert problem.line == line
    assert "no post kind 'depty'" in problem.rule
    assert "deputy" in problem.remedy


def test_a_school_with_two_headships_at_a_time_says_who_is_accountable(folder):
    folder.edit("trusts/small/trust.yaml", "    accountable_post: OAK-HT\n", "")
    problem = only(folder)
    assert "OAK has two accountable leaders at one time: 'PH' and 'OAK-HT'" in problem.rule
    assert "accountable_post" in problem.remedy


def test_an_accountable_post_named_twice_or_as_a_list_is_refused(folder):
    once = "    accountable_post: OAK-HT\n"
    folder.edit("trusts/small/trust.yaml", once, once * 2)
    assert "accountable_post" in str(only(folder))
    folder.edit("trusts/small/trust.yaml", once * 2, "    accountable_post: [OAK-HT, PH]\n")
    assert "must be" in only(folder).rule


def test_a_head_of_school_needs_a_partnership_head(folder):
    folder.edit(
        "framework.yaml",
        'label: "Head", accountable: true',
        'label: "Head", accountable: true, under_partnership_head: true',
    )
    folder.edit("trusts/small/trust.yaml", ", head_post: PH}", "}")
    folder.edit("trusts/small/trust.yaml", "    accountable_post: PH\n", "")
    rules = {problem.rule for problem in folder.problems()}
    assert rules == {"a head is under a Partnership Head, and OAK is in no partnership with a head"}


def test_a_partnership_head_with_more_schools_than_the_span_is_refused(folder):
    folder.edit(
        "framework.yaml",
        DEPUTY,
        DEPUTY + '\n  - {id: hos, label: "HoS", accountable: true, under_partnership_head: true}',
    )
    register = folder.text("assumptions.yaml")
    for block in register.split("  - key: ")[1:]:
        if block.startswith("post.deputy."):
            register += "  - key: " + block.replace("post.deputy.", "post.hos.")
    folder.write("assumptions.yaml", register)
    folder.edit("trusts/small/trust.yaml", "    accountable_post: PH\n", "")
    name = folder.scenario("span", "changes:\n  posts:\n    add:\n      - {id: HS, kind: hos, school: ELM}\n")
    assert folder.resolve(name).scenario_id == "span"
    name = folder.scenario("none", "changes:\n  assumptions: {careers.span_schools: 0}\n", base="span")
    assert "'PH' would lead 1 schools besides the own, and the span is 0" in only(folder, name).rule


@pytest.mark.parametrize(
    ("rows", "field", "words"),
    [
        ([f"{ELM}, starts: 2026-10-01, ends: 2027-01-01"], "starts", "whole terms"),
        ([f"{ELM}, starts: 2026-09-01, ends: 2027-03-01"], "ends", "whole terms"),
        ([f"{ELM}, starts: 2027-05-01, ends: 2027-01-01"], "ends", "lies after `starts`"),
        (["post: ELM-DH, to_school: ELM, starts: 2026-09-01, ends: 2027-01-01"], "to_school", "already"),
        (["post: ELM-HD, to_school: OAK, starts: 2026-09-01, ends: 2027-01-01"], "post", "no post 'ELM-HD'"),
        (["post: ELM-DH, to_school: ASH, starts: 2026-09-01, ends: 2027-01-01"], "to_school", "no school"),
        ([f"{ELM}, starts: 2026-09-01, ends: 2027-01-01, share: 0.1"], "share", "0.25"),
        ([f"{ELM}, starts: 2026-09-01, ends: 2027-01-01, then: go"], "then", "return"),
        (
            [
                f"{ELM}, starts: 2026-09-01, ends: 2027-05-01, share: 0.5",
                f"{ELM}, starts: 2027-01-01, ends: 2027-09-01, share: 0.5",
            ],
            "starts",
            "a person would be in two posts",
        ),
    ],
)
def test_a_secondment_that_cannot_be_is_refused(folder, rows, field, words):
    problem = only(folder, seconded(folder, rows))
    assert words in f"{problem.rule} {problem.remedy}"
    assert field in str(problem)


def test_secondments_one_after_another_are_two(folder):
    rows = [f"{ELM}, starts: 2026-09-01, ends: 2027-01-01", f"{ELM}, starts: 2027-01-01, ends: 2027-05-01"]
    assert len(folder.resolve(seconded(folder, rows)).secondments) == 2


def test_a_post_that_ends_or_is_vacant_sends_nobody(folder):
    row = f"{ELM}, starts: 2027-01-01, ends: 2027-05-01"
    name = seconded(folder, [row])
    ended = folder.scenario(
        "ended", "changes:\n  posts:\n    change:\n      ELM-DH: {ends: 2027-03-01}\n", base=name
    )
    assert "not throughout the secondment" in only(folder, ended).rule
    for terms, refused in ((2, True), (1, False)):
        vacant = folder.scenario("vacant", f"opening:\n  vacancies: {{ELM-DH: {terms}}}\n", base=name)
        if refused:
            assert "vacant when the secondment starts: 2 terms" in only(folder, vacant).rule
        else:
            assert folder.resolve(vacant).opening is not None


def test_nobody_is_seconded_to_a_school_before_it_has_joined(folder):
    name = seconded(folder, ["post: POOL-1, to_school: ELM, starts: 2027-01-01, ends: 2027-05-01"])
    assert folder.resolve(name).secondments[0].to_school == "ELM"
    later = folder.scenario(
        "later", "changes:\n  schools:\n    change:\n      ELM: {joined: 2027-01-01}\n", base=name
    )
    assert "joins the trust on 2027-01-01" in only(folder, later).rule


@pytest.mark.parametrize(
    ("years", "words", "remedy"),
    [
        (("2025-05-01", "2026-01-01"), "the run begins on 2025-09-01", "start it on 2025-09-01"),
        (("2025-09-01", "2027-01-01"), None, None),
        (("2028-05-01", "2029-01-01"), None, None),
        (("2028-09-01", "2029-01-01"), "the scenario ends on 2028-09-01", "more `years`"),
    ],
    ids=["before the warm-up", "its first day", "last term", "first day after"],
)
def test_a_secondment_that_starts_outside_the_run_is_refused(folder, years, words, remedy):
    starts, ends = years
    name = seconded(folder, [f"{ELM}, starts: {starts}, ends: {ends}"])
    if words is None:
        assert str(folder.resolve(name).secondments[0].starts) == starts
        return
    problem = only(folder, name)
    assert words in problem.rule
    assert remedy in problem.remedy
    assert starts in str(problem)
    assert "sent.yaml" in str(problem)


def test_with_an_opening_state_a_secondment_starts_on_the_first_day_or_later(folder):
    name = seconded(folder, [f"{ELM}, starts: 2026-05-01, ends: 2027-01-01"])
    opened = folder.scenario("opened", "opening:\n  days_used: {ELM-DH: 1}\n", base=name)
    assert "the run begins on 2026-09-01" in only(folder, opened).rule


@pytest.mark.parametrize(("joins", "refused"), [("2027-01-01", False), ("2027-01-02", True)])
def test_a_person_of_a_school_that_joins_later_is_not_seconded_before(folder, joins, refused):
    """A date within a half-term counts from the next one."""
    name = seconded(folder, [f"{ELM}, starts: 2027-01-01, ends: 2027-05-01"])
    later = folder.scenario(
        "later", f"changes:\n  schools:\n    change:\n      ELM: {{joined: {joins}}}\n", base=name
    )
    if refused:
        problem = only(folder, later)
        assert "'ELM-DH' is at ELM, which joins the trust on 2027-01-02" in problem.rule
        assert "once ELM has joined" in problem.remedy
    else:
        assert folder.resolve(later).secondments[0].post == "ELM-DH"


def test_a_round_that_always_fails_is_refused(folder):
    name = folder.scenario("fails", "changes:\n  assumptions: {post.deputy.fail_chance: 1}\n")
    assert "chance below 1" in only(folder, name).rule


def test_a_date_on_which_the_trust_changes_hands_is_taken_over(folder):
    name = folder.scenario("merger", "changes:\n  changed_hands: 2027-09-01\n")
    assert str(folder.resolve(name).trust.changed_hands) == "2027-09-01"


def test_the_shipped_ladder_ends_at_partnership_heads():
    framework = resolve("baseline", SCENARIOS).framework
    kinds = {kind.id: kind for kind in framework.post_kinds}
    path, name = ["partnership_head"], "partnership_head"
    while kinds[name].promoted_from:
        name = kinds[name].promoted_from[-1]
        path.append(name)
    assert path == ["partnership_head", "head_of_school", "deputy", "assistant_head", "teacher"]
