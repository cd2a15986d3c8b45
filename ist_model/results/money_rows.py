"""The registry's rows about money: what support costs, and how the schools stand (MODEL 8)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ist_model.results import centre, icfp, money
from ist_model.results.arrays import Floats
from ist_model.results.facts import Facts
from ist_model.results.kinds import SingleRow

GBP, SHARE = "GBP a year", "share"


def _support(*lines: str, group: str | None = None) -> Callable[[Facts], Floats]:
    return lambda facts: money.per_year(facts, *lines, group=group)


def _share(*names: str) -> Callable[[Facts], Floats]:
    return lambda facts: icfp.of_income(facts, *names)


def _school(name: str) -> Callable[[Facts], Floats]:
    return lambda facts: icfp.per_year(facts, name)


COST = "Cost of support and boards"
COST_EXISTING = _support(*money.COSTS, group="existing")
COST_JOINERS = _support(*money.COSTS, group="joiners")
# A level of cost: it must not read as what the support brought about.
OUTCOME = "Cost of support for each pupil-year in a school where no area needs attention, whatever the cause"
RECEIVED = "Cost of cover, travel and buying for each day of support received by the trust's schools"
BALANCE = "Schools' in-year balance with support, if nothing more is saved"
RESERVES = "Reserves at the horizon, if nothing more is saved"
BALANCE_TRUST = "In-year balance of schools and the trust's centre, if nothing more is saved"
TOP_SLICE = "Top slice paid by schools for central services"
MOVED = "Money moved from the trust's centre to schools"
CENTRE = "In-year balance of the trust's centre: top slice and income, less services, support, money moved"
CENTRAL_RESERVES = "Reserves of the trust's centre at the horizon, those not written counted from nought"
USED_UP = "Chance that the trust's reserves are used up at the horizon"
DEFICIT = "Schools with reserves below nought at the horizon"
RED = "Share of school years with an in-year deficit that the DfE rates red"
TAUGHT = "Share of teachers' time spent teaching a class (contact ratio)"
TEACHER = "Average cost of a teacher"
BALANCE_EXISTING = partial(icfp.balance_per_year, group="existing")
RESERVES_EXISTING = partial(icfp.reserves_at_end, group="existing")
MOVED_A_YEAR, CENTRE_A_YEAR = (partial(centre.per_year, name=name) for name in ("moved", "balance"))
RELEASED, NOT_RELEASED = partial(icfp.contact, released=True), partial(icfp.contact, released=False)
BOARD_DAYS = money.board_days_per_year

SUPPORT: tuple[SingleRow, ...] = (
    ("cover_gbp_per_year", "Cost of supply cover", GBP, "lower", 0, "trust", _support("cover")),
    ("travel_gbp_per_year", "Cost of travel", GBP, "lower", 0, "trust", _support("travel")),
    ("bought_gbp_per_year", "Cost of days bought", GBP, "lower", 0, "trust", _support("bought")),
    ("packages_gbp_per_year", "Cost of packages", GBP, "lower", 0, "trust", _support("packages")),
    (
        "backfill_gbp_per_year",
        "Cost of backfill for leaders on secondment",
        GBP,
        "lower",
        0,
        "trust",
        _support("backfill"),
    ),
    ("boards_gbp_per_year", "Cost of cover to prepare boards", GBP, "lower", 0, "trust", _support("boards")),
    ("chair_gbp_per_year", "Cost of external chairs of boards", GBP, "lower", 0, "trust", _support("chair")),
    (
        "meetings_gbp_per_year",
        "Cost of cover for networks' meetings",
        GBP,
        "lower",
        0,
        "trust",
        _support("meetings"),
    ),
    ("steps_gbp_per_year", "Cost of intervening in schools", GBP, "lower", 0, "trust", _support("steps")),
    ("income_gbp_per_year", "Income from beyond the trust", GBP, "higher", 0, "trust", _support("income")),
    ("net_gbp_per_year", "Cost of support, less income", GBP, "lower", 0, "trust", money.net_per_year),
    ("cost_gbp_per_year_existing", f"{COST}: existing schools", GBP, "lower", 0, "existing", COST_EXISTING),
    ("cost_gbp_per_year_joiners", f"{COST}: joiners since joining", GBP, "lower", 0, "joiners", COST_JOINERS),
    (
        "board_days_per_year",
        "Leader days that prepare boards",
        "days a year",
        "lower",
        0,
        "trust",
        BOARD_DAYS,
    ),
    ("cost_gbp_per_day_received", RECEIVED, "GBP a day", "lower", 0, "trust", money.cost_per_day_received),
    (
        "cost_gbp_per_pupil_year_without_attention",
        OUTCOME,
        "GBP a pupil-year",
        "",
        2,
        "trust",
        money.cost_per_pupil_year_without_attention,
    ),
)

SCHOOLS: tuple[SingleRow, ...] = (
    ("school_income_gbp_per_year", "Schools' income", GBP, "higher", 0, "trust", _school("income")),
    ("balance_gbp_per_year", BALANCE_TRUST, GBP, "higher", 0, "trust", icfp.balance_per_year),
    (
        "balance_gbp_per_year_existing",
        f"{BALANCE}: existing schools",
        GBP,
        "higher",
        0,
        "existing",
        BALANCE_EXISTING,
    ),
    ("reserves_gbp", RESERVES, "GBP", "higher", 0, "trust", icfp.reserves_at_end),
    (
        "reserves_gbp_existing",
        f"{RESERVES}: existing schools",
        "GBP",
        "higher",
        0,
        "existing",
        RESERVES_EXISTING,
    ),
    ("reserves_used_up", USED_UP, "chance", "lower", 2, "trust", icfp.used_up),
    ("schools_in_deficit", DEFICIT, "schools", "lower", 1, "trust", icfp.schools_in_deficit),
    ("balance_red_share", RED, SHARE, "lower", 3, "trust", icfp.rated_red),
    ("top_slice_gbp_per_year", TOP_SLICE, GBP, "", 0, "trust", _school("top_slice")),
    ("moved_gbp_per_year", MOVED, GBP, "", 0, "trust", MOVED_A_YEAR),
    ("centre_balance_gbp_per_year", CENTRE, GBP, "higher", 0, "trust", CENTRE_A_YEAR),
    ("centre_reserves_gbp", CENTRAL_RESERVES, "GBP", "higher", 0, "trust", centre.reserves_at_end),
    ("teaching_share", "Teaching cost as share of income", SHARE, "", 3, "trust", _share("teaching")),
    ("staff_share", "All staff as share of income", SHARE, "", 3, "trust", _share("teaching", "other_staff")),
    ("leadership_share", "Leaders' cost as share of income", SHARE, "", 3, "trust", _share("leadership")),
    ("pupils_per_teacher", "Pupils for each teacher", "pupils", "", 1, "trust", icfp.pupils_per_teacher),
    ("class_size", "Average class", "pupils", "", 1, "trust", icfp.class_size),
    ("contact_ratio", TAUGHT, SHARE, "", 3, "trust", NOT_RELEASED),
    ("contact_ratio_released", f"{TAUGHT}, leaders' days away taken off", SHARE, "", 3, "trust", RELEASED),
    ("teacher_cost_gbp", TEACHER, GBP, "", 0, "trust", icfp.teacher_cost),
)
