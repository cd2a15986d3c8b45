"""What was not known: ranges of strengths from the trust's file, and the ranking from the stored runs."""

from __future__ import annotations

import math

import numpy as np
from scipy import stats

from ist_model.inputs.scenario_models import Resolved
from ist_model.inputs.unknown import decided
from ist_model.results.stored import load
from tests.report.reading.claims import Shown, level, paired, says
from tests.report.reading.stored import PUPILS, Store, t_row

LOWEST, HIGHEST = 0.01, 0.99
NORMAL = stats.norm


def strengths(resolved: Resolved) -> dict[str, tuple[str, float, float]]:
    """Register key of each strength that is open: areas in words, with middle and spread."""
    found = {}
    for school in resolved.trust.schools:
        spreads = resolved.trust.start_spread.get(school.id, {})
        groups = resolved.trust.start_together.get(school.id, ())
        tied = {area for group in groups for area in group}
        for group in [*groups, *((area,) for area in spreads if area not in tied)]:
            inside = [area for area in school.start_percentile if area in group]
            words = " and ".join(area.replace("_", " ") for area in inside)
            (like,) = {(school.start_percentile[area], spreads[area]) for area in inside}
            found[f"unknown.schools.{school.id}.start_percentile.{inside[0]}"] = (words, *like)
    return found


def percentile(middle: float, spread: float, place: float) -> float:
    """National percentile at a place in what is possible, in per cent."""
    return 100 * float(NORMAL.cdf(NORMAL.ppf(middle) + spread * NORMAL.ppf(place)))


def key_of(store: Store, name: str) -> str:
    """The register key that a row of the page is about, by the words that name it."""
    resolved = store.resolved("baseline")
    labels = {school.id: school.label for school in resolved.trust.schools}
    for key, (areas, _, _) in strengths(resolved).items():
        if name == f"Starting strength in {areas}, of {labels[key.split('.')[2]]}":
            return key
    raise LookupError(name)


def listed(store: Store, shown: Shown) -> None:
    known = strengths(store.resolved("baseline"))
    for row, cells in enumerate(shown.rows):
        _, middle, spread = known[key_of(store, cells[0])]
        ends = [percentile(middle, spread, place) for place in (LOWEST, HIGHEST, 0.5)]
        shown.claim(row, 1, lambda text, ends=ends: says(text, ends))


def ranked(store: Store, shown: Shown) -> None:
    """Ends, swing and its interval, from the runs at both ends of each range alone."""
    decision = len(shown.heads) == 5
    pair = [store.resolved("baseline")]
    if decision:
        pair.append(next(store.resolved(n) for n in store.names.values() if n != "baseline"))
    runs = store.parameter("08_model_evidence.ipynb", "unknown_runs")
    root = store.folder / "outputs/results"

    def answer(key: str, place: float) -> np.ndarray:
        made = [load(root, decided(each, {key: place}), runs) for each in pair]
        columns = [each.measures[PUPILS].to_numpy(float)[:runs] for each in made if each is not None]
        return columns[-1] - columns[0] if decision else columns[0]

    known = strengths(pair[0])
    told = []
    for row, cells in enumerate(shown.rows):
        key = key_of(store, cells[0])
        _, middle, spread = known[key]
        ends = sorted(((answer(key, at), at) for at in (LOWEST, HIGHEST)), key=lambda end: end[0].mean())
        for column, (values, at) in enumerate(ends, start=1):
            here = percentile(middle, spread, at)
            check = paired if decision else level
            words = check(t_row(values, "pupils"))
            shown.claim(
                row,
                column,
                lambda text, here=here, words=words: (
                    says(text.partition(": ")[0], [here]) and words(text.partition(": ")[2])
                ),
            )
        swing = ends[1][0] - ends[0][0]
        shown.claim(row, 3, paired((*_together(swing, len(known)), "pupils")))
        told.append(swing.mean())
    assert told == sorted(told, reverse=True)
    assert len(told) == len(known)


def _together(values: np.ndarray, pairs: int) -> tuple[float, float, float]:
    """Mean and the wider of Student's and Willink's (2005) bounds, at a level that all pairs share."""
    n, mean, error = len(values), values.mean(), stats.sem(values)
    t = stats.t.ppf(1 - 0.05 / (2 * pairs), n - 1)
    skewness = float(stats.skew(values, bias=False)) if error > 0 else 0.0
    a = skewness / (6 * math.sqrt(n))

    def bent(quantile: float) -> float:
        if abs(a) < 1e-6:
            return quantile
        return float((np.cbrt(1 + 6 * a * (quantile - a)) - 1) / (2 * a))

    return mean, mean - max(t, bent(t)) * error, mean + max(t, -bent(-t)) * error
