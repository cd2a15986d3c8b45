"""National targeted support (RISE) during a narrated run: an adviser and a grant from outside (MODEL 5.5)."""

from __future__ import annotations

from ist_model.engines.narrated.clock import Phase, PhaseClock, Process
from ist_model.engines.narrated.recording import Recording
from ist_model.engines.narrated.rules import absorption, matching
from ist_model.engines.narrated.strengths import Strengths
from ist_model.engines.narrated.things import Deployment, SchoolState, presence
from ist_model.inputs.calendar import TERM_TICKS, WEEKS_PER_TERM, ticks
from ist_model.world.structs import World


class Rise:
    """Advisers in schools. They come to any school, in the trust or not, and use nobody's release days."""

    def __init__(
        self, world: World, clock: PhaseClock, strengths: Strengths, recording: Recording, effect: float
    ) -> None:
        """No school has an adviser yet."""
        self.world, self.clock, self.strengths = world, clock, strengths
        self.recording, self.effect = recording, effect

    def call_in(self, school: int, state: SchoolState) -> None:
        """An inspection brings an adviser, unless one is there or on the way."""
        values, now = self.world.values, self.clock.now
        if state.rise_until > now or values["rise.days_per_term"] <= 0.0 or values["rise.terms"] < 1.0:
            return
        start = now + ticks(values["rise.delay_weeks"])
        state.rise_until = start + int(values["rise.terms"]) * TERM_TICKS
        self.clock.begin(self._live(school, state.worst_area, start, state.rise_until))

    def _live(self, school: int, area: int, start: int, end: int) -> Process:
        yield self.clock.until(start, Phase.ARRIVALS, -3, school)
        milli = matching.milli_of(self.world.values["rise.days_per_term"] * self.world.values["rise.terms"])
        self.recording.rise.append((school, area, start, end, milli))
        support = self._support(school, area, start, end)
        self.strengths.help(support, True)
        yield self.clock.until(end, Phase.COMPLETIONS, -3, school)
        self.strengths.help(support, False)

    def _support(self, school: int, area: int, start: int, end: int) -> Deployment:
        """What an adviser adds, as support is added up (MODEL 4.1)."""
        values = self.world.values
        key = int(self.world.schools["key"][school])
        days_per_week = values["rise.days_per_term"] / WEEKS_PER_TERM
        quality = values["support.generalist_quality"]
        worth = absorption.package_worth(
            0.0,
            values["rise.days_per_term"] * values["rise.terms"],
            values["support.package_days"],
            values["support.kept_per_day"],
        )
        return presence(
            key,
            school,
            area,
            start,
            end,
            quality=quality,
            gain_per_week=days_per_week * self.effect * quality * worth,
            from_outside=True,
        )
