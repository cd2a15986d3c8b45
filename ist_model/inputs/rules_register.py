"""Checks of the register: exactly the rows that the model reads, each with a value it can use."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from itertools import pairwise

from ist_model.inputs.context import Context
from ist_model.inputs.errors import Problem, suggest
from ist_model.inputs.models import Framework, IndicatorKind
from ist_model.inputs.unknown import is_unknown
from ist_model.inputs.yaml_file import Keys

# What the model reads whatever the framework says.
FIXED_KEYS = {
    "strength": ("persistence", "kappa_per_week", "sigma_per_root_week", "lasting_share"),
    "support": (
        "odds_ratio",
        "package_days",
        "near_match_quality",
        "generalist_quality",
        "phase_mismatch_quality",
        "preparation_factor",
        "shortest_deployment_days",
        "kept_per_day",
        "receptiveness_unled",
    ),
    "absorption": ("supporters", "days_per_week", "full_roll"),
    "network": ("gain_per_term",),
    "rise": ("delay_weeks", "days_per_term", "terms", "grant_gbp"),
    "giving": ("cost_points_per_day", "cover_quality", "learning_points_per_day"),
    "monitoring": (
        "observation_sd",
        "validation_factor",
        "data_lead_factor",
        "data_lead_full_days",
        "new_leader_terms",
        "challenge_factor",
        "chance_share",
        "board_preparation_days",
        "board_hours",
        "ceo_preparation_days",
        "hours_per_day",
        "need_threshold",
        "urgent_threshold",
        "supported_margin",
        "progress_points",
        "need_days_per_point",
        "need_days_min",
        "need_days_max",
        "visit_days",
        "visits_after_attention",
    ),
    "careers": (
        "head_joining_factor",
        "head_downgrade_factor",
        "head_changed_hands_factor",
        "staff_joining_factor",
        "staff_downgrade_factor",
        "staff_changed_hands_factor",
        "raised_for_years",
        "span_schools",
        "led_school_days_per_year",
        "cover_days_per_year",
        "secondment_support_days_per_week",
    ),
    "indicators": ("national_roll",),
    "joining": ("sponsored_onboarding_days", "converter_onboarding_days", "due_diligence_sd"),
    "inspection": (
        "noise_sd",
        "safeguarding_not_met_chance",
        "overdue_within_years",
        *(
            f"{outcome}_interval_{point}_years"
            for outcome in ("good", "attention", "urgent", "new_academy")
            for point in ("low", "mode", "high")
        ),
    ),
    "release": (
        "opening_weeks",
        "ks2_week_from",
        "ks2_weeks",
        "inspection_window_weeks",
        "spring_share",
        "follows_classes",
    ),
    "rolls": ("own_sd_per_year", "common_sd_per_year"),
    "finance": (
        "income_gbp_per_pupil",
        "pupils_per_teacher",
        "class_size",
        "teachers_per_class",
        "teacher_cost_gbp",
        "leadership_share_of_income",
        "staff_share_of_income",
        "other_cost_share_of_income",
        "reserves_share_of_income",
        "cost_follows_roll",
        "school_days_per_year",
        "amber_deficit_share",
    ),
    "travel": ("speed_kmh", "free_minutes", "hours_per_day"),
    "supplier": ("price_gbp_per_day", "lead_weeks", "days_per_week"),
    "money": ("cover_gbp_per_day", "external_chair_gbp_per_board", "travel_gbp_per_km", "top_slice_share"),
    "service": ("standard_weeks",),
}
# What it reads for each role, post kind and tier of the framework.
ROLE_KEYS = ("days_per_year", "days_per_week", "places", "price_gbp_per_day", "develop_weeks")
POST_KEYS = (
    "leave_per_year",
    "refill_terms",
    "fail_chance",
    "ready_years",
    "ready_share",
    "cover_share",
    "most_days_per_week",
)
STEP_KEYS = ("boards", "days", "cost_gbp", "leave_factor", "moved_gbp")
TIER_KEYS = ("boards_per_year", "priority", "patience_weeks", "giving_share")

SHARES = (
    "tier.*.giving_share",
    "strength.persistence",
    "strength.lasting_share",
    "support.*_quality",
    "support.kept_per_day",
    "support.receptiveness_unled",
    "network.gain_per_term",
    "giving.cover_quality",
    "release.spring_share",
    "monitoring.validation_factor",
    "monitoring.data_lead_factor",
    "monitoring.challenge_factor",
    "monitoring.chance_share",
    "inspection.safeguarding_not_met_chance",
    "post.*.cover_share",
    "post.*.ready_share",
    "release.follows_classes",
    "finance.*_share_of_income",
    "finance.cost_follows_roll",
    "finance.amber_deficit_share",
    "money.top_slice_share",
)
BELOW_ONE = ("post.*.fail_chance",)
BELOW_ZERO = ("grade.*.cut_*",)  # where inspectors' scatter alone reaches, no school's strength
# How wide inspectors scatter: each area has one number; grade maps of one overall grade have their own.
AREA_NOISE = "inspection.noise_sd"
OVERALL_NOISE = {"legacy_4": "grade.legacy_4.noise_sd"}
WHOLE = (
    "step.*.boards",
    "rise.terms",
    "role.*.places",
    "post.*.refill_terms",
    "tier.*.priority",
    "monitoring.visits_after_attention",
    "careers.span_schools",
)
ABOVE_ZERO = (
    "step.*.boards",
    "step.*.leave_factor",
    "support.odds_ratio",
    "support.package_days",
    "support.shortest_deployment_days",
    "support.kept_per_day",
    "monitoring.data_lead_full_days",
    "monitoring.hours_per_day",
    "release.spring_share",
    "absorption.*",
    "post.*.most_days_per_week",
    "indicator.*_sd",
    "indicators.national_roll",
    "travel.speed_kmh",
    "travel.hours_per_day",
    "supplier.days_per_week",
    "role.*.days_per_week",
    "service.standard_weeks",
    "finance.income_gbp_per_pupil",
    "finance.pupils_per_teacher",
    "finance.class_size",
    "finance.school_days_per_year",
)
BOARDS_A_YEAR = (3, 6)
IN_ORDER = (
    ("monitoring.urgent_threshold", "monitoring.need_threshold"),
    ("monitoring.need_days_min", "monitoring.need_days_max"),
    *(
        tuple(f"inspection.{outcome}_interval_{point}_years" for point in ("low", "mode", "high"))
        for outcome in ("good", "attention", "urgent", "new_academy")
    ),
)


def required_keys(framework: Framework) -> list[str]:
    """Every key the register must have for a framework, sorted."""
    keys = [f"{group}.{name}" for group, names in FIXED_KEYS.items() for name in names]
    keys += [f"role.{role.id}.{name}" for role in framework.roles for name in ROLE_KEYS]
    keys += [f"post.{kind.id}.{name}" for kind in framework.post_kinds for name in POST_KEYS]
    keys += [f"step.{step.id}.{name}" for step in framework.intervention_ladder for name in STEP_KEYS]
    keys += [f"tier.{tier.id}.{name}" for tier in framework.tiers for name in TIER_KEYS]
    keys += [
        key for grade_map in framework.grade_maps for key in cut_keys(grade_map.id, len(grade_map.grades))
    ]
    keys += [OVERALL_NOISE[each.id] for each in framework.grade_maps if each.id in OVERALL_NOISE]
    keys += [key for kind in framework.indicators for key in indicator_keys(kind)]
    return sorted(keys)


def indicator_keys(kind: IndicatorKind) -> list[str]:
    """Keys of an indicator's national mean and spread and, where it follows strength, of its chance."""
    names = ("national_mean", "national_sd", *(("pupil_sd",) if kind.measured == "strength" else ()))
    return [f"indicator.{kind.id}.{name}" for name in names]


