"""What the numbers were measured on and with: the kind of machine, never its name."""

from __future__ import annotations

import datetime as dt
import os
import platform
from importlib.metadata import version
from pathlib import Path

from benchmarks.queue import c_program
from ist_model.results.version import model_version

LIBRARIES = ("numpy", "numba", "simpy", "ciw", "salabim")


def lines() -> list[str]:
    """Date, machine and versions, a line each."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return [
        f"Measured on {dt.date.today().isoformat()}: ist_model {model_version()}",
        f"Machine: {processor()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}",
        f"Python {platform.python_version()}, {libraries}",
        f"C: {c_program.version()}, {' '.join(c_program.FLAGS)}",
    ]


def processor() -> str:
    """Name of the processor, as far as the system tells it."""
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor() or "unknown processor"
    for line in told.splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()
