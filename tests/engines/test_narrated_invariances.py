"""Laws of MODEL 12 that one engine can show, on generated scenarios."""

import datetime as dt

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ist_model.engines.narrated import run
from ist_model.engines.narrated.log import Log
from ist_model.inputs.calendar import TERM_TICKS, YEAR_TICKS, half_term_on_or_after
from ist_model.inputs.models import Designation, Post, Trust
from ist_model.results.checks import check
from ist_model.world.build import build_world
from tests.engines.equality import differing
from tests.generated import SLE_SPECIALISMS, resolved, scenarios, school, trusts, with_values

TERM_FIVE = dt.date(2028, 1, 1)


def records_of(scenario, number=0):
    return run(build_world(scenario), number)


@settings(max_examples=60)
@given(scenario=scenarios(), number=st.integers(0, 2**40))
def test_every_run_obeys_the_conservation_laws(scenario, number):
    world = build_world(scenario)
    check(world, run(world, number))


@settings(max_examples=25)
@given(scenario=scenarios())
def test_a_run_can_be_repeated_and_its_log_changes_nothing(scenario):
    plain = records_of(scenario)
    log = Log()
    assert differing(plain, run(build_world(scenario), 0, log)) == []
    assert sum(event.kind == "raised" for event in log.events) == len(plain.needs)


