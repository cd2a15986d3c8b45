"""One run seen as facts: which needs count, how long they waited, which schools need attention (MODEL 11.3).

Everything here is derived from `Records` and `World` alone and computed at most once per run. Measures,
series and money share it, so that two pages never count the same thing in two ways.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ist_model.engines import growth
from ist_model.engines.records import NEED, SOURCE_PACKAGE, STATUS_WORDS, UNMET, Records
from ist_model.engines.rolls import Rolls
from ist_model.inputs.calendar import TICKS_PER_WEEK, YEAR_TICKS
from ist_model.world.structs import GROUP_EXISTING, GROUP_JOINER, GROUP_TWIN, World

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

MILLI = 1000.0
GROUP_CODES = {"existing": GROUP_EXISTING, "joiners": GROUP_JOINER, "twins": GROUP_TWIN}


def spread(edges: Ints, start: Ints, stop: Ints, amount: Ints) -> tuple[Ints, Ints, Floats]:
    """Share amounts given evenly over [start, stop) among the periods between edges.

    Args:
        edges: [E + 1] ticks, increasing; period e is [edges[e], edges[e + 1]).
        start: [n] first tick of each amount.
        stop: [n] tick at which each amount is complete; an empty stretch contributes nothing.
        amount: [n].

    Returns:
        Row, period and amount of every non-empty part; what lies outside the edges is left out.
    """
    low = np.clip(start, edges[0], edges[-1])
    high = np.clip(stop, edges[0], edges[-1])
    first = np.searchsorted(edges, low, side="right") - 1
    last = np.searchsorted(edges, high, side="left") - 1
    parts = np.where(high > low, last - first + 1, 0)
    row = np.repeat(np.arange(len(start)), parts)
    period = first[row] + np.arange(len(row)) - (np.cumsum(parts) - parts)[row]
    overlap = np.minimum(high[row], edges[period + 1]) - np.maximum(low[row], edges[period])
    return row, period, amount[row] * (overlap / (stop - start)[row])


class Facts:
    """Lazily derived arrays of one run."""

    def __init__(self, world: World, records: Records) -> None:
        """Keep the run, and the world with what the run drew of joinings; nothing is computed yet."""
        self.world = growth.of_run(world, records.run)
        self.records = records

    @property
    def weeks(self) -> float:
        """School weeks in the period reported."""
        return (self.world.span.end - self.world.span.start) / TICKS_PER_WEEK

    @property
    def years(self) -> float:
        """School years in the period reported."""
        return (self.world.span.end - self.world.span.start) / YEAR_TICKS

    @cached_property
    def year_edges(self) -> Ints:
        """Ticks that bound the school years of the period, the first and last cut to the period."""
        span = self.world.span
        inner = np.arange(span.start // YEAR_TICKS + 1, -(-span.end // YEAR_TICKS)) * YEAR_TICKS
        return np.concatenate([[span.start], inner, [span.end]]).astype(np.int64)

    # Schools ---------------------------------------------------------------------------------------------

    @cached_property
    def in_trust_from(self) -> Ints:
        """[S] tick from which a school counts; for a twin, that at which its joiner joined."""
        schools = self.world.schools
        twin = schools["group"] == GROUP_TWIN
        joins: Ints = schools["joins"].copy()
        joins[twin] = schools["joins"][schools["twin_of"][twin]]
        return joins

    @cached_property
    def rolls(self) -> Rolls:
        """Rolls and classes of this run."""
        return Rolls(self.world, self.records.run)

    @cached_property
    def year_column(self) -> Ints:
        """[Q] column of `rolls` of each half-term; the horizon has that of the last school year."""
        return np.array([self.rolls.column(int(tick) // YEAR_TICKS) for tick in self.records.grid_tick])

    @cached_property
    def roll(self) -> Floats:
        """[Q, S] pupils on roll in the school year of each half-term (MODEL 8)."""
        return np.asarray(self.rolls.pupils[:, self.year_column].T)

    @cached_property
    def attention(self) -> Bools:
        """[Q, S] the school has an area needing attention or below, by true strength (MODEL 4.6, 11.3)."""
        grade = np.searchsorted(self.world.grade_cuts, self.records.strength, side="right")
        graded = self.world.has_area[None] & ~np.isnan(self.records.strength)
        return np.asarray(((grade <= self.world.attention_grade) & graded).any(axis=2))

    @cached_property
    def strength_by_year(self) -> Floats:
        """[E, S, A] mean strength of a school year's half-terms in the trust, by school year of the period.

        NaN where there is none, or the strength of one of them is not known.
        """
        points = self.records.grid_tick[:-1]
        strength = np.full((len(self.year_edges) - 1, *self.world.has_area.shape), np.nan)
        here = (points[:, None] >= self.in_trust_from)[:, :, None]
        first = self.world.span.start // YEAR_TICKS
        for period in range(len(strength)):
            of_year = points // YEAR_TICKS == first + period
            total = np.where(here, self.records.strength[:-1], 0.0)[of_year].sum(axis=0)
            number = here[of_year].sum(axis=0)
            np.divide(total, number, where=number > 0, out=strength[period])
        return strength

    def member(self, group: str) -> Bools:
        """[Q, S] the school belongs to the group and has joined by then."""
        in_group = self.world.schools["group"] == GROUP_CODES[group]
        return np.asarray(in_group & (self.records.grid_tick[:, None] >= self.in_trust_from))

    def schools_that_count(self, group: str) -> Bools:
        """[S] the school is in the group for at least one half-term of the period."""
        return np.asarray(self.member(group)[:-1].any(axis=0))

    def pupils_attention(self, group: str) -> float:
        """Pupils in a school with an area needing attention, averaged over the half-terms since it counts.

        A half-term takes the state of its first day. NaN if no school of the group counts.
        """
        member = self.member(group)[:-1]
        return self._pupils(member, self.attention[:-1] & member)

    def pupils(self, group: str) -> float:
        """Pupils on roll in the schools of the group, averaged over the half-terms since each counts.

        NaN if no school of the group counts.
        """
        member = self.member(group)[:-1]
        return self._pupils(member, member)

    def _pupils(self, member: Bools, chosen: Bools) -> float:
        """Pupils of the chosen half-terms of each school, averaged over those in which it is a member."""
        counts = member.any(axis=0)
        if not counts.any():
            return np.nan
        at_start = self.world.schools["roll"]
        weight = np.where(chosen, self.roll[:-1] / at_start, 0.0)  # 1 in each half-term while the roll stays
        time_share = weight.sum(axis=0)[counts] / member.sum(axis=0)[counts]
        return float(time_share @ at_start[counts])

    def none_at_end(self, *groups: str) -> float:
        """1 if at the horizon no school of these groups has an area needing attention; NaN: no school."""
        member = np.any([self.member(group)[-1] for group in groups], axis=0)
        return float(not (self.attention[-1] & member).any()) if member.any() else np.nan

    def validated(self, tick: Ints) -> Bools:
        """[n] Progress Boards held at these ticks are validated from outside (MODEL 5.1, 6.5)."""
        starts, ends = self.world.validation.T
        return np.asarray(((starts <= tick[:, None]) & (tick[:, None] < ends)).any(axis=1))

    # Needs -----------------------------------------------------------------------------------------------

    @cached_property
    def needs(self) -> NDArray[np.void]:
        """NEED rows that count: raised in [start, count_until)."""
        return self.records.needs[self.counted] if len(self.records.needs) else np.zeros(0, NEED)

    @cached_property
    def counted(self) -> Bools:
        """[needs] raised between the warm-up and `count_until`."""
        raised = self.records.needs["raised"]
        asked = self.records.needs["source"] != SOURCE_PACKAGE  # a package's visits were never asked for
        return np.asarray(asked & (raised >= self.world.span.start) & (raised < self.world.span.count_until))

    @cached_property
    def bought_milli(self) -> Floats:
        """[counted needs] milli-days given by suppliers by the horizon."""
        bought = self.records.deployments[self.records.deployments["supplier"] >= 0]
        total = np.bincount(bought["need"], bought["delivered_milli"], minlength=len(self.records.needs))
        return total[self.counted].astype(np.float64)

    @cached_property
    def started(self) -> Bools:
        """[counted needs] support had begun by the horizon."""
        first = self.needs["first_start"]
        return np.asarray((first >= self.needs["raised"]) & (first < self.world.span.end))

    @cached_property
    def given_up(self) -> Bools:
        """[counted needs] withdrawn without a first day."""
        return np.asarray((self.needs["status"] == UNMET) & ~self.started)

    @cached_property
    def wait_weeks(self) -> Floats:
        """[counted needs] school weeks from need to first day, or to being given up; NaN while waiting."""
        until = np.where(self.started, self.needs["first_start"], self.needs["closed"])
        weeks = (until - self.needs["raised"]) / TICKS_PER_WEEK
        return np.where(self.started | self.given_up, weeks, np.nan)

    @cached_property
    def _of_group(self) -> dict[str, Bools]:
        school = self.needs["school"]
        group = np.append(self.world.schools["group"], -1)[school]  # -1: beyond the trust
        of = {name: np.asarray(group == code) for name, code in GROUP_CODES.items()}
        return of | {"trust": np.asarray(school >= 0), "beyond": np.asarray(school < 0)}

    def of(self, group: str) -> Bools:
        """[counted needs] that belong to a group: existing, joiners, trust, beyond."""
        return self._of_group[group]

    def waits(self, group: str) -> Floats:
        """School weeks from need to first day, over the started needs of a group."""
        return self.wait_weeks[self.of(group) & self.started]

    def waits_resolved(self, group: str) -> Floats:
        """School weeks waited, over the needs of a group that started or went unmet."""
        return self.wait_weeks[self.of(group) & (self.started | self.given_up)]

    def share_within(self, group: str, *, resolved: bool) -> float:
        """Share started within the service standard, over started or all resolved needs; NaN if none."""
        of_group = self.of(group)
        base = of_group & (self.started | self.given_up) if resolved else of_group & self.started
        standard = self.world.values["service.standard_weeks"]
        return share(self.started & (self.wait_weeks <= standard), base)

    def share_waited(self, group: str) -> float:
        """Share of resolved needs that did not start the moment they were raised; NaN if none."""
        base = self.of(group) & (self.started | self.given_up)
        return share(~(self.started & (self.wait_weeks == 0.0)), base)

    def count(self, group: str, *statuses: int) -> float:
        """How many counted needs of a group, with one of these statuses if any are named."""
        number = np.bincount(self.needs["status"][self.of(group)], minlength=len(STATUS_WORDS))
        return float(number[list(statuses)].sum() if statuses else number.sum())

    def censored(self, group: str) -> float:
        """Counted needs still without a first day at the horizon, though not withdrawn."""
        return float((self.of(group) & ~self.started & ~self.given_up).sum())

    def days(self, group: str, part: str) -> float:
        """Days of the counted needs of a group: needed = delivered + bought + unmet + to come."""
        of_group = self.of(group)
        asked, delivered = self.needs["asked_milli"][of_group], self.needs["delivered_milli"][of_group]
        unmet = self.needs["status"][of_group] == UNMET
        match part:
            case "needed":
                milli = asked
            case "delivered":
                milli = delivered - self.bought_milli[of_group]
            case "bought":
                milli = self.bought_milli[of_group]
            case "unmet":
                milli = (asked - delivered)[unmet]
            case "to_come":
                milli = (asked - delivered)[~unmet]
            case _:
                raise ValueError(f"no part of the days of needs is called {part!r}")
        return float(milli.sum()) / MILLI


def share(part: Bools, base: Bools) -> float:
    """Share of the base that is in the part; NaN if the base is empty."""
    return float((part & base).sum() / base.sum()) if base.any() else np.nan


def ratio(top: float, bottom: float) -> float:
    """A quotient; NaN if the bottom is 0."""
    return float(top / bottom) if bottom else np.nan
