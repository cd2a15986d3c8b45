"""What a compiled run writes down as it goes: counts over time, and what happens to seats."""

from __future__ import annotations

from ist_model.engines.compiled.jit import Given, State, part
from ist_model.engines.compiled.state import MOST_COUNTED


@part
def in_window(w: Given, since: int, until: int) -> int:
    """Ticks of an interval that lie in the reported window."""
    return int(max(0, min(until, w.end) - max(since, w.start)))


@part
def waiting_changes(w: Given, s: State, by: int, now: int) -> None:
    """So many needs more wait from now on."""
    s.waiting_ticks[min(s.waiting_now, MOST_COUNTED - 1)] += in_window(w, s.waiting_since, now)
    s.waiting_since = now
    s.waiting_now += by


@part
def in_progress_changes(w: Given, s: State, by: int, now: int) -> None:
    """So many deployments more are in progress from now on."""
    s.in_progress_ticks[min(s.in_progress_now, MOST_COUNTED - 1)] += in_window(w, s.in_progress_since, now)
    s.in_progress_since = now
    s.in_progress_now += by


@part
def busy_until(w: Given, s: State, deployment: int, now: int) -> None:
    """A deployment's time on its designation's place is over, or the run is."""
    row = s.deployments[deployment]
    if row.designation >= 0:
        s.slots[row.designation].busy_ticks += in_window(w, row.matched, now)


@part
def set_active(w: Given, s: State, slot: int, active: bool) -> None:
    """A designation can be deployed from now on, or no longer."""
    row = s.slots[slot]
    if active == (row.is_active == 1):
        return
    if not active:
        settle_active(w, s, slot, s.now)
    row.is_active = 1 if active else 0
    row.active_since = s.now


@part
def settle_active(w: Given, s: State, slot: int, now: int) -> None:
    """Count the time that a designation could be deployed."""
    row = s.slots[slot]
    row.active_ticks += now - row.active_since
    row.in_post_ticks += w.designations[slot].places * in_window(w, row.active_since, now)


@part
def career(s: State, event: int, post: int, slot: int, person: int, cause: int) -> None:
    """A leaving, a filling, a designation lost, moved or ready, somebody away or sent."""
    at = s.careers_n
    if at >= s.careers.size:
        s.overflow = 1
        return
    row = s.careers[at]
    row.tick, row.event, row.post = s.now, event, post
    row.designation, row.person, row.cause = slot, person, cause
    s.careers_n = at + 1


@part
def close(w: Given, s: State) -> None:
    """Close all counts at the horizon."""
    waiting_changes(w, s, 0, w.end)
    in_progress_changes(w, s, 0, w.end)
    for slot in range(w.slots_n):
        if s.slots[slot].is_active == 1:
            settle_active(w, s, slot, w.end)
    for deployment in range(s.deployments_n):
        row = s.deployments[deployment]
        if row.need >= 0 and row.ended == 0:
            busy_until(w, s, deployment, w.end)