def noise_key(grade_map: str) -> str:
    """Key of how wide inspectors scatter under a grade map."""
    return OVERALL_NOISE.get(grade_map, AREA_NOISE)


def cut_keys(grade_map: str, grades: int) -> list[str]:
    """Keys of the strengths at which each better grade begins, worst first."""
    return [f"grade.{grade_map}.cut_{number}" for number in range(1, grades)]


def register_is_complete(context: Context) -> Iterator[Problem]:
    """The register has every row the model reads, and none that nothing reads."""
    required = set(required_keys(context.resolved.framework))
    present = set(context.values)
    for key in sorted(required - present):
        remedy = "add the row, with value, low, high, unit, grade, source and meaning"
        yield context.problem(("assumptions",), key, f"the register lacks the row {key!r}", remedy)
    for key in sorted(key for key in present - required if not is_unknown(key)):
        rule = f"nothing reads the row {key!r}: a number without effect misleads"
        yield context.problem(
            ("assumptions", key, "key"), key, rule, suggest(key, required - present or required)
        )


def values_usable(context: Context) -> Iterator[Problem]:
    """Each value is of a kind the model can use; none but a cut point is negative."""
    for row in context.resolved.assumptions.assumptions:
        if is_unknown(row.key):
            continue  # a date or a choice as a number; what it becomes is checked in its place
        for field in ("value",) if row.low == row.high else ("low", "value", "high"):
            wrong = _wrong(row.key, getattr(row, field), central=field == "value")
            if wrong:
                keys: Keys = ("assumptions", row.key, field)
                yield context.problem(keys, getattr(row, field), wrong, "correct the number")
                break


