"""What the explorer says in words: what differs, how far it is, what is wrong; and what can be taken away."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Mapping
from pathlib import Path

from ist_model.experiments.compare import NotComparableError
from ist_model.explorer.saving import SaveError
from ist_model.explorer.session import Picture
from ist_model.explorer.settings import CodeError
from ist_model.explorer.writing import NonsenseError
from ist_model.inputs.errors import InputError, Problem
from ist_model.report import show
from ist_model.report.cases.case import Case, rows_of
from ist_model.report.parts import answers
from ist_model.report.show import Block
from ist_model.report.words.changes import changes
from ist_model.report.words.csv_text import csv_text
from ist_model.report.words.plain import STATEMENT, sentence
from ist_model.results.checks import ConservationError
from ist_model.results.summary import summarise

TOLD = (InputError, NonsenseError, NotComparableError, ConservationError, CodeError, SaveError)
_COLUMNS = ("measure", "label", "unit", "mean", "mean_low", "mean_high", "runs")
_PICTURE = re.compile(r'<img alt="[^"]*" src="(data:image/svg[^"]+)"')
_CHECKING = "That every law of the model holds in each is being checked."
_DIFFERENCE = ("baseline_mean", "difference", "low", "high", "verdict", "why_not")


def differs(case: Case) -> Block:
    """What differs from the baseline, as a list."""
    rows = changes(case.resolved_baseline, case.resolved, case.school_words(), named=True)
    if not rows:
        return show.notes([f"Nothing differs from {case.against}."])
    cells = [list(row) for row in rows]
    columns = ["What", case.against_headed, "Here"]
    return show.rows(columns, cells, caption=f"What differs from {case.against}")


def answer(case: Case) -> Block:
    """The answer in three sentences, and the key numbers."""
    return show.answer(answers.three_sentences(case)) + show.numbers(answers.key_numbers(case))


def status(picture: Picture) -> str:
    """How far it is, for the line under the answer."""
    runs = f"{picture.runs:,} samples of chance"
    if not picture.all_runs:
        return f"Seen so far: {runs}. More are on the way; intervals will become narrower. {_CHECKING}"
    if not picture.checked:
        return f"{runs}. {_CHECKING}"
    if not picture.complete:
        return (
            f"{runs}, every law of the model held against each. Now: what is left if support has no effect."
        )
    return f"{runs}, every law of the model held against each. {STATEMENT}"


def spoken(picture: Picture) -> str:
    """What a screen reader says when a picture has come: once for the first, once when all is there."""
    first = answers.three_sentences(picture.case)[0]
    return f"{first} {picture.runs:,} samples of chance." if picture.complete else "Working."


def problem(error: Exception) -> str:
    """What is wrong, in place of the picture, as HTML."""
    told = "".join(f"<p>{html.escape(text)}</p>" for text in _sentences(error))
    return f'<div class="problem" role="alert">{told}</div>'


def broken(files: Mapping[str, InputError]) -> str:
    """Which scenarios cannot be started from, and why, as HTML; nothing if there are none.

    Args:
        files: what is wrong with each, by its id.
    """
    told = []
    for name, error in files.items():
        first, rest = error.problems[0], len(error.problems) - 1
        # The fault may stand in a file that it builds on: then that one is named too.
        own = Path(first.file).name == f"{name}.yaml"
        place = "" if own else f" In {Path(first.file).name}:"
        line = f", line {first.line}" if own and first.line else ""
        more = f" And {rest} more." if rest else ""
        text = f"{name}.yaml{line} cannot be started from.{place} {_of_input(first)}{more}"
        told.append(f"<p>{html.escape(text)}</p>")
    return f'<div class="problem">{"".join(told)}</div>' if told else ""


def _sentences(error: Exception) -> list[str]:
    if isinstance(error, InputError):
        return [_of_input(each) for each in error.problems]
    return [sentence(line.strip()) for line in str(error).splitlines() if line.strip()]


def _of_input(found: Problem) -> str:
    value = f" (value: {found.value})" if found.value and not _is_number(found.value) else ""
    return f"{sentence(found.rule)[:-1]}{value}. What to do: {found.remedy}.".replace("`", "")


def _is_number(text: str) -> bool:
    """Whether a value is a number: what is wrong with one is said of it in any case."""
    try:
        float(text)
    except ValueError:
        return False
    return True


def table(picture: Picture) -> str:
    """All numbers of the picture as CSV, unrounded; text that a spreadsheet would run is disarmed."""
    case = picture.case
    level = rows_of(summarise(case.result))
    rows = []
    for measure, row in level.items():
        made = (case.differences or {}).get(measure, {})
        first = [measure, *(row[name] for name in _COLUMNS[1:])]
        rows.append([*first, *(made.get(name, "") for name in _DIFFERENCE), *_from(case)])
    return csv_text([*_COLUMNS, *_DIFFERENCE, "scenario", "scenario_hash", "model_version", "seed"], rows)


def _from(case: Case) -> list[object]:
    result = case.result
    version = result.manifest["model_version"]
    return [case.resolved.name, result.identity, version, result.summary.seed]


def to_take_away(picture: Picture, shown: Block, view: str) -> str:
    """Links that save the picture and the numbers."""
    links = []
    if found := _PICTURE.search(shown.markup):
        links.append(f'<a download="explorer-{view}.svg" href="{found[1]}">Save the picture (SVG)</a>')
        links.append(f'<a class="ist-png" data-name="explorer-{view}.png" href="#" hidden>Save it as PNG</a>')
    numbers = base64.b64encode(table(picture).encode("utf-8-sig")).decode()
    links.append(
        f'<a download="explorer-{view}.csv" href="data:text/csv;base64,{numbers}">Save the numbers (CSV)</a>'
    )
    return f'<p class="ist-away">{" ".join(links)}</p>'
