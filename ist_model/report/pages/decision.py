"""The decision paper: options, effect on pupils, cost, main risk, how sure, what must be built first."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from ist_model.report import show
from ist_model.report.cases.case import PUPILS, Case
from ist_model.report.cases.options import Options
from ist_model.report.charts import dumbbell
from ist_model.report.pages.unknowns import caution
from ist_model.report.parts.answers import COST, SAFE, WHERE, WHO, joiners_in_pupils
from ist_model.report.parts.built_first import READY, first_of_all, short_specialisms, sure_to
from ist_model.report.parts.risk import risk_in_a_cell, risk_in_a_sentence
from ist_model.report.show import Block
from ist_model.report.tables import Cell, Content
from ist_model.report.words.confidence import RULE, Confidence, confidence
from ist_model.report.words.difference import Difference
from ist_model.report.words.levels import at_no_effect, level
from ist_model.report.words.plain import and_list, sentence
from ist_model.report.words.standing import how_read, standing_of
from ist_model.results.short import IN_ALL

COUNTED = "Pupils of existing schools in a school needing attention"
NO_EFFECT = "At no effect, not ruled out: the gap is an assumption"
JOINERS = "Joining schools’ pupils in such a school, against not joining"


def heading(options: Options, least_share: float) -> Block:
    """The question, and decision, risk, cost and confidence in a sentence each.

    Args:
        options: Of the page.
        least_share: Share of needs that the trust wants begun within the service standard (0-1).
    """
    names = "; ".join(options.title(case) for case in options.cases)
    question = f"Which is best for our existing schools: {options.against}, or one of these options? {names}."
    sentences = [
        _turned(options),
        _decision(options),
        _without(options),
        risk_in_a_sentence(options, least_share),
        _cost(options),
        _sure(options),
        *caution(options.baseline.resolved),
    ]
    answer = show.question(question) + show.answer(sentence(text) for text in sentences if text)
    standing = standing_of(options.baseline.resolved.trust)
    return show.paper(show.lead(standing) + answer if standing else answer)


def _clear(options: Options) -> list[tuple[Case, Difference]]:
    pairs = ((case, case.difference(PUPILS)) for case in options.cases)
    return [(case, made) for case, made in pairs if made is not None and made.clear]


def _turned(options: Options) -> str:
    """First of all: conclusions that reverse if support has no effect (MODEL 4.7)."""
    turned = [options.short(case) for case in options.turned]
    return f"If support has no effect, the conclusion reverses for {and_list(turned)}" if turned else ""


def _decision(options: Options) -> str:
    counted = f"the pupils of {WHO} {WHERE} (its whole roll counts)"
    if options.choice is None:
        return f"No option can be set against {options.against} by {counted}"
    best = [case for case in options.every if options.may_be_best(case)]
    number = len(options.every) - len(options.apart)
    told = _grouped(options, _clear(options))
    if len(best) > 1:
        names = and_list(options.short(case) for case in best)
        rest = f"; {told}" if told else ""
        return f"Measured by {counted}, runs do not tell which is best: {names} are tied{rest}"
    today = f"{level(options.baseline, PUPILS)} of {options.baseline.pupils:,.0f}"
    if best[0].alone:
        first = f"{options.against} has the fewest of these {number}, {today}"
        return f"Measured by {counted}, {first}: {told}{_others(options)}"
    first = f"{options.short(best[0])} has the fewest of these {number}"
    return f"Measured by {counted}, {first}: {told}, against {today} by {options.against}"


def _grouped(options: Options, differences: Iterable[tuple[Case, Difference]]) -> str:
    """Differences with whose they are, equal ones together: "3 more pupils by options 1 and 2"."""
    told: dict[str, list[str]] = {}
    for case, made in differences:
        told.setdefault(made.phrase(), []).append(options.short(case))
    whose = {phrase: and_list(names) for phrase, names in told.items()}
    for phrase, names in told.items():
        if len(names) > 1:
            whose[phrase] = f"options {and_list(name.removeprefix('option ') for name in names)}"
    return and_list(f"{phrase} by {who}" for phrase, who in whose.items())


def _others(options: Options) -> str:
    """Where changes without growth are, if every option here is a growth."""
    growing = all(case.grows for case in options.cases)
    return "; for changes without growth see “All scenarios compared”" if growing else ""


def _without(options: Options) -> str:
    """What is left of it if support has no effect, where the reader meets the result (MODEL 4.7)."""
    pairs = ((case, case.difference_at_no_effect(PUPILS)) for case in options.cases)
    told = _grouped(options, [(case, made) for case, made in pairs if made and made.known])
    if not told:
        return ""
    today = f"{at_no_effect(options.baseline, PUPILS)} by {options.against}"
    return f"The evidence does not rule out that support has no effect: then {today}, {told}"


def _cost(options: Options) -> str:
    by_cost = sorted(options.cases, key=lambda case: case.mean(COST))
    ends = by_cost if len(by_cost) < 3 else [by_cost[0], by_cost[-1]]
    levels = [f"{level(case, COST)} under {options.short(case)}" for case in ends]
    told = f"{and_list(levels)}" if ends == by_cost else f"between {and_list(levels)}"
    today = level(options.baseline, COST)
    growing = any(case.grows for case in options.cases)
    left_out = "salaries and a joining school’s own balance" if growing else "salaries"
    return f"Cost: support costs {today} by {options.against}, {told}; {left_out} are not counted"


def sure(options: Options, case: Case) -> Confidence | None:
    """How sure an option's effect on pupils is; None where it cannot be compared."""
    made = case.difference(PUPILS)
    if made is None:
        return None
    over, runs = options.over_draws(case), options.choice.runs_per_draw if options.choice else 0
    return confidence(made, case.difference_at_no_effect(PUPILS), over, runs)


