"""What someone can read back from the outlines of a chart: numbers that lines, bars and dots stand at."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from bs4 import BeautifulSoup

_SVG = "{http://www.w3.org/2000/svg}"
_POINT = re.compile(r"[ML] (-?[\d.]+) (-?[\d.]+)")
_SAID = re.compile(r"<!--\s*(.*?)\s*-->", re.DOTALL)
_HREF = "{http://www.w3.org/1999/xlink}href"


def pictures(page: str) -> Iterator[tuple[str, str]]:
    """Words for each picture of a page, and each of its drawings as SVG."""
    for image in BeautifulSoup(page, "html.parser").find_all("img"):
        drawings = [image, *(image.parent.find_all("source") if image.parent.name == "picture" else [])]
        for drawing in drawings:
            address = str(drawing.get("src") or drawing.get("srcset"))
            yield str(image["alt"]), base64.b64decode(address.partition(",")[2]).decode()


def read_back(svg: str) -> list[float]:
    """Values of all points drawn, along each panel's axis of numbers; panels without one are passed over."""
    root = ET.fromstring(svg, ET.XMLParser(target=ET.TreeBuilder(insert_comments=True)))
    panels = [each for each in root.iter(f"{_SVG}g") if each.get("id", "").startswith("axes_")]
    return [value for panel in panels for value in _of_panel(panel)]


def _of_panel(panel: ET.Element) -> Iterator[float]:
    scale = next((found for way in (0, 1) if (found := _scale(panel, way))), None)
    if scale is None:
        return
    way, at, by = scale
    ground, *groups = list(panel)  # the panel's own ground comes first
    assert ground.get("id", "").startswith("patch_")
    for group in groups:
        kind = group.get("id", "").rpartition("_")[0]
        if kind.startswith(("matplotlib.axis", "text")):
            continue
        for point in _points(group):
            if kind != "patch" or len(point) > 2:  # a patch of two points is the frame
                yield from (at + by * each[way] for each in point)


def _scale(panel: ET.Element, way: int) -> tuple[int, float, float] | None:
    """Which way numbers go, what stands at 0 of the drawing, and how much a point of it is."""
    ticks = []
    for tick in panel.iter(f"{_SVG}g"):
        if re.fullmatch(rf"{'xy'[way]}tick_\d+", tick.get("id", "")):
            text = ET.tostring(tick, encoding="unicode")
            said = [" ".join(each.split()) for each in _SAID.findall(text)]
            if grid := _POINT.search(text):  # the line of the grid, or the mark, starts there
                ticks.append(("".join(said).replace("−", "-"), float(grid[way + 1])))
    if len(ticks) < 2 or not all(re.fullmatch(r"-?[\d.]+", said) for said, _ in ticks):
        return None
    (first, a), (last, b) = ticks[0], ticks[-1]
    by = (float(last) - float(first)) / (b - a)
    return way, float(first) - by * a, by


def _points(group: ET.Element) -> Iterator[list[tuple[float, float]]]:
    """Points of each outline of a group; where an outline is used again, where it is put."""
    outlines: dict[str, list[tuple[float, float]]] = {}
    defined = {id(path) for defs in group.iter(f"{_SVG}defs") for path in defs.iter(f"{_SVG}path")}
    for path in group.iter(f"{_SVG}path"):
        points = [(float(x), float(y)) for x, y in _POINT.findall(path.get("d", ""))]
        if id(path) in defined:
            outlines["#" + path.get("id", "")] = points
        elif points:
            yield points
    for used in group.iter(f"{_SVG}use"):
        x, y = float(used.get("x", 0)), float(used.get("y", 0))
        outline = outlines.get(used.get(_HREF, ""), [])
        filled = group.get("id", "").startswith(("FillBetween", "LineCollection", "PolyCollection"))
        yield [(x + dx, y + dy) for dx, dy in outline] if filled else [(x, y)]
