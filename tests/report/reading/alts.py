"""What the words for readers who cannot see claim, on the sheets for trustees: each chart's alt text."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pandas as pd
from bs4 import BeautifulSoup

from tests.report.reading.claims import Check, Claim, exactly, level, paired, plain
from tests.report.reading.stored import PUPILS, Store, difference, quotient
from tests.report.reading.stored import level as level_of

Said = list[tuple[str, Check]]


def alts_of(markup: str) -> list[str]:
    """The alt texts of a page's charts, each once, in reading order."""
    images = BeautifulSoup(markup, "html.parser").select("figure.chart img")
    return list(dict.fromkeys(" ".join(str(image["alt"]).split()) for image in images))


def _whole(pattern: str, text: str) -> tuple[str, ...]:
    """The groups of a pattern that the text holds."""
    found = re.search(pattern, text)
    assert found, f"{pattern} in {text}"
    return found.groups()


def _options(store: Store, alt: str) -> Said:
    """Each option's difference as assumed, and at no effect."""
    base, none = store.result("baseline"), store.result("baseline", no_effect=True)
    said: Said = []
    (listed,) = _whole(r"with 95% intervals\. (.+?)\. (?:As assumed|No option)", alt)
    for each in listed.split("; "):
        called, assumed, without = _whole(r"^\d+\. (.+?), (\S+ .+?), at no effect (.+)$", each)
        name = store.names[called]
        found = difference(none, store.result(name, no_effect=True), PUPILS)
        said += [
            (assumed, paired(difference(base, store.result(name), PUPILS))),
            (without, paired(found)),
        ]
    if alt.endswith("No option differs clearly from today’s plan."):
        return said
    called, most = _whole(r"most “\d+\. (.+?)”: (.+)\.$", alt)
    return [*said, (most, paired(difference(base, store.result(store.names[called]), PUPILS)))]


def _of_runs(store: Store, series: str) -> pd.DataFrame:
    """The rows of the runs that the page shows: the store may hold more."""
    rows = store.rows("baseline", series)
    return rows[rows["run"] < store.resolved("baseline").runs]


def _means(store: Store, series: str) -> pd.DataFrame:
    """Means over all runs by the keys of a series that has a row for each run."""
    rows, runs = _of_runs(store, series), store.resolved("baseline").runs
    keys = [name for name in ("roles", "specialism", "half_term") if name in rows]
    return rows.groupby(keys, sort=False).sum(numeric_only=True).drop(columns="run") / runs


def _half_terms(store: Store, alt: str) -> Said:
    """Days we have and days that are needed."""
    frame, years = _means(store, "days"), store.resolved("baseline").years
    have, need = frame["have_days"], frame["needed_days"] + frame["needed_beyond_days"]
    largest, smallest, fewest, most = _whole(
        r"\(largest (.+?), smallest (.+?)\) under a line of the days we have \((.+?) to (.+?)\)", alt
    )
    total, needed = _whole(r"We have (.+?) a year against (.+?) needed", alt)
    wanted = (need.max(), need.min(), have.min(), have.max(), have.sum() / years, need.sum() / years)
    said = (largest, smallest, fewest, most, total, needed)
    told = [(text, plain(float(value))) for text, value in zip(said, wanted, strict=True)]
    short = need > have
    if short.any():
        number, of, most_short = _whole(r"in (\d+) of (\d+) half-terms, most in .+? \(by (.+?)\)", alt)
        told += [(number, plain(int(short.sum()))), (of, plain(len(need)))]
        told.append((most_short, plain(float((need - have).max()))))
    return told


def _specialisms(store: Store, alt: str) -> Said:
    """Days asked for, given and never given."""
    result, base = store.result("baseline"), store.resolved("baseline")
    needs = result.series["needs"]
    own = needs[needs["origin"] == "trust"].groupby("specialism")[["asked_days", "delivered_days"]].sum()
    said: Said = []
    (listed,) = _whole(r"by specialism\. (.+? never)\. ", alt)
    for each in listed.split("; "):
        called, *parts = _whole(r"^(.+): ([\d,]+) asked for, ([\d,]+) given, ([\d,]+) never$", each)
        at = result.names["specialism_labels"].index(called)
        unmet = level_of(result, f"days_unmet_specialism.{result.names['specialisms'][at]}")[0]
        wanted = [*(own.loc[at] / base.count_needs_for_years), unmet]
        said += [(text, plain(float(value))) for text, value in zip(parts, wanted, strict=True)]
    return said


