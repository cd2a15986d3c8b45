"""What numbers rest on, as pages say it: what no effect leaves, how one page's count becomes another's."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from ist_model.experiments.join_test.turns import AS_IT_IS, NO_EFFECT
from ist_model.experiments.pace import first_joining
from ist_model.results.result import ScenarioResult
from tests.report.reading.beside_experiments import joining_test
from tests.report.reading.claims import Check, exactly, level, plain
from tests.report.reading.of_scenarios import dated
from tests.report.reading.passages import Sentence
from tests.report.reading.stored import COST, ON_TIME, PUPILS, Store, difference, t_row, without
from tests.report.reading.stored import level as level_of

Found = re.Match[str]
Checks = list[Check]
_JOINING, _DATES = "11_joining_and_timing.ipynb", re.compile(r"September \d{4}")
DAYS_A_YEAR = 365.25


def _levels(*measures: str) -> Callable[[Store, str, Found], Checks]:
    return lambda store, page, found: [level(level_of(store.result("baseline"), name)) for name in measures]


def _values(*keys: str) -> Callable[[Store, str, Found], Checks]:
    def claims(store: Store, page: str, found: Found) -> Checks:
        values = store.resolved("baseline").assumptions.values()
        return [exactly(f"{values[key]:g}") for key in keys]

    return claims


def _spent(store: Store, page: str, found: Found) -> Checks:
    both = (COST, "income_gbp_per_year")
    net, income = (store.result("baseline").measures[name].to_numpy(float) for name in both)
    return [level(t_row(each, "GBP a year")) for each in (net + income, income)]


def _visits(store: Store, page: str, found: Found) -> Checks:
    names, years = ["visit_days", "given_days", "bought_days"], store.resolved("baseline").years
    rows = store.each("baseline", "support_by_school", ["school"], names).fillna(0.0)
    visits, given, bought = (float(rows[name].sum().mean()) / years for name in names)
    return [plain(visits), plain(given + bought)]


def _lost(store: Store, page: str, found: Found) -> Checks:
    """Of all scenarios in which schools join and the pool begins as today, that with most roles lost."""
    measure, base = "designations_lost_to_promotion", store.result("baseline")

    def planned(result: ScenarioResult) -> float:
        pool = result.series["pool"].sort_values("half_term")
        return float(pool.groupby("roles")["planned_mean"].first().max())

    joined = [store.result(name) for name in store.names.values()]
    joined = [each for each in joined if (each.schools["group"] == "joiner").any()]
    rows = [level_of(each, measure) for each in joined if planned(each) == planned(base)]
    return [
        level(max(rows)),
        plain(store.resolved("baseline").years),
        level(level_of(base, measure)),
    ]


def _rest_of_dates(store: Store, page: str, found: Found) -> Checks:
    """How long the period is, the last date, and what is left of the period from then on."""
    base, plan = store.resolved("baseline"), store.resolved("two-schools-join-2027")
    joins = first_joining(base, dated(base, plan, found[2])[0])
    listed = [date(int(each.split()[-1]), 9, 1) for each in _DATES.findall(found.string)]
    left = base.years - (joins - base.start).days / DAYS_A_YEAR
    return [plain(base.years), exactly(f"{max(listed):%B %Y}"), plain(left)]


def _left_open(store: Store, page: str, found: Found) -> Checks:
    """The farthest end of an interval at no effect, over all dates."""
    runs, base = store.parameter(_JOINING, "runs"), store.resolved("baseline")
    plan, before = store.resolved("two-schools-join-2027"), store.of(without(base), runs)
    dates = sorted(set(_DATES.findall(found.string)))
    rows = [difference(before, store.of(without(dated(base, plan, each)[0]), runs), PUPILS) for each in dates]
    return [plain(max(abs(end) for row in rows for end in row[1:3]))]


def _of_all_pupils(store: Store, page: str, found: Found) -> Checks:
    pupils = joining_test(store).terms.pupils
    return [plain(pupils), plain(pupils / sum(each.roll for each in store.resolved("baseline").members()))]


def _holds(store: Store, page: str, found: Found) -> Checks:
    """How often the standard holds in the plan that is tried, at no effect and as assumed."""
    test = joining_test(store)
    of = {turn.what: turn.outcome.holds for turn in test.turns}
    none, assumed = (level((*map(float, of[each][:3]), "chance")) for each in (NO_EFFECT, AS_IT_IS))
    return [none, exactly(test.outcomes[test.preferred].plan.title), assumed]


def _count_of(store: Store, page: str, found: Found) -> Checks:
    label = page.partition("/")[2].replace("school-", "School ").title()
    return [exactly(next(s.roll_year for s in store.resolved("baseline").trust.schools if s.label == label))]


GROUNDS: tuple[Sentence, ...] = (
    Sentence("money", r"beyond the trust: (.+?) are spent, and such days earn (.+?) \(each rounded", _spent),
    Sentence("money", r"day, all in, is taken to cost £(\d+)\.", _values("supplier.price_gbp_per_day")),
    Sentence("money/.*", r"It is the count of (\S+?), ", _count_of),
    Sentence(
        "network",
        r"Of the days to our schools (.+?) are visits .+?; (.+?) answer what",
        _visits,
        always=False,
    ),
    Sentence("schools/.*", r"school weeks, against (.+?) of all our schools’ needs\.", _levels(ON_TIME)),
    Sentence(
        "schools/.*",
        r"at most (\S+) supporters? and (\S+) days? a week at once, more only above (\d+) pupils",
        _values("absorption.supporters", "absorption.days_per_week", "absorption.full_roll"),
        always=False,
    ),
    Sentence(
        "succession",
        r"ore roles are lost to promotion where schools join: (\S+(?: \([^)]+\))?) over (\S+) years? in "
        r"“.+?”, against (\S+(?: \([^)]+\))?) by ",
        _lost,
        always=False,
    ),
    Sentence(
        "joining",
        r"averaged over the same (\S+) school years?, and from (.+?) only (\d+) years? of them",
        _rest_of_dates,
    ),
    Sentence("joining", r"these runs leave open (\d+) more or fewer", _left_open, always=False),
    Sentence("join-test", r"(\d+) pupils are (\d+%) of those on roll", _of_all_pupils),
    Sentence(
        "join-test",
        r"If support has no effect, the standard holds in (.+?) of the runs of (.+?); as assumed, in "
        r"(.+?)\. ",
        _holds,
    ),
)
