"""One scenario beside its baseline: every result that its page needs, stored or made when missing."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from ist_model.experiments.compare import NotComparableError, compare
from ist_model.inputs.scenario_models import Resolved
from ist_model.report.cases.held import resolve, stored, without_effect
from ist_model.report.provenance import Stamp
from ist_model.report.words.against import against, against_headed
from ist_model.report.words.difference import Difference
from ist_model.report.words.levels import Rows
from ist_model.report.words.neutral import unnamed
from ist_model.results.result import ScenarioResult
from ist_model.results.summary import summarise

PUPILS = "pupils_attention_existing"
GROWTH = "joining_effect_share"


@dataclass(frozen=True)
class Case:
    """A scenario and its baseline, each as assumed and with support having no effect (MODEL 4.7).

    The `no_effect` results are None where the scenario itself has no effect of support.
    """

    resolved: Resolved
    resolved_baseline: Resolved
    result: ScenarioResult
    baseline: ScenarioResult
    result_no_effect: ScenarioResult | None
    baseline_no_effect: ScenarioResult | None
    named: bool

    @property
    def alone(self) -> bool:
        """Whether this is the baseline itself, so that there is nothing to compare it with."""
        return self.result.identity == self.baseline.identity

    @property
    def against(self) -> str:
        """What the baseline is called in a sentence: "today’s plan"."""
        return against(self.resolved_baseline)

    @property
    def against_headed(self) -> str:
        """What the baseline is called at the head of a column or beside a line: "Today’s plan"."""
        return against_headed(self.resolved_baseline)

    @property
    def no_effect(self) -> bool:
        """Whether support has no effect in it."""
        return self.resolved.no_effect

    @property
    def grows(self) -> bool:
        """Whether schools join in it."""
        return bool((self.result.schools["group"] == "joiner").any())

    @cached_property
    def summary(self) -> Rows:
        """Means with intervals, by measure (`results.summary.summarise`)."""
        return rows_of(summarise(self.result))

    @cached_property
    def summary_no_effect(self) -> Rows | None:
        """The same with support having no effect; None where that was not run."""
        return None if self.result_no_effect is None else rows_of(summarise(self.result_no_effect))

    @cached_property
    def _compared(self) -> tuple[Rows | None, str]:
        """Differences from the baseline, or why there can be none."""
        if self.alone:
            return None, ""
        try:
            return rows_of(compare(self.baseline, self.result)), ""
        except NotComparableError as error:
            return None, str(error).splitlines()[0]

    @property
    def differences(self) -> Rows | None:
        """Paired differences from the baseline, by measure; None for the baseline or where not comparable."""
        return self._compared[0]

    @property
    def why_not(self) -> str:
        """Why the scenario cannot be compared with the baseline; empty if it can."""
        return self._compared[1]

    @property
    def pupils(self) -> float:
        """Pupils on roll in the existing schools, averaged over the period; 0 if there is none."""
        average = self.mean("pupils_existing")
        return 0.0 if math.isnan(average) else average

    @property
    def standard_weeks(self) -> float:
        """The service standard, school weeks."""
        return self.resolved.assumptions.values()["service.standard_weeks"]

    @cached_property
    def _no_effect(self) -> Rows | None:
        """At no effect: scenario less baseline; for the baseline itself, as assumed less at no effect."""
        if self.result_no_effect is None or self.baseline_no_effect is None or self.why_not:
            return None
        if self.alone:
            return rows_of(compare(self.result_no_effect, self.result))
        return rows_of(compare(self.baseline_no_effect, self.result_no_effect))

    def why_no_difference(self, measure: str) -> str:
        """Why the measure is not compared with the baseline (MODEL 11.2); empty if it is."""
        if self.differences is None:
            return self.why_not
        return str(self.differences[measure]["why_not"])

    def difference(self, measure: str) -> Difference | None:
        """Paired difference in one measure; None where none may be shown (MODEL 11.2)."""
        return None if self.differences is None else _shown(self.differences[measure])

    def difference_at_no_effect(self, measure: str) -> Difference | None:
        """The same where support has no effect; for the baseline itself, what support as assumed does."""
        return None if self._no_effect is None else _shown(self._no_effect[measure])

    def mean(self, measure: str) -> float:
        """Mean over runs in this scenario; NaN where the measure does not exist."""
        return float(self.summary[measure]["mean"]) if measure in self.summary else float("nan")

    def school_words(self) -> dict[str, str]:
        """School id to the words a page may use: label, or name in a trust's private run (MODEL 11.4)."""
        schools = {s.id: s for each in (self.resolved_baseline, self.resolved) for s in each.trust.schools}
        return {key: school.name if self.named else school.label for key, school in schools.items()}

    def stamp(self) -> Stamp:
        """Provenance of the page."""
        return stamp_of(self.resolved, self.result)


