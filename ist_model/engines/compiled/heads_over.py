"""Partnership Heads over heads of school, and how many schools everybody leads (MODEL 7.3)."""

from __future__ import annotations

from ist_model.engines.compiled.jit import Given, State, part
from ist_model.world.structs import NONE


@part
def leads_there(s: State, post: int) -> bool:
    """Whether a post has a holder who is not seconded full time to another school."""
    return bool(s.posts[post].holder != NONE and s.posts[post].seconded_to == NONE)


@part
def head_of(w: Given, school: int) -> int:
    """Head of the school's partnership, or NONE."""
    partnership = w.schools[school].partnership
    return NONE if partnership == NONE else int(w.partnership_heads[partnership])


@part
def count_led(w: Given, s: State) -> None:
    """Count anew which schools everybody leads; nobody is over a school yet."""
    for post in range(w.posts_n):
        s.posts[post].led, s.posts[post].leads = 0, 0
    for school in range(w.schools_n):
        s.schools[school].under = NONE
        if s.schools[school].accountable != NONE:
            leads_one_more(w, s, s.schools[school].accountable, school)


@part
def leads_one_more(w: Given, s: State, post: int, school: int) -> None:
    """Directly, or through a head of school; the own school does not count against the span."""
    row = s.posts[post]
    row.leads += 1
    if w.posts[post].home != school:
        row.led += 1


@part
def _put_under(w: Given, s: State, school: int, head: int) -> None:
    s.schools[school].under = head
    if head != NONE:
        leads_one_more(w, s, head, school)


@part
def lead_heads_of_school(w: Given, s: State) -> None:
    """Each head of school, and of a school on the intervention ladder, is under a Partnership Head.

    The head of the partnership, else the one with fewest schools; nobody where no span has room.
    """
    for school in range(w.schools_n):
        if _needs_a_head_over(w, s, school):
            _put_under(w, s, school, _own_head_over(w, s, school))
    for school in range(w.schools_n):
        if _needs_a_head_over(w, s, school):
            _put_under(w, s, school, _other_head_over(w, s, school))


@part
def _needs_a_head_over(w: Given, s: State, school: int) -> bool:
    row = s.schools[school]
    if row.under != NONE or row.accountable == NONE or w.is_partnership_head[row.accountable]:
        return False
    return bool(w.kinds[w.posts[row.accountable].kind].under_head != 0 or row.placed_under != 0)


@part
def _own_head_over(w: Given, s: State, school: int) -> int:
    own = head_of(w, school)
    return own if own != NONE and _has_room(w, s, own, school) else NONE


@part
def _other_head_over(w: Given, s: State, school: int) -> int:
    best, fewest = NONE, 0
    for at in range(w.heads_of_partnerships.size):
        post = w.heads_of_partnerships[at]
        if not _has_room(w, s, post, school):
            continue
        led = s.posts[post].led
        if best == NONE or led < fewest:
            best, fewest = post, led
    return int(best)


@part
def _has_room(w: Given, s: State, head: int, school: int) -> bool:
    """Whether a Partnership Head is there and may lead one school more; the own takes no room."""
    if not leads_there(s, head):
        return False
    return bool(w.posts[head].home == school or s.posts[head].led < w.span_schools)
