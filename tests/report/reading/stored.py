"""What the stored runs say, by NumPy and SciPy alone: means, intervals, paired differences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats

from ist_model.experiments.choosing import Choice, choose
from ist_model.inputs.resolve import resolve
from ist_model.inputs.scenario_models import Resolved
from ist_model.results.result import ScenarioResult
from ist_model.results.store import Batches, key_of
from ist_model.results.stored import load
from tests.report.small import ODD, ROOT, SCENARIOS

PUPILS, ON_TIME = "pupils_attention_existing", "within_standard_resolved_existing"
UNMET, DAYS_UNMET, COST = "share_unmet_existing", "days_unmet_per_year", "net_gbp_per_year"
KNOWN = ROOT / "ist_model/report/pages/known_answers.json"
Row = tuple[float, float, float, str]  # mean, low, high, unit


@dataclass(frozen=True)
class Store:
    """A working folder's results."""

    folder: Path

    @cached_property
    def names(self) -> dict[str, str]:
        """Scenario id by what the scenario is called."""
        return {" ".join(self.resolved(name).name.split()): name for name in ("baseline", *SCENARIOS, ODD)}

    def called(self, words: str) -> str:
        """Scenario id by what a table calls it."""
        return "baseline" if words == "Today’s plan" else self.names[words]

    @cached_property
    def choice(self) -> Choice:
        """The scenarios set against each other, over the draws that the page took."""
        chosen = [self.resolved(name) for name in self.names.values()]
        book = "03_compare.ipynb"
        return choose(
            chosen,
            "pupils_attention_existing",
            self.folder / "outputs/results",
            sampled=self.parameter(book, "draws"),
            runs_per_draw=self.parameter(book, "runs_per_draw"),
        )

    def parameter(self, notebook: str, name: str) -> int:
        """The default of a notebook's whole-number parameter."""
        text = (self.folder / "notebooks" / notebook).read_text(encoding="utf-8")
        return int(re.search(rf"\b{name}: int = (\d+)", text)[1])

    @cached_property
    def _read(self) -> dict[tuple[str, bool], ScenarioResult]:
        return {}

    @cached_property
    def _resolved(self) -> dict[str, Resolved]:
        return {}

    def resolved(self, name: str) -> Resolved:
        """A scenario as its file says."""
        if name not in self._resolved:
            self._resolved[name] = resolve(name, self.folder / "scenarios")
        return self._resolved[name]

    def result(self, name: str, *, no_effect: bool = False) -> ScenarioResult:
        """Stored runs of a scenario; a test does not make any."""
        if (name, no_effect) not in self._read:
            resolved = self.resolved(name)
            self._read[name, no_effect] = self.of(without(resolved) if no_effect else resolved)
        return self._read[name, no_effect]

    def rows(self, name: str, series: str) -> pd.DataFrame:
        """The rows of a series run by run, as they were stored before anything was put together."""
        key = key_of(self.resolved(name))
        found = Batches(self.folder / "outputs/results", key, self.resolved(name).runs)
        return pd.concat([part.to_pandas() for part in found.parts(series)], ignore_index=True)

    def each(self, name: str, series: str, keys: list[str], columns: list[str]) -> pd.DataFrame:
        """Sums of columns by run and keys, of the runs that pages show; what a run does not list is nothing.

        Rows are keys, columns are pairs of a column and a run.
        """
        rows = self.rows(name, series)
        runs = range(self.resolved(name).runs)
        wide = rows[rows["run"].isin(runs)].pivot_table(
            index=keys, columns="run", values=columns, aggfunc="sum", dropna=False
        )
        wanted = pd.MultiIndex.from_product([columns, runs])
        return wide.reindex(columns=wanted)

    def of(self, resolved: Resolved, runs: int | None = None) -> ScenarioResult:
        """Stored runs of a resolved scenario."""
        found = load(self.folder / "outputs/results", resolved, runs)
        assert found is not None, resolved.scenario_id
        return found

    @property
    def pages(self) -> Path:
        """Where the pack's pages lie."""
        return self.folder / "outputs/pack"


def without(resolved: Resolved) -> Resolved:
    """The same scenario with support having no effect."""
    return resolved.model_copy(update={"no_effect": True})


def t_row(values: np.ndarray, unit: str) -> Row:
    """Mean and Student's interval."""
    kept = values[~np.isnan(values)]
    if len(kept) == 0:
        return (np.nan, np.nan, np.nan, unit)
    spread = stats.sem(kept) if len(kept) > 1 else np.nan
    if unit == "chance":
        ends = stats.binomtest(int(kept.sum()), len(kept)).proportion_ci(0.95, "wilson")
        return (kept.mean(), ends.low, ends.high, unit)
    half = stats.t.ppf(0.975, len(kept) - 1) * spread if len(kept) > 1 else np.nan
    return (kept.mean(), kept.mean() - half, kept.mean() + half, unit)


def quotient(top: np.ndarray, bottom: np.ndarray, unit: str) -> Row:
    """Quotient of two means over runs, by how far each run lies off it."""
    if not bottom.sum():
        return (np.nan, np.nan, np.nan, unit)
    ratio = top.sum() / bottom.sum()
    half = stats.t.ppf(0.975, len(top) - 1) * stats.sem(top - ratio * bottom) / bottom.mean()
    return (ratio, ratio - half, ratio + half, unit)


def level(result: ScenarioResult, measure: str) -> Row:
    """A measure over all runs."""
    return t_row(result.measures[measure].to_numpy(float), str(result.catalogue.loc[measure, "unit"]))


def difference(before: ScenarioResult, after: ScenarioResult, measure: str) -> Row:
    """A measure's paired difference."""
    pairs = pd.concat([before.measures[measure], after.measures[measure]], axis=1, join="inner").to_numpy(
        float
    )
    found = pairs[:, 1] - pairs[:, 0]
    unit = str(after.catalogue.loc[measure, "unit"])
    return (*t_row(found, "")[:3], unit)
