"""The difference between two scenarios split by cause: which causes, exact sums, what is refused."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import numpy as np
import pytest

from ist_model.experiments.causes import Cause, find_causes, part_way
from ist_model.experiments.compare import NotComparableError
from ist_model.experiments.replicate import replicate
from ist_model.experiments.why_different import (
    WhyDifferent,
    needed_coalitions,
    why_different,
)
from ist_model.inputs.identity import identity
from ist_model.inputs.models import Partnership, Policy, Post, Trust
from ist_model.inputs.resolve import resolve
from ist_model.inputs.scenario_models import Resolved
from ist_model.results.measures import UnknownMeasureError
from ist_model.results.result import ScenarioResult
from tests.generated import SCENARIOS, register, resolved, school, with_values
from tests.results.made import result, scenario

PUPILS = "pupils_attention_existing"
A = scenario(runs=3)
B = A.model_copy(
    update={
        "no_effect": True,
        "policy": Policy(order="first_come"),
        "assumptions": with_values(support__odds_ratio=1.5),
    }
)


def game(luck: tuple[float, ...] = (0.1, 0.2, 0.7)):
    """A stand-in for the simulation: 10 with no effect, 3 by first come, 4 more where both; luck by run."""

    def run(of: Resolved, runs: int) -> ScenarioResult:
        none, first = of.no_effect, of.policy.order == "first_come"
        worth = 50 + 10 * none + 3 * first + 4 * (none and first)
        values = [worth + each * (1 + none) for each in luck[:runs]]
        made = result(scenario())
        return dataclasses.replace(made, measures=made.measures.iloc[:runs].assign(**{PUPILS: values}))

    return run


def test_steps_share_what_causes_do_together_and_sum_exactly():
    answer = why_different(A, B, game(), [PUPILS])
    (split,) = answer.splits
    by_cause = {answer.causes[step.cause].changes[0]: step for step in split.steps}
    luck = (0.1 + 0.2 + 0.7) / 3
    assert float(by_cause["scenario", "no_effect"].exact) == pytest.approx(10 + 4 / 2 + luck)
    assert float(by_cause["policy", "order"].exact) == pytest.approx(3 + 4 / 2)
    assert by_cause["assumptions", "support.odds_ratio"].exact == 0
    assert split.start + sum(step.exact for step in split.steps) == split.end
    assert isinstance(split.end, Fraction)
    assert (answer.scenarios_run, answer.orders, answer.all_orders) == (8, 6, 6)


def test_an_interval_is_over_runs_and_a_step_without_spread_is_not_tied():
    answer = why_different(A, B, game(), [PUPILS])
    steps = {answer.causes[step.cause].changes[0]: step for step in answer.splits[0].steps}
    order, effect = steps["policy", "order"], steps["scenario", "no_effect"]
    assert order.low == pytest.approx(5) == order.high
    assert not order.tied
    spread = 4.30265273 * float(np.std([0.1, 0.2, 0.7], ddof=1)) / 3**0.5
    assert (effect.low, effect.high) == pytest.approx((12 + 1 / 3 - spread, 12 + 1 / 3 + spread))
    assert steps["assumptions", "support.odds_ratio"].tied


def test_runs_in_which_a_measure_is_missing_are_left_out_of_every_scenario():
    def run(of: Resolved, runs: int) -> ScenarioResult:
        made = game()(of, runs)
        return (
            made if of.no_effect else dataclasses.replace(made, measures=made.measures.replace(50.1, np.nan))
        )

    split = why_different(A, B, run, [PUPILS]).splits[0]
    assert split.pairs == 2
    assert split.start + sum(step.exact for step in split.steps) == split.end
    assert float(split.start) == pytest.approx(50 + 0.45)


def test_fewer_runs_are_used_where_numbers_differ_and_the_ends_are_the_scenarios_themselves():
    seen: list[tuple[str, int]] = []

    def run(of: Resolved, runs: int) -> ScenarioResult:
        seen.append((identity(of), runs))
        return game()(of, runs)

    more = B.model_copy(update={"runs": 7})
    assert why_different(A, more, run, [PUPILS]).runs == 3
    assert {runs for _, runs in seen} == {3}
    assert (seen[0][0], seen[-1][0]) == (identity(A), identity(more))


def test_equal_scenarios_have_no_cause_and_nothing_is_run():
    def run(of: Resolved, runs: int) -> ScenarioResult:
        raise AssertionError("nothing is to be run")

    answer = why_different(A, A.model_copy(update={"name": "the same", "runs": 9}), run)
    assert (answer.causes, answer.splits, answer.scenarios_run) == ((), (), 0)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [("seed", 5, "seed"), ("years", 2.0, "years reported"), ("warm_up_weeks", 0.0, "weeks of warm-up")],
)
def test_other_luck_or_period_is_refused_with_value_rule_and_remedy(field, value, words):
    with pytest.raises(NotComparableError, match=f"their {words} differs") as caught:
        why_different(A, B.model_copy(update={field: value}), game())
    assert all(part in str(caught.value) for part in (f"value:  {getattr(A, field)}", "rule:", "remedy:"))


def test_another_trust_or_grade_map_is_refused():
    other = A.model_copy(update={"trust": Trust(title="another", about="another trust")})
    with pytest.raises(NotComparableError, match="their trust differs"):
        why_different(A, other, game())
    with pytest.raises(NotComparableError, match="their grade map differs"):
        why_different(A, A.model_copy(update={"policy": Policy(grade_map="legacy_4")}), game())


def test_an_unknown_measure_is_refused_with_the_nearest():
    with pytest.raises(UnknownMeasureError, match="did you mean 'days_unmet_existing'"):
        why_different(A, B, game(), ["days_unmet_existng"])


def test_more_causes_than_four_are_split_over_balanced_orders():
    many = {"strength__persistence": 0.65, "travel__speed_kmh": 40.0, "money__cover_gbp_per_day": 250.0}
    five = B.model_copy(update={"assumptions": with_values(support__odds_ratio=1.5, **many)})
    answer = why_different(A, five, game(), [PUPILS])
    assert len(answer.causes) == 6
    assert (answer.scenarios_run, answer.orders, answer.all_orders) == (6 * 5 + 2, 12, 720)
    split = answer.splits[0]
    assert split.start + sum(step.exact for step in split.steps) == split.end
    order = next(step for step in split.steps if answer.causes[step.cause].changes[0] == ("policy", "order"))
    assert float(order.exact) == pytest.approx(5)  # two causes that meet are shared alike by rotations too


# Causes ----------------------------------------------------------------------------------------------------


def between(a: Resolved, b: Resolved) -> tuple[Cause, ...]:
    """The causes of two scenarios, after a look that all of them lead from one to the other."""
    found = find_causes(a, b, needed_coalitions)
    assert identity(part_way(a, b, found)) == identity(b.model_copy(update={"runs": a.runs}))
    assert identity(part_way(a, b, [])) == identity(a)
    return found


def of_trust(**fields: object) -> Resolved:
    """A scenario of a trust with one school and its head."""
    given = {"schools": (school("S"),), "posts": (Post(id="HT", kind="headteacher", school="S"),)} | fields
    return resolved(Trust.model_validate({"title": "small", "about": "for tests", **given}))


def test_a_school_that_joins_is_one_cause_with_its_posts_and_other_posts_are_one_together():
    before = of_trust()
    posts = tuple(
        Post(id=name, kind="deputy", school=home) for name, home in (("D1", "S"), ("D2", "S"), ("N1", "N"))
    )
    after = of_trust(schools=(school("S"), school("N")), posts=(*before.trust.posts, *posts))
    joins, rest = between(before, after)
    assert (joins.schools, set(joins.changes)) == (("N",), {("schools", "N"), ("posts", "N1")})
    assert (rest.schools, set(rest.changes)) == ((), {("posts", "D1"), ("posts", "D2")})
    leaves, _ = between(after, before)
    assert leaves.schools == ("N",)


def test_causes_that_cannot_act_alone_are_joined_and_say_why():
    before = of_trust()
    after = of_trust(
        partnerships=(Partnership(id="east", label="East"),),
        schools=(school("S", partnership="east", roll=100),),
        boards_externally_validated=False,
    )
    one, other = between(before, after)
    assert set(one.changes) == {("schools", "S"), ("partnerships", "east")}
    assert "there is no partnership 'east'" in one.because[0]
    assert other.changes == (("trust", "boards_externally_validated"),)


def test_a_change_of_who_leads_a_school_goes_with_the_posts():
    after = of_trust(
        schools=(school("S", accountable_post="NEW"),),
        posts=(Post(id="HT", kind="headteacher", school="S"), Post(id="NEW", kind="headteacher", school="S")),
    )
    (cause,) = between(of_trust(), after)
    assert set(cause.changes) == {("schools", "S"), ("posts", "NEW")}


def test_more_than_eight_causes_are_taken_by_kind():
    families = {row.key.split(".")[0]: row for row in register().assumptions}
    changed = {row.key.replace(".", "__"): row.value * 1.001 + 1e-6 for row in families.values()}
    assert len(changed) > 8
    after = of_trust().model_copy(update={"assumptions": with_values(**changed), "no_effect": True})
    kinds = find_causes(of_trust(), after, needed_coalitions)
    assert len(kinds) <= 2
    assert "more than 8 ways" in kinds[0].because[0]


# The shipped pair ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped() -> WhyDifferent:
    baseline, growth = (resolve(name, SCENARIOS) for name in ("baseline", "two-schools-join-2027"))
    return why_different(baseline, growth, lambda of, runs: replicate(of, runs=runs, workers=1), runs=3)


def test_the_shipped_growth_scenario_is_split_between_the_two_schools(shipped: WhyDifferent):
    assert [cause.schools for cause in shipped.causes] == [("G",), ("H",)]
    assert shipped.scenarios_run == 4
    assert [split.pairs for split in shipped.splits] == [3] * 4
    for split in shipped.splits:
        assert split.start + sum(step.exact for step in split.steps) == split.end
    assert any(split.start != split.end for split in shipped.splits)
    assert all(any(step.exact != 0 for step in split.steps) for split in shipped.splits)
