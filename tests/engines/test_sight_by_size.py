"""Boards and the size of schools: off, all are seen alike; on, small schools less clearly (MODEL 5.1)."""

from __future__ import annotations

import numpy as np
import pytest

from ist_model.engines import narrated
from ist_model.inputs.models import Trust
from ist_model.world.build import build_world
from tests.generated import register, resolved, school, with_values

TYPICAL = register().values()["indicators.national_roll"]


def errors(share: float) -> dict[str, np.ndarray]:
    """What boards see less what is there, by school; nobody gives support, so strength is the same."""
    trust = Trust(
        title="two sizes",
        about="no posts",
        schools=(school("SMALL", roll=round(TYPICAL / 4)), school("TYPICAL", roll=round(TYPICAL))),
    )
    values = {"rolls__own_sd_per_year": 0.0, "monitoring__chance_share": share}
    world = build_world(resolved(trust, years=3.0, no_effect=True, assumptions=with_values(**values)))
    records = narrated.run(world, 0)
    point = np.searchsorted(records.grid_tick, records.boards["tick"])
    reported = records.boards["tick"] >= world.span.start
    seen = (
        records.observed
        - records.strength[np.minimum(point, len(records.grid_tick) - 1), records.boards["school"]]
    )
    return {
        name.split()[0]: seen[reported & (records.boards["school"] == place)]
        for place, name in enumerate(world.names.schools)
    }


def test_with_the_same_luck_errors_in_small_schools_grow_as_worked_out_by_hand() -> None:
    """All of it chance: a quarter of the pupils, twice the error; a typical school stays as it was.

    Tiers follow what is seen, so the small school may have another number of boards; those on the same
    half-term have the same luck.
    """
    off, on = errors(0.0), errors(1.0)
    assert on["TYPICAL"] == pytest.approx(off["TYPICAL"], rel=1e-12, nan_ok=True)
    twice = np.sqrt(TYPICAL / round(TYPICAL / 4))
    assert twice == pytest.approx(2.0, abs=0.01)
    assert on["SMALL"][0] == pytest.approx(twice * off["SMALL"][0], rel=1e-9, nan_ok=True)


def test_halfway_the_variance_is_halfway() -> None:
    off, half, on = (errors(share)["SMALL"][0] for share in (0.0, 0.5, 1.0))
    has = ~np.isnan(off)
    assert half[has] ** 2 == pytest.approx((off[has] ** 2 + on[has] ** 2) / 2, rel=1e-9)
