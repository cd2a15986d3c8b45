"""The steps a trust can take next, each a scenario as a file would write it, with what it costs (MODEL 8).

What a step costs in a full school year is what it adds to what a trust sets aside (`plan_costs`, decision
25): cover for release days by how much of the post's time is class time, days that may be bought at their
price. A day of somebody on a salary takes no cover; it is priced as a teacher's day, the only salary in the
register, unless the trust names its own.

Its gain is set against all that is paid for it, spread over the years reported. Days of posts and suppliers
that are there already have no date in a scenario: they are in force, and paid for, from the first day run, so
a warm-up adds to their price. An SLE costs nothing while being developed.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

from ist_model.experiments.levers import holders
from ist_model.experiments.new_leaders import developed_from, new_leader
from ist_model.experiments.plan_costs import set_aside
from ist_model.inputs.calendar import WEEKS_PER_YEAR, YEAR_TICKS, tick_of, weeks_of
from ist_model.inputs.errors import suggest
from ist_model.inputs.models import Post, School, Supplier
from ist_model.inputs.posts import allowance_days, serving_roles
from ist_model.inputs.resolve import extended
from ist_model.inputs.scenario_models import Changes, Edits, Resolved, Scenario

Kind = Literal["leader", "bought", "salaried", "cover"]
ROLE = "sle"
RELEASE_DAYS = 10.0
QUESTION = "Which step brings most for its money?"


class NoStepError(ValueError):
    """A trust, or a wish, that leaves no step to take."""


class Step(NamedTuple):
    """One thing more than today.

    Attributes:
        key: short name, the same for the same step of any trust with such ids.
        label: what there is one more of, in words; of a leader without the home school.
        kind: what sort of step.
        home: home school of a leader; None: none.
        gbp_per_year: pounds in all, warm-up included, over the school years reported.
        gbp_full_year: pounds of a whole school year.
        resolved: the scenario.
    """

    key: str
    label: str
    kind: Kind
    home: School | None
    gbp_per_year: float
    gbp_full_year: float
    resolved: Resolved


class Steps(NamedTuple):
    """All steps there are, and why some are none."""

    steps: tuple[Step, ...]
    left_out: tuple[str, ...]


def steps_of(
    base: Resolved,
    *,
    specialisms: Sequence[str] = (),
    homes: Sequence[str] = (),
    salaried_gbp: float | None = None,
) -> Steps:
    """One more SLE by specialism and home, a bought day, a TIP day, cover for ten release days.

    Args:
        base: today's plan.
        specialisms: of SLEs to look at; omit for all that the role serves.
        homes: ids of home schools to look at; omit for all schools of the trust.
        salaried_gbp: pounds of a day of somebody on a salary; omit for a teacher's.

    Raises:
        NoStepError: if a specialism or school is none, or there is no step.
        InputError: if a step is none that a file could write.
    """
    found: list[Step] = []
    left_out: list[str] = []
    parts = (
        _leaders(base, specialisms, homes, left_out),
        _bought(base, left_out),
        _salaried(base, salaried_gbp, left_out),
        _cover(base, left_out),
    )
    for each in itertools.chain(*parts):
        if each.gbp_per_year > 0:
            found.append(each)
        else:
            left_out.append(f"“{each.label}” takes no cover, so it has no price to be set against")
    if not found:
        raise NoStepError(
            f"{base.scenario_id} leaves no step to take: {'; '.join(left_out)}.\n"
            "  rule:   a step adds to SLEs, days bought, a TIP's days or release days of SLEs\n"
            "  remedy: name a scenario whose trust has one of them"
        )
    return Steps(tuple(found), tuple(left_out))


def _leaders(
    base: Resolved, specialisms: Sequence[str], homes: Sequence[str], left_out: list[str]
) -> Iterator[Step]:
    """One more SLE, developed from the first day on, of each specialism at each school."""
    role = next((role for role in base.framework.roles if role.id == ROLE), None)
    if role is None or role.matching != "by specialism":
        left_out.append(f"the framework has no role {ROLE} that is matched by specialism")
        return
    serves = {item.id: item for item in base.framework.specialisms if set(item.areas) & set(role.areas)}
    schools = {school.id: school for school in base.members()}
    for name, wanted, there in (("specialism", specialisms, serves), ("home", homes, schools)):
        for each in wanted:
            if each not in there:
                raise NoStepError(f"--{name} {each}: the role {ROLE} has none: {suggest(each, list(there))}")
    if not schools:
        left_out.append("no school for one more SLE to be at")
        return
    ready = tick_of(developed_from(base, ROLE)) - tick_of(base.start)
    share = 1.0 - ready / (YEAR_TICKS * base.years)  # of the period, with days to give
    if share <= 0:
        left_out.append(
            f"one more SLE: being developed takes {weeks_of(ready):g} school weeks, and no more than "
            f"{WEEKS_PER_YEAR * base.years:g} are looked at, so there is no day to give"
        )
        return
    for specialism in specialisms or serves:
        for home in homes or schools:
            # The same luck wherever the seat is: what tells two steps apart is specialism and school.
            post = new_leader(
                base,
                f"next-{specialism}-{home}"[:64],
                home,
                ROLE,
                specialism,
                "to be developed",
                key="next-best-leader",
                note="One more SLE, developed from the first day on.",
            )
            yield _step(
                base,
                f"sle.{specialism}.{home}",
                f"SLE: {serves[specialism].label}",
                "leader",
                Changes(posts=Edits[Post](add=(post,))),
                home=schools[home],
                share=share,
            )


def _bought(base: Resolved, left_out: list[str]) -> Iterator[Step]:
    """One day more that may be bought of each supplier, and the money for it."""
    if not base.trust.suppliers:
        left_out.append("no supplier whose days could be bought")
    price = base.assumptions.values()["supplier.price_gbp_per_day"]
    for each in base.trust.suppliers:
        limit = base.trust.bought_budget_gbp_per_year
        gbp = price if each.price_gbp_per_day is None else each.price_gbp_per_day
        more = {"days_per_year": each.days_per_year + 1}
        changes = Changes(
            suppliers=Edits[Supplier](change={each.id: more}),
            bought_budget_gbp_per_year=None if limit is None else limit + gbp,
        )
        label = f"Bought day: {each.label or each.id}"
        yield _step(base, f"bought.{each.id}", label, "bought", changes)


def _salaried(base: Resolved, salaried_gbp: float | None, left_out: list[str]) -> Iterator[Step]:
    """One day more a year of who prepares boards and supports any area: the Trust Improvement Partner."""
    roles = {role.id for role in base.framework.roles if role.prepares_boards and role.areas}
    posts = [p for p in base.trust.posts if roles & {slot.role for slot in p.designations}]
    found = [(post, days) for post in posts if (days := _days(base, post)) is not None]
    if not found:
        left_out.append("no Trust Improvement Partner whose days are limited")
        return
    post, days = found[0]
    values = base.assumptions.values()
    usual = values["finance.teacher_cost_gbp"] / values["finance.school_days_per_year"]
    gbp = usual if salaried_gbp is None else salaried_gbp
    changes = Changes(posts=Edits[Post](change={post.id: {"allowance_days_per_year": days + 1}}))
    label = f"Day of the {post.label or post.id}"
    yield _step(base, f"day.{post.id}", label, "salaried", changes, salaried=gbp)


def _cover(base: Resolved, left_out: list[str]) -> Iterator[Step]:
    """Cover for ten release days more a year, shared equally among the SLEs that have limited days."""
    posts = [(post, days) for post in holders(base, ROLE) if (days := _days(base, post)) is not None]
    if not posts:
        left_out.append("no SLE whose release days are limited")
        return
    more: dict[str, dict[str, Any]] = {
        post.id: {"allowance_days_per_year": days + RELEASE_DAYS / len(posts)} for post, days in posts
    }
    changes = Changes(posts=Edits[Post](change=more))
    label = f"Cover for {RELEASE_DAYS:g} release days"
    yield _step(base, "cover", label, "cover", changes)


def _days(base: Resolved, post: Post) -> float | None:
    return allowance_days(post, base.assumptions.values(), serving_roles(base.framework))


def _step(
    base: Resolved,
    key: str,
    label: str,
    kind: Kind,
    changes: Changes,
    *,
    home: School | None = None,
    share: float | None = None,
    salaried: float = 0.0,
) -> Step:
    """A step with its cost; `share` of the period in which it costs, `salaried` pounds a year besides.

    Without a share it costs from the first day run.
    """
    name = f"next-{key}".replace("_", "-")[:64]
    written = Scenario(
        name=f"One more: {label}"[:200], question=QUESTION, extends=base.scenario_id, changes=changes
    )
    resolved = extended(base, name, written)
    more = set_aside(resolved).budget_gbp - set_aside(base).budget_gbp
    if share is None:
        share = 1.0 + base.warm_up_weeks / (WEEKS_PER_YEAR * base.years)
    return Step(key, label, kind, home, share * (more + salaried), more + salaried, resolved)
