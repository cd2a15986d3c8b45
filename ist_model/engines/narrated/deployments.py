"""Deployments: reserving days, going out, coming back, and being cut short (MODEL 6.1, 6.2, 6.5)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import simpy

from ist_model.engines.narrated.buying import Buying
from ist_model.engines.narrated.clock import Phase, PhaseClock
from ist_model.engines.narrated.log import Event, Log
from ist_model.engines.narrated.people import People
from ist_model.engines.narrated.recording import Recording
from ist_model.engines.narrated.rules import matching
from ist_model.engines.narrated.schools import Schools
from ist_model.engines.narrated.strengths import Strengths
from ist_model.engines.narrated.terms import Terms
from ist_model.engines.narrated.things import Candidate, Deployment, Need, Offer
from ist_model.engines.narrated.visiting import Visiting
from ist_model.world.structs import NEVER, NO_LIMIT, NONE, World

_NEVER = int(NEVER)


class Deployments:
    """Who is deployed where, from agreement to the last day."""

    def __init__(
        self,
        world: World,
        clock: PhaseClock,
        people: People,
        schools: Schools,
        strengths: Strengths,
        recording: Recording,
        effect_per_day: float,
        log: Log | None,
    ) -> None:
        """No one is deployed yet."""
        values = world.values
        self.world, self.clock, self.people, self.schools = world, clock, people, schools
        self.strengths, self.recording, self.log = strengths, recording, log
        self.terms = Terms(world, people, effect_per_day)
        self.shortest = matching.milli_of(values["support.shortest_deployment_days"])
        self.week_milli: list[int] = world.posts["week_milli"].tolist()
        self.post_of, self.home_of = people.carrier, people.home_of  # they move with who keeps a designation
        self.running_on: list[list[Deployment]] = [[] for _ in world.designations]
        self.visiting = Visiting(world)
        self.week = [0] * len(world.posts)  # leader milli-days a week agreed
        self.buying = Buying(world, clock)
        self.agreed_for = [0] * len(world.schools)  # milli-days on site for its needs, less what was cut
        self.requeue: Callable[[Need], None] = lambda need: None
        self.finished: Callable[[Need], None] = lambda need: None
        self.supply_changed: Callable[[], None] = lambda: None
        people.cut_short = self.cut_short

    def offer(self, need: Need, candidate: Candidate) -> Offer:
        """Whether a supporter is free for a need now, and from when, how intensively and for how long."""
        slot, quality, _ = candidate
        people, terms, now = self.people, self.terms, self.clock.now
        post, home = self.post_of[slot], self.home_of[slot]
        start = now if home == NONE else terms.release_opens(home, now)
        pattern, travel_share = terms.pattern(slot, start), terms.travel_to(need, slot)
        budget = people.budget[post]
        share = 1.0 if home == NONE else self.schools.giving_share(home)
        given = matching.given_milli(people.left[budget], people.contracted[budget], share)
        on_site = matching.affordable(
            need.remaining, given, terms.preparation_share, travel_share, self.shortest
        )
        reason = matching.why_not_free(
            quality,
            home != NONE and home == need.school,
            people.in_post(slot),
            people.ready_at[slot] <= now,
            people.free[slot],
            matching.week_is_full(self.week[post], pattern, self.week_milli[post]),
            need.school != NONE and self.visiting.is_full(need.school, terms.visits(need, slot, pattern)),
            on_site,
            home == NONE or self.schools.may_release(home),
            home != NONE and self.schools.inspections.near(home),
        )
        if reason == matching.NOT_IN_POST:
            reason = people.why_not_in_post(slot)
        return Offer(need, candidate, reason, on_site, start, pattern, travel_share)

    def agree(self, offer: Offer) -> None:
        """Reserve days in full and start the deployment when the home school can release (MODEL 6.1)."""
        people, terms = self.people, self.terms
        need, (designation, quality, _), _, on_site, start, pattern, travel_share = offer
        post, giver, matched = self.post_of[designation], self.home_of[designation], self.clock.now
        preparation = matching.share_of(on_site, terms.preparation_share)
        travel = matching.share_of(on_site, travel_share)
        total, supplier, budget = on_site + preparation + travel, NONE, people.budget[post]
        end = start + matching.duration_ticks(total, pattern)
        deployment = Deployment(
            *(need, designation, supplier, post, budget, giver, matched, start, end),
            *(on_site, preparation, travel, quality, pattern),
        )
        if need.school != NONE:
            deployment.gain_per_week = terms.gain_per_week(need, on_site, total, pattern, quality)
            deployment.visits = terms.visits(need, designation, pattern)
        if giver != NONE:
            deployment.home_cost, deployment.home_learning = terms.at_home(designation, pattern)
        if people.left[budget] != NO_LIMIT:
            people.left[budget] -= total
        people.free[designation] -= 1
        self.week[post] += pattern
        self.running_on[designation].append(deployment)
        need.remaining -= on_site
        if need.waited_until == _NEVER:
            need.waited_until = matched
        self._agreed(deployment)
        if self.log is not None:
            self.log.add(Event(matched, "matched", need.key, designation, need.school, on_site, start))

    def resume(self, need: Need, slot: int, quality: float) -> None:
        """A deployment already running on the first day reserves what it has left (MODEL 2).

        Its travel is taken as made: it is part of the days used.
        """
        now, candidate = self.clock.now, Candidate.of(slot, quality)
        pattern = self.terms.pattern(slot, now)
        self.agree(Offer(need, candidate, matching.FREE, need.asked, now, pattern, travel_share=0.0))

    def _agreed(self, deployment: Deployment) -> None:
        """Its need and school count on it from now on, and it goes its way."""
        need = deployment.need
        need.running += 1
        need.agreed += deployment.on_site
        if need.takes_room:
            self.visiting.begin(deployment)
            self.agreed_for[need.school] += deployment.on_site
        self.recording.deployments.begin(deployment)
        self._set_out(deployment)

    def _set_out(self, deployment: Deployment) -> None:
        """A deployment begins on its first day, and ends when its days are given."""
        if deployment.start > self.clock.now:
            begin = partial(self._begin, deployment)
            self.clock.at(deployment.start, Phase.ARRIVALS, deployment.key, begin)
        else:
            self._begin(deployment)

    def _begin(self, deployment: Deployment, _first_day: simpy.Event | None = None) -> None:
        if deployment.ended:
            return
        deployment.begun = True
        if deployment.need.first_start == NONE:
            deployment.need.first_start = self.clock.now
        self.strengths.support(deployment, begins=True)
        complete = partial(self._complete, deployment)
        self.clock.at(deployment.end, Phase.COMPLETIONS, deployment.key, complete)

    def _complete(self, deployment: Deployment, _last_day: simpy.Event) -> None:
        if not deployment.ended:
            deployment.delivered = deployment.on_site
            self._end(deployment)
            self.supply_changed()

    def _end(self, deployment: Deployment) -> None:
        need = deployment.need
        deployment.ended = True
        if deployment.begun:
            self.strengths.support(deployment, begins=False)
        if need.takes_room:
            self.visiting.end(deployment)
        if deployment.designation != NONE:
            self.people.free[deployment.designation] += 1
            self.week[deployment.post] -= deployment.pattern
            self.running_on[deployment.designation].remove(deployment)
        else:
            self.buying.left(deployment)
        self.recording.deployments.end(deployment)
        need.running -= 1
        if need.running == 0 and need.remaining == 0:
            self.finished(need)

    def cut_short(self, post: int) -> None:
        """A leader leaves: deployments end, and days not given are asked for again (MODEL 6.1)."""
        now = self.clock.now
        for slot in self.people.slots_of[post]:
            for deployment in list(self.running_on[slot]):
                if deployment.end <= now:
                    continue  # its last day was yesterday: it completes in its own phase
                elapsed = max(0, now - deployment.start)
                given = matching.done_by(deployment.on_site, elapsed, deployment.end - deployment.start)
                back = deployment.on_site - given
                deployment.cut, deployment.delivered, deployment.end = True, given, max(now, deployment.start)
                if deployment.start > now:
                    deployment.start = deployment.end = now
                need = deployment.need
                need.remaining += back
                need.agreed -= back
                if need.takes_room:
                    self.agreed_for[need.school] -= back
                need.deadline = _NEVER
                already_waiting = need.remaining > back
                self._end(deployment)
                if back > 0 and not already_waiting:
                    self.requeue(need)

    def buy(self, need: Need) -> bool:
        """Buy all of a need's days from the first supplier that can give them; False if none can."""
        supplier, quality = self.buying.choose(need)
        if supplier == NONE:
            return False
        pattern = int(self.world.suppliers["pattern_milli"][supplier])
        self.bring_in(
            need,
            supplier,
            quality,
            pattern,
            self.clock.now + int(self.world.suppliers["lead_ticks"][supplier]),
        )
        return True

    def bring_in(self, need: Need, supplier: int, quality: float, pattern: int, start: int) -> None:
        """A supplier's deployment for all of a need, at so many milli-days a week."""
        deployment = Deployment(
            need=need,
            designation=NONE,
            supplier=supplier,
            post=NONE,
            budget=NONE,
            giver=NONE,
            matched=self.clock.now,
            start=start,
            end=start + matching.duration_ticks(need.asked, pattern),
            on_site=need.asked,
            preparation=0,
            travel=0,
            quality=quality,
            gain_per_week=self.terms.gain_per_week(need, need.asked, need.asked, pattern, quality),
            pattern=pattern,
            visits=pattern,
        )
        need.remaining = 0
        self._agreed(deployment)
