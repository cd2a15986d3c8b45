"""Why two scenarios differ, in words: what each cause is called, and steps as readers can add them up."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from ist_model.experiments.causes import Cause, part_way
from ist_model.experiments.why_different import Split, Step, WhyDifferent
from ist_model.inputs.between import ASSUMPTIONS, POLICY, POSTS, SCENARIO, TRUST
from ist_model.inputs.scenario_models import Resolved
from ist_model.report.words import coarse
from ist_model.report.words.changes import Row, changes
from ist_model.report.words.difference import Better, Difference
from ist_model.report.words.plain import and_list, chance, counted, figure, sentence

Labels = Mapping[str, str]
_MOST_NAMED = 3

_KINDS = {
    "schools": "Facts about schools that differ",
    POSTS: "Posts and who leads which school",
    "streams": "Demand from beyond the trust",
    "suppliers": "Help that can be bought",
    "partnerships": "Partnerships of schools",
    ASSUMPTIONS: "Assumptions",
}
_FIELDS = {
    "no_effect": "Whether support has an effect",
    "boards_externally_validated": "An external chair of Progress Boards",
    "order": "Who is served first",
    "when": "When needs and supporters are matched",
    "tier_overrides": "Dated decisions about tiers",
    "secondments": "Secondments",
    "bought_budget_gbp_per_year": "The budget for bought help",
    "changed_hands": "When the trust changes hands",
    "opening": "The state on the first day",
}


class Line(NamedTuple):
    """One line of a waterfall, as shown: its words, its number, and the number as it is added up."""

    words: str
    shown: str
    units: int  # in the unit of precision; start + steps = end among the units of one waterfall
    clear: bool


class Waterfall(NamedTuple):
    """A measure's split as readers see it."""

    title: str
    start: Line
    steps: tuple[Line, ...]
    end: Line
    summary: str


def school_words(a: Resolved, b: Resolved, named: bool) -> dict[str, str]:
    """What schools are called: neutral labels, or their names in a private run (MODEL 11.4)."""
    schools = (*a.trust.schools, *b.trust.schools)
    return {school.id: school.name if named else school.label for school in schools}


def cause_words(answer: WhyDifferent, labels: Labels) -> list[str]:
    """What each cause is called, in a few words."""
    return [_cause(answer, cause, labels) for cause in answer.causes]


def cause_changes(answer: WhyDifferent, labels: Labels, *, named: bool = False) -> list[list[Row]]:
    """All that each cause changes: what, before, after."""
    steps = (part_way(answer.a, answer.b, [cause]) for cause in answer.causes)
    return [changes(answer.a, step, labels, named=named) for step in steps]


def waterfall(split: Split, words: Sequence[str], a: str, b: str) -> Waterfall:
    """A measure's steps, rounded so that what is shown adds up as well."""
    grain = _grain(split)
    start, steps, end = rounded(split.start, [step.exact for step in split.steps], split.end, grain)
    lines = tuple(
        Line(text, _step(units, step.exact, grain, split.unit), units, not step.tied)
        for text, units, step in zip(words, steps, split.steps, strict=True)
    )
    first, last = (_level(units, grain, split.unit) for units in (start, end))
    return Waterfall(
        split.label,
        Line(a, first, start, True),
        lines,
        Line(b, last, end, True),
        _summary(split, words, float((end - start) * grain)),
    )


def rounded(
    start: Fraction, steps: Sequence[Fraction], end: Fraction, grain: Fraction
) -> tuple[int, list[int], int]:
    """Start, steps and end in whole grains, such that start + steps = end still holds.

    Start and end are rounded to the nearest; steps are rounded down and those with the largest remainders up.
    """
    first, last = (math.floor(value / grain + Fraction(1, 2)) for value in (start, end))
    floors = [math.floor(step / grain) for step in steps]
    remainders = [step / grain - floor for step, floor in zip(steps, floors, strict=True)]
    spare = last - first - sum(floors)
    by_remainder = sorted(range(len(steps)), key=lambda i: (-remainders[i], i))
    for turn in range(abs(spare)):
        place = by_remainder[turn % len(steps)] if spare > 0 else by_remainder[-1 - turn % len(steps)]
        floors[place] += 1 if spare > 0 else -1
    return first, floors, last


def reasons(answer: WhyDifferent, words: Sequence[str]) -> list[str]:
    """Why causes are taken together, one sentence each."""
    return [
        sentence(f"{text} is one cause: {and_list(cause.because)}")
        for text, cause in zip(words, answer.causes, strict=True)
        if cause.because
    ]


