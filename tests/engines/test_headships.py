"""Who leads each school, who stands in, and what it takes (MODEL 7.3)."""

import pytest

from ist_model.engines.records import AWAY, BACK
from ist_model.inputs.calendar import GRID_TICKS
from ist_model.inputs.models import Opening, Partnership, Policy, Stream, Work
from ist_model.results import succession
from ist_model.results.facts import facts_of
from tests.engines.leaders import JANUARY, MATHS, MAY, at, events, play, post, trust
from tests.generated import framework

NOT_READY = {"post__deputy__ready_share": 0.0, "post__head_of_school__ready_share": 0.0}
UNDER = (Partnership(id="all", label="All", head_post="PH"),)


def leaders(world, records, school="S"):
    """Names of the leader of a school at each half-term; None where nobody leads."""
    column = records.accountable[:-1, at(world, school)]
    return [None if post < 0 else world.names.posts[post] for post in column]


def vacancy(name, terms):
    return Opening(vacancies={name: terms})


def test_a_deputy_acts_up_until_the_head_comes_and_is_not_deployed_meanwhile():
    """Two terms without a head; the deputy, an SLE, would be asked for all the time."""
    posts = (
        post("H", "headteacher"),
        post("D", "deputy", designations=(MATHS,), allowance_days_per_year="none"),
    )
    stream = Stream(
        id="E",
        area="achievement",
        specialism="maths",
        needs_per_week=3.0,
        work=Work(distribution="fixed", mean_days=0.5),
    )
    world, records = play(
        trust(*posts, streams=(stream,)),
        NOT_READY | {"release__opening_weeks": 0.0},
        opening=vacancy("H", 2),
        policy=Policy(when="continuous"),
    )
    assert leaders(world, records) == ["D"] * 4 + ["H"] * 8
    assert events(world, records, AWAY, BACK) == [("D", 0), ("D", 2)]
    until = world.span.begin + 4 * GRID_TICKS
    assert (records.deployments["matched"] >= until).all()
    assert len(records.deployments) > 0
    assert not records.active[:4].any()
    assert records.active[4:].all()
    facts = facts_of(world, records)
    assert succession.interim_weeks(facts) == 4 * 6.5
    assert (succession.headship_gap(facts), succession.uncovered_headship(facts)) == (1.0, 0.0)


def test_standing_in_takes_its_days_and_gives_back_those_to_come():
    """39 days a year, two terms of three: 26 of the deputy's 30 days are taken, for the rest of the year."""
    posts = (
        post("H", "headteacher"),
        post("D", "deputy", designations=(MATHS,), allowance_days_per_year=30.0),
    )
    world, records = play(
        trust(*posts),
        NOT_READY | {"careers__cover_days_per_year": 36.0},
        opening=vacancy("H", 2),
    )
    own = records.ledger[records.ledger["post"] == world.names.posts.index("D")]
    # 36 wanted, 30 there; after two terms of three a third of them comes back.
    assert own["cover_milli"].tolist() == [20_000, 0]
    assert own["idle_milli"].tolist() == [10_000, 30_000]


@pytest.mark.parametrize(
    ("posts", "leader"),
    [
        ((post("PH", "partnership_head", "other"), post("D", "deputy")), "D"),
        ((post("PH", "partnership_head", "other"), post("T", "teacher")), "PH"),
        ((post("PH", "partnership_head", "other"), post("D", "deputy", "other")), "PH"),
        ((post("D", "deputy", "other"), post("T", "teacher")), "D"),
        ((post("A", "assistant_head"), post("T", "teacher")), None),
    ],
    ids=["own deputy", "partnership head", "head before bench", "bench", "nobody"],
)
def test_who_stands_in(posts, leader):
    names = [each.id for each in posts]
    partnerships = UNDER if "PH" in names else (Partnership(id="all", label="All"),)
    # Who is ready but came only on the first day stands in, and is promoted a term later.
    world, records = play(
        trust(post("H", "headteacher"), *posts, schools=("S", "other"), partnerships=partnerships),
        {"post__partnership_head__ready_share": 0.0},
        opening=vacancy("H", 2),
    )
    assert leaders(world, records)[0] == leader
    facts = facts_of(world, records)
    assert succession.uncovered_headship(facts) == (leader is None)
    assert leaders(world, records)[4] == "H"


def test_a_framework_without_a_ladder_names_nobody_to_stand_in():
    flat = framework().model_copy(
        update={
            "post_kinds": tuple(k.model_copy(update={"promoted_from": ()}) for k in framework().post_kinds)
        }
    )
    posts = (post("H", "headteacher"), post("D", "deputy"))
    world, records = play(trust(*posts), framework=flat, opening=vacancy("H", 1))
    assert leaders(world, records) == [None] * 2 + ["H"] * 10


@pytest.mark.parametrize(("days", "taken"), [(0.0, 0), (6.0, 12_000)])
def test_each_school_led_takes_from_a_partnership_heads_days(days, taken):
    """The head leads the own school, which costs nothing, and two others through heads of school."""
    posts = (
        post("PH", "partnership_head", "own", allowance_days_per_year=40.0),
        post("A", "head_of_school", "one"),
        post("B", "head_of_school", "two"),
    )
    world, records = play(
        trust(*posts, schools=("own", "one", "two"), partnerships=UNDER),
        {"careers__led_school_days_per_year": days},
    )
    row = records.ledger[records.ledger["post"] == world.names.posts.index("PH")]
    assert row["cover_milli"].tolist() == [taken, taken]
    assert row["idle_milli"].tolist() == [40_000 - taken] * 2
    head = world.names.posts.index("PH")
    for school in ("one", "two"):
        assert set(records.under[:, at(world, school)]) == {head}
    assert set(records.under[:, at(world, "own")]) == {-1}


