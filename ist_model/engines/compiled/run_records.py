"""What compiled runs leave: their records, laid end to end in memory of a block."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ist_model.engines.compiled.fresh import grid_points
from ist_model.engines.compiled.jit import RunRecords, part
from ist_model.engines.compiled.state import MOST_COUNTED
from ist_model.engines.compiled.struct import Block, BlockType, Field, flag, real, viewer, whole, word
from ist_model.engines.records import BOARD, CAREER, DEPLOYMENT, INSPECTION, LEDGER, NEED, RISE, end_to_end
from ist_model.engines.together import Laid
from ist_model.world.structs import NONE, World

# Tables by what is counted, and where in the state the most of them in a run is told.
COUNTED = ("needs", "deployments", "ledger", "inspections", "boards", "careers", "rise")
NEEDS, DEPLOYMENTS, CONTRACTS, INSPECTIONS, BOARDS, CAREERS, RISES = range(len(COUNTED))
_OF_STATE = {"ledger": "contracts"}
_BESIDE = {"grades": "inspections", "observed": "boards"}
_ARRAYS = (
    *("run", "oversize_matchings", "clamped", "grid_tick", "strength", "sustaining", "tier", "active"),
    *("holder", "ready_for_next", "away_share", "budget", "accountable", "under", "busy_ticks"),
    *("in_post_ticks", "waiting_ticks", "in_progress_ticks"),
)
_INT8, _INT32 = np.dtype(np.int8), np.dtype(np.int32)

RUN_RECORDS = BlockType(
    "run_records",
    {
        # What is to be made
        "givens": whole(1),  # [R] address of each run's world
        "samples": word(1),  # [R] sample of chance of each
        "until": whole(),  # how many are to be done when compiled code is left; it may be called again
        "halt": whole(1),  # [1] not 0: no further run
        "made": whole(),  # runs that are done
        "recorded": whole(),  # 1: their records are wanted
        # What they leave: numbers and arrays of each run, tables end to end
        "run": word(1),
        "oversize_matchings": whole(1),
        "clamped": whole(1),
        "rows": whole(2),  # [COUNTED, R] of each run
        "used": whole(1),  # [COUNTED] of all runs
        "needs": Field(NEED, 1),
        "deployments": Field(DEPLOYMENT, 1),
        "ledger": Field(LEDGER, 1),
        "inspections": Field(INSPECTION, 1),
        "grades": Field(_INT8, 2),
        "boards": Field(BOARD, 1),
        "observed": real(2),
        "careers": Field(CAREER, 1),
        "rise": Field(RISE, 1),
        "grid_tick": whole(2),
        "strength": real(4),
        "sustaining": real(4),
        "tier": Field(_INT8, 3),
        "active": flag(3),
        "holder": Field(_INT32, 3),
        "ready_for_next": whole(3),
        "away_share": real(3),
        "budget": Field(_INT32, 3),
        "accountable": Field(_INT32, 3),
        "under": Field(_INT32, 3),
        "busy_ticks": whole(2),
        "in_post_ticks": whole(2),
        "waiting_ticks": whole(2),
        "in_progress_ticks": whole(2),
    },
)
run_records_at = viewer(RUN_RECORDS)


@part
def begin(k: RunRecords, table: int, rows: int) -> int:
    """Count a run's rows of a table; the place of its first."""
    first = k.used[table]
    k.rows[table, k.made] = rows
    k.used[table] = first + rows
    return int(first)


