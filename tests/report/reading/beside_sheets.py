"""What three of the pages for trustees claim outside tables: the trust, days, who leads."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import numpy as np
import pandas as pd

from ist_model.inputs.calendar import date_of
from ist_model.inputs.posts import serving_roles
from ist_model.results.windows import next_inspections
from ist_model.world.build import build_world
from tests.report.reading.beside_pictures import widest
from tests.report.reading.claims import Check, exactly, level, plain
from tests.report.reading.passages import Sentence
from tests.report.reading.stored import DAYS_UNMET, ON_TIME, Row, Store, quotient
from tests.report.reading.stored import level as level_of

Found = re.Match[str]
Checks = list[Check]


def _specialism(store: Store, page: str, found: Found) -> Checks:
    """Days a year asked for, given and never given."""
    result, base = store.result("baseline"), store.resolved("baseline")
    at = result.names["specialism_labels"].index(found["called"])
    table = store.each("baseline", "needs", ["origin", "specialism"], ["asked_days", "delivered_days"])
    own = table.loc[("trust", at)].groupby(level=0).sum() / base.runs / base.count_needs_for_years
    unmet = level_of(result, f"days_unmet_specialism.{result.names['specialisms'][at]}")[0]
    return [plain(float(value)) for value in (own["asked_days"], own["delivered_days"], unmet)]


def _never_given(store: Store) -> dict[str, str]:
    """Measures of the days never given by specialism, in words, most first."""
    result = store.result("baseline")
    rows = result.catalogue[result.catalogue.index.str.startswith("days_unmet_specialism.")]
    called = {str(label).rpartition(": ")[2].lower(): str(name) for name, label in rows["label"].items()}
    return dict(sorted(called.items(), key=lambda item: -level_of(result, item[1])[0]))


def _most_never(store: Store, page: str, found: Found) -> Checks:
    result, never = store.result("baseline"), _never_given(store)
    assert found["called"].lower() == next(iter(never))
    mean, low, high, _ = level_of(result, next(iter(never.values())))
    return [plain(level_of(result, DAYS_UNMET)[0]), level((mean, low, high, "days"))]


def _most_in(store: Store, page: str, found: Found) -> Checks:
    return [level(level_of(store.result("baseline"), _never_given(store)[found["called"].lower()]))]


def _stretch(store: Store, *keys: str) -> dict[Any, Row]:
    """How much of what could be given is asked for, by specialism and, if wanted, half-term."""
    names = ["needed_days", "could_give_days"]
    table = store.each("baseline", "days_by_specialism", ["specialism", *keys], names)
    return {at: quotient(*(row[n].to_numpy(float) for n in names), "share") for at, row in table.iterrows()}


def _stretched(store: Store, page: str, found: Found) -> Checks:
    return [level(_stretch(store)[found["called"]])]


def _most_stretched(store: Store, page: str, found: Found) -> Checks:
    rows, cells = _stretch(store), _stretch(store, "half_term")
    dates = store.result("baseline").series["days"].set_index("half_term")["label"]
    peak = max((at for at in cells if cells[at][0] == cells[at][0]), key=lambda at: cells[at][0])
    assert found["called"].lower() == peak[0].lower()
    top = max(rows.values(), key=lambda row: row[0])
    return [level(top), level(cells[peak]), exactly(str(dates[peak[1]]))]


def _sure_of_roles(store: Store, page: str, found: Found) -> Checks:
    return [widest(list(_by_role(store).stack(level=0, future_stack=True).to_numpy(float)))]


def _sure_of_specialisms(store: Store, page: str, found: Found) -> Checks:
    """Asked for, given, and still to come, by specialism."""
    base, names = store.resolved("baseline"), ["asked_days", "received_days", "to_come_days"]
    table = store.each("baseline", "days_asked_by_specialism", ["specialism"], names).fillna(0.0)
    return [
        widest(list(table.stack(level=0, future_stack=True).to_numpy(float) / base.count_needs_for_years))
    ]


def _by_role(store: Store) -> pd.DataFrame:
    """Days a year that groups of roles have, give and are asked for: group by amount and run."""
    names = ["have_days", "delivered_days", "could_serve_days"]
    return store.each("baseline", "days_by_role", ["roles"], names) / store.resolved("baseline").years


def _role(store: Store, page: str, found: Found) -> Checks:
    own = _by_role(store).loc[found["called"]]
    names = ("have_days", "delivered_days", "could_serve_days")
    return [plain(float(own[name].mean())) for name in names]


def _most_used(store: Store, page: str, found: Found) -> Checks:
    table = _by_role(store)
    shares = table["delivered_days"].sum(axis=1) / table["have_days"].sum(axis=1)
    assert found["called"] == shares.idxmax()
    own = table.loc[found["called"]]
    return [level(quotient(*(own[n].to_numpy(float) for n in ("delivered_days", "have_days")), "share"))]


def _areas(store: Store, page: str, found: Found) -> Checks:
    """Where a school is taken to stand, area by area."""
    base = store.resolved("baseline")
    school = next(each for each in base.trust.schools if each.label == found["school"])
    starts = {area.label.lower(): school.start_percentile.get(area.id) for area in base.framework.areas}
    told = [f"{area} {100 * start:.0f}" for area, start in starts.items() if start is not None]
    return [exactly(", ".join(told))]


def _inspected(store: Store, page: str, found: Found) -> Checks:
    """Between when inspectors come to 8 schools in 10 like this one."""
    index = store.result("baseline").names["labels"].index(found["school"])
    window = next_inspections(build_world(store.resolved("baseline")))[index]
    dates = (f"{date_of(tick):%b %Y}".replace("Sep ", "Sept ") for tick in (window.early, window.late))
    return [exactly(each) for each in dates]


def _start(store: Store, page: str, found: Found) -> Checks:
    first = store.resolved("baseline").start
    return [exactly(f"{first.day} {first:%B %Y}")]


def _lowest_fifth(store: Store, page: str, found: Found) -> Checks:
    school = next(s for s in store.resolved("baseline").trust.schools if s.label == found["school"])
    return [plain(sum(start < 0.2 for start in school.start_percentile.values()))]


def _bench(store: Store, page: str, found: Found) -> Checks:
    """Who is ready for a headship, as the mean over half-terms."""
    told: Checks = []
    for name in ("ready_now", "ready_in_a_year"):
        ready = store.each("baseline", "leaders", ["half_term"], [name])[name].to_numpy(float)
        ends = np.percentile(ready, [10, 90], axis=1).mean(axis=1)
        told += [plain(float(ready.mean())), plain(*map(float, ends))]
    return told


def _holders(store: Store) -> int:
    """Posts of which somebody helps other schools: those with a role that serves a need."""
    base = store.resolved("baseline")
    serving = serving_roles(base.framework)
    return sum(any(held.role in serving for held in post.designations) for post in base.trust.posts)


def _posts(store: Store, page: str, found: Found) -> Checks:
    """Schools, pupils, posts and who of them can help others."""
    trust = store.resolved("baseline").trust
    pupils, holders = sum(s.roll for s in trust.schools), _holders(store)
    return [plain(len(trust.schools)), plain(pupils), plain(len(trust.posts)), plain(holders)]


def _kind_of_post(store: Store, page: str, found: Found) -> Checks:
    base = store.resolved("baseline")
    labels = {kind.label.lower(): kind.id for kind in base.framework.post_kinds}
    return [plain(Counter(post.kind for post in base.trust.posts)[labels[found["called"].lower()]])]


def _kind_of_network(store: Store, page: str, found: Found) -> Checks:
    names = ("returned", "matched", "links_both_ways", "top_giver", "km")
    return [level(level_of(store.result("baseline"), f"network_{name}")) for name in names]


def _led(store: Store, page: str, found: Found) -> Checks:
    """By plan each school is led by a post of its own."""
    schools = len(store.resolved("baseline").trust.schools)
    posts = set(re.findall(r"School \w: ([A-Z]+-\d+)", found.string))
    return [plain(schools), plain(len(posts))]


def _gaps(store: Store, page: str, found: Found) -> Checks:
    base = store.resolved("baseline")
    told = ("headship_gap", "uncovered_headship", "interim_weeks")
    levels = [level(level_of(store.result("baseline"), name)) for name in told]
    return [*levels, plain(39 * base.years * len(base.trust.schools))]


def _ready(store: Store, page: str, found: Found) -> Checks:
    """Who is ready in the first and in the last September, with 8 runs in 10; and which those are."""
    frame = store.result("baseline").series["leaders"]
    known = frame[frame["label"].str.startswith("Autumn 1")].iloc[[0, -1]]
    names = [f"ready_now_{end}" for end in ("mean", "p10", "p90")]
    told: Checks = []
    for values, label in zip(known[names].to_numpy(float), known["label"], strict=True):
        told += [plain(*map(float, values)), exactly(str(label).partition(", ")[2])]
    return told


def _in_time(store: Store, page: str, found: Found) -> Checks:
    return [level(level_of(store.result("baseline"), ON_TIME))]


def _bridge(store: Store, page: str, found: Found) -> Checks:
    """The largest of each post's days, added up, and what that is on site; then what is there on average."""
    base = store.resolved("baseline")
    values = base.assumptions.values()
    giving = {role.id for role in base.framework.roles if role.areas}
    each = [
        [values[f"role.{held.role}.days_per_year"] for held in post.designations if held.role in giving]
        for post in base.trust.posts
    ]
    days, factor = sum(max(own, default=0.0) for own in each), values["support.preparation_factor"]
    can = level(level_of(store.result("baseline"), "support_days_per_year"))
    return [plain(factor), plain(days), plain(days / factor), can]


