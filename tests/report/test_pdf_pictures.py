"""Letters of charts become text for print: the same words at the same places, and nothing else is touched."""

from __future__ import annotations

import io
import re

from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font

from ist_model.report.charts.look import Words, draw
from ist_model.report.pack.pdf_pictures import _file, letters_as_text

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
