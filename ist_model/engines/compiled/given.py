"""A world as one block of memory: what compiled runs read and never change."""

from __future__ import annotations

from ist_model.engines.compiled.struct import BlockType, flag, real, rows, viewer, whole, word
from ist_model.world import structs

# Policies by number, the last two ranked alike; a new one needs its line in `waiting.rank` too.
POLICY_ORDER = ("triage", "first_come", "fair_share", "local_first", "best_gain", "optimal")
TRIAGE, FIRST_COME, FAIR_SHARE, LOCAL_FIRST, BEST_GAIN, OPTIMAL = range(6)

# Register values by their own names, dots written as underscores.
VALUES = (
    "careers.cover_days_per_year",
    "careers.led_school_days_per_year",
    "careers.raised_for_years",
    "careers.secondment_support_days_per_week",
    "finance.school_days_per_year",
    "giving.cost_points_per_day",
    "giving.cover_quality",
    "inspection.noise_sd",
    "inspection.overdue_within_years",
    "inspection.safeguarding_not_met_chance",
    "monitoring.board_preparation_days",
    "monitoring.challenge_factor",
    "monitoring.chance_share",
    "monitoring.data_lead_factor",
    "monitoring.data_lead_full_days",
    "monitoring.need_days_max",
    "monitoring.need_days_min",
    "monitoring.need_days_per_point",
    "monitoring.need_threshold",
    "monitoring.new_leader_terms",
    "monitoring.observation_sd",
    "monitoring.progress_points",
    "monitoring.supported_margin",
    "monitoring.urgent_threshold",
    "monitoring.validation_factor",
    "monitoring.visit_days",
    "monitoring.visits_after_attention",
    "indicators.national_roll",
    "release.follows_classes",
    "release.ks2_week_from",
    "release.ks2_weeks",
    "release.opening_weeks",
    "release.spring_share",
    "rise.days_per_term",
    "rise.terms",
    "rolls.common_sd_per_year",
    "rolls.own_sd_per_year",
    "strength.kappa_per_week",
    "strength.persistence",
    "support.generalist_quality",
    "support.kept_per_day",
    "support.receptiveness_unled",
)
INTERVALS = ("good", "attention", "urgent", "new_academy")  # by outcome class
FACTORS = ("changed_hands", "joining", "downgrade")  # what raises the hazard of leaving, in order


def field_of(key: str) -> str:
    """Name in the block of a register value."""
    return key.replace(".", "_")


GIVEN = BlockType(
    "given",
    {
        # Span, sizes, switches
        "begin": whole(),
        "start": whole(),
        "end": whole(),
        "seed": word(),
        "schools_n": whole(),
        "areas_n": whole(),
        "posts_n": whole(),
        "slots_n": whole(),
        "suppliers_n": whole(),  # those sold by the day and those of packages
        "streams_n": whole(),
        "tiers_n": whole(),
        "first_year": whole(),  # school year of the first day reported
        "base_year": whole(),  # school year of the first tick run: column 0 of what is kept by year
        "policy": whole(),
        "leading": whole(),  # leading fields of the rank that depend on the need alone
        "by_match": whole(),  # 1: of one need's pairs, match and draw key alone decide
        "weighs_gain": whole(),
        "assigns": whole(),
        "meetings": whole(),
        "changed_hands": whole(),
        "attention_grade": whole(),
        "leadership_area": whole(),
        "bought_budget_pence": whole(),
        "assumed_opening": whole(),
        # Values
        **{field_of(key): real() for key in VALUES},
        "intervals": real(2),  # [outcome class, (low, mode, high)] years
        "hazard_factors": real(2),  # [(staff, head), FACTORS]
        "lasting_share": real(),
        "learning_per_day": real(),
        "network_gain": real(),
        "effect_per_day": real(),
        "noise_sd": real(),
        "rank_spread": real(),
        "attention_cut": real(),
        "preparation_share": real(),
        "inspection_window": real(),  # ticks
        "span_schools": whole(),
        "shortest_milli": whole(),
        "refusals_last": whole(),  # 1: within a half-term a refusal lasts until something happens
        "least_visits": whole(),  # milli-days on site a week that any supporter brings at least
        "standard_freshness": real(),  # of the mean day of a standard package
        "rise_delay_ticks": whole(),
        # Tables
        "schools": rows(structs.SCHOOL),
        "posts": rows(structs.POST),
        "kinds": rows(structs.KIND),
        "designations": rows(structs.DESIGNATION),
        "suppliers": rows(structs.SUPPLIER),
        "streams": rows(structs.STREAM),
        "tiers": rows(structs.TIER),
        "secondments": rows(structs.SECONDMENT),
        "overrides": rows(structs.OVERRIDE),
        "onboarding": rows(structs.ONBOARDING),
        "steps": rows(structs.STEP),
        "shocks": rows(structs.SHOCK),
        "packages": rows(structs.PACKAGE),
        "opening_needs": rows(structs.OPENING_NEED),
        "opening_deployments": rows(structs.OPENING_DEPLOYMENT),
        # Arrays, as in World
        "roll_forecast": real(2),
        "classes_at_start": whole(1),  # [S]
        "pupils": real(1),  # [S] roll
        "ladder": whole(2),
        "partnership_heads": whole(1),
        "network_areas": flag(2),
        "network_schools": flag(2),
        "network_milli": whole(1),
        "validation": whole(2),
        "opening_tier": whole(2),
        "pair_key": word(2),
        "has_area": flag(2),
        "strength": real(2),
        "quality": real(4),
        "own_areas": flag(2),
        "supplier_quality": real(3),
        "area_specialisms": flag(2),
        "travel_share": real(2),
        "grade_cuts": real(1),
        # Looked up
        "sight_posts": whole(1),  # whose holders sharpen what boards see
        "board_makers": whole(1),  # whose holders prepare boards
        "heads_first": whole(1),  # [S + 1] where a school's headships begin in `heads`
        "heads": whole(1),
        "at_home_first": whole(1),  # [S + 2] where a school's posts begin in `at_home`; last those without
        "at_home": whole(1),
        "of_kind_first": whole(1),  # [L + 1] where a kind's posts begin in `of_kind`
        "of_kind": whole(1),
        "next_to_head": flag(1),  # [L] promoted to a headship
        "is_partnership_head": flag(1),  # [P]
        "heads_of_partnerships": whole(1),  # posts, each once, in order
        "year_six": flag(1),  # [S] closed in test week
        "most_supporters": whole(1),  # [S]
        "most_milli": whole(1),  # [S] on site a week
        "packages_pence": whole(1),  # [years from base_year]
        "candidates_first": whole(3),  # [K, A, 3] where a kind of need's candidates begin, and ...
        "candidates_last": whole(3),  # ... end in the two below
        "candidate_slot": whole(1),
        "candidate_mismatch": whole(1),
    },
)
given_at = viewer(GIVEN)
