"""What is worth knowing, which option does least badly and where one fails, in words."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ist_model.experiments.best import Best
from ist_model.experiments.discovery import Box, Side
from ist_model.experiments.knowing import Knowing, Known
from ist_model.experiments.robust import Robust, least_bad
from ist_model.experiments.sampled import Sampled
from ist_model.inputs.scenario_models import Resolved
from ist_model.report.words.carries import with_key
from ist_model.report.words.plain import amount, and_list, percent
from ist_model.results.measures import Measure

MOST_NAMED = 4


def apart(measure: Measure, value: float) -> str:
    """How far two values of a measure are from each other, in its own unit."""
    if measure.unit in ("share", "chance"):
        return f"{100 * value:.0f} points"
    decimals = measure.decimals if value >= 5 else max(1, measure.decimals)
    return amount(value, measure.unit, decimals)


def between(measure: Measure, low: float, high: float) -> str:
    """Two such values: "0.3 to 2.1 pupils"."""
    ends = [apart(measure, each) for each in (low, high)]
    return ends[1] if ends[0] == ends[1] else f"{ends[0].split(' ')[0]} to {ends[1]}"


def knowing_sentences(made: Sampled, measure: Measure, found: Knowing, resolved: Resolved) -> list[str]:
    """What knowing everything, or one assumption (a row of `resolved`), would be worth before choosing."""
    said = [
        f"On average over {len(made.values)} draws “{made.names[found.best]}” is the best.",
        f"To know every assumption before choosing would be worth "
        f"{between(measure, found.perfect_low, found.perfect_high)} on average (95 % interval): "
        "no inquiry is worth more.",
    ]
    first = found.first
    if not first:
        return [
            *said,
            f"No single assumption is shown to be worth finding out: of {len(found.each)} none stands out of "
            "chance in these draws.",
        ]
    names = [_with_value(measure, each, resolved) for each in first[:MOST_NAMED]]
    more = f", and {len(first) - MOST_NAMED} more" if len(first) > MOST_NAMED else ""
    tied = "" if len(first) == 1 else " These draws do not tell which of them comes first."
    return [*said, f"Find this out first: {and_list(names)}{more}.{tied}"]


def about_draws(made: Sampled) -> list[str]:
    """How many draws have no answer; nothing if all have."""
    if not made.left_out:
        return []
    return [
        f"{made.left_out} of {made.left_out + len(made.values)} draws are left out: their assumptions "
        "contradict each other (no effect of a day of support gives the odds ratio), or too few of their "
        "runs have the measure."
    ]


def no_effect_sentences(told: Sequence[str], without: Best | None) -> tuple[list[str], list[str]]:
    """What no effect of support would leave of a conclusion: what is said first of all, and what last.

    Args:
        told: the options that the conclusion names.
        without: which may be the best then; None: it was not asked.
    """
    if without is None:
        return [], []
    names = and_list(f"“{name}”" for name in without.names)
    if not set(told) & set(without.names):
        return [f"This conclusion reverses if support has no effect: then the best is {names}."], []
    if len(without.names) > 1:
        return [], [f"If support has no effect these are not told apart: {names}."]
    return [], [f"If support has no effect the best is {names} too."]


def _with_value(measure: Measure, each: Known, resolved: Resolved) -> str:
    worth = f"worth {apart(measure, each.value)}, {between(measure, each.low, each.high)}"
    return f"{with_key(resolved, each.key)}: {worth}"


def robust_sentences(
    made: Sampled, measure: Measure, options: Sequence[Robust], line: float | None
) -> list[str]:
    """Which option does least badly, and how often each is good enough."""
    names = least_bad(tuple(options))
    draws = len(made.values)
    if len(names) == 1:
        (one,) = (each for each in options if each.name == names[0])
        said = [
            f"“{names[0]}” does least badly: in the worst of those of {draws} draws that were looked at "
            f"again it falls {between(measure, one.low, one.high)} behind the best option (95 % interval)."
        ]
    else:
        tied = and_list(f"“{name}”" for name in names)
        said = [f"Tied for doing least badly: {tied}. These runs do not tell whose worst draw is worse."]
    if line is None:
        return said
    side = "at least" if made.better == "higher" else "at most"
    for each in options:
        if each.reaches is not None:
            said.append(
                f"“{each.name}” has {side} {amount(line, measure.unit, measure.decimals)} in "
                f"{percent(each.reaches.mean)} of the draws ({percent(each.reaches.low)} to "
                f"{percent(each.reaches.high)}); in {percent(each.unclear)} chance leaves it open."
            )
    return said


def box_sentence(made: Sampled, resolved: Resolved, place: int, box: Box | None) -> str:
    """Under which assumptions an option does not reach the line."""
    name = f"“{made.names[place]}”"
    if box is None:
        return f"{name}: too few draws reach the line, or too few do not, to ask which assumptions decide it."
    if not box.found:
        return (
            f"{name} falls short in {box.failures} of {box.draws} draws, and no set of assumptions tells "
            "them from the others more than chance would."
        )
    units = {row.key: row.unit for row in resolved.assumptions.assumptions}
    bound = [(made.keys[side.place], side) for side in box.sides]
    sides = and_list(_side(with_key(resolved, key), units.get(key, ""), side) for key, side in bound)
    again = min(side.again for side in box.sides)
    return (
        f"{name} falls short in {box.failures} of {box.draws} draws, above all where {sides}: that holds in "
        f"{box.inside} draws, and in {box.failures_inside} of these ({percent(box.density)}) it falls short; "
        f"{percent(box.coverage)} of all draws in which it falls short are there. In random halves of the "
        f"draws every one of these assumptions is found again in {percent(again)} or more."
    )


def _side(named: str, unit: str, side: Side) -> str:
    low, high = f"{side.low:.3g}", f"{side.high:.3g}"
    if math.isinf(side.low):
        return f"{named} is {high} {unit} or less"
    if math.isinf(side.high):
        return f"{named} is {low} {unit} or more"
    return f"{named} is {low} to {high} {unit}"
