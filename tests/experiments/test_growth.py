"""Experiments with joinings that differ from run to run: shared among workers, compared (MODEL 10, 11.2)."""

from __future__ import annotations

import pandas as pd
import pytest

from ist_model.experiments.compare import compare
from ist_model.experiments.removal import Group, giver_parts, role_parts
from ist_model.experiments.replicate import replicate
from ist_model.inputs.models import Designation, Policy, Post
from tests.engines.test_growth import ONE_A_YEAR, POOL, PUBLISHED, drawing, trust
from tests.generated import resolved

RUNS = 4
JOINERS = ("pupils_attention_joiners", "share_pupils_attention_twins", "joining_effect_share")
TOTALS = ("needs_raised_trust", "support_days_per_year", "schools_at_horizon", "utilisation")


def scenario(by=None, given=None, **fields):
    return resolved(given or trust(), growth=by, years=3.0, count_needs_for_years=3.0, **fields)


@pytest.fixture(scope="module")
def grown():
    return replicate(scenario(drawing(ONE_A_YEAR)), runs=RUNS, workers=1)


def test_workers_change_nothing_where_runs_differ_in_who_joins(grown):
    shared = replicate(scenario(drawing(ONE_A_YEAR)), runs=RUNS, workers=2)
    pd.testing.assert_frame_equal(grown.measures, shared.measures)
    for name, frame in grown.series.items():
        pd.testing.assert_frame_equal(frame, shared.series[name])


def test_existing_schools_are_compared_and_no_total_is(grown):
    table = compare(replicate(scenario(given=trust(())), runs=RUNS, workers=1), grown)
    assert table.loc["pupils_attention_existing", "pairs"] == RUNS
    assert table.loc["pupils_attention_existing", "why_not"] == ""
    for name in (*TOTALS, *JOINERS):
        assert "not the same in both" in table.loc[name, "why_not"], name


def test_joiners_are_compared_where_the_same_draw_decides_who_they_are(grown):
    other = replicate(scenario(drawing(ONE_A_YEAR), policy=Policy(order="first_come")), runs=RUNS, workers=1)
    table = compare(grown, other)
    assert (table.loc[[*JOINERS, *TOTALS], "why_not"] == "").all()


@pytest.mark.parametrize("by", [drawing(PUBLISHED), drawing(ONE_A_YEAR, pool=POOL[:2])])
def test_joiners_drawn_otherwise_are_other_schools(grown, by):
    given = trust() if len(by.pool) == len(POOL) else trust(trust().schools[2:4])
    table = compare(grown, replicate(scenario(by, given), runs=RUNS, workers=1))
    assert table.loc["pupils_attention_existing", "why_not"] == ""
    for name in (*TOTALS, *JOINERS):
        assert "not the same in both" in table.loc[name, "why_not"], name


def test_leaders_who_may_never_come_are_in_no_group_of_weak_points():
    """Five sure leaders in all: three at a school and two at others; three more would come with the pool."""
    sle = Designation(role="sle", specialisms=("maths",))
    homes = ("A", "A", "A", "B", "B", *POOL)
    posts = tuple(
        Post(id=f"P{i}", kind="teacher", school=home, designations=(sle,)) for i, home in enumerate(homes)
    )
    grown = scenario(drawing(ONE_A_YEAR), trust(posts=posts))
    assert giver_parts(grown) == [Group("schools", ("A", "B"), 5)]
    assert role_parts(grown) == [Group("roles", ("sle",), 5)]
    everyone = giver_parts(scenario(given=trust(posts=posts)))
    assert everyone == [Group("schools", ("A", "B", *POOL), 8)]
