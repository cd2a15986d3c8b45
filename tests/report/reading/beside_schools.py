"""What pages of schools claim outside tables: tiers, days, starting points, roll, money, inspections."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from scipy import stats

from tests.report.reading.beside_pictures import scenario_of, sure_of_chances
from tests.report.reading.claims import Check, eight_in_ten, exactly, level, plain
from tests.report.reading.passages import Sentence
from tests.report.reading.stored import Store, quotient, t_row

Found = re.Match[str]
Checks = list[Check]
LEAST = 0.025  # share of runs below which a tier is not mentioned


def label_of(page: str) -> str:
    """The label of the school that a page is about."""
    return page.partition("/")[2].replace("school-", "School ").title()


def _index(store: Store, name: str, label: str) -> int:
    own = store.result(name).schools
    own = own[own["group"] != "had it not joined"]
    return int(own.loc[own["label"] == label, "school"].iloc[0])


def _tiers(store: Store, name: str, label: str, *, no_effect: bool = False) -> pd.DataFrame:
    """Share of runs by half-term (label) and tier (in words)."""
    result = store.result(name, no_effect=no_effect)
    frame = result.series["tiers"]
    own = frame[frame["school"] == _index(store, name, label)]
    share = own.pivot_table(index="half_term", columns="tier", values="share", aggfunc="sum")
    dates = dict(zip(frame["half_term"], frame["label"], strict=True))
    names = result.names["tier_labels"]
    share = share.reindex(index=sorted(dates), columns=range(len(names))).fillna(0.0)
    return share.set_axis([str(dates[at]) for at in share.index]).set_axis(names, axis=1)


def _told(row: pd.Series[float]) -> Check:
    """Every tier that is seen often enough, in order, with its share of the runs."""
    wanted = [(str(name), float(share)) for name, share in row.items() if share >= LEAST]

    def check(text: str) -> bool:
        if not wanted:
            return text == "not in the trust"
        if len(wanted) == 1 and wanted[0][1] > 1 - LEAST:
            return text == f"in the tier “{wanted[0][0]}” in nearly all runs"
        told = re.findall(r"in “(.+?)” in (.+?) of the runs", text)
        return [name for name, _ in told] == [name for name, _ in wanted] and all(
            plain(share)(said) for (_, said), (_, share) in zip(told, wanted, strict=True)
        )

    return check


def _begins_and_ends(store: Store, page: str, found: Found) -> Checks:
    table = _tiers(store, scenario_of(page), found["school"])
    return [_told(table.iloc[0]), _told(table.iloc[-1])]


def _likeliest_at_the_end(store: Store, page: str, found: Found) -> Checks:
    own = store.result(scenario_of(page)).schools
    schools = own.loc[own["group"] != "had it not joined", "label"]
    ends = {s: float(_tiers(store, scenario_of(page), s).iloc[-1, -1]) for s in schools.astype(str)}
    assert ends[found["school"]] == max(ends.values())
    return [plain(max(ends.values()))]


def _in_the_trust(store: Store, page: str) -> pd.DataFrame:
    table = _tiers(store, "baseline", label_of(page))
    return table[table.sum(axis=1) > 0]


def _now_and_then(store: Store, page: str, found: Found) -> Checks:
    table = _in_the_trust(store, page)
    return [exactly(str(table.index[0])), _told(table.iloc[0]), _told(table.iloc[-1])]


def _likeliest(store: Store, page: str, found: Found) -> Checks:
    lowest = _tiers(store, "baseline", label_of(page)).iloc[:, -1]
    return [exactly(str(lowest.idxmax())), plain(float(lowest.max()))]


def _then(store: Store, page: str, found: Found) -> Checks:
    return [_told(_tiers(store, "baseline", label_of(page), no_effect=True).iloc[-1])]


def _support(store: Store, page: str, amounts: list[str]) -> np.ndarray:
    """Days a year by amount and run."""
    base, own = store.resolved("baseline"), _index(store, "baseline", label_of(page))
    table = store.each("baseline", "support_by_school", ["school"], amounts).fillna(0.0)
    return np.array([table.loc[own][amount].to_numpy(float) for amount in amounts]) / base.years


def _days(store: Store, page: str, found: Found) -> Checks:
    asked, given, bought, visits = _support(
        store, page, ["asked_days", "given_days", "bought_days", "visit_days"]
    )
    return [level(t_row(each, "days")) for each in (asked, given + bought, visits)]


def _most_asked(store: Store, page: str, found: Found) -> Checks:
    table = store.each("baseline", "support_by_school", ["school", "half_term"], ["asked_days"]).fillna(0.0)
    own = table.loc[_index(store, "baseline", label_of(page))].mean(axis=1)
    dates = store.result("baseline").series["days"].set_index("half_term")["label"]
    return [exactly(str(dates[own.idxmax()])), plain(float(own.max()))]


def _in_time(store: Store, page: str, found: Found) -> Checks:
    own = _index(store, "baseline", label_of(page))
    table = store.each("baseline", "needs_by_school", ["school"], ["within_standard", "resolved"]).fillna(0.0)
    share = quotient(*(table.loc[own][n].to_numpy(float) for n in ("within_standard", "resolved")), "share")
    weeks = store.resolved("baseline").assumptions.values()["service.standard_weeks"]
    return [level(share), exactly(f"{weeks:g}")]


def _strengths(store: Store, page: str) -> dict[str, float]:
    base = store.resolved("baseline")
    school = next(each for each in base.trust.schools if each.label == label_of(page))
    return {area.label: 100 * school.start_percentile.get(area.id, np.nan) for area in base.framework.areas}


def _strength(store: Store, page: str, found: Found) -> Checks:
    return [exactly(f"{_strengths(store, page)[found['area']]:.0f} of 100")]


def _weakest(store: Store, page: str, found: Found) -> Checks:
    known = _strengths(store, page)
    ends = [np.nanmin(list(known.values())), np.nanmax(list(known.values()))]
    assert [known[found["weakest"]], known[found["best"]]] == ends
    return [exactly(f"{end:.0f}") for end in (ends[0], 100, ends[1], 100)]


def _threshold(store: Store, page: str, found: Found) -> Checks:
    """Strengths are drawn from a normal with mean 50 and spread 15 (MODEL 4)."""
    line = store.resolved("baseline").assumptions.values()["monitoring.need_threshold"]
    return [plain(100 * float(stats.norm.cdf((line - 50) / 15)))]


def _about(store: Store, page: str, found: Found) -> Checks:
    school = next(s for s in store.resolved("baseline").trust.schools if s.label == label_of(page))
    return [plain(school.age_low), plain(school.age_high), plain(school.roll)]


def _inspected(store: Store, page: str, found: Found) -> Checks:
    school = next(s for s in store.resolved("baseline").trust.schools if s.label == label_of(page))
    assert school.last_inspection.outcome == found["outcome"]
    return [exactly(f"{school.last_inspection.date:%B %Y}")]


def _years(store: Store, page: str) -> pd.DataFrame:
    """The school's accounts: rows are school years, columns a column and a run."""
    columns = ["pupils", "classes", "balance_gbp", "reserves_gbp", "support_cost_gbp", "balance_red"]
    columns += ["contact_ratio", "contact_ratio_released"]
    table = store.each("baseline", "icfp", ["school", "school_year"], columns)
    return table.loc[_index(store, "baseline", label_of(page))]