def stamp_of(resolved: Resolved, result: ScenarioResult) -> Stamp:
    """Provenance of a page that shows a result."""
    made = dt.datetime.fromisoformat(str(result.manifest["created_utc"]))
    return Stamp(
        model_version=str(result.manifest["model_version"]),
        scenario=resolved.scenario_id,
        scenario_hash=result.identity,
        seed=str(result.summary.seed),
        runs=f"{result.runs:,}",
        date=made.date(),
    )


def rows_of(frame: pd.DataFrame) -> Rows:
    """A frame of measures as dictionaries: measure, then column."""
    columns = [str(name) for name in frame.columns]
    rows = zip(frame.index, frame.itertuples(index=False, name=None), strict=True)
    return {str(measure): dict(zip(columns, row, strict=True)) for measure, row in rows}


def _shown(row: Mapping[str, Any]) -> Difference | None:
    if row["why_not"]:
        return None
    return Difference(
        label=str(row["label"]),
        unit=str(row["unit"]),
        better=row["better"],
        mean=float(row["difference"]),
        low=float(row["low"]),
        high=float(row["high"]),
        decimals=int(row["decimals"]),
    )


def case_of(
    resolved: Resolved, baseline: Resolved, result_of: Callable[[Resolved], ScenarioResult], *, named: bool
) -> Case:
    """A case from resolved scenarios and a way to get the result of each."""
    both = not (resolved.no_effect or baseline.no_effect)
    return Case(
        resolved=resolved if named else unnamed(resolved),
        resolved_baseline=baseline if named else unnamed(baseline),
        result=result_of(resolved),
        baseline=result_of(baseline),
        result_no_effect=result_of(without_effect(resolved)) if both else None,
        baseline_no_effect=result_of(without_effect(baseline)) if both else None,
        named=named,
    )


def load_case(
    scenario: str,
    baseline: str,
    *,
    scenarios_dir: Path,
    results_dir: Path,
    runs: int = 0,
    named: bool = False,
) -> Case:
    """Load what a page needs; results that are missing are made and stored.

    Args:
        scenario: Scenario id.
        baseline: Scenario id to compare with.
        scenarios_dir: Folder with scenarios, register and trusts.
        results_dir: Folder of stored results.
        runs: Samples of chance; 0: each scenario's own number.
        named: Whether schools are called by name, for the trust's own private use.

    Raises:
        InputError: If a scenario does not resolve.
        StoreError, ConservationError, WorkerError: As `replicate_or_load`.
    """
    chosen, before = resolve(scenario, scenarios_dir), resolve(baseline, scenarios_dir)

    def result_of(resolved: Resolved) -> ScenarioResult:
        return stored_or_made(resolved, results_dir, runs or None)

    return case_of(chosen, before, result_of, named=named)


def stored_or_made(resolved: Resolved, results_dir: Path, runs: int | None = None) -> ScenarioResult:
    """The stored result, or a new one; the engine is imported only if it has to run."""
    found = stored(results_dir, resolved, runs)
    if found is not None:
        return found
    from ist_model.experiments.replicate import replicate_or_load

    return replicate_or_load(resolved, results_dir, runs=runs)
