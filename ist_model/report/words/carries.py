"""Which assumptions carry an answer, in words: the same on the command line and on a page."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from ist_model.experiments.sensitivity.sobol import Pair
from ist_model.experiments.sensitivity.tornado import Ends
from ist_model.experiments.sensitivity.whole import Sensitivity
from ist_model.inputs.scenario_models import Resolved
from ist_model.report.words import coarse
from ist_model.report.words.difference import Better, Difference, survives_no_effect
from ist_model.report.words.levels import with_interval
from ist_model.report.words.plain import amount, and_list, counted, figure, in_short, percent, valued
from ist_model.results.summary import Interval

MOST_PAIRS = 3
CENTRAL = "With every assumption at its central value"
_UNIT = re.compile(r"(?<=[0-9%]) [A-Za-z].*$")


def subject(found: Sensitivity) -> str:
    """What was asked of the assumptions: the measure, and of which scenarios."""
    scenarios = [f"“{each.name}”" for each in found.question.scenarios]
    against = f", less {scenarios[1]}" if len(scenarios) > 1 else ""
    return f"{found.measure.label}: {scenarios[0]}{against}"


def change(found: Sensitivity, interval: Interval) -> Difference:
    """A change of the answer, in the measure's own unit."""
    measure = found.measure
    better: Better = measure.better
    return Difference(
        measure.label, measure.unit, better, interval.mean, interval.low, interval.high, measure.decimals
    )


def level(found: Sensitivity, interval: Interval) -> str:
    """The answer with its interval; of two scenarios, their difference."""
    if len(found.question.scenarios) > 1:
        return change(found, interval).phrase()
    unit, decimals = found.measure.unit, found.measure.decimals
    if coarse.counts_pupils(unit, decimals):
        return with_interval(interval.mean, interval.low, interval.high, unit)
    said = amount(interval.mean, unit, decimals)
    if not interval.low < interval.high:
        return said
    low, high = (_UNIT.sub("", amount(end, unit, decimals)) for end in (interval.low, interval.high))
    return f"{said} ({low.removeprefix('about ')} to {high.removeprefix('about ')})"


def range_of(found: Sensitivity, key: str) -> str:
    """The range of an assumption with its unit, as the scenario has it: "5 to 15 days a year"."""
    register = found.question.scenario.assumptions
    row = next((each for each in register.assumptions if each.key == key), None)
    if row is None:
        return ""
    pound = "£" if row.unit.startswith("GBP") else ""
    return f"{pound}{row.low:,g} to {valued(row.high, row.unit)}"


def meaning(found: Sensitivity, key: str) -> str:
    """What an assumption is, in a few words: the first part of what the register says of it."""
    return meaning_in(found.question.scenario, key)


def meaning_in(resolved: Resolved, key: str) -> str:
    """The same of a scenario's register; its name, where that has no such row."""
    rows = (row for row in resolved.assumptions.assumptions if row.key == key)
    return next((in_short(row.meaning) for row in rows), key)


def with_key(resolved: Resolved, key: str) -> str:
    """An assumption in words, with its name in brackets, by which the register has it."""
    words = meaning_in(resolved, key)
    return key if words == key else f"“{words}” ({key})"


def called(found: Sensitivity, key: str) -> str:
    """An assumption in a sentence: in words, or by its name where the register says nothing of it."""
    words = meaning(found, key)
    return key if words == key else f"“{words}”"


def together(found: Sensitivity, key: str) -> str:
    """An assumption by name, and how many rows move with it."""
    others = len(found.question.assumptions()[key]) - 1
    return key if others == 0 else f"{key} and {others} above it"


class Carried(NamedTuple):
    """What one assumption carries, in words: of what all leave open, and what its ends make of the answer."""

    key: str
    name: str
    range: str
    with_others: str
    alone: str
    at_lowest: str
    at_highest: str


def rows(found: Sensitivity) -> list[Carried]:
    """The assumptions that were varied together, the one that carries most first; none without shares."""
    made = found.indices
    if made is None:
        return []
    ends = {each.key: end(found, each) for each in found.tornado.ends}
    told = []
    for place in sorted(range(len(made.keys)), key=lambda each: -made.total.value[each]):
        key = made.keys[place]
        with_others, alone = (
            share(*(float(part[place]) for part in (each.value, each.low, each.high)))
            for each in (made.total, made.first)
        )
        at_ends = ends.get(key, ("not known", "not known"))
        told.append(Carried(key, together(found, key), range_of(found, key), with_others, alone, *at_ends))
    return told


def sentences(found: Sensitivity) -> list[str]:
    """The answer: what carries it, luck, what acts together, and what no effect of support would leave."""
    no_effect = without_effect(found)
    first, *rest = [_carries(found), _luck(found), *_pairs(found), _left_out(found)]
    said = [first, *(each for each in rest if each)]
    # MODEL 4.7: what reverses is said first.
    return [no_effect, *said] if no_effect.startswith("This conclusion reverses") else [*said, no_effect]


