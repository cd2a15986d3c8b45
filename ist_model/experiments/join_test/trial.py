"""A candidate school put to the test: every plan against declining, and what would change the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ist_model.experiments import chances, draws
from ist_model.experiments.executor import Workers
from ist_model.experiments.join_test import plans as planning
from ist_model.experiments.join_test import unknown
from ist_model.experiments.join_test.judging import (
    NEEDED,
    PUPILS,
    Measured,
    NothingToJudgeError,
    Outcome,
    Terms,
    Verdict,
    declined,
    outcome,
)
from ist_model.experiments.join_test.plans import Leader, Plan
from ist_model.experiments.join_test.turns import Turn, turns
from ist_model.experiments.replicate import Progress
from ist_model.experiments.sweep import Point, sweep
from ist_model.inputs.assumptions import Assumption
from ist_model.inputs.candidate import NOTED, UNKNOWN, Candidate
from ist_model.inputs.scenario_models import Resolved
from ist_model.results.short import BY_SPECIALISM
from ist_model.results.store import Draw

FEWEST_DRAWS = 2
MORE_LEADERS = (2, 4, 8)  # SLEs and Lead Practitioners more, tried in turn where no other plan is safe
RUNS_OF_A_TURN = 200


@dataclass(frozen=True)
class JoinTest:
    """What a test found.

    Attributes:
        candidate: as it was written.
        terms: what was called safe.
        runs: samples of chance in each plan.
        decline: today's plan.
        outcomes: of the plans, the earliest first.
        over_draws: by plan, in how many draws existing schools' pupils do worse; empty without draws.
        condition: outcome of the first plan with more leaders and a later date that is safe, where none of
            the others is, or of the last one tried; None: not needed.
        preferred: place in `outcomes` of the plan that was tried further.
        turns: that plan with one thing otherwise.
        stood_in: fields that are unknown, and what stood in for them.
        left_out: plans that could not be made, and why.
    """

    candidate: Candidate
    terms: Terms
    runs: int
    decline: Outcome
    outcomes: tuple[Outcome, ...]
    over_draws: tuple[chances.OverDraws, ...]
    condition: Outcome | None
    preferred: int
    turns: tuple[Turn, ...]
    stood_in: Mapping[str, Assumption]
    left_out: tuple[str, ...]

    @property
    def noted(self) -> tuple[str, ...]:
        """Fields that are unknown and that the model has no rule for."""
        return tuple(name for name in NOTED if getattr(self.candidate, name) == UNKNOWN)

    @property
    def changes(self) -> tuple[Turn, ...]:
        """The turns that give another verdict than the plan as it is, the farthest in pupils first."""
        now = self.turns[0].outcome
        other = [turn for turn in self.turns[1:] if turn.outcome.verdict != now.verdict]
        return tuple(sorted(other, key=lambda turn: -abs(turn.outcome.pupils.mean - now.pupils.mean)))


def join_test(
    candidate: Candidate,
    base: Resolved,
    root: Path,
    terms: Terms,
    *,
    leaders: int = 2,
    seconded: str | None = None,
    runs: int | None = None,
    sampled: int = 16,
    runs_per_draw: int = 20,
    workers: Workers = None,
    progress: Progress | None = None,
) -> JoinTest:
    """Put a candidate to the test.

    Args:
        candidate: the school.
        base: today's plan, which is what declining means.
        root: where results are stored; runs that are there are not made again.
        terms: what is called safe.
        leaders: SLEs that would be appointed first, in the specialisms most short today; 0: no such plan.
        seconded: post of who would be seconded; None: a head
            (`plans.who_could_be_seconded`); "": no such plan.
        runs: samples of chance in each plan; omit for the scenario's own number.
        sampled: draws of the uncertain assumptions and of what is unknown; 0: none.
        runs_per_draw: samples of chance in each draw.
        workers: as `sweep`.
        progress: as `sweep`, once for each scenario.

    Raises:
        NoPlanError, InputError: if no scenario can be made of the candidate.
        NothingToJudgeError: if the runs have nothing to judge by.
        ConservationError, StoreError, WorkerError, ValueError: as `sweep`.
    """
    if sampled and sampled < FEWEST_DRAWS:
        raise NothingToJudgeError(f"{FEWEST_DRAWS} draws or more, or none at all")

    number = base.runs if runs is None else runs

    def measured(
        scenarios: Sequence[Resolved], most: int = number, names: Sequence[str] = NEEDED
    ) -> list[Measured]:
        """The first so many runs of each scenario, at the register's values."""
        points = [Point(each) for each in scenarios]
        values = sweep(points, names, min(number, most), root, workers=workers, progress=progress)
        return [{name: row[:, at] for at, name in enumerate(names)} for row in values]

    short = {f"{BY_SPECIALISM}{row.id}": row.id for row in base.framework.specialisms}
    (today,) = measured([base], names=[*NEEDED, *short])
    unmet = {specialism: float(today[name].mean()) for name, specialism in short.items()}
    known, sles = unknown.filled(candidate, base), planning.short_of(base, unmet, [planning.SLE])
    wanted = [sles[place % len(sles)] for place in range(leaders if sles else 0)]
    plans, left_out = _plans(base, wanted, seconded)
    joined = measured([planning.scenario_of(each, candidate, known, base) for each in plans])

    looks = len(plans) + len(MORE_LEADERS)  # all verdicts hold together

    def judged(plan: Plan) -> Outcome:
        (runs_of_plan,) = measured([planning.scenario_of(plan, candidate, known, base)])
        return outcome(plan, today, runs_of_plan, terms, looks)

    outcomes = [outcome(plan, today, each, terms, looks) for plan, each in zip(plans, joined, strict=True)]
    preferred = _preferred(outcomes)
    safe = any(each.verdict == "safe" for each in outcomes)
    return JoinTest(
        candidate=candidate,
        terms=terms,
        runs=number,
        decline=declined(today, terms),
        outcomes=tuple(outcomes),
        over_draws=_over_draws(
            plans, candidate, base, root, sampled, runs_per_draw, workers=workers, progress=progress
        ),
        condition=None
        if safe or not leaders
        else _condition(base, planning.short_of(base, unmet, planning.APPOINTED), judged),
        preferred=preferred,
        turns=turns(
            plans[preferred],
            candidate,
            base,
            (_first(today), _first(joined[preferred])),
            partial(measured, most=RUNS_OF_A_TURN),
            terms,
        ),
        stood_in=unknown.rows(candidate, base),
        left_out=tuple(left_out),
    )


