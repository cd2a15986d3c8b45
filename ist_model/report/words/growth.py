"""How far growth is safe, in words: the last safe point, and what more leaders would allow."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ist_model.experiments.frontier import SPONSORED
from ist_model.report.words.plain import and_list, chance, counted, percent, school_year, sentence

if TYPE_CHECKING:
    from ist_model.experiments.each_year import Year
    from ist_model.experiments.frontier import Cell, Frontier, Map

YEARS_APART = (
    "A single year has few needs, so chance moves it more; and in it what waits beyond the standard counts "
    "as missed, where over all years only needs begun or given up count: read it beside the row in which "
    "nobody joins"
)


def asked(found: Frontier) -> str:
    """What a plan must keep, in words."""
    target = found.target
    return (
        f"At least {percent(target.bound)} of the needs begin within the service standard "
        f"in at least {percent(target.limit.at_least)} of the runs"
    )


def pace_in_words(rate: float, years: int) -> str:
    """A pace: "nobody joins", "1 school a year", "1 school every other year"."""
    if not rate:
        return "nobody joins"
    if rate < 1:
        return f"{counted(round(rate * years), 'schools')} in {years} years"
    return f"{counted(rate, 'schools')} a year"


def last_safe(found: Frontier) -> list[str]:
    """Sentences: of today's posts, of more posts, of kinds of school."""
    told = []
    posts, shares = found.by_posts, found.by_share
    if posts.today is not None:
        told.append(
            _column(found, posts, posts.today, f"With today's {posts.columns[posts.today]:g} SLE posts")
        )
    told += _with_more(found)
    told += _by_share(found, shares)
    return told


def columns(drawn: Map) -> list[str]:
    """What stands above the columns of a map: "13 posts (today)", "50% sponsored"."""
    if drawn.across == SPONSORED:
        return [f"{percent(share)} sponsored" for share in drawn.columns]
    today = ("" if place != drawn.today else " (today)" for place in range(len(drawn.columns)))
    return [f"{posts:g} posts{mark}" for posts, mark in zip(drawn.columns, today, strict=True)]


def worst_years(found: Frontier) -> list[str]:
    """A sentence: the worst school year at today's posts, at the slowest pace and at the fastest."""
    drawn = found.by_posts
    if drawn.today is None:
        return []
    told = []
    for row in dict.fromkeys((0, len(drawn.paces) - 1)):
        worst = drawn.cells[row][drawn.today].worst
        if worst is not None:
            held = f"{chance(worst.chance.mean)} runs (95%: {span(worst)} in 100)"
            told.append(f"{school_year(worst.year)} in {held} {_when(found, drawn.paces[row])}")
    if not told:
        return []
    posts = f"today's {drawn.columns[drawn.today]:g} SLE posts"
    return [sentence(f"With {posts} the worst school year by itself keeps the standard: {'; '.join(told)}")]


def marks(cell: Cell | Year) -> str:
    """A cell in short: runs in 100, with "+" where it holds, "?" where it cannot be told from the line."""
    mark = {"keeps": "+", "fails": "", "open": "?"}[cell.verdict]
    return f"{in_hundred(cell.chance.mean)}{mark}"


def with_interval(cell: Cell | Year) -> str:
    """The same with its 95 % interval: "45? (37–52)"."""
    return f"{marks(cell)} ({span(cell)})"


def span(cell: Cell | Year) -> str:
    """The 95 % interval of a cell, in runs of 100: "37–52"."""
    return f"{100 * cell.chance.low:.0f}–{100 * cell.chance.high:.0f}"


def worst_year(cell: Cell) -> str:
    """A cell's worst school year in short: "30 (23–38) in 2030/31"; a dash where no year has a need."""
    worst = cell.worst
    return "–" if worst is None else f"{with_interval(worst)} in\N{NO-BREAK SPACE}{school_year(worst.year)}"


def in_hundred(share: float) -> str:
    """Runs in 100, to the nearest 5 (MODEL 11.5)."""
    return f"{5 * math.floor(20 * share + 0.5)}"


