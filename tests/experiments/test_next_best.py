"""Steps by what they bring for their money: cases worked by hand, ties, what an added leader goes through."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from scipy import stats

from ist_model.engines.narrated import run
from ist_model.engines.records import BY_PROMOTION, DESIGNATION_LOST, DESIGNATION_READY, LEFT
from ist_model.experiments.next_best.answer import LOOKS, next_best
from ist_model.experiments.next_best.steps import NoStepError, steps_of
from ist_model.experiments.sensitivity.question import UnanswerableError
from ist_model.inputs.models import Patience, Post, Stream, Supplier, Trust, Work
from ist_model.inputs.resolve import resolve
from ist_model.report.words import next_best as words
from ist_model.results.checks import check
from ist_model.world.build import build_world
from tests.engines.leaders import at, events, quiet, trust
from tests.experiments.next_best_cases import gains_of, made_up, some
from tests.generated import SCENARIOS, resolved, with_values

SUPPLIER = "partners"


@pytest.fixture(scope="module")
def base():
    return resolve("baseline", SCENARIOS)


def queue(days: float, budget: float | None = None):
    """About two needs of one day a week, which only those bought serve, at once and so many days a year."""
    stream = Stream(
        id="asks",
        area="achievement",
        specialism="maths",
        needs_per_week=2.0,
        work=Work(distribution="fixed", mean_days=1.0),
        patience=Patience(distribution="fixed", mean_weeks=0.001),
        may_buy=True,
    )
    sold = Supplier(
        id=SUPPLIER, specialisms=("maths",), people=99, days_per_year=days, price_gbp_per_day=500.0
    )
    made = Trust(
        title="t", about="t", streams=(stream,), suppliers=(sold,), bought_budget_gbp_per_year=budget
    )
    return resolved(made)


@pytest.mark.parametrize("budget", [None, 1500.0], ids=["no limit", "money binds too"])
def test_one_more_bought_day_serves_exactly_one_more_need_of_one_day(budget):
    """Three days of about eighty asked for; the fourth meets one need more in every run, for 500 GBP."""
    base = queue(3, budget)
    steps = steps_of(base)
    assert [(step.key, step.gbp_full_year) for step in steps.steps] == [(f"bought.{SUPPLIER}", 500.0)]
    assert len(steps.left_out) == 3
    found = next_best(base, steps.steps, "needs_unmet_beyond", "lower", None, budget=200, workers=1)
    (option,) = found.options
    assert option.gain[:3] == (1.0, 1.0, 1.0)
    assert option.per_gbp[:3] == (1.0, 1.0, 1.0)  # paid in the year of warm-up too
    assert found.first == (option,)
    assert words.verdict(found, option) == "best"


def test_a_day_that_nobody_needs_changes_nothing_and_is_tied_with_doing_nothing():
    base = queue(500)
    found = next_best(base, steps_of(base).steps, "needs_unmet_beyond", "lower", None, budget=100, workers=1)
    assert found.nothing_may_be_best
    assert found.first == ()
    assert words.verdict(found, found.options[0]) == "changes nothing"
    assert words.answer(found, {})[0].startswith("No step makes a detectable difference")


def test_the_best_for_its_money_is_found_though_another_gains_more(base):
    steps = some(base)
    # For 1,000 GBP: maths 2 / 1.84, a TIP's day 1.5 / 0.412.
    evaluate = made_up(gains_of(steps, maths=2.0, salaried=1.5))
    found = next_best(base, steps, "m", "higher", None, budget=4000, workers=1, evaluate=evaluate)
    assert [option.key for option in found.first] == ["day.TIP"]
    assert found.options[0].gbp_full_year == pytest.approx(67000 / 195)
    assert found.options[0].gbp_per_year == pytest.approx(67000 / 195 * 6 / 5)  # and the year of warm-up
    assert found.options[1].key == "sle.maths"
    assert found.options[1].gbp_per_year == pytest.approx(
        2300 * 4 / 5
    )  # the first of five years in the making
    assert words.answer(found, {}) == ["Best for its money: one more “Day of the Trust Improvement Partner”."]


def test_what_helps_alike_is_told_as_tied_and_so_are_home_schools(base):
    steps = some(base)
    evaluate = made_up(gains_of(steps, maths=2.0, curriculum=2.0))
    found = next_best(base, steps, "m", "higher", None, budget=2000, workers=1, evaluate=evaluate)
    assert {option.key for option in found.first} == {"sle.maths", "sle.curriculum"}
    assert len(found.homes) == 2
    said = words.answer(found, dict.fromkeys(found.homes, "School A"))
    assert "not told apart" in said[0]
    assert "makes no detectable difference" in said[1]


def test_what_is_shown_to_help_is_told_apart_from_what_only_may(base):
    """A TIP's day of uncertain worth stays tied with a step that surely helps."""
    steps = [step for step in some(base) if step.kind != "bought"]
    evaluate = made_up(gains_of(steps, maths=2.0, salaried=0.3), spread=3.0)
    found = next_best(base, steps, "m", "higher", None, budget=1600, workers=1, evaluate=evaluate)
    told = {option.key: option.helps for option in found.first}
    assert told == {"sle.maths": True, "day.TIP": False}
    first, second = words.answer(found, dict.fromkeys(found.homes, "School A"))[:2]
    assert first == "Best for its money, or tied with the best: one more “SLE: Maths”."
    assert second.startswith("“Day of the Trust Improvement Partner” may be as good")


