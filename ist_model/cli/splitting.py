"""What `ist why-different` prints and writes: the difference between two scenarios, split by cause."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.table import Table

from ist_model.cli import printing
from ist_model.cli.failures import RefusedError
from ist_model.report.words.csv_text import csv_text

if TYPE_CHECKING:
    from ist_model.experiments.why_different import Split, WhyDifferent
    from ist_model.report.words.waterfall import Line, Waterfall

_WIDEST_BAR = 16
_WORDS_WIDTH = 52


def must_be_writable(*paths: Path | None) -> None:
    """Refuse files that could not be written, before anything is run.

    Raises:
        RefusedError: naming the file and what is wrong with it.
    """
    for path in paths:
        if path is not None and (path.is_dir() or not path.parent.is_dir()):
            what = "it is a folder" if path.is_dir() else f"there is no folder {path.parent}"
            raise RefusedError(f"cannot write {path}: {what}; name a file in a folder that exists")


def show(answer: WhyDifferent, named: bool) -> None:
    """Print each measure as a waterfall, then how it was found."""
    from ist_model.report.words import waterfall

    labels = waterfall.school_words(answer.a, answer.b, named)
    words = waterfall.cause_words(answer, labels)
    if not answer.causes:
        _say(f"“{answer.b.name}” and “{answer.a.name}” say the same: there is nothing to explain.")
        return
    _say(f"Why “{answer.b.name}” differs from “{answer.a.name}”")
    for split in answer.splits:
        printing.say("")
        _show_one(split, waterfall.waterfall(split, words, answer.a.name, answer.b.name))
    for name, reason in answer.not_split.items():
        _say(f"\n{name} is not split: {reason}.")
    printing.say("")
    for line in [*waterfall.reasons(answer, words), *_method(answer), printing.NOTE]:
        _say(line)


def _say(text: str, style: str = "") -> None:
    """A paragraph, broken between words."""
    printing.console().print(text, style=style)


def write(answer: WhyDifferent, named: bool, json_file: Path | None, csv_file: Path | None) -> None:
    """Write the split as data: exact fractions in JSON, one row a step in CSV."""
    from ist_model.report.words import waterfall

    labels = waterfall.school_words(answer.a, answer.b, named)
    words = waterfall.cause_words(answer, labels)
    if json_file is not None:
        told = waterfall.cause_changes(answer, labels, named=named)
        json_file.write_text(json.dumps(_as_data(answer, words, told), indent=2) + "\n", encoding="utf-8")
        printing.say(f"wrote {json_file}")
    if csv_file is not None:
        csv_file.write_text(_as_csv(answer, words), encoding="utf-8", newline="")
        printing.say(f"wrote {csv_file}")


def _show_one(split: Split, made: Waterfall) -> None:
    _say(made.title, "bold")
    table = Table(box=None, show_header=False, show_edge=False, pad_edge=False)
    table.add_column(width=_WORDS_WIDTH)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    largest = max((abs(line.units) for line in made.steps), default=0)
    table.add_row(made.start.words, made.start.shown, "")
    for line in made.steps:
        table.add_row(f"  {line.words}", line.shown, _bar(line, largest, split.better))
    table.add_row(made.end.words, made.end.shown, "")
    printing.console().print(table)
    _say(made.summary)


def _bar(line: Line, largest: int, better: str) -> str:
    """A bar as long as the step is large, and what it means; a step that is not clear has none."""
    if not line.clear:
        return "no clear effect"
    length = round(_WIDEST_BAR * abs(line.units) / largest) if largest else 0
    way = "higher" if line.units > 0 else "lower"
    meaning = way if not better else "better" if way == better else "worse"
    return f"{'█' * length}{' ' if length else ''}{meaning if line.units else ''}"


def _method(answer: WhyDifferent) -> list[str]:
    several = f"{answer.scenarios_run} scenarios, {answer.runs} runs each with the same luck."
    used = min(answer.a.runs, answer.b.runs)
    if answer.a.runs != answer.b.runs and answer.runs == used:
        several += f" The two have {answer.a.runs} and {answer.b.runs} runs: the smaller number is used."
    if len(answer.causes) == 1:
        return [several]
    if answer.orders == answer.all_orders:
        orders = "both orders" if answer.orders == 2 else f"all {answer.orders} orders"
    else:
        orders = (
            f"{answer.orders} of the {answer.all_orders:,} orders (each comes at each place equally often)"
        )
    return [f"{several} A step is what a cause adds, averaged over {orders} in which causes can come."]


def _as_data(answer: WhyDifferent, words: Sequence[str], told: Sequence[Any]) -> dict[str, Any]:
    return {
        "from": answer.a.scenario_id,
        "to": answer.b.scenario_id,
        "seed": answer.a.seed,
        "runs": answer.runs,
        "scenarios_run": answer.scenarios_run,
        "orders": answer.orders,
        "orders_in_all": answer.all_orders,
        "causes": [
            {"cause": text, "changes": [list(row) for row in rows], "taken_together_because": cause.because}
            for text, rows, cause in zip(words, told, answer.causes, strict=True)
        ],
        "measures": [_split_as_data(split, words) for split in answer.splits],
        "not_split": dict(answer.not_split),
    }


def _split_as_data(split: Split, words: Sequence[str]) -> dict[str, Any]:
    return {
        "measure": split.measure,
        "label": split.label,
        "unit": split.unit,
        "better": split.better,
        "runs_used": split.pairs,
        "start": float(split.start),
        "start_exact": str(split.start),
        "steps": [
            {
                "cause": words[step.cause],
                "value": float(step.exact),
                "value_exact": str(step.exact),
                "low": step.low if step.low == step.low else None,
                "high": step.high if step.high == step.high else None,
                "clear": not step.tied,
            }
            for step in split.steps
        ],
        "end": float(split.end),
        "end_exact": str(split.end),
    }


def _as_csv(answer: WhyDifferent, words: Sequence[str]) -> str:
    columns = ["measure", "unit", "place", "kind", "words", "value", "low", "high", "clear", "runs"]
    rows: list[list[object]] = []
    for split in answer.splits:
        head, last = (split.measure, split.unit), len(split.steps) + 1
        rows.append([*head, 0, "start", answer.a.name, float(split.start), "", "", "", split.pairs])
        for place, step in enumerate(split.steps, 1):
            row = [float(step.exact), step.low, step.high, not step.tied, split.pairs]
            rows.append([*head, place, "step", words[step.cause], *row])
        rows.append([*head, last, "end", answer.b.name, float(split.end), "", "", "", split.pairs])
    return csv_text(columns, rows)
