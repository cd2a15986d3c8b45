"""National figures that a school's figures are set against, and the rule of thumb for posts."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from ist_model.inputs.base import Strict
from ist_model.inputs.validate import validate
from ist_model.inputs.yaml_file import read

_FILE = Path(__file__).with_name("national.yaml")
Positive = Annotated[float, Field(gt=0)]


class Spread(Strict):
    """Mean and standard deviation of a figure between primaries, and the school year they are of."""

    mean: float
    sd: Positive
    year: str


class Leaders(Strict):
    """Posts and designations in a trust of six schools."""

    partnership_heads: Positive
    deputies: Positive
    assistant_heads: Positive
    specialist_leaders: Positive
    lead_practitioners: Positive
    system_leaders: Positive


class National(Strict):
    """The file `national.yaml`."""

    year_on_year: dict[str, Annotated[float, Field(gt=0, le=1)]]
    absence: Spread
    ks2_expected: Spread
    ks2_progress_sd: dict[str, Positive]
    ks2_progress_together_sd: Positive
    outcomes: dict[str, Positive]
    card_grades: dict[str, Positive]
    oldest_outcome: dt.date
    oldest_accounts_years: Positive
    roll: int
    leaders_of_six_schools: Leaders


@cache
def national() -> National:
    """The reference figures that come with the package."""
    return validate(National, read(_FILE))