def test_where_nothing_helps_a_best_step_is_seldom_told(base):
    """Sixty repeats of steps that do nothing: the error allowed is one in twenty, whatever the looks."""
    steps = some(base)
    evaluates = (made_up(gains_of(steps), seed=seed) for seed in range(60))
    told = [
        next_best(base, steps, "m", "higher", None, budget=1600, workers=1, evaluate=evaluate)
        for evaluate in evaluates
    ]
    assert sum(bool(found.first) for found in told) <= 6
    assert sum(any(option.helps or option.harms for option in found.options) for found in told) <= 6


def test_too_few_runs_for_all_steps_are_refused(base):
    steps = some(base)
    with pytest.raises(UnanswerableError, match="30 runs of each at least, which are 240"):
        next_best(base, steps, "m", "higher", None, budget=239, workers=1, evaluate=made_up({}))


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"specialisms": ["math"]}, "did you mean 'maths'"), ({"homes": ["LX"]}, "--home LX")],
)
def test_a_specialism_or_school_that_is_none_is_refused(base, fields, said):
    with pytest.raises(NoStepError, match=said):
        steps_of(base, **fields)


def test_a_trust_without_anything_to_add_to_has_no_step():
    with pytest.raises(NoStepError, match="leaves no step to take"):
        steps_of(resolved(Trust(title="t", about="t")))


def test_cover_for_ten_days_is_shared_by_the_sles_and_costs_their_cover(base):
    (cover,) = [step for step in steps_of(base).steps if step.kind == "cover"]
    before = {post.id: post for post in base.trust.posts}
    more = [post for post in cover.resolved.trust.posts if post != before[post.id]]
    assert len(more) == 13
    values = base.assumptions.values()
    shares = [values[f"post.{post.kind}.cover_share"] for post in more]
    assert cover.gbp_full_year == pytest.approx(10 * 230 * np.mean(shares))
    assert cover.gbp_per_year == pytest.approx(cover.gbp_full_year * 6 / 5)


@pytest.mark.parametrize("seed", range(4))
def test_steps_that_are_all_worse_than_nothing_are_told_as_harm(base, seed):
    """Some are dropped after more runs than others, and home schools have as many as all of them."""
    steps = some(base)
    gains = gains_of(steps, maths=-2.0, curriculum=-0.35, bought=-2.0, salaried=-2.0, cover=-2.0)
    evaluate = made_up(gains, seed=seed)
    found = next_best(base, steps, "m", "higher", None, budget=20_000, workers=1, evaluate=evaluate)
    assert found.first == ()
    assert words.answer(found, {}) == ["Every step harms: doing nothing is better than any of them."]
    assert {words.verdict(found, option) for option in found.options} == {"harms"}
    fewest = min(gain.values for gain in found.single.values())
    assert {gain.values for gain in found.by_home.values()} == {fewest}


