"""What can be said of a seat or a designation at one moment of a compiled run (MODEL 3.3)."""

from __future__ import annotations

from ist_model.engines.compiled.jit import Given, State, part
from ist_model.inputs.calendar import YEAR_TICKS
from ist_model.science import matching
from ist_model.world.structs import NONE


@part
def is_filled(s: State, post: int) -> bool:
    """Whether somebody is in post."""
    return bool(s.posts[post].holder != NONE)


@part
def in_post(s: State, slot: int) -> bool:
    """Whether the seat that carries a designation has a holder who is there."""
    post = s.posts[s.slots[slot].carrier]
    return bool(post.holder != NONE and post.away == 0)


@part
def why_not_in_post(s: State, slot: int) -> int:
    """The code for a designation whose holder is not in post: away, or gone."""
    away = s.posts[s.slots[slot].carrier].away
    return int(away) if away != 0 else matching.NOT_IN_POST


@part
def is_active(s: State, slot: int) -> bool:
    """Whether a designation can be deployed: someone is in the post and it is developed."""
    return in_post(s, slot) and bool(s.slots[slot].ready_at <= s.now)


@part
def year_of(w: Given, tick: int) -> int:
    """Column of a tick in what is kept by school year."""
    return int(tick // YEAR_TICKS - w.base_year)