def _roles(store: Store, alt: str) -> Said:
    """Days that groups of roles have, give, and are asked for; the share that is given."""
    frame, years = _means(store, "days_by_role"), store.resolved("baseline").years
    said: Said = []
    (listed,) = _whole(r"by half-term\. (.+? asked for)\. ", alt)
    for each in listed.split("; "):
        called, *parts = _whole(r"^(.+): (.+?) a year to give, (.+?) given, (.+?) asked for$", each)
        names = ("have_days", "delivered_days", "could_serve_days")
        wanted = frame.loc[called][list(names)].sum() / years
        said += [(text, plain(float(value))) for text, value in zip(parts, wanted, strict=True)]
    called, share = _whole(r"most is used by (.+?): (.+?) of the days are given", alt)
    rows = _of_runs(store, "days_by_role")
    by_run = rows[rows["roles"] == called].groupby("run")[["delivered_days", "have_days"]].sum()
    row = quotient(*(by_run[name].to_numpy(float) for name in by_run), "share")
    return [*said, (share, level(row))]


def _stretch(store: Store, alt: str) -> Said:
    """How much of what could be given is asked for."""
    frame = _means(store, "days_by_specialism")
    share = frame["needed_days"] / frame["could_give_days"].where(frame["could_give_days"] > 0)
    means = share.groupby("specialism").mean()
    (listed,) = _whole(r"On average: (.+?%)\. Most", alt)
    said: Said = []
    for each in listed.split("; "):
        called, percent = _whole(r"^(.+) (\d+%)$", each)
        said.append((percent, plain(float(means[called]))))
    top, peak = _whole(r"ask for (\d+%) of the days there are; the peak is (\d+%)", alt)
    return [*said, (top, plain(float(means.max()))), (peak, plain(float(share.max())))]


def _areas(store: Store, alt: str) -> Said:
    """Where each school is taken to stand."""
    resolved = store.resolved("baseline")
    areas = {area.label.lower(): area.id for area in resolved.framework.areas}
    said: Said = []
    for school in resolved.trust.schools:
        (told,) = _whole(rf"{school.label}: (.+?); led by", alt)
        for each in told.split(", "):
            area, number = _whole(r"^(.+) (\d+)$", each)
            said.append((number, exactly(f"{100 * school.start_percentile[areas[area]]:.0f}")))
    return said


def _leaders(store: Store, alt: str) -> Said:
    """Who is ready for a headship, as the mean over half-terms."""
    frame = store.result("baseline").series["leaders"]
    pattern = r"about (.+?) leaders are ready .+?: (\d+ to \d+)\), and (.+?) within a year"
    now, ends, later = _whole(pattern, alt)
    means = [frame[f"{name}"].to_numpy(float).mean() for name in ("ready_now_mean", "ready_in_a_year_mean")]
    between = [float(np.mean(frame[f"ready_now_{end}"])) for end in ("p10", "p90")]
    return [(now, plain(means[0])), (ends, plain(*between)), (later, plain(means[1]))]


Reads = Callable[[Store, str], Said]
# Page, and how its chart's words begin. Every chart of these pages is here.
ALTS: tuple[tuple[str, str, Reads], ...] = (
    ("decision", "More (right) or fewer (left) pupils", _options),
    ("trust", "Grid of schools by area", _areas),
    ("days", "Bars of days needed by half-term", _half_terms),
    ("days", "Bars of days of support a school year by specialism", _specialisms),
    ("days", "Grid of specialisms by half-term", _stretch),
    ("days", "Bars of days asked for that a role could serve", _roles),
    ("leaders", "Bars by school", _leaders),
)


def claims_of(store: Store) -> list[Claim]:
    """What every chart of the sheets for trustees claims in words.

    Raises:
        AssertionError: If a chart is not read, or one that is read is not there.
    """
    made, seen = [], set()
    for page in dict.fromkeys(page for page, _, _ in ALTS):
        for alt in alts_of((store.pages / f"{page}.html").read_text(encoding="utf-8")):
            found = [each for each in ALTS if each[0] == page and alt.startswith(each[1])]
            assert len(found) == 1, f"{page}: {alt}"
            seen.add(found[0])
            made += [Claim(f"{page}: {alt}", text, check) for text, check in found[0][2](store, alt)]
    assert seen == set(ALTS)
    return made
