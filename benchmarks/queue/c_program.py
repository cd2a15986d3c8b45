"""The C program of the queue: compiled on the spot, called with the model's own keys, read as arrays."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.queue.case import Served
from ist_model.world.structs import World

SOURCE = Path(__file__).with_name("k1.c")
# No fused multiply-add: the model has none, and a draw must be the same to the bit.
FLAGS = ("-O3", "-march=native", "-ffp-contract=off", "-std=gnu11", "-Wall", "-Wextra", "-fPIC", "-shared")
COUNTED, MOST_POSTS = 256, 64

_NEED = np.dtype([("key", "u8"), *((n, "i8") for n in ("raised", "asked_milli", "start", "end", "post"))])
_TIMES = np.dtype([(name, "i8") for name in ("raised", "start", "end")])
_COUNTS = np.dtype([("waiting", "i8", COUNTED), ("in_progress", "i8", COUNTED), ("busy", "i8", MOST_POSTS)])
_QUEUE = np.dtype(
    [
        *((name, "u8") for name in ("seed", "run", "stream")),
        *((name, "f8") for name in ("needs_per_week", "mean_days")),
        *((name, "i8") for name in ("posts", "begin", "horizon", "room")),
    ]
)


class NoCompilerError(Exception):
    """There is no C compiler on the path."""


class Counts(NamedTuple):
    """Ticks with so many waiting, with so many in progress, and with each post at work."""

    waiting: NDArray[np.int64]
    in_progress: NDArray[np.int64]
    busy: NDArray[np.int64]


def compiler() -> str:
    """The C compiler: what CC names, else cc, gcc or clang.

    Raises:
        NoCompilerError: if there is none.
    """
    named = os.environ.get("CC")
    for name in (named,) if named else ("cc", "gcc", "clang"):
        if found := shutil.which(name):
            return found
    names = named or "cc, gcc or clang"
    raise NoCompilerError(
        f"no C compiler ({names}) on the PATH: install one (Debian: apt-get install gcc libc6-dev)"
    )


def version() -> str:
    """First line of what the compiler says of itself."""
    told = subprocess.run([compiler(), "--version"], check=True, capture_output=True, encoding="utf-8")
    return told.stdout.splitlines()[0]


class CProgram:
    """The queue in C, for one world; its record is kept and filled anew by each run."""

    def __init__(self, world: World, folder: Path, room: int) -> None:
        """Compile the program into a folder, with room for so many needs.

        Raises:
            NoCompilerError: if there is no compiler.
        """
        (stream,) = world.streams
        library = folder / "k1.so"
        subprocess.run([compiler(), *FLAGS, "-o", str(library), str(SOURCE), "-lm"], check=True)
        self._program: Any = ctypes.CDLL(str(library))
        self._program.k1.restype = self._program.k1_bare.restype = ctypes.c_int64
        self._queue = np.zeros(1, _QUEUE)
        self._queue[0] = (
            *(world.seed, 0, stream["key"], stream["needs_per_week"], stream["work_a"]),
            *(len(world.posts), world.span.begin, world.span.end, room),
        )
        self._needs, self._times, self._counts = (
            np.zeros(rows, kind) for rows, kind in ((room, _NEED), (room, _TIMES), (1, _COUNTS))
        )

    def run(self, run: int) -> int:
        """One run with all that the model records; how many needs were raised."""
        self._queue["run"] = run
        return self._checked(self._program.k1(*map(_address, (self._queue, self._needs, self._counts))))

    def run_bare(self, run: int) -> int:
        """One run that writes down times alone; how many needs were raised."""
        self._queue["run"] = run
        return self._checked(self._program.k1_bare(*map(_address, (self._queue, self._times))))

    def served(self, needs: int) -> tuple[Served, Counts]:
        """The record of the last run."""
        rows, counts = self._needs[:needs], self._counts[0]
        posts = int(self._queue["posts"][0])
        return Served(*(rows[name] for name in Served._fields)), Counts(
            counts["waiting"], counts["in_progress"], counts["busy"][:posts]
        )

    def times(self, needs: int) -> NDArray[np.void]:
        """The record of the last bare run: raised, start, end."""
        return self._times[:needs]

    def _checked(self, needs: int) -> int:
        if needs < 0:
            raise ValueError(f"more than {len(self._needs)} needs: give the program more room")
        return int(needs)


def _address(array: NDArray[np.void]) -> ctypes.c_void_p:
    return ctypes.c_void_p(array.ctypes.data)
