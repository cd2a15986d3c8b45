"""A trust from answers: what is asked again, what is guessed, and that it runs by the rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from inputs.new_trust.conftest import SCENARIOS, START

from ist_model.inputs.assumptions import Register
from ist_model.inputs.errors import InputError
from ist_model.inputs.framework import Framework
from ist_model.inputs.new_trust.interview import HEADINGS, interview
from ist_model.inputs.new_trust.write import free_code, next_september, write_trust
from ist_model.inputs.resolve import resolve
from ist_model.inputs.validate import validate
from ist_model.inputs.yaml_file import read

OAK = ["Oak Primary", "", "", "210", "1", "good", "2023-05-17"]
ELM = ["Elm Infant", "3", "7", "120", "1", "", ""]
BEECH = ["Beech Junior", "7", "", "240", "3", "outstanding", "2013-01-01"]


def asked(answers: Iterable[str]) -> tuple[dict[str, Any], str, list[str]]:
    """The trust, the report and what was said to these answers; an empty answer takes the default."""
    waiting, said = iter(answers), []
    framework = validate(Framework, read(SCENARIOS / "framework.yaml"))
    values = validate(Register, read(SCENARIOS / "assumptions.yaml")).values()
    trust, report = interview(
        lambda _, default: next(waiting) or default, said.append, framework, values, START
    )
    assert list(waiting) == []
    return trust, report, said


def test_a_trust_of_three_schools_from_answers_keeps_all_rules(folder: Path) -> None:
    answers = ["Oak Trust", "3", *OAK, *ELM[:-1], *BEECH]
    trust, report, _ = asked(answers)
    made, scenario = write_trust(trust, report, "oak", START, folder, HEADINGS)
    resolved = resolve("oak", folder)
    schools = {school.name: school for school in resolved.trust.schools}
    assert {name: school.phase for name, school in schools.items()} == {
        "Oak Primary": "primary",
        "Elm Infant": "infant",
        "Beech Junior": "junior",
    }
    assert schools["Oak Primary"].last_inspection.date == dt.date(2023, 5, 17)
    assert schools["Oak Primary"].start_percentile["inclusion"] == 0.527
    assert schools["Elm Infant"].start_basis["inclusion"] == "national middle: no outcome was known"
    assert schools["Beech Junior"].start_percentile["inclusion"] == 0.713  # outstanding, long ago
    assert "early_years" not in schools["Beech Junior"].start_percentile
    assert [p.id for p in resolved.trust.partnerships] == ["partnership-1", "partnership-2"]
    assert schools["Beech Junior"].partnership == "partnership-2"  # the second of the numbers 1 and 3
    assert "Nothing was looked up" in (made / "report.md").read_text("utf-8")
    assert scenario.is_file()


def test_an_answer_that_cannot_be_is_explained_and_asked_for_again() -> None:
    oak = ["", "Oak", "x", "4", "3", "11", "0", "210", "9", "1", "god", "good", "17.5.2023", "2023-05-17"]
    trust, _, said = asked(["Oak Trust", "-1", "1", *oak])
    assert len(trust["schools"]) == 1
    told = " ".join(said)
    for part in (
        "a name is needed",
        "'x': a whole number from 2 to 11",
        "did you mean 'good'",
        "2023-05-17, or",
    ):
        assert part in told
    assert len(said) == 9  # eight answers, and the introduction


@pytest.mark.parametrize("count", [1, 2])
def test_small_trusts_have_no_head_over_heads(folder: Path, count: int) -> None:
    trust, report, _ = asked(["Small Trust", str(count), *(OAK * count)])
    write_trust(trust, report, "small", START, folder, HEADINGS)
    kinds = {post.kind for post in resolve("small", folder).trust.posts}
    assert "headteacher" in kinds
    assert "partnership_head" not in kinds


def test_a_taken_name_is_numbered_and_nothing_is_overwritten(folder: Path) -> None:
    trust, report, _ = asked(["Oak Trust", "1", *OAK])
    assert free_code("Oak Trust", folder) == "oak-trust"
    write_trust(trust, report, "oak-trust", START, folder, HEADINGS)
    assert free_code("Oak Trust", folder) == "oak-trust-2"
    with pytest.raises(InputError, match="nothing is overwritten"):
        write_trust(trust, report, "oak-trust", START, folder, HEADINGS)


def test_a_trust_that_breaks_a_rule_leaves_nothing_behind(folder: Path) -> None:
    trust, report, _ = asked(["Oak Trust", "1", *OAK])
    trust["schools"][0]["start_percentile"].pop("inclusion")
    before = sorted(folder.rglob("*"))
    with pytest.raises(InputError, match="inclusion"):
        write_trust(trust, report, "oak", START, folder, HEADINGS)
    assert [path for path in sorted(folder.rglob("*")) if path not in before] in ([], [folder / "trusts"])


def test_a_run_starts_on_the_next_first_of_september() -> None:
    assert next_september(dt.date(2026, 9, 1)) == dt.date(2026, 9, 1)
    assert next_september(dt.date(2026, 9, 2)) == dt.date(2027, 9, 1)
    assert next_september(dt.date(2026, 3, 1)) == dt.date(2026, 9, 1)
