"""One scenario by itself: its result, what to call its schools, and how its page was made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from ist_model.inputs.models import School
from ist_model.inputs.scenario_models import Resolved
from ist_model.report import show
from ist_model.report.cases.case import rows_of, stamp_of, stored_or_made
from ist_model.report.cases.held import resolve, without_effect
from ist_model.report.show import Block
from ist_model.report.words.against import titled
from ist_model.report.words.levels import Rows
from ist_model.report.words.neutral import unnamed
from ist_model.results.result import GROUP_WORDS, ScenarioResult
from ist_model.results.summary import summarise
from ist_model.world.schools import school_key
from ist_model.world.structs import GROUP_TWIN

_TWIN = GROUP_WORDS[GROUP_TWIN]
NO_EFFECT = "The measured effect of support between schools is weak and confounded, so no effect is possible."
# MODEL 4.7: effect of a day, lasting share, networks, and what giving teaches.
TAKES_AWAY = (
    "“No effect” takes away all that support may do: what a day adds and leaves behind, what networks of "
    "schools spread, and what giving teaches. An odds ratio of 1 takes away the first alone."
)


@dataclass(frozen=True)
class View:
    """A scenario and its result; `without`: the same with support having no effect, where asked for."""

    resolved: Resolved
    result: ScenarioResult
    without: ScenarioResult | None
    results_dir: Path
    named: bool

    @cached_property
    def summary(self) -> Rows:
        """Means with intervals, by measure (`results.summary.summarise`)."""
        return rows_of(summarise(self.result))

    @cached_property
    def schools(self) -> dict[int, str]:
        """Index of each school of the trust to what it is called, in the order of what they are called."""
        column = "name" if self.named else "label"
        own = self.result.schools[self.result.schools["group"] != _TWIN]
        called = dict(zip(own["school"].astype(int), own[column].astype(str), strict=True))
        return dict(sorted(called.items(), key=lambda item: item[1]))

    def mean(self, measure: str) -> float:
        """Mean over runs; NaN where the measure does not exist."""
        return float(self.summary[measure]["mean"]) if measure in self.summary else float("nan")

    def series(self, name: str) -> pd.DataFrame:
        """A series over all runs."""
        return self.result.series[name]

    def half_terms(self) -> pd.DataFrame:
        """The half-terms of the period in order: `half_term`, `label`."""
        return self.series("days")[["half_term", "label"]].reset_index(drop=True)

    def made_from(self, *more: str) -> Block:
        """How the page was made, and its stamp."""
        runs = f"{self.result.runs:,}"
        own = self.resolved.extends is None
        what = titled(self.resolved) if own else f"The scenario “{self.resolved.name}”"
        sentences = [
            f"{what} was run {runs} times, each time with other luck: who "
            "leaves, what inspectors see, which needs arise.",
            *more,
        ]
        return show.notes(sentences) + self.stamp()

    def stamp(self) -> Block:
        """The provenance stamp alone."""
        return show.stamp(stamp_of(self.resolved, self.result))


def load_view(
    scenario: str,
    *,
    scenarios_dir: Path,
    results_dir: Path,
    runs: int = 0,
    named: bool = False,
    no_effect: bool = False,
) -> View:
    """Load what a page of one scenario needs; results that are missing are made and stored.

    Args:
        scenario: Scenario id.
        scenarios_dir: Folder with scenarios, register and trusts.
        results_dir: Folder of stored results.
        runs: Samples of chance; 0: the scenario's own number.
        named: Whether schools are called by name, for the trust's own private use.
        no_effect: Whether the result with support having no effect is needed too.

    Raises:
        InputError: If the scenario does not resolve.
        StoreError, ConservationError, WorkerError: As `replicate_or_load`.
    """
    resolved = resolve(scenario, scenarios_dir)
    result = stored_or_made(resolved, results_dir, runs or None)
    without = None
    if no_effect and not resolved.no_effect:
        without = stored_or_made(without_effect(resolved), results_dir, runs or None)
    return View(resolved if named else unnamed(resolved), result, without, results_dir, named)


def load_views(
    scenarios: Sequence[str], *, scenarios_dir: Path, results_dir: Path, runs: int = 0, named: bool = False
) -> list[View]:
    """Several scenarios, each once, in the order given."""
    return [
        load_view(each, scenarios_dir=scenarios_dir, results_dir=results_dir, runs=runs, named=named)
        for each in dict.fromkeys(scenarios)
    ]


def find_school(view: View, wanted: str) -> tuple[int, School]:
    """A school of the trust by its id in the trust file or its neutral label.

    Raises:
        ValueError: If there is none, naming those there are.
    """
    schools = view.resolved.trust.schools
    for school in schools:
        if wanted in (school.id, school.label):
            own = view.result.schools[view.result.schools["group"] != _TWIN]
            keys = dict(zip(own["key"].astype(str), own["school"].astype(int), strict=True))
            return keys[f"{int(school_key(school)):016x}"], school
    known = ", ".join(sorted(school.label for school in schools)) or "none"
    raise ValueError(f"no school is called {wanted!r}: use its label or its id (labels: {known})")
