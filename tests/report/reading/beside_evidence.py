"""What the pages of joining and of evidence claim outside tables."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache
from typing import Any

from scipy import stats

from ist_model.results.checks import LAWS
from tests.report.reading.claims import Check, exactly, level, paired, plain
from tests.report.reading.of_scenarios import dated
from tests.report.reading.passages import Sentence
from tests.report.reading.stored import KNOWN, ON_TIME, PUPILS, Store, difference

Found = re.Match[str]
Checks = list[Check]
_JOINING = "11_joining_and_timing.ipynb"


def _least(store: Store, notebook: str) -> float:
    text = (store.folder / "notebooks" / notebook).read_text(encoding="utf-8")
    return float(re.search(r"least_share: float = ([\d.]+)", text)[1])


def _line(store: Store, page: str, found: Found) -> Checks:
    return [plain(_least(store, _JOINING))]


def _reach(store: Store, page: str, found: Found) -> Checks:
    """How many runs reach the line: the share, and Wilson's interval of it."""
    runs = store.parameter(_JOINING, "runs")
    values = store.of(store.resolved("baseline"), runs).measures[ON_TIME].to_numpy(float)
    kept = int((values >= _least(store, _JOINING)).sum())
    ends = stats.binomtest(kept, len(values)).proportion_ci(0.95, "wilson")
    check = level((kept / len(values), ends.low, ends.high, "chance"))
    return [lambda text: check(text.replace(" runs (", " ("))]


def _dates(measure: str) -> Any:
    """One joining at other dates, each with its difference from nobody joining."""

    def claims(store: Store, page: str, found: Found) -> Checks:
        runs, base = store.parameter(_JOINING, "runs"), store.resolved("baseline")
        plan = store.resolved("two-schools-join-2027")

        def right(text: str) -> bool:
            called, _, told = text.partition(", ")
            if called not in {f"September {year}" for year in range(base.start.year, base.start.year + 9)}:
                return False
            pair = (store.of(each, runs) for each in (base, dated(base, plan, called)[0]))
            return paired(difference(*pair, measure))(told)

        return [lambda text: all(right(each) for each in text.split("; "))]

    return claims


def _joining_runs(store: Store, page: str, found: Found) -> Checks:
    return [plain(store.parameter(_JOINING, "runs"))]


def _cases() -> list[dict[str, Any]]:
    return json.loads(KNOWN.read_text(encoding="utf-8"))["cases"]


def _off() -> dict[str, list[float]]:
    """How far off each number was, by group of cases."""
    groups: dict[str, list[float]] = {}
    for case in _cases():
        called = case["title"].removeprefix("Known answer ")
        groups.setdefault(called, []).extend(float(number["off_by"]) for number in case["numbers"])
    return groups


def _agree(store: Store, page: str, found: Found) -> Checks:
    numbers = [number for case in _cases() for number in case["numbers"]]
    return [plain(sum(number["passes"] for number in numbers)), plain(len(numbers))]


def _measured(store: Store, page: str, found: Found) -> Checks:
    return [plain(sum(map(len, _off().values()))), plain(len(_off()))]


def _all_intervals(store: Store, page: str, found: Found) -> Checks:
    level_of_all = json.loads(KNOWN.read_text(encoding="utf-8"))["level_of_all"]
    return [plain(sum(map(len, _off().values()))), exactly("1"), plain(1 / level_of_all)]


def _largest_off(store: Store, page: str, found: Found) -> Checks:
    return [exactly(f"{max(max(each) for each in _off().values()):.2f}")]


def _group_off(store: Store, page: str, found: Found) -> Checks:
    own = _off()[found["called"]]
    return [plain(len(own)), exactly(f"{max(own):.2f}")]


def _assumed(store: Store, page: str, found: Found) -> Checks:
    register = store.resolved("baseline").assumptions.assumptions
    return [plain(sum(row.grade in "CD" for row in register)), plain(len(register))]


def _not_found(store: Store, page: str, found: Found) -> Checks:
    register = store.resolved("baseline").assumptions.assumptions
    return [plain(sum(row.grade == "D" for row in register)), plain(len(register))]


