"""What we did not know: what stands in for it, and how far each thing could change the decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ist_model.experiments.not_known import NotKnown, Swing, rank
from ist_model.inputs.scenario_models import Resolved
from ist_model.report import show
from ist_model.report.cases.case import PUPILS
from ist_model.report.cases.held import resolve
from ist_model.report.cases.options import why_unlike
from ist_model.report.cases.view import View
from ist_model.report.show import Block
from ist_model.report.tables import Content
from ist_model.report.words.difference import Better, Difference
from ist_model.report.words.levels import with_interval
from ist_model.report.words.neutral import neutral
from ist_model.report.words.plain import and_list
from ist_model.results.measures import MEASURES
from ist_model.results.summary import Interval

LISTED = "What we did not know"
RANKED = "How far each could change it"
_EVERYWHERE = "wherever it stands in"
_VERDICTS = {
    "turns": "turns it round",
    "may turn": "chance leaves it open",
    "holds": "same side at both ends",
    "": "",
}


def asked(resolved: Resolved, scenarios: Sequence[str], scenarios_dir: Path) -> list[Resolved]:
    """The scenario, and the first other one whose runs pair with it: the difference is then the decision.

    Nothing where all is known.

    Raises:
        InputError: If a scenario does not resolve.
    """
    if not any(unknown.keys for unknown in resolved.unknowns):
        return []
    for name in scenarios:
        other = resolve(name, scenarios_dir)
        same_trust = other.trust.title == resolved.trust.title and other.scenario_id != resolved.scenario_id
        if same_trust and not why_unlike(resolved, other):
            return [resolved, other]
    return [resolved]


def section(
    view: View, scenarios: Sequence[str], *, scenarios_dir: Path, results_dir: Path, runs: int
) -> Block:
    """What is not known of the trust, ranked; nothing where all is known.

    Args:
        view: The scenario.
        scenarios: That may be decided for in its place; the first that can be compared counts.
        scenarios_dir: Folder with scenarios, register and trusts.
        results_dir: Folder of stored results; what is missing there is made and stored.
        runs: Samples of chance at each end of a range.

    Raises:
        InputError: If a scenario does not resolve.
        NotComparableError, ValueError: As `rank`.
        StoreError, ConservationError, WorkerError: As `replicate_or_load`.
    """
    if not view.resolved.unknowns:
        return show.Block("")
    found = _listed(view)
    pair = asked(view.resolved, scenarios, scenarios_dir)
    if pair:
        found += _ranked(view, pair, rank(pair, PUPILS, results_dir, runs=runs))
    return show.private(found)


def _listed(view: View) -> Block:
    """What stands in for everything that is not known."""
    cells: list[list[Content]] = [
        [
            _neutral(unknown.label, view),
            *([unknown.cell] if view.named else []),
            _neutral(unknown.taken, view),
            "yes" if unknown.keys else "no",
        ]
        for unknown in sorted(view.resolved.unknowns, key=lambda each: each.roughly)
    ]
    told = (
        "Numbers on these pages take what stands in at its middle. Pages that compare scenarios vary all of "
        "it at once, with the other uncertain assumptions."
    )
    # A cell of the workbook or a line of the trust's file tells which school it is of.
    columns = [LISTED, *(["Cell"] if view.named else []), "What stands in", "Varied in draws"]
    return show.rows(columns, cells, caption=LISTED) + show.notes([told, *caution(view.resolved)])


def caution(resolved: Resolved) -> list[str]:
    """What a page says before central values where something is not known (decision 28); else nothing."""
    varied = [unknown for unknown in resolved.unknowns if unknown.keys]
    if not varied:
        return []
    if not any(unknown.form == "place" for unknown in varied):
        return [
            "Be careful: not all of the trust is known. What is not stands at its middle here; “How far the "
            "model can be trusted” lists it."
        ]
    return [
        "Be careful: an outcome or a figure tells only so much of a school’s strength. Here every school "
        "stands at its middle, so fewer are weak than will be."
    ]


def _ranked(view: View, pair: Sequence[Resolved], found: NotKnown) -> Block:
    names = {unknown.cell: _neutral(unknown.label, view) for unknown in view.resolved.unknowns}
    codes = {school.id for school in view.resolved.trust.schools}
    codes |= {post.id for post in view.resolved.trust.posts}
    decision = len(pair) > 1
    answer = MEASURES[PUPILS].label + (f": {pair[1].name}, less {pair[0].name}" if decision else "")
    central = _said(found.central, decision)
    first = [_name(swing, names, view) for swing in found.swings if swing.largest]
    if not any(swing.clear for swing in found.swings):
        leading = "None of these changes it beyond chance with so many runs."
    elif len(first) == 1:
        leading = f"What could change it most: {first[0]}."
    else:
        leading = (
            f"What could change it most is one of these, which chance does not tell apart: {and_list(first)}."
        )
    rows: list[list[Content]] = []
    for swing in found.swings:
        at = (
            f"{_of(end, view) if end in codes else end}: {_said(interval, decision)}"
            for end, interval in zip(swing.ends, swing.at, strict=True)
        )
        row: list[Content] = [_name(swing, names, view), *at, _change(swing.swing).phrase()]
        rows.append(row + ([_VERDICTS[swing.verdict]] if decision else []))
    columns = ["Not known", "At one end", "At the other", "Changes it by"]
    told = [
        f"{answer}: {central} with what stands in for all that is not known.",
        leading,
    ]
    after = (
        f"One thing at a time, {found.runs} runs at each end with the same luck; what several do together "
        "shows where all is drawn. Intervals of “changes it by” hold together at 95%; which end is the "
        "higher is read off the same runs."
    )
    table = show.rows(columns + (["The decision"] if decision else []), rows, caption=RANKED)
    return show.notes(told) + table + show.notes([after])


def _neutral(text: str, view: View) -> str:
    return neutral(text, view.resolved, named=view.named)


def _of(code: str, view: View) -> str:
    """A school or a post that is one end of a choice, as the page calls it."""
    return _neutral(f"of {code}", view).removeprefix("of ")


def _name(swing: Swing, names: Mapping[str, str], view: View) -> str:
    found = [names[cell] for cell in swing.cells if cell in names]
    if not found:
        return _neutral(swing.label, view)
    everywhere = f", {_EVERYWHERE}" if swing.label.endswith(_EVERYWHERE) else ""
    return and_list(dict.fromkeys(found)) + everywhere


def _said(interval: Interval, decision: bool) -> str:
    if decision:
        return _change(interval).phrase()
    about = MEASURES[PUPILS]
    return with_interval(interval.mean, interval.low, interval.high, about.unit, about.decimals)


def _change(interval: Interval) -> Difference:
    about = MEASURES[PUPILS]
    better: Better = about.better
    return Difference(
        about.label, about.unit, better, interval.mean, interval.low, interval.high, about.decimals
    )
