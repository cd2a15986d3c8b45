"""Lay out a finished compiled run as `Records`: the same order and types as the narrated engine's."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ist_model.engines import records
from ist_model.engines.compiled.struct import Block
from ist_model.engines.records import Records
from ist_model.inputs.calendar import TICKS_PER_WEEK, YEAR_TICKS
from ist_model.world.structs import NO_LIMIT, NONE, World

_NEED_COLUMNS = {
    **{name: name for name in ("key", "source", "school", "stream", "area", "specialism", "priority")},
    **{name: name for name in ("urgency", "raised", "deadline", "first_start", "closed", "status")},
    "asked_milli": "asked",
    "not_bought": "not_bought",
}
_DEPLOYMENT_COLUMNS = {
    **{name: name for name in ("designation", "supplier", "post", "budget", "giver", "matched", "start")},
    **{name: name for name in ("end", "quality", "cut")},
    "receiver": "school",
    "on_site_milli": "on_site",
}


def lay_out(world: World, state: Block) -> Records:
    """The records of a run that has reached its horizon."""
    table, number = state.arrays, state.number
    needs, deployments = _needs_and_deployments(world, state)
    boards = _first(state, "boards", records.BOARD)
    board_order = np.argsort(boards, order=("tick", "school"))
    visits = _first(state, "inspections", records.INSPECTION)
    visit_order = np.argsort(visits, order=("tick", "school"))
    points = int(number("grid_n"))
    holder = table["grid_holder"][:points].astype(np.int32)
    return Records(
        run=int(number("run")),
        needs=needs,
        deployments=deployments,
        ledger=_ledger(world, state),
        inspections=visits[visit_order],
        grades=table["grades"][: len(visits)].astype(np.int8)[visit_order],
        boards=boards[board_order],
        observed=table["observed"][: len(boards)][board_order],
        careers=np.sort(
            _first(state, "careers", records.CAREER), order=("tick", "post", "event", "designation")
        ),
        rise=np.sort(_first(state, "rise", records.RISE), order=("start", "school")),
        grid_tick=table["grid_tick"][:points].copy(),
        strength=table["grid_strength"][:points].copy(),
        sustaining=table["grid_sustaining"][:points].copy(),
        tier=table["grid_tier"][:points].astype(np.int8),
        filled=holder != NONE,
        active=table["grid_active"][:points].copy(),
        holder=holder,
        ready_for_next=table["grid_ready"][:points].copy(),
        away_share=table["grid_away_share"][:points].copy(),
        budget=table["grid_budget"][:points].astype(np.int32),
        accountable=table["grid_accountable"][:points].astype(np.int32),
        under=table["grid_under"][:points].astype(np.int32),
        busy_ticks=table["slots"]["busy_ticks"].copy(),
        in_post_ticks=table["slots"]["in_post_ticks"].copy(),
        waiting_ticks=table["waiting_ticks"].copy(),
        in_progress_ticks=table["in_progress_ticks"].copy(),
        oversize_matchings=int(number("oversize_matchings")),
        clamped=int(number("clamped")),
    )


def _first(state: Block, name: str, dtype: np.dtype[Any]) -> NDArray[np.void]:
    """The rows of a table that are in use, in the types of the record."""
    return np.asarray(state.arrays[name][: int(state.number(f"{name}_n"))].astype(dtype))


def _agreed(state: Block) -> NDArray[np.void]:
    """Deployments for needs, in the order agreed; not those who are at work beside the matching."""
    rows: NDArray[np.void] = state.arrays["deployments"][: int(state.number("deployments_n"))]
    return np.asarray(rows[rows["need"] != NONE])


def _delivered(rows: NDArray[np.void], end: int) -> NDArray[np.int64]:
    """[deployments] milli-days on site given by the horizon."""
    elapsed = np.clip(end - rows["start"], 0, rows["end"] - rows["start"])
    whole = np.maximum(rows["end"] - rows["start"], 1)
    given = rows["on_site"] * elapsed // whole
    return np.where(rows["ended"] != 0, rows["delivered"], given)


def _needs_and_deployments(world: World, state: Block) -> tuple[NDArray[np.void], NDArray[np.void]]:
    end = world.span.end
    raw, rows = state.arrays["needs"][: int(state.number("needs_n"))], _agreed(state)
    order = np.lexsort((raw["key"], raw["raised"]))
    row_of = np.empty(len(raw), np.int64)
    row_of[order] = np.arange(len(raw))
    given = _delivered(rows, end)
    total = np.zeros(len(raw), np.int64)
    np.add.at(total, rows["need"], given)
    needs = np.zeros(len(raw), records.NEED)
    for name, source in _NEED_COLUMNS.items():
        needs[name] = raw[source][order]
    needs["delivered_milli"] = total[order]
    in_progress = (needs["status"] == records.OPEN) & (raw["matched"][order] != 0)
    needs["status"][in_progress] = records.IN_PROGRESS
    deployment_order = np.lexsort(
        (row_of[rows["need"]], rows["supplier"], rows["designation"], rows["start"])
    )
    deployments = np.zeros(len(rows), records.DEPLOYMENT)
    for name, source in _DEPLOYMENT_COLUMNS.items():
        deployments[name] = rows[source][deployment_order]
    deployments["need"] = row_of[rows["need"]][deployment_order]
    deployments["delivered_milli"] = given[deployment_order]
    return needs, deployments


def _ledger(world: World, state: Block) -> NDArray[np.void]:
    """Where each contracted milli-day went; the parts sum to what was contracted (MODEL 11.3)."""
    contracts = state.arrays["contracts"][: int(state.number("contracts_n"))]
    contracts = contracts[np.lexsort(contracts.T[::-1])]
    post, year, contracted, before = contracts.T
    unlimited = contracted == NO_LIMIT
    ledger = np.zeros(len(contracts), records.LEDGER)
    ledger["post"], ledger["year"] = post, np.where(unlimited, NONE, year)
    ledger["contracted_milli"] = np.where(unlimited, _capacity(world, state)[post], contracted)
    ledger["used_before_milli"] = before
    _enter_deployments(world, state, ledger, np.isin(np.arange(len(world.posts)), post[unlimited]))
    _enter_duties(state, ledger, year - world.span.begin // YEAR_TICKS)
    parts = [name for name in ledger.dtype.names or () if name not in ("post", "year", "contracted_milli")]
    ledger["idle_milli"] = ledger["contracted_milli"] - sum(ledger[name] for name in parts)
    return ledger


def _enter_deployments(
    world: World, state: Block, ledger: NDArray[np.void], unlimited: NDArray[np.bool_]
) -> None:
    """Days of deployments under the post and year that they were reserved from."""
    rows = _agreed(state)
    rows = rows[rows["post"] != NONE]
    line_of = {(int(row["post"]), int(row["year"])): line for line, row in enumerate(ledger)}
    years = np.where(unlimited[rows["budget"]], NONE, rows["year"])
    line = np.array(
        [line_of.get(key, len(ledger)) for key in zip(rows["budget"].tolist(), years.tolist(), strict=True)],
        np.int64,
    )
    on_site = _delivered(rows, world.span.end)
    preparation, travel = (rows[name] * on_site // rows["on_site"] for name in ("preparation", "travel"))
    rest = rows["on_site"] + rows["preparation"] + rows["travel"] - on_site - preparation - travel
    rest = np.where(unlimited[rows["budget"]], 0, rest)
    cut = rows["cut"] != 0
    for name, milli in (
        ("delivered_milli", on_site),
        ("preparation_milli", preparation),
        ("travel_milli", travel),
        ("lost_milli", np.where(cut, rest, 0)),
        ("ahead_milli", np.where(cut, 0, rest)),
    ):
        total = np.zeros(len(ledger) + 1, np.int64)
        np.add.at(total, line, milli)
        ledger[name] += total[:-1]


def _enter_duties(state: Block, ledger: NDArray[np.void], column: NDArray[np.int64]) -> None:
    """Boards, networks' meetings and cover; of a post without a limit over all years."""
    whole = ledger["year"] == NONE
    for name, taken in (("boards_milli", "boards_milli"), ("networks_milli", "networks_milli")):
        milli = state.arrays[taken]
        ledger[name] = np.where(whole, milli.sum(axis=1)[ledger["post"]], milli[ledger["post"], column])
    ledger["cover_milli"] = state.arrays["cover_milli"][ledger["post"], column]


def _capacity(world: World, state: Block) -> NDArray[np.int64]:
    """[P] contracted milli-days of a post without a limit: in-post weeks x pattern x places."""
    slots = world.designations
    per_week = slots["pattern_milli"] * slots["places"]
    milli = state.arrays["slots"]["active_ticks"] * per_week // TICKS_PER_WEEK
    total = np.zeros(len(world.posts), np.int64)
    np.add.at(total, slots["post"], milli)
    return total
