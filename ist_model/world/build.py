"""Turn a resolved scenario into a `World` of arrays."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ist_model.inputs import calendar
from ist_model.inputs.rules_register import AREA_NOISE, noise_key
from ist_model.inputs.scenario_models import Resolved
from ist_model.inputs.unknown import with_draw
from ist_model.world import (
    demand,
    finance,
    fit,
    growth,
    indicators,
    ladder,
    networks,
    packages,
    people,
    schools,
)
from ist_model.world.structs import NO_LIMIT, NONE, Names, Span, World

_HALF_TERMS_PER_YEAR = 6


def build_world(resolved: Resolved, values: Mapping[str, float] | None = None) -> World:
    """The arrays of a scenario, with the register's central values or those of a draw.

    Raises:
        ValueError: if two things share a draw key.
    """
    drawn = dict(resolved.assumptions.values() if values is None else values)
    resolved = with_draw(resolved, drawn)
    drawn[AREA_NOISE] = drawn[noise_key(resolved.policy.grade_map)]
    span = build_span(resolved)
    posts = people.ordered_posts(resolved)
    post_index = {post.id: i for i, post in enumerate(posts)}
    all_schools = schools.build_schools(resolved, span, post_index)
    index_of_school = {row.school.id: i for i, row in enumerate(all_schools.rows) if not row.is_twin}
    joins = {school: int(all_schools.structs[i]["joins"]) for school, i in index_of_school.items()}
    leaders = people.build_people(resolved, drawn, span, index_of_school, joins)
    index = demand.Index(resolved, all_schools.rows, leaders.slots)
    stream_names, streams = demand.build_streams(resolved, index)
    meeting = networks.build_networks(resolved, all_schools.structs, index_of_school)
    budget = resolved.trust.bought_budget_gbp_per_year
    opening_needs, opening_deployments, opening_tier = demand.build_opening(
        resolved, index, span, len(all_schools.rows)
    )
    grade_map = next(g for g in resolved.framework.grade_maps if g.id == resolved.policy.grade_map)
    return World(
        span=span,
        seed=resolved.seed,
        policy=resolved.policy.order,
        meetings=resolved.policy.when == "meetings",
        values=drawn,
        no_effect=resolved.no_effect,
        names=_names(resolved, all_schools, leaders, stream_names, grade_map.grades),
        schools=all_schools.structs,
        finance=finance.build_finance(all_schools.rows, drawn),
        centre=finance.build_centre(resolved, drawn, index_of_school),
        roll_forecast=finance.build_forecast(all_schools.rows, span),
        posts=leaders.post_structs,
        kinds=ladder.build_kinds(resolved.framework),
        ladder=ladder.build_ladder(resolved.framework),
        partnership_heads=ladder.build_heads(resolved, post_index),
        secondments=ladder.build_secondments(resolved, post_index, index_of_school),
        changed_hands=ladder.changed_hands(resolved),
        designations=leaders.slot_structs,
        suppliers=leaders.supplier_structs,
        streams=streams,
        growth=growth.build_growth(resolved, span, index_of_school),
        tiers=demand.build_tiers(resolved, drawn),
        overrides=demand.build_overrides(resolved, index),
        steps=demand.build_steps(resolved, drawn),
        shocks=demand.build_shocks(resolved, index, all_schools.rows),
        network_areas=meeting.areas,
        network_schools=meeting.schools,
        network_milli=meeting.milli,
        packages=packages.build_packages(resolved, span, all_schools.structs, index_of_school),
        validation=packages.build_validation(resolved, span),
        onboarding=demand.build_onboarding(resolved, drawn, index, all_schools.structs),
        opening_needs=opening_needs,
        opening_deployments=opening_deployments,
        opening_tier=opening_tier,
        pair_key=all_schools.pair_key,
        has_area=all_schools.has_area,
        strength=all_schools.strength,
        believed=all_schools.strength,
        quality=fit.slot_quality(resolved, drawn, leaders.slots),
        own_areas=fit.own_areas(resolved.framework, leaders.slots),
        supplier_quality=fit.supplier_quality(
            resolved, drawn, leaders.suppliers, len(resolved.trust.packages)
        ),
        area_specialisms=fit.area_specialisms(resolved.framework),
        travel_share=fit.travel_share(all_schools.rows, drawn),
        km=fit.distances_km(all_schools.rows),
        grade_cuts=grade_cuts(drawn, resolved.policy.grade_map, len(grade_map.grades)),
        attention_grade=grade_map.grades.index(grade_map.attention_at_or_below),
        leadership_area=next((i for i, a in enumerate(resolved.framework.areas) if a.leadership), NONE),
        bought_budget_pence=NO_LIMIT if budget is None else round(budget * 100),
        indicators=indicators.build_indicators(
            resolved.framework, all_schools.rows, all_schools.has_area, drawn
        ),
        assumed_opening=resolved.opening is None,
    )


def build_span(resolved: Resolved) -> Span:
    """First tick run, first reported, end of counting, horizon: all half-term starts (MODEL 2)."""
    start = calendar.half_term_on_or_after(resolved.start)
    begin = start - whole_half_terms(resolved.warm_up_weeks / calendar.WEEKS_PER_YEAR)
    end = start + whole_half_terms(resolved.years)
    count_until = min(end, start + whole_half_terms(resolved.count_needs_for_years))
    return Span(begin, start, count_until, end)


def whole_half_terms(years: float) -> int:
    """Ticks of a number of years, rounded up to whole half-terms."""
    exact = years * _HALF_TERMS_PER_YEAR
    return int(np.ceil(exact - 1e-9)) * calendar.GRID_TICKS


def grade_cuts(values: Mapping[str, float], grade_map: str, grades: int) -> NDArray[np.float64]:
    """Strength at which each better grade begins, worst first.

    Raises:
        ValueError: if the cut points do not rise.
    """
    cuts = np.array([values[f"grade.{grade_map}.cut_{i}"] for i in range(1, grades)])
    if not np.all(np.diff(cuts) > 0):
        raise ValueError(f"cut points of {grade_map} must rise, but they are {cuts.tolist()}")
    return cuts


def _names(
    resolved: Resolved,
    all_schools: schools.Schools,
    leaders: people.People,
    streams: tuple[str, ...],
    grades: tuple[str, ...],
) -> Names:
    framework = resolved.framework
    return Names(
        schools=tuple(row.school.name for row in all_schools.rows),
        labels=tuple(
            f"{row.school.label} (had it not joined)" if row.is_twin else row.school.label
            for row in all_schools.rows
        ),
        posts=tuple(post.id for post in leaders.posts),
        designations=tuple(slot.name for slot in leaders.slots),
        areas=tuple(area.id for area in framework.areas),
        area_labels=tuple(area.label for area in framework.areas),
        specialisms=tuple(s.id for s in framework.specialisms),
        specialism_labels=tuple(s.label for s in framework.specialisms),
        roles=tuple(role.id for role in framework.roles),
        role_labels=tuple(role.label for role in framework.roles),
        post_kinds=tuple(kind.id for kind in framework.post_kinds),
        tiers=tuple(tier.id for tier in framework.tiers),
        tier_labels=tuple(tier.label for tier in framework.tiers),
        grades=grades,
        streams=streams,
        suppliers=(
            *(supplier.label or supplier.id for supplier in leaders.suppliers),
            *(package.label or package.id for package in packages.ordered_packages(resolved)),
        ),
        partnerships=tuple(p.id for p in resolved.trust.partnerships),
        indicators=tuple(kind.id for kind in framework.indicators),
        indicator_labels=tuple(kind.label for kind in framework.indicators),
        indicator_units=tuple(kind.unit for kind in framework.indicators),
    )
