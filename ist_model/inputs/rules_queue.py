"""The check of queue cases: a scenario marked `steady_state` must have one (CASES K3)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations

from ist_model.inputs.calendar import WEEKS_PER_YEAR
from ist_model.inputs.context import Context
from ist_model.inputs.errors import Problem
from ist_model.inputs.models import Post, Stream
from ist_model.inputs.rules_demand import mean_days

MOST_GROUPS = 12  # beyond this many different sets of supporters only all of them together are compared


def steady_state(context: Context) -> Iterator[Problem]:
    """External demand that nobody gives up stays below what those who can serve it deliver."""
    resolved = context.resolved
    if not resolved.steady_state or resolved.trust.schools:
        return
    patient = [stream for stream in resolved.trust.streams if stream.patience.distribution == "none"]
    groups: dict[frozenset[str], list[Stream]] = {}
    for stream in patient:
        servers = frozenset(
            post.id
            for _, post, slot, _ in context.designations()
            if context.can_serve(slot, stream.area, stream.specialism)
        )
        groups.setdefault(servers, []).append(stream)
    sizes = range(1, len(groups) + 1) if len(groups) <= MOST_GROUPS else [1, len(groups)]
    for size in sizes:
        for chosen in combinations(sorted(groups, key=sorted), size):
            streams = [stream for stream in patient if any(stream in groups[servers] for servers in chosen)]
            problem = _overloaded(context, streams, frozenset().union(*chosen))
            if problem is not None:
                yield problem
                return


def _overloaded(context: Context, streams: list[Stream], servers: frozenset[str]) -> Problem | None:
    factor = context.values.get("support.preparation_factor", 1.0)
    load = factor * math.fsum(stream.needs_per_week * mean_days(stream.work) for stream in streams)
    capacity = math.fsum(_days_per_week(context, context.posts[name], streams) for name in sorted(servers))
    if load < capacity:
        return None
    names = ", ".join(stream.id for stream in streams)
    rule = (
        f"a steady state needs a load below capacity: {names} ask for {load:g} days a week, "
        f"and the {len(servers)} posts that can serve them deliver {capacity:g} at most"
    )
    remedy = (
        "add posts, lower the demand, give it patience, or remove `steady_state` (it then runs, overloaded)"
    )
    return context.problem(
        ("trust", "streams", streams[0].id, "needs_per_week"), streams[0].needs_per_week, rule, remedy
    )


def _days_per_week(context: Context, post: Post, streams: list[Stream]) -> float:
    """Most days a week that a post delivers to some streams: its places, held to its release days."""
    values, places = context.values, 0.0
    for slot in post.designations:
        if any(context.can_serve(slot, stream.area, stream.specialism) for stream in streams):
            pattern = values.get(f"role.{slot.role}.days_per_week", 0.0)
            places += pattern * values.get(f"role.{slot.role}.places", 0.0)
    return min(places, context.allowance_days(post) / WEEKS_PER_YEAR)
