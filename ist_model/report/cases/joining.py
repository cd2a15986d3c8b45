"""Plans of joining for a page: paces and dates written as scenarios, run, and set beside nobody joining."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ist_model.experiments import pace as plans
from ist_model.experiments.septembers import next_first, september_years
from ist_model.inputs.scenario_models import Resolved
from ist_model.report.cases.case import Case, case_of, stored_or_made
from ist_model.report.cases.held import without_effect
from ist_model.report.cases.making import Work
from ist_model.report.cases.options import offered
from ist_model.report.words.neutral import unnamed
from ist_model.report.words.plain import and_list, counted
from ist_model.results.result import ScenarioResult
from ist_model.results.store import Wanted


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
        in_full: today's plan with all the runs of its scenario; None where this page has them all.
    """

    nobody: Case
    paces: tuple[Plan, ...]
    growth: Resolved | None
    dates: tuple[Plan, ...]
    joining: Resolved | None
    least_share: float
    in_full: ScenarioResult | None = None


@dataclass(frozen=True)
class Plans:
    """What is planned, as scenarios by what the page calls them; nothing of it is run yet.

    Attributes:
        nobody: today's plan.
        paces: as `Joining.paces`.
        growth: as `Joining.growth`.
        dates: as `Joining.dates`.
        joining: as `Joining.joining`.
    """

    nobody: Resolved
    paces: Mapping[str, Resolved]
    growth: Resolved | None
    dates: Mapping[str, Resolved]
    joining: Resolved | None

    def wanted(self, runs: int) -> list[Wanted]:
        """What has to be run; `runs`: samples of chance, 0: the scenario's own number."""
        every = [self.nobody, *self.paces.values(), *self.dates.values()]
        return [Wanted(each, runs or each.runs) for each in (*every, *map(without_effect, every))]


def plan(
    scenarios: Sequence[str],
    baseline: str,
    *,
    scenarios_dir: Path,
    each_september: Sequence[Sequence[int]],
    first_year: int,
    years_later: Sequence[int],
) -> Plans:
    """Write paces and dates of joining as scenarios.

    Args and errors as `load_joining`.
    """
    before, *others = [_baseline(baseline, scenarios_dir), *offered(scenarios, baseline, scenarios_dir)]
    growth = next((each for each in others if each.growth is not None), None)
    joining = next((each for each in others if _may_shift(before, each)), None)
    first = first_year or next_first(before.start).year
    paces = _paces(before, growth, each_september or _usual(before, growth, first), first)
    return Plans(before, paces, growth, _dates(before, joining, years_later), joining)


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
    made = plan(
        scenarios,
        baseline,
        scenarios_dir=scenarios_dir,
        each_september=each_september,
        first_year=first_year,
        years_later=years_later,
    )
    for fault in Work(made.wanted(runs)).make(results_dir, None, lambda _done: None).values():
        raise fault

    def result_of(resolved: Resolved) -> ScenarioResult:
        return stored_or_made(resolved, results_dir, runs or None)

    def beside_nobody(each: Resolved) -> Case:
        return case_of(each, made.nobody, result_of, named=named)

    def planned(each: Mapping[str, Resolved]) -> tuple[Plan, ...]:
        return tuple(Plan(name, beside_nobody(resolved)) for name, resolved in each.items())

    nobody, paces, dates = beside_nobody(made.nobody), planned(made.paces), planned(made.dates)
    growth, joining = (
        each if named or each is None else unnamed(each) for each in (made.growth, made.joining)
    )
    full = stored_or_made(made.nobody, results_dir) if 0 < runs < made.nobody.runs else None
    return Joining(nobody, paces, growth, dates, joining, least_share, full)


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
    septembers = [year for year in september_years(baseline) if year >= first]
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
    schools = counted(total, "schools")
    if len(numbers) == 1:
        return f"{schools} at once in {first}"
    if len(set(numbers)) == 1:
        return f"{counted(numbers[0], 'schools')} a year from {first} ({total} in all)"
    years = [str(first + place) for place, number in enumerate(numbers) if number]
    return f"{schools} in all: in {and_list(years)}"