def _mean(row: pd.Series[float]) -> float:
    return float(row.mean())


def _eight(row: pd.Series[float]) -> list[float]:
    return [float(end) for end in np.nanpercentile(row.to_numpy(float), [10, 90])]


def called_year(year: int) -> str:
    """A school year in words."""
    return f"{year}/{(year + 1) % 100:02d}"


def _lines(store: Store, page: str, found: Found) -> Checks:
    table = _years(store, page)
    checks: Checks = []
    first, last = (called_year(int(table.index[at])) for at in (0, -1))
    for name in ("pupils", "balance_gbp", "reserves_gbp"):
        end = table[name].iloc[-1]
        checks += [plain(_mean(table[name].iloc[0])), exactly(first)]
        checks += [eight_in_ten(_mean(end), *_eight(end)), exactly(last)]
    return checks


def _red(store: Store, page: str, found: Found) -> Checks:
    table = _years(store, page)
    line = store.resolved("baseline").assumptions.values()["finance.amber_deficit_share"]
    checks: Checks = [plain(line)]
    for at in (0, -1):
        checks += [plain(_mean(table["balance_red"].iloc[at])), exactly(called_year(int(table.index[at])))]
    return [*checks, *sure_of_chances(store.resolved("baseline").runs)]


def _roll(store: Store, page: str, found: Found) -> Checks:
    table = _years(store, page)

    def course(name: str) -> list[float]:
        return [_mean(table[name].iloc[at]) for at in (0, -1)]

    def check(name: str) -> Check:
        return lambda text: (
            plain(*course(name))(text)
            if text.startswith("goes")
            else all(plain(end)(text) for end in course(name))
        )

    return [check("pupils"), plain(*_eight(table["pupils"].iloc[-1])), check("classes")]


