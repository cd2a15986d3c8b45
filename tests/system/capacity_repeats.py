"""How often the capacity search finds the fewest posts that Erlang C allows, over many seeds.

    python -m tests.system.capacity_repeats        # 100 repeats a case, for docs/verification.md

A case is the queue K1 with a limit on the mean wait, made shorter, so that the search as a user runs it is
repeated with luck of its own each time. The answer is worked out by the formula.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from ist_model.experiments.capacity import BUDGET, decide
from ist_model.experiments.lever_bounds import bounded
from ist_model.experiments.levers import levers_of
from ist_model.experiments.plan_bench import Bench
from ist_model.experiments.selecting import Rule
from ist_model.experiments.target import mean
from ist_model.inputs.resolve import extended, resolve
from ist_model.inputs.scenario_models import Scenario
from ist_model.oracles import erlang_c

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "verification.md"
BEGIN, END = "<!-- capacity: begin (make numbers) -->\n", "<!-- capacity: end -->\n"
HEAD = (
    "| mean wait at most, weeks | margin | fewest posts by Erlang C | wait there, and with one post fewer "
    "| found | of repeats | too many or tied | too few |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n"
)
LOAD, REPEATS, FIRST_SEED = 10.0, 100, 20261101
POSTS = range(11, 19)


class Case(NamedTuple):
    """A limit on the mean wait, in weeks, that lies with its margin between two numbers of posts."""

    at_most: float
    margin: float

    @property
    def fewest(self) -> int:
        """Fewest posts whose mean wait is within the limit, by Erlang C."""
        return next(posts for posts in POSTS if erlang_c.mean_wait(posts, LOAD, 1.0) <= self.at_most)


CASES = (Case(0.066, 0.015), Case(0.15, 0.045))


def found(case: Case, repeat: int) -> int | None:
    """Posts of the plan that one search selects; None if it selects none."""
    written = Scenario(
        name="K1, shorter",
        question="Which is the smallest number of posts?",
        extends="k1-call-centre",
        warm_up_weeks=13,
        years=1,
        count_needs_for_years=0.5,
        seed=FIRST_SEED + repeat,
    )
    base = extended(resolve("k1-call-centre", ROOT / "scenarios"), "k1-shorter", written)
    levers = bounded(levers_of(base), [f"sle.maths={POSTS[0]}..{POSTS[-1]}"], only=True)
    target = mean("wait_mean_weeks_beyond", "at most", case.at_most, case.margin)
    bench = Bench(base, levers, target, "posts", None, workers=1)
    compared, selection, _ = decide(bench, BUDGET, Rule(), lambda phase, seen: None)
    return None if selection.chosen is None else compared[selection.chosen][0]


def row(case: Case, answers: list[int | None]) -> str:
    """A case's row of the table."""
    right = sum(posts == case.fewest for posts in answers)
    few = sum(posts is not None and posts < case.fewest for posts in answers)
    waits = [erlang_c.mean_wait(posts, LOAD, 1.0) for posts in (case.fewest, case.fewest - 1)]
    return (
        f"| {case.at_most:g} | {case.margin:g} | {case.fewest} | {waits[0]:.4f}, {waits[1]:.4f} "
        f"| {right} | {len(answers)} | {len(answers) - right - few} | {few} |\n"
    )


def written() -> str:
    """The table as the page has it."""
    return PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]


def main() -> None:
    """Repeat every case and write the table."""
    table = HEAD
    for case in CASES:
        answers = [found(case, repeat) for repeat in range(REPEATS)]
        table += row(case, answers)
        print(row(case, answers), end="", flush=True)
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}{table}{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
