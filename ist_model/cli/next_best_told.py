"""What `ist next-best` prints and writes: the answer, the steps with their value, the effects that pay."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ist_model.cli import printing
from ist_model.report.words.csv_text import csv_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ist_model.experiments.next_best.answer import NextBest
    from ist_model.experiments.next_best.break_even import BreakEven
    from ist_model.experiments.next_best.steps import Step, Steps
    from ist_model.inputs.scenario_models import Resolved
    from ist_model.results.measures import Measure
    from ist_model.results.summary import Interval


@dataclass(frozen=True)
class Told:
    """All that the command has to tell."""

    base: Resolved
    measure: Measure
    steps: Steps
    found: NextBest
    without: Mapping[str, Interval]  # gain without effect of support, by option
    even: tuple[BreakEven, ...]
    worth: float | None
    named: bool

    @property
    def schools(self) -> dict[str, str]:
        """What each home school is called, by id."""
        return {s.id: s.name if self.named else s.label for s in self.base.trust.schools}


def units(measure: Measure) -> int:
    """Units that a reader counts in one of the measure: a share has a hundred % points."""
    return 100 if measure.unit in ("share", "chance") else 1


def leading(found: NextBest) -> list[Step]:
    """The leading step of each kind; of SLEs the one that gains most of the leading specialism."""
    first: dict[str, Step] = {}
    for option in found.options:
        best = max(option.steps, key=lambda step: found.single[step.key].mean)
        first.setdefault(best.kind, best)
    return list(first.values())


def show(told: Told) -> None:
    """The answer first, then a row for each step."""
    from ist_model.report.words import next_best as words

    found, measure = told.found, told.measure
    printing.console().print(f"The next best step: {told.base.name}", style="bold")
    first, last = words.without_effect(found, measure, told.without)
    for line in [*first, *words.answer(found, told.schools), *last]:
        printing.say(line)
    printing.say("")
    table = printing.table_of(f"What one more of each brings, in {words.unit_of(measure)}")
    table.add_column("One more")
    for heading in ("Gain a year", "£ a full year", "For £1,000"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("Verdict", no_wrap=True)
    for option in found.options:
        table.add_row(
            option.label,
            words.signed(measure, option.gain),
            f"{option.gbp_full_year:,.0f}",
            words.mean(measure, option.per_gbp),
            words.verdict(found, option),
        )
    printing.console().print(table)
    for line in _notes(told):
        printing.say(line)
    if told.even:
        _show_effects(told)
    printing.say(printing.NOTE)


def _show_effects(told: Told) -> None:
    """Where the leading step of each kind pays; each named with its school, which is the luckiest."""
    from ist_model.report.words import next_best as words

    printing.say("")
    table = printing.table_of("At which effects of support the leading step of each kind pays")
    table.add_column("One more")
    for heading in ("Clearly pays at", "Left open at", "Clearly falls short at"):
        table.add_column(heading)
    for each in told.even:
        step = each.step
        at = "" if step.home is None else f", at {told.schools[step.home.id]}"
        table.add_row(f"{step.label}{at}", *words.effect_row(each))
    printing.console().print(table)
    for line in words.effect_notes(told.base, told.even, told.worth, words.unit_of(told.measure)):
        printing.say(line)


def _notes(told: Told) -> list[str]:
    from ist_model.experiments.next_best.break_even import odds_ratio
    from ist_model.report.words import next_best as words

    found, base = told.found, told.base
    said = [
        f"Gain: {words.gained(told.measure)}; against today, run by run with the same luck, "
        f"{found.runs:,} runs of each step or fewer, {found.made:,} in all. In brackets 95 % intervals that "
        "hold for all steps together; they hold chance alone, not what is unsure of the register or of "
        "prices. Of SLEs the average over home schools.",
        "£ a full year: cover for release days, or a bought day at its price; a TIP's day as a teacher's, or "
        "by --tip-day. Nothing for developing an SLE, which has no price in the register, and no pay for "
        "being one. For £1,000: the gain over all that is paid for it, an SLE's cover from when it is "
        "developed, other steps from the first day run. It ranks steps of this size; twice the money need "
        "not bring twice the gain.",
    ]
    if base.no_effect:
        said.append("No effects of support were tried: this scenario switches the effect off.")
    elif (row := odds_ratio(base)).low == row.high:
        said.append(f"No effects of support were tried: this scenario fixes the odds ratio at {row.low:g}.")
    said += [f"Not looked at: {reason}." for reason in told.steps.left_out]
    return said


def as_csv(told: Told) -> str:
    """A row for each step, SLEs by home school, with intervals that hold for all of them and all looks."""
    columns = [
        *("step", "label", "kind", "home", "gbp_full_year", "gbp_per_year", "gain", "low", "high", "runs"),
        *("gain_per_1000_gbp", "low_per_1000_gbp", "high_per_1000_gbp"),
    ]
    rows: list[list[object]] = []
    for step in told.steps.steps:
        gain = told.found.single[step.key]
        home = "" if step.home is None else told.schools[step.home.id]
        key = step.key if step.home is None or told.named else step.key.removesuffix(f".{step.home.id}")
        each = [gain.mean, gain.low, gain.high]
        rows.append(
            [key, step.label, step.kind, home, step.gbp_full_year, step.gbp_per_year, *each, gain.values]
            + [1000 * value / step.gbp_per_year for value in each]
        )
    return csv_text(columns, rows)


def as_json(told: Told) -> str:
    """The answer as data, unrounded."""
    found = told.found
    options = [
        {
            "option": option.key,
            "label": option.label,
            "gbp_full_year": option.gbp_full_year,
            "gbp_per_year": option.gbp_per_year,
            "gain": _interval(option.gain),
            "gain_per_1000_gbp": _interval(option.per_gbp),
            "may_be_best": option.may_be_best,
            "helps": option.helps,
            "harms": option.harms,
            "gain_without_effect": _interval(told.without[option.key])
            if option.key in told.without
            else None,
        }
        for option in found.options
    ]
    even = [
        {
            "option": each.step.key if told.named or each.step.home is None else each.step.kind,
            "label": each.step.label,
            "home": None if each.step.home is None else told.schools[each.step.home.id],
            "gain_needed": each.needed,
            "gains": [{"odds_ratio": ratio, **_interval(gain)} for ratio, gain in each.gains.items()],
            "clearly_pays_at": each.pays,
            "left_open_at": each.open,
            "clearly_falls_short_at": each.short,
            "no_answer_at": each.no_answer,
        }
        for each in told.even
    ]
    data = {
        "scenario": told.base.scenario_id,
        "measure": told.measure.name,
        "unit": told.measure.unit,
        "better": told.measure.better,
        "runs": found.runs,
        "runs_in_all": found.made,
        "nothing_may_be_best": found.nothing_may_be_best,
        "options": options,
        "home_schools_that_may_be_best": [told.schools[home] for home in found.homes],
        "by_home_school": {told.schools[home]: _interval(gain) for home, gain in found.by_home.items()},
        "worth_gbp": told.worth,
        "break_even": even,
        "left_out": list(told.steps.left_out),
    }
    return json.dumps(data, indent=2) + "\n"


def _interval(interval: Interval) -> dict[str, Any]:
    ends = {"mean": interval.mean, "low": interval.low, "high": interval.high}
    return {name: None if math.isnan(value) else value for name, value in ends.items()} | {
        "runs": interval.values
    }
