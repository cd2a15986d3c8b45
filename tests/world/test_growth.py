"""Who joins, as arrays: the pool waits without dates, and a merger is one event."""

from __future__ import annotations

import datetime as dt

from ist_model.inputs.models import Growth, GrowthRow, Package, Post, Trust
from ist_model.world.build import build_world
from ist_model.world.structs import GROUP_JOINER, GROUP_TWIN, NEVER, NO_LIMIT
from tests.generated import START, resolved, school

TABLE = (
    GrowthRow(schools_from=1, schools_to=2, chances=(0.7, 0.2, 0.1, 0.0), mean=0.4),
    GrowthRow(schools_from=3, chances=(0.6, 0.2, 0.1, 0.1), mean=0.8),
)


def world_of(*schools, growth=None, **fields):
    return build_world(resolved(Trust(title="t", about="t", schools=schools, **fields), growth=growth))


def drawing(*names):
    return Growth(table=TABLE, source="made up", pool=names, starts=dt.date(2027, 9, 1))


def test_a_school_of_the_pool_has_a_twin_and_no_date_and_so_have_its_posts():
    posts = (Post(id="P", kind="deputy", school="N"), Post(id="Q", kind="deputy", school="A"))
    visits = Package(id="v", kind="school", visit_days_per_term=1.0, price_gbp_per_year=10.0)
    pool = drawing("N")
    world = world_of(
        school("A"), school("N", joining="converter"), growth=pool, posts=posts, packages=(visits,)
    )
    (index,) = world.growth.pool
    assert world.schools["group"][[index, index + 1]].tolist() == [GROUP_JOINER, GROUP_TWIN]
    assert world.schools["twin_of"][index + 1] == index
    assert (world.schools["exists"][[index, index + 1]] == NEVER).all()
    assert world.schools["joins"][index] == world.schools["joined"][index] == NEVER
    assert (world.posts["starts"][world.posts["home"] == index] == NEVER).all()
    assert (world.posts["starts"][world.posts["home"] != index] < world.span.start).all()
    assert world.growth.table["schools_to"].tolist() == [2, NO_LIMIT]
    assert world.growth.ends == NEVER
    assert (world.onboarding["school"] == index).sum() == 1  # leadership, as the register has it


def test_the_order_of_the_pool_in_a_file_changes_nothing():
    schools = [school(name, joining="converter") for name in ("N1", "N2", "N3")]
    there = world_of(school("A"), *schools, growth=drawing("N1", "N2", "N3"))
    back = world_of(school("A"), *schools, growth=drawing("N3", "N1", "N2"))
    assert there.growth.pool.tolist() == back.growth.pool.tolist()


def test_a_merger_is_one_event_for_those_who_leave():
    """Leaders of merged schools leave more because the trust changed hands, not a second time for joining."""
    given = {"joined": START, "joining": "merger"}
    merged = world_of(school("A"), school("M", **given), changed_hands=START)
    m = merged.names.schools.index("M school")
    assert merged.schools["group"][m] == GROUP_JOINER
    assert merged.schools["joins"][m] == merged.span.start
    assert merged.schools["joined"][m] == NEVER
    assert merged.changed_hands == merged.span.start
    alone = world_of(school("A"), school("M", **given))  # nobody said that the trust changed hands
    assert alone.schools["joined"][m] == alone.span.start
