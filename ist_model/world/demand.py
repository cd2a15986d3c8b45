"""Demand, tiers, overrides, onboarding and the opening state as arrays (MODEL 2, 5)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ist_model.inputs import calendar
from ist_model.inputs.models import Work
from ist_model.inputs.scenario_models import Resolved
from ist_model.world.keys import draw_key, in_key_order
from ist_model.world.people import Slot
from ist_model.world.schools import Row
from ist_model.world.structs import (
    GROUP_JOINER,
    NEVER,
    NO_LIMIT,
    NONE,
    ONBOARDING,
    OPENING_DEPLOYMENT,
    OPENING_NEED,
    OVERRIDE,
    SHOCK,
    STEP,
    STREAM,
    TIER,
    Span,
)

MILLI = 1000
_WORK = ("fixed", "exponential", "gamma", "lognormal", "hyperexponential", "triangular", "mixture")
_PATIENCE = ("none", "fixed", "exponential")


class Index:
    """Index by id of the vocabulary, so that arrays can refer to rows."""

    def __init__(self, resolved: Resolved, rows: list[Row], slots: list[Slot]) -> None:
        """Number areas, specialisms, tiers, schools (twins left out) and designations."""
        framework = resolved.framework
        self.areas = {area.id: i for i, area in enumerate(framework.areas)}
        self.specialisms = {s.id: i for i, s in enumerate(framework.specialisms)}
        self.tiers = {tier.id: i for i, tier in enumerate(framework.tiers)}
        self.schools = {row.school.id: i for i, row in enumerate(rows) if not row.is_twin}
        self._slots = slots

    def slot(self, post: str, role: str, specialism: str) -> int:
        """The designation of a post for a specialism: the one that names it, else the first of the role.

        Raises:
            KeyError: if the post does not hold the role.
        """
        held = [i for i, s in enumerate(self._slots) if (s.post.id, s.designation.role) == (post, role)]
        if not held:
            raise KeyError(f"post {post!r} does not hold the role {role!r}")
        return next((i for i in held if specialism in self._slots[i].designation.specialisms), held[0])


def work_parameters(work: Work) -> tuple[int, float, float, float, float]:
    """Kind and four parameters of a work distribution, as science.requests reads them."""
    kind = _WORK.index(work.distribution)
    if work.distribution == "triangular":
        return kind, work.low_days or 0.0, work.mode_days or 0.0, work.high_days or 0.0, 0.0
    if work.distribution == "mixture":
        first, second = work.parts
        kinds = (first.distribution == "exponential") + 2 * (second.distribution == "exponential")
        return kind, first.share, first.mean_days, second.mean_days, float(kinds)
    return kind, work.mean_days or 0.0, work.coefficient_of_variation or 0.0, 0.0, 0.0


def build_streams(resolved: Resolved, index: Index) -> tuple[tuple[str, ...], NDArray[np.void]]:
    """Streams in key order, with their names."""
    streams = in_key_order(resolved.trust.streams, lambda s: draw_key("stream", s.draw_key or s.id))
    structs = np.zeros(len(streams), STREAM)
    for struct, stream in zip(structs, streams, strict=True):
        kind, a, b, c, d = work_parameters(stream.work)
        struct["key"] = draw_key("stream", stream.draw_key or stream.id)
        struct["area"], struct["specialism"] = index.areas[stream.area], index.specialisms[stream.specialism]
        struct["needs_per_week"] = stream.needs_per_week
        struct["work_kind"] = kind
        struct["work_a"], struct["work_b"], struct["work_c"], struct["work_d"] = a, b, c, d
        struct["patience_kind"] = _PATIENCE.index(stream.patience.distribution)
        struct["patience_mean_weeks"] = stream.patience.mean_weeks or 0.0
        struct["priority"] = stream.priority
        struct["price_gbp_per_day"] = stream.price_gbp_per_day
        struct["may_buy"] = stream.may_buy
    return tuple(stream.label or stream.id for stream in streams), structs


def build_tiers(resolved: Resolved, values: dict[str, float]) -> NDArray[np.void]:
    """Tiers from most to least autonomous."""
    structs = np.zeros(len(resolved.framework.tiers), TIER)
    for struct, tier in zip(structs, resolved.framework.tiers, strict=True):
        patience = values[f"tier.{tier.id}.patience_weeks"]
        struct["boards_per_year"] = int(values[f"tier.{tier.id}.boards_per_year"])
        struct["priority"] = int(values[f"tier.{tier.id}.priority"])
        struct["patience_ticks"] = calendar.ticks(patience) if patience > 0 else NO_LIMIT
        struct["may_release"] = tier.may_release
        struct["giving_share"] = values[f"tier.{tier.id}.giving_share"]
    return structs


def build_steps(resolved: Resolved, values: dict[str, float]) -> NDArray[np.void]:
    """The intervention ladder, in order."""
    structs = np.zeros(len(resolved.framework.intervention_ladder), STEP)
    for struct, step in zip(structs, resolved.framework.intervention_ladder, strict=True):
        struct["boards"] = int(values[f"step.{step.id}.boards"])
        struct["milli"] = round(values[f"step.{step.id}.days"] * MILLI)
        struct["cost_pence"] = round(values[f"step.{step.id}.cost_gbp"] * 100)
        struct["leave_factor"] = values[f"step.{step.id}.leave_factor"]
        struct["partnership_head"], struct["changes_head"] = step.partnership_head, step.changes_head
    return structs


def build_overrides(resolved: Resolved, index: Index) -> NDArray[np.void]:
    """Dated tier decisions, in (school, start) order."""
    structs = np.zeros(len(resolved.tier_overrides), OVERRIDE)
    for struct, row in zip(structs, resolved.tier_overrides, strict=True):
        struct["school"], struct["tier"] = index.schools[row.school], index.tiers[row.tier]
        struct["starts"] = calendar.half_term_on_or_after(row.starts)
        struct["ends"] = NEVER if row.ends is None else calendar.half_term_on_or_after(row.ends)
    return np.sort(structs, order=("school", "starts", "tier"))


def build_shocks(resolved: Resolved, index: Index, rows: list[Row]) -> NDArray[np.void]:
    """Sudden losses by school, area and moment; what happens to a joiner happens to its twin."""
    found = []
    for shock in resolved.shocks:
        tick = calendar.half_term_on_or_after(shock.date)
        for i, row in enumerate(rows):
            if row.school.id == shock.school:
                areas = shock.areas or tuple(row.school.start_percentile)
                found += [(i, index.areas[a], tick, shock.points, shock.lasting_share) for a in areas]
    return np.sort(np.array(found, dtype=SHOCK), order=("tick", "school", "area"))


def build_onboarding(
    resolved: Resolved, values: dict[str, float], index: Index, schools: NDArray[np.void]
) -> NDArray[np.void]:
    """Support that joiners need on joining: as written, else the register's days for leadership."""
    rows: list[tuple[int, int, int, int]] = []
    for school in resolved.trust.schools:
        i = index.schools[school.id]
        if schools[i]["group"] != GROUP_JOINER:
            continue
        for need in school.onboarding:
            rows.append(
                (i, index.areas[need.area], index.specialisms[need.specialism], round(need.days * MILLI))
            )
        if not school.onboarding:
            kind = "sponsored" if school.joining == "sponsored" else "converter"
            days = values[f"joining.{kind}_onboarding_days"]
            area, specialism = default_onboarding(resolved)
            rows.append((i, index.areas[area], index.specialisms[specialism], round(days * MILLI)))
    return np.sort(np.array([row for row in rows if row[3] > 0], dtype=ONBOARDING), order=("school", "area"))


