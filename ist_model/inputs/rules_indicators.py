"""Checks of the figures that schools are known by (MODEL 4.5)."""

from __future__ import annotations

import math
from collections.abc import Iterator

from ist_model.inputs.context import Context
from ist_model.inputs.errors import Problem
from ist_model.inputs.yaml_file import Keys

_YEAR_GROUPS = 7


def indicator_limits(context: Context) -> Iterator[Problem]:
    """The lowest figure that can be lies below the highest."""
    for kind in context.resolved.framework.indicators:
        if kind.least is not None and kind.most is not None and kind.least >= kind.most:
            rule = f"the highest figure that can be must be above the lowest ({kind.least:g})"
            yield context.problem(
                ("framework", "indicators", kind.id, "most"), kind.most, rule, "correct one of the two"
            )


def indicator_signal(context: Context) -> Iterator[Problem]:
    """At either end of its range, chance in a typical school's figure is less than schools differ."""
    rows = {row.key: row for row in context.resolved.assumptions.assumptions}
    for kind in context.resolved.framework.indicators:
        keys = (
            f"indicator.{kind.id}.pupil_sd",
            f"indicator.{kind.id}.national_sd",
            "indicators.national_roll",
        )
        if kind.measured != "strength" or not rows.keys() >= {*keys}:
            continue
        pupil, between, roll = (rows[key] for key in keys)
        cohort = roll.low / (1 if kind.year_group is None else _YEAR_GROUPS)
        if cohort > 0 and pupil.high / math.sqrt(cohort) >= between.low:
            rule = (
                f"with {cohort:.0f} pupils chance alone may spread the figure by "
                f"{pupil.high / math.sqrt(cohort):.3g}, as much as schools differ ({between.key} is "
                f"{between.low:g} or more): nothing is left to tell schools apart"
            )
            at: Keys = ("assumptions", pupil.key, "high")
            yield context.problem(at, pupil.high, rule, "correct one of the two")


def indicators_counted_once(context: Context) -> Iterator[Problem]:
    """A figure that the run counts belongs to the whole school, and is listed once."""
    seen: set[str] = set()
    for kind in context.resolved.framework.indicators:
        if kind.measured == "strength":
            continue
        if kind.year_group is not None:
            rule = f"{kind.measured} is that of the whole school or trust, not of a year group"
            keys = ("framework", "indicators", kind.id, "year_group")
            yield context.problem(keys, kind.year_group, rule, "remove the line")
        if kind.measured in seen:
            rule = f"{kind.measured} is one figure: a second indicator would show it twice"
            keys = ("framework", "indicators", kind.id, "measured")
            yield context.problem(keys, kind.measured, rule, "remove one of the two")
        seen.add(kind.measured)
