"""Visits that come with a package bought by the year, as SimPy processes (MODEL 6.5)."""

from __future__ import annotations

import numpy as np

from ist_model.engines.narrated.broker import Broker
from ist_model.engines.narrated.clock import Phase, PhaseClock, Process
from ist_model.engines.narrated.rules import draws, monitoring
from ist_model.engines.records import BOUGHT, SOURCE_PACKAGE
from ist_model.inputs.calendar import TERM_TICKS, WEEKS_PER_TERM
from ist_model.world.structs import NONE, World


def visits(world: World, run: int, clock: PhaseClock, broker: Broker, row: int) -> Process:
    """Each term, a school's visits support the area that its last board saw as weakest."""
    package = world.packages[row]
    school, milli = int(package["school"]), int(package["visit_milli_per_term"])
    tick = -(-max(int(package["starts"]), clock.now) // TERM_TICKS) * TERM_TICKS
    while school != NONE and milli > 0 and tick < package["ends"]:
        yield clock.until(tick, Phase.ARRIVALS, len(world.designations), len(world.streams) + row)
        seen = np.array(broker.deployments.schools.seen[school])
        area = monitoring.weakest_area(seen, world.has_area[school])
        pair = world.pair_key[school, area]
        own = draws.derived_key(pair, SOURCE_PACKAGE, package["key"])
        u = draws.uniform(world.seed, run, draws.PACKAGE_SPECIALISM, own, tick // TERM_TICKS)
        specialism = monitoring.pick_specialism(world.area_specialisms[area], u)
        if specialism != NONE:
            key = int(draws.derived_key(own, SOURCE_PACKAGE, tick))
            asking = broker.deployments.schools.asking
            need = asking.need(key, school, area, specialism, milli, SOURCE_PACKAGE)
            need.deadline = need.closed = tick
            need.status = BOUGHT
            broker.bring(need, int(package["supplier"]), -(-milli // WEEKS_PER_TERM))
        tick += TERM_TICKS
