"""Which step brings most for its money, in words: no more than its runs can tell (MODEL 4.7, 11.5)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from ist_model.experiments.next_best.answer import NextBest, Option
from ist_model.experiments.next_best.break_even import BreakEven, odds_ratio
from ist_model.inputs.scenario_models import Resolved
from ist_model.report.words.plain import and_list, sentence
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
    found, low, high = _parts(measure, interval)
    return f"{found} ({low} to {high})"


def mean(measure: Measure, interval: Interval) -> str:
    """A gain without its interval, no finer than that is wide."""
    return _parts(measure, interval)[0]


def _parts(measure: Measure, interval: Interval) -> tuple[str, ...]:
    factor = 100.0 if unit_of(measure) == "% points" else 1.0
    half = factor * (interval.high - interval.low) / 2
    decimals = 3 if half <= 0 else max(0, min(3, 1 - math.floor(math.log10(half))))
    return tuple(_number(factor * each, decimals) for each in interval[:3])


def _number(value: float, decimals: int) -> str:
    """A number with its sign; nothing has none."""
    text = f"{value:+,.{decimals}f}"
    return text[1:] if float(text.replace(",", "")) == 0 else text


def verdict(found: NextBest, option: Option) -> str:
    """What is known of a step in two words or three, by the same bounds as the answer."""
    if option.gain.low == option.gain.high == 0:
        return "changes nothing"
    if option.harms:
        return "harms"
    if option in found.first:
        if not option.helps:
            return "may be the best"
        return "best" if len(found.first) == 1 else "best or tied"
    return "helps, less than the best" if option.helps else NOT_TOLD


def answer(found: NextBest, schools: Mapping[str, str]) -> list[str]:
    """The answer in sentences: which step, and at which school."""
    if found.nothing_may_be_best:
        return [_none_helps(found)]
    first = found.first
    shown = [option for option in first if option.helps]
    others = [option for option in first if not option.helps]
    if not shown:
        helping = [option for option in found.options if option.helps]
        return [
            f"{_named(helping)} {'is' if len(helping) == 1 else 'are'} shown to help, but not to be the best "
            f"for the money: that may be {_named(others)}, by how much these runs do not show."
        ]
    if len(shown) == 1:
        tied = ", or tied with the best" if others else ""
        said = [f"Best for its money{tied}: one more {_named(shown)}."]
    else:
        said = [f"Best for their money, and not told apart: one more {_named(shown)}."]
    if others:
        said.append(f"{_named(others)} may be as good for the money, and may bring nothing.")
    if any(option.steps[0].home is not None for option in first):
        said.append(_where(found, schools))
    return said


def _none_helps(found: NextBest) -> str:
    harm = [option for option in found.options if option.harms]
    if not harm:
        return "No step makes a detectable difference: doing nothing may be as good as any of them."
    if len(harm) == len(found.options):
        return "Every step harms: doing nothing is better than any of them."
    return f"No step is shown to help; {_named(harm)} {'harms' if len(harm) == 1 else 'harm'}."


def _named(options: Sequence[Option]) -> str:
    """Options by label, the first few."""
    names = [f"“{option.label}”" for option in options[:MOST_NAMED]]
    if len(options) > MOST_NAMED:
        names.append(f"{len(options) - MOST_NAMED} more")
    return and_list(names)


def without_effect(
    found: NextBest, measure: Measure, left: Mapping[str, Interval]
) -> tuple[list[str], list[str]]:
    """What no effect of support leaves of steps shown to help: what is said first of all, and what last.

    Args:
        found: the comparison.
        measure: what was compared.
        left: gain of steps by option without effect; none: it was not asked.
    """
    first, last = [], []
    for option in found.options:
        if option.key not in left:
            continue
        gain, name = left[option.key], f"“{option.label}”"
        told = f"{signed(measure, gain)} {unit_of(measure)} a year"
        if gain.high < 0:
            first.append(f"This conclusion reverses if support has no effect: then {name} harms, {told}.")
        elif gain.low > 0:
            last.append(f"If support has no effect {name} helps too: {told}.")
        else:
            first.append(f"If support has no effect nothing is left of this that can be told: {name} {told}.")
    return first, last


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


def effects(even: BreakEven, where: Sequence[float]) -> str:
    """Effects tried in short, those next to each other as a span: "1.00, 1.20 to 1.40"."""
    tried = list(even.gains)
    spans: list[list[float]] = []
    for ratio in where:
        if spans and tried.index(spans[-1][-1]) == tried.index(ratio) - 1:
            spans[-1].append(ratio)
        else:
            spans.append([ratio])
    named = [f"{s[0]:.2f}" if len(s) == 1 else f"{s[0]:.2f} to {s[-1]:.2f}" for s in spans]
    if len(where) == len(tried):
        return "all"
    return ", ".join(named) or "none"


def effect_row(even: BreakEven) -> tuple[str, str, str]:
    """Where a step clearly pays, where it may, and where it clearly falls short."""
    if even.changes_nothing:
        return ("changes nothing",) * 3
    return effects(even, even.pays), effects(even, even.open), effects(even, even.short)


def effect_notes(base: Resolved, even: Sequence[BreakEven], worth_gbp: float | None, unit: str) -> list[str]:
    """How to read the table of effects."""
    row = odds_ratio(base)
    what = "gains anything"
    if worth_gbp is not None:
        one = {"pupils": "pupil", "% points": "% point"}.get(unit, unit)
        what = f"gains more than it costs, at £{worth_gbp:,.0f} for one {one} a year"
    tried = list(even[0].gains)
    said = [
        f"Effect of support: an odds ratio (1: it does nothing; register {row.low:g} to {row.high:g}, taken "
        f"{row.value:g}); {len(tried)} values from end to end were tried, {even[0].runs:,} runs of each with "
        f"the same luck, other than above. A step pays where it {what}; the 95 % hold for all effects of a "
        "step together."
    ]
    if any(each.not_monotone for each in even):
        names = and_list(f"“{each.step.label}”" for each in even if each.not_monotone)
        said.append(
            f"More effect does not always mean more gain: that of {names} clearly falls somewhere as support "
            "does more."
        )
    for each in even:
        if each.no_answer:
            where = effects(each, each.no_answer)
            said.append(
                f"No answer for “{each.step.label}” at {where}: no effect of a day of support gives that "
                "odds ratio, or too few runs have the measure."
            )
    return said
