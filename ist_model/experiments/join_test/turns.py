"""What would change the answer: a plan tried again with one thing otherwise (MODEL 4.7, 10)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from ist_model.experiments.join_test import plans as planning
from ist_model.experiments.join_test import unknown
from ist_model.experiments.join_test.judging import Outcome, Terms, outcome
from ist_model.experiments.join_test.plans import Plan
from ist_model.inputs.candidate import Candidate
from ist_model.inputs.resolve import extended
from ist_model.inputs.scenario_models import Changes, Resolved, Scenario
from ist_model.results.result import ScenarioResult

NO_EFFECT = "no effect of support"
# Assumptions at whose ends a plan is tried again: what weighs most in the baseline (how much a school can
# take in, decision 5) and what joining rests on. `ist sensitivity` ranks the whole register.
TRIED = (
    "absorption.supporters",
    "absorption.days_per_week",
    "support.odds_ratio",
    "joining.due_diligence_sd",
    "role.sle.days_per_year",
)


class Turn(NamedTuple):
    """A plan with one thing otherwise.

    Attributes:
        what: field of the candidate, row of the register, or `NO_EFFECT`.
        value: what it is taken to be, in words.
        outcome: of the plan then, against declining then.
    """

    what: str
    value: str
    outcome: Outcome


def turns(
    plan: Plan,
    candidate: Candidate,
    base: Resolved,
    run: Callable[[Resolved], ScenarioResult],
    terms: Terms,
) -> Iterator[Turn]:
    """The plan at both ends of each thing unknown, of the assumptions `TRIED`, and without effect of support.

    One at a time: what two of them do together is not seen.

    Args:
        plan: the plan that is tried.
        candidate: as a trust knows it.
        base: today's plan.
        run: makes, or finds, the result of a scenario.
        terms: what is called safe.
    """
    result = run(base)
    for name, row in unknown.ranges(candidate, base).items():
        for end in (row.low, row.high):
            known = unknown.filled(candidate, base, {name: end})
            joined = run(planning.scenario_of(plan, candidate, known, base))
            yield Turn(name, unknown.said(name, end), outcome(plan, result, joined, terms, 1))
    known = unknown.filled(candidate, base)
    for what, value, other in _other_worlds(base):
        joined = run(planning.scenario_of(plan, candidate, known, other))
        yield Turn(what, value, outcome(plan, run(other), joined, terms, 1))


def _other_worlds(base: Resolved) -> Iterator[tuple[str, str, Resolved]]:
    """Today's plan with an assumption at one end of its range, or without effect of support."""
    known = {row.key: row for row in base.assumptions.assumptions}
    for key in (key for key in TRIED if key in known):
        row = known[key]
        for end in sorted({row.low, row.high} - {row.value}):
            changes = Changes(assumptions={key: end})
            yield key, f"{end:g} {row.unit}", _written(base, f"{key}-{end:g}", changes)
    if not base.no_effect:
        yield NO_EFFECT, "support changes nothing", _written(base, "no-effect", Changes(), no_effect=True)


def _written(base: Resolved, name: str, changes: Changes, no_effect: bool | None = None) -> Resolved:
    scenario_id = f"{base.scenario_id[:30]}-{name.replace('.', '-')}"[:64]
    written = Scenario(
        name=f"{base.name[:120]} ({name})",
        question="What would change the answer?",
        extends=base.scenario_id,
        no_effect=no_effect,
        changes=changes,
    )
    return extended(base, scenario_id, written)
