"""The index of the pack: what is in it, and all scenarios side by side, existing schools first (11.2)."""

from __future__ import annotations

import datetime as dt
import hashlib
import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from ist_model.report import show
from ist_model.report.answers import COST, ON_TIME, UNMET, WHERE, WHO
from ist_model.report.case import PUPILS, Case
from ist_model.report.charts import forest
from ist_model.report.contents import Page
from ist_model.report.difference import Difference, survives_no_effect
from ist_model.report.navigation import by_part
from ist_model.report.pages import compose
from ist_model.report.provenance import Stamp
from ist_model.report.show import Block
from ist_model.report.tables import Cell, Content
from ist_model.report.words import amount, and_list

# Measure, heading in the table, heading in the plot (share in points, money in thousands).
COMPARED = (
    (PUPILS, f"Pupils of existing schools {WHERE}", f"Pupils of existing schools {WHERE}"),
    (ON_TIME, "Their needs begun within the service standard", "Needs begun within the standard, % points"),
    (UNMET, "Their needs that go unmet", "Needs that go unmet, % points"),
    (COST, "Net cost of support", "Net cost of support, £ thousand a year"),
)
_QUESTION = (
    "What would each scenario mean for the pupils of our existing schools, for how long schools wait for "
    "help, and for cost?"
)
_VERDICTS = {
    "worse": "Clearly worse for their pupils",
    "better": "Clearly better for their pupils",
    "changed": "Other rolls, so neither better nor worse for their pupils",
    "unclear": "No clear difference for their pupils",
}


@dataclass(frozen=True)
class Entry:
    """One scenario of the pack: its case and page, or what went wrong."""

    scenario_id: str
    name: str
    case: Case | None
    error: str = ""

    @property
    def page(self) -> str:
        """Address of its page, relative to the index."""
        return f"scenarios/{self.scenario_id}.html"


