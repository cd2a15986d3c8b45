"""Starting strengths as national percentiles: which published figure, and what fills a gap.

One rule for all schools: what a school's strength is expected to be on the first day, given the first of
these that is at hand, by the rules that the model was calibrated with (`standing`). How much stays open goes
with it.

- attendance and behaviour: overall absence, the judgement of behaviour, the overall outcome;
- achievement: key stage 2, the latest year of progress or the share at the expected standard, progress of
  one year first; the judgement of quality of education, the overall outcome;
- all else: the grade of a report card or the judgement of that area, the overall outcome;
- the national middle, where nothing is known, or only an outcome that is too old.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping
from statistics import mean, stdev
from typing import Literal, NamedTuple

from ist_model.inputs.new_trust import standing
from ist_model.inputs.new_trust.national import Spread, national
from ist_model.inputs.new_trust.outcomes import WORDS, Outcome
from ist_model.inputs.new_trust.predecessors import Past
from ist_model.inputs.new_trust.published import Published, Row, Source, ended
from ist_model.inputs.new_trust.standing import Standing
from ist_model.inputs.public_data.layout import Family
from ist_model.inputs.public_data.values import is_primary

MOST_OF_ENGLAND = 5_000  # primaries in a file from which it may speak for the country


class Strength(NamedTuple):
    """What a starting strength is known to be, and what that rests on.

    Attributes:
        standing: what is known.
        basis: what it rests on, in words for readers.
        source: the same for the program: strengths of a school that have it in common rest on one thing.
        rests_on: what kind of thing it is.
    """

    standing: Standing
    basis: str
    source: str
    rests_on: Literal["own figure", "overall outcome", "national middle"]


class Figure(NamedTuple):
    """A school's row in a file of figures."""

    row: Row
    source: Source
    of_before: bool  # found under a former number


class _Known(NamedTuple):
    """A figure against the nation: how many standard deviations above the middle, better is higher."""

    what: str
    measure: str
    deviations: float
    figure: Figure
    spread: Spread | None


