"""What an experiment leaves: measures run by run, series over runs, and what a page needs to name them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ist_model.inputs.finance import ASSUMABLE
from ist_model.inputs.scenario_models import Resolved
from ist_model.results.growth import fingerprint
from ist_model.results.measures import catalogue
from ist_model.world.structs import GROUP_JOINER, GROUP_TWIN, World

GROUP_WORDS = ("existing", "joiner", "had it not joined")


@dataclass(frozen=True)
class Summary:
    """A resolved scenario in brief: what a page says of it, and what a comparison must hold equal."""

    scenario_id: str
    name: str
    question: str
    author: str
    extends: str | None
    trust: str
    start: str  # ISO date
    years: float
    count_needs_for_years: float
    warm_up_weeks: float
    seed: int
    runs: int
    no_effect: bool
    policy: str
    grade_map: str

    @classmethod
    def of(cls, resolved: Resolved, runs: int) -> Summary:
        """Take from a resolved scenario what identifies and describes it."""
        return cls(
            scenario_id=resolved.scenario_id,
            name=resolved.name,
            question=resolved.question,
            author=resolved.author,
            extends=resolved.extends,
            trust=resolved.trust.title,
            start=resolved.start.isoformat(),
            years=resolved.years,
            count_needs_for_years=resolved.count_needs_for_years,
            warm_up_weeks=resolved.warm_up_weeks,
            seed=resolved.seed,
            runs=runs,
            no_effect=resolved.no_effect,
            policy=resolved.policy.order,
            grade_map=resolved.policy.grade_map,
        )


@dataclass(frozen=True)
class ScenarioResult:
    """Results of all runs of one scenario.

    Attributes:
        identity: hash of the resolved scenario (MODEL 12).
        summary: the scenario in brief.
        names: what to call each index: schools, labels, areas, roles, tiers, ... as in `world.structs.Names`.
        schools: one row per school, twins included: index, name, label, key, group, roll,
            assumed (figures that the register stands in for), joins (tick; NEVER where a run draws it),
            drawn (digest of what decides a drawn joining; else empty).
        catalogue: one row per measure, indexed by name: label, unit, better, decimals, schools, withheld (why
            it is not given; else empty).
        measures: [runs x measures], indexed by run; NaN where a measure does not exist in a run.
        series: frames over all runs, by name (`results.series`).
        manifest: model version, library versions, when it was made.
        draw: which sample of the assumptions; 0 is the register's own values (MODEL 11.1).
    """

    identity: str
    summary: Summary
    names: dict[str, tuple[str, ...]]
    schools: pd.DataFrame
    catalogue: pd.DataFrame
    measures: pd.DataFrame
    series: Mapping[str, pd.DataFrame]
    manifest: dict[str, Any]
    draw: int = 0

    @property
    def runs(self) -> int:
        """How many samples of chance it holds."""
        return len(self.measures)


def schools_frame(world: World) -> pd.DataFrame:
    """The schools of a world as a frame, for labels and for telling sets of schools apart."""
    schools = world.schools
    joins = schools["joins"].copy()
    twin = schools["group"] == GROUP_TWIN
    joins[twin] = schools["joins"][schools["twin_of"][twin]]
    existing = schools["group"] != GROUP_JOINER
    return pd.DataFrame(
        {
            "school": np.arange(len(schools)),
            "name": list(world.names.schools),
            "label": list(world.names.labels),
            "key": [f"{int(key):016x}" for key in schools["key"]],
            "group": [GROUP_WORDS[code] for code in schools["group"]],
            "roll": schools["roll"],
            "assumed": [_assumed(int(bits)) for bits in world.finance["assumed"]],
            # When an existing school joined makes no difference to what is compared.
            "joins": np.where(existing & ~twin, world.span.start, joins),
            # What decides whether and when it joins, where that is drawn run by run.
            "drawn": np.where(
                np.isin(np.where(twin, schools["twin_of"], np.arange(len(schools))), world.growth.pool),
                fingerprint(world),
                "",
            ),
        }
    )


def _assumed(bits: int) -> str:
    """Figures of a school that the register stands in for, by name."""
    return ", ".join(name for bit, name in enumerate(ASSUMABLE) if bits >> bit & 1)


def catalogue_frame(world: World, only: Collection[str] | None = None) -> pd.DataFrame:
    """The measures of a world as a frame, in the order of the registry; `only`: those wanted."""
    rows = [
        {
            "measure": item.name,
            "label": item.label,
            "unit": item.unit,
            "better": item.better,
            "decimals": item.decimals,
            "schools": item.schools,
            "withheld": item.withheld(world),
        }
        for item in catalogue(world).values()
        if only is None or item.name in only
    ]
    return pd.DataFrame(rows).set_index("measure")
