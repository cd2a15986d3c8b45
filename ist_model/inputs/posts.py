"""What follows from how posts are written: groups written out one by one, and release days a year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ist_model.inputs.models import Framework, Post
from ist_model.inputs.sources import Sources


def write_out(posts: Iterable[Post], sources: Sources) -> tuple[Post, ...]:
    """All posts, each with `count: n` written as n posts `<id>-1` to `<id>-n`."""
    return tuple(post for group in posts for post in _one_by_one(group, sources))


def write_out_named(posts: Iterable[Post], names: Iterable[str], sources: Sources) -> tuple[Post, ...]:
    """All posts, those groups written out of which a name means one member (`SLE-3` of `SLE`)."""
    wanted = set(names)
    found: list[Post] = []
    for group in posts:
        named = {f"{group.id}-{number}" for number in range(1, group.count + 1)}
        found += _one_by_one(group, sources) if group.count > 1 and wanted & named else [group]
    return tuple(found)


def _one_by_one(group: Post, sources: Sources) -> list[Post]:
    if group.count == 1:
        return [group]
    members = [_member(group, number) for number in range(1, group.count + 1)]
    for post in members:
        sources.alias(("trust", "posts", post.id), ("trust", "posts", group.id))
    return members


def _member(group: Post, number: int) -> Post:
    """One post of a group, with its own luck."""

    def key(own: str | None) -> str | None:
        return None if own is None else f"{own}-{number}"

    slots = tuple(slot.model_copy(update={"draw_key": key(slot.draw_key)}) for slot in group.designations)
    update = {
        "id": f"{group.id}-{number}",
        "draw_key": key(group.draw_key),
        "designations": slots,
        "count": 1,
    }
    return group.model_copy(update=update)


def serving_roles(framework: Framework) -> set[str]:
    """Roles that serve an area; the others, such as a Data Lead, improve what can be seen."""
    return {role.id for role in framework.roles if role.areas}


def allowance_days(post: Post, values: Mapping[str, float], serving: set[str]) -> float | None:
    """Release days a year of a post: as written, else the largest of its roles' days; None: no limit.

    All designations of one person share one budget, so days do not add up (MODEL 3.3). Roles that serve no
    area give no support days.
    """
    written = post.allowance_days_per_year
    if written == "none":
        return None
    if written is not None:
        return float(written)
    days = [values.get(f"role.{d.role}.days_per_year", 0.0) for d in post.designations if d.role in serving]
    return max(days, default=0.0)