def _cause(answer: WhyDifferent, cause: Cause, labels: Labels) -> str:
    if cause.schools:
        here = {school.id for school in answer.b.trust.schools}
        pool = answer.b.growth.pool if answer.b.growth else ()
        joining = [labels[school] for school in cause.schools if school in here and school not in pool]
        drawn = [labels[school] for school in cause.schools if school in pool]
        leaving = [labels[school] for school in cause.schools if school not in here]
        parts = [f"{_schools(joining)} join{'s' if len(joining) == 1 else ''}"] if joining else []
        parts += [f"{_schools(drawn)} may join"] if drawn else []
        parts += [f"without {_schools(leaving)}"] if leaving else []
        posts = sum(part == POSTS for part, _ in cause.changes)
        with_posts = f", with {counted(posts, 'posts')}" if posts else ""
        return sentence("; ".join(parts)).removesuffix(".") + with_posts
    kinds = {part for part, _ in cause.changes}
    led = POSTS in kinds and not cause.because  # a school among them differs only in who leads it
    parts = list(
        dict.fromkeys(_kind(part, key) for part, key in cause.changes if not (led and part != POSTS))
    )
    return (
        parts[0] if len(parts) == 1 else f"{parts[0]}; {'; '.join(p[:1].lower() + p[1:] for p in parts[1:])}"
    )


def _schools(names: Sequence[str]) -> str:
    """Schools by name while they can be taken in at a glance, else how many."""
    if len(names) <= _MOST_NAMED:
        return and_list(names)
    invented = "invented " if all(name.endswith("(invented)") for name in names) else ""
    return f"{len(names)} {invented}schools"


def _kind(part: str, key: str) -> str:
    if part in (TRUST, POLICY, SCENARIO):
        return _FIELDS.get(key, key.replace("_", " ").capitalize())
    if part == ASSUMPTIONS:
        return f"Assumptions about {key.split('.')[0]}"
    return _KINDS.get(part, part.replace("_", " ").capitalize())


def _grain(split: Split) -> Fraction:
    """The precision a measure is shown with (MODEL 11.5)."""
    head = split.unit.partition(" a ")[0]
    if head == "GBP":
        return Fraction(1000)
    if head == "chance":
        return Fraction(1, 20)
    if head == "share":
        return Fraction(1, 1000)
    if head in ("pupils", "days"):
        return Fraction(coarse.step(head) or 1)
    small = abs(split.end - split.start) < 10 * Fraction(1, 10**split.decimals)
    return Fraction(1, 10 ** (split.decimals + small))


def _level(units: int, grain: Fraction, unit: str) -> str:
    """A start or an end in words."""
    value = units * grain
    head, _, rate = unit.partition(" a ")
    tail = f" a {rate}" if rate else ""
    if head == "chance":
        return chance(min(1.0, max(0.0, float(value))))
    if head == "share":
        return f"{figure(float(100 * value), 1)}%"
    if head == "GBP":
        return f"{'−' if value < 0 else ''}£{abs(int(value)):,}{tail}"
    return f"{counted(float(value), head, _decimals(grain))}{tail}"


def _step(units: int, exact: Fraction, grain: Fraction, unit: str) -> str:
    """A step in words, with its sign."""
    if units == 0:
        return "0" if exact == 0 else "about 0"
    head = unit.partition(" a ")[0]
    value = float(abs(units * grain))
    sign = "+" if units > 0 else "−"
    if head in ("share", "chance"):
        return f"{sign}{100 * value:.{1 if head == 'share' else 0}f} points"
    if head == "GBP":
        return f"{sign}£{value:,.0f}"
    return f"{sign}{value:,.{_decimals(grain)}f}"


def _decimals(grain: Fraction) -> int:
    return len(str(grain.denominator)) - 1


def _summary(split: Split, words: Sequence[str], mean: float) -> str:
    """The whole difference, as the lines show it, in a sentence; and the cause that adds most to it."""
    better: Better = "lower" if split.better == "lower" else "higher" if split.better == "higher" else ""
    whole = Difference(split.label, split.unit, better, mean, split.low, split.high, split.decimals)
    opening = sentence(whole.phrase()).removesuffix(".")
    clear = sorted(
        (step for step in split.steps if not step.tied), key=lambda step: abs(step.exact), reverse=True
    )
    if not clear:
        return f"{opening}: no cause has a clear part in it."
    if not whole.clear:
        several = "this has a clear part" if len(clear) == 1 else "these have clear parts"
        return f"{opening}, but {several}: {_listed(clear, words)}."
    with_it = [step for step in clear if (step.exact > 0) == (mean > 0)]
    against = [step for step in clear if step not in with_it]
    parts = [f"most comes from this: {_listed(with_it[:1], words)}"] if with_it else []
    parts += [f"the other way: {_listed(against, words)}"] if against else []
    return f"{opening}: {'; '.join(parts)}."


def _listed(steps: Sequence[Step], words: Sequence[str]) -> str:
    """The causes of steps, named."""
    return "; ".join(words[step.cause] for step in steps)
