"""Indicators of a world: who has which, what was published, the rule of the shipped percentiles."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from ist_model.inputs.models import Indicator, IndicatorKind
from ist_model.inputs.resolve import resolve
from ist_model.science import indicators as science
from ist_model.world import indicators
from ist_model.world.build import build_world
from ist_model.world.figures import MEASURED
from tests.generated import framework, school

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"
SIGNAL = math.sqrt(0.7)  # the rule in the heading of the trust file
KIND = IndicatorKind(id="a", label="A", area="achievement", unit="%", better="lower", published_as="Absence")


@pytest.fixture(scope="module")
def shipped():
    resolved = resolve("baseline", SCENARIOS)
    return resolved, build_world(resolved)


def test_starting_percentiles_follow_from_published_absence_by_the_stated_rule(shipped):
    """Phi(sqrt(.7) z): as far from the middle as a spread wider by 1 / sqrt(.7) would put the figure."""
    resolved, world = shipped
    index, checked = world.names.indicators.index("absence"), 0
    kind = world.indicators.kinds[index]
    for each in resolved.trust.schools:
        at = world.names.schools.index(each.name)
        figure = world.indicators.published[at, index, 0]
        (said,) = [i.value for i in each.indicators if i.name == "Overall absence"]
        assert figure == said
        percentile = science.percentile_of(figure, kind["mean"], kind["sd"] / SIGNAL, True)
        assert each.start_percentile["attendance_behaviour"] == pytest.approx(percentile, abs=5e-4)
        strength = science.strength_of(figure, kind["mean"], kind["sd"] / SIGNAL, True)
        assert world.strength[at, kind["area"]] == pytest.approx(strength, abs=0.05)
        checked += 1
    assert checked == 6


@pytest.mark.parametrize(
    ("ages", "groups", "phonics", "ks2"),
    [((3, 7), 3, True, False), ((5, 7), 2, True, False), ((7, 11), 4, False, True), ((4, 11), 7, True, True)],
)
def test_a_school_has_the_year_groups_of_its_ages(ages, groups, phonics, ks2):
    each = school("S", age_low=ages[0], age_high=ages[1])
    assert indicators.year_groups(each) == groups
    assert indicators.has_year_group(each, 1) == phonics
    assert indicators.has_year_group(each, 6) == ks2
    assert indicators.has_year_group(each, None)


def published(*figures):
    return school("S", indicators=tuple(Indicator(**(figure | {"source": "made up"})) for figure in figures))


def test_the_latest_figure_of_that_name_and_unit_is_taken():
    figures = [
        {"name": "Absence", "value": 5.0, "unit": "%", "year": "2018/19"},
        {"name": "Absence", "value": 4.0, "unit": "%", "year": "2021/22"},
        {"name": "Absence", "value": 9.0, "unit": "days", "year": "2022/23"},
        {"name": "Absence of staff", "value": 7.0, "unit": "%", "year": "2022/23"},
        {"name": "Absence", "value": "suppressed", "unit": "%", "year": "2023/24"},
    ]
    assert indicators.published_figure(published(*figures), KIND) == (4.0, 2021)
    assert np.isnan(indicators.published_figure(published(*figures[2:]), KIND)).all()
    undated = {"name": "Absence", "value": 5.0, "unit": "%"}
    value, year = indicators.published_figure(published(undated), KIND)
    assert value == 5.0
    assert math.isnan(year)


def test_an_area_that_a_school_lacks_has_no_figure(shipped):
    resolved = shipped[0]
    early = KIND.model_copy(update={"id": "absence", "area": "early_years"})
    changed = framework().model_copy(update={"indicators": (early,)})
    built = build_world(resolved.model_copy(update={"framework": changed}))
    early_years = built.names.areas.index("early_years")
    assert built.indicators.counts[:, 0].tolist() == built.has_area[:, early_years].tolist()


def test_kinds_stand_as_the_framework_lists_them(shipped):
    world = shipped[1]
    kinds = world.indicators.kinds
    assert world.names.indicators == tuple(kind.id for kind in framework().indicators)
    assert [MEASURED[m] for m in kinds["measured"][-3:]] == list(MEASURED[1:])
    assert (kinds["pupil_sd"] > 0).tolist() == (kinds["measured"] == 0).tolist()
    keys = world.indicators.key
    assert len(np.unique(keys)) == keys.size
