"""What a pack for anyone to read may say: nothing of single posts or schools, or that public records name.

Anyone can look up a school's roll to the pupil, its place, its number and its inspections, and what a post
costs tells a salary. So a public pack has no page of single posts or schools and no scenario that is about
some; rows and charts of a role with fewer than five holders are left out; counts of pupils are made coarse
before they are said or drawn (`words.coarse`); and a page that still holds a name, a label, a code, a number
of the register, a roll, a sum of rolls, a count to the pupil or a figure of such a role is refused.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from bs4 import BeautifulSoup, Tag

from ist_model.inputs.scenario_models import Resolved
from ist_model.inputs.unknown import is_unknown
from ist_model.report.errors import PageError
from ist_model.report.words.coarse import PUPILS_STEP
from ist_model.report.words.few import few_holders
from ist_model.report.words.plain import in_short, sentence, valued

_MOST_SUMMED = 3  # rolls in a sum that is looked for, besides that of all
_NUMBER = r"(?<![\d.,£\w])(\d{1,3}(?:,\d{3})*)(?![\d%\w]|[.,/]\d)"
_NUMBERS = re.compile(_NUMBER)
_PUPILS = re.compile(_NUMBER + r"(?= (?:(?:more|fewer) )?pupils\b)", re.IGNORECASE)
_END = r"(\d{1,3}(?:,\d{3})*)(?![\d.])"
_SPAN = re.compile(rf"pupils \({_END}(?: (?:more|fewer))?(?: to {_END})?", re.IGNORECASE)
_OF_OTHERS = re.compile(r" (?:runs|days|sets|numbers|assumptions|needs|draws|samples|school)\b")
_ALTERNATIVES = ("alt", "aria-label")
_SAYS = ("p", "li", "td", "th", "dt", "dd", "figcaption", "caption", "h1", "h2", "h3")
_WHY_PRIVATE = {
    "posts": "it changes single posts",
    "schools": "it changes single schools",
    "partnerships": "it changes which schools work together",
    "secondments": "it seconds single posts",
    "shocks": "something happens to single posts or schools",
    "tier_overrides": "it decides about single schools",
    "money_moved": "it moves money to single schools",
    "opening": "it begins with single schools’ states",
}
_OF_TRUST = ("posts", "schools", "partnerships")


def why_private(resolved: Resolved, baseline: Resolved) -> str:
    """Why a scenario is not for anyone to read; empty where it is about the trust as a whole."""
    for part, why in _WHY_PRIVATE.items():
        own, before = (each.trust if part in _OF_TRUST else each for each in (resolved, baseline))
        if getattr(own, part) != getattr(before, part):
            return why
    return ""


def left_out(found: Mapping[str, Resolved], baseline: str) -> list[str]:
    """What to tell whoever makes a public pack of the scenarios that it leaves out; no post is named."""
    why = {name: told for name, each in found.items() if (told := why_private(each, found[baseline]))}
    reasons = dict.fromkeys(why.values())
    groups = [f"{', '.join(n for n in why if why[n] == reason)} ({reason})" for reason in reasons]
    return [f"Left out of a public pack: {'; '.join(groups)}."] if groups else []


def leave_out_few(soup: BeautifulSoup, few: Collection[str]) -> None:
    """Remove rows of tables about a role with few holders, charts that name one, and tables without rows."""
    for row in soup.select("tbody tr"):
        if _head(row) in few:
            row.decompose()
    for figure in soup.find_all("figure"):
        words = " ".join(str(image.get("alt", "")) for image in figure.find_all("img"))
        if any(label in words for label in few):
            figure.decompose()
    for table in soup.find_all("table"):
        if not table.select("tbody tr"):
            (table.find_parent(class_="tablewrap") or table).decompose()


def _head(row: Tag) -> str:
    """What a row of a table is about."""
    first = row.find(["th", "td"])
    return " ".join(first.get_text().split()) if first else ""


def refuse_what_identifies(page: str, scenarios: Iterable[Resolved]) -> None:
    """Refuse a page from which a school or a post can be told.

    Raises:
        PageError: Naming what stands there.
    """
    scenarios = list(scenarios)
    soup = BeautifulSoup(page, "html.parser")
    if soup.body is None:
        raise PageError("a page needs a body")
    words = [soup.get_text(" ")]
    words += [str(element.get(name, "")) for element in soup.find_all(True) for name in _ALTERNATIVES]
    words += [" | ".join(_in_picture(picture)) for picture in soup.find_all(["img", "source"])]
    text = " ".join(" ".join(words).split())
    for kind, told in _identifying(scenarios):
        if re.search(rf"(?<![\w-]){re.escape(told)}(?![\w-])", text):
            raise PageError(f"a public page may not hold {kind}: {told}")
    few = few_holders(scenarios)
    for row in soup.select("tbody tr"):
        if _head(row) in few:
            raise PageError(f"a public page may not hold a figure of a role with few holders: {_head(row)}")
    for label in few:
        if re.search(rf"(?<!\w){re.escape(label)},?:? \(?[£−]?\d", text):
            raise PageError(f"a public page may not hold a figure of a role with few holders: {label}")
    _refuse_counts(soup, scenarios)


def _refuse_counts(soup: BeautifulSoup, scenarios: Sequence[Resolved]) -> None:
    """Refuse a count of pupils to the pupil, and any roll or sum of rolls where pupils are spoken of."""
    rolls, registers = _sums_of_rolls(scenarios), _of_registers(scenarios)
    for told, of_pupils in _told(soup, registers):
        counts = [found[0] for found in _PUPILS.finditer(told)]
        counts += [end for found in _SPAN.finditer(told) for end in found.groups() if end]
        counts += _NUMBERS.findall(told) if of_pupils else []
        for count in counts:
            if int(count.replace(",", "")) % PUPILS_STEP:
                raise PageError(f"a public page may not hold a count to the pupil: {count} in “{told[:120]}”")
        for found in _NUMBERS.finditer(told) if "pupil" in told.lower() else ():
            if int(found[1].replace(",", "")) in rolls and not _OF_OTHERS.match(told, found.end()):
                what = "a school's roll, or a sum of rolls"
                raise PageError(f"a public page may not hold {what}: {found[1]} in “{told[:120]}”")


def _told(soup: BeautifulSoup, registers: Collection[tuple[str, str]]) -> Iterator[tuple[str, bool]]:
    """Every text of a page, and whether it is the cell of a count of pupils; not what a register says."""
    cells = {id(cell) for cell in _cells_of_pupils(soup)}
    for element in soup.find_all(_SAYS):
        told, row = " ".join(element.get_text().split()), element.find_parent("tr")
        about = _head(row) if isinstance(row, Tag) else ""
        if not any(value == told and about.startswith(meaning) for meaning, value in registers):
            yield told, id(element) in cells
    for element in soup.find_all(True):
        yield from (
            (" ".join(str(element[name]).split()), False) for name in _ALTERNATIVES if element.has_attr(name)
        )


def _of_registers(scenarios: Iterable[Resolved]) -> set[tuple[str, str]]:
    """What the register's numbers of pupils are, and their values in words: the nation's, not the trust's."""
    return {
        (sentence(in_short(row.meaning)).rstrip("."), valued(row.value, row.unit))
        for each in scenarios
        for row in each.assumptions.assumptions
        if "pupils" in row.unit and not is_unknown(row.key)
    }


