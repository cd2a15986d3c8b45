"""The compiled engine: the narrated engine's rules over arrays, many runs, no log (MODEL 12)."""

from __future__ import annotations

import numpy as np

from ist_model.engines import growth
from ist_model.engines.compiled.filling import block_of
from ist_model.engines.compiled.fresh import Room, state_for
from ist_model.engines.compiled.layout import Kept, keep, lay_out
from ist_model.engines.compiled.ready import engine
from ist_model.engines.compiled.struct import Block
from ist_model.engines.records import Records
from ist_model.world.structs import World

_MOST_NEEDS = 2**25  # a table of them has 8 gigabytes


class Runner:
    """Makes runs of one world, one after another, in the same memory. Not for two threads at once."""

    def __init__(self, world: World, room: Room | None = None) -> None:
        """Lay the world out for compiled code. Tables begin with so much `room` and grow as they must."""
        self.world = world
        self._engine = engine()
        self._room = Room() if room is None else room
        self._given = block_of(world)
        self._state = state_for(world, self._room)

    def run(self, run: int) -> Records:
        """One run: the same records, to the bit, as `narrated.run`."""
        world = growth.of_run(self.world, run)
        self.make(world, run)
        return lay_out(world, [keep(self._state)])[0]

    def keep(self, world: World, run: int) -> Kept:
        """What one run leaves; `layout.lay_out` gives the records of many at once."""
        return keep(self.make(world, run))

    def make(self, world: World, run: int) -> Block:
        """One run's memory after its horizon; valid until the next run.

        Raises:
            MemoryError: if more happens in the run than any sensible scenario asks for.
        """
        given = self._given if world is self.world else block_of(world)
        while not self._engine(given.address, self._state.address, np.uint64(run)):
            if self._room.needs > _MOST_NEEDS:
                raise MemoryError(
                    f"run {run} has more than {_MOST_NEEDS:,} needs, deployments or events waiting at once; "
                    "look at the demand and the horizon of the scenario"
                )
            self._room = self._room.doubled()
            self._state = state_for(self.world, self._room)
        return self._state


def run(world: World, run: int) -> Records:
    """One run of a world; `Runner` makes many."""
    return Runner(world).run(run)
