"""What happens to a generated trust: decisions, a first day, secondments, shocks; what it buys, who meets."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from ist_model.inputs.models import (
    Network,
    Opening,
    OpeningDeployment,
    OpeningNeed,
    OpeningTier,
    Package,
    Secondment,
    Shock,
    TierOverride,
    Trust,
)

START = dt.date(2026, 9, 1)
LATER = (dt.date(2027, 1, 1), dt.date(2027, 3, 1), dt.date(2027, 9, 1))
IN_THE_YEAR = (dt.date(2026, 11, 1), dt.date(2026, 12, 15), dt.date(2027, 3, 1), dt.date(2027, 5, 1))
TIERS = ("self-improving", "supported", "targeted", "intervention")


@st.composite
def overrides(draw: st.DrawFn, trust: Trust) -> tuple[TierOverride, ...]:
    """A decision of the CEO about some schools, for good or for a while."""
    chosen = [s for s in trust.schools if draw(st.booleans())]
    return tuple(
        TierOverride(
            school=each.id,
            tier=draw(st.sampled_from(TIERS)),
            starts=draw(st.sampled_from([START, *LATER])),
            ends=draw(st.sampled_from([None, dt.date(2027, 11, 1)])),
            reason="generated",
        )
        for each in chosen
    )


@st.composite
def openings(draw: st.DrawFn, trust: Trust) -> Opening:
    """A state on the first day that could be true: who is there is under way, used, vacant or waiting."""
    there = [s for s in trust.schools if s.joined is None]
    at_work = {"none", *(s.id for s in there)}  # a post of a school that joins later is not there yet
    posts = [p for p in trust.posts if p.starts is None and p.ends is None and p.school in at_work]
    vacant = {p.id: draw(st.integers(1, 2)) for p in posts if draw(st.integers(0, 3)) == 0}
    specialism, area = "maths", "achievement"
    helped = draw(st.sampled_from([None, *there]))
    helpers = [
        p
        for p in posts
        if helped is not None and p.school != helped.id and p.id not in vacant
        for d in p.designations
        if d.role == "sle" and specialism in d.specialisms and p.allowance_days_per_year in (None, 12.0)
    ]
    running = tuple(
        OpeningDeployment(
            post=p.id, role="sle", school=helped.id, area=area, specialism=specialism, days_left=1.5
        )
        for p in helpers[:1]
        if helped is not None
    )
    needs = tuple(
        OpeningNeed(
            school=s.id,
            area="curriculum_teaching",
            specialism=specialism,
            days=draw(st.sampled_from([0.5, 3.0, 20.0])),
            weeks_waited=draw(st.sampled_from([0.0, 4.0, 60.0])),
        )
        for s in there
        if draw(st.booleans())
    )
    tiers = tuple(
        OpeningTier(school=s.id, tier=draw(st.sampled_from(TIERS))) for s in there if draw(st.booleans())
    )
    used = {p.id: draw(st.sampled_from([0.5, 1.0])) for p in posts if draw(st.booleans())}
    return Opening(deployments=running, needs=needs, tiers=tiers, vacancies=vacant, days_used=used)


@st.composite
def secondments(draw: st.DrawFn, trust: Trust) -> tuple[Secondment, ...]:
    """At most one secondment a post, to a school that is there by then."""
    there = [s for s in trust.schools if s.joined is None]
    found = []
    for post in trust.posts:
        to = [s.id for s in there if s.id != post.school]
        if to and post.starts is None and post.ends is None and draw(st.integers(0, 3)) == 0:
            starts, ends = draw(st.sampled_from([(START, LATER[0]), (LATER[0], LATER[2]), (START, LATER[2])]))
            found.append(
                Secondment(
                    post=post.id,
                    to_school=draw(st.sampled_from(to)),
                    starts=starts,
                    ends=ends,
                    share=draw(st.sampled_from([0.5, 1.0])),
                    backfill=draw(st.booleans()),
                    then=draw(st.sampled_from(["return", "stay"])),
                )
            )
    return tuple(found)


@st.composite
def shocks(draw: st.DrawFn, trust: Trust) -> tuple[Shock, ...]:
    """At most two losses of strength, of schools that are there or may come; two may meet in one school."""
    found = []
    for _ in range(draw(st.integers(0, 2)) if trust.schools else 0):
        school = draw(st.sampled_from(trust.schools))
        dates = [date for date in IN_THE_YEAR if school.joined is None or date > school.joined]
        if dates:
            areas = st.lists(st.sampled_from(sorted(school.start_percentile)), max_size=2, unique=True)
            found.append(
                Shock(
                    school=school.id,
                    date=draw(st.sampled_from(dates)),
                    points=draw(st.sampled_from([0.5, 20.0, 100.0])),
                    lasting_share=draw(st.sampled_from([0.0, 0.5, 1.0])),
                    areas=tuple(draw(areas)),
                    reason="generated",
                )
            )
    return tuple(found)


@st.composite
def packages(draw: st.DrawFn) -> tuple[Package, ...]:
    """Packages of both kinds; two for schools, so that one school may have both."""
    found = [
        Package(id=f"school-{i}", kind="school", price_gbp_per_year=900.0, visit_days_per_term=visits)
        for i, visits in enumerate(draw(st.lists(st.sampled_from([0.0, 1.5, 4.0]), max_size=2)))
    ]
    if draw(st.booleans()):
        ends = draw(st.sampled_from([None, dt.date(2027, 1, 1)]))
        found.append(Package(id="trust", kind="trust", price_gbp_per_year=1200.0, ends=ends))
    return tuple(found)


@st.composite
def networks(draw: st.DrawFn, schools: int) -> tuple[Network, ...]:
    """Networks of all schools that may share an area, at a cost that some cannot pay; none of one alone."""
    areas = ("achievement", "inclusion")
    return tuple(
        Network(
            id=f"n{i}", label=f"N{i}", areas=areas[: 1 + i], days_per_term=draw(st.sampled_from([0.5, 4.0]))
        )
        for i in range(draw(st.integers(0, 2)) if schools > 1 else 0)
    )
