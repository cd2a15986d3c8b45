"""Red, amber and green as ranges of a national percentile (decision 23).

A colour says on which side of the trust's own lines a school is. The lines are the register's: below
`monitoring.need_threshold` a board asks for support, within `monitoring.supported_margin` above it a school
is watched. Who gives a colour sees as a board sees, with an error: "fairly sure" moves both ends of the range
out by half of `monitoring.observation_sd`, "not sure" by all of it. The middle of the colour's own range is
the most likely value.
"""

from __future__ import annotations

from collections.abc import Mapping
from statistics import NormalDist
from typing import NamedTuple

COLOURS = ("red", "amber", "green")
# Share of the error of a board by which both ends of a colour's range move out.
HOW_SURE = {"sure": 0.0, "fairly sure": 0.5, "not sure": 1.0}
_LEAST, _MOST = 0.01, 0.99  # as strength clips percentiles (MODEL 4.1)
_NATION = NormalDist(50.0, 15.0)


class Spread(NamedTuple):
    """Percentiles between which a colour lies, and its most likely one."""

    low: float
    value: float
    high: float


def spread(colour: str, how_sure: str, values: Mapping[str, float]) -> Spread:
    """The national percentiles that a colour stands for.

    Args:
        colour: one of `COLOURS`.
        how_sure: one of `HOW_SURE`.
        values: the register's central values.

    Raises:
        KeyError: for another colour or another word, or a register without the lines.
    """
    need = values["monitoring.need_threshold"]
    clear = need + values["monitoring.supported_margin"]
    bands = {"red": (None, need), "amber": (need, clear), "green": (clear, None)}
    low, high = bands[colour]
    error = HOW_SURE[how_sure] * values["monitoring.observation_sd"]
    middle = (_percentile(low, _LEAST) + _percentile(high, _MOST)) / 2
    return Spread(
        round(_percentile(None if low is None else low - error, _LEAST), 4),
        round(middle, 4),
        round(_percentile(None if high is None else high + error, _MOST), 4),
    )


def _percentile(strength: float | None, beyond: float) -> float:
    """National percentile of a strength; None: the end of all."""
    return beyond if strength is None else min(_MOST, max(_LEAST, _NATION.cdf(strength)))
