"""What `ist capacity` prints: the plan, what it changes, cost against risk, and how sure that is."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ist_model.cli import printing
from ist_model.cli.capacity_tables import (
    cost_of,
    cost_words,
    in_short,
    kept,
    kept_within,
    plan_list,
    plan_table,
)
from ist_model.report.words.plain import amount, days, percent, sentence

if TYPE_CHECKING:
    from ist_model.experiments.capacity import Capacity, Shown
    from ist_model.experiments.levers import Lever
    from ist_model.experiments.plan_bench import Seen
    from ist_model.experiments.plan_costs import Basis
    from ist_model.experiments.proposing import Tell
    from ist_model.experiments.target import Target
    from ist_model.inputs.scenario_models import Resolved

COSTS = {
    "budget": "cover and buying a year, if every day set aside is used",
    "spent": "cost of support a year, less income, on average",
    "worth": "days set aside a year, at the price others pay for them",
    "posts": "designations of roles that are chosen for",
}
WHO = {
    "existing": "existing schools'",
    "trust": "all the trust's schools'",
    "beyond": "the needs beyond the trust:",
}
SIDE_BY_SIDE = 3  # plans in columns; more are listed
ALSO = (
    "net_gbp_per_year",
    "within_standard_resolved_existing",
    "share_unmet_existing",
    "pupils_attention_existing",
)
EFFECT = (
    "Waits, days and money do not rest on what support does to schools; pupils needing attention do, and the "
    "evidence for that effect is weak (no effect at all is inside it)."
)


def show_levers(base: Resolved, levers: Sequence[Lever]) -> None:
    """The levers of a trust with their bounds."""
    table = printing.table_of(f"Levers of {base.name}")
    for heading in ("Lever", "What it is", "Today", "Choices"):
        table.add_column(heading, justify="right" if heading == "Today" else "left")
    for lever in levers:
        table.add_row(lever.name, lever.label, f"{lever.today:g}", ", ".join(map(str, lever.choices)))
    printing.console().print(table)


ENOUGH = {"keeps": "yes", "fails": "no", "open": "open"}


@contextmanager
def telling(levers: Sequence[Lever], target: Target, basis: Basis) -> Iterator[Tell]:
    """Tells on standard error of the best plan so far, whenever it gets better."""
    began = time.monotonic()

    def tell(phase: str, seen: Seen | None) -> None:
        spent = f"{time.monotonic() - began:.0f} s, {phase}:"
        if seen is None:
            print(f"{spent} no plan seen yet keeps it", file=sys.stderr, flush=True)
            return
        where = f" ({in_short(levers, seen.plan)})" if phase == "first look" else ""
        print(
            f"{spent} {cost_words(seen.cost[0], basis)} keeps it so far: {kept(target, seen.value)}{where}",
            file=sys.stderr,
            flush=True,
        )

    yield tell


def show(found: Capacity, root: Path) -> None:
    """The answer first, then what it rests on; `root`: where runs are stored."""
    printing.say(f"How much capacity is enough: {found.base.name}")
    printing.say(sentence(f"Asked: {asked(found)}"))
    printing.say(
        f"Today: {kept_within(found.target, found.today)}; "
        f"{cost_of(found, found.today)}, {days(found.today.aside.leader_days)} of leaders set aside."
    )
    printing.say("")
    if not found.best:
        _nothing_keeps(found)
    elif found.sure:
        _one(found, root)
    else:
        _tied(found)
    if found.developed is not None:
        printing.say(_developed(found, found.developed))
    printing.say("")
    title = "Cost and risk: each plan is safer than any cheaper one that was found"
    printing.console().print(plan_list(found, title, found.line))
    printing.say(_how_sure(found))
    printing.say(EFFECT)
    printing.say(printing.NOTE)


def asked(found: Capacity) -> str:
    """What a plan must keep, and what it is to cost, in words."""
    years = f"{found.base.years:g} school years"
    return f"{asked_short(found.target)} over {years}, at the least cost ({COSTS[found.basis]})"


def asked_short(target: Target) -> str:
    """What a plan must keep, in words."""
    if not target.limit.chance:
        return f"{target.measure} {target.side} {target.bound:g} on average"
    group = target.measure.rpartition("_")[2]
    share, runs = percent(target.bound), percent(target.limit.at_least)
    return f"{WHO[group]} needs begin within the service standard ({share} of them, in {runs} of runs)"


def heading(found: Capacity) -> str:
    """What stands above a plan that is written as a file."""
    chosen = found.best[0]
    sure = "selected" if found.sure else "one of several that the runs do not tell apart"
    return (
        f"A plan found by `ist capacity`: {sure}.\n{sentence(asked(found))}\n"
        f"In {found.shown_runs} runs: {kept_within(found.target, chosen)}."
    )


def _one(found: Capacity, root: Path) -> None:
    best, *same = found.best
    printing.say(
        f"The cheapest plan found that keeps it: {cost_of(found, best)}, "
        f"{days(best.aside.leader_days)} of leaders set aside; {kept_within(found.target, best)}."
    )
    if same:
        printing.say(f"{1 + len(same)} plans cost the same and keep it: any of them will do.")
    printing.console().print(plan_table(found, found.best[:SIDE_BY_SIDE]))
    _also(found, best, root)


def _developed(found: Capacity, first: Shown) -> str:
    """How the plan fares while posts that it adds are not there yet."""
    which = "the plan" if len(found.best) == 1 else "the first of these plans"
    return (
        "All of that is with posts added as if the trust had always had them. If they are filled and "
        "developed from the first day on, may leave meanwhile, and may be promoted later, "
        f"{which} is {kept_within(found.target, first)} over the same years."
    )


def _tied(found: Capacity) -> None:
    left = [found.compared[place] for place in found.selection.left]
    verdicts = {plan: found.selection.standings[found.compared.index(plan)].verdict for plan in left}
    if len(left) == 1:
        printing.say("One plan is left, but these runs do not show that it keeps the standard:")
    else:
        printing.say(
            f"Tied: {len(left)} plans, and these runs do not tell which is the cheapest that keeps it."
        )
    if len(found.best) <= SIDE_BY_SIDE:
        printing.console().print(plan_table(found, found.best))
    else:
        printing.console().print(plan_list(found, "Tied", found.best))
    unsure = sum(verdict == "open" for verdict in verdicts.values())
    if unsure:
        printing.say(f"Of {unsure} of them it is not known whether they keep it. More runs: --budget.")


def _nothing_keeps(found: Capacity) -> None:
    """Which limit stands in the way, and by how much."""
    target = found.target
    printing.say("No plan within these bounds keeps it.")
    if not found.relaxed:
        return
    at_top, *others = found.relaxed
    short = target.limit.at_least - at_top.kept.mean
    by = f"{100 * short:.0f} points short" if target.limit.chance else f"{abs(short):.3g} away from it"
    printing.say(f"With every lever at the top of its bounds: {kept(target, at_top.kept.mean)}, {by}.")
    table = printing.table_of("What would help: every lever at the top, and besides")
    for column in ("Without this limit", "Kept", "Enough"):
        table.add_column(column)
    for each in others:
        table.add_row(each.what, kept(target, each.kept.mean), ENOUGH[each.verdict])
    printing.console().print(table)
    enough = [each.what for each in others if each.verdict == "keeps"]
    open_ = [each.what for each in others if each.verdict == "open"]
    if enough:
        printing.say(sentence(f"What binds is not the levers but this: {enough[0]} would be enough"))
    elif open_:
        printing.say(sentence(f"These runs leave open whether this would be enough: {open_[0]}"))
    elif others:
        printing.say(sentence(f"No single limit is enough; what helps most: {others[0].what}"))


def _also(found: Capacity, best: Shown, root: Path) -> None:
    """What else differs from today, run by run."""
    from ist_model.experiments.compare import compare
    from ist_model.experiments.replicate import replicate_or_load

    today, plan = (
        replicate_or_load(each.resolved, root, runs=found.shown_runs) for each in (found.today, best)
    )
    frame = compare(today, plan)
    told = []
    for name in ALSO:
        if name in frame.index:
            row = frame.loc[name].to_dict()
            if row["verdict"] != "not compared":
                unit, decimals = str(row["unit"]), int(row["decimals"])
                ends = (amount(float(row[end]), unit, decimals) for end in ("baseline_mean", "scenario_mean"))
                told.append(f"{row['label']}: {' to '.join(ends)} ({row['verdict']})")
    printing.say("From today to the plan, the same luck for both:")
    for line in told:
        printing.say(f"  {line}")


def _how_sure(found: Capacity) -> str:
    rule = found.rule
    compared = len(found.compared)
    told = (
        f"{compared} plans were compared run by run, of {found.runs:,} runs in all; what is shown is of "
        f"{found.shown_runs} runs each."
    )
    if found.best and found.sure:
        told += (
            f" With {percent(rule.confidence)} confidence the plan (*) keeps the limit but for the margin of "
            f"{found.target.limit.margin:g}, and no plan compared that clearly keeps it is cheaper."
        )
    elif not found.best:
        told += f" With {percent(rule.confidence)} confidence none of them clearly keeps the limit."
    if not found.every:
        told += (
            " Confidence is of the selection among the plans compared. Which plans were compared is the "
            "search's doing, for which no confidence is claimed: one that it never looked at may "
            f"{'be cheaper' if found.best else 'keep it'}."
        )
    return told + " All of it holds at the register's own values; chance is all that varies."
