"""Days asked for and not given, and who could have given them, by specialism and by role (MODEL 11.3).

A need asks for one specialism, so days by specialism add up. Several roles could often serve the same need,
and most leaders serve several specialisms: what could have been given counts for each, and does not add up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ist_model.engines.records import UNMET
from ist_model.inputs.calendar import YEAR_TICKS
from ist_model.results import capacity
from ist_model.results.discretion import LEAST_HOLDERS, sure
from ist_model.results.facts import MILLI, Bools, Facts, Floats, spread
from ist_model.world.structs import World

BY_SPECIALISM, BY_ROLE = "days_unmet_specialism.", "days_unmet_role."
UNIT = "days a year"
NOT_GIVEN = "Days of support that our schools asked for and did not get"
COULD = "Days not given that this role could have given"


@lru_cache(maxsize=1)
def _unmet(facts: Facts) -> Floats:
    """[K, A] days a year of counted needs of the trust's schools, given up before they were served."""
    world, rows = facts.world, facts.needs
    specialisms, areas = world.area_specialisms.shape[::-1]
    chosen = (rows["school"] >= 0) & (rows["status"] == UNMET)
    place = rows["specialism"][chosen] * areas + rows["area"][chosen]
    milli = (rows["asked_milli"] - rows["delivered_milli"])[chosen]
    total = np.bincount(place, milli, minlength=specialisms * areas).reshape(specialisms, areas)
    years = (world.span.count_until - world.span.start) / YEAR_TICKS
    return np.asarray(total / MILLI / years, np.float64)


def of_specialism(facts: Facts, specialism: int) -> float:
    """Days a school year asked for in a specialism by the trust's schools and never given."""
    return float(_unmet(facts)[specialism].sum())


def of_role(facts: Facts, role: int) -> float:
    """Of the days asked for and never given, those that holders of a role could have given, a school year."""
    return float(_unmet(facts)[_serves(facts.world, facts.world.designations["role"] == role)].sum())


def _serves(world: World, slots: Bools) -> Bools:
    """[K, A] whether one of the designations could serve a need of the specialism in the area."""
    return np.asarray((world.quality[slots] > 0).any(axis=(0, 3)))


def measures(world: World) -> dict[str, tuple[str, Callable[[Facts], float]]]:
    """By name: label and function, of each specialism and of each role that gives support."""
    names, slots = world.names, world.designations
    found: dict[str, tuple[str, Callable[[Facts], float]]] = {
        f"{BY_SPECIALISM}{key}": (
            f"{NOT_GIVEN}: {names.specialism_labels[index]}",
            partial(of_specialism, specialism=index),
        )
        for index, key in enumerate(names.specialisms)
    }
    for role in sorted(set(slots["role"][slots["places"] > 0].tolist())):
        label = f"{COULD}: {names.role_labels[role]}"
        found[f"{BY_ROLE}{names.roles[role]}"] = (label, partial(of_role, role=role))
    return found


def specialism_groups(world: World) -> list[tuple[str, list[int]]]:
    """Specialisms that may be shown apart, as (label, indices): five leaders or more could serve each.

    What leaders can give moves when one of them leaves, so for fewer it is not shown apart (MODEL 11.4).
    Where all who could serve the rest are fewer than five, the specialism served by fewest of the others
    joins it.
    """
    able, names = _able(world), world.names
    counts = sure(world)[world.designations["post"]]

    def holders(specialisms: list[int]) -> int:
        chosen = able[:, specialisms].any(axis=1) & counts & (world.designations["places"] > 0)
        return len(set(world.designations["post"][chosen].tolist()))

    number = [holders([k]) for k in range(len(names.specialisms))]
    shown = [k for k, count in enumerate(number) if count >= LEAST_HOLDERS]
    rest = [k for k, count in enumerate(number) if count < LEAST_HOLDERS]
    while shown and rest and holders(rest) < LEAST_HOLDERS:
        rest.append(shown.pop(min(range(len(shown)), key=lambda place: number[shown[place]])))
    groups = [(names.specialism_labels[k], [k]) for k in shown]
    if len(rest) == 1:
        groups.append((names.specialism_labels[rest[0]], rest))
    elif rest:
        groups.append(("Other specialisms together" if shown else "All specialisms", sorted(rest)))
    return groups


def _able(world: World) -> Bools:
    """[D, K] whether a designation could serve a need of the specialism in some area and phase."""
    return np.asarray((world.quality > 0).any(axis=(2, 3)))


def by_specialism(facts: Facts) -> Mapping[str, NDArray[Any]]:
    """Days on site by half-term and specialism, specialisms with few leaders together (MODEL 11.4).

    `could_give_days` are those of all leaders in post who could serve the specialism: a leader who could
    serve several counts for each. `needed_days` are those of needs raised in the half-term, of the trust's
    schools and from beyond it; `unmet_days`, of our schools', those that were given up before they were
    served; `delivered_days` those given by the trust's leaders in the half-term.
    """
    world, records = facts.world, facts.records
    tick = records.grid_tick[:-1]
    size, count = len(tick), len(world.names.specialisms)
    have = capacity.support_days(facts)
    needed, unmet = _asked(facts, size, count)
    given = _given(facts, size, count)
    groups, able = specialism_groups(world), _able(world)
    columns: dict[str, list[Floats]] = {
        "could_give_days": [have[:, able[:, each].any(axis=1)].sum(axis=1) for _, each in groups],
        **{
            name: [table[:, each].sum(axis=1) for _, each in groups]
            for name, table in (("needed_days", needed), ("unmet_days", unmet), ("delivered_days", given))
        },
    }
    return {
        "specialism": np.repeat([label for label, _ in groups], size),
        "half_term": np.tile(np.arange(size), len(groups)),
        "tick": np.tile(tick, len(groups)),
        **{name: np.concatenate(parts) for name, parts in columns.items()},
    }


def _asked(facts: Facts, size: int, count: int) -> tuple[Floats, Floats]:
    """[Q - 1, K] days asked for, and of our schools' those never given, by when the need was raised."""
    needs, edges = facts.records.needs, facts.records.grid_tick
    period = np.searchsorted(edges, needs["raised"], side="right") - 1
    inside = (period >= 0) & (period < size)
    given_up = inside & (needs["school"] >= 0) & (needs["status"] == UNMET)
    left = needs["asked_milli"] - needs["delivered_milli"]
    place = period * count + needs["specialism"]
    asked, unmet = (
        np.bincount(place[chosen], milli[chosen], minlength=size * count).reshape(size, count) / MILLI
        for chosen, milli in ((inside, needs["asked_milli"]), (given_up, left))
    )
    return np.asarray(asked, np.float64), np.asarray(unmet, np.float64)


def _given(facts: Facts, size: int, count: int) -> Floats:
    """[Q - 1, K] days that the trust's leaders gave, by half-term and the specialism of the need."""
    records = facts.records
    deployments = records.deployments[records.deployments["supplier"] < 0]
    stop = np.minimum(deployments["end"], facts.world.span.end)
    row, period, part = spread(records.grid_tick, deployments["start"], stop, deployments["delivered_milli"])
    specialism = records.needs["specialism"][deployments["need"][row]]
    total = np.bincount(period * count + specialism, part, minlength=size * count)
    return np.asarray(total.reshape(size, count) / MILLI, np.float64)
