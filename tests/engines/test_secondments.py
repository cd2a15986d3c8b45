"""A person works at another school for whole terms (MODEL 7.3)."""

import pytest

from ist_model.engines.records import (
    BY_SECONDMENT,
    DESIGNATION_LOST,
    DESIGNATION_MOVED,
    FILLED,
    RETURNED,
    SENT,
)
from ist_model.engines.support_effect import effect_of
from ist_model.inputs.calendar import GRID_TICKS, WEEKS_PER_HALF_TERM
from ist_model.inputs.models import Opening, Policy, Secondment, Stream, Work
from ist_model.oracles import ornstein_uhlenbeck
from ist_model.results import money
from ist_model.results.facts import facts_of
from tests.engines.leaders import JANUARY, MATHS, MAY, at, events, play, post, trust

HOMES = ("home", "there")
POSTS = (
    post("H", "headteacher", "home"),
    post("X", "headteacher", "there"),
    post("D", "deputy", "home", designations=(MATHS,), allowance_days_per_year=12.0),
)
NOT_READY = {"post__deputy__ready_share": 0.0}


def sent(share=1.0, then="return", ends=MAY, backfill=True):
    return (
        Secondment(
            post="D", to_school="there", starts=JANUARY, ends=ends, share=share, then=then, backfill=backfill
        ),
    )


def column(world, records, school):
    return records.strength[:, at(world, school), world.leadership_area]


def test_the_receiving_school_gains_as_the_closed_form_says_and_the_home_school_loses():
    """Two days a week of support for a term; at home five days a week away, cover making good .7."""
    world, with_it = play(trust(*POSTS, schools=HOMES), NOT_READY, secondments=sent())
    _, without = play(trust(*POSTS, schools=HOMES), NOT_READY)
    there, before = column(world, with_it, "there"), column(world, without, "there")
    assert there[:3].tolist() == before[:3].tolist()
    kept = world.values["support.kept_per_day"]
    worth = (1 - kept**26) / 26 / ((1 - kept**10) / 10)  # 26 days in a term, against a package of ten
    gain = 2.0 * worth * effect_of(world)
    level = float(with_it.sustaining[2, at(world, "there"), world.leadership_area])
    kappa, week = world.values["strength.kappa_per_week"], WEEKS_PER_HALF_TERM
    due = ornstein_uhlenbeck.supported_strength(week, there[2], level, kappa, gain, 0.0)
    assert there[3] == pytest.approx(due, rel=1e-12)
    home = column(world, with_it, "home")
    drain = 5.0 * world.values["giving.cost_points_per_day"] * (1 - world.values["giving.cover_quality"])
    level = float(with_it.sustaining[2, at(world, "home"), world.leadership_area])
    due = ornstein_uhlenbeck.supported_strength(week, home[2], level, kappa, 0.0, drain)
    assert home[3] == pytest.approx(due, rel=1e-12)
    assert home[3] < column(world, without, "home")[3]


def test_without_effect_a_secondment_adds_nothing_and_without_backfill_home_loses_more():
    _, none = play(trust(*POSTS, schools=HOMES), NOT_READY, secondments=sent(), no_effect=True)
    world, without = play(trust(*POSTS, schools=HOMES), NOT_READY, no_effect=True)
    assert column(world, none, "there").tolist() == column(world, without, "there").tolist()
    _, covered = play(trust(*POSTS, schools=HOMES), NOT_READY, secondments=sent())
    _, bare = play(trust(*POSTS, schools=HOMES), NOT_READY, secondments=sent(backfill=False))
    assert column(world, bare, "home")[4] < column(world, covered, "home")[4]


def test_who_is_seconded_full_time_is_not_deployed_and_comes_back():
    stream = Stream(
        id="E",
        area="achievement",
        specialism="maths",
        needs_per_week=3.0,
        work=Work(distribution="fixed", mean_days=0.1),
    )
    world, records = play(
        trust(*POSTS, schools=HOMES, streams=(stream,)),
        NOT_READY | {"release__opening_weeks": 0.0},
        secondments=sent(),
        policy=Policy(when="continuous"),
    )
    first, back = world.span.begin + 2 * GRID_TICKS, world.span.begin + 4 * GRID_TICKS
    matched = records.deployments["matched"]
    assert not ((matched >= first) & (matched < back)).any()
    assert (matched < first).any()
    assert (matched >= back).any()
    assert events(world, records, SENT, RETURNED) == [("D", 1), ("D", 2)]
    assert records.active[:, 0].tolist() == [True] * 2 + [False] * 2 + [True] * 9


def test_a_part_time_secondment_takes_its_share_of_the_release_days():
    """Half of 12 days a year, for one term of three: 2 days; the rest can be given."""
    world, records = play(trust(*POSTS, schools=HOMES), NOT_READY, secondments=sent(share=0.5))
    own = records.ledger[records.ledger["post"] == world.names.posts.index("D")]
    assert own["cover_milli"].tolist() == [2_000, 0]
    assert records.active[:, 0].all()
    assert records.away_share[:, world.names.posts.index("D")].tolist() == [0, 0, 0.5, 0.5] + [0] * 9


