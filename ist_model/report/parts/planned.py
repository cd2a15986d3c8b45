"""Who is to lead each school by plan, in words, term by term."""

from __future__ import annotations

from ist_model.inputs.calendar import label_of
from ist_model.report.cases.case import Case
from ist_model.results import planned
from ist_model.world.build import build_world
from ist_model.world.schools import school_key
from ist_model.world.structs import GROUP_TWIN, World

NOBODY = ("", "")


def ids_by_place(case: Case, world: World) -> dict[int, str]:
    """Place of a school in the world to its id; twins are left out."""
    ids = {int(school_key(school)): school.id for school in case.resolved.trust.schools}
    rows = enumerate(zip(world.schools["key"].tolist(), world.schools["group"].tolist(), strict=True))
    return {place: ids[key] for place, (key, group) in rows if group != GROUP_TWIN}


def leaders_by_term(case: Case) -> dict[str, list[tuple[str, str]]]:
    """School id to its terms in order: code of the post that leads by plan and its kind, both empty if none.

    Schools that chance may bring are left out.
    """
    world = build_world(case.resolved)
    plan = planned.leaders(world)
    labels = [kind.label for kind in case.resolved.framework.post_kinds]
    found: dict[str, list[tuple[str, str]]] = {}
    for place, school in ids_by_place(case, world).items():
        posts = plan.post[:, place].tolist()
        if any(post != planned.NOT_IN_TRUST for post in posts):
            found[school] = [
                (world.names.posts[post], labels[int(world.posts["kind"][post])]) if post >= 0 else NOBODY
                for post in posts
            ]
    return found


def heads_over(case: Case) -> dict[str, str]:
    """School id to the code of the Partnership Head over its head of school on the first day."""
    world = build_world(case.resolved)
    over = planned.leaders(world).over[0]
    return {
        school: world.names.posts[int(over[place])]
        for place, school in ids_by_place(case, world).items()
        if over[place] >= 0
    }


def terms(case: Case) -> list[str]:
    """Name of each term of the period: "Autumn 2026/27"."""
    told = []
    for tick in planned.leaders(build_world(case.resolved)).tick.tolist():
        half_term, year = label_of(tick).split(", ")
        told.append(f"{half_term.split()[0]} {year}")
    return told
