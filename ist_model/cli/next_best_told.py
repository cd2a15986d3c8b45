"""What `ist next-best` prints and writes: the answer, the steps with their value, the break-even effect."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ist_model.cli import printing
from ist_model.report.csv_text import csv_text

if TYPE_CHECKING:
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
    """The leading step of each kind; of SLEs at the school where the leading specialism gains most."""
    first: dict[str, Step] = {}
    for option in found.options:
        best = max(option.steps, key=lambda step: found.single[step.key].mean)
        first.setdefault(best.kind, best)
    return list(first.values())


def show(told: Told) -> None:
    """The answer first, then a row for each step."""
    from ist_model.report import next_best_words as words

    found, measure = told.found, told.measure
    printing.console().print(f"The next best step: {told.base.name}", markup=False, style="bold")
    for line in words.answer(found, told.schools, told.even):
        printing.say(line)
    printing.say("")
    table = printing.table_of(f"What one more of each brings for £1,000 a year, in {words.unit_of(measure)}")
    table.add_column("One more")
    for heading in ("£ a year", "Gain for £1,000"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("Verdict", no_wrap=True)
    if told.even:
        table.add_column("Break-even effect", no_wrap=True)
    even = {each.step.key: words.effect_words(each) for each in told.even}
    for option in found.options:
        row = [
            option.label,
            f"{option.gbp_per_year:,.0f}",
            words.signed(measure, option.per_gbp),
            words.verdict(found, option),
        ]
        if told.even:
            row.append(next((even[step.key] for step in option.steps if step.key in even), ""))
        table.add_row(*row)
    printing.console().print(table)
    for line in _notes(told):
        printing.say(line)


def _notes(told: Told) -> list[str]:
    from ist_model.report import next_best_words as words

    found = told.found
    said = [
        f"Gain: {words.gained(told.measure)}; against today, run by run with the same luck, "
        f"{found.runs:,} runs of each step or fewer, {found.made:,} in all. In brackets 95 % intervals that "
        "hold for all steps together. Of SLEs the average over home schools.",
        "£ a year: what the trust sets aside, cover and buying, averaged over the period. An SLE is "
        "developed first, has days to give from then on, and may leave or be promoted. What developing one "
        "costs has no price in the register. A TIP's day is priced as a teacher's, or by --tip-day.",
    ]
    if told.even:
        said += words.effect_notes(told.base, told.even, told.worth, words.unit_of(told.measure))
    if told.base.no_effect:
        said.append("No break-even effect: this scenario switches the effect of support off.")
    said += [f"Not looked at: {reason}." for reason in told.steps.left_out]
    return [*said, printing.NOTE]


def as_csv(told: Told) -> str:
    """A row for each step, SLEs by home school, with intervals that hold for all of them together."""
    columns = [
        *("step", "label", "kind", "home", "gbp_per_year", "gain", "low", "high", "runs"),
        *("gain_per_1000_gbp", "low_per_1000_gbp", "high_per_1000_gbp"),
    ]
    rows: list[list[object]] = []
    for step in told.steps.steps:
        gain = told.found.single[step.key]
        home = "" if step.home is None else told.schools[step.home.id]
        key = step.key if step.home is None or told.named else step.key.removesuffix(f".{step.home.id}")
        each = [gain.mean, gain.low, gain.high]
        rows.append(
            [key, step.label, step.kind, home, step.gbp_per_year, *each, gain.values]
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
            "gbp_per_year": option.gbp_per_year,
            "gain": _interval(option.gain),
            "gain_per_1000_gbp": _interval(option.per_gbp),
            "may_be_best": option.may_be_best,
            "clear": option.clear,
        }
        for option in found.options
    ]
    even = [
        {
            "option": each.step.key if told.named or each.step.home is None else each.step.kind,
            "label": each.step.label,
            "gain_needed": each.needed,
            "odds_ratio": each.at,
            "odds_ratio_low": each.low,
            "odds_ratio_high": each.high,
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
    return {"mean": interval.mean, "low": interval.low, "high": interval.high, "runs": interval.values}
