"""One PDF of many pages, from the same HTML: contents with page numbers, tagged, provenance on each sheet."""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag

from ist_model.inputs.scenario_models import Resolved
from ist_model.report.errors import PageError
from ist_model.report.notebooks.run import write_atomically
from ist_model.report.pack.contents import Page
from ist_model.report.pack.index import dates, stamp
from ist_model.report.pack.navigation import by_part
from ist_model.report.pack.pdf_pictures import font_faces, with_text
from ist_model.report.pack.sheets import Layout
from ist_model.report.provenance import Stamp
from ist_model.report.words.plain import CONFIDENTIAL, STATEMENT

_TEMPLATES = Path(__file__).parent / "templates"
MADE = "How this page was made"  # set small: two sentences, which would else often take a sheet of their own


def files(pages: Sequence[Page]) -> list[tuple[str, str, list[Page]]]:
    """Name, title and pages of each PDF: the pack, and the technical file; none without Pango."""
    if not possible():
        return []
    parts = (("pack.pdf", "Board pack", False), ("technical.pdf", "Technical file", True))
    found = [
        (name, title, [p for p in pages if p.technical == technical]) for name, title, technical in parts
    ]
    return [(name, title, some) for name, title, some in found if some]


def possible() -> bool:
    """Whether PDFs can be made here: WeasyPrint needs Pango, a library that pip does not bring."""
    try:
        import weasyprint
    except OSError:
        return False
    return bool(weasyprint.VERSION)


def write_pdf(
    pages: Sequence[Page],
    pack_dir: Path,
    output: Path,
    *,
    scenarios: Sequence[Resolved],
    title: str,
    public: bool,
    await_page: Callable[[Page], None] = lambda page: None,
) -> None:
    """Write pages that lie in the pack as one PDF; equal pages give equal bytes.

    Args:
        pages: In reading order.
        pack_dir: Where their HTML lies.
        output: The PDF.
        scenarios: All that the pack shows, for the stamp on its first sheet.
        title: On its first sheet.
        public: Whether anyone may read it; otherwise each sheet says that it is for trustees.
        await_page: Called before a page is read; returns when it is there.
    """
    numbers = {page.file: f"page-{number}" for number, page in enumerate(pages, start=1)}
    css = "\n".join((_TEMPLATES / name).read_text(encoding="utf-8") for name in ("page.css", "pdf.css"))
    css += font_faces() + f'@page {{ @bottom-left {{ content: string(facts) "\\A {STATEMENT}" }} }}'
    if not public:
        css += f'@page {{ @top-right {{ content: "{CONFIDENTIAL}" }} }}'
    layout = Layout(css)
    secrecy = "" if public else CONFIDENTIAL

    def cover(sheets: Mapping[str, int], made_on: Sequence[dt.date]) -> Any:
        first = _cover(pages, title, secrecy, stamp(scenarios, made_on), numbers, sheets)
        return layout.lay(first, title=escape(title), first=1)

    before = len(cover({}, ()).pages)
    laid, begins, made_on = list[Any](), dict[str, int](), list[dt.date]()
    for page in pages:
        await_page(page)
        begins[page.file] = before + len(laid) + 1
        text = (pack_dir / page.file).read_text(encoding="utf-8")
        made_on += dates([text])
        section = _section(page, text, numbers)
        laid += layout.fit(section, title=escape(page.title), first=begins[page.file]).pages
    whole = cover(begins, made_on)
    made = whole.copy([*whole.pages, *laid]).write_pdf(pdf_variant="pdf/ua-1")
    write_atomically(output, made)


def _cover(
    pages: Sequence[Page],
    title: str,
    secrecy: str,
    made_from: Stamp,
    numbers: Mapping[str, str],
    begins: Mapping[str, int],
) -> str:
    """The first sheet: what this is, and the contents with the sheet on which each page begins."""
    lists = ""
    for part, some in by_part(pages):
        items = ""
        for page in some:
            sheet = begins.get(page.file, "000")
            items += f'<li><a href="#{numbers[page.file]}" data-sheet="{sheet}">{escape(page.title)}</a></li>'
        lists += f"<h2>{escape(part)}</h2><ol>{items}</ol>"
    facts = _in_line(made_from.facts())
    return (
        f'<section class="cover"><p class="secrecy">{escape(secrecy)}</p><h1>{escape(title)}</h1>'
        f'<p class="statement">{escape(STATEMENT)}</p><p class="facts">{escape(facts)}</p>'
        f'<nav class="sheets" aria-label="Contents">{lists}</nav>'
        "</section>"
    )


def _in_line(facts: Iterable[tuple[str, str]]) -> str:
    return " · ".join(f"{name} {value}" for name, value in facts)


def _section(page: Page, text: str, numbers: Mapping[str, str]) -> Tag:
    """A page's main part, with its stamp for the foot of its sheets and its links leading within the PDF."""
    soup = BeautifulSoup(text, "html.parser")
    main, made_from = soup.main, soup.select_one("footer .stamp")
    if main is None or made_from is None:
        raise PageError(f"{page.file} is not a page of the pack")
    own = numbers[page.file]
    for element in main.select("nav, source, .statement"):
        element.decompose()
    for element in main.select("[id]"):
        element["id"] = f"{own}-{element['id']}"
    for heading in main.select("h1"):
        heading["data-title"] = page.title  # some pages ask the same question, of one scenario or school each
    for heading in main.select("h2"):
        if heading.get_text(strip=True) == MADE:
            heading["class"] = "made"
    for picture in main.select("img"):
        with_text(picture)
    for link in main.select("a[href]"):
        _lead_within(link, page, numbers)
    names, values = ([each.get_text() for each in made_from.select(tag)] for tag in ("dt", "dd"))
    facts = _in_line(zip(names, values, strict=True))
    main.name, main.attrs = "section", {"class": "sheet", "id": own}
    for name, text in (("facts", facts), ("title", page.title)):
        main.insert(0, soup.new_tag("p", attrs={"class": name, "aria-hidden": "true"}, string=text))
    return main


def _lead_within(link: Tag, page: Page, numbers: Mapping[str, str]) -> None:
    """Let a link lead to the same place in the PDF; one that has no such place becomes plain words."""
    address, _, part = str(link["href"]).partition("#")
    target = (
        posixpath.normpath(posixpath.join(posixpath.dirname(page.file), address)) if address else page.file
    )
    if target in numbers:
        link["href"] = f"#{numbers[target]}" + (f"-{part}" if part else "")
    else:
        link.unwrap()
