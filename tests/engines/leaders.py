"""A small trust on the ladder, for runs in which careers can be followed by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ist_model.engines.narrated import run
from ist_model.engines.records import Records
from ist_model.inputs.models import Designation, Post, Trust
from ist_model.results.checks import check
from ist_model.world.build import build_world
from ist_model.world.structs import World
from tests.generated import framework, resolved, school, with_values

KINDS = [kind.id for kind in framework().post_kinds]
MATHS = Designation(role="sle", specialisms=("maths",))
SEPTEMBER, JANUARY, MAY = dt.date(2026, 9, 1), dt.date(2027, 1, 1), dt.date(2027, 5, 1)


def quiet(**values: float) -> dict[str, float]:
    """Nobody leaves, no round fails, everybody who comes is ready at once; `values` differ."""
    still: dict[str, float] = {
        "monitoring__need_threshold": 1.0,
        "monitoring__urgent_threshold": 0.0,
        "strength__sigma_per_root_week": 0.0,
        "inspection__safeguarding_not_met_chance": 0.0,
    }
    for kind in KINDS:
        still |= {
            f"post__{kind}__leave_per_year": 0.0,
            f"post__{kind}__fail_chance": 0.0,
            f"post__{kind}__refill_terms": 1.0,
            f"post__{kind}__ready_share": 1.0,
            f"post__{kind}__ready_years": 0.0,
        }
    return still | values


def play(trust: Trust, values: dict[str, float] | None = None, **fields: Any) -> tuple[World, Records]:
    """World and records of one run, every law checked; no warm-up, two years."""
    given = {"warm_up_weeks": 0.0, "years": 2.0, "count_needs_for_years": 2.0} | fields
    world = build_world(resolved(trust, assumptions=with_values(**quiet(**values or {})), **given))
    records = run(world, 0)
    check(world, records)
    return world, records


def post(name: str, kind: str, at: str = "S", **fields: Any) -> Post:
    """A post at a school."""
    return Post(id=name, kind=kind, school=at, **fields)


def trust(*posts: Post, schools: tuple[str, ...] = ("S",), **fields: Any) -> Trust:
    """A trust of strong schools with these posts."""
    made = tuple(
        school(name, 0.9, partnership="all" if fields.get("partnerships") else None) for name in schools
    )
    return Trust(title="t", about="t", schools=made, posts=posts, **fields)


def events(world: World, records: Records, *kinds: int) -> list[tuple[str, int]]:
    """(post, term after the first) of events of some kinds, in order."""
    term = 13 * 2**20
    rows = [row for row in records.careers if row["event"] in kinds]
    return [(world.names.posts[row["post"]], int(row["tick"] - world.span.begin) // term) for row in rows]


def at(world: World, name: str) -> int:
    """Index of a school of `trust`."""
    return world.names.schools.index(f"{name} school")
