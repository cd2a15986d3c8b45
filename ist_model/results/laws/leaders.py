"""Laws of persons and of who leads a school (MODEL 3.3, 7.3)."""

from __future__ import annotations

from collections import Counter

import numpy as np

from ist_model.engines.records import FILLED, LEFT, Records
from ist_model.results.laws.common import Bools, Ints, first, law, when
from ist_model.world.structs import GROUP_TWIN, NONE, World


@law("a person holds one post, and a post has one holder")
def one_post_each(world: World, records: Records) -> str | None:
    """No person twice at a grid point; `filled` says where there is a holder."""
    if ((records.holder != NONE) != records.filled).any():
        return "filled and holder disagree"
    for tick, row in zip(records.grid_tick, records.holder, strict=True):
        persons = row[row != NONE]
        if len(np.unique(persons)) < len(persons):
            return f"{when(tick)}: somebody is in two posts"
    return None


@law("a post is left by the person who came")
def who_came_leaves(world: World, records: Records) -> str | None:
    """LEFT names the person of the FILLED before it, or the one found in post on the first day."""
    rows = records.careers[np.isin(records.careers["event"], (LEFT, FILLED))]
    holder = {post: post for post in range(len(world.posts))}
    for row in rows:
        post, person = int(row["post"]), int(row["person"])
        if row["event"] == LEFT and holder[post] != person:
            return f"{world.names.posts[post]}, {when(row['tick'])}: person {person} left, not {holder[post]}"
        holder[post] = NONE if row["event"] == LEFT else person
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
    heads = set(world.partnership_heads[world.partnership_heads != NONE].tolist())
    span, home = int(world.values["careers.span_schools"]), world.posts["home"].tolist()
    named = world.schools["accountable_post"].tolist()
    for tick, leaders, over in zip(records.grid_tick, records.accountable, records.under, strict=True):
        led: Counter[int] = Counter()
        written: Counter[int] = Counter()
        for school, pair in enumerate(zip(leaders.tolist(), over.tolist(), strict=True)):
            for post in set(pair) - {NONE}:
                by_name = post == pair[0] == named[school]
                written[post] += by_name
                led[post] += not by_name and not (post in heads and home[post] == school)
        for post, number in (led + written).items():
            most = span + written[post] if post in heads else max(1, written[post])
            if number > most:
                return f"{when(tick)}: post {world.names.posts[post]} leads {number} schools, at most {most}"
    return None


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
    for school in range(len(world.schools)):
        head = records.under[:, school]
        known = np.isin(head, [*world.partnership_heads.tolist(), NONE])
        row = first(~known | ~filled[np.arange(len(head)), head] | ((head != NONE) & ~led[:, school]))
        if row is not None:
            return f"{world.names.schools[school]}, {when(records.grid_tick[row])}: under post {head[row]}"
    return None
