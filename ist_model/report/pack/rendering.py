"""Turn an executed notebook into a page for trustees: no code, no network, readable by everyone.

A page is one file. It refuses to exist with a script, an address outside the pack, a picture without words, a
chart without its two sentences, a table without headings, or without its provenance stamp: a fault found here
is never a reader's to find.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from bs4 import BeautifulSoup, Tag
from markupsafe import Markup, escape

from ist_model.inputs.identity import identity
from ist_model.inputs.scenario_models import Resolved
from ist_model.report.errors import PageError
from ist_model.report.notebooks.run import write_atomically
from ist_model.report.pack.explaining import explain_terms
from ist_model.report.pack.kept_together import keep_together
from ist_model.report.pack.navigation import NOWHERE, Place
from ist_model.report.pack.public import leave_out_few, refuse_what_identifies
from ist_model.report.provenance import Stamp, is_whole
from ist_model.report.words.few import few_holders
from ist_model.report.words.plain import CONFIDENTIAL, STATEMENT, refuse_unclear
from ist_model.results.version import model_version

if TYPE_CHECKING:
    from nbformat import NotebookNode

TEMPLATES = Path(__file__).parent / "templates"
_DROPPED_TAGS = ("parameters", "injected-parameters", "remove_cell")
_OUTSIDE = re.compile(r"""^\s*(?:[a-z][a-z0-9+.-]*:|//|/)""", re.IGNORECASE)
_ADDRESSES = ("src", "srcset", "href", "action", "data", "poster", "formaction")
_CSS_ADDRESS = re.compile(r"@import|url\(", re.IGNORECASE)
_UNDESCRIBED = "No description has been provided for this image"


def render(
    executed: Path,
    output: Path,
    *,
    title: str = "",
    place: Place = NOWHERE,
    hiding: Sequence[Resolved] | None = None,
) -> None:
    """Render an executed notebook to a self-contained page, written in one step.

    Args:
        executed: Notebook with outputs. Cells tagged parameters, injected-parameters or remove_cell are left
            out, and so is all code.
        output: The HTML file.
        title: Shown by the browser before the notebook's own title.
        place: Where the page stands among the others.
        hiding: For a public page: the scenarios whose schools and posts it may not tell; None: for trustees.

    Raises:
        PageError: If the notebook shows an error, a warning or plain text, or the page breaks a rule.
    """
    import nbformat  # seconds of imports that a pack without changes need not wait for
    from nbconvert.exporters import HTMLExporter
    from traitlets.config import Config

    node = nbformat.read(executed, as_version=4)
    _outputs_are_fit(executed.name, node)
    settings = Config()
    settings.TagRemovePreprocessor.enabled = True
    settings.TagRemovePreprocessor.remove_cell_tags = set(_DROPPED_TAGS)
    settings.HTMLExporter.preprocessors = ["nbconvert.preprocessors.TagRemovePreprocessor"]
    settings.HTMLExporter.exclude_input = True
    settings.HTMLExporter.exclude_anchor_links = True
    exporter = HTMLExporter(
        config=settings, template_name="trustee", extra_template_basedirs=[str(TEMPLATES)]
    )
    body, _ = exporter.from_notebook_node(node)
    few = few_holders(hiding or ())
    page = compose(body, title=title, place=place, public=hiding is not None, few=few)
    if hiding is not None:
        refuse_what_identifies(page, hiding)
    write_atomically(output, page)


def _outputs_are_fit(name: str, node: NotebookNode) -> None:
    for number, cell in enumerate(node.cells, start=1):
        for shown in cell.get("outputs", ()):
            if shown.output_type == "stream" and shown.name == "stderr":
                continue  # warnings go to the manifest, not to trustees
            data = shown.get("data", {})
            if "text/html" not in data and "text/markdown" not in data:
                raise PageError(
                    f"{name}, cell {number} shows {shown.output_type} output; "
                    "show it by a helper of ist_model.report.show"
                )


def compose(
    body: str,
    *,
    title: str = "",
    place: Place = NOWHERE,
    public: bool = False,
    few: Collection[str] = (),
) -> str:
    """A whole page around a body: band, contents list, terms explained, foot with the stamp, every check.

    Args:
        body: HTML with one h1 and one provenance stamp.
        title: Shown by the browser before the h1.
        place: Where the page stands among the others.
        public: Whether anyone may read it: what is private is left out.
        few: Roles with so few holders that a public page shows no figure of theirs, by label.

    Raises:
        PageError: If the page breaks a rule.
    """
    soup = BeautifulSoup(body, "html.parser")
    headings = soup.find_all("h1")
    if len(headings) != 1:
        raise PageError(f"a page needs exactly one main heading, found {len(headings)}")
    stamps = soup.select("div.stamp")
    if len(stamps) != 1 or not is_whole(stamps[0]):
        raise PageError(f"a page needs exactly one whole provenance stamp, found {len(stamps)}")
    stamp = stamps[0].extract()
    if public:
        leave_out_few(soup, few)
        _leave_out_what_is_private(soup)
    explain_terms(soup)
    _add_contents(soup)
    keep_together(soup)
    heading = " ".join(headings[0].get_text().split())
    page = _shell().render(
        title=f"{title} – {heading}" if title and title != heading else heading,
        css=Markup((TEMPLATES / "page.css").read_text(encoding="utf-8").strip()),
        body=Markup(str(soup).strip()),
        stamp=Markup(str(stamp)),
        place=place,
        statement=STATEMENT,
        confidential="" if public else CONFIDENTIAL,
        script=Markup(sort_script()) if soup.select_one("table.sortable") else "",
        script_hash=_csp_hash(sort_script()),
    )
    check(page)
    return page


def _leave_out_what_is_private(soup: BeautifulSoup) -> None:
    """Remove what tells of single posts or schools, and headings under which nothing is left."""
    for element in soup.select(".private"):
        element.decompose()
    for heading in soup.find_all("h2"):
        after = heading.find_next_sibling()
        if after is None or after.name == "h2":
            heading.decompose()


def not_made(
    output: Path, title: str, why: str, resolved: Resolved, place: Place, *, public: bool = False
) -> None:
    """Write the page that stands where one could not be made, so that nobody misses it unawares.

    Args:
        output: The HTML file.
        title: Of the page that failed.
        why: What went wrong.
        resolved: The scenario it would have shown, for its stamp.
        place: Where the page stands among the others.
        public: Whether anyone may read it: then it does not say why, which may name a school.
    """
    stamp = Stamp(
        model_version(),
        resolved.scenario_id,
        identity(resolved),
        str(resolved.seed),
        f"{resolved.runs:,}",
        dt.datetime.now(dt.UTC).date(),
    )
    told = "" if public else f"<p>{escape(why)}</p>"
    body = f"<h1>{escape(title)}</h1>" + (
        f'<div class="problem"><p><strong>This page could not be made.</strong></p>{told}</div>'
    )
    write_atomically(output, compose(body + stamp.html(), place=place, public=public))


@cache
def sort_script() -> str:
    """The one script that a page may hold: it sorts the rows of long tables and asks for nothing."""
    return (TEMPLATES / "sort.js").read_text(encoding="utf-8").strip()


def _csp_hash(script: str) -> str:
    """How a page's policy allows this very script and no other."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


@cache
def _shell() -> jinja2.Template:
    loader = jinja2.FileSystemLoader(TEMPLATES)
    return jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined).get_template(
        "page.html.j2"
    )


def _add_contents(soup: BeautifulSoup) -> None:
    """Put a list of the page's sections before the first of them."""
    sections = soup.find_all("h2")
    for number, section in enumerate(sections, start=1):
        section["id"] = f"part-{number}"
    if len(sections) < 2 or soup.select_one(".toc"):
        return
    contents = soup.new_tag("nav", attrs={"class": "contents", "aria-labelledby": "contents"})
    label = soup.new_tag("h2", id="contents")
    label.string = "On this page:"
    items = soup.new_tag("ol")
    for section in sections:
        link = soup.new_tag("a", href=f"#{section['id']}")
        link.string = " ".join(section.get_text().split())
        item = soup.new_tag("li")
        item.append(link)
        items.append(item)
    contents.extend([label, items])
    sections[0].insert_before(contents)


def check(page: str) -> None:
    """Refuse a page that is not safe, not self-contained or not accessible.

    Raises:
        PageError: Naming the element at fault.
    """
    soup = BeautifulSoup(page, "html.parser")
    for element in soup.find_all(True):
        _check_element(element)
    for style in soup.find_all("style"):
        if _CSS_ADDRESS.search(style.get_text()):
            raise PageError("a style sheet loads another file")
    try:
        refuse_unclear(" ".join(soup.get_text(" ").split()))
    except ValueError as error:
        raise PageError(str(error)) from error


def _check_element(element: Tag) -> None:
    if element.name == "script" and not element.attrs and element.get_text() == sort_script():
        return
    if element.name in ("script", "iframe", "object", "embed", "link", "base", "form"):
        raise PageError(f"a page may not hold <{element.name}>")
    if any(name.startswith("on") for name in element.attrs):
        raise PageError(f"a page may not hold code: {str(element)[:80]}")
    for name in _ADDRESSES:
        address = str(element.get(name, ""))
        if address.startswith("data:image/svg+xml;base64,") and element.name in ("img", "source"):
            continue
        if _OUTSIDE.match(address):
            raise PageError(f"an address leads outside the pack: {address[:80]}")
    if "url(" in str(element.get("style", "")):
        raise PageError(f"a style loads another file: {str(element)[:80]}")
    if element.name == "img" and str(element.get("alt", "")).strip() in ("", _UNDESCRIBED):
        raise PageError("a picture has no alternative text")
    if element.name == "figure":
        for part, said in (("figcaption", "what it shows"), (".careful", "what to be careful of")):
            if not any(found.get_text(strip=True) for found in element.select(part)):
                raise PageError(f"a chart does not say {said}")
    if element.name == "table" and element.find("caption") is None:
        raise PageError("a table has no caption")
    if element.name == "th" and element.get("scope") not in ("col", "row"):
        raise PageError(f"a table heading has no scope: {element.get_text(strip=True)[:80]}")
