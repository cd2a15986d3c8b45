"""One scenario against another, run by run: paired differences with their intervals (MODEL 11.1, 11.2).

Both use the same luck, so what differs between the same run of each is due to the scenario. A difference is
shown only over the same schools: a total over all schools is never compared when a school has joined.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ist_model.inputs.scenario_models import Resolved
from ist_model.results.result import ScenarioResult, Summary
from ist_model.results.summary import CONFIDENCE, Interval, t_interval

# What two results must share for their runs to be pairs, and what a reader would call it.
HELD_EQUAL = {
    "seed": "seed",
    "start": "first day",
    "years": "years reported",
    "count_needs_for_years": "years in which needs count",
    "warm_up_weeks": "weeks of warm-up",
    "grade_map": "grade map",
}
PUPILS = "pupils_attention_"
_GROUPS = {"existing": ("existing",), "joiners": ("joiner",), "trust": ("existing", "joiner"), "none": ()}


_COLUMNS = (
    *("baseline_mean", "scenario_mean", "difference", "low", "high"),
    *("pairs", "runs", "tied", "verdict", "why_not"),
)


class NotComparableError(Exception):
    """Two results whose runs are not pairs."""


class _Pairs(NamedTuple):
    """Where the runs of both results lie in each, and the scopes over which both have the same schools."""

    before: NDArray[np.intp]
    after: NDArray[np.intp]
    same: set[str]

    @classmethod
    def of(cls, baseline: ScenarioResult, scenario: ScenarioResult) -> _Pairs:
        runs = baseline.measures.index.intersection(scenario.measures.index)
        same = {scope for scope in _GROUPS if schools_of(baseline, scope) == schools_of(scenario, scope)}
        before, after = (each.measures.index.get_indexer(runs) for each in (baseline, scenario))
        return cls(before, after, same)


def joined_or_not(result: ScenarioResult) -> Interval:
    """Joiners' pupils in a school needing attention, less the same had they not joined (MODEL 11.2).

    Both with the same luck, run by run; the mean over the runs in which any joins, in pupils.
    """
    joined, twins = (result.measures[f"{PUPILS}{who}"].to_numpy(np.float64) for who in ("joiners", "twins"))
    return t_interval(joined - twins)


def compare(
    baseline: ScenarioResult, scenario: ScenarioResult, *, only: Sequence[str] | None = None
) -> pd.DataFrame:
    """Scenario less baseline, one row per measure that either has, in the order of the scenario's catalogue.

    `only`: the measures wanted; omit for all.

    Columns: those of the catalogue; `baseline_mean` and `scenario_mean` over the runs in which both exist
    (or each has, where no difference is shown); `difference` with its 95 % interval `low` to
    `high`; `pairs` of runs it rests on, of `runs`; `tied` (the interval holds 0); `verdict` in words (better,
    worse, higher, lower, no clear difference, no difference, not compared); `why_not` it is not compared.

    Raises:
        NotComparableError: if seed, period or model differ.
    """
    _must_be_pairs(baseline, scenario)
    both = pd.concat([scenario.catalogue, baseline.catalogue])
    both = both[~both.index.duplicated()]
    catalogue = _without_sides(both if only is None else both.loc[list(only)], baseline, scenario)
    pairs = _Pairs.of(baseline, scenario)
    rows = [_row(str(name), entry, baseline, scenario, pairs) for name, entry in catalogue.iterrows()]
    return catalogue.join(pd.DataFrame(rows, index=catalogue.index, columns=list(_COLUMNS)))


def compare_attention(
    baseline: ScenarioResult, scenario: ScenarioResult, confidence: float = CONFIDENCE
) -> pd.DataFrame:
    """Existing schools' pupils in schools needing attention, scenario less baseline, by half-term.

    `confidence`: of the interval of each half-term alone.

    Columns: half_term, tick, label, difference, low, high, pairs.

    Raises:
        NotComparableError: if seed, period or model differ, or the existing schools do.
    """
    _must_be_pairs(baseline, scenario)
    if schools_of(baseline, "existing") != schools_of(scenario, "existing"):
        raise NotComparableError(
            _differs("existing schools", *(_labels(each) for each in (baseline, scenario)))
        )
    column = "pupils_existing"
    tables = [
        each.series["attention_runs"].pivot(index="run", columns="half_term", values=column)
        for each in (baseline, scenario)
    ]
    difference = (tables[1] - tables[0]).dropna(how="all")
    rows = []
    for half_term in difference.columns:
        interval = t_interval(np.asarray(difference[half_term], np.float64), confidence)
        rows.append((half_term, interval.mean, interval.low, interval.high, interval.values))
    frame = pd.DataFrame(rows, columns=["half_term", "difference", "low", "high", "pairs"])
    labels = scenario.series["attention"][["half_term", "tick", "label"]]
    return labels.merge(frame, on="half_term")


def _must_be_pairs(baseline: ScenarioResult, scenario: ScenarioResult) -> None:
    for field, words in HELD_EQUAL.items():
        values = [getattr(each.summary, field) for each in (baseline, scenario)]
        if values[0] != values[1]:
            raise NotComparableError(_differs(words, *values))
    versions = [each.manifest["model_version"] for each in (baseline, scenario)]
    if versions[0] != versions[1]:
        raise NotComparableError(_differs("model version", *versions))


def _differs(words: str, baseline: Any, scenario: Any) -> str:
    return (
        f"the two scenarios cannot be compared: {words} differs.\n"
        f"  value:  {baseline} in the baseline, {scenario} in the scenario\n"
        "  rule:   a difference is taken run by run, between runs of the same luck and period\n"
        "  remedy: let one scenario extend the other without changing this, and run both again"
    )


def schools_of(result: ScenarioResult, scope: str) -> set[tuple[str, int, str]]:
    """The schools that a measure of this scope is taken over: key, tick of joining, how that is drawn."""
    return schools_in(result.schools, scope)


def schools_in(schools: pd.DataFrame, scope: str) -> set[tuple[str, int, str]]:
    """As `schools_of`, of a frame of schools (`result.schools_frame`)."""
    chosen = schools[schools["group"].isin(_GROUPS[scope])]
    columns = (chosen[name].tolist() for name in ("key", "joins", "drawn"))
    return set(zip(*columns, strict=True))


def _labels(result: ScenarioResult) -> str:
    return ", ".join(sorted(result.schools.loc[result.schools["group"] == "existing", "label"])) or "none"


def _values(result: ScenarioResult, name: str) -> pd.Series[float]:
    if name not in result.measures:
        return pd.Series(np.nan, index=result.measures.index)
    return result.measures[name].astype(np.float64)


def _without_sides(
    catalogue: pd.DataFrame, baseline: ScenarioResult, scenario: ScenarioResult
) -> pd.DataFrame:
    """The catalogue, with no better side for pupils counted where the rolls of the two differ."""
    sided = catalogue.copy()
    for name in sided.index:
        if rolls_differ(str(name), baseline, scenario):
            sided.loc[name, "better"] = ""
            sided.loc[name, "label"] = f"{sided.loc[name, 'label']} (rolls differ: read the share)"
    return sided


def rolls_differ(measure: str, baseline: ScenarioResult, scenario: ScenarioResult) -> bool:
    """Whether a measure counts pupils needing attention among rolls that differ between two results.

    Fewer pupils on roll are fewer pupils in any kind of school, and no school is better for it (MODEL 8).
    """
    if not measure.startswith(PUPILS):
        return False
    rolls = "pupils_" + measure.removeprefix(PUPILS)
    difference = _values(baseline, rolls) - _values(scenario, rolls)
    return bool(difference.dropna().ne(0).any())


def _row(
    name: str, entry: pd.Series[Any], baseline: ScenarioResult, scenario: ScenarioResult, pairs: _Pairs
) -> dict[str, Any]:
    """One measure, over pairs of runs."""
    sides: list[NDArray[np.float64]] = [np.asarray(_values(each, name)) for each in (baseline, scenario)]
    before, after = sides
    differences = after[pairs.after] - before[pairs.before]
    there = ~np.isnan(differences)
    difference = differences[there]
    alike = str(entry["schools"]) in pairs.same
    row = {"pairs": len(difference), "runs": len(differences)}
    why_not = next(_reasons(name, alike, baseline, scenario, len(difference)), "")
    if why_not:
        return row | {
            "baseline_mean": _mean(before),
            "scenario_mean": _mean(after),
            "difference": np.nan,
            "low": np.nan,
            "high": np.nan,
            "tied": False,
            "verdict": "not compared",
            "why_not": why_not,
        }
    interval = t_interval(difference)
    tied = interval.low <= 0 <= interval.high
    return row | {
        "baseline_mean": _mean(before[pairs.before][there]),
        "scenario_mean": _mean(after[pairs.after][there]),
        "difference": interval.mean,
        "low": interval.low,
        "high": interval.high,
        "tied": tied,
        "verdict": _verdict(interval.mean, tied, bool((difference == 0).all()), str(entry["better"])),
        "why_not": "",
    }


def _mean(values: NDArray[np.float64]) -> float:
    """Mean of the values that exist; NaN if there is none."""
    there = ~np.isnan(values)
    return float(np.where(there, values, 0.0).sum() / there.sum()) if there.any() else float("nan")


def withheld(name: str, *results: ScenarioResult) -> str:
    """Why a measure is not given in one of these results; empty if it is in all that know it (MODEL 11.4)."""
    told = (each.catalogue["withheld"].get(name, "") for each in results)
    return next((str(words) for words in told if words), "")


def _reasons(
    name: str, alike: bool, baseline: ScenarioResult, scenario: ScenarioResult, pairs: int
) -> Iterator[str]:
    if words := withheld(name, baseline, scenario):
        yield words
    if not alike:
        yield "it is taken over schools that are not the same in both scenarios"
    if pairs == 0:
        yield "no run has it in both scenarios"
    if pairs == 1:
        yield "only one run has it in both scenarios"


def with_interval(frame: pd.DataFrame, measure: str, mean: float, low: float, high: float) -> pd.DataFrame:
    """The comparison with another interval for one measure, and the verdict that follows from it.

    For runs that were stopped by rule, where Student's interval is narrower than can be trusted.
    """
    told, tied = frame.copy(), bool(low <= 0 <= high)
    equal = str(frame.loc[measure, "verdict"]) == "no difference"
    told.loc[measure, ["difference", "low", "high"]] = (mean, low, high)
    told.loc[measure, "tied"] = tied
    told.loc[measure, "verdict"] = _verdict(mean, tied, equal, str(frame.loc[measure, "better"]))
    return told


def must_be_alike(scenarios: Sequence[Resolved]) -> None:
    """Refuse, before anything runs, scenarios whose runs would not be pairs.

    Raises:
        NotComparableError: if seed, period or grade map differ.
    """
    first, *others = (Summary.of(each, 1) for each in scenarios)
    for other in others:
        for field, words in HELD_EQUAL.items():
            if getattr(first, field) != getattr(other, field):
                raise NotComparableError(_differs(words, getattr(first, field), getattr(other, field)))


def _verdict(difference: float, tied: bool, equal_in_all: bool, better: str) -> str:
    if equal_in_all:
        return "no difference"
    if tied:
        return "no clear difference"
    side = "higher" if difference > 0 else "lower"
    if not better:
        return side
    return "better" if side == better else "worse"
