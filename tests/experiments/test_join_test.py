"""A candidate put to the test: its plans as scenarios, what stands in for the unknown, the verdicts."""

from __future__ import annotations

import datetime as dt

import pytest

from ist_model.experiments.join_test import plans, unknown
from ist_model.experiments.join_test.judging import Terms
from ist_model.experiments.join_test.plans import Leader, NoPlanError, Plan
from ist_model.experiments.join_test.trial import join_test
from ist_model.experiments.join_test.turns import AS_IT_IS, NO_EFFECT
from ist_model.inputs.candidate import Candidate, read_candidate
from ist_model.inputs.errors import InputError
from ist_model.inputs.identity import identity
from ist_model.inputs.models import Post
from ist_model.inputs.new_trust import standing
from ist_model.inputs.resolve import resolve
from tests.generated import SCENARIOS

EXAMPLE = SCENARIOS / "trusts" / "inclusive-schools-trust" / "candidates" / "school-x.yaml"
MARCH = dt.date(2026, 3, 1)


@pytest.fixture(scope="module")
def base():
    return resolve("baseline", SCENARIOS)


@pytest.fixture(scope="module")
def example():
    return read_candidate(EXAMPLE)


def candidate(**fields):
    written = {"id": "X", "name": "X", "joining": "sponsored", "age_low": 4, "age_high": 11, "roll": 210}
    return Candidate.model_validate(written | fields)


def test_a_plan_is_the_scenario_that_a_file_would_give(base, tmp_path):
    """Written out by hand in the format of scenarios, a plan has the same content to the bit."""
    school = candidate(
        head_stays=True,
        reserves_gbp=-60_000.0,
        estates_liability_gbp=15_000.0,
        grant_gbp=25_000.0,
        classes=7,
        roll_forecast=(205, 200, 195),
        start_percentile={area.id: 0.119 for area in base.framework.areas},
        last_inspection={"outcome": "requires improvement", "date": MARCH},
        posts=({"id": "DH-X", "kind": "deputy"},),
    )
    plan = Plan("september", "September 2027", dt.date(2027, 9, 1))
    made = plans.scenario_of(plan, school, unknown.filled(school, base), base)
    areas = "\n".join(f"          {area.id}: 0.119" for area in base.framework.areas)
    file = tmp_path / "by-hand.yaml"
    file.write_text(
        f"""\
name: By hand
question: Is it the same?
extends: {base.scenario_id}
changes:
  schools:
    add:
      - id: X
        name: X
        label: School X
        phase: primary
        age_low: 4
        age_high: 11
        roll: 210
        roll_forecast:
          - {{school_year: 2027, pupils: 205}}
          - {{school_year: 2028, pupils: 200}}
          - {{school_year: 2029, pupils: 195}}
        finance: {{classes: 7}}
        reserves_gbp: -50000
        joined: 2027-09-01
        joining: sponsored
        accountable_post: HT-X
        last_inspection: {{outcome: requires improvement, date: 2026-03-01}}
        start_percentile:
{areas}
  posts:
    add:
      - {{id: HT-X, kind: headteacher, school: X, starts: 2027-09-01}}
      - {{id: DH-X, kind: deputy, school: X, starts: 2027-09-01}}
""",
        encoding="utf-8",
    )
    (tmp_path / f"{base.scenario_id}.yaml").write_bytes((SCENARIOS / "baseline.yaml").read_bytes())
    for name in ("framework.yaml", "assumptions.yaml", "trusts"):
        (tmp_path / name).symlink_to(SCENARIOS / name)
    assert identity(made) == identity(resolve("by-hand", tmp_path))


def test_usual_plans_join_in_january_in_september_and_a_year_later(base):
    titles = [plan.title for plan in plans.usual(base, [Leader("sle", "maths")], "DH-2")]
    assert base.start == dt.date(2026, 9, 1)
    assert titles == [
        "January 2027",
        "September 2027",
        "September 2027, after 1 more SLE",
        "September 2027, with a deputy headteacher seconded to it for a year",
        "September 2028",
    ]
    assert [plan.key for plan in plans.usual(base, [], "")] == ["january", "september", "later"]


