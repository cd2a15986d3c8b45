"""Letters of charts for print: from drawn outlines back to text in the font that they were drawn with.

On a page letters are outlines, so that a chart looks alike on every screen. A PDF carries its font along: as
text they look the same, can be searched and copied, and are drawn in a fraction of the time.
"""

from __future__ import annotations

import base64
import re
from functools import cache
from pathlib import Path

import matplotlib as mpl
from bs4 import Tag
from markupsafe import escape
from matplotlib.ft2font import FT2Font

_SVG = "data:image/svg+xml;base64,"
# As matplotlib calls them, in its glyphs' names and its files, and their weight.
_FONTS = {"DejaVuSans": 400, "DejaVuSans-Bold": 700}
_FAMILY = "Letters of charts"
_EM = 100  # units in which matplotlib places letters
_LETTER = r'<use xlink:href="#(?:[\w-]+)-[0-9a-f]+"(?: transform="translate\([-\d.]+ 0\)")?/>\s*'
_RUN = re.compile(
    r'<g style="(?P<style>[^"]*)" transform="(?P<place>[^"]*) scale\((?P<size>[\d.]+) -(?P=size)\)">\s*'
    rf"(?P<outlines><defs>.*?</defs>\s*)?(?P<letters>(?:{_LETTER})+)</g>",
    re.DOTALL,
)
_GLYPH = re.compile(r'#([\w-]+)-([0-9a-f]+)"')


def font_faces() -> str:
    """Style rules that bring the fonts of the charts along."""
    rules = ""
    for name, weight in _FONTS.items():
        data = base64.b64encode(_file(name).read_bytes()).decode()
        rules += (
            f'@font-face {{ font-family: "{_FAMILY}"; font-weight: {weight}; '
            f"src: url(data:font/ttf;base64,{data}); }}\n"
        )
    return rules


def with_text(picture: Tag) -> None:
    """Let a chart's `img` hold letters as text; whatever is not letters of its fonts stays as it is."""
    address = str(picture.get("src", ""))
    if address.startswith(_SVG):
        svg = letters_as_text(base64.b64decode(address.removeprefix(_SVG)).decode())
        picture["src"] = _SVG + base64.b64encode(svg.encode()).decode()


def letters_as_text(svg: str) -> str:
    """An SVG of matplotlib's with its runs of letters as text elements."""
    return _RUN.sub(_text, svg)


def _text(run: re.Match[str]) -> str:
    glyphs = _GLYPH.findall(run["letters"])
    fonts = {font for font, _ in glyphs}
    if len(fonts) != 1 or not fonts <= _FONTS.keys():
        return run[0]
    font = fonts.pop()
    letters = [_letters(font).get(int(number, 16)) for _, number in glyphs]
    if None in letters:
        return run[0]
    words = escape("".join(letter for letter in letters if letter))
    style = f"{run['style']}; font-size: {_EM * float(run['size']):g}px"
    return (
        f'{run["outlines"] or ""}<text xml:space="preserve" transform="{run["place"]}" '
        f'font-family="{_FAMILY}" font-weight="{_FONTS[font]}" style="{style}">{words}</text>'
    )


@cache
def _letters(font: str) -> dict[int, str]:
    """Glyph to the letter it stands for; the first where several letters look alike."""
    found: dict[int, str] = {}
    for letter, glyph in sorted(FT2Font(_file(font)).get_charmap().items()):
        found.setdefault(int(glyph), chr(letter))
    return found


def _file(font: str) -> Path:
    return Path(mpl.get_data_path()) / "fonts" / "ttf" / f"{font}.ttf"
