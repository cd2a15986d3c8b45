"""What a plan of capacity costs, in the model's own money (MODEL 8; decision 25).

**budget**: what support would cost in cash a school year if every day set aside were used: cover for leaders'
release days by how much of a post's time is class time, and all days that may be bought. It is what a trust
puts aside, known before anything is run. **spent**: what support costs on average in the runs, less income,
as on every other page; days that are not used cost nothing. **worth**: each day set aside at the price that
others pay for a day of the role. **posts**: designations of the roles that can be chosen.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from ist_model.experiments.levers import joiners
from ist_model.inputs.posts import allowance_days, serving_roles
from ist_model.inputs.scenario_models import Resolved

Basis = Literal["budget", "spent", "worth", "posts"]
BASES: tuple[Basis, ...] = ("budget", "spent", "worth", "posts")
SPENT_MEASURE = "net_gbp_per_year"


class SetAside(NamedTuple):
    """What a trust sets aside for support in a school year, used or not."""

    leader_days: float
    posts: int  # designations of roles that serve an area and do not come with the post
    budget_gbp: float
    worth_gbp: float

    def cost(self, basis: Basis) -> tuple[float, float]:
        """What plans are compared by, and what decides between plans that cost the same."""
        first = {"budget": self.budget_gbp, "worth": self.worth_gbp, "posts": float(self.posts)}
        return first.get(basis, 0.0), self.leader_days


class NoBudgetError(ValueError):
    """Days without a limit, which no budget can hold."""


def set_aside(resolved: Resolved) -> SetAside:
    """Leader days, designations and money that a scenario sets aside, joiners' posts left out.

    Posts without a limit of days count none; `must_have_limits` refuses them where money is asked for.
    """
    values, serving = resolved.assumptions.values(), serving_roles(resolved.framework)
    chosen = {role.id for role in resolved.framework.roles if not role.comes_with_post} & serving
    joining = joiners(resolved)
    days = budget = worth = 0.0
    count = 0
    for post in resolved.trust.posts:
        roles = [slot.role for slot in post.designations if slot.role in serving]
        if post.school in joining or not roles:
            continue
        count += sum(role in chosen for role in roles)
        mine = allowance_days(post, values, serving) or 0.0
        days += mine
        budget += mine * values[f"post.{post.kind}.cover_share"] * values["money.cover_gbp_per_day"]
        worth += mine * max(values[f"role.{role}.price_gbp_per_day"] for role in roles)
    bought = _bought(resolved, values["supplier.price_gbp_per_day"])
    return SetAside(days, count, budget + bought, worth + bought)


def must_have_limits(resolved: Resolved) -> None:
    """Refuse posts that may give days without a limit.

    Raises:
        NoBudgetError: naming the first of them.
    """
    values, serving = resolved.assumptions.values(), serving_roles(resolved.framework)
    for post in resolved.trust.posts:
        if any(slot.role in serving for slot in post.designations) and (
            allowance_days(post, values, serving) is None
        ):
            raise NoBudgetError(
                f"post {post.id} may give days without a limit, so no budget holds them.\n"
                "  rule:   a cost in money counts the days that are set aside\n"
                "  remedy: --cost posts, or --cost spent, or give the post `allowance_days_per_year`"
            )


def _bought(resolved: Resolved, price: float) -> float:
    """Pounds a year for all days that may be bought, within the budget for them."""
    asked = sum(
        each.days_per_year * (price if each.price_gbp_per_day is None else each.price_gbp_per_day)
        for each in resolved.trust.suppliers
    )
    most = resolved.trust.bought_budget_gbp_per_year
    return asked if most is None else min(asked, most)
