"""Several scenarios beside one baseline, loaded once, and which of them is the best or tied with the best."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from ist_model.experiments.best import best
from ist_model.experiments.chances import Chance, OverDraws
from ist_model.experiments.choosing import Against, Choice, choose
from ist_model.experiments.compare import NotComparableError, must_be_alike
from ist_model.experiments.uncertainty import Parts
from ist_model.inputs.folder import scenario_files
from ist_model.inputs.scenario_models import Resolved
from ist_model.report.cases.case import PUPILS, Case, case_of, stored_or_made
from ist_model.report.cases.held import resolve
from ist_model.report.provenance import Stamp, called, hash_over
from ist_model.report.words.difference import Survival, survives_no_effect
from ist_model.results.result import ScenarioResult

MOST = 5  # options on a page, where none are named


@dataclass(frozen=True)
class Options:
    """A baseline and what might be done instead; `choice` by pupils of existing schools (MODEL 11.1, 11.2).

    Attributes:
        baseline: the baseline beside itself.
        cases: the options, in the order given; the baseline is not among them.
        choice: None where fewer than two of them can be compared; its first name is the baseline's.
        apart: options that cannot be compared with the baseline, and why.
    """

    baseline: Case
    cases: tuple[Case, ...]
    choice: Choice | None
    apart: dict[str, str]

    @property
    def every(self) -> tuple[Case, ...]:
        """The baseline first, then the options."""
        return self.baseline, *self.cases

    @property
    def against(self) -> str:
        """What options are set against, in a sentence: "today’s plan"."""
        return self.baseline.against

    def title(self, case: Case) -> str:
        """What an option is called where it stands by itself: "2. Two schools join"."""
        return (
            f"{case.against_headed}, no change"
            if case.alone
            else f"{self.cases.index(case) + 1}. {case.resolved.name}"
        )

    def short(self, case: Case) -> str:
        """What it is called in a sentence: "option 2"."""
        return case.against if case.alone else f"option {self.cases.index(case) + 1}"

    @property
    def turned(self) -> tuple[Case, ...]:
        """Options whose clear difference for pupils turns round if support has no effect (MODEL 4.7)."""
        return tuple(case for case in self.cases if _left(case) == "reverses")

    def left_at_no_effect(self) -> dict[Survival, list[Case]]:
        """Options that differ clearly for pupils, by what is left of that if support has no effect."""
        found: dict[Survival, list[Case]] = {}
        for case in self.cases:
            if left := _left(case):
                found.setdefault(left, []).append(case)
        return found

    @cached_property
    def _chosen(self) -> dict[str, int]:
        """Scenario id to its place in the choice."""
        able = [
            case.resolved.scenario_id for case in self.every if case.resolved.scenario_id not in self.apart
        ]
        return {name: place for place, name in enumerate(able)}

    def may_be_best(self, case: Case) -> bool | None:
        """Whether it is the best or tied with the best; None where that is not known."""
        place = self._chosen.get(case.resolved.scenario_id)
        if self.choice is None or place is None:
            return None
        return bool(self.choice.best.table["in_set"].iloc[place])

    def best_by(self, measure: str) -> list[Case]:
        """Those that may be the best by a measure; empty where it cannot be set side by side for all."""
        able = [case for case in self.every if case.resolved.scenario_id not in self.apart]
        made = [case.difference(measure) for case in able if not case.alone]
        row = self.baseline.summary.get(measure)
        if not made or row is None or not all(each and each.known and each.better for each in made):
            return []
        values = np.array([case.result.measures[measure].to_numpy(np.float64) for case in able]).T
        found = best(values, [case.resolved.scenario_id for case in able], row["better"])
        return [case for case in able if case.resolved.scenario_id in found.names]

    def _against(self, case: Case) -> Against | None:
        place = self._chosen.get(case.resolved.scenario_id)
        return None if self.choice is None or not place else self.choice.against[place - 1]

    def chance(self, case: Case) -> Chance | None:
        """How often, in a run of the same luck, fewer pupils are in such a school than by today's plan."""
        found = self._against(case)
        return None if found is None else found.chance

    def over_draws(self, case: Case) -> OverDraws | None:
        """In how many draws of the assumptions it is better than today's plan."""
        found = self._against(case)
        return None if found is None else found.over_draws

    def parts(self, case: Case) -> Parts | None:
        """What its difference from today's plan varies by: assumptions and chance apart."""
        found = self._against(case)
        return None if found is None else found.parts

    def stamp(self) -> Stamp:
        """Provenance of a page about all of them."""
        return together([case.result for case in self.every])


def _left(case: Case) -> Survival:
    """What is left of an option's clear difference for pupils at no effect; empty where there is none."""
    made = case.difference(PUPILS)
    return "" if made is None else survives_no_effect(made, case.difference_at_no_effect(PUPILS))


def offered(scenarios: Sequence[str], baseline: str, scenarios_dir: Path) -> list[Resolved]:
    """The scenarios a page may speak of, without the baseline: those given, else all at the folder's top."""
    names = scenarios or [p.stem for p in scenario_files(scenarios_dir) if p.parent == scenarios_dir]
    return [resolve(name, scenarios_dir) for name in dict.fromkeys(names) if name != baseline]


