"""Which assumptions carry the answer, and what each end of their ranges makes of it."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path

from ist_model.experiments.sensitivity.question import Question
from ist_model.experiments.sensitivity.whole import Budget, Sensitivity, sensitivity
from ist_model.inputs.identity import identity
from ist_model.inputs.resolve import resolve
from ist_model.report import charts, show
from ist_model.report.cases.case import PUPILS, rows_of, stored_or_made
from ist_model.report.cases.held import without_effect
from ist_model.report.cases.view import TAKES_AWAY
from ist_model.report.provenance import Stamp, called, hash_over
from ist_model.report.show import Block
from ist_model.report.tables import Content
from ist_model.report.words import carries, coarse
from ist_model.report.words.levels import of_row
from ist_model.report.words.neutral import neutral, unnamed
from ist_model.report.words.plain import counted
from ist_model.report.words.standing import how_read
from ist_model.results.summary import summarise
from ist_model.results.version import model_version


def load(
    scenario: str,
    *,
    measure: str,
    scenarios_dir: Path,
    results_dir: Path,
    against: str = "",
    budget: Budget | None = None,
) -> Sensitivity:
    """Ask the assumptions; what is stored is not evaluated again.

    Raises:
        InputError: If a scenario does not resolve.
        UnknownMeasureError, UnanswerableError, NotComparableError: As `sensitivity`.
    """
    question = asked(
        scenario, measure=measure, scenarios_dir=scenarios_dir, results_dir=results_dir, against=against
    )
    return sensitivity(question, budget or Budget())


def asked(
    scenario: str, *, measure: str, scenarios_dir: Path, results_dir: Path, against: str = ""
) -> Question:
    """What the page asks; nothing is evaluated.

    Raises:
        InputError: If a scenario does not resolve.
    """
    other = unnamed(resolve(against, scenarios_dir)) if against else None
    return Question(measure, unnamed(resolve(scenario, scenarios_dir)), other, results_dir)


def heading(found: Sensitivity) -> Block:
    """What was asked, and the answer in words."""
    told = carries.sentences(found)
    # The sentence with the answer: the first, unless what reverses without effect stands before it.
    place = 1 + next((at for at, said in enumerate(told) if said.startswith(carries.CENTRAL)), 0)
    told[place:place] = _in_full(found)
    if found.no_effect is not None:
        told.append(TAKES_AWAY)
    return show.lead(carries.subject(found)) + show.answer([_neutral(said, found) for said in told])


def _in_full(found: Sensitivity) -> list[str]:
    """What the runs that other pages rest on say, where this page has fewer; of one scenario."""
    question, own = found.question, found.tornado.central.values
    scenario, root = question.scenario, question.root
    if question.against is not None or root is None or own >= scenario.runs:
        return []
    told = [
        of_row(rows_of(summarise(stored_or_made(each, root)))[question.measure])
        for each in (scenario, without_effect(scenario))
    ]
    ending = "" if scenario.no_effect else f", and {told[1]} if support had no effect"
    return [
        f"That is from {counted(own, 'runs')} with luck of their own: the {scenario.runs:,} runs that other "
        f"pages rest on say {told[0]}{ending}. Read the changes here, not the level."
    ]


def tornado(found: Sensitivity) -> Block:
    """The chart of both ends of each range."""
    rows = [
        (
            _neutral(carries.meaning(found, each.key), found),
            carries.change(found, each.at_low),
            carries.change(found, each.at_high),
        )
        for each in found.tornado.ends
    ]
    known = [row for row in rows if row[1].known and row[2].known]
    if not known:
        return show.notes(["No assumption changes the answer, so there is nothing to draw."])
    scale = {"share": "percentage points", "chance": "percentage points"}
    unit = found.measure.unit
    said = scale.get(unit, unit.replace("GBP", "thousands of pounds"))
    return show.chart(charts.tornado(known, f"{found.measure.label} ({said})"))


def shares(found: Sensitivity) -> Block:
    """The table of what each carries, with ranges and what the ends do."""
    if found.indices is None:
        return show.notes(["No assumption changes the answer, so there are no shares."])
    cells: list[list[Content]] = [
        [_neutral(f"{carries.meaning(found, each.key)} ({each.name})", found), *each[2:]]
        for each in carries.rows(found)
    ]
    columns = ["Assumption", "Range", "With others", "Alone", "At its lowest", "At its highest"]
    caption = "What each assumption carries of all that they leave open, with 95% intervals; its range’s ends"
    note = (
        "What the assumptions leave open is how far the answer spreads over their ranges (its variance). "
        "“Alone”: the part that knowing this one assumption would take away; “with others”: the part that "
        "would stay if all others were known."
    )
    return show.notes([note]) + show.rows(columns, cells, caption=caption)


def made_from(found: Sensitivity) -> Block:
    """How it was made, and the stamp."""
    screening, made = found.screening, found.indices
    numbers = {row for rows in found.question.assumptions().values() for row in rows}
    some = f" ({len(numbers)} numbers; some move together)" if len(numbers) > len(screening.effects) else ""
    told = [
        f"First all {len(screening.effects)} assumptions that have a range{some} were moved one after the "
        f"other, on {counted(screening.trajectories, 'walks')} through their ranges (a method of Morris), "
        f"{screening.runs} runs at each point.",
    ]
    if made is not None:
        told.append(
            f"The {len(made.keys)} with the largest effects were varied together: {made.rows} samples "
            f"(by a method of Saltelli), {made.runs} runs at each point. Points that are set against each "
            "other have the same luck, and what luck adds to a share is taken out. So few runs leave the "
            "intervals of shares wide: a small share is not told from none."
        )
    told.append(
        "A share says what an assumption carries over the range in the register, no more: a range that is "
        "too narrow makes it look harmless. It is a share of this answer alone: what carries other answers, "
        "such as how long schools wait, is not asked here."
    )
    question = found.question
    told += _read(question)
    stamp = Stamp(
        model_version(),
        called([each.scenario_id for each in question.scenarios]),
        hash_over([identity(each) for each in question.scenarios]),
        str(question.scenario.seed),
        f"{found.tornado.central.values:,}",
        dt.datetime.now(dt.UTC).date(),
    )
    return show.notes(told) + show.stamp(stamp)


def _read(question: Question) -> list[str]:
    """How starting strengths were read, where the note is of the runs that other pages rest on."""
    scenario, root = question.scenario, question.root
    if root is None or not scenario.trust.start_note:
        return []
    full = rows_of(summarise(stored_or_made(scenario, root)))
    read = how_read(scenario.trust, float(full[PUPILS]["mean"]) if PUPILS in full else math.nan)
    return [coarse.told(read)] if read else []


def _neutral(text: str, found: Sensitivity) -> str:
    """Rows of what is not known are of schools, which this page never names."""
    return neutral(text, found.question.scenario, named=False)