@settings(max_examples=25)
@given(scenario=scenarios(), random=st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_bit(scenario, random):
    def shuffled(rows):
        rows = list(rows)
        random.shuffle(rows)
        return tuple(rows)

    trust = scenario.trust.model_copy(
        update={
            name: shuffled(getattr(scenario.trust, name))
            for name in ("schools", "posts", "streams", "suppliers")
        }
    )
    other = scenario.model_copy(update={"trust": trust, "shocks": shuffled(scenario.shocks)})
    assert differing(records_of(scenario), records_of(other)) == []


@settings(max_examples=25)
@given(scenario=scenarios())
def test_renaming_with_the_draw_key_kept_changes_only_names(scenario):
    new_school = {s.id: f"renamed-{s.id}" for s in scenario.trust.schools} | {"none": "none"}
    elsewhere = {
        "opening": scenario.opening and _renamed(scenario.opening, new_school),
        "growth": scenario.growth
        and scenario.growth.model_copy(
            update={"pool": tuple(new_school[name] for name in scenario.growth.pool)}
        ),
        "tier_overrides": tuple(
            o.model_copy(update={"school": new_school[o.school]}) for o in scenario.tier_overrides
        ),
        "secondments": tuple(
            s.model_copy(update={"post": f"x{s.post}", "to_school": new_school[s.to_school]})
            for s in scenario.secondments
        ),
        "shocks": tuple(s.model_copy(update={"school": new_school[s.school]}) for s in scenario.shocks),
    }
    trust = scenario.trust.model_copy(
        update={
            "schools": tuple(
                s.model_copy(update={"id": new_school[s.id], "name": "Other", "draw_key": s.id})
                for s in scenario.trust.schools
            ),
            "posts": tuple(
                p.model_copy(update={"id": f"x{p.id}", "draw_key": p.id, "school": new_school[p.school]})
                for p in scenario.trust.posts
            ),
            "partnerships": tuple(
                p.model_copy(update={"head_post": p.head_post and f"x{p.head_post}"})
                for p in scenario.trust.partnerships
            ),
        }
    )
    renamed = scenario.model_copy(update={"trust": trust, **elsewhere})
    assert differing(records_of(scenario), records_of(renamed)) == []


def _renamed(opening, new_school):
    def rows(kind, **posts):
        return tuple(
            row.model_copy(
                update={"school": new_school[row.school]} | ({"post": f"x{row.post}"} if posts else {})
            )
            for row in getattr(opening, kind)
        )

    return opening.model_copy(
        update={
            "deployments": rows("deployments", posts=True),
            "needs": rows("needs"),
            "tiers": rows("tiers"),
            "vacancies": {f"x{post}": terms for post, terms in opening.vacancies.items()},
            "days_used": {f"x{post}": days for post, days in opening.days_used.items()},
        }
    )


@settings(max_examples=25)
@given(scenario=scenarios(no_effect=True))
def test_one_school_more_changes_no_other_schools_noise(scenario):
    """With no effect of support and no cost of giving, strength is start, forgetting and noise alone."""
    still = {"assumptions": with_values(giving__cost_points_per_day=0.0), "growth": None}  # drawn by size
    scenario = scenario.model_copy(update=still)
    before = build_world(scenario)
    more = scenario.trust.model_copy(update={"schools": (*scenario.trust.schools, school("one-more", 0.3))})
    after = build_world(scenario.model_copy(update={"trust": more}))
    small, large = run(before, 0), run(after, 0)
    where = [
        next(j for j, other in enumerate(after.schools) if _same_row(row, other)) for row in before.schools
    ]
    assert small.strength.tobytes() == large.strength[:, where].tobytes()
    assert small.sustaining.tobytes() == large.sustaining[:, where].tobytes()


def _same_row(a, b):
    return a["key"] == b["key"] and a["group"] == b["group"]


@settings(max_examples=20)
@given(trust=trusts(), number=st.integers(0, 1000))
def test_a_change_from_term_five_leaves_the_first_four_terms_identical(trust, number):
    """One more supporter from January of the second year."""
    extra = Post(
        id="extra",
        kind="teacher",
        starts=TERM_FIVE,
        designations=(Designation(role="sle", specialisms=SLE_SPECIALISMS),),
    )
    more = trust.model_copy(update={"posts": (*trust.posts, extra)})
    a, b = (records_of(resolved(t, years=2.0, count_needs_for_years=2.0), number) for t in (trust, more))
    change = half_term_on_or_after(TERM_FIVE)
    points = a.grid_tick < change
    assert a.strength[points].tobytes() == b.strength[points].tobytes()
    for column in ("key", "raised", "asked_milli", "priority"):
        assert _until(a.needs, "raised", change, column) == _until(b.needs, "raised", change, column)
    for column in ("matched", "giver", "receiver", "on_site_milli", "quality"):
        assert _until(a.deployments, "matched", change, column) == _until(
            b.deployments, "matched", change, column
        )
    assert _until(a.boards, "tick", change, "tier_after") == _until(b.boards, "tick", change, "tier_after")
    assert _until(a.inspections, "tick", change, "worst") == _until(b.inspections, "tick", change, "worst")


def _until(table, clock, tick, column):
    kept = table[table[clock] < tick]
    return sorted(zip(kept[clock].tolist(), kept[column].tolist(), strict=True))


@settings(max_examples=15)
@given(scenario=scenarios())
def test_a_longer_horizon_leaves_what_came_before_identical(scenario):
    longer = scenario.model_copy(update={"years": 1.5})
    a, b = records_of(scenario), records_of(longer)
    points = slice(0, len(a.grid_tick) - 1)  # at the horizon itself only strength is brought up to date
    assert a.strength[points].tobytes() == b.strength[points].tobytes()
    assert a.tier[points].tobytes() == b.tier[points].tobytes()
    end = half_term_on_or_after(scenario.start) + YEAR_TICKS
    for table, clock, columns in (
        ("needs", "raised", ("key", "source", "area", "specialism", "priority", "asked_milli")),
        (
            "deployments",
            "matched",
            ("designation", "supplier", "giver", "receiver", "start", "on_site_milli"),
        ),
        ("boards", "tick", ("school", "tier_before", "tier_after", "raised")),
        ("inspections", "tick", ("school", "ordinal", "safe", "worst")),
        ("careers", "tick", ("event", "post", "designation")),
    ):
        for column in columns:
            short, long = getattr(a, table), getattr(b, table)
            assert _until(short, clock, end, column) == _until(long, clock, end, column), (table, column)
    assert a.filled[points].tobytes() == b.filled[points].tobytes()
    assert a.active[points].tobytes() == b.active[points].tobytes()


@settings(max_examples=15)
@given(scenario=scenarios(), later=st.integers(1, 5))
def test_runs_differ_from_one_another(scenario, later):
    pool = scenario.growth.pool if scenario.growth else ()
    assume(any(each.joined is None and each.id not in pool for each in scenario.trust.schools))
    assert records_of(scenario).strength.tobytes() != records_of(scenario, later).strength.tobytes()


def test_support_lifts_a_school_and_no_effect_lifts_nothing():
    post = Post(
        id="P",
        kind="central",
        allowance_days_per_year="none",
        designations=(Designation(role="tip"),),
    )
    alone = Trust(title="t", about="t", schools=(school("weak", 0.05),))
    helped = alone.model_copy(update={"posts": (post,)})
    quiet = with_values(
        inspection__safeguarding_not_met_chance=0.0,
        post__central__leave_per_year=0.0,
        rise__days_per_term=0.0,
    )

    def mean_strength(trust, **fields):
        scenario = resolved(trust, assumptions=quiet, years=3.0, count_needs_for_years=3.0, **fields)
        return np.mean([records_of(scenario, n).strength[1:].mean() for n in range(4)])

    without = mean_strength(alone)
    assert mean_strength(helped) > without + 0.5
    assert mean_strength(helped, no_effect=True) == without


def test_a_post_is_vacant_for_whole_terms_and_its_designation_for_a_year():
    """Hazard so high that everyone leaves at each term's end."""
    post = Post(id="P", kind="teacher", designations=(Designation(role="sle", specialisms=("maths",)),))
    certain = with_values(
        post__teacher__leave_per_year=1e6, post__teacher__refill_terms=2.0, role__sle__develop_weeks=39.0
    )
    trust = Trust(title="t", about="t", posts=(post,))
    records = records_of(
        resolved(trust, assumptions=certain, years=4.0, count_needs_for_years=4.0, warm_up_weeks=0.0)
    )
    half_terms_per_term = 2
    filled = records.filled[:-1:half_terms_per_term, 0].tolist()
    assert filled == [True, False, False] * 4
    # The holder left after one term, and each successor left before the year of development was over.
    assert records.active[:, 0].tolist() == [True, True] + [False] * (len(records.grid_tick) - 2)
    assert np.all(records.careers["tick"] % TERM_TICKS == 0)
