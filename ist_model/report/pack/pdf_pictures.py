"""Letters of charts for print: from drawn outlines back to text in the font that they were drawn with.

On a page letters are outlines, so that a chart looks alike on every screen. A PDF carries its font along: as
text they look the same, can be searched and copied, and are drawn in a fraction of the time. So are the other
shapes once nothing has to be looked up for them: each with its own style, none in groups that say nothing.
"""

from __future__ import annotations

import base64
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
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
_NS, _XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
_DRAWN = {f"{_NS}path", f"{_NS}text"}
_FOR_ALL = re.compile(r"\s*\*\s*\{([^{}]*)\}\s*")  # the one rule of style that matplotlib writes
_GLYPH = re.compile(r'#([\w-]+)-([0-9a-f]+)"')


def font_faces() -> str:
    """Style rules that bring the fonts of the charts along."""
    rules = ""
    for name, weight in _FONTS.items():
        data = base64.b64encode(_file(name).read_bytes()).decode()
        rules += (
            f'@font-face {{ font-family: "{_FAMILY}"; font-weight: {weight}; '
            f'src: url("data:font/ttf;base64,{data}"); }}\n'  # in quotes it is read in a third of the time
        )
    return rules


def with_text(picture: Tag) -> None:
    """Let a chart's `img` hold letters as text; whatever is not letters of its fonts stays as it is."""
    address = str(picture.get("src", ""))
    if address.startswith(_SVG):
        svg = plainly(letters_as_text(base64.b64decode(address.removeprefix(_SVG)).decode()))
        picture["src"] = _SVG + base64.b64encode(svg.encode()).decode()


def letters_as_text(svg: str) -> str:
    """An SVG of matplotlib's with its runs of letters as text elements."""
    return _RUN.sub(_text, svg)


def plainly(svg: str) -> str:
    """An SVG of matplotlib's that looks the same and is drawn in less time.

    Styles become attributes of the shapes that they are for, a shape used at a place is written there, groups
    that only have a name are opened, and what nothing refers to is left out. A picture with other rules of
    style than matplotlib's one for all elements stays as it is.
    """
    root = ET.fromstring(svg)
    rules = [each.text or "" for each in root.iter(f"{_NS}style")]
    found = _FOR_ALL.fullmatch(rules[0]) if len(rules) == 1 else None
    if found is None:
        return svg
    for_all = _declared(found[1])
    for each in root.iter():
        declared = _declared(each.attrib.pop("style", ""))
        each.attrib.update({**for_all, **declared} if each.tag in _DRAWN else declared)
        each.tail = None
    named = {each.attrib["id"]: each for each in root.iter() if "id" in each.attrib}
    kept = ET.Element(f"{_NS}defs")
    drawn = list(_opened(root, named, kept))
    text = "".join(ET.tostring(each, encoding="unicode") for each in drawn)
    referred = set(re.findall(r"#([\w-]+)", text))
    kept[:] = [each for each in kept if each.get("id") in referred]
    root[:] = [kept, *drawn]
    return ET.tostring(root, encoding="unicode")


def _opened(group: ET.Element, named: Mapping[str, ET.Element], kept: ET.Element) -> Iterator[ET.Element]:
    """What a group holds, as it is to be drawn; definitions go into `kept`."""
    for child in group:
        if child.tag == f"{_NS}defs":
            kept.extend(each for each in child if each.tag != f"{_NS}style")
        elif child.tag == f"{_NS}use":
            yield _placed(child, named[child.attrib[_XLINK].removeprefix("#")])
        elif child.tag == f"{_NS}g":
            child[:] = _opened(child, named, kept)
            if child.attrib.keys() <= {"id"}:
                yield from child
            else:
                yield child
        else:
            yield child


def _placed(use: ET.Element, shape: ET.Element) -> ET.Element:
    """A shape at the place where it is used; what its own style leaves open, that of the place says."""
    if "transform" in use.attrib or "transform" in shape.attrib or shape.tag != f"{_NS}path":
        return use
    own = use.attrib | shape.attrib | {"transform": f"translate({use.get('x', 0)} {use.get('y', 0)})"}
    for name in ("x", "y", "id", _XLINK):
        own.pop(name, None)
    return ET.Element(shape.tag, own)


def _declared(style: str) -> dict[str, str]:
    pairs = (each.partition(":") for each in style.split(";") if ":" in each)
    return {name.strip(): value.strip() for name, _, value in pairs if not name.strip().startswith("-")}


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