def grows(resolved: Resolved, baseline: Resolved) -> bool:
    """Whether schools join that the baseline lacks, on a date or drawn."""
    there = {school.id for school in baseline.trust.schools}
    return any(school.id not in there for school in resolved.trust.schools)


def begun(resolved: Resolved, baseline: Resolved) -> bool:
    """Whether some school joins no later than the period starts: nothing is left to decide about that."""
    there = {school.id for school in baseline.trust.schools}
    new = (school for school in resolved.trust.schools if school.id not in there)
    return any(school.joined is not None and school.joined <= resolved.start for school in new)


def load_options(
    options: Sequence[str],
    scenarios: Sequence[str],
    baseline: str,
    *,
    scenarios_dir: Path,
    results_dir: Path,
    runs: int = 0,
    draws: int = 0,
    runs_per_draw: int = 20,
    named: bool = False,
    every: bool = False,
) -> Options:
    """Load what a page about several scenarios needs; results that are missing are made and stored.

    Args:
        options: Scenario ids; empty: those of `scenarios` in which schools join after the start, if none does
            then any that join, else those that have an effect of support; the first five.
        scenarios: What there is to choose from; empty: every scenario at the top of the folder.
        baseline: Scenario id that all are compared with.
        scenarios_dir: Folder with scenarios, register and trusts.
        results_dir: Folder of stored results.
        runs: Samples of chance; 0: each scenario's own number.
        draws: Samples of the uncertain assumptions; 0: none.
        runs_per_draw: Samples of chance in each.
        named: Whether schools are called by name, for the trust's own private use.
        every: Where no options are named, take all that have an effect of support.

    Raises:
        InputError: If a scenario does not resolve.
        StoreError, ConservationError, WorkerError: As `replicate_or_load`.
    """
    before, chosen = chosen_among(options, scenarios, baseline, scenarios_dir, every=every)
    return options_of(
        before, chosen, results_dir, runs=runs, draws=draws, runs_per_draw=runs_per_draw, named=named
    )


def chosen_among(
    options: Sequence[str], scenarios: Sequence[str], baseline: str, scenarios_dir: Path, *, every: bool
) -> tuple[Resolved, list[Resolved]]:
    """The baseline, and what is set beside it; args as `load_options`.

    Raises:
        InputError: If a scenario does not resolve.
    """
    before = resolve(baseline, scenarios_dir)
    chosen = offered(options or scenarios, baseline, scenarios_dir)
    if not options:
        chosen = [each for each in chosen if not each.no_effect]
        growing = [each for each in chosen if grows(each, before)]
        to_come = [each for each in growing if not begun(each, before)]
        chosen = chosen if every else (to_come or growing or chosen)[:MOST]
    return before, chosen


def options_of(
    baseline: Resolved,
    chosen: Sequence[Resolved],
    results_dir: Path,
    *,
    runs: int = 0,
    draws: int = 0,
    runs_per_draw: int = 20,
    named: bool = False,
) -> Options:
    """As `load_options`, of scenarios that are resolved."""
    loaded: dict[str, ScenarioResult] = {}

    def result_of(resolved: Resolved) -> ScenarioResult:
        key = resolved.model_dump_json(include={"scenario_id", "no_effect"})
        if key not in loaded:
            loaded[key] = stored_or_made(resolved, results_dir, runs or None)
        return loaded[key]

    cases = tuple(case_of(each, baseline, result_of, named=named) for each in chosen)
    apart = {case.resolved.scenario_id: why for case in cases if (why := _why_apart(case))}
    able = [baseline, *(case.resolved for case in cases if case.resolved.scenario_id not in apart)]
    choice = None
    if len(able) > 1:
        choice = choose(
            able,
            PUPILS,
            results_dir,
            runs=runs or None,
            sampled=draws,
            runs_per_draw=runs_per_draw,
        )
    return Options(case_of(baseline, baseline, result_of, named=named), cases, choice, apart)


def _why_apart(case: Case) -> str:
    """Why an option's pupils cannot be set against the baseline's; empty if they can."""
    if unlike := why_unlike(case.resolved_baseline, case.resolved):
        return unlike
    if case.alone:
        return ""
    made = case.difference(PUPILS)
    if made is None:
        return case.why_no_difference(PUPILS)
    return "" if made.better else f"its rolls differ from those of {case.against}"


def why_unlike(baseline: Resolved, option: Resolved) -> str:
    """Why runs of an option are not pairs with those of the baseline; empty if they are."""
    try:
        must_be_alike([baseline, option])
    except NotComparableError as error:
        return str(error).splitlines()[0]
    return ""


def together(results: Sequence[ScenarioResult]) -> Stamp:
    """One stamp of several results."""
    dates = [dt.datetime.fromisoformat(str(each.manifest["created_utc"])).date() for each in results]
    return Stamp(
        model_version=" and ".join(sorted({str(each.manifest["model_version"]) for each in results})),
        scenario=called([each.summary.scenario_id for each in results]),
        scenario_hash=hash_over([each.identity for each in results]),
        seed=", ".join(sorted({str(each.summary.seed) for each in results})),
        runs=" or ".join(sorted({f"{each.runs:,}" for each in results}))
        + (" each" if len(results) > 1 else ""),
        date=max(dates),
    )
