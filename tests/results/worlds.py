"""A small world, written by hand. Times are school weeks from the first day reported."""

from __future__ import annotations

from typing import Any

import numpy as np

from ist_model.world.centre import MOVED, NOT_KNOWN, Centre
from ist_model.world.figures import INDICATOR, Indicators
from ist_model.world.growth_table import GROWTH, Growth
from ist_model.world.structs import (
    DESIGNATION,
    FINANCE,
    GROUP_EXISTING,
    GROUP_JOINER,
    GROUP_TWIN,
    KIND,
    NEVER,
    NO_LIMIT,
    NONE,
    ONBOARDING,
    OPENING_DEPLOYMENT,
    OPENING_NEED,
    OVERRIDE,
    PACKAGE,
    POST,
    SCHOOL,
    SECONDMENT,
    SHOCK,
    STEP,
    STREAM,
    SUPPLIER,
    TIER,
    Names,
    Span,
    World,
)

WEEK = 2**20
YEAR = 26  # 2026/27, counted from the calendar's epoch
START = YEAR * 39 * WEEK
FRACTION = 10066330  # 9.6 weeks in ticks, rounded half up
VALUES = {
    "release.spring_share": 0.5,
    "rise.grant_gbp": 40_000.0,
    "rise.delay_weeks": 13.0,
    "rise.days_per_term": 7.0,
    "rise.terms": 1.0,
    "monitoring.need_threshold": 40.0,
    "monitoring.progress_points": 2.0,
    "absorption.supporters": 2.0,
    "absorption.full_roll": 420.0,
    "support.preparation_factor": 1.5,
    "service.standard_weeks": 6.5,
    "money.cover_gbp_per_day": 200.0,
    "money.external_chair_gbp_per_board": 100.0,
    "money.travel_gbp_per_km": 0.25,
    "money.top_slice_share": 0.05,
    "rolls.own_sd_per_year": 0.0,
    "rolls.common_sd_per_year": 0.0,
    "release.follows_classes": 1.0,
    "finance.teachers_per_class": 1.1,
    "finance.cost_follows_roll": 0.5,
    "finance.school_days_per_year": 195.0,
    "finance.amber_deficit_share": 0.05,
    "careers.span_schools": 3.0,
    "indicators.national_roll": 280.0,
    "monitoring.board_hours": 1.0,
    "monitoring.ceo_preparation_days": 0.5,
    "monitoring.hours_per_day": 8.0,
    "joining.due_diligence_sd": 0.0,
    "post.deputy.cover_share": 0.5,
    "post.teacher.cover_share": 1.0,
    "post.central.cover_share": 1.0,
}


def at(week: float) -> int:
    """Tick of a week from the first day reported."""
    return START + round(week * WEEK)


def rows(dtype: np.dtype[Any], *entries: dict[str, Any]) -> np.ndarray:
    """Structs from dictionaries; fields left out are 0."""
    table = np.zeros(len(entries), dtype)
    for row, entry in zip(table, entries, strict=True):
        for field, value in entry.items():
            row[field] = value
    return table


def school(key: int, group: int, roll: float, **fields: Any) -> dict[str, Any]:
    """A school that has been followed from the first tick run."""
    joins = at(-39) if group == GROUP_EXISTING else NEVER
    return {
        "key": key,
        "group": group,
        "roll": roll,
        "exists": at(-39),
        "joins": joins,
        "joined": NEVER,
        "accountable_post": -1,
        "twin_of": -1,
    } | fields


def money(roll: int) -> dict[str, Any]:
    """A school of classes of 25, with a teacher and a quarter for each, and GBP 6,000 a pupil."""
    classes, income = roll // 25, 600_000 * roll
    return {
        "classes": classes,
        "teachers_fte": classes * 1.25,
        "teaching_pence": income // 2,
        "leadership_pence": income // 10,
        "other_staff_pence": income // 4,
        "other_cost_pence": income * 3 // 20,
        "income_per_pupil_pence": 600_000,
        "reserves_pence": income // 20,
    }


def indicators() -> Indicators:
    """Two that follow strength, the second of Year 6 alone and not in A, and three that the run counts."""
    percent = {"least": 0, "most": 100}
    return Indicators(
        kinds=rows(
            INDICATOR,
            {"area": 0, "lower": 1, "year_group": -1, "mean": 4, "sd": 1, "pupil_sd": 5.6} | percent,
            {"area": 0, "year_group": 6, "mean": 60, "sd": 16, "pupil_sd": 48} | percent,
            *(
                {"lower": measured == 1, "measured": measured, "year_group": -1, "mean": mean, "sd": 10}
                | {"least": -np.inf, "most": np.inf}
                for measured, mean in ((1, 10), (2, 90), (3, 0))
            ),
        ),
        key=np.arange(20, dtype=np.uint64).reshape(4, 5),
        counts=np.array([[1, s > 0, 1, 1, 1] for s in range(4)], bool),
        published=np.array(
            [[[4.5, 2018] if (s, i) == (0, 0) else [np.nan] * 2 for i in range(5)] for s in range(4)]
        ),
        year_groups=np.array([7, 4, 7, 7]),
    )