def values_in_order(context: Context) -> Iterator[Problem]:
    """Thresholds, intervals and cut points that must rise do."""
    for chain in IN_ORDER:
        yield from _rising(context, chain, strictly=False)
    for grade_map in context.resolved.framework.grade_maps:
        yield from _rising(context, cut_keys(grade_map.id, len(grade_map.grades)), strictly=True)


def attention_grades(context: Context) -> Iterator[Problem]:
    """The grade that still needs attention is one of its map, and not the best."""
    for grade_map in context.resolved.framework.grade_maps:
        grade = grade_map.attention_at_or_below
        if grade not in grade_map.grades[:-1]:
            keys: Keys = ("framework", "grade_maps", grade_map.id, "attention_at_or_below")
            rule = "it is a grade of this map, and not the best"
            yield context.problem(keys, grade, rule, suggest(grade, grade_map.grades[:-1]))


def _rising(context: Context, chain: tuple[str, ...] | list[str], strictly: bool) -> Iterator[Problem]:
    known = [key for key in chain if key in context.values]
    for lower, upper in pairwise(known):
        low, high = context.values[lower], context.values[upper]
        if high < low or (strictly and high == low):
            rule = f"{upper} must be {'above' if strictly else 'at least'} {lower} ({low:g})"
            yield context.problem(("assumptions", upper, "value"), high, rule, "correct one of the two")


def _wrong(key: str, number: float, central: bool) -> str:
    """Which rule a number breaks, in words; empty if none."""
    if number < 0 and not _any(key, BELOW_ZERO):
        return f"{key} cannot be negative"
    if number == 0 and _any(key, ABOVE_ZERO):
        return f"{key} must be above 0"
    if number > 1 and _any(key, SHARES):
        return f"{key} is a share, from 0 to 1"
    if number >= 1 and _any(key, BELOW_ONE):
        return f"{key} is a chance below 1: of rounds that always fail none fills the post"
    if key == "support.preparation_factor" and number < 1:
        return "a day on site takes at least one leader day: support.preparation_factor is 1 or more"
    if central and _any(key, WHOLE) and number != int(number):
        return f"{key} is a whole number"
    if fnmatchcase(key, "tier.*.boards_per_year") and number not in BOARDS_A_YEAR:
        return "a tier has 3 or 6 boards a year: each term, or each half-term"
    return ""


def _any(key: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(key, pattern) for pattern in patterns)
