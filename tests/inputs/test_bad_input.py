"""Each bad input is refused in one message that names file, line, key, value, rule and remedy."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from ist_model.inputs.errors import InputError

TRUST = "trusts/small/trust.yaml"
BASE = "base.yaml"


@dataclass(frozen=True)
class Bad:
    """One edit that breaks the small folder, and what must be said about it; `...` any text between."""

    file: str
    old: str
    new: str
    key: str
    value: str
    rule: str
    remedy: str
    below: int = 0  # lines between the edit and the place to be named


BAD = {
    "misspelt key": Bad(
        TRUST, "roll: 210", "rol: 210", "schools[OAK].rol", "210", "School has no field 'rol'", "mean 'roll'"
    ),
    "misspelt key in a scenario": Bad(
        BASE, "years: 2", "yeers: 2", "yeers", "2", "Scenario has no field 'yeers'", "did you mean 'years'"
    ),
    "key one level too high": Bad(
        BASE,
        "seed: 1",
        "seed: 1\npolicy: {order: triage}",
        "policy",
        "order",
        "no field 'policy'",
        "under `changes:`",
        1,
    ),
    "missing field": Bad(
        TRUST,
        '    label: "School B"\n',
        "",
        "schools[ELM].label",
        "(absent)",
        "required",
        "add `label: ...`",
        -3,
    ),
    "negative day": Bad(
        TRUST, "days: 6", "days: -6", "schools[ELM].onboarding[#1].days", "-6", "at least 0", "at least 0"
    ),
    "negative day in the register": Bad(
        "assumptions.yaml",
        "key: role.sle.days_per_year\n    value: 39\n    low: 39",
        "key: role.sle.days_per_year\n    value: 39\n    low: -1",
        "assumptions[role.sle.days_per_year].low",
        "-1",
        "cannot be negative",
        "correct",
        2,
    ),
    "school joins before the trust exists": Bad(
        TRUST,
        "joined: 2018-09-01",
        "joined: 2014-09-01",
        "schools[ELM].joined",
        "2014-09-01",
        "before the trust exists (founded 2015-09-01)",
        "correct the date",
    ),
    "unknown role": Bad(
        TRUST,
        "{role: sle, specialisms: [maths]}",
        "{role: slee, specialisms: [maths]}",
        "posts[ELM-DH].designations[#1].role",
        "slee",
        "there is no role 'slee'",
        "did you mean 'sle'?",
    ),
    "unknown specialism": Bad(
        TRUST,
        "specialisms: [send]",
        "specialisms: [sent]",
        "suppliers[partners].specialisms[#1]",
        "sent",
        "there is no specialism 'sent'",
        "did you mean 'send'?",
    ),
    "post at an unknown school": Bad(
        TRUST,
        "school: ELM",
        "school: ELMM",
        "posts[ELM-DH].school",
        "ELMM",
        "there is no school 'ELMM'",
        "did you mean 'ELM'?",
    ),
    "two schools with one URN": Bad(
        TRUST,
        "urn: 100002",
        "urn: 100001",
        "schools[ELM].urn",
        "100001",
        "two schools have one URN: OAK and ELM",
        "each school has its own",
    ),
    "two schools with one id": Bad(
        TRUST, "id: ELM\n", "id: OAK\n", "schools[OAK].id", "OAK", "first on line 7", "another id"
    ),
    "YAML bomb": Bad(
        TRUST,
        'about: "Made up for tests"',
        "about: &a [*a, *a]",
        "about",
        "&a",
        "aliases (*) are not allowed",
        "write the value out",
    ),
    "bare no where text is wanted": Bad(
        TRUST, 'title: "Small trust"', "title: no", "title", "no", "must be text", 'put it in quotes, "no"'
    ),
    "number where text is wanted": Bad(
        TRUST,
        "draw_key: pool\n",
        "draw_key: 12\n",
        "posts[POOL].draw_key",
        "12",
        "must be text",
        'in quotes, "12"',
    ),
    "text where a number is wanted": Bad(
        TRUST, "roll: 210", 'roll: "210"', "schools[OAK].roll", "210", "a whole number", "without quotes"
    ),
    "not a date": Bad(
        TRUST, "2018-09-01", "1.9.2018", "schools[ELM].joined", "1.9.2018", "must be a date", "2027-09-01"
    ),
    "not a finite number": Bad(
        TRUST,
        "needs_per_week: 0.1",
        "needs_per_week: .inf",
        "streams[beyond].needs_per_week",
        ".inf",
        "finite",
        "write",
    ),
    "unknown choice": Bad(
        TRUST,
        "joining: converter",
        "joining: convertor",
        "schools[ELM].joining",
        "convertor",
        "'converter'",
        "'converter'?",
    ),
    "unknown trust": Bad(
        BASE, "trust: small", "trust: smal", "trust", "smal", "folder of", "did you mean 'small'"
    ),
    "unknown assumption": Bad(
        BASE,
        "seed: 1",
        "seed: 1\nchanges:\n  assumptions: {role.sle.day_per_year: 3}",
        "changes.assumptions[role.sle.day_per_year]",
        "3",
        "no such row",
        "did you mean 'role.sle.days_per_year'?",
        2,
    ),
    "start inside a half-term": Bad(
        BASE,
        "start: 2026-09-01",
        "start: 2026-10-05",
        "start",
        "2026-10-05",
        "first day of a half-term",
        "2026-09-01 and 2026-11-01",
    ),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_bad_input_is_refused_with_its_place(folder, bad: Bad) -> None:
    line = folder.edit(bad.file, bad.old, bad.new) + bad.below
    problem = folder.problem()
    assert (problem.file, problem.line) == (f"scenarios/{bad.file}", line)
    assert problem.key == bad.key
    assert bad.value in problem.value
    assert bad.rule in problem.rule
    assert bad.remedy in problem.remedy


def test_the_message_shows_all_six(folder) -> None:
    folder.edit(TRUST, "roll: 210", "rol: 210")
    with pytest.raises(InputError) as caught:
        folder.resolve()
    assert str(caught.value).splitlines() == [
        "1 problem in the input:",
        "",
        "scenarios/trusts/small/trust.yaml, line 13: schools[OAK].rol",
        "  value:  210",
        "  rule:   unknown key: School has no field 'rol'",
        "  remedy: did you mean 'roll'?",
    ]


def test_a_specialism_nobody_serves_is_refused(folder) -> None:
    folder.edit(TRUST, "{role: sle, specialisms: [maths]}", "{role: sle, specialisms: [english]}")
    problem = folder.problem()
    assert (problem.file, problem.line) == (f"scenarios/{TRUST}", folder.line(TRUST, "specialism: maths"))
    assert (problem.key, problem.value) == ("schools[ELM].onboarding[#1].specialism", "maths")
    assert problem.rule == "nobody serves 'maths' in 'teaching': no designation covers both, and no supplier"
    assert "designate somebody" in problem.remedy
