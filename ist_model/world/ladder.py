"""The ladder of posts, who heads which partnership, and secondments as arrays (MODEL 7.2, 7.3)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ist_model.inputs import calendar
from ist_model.inputs.models import Framework
from ist_model.inputs.scenario_models import Resolved
from ist_model.world.structs import KIND, NEVER, NONE, SECONDMENT

_TERMS_PER_YEAR = calendar.YEAR_TICKS // calendar.TERM_TICKS


def terms_of(years: float) -> int:
    """Whole terms that so many years take, rounded up."""
    return int(np.ceil(years * _TERMS_PER_YEAR - 1e-9))


def rungs(framework: Framework) -> dict[str, int]:
    """Height of each kind of post: 0 where nobody is promoted to it, else above all it is filled from.

    Raises:
        ValueError: if the ladder has a cycle.
    """
    kinds = {kind.id: kind for kind in framework.post_kinds}
    found: dict[str, int] = {}
    for _ in kinds:
        for kind in kinds.values():
            if kind.id not in found and all(lower in found for lower in kind.promoted_from):
                found[kind.id] = 1 + max((found[lower] for lower in kind.promoted_from), default=-1)
    if len(found) < len(kinds):
        raise ValueError(f"the ladder has a cycle among {sorted(kinds.keys() - found.keys())}")
    return found


def build_kinds(framework: Framework) -> NDArray[np.void]:
    """Kinds of post as the framework lists them."""
    height = rungs(framework)
    structs = np.zeros(len(framework.post_kinds), KIND)
    for struct, kind in zip(structs, framework.post_kinds, strict=True):
        struct["rung"] = height[kind.id]
        struct["accountable"] = kind.accountable
        struct["keeps_designations"] = kind.keeps_designations
        struct["under_head"] = kind.under_partnership_head
    return structs


def build_ladder(framework: Framework) -> NDArray[np.int64]:
    """[L, L] place of kind j in the `promoted_from` of kind i, or NONE."""
    index = {kind.id: i for i, kind in enumerate(framework.post_kinds)}
    table = np.full((len(index), len(index)), NONE, np.int64)
    for i, kind in enumerate(framework.post_kinds):
        for place, lower in enumerate(kind.promoted_from):
            table[i, index[lower]] = place
    return table


def build_heads(resolved: Resolved, post_index: dict[str, int]) -> NDArray[np.int64]:
    """[H] post of each partnership's head, or NONE."""
    heads = [post_index.get(p.head_post or "", NONE) for p in resolved.trust.partnerships]
    return np.array(heads, np.int64)


def build_secondments(
    resolved: Resolved, post_index: dict[str, int], school_index: dict[str, int]
) -> NDArray[np.void]:
    """Secondments in (start, post) order."""
    structs = np.zeros(len(resolved.secondments), SECONDMENT)
    for struct, row in zip(structs, resolved.secondments, strict=True):
        struct["post"], struct["school"] = post_index[row.post], school_index[row.to_school]
        struct["starts"] = calendar.half_term_on_or_after(row.starts)
        struct["ends"] = calendar.half_term_on_or_after(row.ends)
        struct["share"], struct["backfill"], struct["stay"] = row.share, row.backfill, row.then == "stay"
    return np.sort(structs, order=("starts", "post"))


def changed_hands(resolved: Resolved) -> int:
    """Tick at which the whole trust merged or changed hands, or NEVER."""
    date = resolved.trust.changed_hands
    return int(NEVER) if date is None else calendar.half_term_on_or_after(date)
