"""Joining and its timing: how fast the trust can safely grow, and when schools should join."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ist_model.experiments import pace as plans
from ist_model.inputs.scenario_models import Resolved
from ist_model.report import show
from ist_model.report.answers import ON_TIME, WHERE, WHO
from ist_model.report.case import GROWTH, PUPILS, Case, case_of, stored_or_made, without_effect
from ist_model.report.charts import forest, pace
from ist_model.report.charts.pace import Pace, holds
from ist_model.report.difference import Difference
from ist_model.report.levels import level, within_one
from ist_model.report.making import make_results
from ist_model.report.options import offered, together
from ist_model.report.show import Block
from ist_model.report.tables import Cell, Content
from ist_model.report.words import and_list, percent, sentence
from ist_model.results.result import ScenarioResult
from ist_model.results.short import IN_ALL

UNMET = "share_unmet_existing"


@dataclass(frozen=True)
class Plan:
    """One pace or date of joining beside nobody joining."""

    name: str
    case: Case


@dataclass(frozen=True)
class Joining:
    """What the page shows; a list is empty where no scenario of the pack could be planned so.

    Attributes:
        nobody: today's plan.
        paces: from the slowest to the fastest, each so many schools each September.
        growth: the scenario whose pool of schools they take.
        dates: one joining, earlier and later.
        joining: the scenario whose joining it is.
        least_share: share of needs that the trust wants begun within the service standard (0-1).
    """

    nobody: Case
    paces: tuple[Plan, ...]
    growth: Resolved | None
    dates: tuple[Plan, ...]
    joining: Resolved | None
    least_share: float


def load_joining(
    scenarios: Sequence[str],
    baseline: str,
    *,
    scenarios_dir: Path,
    results_dir: Path,
    each_september: Sequence[Sequence[int]],
    first_year: int,
    years_later: Sequence[int],
    least_share: float,
    runs: int = 0,
    named: bool = False,
) -> Joining:
    """Write the plans as scenarios, run what is missing, and set each beside nobody joining.

    Args:
        scenarios: What there is to choose from; the first with a pool of schools, and the first with a
            joining on a date, are planned otherwise. Empty: every scenario at the top of the folder.
        baseline: Scenario id in which nobody joins.
        scenarios_dir: Folder with scenarios, register and trusts.
        results_dir: Folder of stored results.
        each_september: Paces: schools that join in the first September, in the next one, and so on; empty:
            one every other year, one, two or four a year, and all at once, as far as pool and period go.
        first_year: Year of the first September; 0: the first one after the first day.
        years_later: How many years later a joining on a date may be; negative: earlier.
        least_share: Share of needs that the trust wants begun within the service standard (0-1).
        runs: Samples of chance; 0: the scenario's own number.
        named: Whether schools are called by name, for the trust's own private use.

    Raises:
        InputError: If a scenario does not resolve, or a plan is none that a file could write.
        NoPlanError: If a pool has too few schools for a pace.
        StoreError, ConservationError, WorkerError: As `replicate_or_load`.
    """
    before, *others = [_baseline(baseline, scenarios_dir), *offered(scenarios, baseline, scenarios_dir)]
    growth = next((each for each in others if each.growth is not None), None)
    joining = next((each for each in others if _may_shift(before, each)), None)
    first = first_year or before.start.year + ((before.start.month, before.start.day) >= (9, 1))
    chosen = each_september or _usual(before, growth, first)
    paces, dates = _paces(before, growth, chosen, first), _dates(before, joining, years_later)
    wanted = [before, *paces.values(), *dates.values()]
    wanted = [each.model_copy(update={"runs": runs or each.runs}) for each in wanted]
    broken = make_results(
        [*wanted, *(without_effect(each) for each in wanted)], results_dir, None, lambda _done: None
    )
    for fault in broken.values():
        raise fault

    def result_of(resolved: Resolved) -> ScenarioResult:
        return stored_or_made(resolved, results_dir, runs or None)

    def planned(made: dict[str, Resolved]) -> tuple[Plan, ...]:
        return tuple(Plan(name, case_of(each, before, result_of, named=named)) for name, each in made.items())

    nobody = case_of(before, before, result_of, named=named)
    return Joining(nobody, planned(paces), growth, planned(dates), joining, least_share)


def _baseline(name: str, scenarios_dir: Path) -> Resolved:
    return offered([name], "", scenarios_dir)[0]


def _may_shift(baseline: Resolved, joining: Resolved) -> bool:
    try:
        plans.shifted(baseline, joining, 0)
    except plans.NoPlanError:
        return False
    return True


def _usual(baseline: Resolved, growth: Resolved | None, first: int) -> list[list[int]]:
    """Paces that pool and period have room for, the slowest first."""
    pool = len(growth.growth.pool) if growth and growth.growth else 0
    end = baseline.start.year + (baseline.start.month - 1) / 12 + baseline.years
    septembers = [year for year in range(first, first + int(baseline.years) + 1) if year + 8 / 12 < end]
    found: list[list[int]] = []
    for numbers in ([1, 0], [1, 1], [2, 2], [4, 4]):
        left, made = pool, []
        for place in range(len(septembers)):
            made.append(min(left, numbers[place % 2]))
            left -= made[-1]
        found.append(made)
    found.append([pool])
    trimmed = [_without_tail(made) for made in found]
    return [made for place, made in enumerate(trimmed) if made and made not in trimmed[:place]]


def _without_tail(numbers: list[int]) -> list[int]:
    """The numbers up to the last that is not 0."""
    last = max((place for place, number in enumerate(numbers) if number), default=-1)
    return numbers[: last + 1]


def _paces(
    baseline: Resolved, growth: Resolved | None, each_september: Sequence[Sequence[int]], first: int
) -> dict[str, Resolved]:
    if growth is None:
        return {}
    return {
        pace_words(numbers, first): plans.steady(baseline, growth, numbers, first)
        for numbers in each_september
    }


def _dates(baseline: Resolved, joining: Resolved | None, years_later: Sequence[int]) -> dict[str, Resolved]:
    """Plans by the date on which the first school joins; dates outside the period are left out."""
    if joining is None:
        return {}
    first = plans.first_joining(baseline, joining)
    end = baseline.start.year + baseline.years
    found = {}
    for years in years_later:
        date = first.replace(year=first.year + years)
        if baseline.start < date and date.year + date.month / 12 < end:
            found[f"{date:%B %Y}"] = plans.shifted(baseline, joining, years)
    return found


def pace_words(numbers: Sequence[int], first: int) -> str:
    """A pace in words: "2 schools a year from 2027 (8 in all)"."""
    total = sum(numbers)
    schools = f"{total} school{'' if total == 1 else 's'}"
    if len(numbers) == 1:
        return f"{schools} at once in {first}"
    if len(set(numbers)) == 1:
        each = f"{numbers[0]} school{'' if numbers[0] == 1 else 's'}"
        return f"{each} a year from {first} ({total} in all)"
    years = [str(first + place) for place, number in enumerate(numbers) if number]
    return f"{schools} in all: in {and_list(years)}"


def heading(joining: Joining) -> Block:
    """The fastest pace that clearly keeps the standard, the price for pupils, and the best date."""
    standard = _standard(joining)
    told = [
        f"If nobody joins, {level(joining.nobody, ON_TIME)} of the needs of {WHO} begin within {standard}; "
        f"the line drawn here is {percent(joining.least_share)}."
    ]
    if joining.paces:
        told.append(_fastest(joining))
    if joining.dates:
        told.append(_when(joining))
    if len(told) == 1:
        told.append("No scenario of this pack has schools that join, so there is nothing to plan.")
    return show.answer(told)


def _standard(joining: Joining) -> str:
    weeks = joining.nobody.standard_weeks
    return "half a term" if weeks == 6.5 else f"{weeks:g} school weeks"


def _row(plan: Plan) -> Pace:
    row = plan.case.summary[ON_TIME]
    share, low, high = (float(row[end]) for end in ("mean", "mean_low", "mean_high"))
    return Pace(plan.name, share, *within_one(share, low, high), plan.case.difference(PUPILS))


def _rows(joining: Joining) -> list[Pace]:
    return [_row(Plan("Nobody joins", joining.nobody)), *(_row(plan) for plan in joining.paces)]


def _fastest(joining: Joining) -> str:
    kept = [row for row in _rows(joining) if holds(row, joining.least_share)]
    line = f"the line of {percent(joining.least_share)} begun within {_standard(joining)}"
    if not kept:
        return f"No pace shown clearly keeps {line}, and neither does nobody joining."
    fastest = kept[-1]
    if fastest.name == "Nobody joins":
        return f"Of the paces shown, only that nobody joins clearly keeps {line}."
    price = fastest.pupils.phrase() if fastest.pupils and fastest.pupils.known else "not known"
    return (
        f"The fastest pace shown that clearly keeps {line}: {fastest.name}; for the pupils of {WHO} it "
        f"means {price} {WHERE}."
    )


def _when(joining: Joining) -> str:
    told = [
        f"{plan.name}, {made.phrase()}"
        for plan in joining.dates
        if (made := plan.case.difference(PUPILS)) is not None
    ]
    name = joining.joining.name if joining.joining else ""
    return f"“{name}”, if it were at these dates, for pupils of {WHO} {WHERE}: {'; '.join(told)}."


def how_fast(joining: Joining) -> Block:
    """The chart of paces, and its numbers."""
    if not joining.paces or joining.growth is None:
        return show.notes(["No scenario of this pack names schools that might join at another pace."])
    chart = show.chart(pace(_rows(joining), least_share=joining.least_share, standard=_standard(joining)))
    note = f"The schools, and the posts they bring, are those of “{joining.growth.name}”, in its order."
    return chart + _table("Schools that join", joining.nobody, joining.paces) + show.notes([note])


def when(joining: Joining) -> Block:
    """One joining at other dates."""
    known = [
        (plan.name, made)
        for plan in joining.dates
        if (made := plan.case.difference(PUPILS)) is not None and made.known
    ]
    if not known:
        return show.notes(["No scenario of this pack has a joining that could be earlier or later."])
    late = [
        (plan.name, made)
        for plan in joining.dates
        if (made := plan.case.difference(ON_TIME)) is not None and made.known
    ]
    panels: dict[str, list[tuple[str, Difference]]] = {
        f"Pupils of existing schools {WHERE}": known,
        "Their needs begun within the standard, % points": late,
    }
    chart = show.chart(forest({title: rows for title, rows in panels.items() if rows}))
    return chart + _table("First school joins in", joining.nobody, joining.dates)


def _table(first: str, nobody: Case, rows: Sequence[Plan]) -> Block:
    cells: list[list[Content]] = []
    for plan in (Plan("Nobody joins", nobody), *rows):
        case = plan.case
        cells.append(
            [
                plan.name,
                level(case, ON_TIME),
                level(case, PUPILS) if case.alone else _told(case.difference(PUPILS)),
                "–" if case.alone else _told(case.difference_at_no_effect(PUPILS)),
                level(case, UNMET),
                level(case, IN_ALL),
                "–" if case.alone else _joiners(case),
            ]
        )
    columns = [
        first,
        "Needs of existing schools begun in time",
        "Their pupils in a school needing attention",
        "The same if support has no effect",
        "Their needs never met",
        "Days asked for by all schools and never given",
        "Joiners’ pupils in such a school, against not joining",
    ]
    return show.rows(columns, cells, caption="Averages over runs, with 95% intervals")


def _told(made: Difference | None) -> Content:
    return Cell("not compared", "unclear") if made is None else Cell(made.phrase(), made.verdict)


def _joiners(case: Case) -> Content:
    row = case.summary[GROWTH]
    mean, low, high = (float(row[end]) for end in ("mean", "mean_low", "mean_high"))
    made = Difference("", "share", "lower", mean, low, high)
    return Cell(sentence(made.phrase()).removesuffix("."), made.verdict)


def made_from(joining: Joining) -> Block:
    """How to read it, and the stamp."""
    every = [joining.nobody, *(plan.case for plan in (*joining.paces, *joining.dates))]
    runs = f"{joining.nobody.result.runs:,}"
    told = [
        f"Each plan was run {runs} times and compared with nobody joining run by run, with the same luck. "
        "The intervals hold what chance leaves open, not doubt about the assumptions.",
        f"The line of {percent(joining.least_share)} is a parameter of this page, not a standard from "
        "outside: a trust should set its own. Which schools join, and what leaders they bring, can matter "
        "more than how many.",
    ]
    return show.notes(told) + show.stamp(together([case.result for case in every]))
