"""Starting strengths that a trust file leaves open: rows of the register, draws, decisions, refusals."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from statistics import NormalDist, fmean, stdev
from typing import Any

import pytest
import yaml

from ist_model.experiments.draws import sample
from ist_model.inputs.errors import InputError
from ist_model.inputs.resolve import resolve
from ist_model.inputs.scenario_models import Resolved
from ist_model.inputs.unknown import must_lead, with_draw

SCENARIOS = Path(__file__).parents[2] / "scenarios"
NORMAL = NormalDist()
AREAS = ("inclusion", "curriculum_teaching", "attendance_behaviour")
KEYS = [f"unknown.schools.DR.start_percentile.{area}" for area in ("inclusion", "attendance_behaviour")]


def written(
    folder: Path, spread: dict[str, Any], together: dict[str, Any] | None = None, **more: dict[str, Any]
) -> None:
    """The shipped scenarios with a spread in the trust's file, and further scenarios."""
    shutil.copytree(SCENARIOS, folder, dirs_exist_ok=True)
    path = folder / "trusts/inclusive-schools-trust/trust.yaml"
    own = {"start_spread": spread, "start_together": together or {}}
    path.write_text(path.read_text("utf-8") + yaml.safe_dump(own), encoding="utf-8")
    for name, content in more.items():
        base = {"name": name, "question": "What if?", "extends": "baseline"}
        (folder / f"{name}.yaml").write_text(yaml.safe_dump(base | content), encoding="utf-8")


