"""Leaving, promotion and appointment in whole runs (MODEL 7.1, 7.2)."""

import datetime as dt

import numpy as np
import pytest

from ist_model.engines.narrated import run
from ist_model.engines.records import (
    BY_APPOINTMENT,
    BY_PROMOTION,
    DESIGNATION_LOST,
    DESIGNATION_MOVED,
    FILLED,
    LEFT,
)
from ist_model.inputs.calendar import TERM_TICKS, YEAR_TICKS
from ist_model.inputs.models import LastInspection, Policy, Stream, Work
from ist_model.oracles import renewal
from ist_model.results import succession
from ist_model.results.facts import facts_of
from ist_model.science import draws
from ist_model.world.build import build_world
from tests.engines.leaders import JANUARY, MATHS, SEPTEMBER, events, play, post, quiet, trust
from tests.generated import framework, resolved, school, with_values

LADDER = (
    post("H", "headteacher", starts=JANUARY, opens_vacant=True),
    post("D", "deputy"),
    post("A", "assistant_head"),
    post("T", "teacher", designations=(MATHS,)),
)
SETTLED = (post("H", "headteacher"), *LADDER[1:])


def filled(records, cause):
    rows = records.careers
    return rows[(rows["event"] == FILLED) & (rows["cause"] == cause)]


def test_a_vacancy_moves_down_the_ladder_in_one_term_and_only_the_lowest_seat_is_advertised():
    world, records = play(trust(*LADDER))
    assert sorted(events(world, records, LEFT)) == [("A", 1), ("D", 1), ("T", 1)]
    assert sorted(events(world, records, FILLED)) == [("A", 1), ("D", 1), ("H", 1), ("T", 2)]
    person = {world.names.posts[p]: records.holder[:, p] for p in range(4)}
    assert person["H"][2:].tolist() == [person["D"][0]] * 11
    assert person["D"][2] == person["A"][0]
    assert person["A"][2] == person["T"][0]
    assert person["T"][2:4].tolist() == [-1, -1]
    assert person["T"][4] == 4, "a newcomer is numbered after those in post on the first day"


@pytest.mark.parametrize(
    ("ready_years", "promoted"), [(0.0, ["A", "D", "H"]), (100.0, [])], ids=["ready", "not ready"]
)
def test_only_who_is_ready_is_promoted(ready_years, promoted):
    kinds = ("deputy", "assistant_head", "teacher")
    world, records = play(trust(*LADDER), {f"post__{kind}__ready_years": ready_years for kind in kinds})
    names = [world.names.posts[p] for p in filled(records, BY_PROMOTION)["post"]]
    assert sorted(names) == promoted


def test_without_a_ladder_every_vacancy_is_advertised():
    flat = framework().model_copy(
        update={
            "post_kinds": tuple(k.model_copy(update={"promoted_from": ()}) for k in framework().post_kinds)
        }
    )
    world, records = play(trust(*LADDER), framework=flat)
    assert events(world, records, FILLED) == [("H", 2)]
    assert len(filled(records, BY_PROMOTION)) == 0


def test_the_nearest_who_is_ready_goes_first_and_of_equals_the_first_by_draw_key():
    posts = (
        post("H", "headteacher", "S", starts=JANUARY, opens_vacant=True),
        post("D-far", "deputy", "far"),
        post("D-near", "deputy", "S"),
        post("D-other", "deputy", "S"),
    )
    world, records = play(trust(*posts, schools=("S", "far")))
    [row] = filled(records, BY_PROMOTION)
    came_from = world.names.posts[row["person"]]
    assert came_from in ("D-near", "D-other")
    assert row["person"] == min(
        p for p, name in enumerate(world.names.posts) if name in ("D-near", "D-other")
    )


def test_whom_the_own_school_needs_is_not_promoted_elsewhere_first():
    """Two headships begin vacant; only one school has a deputy, and the other headship comes first by key."""
    posts = (
        post("H0", "headteacher", "S", starts=JANUARY, opens_vacant=True),
        post("H1", "headteacher", "other", starts=JANUARY, opens_vacant=True),
        post("D", "deputy", "other"),
    )
    world, records = play(trust(*posts, schools=("S", "other")))
    first, second = (world.names.posts.index(name) for name in ("H0", "H1"))
    assert first < second
    person = world.names.posts.index("D")
    assert records.holder[2, [first, second]].tolist() == [-1, person]


