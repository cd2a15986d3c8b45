"""Indicators of a run by hand, in the hand-made world and in the shipped one (MODEL 4.5)."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ist_model.engines import narrated
from ist_model.engines.records import CAREER, LEFT, POST_ENDED, RESIGNED
from ist_model.inputs.resolve import resolve
from ist_model.results import accounts, indicators
from ist_model.results.facts import facts_of
from ist_model.science.draws import INDICATOR_NOISE, normal_quantile, uniform
from ist_model.world.build import build_world
from ist_model.world.structs import Span
from tests.results.made import combined
from tests.results.runs import alone, records
from tests.results.worlds import YEAR, at, rows, world

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"
ABSENCE, KS2, TURNOVER, STABILITY, BALANCE = range(5)


def made(facts):
    return pd.DataFrame(indicators.frame(facts)).set_index(["indicator", "school", "school_year"])


def chance(key):
    """The year's standard normal number of a school's luck in an indicator, by the published generator."""
    return normal_quantile(uniform(7, records().run, INDICATOR_NOISE, key, YEAR))


def test_a_year_of_school_a_by_hand():
    """A stands at 20 in two half-terms of six and at 50 in four: 40 on average, two thirds of an sd low.

    Absence: chance of 280 pupils 5.6 / sqrt(280) = .3347, signal sqrt(1 - .112) = .9423; 200 pupils.
    """
    row = made(facts_of(world(), records())).loc[(ABSENCE, 0, 2026)]
    expected = 4 + math.sqrt(1 - 5.6**2 / 280) * 10 / 15
    assert expected == pytest.approx(4.6282, abs=5e-5)
    assert row["expected"] == pytest.approx(expected, rel=1e-12)
    assert row["figure"] == pytest.approx(expected + 5.6 / math.sqrt(200) * chance(0), rel=1e-12)
    assert row["percentile"] == pytest.approx(0.5 * math.erfc((row["figure"] - 4) / math.sqrt(2)), rel=1e-12)
    assert (row["published"], row["published_school_year"]) == (4.5, 2018)


def test_a_year_group_counts_a_part_of_the_roll_and_a_school_without_it_has_no_figure():
    """B: strength 50 in all half-terms; 100 pupils in four year groups are 25 in Year 6."""
    frame = made(facts_of(world(), records()))
    assert (KS2, 0, 2026) not in frame.index
    row = frame.loc[(KS2, 1, 2026)]
    assert row["expected"] == pytest.approx(60, abs=1e-9)
    assert row["figure"] == pytest.approx(60 + 48 / 5 * chance(6), rel=1e-12)
    assert np.isnan(row["published"])


def test_a_joiner_counts_from_joining_and_its_twin_beside_it_but_not_in_the_trust():
    """J is at 20 in the first two of its four half-terms, the twin in all of them."""
    facts = facts_of(world(), records())
    frame = made(facts)
    signal = math.sqrt(1 - 5.6**2 / 280)
    assert frame.loc[(ABSENCE, 2, 2026), "expected"] == pytest.approx(4 + signal, rel=1e-12)
    assert frame.loc[(ABSENCE, 3, 2026), "expected"] == pytest.approx(4 + 2 * signal, rel=1e-12)
    rolls = np.array([200, 100, 300])
    of_schools = frame.loc[ABSENCE].loc[[0, 1, 2], "figure"].to_numpy()
    trust = frame.loc[(ABSENCE, indicators.TRUST, 2026), "figure"]
    assert trust == pytest.approx((of_schools * rolls).sum() / 600, rel=1e-12)


def test_the_balance_is_that_of_the_accounts():
    facts = facts_of(world(), records())
    own, frame = alone(accounts.of_schools(facts)), made(facts).loc[BALANCE]
    for school in range(3):
        assert frame.loc[(school, 2026), "figure"] == pytest.approx(
            100 * own.balance[0, school] / own.income[0, school], rel=1e-12
        )
    together = 100 * own.balance[0, :3].sum() / own.income[0, :3].sum()
    assert frame.loc[(indicators.TRUST, 2026), "figure"] == pytest.approx(together, rel=1e-12)
    assert (3, 2026) not in frame.index


def test_leavers_and_heads_of_fewer_than_five_posts_are_never_shown():
    frame = made(facts_of(world(), records()))
    assert frame.loc[TURNOVER].index.tolist() == [(indicators.TRUST, 2026)]
    assert np.isnan(frame.loc[(TURNOVER, indicators.TRUST, 2026), "figure"])
    assert np.isnan(frame.loc[(TURNOVER, indicators.TRUST, 2026), "percentile"])
    assert STABILITY not in frame.index.get_level_values("indicator")  # there is no year before


def careers_world():
    """Six headships and two school years; leavers in the first and on the first day of the second."""
    base, two_years = world(), Span(at(-39), at(0), at(78), at(78))
    posts = np.repeat(base.posts[:1], 6)
    run = records()
    holder = np.tile(np.arange(6, dtype=np.int32), (13, 1))
    holder[3:, 0], holder[6:, 1], holder[6:, 2] = 10, 11, -1
    filled = holder >= 0
    careers = rows(
        CAREER,
        {"tick": at(13), "event": LEFT, "post": 0, "cause": RESIGNED},
        {"tick": at(13), "event": LEFT, "post": 3, "cause": POST_ENDED},
        {"tick": at(39), "event": LEFT, "post": 1, "cause": RESIGNED},
        {"tick": at(39), "event": LEFT, "post": 2, "cause": RESIGNED},
    )
    grid = np.array([at(6.5 * q) for q in range(13)])
    return (
        dataclasses.replace(base, span=two_years, posts=posts),
        run._replace(holder=holder, filled=filled, careers=careers, grid_tick=grid),
    )


def test_turnover_and_stability_of_six_headships_by_hand():
    """One of six leaves in the first year, two on the first day of the second; one is not replaced."""
    here, run = careers_world()
    facts = facts_of(here, run)
    assert indicators._turnover(facts, YEAR) == pytest.approx(1 / 6, rel=1e-12)
    assert indicators._turnover(facts, YEAR + 1) == pytest.approx(2 / 5, rel=1e-12)
    assert indicators._stability(facts, YEAR + 1) == pytest.approx(3 / 6, rel=1e-12)


def test_a_post_that_has_ended_says_nothing_of_its_holder():
    here, run = careers_world()
    here.posts["ends"][0] = at(26)
    assert indicators._stability(facts_of(here, run), YEAR + 1) == pytest.approx(3 / 5, rel=1e-12)
    here.posts["ends"][1] = at(26)
    assert np.isnan(indicators._stability(facts_of(here, run), YEAR + 1))


@pytest.fixture(scope="module")
def shipped():
    """Facts of three runs of the shipped baseline."""
    here = build_world(resolve("baseline", SCENARIOS))
    return here, facts_of(here, *(narrated.run(here, run) for run in range(3)))


def test_the_shipped_trust_has_all_indicators_with_its_published_figures_beside(shipped):
    here, facts = shipped
    frame = pd.DataFrame(indicators.frame(facts))
    frame = frame[frame["run"] == 0]
    assert set(frame["indicator"]) == set(range(len(here.names.indicators)))
    absence = here.names.indicators.index("absence")
    shown = frame[(frame["indicator"] == absence) & (frame["school"] >= 0)]
    published = dict(zip((here.names.labels[s] for s in shown["school"]), shown["published"], strict=True))
    assert published["School A"] == 3.9  # in the trust file: overall absence of 2018/19
    assert published["School E"] == 4.5
    assert set(shown["published_school_year"]) == {2018}
    ks2 = here.names.indicators.index("ks2_expected")
    schools = set(frame.loc[(frame["indicator"] == ks2) & (frame["school"] >= 0), "school"])
    assert {here.names.labels[s] for s in schools} == {"School C", "School E"}  # the two junior schools


def test_people_are_counted_for_the_trust_alone(shipped):
    here, facts = shipped
    frame = pd.DataFrame(indicators.frame(facts))
    frame = frame[frame["run"] == 0]
    for name in ("staff_turnover", "leadership_stability"):
        rows_of = frame[frame["indicator"] == here.names.indicators.index(name)]
        assert set(rows_of["school"]) == {indicators.TRUST}
        assert rows_of["figure"].between(0, 100).all()


def test_runs_become_a_mean_and_a_spread_by_school_and_year(shipped):
    over_runs = combined(shipped[1])["indicators"]
    each = pd.DataFrame(indicators.frame(shipped[1]))
    keys = ["indicator", "school", "school_year"]
    expected = each.groupby(keys)["figure"].mean()
    assert over_runs.set_index(keys)["figure_mean"].to_dict() == pytest.approx(
        expected.to_dict(), nan_ok=True
    )
    assert {"figure_p10", "figure_p90", "expected_mean", "percentile_mean"} <= set(over_runs.columns)
    assert over_runs["published_p10"].equals(over_runs["published_p90"])
