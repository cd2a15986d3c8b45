"""What a scenario changes is said from the scenario itself, by labels, and in full."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter

import pytest

from ist_model.inputs.models import Centre, MoneyMoved, Shock
from ist_model.inputs.resolve import resolve
from ist_model.inputs.scenario_models import Resolved
from ist_model.report.words.changes import changes
from tests.report.small import ROOT


@pytest.fixture(scope="module")
def baseline() -> Resolved:
    return resolve("baseline", ROOT / "scenarios")


def told(baseline: Resolved, other: Resolved) -> str:
    labels = {school.id: school.label for school in other.trust.schools}
    return "\n".join(" | ".join(row) for row in changes(baseline, other, labels))


def test_a_scenario_that_changes_nothing_has_nothing_to_tell(baseline: Resolved) -> None:
    renamed = baseline.model_copy(update={"name": "Another name", "scenario_id": "other", "author": "x"})
    assert told(baseline, renamed) == ""


@pytest.mark.parametrize(
    "name", ["two-schools-join-2027", "lose-an-nle", "four-heads-of-school", "no-effect"]
)
def test_shipped_scenarios_are_told_without_school_names(baseline: Resolved, name: str) -> None:
    other = resolve(name, ROOT / "scenarios")
    text = told(baseline, other)
    assert text
    for school in baseline.trust.schools:
        assert school.name not in text
        assert str(school.urn) not in text


def test_what_was_added_ended_and_changed_is_told(baseline: Resolved) -> None:
    growth = told(baseline, resolve("two-schools-join-2027", ROOT / "scenarios"))
    assert "School G (invented) | not there | joins on 1 September 2027 (sponsored, 210 pupils)" in growth
    assert "SLE (specialist leader): maths, curriculum" in growth
    loss = told(baseline, resolve("lose-an-nle", ROOT / "scenarios"))
    assert "A leader's post: ends | none | 1 September 2027" in loss
    assert "A school: accountable post | a school's head | none" in loss
    assert "No effect | no | yes" in told(baseline, resolve("no-effect", ROOT / "scenarios"))


def test_an_assumption_is_told_with_its_range_and_a_policy_with_both_values(baseline: Resolved) -> None:
    rows = tuple(
        row.model_copy(update={"value": row.high}) if row.key == "support.odds_ratio" else row
        for row in baseline.assumptions.assumptions
    )
    register = baseline.assumptions.model_copy(update={"assumptions": rows})
    policy = baseline.policy.model_copy(update={"when": "continuous"})
    trust = baseline.trust.model_copy(update={"boards_externally_validated": True})
    text = told(
        baseline, baseline.model_copy(update={"assumptions": register, "policy": policy, "trust": trust})
    )
    was = next(row for row in baseline.assumptions.assumptions if row.key == "support.odds_ratio")
    assert f"raises the odds of a sufficient grade at the next inspection | {was.value:g} {was.unit}" in text
    assert f"{was.high:g} {was.unit} (range {was.low:g} to {was.high:g})" in text
    assert "Policy: when | meetings | continuous" in text
    assert "Progress Boards are validated from outside | no | yes" in text


def test_a_post_that_goes_is_told(baseline: Resolved) -> None:
    posts = tuple(post for post in baseline.trust.posts if post.id != "TIP")
    fewer = baseline.model_copy(update={"trust": baseline.trust.model_copy(update={"posts": posts})})
    assert "A leader's post | there | removed" in told(baseline, fewer)


@pytest.mark.parametrize("name", ["lose-an-nle", "four-heads-of-school", "strong-giver-falls"])
def test_what_becomes_of_a_post_tells_neither_its_code_nor_its_school(baseline: Resolved, name: str) -> None:
    """MODEL 11.4: the result of the scenario stands beside it, so it must not lead to one school's head."""
    other = resolve(name, ROOT / "scenarios")
    text = told(baseline, other)
    about_posts = [line for line in text.splitlines() if "post" in line.lower()]
    for post in (*baseline.trust.posts, *other.trust.posts):
        assert not re.search(rf"(?<![\w-]){re.escape(post.id)}(?![\w-])", text), post.id
    for school in baseline.trust.schools:
        assert not any(school.label in line for line in about_posts), about_posts
    assert "gone" not in text
    words = {school.id: school.label for school in other.trust.schools}
    rows = changes(baseline, other, words, named=True)
    if name == "lose-an-nle":
        assert ("Post HT-1: headteacher, School E: ends", "none", "1 September 2027") in rows


def test_a_secondment_is_told_in_words_and_a_post_that_opens_vacant_says_so(baseline: Resolved) -> None:
    released = told(baseline, resolve("release-strong-deputy", ROOT / "scenarios"))
    assert released == (
        "Secondments | none | a deputy headteacher to School F, "
        "full time, 1 January 2027 to 1 January 2028, with backfill; returns"
    )
    four = told(baseline, resolve("four-heads-of-school", ROOT / "scenarios"))
    assert "A leader's post | not there | added from 1 September 2027 as a vacancy" in four


def _otherwise(baseline: Resolved, post: str, **fields: object) -> Resolved:
    """The scenario with one post otherwise."""
    posts = tuple(p.model_copy(update=fields) if p.id == post else p for p in baseline.trust.posts)
    return baseline.model_copy(update={"trust": baseline.trust.model_copy(update={"posts": posts})})


