"""Posts written together with `count: n`, and their writing out one by one."""

from __future__ import annotations

from collections.abc import Iterable

from ist_model.inputs.models import Post
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
