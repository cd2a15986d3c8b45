"""One release budget a person: whose days a promoted leader uses, what duties take (MODEL 3.3, 7.3)."""

import datetime as dt

import pytest

from ist_model.engines.records import LEFT
from ist_model.inputs.calendar import YEAR_TICKS
from ist_model.inputs.models import Designation, Opening, Policy, Secondment, Stream, Work
from tests.engines.leaders import JANUARY, MATHS, MAY, events, play, post, trust
from tests.generated import school

STREAM = Stream(
    id="E",
    area="achievement",
    specialism="maths",
    needs_per_week=3.0,
    work=Work(distribution="fixed", mean_days=1.0),
)
WITH_POST = Designation(role="tip", specialisms=())
EAGER = {"release__opening_weeks": 0.0, "support__preparation_factor": 1.0}
NEXT_MAY = dt.date(2028, 5, 1)


def seats(assistant=3.0, teacher=12.0, *, second=(), **ends):
    """An SLE who becomes assistant head in January, and keeps the designation."""
    return (
        post(
            "A", "assistant_head", starts=JANUARY, opens_vacant=True, allowance_days_per_year=assistant,
            ends=ends.get("a_ends"),
        ),
        post(
            "T", "teacher", designations=(MATHS, *second), allowance_days_per_year=teacher,
            ends=ends.get("t_ends"),
        ),
    )  # fmt: skip


def promoted(posts, values=None, **fields):
    given = {"policy": Policy(when="continuous")} | fields
    return play(trust(*posts, streams=(STREAM,)), EAGER | (values or {}), **given)


def budgets(world, records, role):
    """Seat whose days a designation uses at each half-term."""
    [slot] = [i for i, struct in enumerate(world.designations) if world.names.roles[struct["role"]] == role]
    return [world.names.posts[seat] for seat in records.budget[:-1, slot]]


def given(world, records, seat, budget, year):
    """Days agreed from a seat out of a seat's budget in a school year of the run."""
    rows, names = records.deployments, world.names.posts
    since = world.span.begin + year * YEAR_TICKS
    chosen = (
        (rows["post"] == names.index(seat))
        & (rows["budget"] == names.index(budget))
        & (rows["matched"] >= since)
        & (rows["matched"] < since + YEAR_TICKS)
    )
    return rows["on_site_milli"][chosen].sum() / 1000


def test_the_days_go_with_who_is_promoted_and_the_successor_has_those_of_the_other_seat():
    world, records = promoted(seats(second=(WITH_POST,)))
    assert budgets(world, records, "sle") == ["T"] * 12
    assert budgets(world, records, "tip") == ["T"] * 2 + ["A"] * 10
    assert given(world, records, "T", "A", 1) <= 3.0
    assert given(world, records, "T", "T", 1) == 0


def test_who_comes_to_a_seat_with_more_days_leaves_the_old_ones_behind():
    world, records = promoted(seats(assistant=20.0, second=(WITH_POST,)))
    assert budgets(world, records, "sle") == ["T"] * 2 + ["A"] * 10
    assert budgets(world, records, "tip") == ["T"] * 12


def test_the_days_come_home_with_the_designation_when_the_new_seat_ends():
    world, records = promoted(seats(second=(WITH_POST,), a_ends=MAY))
    assert budgets(world, records, "tip") == ["T"] * 2 + ["A"] * 2 + ["T"] * 8


def test_when_who_took_the_days_along_leaves_they_come_home_in_september_and_not_before():
    """The successor's days do not change within a year."""
    world, records = promoted(seats(second=(WITH_POST,)), {"post__assistant_head__leave_per_year": 300.0})
    assert events(world, records, LEFT)[1] == ("A", 2)
    assert budgets(world, records, "tip") == ["T"] * 2 + ["A"] * 4 + ["T"] * 6


def test_a_designation_carried_from_a_seat_that_ends_is_given_from_the_days_of_the_new_seat():
    world, records = promoted(seats(t_ends=MAY))
    assert budgets(world, records, "sle") == ["T"] * 4 + ["A"] * 8
    assert given(world, records, "A", "A", 1) == 3.0


def test_boards_are_prepared_out_of_the_days_that_the_holder_has():
    """The successor prepares boards and has 3 days a year, whatever the promoted person has left."""
    world, records = promoted(
        seats(second=(WITH_POST,)),
        {"monitoring__board_preparation_days": 2.0},
        opening=Opening(),
        policy=Policy(),
    )
    ledger = records.ledger[records.ledger["year"] == records.ledger["year"].max()]
    spent = {world.names.posts[row["post"]]: row["boards_milli"] for row in ledger}
    assert 0 < spent["A"] <= 3_000
    assert spent["T"] == 0


@pytest.mark.parametrize("share", [0.5, 1.0])
def test_a_secondment_takes_its_share_of_each_years_days(share):
    """Classes close after the first year, and with them a part of the release days (MODEL 8)."""
    posts = (
        post("H", "headteacher", "home"),
        post("X", "headteacher", "there"),
        post("D", "deputy", "home", designations=(MATHS,), allowance_days_per_year=12.0),
    )
    small = school("home", 0.9, roll=420, roll_change_per_year=-0.3)
    made = trust(*posts, schools=("home", "there"))
    made = made.model_copy(update={"schools": (small, *made.schools[1:])})
    row = Secondment(post="D", to_school="there", starts=JANUARY, ends=NEXT_MAY, share=share, then="return")
    values = {"rolls__own_sd_per_year": 0.0, "rolls__common_sd_per_year": 0.0, "post__deputy__ready_share": 0}
    world, records = play(made, values, secondments=(row,))
    own = records.ledger[records.ledger["post"] == world.names.posts.index("D")]
    first, second = own["contracted_milli"].tolist()
    assert second < first == 12_000
    assert own["cover_milli"].tolist() == [round(days * share * 2 / 3) for days in (first, second)]
