"""Runs seen as facts: which needs count, how long they waited, which schools need attention (MODEL 11.3).

Everything here is derived from runs and their world alone and computed at most once for them. Measures,
series and money share it, so that two pages never count the same thing in two ways. R runs are looked at
together (`results.runs`): the first dimension of an array is the run, and lists of needs hold those of all
runs, with `need_run` beside them.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ist_model.engines.records import NEED, SOURCE_PACKAGE, STATUS_WORDS, UNMET, Records
from ist_model.engines.rolls import Rolls
from ist_model.inputs.calendar import TICKS_PER_WEEK, YEAR_TICKS
from ist_model.results.arrays import Bools, Floats, Ints
from ist_model.results.once import once
from ist_model.results.runs import Runs
from ist_model.results.sums import ratio
from ist_model.world.structs import GROUP_EXISTING, GROUP_JOINER, GROUP_TWIN, World

MILLI = 1000.0
GROUP_CODES = {"existing": GROUP_EXISTING, "joiners": GROUP_JOINER, "twins": GROUP_TWIN}


class Facts:
    """Lazily derived arrays of R runs."""

    def __init__(self, records: Runs) -> None:
        """Keep the runs; nothing is computed yet."""
        self.records = records
        self.world = records.world
        self.kept: dict[Any, Any] = {}

    def __len__(self) -> int:
        return len(self.records)

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
        """[R, S] tick from which a school counts; for a twin, that at which its joiner joined."""
        schools = self.world.schools
        twin = schools["group"] == GROUP_TWIN
        joins = self.records.joins.copy()
        joins[:, twin] = self.records.joins[:, schools["twin_of"][twin]]
        return joins

    @property
    def rolls(self) -> Rolls:
        """Rolls and classes of these runs."""
        return self.records.rolls

    @cached_property
    def year_column(self) -> Ints:
        """[Q] column of `rolls` of each half-term; the horizon has that of the last school year."""
        return np.array([self.rolls.column(int(tick) // YEAR_TICKS) for tick in self.records.grid_tick])

    @cached_property
    def roll(self) -> Floats:
        """[R, Q, S] pupils on roll in the school year of each half-term (MODEL 8)."""
        return np.ascontiguousarray(self.rolls.pupils[:, :, self.year_column].transpose(0, 2, 1))

    @cached_property
    def attention(self) -> Bools:
        """[R, Q, S] the school has an area needing attention or below, by true strength (MODEL 4.6, 11.3)."""
        worst, cuts = self.world.attention_grade, self.world.grade_cuts
        needing = self.records.strength < (cuts[worst] if worst < len(cuts) else np.inf)  # never for NaN
        return np.asarray((self.world.has_area & needing).any(axis=3))

    @cached_property
    def strength_by_year(self) -> Floats:
        """[R, E, S, A] mean strength of a school year's half-terms in the trust, by year of the period.

        NaN where there is none, or the strength of one of them is not known.
        """
        points = self.records.grid_tick[:-1]
        years = len(self.year_edges) - 1
        strength = np.full((len(self), years, *self.world.has_area.shape), np.nan)
        here = (points[:, None] >= self.in_trust_from[:, None])[..., None]
        first = self.world.span.start // YEAR_TICKS
        for period in range(years):
            of_year = points // YEAR_TICKS == first + period
            counts = here[:, of_year]
            total = np.where(counts, self.records.strength[:, :-1][:, of_year], 0.0).sum(axis=1)
            number = counts.sum(axis=1)
            np.divide(total, number, where=number > 0, out=strength[:, period])
        return strength

    @once
    def member(self, group: str) -> Bools:
        """[R, Q, S] the school belongs to the group and has joined by then."""
        in_group = self.world.schools["group"] == GROUP_CODES[group]
        return np.asarray(in_group & (self.records.grid_tick[:, None] >= self.in_trust_from[:, None]))

    @once
    def schools_that_count(self, group: str) -> Bools:
        """[R, S] the school is in the group for at least one half-term of the period."""
        return np.asarray(self.member(group)[:, :-1].any(axis=1))

    @once
    def pupils_attention(self, group: str) -> Floats:
        """[R] pupils in a school with an area needing attention, averaged over half-terms since it counts.

        A half-term takes the state of its first day. NaN if no school of the group counts.
        """
        return self._pupils(group, self.attention[:, :-1] & self.member(group)[:, :-1])

    @once
    def pupils(self, group: str) -> Floats:
        """[R] pupils on roll in the schools of the group, averaged over the half-terms since each counts.

        NaN if no school of the group counts.
        """
        return self._pupils(group, self.member(group)[:, :-1])

    def _pupils(self, group: str, chosen: Bools) -> Floats:
        """[R] pupils of the chosen half-terms of each school, averaged over those in which it is a member."""
        counts = self.schools_that_count(group)
        at_start = self.world.schools["roll"]
        weight = np.where(chosen, self.roll[:, :-1] / at_start, 0.0)  # 1 each while the roll stays
        number = self.member(group)[:, :-1].sum(axis=1)
        time_share = np.divide(weight.sum(axis=1), number, where=counts, out=np.zeros(counts.shape))
        return np.where(counts.any(axis=1), self.over_schools(group, time_share * at_start), np.nan)

    def over_schools(self, group: str, values: Floats) -> Floats:
        """Sum over the last axis, of schools, of those in the group: no other school moves a bit of it.

        The order in which NumPy adds depends on how many there are to add.
        """
        own = self.world.schools["group"] == GROUP_CODES[group]
        return np.asarray(np.ascontiguousarray(values[..., own]).sum(axis=-1))

    def none_at_end(self, *groups: str) -> Floats:
        """[R] 1 if at the horizon no school of these groups has an area needing attention; NaN: no school."""
        member = np.any([self.member(group)[:, -1] for group in groups], axis=0)
        none = ~(self.attention[:, -1] & member).any(axis=1)
        return np.where(member.any(axis=1), none, np.nan)

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
    def need_run(self) -> Ints:
        """[counted needs] place of the run that a need is of."""
        return self.records.run_of("needs")[self.counted]

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
    def resolved(self) -> Bools:
        """[counted needs] started or given up."""
        return self.started | self.given_up

    @cached_property
    def in_time(self) -> Bools:
        """[counted needs] started within the service standard."""
        return np.asarray(self.started & (self.wait_weeks <= self.world.values["service.standard_weeks"]))

    @cached_property
    def wait_weeks(self) -> Floats:
        """[counted needs] school weeks from need to first day, or to being given up; NaN while waiting."""
        until = np.where(self.started, self.needs["first_start"], self.needs["closed"])
        weeks = (until - self.needs["raised"]) / TICKS_PER_WEEK
        return np.where(self.resolved, weeks, np.nan)

    @cached_property
    def _of_group(self) -> dict[str, Bools]:
        school = self.needs["school"]
        group = np.append(self.world.schools["group"], -1)[school]  # -1: beyond the trust
        of = {name: np.asarray(group == code) for name, code in GROUP_CODES.items()}
        return of | {"trust": np.asarray(school >= 0), "beyond": np.asarray(school < 0)}

    def of(self, group: str) -> Bools:
        """[counted needs] that belong to a group: existing, joiners, trust, beyond."""
        return self._of_group[group]

    def tally(self, chosen: Bools, amount: NDArray[Any] | None = None) -> Floats:
        """[R] how many of the counted needs are chosen, or an amount of theirs added up."""
        return self.records.summed(self.need_run[chosen], None if amount is None else amount[chosen])

    def waits(self, group: str) -> Bools:
        """[counted needs] that started, of a group; `wait_weeks` of these is from need to first day."""
        return self.of(group) & self.started

    def waits_resolved(self, group: str) -> Bools:
        """[counted needs] that started or went unmet, of a group."""
        return self.of(group) & self.resolved

    def share_within(self, group: str, *, resolved: bool) -> Floats:
        """[R] share started within the service standard, over started or resolved needs; NaN if none."""
        base = self.waits_resolved(group) if resolved else self.waits(group)
        return self.share(self.in_time, base)

    def share_waited(self, group: str) -> Floats:
        """[R] share of resolved needs that did not start the moment they were raised; NaN if none."""
        return self.share(~(self.started & (self.wait_weeks == 0.0)), self.waits_resolved(group))

    def share(self, part: Bools, base: Bools) -> Floats:
        """[R] share of the base, of counted needs, that is in the part; NaN if the base is empty."""
        return ratio(self.tally(part & base), self.tally(base))

    @once
    def _by_status(self, group: str) -> Floats:
        """[R, statuses] counted needs of a group."""
        of_group, statuses = self.of(group), len(STATUS_WORDS)
        place = self.need_run[of_group] * statuses + self.needs["status"][of_group]
        number = np.bincount(place, minlength=len(self) * statuses)
        return number.reshape(len(self), statuses).astype(np.float64)

    def count(self, group: str, *statuses: int) -> Floats:
        """[R] how many counted needs of a group, with one of these statuses if any are named."""
        number = self._by_status(group)
        return np.asarray(number[:, list(statuses)].sum(axis=1) if statuses else number.sum(axis=1))

    def censored(self, group: str) -> Floats:
        """[R] counted needs still without a first day at the horizon, though not withdrawn."""
        return self.tally(self.of(group) & ~self.resolved)

    def days(self, group: str, part: str) -> Floats:
        """[R] days of the counted needs of a group: needed = delivered + bought + unmet + to come."""
        of_group, unmet = self.of(group), self.needs["status"] == UNMET
        asked, delivered = self.needs["asked_milli"], self.needs["delivered_milli"]
        match part:
            case "needed":
                milli = self.tally(of_group, asked)
            case "delivered":
                milli = self.tally(of_group, delivered - self.bought_milli)
            case "bought":
                milli = self.tally(of_group, self.bought_milli)
            case "unmet":
                milli = self.tally(of_group & unmet, asked - delivered)
            case "to_come":
                milli = self.tally(of_group & ~unmet, asked - delivered)
            case _:
                raise ValueError(f"no part of the days of needs is called {part!r}")
        return milli / MILLI


def facts_of(world: World, *runs: Records) -> Facts:
    """The facts of runs of a world, which need not have drawn its joinings yet."""
    return Facts(Runs.of(world, *runs))
