"""What charts of one scenario claim, in the words beside them and in their alt texts alike.

The numbers come from the rows of single runs as they were stored; labels of half-terms from the result.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import numpy as np
import pandas as pd
from scipy import stats

from tests.report.reading.claims import Check, exactly, level, plain
from tests.report.reading.passages import Sentence
from tests.report.reading.stored import ON_TIME, PUPILS, Store, t_row
from tests.report.reading.stored import level as level_of

Found = re.Match[str]
Checks = list[Check]


def scenario_of(page: str) -> str:
    """The scenario that a page is about."""
    return page.removeprefix("scenarios/") if page.startswith("scenarios/") else "baseline"


def sure_of_chances(runs: int) -> Checks:
    """Half the width of Wilson's interval of a chance of one half, in twentieths."""
    z = float(stats.norm.ppf(0.975))
    return [exactly(str(int(np.ceil(20 * 0.5 * z / np.sqrt(runs + z * z))))), exactly("20")]


def labels(store: Store, name: str, series: str) -> dict[int, str]:
    """What half-terms are called."""
    frame = store.result(name).series[series]
    return dict(zip(frame["half_term"].astype(int), frame["label"].astype(str), strict=True))


def signed(value: float) -> Check:
    """A number with its sign."""
    size, sign = plain(abs(value)), "−" if value < 0 else "+"
    return lambda text: text[0] == sign and size(text[1:])


@cache
def _pupils(store: Store, name: str) -> pd.DataFrame:
    """Pupils of existing schools in such a school, half-term by run."""
    return store.each(name, "attention", ["half_term"], ["pupils_existing"])["pupils_existing"]


def _course(store: Store, page: str, found: Found) -> Checks:
    table = _pupils(store, scenario_of(page))
    last = table.iloc[-1].to_numpy(float)
    ends = [table.iloc[0].mean(), last.mean(), *np.percentile(last, [10, 90])]
    return [plain(float(value)) for value in ends]


def _averages(store: Store, page: str, found: Found) -> Checks:
    own = level_of(store.result(scenario_of(page)), PUPILS)
    return [plain(own[0]), plain(level_of(store.result("baseline"), PUPILS)[0])]


def _gap(store: Store, page: str) -> pd.DataFrame:
    """Paired difference in pupils by half-term: mean, low, high."""
    made = _pupils(store, scenario_of(page)) - _pupils(store, "baseline")
    return pd.DataFrame([t_row(row.to_numpy(float), "")[:3] for _, row in made.iterrows()])


def _clear_days(store: Store, page: str, found: Found) -> Checks:
    made = _gap(store, page)
    more, fewer = int((made[1] > 0).sum()), int((made[2] < 0).sum())
    also = f", and on {fewer} clearly fewer" if more and fewer else ""
    return [
        plain(more or fewer),
        plain(len(made)),
        exactly("more" if more else "fewer"),
        exactly(also),
    ]


def _days_looked_at(store: Store, page: str, found: Found) -> Checks:
    return [plain(len(_gap(store, page)))]


def _largest_gap(store: Store, page: str, found: Found) -> Checks:
    made = _gap(store, page)
    at = int(made[0].abs().to_numpy().argmax())
    called = labels(store, scenario_of(page), "attention")[at]
    return [exactly(called), *(signed(float(value)) for value in made.iloc[at])]


def _days(store: Store, page: str) -> pd.DataFrame:
    """Days had and needed by half-term, means over runs."""
    names = ["have_days", "needed_days", "needed_beyond_days"]
    table = store.each(scenario_of(page), "days", ["half_term"], names)
    means = pd.DataFrame({name: table[name].mean(axis=1) for name in names})
    return means.assign(need=means["needed_days"] + means["needed_beyond_days"])


def _days_between(store: Store, page: str, found: Found) -> Checks:
    days = _days(store, page)
    wanted = (days["need"].max(), days["need"].min(), days["have_days"].min(), days["have_days"].max())
    return [plain(float(value)) for value in wanted]


