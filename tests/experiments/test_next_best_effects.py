"""At which effects of support steps pay, and what is left of them without any."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ist_model.experiments.next_best.answer import next_best
from ist_model.experiments.next_best.break_even import break_even
from ist_model.experiments.next_best.no_effect import at_no_effect
from ist_model.experiments.outcomes import ODDS_RATIO
from ist_model.inputs.resolve import extended, resolve
from ist_model.inputs.scenario_models import Changes, Scenario
from ist_model.report.words import next_best as words
from ist_model.results.measures import catalogue
from ist_model.world.build import build_world
from tests.experiments.next_best_cases import gains_of, made_up, some
from tests.generated import SCENARIOS


@pytest.fixture(scope="module")
def base():
    return resolve("baseline", SCENARIOS)


def test_effects_that_pay_are_told_by_what_is_gained_at_each(base):
    steps = [step for step in some(base) if step.kind in ("cover", "salaried")]
    evaluate = made_up(gains_of(steps), spread=0.05, slope=10.0)
    given = {"workers": 1, "evaluate": evaluate, "runs": 100}
    cover, _ = sorted(break_even(base, steps, "m", "higher", None, **given), key=lambda each: each.step.kind)
    assert cover.short == (1.0, 1.1)
    assert cover.open == (1.2,)  # where it gains nothing on average
    assert cover.pays == (1.3, 1.4, 1.5, 1.6)
    assert words.effect_row(cover) == ("1.30 to 1.60", "1.20", "1.00 to 1.10")
    # At 1,000 for one it must gain what it costs in thousands, 2.1, which takes that much more effect.
    (dearer,) = break_even(base, [cover.step], "m", "higher", None, worth_gbp=1000.0, **given)
    assert dearer.needed == pytest.approx(cover.step.gbp_per_year / 1000)
    assert (dearer.short[-1], dearer.pays[0]) == (1.4, 1.5)
    (never,) = break_even(base, [cover.step], "m", "higher", None, worth_gbp=100.0, **given)
    assert words.effect_row(never) == ("none", "none", "all")


def test_a_gain_that_falls_again_is_found_where_it_pays_and_told(base):
    """It pays in the middle of the range alone, and has no answer at its end."""
    (cover,) = [step for step in some(base) if step.kind == "cover"]

    def hump(point, runs, measures, after_run):
        ratio = point.draw.values[ODDS_RATIO]
        for _ in runs:
            after_run()
        if ratio > 1.55:
            return np.full((len(runs), 1), np.nan)
        gain = 1.0 - 25 * (ratio - 1.25) ** 2 if point.resolved is cover.resolved else 0.0
        luck = [np.random.default_rng([number, int(1000 * ratio)]).normal() for number in runs]
        return np.array([gain + 0.1 * each for each in luck])[:, None]

    given = {"workers": 1, "evaluate": hump, "runs": 100}
    (found,) = break_even(base, [cover], "m", "higher", None, **given)
    assert found.pays == (1.1, 1.2, 1.3, 1.4)
    assert found.short == (1.0, 1.5)
    assert found.no_answer == (1.6,)
    assert found.not_monotone
    said = " ".join(words.effect_notes(base, [found], None, "pupils"))
    assert "does not always mean more gain" in said
    assert "No answer for “Cover for 10 release days” at 1.60" in said


def test_an_effect_that_is_fixed_has_no_range_to_look_over(base):
    written = Scenario(
        name="Fixed",
        question="What if it is known?",
        extends=base.scenario_id,
        changes=Changes(assumptions={ODDS_RATIO: 1.1}),
    )
    with pytest.raises(ValueError, match=r"fixed at 1\.1"):
        break_even(extended(base, "fixed", written), [], "m", "higher", None)


def test_what_no_effect_leaves_of_a_step_that_helps(base):
    """A TIP's day helps by the effect alone, cover by itself, a bought day harms without effect."""
    steps = [step for step in some(base) if step.kind != "leader"]
    gains = gains_of(steps, salaried=1.0, cover=5.0, bought=1.0)
    without = gains_of(steps, salaried=0.0, cover=5.0, bought=-1.0)

    def evaluate(point, runs, measures, after_run):
        return made_up(without if point.resolved.no_effect else gains)(point, runs, measures, after_run)

    given = {"workers": 1, "evaluate": evaluate}
    found = next_best(base, steps, "m", "higher", None, budget=1000, **given)
    found = replace(found, options=tuple(replace(each, may_be_best=True) for each in found.options))
    left = at_no_effect(base, found, "m", "higher", None, **given)
    first, last = words.without_effect(found, catalogue(build_world(base))["pupils_attention_existing"], left)
    assert len(first) == 2
    assert any("reverses" in each and "Bought day" in each for each in first)
    assert any("nothing is left" in each and "Trust Improvement Partner" in each for each in first)
    assert [("helps too" in each, "Cover" in each) for each in last] == [(True, True)]
    none = base.model_copy(update={"no_effect": True})
    assert at_no_effect(none, found, "m", "higher", None, **given) == {}