def room_for(
    world: World,
    state: Block,
    givens: Sequence[int],
    samples: Sequence[int],
    halt: NDArray[np.int64],
    recorded: bool = True,
) -> Block:
    """Memory for what runs leave, as much as they can: what is not written to takes none.

    Args:
        world: of the runs.
        state: that they are made in.
        givens: [R] address of each run's world.
        samples: [R] sample of chance of each.
        halt: [1] not 0: no further run is begun; may be set meanwhile.
        recorded: whether their records are wanted.
    """
    shapes = _shapes(world, state, len(samples) if recorded else 0)
    empty = {name: np.empty(shape, RUN_RECORDS.fields[name].dtype) for name, shape in shapes.items()}
    counts = {
        "rows": np.zeros((len(COUNTED), len(samples)), np.int64),
        "used": np.zeros(len(COUNTED), np.int64),
    }
    asked = {"givens": np.array(givens, np.int64), "samples": np.array(samples, np.uint64), "halt": halt}
    numbers = {"until": len(samples), "made": 0, "recorded": recorded}
    return Block(RUN_RECORDS, empty | counts | asked | numbers)


def ask_again(block: Block, given: int, sample: int) -> None:
    """Let memory for one run be used for another one; what the last one left is lost."""
    block.arrays["givens"][0], block.arrays["samples"][0] = given, sample
    block.arrays["used"][:] = 0
    block.set_number("made", 0)


def bytes_of(world: World, state: Block) -> int:
    """The most memory that the records of a run take: the room there is for them in the state's tables."""
    shapes = _shapes(world, state, 1)
    return sum(math.prod(shape) * RUN_RECORDS.fields[name].dtype.itemsize for name, shape in shapes.items())


def _shapes(world: World, state: Block, runs: int) -> dict[str, tuple[int, ...]]:
    """Of all that so many runs may leave."""
    (schools, areas), posts, slots = world.has_area.shape, len(world.posts), len(world.designations)
    most = {name: runs * len(state.arrays[_OF_STATE.get(name, name)]) for name in COUNTED}
    by_school, by_post, by_slot = ((grid_points(world), width) for width in (schools, posts, slots))
    shapes: dict[str, tuple[int, ...]] = {name: (most[name],) for name in COUNTED}
    shapes |= {name: (most[counted], areas) for name, counted in _BESIDE.items()}
    own: dict[str, tuple[int, ...]] = dict.fromkeys(("run", "oversize_matchings", "clamped"), ())
    own |= {"grid_tick": (grid_points(world),)}
    own |= dict.fromkeys(("strength", "sustaining"), (*by_school, areas))
    own |= dict.fromkeys(("tier", "accountable", "under"), by_school)
    own |= dict.fromkeys(("holder", "ready_for_next", "away_share"), by_post)
    own |= dict.fromkeys(("active", "budget"), by_slot)
    own |= dict.fromkeys(("busy_ticks", "in_post_ticks"), (slots,))
    own |= dict.fromkeys(("waiting_ticks", "in_progress_ticks"), (MOST_COUNTED,))
    return shapes | {name: (runs, *shape) for name, shape in own.items()}


def carry(old: Block, new: Block) -> None:
    """Put what runs have left into a block with more room, which goes on after them."""
    for name, written in _written(old).items():
        new.arrays[name][: len(written)] = written
    done = old.number("made")
    new.arrays["rows"][:, :done] = old.arrays["rows"][:, :done]
    new.arrays["used"][:] = old.arrays["used"]
    new.set_number("made", done)


def laid(block: Block, *, copied: bool = False) -> Laid:
    """The records that runs left: in that memory, or copied out of it."""
    counts, columns = block.arrays["rows"][:, : block.number("made")], _written(block)
    if copied:
        counts = counts.copy()
        columns = {name: end_to_end([column]) for name, column in columns.items()}
    rows = dict(zip(COUNTED, counts, strict=True))
    rows |= {name: rows[counted] for name, counted in _BESIDE.items()}
    columns["filled"] = columns["holder"] != NONE
    return Laid(columns, rows)


def _written(block: Block) -> dict[str, NDArray[Any]]:
    """What the runs that are done left: their arrays, and the rows of tables that they used."""
    used = dict(zip(COUNTED, block.arrays["used"].tolist(), strict=True))
    lengths = dict.fromkeys(_ARRAYS, block.number("made")) | used
    lengths |= {name: used[counted] for name, counted in _BESIDE.items()}
    return {name: block.arrays[name][:length] for name, length in lengths.items()}
