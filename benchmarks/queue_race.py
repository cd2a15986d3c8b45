"""The queue K1 by every tool, per customer, with the compiled engine as the measure."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.page import Section
from benchmarks.queue import c_program, case, ciw_queue, salabim_queue, simpy_queue
from benchmarks.sizes import Sizes
from benchmarks.timing import Contender, Costs, duration, race, ratio
from ist_model.engines import compiled, narrated
from ist_model.engines.records import Records
from ist_model.world.structs import World

C, C_BARE = "C, the same record", "C, times alone"
COMPILED, LAID_OUT, NARRATED = "compiled engine", "compiled engine, records laid out", "narrated engine"
SIMPY, CIW, SALABIM = "SimPy", "Ciw", "salabim"
ORDER = (C_BARE, C, COMPILED, LAID_OUT, SIMPY, CIW, NARRATED, SALABIM)
TEXT = """\
The queue K1 of the [verification](verification.md) (M/M/14, load 10) on one core. A C program with the same
keyed draws, ticks and rule is the limit; before its time counts, its record is compared with the engine's:
every need's key, work, start, end and post, and the counts over time, are equal to the tick. SimPy, Ciw and
salabim are written as their users would, with luck of their own."""


class UnequalError(Exception):
    """Two programs that should simulate the same queue did not; no time of theirs counts."""


@dataclass(frozen=True)
class QueueRace:
    """Seconds per customer, by tool and round; customers of a round by tool."""

    costs: Costs
    customers: dict[str, int]


def run(sizes: Sizes) -> QueueRace:
    """Check that the C program leaves the model's record, then measure all.

    Raises:
        UnequalError: if it does not.
    """
    world = case.world_for(sizes.customers)
    runner = compiled.Runner(world)
    with tempfile.TemporaryDirectory() as folder:
        records = runner.run(0)
        program = c_program.CProgram(world, Path(folder), room=records.needs.size + 1)
        differing = unequal(program, records, 0)
        if differing:
            raise UnequalError(f"the C program and the compiled engine differ in: {', '.join(differing)}")
        # The same run in every round: its record has been checked, and all that is measured is the same work.
        contenders = [
            Contender(C, lambda _: program.run(0), records.needs.size),
            Contender(C_BARE, lambda _: program.run_bare(0), records.needs.size),
            Contender(COMPILED, lambda _: runner.make(world, 0), records.needs.size),
            Contender(LAID_OUT, lambda _: runner.run(0), records.needs.size),
            *_in_python(sizes, case.world_for(sizes.customers_simpy)),
        ]
        costs = race(contenders, sizes.rounds)
    return QueueRace(costs, {contender.name: int(contender.units) for contender in contenders})


def _in_python(sizes: Sizes, world: World) -> Iterator[Contender]:
    customers, few = sizes.customers_simpy, sizes.customers_slow
    yield Contender(SIMPY, functools.partial(simpy_queue.simulate, customers), customers, warm=False)
    yield Contender(NARRATED, functools.partial(narrated.run, world), customers, warm=False)
    yield Contender(CIW, functools.partial(ciw_queue.simulate, few), few, warm=False)
    yield Contender(SALABIM, functools.partial(salabim_queue.simulate, few), few, warm=False)


def unequal(program: c_program.CProgram, records: Records, run: int) -> list[str]:
    """What of a run's record the C program leaves otherwise; empty if it is the same to the tick."""
    by_engine = case.served(records)
    needs = program.run(run)
    by_c, counts = program.served(needs)
    pairs = {
        **{name: (getattr(by_c, name), getattr(by_engine, name)) for name in by_c._fields},
        "waiting over time": (counts.waiting, records.waiting_ticks),
        "in progress over time": (counts.in_progress, records.in_progress_ticks),
        "time at work": (counts.busy, records.busy_ticks),
    }
    times = program.times(program.run_bare(run))
    begun = by_engine.start >= 0
    pairs["raised, by the bare program"] = (times["raised"], by_engine.raised)
    for name in ("start", "end"):
        pairs[f"{name}, by the bare program"] = (times[name][begun], getattr(by_engine, name)[begun])
    return [name for name, (one, other) in pairs.items() if not np.array_equal(one, other)]


def section(result: QueueRace) -> Section:
    """The table."""
    costs = result.costs
    rows = tuple(
        (
            name,
            f"{result.customers[name]:,}",
            duration(float(np.median(costs[name]))),
            "1" if name == COMPILED else str(ratio(costs, name, COMPILED)),
        )
        for name in ORDER
    )
    return Section(
        "One queue, every tool",
        TEXT,
        ("tool", "customers", "a customer", "× compiled"),
        rows,
        after=(
            f"The compiled engine does {ratio(costs, C, COMPILED)} of the C program's work in the same time. "
            f"The narrated engine takes {ratio(costs, NARRATED, SIMPY)} times as long as plain SimPy."
        ),
    )
