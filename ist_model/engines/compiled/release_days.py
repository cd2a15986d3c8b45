"""Release days in a compiled run: each school year's, and whose they are (MODEL 3.3, 6.1, decision 7)."""

from __future__ import annotations

import numpy as np

from ist_model.engines.compiled import events, waiting
from ist_model.engines.compiled.jit import Given, State, part
from ist_model.inputs.calendar import YEAR_TICKS
from ist_model.science import careers, icfp, matching
from ist_model.world.structs import NO_LIMIT, NONE

_NO_KEY = np.uint64(0)


@part
def allowance_milli(w: Given, s: State, post: int, year: int) -> int:
    """Release days (milli-days) of a post in a whole school year, as `engines.rolls` has them."""
    whole, home = w.posts[post].allowance_milli, w.posts[post].home
    if whole == NO_LIMIT or home == NONE:
        return int(whole)
    column = min(max(0, year - w.first_year), s.classes.shape[1] - 1)
    now, at_start = s.classes[home, column], w.classes_at_start[home]
    return icfp.release_milli(whole, now, at_start, w.release_follows_classes)


@part
def wait_for_september(s: State) -> None:
    """The next 1 September."""
    tick, absent = (s.now // YEAR_TICKS + 1) * YEAR_TICKS, events.ABSENT
    events.wait(s, tick, events.YEAR_RESET, absent, absent, _NO_KEY, events.YEARS, 0, 0)


@part
def start(w: Given, s: State, post: int) -> None:
    """A post that is there has its release days; one that begins within a school year waits for its day."""
    starts = w.posts[post].starts
    if starts <= s.now:
        begin_year(w, s, post)
    elif starts % YEAR_TICKS != 0:
        absent = events.ABSENT
        events.wait(s, starts, events.YEAR_RESET, post, absent, _NO_KEY, events.YEAR, post, 0)


@part
def begin_year(w: Given, s: State, post: int) -> None:
    """Allowances are reset on 1 September, and begin with the post (MODEL 6.1)."""
    struct, row = w.posts[post], s.posts[post]
    if s.now >= struct.ends:
        return
    year = s.now // YEAR_TICKS
    contracted = allowance_milli(w, s, post, year)
    if contracted != NO_LIMIT:
        first = s.now if w.assumed_opening != 0 else struct.starts
        contracted = matching.part_of_year(contracted, year, first, struct.ends)
    used = struct.used_milli if row.years == 0 else 0
    row.contracted = contracted
    row.left = contracted if contracted == NO_LIMIT else max(0, contracted - used)
    if contracted != NO_LIMIT or row.years == 0:
        _record_contract(s, post, year, contracted, min(used, max(0, contracted)))
    row.years += 1
    waiting.supply_changed(w, s)


@part
def _record_contract(s: State, post: int, year: int, contracted: int, used: int) -> None:
    at = s.contracts_n
    if at >= s.contracts.shape[0]:
        s.overflow = 1
        return
    s.contracts[at, 0], s.contracts[at, 1] = post, year
    s.contracts[at, 2], s.contracts[at, 3] = contracted, used
    s.contracts_n = at + 1


@part
def settle_budgets(w: Given, s: State) -> None:
    """On 1 September release days are those of the seats again, but for designations given from elsewhere."""
    for post in range(w.posts_n):
        s.posts[post].budget = post
        s.posts[post].queued = 0  # here: 1 once the days of the seat have gone along
    for slot in range(w.slots_n):
        seat, to = w.designations[slot].post, s.slots[slot].carrier
        if seat != to and s.posts[seat].queued == 0 and w.posts[seat].ends > s.now:
            s.posts[seat].queued = 1 if take_days_along(w, s, who_uses(w, s, seat), to) else 0


@part
def who_uses(w: Given, s: State, seat: int) -> int:
    """The post whose holder uses a seat's release days."""
    for post in range(w.posts_n):
        if s.posts[post].budget == seat:
            return post
    return seat  # never: whose days are used is a permutation of the posts


@part
def take_days_along(w: Given, s: State, post: int, to: int) -> bool:
    """The larger budget goes where the designations go, and the other one to the seat that was left."""
    here, there = w.posts[s.posts[post].budget], w.posts[s.posts[to].budget]
    if not careers.more_days(here.allowance_milli, there.allowance_milli):
        return False
    exchange_days(s, post, to)
    return True


@part
def exchange_days(s: State, one: int, other: int) -> None:
    """The holders of two posts use each other's release days."""
    a, b = s.posts[one].budget, s.posts[other].budget
    s.posts[one].budget = b
    s.posts[other].budget = a
