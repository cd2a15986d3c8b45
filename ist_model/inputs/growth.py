"""Growth that chance decides: how many schools join in a school year, and which may (MODEL 10)."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field

from ist_model.inputs.base import Id, Share, Strict


class GrowthRow(Strict):
    """How many schools join a trust of some size in a school year, as published by size."""

    schools_from: Annotated[int, Field(ge=0)] = Field(
        description="Fewest schools in the trust just before 1 September"
    )
    schools_to: Annotated[int, Field(ge=0)] | None = Field(None, description="Most; omit: or more")
    chances: tuple[Share, ...] = Field(
        min_length=4, max_length=4, description="Chance that 0, 1, 2, and 3 or more schools join"
    )
    mean: Annotated[float, Field(ge=0, le=100)] = Field(
        description="Schools that join on average; with the chances it says how many 3 or more are"
    )


class Growth(Strict):
    """Joinings drawn from a table, each 1 September, out of schools that the scenario writes in full."""

    table: tuple[GrowthRow, ...] = Field(min_length=1, description="Rows by size of the trust, upwards")
    source: str = Field(min_length=3, description="Where the table comes from")
    pool: tuple[Id, ...] = Field(
        min_length=1,
        description="Schools of the trust's list that may join; drawn in random order, none has `joined`",
    )
    starts: dt.date = Field(description="First day on which schools may join so")
    ends: dt.date | None = Field(None, description="First day on which none may any more; omit: the horizon")