def _condition(
    base: Resolved,
    short: Sequence[Leader],
    judged: Callable[[Plan], Outcome],
) -> Outcome | None:
    """The first plan with more leaders and a later date that is safe, or the last one tried."""
    found = None
    for number in MORE_LEADERS if short else ():
        plan = planning.with_leaders(base, [short[place % len(short)] for place in range(number)])
        if not planning.in_the_period(plan, base):
            break
        found = judged(plan)
        if found.verdict == "safe":
            break
    return found


def _plans(base: Resolved, leaders: Sequence[Leader], seconded: str | None) -> tuple[list[Plan], list[str]]:
    """The plans to look at, and why one is not."""
    left_out = []
    who = planning.who_could_be_seconded(base) if seconded is None else seconded
    if seconded is None and not who:
        left_out.append("nobody is seconded: no school has a head of its own who is there throughout")
    plans = planning.usual(base, leaders, who)
    kept = [plan for plan in plans if planning.in_the_period(plan, base)]
    if not kept:
        raise planning.NoPlanError(
            f"{base.scenario_id} ends before a school could join.\n"
            f"  value:  {base.years:g} years from {base.start}\n"
            "  rule:   a plan joins, and what it needs is over, within the period reported\n"
            "  remedy: more `years`"
        )
    left_out += [f"{plan.title}, beyond the period reported" for plan in plans if plan not in kept]
    return kept, left_out


def _first(found: Measured) -> Measured:
    """The runs that a turn has."""
    return {name: values[:RUNS_OF_A_TURN] for name, values in found.items()}


def _preferred(outcomes: Sequence[Outcome]) -> int:
    """The earliest plan that is safe, else that with the least harm to pupils."""
    order: dict[Verdict, int] = {"safe": 0, "not sure": 1, "not safe": 1}

    def rank(place: int) -> tuple[float, ...]:
        found = outcomes[place]
        return (order[found.verdict], found.pupils.mean if order[found.verdict] else 0.0, place)

    return min(range(len(outcomes)), key=rank)


def _over_draws(
    plans: Sequence[Plan],
    candidate: Candidate,
    base: Resolved,
    root: Path,
    sampled: int,
    runs: int,
    *,
    workers: Workers,
    progress: Progress | None,
) -> tuple[chances.OverDraws, ...]:
    """By plan: in how many draws of assumptions and of what is unknown it does worse than declining."""
    if not sampled:
        return ()
    values = draws.sample(base.assumptions, sampled, base.seed)
    found = unknown.sampled(candidate, base, sampled)
    points = []
    for number in range(1, sampled + 1):
        draw = Draw(number, values[number])
        joins = (planning.scenario_of(plan, candidate, found[number - 1], base) for plan in plans)
        points += [Point(each, draw) for each in (base, *joins)]
    columns = sweep(points, [PUPILS], runs, root, workers=workers, progress=progress)[..., 0]
    columns = columns.reshape(sampled, 1 + len(plans), runs)
    return tuple(
        chances.beats_over_draws(columns[:, place] - columns[:, 0], "lower")
        for place in range(1, 1 + len(plans))
    )
