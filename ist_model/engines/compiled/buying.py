"""When patience ends: help is bought, as volume, people and budget allow, or a need is unmet (MODEL 6.5)."""

from __future__ import annotations

from ist_model.engines.compiled import deployments, queues, recording, seats, terms
from ist_model.engines.compiled.jit import Given, State, part
from ist_model.engines.records import BOUGHT, UNMET
from ist_model.science import matching
from ist_model.world.structs import NO_LIMIT, NONE


@part
def patience_ends(w: Given, s: State, need: int) -> None:
    """A need that no one has taken by its deadline is bought, or else unmet (MODEL 6.5)."""
    row = s.needs[need]
    if row.matched != 0:
        return
    row.not_bought = matching.MAY_NOT_BUY
    bought = row.may_buy != 0 and _buy(w, s, need)
    row.status = BOUGHT if bought else UNMET
    row.closed, row.remaining = s.now, 0
    recording.waiting_changes(w, s, -1, s.now)
    queues.leave(s, need)
    if row.school != NONE and not bought:
        s.open_need[row.school, row.area] = False


@part
def _buy(w: Given, s: State, need: int) -> bool:
    """Buy all of a need's days from the first supplier that can give them; False if none can."""
    supplier = choose(w, s, need)
    if supplier == NONE:
        return False
    sold = w.suppliers[supplier]
    bring_in(w, s, need, supplier, sold.pattern_milli, s.now + sold.lead_ticks)
    return True


@part
def bring_in(w: Given, s: State, need: int, supplier: int, pattern: int, start: int) -> None:
    """A supplier's deployment for all of a need, at so many milli-days a week."""
    asked = s.needs[need]
    quality = w.supplier_quality[supplier, asked.specialism, asked.area]
    deployment = deployments.new_deployment(s, need)
    row = s.deployments[deployment]
    row.supplier, row.start = supplier, start
    row.end = start + matching.duration_ticks(asked.asked, pattern)
    row.on_site, row.quality, row.pattern, row.visits = asked.asked, quality, pattern, pattern
    row.gain_per_week = terms.gain_per_week(w, s, need, asked.asked, asked.asked, pattern, quality)
    asked.remaining = 0
    deployments.count_agreed(s, deployment)
    deployments.go(w, s, deployment)


@part
def choose(w: Given, s: State, need: int) -> int:
    """The first supplier that can give all of a need, now charged for it; NONE if none can.

    The need then keeps the reason that came nearest to a sale.
    """
    row = s.needs[need]
    row.not_bought = matching.NO_SUPPLIER
    for supplier in range(w.suppliers_n):
        sold = w.suppliers[supplier]
        if sold.volume_milli == NONE:
            continue
        cost = matching.cost_pence(row.asked, sold.price_gbp_per_day)
        reason = _why_not(w, s, need, supplier, cost)
        if reason == matching.NOT_REFUSED:
            year = seats.year_of(w, s.now)
            s.bought_milli[supplier, year] += row.asked
            s.bought_pence[year] += cost
            s.supplier_busy[supplier] += 1
            row.not_bought = matching.NOT_REFUSED
            return supplier
        row.not_bought = max(row.not_bought, reason)
    return NONE


@part
def _why_not(w: Given, s: State, need: int, supplier: int, cost: int) -> int:
    sold, row, year = w.suppliers[supplier], s.needs[need], seats.year_of(w, s.now)
    left = NO_LIMIT
    if w.bought_budget_pence != NO_LIMIT:
        left = max(0, w.bought_budget_pence - w.packages_pence[year] - s.bought_pence[year])
    return matching.why_not_bought(
        w.supplier_quality[supplier, row.specialism, row.area],
        row.asked,
        s.bought_milli[supplier, year],
        sold.volume_milli,
        s.supplier_busy[supplier],
        sold.people,
        cost,
        left,
    )
