"""Letters of charts become text for print: the same words at the same places, and nothing else is touched."""

from __future__ import annotations

import base64
import io
import re
from typing import Any

import pypdf
import pytest
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font

from ist_model.report.charts.look import Words, draw
from ist_model.report.pack import pdf
from ist_model.report.pack.pdf_pictures import _file, letters_as_text, plainly

SAID = ("Days <needed> & “given”", "£12,000 – 3½ %", "  two  gaps ")


def picture(*said: str) -> str:
    def paint(canvas: object) -> None:
        axes = canvas.figure.subplots()
        for row, words in enumerate(said):
            axes.text(0.1, row / 10, words, rotation=30 * row, weight="bold" if row else "normal")

    return draw(paint, Words("a", "b", "c"), height_in=2).wide


def test_every_letter_of_its_fonts_becomes_text() -> None:
    made = letters_as_text(picture(*SAID))
    texts = [re.sub(r"&lt;", "<", each) for each in re.findall(r"<text [^>]*>([^<]*)</text>", made)]
    texts = [each.replace("&gt;", ">").replace("&amp;", "&") for each in texts]
    for words in SAID:
        assert words.strip() in [each.strip() for each in texts]
    assert '<use xlink:href="#DejaVu' not in made
    assert made.count('font-weight="700"') == 2


def test_text_lies_where_the_outlines_lay() -> None:
    """The font's own widths are those at which the outlines stand, letter by letter."""
    font = FT2Font(_file("DejaVuSans"))
    font.set_size(100, 72)
    words = "Needs of 12 schools"
    run = next(
        each for each in re.findall(r"<!-- (.*?) -->\s*(<g.*?</g>)", picture(words), re.S) if each[0] == words
    )
    placed = [float(x) for x in re.findall(r"<use [^>]*translate\(([\d.]+) 0\)", run[1])]
    for letters, x in enumerate(placed, start=1):
        font.set_text(words[:letters])
        width = font.get_width_height()[0] / 64
        assert abs(width - x) < 8  # less than the room of one letter: none is missing or doubled


def test_letters_of_other_fonts_and_pictures_of_others_stay_as_they_are() -> None:
    figure = Figure()
    figure.text(0.1, 0.1, "serif", family="DejaVu Serif")
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg")
    assert letters_as_text(buffer.getvalue()) == buffer.getvalue()
    assert letters_as_text("<svg><text>5</text></svg>") == "<svg><text>5</text></svg>"


@pytest.mark.skipif(not pdf.possible(), reason="WeasyPrint needs Pango")
def test_what_is_drawn_plainly_is_drawn_alike() -> None:
    """The same shapes at the same places with the same lines and colours, in the same order."""

    def paint(canvas: Any) -> None:
        axes = canvas.figure.subplots()
        axes.errorbar([1, 2, 3], [3, 1, 2], yerr=0.4, capsize=3, fmt="o--", solid_capstyle="round")
        axes.bar([1, 2], [1, 2], alpha=0.4)
        axes.plot([0, 5], [0, 5], marker="D", lw=3)
        axes.grid(True)
        axes.legend(["one", "two", "three"])

    svg = letters_as_text(draw(paint, Words("a", "b", "c"), height_in=2).wide)
    plain = plainly(svg)
    assert plain.count("<") < 0.6 * svg.count("<")
    assert "<use" in svg
    before, after = _painted(svg), _painted(plain)
    assert len(before) > 40
    assert before == after


def test_a_picture_with_rules_of_its_own_is_left_alone() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg"><style>path{fill: red}</style><path d="M 0 0 L 1 1"/></svg>'
    )
    assert plainly(svg) == svg


def _painted(svg: str) -> list[Any]:
    """What is painted, in order: operator, points on the sheet, and how lines and colours are set."""
    import weasyprint

    address = base64.b64encode(svg.encode()).decode()
    html = f'<img alt="" src="data:image/svg+xml;base64,{address}">'
    reader = pypdf.PdfReader(io.BytesIO(weasyprint.HTML(string=html).write_pdf()))
    found: list[Any] = []
    place, state, kept, points = pypdf.Transformation(), dict[str, Any](), list[Any](), list[Any]()
    for operands, code in reader.pages[0].get_contents().operations:
        match code.decode():
            case "q":
                kept.append((place, dict(state)))
            case "Q":
                place, state = kept.pop()
            case "cm":
                place = pypdf.Transformation(tuple(map(float, operands))).transform(place)
            case "m" | "l" | "c" | "re" as how:
                pairs = [(float(a), float(b)) for a, b in zip(operands[::2], operands[1::2], strict=True)]
                points += [how, *((round(x, 2), round(y, 2)) for x, y in map(place.apply_on, pairs))]
            case "f" | "f*" | "S" | "B" | "B*" | "W" | "n" | "Tj" | "TJ" as how:
                found.append((how, points, dict(state), str(operands)))
                points = []
            case how:
                state[how] = str(operands)
    return found
