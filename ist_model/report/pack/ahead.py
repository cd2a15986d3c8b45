"""What pages run besides the scenarios as they are: made before their notebooks, so that a bar can move.

A notebook makes what it lacks by itself, so that it works alone; in a pack it finds all of it stored. To add
what a page runs: its function, and its line in `RUNS` or `SWEEPS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ist_model.experiments.compare import NotComparableError
from ist_model.inputs.errors import InputError
from ist_model.inputs.scenario_models import Resolved
from ist_model.report.cases.held import resolve, without_effect
from ist_model.results.files import DamagedError
from ist_model.results.store import StoreError, Wanted

if TYPE_CHECKING:
    from ist_model.experiments.executor import Workers

Given = Mapping[str, Any]  # the parameters of a notebook by name, defaults among them
Tell = Callable[[int], None]
# What says that a page cannot be made as it is asked for; anything else is a fault of the program.
_REFUSED = (InputError, NotComparableError, StoreError, DamagedError, ValueError, LookupError, OSError)
_PLANS_OF_A_TEST = 36  # about: plans, and one of them with one thing otherwise


class Sweep(NamedTuple):
    """What a page evaluates at many points: which they are is known only while it is made.

    Attributes:
        steps: about as many runs as it takes, for the bar.
        make: makes and stores it, on these workers; told how many runs are done.
    """

    steps: int
    make: Callable[[Workers, Tell], object]


def of(pages: Iterable[tuple[str, Given]]) -> tuple[list[Wanted], list[Sweep]]:
    """What pages' notebooks run, and what they evaluate at many points.

    Nothing of a page whose question is refused, or whose notebook lacks a parameter: its notebook asks the
    same in its turn, and its page says why.

    Args:
        pages: Of each page, the notebook's file name and the parameters it runs with.
    """
    wanted: list[Wanted] = []
    found: list[Sweep] = []
    for notebook, given in pages:
        with suppress(*_REFUSED):
            wanted += runs(notebook, given)
            found += sweeps(notebook, given)
    return wanted, found


def runs(notebook: str, given: Given) -> list[Wanted]:
    """What a page's notebook runs with these parameters.

    Raises:
        InputError, NoPlanError: If a scenario does not resolve, or none can be planned so.
    """
    return RUNS[notebook](given) if notebook in RUNS else []


def sweeps(notebook: str, given: Given) -> list[Sweep]:
    """What it evaluates at many points.

    Raises:
        InputError, UnknownMeasureError, UnanswerableError: If it cannot be asked.
    """
    return SWEEPS[notebook](given) if notebook in SWEEPS else []


def make(made: Sequence[Sweep], workers: Workers, say: Tell) -> bool:
    """Make sweeps, one after another, each on all workers; the page of one that fails will say why.

    Args:
        made: The sweeps.
        workers: As `replicate`.
        say: Called with the number of steps done.

    Returns:
        Whether all were made.
    """
    done, whole = 0, True
    for each in made:
        try:
            each.make(workers, partial(_further, say, done))
        except Exception:  # its page will say why
            whole = False
        done += each.steps
        say(done)
    return whole


def _further(say: Tell, before: int, more: int) -> None:
    say(before + more)


def _decision(given: Given) -> list[Wanted]:
    return _over_draws(given, given["options"], every=False)


def _comparison(given: Given) -> list[Wanted]:
    return _over_draws(given, [], every=True)


def _over_draws(given: Given, options: list[str], *, every: bool) -> list[Wanted]:
    """Each option in each draw of the assumptions."""
    from ist_model.experiments.choosing import over_draws
    from ist_model.report.cases.options import chosen_among, why_unlike

    before, chosen = chosen_among(
        options, given["scenarios"], given["baseline"], Path(given["scenarios_dir"]), every=every
    )
    able = [before, *(each for each in chosen if not why_unlike(before, each))]
    if len(able) < 2 or not given["draws"]:
        return []
    return over_draws(able, given["draws"], given["runs_per_draw"])


def _causes(given: Given) -> list[Wanted]:
    """Scenarios part-way from the baseline."""
    from ist_model.report.pages.causes import part_way

    before, after = _scenario(given, "baseline"), _scenario(given, "scenario")
    most = given["runs"] or after.runs
    return [Wanted(each, min(given["why_runs"], most)) for each in part_way(before, after)]


def _removals(given: Given) -> list[Wanted]:
    """The scenario without each group of leaders."""
    from ist_model.experiments.removal import withdrawn

    resolved = _scenario(given, "scenario")
    most = given["runs"] or resolved.runs
    return [Wanted(each, min(given["removal_runs"], most)) for each in withdrawn(resolved)]


def _high_end(given: Given) -> list[Wanted]:
    """The scenario with the most effect that the evidence leaves open, and the same without any."""
    from ist_model.report.pages.value import at_high_end

    resolved = _scenario(given, "scenario")
    if resolved.no_effect:
        return []
    high = at_high_end(resolved)
    number = min(given["range_runs"], given["runs"] or resolved.runs)
    return [Wanted(each, number) for each in (high, without_effect(high))]


def _plans(given: Given) -> list[Wanted]:
    """Paces and dates of joining."""
    from ist_model.report.cases.joining import plan

    made = plan(
        given["scenarios"],
        given["baseline"],
        scenarios_dir=Path(given["scenarios_dir"]),
        each_september=given["each_september"],
        first_year=given["first_year"],
        years_later=given["years_later"],
    )
    return made.wanted(given["runs"])


def _not_known(given: Given) -> list[Wanted]:
    """What is not known of the trust, at the ends of its ranges."""
    from ist_model.experiments.not_known import at_ends
    from ist_model.report.pages.unknowns import asked

    pair = asked(_scenario(given, "baseline"), given["scenarios"], Path(given["scenarios_dir"]))
    return at_ends(pair, given["unknown_runs"]) if pair else []


def _assumptions(given: Given) -> list[Sweep]:
    """Every assumption that varies, screened; those that carry the answer together, and at both ends."""
    from dataclasses import replace

    from ist_model.experiments.sensitivity.whole import Budget, sensitivity
    from ist_model.report.pages.assumptions import asked

    budget = Budget(*(given[name] for name in ("trajectories", "assumptions", "samples", "runs_per_point")))
    budget = replace(budget, central_runs=given["runs"])
    question = asked(
        given["scenario"],
        against=given["against"],
        measure=given["measure"],
        scenarios_dir=Path(given["scenarios_dir"]),
        results_dir=Path(given["results_dir"]),
    )
    vary = len(question.assumptions())
    most = min(budget.assumptions, vary)
    points = budget.trajectories * (vary + 1) + budget.samples * (2 * most + 2)
    steps = len(question.scenarios) * (points * budget.runs + (2 * most + 3) * budget.central_runs)

    def make(workers: Workers, tell: Tell) -> object:
        return sensitivity(replace(question, workers=workers, progress=added_up(tell, steps)), budget)

    return [Sweep(steps, make)]


def _candidate(given: Given) -> list[Sweep]:
    """The map of paces and the test of a candidate."""
    from ist_model.report.pages.join_test import load

    paces = len(given["joiners"]) * (len(given["posts"]) + len(given["shares"]))
    steps = paces * sum(given["cell_runs"]) + _PLANS_OF_A_TEST * given["runs"]
    names = ("candidate", "least_share", "confidence", "joiners", "posts", "shares", "cell_runs", "runs")

    def make(workers: Workers, tell: Tell) -> object:
        return load(
            given["scenarios"],
            given["baseline"],
            scenarios_dir=Path(given["scenarios_dir"]),
            results_dir=Path(given["results_dir"]),
            workers=workers,
            progress=added_up(tell, steps),
            **{name: given[name] for name in names},
        )

    return [Sweep(steps, make)]


def added_up(tell: Tell, steps: int) -> Callable[[int, int], None]:
    """Tells of the runs of one part after another, never more than there are steps."""
    before, last, of = 0, 0, 0

    def progress(done: int, total: int) -> None:
        nonlocal before, last, of
        if total != of or done < last:  # the next part has begun
            before += of
        last, of = done, total
        tell(min(steps, before + done))

    return progress


def _scenario(given: Given, which: str) -> Resolved:
    return resolve(given[which], Path(given["scenarios_dir"]))


RUNS: dict[str, Callable[[Given], list[Wanted]]] = {
    "00_decision_paper.ipynb": _decision,
    "02_scenario.ipynb": _causes,
    "03_compare.ipynb": _comparison,
    "05_support_network.ipynb": _removals,
    "07_value_for_money.ipynb": _high_end,
    "08_model_evidence.ipynb": _not_known,
    "11_joining_and_timing.ipynb": _plans,
}
SWEEPS: dict[str, Callable[[Given], list[Sweep]]] = {
    "09_assumptions.ipynb": _assumptions,
    "11_joining.ipynb": _candidate,
}
