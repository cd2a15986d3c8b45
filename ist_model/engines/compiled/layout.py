"""Lay out finished compiled runs as `Records`: the same order and types as the narrated engine's.

What a run leaves in memory is kept before the next run overwrites it; runs of a world are laid out together,
since that takes hardly more steps than one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ist_model.engines import records
from ist_model.engines.compiled.struct import Block
from ist_model.engines.records import Records
from ist_model.inputs.calendar import TICKS_PER_WEEK, YEAR_TICKS
from ist_model.world.structs import NO_LIMIT, NONE, World

Ints = NDArray[np.int64]

# Rows in use of each table, by the number that counts them.
_TABLES = {
    **{name: f"{name}_n" for name in ("needs", "deployments", "contracts", "boards", "inspections")},
    **{"careers": "careers_n", "rise": "rise_n", "observed": "boards_n", "grades": "inspections_n"},
    **{f"grid_{name}": "grid_n" for name in ("tick", "strength", "sustaining", "tier", "active", "holder")},
    **{f"grid_{name}": "grid_n" for name in ("ready", "away_share", "budget", "accountable", "under")},
}
_SLOTS = ("busy_ticks", "in_post_ticks", "active_ticks")
_ARRAYS = ("waiting_ticks", "in_progress_ticks", "boards_milli", "networks_milli", "cover_milli")
_COUNTED = ("busy_ticks", "in_post_ticks", "waiting_ticks", "in_progress_ticks")
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
_GRID = {
    "strength": ("strength", np.float64),
    "sustaining": ("sustaining", np.float64),
    "tier": ("tier", np.int8),
    "active": ("active", np.bool_),
    "holder": ("holder", np.int32),
    "ready_for_next": ("ready", np.int64),
    "away_share": ("away_share", np.float64),
    "budget": ("budget", np.int32),
    "accountable": ("accountable", np.int32),
    "under": ("under", np.int32),
}


class Kept(NamedTuple):
    """What a run left in memory."""

    run: int
    oversize_matchings: int
    clamped: int
    arrays: dict[str, NDArray[Any]]  # what is in use of each

    @property
    def bytes(self) -> int:
        """How much there is of it."""
        return sum(each.nbytes for each in self.arrays.values())


def keep(state: Block) -> Kept:
    """Copies of what a run that has reached its horizon left."""
    number, arrays = state.number, state.arrays
    kept = {name: arrays[name][: int(number(counter))].copy() for name, counter in _TABLES.items()}
    kept |= {name: arrays[name].copy() for name in _ARRAYS}
    kept |= {name: arrays["slots"][name].copy() for name in _SLOTS}
    return Kept(int(number("run")), int(number("oversize_matchings")), int(number("clamped")), kept)


def lay_out(world: World, kept: Sequence[Kept]) -> list[Records]:
    """The records of runs of a world. What a run drew of joinings makes no difference here."""
    runs = _Runs(kept)
    needs, deployments = _needs_and_deployments(world, runs)
    boards = runs.order("boards", "school", "tick")
    visits = runs.order("inspections", "school", "tick")
    careers = runs.order("careers", "cause", "person", "designation", "event", "post", "tick")
    rise = runs.order("rise", "milli", "end", "area", "school", "start")
    tables = {
        "needs": runs.cut(needs, "needs"),
        "deployments": np.split(deployments, np.cumsum(runs.summed(runs.agreed[1]))[:-1]),
        "ledger": runs.cut(_ledger(world, runs), "contracts"),
        "inspections": runs.cut(runs.rows("inspections")[visits].astype(records.INSPECTION), "inspections"),
        "grades": runs.cut(runs.rows("grades")[visits].astype(np.int8), "inspections"),
        "boards": runs.cut(runs.rows("boards")[boards].astype(records.BOARD), "boards"),
        "observed": runs.cut(runs.rows("observed")[boards], "boards"),
        "careers": runs.cut(runs.rows("careers")[careers].astype(records.CAREER), "careers"),
        "rise": runs.cut(runs.rows("rise")[rise].astype(records.RISE), "rise"),
        "grid_tick": [each.arrays["grid_tick"] for each in kept],
        **{name: list(runs.stack(f"grid_{own}").astype(kind)) for name, (own, kind) in _GRID.items()},
        **{name: [each.arrays[name] for each in kept] for name in _COUNTED},
    }
    tables["filled"] = [holder != NONE for holder in tables["holder"]]
    return [
        Records(
            run=each.run,
            oversize_matchings=each.oversize_matchings,
            clamped=each.clamped,
            **{name: column[place] for name, column in tables.items()},
        )
        for place, each in enumerate(kept)
    ]


class _Runs:
    """What runs left, laid end to end."""

    def __init__(self, kept: Sequence[Kept]) -> None:
        self.kept = kept
        self._rows: dict[str, NDArray[Any]] = {}

    def rows(self, name: str) -> NDArray[Any]:
        """The rows of all runs, one run after another."""
        if name not in self._rows:
            self._rows[name] = records.end_to_end([each.arrays[name] for each in self.kept])
        return self._rows[name]

    def stack(self, name: str) -> NDArray[Any]:
        """[R, ...] an array of each run."""
        return np.stack([each.arrays[name] for each in self.kept])

    def number(self, name: str) -> Ints:
        """[R] how many rows each run has."""
        return np.array([len(each.arrays[name]) for each in self.kept], np.int64)

    def run(self, name: str) -> Ints:
        """[rows] place of the run that a row is of."""
        return np.repeat(np.arange(len(self.kept)), self.number(name))

    @cached_property
    def agreed(self) -> tuple[NDArray[np.void], Ints]:
        """Deployments for needs as agreed, and their runs; not those at work beside the matching."""
        rows, run = self.rows("deployments"), self.run("deployments")
        beside = rows["need"] == NONE
        return (rows[~beside], run[~beside]) if beside.any() else (rows, run)

    def order(self, name: str, *keys: str) -> Ints:
        """Rows of a table run by run and by columns, the last of them first."""
        rows = self.rows(name)
        return np.lexsort((*(rows[key] for key in keys), self.run(name)))

    def summed(self, run: Ints) -> Ints:
        """[R] how many there are of each run."""
        return np.bincount(run, minlength=len(self.kept))

    def cut(self, rows: NDArray[Any], name: str) -> list[NDArray[Any]]:
        """Rows of each run, as many as it has in a table."""
        return np.split(rows, np.cumsum(self.number(name))[:-1])


def _delivered(rows: NDArray[np.void], end: int) -> Ints:
    """[deployments] milli-days on site given by the horizon."""
    elapsed = np.clip(end - rows["start"], 0, rows["end"] - rows["start"])
    whole = np.maximum(rows["end"] - rows["start"], 1)
    given = rows["on_site"] * elapsed // whole
    return np.where(rows["ended"] != 0, rows["delivered"], given)


def _needs_and_deployments(world: World, runs: _Runs) -> tuple[NDArray[np.void], NDArray[np.void]]:
    raw, number = runs.rows("needs"), runs.number("needs")
    first = np.cumsum(number) - number
    rows, run = runs.agreed
    need = first[run] + rows["need"]
    order = runs.order("needs", "key", "raised")
    row_of = np.empty(len(raw), np.int64)
    row_of[order] = np.arange(len(raw)) - first[runs.run("needs")]
    given = _delivered(rows, world.span.end)
    total = np.zeros(len(raw), np.int64)
    np.add.at(total, need, given)
    needs = np.zeros(len(raw), records.NEED)
    for name, source in _NEED_COLUMNS.items():
        needs[name] = raw[source][order]
    needs["delivered_milli"] = total[order]
    in_progress = (needs["status"] == records.OPEN) & (raw["matched"][order] != 0)
    needs["status"][in_progress] = records.IN_PROGRESS
    keys = (row_of[need], rows["supplier"], rows["designation"], rows["start"], run)
    deployment_order = np.lexsort(keys)
    deployments = np.zeros(len(rows), records.DEPLOYMENT)
    for name, source in _DEPLOYMENT_COLUMNS.items():
        deployments[name] = rows[source][deployment_order]
    deployments["need"] = row_of[need][deployment_order]
    deployments["delivered_milli"] = given[deployment_order]
    return needs, deployments


def _ledger(world: World, runs: _Runs) -> NDArray[np.void]:
    """Where each contracted milli-day went; the parts sum to what was contracted (MODEL 11.3)."""
    contracts, run = runs.rows("contracts"), runs.run("contracts")
    contracts = contracts[np.lexsort((*contracts.T[::-1], run))]
    post, year, contracted, before = contracts.T
    unlimited = contracted == NO_LIMIT
    ledger = np.zeros(len(contracts), records.LEDGER)
    ledger["post"], ledger["year"] = post, np.where(unlimited, NONE, year)
    ledger["contracted_milli"] = np.where(unlimited, _capacity(world, runs)[run, post], contracted)
    ledger["used_before_milli"] = before
    without_limit = np.zeros((len(runs.kept), len(world.posts) + 1), np.bool_)  # the last: no post
    without_limit[run[unlimited], post[unlimited]] = True
    _enter_deployments(world, runs, ledger, without_limit)
    _enter_duties(runs, ledger, year - world.span.begin // YEAR_TICKS)
    parts = [name for name in ledger.dtype.names or () if name not in ("post", "year", "contracted_milli")]
    ledger["idle_milli"] = ledger["contracted_milli"] - sum(ledger[name] for name in parts)
    return ledger


def _enter_deployments(
    world: World, runs: _Runs, ledger: NDArray[np.void], without_limit: NDArray[np.bool_]
) -> None:
    """Days of deployments under the post and year that they were reserved from."""
    rows, run = runs.agreed
    of_none = without_limit[run, rows["budget"]]
    seat = run * len(world.posts) + rows["budget"]
    line = _line(runs, world, ledger, seat, np.where(of_none, NONE, rows["year"]))
    line[rows["post"] == NONE] = len(ledger)
    on_site = _delivered(rows, world.span.end)
    preparation, travel = (rows[name] * on_site // rows["on_site"] for name in ("preparation", "travel"))
    rest = rows["on_site"] + rows["preparation"] + rows["travel"] - on_site - preparation - travel
    rest = np.where(of_none, 0, rest)
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


def _line(runs: _Runs, world: World, ledger: NDArray[np.void], seat: Ints, year: Ints) -> Ints:
    """Row of the ledger of a seat (a post of a run) and year; the length of the ledger if it has none."""
    years = np.int64(1 << 32)
    have = (runs.run("contracts") * len(world.posts) + ledger["post"]) * years + ledger["year"]
    place = np.searchsorted(have, seat * years + year)
    found = np.append(have, np.iinfo(np.int64).min)[place] == seat * years + year
    return np.where(found, place, len(ledger))


def _enter_duties(runs: _Runs, ledger: NDArray[np.void], column: Ints) -> None:
    """Boards, networks' meetings and cover; of a post without a limit over all years."""
    whole, seat = ledger["year"] == NONE, (runs.run("contracts"), ledger["post"])
    for name in ("boards_milli", "networks_milli"):
        milli = runs.stack(name)
        ledger[name] = np.where(whole, milli.sum(axis=2)[seat], milli[(*seat, column)])
    ledger["cover_milli"] = runs.stack("cover_milli")[(*seat, column)]


def _capacity(world: World, runs: _Runs) -> Ints:
    """[R, P] contracted milli-days of a post without a limit: in-post weeks x pattern x places."""
    slots = world.designations
    per_week = slots["pattern_milli"] * slots["places"]
    milli = runs.stack("active_ticks") * per_week // TICKS_PER_WEEK
    total = np.zeros((len(world.posts), len(runs.kept)), np.int64)
    np.add.at(total, slots["post"], milli.T)
    return total.T