class Strengths:
    """Finds starting strengths in the files that were given."""

    def __init__(self, published: Published, values: Mapping[str, float], start: dt.date) -> None:
        """Keep the files; national spreads are taken from those that hold most of the country.

        Args:
            published: the files.
            values: the register of assumptions, by key.
            start: first day, on which the strengths are to be known.
        """
        self._published = published
        self._values, self.start = values, start
        self._primaries = _primaries(published)
        self.remarks: list[str] = []

    def of(
        self, urn: int, past: Past, register: Row, outcomes: list[Outcome], areas: list[str]
    ) -> dict[str, Strength]:
        """Starting strength of a school in each area."""
        here = [outcome for outcome in outcomes if not (past.merged and outcome.predecessor)]
        latest = here[0] if here else None
        old = latest is not None and latest.date is not None and latest.date < national().oldest_outcome
        judged = None if old else latest
        found = {}
        for area in areas:
            own = next(self._own_figures(area, urn, past, register), None)
            found[area] = own or self._judged(area, judged) or _middle(latest)
        return found

    def rows(
        self, family: Family, urn: int, past: Past, register: Row
    ) -> Iterator[tuple[Source, list[Figure]]]:
        """Files of a kind, latest first, and a school's rows in each: under its number, then former ones."""
        for source in self._published.of(family):
            rows = [(self._published.row(source, number), number != urn) for number in (urn, *past.urns)]
            local = self._published.row_by_local_number(
                source, register.get("la_code"), register.get("estab")
            )
            # A file without URNs has no other number to find today's school by.
            rows.append((None if past.merged else local, "urn" in source.table.frame))
            yield source, [Figure(row, source, before) for row, before in rows if row is not None]

    def figure(self, family: Family, urn: int, past: Past, register: Row, name: str) -> Iterator[Figure]:
        """Rows of a school that have a figure, latest file first."""
        for _, rows in self.rows(family, urn, past, register):
            having = (figure for figure in rows if figure.row.get(name) is not None)
            yield from itertools.islice(having, 1)

    def _own_figures(self, area: str, urn: int, past: Past, register: Row) -> Iterator[Strength]:
        """What figures tell of an area, latest first; of one year progress before the expected standard."""
        known: list[_Known] = []
        if area == "attendance_behaviour":
            known += self._absences(urn, past, register)
        if area == "achievement":
            known += [*self._progress(urn, past, register), *self._expected(urn, past, register)]
        for each in sorted(known, key=lambda each: each.figure.source.year, reverse=True):
            yield self._from(each)

    def _absences(self, urn: int, past: Past, register: Row) -> Iterator[_Known]:
        for figure in self.figure("absence", urn, past, register, "absence_pct"):
            spread = self._spread(figure.source, "absence_pct", national().absence)
            if spread is not None:
                deviations = (spread.mean - figure.row["absence_pct"]) / spread.sd
                yield _Known("overall absence", "absence", deviations, figure, spread)

    def _progress(self, urn: int, past: Past, register: Row) -> Iterator[_Known]:
        sds, together_sd = national().ks2_progress_sd, national().ks2_progress_together_sd
        for figure in self.figure("key stage 2", urn, past, register, "reading_progress"):
            scores = {name: figure.row.get(f"{name}_progress") for name in sds}
            known = [score / sds[name] for name, score in scores.items() if score is not None]
            if len(known) == len(sds):
                yield _Known("KS2 progress", "ks2_progress", mean(known) / together_sd, figure, None)

    def _expected(self, urn: int, past: Past, register: Row) -> Iterator[_Known]:
        for figure in self.figure("key stage 2", urn, past, register, "expected_pct"):
            spread = self._spread(figure.source, "expected_pct", national().ks2_expected)
            if spread is not None:
                deviations = (figure.row["expected_pct"] - spread.mean) / spread.sd
                yield _Known("KS2 expected standard", "ks2_expected", deviations, figure, spread)

    def _spread(self, source: Source, column: str, reference: Spread) -> Spread | None:
        """National mean and spread for a file's year: of the file itself, or the reference of that year."""
        frame = source.table.frame
        values = frame.loc[frame["urn"].isin(self._primaries), column].dropna()
        if len(values) >= MOST_OF_ENGLAND:
            return Spread(mean=float(mean(values)), sd=float(stdev(values)), year=source.year)
        if source.year == reference.year:
            return reference
        why = (
            "its school year is not known: write it before the path (2018/19=FILE)"
            if not source.year
            else f"it holds {len(values)} primaries, too few for national figures of its year"
        )
        remark = f"{column.replace('_pct', ' (%)')} of {source.told} was not used: {why}"
        if remark not in self.remarks:
            self.remarks.append(remark)
        return None

    def _from(self, known: _Known) -> Strength:
        figure, spread = known.figure, known.spread
        year = f" {figure.source.year}" if figure.source.year else ""
        before = ", under a former number" if figure.of_before else ""
        against = "" if spread is None or spread.year else ", against the file's own mean"
        years = self._years_since_end_of(figure.source.year)
        found = standing.from_figure(known.measure, known.deviations, years, self._values)
        return Strength(found, f"{known.what}{year}{before}{against}", known.what, "own figure")

    def _judged(self, area: str, outcome: Outcome | None) -> Strength | None:
        if outcome is None:
            return None
        years, when = self._years_since(outcome), f" ({outcome.date.year})" if outcome.date else ""
        if area in outcome.card:
            grade = outcome.card[area]
            found = standing.from_card(grade, years, self._values)
            return Strength(found, f"report card: {grade}{when}", f"card: {area}", "own figure")
        if area in outcome.grades:
            word = WORDS[outcome.grades[area]]
            found = standing.from_outcome(word, years, self._values)
            return Strength(found, f"judgement: {word}{when}", "inspection", "own figure")
        word = outcome.nearest or ""
        if not word:
            return None
        told = "overall outcome" if outcome.overall else "nearest to an overall outcome"
        found = standing.from_outcome(word, years, self._values)
        return Strength(found, f"{told}: {word}{when}", "inspection", "overall outcome")

    def _years_since(self, outcome: Outcome) -> float:
        return standing.years_since(outcome.date, self.start, self._values)

    def _years_since_end_of(self, school_year: str) -> float:
        """Years since a school year ended; of an unknown one as of an outcome without a date."""
        day = ended(school_year) if school_year else None
        return standing.years_since(day, self.start, self._values)


def _primaries(published: Published) -> set[int]:
    """Numbers of the schools that some file says are primaries."""
    found: set[int] = set()
    for source in published.everything():
        frame = source.table.frame
        if "phase" in frame and "urn" in frame:
            found |= set(frame.loc[frame["phase"].map(is_primary), "urn"])
        elif "is_primary" in frame:
            found |= set(frame.loc[frame["is_primary"] == 1, "urn"])
    return found


def _middle(latest: Outcome | None) -> Strength:
    since = f"{national().oldest_outcome:%B %Y}"
    why = "no outcome in these files" if latest is None else f"no graded outcome since {since}"
    return Strength(standing.NATION, f"national middle: {why}", "national middle", "national middle")


def together(strengths: Mapping[str, Strength]) -> list[list[str]]:
    """Areas of a school whose strengths rest on one thing, where they are more than one."""
    groups: dict[str, list[str]] = {}
    for area, found in strengths.items():
        groups.setdefault(found.source, []).append(area)
    return [areas for areas in groups.values() if len(areas) > 1]
