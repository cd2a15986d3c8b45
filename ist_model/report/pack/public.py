"""What a pack for anyone to read may say: nothing of single posts or schools, or that public records name.

Anyone can look up a school's roll to the pupil, its place, its number and its inspections, and what a post
costs tells a salary. So a public pack has no page of single posts or schools and no scenario that is about
some; rows and charts of a role with fewer than five holders are left out; counts of pupils are rounded; and a
page that still holds a name, a label, a code, a number of the register, a roll or a figure of such a role is
refused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from bs4 import BeautifulSoup, Tag

from ist_model.inputs.scenario_models import Resolved
from ist_model.report.errors import PageError
from ist_model.results.discretion import LEAST_HOLDERS

NEAREST = 50
_LEAST = 100  # smaller counts are differences and averages that no register has
_PUPILS = re.compile(
    r"(?<![\d.,£])(\d{1,3}(?:,\d{3})+|\d{3,})(?=(?: to [\d,]+)? pupils\b| in our schools\b)", re.IGNORECASE
)
_COUNT = re.compile(r"(?<![\d.,£])(\d{1,3}(?:,\d{3})+|\d{3,})(?![\d%]|[.,]\d)")
_ALTERNATIVES = ("alt", "aria-label")


def may_be_public(resolved: Resolved, baseline: Resolved) -> bool:
    """Whether a scenario is about the trust as a whole, not about single posts, schools or plans for them."""
    whole = ("secondments", "shocks", "tier_overrides", "money_moved", "opening")
    return all(
        getattr(resolved.trust, part) == getattr(baseline.trust, part)
        for part in ("posts", "schools", "partnerships")
    ) and all(getattr(resolved, part) == getattr(baseline, part) for part in whole)


def coarsen(soup: BeautifulSoup) -> None:
    """Round counts of pupils to 50, in sentences, in words for pictures and in tables."""
    for text in list(soup.find_all(string=True)):
        if _PUPILS.search(text):
            text.replace_with(_PUPILS.sub(_rounded, text))
    for element in soup.find_all(True):
        for name in _ALTERNATIVES:
            if element.has_attr(name):
                element[name] = _PUPILS.sub(_rounded, str(element[name]))
    for cell in _cells_of_pupils(soup):
        for text in list(cell.find_all(string=True)):
            text.replace_with(_COUNT.sub(_rounded, text))


def few_holders(scenarios: Iterable[Resolved]) -> set[str]:
    """Labels of roles that fewer than five posts hold in some scenario: a figure of one tells of persons."""
    found: set[str] = set()
    for each in scenarios:
        held = Counter(d.role for post in each.trust.posts for d in post.designations)
        labels = {role.id: role.label for role in each.framework.roles}
        found |= {label for role, label in labels.items() if held[role] < LEAST_HOLDERS}
    return found


def leave_out_few(soup: BeautifulSoup, few: Collection[str]) -> None:
    """Remove rows of tables about a role with few holders, and charts that name one."""
    for row in soup.select("tbody tr"):
        if _head(row) in few:
            row.decompose()
    for figure in soup.find_all("figure"):
        words = " ".join(str(image.get("alt", "")) for image in figure.find_all("img"))
        if any(label in words for label in few):
            figure.decompose()


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


def _identifying(scenarios: Iterable[Resolved]) -> set[tuple[str, str]]:
    """What tells a school or a post: names, labels, codes, numbers, rolls and places."""
    found: set[tuple[str, str]] = set()
    for trust in (each.trust for each in scenarios):
        for school in trust.schools:
            found |= {("a school's name", school.name), ("a school's label", school.label)}
            found |= {("a school's code", school.id)}
            found |= {("a school's number", str(school.urn))} if school.urn else set()
            rolls = [school.roll, *(forecast.pupils for forecast in school.roll_forecast)]
            found |= {("a school's roll", told) for roll in rolls if (told := _exact(roll))}
            if school.place is not None:
                ends = (school.place.latitude, school.place.longitude)
                found |= {("a school's place", str(degrees)) for degrees in ends}
        found |= {("the code of a post", post.id) for post in trust.posts}
        whole = _exact(sum(school.roll for school in trust.schools))
        said = (whole, whole.replace("pupils", "in our schools")) if whole else ()
        found |= {("the roll of the trust", told) for told in said}
    return {(kind, told) for kind, told in found if len(told) > 1}


def _exact(roll: float) -> str:
    """A roll in words; empty where it is as round as any count on the page, which then points to nobody."""
    whole = round(roll)
    return "" if whole >= _LEAST and whole % NEAREST == 0 else f"{whole:,} pupils"


def _rounded(found: re.Match[str]) -> str:
    count = int(found[1].replace(",", ""))
    if count < _LEAST:
        return found[0]
    return f"{NEAREST * round(count / NEAREST):,}"


def _cells_of_pupils(soup: BeautifulSoup) -> Iterator[Tag]:
    """Cells of columns, and of rows, that count pupils."""
    for table in soup.find_all("table"):
        heads = [th.get_text().lower() for th in table.select("thead th")]
        columns = {i for i, head in enumerate(heads) if "pupils" in head}
        for row in table.select("tbody tr"):
            cells = row.find_all(["th", "td"])
            counts_pupils = bool(cells) and "pupils" in cells[0].get_text().lower()
            for i, cell in enumerate(cells):
                if i and (i in columns or counts_pupils):
                    yield cell
