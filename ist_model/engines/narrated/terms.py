"""On what terms a leader goes out: travel, first day, days a week, what those days do here and at home."""

from __future__ import annotations

from ist_model.engines.narrated.people import People
from ist_model.engines.narrated.rules import absorption, giving, matching
from ist_model.engines.narrated.things import Need
from ist_model.world.structs import NONE, World

_OLDEST_IF_YEAR_SIX = 11
_MILLI = 1000.0


class Terms:
    """The rules of a deployment that follow from who goes where (MODEL 4.1, 4.2, 4.4, 6.2)."""

    def __init__(self, world: World, people: People, effect_per_day: float) -> None:
        """Read the world's values once."""
        self.world, self.people, self.values, self.effect = world, people, world.values, effect_per_day
        self.preparation_share = self.values["support.preparation_factor"] - 1.0
        self.learning_per_day = 0.0 if world.no_effect else self.values["giving.learning_points_per_day"]
        self.travel_share: list[list[float]] = world.travel_share.tolist()
        self.has_year_six: list[bool] = (world.schools["age_high"] >= _OLDEST_IF_YEAR_SIX).tolist()
        self.pattern_milli: list[int] = world.designations["pattern_milli"].tolist()
        self.test_year: list[bool] = (world.posts["test_year"] != 0).tolist()
        self.spring_share = self.values["release.spring_share"]

    def travel_to(self, need: Need, slot: int) -> float:
        """Leader days lost to travel per day on site."""
        home = self.people.home_of[slot]
        return 0.0 if home == NONE or need.school == NONE else self.travel_share[home][need.school]

    def release_opens(self, home: int, now: int) -> int:
        """First tick from now on at which a home school releases leaders."""
        return matching.release_opens(
            now,
            self.values["release.opening_weeks"],
            self.has_year_six[home],
            self.values["release.ks2_week_from"],
            self.values["release.ks2_weeks"],
        )

    def pattern(self, slot: int, start: int) -> int:
        """Leader milli-days a week of a deployment that starts at a tick."""
        test_year = self.test_year[self.people.carrier[slot]]
        return matching.pattern_at(self.pattern_milli[slot], start, test_year, self.spring_share)

    def visits(self, need: Need, slot: int, pattern: int) -> int:
        """Milli-days on site a week that a school would see of a supporter."""
        travel = self.travel_to(need, slot)
        return absorption.on_site_milli_per_week(pattern, self.preparation_share, travel)

    def gain_per_week(self, need: Need, on_site: int, total: int, pattern: int, quality: float) -> float:
        """Points a week that a deployment adds to its school; later days of a package are worth less."""
        worth = absorption.package_worth(
            need.agreed / _MILLI,
            on_site / _MILLI,
            self.values["support.package_days"],
            self.values["support.kept_per_day"],
        )
        return matching.gain_per_week(on_site, total, pattern, self.effect, quality, worth)

    def cost_per_day(self, slot: int) -> float:
        """Points that a leader's day away costs the home school; 0 without one."""
        return giving.cost_per_day(
            self.values["giving.cost_points_per_day"],
            self.values["giving.cover_quality"],
            self.people.home_of[slot] != NONE,
        )

    def at_home(self, slot: int, pattern: int) -> tuple[float, float]:
        """(cost, learning) in points a week, in each area that the leader serves at home, which there is."""
        home = self.people.home_of[slot]
        areas = int((self.world.own_areas[slot] & self.world.has_area[home]).sum())
        cost = giving.per_week(pattern, self.cost_per_day(slot), areas)
        return cost, giving.per_week(pattern, self.learning_per_day, areas)
