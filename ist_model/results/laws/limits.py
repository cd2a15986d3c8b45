"""Laws of limits: what a school takes in, how long a person is away, what may be spent (MODEL 4.2, 6)."""

from __future__ import annotations

import numpy as np

from ist_model.engines.records import SOURCE_PACKAGE, UNMET
from ist_model.inputs.calendar import YEAR_TICKS
from ist_model.results.arrays import Bools, Ints
from ist_model.results.laws.common import deployment_words, first, law, need_words
from ist_model.results.runs import Runs
from ist_model.science import absorption, matching
from ist_model.world.structs import NO_LIMIT, World


@law("no supporter is agreed for a school that has all it can take in at once")
def schools_take_in_no_more(world: World, records: Runs) -> str | None:
    """At each agreement, deployments promised to a school are no more than it takes; it always takes one."""
    rows, asked = records.deployments, records.needs["source"] != SOURCE_PACKAGE
    base, full = world.values["absorption.supporters"], world.values["absorption.full_roll"]
    sizes = [absorption.size_factor(float(roll), full) for roll in world.schools["roll"]]
    most = np.array([absorption.most_supporters(base, size) for size in sizes], np.int64)
    own = np.flatnonzero((rows["receiver"] >= 0) & asked[rows["need"]])
    school, by_leader = rows["receiver"][own], rows["designation"][own] >= 0
    who = records.run_of("deployments")[own] * len(world.schools) + school
    together = _together(who, rows[own], np.ones(len(own), np.int64), by_leader)
    row = first(_agreed_in_run(world, rows[own]) & by_leader & (together > most[school]))
    if row is None:
        return None
    said = f"{together[row]} deployments at once, it takes {most[school[row]]}"
    label = world.names.labels[school[row]]
    return f"{deployment_words(records, int(own[row]))}: school {label} has {said}"


@law("nobody is away for more of a week than the post allows")
def away_within_the_week(world: World, records: Runs) -> str | None:
    """At each agreement, the weekly patterns promised by a post are within its ceiling; one always is."""
    leaders = np.flatnonzero(records.deployments["designation"] >= 0)
    rows = records.deployments[leaders]
    post, full = rows["post"], world.designations["pattern_milli"][rows["designation"]]
    test_year, spring = world.posts["test_year"][post] == 1, world.values["release.spring_share"]
    pattern, ceiling = full.copy(), world.posts["week_milli"][post]
    pattern[test_year] = [
        matching.pattern_at(milli, start, True, spring)
        for milli, start in zip(full[test_year].tolist(), rows["start"][test_year].tolist(), strict=True)
    ]
    who = records.run_of("deployments")[leaders] * len(world.posts) + post
    together = _together(who, rows, pattern, np.ones(len(rows), bool))
    over = (ceiling != NO_LIMIT) & (together > np.maximum(ceiling, pattern))
    row = first(_agreed_in_run(world, rows) & over)
    if row is None:
        return None
    said = f"{together[row]} milli-days a week agreed, {ceiling[row]} allowed"
    return f"{deployment_words(records, int(leaders[row]))}: post {world.names.posts[post[row]]} has {said}"


@law("a school year's bought days and packages cost no more than its budget")
def bought_within_budget(world: World, records: Runs) -> str | None:
    """Price of the days bought in a school year and of its packages against the budget."""
    if world.bought_budget_pence == NO_LIMIT:
        return None
    supplied = records.deployments["supplier"] >= 0
    bought, run = records.deployments[supplied], records.run_of("deployments")[supplied]
    price = world.suppliers["price_gbp_per_day"][bought["supplier"]]
    pence = np.array(
        [
            matching.cost_pence(milli, each)
            for milli, each in zip(bought["on_site_milli"].tolist(), price.tolist(), strict=True)
        ],
        np.int64,
    )
    years = bought["matched"] // YEAR_TICKS
    for year in np.unique(years).tolist():
        now = years == year
        spent = records.summed(run[now], pence[now]).astype(np.int64)
        packages = records.packages[["price_pence_per_year", "starts", "ends"]].tolist()
        each = [matching.package_pence(price, starts, ends, year) for price, starts, ends in packages]
        held = np.array(each, np.int64)
        spent += records.summed(records.run_of("packages"), held).astype(np.int64)
        over = first((spent > world.bought_budget_pence) & (records.summed(run[now]) > 0))
        if over is not None:
            return f"year {year}: {spent[over]} pence spent, budget {world.bought_budget_pence}"
    return None


@law("a need that went unmet says why it was not bought, and no other does")
def unmet_says_why(world: World, records: Runs) -> str | None:
    """`not_bought` names a reason exactly where a need is unmet."""
    needs = records.needs
    known = (needs["not_bought"] >= matching.NOT_REFUSED) & (needs["not_bought"] <= matching.NO_BUDGET)
    said = needs["not_bought"] != matching.NOT_REFUSED
    row = first(~known | (said != (needs["status"] == UNMET)))
    if row is None:
        return None
    return f"{need_words(records, row)}: status {needs['status'][row]}, not bought {needs['not_bought'][row]}"


def _agreed_in_run(world: World, rows: np.ndarray[tuple[int], np.dtype[np.void]]) -> Bools:
    """[n] agreed after the first moment, which brings what was under way before any rule of the run."""
    return np.asarray(rows["matched"] > world.span.begin)


def _together(
    who: Ints, rows: np.ndarray[tuple[int], np.dtype[np.void]], amount: Ints, counts: Bools
) -> Ints:
    """[n] amounts promised by or to one of `who` at the agreement of each row, its own included.

    What is agreed at one moment is taken together; bought help (`counts` false) comes after it.
    """
    # Two steps to a tick: what begins in the first counts for the tick, what ends in it no longer does.
    now = 2 * rows["matched"]
    begun = _up_to(who, now, now + ~counts, amount)
    over = _up_to(who, now, np.maximum(2 * rows["end"], now + ~counts), amount)
    return begun - over


def _up_to(who: Ints, now: Ints, moment: Ints, amount: Ints) -> Ints:
    """[n] amounts of the same `who` whose moment is not after each `now`, and all those of a lower one."""
    line = who * np.int64(2**40)  # the time of one after that of another
    order = np.argsort(line + moment)
    total = np.append(0, np.cumsum(amount[order]))
    return total[np.searchsorted(line + moment, line + now, side="right", sorter=order)]
