"""How far the model can be trusted: known answers and laws, what is evidence and what is assumed."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from ist_model.inputs.assumptions import GRADES, Assumption
from ist_model.inputs.unknown import is_unknown
from ist_model.report import show
from ist_model.report.cases.case import PUPILS, Case, load_case
from ist_model.report.cases.view import NO_EFFECT, TAKES_AWAY, View
from ist_model.report.charts import checks
from ist_model.report.pages.background import CARRYING
from ist_model.report.parts.answers import WHO
from ist_model.report.show import Block
from ist_model.report.tables import Cell, Content
from ist_model.report.words import coarse
from ist_model.report.words.against import against
from ist_model.report.words.difference import survives_no_effect
from ist_model.report.words.plain import and_list, in_short, ranged, sentence, valued
from ist_model.report.words.standing import how_read
from ist_model.results.checks import LAWS

_KNOWN = Path(__file__).parent / "known_answers.json"
_SURVIVES = {
    "stands": "stands: it does not rest on the effect of support",
    "shrinks": "mostly falls away: less than half of it is left",
    "rests": "falls away: it rests on support having an effect",
    "reverses": "reverses",
    "": "nothing clear to begin with",
}
_FITTED = ("calibrated", "fitted to")
# What the first part of a register key is about, for headings; others stand as they are.
_ABOUT = {
    "strength": "How a school’s strength changes",
    "support": "What support does",
    "role": "Days, places and prices of roles",
    "money": "Money",
    "finance": "Schools’ finances",
    "monitoring": "What boards see and raise",
    "inspection": "Inspection",
    "grade": "From strength to grades",
    "post": "Posts: leaving, filling, being ready",
    "careers": "Careers",
    "release": "When leaders may be released",
    "travel": "Travel",
    "tier": "Tiers",
    "step": "Steps of the intervention ladder",
    "rise": "National targeted support (RISE)",
    "rolls": "Rolls",
    "indicator": "Indicators",
    "indicators": "Indicators in general",
    "joining": "Joining",
    "growth": "Growth",
    "network": "Best Practice Networks",
    "networks": "Best Practice Networks",
    "absorption": "What a school can take in",
    "service": "Service standard",
}


@cache
def known_answers() -> dict[str, Any]:
    """The known answers that were measured when this version was made: cases with their numbers."""
    found: dict[str, Any] = json.loads(_KNOWN.read_text(encoding="utf-8"))
    return found


def _numbers() -> Iterator[tuple[str, dict[str, Any]]]:
    """Title of the case and number, for every number."""
    for case in known_answers()["cases"]:
        for number in case["numbers"]:
            yield _title(case), number


def _title(case: dict[str, Any]) -> str:
    return str(case["title"]).removeprefix("Known answer ")


def heading(view: View) -> Block:
    """The answer in three sentences."""
    told = list(_numbers())
    passed = sum(bool(number["passes"]) for _, number in told)
    register = _of_the_model(view)
    weak = sum(row.grade in ("C", "D") for row in register)
    return show.answer(
        [
            f"The program does what its rules say: {passed} of {len(told)} numbers with a known answer agree "
            "with theory.",
            f"Whether the rules are true of schools is another matter: {weak} of {len(register)} numbers of "
            "the model are inferred or assumed.",
            NO_EFFECT,
        ]
    )


def verification() -> Block:
    """How far each number is from theory, then every number."""
    off_by: dict[str, list[float]] = {}
    for title, number in _numbers():
        off_by.setdefault(title, []).append(float(number["off_by"]))
    cells: list[list[Content]] = [
        [
            f"{_title(case)} ({case['case']})",
            str(number["name"]),
            str(number["theory"]),
            str(number["measured"]),
            Cell("agrees", "better") if number["passes"] else Cell("does not agree", "worse"),
        ]
        for case in known_answers()["cases"]
        for number in case["numbers"]
    ]
    columns = ["Case", "Number", "Theory", "Measured", "Verdict"]
    level = float(known_answers()["level_of_all"])
    rule = (
        f"The rule was fixed before anything was run: theory must lie in all {len(cells)} intervals. A right "
        f"program would fail it in {100 * level:.0f} of 100 such checks. “Without control”: before the known "
        "part of the luck is taken out. The cases are queues of textbooks and papers, not schools, in their "
        "own units (s: seconds, min: minutes; M/M/14: random arrivals and lengths, 14 posts)."
    )
    return (
        show.chart(checks(off_by))
        + show.notes([rule, *_every_run()])
        + show.rows(columns, cells, caption="Numbers with a known answer: theory against measured")
    )


def _every_run() -> list[str]:
    """What each run is held to, from the laws themselves."""
    return [
        f"Besides, every run that a page shows was checked against {len(LAWS)} laws, for instance: "
        f"{and_list(law.name for law in LAWS[:3])}. A run that breaks one is neither stored nor shown. Two "
        "engines, written apart, give the same records to the last bit."
    ]


def grounds(view: View) -> Block:
    """How many numbers have which grade of evidence, and whether any was fitted to what happened."""
    register = _of_the_model(view)
    counts = Counter[str](row.grade for row in register)
    cells: list[list[Content]] = [
        [f"{grade}: {words}", str(counts[grade])] for grade, words in GRADES.items()
    ]
    fitted = [row for row in register if any(word in row.source.lower() for word in _FITTED)]
    told = (
        f"Fitted to what happened: {and_list(in_short(row.meaning) for row in fitted)}."
        if fitted
        else "No number was fitted to what happened in this trust: how much support it gave, how long "
        "schools waited and what became of them is not published."
    )
    table = show.rows(
        ["Grade of evidence", "Numbers"], cells, caption="What the model’s numbers rest on", right=[1]
    )
    return table + show.notes([told, view.resolved.trust.about])


def not_known(view: View) -> Block:
    """What carries the answer and is not known, and how much else was looked for and not found."""
    rows = _of_the_model(view)
    assumed = sum(row.grade == "D" for row in rows)
    open_ = [row for row in rows if row.key in CARRYING and row.grade in ("C", "D") and row.low < row.high]
    cells: list[list[Content]] = [
        [in_short(row.meaning), valued(row.value, row.unit), _range(row), row.grade] for row in open_
    ]
    caption = "Numbers that carry the answer and are inferred (C) or assumed (D)"
    table = show.rows(["Number", "Taken here", "Range", "Grade"], cells, caption=caption)
    told = (
        f"{assumed} of the {len(rows)} numbers are assumed, as no evidence was found (D). They stand with "
        "their ranges in the list of all assumptions below. A trust that knows its own should put them in."
    )
    read = how_read(view.resolved.trust, view.mean(PUPILS))
    return table + show.notes([told, *([coarse.told(read)] if read else [])])


def no_effect(
    view: View, scenarios: Sequence[str], baseline: str, *, scenarios_dir: Path, results_dir: Path, runs: int
) -> Block:
    """Which conclusions survive if support has no effect (MODEL 4.7)."""
    cases = [
        load_case(name, baseline, scenarios_dir=scenarios_dir, results_dir=results_dir, runs=runs)
        for name in dict.fromkeys(scenarios)
        if name != baseline
    ]
    cells = [row for case in cases for row in _survival(case)]
    if not cells:
        return show.notes([f"{NO_EFFECT} No scenario is compared with {against(view.resolved)} here."])
    columns = ["Scenario", "As assumed", "If support has no effect", "So the conclusion"]
    caption = f"Pupils of {WHO} in a school with an area needing attention, against {against(view.resolved)}"
    register = {row.key: row for row in view.resolved.assumptions.assumptions}
    row = register["support.odds_ratio"]
    return show.notes(
        [
            f"{NO_EFFECT} The register takes an odds ratio of {row.value:g} for a standard package, with a "
            f"range of {row.low:g} to {row.high:g}. So each conclusion is drawn twice. {TAKES_AWAY}"
        ]
    ) + show.rows(columns, cells, caption=caption)


def _survival(case: Case) -> list[list[Content]]:
    made, without = case.difference(PUPILS), case.difference_at_no_effect(PUPILS)
    if made is None or without is None:
        return []
    ending = _SURVIVES[survives_no_effect(made, without)]
    return [
        [
            case.resolved.name,
            Cell(made.phrase(), made.verdict),
            Cell(without.phrase(), without.verdict),
            ending,
        ]
    ]


def register(view: View) -> Block:
    """Every assumption with its range, grade and source, by what it is about."""
    groups: dict[str, list[Assumption]] = {}
    for row in _of_the_model(view):
        groups.setdefault(row.key.partition(".")[0], []).append(row)
    block = show.notes(
        [
            "Every number of the model has a row in the register (scenarios/assumptions.yaml). Sections and "
            "codes of the source stand in docs/evidence.md."
        ]
    )
    for key, rows in groups.items():
        cells: list[list[Content]] = [
            [_in_full(row), valued(row.value, row.unit), _range(row), row.grade, row.source] for row in rows
        ]
        columns = ["Assumption", "Value", "Range", "Grade", "Source"]
        block += show.rows(columns, cells, caption=_ABOUT.get(key, sentence(key).rstrip(".")))
    return block


def _of_the_model(view: View) -> list[Assumption]:
    """The model's own numbers, without those that a trust's workbook leaves open."""
    return [row for row in view.resolved.assumptions.assumptions if not is_unknown(row.key)]


def _in_full(row: Assumption) -> str:
    """All that the register says; ".073" as "0.073"."""
    return re.sub(r"(?<![\w.,])\.(?=\d)", "0.", sentence(row.meaning))


def _range(row: Assumption) -> str:
    return ranged(row.low, row.high)