def _odds(store: Store, page: str, found: Found) -> Checks:
    row = next(r for r in store.resolved("baseline").assumptions.assumptions if r.key == "support.odds_ratio")
    return [exactly(f"{value:g}") for value in (row.value, row.low, row.high)]


def _laws(store: Store, page: str, found: Found) -> Checks:
    return [plain(len(LAWS))]


@cache
def _back_test() -> dict[str, Any]:
    return json.loads(KNOWN.with_name("back_test.json").read_text(encoding="utf-8"))


def _cell(store: Store, page: str, found: Found) -> Checks:
    own = next(
        c for c in _back_test()["cells"] if [c["before"], c["after"]] == [found["before"], found["after"]]
    )
    forecast = [own["fitted"]["middle"], own["another"]["low"], own["another"]["high"]]
    return [plain(own["published"]), plain(*forecast)]


def _inside(store: Store, page: str, found: Found) -> Checks:
    cells = _back_test()["cells"]
    inside = [c["another"]["low"] <= c["published"] <= c["another"]["high"] for c in cells]
    return [plain(sum(inside)), plain(len(cells))]


def _between(store: Store, page: str, found: Found) -> Checks:
    ends = [date.fromisoformat(_back_test()[end]) for end in ("from", "to")]
    return [exactly(f"{end.day} {end:%B %Y}") for end in ends]


def _fitted(store: Store, page: str, found: Found) -> Checks:
    first, last = _between(store, page, found)
    groups = {cell["before"]: cell["schools"] for cell in _back_test()["cells"]}
    return [first, plain(sum(groups.values())), last]


_DATED = r"(September \d{4}, .+?)"
EVIDENCE: tuple[Sentence, ...] = (
    Sentence("joining", r"reach the line of (\d+%)", _line),
    Sentence("joining", r"only (about .+? in 20 runs \(.+? in 20\)) reach", _reach),
    Sentence("joining", r"The line of (\d+%) is a parameter", _line),
    Sentence("joining", rf"if it were at these dates, for .+?: {_DATED}\.(?: |$)", _dates(PUPILS)),
    Sentence("joining", rf"intervals\. Pupils of existing schools [^:]+: {_DATED}\.(?: |$)", _dates(PUPILS)),
    Sentence("joining", rf"begun within the standard, percentage points: {_DATED}\.(?: |$)", _dates(ON_TIME)),
    Sentence("joining", r"Each plan was run (\d+) times", _joining_runs),
    Sentence("evidence", r"(\d+) of (\d+) numbers with a known answer agree", _agree),
    Sentence("evidence", r"matter: (\d+) of (\d+) numbers of the model are inferred", _assumed),
    Sentence("evidence", r"(\d+) of the (\d+) numbers are assumed, as no evidence was found", _not_found),
    Sentence(
        "evidence",
        r"odds ratio of (\S+) for a standard package, with a range of (\S+) to ([\d.]+?)\. So",
        _odds,
    ),
    Sentence("evidence", r"(\d+) numbers measured in (\d+) groups", _measured),
    Sentence(
        "evidence",
        r"lie in all (\d+) intervals\. A right program would fail it in (\d) of (\d+) ",
        _all_intervals,
    ),
    Sentence("evidence", r"share of what is allowed, largest (\d\.\d+)\.", _largest_off),
    Sentence("evidence", r"(?:\. |; )(?P<called>K\d.+?): (\d+) numbers?, largest (\d\.\d+)", _group_off),
    Sentence("evidence", r"checked against (\d+) laws", _laws),
    Sentence(
        "evidence",
        r"(?P<before>\w[\w ]*?) → (?P<after>[\w ]+): came about (\d+%), forecast (\d+% \(\d+% to \d+%\))",
        _cell,
    ),
    Sentence("evidence", r"(\d+) of (\d+) shares that came about", _inside),
    Sentence("evidence", r"before and after, (\d+ \w+ \d+) to (\d+ \w+ \d+)\.", _between),
    Sentence(
        "evidence", r"before (\d+ \w+ \d+), the model .+? that ([\d,]+) of .+? held on (\d+ \w+ \d+)", _fitted
    ),
)