def _sure(options: Options) -> str:
    by_word: dict[str, list[tuple[str, str]]] = {}
    for case in options.cases:
        if (made := sure(options, case)) is not None:
            by_word.setdefault(made.word, []).append((options.short(case), made.because))
    told = []
    for word, found in by_word.items():
        reasons = list(dict.fromkeys(because for _, because in found))
        who = "every option" if len(found) == len(options.cases) > 1 else and_list(name for name, _ in found)
        told.append(f"{word} for {who} ({'; '.join(reasons)})")
    return f"Confidence: {and_list(told)}" if told else ""


def table(options: Options) -> Block:
    """All options side by side, in the order given, not ranked: pupils, cost, risk, what is short."""
    rows: list[tuple[str, Callable[[Options, Case], Content]]] = [
        (COUNTED, _pupils),
        (NO_EFFECT, _without_effect),
        *([(JOINERS, _joiners)] if any(case.grows for case in options.cases) else []),
        ("Net cost of support", lambda _, case: level(case, COST)),
        ("Main risk for existing schools", lambda _, case: risk_in_a_cell(case)),
        ("How sure", _how_sure),
        ("Support asked for and never given", lambda _, case: level(case, IN_ALL)),
        (f"Most of it, days a year (each {sure_to(options.every)})", lambda _, case: short_specialisms(case)),
        ("Leaders ready for a headship, on average", lambda _, case: level(case, READY)),
        ("Chance that no existing school needs attention at the end", lambda _, case: level(case, SAFE)),
    ]
    columns = ["", *(f"{options.title(case)}{_mark(options, case)}" for case in options.every)]
    columns[0] = "On average"
    cells: list[list[Content]] = [
        [words, *(of(options, case) for case in options.every)] for words, of in rows
    ]
    return show.paper(show.rows(columns, cells, caption="The options side by side"))


def _mark(options: Options, case: Case) -> str:
    """Whether it is the best or tied with the best, for its heading."""
    best = sum(bool(options.may_be_best(each)) for each in options.every)
    if not options.may_be_best(case):
        return ""
    return f" (fewest of these {len(options.every)})" if best == 1 else " (tied for fewest)"


def _pupils(options: Options, case: Case) -> Content:
    if case.alone:
        return f"{level(case, PUPILS)}, of {case.pupils:,.0f}"
    made = case.difference(PUPILS)
    if made is None:
        return Cell(f"not compared: {case.why_no_difference(PUPILS)}", "unclear")
    return Cell(f"{made.phrase()}: {case.mean(PUPILS):,.0f}", made.verdict)


def _without_effect(options: Options, case: Case) -> Content:
    without = case.difference_at_no_effect(PUPILS)
    if without is None:
        return "not known"
    if case.alone:
        return at_no_effect(case, PUPILS)
    return Cell(without.phrase(), without.verdict)


def _joiners(options: Options, case: Case) -> Content:
    """What joining means for joiners' pupils, apart from the schools there are (MODEL 11.2)."""
    return joiners_in_pupils(case) if case.grows else "–"


def _how_sure(options: Options, case: Case) -> Content:
    certain = None if case.alone else sure(options, case)
    return f"{certain.word}: {certain.agree}" if certain else "–"


def _chart(options: Options) -> Block:
    """The differences as a picture."""
    rows = [
        (options.title(case), made, case.difference_at_no_effect(PUPILS))
        for case in options.cases
        if (made := case.difference(PUPILS)) is not None and made.known
    ]
    if not rows:
        return show.notes([f"No option can be compared with {options.against}, so there is nothing to draw."])
    best = [options.title(case) for case in options.cases if options.may_be_best(case)]
    title = "More (right) or fewer (left) pupils of existing schools in a school needing attention"
    return show.chart(
        dumbbell(rows, title=title, against=options.against, best=best, runs=options.baseline.result.runs),
        half_sheet=True,
    )


def below(options: Options) -> Block:
    """What must be built first, the differences as a picture, how to read it; the stamp."""
    built = show.part("What must be built first") + show.notes([first_of_all(options)])
    return show.paper(built + _notes(options) + _chart(options), columns=True) + show.stamp(options.stamp())


def _beyond_chance(options: Options) -> str:
    """How much further the assumptions move today's plan than chance; empty where not varied."""
    choice = options.choice
    if choice is None or choice.first_by_draw is None:
        return ""
    low, high = (float(end) for end in np.nanpercentile(choice.first_by_draw, [10, 90]))
    return (
        f"Assumptions move the numbers further: in 8 of 10 other sets of them, {options.against} means "
        f"{low:,.0f} to {high:,.0f} pupils in place of {options.baseline.mean(PUPILS):,.0f} "
        f"({choice.runs_per_draw} runs each). "
    )


def _read_otherwise(case: Case) -> str:
    """What the trust's file says of another reading of its starting strengths, where it is of this number."""
    said = how_read(case.resolved.trust, case.mean(PUPILS)).partition(". ")[0]
    return f"{sentence(said)} " if said else ""


def _notes(options: Options) -> Block:
    """How to read it, in as few words as possible."""
    years = f"{options.baseline.resolved.years:g}"
    told = [
        f"Averages over {years} school years and {options.baseline.result.runs:,} runs of the model, each "
        "with other luck; options are compared run by run. Brackets hold 95% intervals: what chance alone "
        f"leaves open. {_beyond_chance(options)}{_read_otherwise(options.baseline)}{RULE}",
    ]
    for case in options.cases:
        if case.resolved.scenario_id in options.apart:
            why = options.apart[case.resolved.scenario_id]
            name = sentence(options.short(case)).removesuffix(".")
            told.append(f"{name} is not set against {options.against}: {why}.")
    return show.notes(told)
