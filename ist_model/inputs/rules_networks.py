"""Checks of Best Practice Networks: known areas and schools, each once, two schools at least (MODEL 4.3)."""

from __future__ import annotations

from collections.abc import Iterator

from ist_model.inputs.context import Context
from ist_model.inputs.errors import Problem
from ist_model.inputs.yaml_file import Keys


def network_members(context: Context) -> Iterator[Problem]:
    """A network names areas and schools that exist, each once; one alone is no network."""
    for network in context.resolved.trust.networks:
        at: Keys = ("trust", "networks", network.id)
        for field, what, names, options in (
            ("areas", "area", network.areas, context.areas),
            ("schools", "school", network.schools, context.schools),
        ):
            for position, name in enumerate(names):
                keys: Keys = (*at, field, position)
                yield from context.unknown(keys, name, what, list(options))
                if name in names[:position]:
                    yield context.problem(
                        keys, name, f"a network names each {what} once", "remove one of the two"
                    )
        members = set(network.schools or context.schools)
        if len(members) < 2:
            rule = "a network has two schools at least: nobody learns alone"
            if network.schools:
                remedy = "name another, or leave the line out"
                yield context.problem((*at, "schools"), network.schools, rule, remedy)
            else:
                rule += f", and the trust has {len(members) or 'none'}"
                yield context.problem(at, network.id, rule, "remove the network, or add a school")
