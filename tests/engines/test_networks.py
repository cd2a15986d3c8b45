"""Best Practice Networks in whole runs: what spreads, what it costs, and that nothing rises by itself."""

import datetime as dt

import numpy as np
import pytest

from ist_model.engines.narrated import run
from ist_model.inputs.calendar import TERM_TICKS
from ist_model.inputs.models import Designation, Network, Post, Trust
from ist_model.results.checks import check
from ist_model.science import networks
from ist_model.world.build import build_world
from tests.generated import resolved, school, with_values

QUIET = {
    "monitoring__need_threshold": 1.0,
    "monitoring__urgent_threshold": 0.0,
    "inspection__safeguarding_not_met_chance": 0.0,
    "post__deputy__leave_per_year": 0.0,
    "strength__persistence": 1.0,
}
AREA = "achievement"
SCHOOLS = (school("A", 0.2, roll=100), school("B", 0.6, roll=300), school("C", 0.9, roll=100))
MEETS = Network(id="n", label="N", areas=(AREA,), days_per_term=0.5)


def deputies(schools=SCHOOLS, days=12.0):
    sle = Designation(role="sle", specialisms=("maths",))
    return tuple(
        Post(id=f"D-{s.id}", kind="deputy", school=s.id, designations=(sle,), allowance_days_per_year=days)
        for s in schools
    )


def made(network=MEETS, values=None, schools=SCHOOLS, posts=None, **fields):
    trust = Trust(
        title="t",
        about="t",
        schools=schools,
        posts=deputies(schools) if posts is None else posts,
        networks=() if network is None else (network,),
    )
    given = {"assumptions": with_values(**QUIET | (values or {})), "warm_up_weeks": 0.0}
    world = build_world(resolved(trust, **(given | fields)))
    records = run(world, 0)
    check(world, records)
    return world, records


def levels(world, records, area=AREA):
    """[terms, S] self-sustaining levels at term starts, schools in the order of their names."""
    column = records.sustaining[::2, :, world.names.areas.index(area)]
    return column[:, np.argsort(world.names.schools)]


def test_a_term_of_meetings_draws_schools_towards_those_above_by_hand():
    """A tenth of the way: A to the mean of B (300 pupils) and C (100), B to C alone, C to nobody."""
    world, records = made(values={"network__gain_per_term": 0.1})
    before, after = levels(world, records)[:2]
    a, b, c = before
    assert after == pytest.approx([a + 0.1 * ((300 * b + 100 * c) / 400 - a), b + 0.1 * (c - b), c])
    others = records.sustaining[:, :, world.names.areas.index("inclusion")]
    assert np.all(others == others[0])


def test_nobody_rises_above_the_strongest_member():
    """Strength is very noisy, so a rule that followed it would lift somebody above where all began."""
    noisy = {
        "network__gain_per_term": 1.0,
        "strength__sigma_per_root_week": 5.0,
        "strength__lasting_share": 0.0,
    }
    world, records = made(values=noisy, years=10.0)
    path = levels(world, records)
    assert np.nanmax(records.strength) > path[0].max() + 5.0
    assert np.all(path <= path[0].max())
    assert path[-1] == pytest.approx(path[0].max(), rel=1e-3)


@pytest.mark.parametrize("network", [None, MEETS])
def test_with_no_effect_the_mean_sustaining_level_does_not_move_in_ten_years(network):
    """Strength is noisy and the networks meet, so a rule that followed strength would climb."""
    _, records = made(network, {"network__gain_per_term": 0.05}, years=10.0, no_effect=True)
    assert np.nanmean(records.sustaining[-1]) == np.nanmean(records.sustaining[0])
    assert np.array_equal(records.sustaining[-1], records.sustaining[0], equal_nan=True)
    assert np.nanstd(np.diff(records.strength, axis=0)) > 1.0
    if network is not None:
        assert records.ledger["networks_milli"].sum() == 10 * 3 * 3 * 500


def test_meetings_cost_each_member_its_days_and_stop_when_cover_is_short():
    """Half a day a term is a day and a half a year; one day a year pays for two meetings of three."""
    _, rich = made()
    assert rich.ledger["networks_milli"].tolist() == [1500, 1500, 1500]
    posts = (*deputies(SCHOOLS[:2]), *deputies(SCHOOLS[2:], days=1.0))
    world, short = made(values={"network__gain_per_term": 0.1}, posts=posts, years=2.0)
    assert sorted(short.ledger["networks_milli"].tolist()) == [1000, 1000, 1500, 1500, 1500, 1500]
    before, after = levels(world, short)[2:4]  # the summer term, without C
    assert after[:2] == pytest.approx([before[0] + 0.1 * (before[1] - before[0]), before[1]])


def test_a_school_without_a_leader_to_send_learns_nothing():
    world, records = made(values={"network__gain_per_term": 0.1}, posts=deputies(SCHOOLS[1:]))
    path = levels(world, records)
    assert np.all(path[:, 0] == path[0, 0])
    assert path[-1, 1] > path[0, 1]


def test_only_named_members_meet_and_a_joiner_from_its_first_term():
    joiner = school("J", 0.1, joined=dt.date(2027, 1, 1), joining="converter")
    schools = (*SCHOOLS, joiner)
    world, records = made(schools=schools, values={"network__gain_per_term": 0.1}, posts=deputies(schools))
    j = world.names.schools.index("J school")
    path = records.sustaining[:, j, world.names.areas.index(AREA)]
    joined = int(np.searchsorted(records.grid_tick, world.schools["joins"][j]))
    terms = (records.grid_tick - world.schools["joins"][j]) // TERM_TICKS
    assert np.all(path[joined : np.searchsorted(terms, 1)] == path[joined])
    assert path[np.searchsorted(terms, 1)] > path[joined]


def test_level_above_by_hand():
    pupils, everyone = np.array([100.0, 300.0, 100.0]), np.array([True, True, True])
    assert networks.level_above(0, np.array([40.0, 50.0, 60.0]), pupils, everyone) == 52.5
    assert networks.level_above(2, np.array([40.0, 50.0, 60.0]), pupils, everyone) == 60.0
    assert networks.level_above(0, np.array([40.0, 50.0, 60.0]), pupils, ~everyone) == 40.0
    assert networks.drawn_up(40.0, 52.5, 0.2) == 42.5


def test_networks_that_share_an_area_do_not_learn_from_each_others_lessons():
    """Two networks on the same area, in either order of their names: the same levels, the larger rise."""
    values = with_values(**QUIET | {"network__gain_per_term": 0.1})

    def after(names):
        posts = deputies()
        pairs = zip(names, (("A", "B"), ("A", "B", "C")), strict=True)
        found = tuple(
            Network(id=name, label=name, areas=(AREA,), schools=members, days_per_term=0.5)
            for name, members in pairs
        )
        trust = Trust(title="t", about="t", schools=SCHOOLS, posts=posts, networks=found)
        world = build_world(resolved(trust, assumptions=values, warm_up_weeks=0.0))
        return levels(world, run(world, 0))[1]

    assert np.array_equal(after(("n1", "n2")), after(("n2", "n1")))
