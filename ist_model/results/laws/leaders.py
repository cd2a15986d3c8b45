"""Laws of persons and of who leads a school (MODEL 3.3, 7.3)."""

from __future__ import annotations

import numpy as np

from ist_model.engines.records import FILLED, LEFT
from ist_model.results.arrays import Bools, Ints
from ist_model.results.laws.common import first, law, one_of, when
from ist_model.results.laws.line import last_before
from ist_model.results.runs import Runs
from ist_model.world.structs import GROUP_TWIN, NONE, World


@law("a person holds one post, and a post has one holder")
def one_post_each(world: World, records: Runs) -> str | None:
    """No person twice at a grid point; `filled` says where there is a holder."""
    if ((records.holder != NONE) != records.filled).any():
        return "filled and holder disagree"
    person = np.sort(records.holder, axis=2)
    twice = (person[..., 1:] == person[..., :-1]) & (person[..., 1:] != NONE)
    point = first(twice.any(axis=(0, 2)))
    return None if point is None else f"{when(records.grid_tick[point])}: somebody is in two posts"


@law("a post is left by the person who came")
def who_came_leaves(world: World, records: Runs) -> str | None:
    """LEFT names the person of the FILLED before it, or the one found in post on the first day."""
    chosen = one_of(records.careers["event"], LEFT, FILLED)
    rows = records.careers[chosen]
    seat = records.run_of("careers")[chosen] * len(world.posts) + rows["post"]
    order = np.argsort(seat, kind="stable")
    seat, rows = seat[order], rows[order]
    again = np.append(False, seat[1:] == seat[:-1])[: len(seat)]
    came = np.where(rows["event"] == FILLED, rows["person"], NONE)
    holder = np.where(again, np.roll(came, 1), rows["post"])  # on the first day each post has its own person
    wrong = np.flatnonzero((rows["event"] == LEFT) & (rows["person"] != holder))
    if len(wrong) == 0:
        return None
    row = int(wrong[np.argmin(order[wrong])])  # the first of them in time
    name, at = world.names.posts[rows["post"][row]], when(rows["tick"][row])
    return f"{name}, {at}: person {rows['person'][row]} left, not {holder[row]}"


def in_trust(world: World, records: Runs) -> Bools:
    """[R, Q, S] the school is in the trust."""
    joined = records.grid_tick[:, None] >= records.joins[:, None]
    return np.asarray(joined & (world.schools["group"] != GROUP_TWIN))


@law("a school has exactly one accountable leader: its own while there is one, and always somebody in post")
def one_leader(world: World, records: Runs) -> str | None:
    """The post named, else the school's first headship, if its holder is there; nobody beyond the trust."""
    member, leader = in_trust(world, records), records.accountable
    due = _own_leader(world, records.filled & (records.away_share < 1.0))
    wrong = np.where(member, (due != NONE) & (leader != due), leader != NONE)
    wrong |= (leader != NONE) & ~_at(records.filled, leader, for_none=True)
    if not wrong.any():
        return None
    run, school, point = np.argwhere(wrong.swapaxes(1, 2))[0]
    tick = when(records.grid_tick[point])
    return f"{world.names.schools[school]}, {tick}: the leader is post {leader[run, point, school]}"


def _at(grid: Bools, post: Ints, *, for_none: bool) -> Bools:
    """[R, Q, S] what a grid [R, Q, P] says of a post, and another word for none."""
    padded = np.append(grid, np.full((*grid.shape[:2], 1), for_none), axis=2)
    return np.take_along_axis(padded, np.where(post == NONE, grid.shape[2], post), axis=2)


def _own_leader(world: World, here: Bools) -> Ints:
    """[R, Q, S] the post that leads a school by what is written; NONE where nobody of them is there."""
    found = np.full((*here.shape[:2], len(world.schools)), NONE, np.int64)
    for post in np.flatnonzero((world.posts["accountable"] == 1) & (world.posts["home"] != NONE))[::-1]:
        own = found[..., world.posts["home"][post]]
        own[here[..., post]] = post
    for school in np.flatnonzero(world.schools["accountable_post"] != NONE):
        named = world.schools["accountable_post"][school]
        found[..., school][here[..., named]] = named
    return found


@law("nobody leads two schools but a Partnership Head, within the span")
def span_holds(world: World, records: Runs) -> str | None:
    """Besides the own and those written, a Partnership Head leads a span: directly or through heads."""
    posts, schools = len(world.posts), np.arange(len(world.schools))
    is_head = np.isin(np.arange(posts), world.partnership_heads)
    heads, homes = np.append(is_head, False), np.append(world.posts["home"], NONE)  # the last for no post
    span = int(world.values["careers.span_schools"])
    leader, over = records.accountable, np.where(records.under == records.accountable, NONE, records.under)
    by_name = (leader == world.schools["accountable_post"]) & (leader != NONE)
    written = _number_led(leader, by_name, posts)
    led = np.zeros_like(written)
    for post, counts in ((leader, ~by_name), (over, True)):
        own = heads[post] & (homes[post] == schools)
        led += _number_led(post, (post != NONE) & ~own & counts, posts)
    most = np.where(is_head, span + written, np.maximum(1, written))
    wrong = np.argwhere(led + written > most)
    if len(wrong) == 0:
        return None
    run, point, post = wrong[0]
    number, name = (led + written)[run, point, post], world.names.posts[post]
    at = when(records.grid_tick[point])
    return f"{at}: post {name} leads {number} schools, at most {most[run, point, post]}"


def _number_led(post: Ints, chosen: Bools, posts: int) -> Ints:
    """[R, Q, P] how many of the chosen schools have a post, of [R, Q, S] posts."""
    runs, points, schools = post.shape
    cell = np.repeat(np.arange(runs * points), schools).reshape(post.shape) * posts + post
    return np.bincount(cell[chosen], minlength=runs * points * posts).reshape(runs, points, posts)


def placed_under(world: World, records: Runs) -> Bools:
    """[R, Q, S] the intervention ladder had put a Partnership Head over the school before the half-term."""
    steps = np.append(world.steps["partnership_head"] == 1, False)
    moments = records.grid_tick.copy()
    moments[-1:] = moments[-2:-1]  # at the horizon itself nobody is put anywhere any more
    boards, schools = records.boards, len(world.schools)
    owner = records.run_of("boards") * schools + boards["school"]
    who = np.arange(len(records) * schools).reshape(len(records), 1, schools)
    last = last_before(owner, boards["tick"], who, moments[:, None])
    return np.asarray(np.append(steps[boards["step"]], False)[last])  # row -1: no board yet


@law("a head of school is under a Partnership Head who is in post")
def under_a_head(world: World, records: Runs) -> str | None:
    """`under` names a filled partnership head's post: over a kind that is led, or by the ladder."""
    leader = np.append(world.posts["kind"], NONE)[records.accountable]
    led = np.append(world.kinds["under_head"] == 1, False)[leader] | placed_under(world, records)
    head = records.under
    known = np.isin(head, [*world.partnership_heads.tolist(), NONE])
    in_post = _at(records.filled, head, for_none=True)
    wrong = np.argwhere((~known | ~in_post | ((head != NONE) & ~led)).swapaxes(1, 2))
    if len(wrong) == 0:
        return None
    run, school, point = wrong[0]
    at = f"{world.names.schools[school]}, {when(records.grid_tick[point])}"
    return f"{at}: under post {head[run, point, school]}"
