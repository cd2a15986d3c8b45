"""Why a scenario differs from the baseline, cause by cause, as charts whose steps add up."""

from __future__ import annotations

from pathlib import Path

from ist_model.experiments.causes import Cause, find_causes
from ist_model.experiments.compare import NotComparableError
from ist_model.experiments.why_different import (
    must_be_pairs,
    needed_coalitions,
    part_way_by,
    why_different,
)
from ist_model.inputs.scenario_models import Resolved
from ist_model.report import show
from ist_model.report.cases.case import PUPILS, Case, stored_or_made
from ist_model.report.charts import falls
from ist_model.report.show import Block
from ist_model.report.words import waterfall
from ist_model.report.words.against import against
from ist_model.report.words.plain import and_list
from ist_model.results.measures import MEASURES
from ist_model.results.result import ScenarioResult

SPLIT = (PUPILS, "within_standard_resolved_existing")
_MOST_SCENARIOS = 16  # that a page runs to tell causes apart: all combinations of four


def why(case: Case, results_dir: Path, runs: int) -> Block:
    """Waterfalls of the difference, where the scenario changes two things or more.

    Args:
        case: A scenario beside its baseline.
        results_dir: Where results of part-way scenarios are kept.
        runs: Samples of chance, at most.
    """
    a, b = case.resolved_baseline, case.resolved
    if case.alone:
        return show.notes([f"This is {case.against}: there is nothing to explain."])
    _, why_not = _causes(a, b)
    if why_not:
        return show.notes([why_not])

    def run(resolved: Resolved, number: int) -> ScenarioResult:
        return stored_or_made(resolved, results_dir, number)

    answer = why_different(a, b, run, SPLIT, min(runs, case.result.runs))
    labels = waterfall.school_words(a, b, case.named)
    words = waterfall.cause_words(answer, labels)
    charts = [
        show.chart(
            falls(
                waterfall.waterfall(split, words, case.against_headed, b.name),
                better=MEASURES[split.measure].better,
            )
        )
        for split in answer.splits
    ]
    left_out = [f"{MEASURES[name].label}: {reason}." for name, reason in answer.not_split.items()]
    method = (
        f"{answer.scenarios_run} scenarios were run {answer.runs:,} times each with the same luck: none, "
        f"some and all of the causes: {and_list(words)}."
    )
    return sum([*charts[1:], show.notes([*left_out, method])], charts[0])


def part_way(a: Resolved, b: Resolved) -> list[Resolved]:
    """The scenarios that `why` runs: none, some and all of the causes; none where it has nothing to split."""
    causes, why_not = _causes(a, b)
    if why_not:
        return []
    return [part_way_by(a, b, causes, coalition) for coalition in needed_coalitions(len(causes))]


def _causes(a: Resolved, b: Resolved) -> tuple[tuple[Cause, ...], str]:
    """What leads from one scenario to the other, and why that is not split, if it is not."""
    try:
        must_be_pairs(a, b)
    except NotComparableError as error:
        return (), str(error).splitlines()[0]
    causes = find_causes(a, b, needed_coalitions)
    if len(causes) < 2:
        told = "What it changes acts as one" if causes else f"It says the same as {against(a)}"
        return causes, f"{told}, so there is nothing to tell apart."
    if len(needed_coalitions(len(causes))) > _MOST_SCENARIOS:
        return causes, (
            f"The scenario changes {len(causes)} things, too many to be told apart here; the command "
            f"“ist why-different {a.scenario_id} {b.scenario_id}” does it."
        )
    return causes, ""