def test_leaders_come_once_developed_and_a_secondment_a_term_after_joining(base, example):
    known = unknown.filled(example, base)
    usual = {plan.key: plan for plan in plans.usual(base, [Leader("lead_practitioner", "behaviour")], "DH-2")}
    with_leader, with_secondment = usual["leaders"], usual["seconded"]
    led = plans.scenario_of(with_leader, example, known, base)
    (leader,) = [post for post in led.trust.posts if post.id.startswith("join-leader")]
    # A year of 39 school weeks of development from 1 September 2026 on.
    assert leader.starts == dt.date(2027, 9, 1)
    assert leader.designations[0].role == "lead_practitioner"
    (move,) = plans.scenario_of(with_secondment, example, known, base).secondments
    assert (move.post, move.to_school) == ("DH-2", "X")
    assert (move.starts, move.ends) == (dt.date(2028, 1, 1), dt.date(2029, 1, 1))


def test_plans_stand_by_date_and_wait_for_leaders_who_are_still_being_developed(base):
    """A start on 1 March: whoever is appointed then is an SLE a year later, after next September."""
    march = base.model_copy(update={"start": dt.date(2027, 3, 1)})
    found = plans.usual(march, [Leader("sle", "maths")], "")
    assert [plan.title for plan in found] == [
        "September 2027",
        "January 2028",
        "September 2028",
        "September 2028, after 1 more SLE",
    ]


def test_schools_that_may_never_join_are_no_home_for_leaders(example):
    growth = resolve("growth-national-rate", SCENARIOS)
    plan = plans.with_leaders(growth, [Leader("sle", "maths")])
    made = plans.scenario_of(plan, example, unknown.filled(example, growth), growth)
    (leader,) = [post for post in made.trust.posts if post.id.startswith("join-leader")]
    assert leader.school in {school.id for school in growth.members()}


def test_whom_a_trust_lacks_is_told_by_days_not_given(base):
    unmet = {"behaviour": 9.0, "maths": 5.0, "attendance": 1.0}
    found = plans.short_of(base, unmet, plans.APPOINTED)
    assert found[:3] == [
        Leader("lead_practitioner", "behaviour"),
        Leader("sle", "maths"),
        Leader("lead_practitioner", "attendance"),
    ]
    assert {leader.role for leader in plans.short_of(base, unmet, ["sle"])} == {"sle"}


def test_a_candidate_of_an_outcome_is_read_as_a_new_trusts_schools_are(base):
    school = candidate(last_inspection={"outcome": "requires improvement", "date": MARCH})
    row = unknown.rows(school, base)["start_percentile"]
    values = {each.key: each.value for each in base.assumptions.assumptions}
    years = standing.years_since(MARCH, base.start, values)
    assert row.value == standing.from_outcome("requires improvement", years, values).percentile
    assert row.low < row.value < row.high


def test_a_candidate_of_which_no_outcome_is_known_is_weaker_if_it_needs_a_sponsor(base):
    weaker, stronger = (
        unknown.rows(candidate(joining=joining), base)["start_percentile"]
        for joining in ("sponsored", "converter")
    )
    assert (weaker.low, weaker.value, weaker.high) < (stronger.low, stronger.value, stronger.high)
    assert weaker.value < 0.5 < weaker.high


def test_samples_stay_in_their_ranges_and_fill_all_of_them(base):
    school = candidate()
    rows = unknown.sampled(school, base, 32)
    known = unknown.rows(school, base)
    percentiles = [row.start_percentile["inclusion"] for row in rows]
    span = known["start_percentile"]
    assert span.low <= min(percentiles) < span.value < max(percentiles) <= span.high
    assert {row.head_stays for row in rows} == {True, False}
    assert sum(row.head_stays for row in rows) == 16  # a hypercube has one sample in each half of its strata
    assert unknown.sampled(school, base, 16) == rows[:16]


