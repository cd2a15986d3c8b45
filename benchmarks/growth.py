"""What a larger trust costs: schools with posts and demand in proportion, horizons, numbers of runs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks import trusts
from benchmarks.page import Section
from benchmarks.queue.case import SCENARIOS
from benchmarks.sizes import Sizes
from benchmarks.timing import Contender, Costs, duration, race, ratio
from ist_model.engines import compiled
from ist_model.inputs.calendar import YEAR_TICKS
from ist_model.inputs.resolve import resolve
from ist_model.inputs.scenario_models import Resolved
from ist_model.science.policies import POLICIES
from ist_model.world.build import build_world

EVEN = ("triage", "first_come")  # which must grow evenly
TEXT = """\
The shipped trust's schools, posts, networks and demand copied so often, as the baseline runs them. Cost of a
school in a year, and how many times that of six schools it is."""
_SCHOOL_YEARS = 360  # of a round at least


@dataclass(frozen=True)
class Growth:
    """Seconds per school-year, by policy and number of schools; seconds per year by length of the run."""

    schools: dict[str, Costs]
    years: Costs


def run(sizes: Sizes) -> Growth:
    """All sizes of one policy side by side, then all horizons."""
    baseline = resolve("baseline", SCENARIOS)
    schools = {}
    for policy in (*EVEN, *(name for name in POLICIES if name not in EVEN)):
        ordered = baseline.policy.model_copy(update={"order": policy})
        resolved = baseline.model_copy(update={"policy": ordered})
        counts = sizes.schools if policy in EVEN else sizes.schools_other
        larger = [trusts.with_schools(resolved, count) for count in counts]
        schools[policy] = race([_contender(one, by_school=True) for one in larger], sizes.rounds)
    longer = [baseline.model_copy(update={"years": float(years)}) for years in sizes.years]
    return Growth(schools, race([_contender(one, by_school=False) for one in longer], sizes.rounds))


def _contender(resolved: Resolved, by_school: bool) -> Contender:
    """Runs of a scenario, named by its size, per year or per school and year."""
    world = build_world(resolved)
    runner = compiled.Runner(world)
    years = (world.span.end - world.span.begin) / YEAR_TICKS
    units = years * len(world.schools)
    runs = max(1, round(_SCHOOL_YEARS / units))
    name = f"{len(world.schools)} schools" if by_school else f"{resolved.years:g} years"

    def work(number: int) -> None:
        for one in range(number * runs, (number + 1) * runs):
            runner.make(world, one)

    return Contender(name, work, runs * (units if by_school else years))


def sections(result: Growth) -> tuple[Section, Section]:
    """The tables: by schools, by horizon."""
    return (
        Section(
            "Growth with schools",
            TEXT,
            ("policy", *next(iter(result.schools.values()))),
            tuple((policy, *_cells(costs)) for policy, costs in result.schools.items()),
        ),
        Section(
            "Growth with the horizon",
            "The baseline over more years: cost of a year, and how many times that of the shortest it is.",
            tuple(result.years),
            (_cells(result.years),),
        ),
    )


def _cells(costs: Costs) -> tuple[str, ...]:
    first, *rest = costs
    middle = {name: duration(float(np.median(costs[name]))) for name in costs}
    return (middle[first], *(f"{middle[name]}, {ratio(costs, name, first)}" for name in rest))