def index(
    entries: Sequence[Entry],
    baseline: str,
    pages: Sequence[Page] = (),
    failed: Mapping[str, str] = MappingProxyType({}),
    pdfs: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """The index page as HTML.

    Args:
        entries: The baseline first.
        baseline: Name of the baseline, for words.
        pages: All pages in reading order.
        failed: Why a page could not be made, by its address.
        pdfs: Titles of the PDFs, by address.
    """
    made = [entry for entry in entries if entry.case is not None and not entry.error]
    compared = [entry for entry in made if entry.case and not entry.case.alone and not entry.case.no_effect]
    body = Block("<h1>The scenarios compared</h1>") + show.question(_QUESTION) + _answer(made, compared)
    body += _failures(entries, pages, failed) + _contents(pages, pdfs)
    if made:
        body += Block("<h2>Scenario by scenario</h2>") + _table(made)
    panels = {head: _rows(compared, measure) for measure, _, head in COMPARED}
    if any(rows for rows in panels.values()):
        body += Block("<h2>How sure are the differences?</h2>") + show.chart(forest(panels))
    body += Block("<h2>How to read this</h2>") + show.notes(_notes(baseline)) + show.stamp(_stamp(made))
    return compose(body.markup)


def _answer(made: Sequence[Entry], compared: Sequence[Entry]) -> Block:
    """What each scenario means for pupils; first, whether that outlives no effect (MODEL 4.7)."""
    if not made:
        return show.answer(["No scenario could be run: what went wrong stands below."])
    opening = [sentence for sentence in (_rests(compared), _level(made[0])) if sentence]
    by_verdict: dict[str, list[str]] = {verdict: [] for verdict in _VERDICTS}
    for name, difference in _rows(compared, PUPILS):
        told = f"{name}: {difference.phrase()}" if difference.clear else name
        by_verdict[difference.verdict if difference.clear else "unclear"].append(told)
    return show.answer(opening, [(words, by_verdict[v]) for v, words in _VERDICTS.items() if by_verdict[v]])


def _level(first: Entry) -> str:
    if first.case is None or not first.case.alone:
        return ""
    level = f"{first.case.mean(PUPILS):,.0f} of the {first.case.pupils:,.0f} pupils of {WHO}"
    return f"In the baseline, {level} are, on average, {WHERE}."


def _left(entry: Entry) -> str:
    made = entry.case.difference(PUPILS) if entry.case else None
    if made is None or entry.case is None:
        return ""
    return survives_no_effect(made, entry.case.difference_at_no_effect(PUPILS))


def _rests(compared: Sequence[Entry]) -> str:
    left = {f"“{entry.name}”": _left(entry) for entry in compared}
    turned = [name for name, what in left.items() if what == "reverses"]
    if turned:
        return f"If support has no effect, the conclusion reverses for {and_list(turned)}."
    resting = [name for name, what in left.items() if what == "rests"]
    if not resting:
        return ""
    if "stands" not in left.values():
        return "Every difference for pupils rests on support having an effect: without it, none is left."
    return f"The difference for pupils under {and_list(resting)} rests on support having an effect."


def _rows(entries: Sequence[Entry], measure: str) -> list[tuple[str, Difference]]:
    pairs = ((entry.name, entry.case.difference(measure)) for entry in entries if entry.case)
    return [(name, made) for name, made in pairs if made is not None]


def _table(entries: Sequence[Entry]) -> Block:
    columns = ["Scenario", *(head for _, head, _ in COMPARED), "Pupils, if support has no effect"]
    cells = [
        [Cell(_title(entry, entries[0].scenario_id), href=entry.page), *_cells(entry)] for entry in entries
    ]
    return show.rows(columns, cells, caption="Differences from the baseline, with 95% intervals")


def _title(entry: Entry, baseline: str) -> str:
    if entry.case is None or not entry.case.alone:
        return entry.name
    return f"{entry.name} ({'' if entry.scenario_id == baseline else 'the same as the '}baseline)"


def _cells(entry: Entry) -> list[Content]:
    case = entry.case
    if case is None:
        return []
    if case.alone:
        rows = [case.summary[measure] for measure, _, _ in COMPARED]
        levels = [amount(float(row["mean"]), str(row["unit"]), int(row["decimals"])) for row in rows]
        return [*levels, Cell("does not apply", "unclear")]
    if case.why_not:
        return [Cell("not comparable", "unclear")] * (len(COMPARED) + 1)
    differences = [case.difference(measure) for measure, _, _ in COMPARED]
    without = case.difference_at_no_effect(PUPILS)
    return [*(_cell(made) for made in differences), _cell(without)]


def _cell(made: Difference | None) -> Content:
    return Cell("not compared", "unclear") if made is None else Cell(made.phrase(), made.verdict)


def _contents(pages: Sequence[Page], pdfs: Mapping[str, str]) -> Block:
    """Every page under its part, and all of them as a PDF."""
    if not pages:
        return Block("")
    lists = ""
    for part, some in by_part(pages):
        items = "".join(
            f'<li><a href="{html.escape(p.file, quote=True)}">{html.escape(p.title)}</a></li>' for p in some
        )
        lists += f"<section><h3>{html.escape(part)}</h3><ol>{items}</ol></section>"
    links = and_list(f'<a href="{address}">{html.escape(title)}</a>' for address, title in pdfs.items())
    whole = f"<p>To print, or to send as one file: {links} (PDF).</p>" if links else ""
    return Block(f'<h2>What is in this pack</h2><div class="toc">{lists}</div>{whole}')


def _failures(entries: Sequence[Entry], pages: Sequence[Page], failed: Mapping[str, str]) -> Block:
    why = {entry.name: entry.error for entry in entries if entry.error}
    why |= {page.title: failed[page.file] for page in pages if page.file in failed}
    if not why:
        return Block("")
    items = "".join(f"<li>{html.escape(name)}: {html.escape(error)}</li>" for name, error in why.items())
    return Block(f'<div class="problem"><p><strong>Not made:</strong></p><ul>{items}</ul></div>')


def _notes(baseline: str) -> list[str]:
    return [
        f"Each scenario is compared with “{baseline}” run by run, with the same luck, so a difference is due "
        "to the scenario. The interval says how far chance leaves it open; where it contains zero we say “no "
        "clear difference”. It does not cover doubt about the assumptions: each page lists the weightiest.",
        "Where schools join, they are never added to the existing schools; each page shows them apart.",
    ]


def _stamp(made: Sequence[Entry]) -> Stamp:
    results = [entry.case.result for entry in made if entry.case]
    digest = hashlib.sha256("".join(r.identity for r in results).encode()).hexdigest()
    dates = [dt.datetime.fromisoformat(str(r.manifest["created_utc"])).date() for r in results]
    return Stamp(
        model_version=" and ".join(sorted({str(r.manifest["model_version"]) for r in results})) or "none",
        scenario=f"{len(results)} scenarios",
        scenario_hash=digest,
        seed=", ".join(sorted({str(r.summary.seed) for r in results})) or "none",
        runs=" or ".join(sorted({f"{r.runs:,}" for r in results})) + " each" if results else "none",
        date=max(dates, default=dt.datetime.now(dt.UTC).date()),
    )
