"""A result put together from hand-made runs, for tests of what is done with results."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from ist_model.engines.records import Records
from ist_model.inputs.identity import identity
from ist_model.inputs.models import Trust
from ist_model.inputs.scenario_models import Resolved
from ist_model.results.combine import frames, over_runs
from ist_model.results.facts import Facts, facts_of
from ist_model.results.measures import measure_facts
from ist_model.results.result import ScenarioResult, Summary, catalogue_frame, schools_frame
from ist_model.results.store import new_manifest
from ist_model.world.structs import World
from tests.generated import resolved
from tests.results.runs import records
from tests.results.worlds import world


def scenario(**fields: Any) -> Resolved:
    """A resolved scenario of an empty trust, to carry names, seed and period."""
    return resolved(Trust(title="none", about="no school, no post"), **({"runs": 3} | fields))


def result(of: Resolved | None = None, in_world: World | None = None, shift: float = 0.0) -> ScenarioResult:
    """Three runs of the hand-made world that differ in strength; `shift` moves all strengths."""
    described, here = of or scenario(), in_world or world()
    measures, series = _usual() if in_world is None and shift == 0.0 else _made(here, shift)
    return ScenarioResult(
        identity=identity(described),
        summary=Summary.of(described, len(measures)),
        names=here.names._asdict(),
        schools=schools_frame(here),
        catalogue=catalogue_frame(here),
        measures=measures.copy(),
        series=dict(series),
        manifest=new_manifest(),
    )


def three(shift: float = 0.0) -> list[Records]:
    """The hand-made run at three levels of strength."""
    base = records()
    return [
        base._replace(run=run, strength=np.clip(base.strength + level + shift, 0, 100))
        for run, level in enumerate((0.0, -12.0, -24.0))
    ]


def combined(facts: Facts) -> dict[str, pd.DataFrame]:
    """All series over all runs."""
    return {
        each: frame
        for name, columns in frames(facts).items()
        for each, frame in over_runs(name, [pd.DataFrame(columns)], len(facts)).items()
    }


@cache
def _usual() -> tuple[pd.DataFrame, dict[str, pd.DataFrame]]:
    return _made(world(), 0.0)


def _made(here: World, shift: float) -> tuple[pd.DataFrame, dict[str, pd.DataFrame]]:
    facts = facts_of(here, *three(shift))
    return pd.DataFrame(measure_facts(facts), index=pd.RangeIndex(3, name="run")), combined(facts)
