"""What is not known is ranked by what it does, with intervals that hold together, and ties are stated."""

from __future__ import annotations

import copy
import datetime as dt
import shutil
from pathlib import Path

import numpy as np
import pytest
import yaml
from scipy import stats

from ist_model.experiments.not_known import Thing, at_ends, rank, swings_of
from ist_model.inputs.errors import InputError
from ist_model.inputs.framework import Framework
from ist_model.inputs.resolve import resolve
from ist_model.inputs.unknown import Unknown
from ist_model.inputs.validate import validate
from ist_model.inputs.workbook.layout import layout
from ist_model.inputs.workbook.write import write_workbook
from ist_model.inputs.yaml_file import read

SCENARIOS = Path(__file__).parents[2] / "scenarios"
RUNS = 60


def thing(name: str, levels: int = 2) -> Thing:
    known = Unknown(
        cell=f"Schools!{name}", label=name, taken="a range", keys=(f"unknown.{name}",), targets=("x",)
    )
    return Thing((f"unknown.{name}",), (known,), tuple(float(level) for level in range(levels)))


def answers(effects: list[list[float]], rng: np.random.Generator, noise: float = 1.0) -> np.ndarray:
    """Answers by level with luck that all levels share and luck of their own."""
    shared = rng.normal(0, 10, RUNS)
    return np.array([effect + shared + rng.normal(0, noise, RUNS) for each in effects for effect in each])


def test_the_larger_swing_stands_first_and_alone_where_chance_tells_them_apart() -> None:
    rng = np.random.default_rng(1)
    made = answers([[0, 1], [5, 0], [0, 0]], rng)
    first, second, third = swings_of([thing("A1"), thing("B1"), thing("C1")], made, is_difference=False)
    assert [each.label for each in (first, second, third)] == ["B1", "A1", "C1"]
    assert [each.largest for each in (first, second, third)] == [True, False, False]
    assert (first.clear, second.clear, third.clear) == (True, True, False)
    assert first.swing.low < 5 < first.swing.high
    assert first.ends == ("1", "0")  # the end with the lower answer first


def test_swings_that_chance_does_not_tell_apart_are_tied() -> None:
    made = answers([[0, 3], [0, 3], [0, 0]], np.random.default_rng(2))
    found = swings_of([thing("A1"), thing("B1"), thing("C1")], made, is_difference=False)
    assert [each.largest for each in found] == [True, True, False]


def test_nothing_that_does_nothing_is_clear_more_often_than_promised() -> None:
    rng = np.random.default_rng(3)
    things = [thing(f"A{n}", 2 + n % 3) for n in range(6)]
    effects = [[0.0] * len(each.levels) for each in things]
    tries = 400
    wrong = sum(
        any(each.clear for each in swings_of(things, answers(effects, rng), is_difference=False))
        for _ in range(tries)
    )
    # At 5 % a share above this has a chance of one in ten thousand.
    assert wrong <= stats.binom.ppf(0.9999, tries, 0.05)


@pytest.mark.parametrize(("ends", "verdict"), [((-3, 3), "turns"), ((2, 5), "holds"), ((-3, 0), "may turn")])
def test_a_decision_turns_holds_or_is_left_open(ends: tuple[float, float], verdict: str) -> None:
    rng = np.random.default_rng(4)
    made = np.array([end + rng.normal(0, 1, RUNS) for end in ends])
    (found,) = swings_of([thing("A1")], made, is_difference=True)
    assert found.verdict == verdict


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two schools, one of which nobody knows the strength of, and a supporter of unknown days."""
    path = tmp_path_factory.mktemp("book") / "trust.xlsx"
    sheets = layout(validate(Framework, read(SCENARIOS / "framework.yaml")))
    sle = {"kind": "deputy", "designations.0.role": "sle", "designations.0.specialisms": "maths"}
    rows = {
        "Trust": [{"trust.title": "Small", "scenario.start": dt.date(2026, 9, 1), "scenario.years": 1}],
        "Schools": [
            {"id": "OAK", "roll": 210, "overall": "unknown"},
            {"id": "ELM", "roll": 300, "overall": 0.6, "urn": "unknown"},
        ],
        "People": [{"id": "DH-1", "school": "ELM", "allowance_days_per_year": "unknown", **sle}],
    }
    return write_workbook(path, sheets, rows, [])


def test_a_schools_strength_matters_to_its_pupils(workbook: Path, tmp_path: Path) -> None:
    found = rank([resolve(workbook, SCENARIOS)], "pupils_attention_existing", tmp_path, runs=20, workers=1)
    assert found.swings[0].label == "Overall strength of OAK"
    assert found.swings[0].clear
    assert found.swings[0].ends == ("99", "1")
    assert found.swings[1].label == "Days a year of DH-1: role.sle.days_per_year, wherever it stands in"
    assert [unknown.label for unknown in found.fixed] == ["URN of ELM"]


def test_what_a_scenario_decides_is_no_longer_in_question(workbook: Path, tmp_path: Path) -> None:
    text = 'name: "Decided"\nquestion: "If OAK is known?"\nextends: trust\n'
    text += "changes: {assumptions: {unknown.schools.OAK.strength: 0.2}}\n"
    other = workbook.with_name("decided.yaml")
    other.write_text(text, encoding="utf-8")
    both = [resolve(workbook, SCENARIOS), resolve(other, SCENARIOS)]
    assert set(both[1].trust.schools[0].start_percentile.values()) == {0.2}
    found = rank(both, "pupils_attention_existing", tmp_path, runs=10, workers=1)
    assert all(each.verdict for each in found.swings)


def test_a_row_that_is_not_there_cannot_be_decided(workbook: Path) -> None:
    text = 'name: "Wrong"\nquestion: "If ASH is known?"\nextends: trust\n'
    other = workbook.with_name("wrong.yaml")
    other.write_text(text + "changes: {assumptions: {unknown.schools.ASH.strength: 0.2}}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"did you mean 'unknown\.schools\.OAK\.strength'"):
        resolve(other, SCENARIOS)


@pytest.mark.parametrize(("schools", "things"), [(4, 12), (5, 5), (12, 12), (30, 12)])
def test_a_large_trust_is_ranked_by_school_and_its_smallest_schools_together(
    tmp_path: Path, schools: int, things: int
) -> None:
    """Three rows a school: at most twelve things are run at both ends, whatever the size of the trust."""
    shutil.copytree(SCENARIOS, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "trusts/inclusive-schools-trust/trust.yaml"
    trust = yaml.safe_load(path.read_text("utf-8"))
    first = trust["schools"][0]
    own = {"urn", "accountable_post", "partnership", "place", "indicators", "label", "id", "name", "roll"}
    like = {key: value for key, value in first.items() if key not in own}
    areas = list(first["start_percentile"])[:3]
    for number in range(len(trust["schools"]), schools):
        names = {"id": f"X{number}", "name": f"New {number}", "label": f"New {number}"}
        trust["schools"].append({**copy.deepcopy(like), **names, "roll": 90 + number})
    chosen = [school["id"] for school in trust["schools"]][:schools]
    trust["start_spread"] = {school: dict.fromkeys(areas, 0.9) for school in chosen}
    path.write_text(yaml.safe_dump(trust, sort_keys=False), encoding="utf-8")
    wanted = at_ends([resolve("baseline", tmp_path)], 10)
    assert len(wanted) == 1 + 2 * things
    lowest = [each.resolved.assumptions.values() for each in wanted[1::2]]
    set_ = [sum(key.startswith("unknown.") and value == 0.01 for key, value in v.items()) for v in lowest]
    assert sum(set_) == 3 * schools
