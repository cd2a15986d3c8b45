"""Which step brings most for its money, in words: no more than its runs can tell (MODEL 4.7, 11.5)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from ist_model.experiments.next_best.answer import NextBest, Option
from ist_model.experiments.next_best.break_even import BreakEven
from ist_model.inputs.scenario_models import Resolved
from ist_model.report.words import and_list, sentence
from ist_model.results.measures import Measure
from ist_model.results.summary import Interval

NOT_TOLD = "no detectable difference"
MOST_NAMED = 4


def unit_of(measure: Measure) -> str:
    """What one unit of a gain is: pupils, % points."""
    return "% points" if measure.unit in ("share", "chance") else measure.unit


def gained(measure: Measure) -> str:
    """What a gain is of, in words, more being better."""
    more = "fewer" if measure.better == "lower" else "more"
    if unit_of(measure) in ("% points", "school weeks") and more == "fewer":
        more = "less"
    return f"{unit_of(measure)} {more}: {measure.label[:1].lower()}{measure.label[1:]}"


def signed(measure: Measure, interval: Interval) -> str:
    """A gain with its interval, no finer than the interval is wide: "+0.7 (-1.2 to +2.6)"."""
    factor = 100.0 if unit_of(measure) == "% points" else 1.0
    half = factor * (interval.high - interval.low) / 2
    decimals = 3 if half <= 0 else max(0, min(3, 1 - math.floor(math.log10(half))))
    mean, low, high = (_number(factor * each, decimals) for each in interval[:3])
    return f"{mean} ({low} to {high})"


def _number(value: float, decimals: int) -> str:
    """A number with its sign; nothing has none."""
    text = f"{value:+,.{decimals}f}"
    return text[1:] if float(text.replace(",", "")) == 0 else text


def verdict(found: NextBest, option: Option) -> str:
    """What is known of a step in two words or three."""
    if option.gain.low == option.gain.high == 0:
        return "changes nothing"
    if not option.clear:
        return NOT_TOLD
    if option.gain.high < 0:
        return "harms"
    if found.nothing_may_be_best or not option.may_be_best:
        return "helps, less than the best" if not option.may_be_best else "helps"
    return "best" if len(found.first) == 1 else "best or tied"


def answer(found: NextBest, schools: Mapping[str, str], even: Sequence[BreakEven]) -> list[str]:
    """The answer in sentences: which step, at which school, and what is left without effect of support."""
    first = found.first
    if not first:
        said = ["No step makes a detectable difference: doing nothing may be as good as any of them."]
        if any(option.gain.low > 0 for option in found.options):
            said = ["These runs do not tell whether any step is better than doing nothing."]
        return said
    shown = [option for option in first if option.gain.low > 0]
    names = [f"“{option.label}”" for option in shown[:MOST_NAMED]]
    if len(shown) > MOST_NAMED:
        names.append(f"{len(shown) - MOST_NAMED} more")
    others = and_list(f"“{option.label}”" for option in first if option not in shown)
    if not shown:
        said = [f"Some step is better than doing nothing, and these runs do not tell which: {others}."]
    elif len(first) == 1:
        said = [f"Best for its money: one more {names[0]}."]
    elif len(shown) == 1:
        said = [f"Best for its money, or tied with the best: one more {names[0]}."]
    else:
        said = [f"Best for their money, and not told apart: one more {and_list(names)}."]
    if shown and others:
        said.append(f"{others} may be as good for the money, and may bring nothing.")
    if any(option.steps[0].home is not None for option in first):
        said.append(_where(found, schools))
    reverses = [each.step for each in even if _reverses(found, each)]
    if reverses:
        what = and_list(f"“{step.label}”" for step in reverses)
        said.insert(0, f"This conclusion reverses if support has no effect: then {what} harms.")
    return said


def _where(found: NextBest, schools: Mapping[str, str]) -> str:
    """Where one more SLE should be, if it can be told."""
    if len(found.by_home) == 1:
        return f"Looked at for one home school alone: {schools[found.homes[0]]}."
    if len(found.homes) == len(found.by_home):
        return f"At which of {len(found.by_home)} schools an SLE is based makes no detectable difference."
    names = [schools[home] for home in found.homes]
    if len(names) == 1:
        return f"An SLE is best based at {names[0]}."
    return sentence(f"the best home school for an SLE may be any of {', '.join(names[:-1])} and {names[-1]}")


def _reverses(found: NextBest, even: BreakEven) -> bool:
    """Whether a step that is told to help clearly harms at the lowest effect of the register."""
    told = {step.key for option in found.first for step in option.steps if option.gain.low > 0}
    return even.step.key in told and even.at_least.high < 0


def effect_words(even: BreakEven) -> str:
    """The break-even odds ratio in short: "1.15 (1.00 to 1.40)", "below 1.40", "not shown", "never"."""
    if even.at_least[:3] == even.at_most[:3] == (0.0, 0.0, 0.0):
        return "changes nothing"
    if even.low is None:
        return "never"
    if even.at is None or even.high is None:
        return "not shown"
    if even.high == even.lowest:
        return "at any effect"
    if even.at == even.lowest:
        return f"below {even.high:.2f}"
    return f"{even.at:.2f} ({even.low:.2f} to {even.high:.2f})"


def effect_notes(base: Resolved, even: Sequence[BreakEven], worth_gbp: float | None, unit: str) -> list[str]:
    """How to read the break-even column."""
    from ist_model.experiments.outcomes import ODDS_RATIO

    row = next(row for row in base.assumptions.assumptions if row.key == ODDS_RATIO)
    what = "the gain is nothing"
    if worth_gbp is not None:
        one = {"pupils": "pupil", "% points": "% point"}.get(unit, unit)
        what = f"the gain, at £{worth_gbp:,.0f} for one {one} a year, is worth what the step costs"
    said = (
        f"Break-even: the effect of support, as an odds ratio (1: it does nothing; register {row.low:g} to "
        f"{row.high:g}, taken {row.value:g}), at which {what}; in brackets between which effects these runs "
        "leave that open; below: anywhere below."
    )
    told = {effect_words(each) for each in even}
    if "not shown" in told:
        said += f" Not shown: even at {row.high:g} these runs do not show the step to pay."
    if "never" in told:
        said += " Never: it clearly falls short at every effect in that range."
    return [said]
