"""The world as arrays: one NumPy struct per kind of thing, in draw-key order.

Nothing here knows files, YAML or pandas. Ticks are int64, 2**20 to a school week, counted from the
calendar's epoch (MODEL 2). Days are int64 thousandths ("milli-days"). Index -1 means none; a school index of
-1 means beyond the trust.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ist_model.world.centre import Centre
from ist_model.world.figures import Indicators
from ist_model.world.growth_table import Growth

NONE = -1
NO_LIMIT = -1
NEVER = np.int64(2**62)

GROUP_EXISTING, GROUP_JOINER, GROUP_TWIN = 0, 1, 2
PHASE_INFANT, PHASE_JUNIOR, PHASE_BOTH = 0, 1, 2  # of supporter that a school needs; a primary: either

SCHOOL = np.dtype(
    [
        ("key", "u8"),
        ("joins", "i8"),  # tick from which it is in the trust; NEVER for a twin
        ("exists", "i8"),  # tick from which its strength is followed
        ("group", "i1"),  # existing, joiner, or the same joiner had it not joined
        ("twin_of", "i4"),
        ("new_academy", "i1"),  # 1: the inspection clock restarts at joining
        ("roll", "f8"),
        ("partnership", "i4"),
        ("age_low", "i4"),
        ("age_high", "i4"),
        ("phase", "i1"),  # PHASE_*
        ("last_outcome", "i1"),  # worst-grade class of the last inspection: see science.inspection
        ("last_inspected", "i8"),  # tick, or NEVER if unknown
        ("accountable_post", "i4"),
        ("joined", "i8"),  # tick of the date of joining, however long ago; NEVER: always in the trust
    ]
)

FINANCE = np.dtype(
    [
        ("classes", "i8"),  # of the first school year, as is all that follows; pence a year
        ("teachers_fte", "f8"),
        ("teaching_pence", "i8"),  # teachers and leaders
        ("leadership_pence", "i8"),  # of it
        ("other_staff_pence", "i8"),
        ("other_cost_pence", "i8"),  # without the top slice
        ("income_per_pupil_pence", "i8"),
        ("other_income_pence", "i8"),
        ("reserves_pence", "i8"),  # on the first day, or on joining
        ("assumed", "i8"),  # bit i: the register stands in for inputs.finance.ASSUMABLE[i]
    ]
)

POST = np.dtype(
    [
        ("key", "u8"),
        ("kind", "i4"),
        ("home", "i4"),
        ("starts", "i8"),  # before the beginning of the run if someone was in post by then
        ("ends", "i8"),
        ("leave_per_year", "f8"),  # hazard
        ("refill_terms", "i8"),  # of one round of advertising
        ("fail_chance", "f8"),  # that a round appoints nobody
        ("ready_terms", "i8"),  # in post until ready for the next rung
        ("ready_share", "f8"),  # of holders who will be ready at all
        ("opens_vacant", "i1"),  # 1: a vacancy on its first day
        ("allowance_milli", "i8"),  # release days a school year, or NO_LIMIT
        ("week_milli", "i8"),  # leader milli-days a week at most, or NO_LIMIT
        ("test_year", "i1"),  # 1: teaches Year 2 or Year 6
        ("prepares_boards", "i1"),
        ("sight_milli", "i8"),  # days a year that make boards see more clearly (Data Lead)
        ("accountable", "i1"),  # 1: its holder may be a school's accountable leader
        ("vacant_terms", "i8"),  # opening state: whole terms until filled
        ("used_milli", "i8"),  # opening state: already used this year
    ]
)

KIND = np.dtype(
    [
        ("rung", "i4"),  # height on the ladder: one more than the highest kind promoted to it, else 0
        ("accountable", "i1"),  # 1: a headship
        ("keeps_designations", "i1"),
        ("under_head", "i1"),  # 1: leads a school under a Partnership Head
    ]
)

DESIGNATION = np.dtype(
    [
        ("key", "u8"),
        ("post", "i4"),
        ("role", "i4"),
        ("places", "i4"),
        ("pattern_milli", "i8"),  # milli-days a week on one place
        ("develop_ticks", "i8"),  # 0: comes with the post
    ]
)

SUPPLIER = np.dtype(
    [
        ("key", "u8"),
        ("people", "i4"),
        ("volume_milli", "i8"),  # a school year; NONE: visits of a package, not sold by the day
        ("price_gbp_per_day", "f8"),
        ("lead_ticks", "i8"),
        ("pattern_milli", "i8"),
    ]
)

STREAM = np.dtype(
    [
        ("key", "u8"),
        ("area", "i4"),
        ("specialism", "i4"),
        ("needs_per_week", "f8"),
        ("work_kind", "i4"),
        ("work_a", "f8"),
        ("work_b", "f8"),
        ("work_c", "f8"),
        ("work_d", "f8"),
        ("patience_kind", "i4"),
        ("patience_mean_weeks", "f8"),
        ("priority", "i8"),
        ("price_gbp_per_day", "f8"),
        ("may_buy", "i1"),
    ]
)

TIER = np.dtype(
    [
        ("boards_per_year", "i4"),  # 3 or 6
        ("priority", "i8"),
        ("patience_ticks", "i8"),  # NO_LIMIT: waits for ever
        ("may_release", "i1"),
        ("giving_share", "f8"),  # of its leaders' release days that a school in the tier gives
    ]
)

OPENING_NEED = np.dtype(
    [
        ("school", "i4"),
        ("area", "i4"),
        ("specialism", "i4"),
        ("milli", "i8"),
        ("raised", "i8"),
        ("priority", "i8"),
    ]
)

OPENING_DEPLOYMENT = np.dtype(
    [
        ("designation", "i4"),
        ("school", "i4"),
        ("area", "i4"),
        ("specialism", "i4"),
        ("milli", "i8"),
    ]
)

SECONDMENT = np.dtype(
    [
        ("post", "i4"),
        ("school", "i4"),  # that receives the person
        ("starts", "i8"),
        ("ends", "i8"),
        ("share", "f8"),  # of the week
        ("backfill", "i1"),  # 1: the home school pays for cover
        ("stay", "i1"),  # 1: into a vacancy of the receiving school afterwards, if there is one
    ]
)

OVERRIDE = np.dtype([("school", "i4"), ("tier", "i4"), ("starts", "i8"), ("ends", "i8")])
STEP = np.dtype(
    [
        ("boards", "i4"),  # without progress, after which the next step follows
        ("milli", "i8"),  # of leadership support asked for
        ("cost_pence", "i8"),
        ("leave_factor", "f8"),  # on the hazard of the head
        ("partnership_head", "i1"),
        ("changes_head", "i1"),
    ]
)
SHOCK = np.dtype([("school", "i4"), ("area", "i4"), ("tick", "i8"), ("points", "f8"), ("lasting", "f8")])
PACKAGE = np.dtype(
    [
        ("key", "u8"),
        ("supplier", "i4"),  # row of suppliers that stands for its visits
        ("school", "i4"),
        ("starts", "i8"),
        ("ends", "i8"),
        ("visit_milli_per_term", "i8"),
        ("price_pence_per_year", "i8"),
    ]
)
ONBOARDING = np.dtype([("school", "i4"), ("area", "i4"), ("specialism", "i4"), ("milli", "i8")])


class Span(NamedTuple):
    """Ticks that bound a run."""

    begin: int  # first tick run (start less the warm-up)
    start: int  # first tick reported
    count_until: int  # needs raised in [start, count_until) count in waits
    end: int  # horizon


class Names(NamedTuple):
    """What to call each index; the engines never read it."""

    schools: tuple[str, ...]
    labels: tuple[str, ...]
    posts: tuple[str, ...]
    designations: tuple[str, ...]
    areas: tuple[str, ...]
    area_labels: tuple[str, ...]
    specialisms: tuple[str, ...]
    specialism_labels: tuple[str, ...]
    roles: tuple[str, ...]
    role_labels: tuple[str, ...]
    post_kinds: tuple[str, ...]
    tiers: tuple[str, ...]
    tier_labels: tuple[str, ...]
    grades: tuple[str, ...]
    streams: tuple[str, ...]
    suppliers: tuple[str, ...]
    partnerships: tuple[str, ...]
    indicators: tuple[str, ...]
    indicator_labels: tuple[str, ...]
    indicator_units: tuple[str, ...]


@dataclass(frozen=True)
class World:
    """Everything one run needs, as arrays; what a run draws of joinings is filled in by `engines.growth`.

    S schools (twins included), Y school years touched by the period reported, A areas, K specialisms,
    P posts, D designations, B suppliers, E streams, T tiers, G grades, L kinds of post, H partnerships.
    """

    span: Span
    seed: int
    policy: str
    meetings: bool
    values: dict[str, float]  # register keys -> the values of this draw
    no_effect: bool  # True: support changes nothing (MODEL 4.7)
    names: Names
    schools: NDArray[np.void]  # SCHOOL[S]
    finance: NDArray[np.void]  # FINANCE[S]
    centre: Centre  # the money of the trust's centre
    roll_forecast: NDArray[np.float64]  # [S, Y] by school year from the first reported
    posts: NDArray[np.void]  # POST[P]
    kinds: NDArray[np.void]  # KIND[L]
    ladder: NDArray[np.int64]  # [L, L] place of kind j among those promoted to kind i, or NONE
    partnership_heads: NDArray[np.int64]  # [H] post, or NONE
    secondments: NDArray[np.void]  # SECONDMENT, by start
    changed_hands: int  # tick at which the whole trust merged or changed hands, or NEVER
    designations: NDArray[np.void]  # DESIGNATION[D]
    suppliers: NDArray[np.void]  # SUPPLIER[B]
    streams: NDArray[np.void]  # STREAM[E]
    growth: Growth
    tiers: NDArray[np.void]  # TIER[T]
    overrides: NDArray[np.void]  # OVERRIDE
    onboarding: NDArray[np.void]  # ONBOARDING
    steps: NDArray[np.void]  # STEP, the intervention ladder in order
    shocks: NDArray[np.void]  # SHOCK, one row for each school and area, a joiner's twin too
    network_areas: NDArray[np.bool_]  # [W, A] areas of each Best Practice Network
    network_schools: NDArray[np.bool_]  # [W, S] its members
    network_milli: NDArray[np.int64]  # [W] leader milli-days a term from each member
    packages: NDArray[np.void]  # PACKAGE, one row for each package and school; school -1: of the trust
    validation: NDArray[np.int64]  # [V, 2] from when until when boards are validated from outside
    opening_needs: NDArray[np.void]
    opening_deployments: NDArray[np.void]
    opening_tier: NDArray[np.int64]  # [S, 3] tier or -1, better boards, stalled boards
    pair_key: NDArray[np.uint64]  # [S, A] key of a school's luck in an area
    has_area: NDArray[np.bool_]  # [S, A]
    strength: NDArray[np.float64]  # [S, A] start strength
    believed: NDArray[np.float64]  # [S, A] what the trust takes it to be before its first board
    quality: NDArray[np.float64]  # [D, K, A, 3] match quality 0-1 by specialism, area, phase (PHASE_*)
    own_areas: NDArray[np.bool_]  # [D, A] areas a designation serves
    supplier_quality: NDArray[np.float64]  # [B, K, A]
    area_specialisms: NDArray[np.bool_]  # [A, K] specialisms that serve an area
    travel_share: NDArray[np.float64]  # [S, S] leader days lost to travel per day on site
    km: NDArray[np.float64]  # [S, S] great-circle distance; NaN where a place is not known
    grade_cuts: NDArray[np.float64]  # [G - 1] strength at which the next better grade begins
    attention_grade: int  # grades at or below this need attention
    leadership_area: int  # the area whose urgency alone means intervention, or NONE
    bought_budget_pence: int  # for days and packages a school year, or NO_LIMIT
    indicators: Indicators
    assumed_opening: bool  # True: a warm-up filled the opening state
    drawn_for: int = NONE  # run whose joinings are filled in; NONE: none are yet, or none are drawn