def test_a_second_deputy_of_a_school_without_a_head_may_be_promoted_elsewhere():
    posts = (
        post("H0", "headteacher", "S", starts=JANUARY, opens_vacant=True),
        post("H1", "headteacher", "other", starts=JANUARY, opens_vacant=True),
        post("D", "deputy", "other"),
        post("E", "deputy", "other"),
    )
    world, records = play(trust(*posts, schools=("S", "other")))
    heads = [world.names.posts.index(name) for name in ("H0", "H1")]
    assert sorted(records.holder[2, heads]) == sorted(world.names.posts.index(name) for name in ("D", "E"))


def keeps(kind, keep):
    kinds = tuple(
        k.model_copy(update={"keeps_designations": keep}) if k.id == kind else k
        for k in framework().post_kinds
    )
    return framework().model_copy(update={"post_kinds": kinds})


@pytest.mark.parametrize("keep", [True, False])
def test_who_is_promoted_gives_on_only_if_the_new_post_keeps_the_designation(keep):
    """The SLE for maths becomes an assistant head in January, and is the only one who can be asked."""
    posts = (
        post("A", "assistant_head", starts=JANUARY, opens_vacant=True),
        post("T", "teacher", designations=(MATHS,), allowance_days_per_year=12.0),
    )
    stream = Stream(
        id="E",
        area="achievement",
        specialism="maths",
        needs_per_week=3.0,
        work=Work(distribution="fixed", mean_days=1.0),
    )
    world, records = play(
        trust(*posts, streams=(stream,)),
        {"release__opening_weeks": 0.0, "support__preparation_factor": 1.0},
        framework=keeps("assistant_head", keep),
        policy=Policy(when="continuous"),
    )
    after = records.deployments[records.deployments["matched"] >= world.span.begin + TERM_TICKS]
    first_year = after[after["matched"] < world.span.begin + YEAR_TICKS]
    seats = {world.names.posts[p] for p in after["post"]}
    assert ("A" in seats) == keep
    assert (len(events(world, records, DESIGNATION_MOVED)) == 1) == keep
    assert (len(events(world, records, DESIGNATION_LOST)) == 0) == keep
    facts = facts_of(world, records)
    assert succession.lost_to_promotion(facts) == (0 if keep else 1)
    own = records.ledger[records.ledger["post"] == world.names.posts.index("T")]
    assert own["contracted_milli"][0] == 12_000, "the release days go with the person"
    assert {world.names.posts[p] for p in first_year["budget"]} <= {"T"}


def leavers(world, records, term):
    rows = records.careers
    here = (rows["event"] == LEFT) & (rows["tick"] == (term + 1) * TERM_TICKS)
    return set(rows["post"][here].tolist())


@pytest.mark.parametrize("factor", [1.0, 2.0])
def test_in_the_year_after_a_school_joins_its_heads_leave_by_the_raised_hazard(factor):
    """Exactly those of two hundred whose uniform lies below 1 - exp(-factor x .3 / 3); the year after, .3."""
    seats = tuple(post(f"H{i}", "headteacher", "S") for i in range(200))
    joined = school("S", 0.9, joined=SEPTEMBER, joining="converter")
    given = trust(*seats).model_copy(update={"schools": (joined,)})
    world, records = play(
        given,
        {
            "post__headteacher__leave_per_year": 0.3,
            "post__headteacher__refill_terms": 0.0,
            "careers__head_joining_factor": factor,
        },
    )
    for term in range(6):
        index = world.span.begin // TERM_TICKS + term
        chance = -np.expm1(-0.3 * (factor if term < 3 else 1.0) / 3)
        lots = [draws.uniform(world.seed, 0, draws.LEAVING, key, index) for key in world.posts["key"]]
        due = {post for post, u in enumerate(lots) if u < chance} if term < 5 else set()
        assert leavers(world, records, index) == due


