"""Figures that schools are known by: known areas, named once, with numbers that leave something to see."""

from __future__ import annotations

import pytest

from ist_model.inputs.check import check
from ist_model.inputs.errors import InputError
from tests.inputs.conftest import ROW

GOOD = "{id: rwm, label: R, area: teaching, unit: '%', better: higher, year_group: 6, least: 0, most: 100}"
NATIONAL = {"rwm.national_mean": 62, "rwm.national_sd": 16, "rwm.pupil_sd": 48}


def with_indicators(folder, *kinds, **numbers):
    """The small folder's scenario, with indicators and their rows in the register."""
    lines = "".join(f"  - {kind}\n" for kind in kinds)
    folder.write("framework.yaml", folder.text("framework.yaml") + f"indicators:\n{lines}")
    rows = {f"indicator.{key}": value for key, value in (NATIONAL | numbers).items()}
    text = "".join(ROW.format(key=key, value=value) for key, value in rows.items())
    folder.write("assumptions.yaml", folder.text("assumptions.yaml") + text)
    return folder


def problems(folder):
    with pytest.raises(InputError) as refused:
        folder.resolve()
    return [(problem.key, problem.rule, problem.remedy) for problem in refused.value.problems]


def test_a_sound_indicator_is_taken(folder):
    resolved = with_indicators(folder, GOOD).resolve()
    assert check(resolved) == []
    (kind,) = resolved.framework.indicators
    assert (kind.better, kind.year_group, kind.measured) == ("higher", 6, "strength")


def test_a_framework_without_indicators_stays_as_it_was(folder):
    assert folder.resolve().framework.indicators == ()


WRONG = {
    "unknown area": (
        [GOOD.replace("teaching", "teeching")],
        {},
        "area",
        "there is no area 'teeching'",
        "teaching",
    ),
    "id twice": ([GOOD, GOOD], {}, "indicators", "an id is used once", "another id"),
    "better misspelt": ([GOOD.replace("higher", "heigher")], {}, "better", "higher", ""),
    "no such year group": ([GOOD.replace("group: 6", "group: 7")], {}, "year_group", "", ""),
    "limits upside down": (
        [GOOD.replace("least: 0", "least: 100")],
        {},
        "most",
        "above the lowest (100)",
        "correct",
    ),
    "no spread": ([GOOD], {"rwm.national_sd": 0}, "national_sd", "must be above 0", "correct"),
    "negative spread": ([GOOD], {"rwm.national_sd": -1}, "national_sd", "cannot be negative", "correct"),
    "no chance": ([GOOD], {"rwm.pupil_sd": 0}, "pupil_sd", "must be above 0", "correct"),
    "nothing but chance": (
        [GOOD],
        {"rwm.pupil_sd": 102},
        "pupil_sd",
        "nothing is left to tell schools apart",
        "correct",
    ),
    "counted by year group": (
        [
            GOOD.replace("year_group: 6", "year_group: 6, measured: in-year balance"),
        ],
        {},
        "year_group",
        "not of a year group",
        "remove",
    ),
    "no number": (
        [GOOD, GOOD.replace("rwm", "phonics")],
        {},
        "assumptions",
        "lacks the row 'indicator.phonics.",
        "add",
    ),
    "number without indicator": ([GOOD], {"old.national_mean": 1}, "key", "nothing reads the row", ""),
}


@pytest.mark.parametrize(("kinds", "numbers", "key", "rule", "remedy"), WRONG.values(), ids=WRONG)
def test_what_makes_no_sense_is_refused(folder, kinds, numbers, key, rule, remedy):
    found = problems(with_indicators(folder, *kinds, **numbers))
    assert any(key in at and rule in said and remedy in mend for at, said, mend in found), found


def test_chance_as_large_as_the_spread_is_measured_at_a_typical_cohort(folder):
    """40 pupils a year group: 100 / sqrt(40) = 15.8 is still below 16, 102 / sqrt(40) = 16.1 is not."""
    assert with_indicators(folder, GOOD, **{"rwm.pupil_sd": 100}).resolve()
