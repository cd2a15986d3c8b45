"""In what an option may turn out worse for existing schools, with levels beside the difference."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ist_model.experiments.target import how_often
from ist_model.experiments.target import standard as standard_of
from ist_model.report.cases.case import PUPILS, Case
from ist_model.report.cases.options import Options
from ist_model.report.parts.answers import COST, ON_TIME, SAFE, UNMET, WHO
from ist_model.report.words.difference import Difference
from ist_model.report.words.levels import chances, level, one_in_ten
from ist_model.report.words.plain import and_list, percent, sentence, standard, twentieths

IN_TIME = "begun in time"
KEPT = 0.95  # share of runs that reach the trust's line, from which on nothing need be said


class Risk(NamedTuple):
    """A way in which an option may turn out worse for existing schools."""

    measure: str
    words: str
    what: str  # followed by a level or a difference


# In this order: the first that is clearly worse is an option's main risk.
RISKS = (
    Risk(ON_TIME, "help comes later", IN_TIME),
    Risk(UNMET, "more goes unmet", "needs never met"),
    Risk(SAFE, "schools slip", "chance that none needs attention at the end"),
    Risk(PUPILS, "more pupils in a school needing attention", "such pupils"),
    Risk(COST, "more cost", "net cost"),
)


def main_risk(case: Case) -> tuple[Risk, Difference] | None:
    """The first of `RISKS` that is clearly worse than by the baseline; None if none is."""
    for risk in RISKS:
        made = case.difference(risk.measure)
        if made is not None and made.verdict == "worse":
            return risk, made
    return None


def risk_in_a_sentence(options: Options, least_share: float) -> str:
    """The worst of the options' main risks: today's level, the option's, and how it is in the last term.

    Args:
        options: Of the page.
        least_share: The line: share of needs that the trust wants begun within the standard (0-1).
    """
    found = [(case, *worse) for case in options.cases if (worse := main_risk(case))]
    if not found:
        tail = f"by {options.against}, in 1 run in 10 it is {one_in_ten(options.baseline, PUPILS)} or more"
        return f"Risk: nothing is clearly worse for {WHO}; {tail}"
    first = min(RISKS.index(risk) for _, risk, _ in found)
    case, risk, made = max(
        (each for each in found if RISKS.index(each[1]) == first), key=lambda each: abs(each[2].mean)
    )
    levels = (
        f"{level(options.baseline, risk.measure)} by {options.against}, {level(case, risk.measure)} under "
        f"{options.short(case)}, the worst in this: {made.phrase()}"
    )
    if risk.measure != ON_TIME:
        return f"Risk: {risk.words}, {risk.what}: {levels}"
    within = standard(options.baseline.standard_weeks)
    told = f"Risk: {risk.words}: of needs, begun within {within} are {levels}"
    return f"{told}{_at_the_end(options)}{_line(options, least_share)}"


def _at_the_end(options: Options) -> str:
    """How runs go in the last term: an average over the period holds years before anybody joins."""
    ends = []
    for case in options.every:
        known = case.result.series["in_time"].dropna(subset=["share_p50"])
        if known.empty:
            return ""
        by = "by" if case.alone else "under"
        low, middle, high = (percent(float(known[f"share_p{at}"].iloc[-1])) for at in (10, 50, 90))
        ends.append(f"{middle} ({low} to {high}) {by} {options.short(case)}")
    return f"; in the last term (middle run, 8 runs in 10) {and_list(ends)}"


def _line(options: Options, least_share: float) -> str:
    """In how many runs today's plan itself reaches the trust's line."""
    measured = options.baseline.result.measures[ON_TIME].to_numpy(np.float64)
    if not 0 < least_share < 1 or np.isnan(measured).all():
        return ""
    kept = how_often(standard_of(least_share, 0.5, "existing"), measured)
    if kept.mean >= KEPT:
        return ""
    who, line = sentence(options.against).rstrip("."), percent(least_share)
    chance = f"{twentieths(kept.mean)} runs ({chances(kept.low, kept.high)})"
    return f". {who} reaches the trust’s line of {line} in only {chance}"


def risk_in_a_cell(case: Case) -> str:
    """The same of one option, or of the baseline by itself, for a table."""
    if case.alone:
        help_ = f"{IN_TIME} {level(case, ON_TIME)}; " if np.isfinite(case.mean(ON_TIME)) else ""
        return f"{help_}in 1 run in 10, {one_in_ten(case, PUPILS)} or more"
    found = main_risk(case)
    if not found:
        return "nothing clearly worse"
    risk, made = found
    return f"{risk.what} {level(case, risk.measure)}, {made.phrase()}"
