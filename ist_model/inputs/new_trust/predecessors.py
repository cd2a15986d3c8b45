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
    before = _links(published)
    listed = [int(number) for number in re.findall(r"(\d{6}) Predecessor", str(register.get("linked") or ""))]
    before[urn] = list(dict.fromkeys([*before.get(urn, []), *listed]))
    found: list[int] = []
    merged, now = False, [urn]
    for _ in range(_FURTHEST):
        now = [number for one in now for number in before.get(one, []) if number not in (urn, *found)]
        merged = merged or len(now) > 1
        found += now
        if not now:
            break
    return Past(tuple(found), merged)


def _links(published: Published) -> dict[int, list[int]]:
    before: dict[int, list[int]] = {}
    for source in published.of("predecessors and successors"):
        frame = source.table.frame
        for urn, other, kind in zip(frame["urn"], frame["link_urn"], frame["link_type"], strict=True):
            earlier, later = (other, urn) if kind.casefold().startswith("predecessor") else (urn, other)
            if int(earlier) not in before.setdefault(int(later), []):
                before[int(later)].append(int(earlier))
    return before
