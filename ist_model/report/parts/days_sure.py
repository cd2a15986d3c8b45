"""How sure the averages of days we have and days we need are: for every page that draws them."""

from __future__ import annotations

from ist_model.report.cases.case import Case
from ist_model.report.words.levels import sure_to
from ist_model.results.summary import Interval, interval_of, mean_interval, over_runs_of

HAVE = "support_days_per_year"
NEEDED = ("days_needed_trust", "days_needed_beyond")


def days_sure(case: Case) -> tuple[str, str]:
    """How far off the average of a half-term may be, and of a year: "± 2 days or better".

    Days needed are the sum of two averages, our schools' and others': never further off than both together.
    """
    found: list[Interval] = []
    for row in map(over_runs_of, case.result.series["days"].to_dict("records")):
        own, beyond, have = (
            mean_interval(row, name, case.result.runs)
            for name in ("needed_days", "needed_beyond_days", "have_days")
        )
        found += [_together(own, beyond), have]
    years = case.resolved.count_needs_for_years
    a_year = [_of(case, HAVE, 1.0), _together(*(_of(case, name, years) for name in NEEDED))]
    return sure_to(found, "days"), sure_to(a_year, "days")


def _together(one: Interval, other: Interval) -> Interval:
    """The widest that the sum of two averages may be off."""
    return Interval(one.mean + other.mean, one.low + other.low, one.high + other.high, one.values)


def _of(case: Case, measure: str, years: float) -> Interval:
    found = interval_of(case.summary[measure])
    return Interval(found.mean / years, found.low / years, found.high / years, found.values)
