"""The measures of a run (MODEL 11.3): one registry, one number each.

Add a measure by adding one line to `SINGLE`, or to `PER_NEED_GROUP` for one per group of schools. Its
function is asked for R runs at once and gives [R] numbers. A measure that does not exist in a run, such as a
wait when nothing was waited for, is NaN; averages are then over the runs where it exists, and say how many
those are (`results.summary`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product

import numpy as np

from ist_model.engines.records import BOUGHT, FINISHED, IN_PROGRESS, OPEN, UNMET, Records
from ist_model.inputs.errors import suggest
from ist_model.results import capacity, formulas, growth, intervening, money_rows, network, short, succession
from ist_model.results.arrays import Floats
from ist_model.results.discretion import WITHHELD, enough
from ist_model.results.facts import Facts, facts_of
from ist_model.results.kinds import Behind, Better, Scope, SingleRow
from ist_model.world.structs import World

UTILISATION = "utilisation."


class UnknownMeasureError(LookupError):
    """No measure goes by that name."""


@dataclass(frozen=True)
class Measure:
    """A number for each run.

    `schools` names the set of schools it is taken over: a difference between two scenarios is shown only when
    both have the same schools in that set (MODEL 11.2). `none`: it is not a figure about schools.
    """

    name: str
    label: str  # for a trustee
    unit: str
    better: Better
    decimals: int
    schools: Scope
    of: Callable[[Facts], Floats]  # [R]
    behind: Behind | None = None  # posts whose leaving or vacancy it tells of

    def withheld(self, world: World) -> str:
        """Why it is not given in this world, in words for a reader; empty if it is (MODEL 11.4)."""
        return "" if self.behind is None or enough(world, self.behind(world)) else WITHHELD

    @property
    def changes_with_schools(self) -> bool:
        """Whether it is taken over all schools, a set that a scenario may change."""
        return self.schools == "trust"


# Group: how a trustee would call it, and the set of schools a comparison must hold fixed.
GROUPS: dict[str, tuple[str, Scope]] = {
    "existing": ("existing schools", "existing"),
    "joiners": ("joiners since joining", "joiners"),
    "twins": ("the same joiners had they not joined", "joiners"),
    "trust": ("all schools of the trust", "trust"),
    "beyond": ("schools beyond the trust", "none"),
}
PUPIL_GROUPS = ("existing", "joiners", "twins")
NEED_GROUPS = ("existing", "joiners", "trust", "beyond")


def _count(*statuses: int) -> Callable[..., Floats]:
    return lambda facts, group: facts.count(group, *statuses)


def _days(part: str) -> Callable[..., Floats]:
    return partial(Facts.days, part=part)


PUPILS = "upils in a school with an area needing attention, averaged over the period"
WAIT = "Wait from need to first day"
STANDARD = "Share begun within the service standard, of needs begun"
NONE = "Chance that no school needs attention in any area at the horizon"
WEEKS = "school weeks"

WAIT_MEDIAN = partial(formulas.wait_percentile, percent=50.0)
WAIT_P90 = partial(formulas.wait_percentile, percent=90.0)
WITHIN_OF_STARTED = partial(Facts.share_within, resolved=False)
WITHIN_OF_RESOLVED = partial(Facts.share_within, resolved=True)

Row = tuple[str, str, str, Better, int, Callable[..., Floats]]

# Stem of the name, label, unit, better direction, decimals, function of (facts, group).
PER_PUPIL_GROUP: tuple[Row, ...] = (
    ("pupils_attention", f"P{PUPILS}", "pupils", "lower", 0, Facts.pupils_attention),
    ("pupils", "Pupils on roll, averaged over the period", "pupils", "", 0, Facts.pupils),
    ("share_pupils_attention", f"Share of p{PUPILS}", "share", "lower", 3, formulas.share_attention),
)
PER_NEED_GROUP: tuple[Row, ...] = (
    ("wait_mean_weeks", f"{WAIT}, average", WEEKS, "lower", 1, formulas.wait_mean),
    ("wait_median_weeks", f"{WAIT}, middle need", WEEKS, "lower", 1, WAIT_MEDIAN),
    ("wait_p90_weeks", f"{WAIT}, nine in ten within", WEEKS, "lower", 1, WAIT_P90),
    (
        "wait_resolved_mean_weeks",
        f"{WAIT} or to giving up, average",
        WEEKS,
        "lower",
        1,
        formulas.wait_resolved_mean,
    ),
    ("within_standard_started", STANDARD, "share", "higher", 3, WITHIN_OF_STARTED),
    ("within_standard_resolved", f"{STANDARD} or given up", "share", "higher", 3, WITHIN_OF_RESOLVED),
    ("share_waited", "Share of needs that had to wait", "share", "lower", 3, Facts.share_waited),
    ("share_started", "Share of needs begun by the horizon", "share", "higher", 3, formulas.share_started),
    ("share_unmet", "Share of needs that went unmet", "share", "lower", 3, formulas.share_unmet),
    ("needs_raised", "Support needs raised", "needs", "", 0, _count()),
    ("needs_finished", "Support needs finished", "needs", "", 0, _count(FINISHED)),
    ("needs_open", "Support needs open at the horizon", "needs", "lower", 0, _count(OPEN, IN_PROGRESS)),
    ("needs_unmet", "Support needs unmet", "needs", "lower", 0, _count(UNMET)),
    ("needs_bought", "Support needs met by days bought", "needs", "", 0, _count(BOUGHT)),
    ("needs_censored", "Needs with no first day yet (censored)", "needs", "lower", 0, Facts.censored),
    ("days_needed", "Days of support needed", "days", "", 0, _days("needed")),
    ("days_delivered", "Days of support given by the trust's leaders", "days", "", 0, _days("delivered")),
    ("days_bought", "Days of support bought", "days", "", 0, _days("bought")),
    ("days_unmet", "Days of support unmet", "days", "lower", 0, _days("unmet")),
    ("days_to_come", "Days of support still to come at the horizon", "days", "", 0, _days("to_come")),
)

CAN = "Days of support that leaders in post allow"
RUNNING = "Deployments running, average over time"
JOINING = "Share of joiners' pupils in a school with an area needing attention: joined less not joined"
BOARDS = "Progress Boards held"
CEO = "Days of the chief executive for Progress Boards: meetings and preparation"
STEPS = "Steps of the intervention ladder taken, all schools"
RISE_DAYS = "Days of national advisers in the trust's schools (RISE)"
RISE_GRANTS = "Grants that come with national advisers (RISE)"
LEFT = "Designations that went with a leaver"
CLAMPED = "Times strength was held to its scale of 0 to 100"
VACANT = "Weeks vacant, all posts together"
RETURNED = "Share of days between schools given back to the giver"
LINKS = "Share of links between schools that run both ways"
MATCHED = "Share of days between schools matched by days at the same school"
HERFINDAHL = "Concentration of giving: likelihood that two days come from one school (Herfindahl index)"
TOP_GIVER = "Share of the days that schools give which the largest giver gives"
KM = "Distance between giver and receiver, average over days between schools"

SINGLE: tuple[SingleRow, ...] = (
    ("joining_effect_share", JOINING, "share", "lower", 3, "joiners", formulas.joining_effect),
    (
        "none_attention_existing",
        f"{NONE}: existing schools",
        "chance",
        "higher",
        2,
        "existing",
        formulas.none_existing,
    ),
    ("none_attention_trust", f"{NONE}: all schools", "chance", "higher", 2, "trust", formulas.none_trust),
    *growth.ROWS,
    ("utilisation", "Share of leaders' places in use", "share", "", 3, "trust", capacity.utilisation),
    ("release_days_used", "Share of release days used", "share", "", 3, "trust", capacity.release_days_used),
    ("support_days_per_year", CAN, "days a year", "higher", 0, "trust", capacity.support_days_per_year),
    ("mean_waiting", "Needs waiting, average over time", "needs", "lower", 2, "trust", formulas.mean_waiting),
    ("mean_in_progress", RUNNING, "deployments", "", 2, "trust", formulas.mean_running),
    ("boards_existing", f"{BOARDS}: existing schools", "boards", "", 0, "existing", formulas.boards_existing),
    ("boards_trust", f"{BOARDS}: all schools", "boards", "", 0, "trust", capacity.boards_held),
    ("ceo_board_days_per_year", CEO, "days a year", "", 1, "trust", capacity.ceo_board_days_per_year),
    ("vacancy_weeks", VACANT, WEEKS, "lower", 0, "trust", capacity.vacancy_weeks),
    ("vacancy_share", "Share of all posts vacant", "share", "lower", 3, "trust", capacity.vacancy_share),
    ("designations_lost", LEFT, "designations", "lower", 1, "trust", capacity.designations_lost),
    *succession.ROWS,
    *money_rows.SUPPORT,
    *money_rows.SCHOOLS,
    ("network_returned", RETURNED, "share", "", 3, "trust", network.reciprocity),
    ("network_links_both_ways", LINKS, "share", "", 3, "trust", network.links_both_ways),
    ("network_matched", MATCHED, "share", "", 3, "trust", network.giving_matched),
    ("network_concentration", HERFINDAHL, "share", "lower", 3, "trust", network.concentration),
    ("network_top_giver", TOP_GIVER, "share", "lower", 3, "trust", network.top_giver_share),
    ("network_km", KM, "km", "lower", 1, "trust", network.distance),
    ("intervention_steps_per_year", STEPS, "steps a year", "lower", 1, "trust", intervening.steps_per_year),
    ("rise_days_per_year", RISE_DAYS, "days a year", "", 0, "trust", intervening.rise_days_per_year),
    (
        "rise_grants_gbp_per_year",
        RISE_GRANTS,
        money_rows.GBP,
        "",
        0,
        "trust",
        intervening.rise_grants_per_year,
    ),
    ("clamped", CLAMPED, "times", "", 1, "trust", formulas.clamped),
)


# What tells of people who leave, and of which posts: absent where these are fewer than five.
BEHIND = capacity.BEHIND | succession.BEHIND


def _per_group() -> Iterable[Measure]:
    for rows, groups in ((PER_PUPIL_GROUP, PUPIL_GROUPS), (PER_NEED_GROUP, NEED_GROUPS)):
        for (stem, label, unit, better, decimals, function), group in product(rows, groups):
            who, scope = GROUPS[group]
            of = partial(function, group=group)
            yield Measure(f"{stem}_{group}", f"{label}: {who}", unit, better, decimals, scope, of)


MEASURES: dict[str, Measure] = {
    item.name: item for item in (*_per_group(), *(Measure(*row, BEHIND.get(row[0])) for row in SINGLE))
}


def catalogue(world: World) -> dict[str, Measure]:
    """All measures of runs of a world: the registry, and those of each role and specialism that it has."""
    names = world.names
    by_role = (
        Measure(
            f"{UTILISATION}{names.roles[role]}",
            f"Share of places in use: {names.role_labels[role]}",
            "share",
            "",
            3,
            "trust",
            partial(capacity.utilisation, role=role),
        )
        for role in sorted(set(world.designations["role"][world.designations["places"] > 0].tolist()))
    )
    not_given = (
        Measure(name, label, short.UNIT, "lower", 0, "trust", of)
        for name, (label, of) in short.measures(world).items()
    )
    return MEASURES | {item.name: item for item in (*by_role, *not_given)}


def must_be_known(names: Iterable[str], known: Collection[str] = MEASURES) -> None:
    """Refuse a name that no measure has; `known`: those there are, such as a world's catalogue.

    Raises:
        UnknownMeasureError: naming the nearest measure there is.
    """
    for name in names:
        if name not in known:
            raise UnknownMeasureError(
                f"there is no measure {name!r}.\n"
                "  rule:   a measure has a name such as days_unmet_existing or network_km\n"
                f"  remedy: {suggest(name, known)}"
            )


def measure(world: World, records: Records) -> dict[str, float]:
    """All measures of one run, by name; NaN where a measure does not exist in it."""
    return {name: float(values[0]) for name, values in measure_facts(facts_of(world, records)).items()}


def measure_facts(facts: Facts, only: Sequence[str] | None = None) -> dict[str, Floats]:
    """[R] measures of runs whose facts are at hand, by name; all of them if none are named.

    Raises:
        KeyError: if one that is named is not in the world's catalogue.
    """
    known, none = catalogue(facts.world), np.full(len(facts), np.nan)
    return {
        name: none if known[name].withheld(facts.world) else np.asarray(known[name].of(facts), np.float64)
        for name in (known if only is None else only)
    }
