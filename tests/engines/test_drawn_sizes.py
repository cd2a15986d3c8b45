"""How many schools the shipped growth scenario draws, against its table worked out exactly (MODEL 10)."""

import datetime as dt
from functools import cache

import numpy as np
import pytest

from ist_model.engines import growth
from ist_model.inputs.resolve import resolve
from ist_model.results.checks import check
from ist_model.results.growth import fingerprint
from ist_model.world.build import build_world
from ist_model.world.structs import NEVER
from tests.engines.test_growth import NEVER_JOINS, NEW, ONE_A_YEAR, drawing, made, trust
from tests.generated import SCENARIOS, school

EXISTING, POOL, SEPTEMBERS, DRAWS = 6, 8, 4, 400
FIRST_DAY = dt.date(2026, 9, 1)


@cache
def shipped():
    return build_world(resolve("growth-national-rate", SCENARIOS))


def of_a_year(size: int) -> np.ndarray:
    """Chances of 0, 1, 2 ... joiners in a year: 3 or more are 3 plus a geometric number of the row's mean."""
    row = next(r for r in shipped().growth.table if r["schools_from"] <= size <= r["schools_to"] % 1000)
    few, more = row["chances"][:3], row["chances"][3]
    total = row["chances"].sum()
    beyond = (row["mean"] - (few[1] + 2 * few[2]) / total) / (more / total) - 3
    tail = (1 / (1 + beyond)) * (beyond / (1 + beyond)) ** np.arange(200)
    return np.concatenate([few, more * tail]) / total


def exact() -> tuple[np.ndarray, float]:
    """Chances of 0 to 8 joiners in the period, and that the pool runs dry, year by year from the table."""
    chance = {(0, False): 1.0}
    for _ in range(SEPTEMBERS):
        after: dict[tuple[int, bool], float] = {}
        for (joined, dry), before in chance.items():
            for number, of_it in enumerate(of_a_year(EXISTING + joined)):
                state = (min(POOL, joined + number), dry or joined + number > POOL)
                after[state] = after.get(state, 0.0) + before * of_it
        chance = after
    joined = np.zeros(POOL + 1)
    for (number, _), of_it in chance.items():
        joined[number] += of_it
    return joined, sum(of_it for (_, dry), of_it in chance.items() if dry)


def test_the_shipped_scenario_draws_as_many_joiners_as_its_table_says():
    """2.69 on average over the four Septembers, standard deviation 2.28. Its 40 runs happen to draw 3.5."""
    chances, dry = exact()
    numbers = np.arange(POOL + 1)
    mean = float(chances @ numbers)
    spread = float(np.sqrt(chances @ numbers**2 - mean**2))
    assert (mean, spread, dry) == pytest.approx((2.692, 2.279, 0.046), abs=1e-3)
    drawn = [growth.draw(shipped(), number) for number in range(DRAWS)]
    joined = np.array([(each.joins != NEVER).sum() for each in drawn])
    assert joined.mean() == pytest.approx(mean, abs=3 * spread / DRAWS**0.5)
    found = np.bincount(joined, minlength=POOL + 1) / DRAWS
    assert np.abs(found - chances).max() < 3 * 0.5 / DRAWS**0.5
    assert np.mean([each.wanted > 0 for each in drawn]) == pytest.approx(dry, abs=0.03)
    assert joined[:40].mean() == 3.525  # 2.3 standard errors above the mean: chance, said in the file


@pytest.mark.parametrize("warm_up", [0.0, 39.0])
def test_schools_that_were_there_count_on_the_first_day_also_where_no_warm_up_runs(warm_up):
    """Two schools are there on 1 September 2026, on which joinings begin: the row of two, not of none."""
    empty = ONE_A_YEAR.model_copy(update={"schools_to": 1})
    there = NEVER_JOINS.model_copy(update={"schools_from": 2})
    world, _ = made(by=drawing(empty, there, starts=FIRST_DAY), warm_up_weeks=warm_up)
    assert (growth.draw(world, 0).joins == NEVER).all()


def test_a_school_that_joins_on_the_first_day_does_not_count_just_before_it():
    dated = school("C", 0.5, joined=FIRST_DAY, joining="converter")
    two = ONE_A_YEAR.model_copy(update={"schools_to": 2})
    three = NEVER_JOINS.model_copy(update={"schools_from": 3})
    by = drawing(two, three, starts=FIRST_DAY)
    world, records = made(given=trust((*NEW, dated)), by=by, warm_up_weeks=0.0)
    check(world, records)
    assert growth.draw(world, 0).joins.min() == world.span.start
    always = dated.model_copy(update={"joined": None, "joining": "founder"})
    other, _ = made(given=trust((*NEW, always)), by=by, warm_up_weeks=0.0)
    assert growth.draw(other, 0).joins.min() == NEVER
    assert fingerprint(world) != fingerprint(other)
