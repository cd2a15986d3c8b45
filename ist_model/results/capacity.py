"""What the trust has to give: posts filled, days they may be away, time in use (MODEL 11.3), run by run.

Nothing here is given for a single post, and vacancies only trust-wide, from five posts on (MODEL 11.4).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ist_model.engines.records import DESIGNATION_LOST, POST_ENDED, RESIGNED
from ist_model.inputs.calendar import GRID_TICKS, TICKS_PER_WEEK, WEEKS_PER_HALF_TERM, YEAR_TICKS
from ist_model.results.arrays import Bools, Floats, Ints
from ist_model.results.discretion import LEAST_HOLDERS, designated, every_post, sure
from ist_model.results.facts import MILLI, Facts
from ist_model.results.kinds import Behind
from ist_model.results.once import once
from ist_model.results.sums import ratio
from ist_model.world.structs import NO_LIMIT, World

HALF_TERMS_PER_YEAR = YEAR_TICKS // GRID_TICKS


def utilisation(facts: Facts, role: int | None = None) -> Floats:
    """Place-time in use over place-time in post, of one role or all; NaN if nobody was in post."""
    slots = facts.world.designations
    return in_use(facts, np.ones(len(slots), bool) if role is None else slots["role"] == role)


def in_use(facts: Facts, chosen: Bools) -> Floats:
    """Place-time in use over place-time in post, of chosen designations; NaN if nobody was in post.

    A place is in use from the moment support is agreed, so that nobody else is promised it.
    """
    busy, in_post = facts.records.busy_ticks, facts.records.in_post_ticks
    return ratio(busy[:, chosen].sum(axis=1), in_post[:, chosen].sum(axis=1))


def average_count(ticks: Ints) -> Floats:
    """[R] time-weighted average of a count from its distribution in ticks, [R, N]."""
    return ratio(ticks @ np.arange(ticks.shape[1]), ticks.sum(axis=1))


def within(facts: Facts, tick: Ints) -> Bools:
    """[n] the tick falls in the period reported."""
    inside: Bools = (tick >= facts.world.span.start) & (tick < facts.world.span.end)
    return inside


def boards_held(facts: Facts, group: str | None = None) -> Floats:
    """Progress Boards held in the period, of one group of schools or all."""
    boards, run = facts.records.boards, facts.records.run_of("boards")
    inside = within(facts, boards["tick"])
    if group is not None:
        inside = inside & facts.schools_that_count(group)[run, boards["school"]]
    return facts.records.summed(run[inside])


def ceo_board_days_per_year(facts: Facts) -> Floats:
    """Days a school year that the chief executive spends on Progress Boards: the meetings and preparation.

    The chief executive attends every board (MODEL 5.1); the time is measured, not taken from support days.
    """
    values = facts.world.values
    each = values["monitoring.board_hours"] / values["monitoring.hours_per_day"]
    return boards_held(facts) / facts.years * (each + values["monitoring.ceo_preparation_days"])


@once
def posts_exist(facts: Facts) -> Bools:
    """[R, Q - 1, P] the post exists at a half-term's start, filled or not."""
    tick = facts.records.grid_tick[:-1, None]
    return np.asarray((facts.records.post_starts[:, None] <= tick) & (tick < facts.world.posts["ends"]))


@once
def vacant_half_terms(facts: Facts) -> Ints:
    """[R] half-terms without a holder, over all posts."""
    return np.asarray((posts_exist(facts) & ~facts.records.filled[:, :-1]).sum(axis=(1, 2)))


def vacancy_weeks(facts: Facts) -> Floats:
    """School weeks without a holder, over all posts of the trust."""
    return vacant_half_terms(facts) * GRID_TICKS / TICKS_PER_WEEK


def vacancy_share(facts: Facts) -> Floats:
    """Share of the time of all posts without a holder; NaN if there is no post."""
    return ratio(vacant_half_terms(facts), posts_exist(facts).sum(axis=(1, 2)))


def happened(facts: Facts, event: int, *causes: int) -> Bools:
    """[careers] events of a kind, by one of some causes, in the period reported."""
    careers = facts.records.careers
    by_cause = np.any([careers["cause"] == cause for cause in causes], axis=0)
    return np.asarray((careers["event"] == event) & by_cause & within(facts, careers["tick"]))


def designations_lost(facts: Facts) -> Floats:
    """Designations that went with a leaver in the period; those lost to promotion are counted apart.

    Those of posts vacant on the first day went before it: the opening state says so, nobody left in the run.
    """
    lost = happened(facts, DESIGNATION_LOST, RESIGNED, POST_ENDED)
    lost &= facts.records.careers["tick"] > facts.world.span.begin
    return facts.records.summed(facts.records.run_of("careers")[lost])


@once
def leader_days(facts: Facts) -> Floats:
    """[R, Q - 1, D] leader days that may be given in a half-term, by designation.

    A post with a holder gives its release days a year in six equal parts, shared equally by the designations
    it can use then; without a limit it gives its weekly pattern on every place.
    """
    designations, budget = facts.world.designations, facts.records.budget[:, :-1].astype(np.int64)
    usable = facts.records.active[:, :-1] & (designations["places"] > 0)  # others give no support
    allowance = _allowance_milli(facts)
    each = np.arange(usable.shape[0] * usable.shape[1]).reshape(*usable.shape[:2], 1)
    place = each * allowance.shape[2] + budget
    siblings = np.bincount(place[usable], minlength=allowance.size)[place]
    whole = allowance.ravel()[place] if allowance.size else np.zeros(place.shape, np.int64)
    unlimited = designations["pattern_milli"] * designations["places"] * WEEKS_PER_HALF_TERM
    milli = np.where(whole == NO_LIMIT, unlimited, whole / HALF_TERMS_PER_YEAR / np.maximum(1, siblings))
    return np.where(usable, milli, 0.0) / MILLI


def _allowance_milli(facts: Facts) -> Ints:
    """[R, Q - 1, P] release days a whole school year (milli-days), as the classes of the year leave them."""
    rolls = facts.rolls
    shape = (len(facts), rolls.pupils.shape[2], len(facts.world.posts))
    run, column, post = (each.ravel() for each in np.indices(shape))
    found = rolls.allowances_milli(run, post, rolls.first_year + column).reshape(shape)
    return found[:, facts.year_column[:-1]]


def release_days_used(facts: Facts) -> Floats:
    """Share of contracted release days that were used or reserved, over the whole school years of the period.

    Posts without a limit are left out; NaN if no post has one, or no school year lies wholly in the period.
    """
    span, ledger = facts.world.span, facts.records.ledger
    limited = facts.world.posts["allowance_milli"][ledger["post"]] != NO_LIMIT
    year = ledger["year"].astype(np.int64)
    chosen = limited & (year * YEAR_TICKS >= span.start) & ((year + 1) * YEAR_TICKS <= span.end)
    run = facts.records.run_of("ledger")[chosen]
    contracted = facts.records.summed(run, ledger["contracted_milli"][chosen])
    return ratio(contracted - facts.records.summed(run, ledger["idle_milli"][chosen]), contracted)


def support_days(facts: Facts) -> Floats:
    """[R, Q - 1, D] days on site that the leader days allow, preparation taken off and travel not."""
    return leader_days(facts) / facts.world.values["support.preparation_factor"]


def support_days_per_year(facts: Facts) -> Floats:
    """Days on site that posts with a holder allow in a school year, on average over the period."""
    by_half_term = support_days(facts)
    total = by_half_term.reshape(len(facts), -1).sum(axis=1)
    return np.asarray(total / max(1, by_half_term.shape[1]) * HALF_TERMS_PER_YEAR)


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
