"""Laws of needs: what becomes of them, and that ticks and statuses agree (MODEL 5.3, 6.5, 11.3)."""

from __future__ import annotations

import numpy as np

from ist_model.engines.records import (
    BOUGHT,
    FINISHED,
    IN_PROGRESS,
    OPEN,
    SOURCE_PACKAGE,
    STATUS_WORDS,
    UNMET,
)
from ist_model.results.arrays import Ints
from ist_model.results.laws.common import days, deployment_words, first, law, need_words, one_of, when
from ist_model.results.once import once
from ist_model.results.runs import Runs
from ist_model.world.structs import NONE, World

NEVER_MATCHED = np.iinfo(np.int64).max


@once
def first_matched(records: Runs) -> Ints:
    """[needs] tick at which the first deployment was agreed; a very late one if none was."""
    matched = np.full(len(records.needs), NEVER_MATCHED)
    np.minimum.at(matched, records.deployments["need"], records.deployments["matched"])
    return matched


@law("needs raised = waiting + in progress + finished + unmet + bought")
def needs_add_up(world: World, records: Runs) -> str | None:
    """Every need has one status; those who wait have no deployment, those in progress or finished have."""
    status = records.needs["status"]
    counted = sum(int((status == code).sum()) for code in (OPEN, IN_PROGRESS, FINISHED, UNMET, BOUGHT))
    if counted != len(status):
        return f"{len(status)} needs raised, {counted} with a known status"
    matched = first_matched(records) < NEVER_MATCHED
    row = first(matched != one_of(status, IN_PROGRESS, FINISHED, BOUGHT))
    if row is None:
        return None
    agreed = "has a deployment" if matched[row] else "has no deployment"
    return f"{need_words(records, row)} is {STATUS_WORDS[status[row]]} and {agreed}"


@law("a need is closed exactly when it is finished, unmet or bought")
def closed_by_status(world: World, records: Runs) -> str | None:
    """`closed` is a tick from raised on for closed statuses, and -1 for the others."""
    needs = records.needs
    over = one_of(needs["status"], FINISHED, UNMET, BOUGHT)
    row = first(np.where(over, needs["closed"] < needs["raised"], needs["closed"] != NONE))
    if row is None:
        return None
    closed = when(needs["closed"][row]) if needs["closed"][row] != NONE else "never"
    return f"{need_words(records, row)} is {STATUS_WORDS[needs['status'][row]]}, closed: {closed}"


@law("a finished need has all its days, and is closed when its last deployment ends")
def finished_in_full(world: World, records: Runs) -> str | None:
    """Delivered = asked, closed = the latest end."""
    needs, deployments = records.needs, records.deployments
    finished = needs["status"] == FINISHED
    row = first(finished & (needs["delivered_milli"] != needs["asked_milli"]))
    if row is not None:
        given, asked = days(needs["delivered_milli"][row]), days(needs["asked_milli"][row])
        return f"{need_words(records, row)}: delivered {given}, asked {asked}"
    last = np.full(len(needs), np.iinfo(np.int64).min)
    np.maximum.at(last, deployments["need"], deployments["end"])
    row = first(finished & (needs["closed"] != last))
    if row is None:
        return None
    return f"{need_words(records, row)}: closed {when(needs['closed'][row])}, last end {when(last[row])}"


@law("what nobody took by its deadline is unmet or bought at that moment, and not before")
def given_up_at_deadline(world: World, records: Runs) -> str | None:
    """Unmet and bought needs close at their deadline; a need that waits has not passed it."""
    needs = records.needs
    given_up = one_of(needs["status"], UNMET, BOUGHT)
    row = first(given_up & (needs["closed"] != needs["deadline"]))
    if row is not None:
        closed, deadline = when(needs["closed"][row]), when(needs["deadline"][row])
        return f"{need_words(records, row)}: closed {closed}, deadline {deadline}"
    row = first((needs["status"] == OPEN) & (needs["deadline"] < world.span.end))
    if row is None:
        return None
    deadline = when(needs["deadline"][row])
    return f"{need_words(records, row)} still waits at the horizon, past its deadline {deadline}"