def world() -> World:
    """Two schools, a third that joins after a term with its twin, three posts, a supplier and a stream."""
    return World(
        span=Span(at(-39), at(0), at(39), at(39)),
        seed=7,
        policy="triage",
        meetings=False,
        values=dict(VALUES),
        no_effect=False,
        names=Names(
            schools=("A", "B", "J", "J~"),
            labels=("A", "B", "C", "C (had it not joined)"),
            posts=("A-DHT", "B-T", "TIP"),
            designations=("A-DHT/sle", "B-T/sle", "TIP/tip"),
            areas=("curriculum", "early"),
            area_labels=("Curriculum", "Early years"),
            specialisms=("maths", "phonics"),
            specialism_labels=("Maths", "Phonics"),
            roles=("sle", "tip"),
            role_labels=("SLE", "Trust Improvement Partner"),
            post_kinds=("deputy", "teacher", "central"),
            tiers=("self-improving", "supported"),
            tier_labels=("Self-improving", "Supported"),
            grades=("g0", "g1", "g2", "g3", "g4"),
            streams=("partner",),
            suppliers=("bought",),
            partnerships=(),
            indicators=("absence", "ks2", "turnover", "stability", "balance"),
            indicator_labels=("Absence", "KS2", "Turnover", "Stability", "Balance"),
            indicator_units=("%", "%", "% a year", "%", "% of income"),
        ),
        schools=rows(
            SCHOOL,
            school(1, GROUP_EXISTING, 200),
            school(2, GROUP_EXISTING, 100),
            school(3, GROUP_JOINER, 300, joins=at(13)),
            school(4, GROUP_TWIN, 300, twin_of=2),
        ),
        finance=rows(FINANCE, *(money(roll) for roll in (200, 100, 300, 300))),
        centre=Centre(NOT_KNOWN, 0, np.zeros(0, MOVED), np.zeros(2, np.int64)),
        roll_forecast=np.array([[200.0], [100.0], [300.0], [300.0]]),
        posts=rows(
            POST,
            {"key": 1, "kind": 0, "home": 0, "allowance_milli": 10_000, "prepares_boards": 1}
            | {"week_milli": 1000, "accountable": 1}
            | {"starts": at(-39), "ends": NEVER},
            {"key": 2, "kind": 1, "home": 1, "allowance_milli": 10_000, "refill_terms": 1}
            | {"week_milli": 1000}
            | {"starts": at(-39), "ends": NEVER},
            {"key": 3, "kind": 2, "home": -1, "allowance_milli": NO_LIMIT, "starts": at(-39), "ends": NEVER}
            | {"week_milli": NO_LIMIT},
        ),
        kinds=rows(KIND, {"accountable": 1, "under_head": 1}, {}, {}),
        ladder=np.array([[NONE, 0, NONE], [NONE] * 3, [NONE] * 3]),
        partnership_heads=np.array([2]),
        secondments=np.zeros(0, SECONDMENT),
        changed_hands=NEVER,
        designations=rows(
            DESIGNATION,
            {"key": 1, "post": 0, "role": 0, "places": 1, "pattern_milli": 1000, "develop_ticks": 39 * WEEK},
            {"key": 2, "post": 1, "role": 0, "places": 1, "pattern_milli": 500, "develop_ticks": 39 * WEEK},
            {"key": 3, "post": 2, "role": 1, "places": 2, "pattern_milli": 1000},
        ),
        suppliers=rows(
            SUPPLIER,
            {"key": 1, "people": 1, "volume_milli": 40_000, "price_gbp_per_day": 430, "lead_ticks": 2 * WEEK}
            | {"pattern_milli": 1000},
        ),
        streams=rows(STREAM, {"key": 1, "needs_per_week": 0.1, "price_gbp_per_day": 300, "priority": 5}),
        tiers=rows(TIER, {"boards_per_year": 3, "priority": 3}, {"boards_per_year": 6, "priority": 2}),
        overrides=np.zeros(0, OVERRIDE),
        onboarding=np.zeros(0, ONBOARDING),
        steps=rows(
            STEP,
            {"boards": 2, "leave_factor": 1.0, "cost_pence": 30_000},
            {"boards": 2, "leave_factor": 1.0},
        ),
        shocks=np.zeros(0, SHOCK),
        network_areas=np.zeros((0, 2), bool),
        network_schools=np.zeros((0, 4), bool),
        network_milli=np.zeros(0, np.int64),
        packages=np.zeros(0, PACKAGE),
        validation=np.array([[at(-39), NEVER]]),
        opening_needs=np.zeros(0, OPENING_NEED),
        opening_deployments=np.zeros(0, OPENING_DEPLOYMENT),
        opening_tier=np.full((4, 3), -1, np.int64),
        pair_key=np.arange(8, dtype=np.uint64).reshape(4, 2),
        has_area=np.array([[1, 1], [1, 0], [1, 1], [1, 1]], bool),
        growth=Growth(np.zeros(0, GROWTH), np.zeros(0, np.int64), 0, 0),
        strength=np.full((4, 2), 50.0),
        believed=np.full((4, 2), 50.0),
        quality=np.ones((3, 2, 2, 3)),
        own_areas=np.ones((3, 2), bool),
        supplier_quality=np.ones((1, 2, 2)),
        area_specialisms=np.ones((2, 2), bool),
        travel_share=np.full((4, 4), 0.1),
        km=np.array([[0, 3, 4, 4], [3, 0, 5, 5], [4, 5, 0, 0], [4, 5, 0, 0]], float),
        grade_cuts=np.array([13.0, 27.0, 54.0, 78.0]),
        attention_grade=1,
        leadership_area=NONE,
        bought_budget_pence=430_000,
        indicators=indicators(),
        assumed_opening=True,
    )