def _sums_of_rolls(scenarios: Iterable[Resolved]) -> set[int]:
    """Rolls and sums of few or all of them that are no round counts."""
    found: set[int] = set()
    for schools in (each.trust.schools for each in scenarios):
        rolls = [school.roll for school in schools]
        few = (some for n in range(1, _MOST_SUMMED + 1) for some in combinations(rolls, n))
        found |= {sum(some) for some in (*few, tuple(rolls))}
        found |= {round(forecast.pupils) for school in schools for forecast in school.roll_forecast}
    return {roll for roll in found if roll >= 10 * PUPILS_STEP and roll % PUPILS_STEP}


def _in_picture(picture: Tag) -> Iterator[str]:
    """Words in a picture, which its maker leaves as comments beside their outlines."""
    for address in (str(picture.get(name, "")) for name in ("src", "srcset")):
        _, found, data = address.partition(";base64,")
        if found:
            yield from re.findall(r"<!--\s*(.*?)\s*-->", base64.b64decode(data).decode("utf-8"), re.DOTALL)


def _identifying(scenarios: Iterable[Resolved]) -> set[tuple[str, str]]:
    """What tells a school or a post: names, labels, codes, numbers and places."""
    found: set[tuple[str, str]] = set()
    for trust in (each.trust for each in scenarios):
        for school in trust.schools:
            found |= {("a school's name", school.name), ("a school's label", school.label)}
            found |= {("a school's code", school.id)}
            found |= {("a school's number", str(school.urn))} if school.urn else set()
            if school.place is not None:
                ends = (school.place.latitude, school.place.longitude)
                found |= {("a school's place", str(degrees)) for degrees in ends}
        found |= {("the code of a post", post.id) for post in trust.posts}
    return {(kind, told) for kind, told in found if len(told) > 1}


def _cells_of_pupils(soup: BeautifulSoup) -> Iterator[Tag]:
    """Cells of columns that count pupils and say no more."""
    for table in soup.find_all("table"):
        heads = [th.get_text().lower() for th in table.select("thead th")]
        columns = {i for i, head in enumerate(heads) if head == "pupils"}
        for row in table.select("tbody tr"):
            for i, cell in enumerate(row.find_all(["th", "td"])):
                if i in columns and "pupils" not in cell.get_text():
                    yield cell
