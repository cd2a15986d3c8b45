"""Steps by what they bring for their money: cases worked by hand, ties, what an added leader goes through."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
import pytest

from ist_model.engines.narrated import run
from ist_model.engines.records import BY_PROMOTION, DESIGNATION_LOST, DESIGNATION_READY, LEFT
from ist_model.experiments.next_best.answer import NOTHING, next_best
from ist_model.experiments.next_best.break_even import break_even, first_places
from ist_model.experiments.next_best.steps import NoStepError, Step, steps_of
from ist_model.experiments.outcomes import ODDS_RATIO
from ist_model.experiments.sensitivity.question import UnanswerableError
from ist_model.inputs.models import Patience, Post, Stream, Supplier, Trust, Work
from ist_model.inputs.resolve import resolve
from ist_model.report import next_best_words as words
from ist_model.results.checks import check
from ist_model.world.build import build_world
from tests.engines.leaders import at, events, quiet, trust
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
    assert [(step.key, step.gbp_per_year) for step in steps.steps] == [(f"bought.{SUPPLIER}", 500.0)]
    assert len(steps.left_out) == 3
    found = next_best(base, steps.steps, "needs_unmet_beyond", "lower", None, budget=200, workers=1)
    (option,) = found.options
    assert option.gain[:3] == (1.0, 1.0, 1.0)
    assert option.per_gbp[:3] == (2.0, 2.0, 2.0)
    assert found.first == (option,)
    assert words.verdict(found, option) == "best"


def test_a_day_that_nobody_needs_changes_nothing_and_is_tied_with_doing_nothing():
    base = queue(500)
    found = next_best(base, steps_of(base).steps, "needs_unmet_beyond", "lower", None, budget=100, workers=1)
    assert found.nothing_may_be_best
    assert found.first == ()
    assert words.verdict(found, found.options[0]) == "changes nothing"
    assert words.answer(found, {}, [])[0].startswith("No step makes a detectable difference")


def made_up(gains: dict[str, float], spread: float = 1.0, seed: int = 0, slope: float = 0.0) -> Callable:
    """A measure that a step raises by so much on average, more with the effect of support."""

    def evaluate(point, runs, measures, after_run):
        name = point.resolved.scenario_id
        gain = gains.get(name, 0.0)
        if name in gains and slope:
            gain += slope * (point.draw.values[ODDS_RATIO] - 1.2)
        values = []
        for number in runs:
            shared = np.random.default_rng([seed, point.draw.number, number]).normal()
            own = np.random.default_rng([seed, point.draw.number, number, sum(name.encode())]).normal()
            values.append(10 * shared + gain + (spread * own if name in gains else 0.0))
            after_run()
        return np.array(values)[:, None]

    return evaluate


def some(base) -> list[Step]:
    """Two specialisms at two schools, and the other steps."""
    homes = [school.id for school in base.members()][:2]
    return list(steps_of(base, specialisms=["maths", "curriculum"], homes=homes).steps)


def gains_of(steps, **of: float) -> dict[str, float]:
    """Gain by scenario; those named by kind, or by specialism of an SLE."""
    found = {}
    for step in steps:
        part = step.key.split(".")[1] if step.kind == "leader" else step.kind
        found[step.resolved.scenario_id] = of.get(part, 0.0)
    return found


def test_the_best_for_its_money_is_found_though_another_gains_more(base):
    steps = some(base)
    # For 1,000 GBP: maths 2 / 1.84, a TIP's day 1.5 / 0.344.
    evaluate = made_up(gains_of(steps, maths=2.0, salaried=1.5))
    found = next_best(base, steps, "m", "higher", None, budget=4000, workers=1, evaluate=evaluate)
    assert [option.key for option in found.first] == ["day.TIP"]
    assert found.options[0].gbp_per_year == pytest.approx(67000 / 195)
    assert found.options[1].key == "sle.maths"
    assert found.options[1].gbp_per_year == pytest.approx(
        2300 * 4 / 5
    )  # the first of five years in the making
    assert words.answer(found, {}, []) == [
        "Best for its money: one more “Day of the Trust Improvement Partner”."
    ]


def test_what_helps_alike_is_told_as_tied_and_so_are_home_schools(base):
    steps = some(base)
    evaluate = made_up(gains_of(steps, maths=2.0, curriculum=2.0))
    found = next_best(base, steps, "m", "higher", None, budget=2000, workers=1, evaluate=evaluate)
    assert {option.key for option in found.first} == {"sle.maths", "sle.curriculum"}
    assert len(found.homes) == 2
    said = words.answer(found, dict.fromkeys(found.homes, "School A"), [])
    assert "not told apart" in said[0]
    assert "makes no detectable difference" in said[1]


def test_what_is_shown_to_help_is_told_apart_from_what_only_may(base):
    """A TIP's day of uncertain worth stays tied with a step that surely helps."""
    steps = [step for step in some(base) if step.kind != "bought"]
    evaluate = made_up(gains_of(steps, maths=2.0, salaried=0.3), spread=3.0)
    found = next_best(base, steps, "m", "higher", None, budget=1600, workers=1, evaluate=evaluate)
    told = {option.key: option.gain.low > 0 for option in found.first}
    assert told == {"sle.maths": True, "day.TIP": False}
    first, second = words.answer(found, dict.fromkeys(found.homes, "School A"), [])[:2]
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
    assert sum(any(option.clear for option in found.options) for found in told) <= 6


def test_too_few_runs_for_all_steps_are_refused(base):
    steps = some(base)
    with pytest.raises(UnanswerableError, match="30 runs of each at least, which are 240"):
        next_best(base, steps, "m", "higher", None, budget=239, workers=1, evaluate=made_up({}))
    assert NOTHING not in {step.key for step in steps}


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
    assert cover.gbp_per_year == pytest.approx(10 * 230 * np.mean(shares))


def test_the_break_even_effect_is_where_the_gain_is_nothing_or_worth_its_cost(base):
    steps = [step for step in some(base) if step.kind in ("cover", "salaried")]
    evaluate = made_up(gains_of(steps), spread=0.05, slope=10.0)
    given = {"workers": 1, "evaluate": evaluate, "runs": 100}
    cover, _ = sorted(break_even(base, steps, "m", "higher", None, **given), key=lambda each: each.step.kind)
    assert cover.at == pytest.approx(1.2, abs=0.6 / 16)
    assert cover.low <= cover.at <= cover.high <= cover.low + 3 * 0.6 / 16
    assert words.effect_words(cover).startswith(("1.2", "1.1"))
    # Worth 1,000 for one: it must gain what it costs in thousands, which takes that much more effect.
    (dearer,) = break_even(base, [cover.step], "m", "higher", None, worth_gbp=1000.0, **given)
    assert dearer.at == pytest.approx(1.2 + cover.step.gbp_per_year / 1000 / 10, abs=0.6 / 16)
    (never,) = break_even(base, [cover.step], "m", "higher", None, worth_gbp=100.0, **given)
    assert words.effect_words(never) == "never"
    (any_,) = break_even(base, [cover.step], "m", "lower", None, **given)
    assert any_.at_least.mean > 0, "the other way round it gains at the lowest effect"


def test_places_are_found_by_halving_few_questions():
    asked = []

    def holds(wanted):
        asked.append(len(wanted))
        return [place >= bound for bound, place in wanted]

    bounds = [*range(0, 18)]
    found = first_places(holds, bounds, 16)
    assert found == {bound: bound if bound <= 16 else None for bound in bounds}
    assert len(asked) <= 5


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
