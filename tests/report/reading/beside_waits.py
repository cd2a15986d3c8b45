"""What charts of waits claim, in the words beside them and in their alt texts alike."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pandas as pd

from tests.report.reading.beside_pictures import scenario_of
from tests.report.reading.claims import Check, exactly, level, plain
from tests.report.reading.passages import Sentence
from tests.report.reading.stored import Store, quotient

Found = re.Match[str]
Checks = list[Check]
OFTEN = 0.5  # needs a run, from which on a cell is named
MOST_KINDS = 12


@cache
def _kinds(store: Store, name: str) -> pd.DataFrame:
    """The kinds of need asked for most: what each is called, its wait and share in time as rows of stored."""
    result, amounts = store.result(name), ["raised", "started", "wait_started_weeks", "within_standard"]
    table = store.each(name, "needs", ["origin", "area", "specialism"], amounts).fillna(0.0).loc["trust"]
    made = []
    for (area, specialism), row in table.iterrows():
        called, at = (result.names["specialism_labels"][specialism], result.names["area_labels"][area])
        words = called if called == at else f"{called} ({at.lower()})"
        each = {amount: row[amount].to_numpy(float) for amount in amounts}
        wait = quotient(each["wait_started_weeks"], each["started"], "school weeks")
        share = quotient(each["within_standard"], each["started"], "share")
        made.append((words, each["raised"].mean(), wait[0], wait, share))
    frame = pd.DataFrame(made, columns=["name", "raised", "weeks", "wait", "share"]).dropna(subset="weeks")
    return frame.nlargest(MOST_KINDS, "raised").sort_values("weeks", ignore_index=True)


def _standard(store: Store) -> float:
    return store.resolved("baseline").assumptions.values()["service.standard_weeks"]


def _waits(store: Store, page: str, found: Found) -> Checks:
    kinds, standard = _kinds(store, scenario_of(page)), _standard(store)
    wait = kinds.set_index("name")["wait"]
    late = int((kinds["weeks"] > standard).sum())
    ends = [level(wait[found["shortest"]]), level(wait[found["longest"]])]
    assert [found["shortest"], found["longest"]] == [kinds["name"].iloc[0], kinds["name"].iloc[-1]]
    return [plain(len(kinds)), *ends, plain(late), exactly(f"{standard:g}")]


def _slowest(store: Store, page: str, found: Found) -> Checks:
    last = _kinds(store, scenario_of(page)).iloc[-1]
    assert last["name"] == found["longest"]
    return [level(last["wait"]), level(last["share"]), exactly(f"{_standard(store):g}")]


@cache
def _cells(store: Store, name: str) -> tuple[pd.DataFrame, pd.DataFrame, float]:
    """Average waits and needs a run by specialism and half-term of the year; how far the former are known."""
    amounts = ["raised", "started", "wait_started_weeks"]
    table = store.each(name, "needs_by_time", ["specialism", "part_of_year"], amounts).fillna(0.0)
    rows = {
        at: quotient(*(row[n].to_numpy(float) for n in ("wait_started_weeks", "started")), "weeks")
        for at, row in table.iterrows()
    }
    called = store.result(name).names["specialism_labels"]
    waits = (
        pd.Series({at: row[0] for at, row in rows.items()}).unstack().rename(index=dict(enumerate(called)))
    )
    raised = table["raised"].mean(axis=1)
    half = [(row[2] - row[1]) / 2 for at, row in rows.items() if raised[at] >= OFTEN]
    return waits, raised.unstack().rename(index=dict(enumerate(called))), float(np.nanmax([*half, -1.0]))


HALVES = [f"{term} {half}" for term in ("Autumn", "Spring", "Summer") for half in (1, 2)]


def _row_of_waits(store: Store, page: str, found: Found) -> Checks:
    waits, _, _ = _cells(store, scenario_of(page))
    row = waits.loc[found["specialism"]].dropna()
    names = [HALVES[int(part)] for part in row.index]

    def check(text: str) -> bool:
        told = re.findall(r"(\w+ \d) (\d+)(?:, |$)", text)
        return [name for name, _ in told] == names and all(
            plain(float(value))(said) for (_, said), value in zip(told, row, strict=True)
        )

    return [check]


def _longest(store: Store, page: str, found: Found) -> Checks:
    waits, raised, _ = _cells(store, scenario_of(page))
    often = waits.where(raised.reindex_like(waits) >= OFTEN)
    said = often if often.notna().any(axis=None) else waits
    at = said.stack().idxmax()
    assert at[0] == found["specialism"]
    standard, cells = _standard(store), int(waits.count().sum())
    beyond = int((waits > standard).sum().sum())
    longest = float(said.max().max())
    return [exactly(HALVES[at[1]]), plain(longest), plain(beyond), plain(cells), exactly(f"{standard:g}")]


def _sure(store: Store, page: str, found: Found) -> Checks:
    return [exactly(str(max(1, int(np.ceil(_cells(store, scenario_of(page))[2])))))]


_WEEKS, _SHARE = r"\S+ school weeks?(?: \([^)]*\))?", r"\d+%(?: \([^)]*\))?"
_PAGES, _HEAT = r"scenarios/.*", r"(?:scenarios/.*|network)"
_TERM = r"(?:Autumn|Spring|Summer) [12]"
WAITS: tuple[Sentence, ...] = (
    Sentence(
        _PAGES,
        rf"average waits for (\d+) kinds of need, from (?P<shortest>[^;]+?) \(({_WEEKS})\) to "
        rf"(?P<longest>[^;]+?) \(({_WEEKS})\); (\d+) lie beyond the standard of ([\d.]+?)\.(?: |$)",
        _waits,
    ),
    Sentence(
        _PAGES,
        rf"Help with (?P<longest>.+?) comes slowest: ({_WEEKS}) on average, and ({_SHARE}) of it "
        rf"begins within "
        r"the standard of ([\d.]+) weeks",
        _slowest,
    ),
    Sentence(
        _HEAT,
        rf"(?:\. |; )(?P<specialism>[^.;:]+): ((?:{_TERM} \d+(?:, )?)+)(?=[.;])",
        _row_of_waits,
    ),
    Sentence(
        _HEAT,
        rf"asked for often: (?P<specialism>.+?) in ({_TERM}), (\d+) school weeks on average; (\d+) of (\d+) "
        r"cells lie beyond the standard of ([\d.]+?)\.(?: |$)",
        _longest,
    ),
    Sentence(_HEAT, r"asked for often are sure to ± (\d+) weeks?", _sure),
)