def _column(found: Frontier, drawn: Map, column: int, start: str) -> str:
    safe, unsafe = drawn.last_safe(column), drawn.first_unsafe(column)
    years = len(found.septembers)
    if safe is None:
        return _none_safe(found, drawn.cells[0][column], start)
    said = f"{start} the last safe point is: {pace_in_words(drawn.paces[safe], years)} "
    said += f"({chance(drawn.cells[safe][column].chance.mean)} runs)"
    if unsafe is not None:
        said += f"; the first that is clearly not: {pace_in_words(drawn.paces[unsafe], years)}"
    elif safe == len(drawn.paces) - 1:
        said += ", the fastest shown"
    return f"{sentence(said)} {_each_year(drawn, column, safe)}"


def _when(found: Frontier, rate: float) -> str:
    pace = pace_in_words(rate, len(found.septembers))
    return f"at {pace}" if rate else f"when {pace}"


def _none_safe(found: Frontier, slowest: Cell, start: str) -> str:
    """Of posts with which no pace is safe: what holds at the slowest pace, and the line that would hold."""
    when, asked_for = _when(found, found.by_posts.paces[0]), percent(found.target.limit.at_least)
    holds = "it does not hold"
    if slowest.verdict == "open":
        holds = "it cannot be told whether the standard holds"
    first = f"{start} no pace is safe where {asked_for} of the runs are to keep the standard"
    told = f"even {when} {holds}: {chance(slowest.chance.mean)} runs keep it (95%: {span(slowest)} in 100)"
    highest = 5 * math.floor(20 * slowest.chance.low)
    if highest:
        told += f"; a line of {highest} runs in 100 would hold"
    return f"{sentence(first)} {sentence(told)}"


def _each_year(drawn: Map, column: int, row: int, whose: str = "") -> str:
    """Of a pace that holds over all years together: its worst school year, beside the same with nobody."""
    worst = drawn.cells[row][column].worst
    if worst is None:
        return ""
    which = f"in the worst{whose}, {school_year(worst.year)}, in "
    which += f"{chance(worst.chance.mean)} runs (95%: {span(worst)} in 100)"
    told = {
        "fails": f"But not in each school year by itself: {which}",
        "open": f"Whether in each school year by itself cannot be told: {which}",
        "keeps": f"It holds in each school year by itself too: {which}",
    }[worst.verdict]
    if row and not drawn.paces[0]:
        alone = [year for year in drawn.cells[0][column].years if year.year == worst.year]
        told += "".join(
            f"; with nobody joining, in {in_hundred(year.chance.mean)} of 100 ({span(year)})"
            for year in alone
        )
    return sentence(told)


def _with_more(found: Frontier) -> list[str]:
    """The fewest posts with which more than today is safe."""
    drawn = found.by_posts
    safe = [drawn.last_safe(column) for column in range(len(drawn.columns))]
    here = -1 if drawn.today is None or (row := safe[drawn.today]) is None else row
    better = [(column, row) for column, row in enumerate(safe) if row is not None and row > here]
    if not better:
        most = max(drawn.columns)
        pace = "any pace" if here < 0 else "a faster pace"
        return [
            f"No number of SLE posts shown, {most:g} at most, makes {pace} safe; posts of other roles "
            "are not varied here."
        ]
    fewest = min(better)
    fastest = max(better, key=lambda pair: (pair[1], -pair[0]))
    named = [fewest, fastest] if fastest[1] > fewest[1] else [fewest]
    said = and_list([_allows(found, *each) for each in named])
    whose = f" with {drawn.columns[fastest[0]]:g} posts" if len(named) > 1 else ""
    return [f"{sentence(said)} {_each_year(drawn, *named[-1], whose)}"]


def _allows(found: Frontier, column: int, row: int) -> str:
    words = pace_in_words(found.by_posts.paces[row], len(found.septembers))
    posts = f"{found.by_posts.columns[column]:g} SLE posts"
    return f"{posts} make {words} safe" if found.by_posts.paces[row] else f"with {posts} it holds if {words}"


def _by_share(found: Frontier, drawn: Map) -> list[str]:
    """Which kind of joiner is safe at today's posts."""
    safe = [drawn.last_safe(column) for column in range(len(drawn.columns))]
    if all(row is None for row in safe):
        return []
    years = len(found.septembers)
    said = [
        f"{percent(share)} sponsored: {'no pace' if row is None else pace_in_words(drawn.paces[row], years)}"
        for share, row in zip(drawn.columns, safe, strict=True)
    ]
    return [sentence(f"Safe at today's posts by share of joiners with a sponsor: {'; '.join(said)}")]
