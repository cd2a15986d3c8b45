"""Days asked for and not given, and who could have given them, by specialism and by role (MODEL 11.3).

A need asks for one specialism, so days by specialism add up. Several roles could often serve the same need,
and most leaders serve several specialisms: what could have been given counts for each, and does not add up.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from ist_model.engines.records import UNMET
from ist_model.inputs.calendar import YEAR_TICKS
from ist_model.results import capacity
from ist_model.results.arrays import Bools, Floats
from ist_model.results.discretion import LEAST_HOLDERS, sure
from ist_model.results.facts import MILLI, Facts
from ist_model.results.frame import Frame, in_each_run
from ist_model.results.half_terms import asked, days_by, given, half_terms
from ist_model.results.once import once
from ist_model.world.structs import World

IN_ALL = "days_unmet_per_year"
BY_SPECIALISM, BY_ROLE = "days_unmet_specialism.", "days_unmet_role."
UNIT = "days a year"
STRETCH = ("needed_days", "could_give_days")  # asked for, and what those who could serve have
NOT_GIVEN = "Days of support that our schools asked for and did not get"
COULD = "Days not given that this role could have given"


@once
def _unmet(facts: Facts) -> Floats:
    """[R, K, A] days a year of counted needs of the trust's schools, given up before they were served."""
    world, rows = facts.world, facts.needs
    shape = (len(facts), *world.area_specialisms.shape[::-1])
    chosen = (rows["school"] >= 0) & (rows["status"] == UNMET)
    place = (facts.need_run * shape[1] + rows["specialism"]) * shape[2] + rows["area"]
    milli = rows["asked_milli"] - rows["delivered_milli"]
    total = np.bincount(place[chosen], milli[chosen], minlength=int(np.prod(shape))).reshape(shape)
    years = (world.span.count_until - world.span.start) / YEAR_TICKS
    return np.asarray(total / MILLI / years, np.float64)


def in_all(facts: Facts) -> Floats:
    """Days a school year asked for by the trust's schools and never given."""
    return np.asarray(_unmet(facts).reshape(len(facts), -1).sum(axis=1), np.float64)


def of_specialism(facts: Facts, specialism: int) -> Floats:
    """Days a school year asked for in a specialism by the trust's schools and never given."""
    return np.asarray(_unmet(facts)[:, specialism].sum(axis=1))


def of_role(facts: Facts, role: int) -> Floats:
    """Of the days asked for and never given, those that holders of a role could have given, a school year."""
    served = _serves(facts.world, facts.world.designations["role"] == role)
    unmet = np.where(served, _unmet(facts), 0.0)
    return np.asarray(unmet.reshape(len(facts), -1).sum(axis=1), np.float64)


def _serves(world: World, slots: Bools) -> Bools:
    """[K, A] whether one of the designations could serve a need of the specialism in the area."""
    return np.asarray((world.quality[slots] > 0).any(axis=(0, 3)))


def measures(world: World) -> dict[str, tuple[str, Callable[[Facts], Floats]]]:
    """By name: label and function, in all, of each specialism, and of each role that gives support."""
    names, slots = world.names, world.designations
    found: dict[str, tuple[str, Callable[[Facts], Floats]]] = {IN_ALL: (NOT_GIVEN, in_all)}
    found |= {
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


@once
def by_specialism(facts: Facts) -> Frame:
    """Days on site by half-term and specialism, specialisms with few leaders together (MODEL 11.4).

    `could_give_days` are those of all leaders in post who could serve the specialism: a leader who could
    serve several counts for each. `needed_days` are those asked for by needs raised in the half-term, of
    the trust's schools and from beyond it; `unmet_days`, of our schools', those that were given up before
    they were served; `delivered_days` those given by the trust's leaders in the half-term.
    """
    world, needs, deployments = facts.world, facts.records.needs, facts.records.deployments
    count, groups, able = len(world.names.specialisms), specialism_groups(world), _able(world)
    cell, inside = asked(facts)
    row, when, part = given(facts)
    given_up = inside & (needs["school"] >= 0) & (needs["status"] == UNMET)
    left, kind = needs["asked_milli"] - needs["delivered_milli"], needs["specialism"]
    by_leader, of_need = deployments["supplier"][row] < 0, kind[deployments["need"][row]]
    days = {
        "needed_days": days_by(facts, cell, needs["asked_milli"], inside, kind, count),
        "unmet_days": days_by(facts, cell, left, given_up, kind, count),
        "delivered_days": days_by(facts, when, part, by_leader, of_need, count),
    }
    have = capacity.support_days(facts)
    could = [np.compress(able[:, each].any(axis=1), have, axis=2).sum(axis=2) for _, each in groups]
    columns = {
        "could_give_days": np.stack(could, axis=1),
        **{
            name: np.stack([np.take(table, each, axis=2).sum(axis=2) for _, each in groups], axis=1)
            for name, table in days.items()
        },
    }
    keys = {
        "specialism": np.repeat([label for label, _ in groups], have.shape[1]),
        **{name: np.tile(column, len(groups)) for name, column in half_terms(facts).items()},
    }
    return in_each_run(len(facts), keys, columns)