@pytest.mark.parametrize("name", ["lose-an-nle", "four-heads-of-school"])
def test_a_kind_of_fewer_than_five_posts_is_not_told_and_one_of_five_is(
    baseline: Resolved, name: str
) -> None:
    """Decision 6: the trust's page says that there is one headteacher, so the kind would name the person."""
    counts = Counter(post.kind for post in baseline.trust.posts)
    labels = {kind.id: kind.label for kind in baseline.framework.post_kinds}
    few = [labels[kind] for kind in labels if counts[kind] < 5]
    assert {"Headteacher", "Interim headteacher", "Head of school"} <= set(few)
    text = told(baseline, resolve(name, ROOT / "scenarios"))
    assert [label for label in few if re.search(rf"\b{label}\b", text, re.IGNORECASE)] == []

    ends = {"ends": dt.date(2028, 9, 1)}
    code = next(post.id for post in baseline.trust.posts if post.kind == "deputy")
    assert counts["deputy"] >= 5
    said = told(baseline, _otherwise(baseline, code, **ends))
    assert said == "A post: deputy headteacher: ends | none | 1 September 2028"
    gone = [post.id for post in baseline.trust.posts if post.kind == "deputy"][5 - 1 :]
    rest = tuple(post for post in baseline.trust.posts if post.id not in gone)
    small = baseline.model_copy(update={"trust": baseline.trust.model_copy(update={"posts": rest})})
    assert told(small, _otherwise(small, code, **ends)) == "A leader's post: ends | none | 1 September 2028"


def test_neither_the_school_nor_the_partnership_tells_whose_post_it_is(baseline: Resolved) -> None:
    head = next(post for post in baseline.trust.posts if post.kind == "headteacher")
    deputy = next(post for post in baseline.trust.posts if post.kind == "deputy")
    moved = told(baseline, _otherwise(baseline, deputy.id, school=head.school))
    assert moved == "A post: deputy headteacher: school | a school | another"
    assert told(baseline, _otherwise(baseline, head.id, kind="deputy")) == (
        "A leader's post: kind | one kind | another"
    )
    first, *others = baseline.trust.partnerships
    without = (first.model_copy(update={"head_post": None}), *others)
    trust = baseline.trust.model_copy(update={"partnerships": without})
    assert told(baseline, baseline.model_copy(update={"trust": trust})) == (
        "A partnership: head post | a leader | none"
    )


def test_schools_that_chance_may_bring_are_told_as_such_and_the_table_in_a_sentence():
    before, after = (resolve(name, ROOT / "scenarios") for name in ("baseline", "growth-national-rate"))
    rows = changes(before, after, {school.id: school.label for school in after.trust.schools})
    said = {what: now for what, _, now in rows}
    assert said["School P4 (invented)"] == (
        "may join (converter, 315 pupils), with headteacher HT-P4, deputy headteacher DH-P4 and teacher or "
        "middle leader T-P4 (SLE (specialist leader): English and phonics)"
    )
    assert not [what for what in said if what.startswith("Post ")]
    assert said["Growth"].startswith(
        "drawn each September from 1 September 2027, by the size of the trust, from a table of 6 rows; "
        "8 schools may join. Schools added in a year"
    )


def test_a_post_that_does_not_come_with_its_school_is_told_by_itself(baseline: Resolved) -> None:
    after = resolve("two-schools-join-2027", ROOT / "scenarios")
    posts = tuple(
        post.model_copy(update={"starts": dt.date(2028, 9, 1)} if post.id == "DH-G" else {})
        for post in after.trust.posts
    )
    text = told(baseline, after.model_copy(update={"trust": after.trust.model_copy(update={"posts": posts})}))
    assert "joins on 1 September 2027 (sponsored, 210 pupils), with headteacher HT-G\n" in text
    later = "Post DH-G: deputy headteacher, School G (invented) | not there | added from 1 September 2028"
    assert later in text


def test_money_moved_and_the_centres_account_are_told_in_words(baseline: Resolved) -> None:
    school = baseline.trust.schools[0]
    moved = MoneyMoved(school=school.id, date=dt.date(2027, 1, 4), gbp=12_500.5, reason="a phonics scheme")
    trust = baseline.trust.model_copy(update={"centre": Centre(services_gbp_per_year=900_000.0)})
    text = told(baseline, baseline.model_copy(update={"money_moved": (moved,), "trust": trust}))
    said = f"Money moved | none | £12,500.50 to {school.label} on 4 January 2027: a phonics scheme"
    assert said in text
    assert "The trust's centre | services as much as the top slice a year, reserves not known |" in text
    assert "services £900,000 a year, reserves not known" in text


def test_a_shock_is_told_in_a_sentence(baseline: Resolved) -> None:
    shock = Shock(school="LI", date=dt.date(2027, 9, 1), points=25, reason="imagined")
    text = told(baseline, baseline.model_copy(update={"shocks": (shock,)}))
    label = next(school.label for school in baseline.trust.schools if school.id == "LI")
    assert f"{label} loses 25 points of strength in every area on 1 September 2027, 50% of which" in text


def test_a_roll_that_changes_otherwise_is_told_in_per_cent_a_year(baseline: Resolved) -> None:
    assert "School A: the roll changes by | as forecast | −5% a year" in told(
        baseline, resolve("falling-rolls", ROOT / "scenarios")
    )