def _days_a_year(store: Store, page: str, found: Found) -> Checks:
    days, years = _days(store, page), store.resolved(scenario_of(page)).years
    return [plain(float(days[name].sum()) / years) for name in ("have_days", "need")]


def widest(rows: list[np.ndarray]) -> Check:
    """Half the widest of the intervals of these averages, rounded up to something."""
    found = [t_row(each, "") for each in rows]
    return exactly(str(max(1, int(np.ceil(max((high - low) / 2 for _, low, high, _ in found))))))


def _sure_of_days(store: Store, page: str, found: Found) -> Checks:
    """How sure days had and needed are in a half-term and a year; others' needs are added as an interval."""
    base, result = store.resolved(scenario_of(page)), store.result(scenario_of(page))
    names = ["have_days", "needed_days", "needed_beyond_days"]
    table = store.each(scenario_of(page), "days", ["half_term"], names)
    years = base.count_needs_for_years
    needed = [result.measures[f"days_needed_{who}"].to_numpy(float) / years for who in ("trust", "beyond")]
    have = result.measures["support_days_per_year"].to_numpy(float)

    def half(values: np.ndarray) -> float:
        _, low, high, _ = t_row(values, "")
        return (high - low) / 2

    each = [[half(row) for row in table[name].to_numpy(float)] for name in names]
    widest = max(*each[0], *(own + other for own, other in zip(each[1], each[2], strict=True)))
    a_year = max(half(have), sum(half(values) for values in needed))
    return [exactly(str(max(1, int(np.ceil(value))))) for value in (widest, a_year)]


def _sure_of_use(store: Store, page: str, found: Found) -> Checks:
    measures = store.result(scenario_of(page)).measures
    used = [100 * measures[n].to_numpy(float) for n in measures if str(n).startswith("utilisation.")]
    return [widest([values for values in used if not np.isnan(values).all()])]


def _days_short(store: Store, page: str, found: Found) -> Checks:
    days = _days(store, page)
    short = days["need"] - days["have_days"]
    called = labels(store, scenario_of(page), "days")[int(short.idxmax())]
    return [plain(int((short > 0).sum())), plain(len(short)), exactly(called), plain(float(short.max()))]


