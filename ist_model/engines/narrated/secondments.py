"""Secondments during a narrated run: a person works at another school for whole terms (MODEL 7.3)."""

from __future__ import annotations

from dataclasses import dataclass

from ist_model.engines.narrated.claims import Claims
from ist_model.engines.narrated.clock import PhaseClock
from ist_model.engines.narrated.headships import Headships
from ist_model.engines.narrated.people import People
from ist_model.engines.narrated.rules import absorption, careers, giving, matching
from ist_model.engines.narrated.strengths import Strengths
from ist_model.engines.narrated.things import Deployment, presence
from ist_model.engines.records import BY_SECONDMENT, RETURNED, SENT
from ist_model.inputs.calendar import TICKS_PER_WEEK, WEEKS_PER_YEAR
from ist_model.world.structs import NONE, World

_FULL_TIME = 1.0


@dataclass(eq=False, slots=True)
class _Running:
    """A secondment under way, and the support that it gives while the school has a leader of its own."""

    row: int
    person: int
    support: Deployment
    supporting: bool = False


class Secondments:
    """Who is seconded where. One whose post is vacant on the first day, or who stands in, does not go."""

    def __init__(
        self,
        world: World,
        clock: PhaseClock,
        people: People,
        headships: Headships,
        claims: Claims,
        strengths: Strengths,
        effect_per_day: float,
    ) -> None:
        """Nobody is seconded yet."""
        self.world, self.clock, self.people = world, clock, people
        self.headships, self.claims, self.strengths = headships, claims, strengths
        self.effect = effect_per_day
        self.running: dict[int, _Running] = {}

    def begin(self) -> None:
        """Those that start now."""
        for row, struct in enumerate(self.world.secondments):
            post = int(struct["post"])
            if (
                struct["starts"] != self.clock.now
                or not self.people.is_filled(post)
                or self.people.away[post]
            ):
                continue
            share, person = float(struct["share"]), self.people.holder[post]
            running = self.running[row] = _Running(row, person, self._support(row))
            self._missed_at_home(running, True)
            self.people.away_share[post] = share
            self.people.recording.career(SENT, post, row, person)
            if share == _FULL_TIME:
                self.headships.seconded[post] = int(struct["school"])
                self.people.send_away(post, matching.SECONDED)
            self.claims.start(("secondment", row), post, int(struct["ends"]), share=share)

    def end(self) -> list[tuple[int, int]]:
        """End those that are over or whose person left; (seat left, seat taken) of who stays there."""
        moves = []
        for row, running in list(self.running.items()):
            struct = self.world.secondments[row]
            post = int(struct["post"])
            gone = self.people.holder[post] != running.person
            if gone or struct["ends"] == self.clock.now:
                self._stop(row, running)
                seat = NONE if gone or not struct["stay"] else self._vacancy(post, int(struct["school"]))
                if seat != NONE:
                    self.people.move(post, seat, BY_SECONDMENT)
                    moves.append((post, seat))
        return moves

    def support(self) -> None:
        """A school with a leader of its own gains; one without has the person as its leader instead."""
        for row, running in self.running.items():
            struct = self.world.secondments[row]
            wanted = self.headships.accountable[struct["school"]] != struct["post"]
            self._support_now(running, wanted)

    def _stop(self, row: int, running: _Running) -> None:
        post = int(self.world.secondments["post"][row])
        del self.running[row]
        self._support_now(running, False)
        self._missed_at_home(running, False)
        self.people.away_share[post] = 0.0
        self.headships.seconded.pop(post, None)
        self.people.recording.career(RETURNED, post, row, running.person)
        self.claims.stop(("secondment", row))
        self.people.bring_back(post)

    def _support_now(self, running: _Running, wanted: bool) -> None:
        if wanted != running.supporting and running.support.need.area != NONE:
            self.strengths.help(running.support, wanted)
            running.supporting = wanted

    def _missed_at_home(self, running: _Running, begins: bool) -> None:
        area = self.world.leadership_area
        if running.support.giver != NONE and area != NONE:
            self.strengths.miss(running.support, [area], begins)

    def _vacancy(self, post: int, school: int) -> int:
        """The vacant seat of a school that fits the holder of a post best, the first of equals; or NONE."""
        posts, now = self.world.posts, self.clock.now
        kind, ready = posts["kind"][post], self.people.ready_for_next[post] <= now
        best, found = careers.STAY_NOT, NONE
        for seat, struct in enumerate(posts):
            there = struct["home"] == school and struct["starts"] <= now < struct["ends"]
            if not there or self.people.is_filled(seat):
                continue
            place = self.world.ladder[struct["kind"], kind]
            choice = careers.stay_choice(struct["kind"] == kind, place, ready)
            if choice != careers.STAY_NOT and (found == NONE or choice < best):
                best, found = choice, seat
        return found

    def _support(self, row: int) -> Deployment:
        """What the secondment adds to leadership, as support is added up (MODEL 4.1)."""
        struct, now = self.world.secondments[row], self.clock.now
        school, area, post = int(struct["school"]), self.world.leadership_area, int(struct["post"])
        if area != NONE and not self.world.has_area[school, area]:
            area = NONE
        values, share = self.world.values, float(struct["share"])
        days = share * values["careers.secondment_support_days_per_week"]
        away = matching.milli_of(share * values["finance.school_days_per_year"] / WEEKS_PER_YEAR)
        cover = values["giving.cover_quality"] if struct["backfill"] else 0.0
        cost = giving.cost_per_day(values["giving.cost_points_per_day"], cover, True)
        weeks = (int(struct["ends"]) - int(struct["starts"])) / TICKS_PER_WEEK
        worth = absorption.package_worth(
            0.0, days * weeks, values["support.package_days"], values["support.kept_per_day"]
        )
        key = int(self.world.posts["key"][post])
        return presence(
            key,
            school,
            area,
            now,
            int(struct["ends"]),
            post=post,
            budget=post,
            giver=self.people.home[post],
            gain_per_week=days * self.effect * worth,
            pattern=away,
            home_cost=giving.per_week(away, cost, 1),
        )
