"""Laws of persons and of who leads a school (MODEL 3.3, 7.3)."""

from __future__ import annotations

import numpy as np

from ist_model.engines.records import FILLED, LEFT, Records
from ist_model.results.laws.common import Bools, Ints, first, law, one_of, when
from ist_model.world.structs import GROUP_TWIN, NONE, World


@law("a person holds one post, and a post has one holder")
def one_post_each(world: World, records: Records) -> str | None:
    """No person twice at a grid point; `filled` says where there is a holder."""
    if ((records.holder != NONE) != records.filled).any():
        return "filled and holder disagree"
    person = np.sort(records.holder, axis=1)
    twice = (person[:, 1:] == person[:, :-1]) & (person[:, 1:] != NONE)
    point = first(twice.any(axis=1))
    return None if point is None else f"{when(records.grid_tick[point])}: somebody is in two posts"


@law("a post is left by the person who came")
def who_came_leaves(world: World, records: Records) -> str | None:
    """LEFT names the person of the FILLED before it, or the one found in post on the first day."""
    rows = records.careers[one_of(records.careers["event"], LEFT, FILLED)]
    holder = {post: post for post in range(len(world.posts))}
    columns = (rows[name].tolist() for name in ("post", "person", "event", "tick"))
    for post, person, event, tick in zip(*columns, strict=True):
        if event == LEFT and holder[post] != person:
            return f"{world.names.posts[post]}, {when(tick)}: person {person} left, not {holder[post]}"
        holder[post] = NONE if event == LEFT else person
    return None


def in_trust(world: World, records: Records) -> Bools:
    """[Q, S] the school is in the trust."""
    joined = records.grid_tick[:, None] >= world.schools["joins"]
    return np.asarray(joined & (world.schools["group"] != GROUP_TWIN))


@law("a school has exactly one accountable leader: its own while there is one, and always somebody in post")
def one_leader(world: World, records: Records) -> str | None:
    """The post named, else the school's first headship, if its holder is there; nobody beyond the trust."""
    member = in_trust(world, records)
    filled = np.append(records.filled, np.zeros((len(records.filled), 1), bool), axis=1)
    here = filled[:, :-1] & (records.away_share < 1.0)
    for school in range(len(world.schools)):
        leader, due = records.accountable[:, school], _own_leader(world, school, here)
        wrong = np.where(member[:, school], (due != NONE) & (leader != due), leader != NONE)
        row = first(wrong | ((leader != NONE) & ~filled[np.arange(len(leader)), leader]))
        if row is not None:
            tick = when(records.grid_tick[row])
            return f"{world.names.schools[school]}, {tick}: the leader is post {leader[row]}"
    return None


def _own_leader(world: World, school: int, here: Bools) -> Ints:
    """[Q] the post that leads a school by what is written; NONE where nobody of them is there."""
    named = int(world.schools["accountable_post"][school])
    heads = np.flatnonzero((world.posts["accountable"] == 1) & (world.posts["home"] == school)).tolist()
    found = np.full(len(here), NONE, np.int64)
    for post in reversed([named, *heads] if named != NONE else heads):
        found[here[:, post]] = post
    return found


@law("nobody leads two schools but a Partnership Head, within the span")
def span_holds(world: World, records: Records) -> str | None:
    """Besides the own and those written, a Partnership Head leads a span: directly or through heads."""
    posts, schools = len(world.posts), np.arange(len(world.schools))
    is_head = np.isin(np.arange(posts), world.partnership_heads)
    heads, homes = np.append(is_head, False), np.append(world.posts["home"], NONE)  # the last for no post
    span = int(world.values["careers.span_schools"])
    leader, over = records.accountable, np.where(records.under == records.accountable, NONE, records.under)
    led, written = np.zeros((2, len(leader), posts), np.int64)
    by_name = (leader == world.schools["accountable_post"]) & (leader != NONE)
    np.add.at(written, (np.nonzero(by_name)[0], leader[by_name]), 1)
    for post, counts in ((leader, ~by_name), (over, True)):
        own = heads[post] & (homes[post] == schools)
        chosen = (post != NONE) & ~own & counts
        np.add.at(led, (np.nonzero(chosen)[0], post[chosen]), 1)
    most = np.where(is_head, span + written, np.maximum(1, written))
    wrong = np.argwhere(led + written > most)
    if len(wrong) == 0:
        return None
    point, post = wrong[0]
    number, name = (led + written)[point, post], world.names.posts[post]
    at = when(records.grid_tick[point])
    return f"{at}: post {name} leads {number} schools, at most {most[point, post]}"


def placed_under(world: World, records: Records) -> Bools:
    """[Q, S] the intervention ladder had put a Partnership Head over the school before the half-term."""
    steps = np.append(world.steps["partnership_head"] == 1, False)
    placed = np.zeros_like(records.accountable, dtype=bool)
    moments = records.grid_tick.copy()
    moments[-1:] = moments[-2:-1]  # at the horizon itself nobody is put anywhere any more
    for school in range(len(world.schools)):
        boards = records.boards[records.boards["school"] == school]
        last = np.searchsorted(boards["tick"], moments, side="left") - 1
        placed[:, school] = np.append(steps[boards["step"]], False)[last]  # row -1: no board yet
    return placed


@law("a head of school is under a Partnership Head who is in post")
def under_a_head(world: World, records: Records) -> str | None:
    """`under` names a filled partnership head's post: over a kind that is led, or by the ladder."""
    leader = np.append(world.posts["kind"], NONE)[records.accountable]
    led = np.append(world.kinds["under_head"] == 1, False)[leader] | placed_under(world, records)
    filled = np.append(records.filled, np.ones((len(records.filled), 1), bool), axis=1)
    head = records.under
    known = np.isin(head, [*world.partnership_heads.tolist(), NONE])
    in_post = filled[np.arange(len(head))[:, None], head]
    wrong = np.argwhere((~known | ~in_post | ((head != NONE) & ~led)).T)
    if len(wrong) == 0:
        return None
    school, point = wrong[0]
    at = f"{world.names.schools[school]}, {when(records.grid_tick[point])}"
    return f"{at}: under post {head[point, school]}"
