"""When each school's next inspection is to be expected, before anything is run (MODEL 4.6)."""

from __future__ import annotations

from typing import NamedTuple

from ist_model.inputs.calendar import YEAR_TICKS
from ist_model.science import draws, inspection
from ist_model.world.structs import GROUP_JOINER, GROUP_TWIN, NEVER, World

INTERVALS = ("good", "attention", "urgent", "new_academy")  # by class of the last outcome
LIKELY = (0.1, 0.5, 0.9)
_LONG_AGO = 1000 * YEAR_TICKS  # of a school whose last inspection is not known


class Window(NamedTuple):
    """Ticks by which 1, 5 and 9 in 10 such schools have been inspected next."""

    early: int
    middle: int
    late: int


def next_inspections(world: World) -> dict[int, Window]:
    """The window of each school of the trust by index, by what is known on the first day reported.

    None of a school that chance alone may bring. The distribution is the one that runs draw from; how strong
    a school is has no part in it.
    """
    known = {
        school: _window(world, *_clock(world, school))
        for school in range(len(world.schools))
        if world.schools["group"][school] != GROUP_TWIN and school not in world.growth.pool
    }
    return {school: window for school, window in known.items() if window.early < NEVER}


def _clock(world: World, school: int) -> tuple[int, int, int]:
    """Class that sets the interval, tick from which it runs, tick until which no inspection is known."""
    about, start = world.schools[school], world.span.start
    if about["group"] == GROUP_JOINER:
        return inspection.OUTCOME_NEW_ACADEMY, int(about["joins"]), int(about["joins"])
    kind = inspection.OUTCOME_NEW_ACADEMY if about["new_academy"] else int(about["last_outcome"])
    last = int(about["last_inspected"])
    return kind, last if last != NEVER else -_LONG_AGO, start


def _window(world: World, kind: int, clock_from: int, known_until: int) -> Window:
    name = INTERVALS[kind]
    low, mode, high = (
        world.values[f"inspection.{name}_interval_{point}_years"] for point in ("low", "mode", "high")
    )
    known = (known_until - clock_from) / YEAR_TICKS
    if known >= high:
        years = [known + share * world.values["inspection.overdue_within_years"] for share in LIKELY]
    else:
        passed = inspection.share_inspected_by(known, low, mode, high)
        years = [
            max(known, draws.triangular(passed + (1.0 - passed) * share, low, mode, high)) for share in LIKELY
        ]
    return Window(*(max(known_until, clock_from + int(each * YEAR_TICKS + 0.5)) for each in years))
