"""Former numbers of a school: its results and outcomes stand under them."""

from __future__ import annotations

import re
from typing import NamedTuple

from ist_model.inputs.new_trust.published import Published, Row

_FURTHEST = 5  # steps back; schools change number once or twice


class Past(NamedTuple):
    """Former numbers of a school, the nearest first, back to where several schools became one."""

    urns: tuple[int, ...]
    several: tuple[int, ...]  # the schools that became one, if any did

    @property
    def merged(self) -> bool:
        """Whether the school under its number of today came about from several."""
        return bool(self.several) and not self.urns


def past_of(published: Published, urn: int, register: Row) -> Past:
    """Former numbers of a school, from the links file or the links of a search download.

    The past of an amalgamated school is not that of any one school before it, so the line ends there.
    """
    listed = [int(number) for number in re.findall(r"(\d{6}) Predecessor", str(register.get("linked") or ""))]
    before = {**published.before, urn: [*published.before.get(urn, []), *listed]}
    found: list[int] = []
    now = urn
    for _ in range(_FURTHEST):
        earlier = sorted(set(before.get(now, [])) - {urn, *found})
        if len(earlier) > 1:
            return Past(tuple(found), tuple(earlier))
        if not earlier:
            break
        (now,) = earlier
        found.append(now)
    return Past(tuple(found), ())


def successors_of(published: Published, urn: int) -> list[int]:
    """Numbers that a school went on under, in order."""
    return sorted(later for later, before in published.before.items() if urn in before)