def default_onboarding(resolved: Resolved) -> tuple[str, str]:
    """Area and specialism of onboarding where a file names none: the last area that leaders serve.

    Raises:
        ValueError: if no specialism serves `leadership_governance`.
    """
    area = "leadership_governance"
    for specialism in reversed(resolved.framework.specialisms):
        if area in specialism.areas:
            return area, specialism.id
    raise ValueError(
        f"no specialism serves {area}, which onboarding needs: write `onboarding` for each joiner"
    )


def build_opening(
    resolved: Resolved, index: Index, span: Span, schools: int
) -> tuple[NDArray[np.void], NDArray[np.void], NDArray[np.int64]]:
    """Open needs, running deployments and [S, 3] tier history of the first day; empty without an opening."""
    tiers = np.zeros((schools, 3), np.int64)
    tiers[:, 0] = NONE
    opening = resolved.opening
    if opening is None:
        return np.zeros(0, OPENING_NEED), np.zeros(0, OPENING_DEPLOYMENT), tiers
    needs = [
        (
            index.schools[n.school],
            index.areas[n.area],
            index.specialisms[n.specialism],
            round(n.days * MILLI),
            span.begin - (calendar.ticks(n.weeks_waited) if n.weeks_waited > 0 else 0),
            n.priority,
        )
        for n in opening.needs
    ]
    running = [
        (
            index.slot(d.post, d.role, d.specialism),
            index.schools[d.school],
            index.areas[d.area],
            index.specialisms[d.specialism],
            round(d.days_left * MILLI),
        )
        for d in opening.deployments
    ]
    for row in opening.tiers:
        tiers[index.schools[row.school]] = (index.tiers[row.tier], row.better_boards, row.stalled_boards)
    return (
        np.sort(np.array(needs, dtype=OPENING_NEED), order=("school", "area")),
        np.sort(np.array(running, dtype=OPENING_DEPLOYMENT), order=("school", "area", "designation")),
        tiers,
    )
