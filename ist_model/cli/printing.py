"""What the commands print: plain lines and tables that a newcomer can read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

if TYPE_CHECKING:
    import pandas as pd

    from ist_model.engines.records import Records
    from ist_model.results.result import ScenarioResult
    from ist_model.results.why import Story
    from ist_model.world.structs import World

KEY_MEASURES = (
    "pupils_attention_existing",
    "pupils_attention_joiners",
    "joining_effect_share",
    "within_standard_resolved_existing",
    "wait_median_weeks_existing",
    "wait_p90_weeks_existing",
    "share_unmet_existing",
    "needs_raised_trust",
    "days_delivered_trust",
    "utilisation",
    "net_gbp_per_year",
    "cost_gbp_per_day_received",
    "balance_gbp_per_year",
    "reserves_gbp",
    "reserves_used_up",
)
NOTE = "Planning model, not evidence of impact and not a predicted grade."


def console() -> Console:
    """Standard output, as wide as the terminal, or wide enough for the tables when it is none.

    What people write is text: no name is read as markup.
    """
    return Console(markup=False, highlight=False, width=None if sys.stdout.isatty() else 110)


def say(text: str) -> None:
    """Print a line."""
    console().print(text, soft_wrap=True)


@contextmanager
def progress(title: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error; nothing where that is no terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(title, total=None)

        def update(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield update


def summary(result: ScenarioResult, named: bool) -> None:
    """Key numbers of one scenario."""
    from ist_model.results.summary import summarise

    frame = summarise(result)
    table = table_of(f"{result.summary.name}: {result.runs} runs, seed {result.summary.seed}")
    for heading in ("Measure", "Mean", "95 % interval of the mean", "Eight runs in ten between"):
        table.add_column(heading, justify="left" if heading == "Measure" else "right")
    for name in _key(frame):
        row = frame.loc[name].to_dict()
        table.add_row(
            str(row["label"]),
            _number(row, "mean"),
            f"{_number(row, 'mean_low', bare=True)} to {_number(row, 'mean_high', bare=True)}",
            _spread(row),
        )
    console().print(table)
    _schools(result, named)
    _assumed(result)
    say(f"{NOTE} Scenario {result.identity[:12]}, model {result.manifest['model_version']}.")


def comparison(baseline: ScenarioResult, scenario: ScenarioResult, frame: pd.DataFrame, every: bool) -> None:
    """Paired differences of a scenario and its baseline."""
    table = table_of(f"{scenario.summary.name}, against {baseline.summary.name}")
    for heading in ("Measure", "Baseline", "Scenario", "Difference", "95 % interval", "Verdict"):
        table.add_column(heading, justify="left" if heading in ("Measure", "Verdict") else "right")
    for name in frame.index if every else _key(frame):
        row = frame.loc[name].to_dict()
        compared = row["verdict"] != "not compared"
        table.add_row(
            str(row["label"]),
            _number(row, "baseline_mean", bare=True),
            _number(row, "scenario_mean", bare=True),
            _difference(row, "difference") if compared else "",
            f"{_difference(row, 'low', True)} to {_difference(row, 'high', True)}" if compared else "",
            str(row["verdict"]) if compared else f"not compared: {row['why_not']}",
        )
    console().print(table)
    say(NOTE)


def requests(world: World, records: Records, number: int) -> None:
    """The requests of a run, longest wait first."""
    from ist_model.engines.records import STATUS_WORDS
    from ist_model.inputs.calendar import date_of
    from ist_model.results import why

    table = table_of(f"Requests of run {number}, longest wait first")
    for heading in ("No.", "Raised", "For", "Days", "Waited, weeks", "Now"):
        table.add_column(heading, justify="right" if heading in ("No.", "Days", "Waited, weeks") else "left")
    waits = [why.wait_weeks(records, row, world.span.end) for row in range(len(records.needs))]
    for row in sorted(range(len(waits)), key=lambda r: (-waits[r], r))[:40]:
        need = records.needs[row]
        table.add_row(
            str(row + 1),
            f"{date_of(int(need['raised'])):%d %b %Y}",
            why.describe(world, need),
            f"{need['asked_milli'] / 1000:.1f}",
            f"{waits[row]:.1f}",
            STATUS_WORDS[need["status"]],
        )
    console().print(table)
    say(f"{len(waits)} requests in all. One of them in words: --request NUMBER, or --request longest.")


def story(told: Story) -> None:
    """One request's story."""
    say(told.headline)
    for sentence in told.sentences:
        say(f"  {sentence}")


def _schools(result: ScenarioResult, named: bool) -> None:
    if named:
        names = dict(zip(result.names["labels"], result.names["schools"], strict=True))
        say("Schools: " + "; ".join(f"{label} = {name}" for label, name in sorted(names.items())))


def _assumed(result: ScenarioResult) -> None:
    """Which figures of schools' money nobody wrote, so that the register's stand in for them."""
    labels: dict[str, list[str]] = {}
    for label, figures in zip(result.schools["label"], result.schools["assumed"], strict=True):
        labels.setdefault(str(figures), []).append(str(label))
    for figures, schools in labels.items():
        if figures:
            names = figures.replace("_gbp", "").replace("_fte", "").replace("_", " ")
            say(f"Assumed, not in the trust file: {names} of {', '.join(sorted(schools))}.")


def table_of(title: str) -> Table:
    """An empty table with a title, in the look of all commands."""
    return Table(title=title, title_justify="left", title_style="bold", show_edge=False, pad_edge=False)


def _key(frame: pd.DataFrame) -> list[str]:
    shown = frame.reindex(list(KEY_MEASURES)).filter(items=["mean", "baseline_mean", "scenario_mean"])
    return [str(name) for name in shown.dropna(how="all").index]


def _spread(row: Mapping[Any, Any]) -> str:
    """Where eight runs in ten lie; nothing for a chance, which a single run has or has not."""
    if row["unit"] == "chance":
        return ""
    return f"{_number(row, 'p10', bare=True)} to {_number(row, 'p90', bare=True)}"


def _number(row: Mapping[Any, Any], column: str, bare: bool = False) -> str:
    import math

    value, unit = float(row[column]), str(row["unit"])
    if math.isnan(value):
        return "none"
    if unit in ("share", "chance"):
        return f"{100 * value:.0f} %"
    if unit.startswith("GBP"):
        return _pounds(value) + ("" if bare else unit.removeprefix("GBP"))
    return f"{value:,.{int(row['decimals'])}f}" + ("" if bare else f" {unit}")


def _difference(row: Mapping[Any, Any], column: str, bare: bool = False) -> str:
    """A difference, one digit finer than its measure: a small clear one must not read as nothing."""
    value, unit = float(row[column]), str(row["unit"])
    if unit in ("share", "chance"):
        return _signed(100 * value, 1) + ("" if bare else " % points")
    if unit.startswith("GBP"):
        return _pounds(value) + ("" if bare else unit.removeprefix("GBP"))
    return _signed(value, int(row["decimals"]) + 1) + ("" if bare else f" {unit}")


def _pounds(value: float) -> str:
    """Whole pounds, the sign before the pound."""
    return f"{'-' if round(value) < 0 else ''}£{abs(value):,.0f}"


def _signed(value: float, decimals: int) -> str:
    """A number without a sign before nought."""
    return f"{round(value, decimals) + 0.0:,.{decimals}f}"
