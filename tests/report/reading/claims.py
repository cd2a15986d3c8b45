"""A table of a page, the numbers it claims, and where a claim comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from tests.report.reading.said import says, says_difference, says_level
from tests.report.reading.stored import Row

Check = Callable[[str], bool]


@dataclass(frozen=True)
class Claim:
    """Words of a page and whether other words in their place would be true as well."""

    place: str
    text: str
    check: Check


@dataclass(frozen=True)
class Shown:
    """A table as a reader sees it: its caption, headings, and cells by row."""

    file: str
    caption: str
    heads: list[str]
    rows: list[list[str]]
    claims: list[Claim] = field(default_factory=list)

    def claim(self, row: int, column: int, check: Check) -> None:
        """Claim a cell."""
        place = f"{self.file}: {self.caption}: {self.rows[row][0]} / {self.heads[column]}"
        self.claims.append(Claim(place, self.rows[row][column], check))

    def unclaimed(self) -> Iterator[str]:
        """Cells with a number that nothing claims, the first column apart: it names the row."""
        claimed = {each.text for each in self.claims}
        for row in self.rows:
            for cell in row[1:]:
                if any(letter.isdigit() for letter in cell) and cell not in claimed:
                    yield f"{self.file}: {self.caption}: {row[0]}: {cell}"


def tables(path: Path, file: str) -> list[Shown]:
    """The tables of a page, and its key numbers as one."""
    soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    found = [_shown(table, file) for table in soup.select("main table")]
    for keys in soup.select("dl.kpis"):
        rows = [[_text(part) for part in each.find_all(["dt", "dd"])] for each in keys.find_all("div")]
        found.append(Shown(file, "Key numbers", ["label", "value", "note"], rows))
    return found


def _shown(table: Tag, file: str) -> Shown:
    cells = [[_text(cell) for cell in row.find_all(["th", "td"])] for row in table.select("tbody tr")]
    return Shown(file, _text(table.caption), [_text(th) for th in table.select("thead th")], cells)


def _text(element: Tag) -> str:
    return " ".join(element.get_text().split())


def level(row: Row) -> Check:
    """The mean over runs with its interval."""
    return lambda text: says_level(text, *row)


def paired(row: Row) -> Check:
    """A paired difference with its interval."""
    return lambda text: says_difference(text, *row)


def plain(*values: float, money_to: float = 1000) -> Check:
    """These numbers in this order."""
    wanted = [float(value) for value in values]
    return lambda text: says(text, wanted, money_to=money_to)


def eight_in_ten(mean: float, low: float, high: float, money_to: float = 1000) -> Check:
    """A mean and what 8 runs in 10 lie between; the mean alone where all three are said alike."""

    def check(text: str) -> bool:
        said, brackets, ends = text.partition(" (8 runs in 10: ")
        if not brackets or ends == "the same)":
            return all(plain(value, money_to=money_to)(said) for value in (mean, low, high))
        return plain(mean, money_to=money_to)(said) and plain(low, high, money_to=money_to)(ends)

    return check


def exactly(words: str) -> Check:
    """These very words."""
    return lambda text: text == words
