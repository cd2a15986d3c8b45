"""The levers as a person sees them: their names, what they may be, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from ist_model.explorer.settings import (
    AS_IT_IS,
    LEAD,
    LEADER,
    NO_LIMIT,
    ODDS_RATIO,
    SLE,
    holders,
    settings_of,
    term_starts,
)
from ist_model.inputs.models import POLICIES, Post
from ist_model.inputs.scenario_models import Resolved

Kind = Literal["slider", "choice", "tick"]
_MOST_POSTS, _MOST_DAYS, _MOST_BUDGET = 8, 80, 60_000
_SENT_OUT = ("deputy", "assistant_head", "teacher")  # kinds of post that may be seconded
_WHEN = {"meetings": "at half-term meetings", "continuous": "at any time"}


@dataclass(frozen=True)
class Lever:
    """One lever: the field of `Settings` that it sets, and how.

    Attributes:
        name: field of `Settings`.
        label: as a person reads it, with its unit.
        kind: a slider over low to high in steps, a choice of options, or a tick.
        help: what it stands for, in a sentence.
        whole: whether its field knows whole numbers alone.
        options: (words, value) of a choice.
    """

    name: str
    label: str
    kind: Kind
    help: str
    low: float = 0
    high: float = 1
    step: float = 1
    whole: bool = True
    options: Sequence[tuple[str, Any]] = field(default=())


def levers(start: Resolved, named: bool) -> dict[str, list[Lever]]:
    """Groups of levers that make sense in a scenario, in reading order."""
    groups = {
        "Schools that join": _joining(start),
        "Leaders who help": _leaders(start),
        "Help that is bought": _bought(start),
        "Who is served first": _policy(),
        "Who leads schools": _heads(start),
        "A person sent to another school": _secondment(start, named),
        "What support does": _effect(start),
    }
    return {title: own for title, own in groups.items() if own}


def _joining(start: Resolved) -> list[Lever]:
    days = _days(start)
    return [
        Lever(
            "sponsored",
            "Weak schools (sponsored)",
            "slider",
            "Imagined one-form primaries that require improvement, 210 pupils; each brings head and deputy.",
            high=4,
        ),
        Lever(
            "strong",
            "Strong schools",
            "slider",
            "Imagined one-form primaries of 210 pupils, well above the middle; each also brings two SLEs.",
            high=4,
        ),
        Lever("joins", "They join on", "choice", "The first day of a term.", options=days),
        Lever("km", "How far away, km", "slider", "Straight line from the middle of the trust.", high=60),
    ]


def _leaders(start: Resolved) -> list[Lever]:
    register = {row.key: row for row in start.assumptions.assumptions}
    plain = settings_of(start)
    made: list[Lever] = []
    for role, stem, called in (
        (SLE, "sle", "SLE"),
        (LEAD, "lead", "Lead Practitioner"),
        (LEADER, "leader", "NLE"),
    ):
        row, own = register.get(f"role.{role}.days_per_year"), holders(start, role)
        if row is None or not own:
            continue
        if role != LEADER:
            words = (
                f"Now {len(own)}. Those added are teachers, at the largest schools first, trained and in "
                "post from the first day; if fewer, teachers’ roles go first."
            )
            made.append(
                Lever(
                    f"{stem}_posts",
                    f"{called}s, more or fewer",
                    "slider",
                    words,
                    low=-len(own),
                    high=_MOST_POSTS,
                )
            )
            made.append(
                Lever(
                    f"{stem}_specialism",
                    f"Specialism of {called}s added",
                    "choice",
                    "What those who are added are specialists in.",
                    options=_specialisms(start, role),
                )
            )
        now = float(getattr(plain, f"{stem}_days"))
        words = f"Release days of each a year. The evidence leaves {row.low:g} to {row.high:g} open."
        high = max(row.high, now, min(_MOST_DAYS, 2 * row.high))
        made.append(
            Lever(f"{stem}_days", f"{called} days a year, each", "slider", words, high=high, whole=False)
        )
    return made


def _bought(start: Resolved) -> list[Lever]:
    budget = start.trust.bought_budget_gbp_per_year
    made = []
    if start.trust.suppliers:
        supplier = start.trust.suppliers[0]
        now = float(supplier.days_per_year)
        words = f"Days a year that {supplier.label} can be bought for, all of them together."
        made.append(
            Lever(
                *("bought_days", "Days that can be bought a year", "slider", words),
                high=max(100.0, now),
                whole=False,
            )
        )
    if start.trust.suppliers or start.trust.packages:
        least = NO_LIMIT if budget is None else 0
        amounts = sorted({*range(0, _MOST_BUDGET + 1, 5000), *([] if budget is None else [round(budget)])})
        options = [("no limit", NO_LIMIT)] * (least == NO_LIMIT) + [(f"£{each:,}", each) for each in amounts]
        words = "Most spent on bought days and packages a year; packages are paid first."
        made.append(Lever("budget", "Budget for it a year", "choice", words, options=options))
    return made


def _policy() -> list[Lever]:
    orders = [(words, name) for name, words in POLICIES.items()]
    return [
        Lever("order", "Order", "choice", "Whose request is met first.", options=orders),
        Lever(
            "when",
            "Matched",
            "choice",
            "When the Strategy Group matches requests; emergencies at once.",
            options=[(words, name) for name, words in _WHEN.items()],
        ),
    ]


def _heads(start: Resolved) -> list[Lever]:
    kinds = [kind for kind in start.framework.post_kinds if kind.accountable]
    heads = [kind for kind in kinds if kind.id == "headteacher" or kind.under_partnership_head]
    led = any(partnership.head_post for partnership in start.trust.partnerships)
    if not led or not start.members():
        return []
    options = [("as they are", AS_IT_IS)]
    for kind in heads:
        under = " under a Partnership Head" if kind.under_partnership_head else ""
        options.append((f"a {kind.label.lower()}{under} for each", kind.id))
    words = "New posts open vacant and are filled by the ladder; a Partnership Head keeps the own school."
    return [
        Lever("heads", "Leadership", "choice", words, options=options),
        Lever("heads_from", "From", "choice", "The first day of a term.", options=_days(start)),
    ]


def _secondment(start: Resolved, named: bool) -> list[Lever]:
    schools = {school.id: school.name if named else school.label for school in start.members()}
    kinds = {kind.id: kind.label for kind in start.framework.post_kinds}
    able = [post for post in start.trust.posts if post.kind in _SENT_OUT and post.school in schools]
    if not able or len(schools) < 2:
        return []
    who = [(_post(post, kinds, schools), post.id) for post in able]
    to = sorted((called, school) for school, called in schools.items())
    return [
        Lever("seconded", "Who", "choice", "The post of the person.", options=[("nobody", ""), *who]),
        Lever("to", "To", "choice", "The school that gains.", options=[("choose a school", ""), *to]),
        Lever("second_from", "From", "choice", "The first day of a term.", options=_days(start)),
        Lever("second_terms", "Terms", "slider", "Whole terms, three a year.", low=1, high=6),
        Lever(
            "second_share",
            "Share of the week",
            "slider",
            "1 is full time.",
            low=0.25,
            high=1,
            step=0.25,
            whole=False,
        ),
        Lever("backfill", "Home school pays for cover", "tick", "Somebody stands in at home."),
    ]


def _effect(start: Resolved) -> list[Lever]:
    row = next(row for row in start.assumptions.assumptions if row.key == ODDS_RATIO)
    words = (
        "By how much a standard package raises the odds of a sufficient grade. The evidence leaves "
        f"{row.low:g} to {row.high:g} open; 1 is no effect."
    )
    low, high = min(1.0, row.value), max(row.high, row.value)
    return [
        Lever("no_effect", "Support has no effect", "tick", "The evidence does not rule it out."),
        Lever(
            "odds_ratio", "Effect, odds ratio", "slider", words, low=low, high=high, step=0.05, whole=False
        ),
    ]


def _days(start: Resolved) -> list[tuple[str, str]]:
    return [(said(day), day.isoformat()) for day in term_starts(start)]


def said(day: dt.date) -> str:
    """A date in words."""
    return f"{day.day} {day:%B %Y}"


def _specialisms(start: Resolved, role: str) -> list[tuple[str, str]]:
    areas = next(each.areas for each in start.framework.roles if each.id == role)
    return [(each.label, each.id) for each in start.framework.specialisms if set(each.areas) & set(areas)]


def _post(post: Post, kinds: dict[str, str], schools: dict[str, str]) -> str:
    return f"{post.id}: {kinds[post.kind].lower()}, {schools[post.school]}"