def _carries(found: Sensitivity) -> str:
    answer = level(found, found.tornado.central)
    central = f"{CENTRAL} the answer is {answer}"
    made = found.indices
    if made is None:
        return f"{central}. No assumption changes it: it is the same over the whole of every range."
    if not made.clear:
        return (
            f"{central}. What the assumptions change in it does not show above chance: no share is told. "
            "More samples or more runs of each may show it."
        )
    shares = {key: place for place, key in enumerate(made.keys)}
    if len(made.tied) > 1:
        return (
            f"{central}. {_named(found, made.tied)} may each carry most of what the assumptions leave open: "
            "they are tied, these samples do not tell which."
        )
    key = made.tied[0]
    total, low, high = (
        float(each[shares[key]]) for each in (made.total.value, made.total.low, made.total.high)
    )
    return (
        f"{central}. {called(found, key)} carries most of what the assumptions leave open: {percent(total)} "
        f"of it ({percent(max(0.0, low))} to {percent(min(1.0, high))}), alone and with others."
    )


def _left_out(found: Sensitivity) -> str:
    """Samples without an answer, where there are any."""
    made = found.indices
    if made is None or not made.missing:
        return ""
    return (
        f"{made.missing} of {made.missing + made.rows} samples are left out: at one of their points the "
        "answer has no value, or the assumptions contradict each other."
    )


def _named(found: Sensitivity, keys: tuple[str, ...]) -> str:
    shown = [called(found, key) for key in keys[:4]]
    return and_list([*shown, f"{len(keys) - 4} more"] if len(keys) > 4 else shown)


def _luck(found: Sensitivity) -> str:
    made = found.indices
    if made is None or not made.clear:
        return ""
    others = len(found.screening.effects) - len(made.keys)
    left_out = (
        f" Another {counted(others, 'assumptions')}, with smaller effects in the screening, "
        f"{'stays' if others == 1 else 'stay'} at central values."
    )
    return (
        f"Of what a single run varies by, these {len(made.keys)} assumptions make "
        f"{percent(made.share_of_assumptions)} and chance the rest; chance is taken out of every share."
        f"{left_out if others else ''}"
    )


def _pairs(found: Sensitivity) -> list[str]:
    made = found.indices
    if made is None or not made.clear:
        return []
    if not made.pairs:
        return ["No two assumptions clearly act together in these samples."]
    return [_pair(found, each) for each in made.pairs[:MOST_PAIRS]]


def _pair(found: Sensitivity, pair: Pair) -> str:
    first, second = (called(found, key) for key in pair.keys)
    low, high = (_plain(found, value) for value in (pair.at_low, pair.at_high))
    return (
        f"{first} and {second} act together ({percent(pair.share)} of what is left open, "
        f"{percent(max(0.0, pair.low))} to {percent(min(1.0, pair.high))}): raising the first from low to "
        f"high changes the answer by {low} while the second is low, and by {high} while it is high."
    )


def _plain(found: Sensitivity, value: float) -> str:
    """A change without an interval, signed, for orientation."""
    if found.measure.unit in ("share", "chance"):
        return f"{figure(100 * value, signed=True)} points"
    said = amount(abs(value), found.measure.unit, found.measure.decimals)
    return f"{'−' if value < 0 else '+'}{said}"


def without_effect(found: Sensitivity) -> str:
    """What the answer does when support has no effect (MODEL 4.7)."""
    made = found.no_effect
    if made is None:
        return "Support has no effect in this scenario itself: nothing here rests on one."
    answer, moved = level(found, made.answer), change(found, made.change)
    if len(found.question.scenarios) > 1:
        assumed, left = change(found, found.tornado.central), change(found, made.answer)
        became = survives_no_effect(assumed, left)
        if became == "reverses":
            return (
                f"This conclusion reverses if support has no effect: as assumed, the difference is "
                f"{assumed.phrase()}; with no effect it is {left.phrase()}."
            )
        told = {
            "rests": "the difference rests on support working as assumed: ",
            "shrinks": "less than half of the difference is left: ",
            "stands": "the difference stands: ",
            "": "",
        }[became]
        return f"If support had no effect, {told}{left.phrase()}."
    said = "the answer would be the same" if moved.verdict == "same" else f"the answer would be {answer}"
    return f"If support had no effect, {said}: {moved.phrase()} than as assumed."


def end(found: Sensitivity, ends: Ends) -> tuple[str, str]:
    """What an assumption's lowest and highest value make of the answer, in words."""
    return change(found, ends.at_low).phrase(), change(found, ends.at_high).phrase()


def share(value: float, low: float, high: float) -> str:
    """A share of what the assumptions leave open with its interval; what is below a hundredth is said so."""
    if math.isnan(low):
        return "not known"
    if high < 0.005:
        return "under 1%"
    return f"{percent(max(0.0, value))} ({percent(max(0.0, low))} to {percent(min(1.0, high))})"
