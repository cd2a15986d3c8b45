"""Leaders whom a trust has not got yet, as posts that a file would write (MODEL 3.3, 7)."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from ist_model.inputs.base import Days
from ist_model.inputs.calendar import date_of, tick_of, ticks
from ist_model.inputs.models import Designation, Post
from ist_model.inputs.scenario_models import Resolved

There = Literal["always", "once developed", "to be developed"]


def new_leader(
    base: Resolved,
    name: str,
    home: str,
    role: str,
    specialism: str,
    there: There,
    *,
    kind: str = "teacher",
    days: Days | Literal["none"] | None = None,
    key: str | None = None,
    note: str = "",
) -> Post:
    """A post that carries a designation for one specialism.

    Args:
        base: the scenario that gets it.
        name: id of the post.
        home: id of its school, or none.
        role: of the framework.
        specialism: of the framework.
        there: `always`: as if the trust had always had it. `once developed`: somebody who has been developed
            since the first day comes when that is done, for sure. `to be developed`: from the first day the
            seat is filled and the designation developed as after any leaver (MODEL 3.3, 7.2), so that whoever
            leaves meanwhile is developed for nothing, and whoever is ready later may be promoted.
        kind: of the post.
        days: release days a year; omit for the register's of the role.
        key: of its luck; omit for the id.
        note: for readers of the file.
    """
    starts = None
    if there != "always":
        starts = developed_from(base, role) if there == "once developed" else base.start
    return Post(
        id=name,
        draw_key=key,
        kind=kind,
        school=home,
        designations=(Designation(role=role, specialisms=(specialism,)),),
        allowance_days_per_year=days,
        starts=starts,
        opens_vacant=there == "to be developed",
        note=note,
    )


def developed_from(base: Resolved, role: str) -> dt.date:
    """When somebody whose development for a role begins on the first day has been developed."""
    weeks = base.assumptions.values()[f"role.{role}.develop_weeks"]
    return date_of(tick_of(base.start) + ticks(weeks))