def test_beyond_the_span_a_partnership_head_does_not_stand_in():
    """Span 1: the head stands in at one of two schools without a head, the other has nobody."""
    posts = (
        post("PH", "partnership_head", "own"),
        post("A", "headteacher", "one"),
        post("B", "headteacher", "two"),
    )
    world, records = play(
        trust(*posts, schools=("own", "one", "two"), partnerships=UNDER),
        {"careers__span_schools": 1.0},
        opening=Opening(vacancies={"A": 1, "B": 1}),
    )
    first = {leaders(world, records, school)[0] for school in ("one", "two")}
    assert first == {"PH", None}


def test_heads_of_school_go_under_another_partnership_head_while_theirs_is_missing():
    heads = (
        Partnership(id="all", label="All", head_post="PH"),
        Partnership(id="b", label="B", head_post="X"),
    )
    posts = (
        post("PH", "partnership_head", "own"),
        post("X", "partnership_head", "none"),
        post("A", "head_of_school", "one"),
    )
    world, records = play(
        trust(*posts, schools=("own", "one"), partnerships=heads), NOT_READY, opening=vacancy("PH", 1)
    )
    over = [world.names.posts[p] for p in records.under[:4, at(world, "one")]]
    assert over == ["X", "X", "PH", "PH"]


def test_heads_of_school_phased_in_as_vacancies_are_filled_from_the_bench():
    """A leadership model is data: one headship ends in January, a head of school's post opens vacant."""
    posts = (
        post("H", "headteacher", ends=JANUARY),
        post("HS", "head_of_school", starts=JANUARY, opens_vacant=True),
        post("D", "deputy"),
        post("PH", "partnership_head", "other"),
    )
    world, records = play(
        trust(*posts, schools=("S", "other"), partnerships=UNDER),
        {"post__headteacher__ready_share": 0.0},
    )
    assert leaders(world, records) == ["H"] * 2 + ["HS"] * 10
    deputy, head = world.names.posts.index("D"), world.names.posts.index("HS")
    assert records.holder[2, head] == records.holder[0, deputy]


def test_a_deputy_stands_in_at_the_own_school_before_any_other():
    """Two schools lose their heads at once and only one has a deputy, whichever comes first by key."""
    posts = (
        post("H0", "headteacher", "S"),
        post("H1", "headteacher", "other"),
        post("D", "deputy", "other"),
    )
    for first, second in (("S", "other"), ("other", "S")):
        moved = tuple(
            each.model_copy(update={"school": {"S": first, "other": second}[each.school]}) for each in posts
        )
        world, records = play(
            trust(*moved, schools=("S", "other")), opening=Opening(vacancies={"H0": 1, "H1": 1})
        )
        assert leaders(world, records, second)[0] == "D"
        assert leaders(world, records, first)[0] is None


def test_who_is_needed_to_lead_the_own_school_stands_in_elsewhere_no_longer():
    """A headteacher who leads nobody stands in at another school, until the own school's head leaves."""
    posts = (
        post("N", "headteacher", "S", ends=JANUARY),
        post("M", "headteacher", "S"),
        post("H", "headteacher", "other"),
        post("PH", "partnership_head", "none", starts=MAY),
    )
    given = trust(*posts, schools=("S", "other"), partnerships=UNDER)
    named = tuple(
        each.model_copy(update={"accountable_post": "N"}) if each.id == "S" else each
        for each in given.schools
    )
    world, records = play(given.model_copy(update={"schools": named}), opening=vacancy("H", 2))
    assert leaders(world, records, "S") == ["N"] * 2 + ["M"] * 10
    assert leaders(world, records, "other")[:4] == ["M"] * 2 + [None] * 2


SPAN_OF_ONE = {"careers__span_schools": 1.0} | NOT_READY
TWO_LED = (
    post("PH", "partnership_head", "own"),
    post("A", "head_of_school", "one"),
    post("B", "headteacher", "two"),
)


def test_a_partnership_heads_span_counts_heads_of_school_and_schools_led_directly():
    """The head of school comes first: the Partnership Head does not stand in at a second school as well."""
    world, records = play(
        trust(*TWO_LED, schools=("own", "one", "two"), partnerships=UNDER),
        SPAN_OF_ONE,
        opening=vacancy("B", 2),
    )
    assert set(records.under[:, at(world, "one")]) == {world.names.posts.index("PH")}
    assert leaders(world, records, "two") == [None] * 4 + ["B"] * 8


@pytest.mark.parametrize("other", [False, True], ids=["nobody else", "another head with room"])
def test_beyond_the_span_a_head_of_school_is_under_another_head_or_nobody(other):
    """The Partnership Head stands in for two terms already when the head of school comes in January."""
    later = TWO_LED[1].model_copy(update={"starts": JANUARY})
    heads = (*UNDER, Partnership(id="b", label="B", head_post="Y")) if other else UNDER
    posts = (TWO_LED[0], later, TWO_LED[2], *([post("Y", "partnership_head", "none")] if other else []))
    world, records = play(
        trust(*posts, schools=("own", "one", "two"), partnerships=heads), SPAN_OF_ONE, opening=vacancy("B", 2)
    )
    names = [*world.names.posts, None]
    assert leaders(world, records, "two")[:4] == ["PH"] * 4
    over = [names[post] for post in records.under[:6, at(world, "one")]]
    assert over == [None] * 2 + ["Y" if other else None] * 2 + ["PH"] * 2