def _balance(store: Store, page: str, found: Found) -> Checks:
    table = _years(store, page)
    end = table["balance_gbp" if found["what"] == "ends" else "support_cost_gbp"].iloc[-1]
    return [exactly(called_year(int(table.index[-1]))), plain(_mean(end)), _span(*_eight(end))]


def _span(low: float, high: float) -> Check:
    """Two ends, or one if both are said alike."""
    return lambda text: plain(low, high)(text) or (plain(low)(text) and plain(high)(text))


def _away(store: Store, page: str, found: Found) -> Checks:
    table = _years(store, page)
    gap = table["contact_ratio"].mean(axis=1) - table["contact_ratio_released"].mean(axis=1)
    share = float(gap.mean())
    return [exactly("less than 1%") if share < 0.005 else plain(share)]


_D, _S, _ONE = r"(?:under )?\d+ days?(?: \([^)]*\))?", "schools/.*", "money/.*"
_M = r"−?(?:under )?£[\d,]+"
SCHOOLS: tuple[Sentence, ...] = (
    Sentence(
        r"(?:scenarios|schools)/.*",
        r"(?P<school>School \w(?: \(invented\))?) begins (.+?) and ends (.+?)\.(?= School|$| [A-Z])",
        _begins_and_ends,
    ),
    Sentence(
        "scenarios/.*",
        r"the period (?P<school>School .+?) is the likeliest to be in the tier “.+?”: in (.+?) of the runs",
        _likeliest_at_the_end,
    ),
    Sentence(
        _S, r"In ([A-Z]\w+ \d, [\d/]+) it is (.+?); at the end of the period it is (.+?)\. ", _now_and_then
    ),
    Sentence(_S, r"likeliest to be in the tier “.+?” in (.+?): in (.+?) of", _likeliest, always=False),
    Sentence(_S, r"Then it is, at the end of the period, (.+?)\. ", _then),
    Sentence(
        _S,
        rf"asks for ({_D}) a year on average and receives ({_D}) of it(?:, besides ({_D}) of visits)?",
        _days,
        always=False,
    ),
    Sentence(_S, r"Most is asked for in (.+?) \((\d+ days?)\)", _most_asked, always=False),
    Sentence(_S, r"; (\S+% (?:\(.+?\) )?)of its needs begin within the standard of (\S+) school", _in_time),
    Sentence(_S, r"(?:School \w: |; )(?P<area>[A-Z][^:;]+?) (\d+ of 100)(?=[;.])", _strength),
    Sentence(
        _S,
        r"weakest in (?P<weakest>.+?): (\d+) of (\d+) primaries are weaker; strongest in (?P<best>.+?), with "
        r"(\d+) of (\d+)",
        _weakest,
    ),
    Sentence(_S, r"In the shaded part, below (\d+) of 100,", _threshold),
    Sentence(_S, r"ages (\d+) to (\d+), ([\d,]+) pupils", _about),
    Sentence(_S, r"graded outcome known is “(?P<outcome>.+?)” \((.+?)\)", _inspected, always=False),
    Sentence(
        _S,
        rf"roll goes from (\d+ pupils) in (\S+) to (\d+ pupils(?: \(.+?\))?) in (\S+), the in-year "
        rf"balance goes "
        rf"from ({_M}) in (\S+) to ({_M}(?: \(.+?\))?) in (\S+) and the money in reserve goes from ({_M}) in "
        rf"(\S+) to ({_M}(?: \(.+?\))?) in (\S+?)\.(?: |$)",
        _lines,
    ),
    Sentence(
        _ONE,
        r"deficit of more than (\d+%) of income.+? rates red, in (.+?) of the runs in (\S+) and in (.+?) in "
        r"(\S+?) \(sure to ± (\d+) in (\d+) or better\)\.(?: |$)",
        _red,
    ),
    Sentence(
        _ONE,
        r": it (\w+ \w+ .+?) pupils on average here, with (.+?) in 8 runs in 10, and the number of "
        r"classes (.+?)\.",
        _roll,
    ),
    Sentence(
        _ONE,
        rf"In (\S+) it (?P<what>ends) at ({_M}) on average if nothing more is saved, but at (.+?) in 8 runs",
        _balance,
    ),
    Sentence(
        _ONE, rf"(?P<what>support) cost the school\? In (\S+) ({_M}) on average \((.+?) in 8 runs", _balance
    ),
    Sentence(_ONE, r"Their days away take (.+?) of all teachers", _away),
)