def percentiles(resolved: Resolved) -> dict[str, float]:
    (school,) = [school for school in resolved.trust.schools if school.id == "DR"]
    return {area: school.start_percentile[area] for area in AREAS}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A scenarios folder whose trust knows one school roughly."""
    made = tmp_path_factory.mktemp("spread") / "scenarios"
    open_ = {"inclusion": 0.9, "curriculum_teaching": 0.9, "attendance_behaviour": 0.6}
    known = {"schools": {"change": {"DR": {"start_percentile": dict.fromkeys(AREAS, 0.4)}}}}
    decided = {"assumptions": {KEYS[0]: 0.9}}
    group = {"DR": [["inclusion", "curriculum_teaching"]]}
    written(made, {"DR": open_}, group, known={"changes": known}, decided={"changes": decided})
    return made


def test_areas_of_a_group_are_one_row_and_the_middle_is_what_is_written(
    folder: Path,
) -> None:
    resolved = resolve("baseline", folder)
    assert sorted(key for unknown in resolved.unknowns for key in unknown.keys) == sorted(KEYS)
    assert percentiles(resolved) == percentiles(resolve("baseline", SCENARIOS))
    assert with_draw(resolved, resolved.assumptions.values()) == resolved


def test_draws_give_the_normal_law_that_is_written_and_areas_of_a_group_move_together(folder: Path) -> None:
    resolved = resolve("baseline", folder)
    centre = percentiles(resolved)
    drawn = [percentiles(with_draw(resolved, values)) for values in sample(resolved.assumptions, 320, 1)[1:]]
    assert all(each["inclusion"] == each["curriculum_teaching"] for each in drawn)
    for area, spread in (("inclusion", 0.9), ("attendance_behaviour", 0.6)):
        moved = [NORMAL.inv_cdf(each[area]) - NORMAL.inv_cdf(centre[area]) for each in drawn]
        assert fmean(moved) == pytest.approx(0.0, abs=0.02)
        # The outermost hundredths are left out: .9346 of the standard deviation is left.
        assert stdev(moved) == pytest.approx(0.9346 * spread, rel=0.02)


def test_a_scenario_may_say_what_was_open(folder: Path) -> None:
    known = resolve("known", folder)
    assert known.unknowns == ()
    assert not [key for key in known.assumptions.values() if key.startswith("unknown.")]
    assert set(percentiles(known).values()) == {0.4}
    decided = percentiles(resolve("decided", folder))
    centre = percentiles(resolve("baseline", folder))
    expected = NORMAL.cdf(NORMAL.inv_cdf(centre["inclusion"]) + 0.9 * NORMAL.inv_cdf(0.9))
    assert decided["inclusion"] == decided["curriculum_teaching"] == pytest.approx(expected)
    assert decided["attendance_behaviour"] == centre["attendance_behaviour"]


def test_wording_does_not_tie_areas_and_unlike_areas_of_a_group_take_the_same_place(tmp_path: Path) -> None:
    open_ = dict.fromkeys(AREAS, 0.9) | {"inclusion": 0.4}
    written(tmp_path / "one", {"DR": open_})
    assert len(resolve("baseline", tmp_path / "one").unknowns) == 3
    written(tmp_path / "two", {"DR": open_}, {"DR": [list(AREAS)]})
    resolved = resolve("baseline", tmp_path / "two")
    (key,) = {key for unknown in resolved.unknowns for key in unknown.keys}
    centre, drawn = (
        percentiles(with_draw(resolved, resolved.assumptions.values() | {key: place})) for place in (0.5, 0.9)
    )
    for area in AREAS:
        moved = NORMAL.inv_cdf(drawn[area]) - NORMAL.inv_cdf(centre[area])
        assert moved == pytest.approx(open_[area] * NORMAL.inv_cdf(0.9))


@pytest.mark.parametrize(
    ("groups", "told"),
    [
        ({"XX": [["inclusion"]]}, "leaves nothing open of 'inclusion' of XX"),
        ({"DR": [["early_yeers"]]}, "leaves nothing open of 'early_yeers' of DR"),
        ({"DR": [["inclusion"], ["inclusion"]]}, "an area of a school is in one group"),
    ],
)
def test_groups_that_cannot_be_are_refused_with_file_and_place(
    tmp_path: Path, groups: dict[str, Any], told: str
) -> None:
    written(tmp_path, {"DR": {"inclusion": 0.9}}, groups)
    with pytest.raises(InputError) as caught:
        resolve("baseline", tmp_path)
    assert told in str(caught.value)
    assert "start_together" in str(caught.value)


@pytest.mark.parametrize("digits", ["1", "101"])
def test_a_school_whose_id_is_digits_is_the_one_that_is_drawn(tmp_path: Path, digits: str) -> None:
    written(tmp_path, {digits: {"inclusion": 0.9}})
    path = tmp_path / "trusts/inclusive-schools-trust/trust.yaml"
    path.write_text(re.sub(r"\bDR\b", f"'{digits}'", path.read_text("utf-8")), encoding="utf-8")
    resolved = resolve("baseline", tmp_path)
    (unknown,) = resolved.unknowns
    (key,) = unknown.keys
    drawn = with_draw(resolved, resolved.assumptions.values() | {key: 0.9})
    changed = {
        one.id
        for one, other in zip(resolved.trust.schools, drawn.trust.schools, strict=True)
        if one.start_percentile != other.start_percentile
    }
    assert changed == {digits}


def test_a_target_that_leads_nowhere_is_no_silence(folder: Path) -> None:
    resolved = resolve("baseline", folder)
    lost = resolved.unknowns[0].model_copy(update={"targets": ("trust/schools/XX/roll",)})
    with pytest.raises(LookupError, match="nothing stands at trust/schools/XX/roll"):
        must_lead([lost], {"trust": resolved.trust})


@pytest.mark.parametrize(
    ("spread", "told"),
    [
        ({"XX": {"inclusion": 0.9}}, "no school of the trust has this id"),
        ({"DR": {"early_yeers": 0.9}}, "DR has no starting percentile in 'early_yeers'"),
        ({"DR": {"inclusion": 1.2}}, "must be at most 1"),
    ],
)
def test_what_cannot_be_is_refused_with_file_and_place(
    tmp_path: Path, spread: dict[str, Any], told: str
) -> None:
    written(tmp_path, spread)
    with pytest.raises(InputError) as caught:
        resolve("baseline", tmp_path)
    assert told in str(caught.value)
    assert "trust.yaml" in str(caught.value)
    assert "start_spread" in str(caught.value)