def _years(store: Store, page: str, found: Found) -> Checks:
    return [plain(store.resolved("baseline").years)]


_D = r"(?:under )?\d+ days?"
SHEETS: tuple[Sentence, ...] = (
    Sentence(
        "trust",
        r"(\d+) schools with ([\d,]+) pupils; (\d+) posts are followed here, and (\d+) of their holders",
        _posts,
    ),
    Sentence("trust", r"(?P<school>School \w): ([^;]+ \d+); led by", _areas),
    Sentence(
        "trust",
        r"(?P<school>School \w): [^;]+; led by [^;]+; next inspection (\w+ \d+) to (\w+ \d+)(?=[;.])",
        _inspected,
    ),
    Sentence("trust", r"The schools on (\d+ \w+ \d+)", _start),
    Sentence("trust", r"(?P<school>School \w) in (\d+) of its areas", _lowest_fifth, always=False),
    Sentence("trust", r"(?:Posts: |, | and )(?P<called>[a-z][a-z ]+?) \((\d+)\)", _kind_of_post),
    Sentence(
        "trust",
        r"(?<=\. )(\d+% .*?)of the days between schools are matched by days .+? back\. (.+?) are "
        r"matched at the "
        r"same .+? school\. (.+?) of the links .+? ways\. The school that gives most in a run gives (.+?) of "
        r"all .+? crosses (.+?) on average",
        _kind_of_network,
    ),
    Sentence(
        "days",
        r"(?P<called>[A-Z][^:;.]+): ([\d,]+) asked for, ([\d,]+) given, ([\d,]+) never",
        _specialism,
    ),
    Sentence(
        "days",
        rf"About ({_D}) a year that our schools ask for are never given, most of them in (?P<called>.+?): "
        r"(\d+ \(.+?\)) a year",
        _most_never,
        always=False,
    ),
    Sentence(
        "days", rf"(?:most in |, | and )(?P<called>[\w ]+?) with ({_D} a year(?: \([^)]*\))?)", _most_in
    ),
    Sentence("days", r"(?:On average: |; )(?P<called>[^;:\d]+?) (\d+%(?: \([^)]*\))?)(?=[;.])", _stretched),
    Sentence(
        "days",
        r"ask for (\d+%.*?) of the days there are; the peak is (\d+%.*?) for (?P<called>.+?) "
        r"in (.+?)\.(?: |$)",
        _most_stretched,
    ),
    Sentence(
        "days",
        rf"(?P<called>[A-Z][^:;.]+): ({_D}) a year to give, ({_D}) given, ({_D}) asked for",
        _role,
    ),
    Sentence("days", r"most is used by (?P<called>.+?): (\d+% \(.+?\)) of the days are given", _most_used),
    Sentence(
        "leaders",
        r"about (\S+) leaders are .+? time \(8 runs in 10: (.+?)\), and (\S+) within a year \((.+?)\)",
        _bench,
    ),
    Sentence("days", r"Averages a year are sure to ± (\d+) days?", _sure_of_roles),
    Sentence("days", r"bars are sure to ± (\d+) days?", _sure_of_specialisms),
    Sentence("leaders", r"(\d+) schools are to be led by the holders of (\d+) posts", _led),
    Sentence(
        "leaders",
        r"without a head of its own is (.+?); that nobody can lead it, (.+?)\. That is for (.+?) of "
        r"([\d,]+), all schools together",
        _gaps,
    ),
    Sentence(
        "leaders",
        r"8 runs in 10 in brackets, (.+?) are ready in (\d+/\d+) and (.+?) in (\d+/\d+)\.",
        _ready,
        always=False,
    ),
    Sentence("days", r"Of their needs (.+?) begin within half a term: a leader", _in_time),
    Sentence(
        "trust",
        r"one role’s days, ([\d.]+) for a day on site: ([\d,]+) a year are ([\d,]+) on site with every post "
        r"filled, (.+?) on average",
        _bridge,
    ),
    Sentence("leaders", r"at some time in (.+?) school years", _years),
)
