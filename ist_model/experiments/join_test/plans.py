"""What a trust could do with a candidate: each plan a scenario as a file would write it (MODEL 10)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from ist_model.experiments.join_test.unknown import Known
from ist_model.experiments.new_leaders import developed_from, new_leader
from ist_model.experiments.septembers import next_first
from ist_model.inputs.calendar import WEEKS_PER_YEAR, tick_of, ticks
from ist_model.inputs.candidate import Candidate
from ist_model.inputs.models import Finance, Post, RollForecast, School, Secondment
from ist_model.inputs.new_trust.build import phase_of
from ist_model.inputs.resolve import extended
from ist_model.inputs.scenario_models import Changes, Edits, Resolved, Scenario

QUESTION = "Should this school join, when, and on what condition?"
HEAD = "headteacher"
SLE, LEAD_PRACTITIONER = "sle", "lead_practitioner"
APPOINTED = (SLE, LEAD_PRACTITIONER)
TERMS = (1, 5, 9)  # months in which terms begin


class NoPlanError(ValueError):
    """A plan that cannot be made of this trust and candidate."""


class Leader(NamedTuple):
    """Somebody whom the trust appoints before the school joins: a role of the framework and a specialism."""

    role: str
    specialism: str


class Plan(NamedTuple):
    """One way to take a school in.

    Attributes:
        key: short name.
        title: when, and on what condition, in words that follow "joins in".
        joins: date on which the school joins.
        leaders: whom the trust appoints first; nobody: ().
        seconded: post of the person who works at the school for three terms; "": nobody.
    """

    key: str
    title: str
    joins: dt.date
    leaders: tuple[Leader, ...] = ()
    seconded: str = ""


def usual(base: Resolved, leaders: Sequence[Leader], seconded: str) -> list[Plan]:
    """The plans that are always looked at, the earliest first.

    Joining next January, next September or a year after it, next September after so many more SLEs, and next
    September with somebody seconded for a year from the term after.

    Args:
        base: today's plan.
        leaders: who would be appointed; () leaves that plan out.
        seconded: post of the person who would be seconded; "" leaves that plan out.
    """
    january, september = next_first(base.start, 1), next_first(base.start)
    plans = [
        Plan("january", f"January {january.year}", january),
        Plan("september", f"September {september.year}", september),
        Plan("later", f"September {september.year + 1}", september.replace(year=september.year + 1)),
    ]
    if leaders:
        joins = _september_with(base, leaders, september)
        title = f"September {joins.year}, after {_counted(leaders)}"
        plans.append(Plan("leaders", title, joins, leaders=tuple(leaders)))
    if seconded:
        title = f"September {september.year}, with {_kind_of(base, seconded)} seconded to it for a year"
        plans.append(Plan("seconded", title, september, seconded=seconded))
    return sorted(plans, key=lambda plan: plan.joins)


def with_leaders(base: Resolved, leaders: Sequence[Leader]) -> Plan:
    """Joining a year after next September, or later, once so many leaders more are there."""
    september = next_first(base.start)
    joins = _september_with(base, leaders, september.replace(year=september.year + 1))
    title = f"September {joins.year}, after {_counted(leaders)}"
    return Plan(f"later-after-{len(leaders)}", title, joins, leaders=tuple(leaders))


def in_the_period(plan: Plan, base: Resolved) -> bool:
    """Whether the school joins within the period reported, and a secondment ends in it."""
    end = tick_of(base.start) + ticks(base.years * WEEKS_PER_YEAR)
    last = _terms_away(plan.joins)[1] if plan.seconded else plan.joins
    return tick_of(last) < end


def scenario_of(plan: Plan, candidate: Candidate, known: Known, base: Resolved) -> Resolved:
    """The scenario of a plan.

    Args:
        plan: what is done.
        candidate: the school.
        known: what is known of it, or stood in for.
        base: today's plan, which the scenario extends.

    Raises:
        NoPlanError: if the candidate's id is that of a school of the trust.
        InputError: if the plan is none that a file could write.
    """
    if candidate.id in {school.id for school in base.trust.schools}:
        raise NoPlanError(
            f"{candidate.id} is a school of the trust already.\n"
            "  rule:   a candidate has an id of its own\n"
            "  remedy: give it another `id`"
        )
    changes = Changes(
        schools=Edits[School](add=(_school(plan, candidate, known, base),)),
        posts=Edits[Post](add=(*_posts(plan, candidate, known), *_leaders(base, plan.leaders))),
    )
    name = f"join-{candidate.id}-{plan.key}"[:64]
    title = f"{candidate.name[:120]} joins in {plan.title}"[:200]
    written = Scenario(
        name=title,
        question=QUESTION,
        extends=base.scenario_id,
        secondments=_secondments(plan, candidate),
        changes=changes,
    )
    return extended(base, name, written)


def who_could_be_seconded(base: Resolved) -> str:
    """The post of a head, of the school with most deputies to stand in; "" if none has a head of its own.

    Posts that begin, end or open vacant are left out; of equals the first by id.
    """
    there = [post for post in base.trust.posts if post.starts is None and post.ends is None]
    heads = [post for post in there if post.kind == HEAD and post.school != "none" and not post.opens_vacant]
    deputies = Counter(post.school for post in there if post.kind == "deputy")
    return min(heads, key=lambda post: (-deputies[post.school], post.id)).id if heads else ""


def _kind_of(base: Resolved, post_id: str) -> str:
    """What somebody is, in words, so that nobody is named; a post that is not there is refused later."""
    labels = {kind.id: kind.label for kind in base.framework.post_kinds}
    kinds = (labels[post.kind].lower() for post in base.trust.posts if post.id == post_id)
    kind = next(kinds, "leader")
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def _school(plan: Plan, candidate: Candidate, known: Known, base: Resolved) -> School:
    reserves = known.reserves_gbp - known.estates_liability_gbp + known.grant_gbp
    first = base.start.year if base.start.month >= 9 else base.start.year - 1
    rows = enumerate(known.roll_forecast, start=1)
    return School(
        id=candidate.id,
        name=candidate.name,
        label=candidate.label or f"School {candidate.id}"[:24],
        phase=phase_of(candidate.age_low, candidate.age_high),
        age_low=candidate.age_low,
        age_high=candidate.age_high,
        roll=candidate.roll,
        roll_forecast=tuple(RollForecast(school_year=first + year, pupils=pupils) for year, pupils in rows),
        finance=Finance(classes=known.classes),
        reserves_gbp=reserves,
        place=candidate.place,
        partnership=candidate.partnership,
        joined=plan.joins,
        joining=candidate.joining,
        onboarding=candidate.onboarding,
        accountable_post=f"HT-{candidate.id}",
        start_percentile=known.start_percentile,
        last_inspection=known.last_inspection,
    )


def _posts(plan: Plan, candidate: Candidate, known: Known) -> list[Post]:
    head = Post(
        id=f"HT-{candidate.id}",
        kind=HEAD,
        school=candidate.id,
        starts=plan.joins,
        opens_vacant=not known.head_stays,
    )
    brought = [
        post.model_copy(update={"school": candidate.id, "starts": plan.joins}) for post in candidate.posts
    ]
    return [head, *brought]


def _secondments(plan: Plan, candidate: Candidate) -> tuple[Secondment, ...]:
    if not plan.seconded:
        return ()
    starts, ends = _terms_away(plan.joins)
    return (Secondment(post=plan.seconded, to_school=candidate.id, starts=starts, ends=ends),)


def _terms_away(joins: dt.date) -> tuple[dt.date, dt.date]:
    """First day of three terms away and the first day after: nobody goes to a school before it joins."""
    starts = min(next_first(joins, month) for month in TERMS)
    return starts, starts.replace(year=starts.year + 1)


def short_of(base: Resolved, unmet: Mapping[str, float], roles: Collection[str]) -> list[Leader]:
    """Whom a trust lacks: for each specialism the role that would serve it, most days not given first.

    Args:
        base: today's plan.
        unmet: specialism -> days a year asked for and not given.
        roles: that may be appointed; only those that need a specialism of their own count.
    """
    able = [role for role in base.framework.roles if role.id in roles and role.matching == "by specialism"]
    areas = {row.id: set(row.areas) for row in base.framework.specialisms}
    pairs = ((name, next((r for r in able if areas[name] & set(r.areas)), None)) for name in areas)
    found = [Leader(role.id, name) for name, role in pairs if role is not None]
    return sorted(found, key=lambda leader: -unmet.get(leader.specialism, 0.0))


def _leaders(base: Resolved, leaders: Sequence[Leader]) -> list[Post]:
    """Leaders that the trust appoints: teachers of its largest school, once they have been developed."""
    home = max(sorted(base.members(), key=lambda school: school.id), key=lambda school: school.roll)
    return [
        new_leader(
            base,
            f"join-leader-{number}",
            home.id,
            leader.role,
            leader.specialism,
            "once developed",
            note="Appointed before the school joins.",
        )
        for number, leader in enumerate(leaders, start=1)
    ]


def _september_with(base: Resolved, leaders: Sequence[Leader], earliest: dt.date) -> dt.date:
    """The first September, not before a date, in which all leaders are there."""
    ready = max((developed_from(base, leader.role) for leader in leaders), default=earliest)
    return earliest if ready <= earliest else next_first(ready - dt.timedelta(days=1))


def _counted(leaders: Sequence[Leader]) -> str:
    sles = sum(leader.role == SLE for leader in leaders)
    others = len(leaders) - sles
    parts = [f"{sles} more SLE{'s' * (sles > 1)}"] if sles else []
    parts += [f"{others} more Lead Practitioner{'s' * (others > 1)}"] if others else []
    return " and ".join(parts)
