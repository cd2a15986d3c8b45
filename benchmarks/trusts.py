"""Larger trusts for the benchmarks: the shipped trust's schools and posts, copied with new ids.

Everything that grows with a trust is copied with its schools: posts, partnerships, networks, demand from
beyond. Partnerships and networks keep their sizes, copies lie some twenty kilometres apart, and each copy has
its own luck.
"""

from __future__ import annotations

from typing import Any

from ist_model.inputs.models import (
    Network,
    Package,
    Partnership,
    Place,
    Post,
    School,
    Stream,
    Supplier,
    Trust,
)
from ist_model.inputs.scenario_models import Resolved

# Degrees; a column of copies from south to north, then the next. Five hundred copies fill England.
_ROWS, _STEP_NORTH, _STEP_EAST = 24, 0.18, 0.3
_SOUTH, _WEST = 50.5, -4.0


def with_schools(resolved: Resolved, schools: int) -> Resolved:
    """The scenario with so many schools, a multiple of those it has.

    Raises:
        ValueError: if the number is not a multiple.
    """
    copies, rest = divmod(schools, len(resolved.trust.schools))
    if rest or copies < 1:
        raise ValueError(f"{schools} schools are no multiple of the trust's {len(resolved.trust.schools)}")
    return resolved.model_copy(update={"trust": _copied(resolved.trust, copies)})


def _copied(trust: Trust, copies: int) -> Trust:
    if copies == 1:
        return trust
    members = tuple(school.id for school in trust.schools)
    middle = next((school.place for school in trust.schools if school.place), None)
    numbers = range(1, copies + 1)
    return trust.model_copy(
        update={
            "schools": tuple(_school(school, n, middle) for n in numbers for school in trust.schools),
            "posts": tuple(_post(post, n) for n in numbers for post in trust.posts),
            "partnerships": tuple(_partnership(p, n) for n in numbers for p in trust.partnerships),
            "networks": tuple(_network(net, n, members) for n in numbers for net in trust.networks),
            "streams": tuple(_stream(stream, n) for n in numbers for stream in trust.streams),
            "suppliers": tuple(_supplier(supplier, copies) for supplier in trust.suppliers),
            "packages": tuple(_package(package, numbers) for package in trust.packages),
        }
    )


def _id(name: str, number: int) -> str:
    return f"{name}-copy-{number}"


def _optional(name: str | None, number: int) -> str | None:
    return None if name is None else _id(name, number)


def _school(school: School, number: int, middle: Place | None) -> School:
    """A copy has no number in the register of schools; its luck goes by its new id."""
    update: dict[str, Any] = {
        "id": _id(school.id, number),
        "urn": None,
        "draw_key": None,
        "label": f"{school.label} {number}",
        "place": school.place and middle and _moved(school.place, middle, number),
        "partnership": _optional(school.partnership, number),
        "accountable_post": _optional(school.accountable_post, number),
    }
    return school.model_copy(update=update)


def _moved(place: Place, middle: Place, number: int) -> Place:
    """As far from the copy's middle as the school is from the trust's."""
    column, row = divmod(number - 1, _ROWS)
    return Place(
        latitude=_SOUTH + row * _STEP_NORTH + place.latitude - middle.latitude,
        longitude=_WEST + column * _STEP_EAST + place.longitude - middle.longitude,
    )


def _post(post: Post, number: int) -> Post:
    home = post.school if post.school == "none" else _id(post.school, number)
    slots = tuple(slot.model_copy(update={"draw_key": None}) for slot in post.designations)
    update = {"id": _id(post.id, number), "draw_key": None, "school": home, "designations": slots}
    return post.model_copy(update=update)


def _partnership(partnership: Partnership, number: int) -> Partnership:
    update = {"id": _id(partnership.id, number), "head_post": _optional(partnership.head_post, number)}
    return partnership.model_copy(update=update)


def _network(network: Network, number: int, everyone: tuple[str, ...]) -> Network:
    members = tuple(_id(name, number) for name in network.schools or everyone)
    return network.model_copy(update={"id": _id(network.id, number), "schools": members})


def _stream(stream: Stream, number: int) -> Stream:
    return stream.model_copy(update={"id": _id(stream.id, number), "draw_key": None})


def _supplier(supplier: Supplier, copies: int) -> Supplier:
    """One supplier, as much larger as the trust: people are counted, not kept apart."""
    update = {"people": supplier.people * copies, "days_per_year": supplier.days_per_year * copies}
    return supplier.model_copy(update=update)


def _package(package: Package, numbers: range) -> Package:
    members = tuple(_id(name, number) for number in numbers for name in package.schools)
    return package.model_copy(update={"schools": members})
