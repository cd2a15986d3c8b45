"""Where each milli-day contracted in a run went; the parts sum to what was contracted (MODEL 11.3)."""

from __future__ import annotations

from ist_model.engines.compiled import run_records, sorting
from ist_model.engines.compiled.jit import Given, Row, RunRecords, State, part
from ist_model.inputs.calendar import TICKS_PER_WEEK
from ist_model.world.structs import NO_LIMIT, NONE

_WHOLE = 0  # column of `ledger_row` of a post without a limit, whose one row is for all years


@part
def record(w: Given, s: State, k: RunRecords) -> None:
    """A row for each post and school year, by post; deployments are settled and in order before."""
    for contract in range(s.contracts_n):
        for column in range(4):
            s.keys[contract, column] = s.contracts[contract, column]
    sorting.in_order(s, s.contracts_n, 4)
    first = run_records.begin(k, run_records.CONTRACTS, s.contracts_n)
    for post in range(w.posts_n):
        for column in range(s.ledger_row.shape[1]):
            s.ledger_row[post, column] = NONE
    for place in range(s.contracts_n):
        _contract(w, s, s.order[place], k.ledger[first + place])
        post, column = s.contracts[s.order[place], 0], _column(w, s, s.order[place])
        if s.ledger_row[post, column] == NONE:
            s.ledger_row[post, column] = first + place
    for place in range(s.agreed_n):
        _deployment(w, s, k, s.deployments[s.agreed[place]])
    for place in range(s.contracts_n):
        row = k.ledger[first + place]
        used = row.delivered_milli + row.preparation_milli + row.travel_milli + row.boards_milli
        used += row.networks_milli + row.cover_milli + row.lost_milli + row.ahead_milli
        row.idle_milli = row.contracted_milli - used - row.used_before_milli


@part
def _column(w: Given, s: State, contract: int) -> int:
    """Column of `ledger_row` of a contract."""
    if s.contracts[contract, 2] == NO_LIMIT:
        return _WHOLE
    return int(1 + s.contracts[contract, 1] - w.base_year)


@part
def _contract(w: Given, s: State, contract: int, row: Row) -> None:
    """What was contracted, and all that is not of deployments."""
    post, year = s.contracts[contract, 0], s.contracts[contract, 1]
    column = year - w.base_year
    row.post, row.year, row.contracted_milli = post, year, s.contracts[contract, 2]
    row.used_before_milli = s.contracts[contract, 3]
    row.delivered_milli, row.preparation_milli, row.travel_milli = 0, 0, 0
    row.lost_milli, row.ahead_milli = 0, 0
    row.boards_milli, row.networks_milli = s.boards_milli[post, column], s.networks_milli[post, column]
    row.cover_milli = s.cover_milli[post, column]
    if s.contracts[contract, 2] == NO_LIMIT:
        row.year, row.contracted_milli = NONE, _capacity(w, s, post)
        row.boards_milli, row.networks_milli = 0, 0
        for each in range(s.boards_milli.shape[1]):
            row.boards_milli += s.boards_milli[post, each]
            row.networks_milli += s.networks_milli[post, each]


@part
def _capacity(w: Given, s: State, post: int) -> int:
    """Contracted milli-days of a post without a limit: in-post weeks x pattern x places."""
    total = 0
    for slot in range(w.slots_n):
        own = w.designations[slot]
        if own.post == post:
            total += s.slots[slot].active_ticks * own.pattern_milli * own.places // TICKS_PER_WEEK
    return total


@part
def _deployment(w: Given, s: State, k: RunRecords, row: Row) -> None:
    """Days of a deployment under the post and year that they were reserved from."""
    if row.post == NONE or row.budget == NONE:
        return
    at, column = s.ledger_row[row.budget, _WHOLE], 1 + row.year - w.base_year
    unlimited = at != NONE
    if not unlimited and 0 < column < s.ledger_row.shape[1]:
        at = s.ledger_row[row.budget, column]
    if at == NONE:
        return
    line, given, whole = k.ledger[at], row.delivered, max(row.on_site, 1)
    preparation, travel = row.preparation * given // whole, row.travel * given // whole
    line.delivered_milli += given
    line.preparation_milli += preparation
    line.travel_milli += travel
    if unlimited:
        return
    rest = row.on_site + row.preparation + row.travel - given - preparation - travel
    if row.cut != 0:
        line.lost_milli += rest
    else:
        line.ahead_milli += rest
