"""Bit-for-bit comparison of records, and of the two engines."""

from __future__ import annotations

import numpy as np

from ist_model.engines import narrated
from ist_model.engines.records import Records
from ist_model.experiments.parting import parting
from ist_model.world.structs import World


def must_be_as_narrated(world: World, compiled: Records) -> None:
    """Fail, saying where they part, unless the narrated engine gives the same run to the bit."""
    of_narrated = narrated.run(world, compiled.run)
    found = parting(world, of_narrated, compiled)
    assert found is None, f"run {compiled.run}: {found.told()}"
    assert differing(of_narrated, compiled) == []


def differing(a: Records, b: Records) -> list[str]:
    """Names of the fields in which two runs' records differ by as much as a bit."""
    return [name for name in Records._fields if not same(getattr(a, name), getattr(b, name))]


def same(a: object, b: object) -> bool:
    """Whether two values are equal to the bit, NaN included."""
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    return a == b
