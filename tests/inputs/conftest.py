"""A small scenarios folder that tests write, break and resolve."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from ist_model.inputs.errors import InputError, Problem
from ist_model.inputs.framework import Framework
from ist_model.inputs.resolve import resolve
from ist_model.inputs.rules_register import required_keys
from ist_model.inputs.scenario_models import Resolved
from ist_model.inputs.validate import validate
from ist_model.inputs.yaml_file import read

FRAMEWORK = """\
title: "Small framework"
areas:
  - {id: teaching, label: "Teaching"}
  - {id: inclusion, label: "Inclusion"}
  - {id: early_years, label: "Early years", only_if_ages_below: 5}
specialisms:
  - {id: maths, label: "Maths", areas: [teaching]}
  - {id: english, label: "English", areas: [teaching, early_years]}
  - {id: send, label: "SEND", areas: [inclusion]}
roles:
  - {id: sle, label: "SLE", areas: [teaching, early_years]}
  - {id: leader, label: "Leader", areas: [inclusion], matching: any specialism}
post_kinds:
  - {id: head, label: "Head", accountable: true}
  - {id: deputy, label: "Deputy"}
tiers:
  - {id: free, label: "Free"}
  - {id: watched, label: "Watched"}
grade_maps:
  - id: report_card_2025
    label: "Report card"
    grades: [low, middle, high]
    attention_at_or_below: low
"""
TRUST = """\
title: "Small trust"
about: "Made up for tests"
founded: 2015-09-01
partnerships:
  - {id: north, label: "North", head_post: PH}
schools:
  - id: OAK
    urn: 100001
    name: "Oak Primary"
    label: "School A"
    age_low: 4
    age_high: 11
    roll: 210
    partnership: north
    accountable_post: OAK-HT
    start_percentile:
      teaching: 0.5
      inclusion: 0.4
      early_years: 0.6
  - id: ELM
    urn: 100002
    name: "Elm Junior"
    label: "School B"
    age_low: 7
    age_high: 11
    roll: 300
    joined: 2018-09-01
    joining: converter
    partnership: north
    accountable_post: PH
    start_percentile: {teaching: 0.3, inclusion: 0.7}
    onboarding:
      - {area: teaching, specialism: maths, days: 6}
posts:
  - {id: PH, kind: head, school: OAK}
  - {id: OAK-HT, kind: head, school: OAK}
  - id: ELM-DH
    kind: deputy
    school: ELM
    designations:
      - {role: sle, specialisms: [maths]}
  - id: POOL
    kind: deputy
    count: 3
    draw_key: pool
    designations:
      - {role: sle, specialisms: [english], draw_key: pool-sle}
      - {role: leader}
streams:
  - id: beyond
    area: teaching
    specialism: english
    needs_per_week: 0.1
    work: {distribution: exponential, mean_days: 5}
suppliers:
  - {id: partners, specialisms: [send], days_per_year: 20}
"""
BASE = """\
name: "Base case"
question: "Does the small trust cope?"
trust: small
start: 2026-09-01
years: 2
runs: 4
seed: 1
"""
# Register values that are not 1.
VALUES = {
    "monitoring.need_threshold": 40,
    "monitoring.urgent_threshold": 27,
    "grade.report_card_2025.cut_1": 20,
    "grade.report_card_2025.cut_2": 60,
    "indicators.national_roll": 280,
    "tier.free.boards_per_year": 3,
    "tier.watched.boards_per_year": 6,
    "role.sle.days_per_year": 39,
    "post.head.fail_chance": 0.5,
    "post.deputy.fail_chance": 0.5,
}
ROW = """\
  - key: {key}
    value: {value}
    low: {value}
    high: {value}
    unit: "1"
    grade: D
    source: "made up"
    meaning: "A number that tests use"
"""


@dataclass(frozen=True)
class Folder:
    """A scenarios folder on disk."""

    path: Path

    def write(self, name: str, text: str) -> Path:
        """Write a file of the folder."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def text(self, name: str) -> str:
        """A file's text."""
        return (self.path / name).read_text(encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> int:
        """Replace one place of a file; the line of the new text."""
        text = self.text(name)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        at = text.index(old)
        self.write(name, text.replace(old, new))
        return text.count("\n", 0, at) + 1

    def line(self, name: str, part: str) -> int:
        """Line of the first place where a text stands."""
        text = self.text(name)
        return text.count("\n", 0, text.index(part)) + 1

    def scenario(self, name: str, body: str = "", base: str = "base") -> str:
        """Write a scenario that extends another; `body` are further lines."""
        head = f'name: "{name}"\nquestion: "What if {name}?"\nextends: {base}\n'
        self.write(f"{name}.yaml", head + body)
        return name

    def resolve(self, scenario: str | Path = "base") -> Resolved:
        """The resolved scenario."""
        return resolve(scenario, self.path)

    def problems(self, scenario: str | Path = "base") -> tuple[Problem, ...]:
        """The problems for which a scenario is refused; fails if it is not."""
        with pytest.raises(InputError) as caught:
            resolve(scenario, self.path)
        return caught.value.problems

    def problem(self, scenario: str | Path = "base") -> Problem:
        """The one problem for which a scenario is refused."""
        (found,) = self.problems(scenario)
        return found

    def refused(self, body: str) -> list[tuple[str, str, str]]:
        """Key, rule and remedy of each problem of a scenario with this body."""
        self.scenario("case", body)
        return [(problem.key, problem.rule, problem.remedy) for problem in self.problems("case")]


def register_text(framework: Framework) -> str:
    """A register with every row a framework needs."""
    rows = [ROW.format(key=key, value=VALUES.get(key, 1)) for key in required_keys(framework)]
    return "assumptions:\n" + "".join(rows)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """A folder with a framework, a register, the trust `small` and the scenario `base`."""
    made = Folder(tmp_path / "scenarios")
    monkeypatch.chdir(tmp_path)
    framework = made.write("framework.yaml", FRAMEWORK)
    made.write("assumptions.yaml", register_text(validate(Framework, read(framework))))
    made.write("trusts/small/trust.yaml", TRUST)
    made.write("base.yaml", BASE)
    return made