def test_a_school_without_a_head_has_the_person_as_its_leader_instead_of_support():
    vacant = Opening(vacancies={"X": 5})
    world, records = play(trust(*POSTS, schools=HOMES), NOT_READY, secondments=sent(), opening=vacant)
    _, without = play(trust(*POSTS, schools=HOMES), NOT_READY, opening=vacant)
    leader = records.accountable[:, at(world, "there")]
    assert leader[2:4].tolist() == [world.names.posts.index("D")] * 2
    assert column(world, records, "there").tolist() == column(world, without, "there").tolist()


@pytest.mark.parametrize(("vacant", "stays"), [(True, True), (False, False)])
def test_who_is_to_stay_takes_a_vacancy_of_the_school_if_there_is_one(vacant, stays):
    posts = (*POSTS, post("D2", "deputy", "there"))
    opening = Opening(vacancies={"D2": 4} if vacant else {})
    world, records = play(
        trust(*posts, schools=HOMES), NOT_READY, secondments=sent(then="stay"), opening=opening
    )
    moved = records.careers[
        (records.careers["event"] == FILLED) & (records.careers["cause"] == BY_SECONDMENT)
    ]
    assert [world.names.posts[p] for p in moved["post"]] == (["D2"] if stays else [])
    home, there = (records.holder[:, world.names.posts.index(name)] for name in ("D", "D2"))
    assert (there[4] == home[0]) == stays
    assert (home[4] == home[0]) != stays


def seats_by_key(*posts):
    """The order of the seats' keys, by which a fault could hide that a fit was not looked for."""
    world, _ = play(trust(*posts, schools=HOMES), NOT_READY)
    return [world.names.posts.index(each.id) for each in posts]


def stayed(posts, opening, values, **fields):
    """(world, records, seat taken by who stayed, or None)."""
    world, records = play(
        trust(*posts, schools=HOMES), values, secondments=sent(then="stay"), opening=opening, **fields
    )
    rows = records.careers
    moved = rows[(rows["event"] == FILLED) & (rows["cause"] == BY_SECONDMENT)]
    return world, records, world.names.posts[moved["post"][0]] if len(moved) else None


@pytest.mark.parametrize(("terms", "seat"), [(122, "X"), (123, None)], ids=["just ready", "a term too early"])
def test_who_stays_takes_the_next_rung_only_if_ready_for_it(terms, seat):
    """Where nobody leaves, who is there on the first day came 120 terms ago; the end is two terms later."""
    values = {"post__deputy__ready_years": terms / 3}
    world, records, taken = stayed(POSTS, Opening(vacancies={"X": 5}), values)
    assert taken == seat
    home = records.holder[:, world.names.posts.index("D")]
    assert (home[4] == home[0]) == (seat is None)


def test_who_stays_takes_a_seat_of_the_own_kind_before_one_of_the_next_rung():
    posts = (*POSTS, post("E2", "deputy", "there"))
    x, e2 = seats_by_key(*posts)[1], seats_by_key(*posts)[3]
    assert x < e2
    opening = Opening(vacancies={"X": 5, "E2": 5})
    assert stayed(posts, opening, {"post__deputy__ready_years": 122 / 3})[2] == "E2"


@pytest.mark.parametrize(("seat", "kept"), [("X", False), ("E2", True)])
def test_who_stays_keeps_designations_where_the_kind_of_post_keeps_them_or_is_the_same(seat, kept):
    """A headship keeps none; a second deputy's seat is as the first."""
    posts = (*POSTS, post("E2", "deputy", "there"))
    opening = Opening(vacancies={seat: 5})
    world, records, taken = stayed(posts, opening, {"post__deputy__ready_share": 1.0})
    assert taken == seat
    assert (len(events(world, records, DESIGNATION_MOVED)) == 1) == kept
    assert (len(events(world, records, DESIGNATION_LOST)) == 0) == kept


@pytest.mark.parametrize(("opens_vacant", "seat"), [(True, "N"), (False, None)])
def test_who_stays_takes_a_seat_that_begins_vacant_that_day_and_none_that_begins_filled(opens_vacant, seat):
    posts = (*POSTS, post("N", "deputy", "there", starts=MAY, opens_vacant=opens_vacant))
    world, records, taken = stayed(posts, None, NOT_READY)
    assert taken == seat
    holders = set(records.holder[4].tolist()) - {-1}
    assert world.names.posts.index("D") in holders, "nobody is lost"


def test_backfill_costs_the_days_away_at_the_price_of_cover():
    """A term of 13 weeks of 5 days, half of it to be covered, at the register's price; over two years."""
    world, records = play(trust(*POSTS, schools=HOMES), NOT_READY, secondments=sent())
    price = world.values["money.cover_gbp_per_day"] * world.values["post.deputy.cover_share"]
    assert money.per_year(facts_of(world, records), "backfill") == pytest.approx(65 * price / 2)
    world, records = play(trust(*POSTS, schools=HOMES), NOT_READY, secondments=sent(backfill=False))
    assert money.per_year(facts_of(world, records), "backfill") == 0


def test_a_vacant_post_sends_nobody():
    opening = Opening(vacancies={"D": 2})
    world, records = play(trust(*POSTS, schools=HOMES), NOT_READY, secondments=sent(), opening=opening)
    assert events(world, records, SENT) == []
    assert records.away_share.sum() == 0