@cache
def _in_time(store: Store, name: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Shares begun in time, and needs, by term and run; terms in which some run has a need."""
    table = store.each(name, "in_time", ["tick"], ["share", "needs"])
    rows = store.rows(name, "in_time")
    share = rows.pivot_table(index="tick", columns="run", values="share")
    share = share.reindex(columns=range(store.resolved(name).runs)).dropna(how="all")
    return share, table["needs"].loc[share.index]


def _middle_run(store: Store, page: str, found: Found) -> Checks:
    share, _ = _in_time(store, store.called(found["who"]) if page == "compare" else scenario_of(page))
    ends = [share.iloc[0].median(), share.iloc[-1].median(), *share.iloc[-1].quantile([0.1, 0.9])]
    return [plain(float(value)) for value in ends]


def _least(store: Store) -> float:
    """Share of needs that is asked for; the same on both kinds of page."""
    text = (store.folder / "notebooks" / "02_scenario.ipynb").read_text(encoding="utf-8")
    return float(re.search(r"least_share: float = ([\d.]+)", text)[1])


def _dotted(store: Store, page: str, found: Found) -> Checks:
    return [plain(_least(store))]


def _line(store: Store, page: str, found: Found) -> Checks:
    """Both averages, the line, and in how many terms the middle run lies below it."""
    own = store.called(found["who"]) if page == "compare" else scenario_of(page)
    share, _ = _in_time(store, own)
    least = _least(store)
    below = int((share.median(axis=1) < least).sum())
    levels = [level(level_of(store.result(each), ON_TIME)) for each in (own, "baseline")]
    return [*levels, plain(least), plain(below), plain(len(share))]


def _needs_a_term(store: Store, page: str, found: Found) -> Checks:
    own = re.search(r"In “([^”]+)” the middle run", found.string)[1]
    _, needs = _in_time(store, store.called(own) if page == "compare" else scenario_of(page))
    return [plain(float(needs.to_numpy().mean()))]


def _use(*groups: str) -> Callable[[Store, str, Found], Checks]:
    """Places in use by the roles that these groups name."""

    def claims(store: Store, page: str, found: Found) -> Checks:
        result = store.result(scenario_of(page))
        rows = result.catalogue[result.catalogue.index.str.startswith("utilisation.")]
        labelled = {str(label).partition(": ")[2]: str(name) for name, label in rows["label"].items()}
        return [plain(level_of(result, labelled[found[group]])[0]) for group in groups]

    return claims


_SHARE = r"\d+%(?: \([^)]*\))?"
_PAGES = r"scenarios/.*"
PICTURES: tuple[Sentence, ...] = (
    Sentence(
        _PAGES,
        r"” goes from (\S+) to (\S+) on average, with 8 runs in 10 between (\S+) and (\S+) at the end",
        _course,
    ),
    Sentence(
        _PAGES,
        r"area needing attention, on average over the period: (\S+) pupils in “[^”]+”(?: and (\S+) pupils in "
        r"“Today’s plan”)?",
        _averages,
    ),
    Sentence(
        _PAGES,
        r"On (\d+) of (\d+) dates there are clearly (\w+) pupils than by .+?’s plan(.*?) \(dots\)",
        _clear_days,
        always=False,
    ),
    Sentence(_PAGES, r"(?:On none of| careful:) (\d+) d\w+ (?:is|are)", _days_looked_at, always=False),
    Sentence(
        _PAGES,
        r"It is largest in (.+?): (\S+) pupils, interval (\S+) to (\S+?)\.(?: |$)",
        _largest_gap,
        always=False,
    ),
    Sentence(
        r"(?:scenarios/.*|days)",
        r"\(largest (.+?), smallest (.+?)\) under a line of the days we have \((.+?) to (.+?)\)",
        _days_between,
    ),
    Sentence(r"(?:scenarios/.*|days)", r"We have (.+?) a year against (.+?) needed", _days_a_year),
    Sentence(
        r"(?:scenarios/.*|days)",
        r"in (\d+) of (\d+) half-terms, most in (.+?) \(by (.+?)\)",
        _days_short,
        always=False,
    ),
    Sentence(
        r"(?:scenarios/.*|compare)",
        r"In “(?P<who>[^”]+)” the middle run goes from (\S+) to (\S+); in the last term 8 runs in 10 lie "
        r"between (\S+) and (\S+?)\. ",
        _middle_run,
    ),
    Sentence(
        r"(?:scenarios/.*|compare)",
        rf"on average over the period: ({_SHARE}) in “[^”]+”(?: and ({_SHARE}) in “Today’s plan”)?; the line "
        r"is (\d+%)\. In “(?P<who>[^”]+)” the middle run lies below the line in (\d+) of (\d+) terms",
        _line,
    ),
    Sentence(
        r"(?:scenarios/.*|days)",
        r"sure to ± (\d+) days? or better in a half-term and ± (\d+) days? or better a year",
        _sure_of_days,
    ),
    Sentence(_PAGES, r"averages are sure to ± (\d+) percentage points? or better", _sure_of_use),
    Sentence(r"(?:scenarios/.*|compare)", r"with a dotted line at (\d+%)", _dotted),
    Sentence(r"(?:scenarios/.*|compare)", r"a term has about (\d+) such needs", _needs_a_term),
    Sentence(_PAGES, r"(?:by role: |; )(?P<role>(?!the line)[^;:\d]+?) (\d+%)(?=[;.])", _use("role")),
    Sentence(
        _PAGES,
        r"Busiest: (?P<most>.+?), with (\d+%) of places in use; least: (?P<least>.+?), with (\d+%)",
        _use("most", "least"),
    ),
)
