"""Former numbers of a school: its results and outcomes stand under them."""

from __future__ import annotations

import re
from typing import NamedTuple

from ist_model.inputs.new_trust.published import Published, Row

_FURTHEST = 5  # steps back; schools change number once or twice


class Past(NamedTuple):
    """Former numbers of a school, the nearest first, and whether several schools became one."""

    urns: tuple[int, ...]
    merged: bool


def past_of(published: Published, urn: int, register: Row) -> Past:
    """Former numbers of a school, from the links file or the links of a search download.

    Where a school came about by amalgamation, its past is not that of any one school: `merged` is true and
    all the schools before are listed.
    """
    listed = [int(number) for number in re.findall(r"(\d{6}) Predecessor", str(register.get("linked") or ""))]
    before = {**published.before, urn: list(dict.fromkeys([*published.before.get(urn, []), *listed]))}
    found: list[int] = []
    merged, now = False, [urn]
    for _ in range(_FURTHEST):
        now = [number for one in now for number in before.get(one, []) if number not in (urn, *found)]
        merged = merged or len(now) > 1
        found += now
        if not now:
            break
    return Past(tuple(found), merged)


def successors_of(published: Published, urn: int) -> list[int]:
    """Numbers that a school went on under, in order."""
    return sorted(later for later, before in published.before.items() if urn in before)
