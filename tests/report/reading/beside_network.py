"""What the pages of the network, of succession and of money claim outside tables."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import cache

import numpy as np
import pandas as pd

from ist_model.experiments.one_year import first_year
from ist_model.experiments.removal import HARM, WeakPoints, weak_points
from tests.report.reading.beside_schools import called_year
from tests.report.reading.claims import Check, eight_in_ten, exactly, level, paired, plain
from tests.report.reading.passages import Sentence
from tests.report.reading.stored import Store, t_row
from tests.report.reading.stored import level as level_of

Found = re.Match[str]
Checks = list[Check]
_NOT_SCHOOLS = {"the central team": "central team", "bought help": "bought"}
_NOT_SCHOOLS["demand from beyond the trust"] = "beyond the trust"
_THINNEST = 0.012  # of all days: a thinner band is not drawn
READY = {"Ready for a headship or a higher post now": "ready_now", "Ready in a year": "ready_in_a_year"}


@cache
def _flows(store: Store) -> pd.DataFrame:
    """Days a year by giver and receiver in words (rows) and run (columns)."""
    names = dict(enumerate(store.result("baseline").names["labels"]))
    table = store.each("baseline", "flows", ["giver", "receiver", "bought"], ["days"])["days"].fillna(0.0)
    words = [
        ("bought" if bought else names.get(giver, "central team"), names.get(receiver, "beyond the trust"))
        for giver, receiver, bought in table.index
    ]
    table.index = pd.MultiIndex.from_tuples(words, names=["giver", "receiver"])
    return table.groupby(level=[0, 1]).sum() / store.resolved("baseline").years


def _most(store: Store, page: str, found: Found) -> Checks:
    means = _flows(store).mean(axis=1)
    ends = [means.groupby(level=end).sum() for end in (0, 1)]
    called = [_NOT_SCHOOLS.get(found[end], found[end]) for end in ("giver", "receiver")]
    assert called == [each.idxmax() for each in ends]
    return [plain(float(means.sum())), *(plain(float(each.max())) for each in ends)]


def _band(store: Store, page: str, found: Found) -> Checks:
    return [plain(float(_flows(store).loc[(found["giver"], found["receiver"])].mean()))]


def _thinnest(store: Store, page: str, found: Found) -> Checks:
    return [plain(_THINNEST * float(_flows(store).sum().mean()))]


def _gives_and_receives(store: Store, page: str, found: Found) -> Checks:
    means, school = _flows(store).mean(axis=1), found["school"]
    return [plain(float(means[means.index.get_level_values(end) == school].sum())) for end in (0, 1)]


def _widest(rows: list[np.ndarray]) -> Check:
    """Half the widest of the intervals, rounded up."""
    found = [t_row(each, "") for each in rows]
    return exactly(str(max(1, math.ceil(max((high - low) / 2 for _, low, high, _ in found)))))


def _sure_of_bands(store: Store, page: str, found: Found) -> Checks:
    return [_widest(list(_flows(store).to_numpy(float)))]


def _sure_of_ends(store: Store, page: str, found: Found) -> Checks:
    flows = _flows(store)
    rows = [*flows.groupby(level=0).sum().to_numpy(float), *flows.groupby(level=1).sum().to_numpy(float)]
    schools = flows.index.get_level_values(0).str.startswith("School")
    return [_widest([*rows, flows.sum().to_numpy(float), flows[schools].sum().to_numpy(float)])]


@cache
def _year(store: Store) -> pd.DataFrame:
    """Deployments of the run that the page draws: school and days."""
    run = store.parameter("05_support_network.ipynb", "told_run")
    names = store.result("baseline").names["labels"]
    told = [(names[each.receiver], each.days) for each in first_year(store.resolved("baseline"), run)]
    return pd.DataFrame(told, columns=["school", "days"])


def _one_year(store: Store, page: str, found: Found) -> Checks:
    days = _year(store).groupby("school")["days"].sum()
    assert found["school"] == days.idxmax()
    return [plain(len(_year(store))), plain(float(days.max()))]


def _deployments(store: Store, page: str, found: Found) -> Checks:
    own = _year(store).query("school == @found['school']")["days"]
    return [plain(len(own)), plain(float(own.sum()))]


@cache
def _weak(store: Store) -> WeakPoints:
    most = store.parameter("05_support_network.ipynb", "removal_runs")
    base = store.resolved("baseline")
    return weak_points(base, lambda resolved, runs: store.of(resolved, runs), min(most, base.runs))


def _withdrawn_runs(store: Store, page: str, found: Found) -> Checks:
    return [plain(_weak(store).base.runs)]


def _too_few(store: Store, page: str, found: Found) -> Checks:
    return [plain(_weak(store).too_few)]


def _missed(store: Store, page: str, found: Found) -> Checks:
    worst = _weak(store).removals[0]
    each = zip(HARM, worst.effects, strict=True)
    name, effect = next((name, e) for name, e in each if e.low > 0 or e.high < 0)
    unit = str(store.result("baseline").catalogue.loc[name, "unit"])
    return [plain(worst.group.holders), paired((effect.mean, effect.low, effect.high, unit))]


def _line_of(store: Store, page: str, found: Found) -> Checks:
    """Where the line of a scenario begins and ends, and what 8 runs in 10 end between."""
    name, title = store.called(found["scenario"]), found.string[: found.start()]
    panel = max((title.rfind(words), words) for words in (*READY, "can be sent out"))[1]
    if panel in READY:
        table = store.each(name, "leaders", ["half_term"], [READY[panel]])[READY[panel]]
    else:
        table = _sent_out(store, name)
    last = table.iloc[-1].to_numpy(float)
    ends = [float(end) for end in np.percentile(last, [10, 90])]
    return [plain(float(table.iloc[0].mean())), plain(float(last.mean())), plain(*ends)]


def _sent_out(store: Store, name: str, column: str = "can_be_sent") -> pd.DataFrame:
    """Leaders of the group of roles with most posts who can be sent out, half-term by run."""
    planned = store.each("baseline", "pool", ["roles"], ["planned"])["planned"].mean(axis=1)
    return store.each(name, "pool", ["roles", "half_term"], [column])[column].loc[planned.idxmax()]


def _at_the_end(store: Store, page: str, found: Found) -> Checks:
    name = store.called(found["scenario"])
    ends = [_sent_out(store, name, each).iloc[-1] for each in ("can_be_sent", "planned")]
    spread = [float(end) for end in np.percentile(ends[0], [10, 90])]
    return [plain(*(float(end.mean()) for end in ends)), plain(*spread)]


def _levels(*measures: str) -> Callable[[Store, str, Found], Checks]:
    return lambda store, page, found: [level(level_of(store.result("baseline"), name)) for name in measures]


def _chances(store: Store, page: str, found: Found) -> Checks:
    base = store.result("baseline")
    rows = [level(level_of(base, name)) for name in ("headship_gap", "uncovered_headship")]
    return [plain(store.resolved("baseline").years), *rows]


KINDS = {
    "Supply cover for leaders away": "cover",
    "Travel": "travel",
    "Backfill for secondments": "backfill",
    "Days bought": "bought",
    "Packages held by the year": "packages",
    "Cover to prepare Progress Boards": "boards",
    "External chairs of boards": "chair",
    "Cover for networks’ meetings": "meetings",
    "Intervening in schools": "steps",
}


def _kind_of_cost(store: Store, page: str, found: Found) -> Checks:
    values = store.result("baseline").measures[f"{KINDS[found['kind']]}_gbp_per_year"].to_numpy(float)
    low, high = (float(end) for end in np.percentile(values, [10, 90]))
    return [eight_in_ten(float(values.mean()), low, high)]


def _a_day(store: Store, page: str, found: Found) -> Checks:
    mean, low, high, _ = level_of(store.result("baseline"), "cost_gbp_per_day_received")
    return [
        lambda text: (
            plain(mean, low, high, money_to=10)(text)
            or (
                text.endswith(" (± £10)") and all(plain(v, money_to=10)(text[:-8]) for v in (mean, low, high))
            )
        )
    ]


def _reserve(store: Store, page: str, found: Found) -> Checks:
    table = store.each("baseline", "centre", ["school_year"], ["reserves"])["reserves"]
    last = table.iloc[-1].to_numpy(float)
    ends = (float(end) for end in np.percentile(last, [10, 90]))
    first, end = (exactly(called_year(int(table.index[at]))) for at in (0, -1))
    return [plain(float(table.iloc[0].mean())), first, eight_in_ten(float(last.mean()), *ends), end]


def _stands_in(store: Store, page: str, found: Found) -> Checks:
    schools = store.result("baseline").schools
    own = schools[schools["group"] != "had it not joined"]
    return [plain(int((own["assumed"].astype(str).str.len() > 0).sum())), plain(len(own))]


_D, _M = r"(?:under )?\d+ days?", r"(?:−|under )?£[\d,]+"
_WHO = r"School \w(?: \(invented\))?|central team|bought|beyond the trust"
NETWORK: tuple[Sentence, ...] = (
    Sentence(
        "network",
        rf"Of ({_D}) a year, (?P<giver>.+?) gives most \(({_D})\) and (?P<receiver>.+?) receives "
        rf"most \(({_D})\)",
        _most,
    ),
    Sentence("network", rf"(?P<giver>{_WHO}) to (?P<receiver>{_WHO}) ({_D})", _band),
    Sentence("network", rf"bands of fewer than ({_D}) are left out", _thinnest),
    Sentence(
        "network", rf"(?P<school>School \w) gives ({_D}) and receives ({_D})(?=[.;])", _gives_and_receives
    ),
    Sentence("network", r"each band sure to ± (\d+) days? or better", _sure_of_bands),
    Sentence("network", r"average over runs, sure to ± (\d+) days? or better", _sure_of_ends),
    Sentence(
        "network", r"One possible year: (\d+) deployments, and (?P<school>.+?) has .+? \((.+?)\)", _one_year
    ),
    Sentence("network", rf"(?P<school>School \w) (\d+) deployments? of ({_D}) in all", _deployments),
    Sentence("network", r"scenario run again (\d+) times", _withdrawn_runs),
    Sentence("network", r"(\d+) leaders are in groups of fewer than five", _too_few, always=False),
    Sentence(
        "network",
        r"Without these (\d+) leaders (?:the share of needs begun in time is )?(.+?)(?: of "
        r"(?:existing|support)|\.)",
        _missed,
        always=False,
    ),
    Sentence(
        "succession",
        r"“(?P<scenario>[^”]+)” ([\d.]+) to ([\d.]+) \(8 runs in 10: (\d+ to \d+)\)",
        _line_of,
    ),
    Sentence(
        "succession",
        r"(\d+ of \d+) \(8 runs in 10: (\d+ to \d+)\) in “(?P<scenario>[^”]+)”",
        _at_the_end,
    ),
    Sentence(
        "succession",
        r"plan (\S+ leaders?(?: \([^)]+\))?) are ready for a headship or a higher post on average, and "
        r"(\S+ leaders?(?: \([^)]+\))?) will be",
        _levels("bench_ready_now", "bench_ready_in_a_year"),
    ),
    Sentence(
        "succession",
        r"Over (\S+ years?) the chance that a school is without .+? half-term’s start is (.+?); that nobody "
        r"leads it, (.+?)\. ",
        _chances,
    ),
    Sentence(
        "money",
        rf"(?P<kind>{'|'.join(KINDS)}),? ({_M} \(8 runs in 10: [^)]*\))",
        _kind_of_cost,
    ),
    Sentence("money", r"A day of support received by our schools costs (.+?) in cover", _a_day),
    Sentence(
        "money",
        rf"[Tt]he centre’s reserve goes from ({_M}) in (\S+) to ({_M}(?: \([^)]+\))?) in (\S+?)\.(?: |$)",
        _reserve,
    ),
    Sentence("money", r"For (\d+) of (\d+) schools some figures were not found", _stands_in),
    Sentence("money", r"our existing schools, (.+?) as assumed", _levels("cost_gbp_per_year_existing")),
)
