"""A rendered page is one safe, offline, accessible file, or it does not exist."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from ist_model.report.errors import PageError
from ist_model.report.pack.navigation import Link, Place
from ist_model.report.pack.rendering import compose, render
from ist_model.report.provenance import Stamp
from ist_model.report.tables import Cell, key_numbers, table

STAMP = Stamp("0.1.0", "growth", "0123456789abcdef", "20261101", "200", dt.date(2026, 11, 5)).html()
PLACE = Place(Link("Contents", "../index.html"), None, Link("<Next> page", "b.html"))
BODY = f"<h1>Do we cope?</h1><h2>One</h2><p>Yes.</p><h2>Two</h2>{STAMP}"


def executed(folder: Path, *outputs: nbformat.NotebookNode) -> Path:
    words = new_output(
        "execute_result", {"text/html": "<p>Shown</p>", "text/plain": "Block"}, execution_count=1
    )
    shown = [new_output("display_data", {"text/html": STAMP}), words, *outputs]
    node = new_notebook(
        cells=[
            new_markdown_cell("# Do we *cope*?\n\nWords.\n\n## First\n\n## Second"),
            new_code_cell("scenario: str = 'secret_default'", metadata={"tags": ["parameters"]}),
            new_code_cell("scenario = 'secret_given'", metadata={"tags": ["injected-parameters"]}),
            new_code_cell("secret_code()", execution_count=1, outputs=shown),
        ]
    )
    path = folder / "done.ipynb"
    nbformat.write(node, path)
    return path


def test_a_page_shows_words_and_outputs_but_no_code(tmp_path: Path) -> None:
    page = tmp_path / "pages" / "growth.html"
    render(executed(tmp_path), page, title="Two schools join", place=PLACE)
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    text = soup.get_text(" ")
    assert "secret" not in str(soup)
    assert "Shown" in text
    assert "Block" not in text
    assert "jp-" not in str(soup)
    assert soup.html is not None
    assert soup.html["lang"] == "en-GB"
    assert soup.title is not None
    assert soup.title.string == "Two schools join – Do we cope?"
    assert [h.get_text() for h in soup.find_all("h1")] == ["Do we cope?"]
    assert [(a.get_text(" ", strip=True), a["href"]) for a in soup.select("header a, nav.turn a")] == [
        ("Contents", "../index.html"),
        ("Next <Next> page", "b.html"),
    ]
    skip = soup.select_one("a.skip")
    assert skip is not None
    assert soup.find(id=str(skip["href"])[1:]) is not None
    links = soup.select("nav.contents a")
    assert [link.get_text() for link in links] == ["First", "Second"]
    assert all(soup.find(id=str(link["href"])[1:]) for link in links)
    assert text.count("planning model, not evidence of impact and not a predicted grade") >= 1
    assert "Confidential to trustees" in text
    foot = soup.select_one("footer")
    assert foot is not None
    for fact in ("0.1.0", "growth", "0123456789ab", "20261101", "200", "5 November 2026"):
        assert fact in foot.get_text(" ")
    assert "0123456789abc" not in text
    assert [p.name for p in page.parent.iterdir()] == ["growth.html"]


def test_a_page_is_the_same_bytes_every_time(tmp_path: Path) -> None:
    done = executed(tmp_path)
    for name in ("a.html", "b.html"):
        render(done, tmp_path / name)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_warnings_stay_out_of_the_page_and_other_text_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    render(executed(tmp_path, new_output("stream", name="stderr", text="FutureWarning: secret")), page)
    assert "FutureWarning" not in page.read_text()
    page.unlink()
    failed = new_output("error", ename="ValueError", evalue="no", traceback=[])
    plain = new_output("execute_result", {"text/plain": "<Figure>"}, execution_count=1)
    for output in (new_output("stream", name="stdout", text="debug"), plain, failed):
        with pytest.raises(PageError, match=r"done\.ipynb, cell 4 shows"):
            render(executed(tmp_path, output), page)
        assert not page.exists()


@pytest.mark.parametrize(
    ("fragment", "message"),
    [
        ("<script>1</script>", "may not hold <script>"),
        ('<link rel="stylesheet" href="x.css">', "may not hold <link>"),
        ('<p onclick="x()">a</p>', "may not hold code"),
        ('<a href="https://example.org">a</a>', "leads outside the pack: https"),
        ('<a href="//example.org">a</a>', "leads outside the pack"),
        ('<a href="JavaScript:x()">a</a>', "leads outside the pack"),
        ('<img alt="A" src="/home/x.svg">', "leads outside the pack"),
        ('<a href="data:text/html;base64,AAAA">a</a>', "leads outside the pack"),
        ("<style>@import 'x.css';</style>", "style sheet loads"),
        ('<p style="background:url(x)">a</p>', "style loads"),
        ('<img src="data:image/svg+xml;base64,AAAA">', "no alternative text"),
        ('<img alt=" " src="data:image/svg+xml;base64,AAAA">', "no alternative text"),
        ('<figure><p class="careful">Few runs.</p></figure>', "does not say what it shows"),
        ("<figure><figcaption>It rises.</figcaption></figure>", "does not say what to be careful of"),
        ("<table><tr><td>1</td></tr></table>", "no caption"),
        ("<table><caption>A</caption><tr><th>1</th></tr></table>", "no scope"),
        ("<h1>Another</h1>", "exactly one main heading, found 2"),
        (STAMP, "exactly one whole provenance stamp"),
        ("<p>Three pupils below expected.</p>", "Key Stage 2"),
    ],
)
def test_a_page_that_breaks_a_rule_is_refused(fragment: str, message: str) -> None:
    with pytest.raises(PageError, match=message):
        compose(BODY + fragment)


def test_a_page_without_a_whole_stamp_is_refused() -> None:
    with pytest.raises(PageError, match="provenance stamp"):
        compose("<h1>Do we cope?</h1>")
    with pytest.raises(PageError, match="provenance stamp"):
        compose(BODY.replace("20261101", ""))


def test_a_table_has_caption_scopes_and_safe_text() -> None:
    rows = [["A", Cell("<b>&", "worse")], [Cell("B", href="b.html"), "2"]]
    made = table(["School", "Pupils"], rows, caption="Rolls", right=[1])
    soup = BeautifulSoup(compose(BODY + made), "html.parser")
    assert [th["scope"] for th in soup.find_all("th")] == ["col", "col", "row", "row"]
    assert soup.select_one("td.right span.worse").get_text() == "<b>&"
    assert soup.select_one('div.tablewrap[role="region"][aria-label="Rolls"][tabindex="0"]')
    assert soup.select_one("tbody th a")["href"] == "b.html"


def test_no_line_breaks_between_a_sign_and_its_number() -> None:
    cells = table(
        ["Plan", "It adds"], [["A", "−£209,000 (± £1,000) 65 (47–76)"], ["B", "<b> −3"]], caption="Plans"
    )
    spans = BeautifulSoup(cells, "html.parser").select("td .nowrap")
    assert [span.get_text() for span in spans] == ["−£209,000", "± £1,000", "(47–76)"]
    assert "&lt;b&gt; −3" in cells
    assert f'<span class="anywhere">{"w" * 60}</span>' in table(["A", "B"], [["w" * 60, "1"]], caption="C")


def test_a_table_is_laid_out_for_a_phone_by_what_its_columns_need() -> None:
    def made(columns: int, rows: int, text: str) -> BeautifulSoup:
        heads, cells = [f"Head {i}" for i in range(columns)], [[text] * columns] * rows
        return BeautifulSoup(table(heads, cells, caption="C"), "html.parser")

    assert "stacked" not in made(4, 3, "short").table["class"]
    assert "stacked" not in made(2, 3, "a long text that takes several lines on a phone").table["class"]
    stacked = made(3, 12, "a long text that takes several lines on a phone")
    assert "stacked" in stacked.table["class"]
    assert stacked.select_one("label.more[hidden]").get_text(strip=True) == "Show all 12 rows"
    assert made(3, 11, "a long text that takes several lines on a phone").select_one("label") is None
    assert made(3, 20, "short").select_one("label") is None


def test_a_table_with_a_short_row_or_an_unnamed_column_is_refused() -> None:
    with pytest.raises(ValueError, match="has 1 cells for 2 headings"):
        table(["A", "B"], [["1"]], caption="C")
    with pytest.raises(ValueError, match="a caption and a heading"):
        table(["A", ""], [["1", "2"]], caption="C")
    with pytest.raises(ValueError, match="a caption and a heading"):
        table(["A"], [["1"]], caption=" ")


def test_key_numbers_are_a_description_list() -> None:
    soup = BeautifulSoup(key_numbers([("Pupils", "12", "<few>")]), "html.parser")
    assert [part.get_text() for part in soup.select("dl.kpis div > *")] == ["Pupils", "12", "<few>"]