def test_harm_is_told_where_no_step_helps(base):
    steps = some(base)
    evaluate = made_up(gains_of(steps, salaried=-2.0))
    found = next_best(base, steps, "m", "higher", None, budget=2000, workers=1, evaluate=evaluate)
    said = "No step is shown to help; “Day of the Trust Improvement Partner” harms."
    assert words.answer(found, {}) == [said]


def test_the_answer_names_a_step_whenever_its_row_says_that_it_helps(base):
    """Gains at the border of what the runs can tell: by one criterion the answer is never empty."""
    steps = list(steps_of(base, homes=[base.members()[0].id]).steps)
    told = 0
    for seed in range(12):
        evaluate = made_up(gains_of(steps, salaried=0.12), seed=seed)
        found = next_best(base, steps, "m", "higher", None, budget=6000, workers=1, evaluate=evaluate)
        verdicts = {words.verdict(found, option) for option in found.options}
        helps = bool(verdicts & {"best", "best or tied", "helps, less than the best"})
        assert helps == bool(found.first) == (not found.nothing_may_be_best)
        assert "more ." not in words.answer(found, dict.fromkeys(found.by_home, "School A"))[0]
        told += helps
    assert 0 < told < 12


def test_intervals_of_single_steps_and_home_schools_hold_at_all_looks(base):
    """One look leaves them as wide as six would: whoever stops early has had the chance of the others."""
    steps = some(base)
    found = next_best(
        base, steps, "m", "higher", None, budget=1600, workers=1, evaluate=made_up(gains_of(steps))
    )
    runs, spread = found.runs, found.single["cover"]
    quantile = (spread.high - spread.low) / 2 * runs**0.5
    assert quantile == pytest.approx(stats.t.ppf(1 - 0.05 / (2 * len(steps) * LOOKS), runs - 1), rel=0.25)
    least = stats.t.ppf(1 - 0.05 / (2 * 2 * LOOKS), runs - 1) / (2 * runs) ** 0.5
    assert all((home.high - home.low) / 2 > 0.7 * least for home in found.by_home.values())


def test_an_sle_that_is_not_ready_in_time_is_left_out_for_that_reason(base):
    short = base.model_copy(update={"years": 1.0, "count_needs_for_years": 1.0})
    found = steps_of(short, specialisms=["maths"])
    assert "leader" not in {step.kind for step in found.steps}
    assert any("being developed takes 39 school weeks" in each for each in found.left_out)


def test_one_more_sle_is_developed_first_and_may_be_promoted():
    """The seat is filled after a term, the designation after a year; a year later its holder moves up."""
    later = Post(id="AH", kind="assistant_head", school="S", starts=dt.date(2028, 1, 1), opens_vacant=True)
    values = with_values(**quiet(role__sle__develop_weeks=39.0))
    given = {"warm_up_weeks": 39.0, "years": 3.0, "count_needs_for_years": 3.0, "assumptions": values}
    base = resolved(trust(later), **given)
    (step,) = [each for each in steps_of(base, specialisms=["maths"]).steps if each.kind == "leader"]
    (post,) = [each for each in step.resolved.trust.posts if each.id.startswith("next")]
    world = build_world(step.resolved)
    records = run(world, 0)
    check(world, records)
    mine = [(what, term) for what, term in events(world, records, DESIGNATION_READY) if what == post.id]
    lost = [(what, term) for what, term in events(world, records, DESIGNATION_LOST) if what == post.id]
    # Terms are counted from the first day run: three of warm-up, then three of development.
    assert lost[0] == (post.id, 3)
    assert mine[0] == (post.id, 6)
    place = world.names.posts.index(post.id)
    left = records.careers[(records.careers["event"] == LEFT) & (records.careers["post"] == place)]
    assert left["cause"].tolist() == [BY_PROMOTION]
    assert at(world, "S") == 0
