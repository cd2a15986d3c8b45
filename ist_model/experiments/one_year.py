"""The first school year of one run, told deployment by deployment."""

from __future__ import annotations

from ist_model.inputs.calendar import YEAR_TICKS
from ist_model.inputs.scenario_models import Resolved
from ist_model.results.told import Deployment, deployments
from ist_model.world.build import build_world


def first_year(resolved: Resolved, run: int) -> list[Deployment]:
    """Deployments that begin in the first school year reported of one run, or in what is reported of it.

    The narrated engine makes the run, so that nothing has to be compiled.
    """
    from ist_model.engines import narrated

    world = build_world(resolved)
    records = narrated.run(world, run)
    return deployments(world, records, world.span.start, min(world.span.start + YEAR_TICKS, world.span.end))