def test_a_worse_inspection_raises_the_hazard_for_a_year_and_a_trust_that_changes_hands_everybodys():
    seats = tuple(post(f"D{i}", "deputy", "S") for i in range(60))
    weak = school("S", 0.02, last_inspection=LastInspection(outcome="good", date=dt.date(2020, 9, 1)))
    given = trust(*seats).model_copy(update={"schools": (weak,)})

    def left(**fields):
        values = {"post__deputy__leave_per_year": 0.3, "post__deputy__refill_terms": 0.0} | fields
        world = build_world(
            resolved(given, assumptions=with_values(**quiet(**values)), warm_up_weeks=0.0, years=5.0)
        )
        records = run(world, 0)
        rows = records.careers
        return world, records, rows["tick"][rows["event"] == LEFT]

    world, records, plain = left()
    _, _, raised = left(careers__staff_downgrade_factor=4.0)
    seen = int(records.inspections["tick"][0])
    within_year = slice(seen, seen + YEAR_TICKS)
    assert sorted(plain[plain <= seen]) == sorted(raised[raised <= seen])
    count = [((t > within_year.start) & (t <= within_year.stop)).sum() for t in (plain, raised)]
    assert count[1] > 2 * count[0]
    later = [t[t > within_year.stop + TERM_TICKS] for t in (plain, raised)]
    assert sorted(later[0]) == sorted(later[1])
    given = given.model_copy(update={"changed_hands": SEPTEMBER})
    _, _, changed = left(careers__staff_changed_hands_factor=4.0)
    first = [(t <= world.span.begin + YEAR_TICKS).sum() for t in (plain, changed)]
    assert first[1] > 2 * first[0]


@pytest.mark.parametrize("failing", [0.0, 0.5])
def test_vacancies_last_as_long_as_rounds_that_may_fail_make_them(failing):
    """Two terms a round: mean vacancy 2 / (1 - f), and the share of time filled that follows from it."""
    seats = tuple(post(f"T{i}", "teacher", "none") for i in range(60))
    values = {
        "post__teacher__leave_per_year": 0.6,
        "post__teacher__refill_terms": 2.0,
        "post__teacher__fail_chance": failing,
    }
    _, records = play(trust(*seats, schools=()), values, years=40.0, warm_up_weeks=390.0)
    gaps = []
    for seat in range(60):
        own = records.careers[records.careers["post"] == seat]
        gaps += (np.diff(own["tick"])[own["event"][:-1] == LEFT] // TERM_TICKS).tolist()
    mean, share = renewal.mean_vacancy_terms(2, failing), records.filled[::2].mean()
    spread = 2 * np.sqrt(failing) / (1 - failing) / np.sqrt(len(gaps))
    assert np.mean(gaps) == pytest.approx(mean, abs=max(4 * spread, 1e-12))
    leaving = renewal.leaving_chance(0.6)
    assert share == pytest.approx(renewal.share_filled_after_rounds(leaving, 2, failing), abs=0.015)


def test_where_nobody_leaves_nothing_happens_and_the_bench_stays():
    world, records = play(trust(*SETTLED))
    assert len(records.careers) == 0
    assert succession.bench(facts_of(world, records), 0.0).tolist() == [[2.0] * 12], "head and deputy"


def test_where_everybody_leaves_each_term_the_laws_hold_and_seats_are_filled_again():
    everybody = {f"post__{kind.id}__leave_per_year": 300.0 for kind in framework().post_kinds}
    _, records = play(trust(*SETTLED), everybody)
    assert len(filled(records, BY_PROMOTION)) == 0, "nobody is there long enough"
    assert records.filled[:-1:2].mean(axis=0).tolist() == [0.5] * 4, "a term in post, a term vacant"


@pytest.mark.parametrize(("share", "advertised"), [(0.0, 1), (1.0, 0)], ids=["no bench", "endless bench"])
def test_a_headship_is_advertised_only_where_there_is_no_bench(share, advertised):
    deputies = tuple(post(f"D{i}", "deputy") for i in range(8))
    world, records = play(trust(LADDER[0], *deputies), {"post__deputy__ready_share": share})
    from_outside = filled(records, BY_APPOINTMENT)["post"]
    assert (from_outside == world.names.posts.index("H")).sum() == advertised
    assert succession.headship_gap(facts_of(world, records)) == advertised
