"""Tables and words of `ist capacity`: plans, what they cost, how often they keep what is asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ist_model.cli import printing
from ist_model.report.words.plain import chance, money

if TYPE_CHECKING:
    from rich.table import Table

    from ist_model.experiments.capacity import Capacity, Shown
    from ist_model.experiments.levers import Lever, Plan
    from ist_model.experiments.plan_costs import Basis
    from ist_model.experiments.target import Target


def plan_table(found: Capacity, plans: Sequence[Shown]) -> Table:
    """Levers in which one of the plans differs from today."""
    table = printing.table_of("What changes; all else is as today")
    table.add_column("Lever")
    table.add_column("Today", justify="right")
    for number in range(len(plans)):
        table.add_column("Plan" if len(plans) == 1 else f"Plan {number + 1}", justify="right")
    for place, lever in enumerate(found.levers):
        numbers = [plan.plan[place] for plan in plans if plan.plan is not None]
        if any(number != lever.today for number in numbers):
            table.add_row(lever.label, f"{lever.today:g}", *(str(number) for number in numbers))
    table.add_row(
        "Kept", kept(found.target, found.today.kept.mean), *(kept(found.target, p.kept.mean) for p in plans)
    )
    table.add_row(cost_heading(found), cost_of(found, found.today), *(cost_of(found, plan) for plan in plans))
    return table


def plan_list(found: Capacity, title: str, plans: Sequence[Shown]) -> Table:
    """Plans one a line; a star marks those selected."""
    table = printing.table_of(title)
    spent = [] if found.basis == "spent" else ["Spent a year"]
    for column in (cost_heading(found), "Kept", "95 %", "Leader days", *spent, "Plan"):
        table.add_column(column, justify="left" if column in ("Kept", "95 %", "Plan") else "right")
    for each in plans:
        chosen = any(each.plan == best.plan for best in found.best)
        table.add_row(
            cost_of(found, each),
            kept(found.target, each.kept.mean) + (" *" if chosen else ""),
            interval(found.target, each),
            f"{each.aside.leader_days:,.0f}",
            *([money(each.spent.mean)] if spent else []),
            "" if each.plan is None else in_short(found.levers, each.plan),
        )
    return table


def cost_heading(found: Capacity) -> str:
    """What a column of costs is called."""
    return {"budget": "Budget a year", "spent": "Spent a year", "worth": "Worth a year", "posts": "Posts"}[
        found.basis
    ]


def in_short(levers: Sequence[Lever], plan: Plan) -> str:
    """A plan in a line: posts of each role in all, days a year of each, days bought."""
    posts: dict[str, int] = {}
    days_of: dict[str, int] = {}
    bought = 0
    for lever, number in zip(levers, plan, strict=True):
        role = lever.of[0]
        if lever.kind == "posts":
            posts[role] = posts.get(role, 0) + number
        elif lever.kind == "days":
            days_of[role] = number
        else:
            bought += number
    told = []
    for role in dict.fromkeys([*posts, *days_of]):
        name = role.replace("_", " ") if role != "sle" else "SLE"
        count = f"{posts[role]} {name}" if role in posts else name
        told.append(f"{count} x {days_of[role]} days" if role in days_of else count)
    if any(lever.kind == "bought" for lever in levers):
        told.append(f"{bought} bought")
    return ", ".join(told)


def cost_of(found: Capacity, shown: Shown) -> str:
    """What a plan costs, in words."""
    value = shown.spent.mean if found.basis == "spent" else shown.aside.cost(found.basis)[0]
    return cost_words(value, found.basis)


def cost_words(value: float, basis: Basis) -> str:
    """A cost in words."""
    return f"{value:.0f} posts" if basis == "posts" else money(value)


def kept(target: Target, value: float) -> str:
    """A mean of the target's values in words: in how many runs it is kept, or the measure's mean."""
    if target.limit.chance:
        return f"{chance(min(max(value, 0.0), 1.0))} runs"
    return f"{target.shown(value):.3g} on average"


def kept_within(target: Target, shown: Shown) -> str:
    """The same of a plan shown, with its interval."""
    told = f"{kept(target, shown.kept.mean)} ({interval(target, shown)})"
    return f"kept in {told}" if target.limit.chance else told


def interval(target: Target, shown: Shown) -> str:
    """The 95 % interval of it."""
    low, high = shown.kept.low, shown.kept.high
    if target.limit.chance:
        return f"{100 * low:.0f} to {100 * high:.0f} in 100"
    first, last = sorted((target.shown(low), target.shown(high)))
    return f"{first:.3g} to {last:.3g}"
