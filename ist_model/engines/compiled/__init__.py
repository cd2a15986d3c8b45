"""The compiled engine: the narrated engine's rules over arrays, many runs, no log (MODEL 12)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import perf_counter

import numpy as np

from ist_model.engines import growth
from ist_model.engines.compiled.filling import block_of, block_of_run
from ist_model.engines.compiled.fresh import Room, state_for
from ist_model.engines.compiled.ready import engine
from ist_model.engines.compiled.run_records import ask_again, bytes_of, carry, laid, room_for
from ist_model.engines.compiled.struct import Block
from ist_model.engines.records import Records
from ist_model.engines.together import Laid
from ist_model.world.structs import World

_MOST_NEEDS = 2**25  # a table of them has 8 gigabytes
_SECONDS_AT_ONCE = 0.15  # in compiled code; meanwhile nobody is told of runs, and Ctrl-C waits
_FASTER = 8  # times as many runs at once as before, at most: a first run may be the quickest


class Halted(Exception):
    """Runs were not finished, since nobody waits for them any more."""


class Halt:
    """Tells runs that no further one is wanted; from any thread."""

    def __init__(self) -> None:
        """Not yet."""
        self.word = np.zeros(1, np.int64)  # that compiled code looks at between two runs

    def now(self) -> None:
        """From now on no run is begun."""
        self.word[0] = 1


class Runner:
    """Makes runs of one world in the same memory. Not for two threads at once."""

    def __init__(self, world: World, room: Room | None = None) -> None:
        """Lay the world out for compiled code. Tables begin with so much `room` and grow as they must."""
        self.world = world
        self._engine = engine()
        self._room = Room() if room is None else room
        self._given = block_of(world)
        self._state = state_for(world, self._room)
        self._at_once = 1  # runs in one call; as many as the last ones say take `_SECONDS_AT_ONCE`
        self._alone: dict[bool, Block] = {}  # what a run by itself leaves: with records or without

    def run(self, run: int) -> Records:
        """One run: the same records, to the bit, as `narrated.run`.

        Raises:
            MemoryError: as `together`.
        """
        made = self._make_alone(growth.of_run(self.world, run), run, recorded=True)
        return laid(made, copied=True).each[0]

    def together(
        self,
        worlds: Sequence[World],
        runs: Sequence[int],
        *,
        most_bytes: int | None = None,
        halt: Halt | None = None,
        after_run: Callable[[], None] = lambda: None,
    ) -> Laid:
        """Records of several runs, made with hardly any of the interpreter.

        Args:
            worlds: each run's: the runner's with what the run draws of joinings (`growth.of_run`).
            runs: samples of chance, one at least.
            most_bytes: make only as many, from the first, as may take no more; one at least.
            halt: once it is told, no further run is begun; omit for never.
            after_run: called once for each run, at most some tenths of a second later or when the run then
                in hand is done; what it raises ends the work.

        Raises:
            Halted: if it was halted.
            ValueError: if there are no runs, or not as many worlds, or one is not the runner's.
            MemoryError: if more happens in a run than any sensible scenario asks for.
        """
        if not 1 <= len(runs) == len(worlds):
            raise ValueError(f"{len(worlds)} worlds for {len(runs)} runs: one for each, and one run at least")
        made = self._make(worlds, runs, most_bytes, Halt() if halt is None else halt, after_run)
        if made.number("made") < len(made.arrays["samples"]):
            raise Halted
        return laid(made)

    def make(self, world: World, run: int) -> Block:
        """One run's memory after its horizon, without its records; valid until the next run.

        Raises:
            ValueError, MemoryError: as `together`.
        """
        self._make_alone(world, run, recorded=False)
        return self._state

    @property
    def bytes_per_run(self) -> int:
        """The most memory that the records of a run take, with the tables as they are now."""
        return bytes_of(self.world, self._state)

    def _make_alone(self, world: World, run: int, recorded: bool) -> Block:
        """What one run left, in memory that the next one uses again: new memory costs a fifth of a run."""
        given = block_of_run(self.world, self._given, world)
        while True:
            if recorded not in self._alone:
                none_yet = ([0], [0], Halt().word, recorded)
                self._alone[recorded] = room_for(self.world, self._state, *none_yet)
            made = self._alone[recorded]
            ask_again(made, given.address, run)
            if self._engine(self._state.address, made.address):
                return made
            self._grow(run)

    def _make(
        self,
        worlds: Sequence[World],
        runs: Sequence[int],
        most_bytes: int | None,
        halt: Halt,
        after_run: Callable[[], None],
    ) -> Block:
        """What the first runs left; as many as there is room for, fewer if it was halted."""
        # Compiled code knows worlds by address alone: this list keeps them alive until it is done.
        givens = [block_of_run(self.world, self._given, world) for world in worlds]
        addresses = [given.address for given in givens]
        old: Block | None = None
        while True:
            done = 0 if old is None else old.number("made")
            most = len(runs) if most_bytes is None else max(1, done, most_bytes // self.bytes_per_run)
            made = room_for(self.world, self._state, addresses[:most], runs[:most], halt.word)
            if old is not None:
                carry(old, made)
            if self._filled(made, halt, after_run):
                return made
            self._grow(runs[made.number("made")])
            old = made

    def _grow(self, run: int) -> None:
        """Tables twice as large, since they were too small for this run."""
        if self._room.needs > _MOST_NEEDS:
            raise MemoryError(
                f"run {run} has more than {_MOST_NEEDS:,} needs, deployments or events waiting at once; "
                "look at the demand and the horizon of the scenario"
            )
        self._room = self._room.doubled()
        self._state = state_for(self.world, self._room)
        self._alone.clear()

    def _filled(self, made: Block, halt: Halt, after_run: Callable[[], None]) -> bool:
        """Make what is still to be made, unless halted; False if a table was too small for the next run.

        Compiled code is left often enough for progress, Ctrl-C and whoever stops this, and no more often.
        """
        done, wanted = made.number("made"), len(made.arrays["samples"])
        while done < wanted and not halt.word[0]:
            made.set_number("until", min(done + self._at_once, wanted))
            began = perf_counter()
            fitted = self._engine(self._state.address, made.address)
            seconds, before, done = perf_counter() - began, done, made.number("made")
            fit = (done - before) * _SECONDS_AT_ONCE / max(seconds, 1e-9)
            self._at_once = int(max(1, min(fit, _FASTER * self._at_once)))
            for _ in range(before, done):
                after_run()
            if not fitted:
                return False
        return True


def run(world: World, run: int) -> Records:
    """One run of a world; `Runner` makes many."""
    return Runner(world).run(run)
