"""How often a search among more plans than can be compared meets the cheapest, and how often it is selected.

    python -m tests.system.search_repeats        # the repeats, for docs/verification.md

Two queues that share nobody: needs for maths, which SLEs serve, and needs for SEND, which Lead Practitioners
do. The mean wait of a plan is by Erlang C, so the cheapest of all plans within the limit is known, and it is
one plan alone. Each repeat is a whole search with luck of its own, of the model's own runs.
"""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import NamedTuple

from ist_model.experiments.capacity import decide
from ist_model.experiments.lever_bounds import bounded
from ist_model.experiments.levers import Plan, levers_of
from ist_model.experiments.plan_bench import Bench
from ist_model.experiments.selecting import Rule
from ist_model.experiments.target import mean
from ist_model.inputs.demand import Stream, Work
from ist_model.inputs.models import Designation, Post
from ist_model.inputs.resolve import extended, resolve
from ist_model.inputs.scenario_models import Changes, Edits, Resolved, Scenario
from ist_model.oracles import erlang_c

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "verification.md"
BEGIN, END = "<!-- search: begin (make numbers) -->\n", "<!-- search: end -->\n"
HEAD = (
    "| plans | repeats | cheapest among those compared | it alone selected | left open, it among them "
    "| another selected that keeps the limit | one selected that does not |\n"
    "| --- | --- | --- | --- | --- | --- | --- |\n"
)
LOADS = (3.0, 2.0)
POSTS = (range(4, 16), range(3, 15))
AT_MOST, MARGIN = 0.15, 0.04  # weeks
BUDGET, REPEATS, FIRST_SEED = 12_000, 40, 20261201


class Found(NamedTuple):
    """How one search went.

    Attributes:
        met: whether the cheapest plan was among those compared.
        left: plans that were left at the end.
        sure: whether one is left, and known to keep the limit.
    """

    met: bool
    left: tuple[Plan, ...]
    sure: bool


def wait(plan: Plan) -> float:
    """Weeks that a need waits on average, by Erlang C."""
    parts = zip(LOADS, plan, strict=True)
    return sum(load * erlang_c.mean_wait(posts, load, 1.0) for load, posts in parts) / sum(LOADS)


def cheapest() -> Plan:
    """The plan of the fewest posts whose wait is within the limit."""
    return min((plan for plan in product(*POSTS) if wait(plan) <= AT_MOST), key=sum)


def queues(repeat: int) -> Resolved:
    """Both queues, with the luck of a repeat."""
    send = Designation(role="lead_practitioner", specialisms=("send",))
    changes = Changes(
        posts=Edits[Post](
            add=(
                Post(
                    id="send", kind="central", count=6, allowance_days_per_year="none", designations=(send,)
                ),
            )
        ),
        streams=Edits[Stream](
            change={"beyond": {"needs_per_week": LOADS[0]}},
            add=(
                Stream(
                    id="send",
                    area="inclusion",
                    specialism="send",
                    needs_per_week=LOADS[1],
                    work=Work(distribution="exponential", mean_days=1.0),
                ),
            ),
        ),
        assumptions={"role.lead_practitioner.days_per_week": 1.0, "role.lead_practitioner.places": 1.0},
    )
    written = Scenario(
        name="Two queues",
        question="Which are the smallest numbers of posts?",
        extends="k1-call-centre",
        warm_up_weeks=13,
        years=1,
        count_needs_for_years=0.5,
        seed=FIRST_SEED + repeat,
        changes=changes,
    )
    return extended(resolve("k1-call-centre", ROOT / "scenarios"), "two-queues", written)


def found(repeat: int) -> Found:
    """One search, as a user runs it with a smaller budget."""
    base = queues(repeat)
    first, second = (f"{each[0]}..{each[-1]}" for each in POSTS)
    levers = bounded(levers_of(base), [f"sle.maths={first}", f"lead_practitioner.send={second}"], only=True)
    target = mean("wait_mean_weeks_beyond", "at most", AT_MOST, MARGIN)
    bench = Bench(base, levers, target, "posts", None, workers=1)
    compared, selection, _ = decide(bench, BUDGET, Rule(), lambda phase, seen: None)
    left = tuple(compared[place] for place in selection.left)
    return Found(cheapest() in compared, left, selection.chosen is not None)


def row(answers: list[Found]) -> str:
    """The table's row."""
    best = cheapest()
    chosen = [each.left[0] for each in answers if each.sure]
    numbers = (
        len(list(product(*POSTS))),
        len(answers),
        sum(each.met for each in answers),
        chosen.count(best),
        sum(not each.sure and best in each.left for each in answers),
        sum(plan != best and wait(plan) <= AT_MOST for plan in chosen),
        sum(wait(plan) > AT_MOST for plan in chosen),
    )
    return f"| {' | '.join(map(str, numbers))} |\n"


def written() -> str:
    """The table as the page has it."""
    return PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]


def main() -> None:
    """Repeat the search and write the table."""
    table = HEAD + row([found(repeat) for repeat in range(REPEATS)])
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}{table}{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
