"""What the trust has to give in one run: posts filled, days they may be away, time in use (MODEL 11.3).

Nothing here is given for a single post, and vacancies only trust-wide, from five posts on (MODEL 11.4).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ist_model.engines.records import DESIGNATION_LOST, POST_ENDED, RESIGNED
from ist_model.inputs.calendar import GRID_TICKS, TICKS_PER_WEEK, WEEKS_PER_HALF_TERM, YEAR_TICKS
from ist_model.results.discretion import LEAST_HOLDERS, designated, every_post, exist, sure
from ist_model.results.facts import MILLI, Bools, Facts, Floats, Ints, ratio
from ist_model.results.kinds import Behind
from ist_model.world.structs import NO_LIMIT, World

HALF_TERMS_PER_YEAR = YEAR_TICKS // GRID_TICKS


def utilisation(facts: Facts, role: int | None = None) -> float:
    """Place-time in use over place-time in post, of one role or all; NaN if nobody was in post."""
    slots = facts.world.designations
    return in_use(facts, np.ones(len(slots), bool) if role is None else slots["role"] == role)


def in_use(facts: Facts, chosen: Bools) -> float:
    """Place-time in use over place-time in post, of chosen designations; NaN if nobody was in post.

    A place is in use from the moment support is agreed, so that nobody else is promised it.
    """
    return ratio(
        float(facts.records.busy_ticks[chosen].sum()), float(facts.records.in_post_ticks[chosen].sum())
    )


def average_count(ticks: NDArray[np.int64]) -> float:
    """Time-weighted average of a count from its distribution in ticks."""
    return ratio(float(np.arange(len(ticks)) @ ticks), float(ticks.sum()))


def within(facts: Facts, tick: Ints) -> Bools:
    """[n] the tick falls in the period reported."""
    inside: Bools = (tick >= facts.world.span.start) & (tick < facts.world.span.end)
    return inside


def boards_held(facts: Facts, group: str | None = None) -> float:
    """Progress Boards held in the period, of one group of schools or all."""
    boards = facts.records.boards
    inside = within(facts, boards["tick"])
    if group is not None:
        inside = inside & facts.schools_that_count(group)[boards["school"]]
    return float(inside.sum())


def ceo_board_days_per_year(facts: Facts) -> float:
    """Days a school year that the chief executive spends on Progress Boards: the meetings and preparation.

    The chief executive attends every board (MODEL 5.1); the time is measured, not taken from support days.
    """
    values = facts.world.values
    each = values["monitoring.board_hours"] / values["monitoring.hours_per_day"]
    return boards_held(facts) / facts.years * (each + values["monitoring.ceo_preparation_days"])


def vacancy_weeks(facts: Facts) -> float:
    """School weeks without a holder, over all posts of the trust."""
    vacant = exist(facts.world, facts.records.grid_tick[:-1]) & ~facts.records.filled[:-1]
    return float(vacant.sum()) * GRID_TICKS / TICKS_PER_WEEK


def vacancy_share(facts: Facts) -> float:
    """Share of the time of all posts without a holder; NaN if there is no post."""
    exists = exist(facts.world, facts.records.grid_tick[:-1])
    return ratio(float((exists & ~facts.records.filled[:-1]).sum()), float(exists.sum()))


def designations_lost(facts: Facts) -> float:
    """Designations that went with a leaver in the period; those lost to promotion are counted apart.

    Those of posts vacant on the first day went before it: the opening state says so, nobody left in the run.
    """
    careers = facts.records.careers
    in_period = within(facts, careers["tick"]) & (careers["tick"] > facts.world.span.begin)
    left = (careers["cause"] == RESIGNED) | (careers["cause"] == POST_ENDED)
    return float((in_period & left & (careers["event"] == DESIGNATION_LOST)).sum())


@lru_cache(maxsize=1)
def leader_days(facts: Facts) -> Floats:
    """[Q - 1, D] leader days that may be given in a half-term, by designation.

    A post with a holder gives its release days a year in six equal parts, shared equally by the designations
    it can use then; without a limit it gives its weekly pattern on every place.
    """
    designations, budget = facts.world.designations, facts.records.budget[:-1]
    usable = facts.records.active[:-1] & (designations["places"] > 0)  # a role that gives no support has none
    siblings = np.zeros((len(usable), len(facts.world.posts)))
    point = np.broadcast_to(np.arange(len(usable))[:, None], usable.shape)
    np.add.at(siblings, (point, budget), usable)
    allowance = _allowance_milli(facts)[point, budget]
    unlimited = designations["pattern_milli"] * designations["places"] * WEEKS_PER_HALF_TERM
    milli = np.where(
        allowance == NO_LIMIT,
        unlimited,
        allowance / HALF_TERMS_PER_YEAR / np.maximum(1, siblings[point, budget]),
    )
    return np.where(usable, milli, 0.0) / MILLI


def _allowance_milli(facts: Facts) -> Ints:
    """[Q - 1, P] release days a whole school year (milli-days), as the classes of the year leave them."""
    rolls, posts = facts.rolls, np.arange(len(facts.world.posts))
    years = rolls.first_year + np.arange(rolls.pupils.shape[1])
    each = (grid.ravel() for grid in np.meshgrid(posts, years))
    return rolls.allowances_milli(*each).reshape(len(years), len(posts))[facts.year_column[:-1]]


def release_days_used(facts: Facts) -> float:
    """Share of contracted release days that were used or reserved, over the whole school years of the period.

    Posts without a limit are left out; NaN if no post has one, or no school year lies wholly in the period.
    """
    span, ledger = facts.world.span, facts.records.ledger
    limited = facts.world.posts["allowance_milli"][ledger["post"]] != NO_LIMIT
    year = ledger["year"].astype(np.int64)
    whole = (year * YEAR_TICKS >= span.start) & ((year + 1) * YEAR_TICKS <= span.end)
    contracted = float(ledger["contracted_milli"][limited & whole].sum())
    return ratio(contracted - float(ledger["idle_milli"][limited & whole].sum()), contracted)


def support_days(facts: Facts) -> Floats:
    """[Q - 1, D] days on site that the leader days allow, preparation taken off and travel not."""
    return leader_days(facts) / facts.world.values["support.preparation_factor"]


def support_days_per_year(facts: Facts) -> float:
    """Days on site that posts with a holder allow in a school year, on average over the period."""
    by_half_term = support_days(facts)
    return float(by_half_term.sum()) / max(1, len(by_half_term)) * HALF_TERMS_PER_YEAR


def role_groups(world: World) -> list[tuple[str, Sequence[int]]]:
    """Roles that may be shown apart, as (label, role indices): five holders or more, the rest together.

    A figure that moves when one person leaves is never shown for fewer than five (MODEL 11.4); where the rest
    together are fewer, the smallest shown role joins them. Posts of schools that may never join do not count.
    """
    counts = ~np.isin(world.designations["post"], np.flatnonzero(~sure(world)))
    holders = [
        len(set(world.designations["post"][counts & (world.designations["role"] == role)]))
        for role in range(len(world.names.roles))
    ]
    given = set(world.designations["role"].tolist())
    present = sorted(given, key=lambda role: -holders[role])
    shown = [role for role in present if holders[role] >= LEAST_HOLDERS]
    rest = [role for role in present if holders[role] < LEAST_HOLDERS]
    while shown and rest and sum(holders[role] for role in rest) < LEAST_HOLDERS:
        rest.insert(0, shown.pop())
    groups: list[tuple[str, Sequence[int]]] = [
        (world.names.role_labels[role], [role]) for role in sorted(shown)
    ]
    if rest:
        groups.append(("All roles" if not shown else "Other roles together", sorted(rest)))
    return groups


# The posts that what is told of vacancies and losses tells of.
BEHIND: dict[str, Behind] = {
    "vacancy_weeks": every_post,
    "vacancy_share": every_post,
    "designations_lost": designated,
}
