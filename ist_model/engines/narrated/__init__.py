"""The narrated engine: one run as SimPy processes, readable, with an event log (MODEL 12)."""

from __future__ import annotations

from ist_model.engines import growth
from ist_model.engines.narrated import demand, packages
from ist_model.engines.narrated.asking import Asking
from ist_model.engines.narrated.broker import Broker
from ist_model.engines.narrated.careers import Careers
from ist_model.engines.narrated.claims import Claims
from ist_model.engines.narrated.clock import Phase, PhaseClock, Process
from ist_model.engines.narrated.deployments import Deployments
from ist_model.engines.narrated.headships import Headships
from ist_model.engines.narrated.interventions import Interventions
from ist_model.engines.narrated.layout import lay_out
from ist_model.engines.narrated.log import Log
from ist_model.engines.narrated.networks import Networks
from ist_model.engines.narrated.people import People
from ist_model.engines.narrated.recording import Recording, Seats
from ist_model.engines.narrated.rise import Rise
from ist_model.engines.narrated.schools import Schools
from ist_model.engines.narrated.secondments import Secondments
from ist_model.engines.narrated.strengths import Strengths
from ist_model.engines.records import Records
from ist_model.engines.support_effect import effect_of
from ist_model.inputs.calendar import GRID_TICKS, TERM_TICKS
from ist_model.world.structs import NONE, World


def run(world: World, run: int, log: Log | None = None) -> Records:
    """One run of a world: what happens from `span.begin` to `span.end`.

    Args:
        world: the scenario as arrays.
        run: which sample of chance; equal (world, run) give equal records.
        log: if given, filled with every event; the records are the same with it and without.

    Returns:
        The run's records, every need, deployment, board and inspection in fixed order.
    """
    world = growth.of_run(world, run)
    clock = PhaseClock(world.span.begin)
    recording = Recording(world, run, clock)
    lasting_share = 0.0 if world.no_effect else world.values["strength.lasting_share"]
    strengths = Strengths(world, run, clock, lasting_share)
    effect = effect_of(world)
    people = People(world, run, clock, recording)
    claims = Claims(clock, people)
    headships = Headships(world, clock, people, claims, strengths)
    secondments = Secondments(world, clock, people, headships, claims, strengths, effect)
    careers = Careers(world, run, clock, people, headships, secondments)
    schools = Schools(world, run, clock, people, strengths, recording)
    deployments = Deployments(world, clock, people, schools, strengths, recording, effect, log)
    broker = Broker(world, clock, people, deployments, recording, log)
    schools.asking.raise_need, schools.asking.has_open = broker.raise_need, broker.has_open
    schools.asking.more_urgent = broker.more_urgent
    schools.supply_changed = schools.inspections.supply_changed = broker.supply_changed
    schools.inspections.downgraded = careers.was_downgraded
    schools.inspections.call_in = Rise(world, clock, strengths, recording, effect).call_in
    interventions = Interventions(world, schools, careers, headships)
    schools.intervene, schools.left_tier = interventions.after_board, interventions.after_tier
    observer = _Observer(world, clock, strengths, schools, people, headships, recording)
    for post in range(len(world.posts)):
        clock.begin(people.school_year(post))
    clock.begin(careers.live())
    meetings = Networks(world, clock, people, schools, strengths)
    clock.begin(meetings.live())
    _start(world, run, clock, schools, strengths, broker, deployments, observer)
    clock.run_until(world.span.end)
    _finish(world, strengths, meetings, observer)
    recording.close()
    return lay_out(recording, strengths.clamped)


class _Observer:
    """Writes down the state at each half-term start, last of all that happens then."""

    def __init__(
        self,
        world: World,
        clock: PhaseClock,
        strengths: Strengths,
        schools: Schools,
        people: People,
        headships: Headships,
        recording: Recording,
    ) -> None:
        self.world, self.clock, self.strengths = world, clock, strengths
        self.schools, self.recording = schools, recording
        self.people, self.headships = people, headships

    def live(self) -> Process:
        tick = self.world.span.start
        while True:
            yield self.clock.until(tick, Phase.OBSERVATION)
            self.look(tick)
            tick += GRID_TICKS

    def look(self, tick: int) -> None:
        tiers = [
            self.schools.tier_of(school) if state.in_trust else NONE
            for school, state in enumerate(self.schools.states)
        ]
        self.recording.observe(tick, self.strengths.x, self.strengths.m, tiers, self._seats())

    def _seats(self) -> Seats:
        people, headships = self.people, self.headships
        return Seats(
            people.holder[:],
            people.ready_for_next[:],
            people.away_share[:],
            [people.budget[post] for post in people.carrier],
            headships.accountable[:],
            headships.under[:],
        )


def _start(
    world: World,
    run: int,
    clock: PhaseClock,
    schools: Schools,
    strengths: Strengths,
    broker: Broker,
    deployments: Deployments,
    observer: _Observer,
) -> None:
    """Set all processes going, in key order. The opening state comes once people and schools are there."""
    start = clock.begin
    for school in range(len(world.schools)):
        start(schools.begin(school))
    start(strengths.live())
    for index in range(len(world.streams)):
        start(demand.stream(world, run, clock, broker, index))
    for row in range(len(world.packages)):
        start(packages.visits(world, run, clock, broker, row))
    start(broker.half_terms())
    start(_open(world, clock, broker, deployments, schools.asking))
    start(observer.live())


def _open(
    world: World, clock: PhaseClock, broker: Broker, deployments: Deployments, asking: Asking
) -> Process:
    yield clock.until(world.span.begin, Phase.COMPLETIONS)
    demand.opening(world, broker, deployments, asking)


def _finish(world: World, strengths: Strengths, meetings: Networks, observer: _Observer) -> None:
    """The horizon is a grid point too: strength is brought up to it and observed, and no more."""
    strengths.credit(world.span.end)
    strengths.shake(world.span.end)
    if world.span.end % TERM_TICKS == 0:
        meetings.learn()
    observer.look(world.span.end)
