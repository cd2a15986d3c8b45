"""What can be looked at: for each view the measures and series that it needs, and what it shows of them.

Add a view by adding its function and one line to `VIEWS`. Pages of the pack are made of the same parts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ist_model.experiments.live import Wanted
from ist_model.report import show
from ist_model.report.cases.case import GROWTH, PUPILS, Case
from ist_model.report.cases.view import View
from ist_model.report.charts import forest
from ist_model.report.charts.look import quickly
from ist_model.report.pages import network as network_page
from ist_model.report.pages import scenario as scenario_page
from ist_model.report.pages import succession as succession_page
from ist_model.report.pages import value as value_page
from ist_model.report.parts import answers, days_sure
from ist_model.report.show import Block
from ist_model.report.tables import Cell, Content
from ist_model.report.words.plain import sentence

HEAD = Wanted(
    frozenset(
        {
            *(PUPILS, GROWTH, "pupils_existing", "pupils_joiners", "pupils_twins"),
            *(answers.ON_TIME, answers.UNMET, answers.SAFE, answers.DAYS, answers.IN_USE, answers.COST),
        }
    ),
    frozenset(),
)
# What the answer and the key numbers say of support without effect.
PUPILS_ONLY = Wanted(
    frozenset({PUPILS, GROWTH, "pupils_existing", "pupils_joiners", "pupils_twins"}), frozenset()
)
# Differences in reading order: from what is there, over what becomes of it, to what it costs.
CHAIN = (
    ("support_days_per_year", "What leaders can give"),
    ("days_needed_existing", "What existing schools ask for"),
    ("days_delivered_existing", "What leaders give them"),
    ("days_bought_existing", "What is bought for them"),
    ("days_unmet_existing", "What they ask for in vain"),
    ("wait_mean_weeks_existing", "How long they wait for the first day"),
    ("within_standard_resolved_existing", "How often it comes within the service standard"),
    ("utilisation", "How busy leaders are"),
    ("designations_lost_to_promotion", "Roles lost to promotion"),
    ("vacancy_share", "Posts vacant"),
    (PUPILS, "Pupils of existing schools in a school with an area needing attention"),
    (answers.SAFE, "Chance that no existing school has such an area at the end"),
    (answers.COST, "Net cost"),
)
# Those that are drawn, each on its own scale; the others stand in the table of reasons.
DRAWN = (PUPILS, answers.SAFE, "within_standard_resolved_existing", "support_days_per_year", answers.COST)
_LEADERS = frozenset({*succession_page.GAPS, "bench_ready_now", "bench_ready_in_a_year"})
_COSTS = frozenset({*(f"{kind}_gbp_per_year" for kind in value_page.KINDS), "cost_gbp_per_day_received"})
_GROUPS = frozenset(
    f"{stem}_{g}"
    for stem in ("pupils_attention", "share_pupils_attention", "pupils")
    for g in ("existing", "joiners", "twins")
)


@dataclass(frozen=True)
class Look:
    """One view: its name, what it needs besides the head's numbers, and what it shows."""

    label: str
    wanted: Wanted
    of: Callable[[Case], Block]


def _view(case: Case, *, baseline: bool = False) -> View:
    resolved = case.resolved_baseline if baseline else case.resolved
    return View(resolved, case.baseline if baseline else case.result, None, Path(), case.named)


def leaders(case: Case) -> Block:
    """The bench of both, and vacancies and gaps; nothing of fewer than five posts (MODEL 11.4)."""
    views = [_view(case)] if case.alone else [_view(case, baseline=True), _view(case)]
    return succession_page.bench(views) + succession_page.gaps(views)


def network(case: Case) -> Block:
    """Who gives to whom, in days a year."""
    return network_page.who_gives(_view(case))


def cost(case: Case) -> Block:
    """What support costs by kind, and the difference."""
    costs = value_page.costs(_view(case))
    return costs if case.alone else costs + _table(case, [(answers.COST, "Net cost of support a year")])


def differences(case: Case) -> Block:
    """Paired differences with their intervals, each on its own scale."""
    if case.alone:
        return show.notes([f"Nothing differs from {case.against} yet: move a lever."])
    if case.why_not:
        return show.notes([sentence(case.why_not)])
    panels = {
        dict(CHAIN)[measure]: [(f"Here, less {case.against}", made)]
        for measure in DRAWN
        if (made := case.difference(measure)) is not None and made.known
    }
    if not panels:
        return show.notes(["None of these numbers can be taken over the same schools in both."])
    return show.chart(forest(panels, against=case.against))


def why(case: Case) -> Block:
    """How one thing leads to another, in words: each step a paired difference with its interval."""
    if case.alone:
        return show.notes(
            [f"Nothing differs from {case.against} yet: move a lever, and the reasons stand here."]
        )
    if case.why_not:
        return show.notes([sentence(case.why_not)])
    return show.notes(
        [
            "Read from top to bottom: what leaders can give, what becomes of requests, what it means for "
            "pupils. Each line is a difference run by run, with the same luck, and its 95% interval. A lever "
            "can only be the reason for what is clear."
        ]
    ) + _table(case, CHAIN)


def _table(case: Case, rows: tuple[tuple[str, str], ...] | list[tuple[str, str]]) -> Block:
    cells: list[list[Content]] = []
    for measure, words in rows:
        made = case.difference(measure)
        if made is None:
            cells.append([words, f"not compared: {case.why_no_difference(measure)}"])
        elif made.known:
            cells.append([words, Cell(made.phrase(), made.verdict)])
    columns = ["What", f"Here, less {case.against}"]
    return show.rows(columns, cells, caption=f"Against {case.against} (95% interval)")


def _with(measures: frozenset[str] | set[str] = frozenset(), *series: str) -> Wanted:
    return Wanted(frozenset(measures), frozenset(series))


VIEWS: dict[str, Look] = {
    "pupils": Look("Pupils over time", _with(_GROUPS, "attention"), scenario_page.pupils),
    "waits": Look("Waits", _with(set(), "needs"), scenario_page.waiting),
    "days": Look(
        "Days we have and need", _with({days_sure.HAVE, *days_sure.NEEDED}, "days"), scenario_page.days
    ),
    "differences": Look("Differences", _with(set(DRAWN)), differences),
    "why": Look("Why", _with({name for name, _ in CHAIN}), why),
    "tiers": Look("Tiers", _with(set(), "tiers"), scenario_page.tier_timelines),
    "network": Look("Who helps whom", _with(set(), "flows_in_total", "support_in_total"), network),
    "leaders": Look("Bench and vacancies", _with(_LEADERS, "leaders"), leaders),
    "cost": Look("Cost", _with(_COSTS), cost),
}
FIRST = next(iter(VIEWS))


def drawn(view: str, case: Case, *, narrow: bool = False) -> Block:
    """What a view shows, at the width of a laptop; `narrow`: of a tablet held upright."""
    with quickly(narrow=narrow):
        return VIEWS[view].of(case)
