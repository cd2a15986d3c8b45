"""What a larger trust costs: schools with posts and demand in proportion, horizons, numbers of runs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks import fresh, trusts
from benchmarks.page import Section
from benchmarks.queue.case import SCENARIOS
from benchmarks.sizes import Sizes
from benchmarks.timing import Contender, Costs, duration, figures, race, ratio
from ist_model.engines import compiled
from ist_model.inputs.calendar import YEAR_TICKS
from ist_model.inputs.resolve import resolve
from ist_model.inputs.scenario_models import Resolved
from ist_model.science.policies import POLICIES
from ist_model.world.build import build_world

EVEN = ("triage", "first_come")  # policies whose cost of a school is to stay within three times that of six
_SCHOOL_YEARS = 360  # of a round at least
TEXT = """\
The shipped trust's schools, posts, networks and demand copied so often, as the baseline runs them. Cost of a
school in a year, and how many times that of six schools it is. The largest trust of each row was run once,
in a process of its own."""


@dataclass(frozen=True)
class Alone:
    """A trust too large for rounds, run in a process of its own: what it told, or why it told nothing."""

    schools: int
    told: dict[str, float] | str

    @property
    def seconds(self) -> float | None:
        """Seconds per school-year."""
        return None if isinstance(self.told, str) else self.told["seconds"]


@dataclass(frozen=True)
class Growth:
    """Seconds per school-year by policy and number of schools; per year by horizon; per run by runs."""

    schools: dict[str, Costs]  # policy: number of schools: rounds
    alone: dict[str, Alone]  # by policy
    years: Costs
    runs: Costs

    def times(self, policy: str) -> dict[int, float]:
        """By number of schools: the cost of a school, as a multiple of that in the smallest trust."""
        middle = {int(count): float(np.median(costs)) for count, costs in self.schools[policy].items()}
        alone = self.alone.get(policy)
        if alone is not None and alone.seconds is not None:
            middle[alone.schools] = alone.seconds
        return {count: seconds / middle[min(middle)] for count, seconds in sorted(middle.items())}


def run(sizes: Sizes) -> Growth:
    """All sizes of one policy side by side, then all horizons and numbers of runs."""
    schools, alone = {}, {}
    for policy in (*EVEN, *(name for name in POLICIES if name not in EVEN)):
        counts = sizes.schools if policy in EVEN else sizes.schools_other
        contenders = [_contender(str(count), larger_trust(policy, count), count) for count in counts]
        schools[policy] = race(contenders, sizes.rounds_of_growth)
        most = sizes.schools_alone if policy in EVEN else sizes.schools_alone_other
        if most is not None:
            alone[policy] = _alone(policy, most, sizes.seconds_alone)
    baseline = resolve("baseline", SCENARIOS)
    longer = [baseline.model_copy(update={"years": float(years)}) for years in sizes.years]
    years = race([_contender(f"{one.years:g} years", one, 1) for one in longer], sizes.rounds)
    return Growth(schools, alone, years, _by_runs(baseline, sizes))


def larger_trust(policy: str, schools: int) -> Resolved:
    """The baseline under a policy, with so many schools."""
    baseline = resolve("baseline", SCENARIOS)
    ordered = baseline.policy.model_copy(update={"order": policy})
    return trusts.with_schools(baseline.model_copy(update={"policy": ordered}), schools)


def _contender(name: str, resolved: Resolved, schools: int) -> Contender:
    """Runs of a scenario, per year and so many schools."""
    world = build_world(resolved)
    runner = compiled.Runner(world)
    years = (world.span.end - world.span.begin) / YEAR_TICKS
    runs = max(1, round(_SCHOOL_YEARS / (years * len(world.schools))))

    def work(number: int) -> None:
        for one in range(number * runs, (number + 1) * runs):
            runner.make(world, one)

    return Contender(name, work, runs * years * schools)


def _by_runs(baseline: Resolved, sizes: Sizes) -> Costs:
    world = build_world(baseline)
    runner = compiled.Runner(world)

    def contender(runs: int) -> Contender:
        return Contender(f"{runs:,} runs", lambda _: [runner.make(world, n) for n in range(runs)], runs)

    return race([contender(runs) for runs in sizes.streamed], sizes.rounds)


def _alone(policy: str, schools: int, seconds: float) -> Alone:
    try:
        return Alone(schools, fresh.child("school-years", policy, str(schools), seconds=seconds))
    except fresh.ChildError as error:
        return Alone(schools, str(error))


def sections(result: Growth) -> tuple[Section, Section]:
    """The tables: by schools; by horizon and runs."""
    counts = {int(count) for costs in result.schools.values() for count in costs}
    counts |= {alone.schools for alone in result.alone.values()}
    rows = tuple((policy, *_of_policy(result, policy, sorted(counts))) for policy in result.schools)
    longer = [
        (name, duration(float(np.median(costs[name]))), _times(costs, name))
        for costs in (result.years, result.runs)
        for name in costs
    ]
    return (
        Section(
            "Growth with schools",
            TEXT,
            ("policy", *(f"{count:,} schools" for count in sorted(counts))),
            rows,
            after=_largest(result),
        ),
        Section(
            "Growth with the horizon and with runs",
            "The baseline over more years: cost of a year. And more runs of it: cost of a run.",
            ("", "a year, a run", "× the first"),
            tuple(longer),
        ),
    )


def _of_policy(result: Growth, policy: str, counts: list[int]) -> list[str]:
    costs, alone, times = result.schools[policy], result.alone.get(policy), result.times(policy)
    cells = []
    for count in counts:
        if str(count) in costs:
            times_of = "" if count == min(times) else f", × {_times(costs, str(count))}"
            cells.append(duration(float(np.median(costs[str(count)]))) + times_of)
        elif alone is not None and alone.schools == count:
            known = alone.seconds
            cells.append("too long" if known is None else f"{duration(known)}, × {figures(times[count])}")
        else:
            cells.append("")
    return cells


def _times(costs: Costs, name: str) -> str:
    first = next(iter(costs))
    return "1" if name == first else str(ratio(costs, name, first))


def _largest(result: Growth) -> str:
    """What else the processes of the largest trusts told."""
    told = []
    for policy, alone in result.alone.items():
        what = f"not measured, {alone.told}"
        if not isinstance(alone.told, str):
            built, most = duration(alone.told["build"]), figures(alone.told["megabytes"])
            what = f"arrays built in {built}, {most} MB at most"
        told.append(f"{alone.schools:,} schools, {policy}: {what}")
    return "; ".join(told) + "." if told else ""
