"""How far growth is safe: plans by pace, posts and share sponsored, all with the same luck (MODEL 10)."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from scipy import stats

from ist_model.experiments import pace
from ist_model.experiments.each_year import Year, each_year, worst
from ist_model.experiments.frontier import (
    SPONSORED,
    Cell,
    Frontier,
    Map,
    each_september,
    frontier,
    with_more,
)
from ist_model.experiments.levers import LeverError, holders
from ist_model.experiments.pace import NoPlanError
from ist_model.experiments.septembers import september_years
from ist_model.experiments.target import standard
from ist_model.inputs.identity import identity
from ist_model.inputs.resolve import resolve
from ist_model.report.words.growth import asked, columns, last_safe, marks, worst_year, worst_years
from ist_model.results.summary import Interval
from tests.generated import SCENARIOS


@pytest.fixture(scope="module")
def base():
    return resolve("baseline", SCENARIOS)


@pytest.fixture(scope="module")
def growth():
    return resolve("growth-national-rate", SCENARIOS)


def joined(plan, base):
    there = {school.id for school in base.trust.schools}
    return [school for school in plan.trust.schools if school.id not in there]


@pytest.mark.parametrize(
    ("rate", "years", "numbers"),
    [(0, 3, [0, 0, 0]), (0.5, 4, [0, 1, 0, 1]), (1, 2, [1, 1]), (1.5, 4, [1, 2, 1, 2]), (0.1, 4, [0] * 4)],
)
def test_a_pace_is_whole_schools_each_september(rate, years, numbers):
    assert each_september(rate, years) == numbers


def test_schools_join_in_the_septembers_within_the_period(base):
    assert september_years(base) == (2027, 2028, 2029, 2030)
    assert september_years(base.model_copy(update={"years": 1.0})) == ()


@pytest.mark.parametrize(("share", "sponsored"), [(0.0, 0), (0.25, 2), (0.5, 4), (1.0, 8)])
def test_the_share_sponsored_is_kept_and_spread_over_the_joinings(base, growth, share, sponsored):
    plan = pace.steady(base, growth, [2, 2, 2, 2], 2027, share_sponsored=share, again=True)
    found = joined(plan, base)
    assert sum(school.joining == "sponsored" for school in found) == sponsored
    a_year = Counter(school.joined.year for school in found if school.joining == "sponsored")
    assert max(a_year.values(), default=0) - min((a_year[y] for y in range(2027, 2031)), default=0) <= 1


def test_schools_beyond_the_pool_are_others_like_those_in_it(base, growth):
    plan = pace.steady(base, growth, [10], 2027, again=True)
    ids = [school.id for school in joined(plan, base)]
    assert sorted(ids) == sorted([*growth.growth.pool, "P1-2", "P2-2"])
    (copy,) = [school for school in plan.trust.schools if school.id == "P2-2"]
    assert copy.accountable_post == "HT-P2-2"
    assert {post.id for post in plan.trust.posts if post.school == "P2-2"} == {
        "HT-P2-2",
        "DH-P2-2",
        "T-P2-2",
    }
    with pytest.raises(NoPlanError, match="pool of 8"):
        pace.steady(base, growth, [10], 2027)


def test_a_share_that_the_pool_has_no_school_for_is_refused(base, growth):
    converters = growth.model_copy(update={"growth": growth.growth.model_copy(update={"pool": ("P2", "P3")})})
    with pytest.raises(NoPlanError, match="has none"):
        pace.steady(base, converters, [1], 2027, share_sponsored=1.0, again=True)


def test_posts_are_added_and_taken_in_turn_the_commonest_specialism_first(base):
    assert identity(with_more(base, 0)) == identity(base)
    names = ("english_phonics", "maths", "early_years", "senior_leadership", "curriculum")
    plans = {more: with_more(base, more) for more in (0, 3, -3)}
    counts = {more: [len(holders(plan, "sle", name)) for name in names] for more, plan in plans.items()}
    assert counts == {0: [4, 3, 2, 2, 1], 3: [5, 4, 3, 2, 1], -3: [3, 2, 1, 2, 1]}
    with pytest.raises(LeverError, match="there are 13 today"):
        with_more(base, -14)


def cell(verdict, mean=0.5, *years):
    return Cell(Interval(mean, mean - 0.1, mean + 0.1, 40), verdict, years)


def year(begins, verdict, mean):
    return Year(begins, Interval(mean, mean - 0.1, mean + 0.1, 40), verdict)


def test_the_last_safe_point_is_before_the_first_pace_that_is_not_clear():
    rows = [[cell(verdict)] for verdict in ("keeps", "keeps", "open", "keeps", "fails")]
    drawn = Map((0, 1, 2, 3, 4), "SLE posts", (13.0,), 0, tuple(map(tuple, rows)))
    assert drawn.last_safe(0) == 1
    assert drawn.first_unsafe(0) == 4
    nothing = Map((0,), "SLE posts", (13.0,), 0, ((cell("open"),),))
    assert nothing.last_safe(0) is None
    assert nothing.first_unsafe(0) is None
    assert [marks(cell(verdict, 0.44)) for verdict in ("keeps", "open", "fails")] == ["45+", "45?", "45"]


def test_each_year_is_tested_by_itself_with_the_error_shared_out():
    """Two years of 100 runs: one that always holds, one in which half of the runs do; a third has no need."""
    shares = np.column_stack([np.full(100, 0.9), np.tile([0.9, 0.1], 50), np.full(100, np.nan)])
    years = each_year(standard(0.7, 0.8, "existing", 0.05), (2026, 2027, 2028), shares, 0.01)
    assert [(each.year, each.chance.mean, each.verdict) for each in years] == [
        (2026, 1.0, "keeps"),
        (2027, 0.5, "fails"),
    ]
    assert worst(years) == years[1]
    assert worst(()) is None
    wide = stats.binomtest(50, 100).proportion_ci(1 - 0.05 / 3, method="wilson")
    assert years[1].chance[1:3] == pytest.approx((wide.low, wide.high))
    # A year that is known to fall short comes before one that only looks worse and is open.
    assert worst([year(2026, "open", 0.2), year(2027, "fails", 0.3)]).year == 2027


def test_a_pace_that_holds_on_the_whole_says_so_of_its_worst_year(base, growth):
    alone = cell("keeps", 0.95, year(2027, "keeps", 0.9), year(2030, "keeps", 0.85))
    nobody = "with nobody joining, in 85 of 100 (75–95)."
    told = {
        "fails": "But not in each school year by itself: in the worst, 2030/31, in about 6 in 10 runs "
        f"(95%: 50–70 in 100); {nobody}",
        "open": "Whether in each school year by itself cannot be told: in the worst, 2030/31,",
        "keeps": "It holds in each school year by itself too: in the worst, 2030/31,",
    }
    for verdict, words in told.items():
        joined_by_one = cell("keeps", 0.9, year(2027, "keeps", 0.9), year(2030, verdict, 0.6))
        drawn = Map((0, 1), "SLE posts", (13.0,), 0, ((alone,), (joined_by_one,)))
        said = last_safe(Frontier(base, growth, standard(0.7, 0.8, "existing"), (2027,), drawn, drawn, 9))
        assert "the last safe point is: 1 school a year" in said[0]
        assert words in said[0]
    assert worst_year(joined_by_one) == "60+ (50–70) in\N{NO-BREAK SPACE}2030/31"
    assert worst_year(cell("keeps")) == "–"


def test_a_year_with_needs_only_if_schools_join_is_set_beside_nothing(base, growth):
    rows = ((cell("keeps", 0.95),), (cell("keeps", 0.9, year(2030, "fails", 0.6)),))
    drawn = Map((0, 1), "SLE posts", (13.0,), 0, rows)
    found = Frontier(base, growth, standard(0.7, 0.8, "trust"), (2027,), drawn, drawn, 9)
    assert "in about 6 in 10 runs (95%: 50–70 in 100)." in last_safe(found)[0]
    assert worst_years(found) == [
        "With today's 13 SLE posts the worst school year by itself keeps the standard: 2030/31 in about 6 in "
        "10 runs (95%: 50–70 in 100) at 1 school a year."
    ]


@pytest.mark.parametrize(
    ("low", "told"),
    [(0.48, "; a line of 45 runs in 100 would hold."), (0.04, "in 100).")],
)
def test_where_no_pace_is_safe_the_highest_chance_that_holds_is_told(base, growth, low, told):
    drawn = Map((0, 1), "SLE posts", (13.0,), 0, ((Cell(Interval(0.65, low, 0.8, 40), "fails", ()),),) * 2)
    said = last_safe(Frontier(base, growth, standard(0.7, 0.9, "existing"), (2027,), drawn, drawn, 9))
    assert said[0].startswith("With today's 13 SLE posts no pace is safe where 90% of the runs are to keep")
    assert "Even when nobody joins it does not hold: about 13 in 20 runs" in said[0]
    assert said[0].endswith(told)
    assert said[1] == (
        "No number of SLE posts shown, 13 at most, makes any pace safe; posts of other roles are not "
        "varied here."
    )


def test_posts_are_posts_where_todays_number_is_not_among_them():
    assert columns(Map((0,), "SLE posts", (14.0, 16.0), None, ((cell("open"),) * 2,))) == [
        "14 posts",
        "16 posts",
    ]
    assert columns(Map((0,), SPONSORED, (0.0, 1.0), None, ((cell("open"),) * 2,)))[1] == "100% sponsored"


def test_cells_share_their_luck_and_what_nobody_joins_is_the_same_in_both_maps(base, growth, tmp_path):
    short = base.model_copy(update={"years": 2.0, "count_needs_for_years": 2.0})
    given = {"paces": [3, 0], "more_posts": [1, 0], "shares": [0.0, 1.0], "stages": (6, 2)}
    found = frontier(short, growth, standard(0.5, 0.8, "existing"), tmp_path, workers=1, **given)
    assert found.by_posts.paces == (0, 3)
    assert found.by_posts.columns == (13.0, 14.0)
    assert found.by_posts.today == 0
    nobody = found.by_posts.cells[0][0].chance
    assert [each.chance for each in found.by_share.cells[0]] == [nobody, nobody]
    assert found.septembers == (2027,)
    assert found.runs == 6 * 8  # so few runs settle no cell, and nobody joins in three of eight
    told = [asked(found), *last_safe(found)]
    assert "50% of the needs" in told[0]
    assert "it cannot be told whether the standard holds" in told[1]
    again = frontier(short, growth, standard(0.5, 0.8, "existing"), tmp_path, workers=1, **given)
    assert again.by_posts.cells == found.by_posts.cells
    # With schools joining in the second year, the first is that of nobody joining, with the same luck.
    first, second = zip(found.by_posts.cells[0][0].years, found.by_posts.cells[1][0].years, strict=True)
    assert first[0] == first[1]
    assert [each.year for each in second] == [2027, 2027]


def test_without_a_september_there_is_no_frontier(base, growth, tmp_path):
    with pytest.raises(NoPlanError, match="no September"):
        frontier(
            base.model_copy(update={"years": 1.0}),
            growth,
            standard(0.5, 0.8, "existing"),
            tmp_path,
            paces=[1],
            more_posts=[0],
            shares=[0.0],
        )
