"""Laws of days: nothing is given that was not contracted, asked and agreed (MODEL 6.1, 11.3)."""

from __future__ import annotations

import numpy as np

from ist_model.engines.records import LEDGER
from ist_model.inputs.calendar import YEAR_TICKS
from ist_model.results.arrays import Bools, Ints
from ist_model.results.laws.common import days, deployment_words, first, law, need_words
from ist_model.results.once import once
from ist_model.results.runs import Runs
from ist_model.world.structs import NO_LIMIT, NONE, World

PARTS = tuple(name for name in LEDGER.names or () if name.endswith("_milli") and name != "contracted_milli")


def _row_words(world: World, records: Runs, row: int) -> str:
    entry = records.ledger[row]
    return f"ledger row {row} (post {world.names.posts[entry['post']]}, year {entry['year']})"


def _limited(world: World, records: Runs) -> Bools:
    return np.asarray(world.posts["allowance_milli"][records.ledger["post"]] != NO_LIMIT)


@law(
    "days contracted = delivered + preparation + travel + boards + networks + cover + lost + ahead "
    "+ used before + idle"
)
def ledger_adds_up(world: World, records: Runs) -> str | None:
    """Every ledger row adds up to the milli-day."""
    spent = sum((records.ledger[name] for name in PARTS), np.zeros(len(records.ledger), np.int64))
    row = first(spent != records.ledger["contracted_milli"])
    if row is None:
        return None
    contracted = days(records.ledger["contracted_milli"][row])
    return (
        f"{_row_words(world, records, row)}: contracted {contracted}, its parts add up to {days(spent[row])}"
    )


@law("no part of a ledger row is negative")
def ledger_not_negative(world: World, records: Runs) -> str | None:
    """Parts are 0 or more; idle too where a limit applies."""
    for name in ("contracted_milli", *PARTS):
        counts = _limited(world, records) if name == "idle_milli" else np.ones(len(records.ledger), bool)
        row = first((records.ledger[name] < 0) & counts)
        if row is not None:
            part = f"{name.removesuffix('_milli')} {days(records.ledger[name][row])}"
            return f"{_row_words(world, records, row)}: {part}"
    return None


@law("no post is contracted for more than its release days a year, as its school's classes leave them")
def contracted_within_allowance(world: World, records: Runs) -> str | None:
    """A year's contracted days are at most the year's allowance, where there is one (MODEL 6.1, 8)."""
    ledger = records.ledger
    run = records.run_of("ledger")
    allowance = records.rolls.allowances_milli(run, ledger["post"], ledger["year"])
    row = first(_limited(world, records) & (records.ledger["contracted_milli"] > allowance))
    if row is None:
        return None
    contracted = days(records.ledger["contracted_milli"][row])
    return f"{_row_words(world, records, row)}: contracted {contracted}, allowed {days(allowance[row])}"


@once
def _ledger_row_of(records: Runs) -> tuple[Ints, Ints]:
    """Rows of deployments by leaders, and the ledger row each is reserved against (-1: none)."""
    rows = np.flatnonzero(records.deployments["designation"] >= 0)
    given = records.deployments[rows]
    post = given["budget"].astype(np.int64)
    unlimited = records.world.posts["allowance_milli"][post] == NO_LIMIT
    year = np.where(unlimited, NONE, given["matched"] // YEAR_TICKS)
    return rows, records.ledger_row(records.run_of("deployments")[rows], post, year)


@law("days delivered by a post and year are those of its deployments")
def ledger_matches_deployments(world: World, records: Runs) -> str | None:
    """Ledger rows against the deployments agreed in their school year."""
    rows, place = _ledger_row_of(records)
    lost = first(place < 0)
    if lost is not None:
        return f"{deployment_words(records, int(rows[lost]))} was agreed in a year that the ledger lacks"
    given = np.bincount(place, records.deployments["delivered_milli"][rows], minlength=len(records.ledger))
    row = first(given != records.ledger["delivered_milli"])
    if row is None:
        return None
    said = days(records.ledger["delivered_milli"][row])
    return f"{_row_words(world, records, row)}: delivered {said}, its deployments {days(int(given[row]))}"


@law("days are lost only when a leaver cuts a deployment short")
def lost_needs_a_cut(world: World, records: Runs) -> str | None:
    """A ledger row with lost days has a deployment that was cut."""
    rows, place = _ledger_row_of(records)
    cut = np.bincount(place, records.deployments["cut"][rows], minlength=len(records.ledger)) > 0
    row = first((records.ledger["lost_milli"] > 0) & ~cut)
    if row is None:
        return None
    lost = days(records.ledger["lost_milli"][row])
    return f"{_row_words(world, records, row)}: lost {lost}, no deployment was cut"


@law("a need is given what its deployments delivered, and never more than it asked")
def needs_get_their_days(world: World, records: Runs) -> str | None:
    """Delivered days of needs against their deployments, and against the days asked."""
    needs, deployments = records.needs, records.deployments
    given = np.bincount(deployments["need"], deployments["delivered_milli"], minlength=len(needs))
    row = first(given != needs["delivered_milli"])
    if row is not None:
        said = days(needs["delivered_milli"][row])
        return f"{need_words(records, row)}: delivered {said}, its deployments {days(int(given[row]))}"
    row = first((needs["delivered_milli"] > needs["asked_milli"]) | (needs["asked_milli"] <= 0))
    if row is None:
        return None
    asked = days(needs["asked_milli"][row])
    return f"{need_words(records, row)}: delivered {days(needs['delivered_milli'][row])}, asked {asked}"


@law("no need is promised more days than it asked")
def needs_are_not_promised_twice(world: World, records: Runs) -> str | None:
    """Agreed days, less what a leaver took back, stay within the days asked."""
    needs, deployments = records.needs, records.deployments
    promised = np.where(deployments["cut"] == 1, deployments["delivered_milli"], deployments["on_site_milli"])
    total = np.bincount(deployments["need"], promised, minlength=len(needs))
    row = first(total > needs["asked_milli"])
    if row is None:
        return None
    asked = days(needs["asked_milli"][row])
    return f"{need_words(records, row)}: promised {days(int(total[row]))}, asked {asked}"


@law("a deployment gives its days evenly from its first day to its last")
def deployments_give_in_step(world: World, records: Runs) -> str | None:
    """Delivered = agreed x elapsed / length in whole milli-days; all when it has ended uncut (MODEL 6.1)."""
    rows = records.deployments
    uncut = rows["cut"] == 0
    length = np.maximum(1, rows["end"] - rows["start"])
    elapsed = np.clip(world.span.end - rows["start"], 0, length)
    whole = rows["on_site_milli"]
    # The same as whole * elapsed // length, without a product that leaves 64 bits.
    due = whole // length * elapsed + whole % length * elapsed // length
    wrong = np.where(uncut, rows["delivered_milli"] != due, rows["delivered_milli"] > rows["on_site_milli"])
    row = first(wrong | (rows["delivered_milli"] < 0) | (rows["on_site_milli"] <= 0))
    if row is None:
        return None
    said, agreed = days(rows["delivered_milli"][row]), days(rows["on_site_milli"][row])
    return f"{deployment_words(records, row)}: delivered {said} of {agreed}, due {days(due[row])}"
