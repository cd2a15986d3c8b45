"""The compiled engine: the narrated engine's rules over arrays, many runs, no log (MODEL 12)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ist_model.engines import growth
from ist_model.engines.compiled.filling import block_of, block_of_run
from ist_model.engines.compiled.fresh import Room, state_for
from ist_model.engines.compiled.left import bytes_of, laid, room_for
from ist_model.engines.compiled.ready import engine
from ist_model.engines.compiled.struct import Block
from ist_model.engines.records import Records
from ist_model.engines.together import Laid
from ist_model.world.structs import World

_MOST_NEEDS = 2**25  # a table of them has 8 gigabytes


class Halted(Exception):
    """Runs were not finished, since nobody waits for them any more."""


class Runner:
    """Makes runs of one world in the same memory. Not for two threads at once."""

    def __init__(self, world: World, room: Room | None = None) -> None:
        """Lay the world out for compiled code. Tables begin with so much `room` and grow as they must."""
        self.world = world
        self._engine = engine()
        self._room = Room() if room is None else room
        self._given = block_of(world)
        self._state = state_for(world, self._room)

    def run(self, run: int) -> Records:
        """One run: the same records, to the bit, as `narrated.run`."""
        return self.together([growth.of_run(self.world, run)], [run]).each[0]

    def together(
        self,
        worlds: Sequence[World],
        runs: Sequence[int],
        *,
        most_bytes: int | None = None,
        halt: NDArray[np.int64] | None = None,
    ) -> Laid:
        """Records of several runs, made in one go without the interpreter.

        Args:
            worlds: each run's, with what it draws of joinings (`growth.of_run`).
            runs: samples of chance.
            most_bytes: make only as many, from the first, as may take no more; one at least.
            halt: [1] set it to 1 from another thread, and no further run is begun; omit for never.

        Raises:
            Halted: if it was halted.
            MemoryError: if more happens in a run than any sensible scenario asks for.
        """
        made = self._make(worlds, runs, most_bytes, np.zeros(1, np.int64) if halt is None else halt)
        if made.number("made") < len(made.arrays["samples"]):
            raise Halted
        return laid(made)

    def make(self, world: World, run: int) -> Block:
        """One run's memory after its horizon, without its records; valid until the next run.

        Raises:
            MemoryError: as `together`.
        """
        self._make([world], [run], None, np.zeros(1, np.int64), recorded=False)
        return self._state

    @property
    def bytes_per_run(self) -> int:
        """The most memory that the records of a run take, with the tables as they are now."""
        return bytes_of(self.world, self._state)

    def _make(
        self,
        worlds: Sequence[World],
        runs: Sequence[int],
        most_bytes: int | None,
        halt: NDArray[np.int64],
        recorded: bool = True,
    ) -> Block:
        """What the first runs left; as many as there is room for."""
        givens = [block_of_run(self.world, self._given, world) for world in worlds]
        addresses = [given.address for given in givens]
        while True:
            most = len(runs) if most_bytes is None else max(1, most_bytes // self.bytes_per_run)
            made = room_for(self.world, self._state, addresses[:most], runs[:most], halt, recorded)
            if self._engine(self._state.address, made.address):
                return made
            if self._room.needs > _MOST_NEEDS:
                raise MemoryError(
                    f"run {runs[made.number('made')]} has more than {_MOST_NEEDS:,} needs, deployments or "
                    "events waiting at once; look at the demand and the horizon of the scenario"
                )
            self._room = self._room.doubled()
            self._state = state_for(self.world, self._room)


def run(world: World, run: int) -> Records:
    """One run of a world; `Runner` makes many."""
    return Runner(world).run(run)
