"""Faults of files and of the folder as a whole: chains, encodings, missing files, several faults at once."""

from __future__ import annotations

import pytest

from ist_model.inputs.errors import InputError, Problem, collecting
from ist_model.inputs.resolve import resolve, validate_all

TRUST = "trusts/small/trust.yaml"
BASE = "base.yaml"


def test_a_cycle_of_extends_names_its_chain(folder) -> None:
    folder.write("base.yaml", 'name: "Base"\nquestion: "What?"\nextends: second\n')
    folder.scenario("second", base="third")
    folder.scenario("third", base="base")
    problem = folder.problem("base")
    assert (problem.file, problem.line, problem.key) == ("scenarios/third.yaml", 3, "extends")
    assert problem.value == "base"
    assert "base -> second -> third -> base" in problem.rule
    assert problem.remedy


def test_a_scenario_cannot_extend_itself(folder) -> None:
    folder.scenario("self", base="self")
    assert "self -> self" in folder.problem("self").rule


def test_a_missing_base_names_the_nearest(folder) -> None:
    folder.scenario("other", base="bases")
    problem = folder.problem("other")
    assert (problem.file, problem.line, problem.key, problem.value) == (
        "scenarios/other.yaml",
        3,
        "extends",
        "bases",
    )
    assert "did you mean 'base'?" in problem.remedy


def test_a_file_that_is_not_utf8_is_refused(folder) -> None:
    path = folder.path / TRUST
    path.write_bytes(folder.text(TRUST).replace("Oak Primary", "Caf\u00e9 Primary").encode("latin-1"))
    problem = folder.problem()
    assert (problem.file, problem.line) == (f"scenarios/{TRUST}", folder_line(folder, "Primary"))
    assert problem.value.startswith("byte 0xe9 at offset ")
    assert "UTF-8" in problem.rule
    assert "save the file as UTF-8" in problem.remedy


def test_an_unknown_scenario_names_the_nearest(folder) -> None:
    problem = folder.problem("bsae")
    assert problem.value == "bsae"
    assert "did you mean 'base'?" in problem.remedy


@pytest.mark.parametrize("name", ["framework", "assumptions", "framework.yaml"])
def test_shared_files_are_no_scenarios(folder, name: str) -> None:
    assert "shared by all scenarios" in folder.problem(name).rule


def test_a_missing_folder_points_to_init(tmp_path) -> None:
    with pytest.raises(InputError, match="ist init"):
        resolve("base", tmp_path / "nowhere")


def test_faults_of_several_files_are_shown_together(folder) -> None:
    folder.edit(BASE, "runs: 4", "runs: 0")
    folder.edit("framework.yaml", "accountable: true", "accountabel: true")
    folder.edit(
        "assumptions.yaml",
        "key: service.standard_weeks\n    value: 1",
        "key: service.standard_weeks\n    value: x",
    )
    files = [problem.file.removeprefix("scenarios/") for problem in folder.problems()]
    assert files == ["assumptions.yaml", "base.yaml", "framework.yaml"]


def test_cross_references_are_shown_together(folder) -> None:
    folder.edit(TRUST, "urn: 100002", "urn: 100001")
    folder.edit(TRUST, "accountable_post: OAK-HT", "accountable_post: ELM-DH")
    folder.edit(
        TRUST, "partnership: north\n    accountable_post: PH", "partnership: nroth\n    accountable_post: PH"
    )
    found = [(problem.line, problem.key) for problem in folder.problems()]
    assert found == sorted(found)
    assert {key for _, key in found} == {
        "schools[OAK].accountable_post",
        "schools[ELM].urn",
        "schools[ELM].partnership",
        "schools[ELM].accountable_post",
    }


def test_validate_all_finds_every_fault_of_a_folder(folder) -> None:
    assert validate_all(folder.path) == []
    folder.write("trusts/unused/trust.yaml", "title: a\n")
    folder.scenario("child", "changes: {schools: {remove: [OAKS]}}\n")
    folder.write("queue/odd name.yaml", folder.text(BASE))
    found = {(problem.file, problem.key) for problem in validate_all(folder.path)}
    assert found == {
        ("scenarios/trusts/unused/trust.yaml", "about"),
        ("scenarios/child.yaml", "changes.schools.remove[#1]"),
        ("scenarios/queue/odd name.yaml", ""),
    }


def test_problems_of_a_refused_part_can_be_collected() -> None:
    problem = Problem("f.yaml", 1, "a", "1", "rule", "remedy")
    found: list[Problem] = []
    with collecting(found):
        raise InputError([problem, problem])
    assert found == [problem]


def folder_line(folder, part: str) -> int:
    """Line of the first place of the trust file, written in another encoding, where a text stands."""
    text = (folder.path / TRUST).read_bytes().decode("latin-1")
    return text.count("\n", 0, text.index(part)) + 1