def test_what_is_known_is_not_sampled(base):
    school = candidate(reserves_gbp=12_345.0, head_stays=False, classes=8)
    assert "reserves_gbp" not in unknown.rows(school, base)
    rows = unknown.sampled(school, base, 4)
    assert {(row.reserves_gbp, row.head_stays, row.classes) for row in rows} == {(12_345.0, False, 8)}


def test_a_candidate_with_the_id_of_a_school_is_refused(base):
    school = candidate(id="LI")
    with pytest.raises(NoPlanError, match="LI is a school of the trust already"):
        plans.scenario_of(Plan("p", "a plan", MARCH), school, unknown.filled(school, base), base)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("roll: unknown", "roll"),
        ("reserves_gbp: lots", "reserves_gbp"),
        ("send_share: 21", "send_share"),
        ("roll_forecast: [200, 200, 200, 200]", "roll_forecast"),
        ("heads: 1", "heads"),
        ("age_low: 11", "lowest age lies below the highest"),
        ("posts: [{id: DH-X, kind: deputy, starts: 2027-09-01}]", "no school and no dates"),
    ],
)
def test_faults_of_the_file_are_told_with_their_line(tmp_path, line, told):
    file = tmp_path / "x.yaml"
    key = line.split(":")[0]
    kept = [row for row in EXAMPLE.read_text(encoding="utf-8").splitlines() if not row.startswith(f"{key}:")]
    file.write_text("\n".join([*kept, line]) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=told) as raised:
        read_candidate(file)
    assert {problem.line for problem in raised.value.problems} <= {len(kept) + 1, *range(1, len(kept))}


@pytest.fixture(scope="module")
def found(base, example, tmp_path_factory):
    root = tmp_path_factory.mktemp("results")
    return join_test(example, base, root, Terms(14, 0.7, 0.8), runs=4, sampled=2, runs_per_draw=2, workers=1)


def test_a_test_looks_at_every_plan_and_tries_one_further(found, example):
    assert [each.plan.key for each in found.outcomes] == [
        "january",
        "september",
        "leaders",
        "seconded",
        "later",
    ]
    assert found.runs == 4
    assert len(found.over_draws) == 5
    assert found.over_draws[0].draws == 2
    assert found.turns[0].what == AS_IT_IS
    tried = {turn.what for turn in found.turns}
    assert set(found.stood_in) < tried
    assert NO_EFFECT in tried
    assert found.noted == ("teacher_vacancies", "rise_support")


def test_a_head_is_seconded_unless_somebody_is_named(base, found):
    post = plans.who_could_be_seconded(base)
    kinds = {each.id: each.kind for each in base.trust.posts}
    assert kinds[post] == "headteacher"
    (seconded,) = (each.plan for each in found.outcomes if each.plan.seconded)
    assert (seconded.seconded, seconded.title) == (
        post,
        "September 2027, with a headteacher seconded to it for a year",
    )
    others = tuple(each for each in base.trust.posts if each.kind != "headteacher")
    without = base.model_copy(update={"trust": base.trust.model_copy(update={"posts": others})})
    assert plans.who_could_be_seconded(without) == ""


def test_the_condition_is_sought_only_where_no_plan_is_safe(found):
    safe = any(each.verdict == "safe" for each in found.outcomes)
    assert (found.condition is None) == safe


def test_posts_of_a_candidate_come_with_it(base):
    school = candidate(posts=(Post(id="DH-X", kind="deputy"),))
    made = plans.scenario_of(
        Plan("p", "a plan", dt.date(2027, 1, 1)), school, unknown.filled(school, base), base
    )
    brought = {post.id: (post.school, post.starts) for post in made.trust.posts if post.id.endswith("-X")}
    assert brought == {"DH-X": ("X", dt.date(2027, 1, 1)), "HT-X": ("X", dt.date(2027, 1, 1))}
