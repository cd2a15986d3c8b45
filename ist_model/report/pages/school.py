"""A school on a page, in reading order; the notebook calls one part per cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from ist_model.inputs.calendar import date_of
from ist_model.inputs.models import Indicator, School
from ist_model.report import show
from ist_model.report.cases.view import NO_EFFECT, View, find_school, load_view
from ist_model.report.charts import asked, strengths, tiers
from ist_model.report.parts.answers import ON_TIME
from ist_model.report.show import Block
from ist_model.report.tables import Content
from ist_model.report.words.against import titled
from ist_model.report.words.levels import chances_sure_to, level, of_interval
from ist_model.report.words.plain import counted, days, figure, sentence
from ist_model.report.words.tier_shares import in_words, shares
from ist_model.results.summary import Interval, mean_interval, ratio_interval
from ist_model.results.windows import Window, next_inspections
from ist_model.world.build import build_world
from ist_model.world.schools import national_percentile

DAYS = ["asked_days", "given_days", "bought_days", "visit_days"]


@dataclass(frozen=True)
class SchoolView:
    """A school in one scenario."""

    view: View
    index: int
    school: School

    @property
    def called(self) -> str:
        """What the page calls the school."""
        return self.view.schools[self.index]

    @cached_property
    def support(self) -> pd.DataFrame:
        """Days by half-term, half-terms without any included."""
        frame = self.view.series("support_by_school")
        own = frame[frame["school"] == self.index].drop(columns=["tick", "school", "label"])
        return self.view.half_terms().merge(own, on="half_term", how="left").fillna(0.0)

    @cached_property
    def needs(self) -> pd.DataFrame:
        """Counted needs by area."""
        frame = self.view.series("needs_by_school")
        return frame[frame["school"] == self.index]

    def a_year(self) -> dict[str, str]:
        """Days a year `asked` for, `received`, and of `visits` if any, with their 95% intervals, in words."""
        frame = self.view.series("support_in_total")
        own = frame[frame["school"] == self.index].to_dict("records")
        if not own:
            return {"asked": days(0), "received": days(0)}
        runs, years = self.view.result.runs, self.view.resolved.years
        told = {
            name: of_interval(mean_interval(own[0], f"{name}_days", runs), "days", years)
            for name in ("asked", "received")
        }
        visits = mean_interval(own[0], "visit_days", runs)
        return told | ({"visits": of_interval(visits, "days", years)} if visits.mean >= years / 2 else {})

    @cached_property
    def window(self) -> Window | None:
        """When the next inspection is to be expected; None where chance brings the school."""
        return next_inspections(build_world(self.view.resolved)).get(self.index)


def load(
    school: str,
    scenario: str,
    *,
    scenarios_dir: Path,
    results_dir: Path,
    runs: int = 0,
    named: bool = False,
) -> SchoolView:
    """Load what the page of a school needs.

    Args:
        school: Its id in the trust file, or its neutral label.
        scenario: Scenario id.
        scenarios_dir: As `load_view`, and so are those that follow.
        results_dir: Folder of stored results.
        runs: Samples of chance; 0: the scenario's own number.
        named: Whether schools are called by name.

    Raises:
        ValueError: If there is no such school.
        InputError, StoreError, ConservationError, WorkerError: As `load_view`.
    """
    view = load_view(
        scenario, scenarios_dir=scenarios_dir, results_dir=results_dir, runs=runs, named=named, no_effect=True
    )
    return SchoolView(view, *find_school(view, school))


def heading(page: SchoolView) -> Block:
    """Which school, in which scenario, and the answer in three sentences."""
    about = page.school
    ages = f"{about.phase} school, ages {about.age_low} to {about.age_high}, {about.roll:,} pupils"
    return (
        show.lead(page.called)
        + show.question(f"{sentence(ages)} {titled(page.view.resolved)}.")
        + show.answer([_support(page), _tier(page), _inspection(page)])
    )


def _support(page: SchoolView) -> str:
    told = page.a_year()
    text = f"{page.called} asks for {told['asked']} of support a year on average and receives "
    text += f"{told['received']} of it"
    frame = page.view.series("needs_of_schools")
    own = frame[(frame["school"] == page.index) & (frame["resolved"] > 0)].to_dict("records")
    if not own:
        return f"{text}."
    share = _share(own[0], page)
    weeks = page.view.resolved.assumptions.values()["service.standard_weeks"]
    text += f"; {share} of its needs begin within the standard of {counted(weeks, 'school weeks')}"
    others = len(page.view.schools) > 1
    return f"{text}{f', against {level(page.view, ON_TIME)} of all our schools’ needs' if others else ''}."


def _share(row: Mapping[Any, Any], page: SchoolView) -> str:
    """The share of needs begun within the standard, with its interval."""
    found = ratio_interval(row, "within_standard", "resolved", page.view.result.runs)
    return of_interval(found, "share")


def _tier(page: SchoolView) -> str:
    frame, names = shares(page.view.result, page.index), page.view.result.names["tier_labels"]
    here = frame[frame[list(range(len(names)))].sum(axis=1) > 0]
    if here.empty:
        return "It is in the trust in no run."
    first, last = here.iloc[0], here.iloc[-1]
    return (
        f"In {first['label']} it is {in_words(first, names)}; at the end of the period it is "
        f"{in_words(last, names)}."
    )


def _inspection(page: SchoolView) -> str:
    if page.window is None:
        return "Whether and when it joins is left to chance, and so is its next inspection."
    early, late = (f"{date_of(tick):%B %Y}" for tick in (page.window.early, page.window.late))
    return f"Of ten such schools eight have their next inspection between {early} and {late}."


def today(page: SchoolView) -> Block:
    """Strengths by area on the first day, and what they rest on."""
    areas = {area.id: area.label for area in page.view.resolved.framework.areas}
    known = {area: p for area, p in page.school.start_percentile.items() if area in areas}
    frame = pd.DataFrame({"area": [areas[area] for area in known], "percentile": list(known.values())})
    line = page.view.resolved.assumptions.values()["monitoring.need_threshold"]
    made = strengths(frame, threshold=national_percentile(line), school=page.called)
    cells: list[list[Content]] = [
        [areas[area], f"{100 * p:.0f} of 100", page.school.start_basis.get(area, "not said")]
        for area, p in known.items()
    ]
    columns = ["Area", "Primaries that are weaker", "Taken from"]
    return show.chart(made) + show.rows(columns, cells, caption="Where the starting points come from")


def published(page: SchoolView) -> Block:
    """Figures as published, for readers."""
    cells: list[list[Content]] = [
        [row.name, _figure(row), row.year or "not said", row.source] for row in page.school.indicators
    ]
    if not cells:
        return show.notes(["The trust file holds no published figures of this school."])
    columns = ["Figure", "Value", "School year", "Published by"]
    return show.rows(columns, cells, caption="Published figures of the school")


def _figure(row: Indicator) -> str:
    """A published figure with its unit: "66%", "−1.7 scaled points"."""
    said = f"{row.value:g}".replace("-", "−") if isinstance(row.value, float) else str(row.value)
    return f"{said}%" if row.unit == "%" else f"{said} {row.unit}".strip()


def tier_timeline(page: SchoolView) -> Block:
    """Share of runs in each tier by half-term, and what is left of it if support has no effect."""
    names = page.view.result.names["tier_labels"]
    frame = shares(page.view.result, page.index)
    block = show.chart(tiers({page.called: frame}, names, sure=chances_sure_to(page.view.result.runs)))
    if page.view.without is None:
        return block + show.notes([f"{NO_EFFECT} In this scenario support changes nothing."])
    without = in_words(shares(page.view.without, page.index).iloc[-1], names)
    return block + show.notes([f"{NO_EFFECT} Then it is, at the end of the period, {without}."])


def support(page: SchoolView) -> Block:
    """Days asked for and received by half-term."""
    if not page.support[DAYS].to_numpy().any():
        return show.notes([f"{page.called} asks for nothing and receives nothing in any run."])
    return show.chart(asked(page.support, school=page.called, a_year=page.a_year()))


def waits(page: SchoolView) -> Block:
    """How long its needs wait, by area."""
    if page.needs.empty:
        return show.notes([f"{page.called} asks for nothing in any run, so nothing waits."])
    labels, years = page.view.result.names["area_labels"], page.view.resolved.years
    years_counted = min(years, page.view.resolved.count_needs_for_years)
    standard = page.view.resolved.assumptions.values()["service.standard_weeks"]
    runs = page.view.result.runs
    cells: list[list[Content]] = []
    for row in page.needs.sort_values("raised", ascending=False).to_dict("records"):
        wait = ratio_interval(row, "wait_started_weeks", "started", runs)
        cells.append(
            [
                labels[int(row["area"])],
                _often(mean_interval(row, "raised", runs), years_counted),
                _share(row, page),
                of_interval(wait, "weeks"),
            ]
        )
    columns = ["Area", "Needs", f"Begun within {counted(standard, 'weeks')}", "Average wait of those begun"]
    return show.rows(columns, cells, caption="What the school asks for help with, and how soon it begins") + (
        show.notes(
            [
                _room(page),
                "A need begun within the standard is one whose first day of support comes soon enough; those "
                "given up count as not begun. Averages over all runs with their 95% intervals: single years "
                "differ by far more.",
            ]
        )
    )


def _room(page: SchoolView) -> str:
    """How much a school takes in at once: what it asks for beyond that waits, whoever is free (MODEL 4.2)."""
    values = page.view.resolved.assumptions.values()
    supporters = counted(values["absorption.supporters"], "supporters")
    days_a_week = counted(values["absorption.days_per_week"], "days")
    return (
        f"A school takes at most {supporters} and {days_a_week} a week at once, more only above "
        f"{values['absorption.full_roll']:,.0f} pupils: one that asks for much at once waits for room as "
        "well as for leaders."
    )


def _often(found: Interval, years: float) -> str:
    """How often, with its interval, in whole numbers: "5 a year (4 to 5)", "4 in 10 years (3 to 5)"."""
    span, words = (1, "a year") if found.mean >= 3 * years else (10, "in 10 years")
    mean, low, high = (float(end) * span / years for end in found[:3])
    if mean < 0.5:
        return "hardly ever"
    near, far = figure(max(0.0, low)), figure(high)
    ends = "" if low == high else " (± 1)" if near == far else f" ({near} to {far})"
    return f"{figure(mean)} {words}{ends}"


def inspection(page: SchoolView) -> Block:
    """The last inspection known, and when the next is to be expected."""
    last = page.school.last_inspection
    when = f" ({last.date:%B %Y})" if last.date else ""
    told = (
        "No graded inspection is known."
        if last.outcome == "none"
        else (f"The last graded outcome known is “{last.outcome}”{when}, from before report cards.")
    )
    if page.window is None:
        return show.notes([told, _inspection(page)])
    middle = f"{date_of(page.window.middle):%B %Y}"
    return show.notes(
        [
            f"{told} {_inspection(page)} Half come by {middle}.",
            "The window follows from how long inspections were apart nationally and from the last date "
            "known. How strong the school is has no part in it, and nothing is said here about the outcome.",
        ]
    )
