"""Help that is bought during a narrated run: who has volume and people left, and what the budget allows."""

from __future__ import annotations

from collections import defaultdict

from ist_model.engines.narrated.clock import PhaseClock
from ist_model.engines.narrated.rules import matching
from ist_model.engines.narrated.things import Deployment, Need
from ist_model.engines.records import SOURCE_PACKAGE
from ist_model.inputs.calendar import YEAR_TICKS
from ist_model.world.structs import NO_LIMIT, NONE, World


class Buying:
    """What was bought in each school year, against volume and budget (MODEL 6.5)."""

    def __init__(self, world: World, clock: PhaseClock) -> None:
        """Nothing is bought yet."""
        self.world, self.clock = world, clock
        self.people_busy = [0] * len(world.suppliers)
        self._milli: defaultdict[tuple[int, int], int] = defaultdict(int)
        self._pence: defaultdict[int, int] = defaultdict(int)

    def choose(self, need: Need) -> tuple[int, float]:
        """The first supplier that can give all of a need, now charged for it, and its match quality.

        (NONE, 0) if none can; the need then keeps the reason that came nearest to a sale.
        """
        need.not_bought = matching.NO_SUPPLIER
        for supplier, struct in enumerate(self.world.suppliers):
            if struct["volume_milli"] == NONE:
                continue
            quality = float(self.world.supplier_quality[supplier, need.specialism, need.area])
            cost = matching.cost_pence(need.asked, struct["price_gbp_per_day"])
            reason = self._why_not(need, supplier, quality, cost)
            if reason == matching.NOT_REFUSED:
                self._charge(need, supplier, cost)
                return supplier, quality
            need.not_bought = max(need.not_bought, reason)
        return NONE, 0.0

    def packages_pence(self, year: int) -> int:
        """What packages cost in a school year, which the budget pays first."""
        return sum(
            matching.package_pence(row["price_pence_per_year"], row["starts"], row["ends"], year)
            for row in self.world.packages
        )

    def left(self, deployment: Deployment) -> None:
        """A bought person has gone; visits of a package are nobody's place."""
        if deployment.need.source != SOURCE_PACKAGE:
            self.people_busy[deployment.supplier] -= 1

    def _why_not(self, need: Need, supplier: int, quality: float, cost: int) -> int:
        struct, year = self.world.suppliers[supplier], self.clock.now // YEAR_TICKS
        budget = self.world.bought_budget_pence
        left = int(NO_LIMIT)
        if budget != NO_LIMIT:
            left = max(0, budget - self.packages_pence(year) - self._pence[year])
        return matching.why_not_bought(
            quality,
            need.asked,
            self._milli[supplier, year],
            int(struct["volume_milli"]),
            self.people_busy[supplier],
            int(struct["people"]),
            cost,
            left,
        )

    def _charge(self, need: Need, supplier: int, cost: int) -> None:
        year = self.clock.now // YEAR_TICKS
        self._milli[supplier, year] += need.asked
        self._pence[year] += cost
        self.people_busy[supplier] += 1
        need.not_bought = matching.NOT_REFUSED
