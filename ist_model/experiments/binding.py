"""Why no plan keeps the standard: limits that are no levers taken away in turn (MODEL 4.2, 6.2, 6.3).

Each starts from the plan with every lever at the top of its bounds, and all have the same luck: what a limit
costs is how much more often the standard is kept without it. Whether that is enough is told as of any plan
(`keeping`), with the error shared out among all of them, and may stay open.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ist_model.experiments.keeping import Floats, Verdict
from ist_model.experiments.levers import Lever, Plan, plan_of
from ist_model.experiments.plan_bench import LUCK_FROM, Bench
from ist_model.experiments.sweep import Point, sweep
from ist_model.experiments.target import Target
from ist_model.inputs.errors import InputError
from ist_model.inputs.identity import identity
from ist_model.inputs.resolve import extended
from ist_model.inputs.scenario_models import AssumptionChange, Changes, Resolved, Scenario
from ist_model.results.store import Draw
from ist_model.results.summary import CONFIDENCE, Interval, chance_interval, t_interval

RUNS = 300
OWN_LUCK = 900_000


class Relaxed(NamedTuple):
    """A limit taken away."""

    what: str  # in words; empty: none, all levers at the top of their bounds
    kept: Interval  # mean of the target's values
    verdict: Verdict  # whether the target is then kept


def relaxed(bench: Bench, top: Plan) -> list[Relaxed]:
    """The plan at the top of all bounds, then with each limit taken away, the one that helps most first."""
    highest = bench.resolved(top)
    if highest is None:
        return []
    cases = {"": highest, **dict(_cases(bench, highest, top))}
    points = [Point(each, Draw(LUCK_FROM + OWN_LUCK)) for each in cases.values()]
    measured = sweep(points, [bench.target.measure], RUNS, bench.root, workers=bench.workers)[:, :, 0]
    bench.runs += measured.size
    found = [
        told(bench.target, what, bench.target.values(row), len(cases))
        for what, row in zip(cases, measured, strict=True)
    ]
    return [found[0], *sorted(found[1:], key=lambda each: -each.kept.mean)]


def told(target: Target, what: str, values: Floats, together: int) -> Relaxed:
    """What is known of a limit taken away by [runs] of the target's values, with so many others."""
    kept = chance_interval(values) if target.limit.chance else t_interval(values)
    return Relaxed(what, kept, target.limit.verdict(values, (1 - CONFIDENCE) / together)[0])


def _cases(bench: Bench, highest: Resolved, top: Plan) -> Iterator[tuple[str, Resolved]]:
    """Limits in words, and the scenario without them; those that change nothing are left out."""
    rows = {row.key: row for row in highest.assumptions.assumptions}

    def at(end: str, *keys: str) -> Changes:
        there = [rows[key] for key in keys if key in rows]
        changed: dict[str, float | AssumptionChange] = {
            row.key: row.high if end == "high" else row.low for row in there
        }
        return Changes(assumptions=changed)

    with_post = [f"role.{role.id}.days_per_year" for role in highest.framework.roles if role.comes_with_post]
    supporters, days = (rows.get(f"absorption.{name}") for name in ("supporters", "days_per_week"))
    yield from _doubled(bench, top)
    changes = {
        "days of leaders whose role comes with the post, such as the Trust Improvement Partner, at the top "
        "of the register's range": at("high", *with_post),
        "help matched at once, not at the Strategy Group's meetings": Changes(policy={"when": "continuous"}),
        "release at the start of the year and around inspections as free as the register allows": at(
            "low", "release.opening_weeks", "release.inspection_window_weeks", "release.ks2_weeks"
        ),
        "supporters with as many deployments at once as the register allows": at(
            "high", *(f"role.{role.id}.places" for role in highest.framework.roles)
        ),
    }
    if supporters and days:
        words = f"a school taking {supporters.high:g} supporters, {days.high:g} days on site a week at once"
        today = f"{supporters.value:g} and {days.value:g}"
        changes[f"{words}, not {today}"] = at("high", supporters.key, days.key)
    for what, change in changes.items():
        written = Scenario(
            name=highest.name, question=highest.question, extends=highest.scenario_id, changes=change
        )
        other = extended(highest, "relaxed", written)
        if identity(other) != identity(highest):
            yield what, other


def _doubled(bench: Bench, top: Plan) -> Iterator[tuple[str, Resolved]]:
    """Every lever at twice the top of its bounds, and one post more at least."""
    larger = tuple(max(2 * number, number + 1) for number in top)
    levers: tuple[Lever, ...] = bench.levers
    try:
        yield "bounds of all levers twice as high", plan_of(bench.base, levers, larger)[1]
    except InputError:
        return
