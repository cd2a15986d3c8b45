"""The index of the pack: what is in it, in reading order, and what could not be made."""

from __future__ import annotations

import datetime as dt
import hashlib
import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ist_model.inputs.scenario_models import Resolved
from ist_model.report import show
from ist_model.report.pack import unchanged
from ist_model.report.pack.contents import PARTS, Page
from ist_model.report.pack.navigation import by_part
from ist_model.report.pack.rendering import compose
from ist_model.report.pages.unknowns import caution
from ist_model.report.provenance import Stamp, called
from ist_model.report.show import Block
from ist_model.report.words.against import TODAY, against
from ist_model.report.words.coarse import PUPILS_STEP
from ist_model.report.words.plain import and_list
from ist_model.results.version import model_version

_DATE = re.compile(r"<dt>Date</dt><dd>(\d+ [A-Z][a-z]+ \d{4})</dd>")


@dataclass(frozen=True)
class Made:
    """What a pack is of, for its index.

    Attributes:
        pages: All pages in reading order.
        scenarios: The scenarios, the baseline first.
        failed: Why a page could not be made, by its address.
        pdfs: Titles of the PDFs, by address.
        dates: When the results were made that its pages show.
        public: Whether anyone may read it.
    """

    pages: Sequence[Page]
    scenarios: Sequence[Resolved]
    failed: Mapping[str, str]
    pdfs: Mapping[str, str]
    dates: Sequence[dt.date]
    public: bool


def index(made: Made) -> str:
    """The index page as HTML."""
    trustees = [page for page in made.pages if page.kind.part == "trustees"]
    before = made.scenarios[0]
    called = against(before)
    known = f" (“{before.name}”)" if called == TODAY else ""
    alone = len(made.scenarios) == 1
    compared = f"{len(made.scenarios)} scenarios, each compared with {called}{known}."
    intro = [f"One scenario: {called}{known}." if alone else compared]
    if made.public:
        left_out = "Pages of single posts and schools, and scenarios about some of them, are left out"
        intro.insert(0, f"{left_out}; counts of pupils are rounded to {PUPILS_STEP}.")
    elif trustees:
        told = "say the decision, the risk, the cost and how sure it is, in ten minutes; the rest is for who "
        intro.insert(0, f"The pages for trustees {told}wants more.")
    intro += caution(made.scenarios[0])
    title = "Planning pack for anyone to read" if made.public else "Board pack"
    body = Block(f"<h1>{title}</h1>") + show.notes(intro) + _failures(made) + _contents(made)
    return compose((body + show.stamp(stamp(made.scenarios, made.dates))).markup, public=made.public)


def dates(pages: Iterable[str]) -> list[dt.date]:
    """When the results were made that pages show, from the stamps in their HTML."""
    return [
        dt.datetime.strptime(found[1], "%d %B %Y").date() for page in pages if (found := _DATE.search(page))
    ]


def _contents(made: Made) -> Block:
    """Every page under its part, and all of them as a PDF."""
    lists = ""
    for part, some in by_part(made.pages):
        items = "".join(
            f'<li><a href="{html.escape(p.file, quote=True)}">{html.escape(p.title)}</a></li>' for p in some
        )
        first = part == PARTS["trustees"]
        kind, head = "ol" if first else "ul", "To begin with" if first and made.public else part
        lists += f"<section><h2>{html.escape(head)}</h2><{kind}>{items}</{kind}></section>"
    links = and_list(f'<a href="{a}">{html.escape(title)}</a>' for a, title in made.pdfs.items())
    whole = f"<p>To print, or to send as one file: {links} (PDF).</p>" if links else ""
    return Block(f'<div class="toc">{lists}</div>{whole}')


def _failures(made: Made) -> Block:
    why = {page.title: made.failed[page.file] for page in made.pages if page.file in made.failed}
    if not why:
        return Block("")
    items = "".join(f"<li>{html.escape(name)}: {html.escape(error)}</li>" for name, error in why.items())
    return Block(f'<div class="problem"><p><strong>Not made:</strong></p><ul>{items}</ul></div>')


def stamp(scenarios: Sequence[Resolved], made_on: Sequence[dt.date]) -> Stamp:
    """What the whole pack was made from.

    Args:
        scenarios: All that it shows.
        made_on: When the results on its pages were made; none yet: today.
    """
    digest = hashlib.sha256("".join(map(unchanged.content, scenarios)).encode()).hexdigest()
    return Stamp(
        model_version=model_version(),
        scenario=called([each.scenario_id for each in scenarios]),
        scenario_hash=digest,
        seed=", ".join(sorted({str(r.seed) for r in scenarios})),
        runs=" or ".join(sorted({f"{r.runs:,}" for r in scenarios})) + " each",
        date=max(made_on, default=dt.datetime.now(dt.UTC).date()),
    )
