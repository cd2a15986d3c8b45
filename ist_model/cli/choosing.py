"""What `ist choose` prints: the best or tied with the best, and what chance and assumptions leave open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ist_model.cli import printing
from ist_model.report.words import plain as words

if TYPE_CHECKING:
    from rich.table import Table

    from ist_model.experiments.chances import OverDraws
    from ist_model.experiments.choosing import Choice
    from ist_model.experiments.uncertainty import Parts
    from ist_model.results.summary import Interval


def show(choice: Choice) -> None:
    """The answer first, then the tables it rests on."""
    printing.say(f"{choice.label} ({choice.unit}).")
    printing.say(f"With the register's own values: {choice.best.verdict}.")
    printing.say("")
    printing.console().print(_at_central_values(choice))
    if choice.regret is not None:
        printing.say("")
        printing.say(_of_draws(choice))
        printing.console().print(_over_draws(choice))
        for against in choice.against:
            if against.parts is not None:
                printing.say(_varies(choice, against.scenario, against.parts))
            if against.over_draws is not None:
                printing.say(_how_often(against.scenario, against.over_draws))
    printing.say(printing.NOTE)


def _at_central_values(choice: Choice) -> Table:
    table = printing.table_of(f"{choice.best.runs} runs, the same luck for all")
    for heading in ("Scenario", "Mean", "Ahead of the best other", "95 %, all together", "Best or tied"):
        table.add_column(
            heading, justify="right" if heading in ("Mean", "Ahead of the best other") else "left"
        )
    table.add_column("Beats the first in a run")
    chances = {each.scenario: each.chance for each in choice.against}
    for name, row in choice.best.table.iterrows():
        chance = chances.get(str(name))
        table.add_row(
            str(name),
            _amount(choice, row["mean"]),
            _amount(choice, row["lead"], True),
            f"{_amount(choice, row['lead_low'], True)} to {_amount(choice, row['lead_high'], True)}",
            "yes" if row["in_set"] else "no",
            "" if chance is None else f"{words.chance(chance.interval.mean)}{_ties(chance.tied)}",
        )
    return table


def _over_draws(choice: Choice) -> Table:
    table = printing.table_of("How far behind the best of each draw (regret)")
    for heading in ("Scenario", "Mean", "Nine draws in ten within", "Largest", "Best in", "May be best in"):
        table.add_column(heading, justify="left" if heading == "Scenario" else "right")
    if choice.regret is None:
        return table
    for name, row in choice.regret.table.iterrows():
        table.add_row(
            str(name),
            f"{_amount(choice, max(0.0, row['mean_low']), apart=True)} to "
            f"{_amount(choice, row['mean'], apart=True)}",
            _amount(choice, row["p90"], apart=True),
            _amount(choice, row["largest"], apart=True),
            f"{100 * row['best_in']:.0f} %",
            f"{100 * row['may_be_best_in']:.0f} %",
        )
    return table


def _of_draws(choice: Choice) -> str:
    clear, draws = (0, 0) if choice.regret is None else (choice.regret.clear_draws, choice.regret.draws)
    return (
        f"Over {draws} draws of the uncertain assumptions, {choice.runs_per_draw} runs each: in "
        f"{clear} of them one scenario alone is the best beyond chance.{_left_out(choice)}"
    )


def _left_out(choice: Choice) -> str:
    """How many draws have no answer."""
    if not choice.left_out:
        return ""
    return (
        f" {choice.left_out} of {choice.draws} draws are left out: their assumptions contradict each other "
        "(no effect of a day of support gives the odds ratio)."
    )


def _varies(choice: Choice, scenario: str, parts: Parts) -> str:
    """A difference over all draws, and what it varies by."""
    hidden = " (too little to show above chance)" if parts.held_at_zero else ""
    return (
        f"{scenario}, against {choice.names[0]}: {_amount(choice, parts.interval.mean, True)} "
        f"({_interval(choice, parts.interval)}) over all draws. The difference varies from draw to draw by "
        f"± {_amount(choice, parts.assumptions_sd, apart=True)} with what is assumed{hidden}, "
        f"and within a draw from run to run by ± {_amount(choice, parts.chance_sd, apart=True)} with chance."
    )


def _how_often(scenario: str, over: OverDraws) -> str:
    """In how many draws a scenario is better, and in how many of them beyond chance."""
    shares = (over.clearly_better, over.not_clear, over.clearly_worse)
    better, unclear, worse = (round(share * over.draws) for share in shares)
    return (
        f"  {scenario} is clearly better in {better} of {over.draws} draws, clearly worse in {worse}, and in "
        f"{unclear} chance leaves it open."
    )


def _amount(choice: Choice, value: float, signed: bool = False, apart: bool = False) -> str:
    """A number of the measure, in its unit's own way; `apart`: how far two values are from each other."""
    if choice.unit in ("share", "chance"):
        sign = "+" if signed else ""
        return f"{100 * value:{sign}.1f} points" if signed or apart else f"{100 * value:.1f} %"
    text = f"{value:+,.{choice.decimals + 1}f}" if signed else f"{value:,.{choice.decimals + 1}f}"
    return text.replace("-0.0", "0.0") if float(text.replace(",", "")) == 0 else text


def _interval(choice: Choice, interval: Interval) -> str:
    return f"95 %: {_amount(choice, interval.low, True)} to {_amount(choice, interval.high, True)}"


def _ties(tied: float) -> str:
    return f" (the same in {100 * tied:.0f} % of runs)" if tied >= 0.005 else ""
