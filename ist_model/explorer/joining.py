"""Imagined schools that join: what is assumed of them is that of the shipped example of two schools."""

from __future__ import annotations

import datetime as dt
from itertools import cycle
from statistics import fmean
from typing import Any

from ist_model.explorer.settings import SLE, Settings
from ist_model.inputs.scenario_models import Resolved

ROLL = 210  # one form a year
SPONSORED, STRONG = 0.119, 0.8  # national percentiles
_KM_PER_DEGREE = 111.2  # of latitude
_BROUGHT = (("deputy", "maths"), ("teacher", "english_phonics"))  # SLEs of a strong school

Content = dict[str, Any]


def joining(settings: Settings, start: Resolved) -> tuple[list[Content], list[Content]]:
    """The schools, and the posts that they bring: a head and a deputy each, a strong school two SLEs too."""
    day = dt.date.fromisoformat(settings.joins)
    taken = {school.id for school in start.trust.schools} | {post.id for post in start.trust.posts}
    free = (f"J{number}" for number in range(1, 1000) if f"J{number}" not in taken)
    labels = {school.label for school in start.trust.schools}
    letters = (letter for letter in _letters() if not any(f"School {letter}" in each for each in labels))
    homes = cycle(_partnerships(start) or [None])
    schools: list[Content] = []
    posts: list[Content] = []
    for number in range(settings.sponsored + settings.strong):
        weak, school = number < settings.sponsored, next(free)
        schools.append(_school(school, next(letters), weak, next(homes), settings, start))
        posts += _posts(school, weak, day, start)
    return schools, posts


def _school(
    school: str, letter: str, weak: bool, partnership: str | None, settings: Settings, start: Resolved
) -> Content:
    areas = [area.id for area in start.framework.areas]
    made: Content = {
        "id": school,
        "name": f"School {letter} (imagined)",
        "label": f"School {letter} (imagined)",
        "age_low": 4,
        "age_high": 11,
        "roll": ROLL,
        "joined": dt.date.fromisoformat(settings.joins),
        "joining": "sponsored" if weak else "converter",
        "accountable_post": f"HT-{school}",
        "start_percentile": dict.fromkeys(areas, SPONSORED if weak else STRONG),
        "last_inspection": {
            "outcome": "requires improvement" if weak else "good",
            "date": dt.date(start.start.year - 1, 3, 1),
        },
        "note": "Imagined in the explorer: a one-form primary school, its strength assumed.",
    }
    places = [each.place for each in start.trust.schools if each.place is not None]
    if places:
        made["place"] = {
            "latitude": round(fmean(place.latitude for place in places) + settings.km / _KM_PER_DEGREE, 5),
            "longitude": round(fmean(place.longitude for place in places), 5),
            "approximate": True,
        }
    return made | ({"partnership": partnership} if partnership else {})


def _posts(school: str, weak: bool, day: dt.date, start: Resolved) -> list[Content]:
    known = {specialism.id for specialism in start.framework.specialisms}
    brought = {kind: name for kind, name in _BROUGHT if not weak and name in known}
    common = {"school": school, "starts": day}
    posts: list[Content] = [{"id": f"HT-{school}", "kind": "headteacher", **common}]
    for kind, code in (("deputy", "DH"), ("teacher", "T")):
        if kind == "deputy" or kind in brought:
            post: Content = {"id": f"{code}-{school}", "kind": kind, **common}
            if kind in brought:
                post["designations"] = ({"role": SLE, "specialisms": (brought[kind],)},)
            posts.append(post)
    return posts


def _partnerships(start: Resolved) -> list[str]:
    """Partnerships, those with the fewest schools first."""
    size = {each.id: 0 for each in start.trust.partnerships}
    for school in start.trust.schools:
        if school.partnership in size:
            size[school.partnership] += 1
    return sorted(size, key=lambda name: (size[name], name))


def _letters() -> list[str]:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return [*alphabet, *(a + b for a in alphabet for b in alphabet)]