@law("an unmet need got nothing, and a bought one only bought days")
def given_up_gets_nothing_more(world: World, records: Runs) -> str | None:
    """Suppliers serve bought needs alone, and leaders never do."""
    status = records.needs["status"][records.deployments["need"]]
    by_supplier = records.deployments["supplier"] >= 0
    row = first((status == UNMET) | (by_supplier != (status == BOUGHT)))
    if row is None:
        return None
    return f"{deployment_words(records, row)} serves a need that is {STATUS_WORDS[status[row]]}"


@law("a need's first day is that of its first deployment that began")
def first_start_is_first(world: World, records: Runs) -> str | None:
    """First start = the earliest start of a deployment that began by the horizon, else -1."""
    needs, deployments = records.needs, records.deployments
    began = (deployments["end"] > deployments["start"]) & (deployments["start"] < world.span.end)
    earliest = np.full(len(needs), NEVER_MATCHED)
    np.minimum.at(earliest, deployments["need"][began], deployments["start"][began])
    row = first(needs["first_start"] != np.where(earliest == NEVER_MATCHED, NONE, earliest))
    if row is None:
        return None
    due = when(earliest[row]) if earliest[row] != NEVER_MATCHED else "none"
    return f"{need_words(records, row)}: first day {when(needs['first_start'][row])}, first deployment {due}"


@law("no deployment is agreed before its need is raised, or ends before it starts")
def deployments_in_time(world: World, records: Runs) -> str | None:
    """Raised <= matched <= start <= end; only a cut deployment may be empty."""
    rows = records.deployments
    raised = records.needs["raised"][rows["need"]]
    late = np.where(rows["cut"] == 1, rows["end"] < rows["start"], rows["end"] <= rows["start"])
    row = first((rows["matched"] < raised) | (rows["start"] < rows["matched"]) | late)
    if row is None:
        return None
    ticks = ", ".join(f"{name} {when(rows[name][row])}" for name in ("matched", "start", "end"))
    return f"{deployment_words(records, row)}: raised {when(raised[row])}, {ticks}"


@law("a deployment goes to the school of its need")
def receiver_is_the_needs_school(world: World, records: Runs) -> str | None:
    """Receiver = school of the need; -1 beyond the trust."""
    school = records.needs["school"][records.deployments["need"]]
    row = first(records.deployments["receiver"] != school)
    if row is None:
        return None
    receiver = records.deployments["receiver"][row]
    return f"{deployment_words(records, row)}: receiver {receiver}, need of {school[row]}"


@law("a school has one open need per area")
def one_open_need(world: World, records: Runs) -> str | None:
    """Needs of a school and area never overlap; a bought one is open until its days are given (MODEL 5.3)."""
    needs, deployments = records.needs, records.deployments
    over = np.where(needs["closed"] == NONE, NEVER_MATCHED, needs["closed"])
    supplied = deployments["supplier"] >= 0
    np.maximum.at(over, deployments["need"][supplied], deployments["end"][supplied])
    rows = np.flatnonzero((needs["school"] >= 0) & (needs["source"] != SOURCE_PACKAGE))
    own = (needs["area"][rows], needs["school"][rows], records.run_of("needs")[rows])
    order = np.lexsort([needs["raised"][rows], *own])
    same = np.all([key[order][1:] == key[order][:-1] for key in own], axis=0)
    before, after = rows[order[:-1]], rows[order[1:]]
    row = first(same & (needs["raised"][after] < over[before]))
    if row is None:
        return None
    new, old = need_words(records, int(after[row])), need_words(records, int(before[row]))
    return f"{new} was raised {when(needs['raised'][after[row]])}, with {old} open"
