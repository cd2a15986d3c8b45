"""What would change the answer: a plan tried again with one thing otherwise (MODEL 4.7, 10)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ist_model.experiments.join_test import plans as planning
from ist_model.experiments.join_test import unknown
from ist_model.experiments.join_test.judging import Measured, Outcome, Terms, outcome
from ist_model.experiments.join_test.plans import Plan
from ist_model.experiments.join_test.unknown import Known
from ist_model.inputs.candidate import Candidate
from ist_model.inputs.resolve import extended
from ist_model.inputs.scenario_models import Changes, Resolved, Scenario

NO_EFFECT = "no effect of support"
AS_IT_IS = "as it is"
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
        what: field of the candidate, row of the register, `NO_EFFECT`, or `AS_IT_IS`: nothing is otherwise.
        value: what it is taken to be, in words.
        outcome: of the plan then, against declining then.
    """

    what: str
    value: str
    outcome: Outcome


class _Tried(NamedTuple):
    """One thing otherwise: of the school, or of the world."""

    what: str
    value: str
    known: Known
    base: Resolved


def turns(
    plan: Plan,
    candidate: Candidate,
    base: Resolved,
    as_it_is: tuple[Measured, Measured],
    measured: Callable[[Sequence[Resolved]], Sequence[Measured]],
    terms: Terms,
) -> tuple[Turn, ...]:
    """The plan at both ends of each thing unknown, of the assumptions `TRIED`, and without effect of support.

    The first is the plan as it is, with the same number of runs: what the others are set against. One at a
    time: what two of them do together is not seen.

    Args:
        plan: the plan that is tried.
        candidate: as a trust knows it.
        base: today's plan.
        as_it_is: runs of today's plan and of the plan that is tried, nothing otherwise.
        measured: as many runs of scenarios.
        terms: what is called safe.
    """
    tried = [*_unknown(candidate, base), *_other_worlds(candidate, base)]
    worlds = {each.base.scenario_id: each.base for each in tried if each.base is not base}
    joins = [planning.scenario_of(plan, candidate, each.known, each.base) for each in tried]
    found = measured([*worlds.values(), *joins])
    today, now = as_it_is
    declined = dict(zip(worlds, found, strict=False)) | {base.scenario_id: today}
    others = (
        Turn(each.what, each.value, outcome(plan, declined[each.base.scenario_id], joined, terms, 1))
        for each, joined in zip(tried, found[len(worlds) :], strict=True)
    )
    return (Turn(AS_IT_IS, "", outcome(plan, today, now, terms, 1)), *others)


def _unknown(candidate: Candidate, base: Resolved) -> Iterator[_Tried]:
    for name, row in unknown.rows(candidate, base).items():
        for end in sorted({row.low, row.high}):
            known = unknown.filled(candidate, base, {name: end})
            yield _Tried(name, unknown.said(name, end), known, base)


def _other_worlds(candidate: Candidate, base: Resolved) -> Iterator[_Tried]:
    """Today's plan with an assumption at one end of its range, or without effect of support."""
    rows = {row.key: row for row in base.assumptions.assumptions}
    known = unknown.filled(candidate, base)
    for key in (key for key in TRIED if key in rows):
        row = rows[key]
        for end in sorted({row.low, row.high} - {row.value}):
            changes = Changes(assumptions={key: end})
            world = _written(base, f"{key}-{end:g}", changes)
            yield _Tried(key, f"{end:g} {row.unit}", known, world)
    if not base.no_effect:
        world = _written(base, "no-effect", Changes(), no_effect=True)
        yield _Tried(NO_EFFECT, "support changes nothing", known, world)


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
