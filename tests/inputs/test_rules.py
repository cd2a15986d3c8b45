"""Checks across values and files: each rule refuses what breaks it, and nothing else."""

from __future__ import annotations

import datetime as dt

import pytest

from ist_model.inputs.check import RULES, check

TRUST = "trusts/small/trust.yaml"


def test_a_sound_scenario_has_no_problem(folder) -> None:
    assert check(folder.resolve()) == []


def test_a_scenario_without_files_is_checked_all_the_same(folder) -> None:
    base = folder.resolve()
    school = base.trust.schools[0].model_copy(update={"partnership": "south"})
    broken = base.model_copy(update={"trust": base.trust.model_copy(update={"schools": (school,)})})
    problems = check(broken)
    assert {(p.file, p.line) for p in problems} == {("base", 0)}
    assert "trust.schools.OAK.partnership" in {p.key for p in problems}


CHANGES = {
    "ages upside down": (
        "schools: {change: {ELM: {age_high: 6}}}",
        "change[ELM].age_high",
        "above age_low (7)",
    ),
    "percentile missing": (
        "schools: {change: {ELM: {age_low: 4}}}",
        "start_percentile[early_years]",
        "needs a starting percentile",
    ),
    "percentile too many": (
        "schools: {change: {ELM: {start_percentile: {early_years: .5}}}}",
        "change[ELM].start_percentile[early_years]",
        "has no 'early_years'",
    ),
    "two labels alike": (
        'schools: {change: {ELM: {label: "School A"}}}',
        "change[ELM].label",
        "two schools have one label",
    ),
    "luck shared": ("posts: {change: {PH: {draw_key: OAK-HT}}}", "draw_key", "share their luck"),
    "slots of one role": (
        "posts: {change: {ELM-DH: {designations: [{role: sle, specialisms: [maths]},"
        " {role: sle, specialisms: [english]}]}}}",
        "change[ELM-DH].designations[#2].draw_key",
        "share their luck",
    ),
    "accountable kind": (
        "schools: {change: {ELM: {accountable_post: ELM-DH}}}",
        "change[ELM].accountable_post",
        "cannot be accountable",
    ),
    "accountable elsewhere": (
        "schools: {change: {ELM: {accountable_post: OAK-HT}}}",
        "change[ELM].accountable_post",
        "a post at OAK and does not head the partnership",
    ),
    "no specialism": (
        "posts: {change: {ELM-DH: {designations: [{role: sle, specialisms: [maths]},"
        " {role: sle, draw_key: b}]}}}",
        "change[ELM-DH].designations[#2].specialisms",
        "names none",
    ),
    "specialism outside the role": (
        "posts: {change: {ELM-DH: {designations: [{role: sle, specialisms: [maths, send]}]}}}",
        "change[ELM-DH].designations[#1].specialisms[#2]",
        "serves no area of role 'sle'",
    ),
    "no phase": (
        "posts: {change: {ELM-DH: {designations: [{role: sle, specialisms: [maths], phases: []}]}}}",
        "designations[#1].phases",
        "at least one phase",
    ),
    "joins late as founder": (
        "schools: {change: {ELM: {joined: 2027-09-01, joining: founder}}}",
        "change[ELM].joining",
        "no founder",
    ),
    "joins after the end": (
        "schools: {change: {ELM: {joined: 2028-09-01}}}",
        "change[ELM].joined",
        "after the scenario ends (2028-09-01)",
    ),
    "inspected in the future": (
        "schools: {change: {ELM: {last_inspection: {outcome: good, date: 2026-09-02}}}}",
        "change[ELM].last_inspection.date",
        "after the first day",
    ),
    "post ends first": (
        "posts: {change: {PH: {starts: 2027-01-01, ends: 2027-01-01}}}",
        "change[PH].ends",
        "after `starts`",
    ),
    "two onboarding needs": (
        "schools: {change: {ELM: {onboarding: [{area: teaching, specialism: maths, days: 1},"
        " {area: teaching, specialism: english, days: 1}]}}}",
        "change[ELM].onboarding[#2].area",
        "one open need an area",
    ),
    "onboarding unknown": (
        "schools: {change: {ELM: {joined: 2027-09-01, onboarding: []}}}",
        "change[ELM].onboarding",
        "no specialism for 'leadership_governance'",
    ),
    "specialism of another area": (
        "streams: {change: {beyond: {specialism: send}}}",
        "change[beyond].specialism",
        "does not serve area 'teaching'",
    ),
    "only a supplier serves": (
        "streams: {change: {beyond: {area: inclusion, specialism: send}}}\n"
        "  posts: {remove: [POOL-1, POOL-2, POOL-3]}\n"
        "  schools: {change: {ELM: {onboarding: []}}}",
        "change[beyond].specialism",
        "suppliers do, but `may_buy` is false",
    ),
    "register row out of order": (
        "assumptions: {monitoring.urgent_threshold: 41}",
        "",
        "monitoring.need_threshold must be at least monitoring.urgent_threshold (41)",
    ),
    "cut points level": (
        "assumptions: {grade.report_card_2025.cut_2: 20}",
        "assumptions[grade.report_card_2025.cut_2].value",
        "must be above",
    ),
    "boards": (
        "assumptions: {tier.free.boards_per_year: 4}",
        "assumptions[tier.free",
        "3 or 6 boards a year",
    ),
    "share": ("assumptions: {support.near_match_quality: 1.5}", "near_match_quality].value", "from 0 to 1"),
    "half a place": ("assumptions: {role.sle.places: 1.5}", "role.sle.places].value", "whole number"),
    "preparation": (
        "assumptions: {support.preparation_factor: 0.9}",
        "preparation_factor]",
        "at least one leader",
    ),
}


@pytest.mark.parametrize(("change", "key", "rule"), CHANGES.values(), ids=CHANGES.keys())
def test_a_change_that_breaks_a_rule_is_refused(folder, change: str, key: str, rule: str) -> None:
    found = folder.refused(f"changes:\n  {change}\n")
    assert len(found) == 1, found
    assert key in found[0][0]
    assert rule in found[0][1]
    assert found[0][2]


@pytest.mark.parametrize(
    ("body", "key", "rule", "remedy"),
    [
        ("years: 1.1\n", "years", "whole number of half-terms", "1 and 1.166666667"),
        ("years: 0.1\n", "years", "whole number of half-terms", "the nearest is 0.1666666667"),
        ("warm_up_weeks: 20\n", "warm_up_weeks", "whole number of half-terms", "19.5 and 26"),
        ("count_needs_for_years: 3\n", "count_needs_for_years", "within the 2 years", "shorten"),
        ("start: 1999-09-01\n", "start", "between 2001 and 2199", "year"),
    ],
)
def test_periods(folder, body: str, key: str, rule: str, remedy: str) -> None:
    found = [problem for problem in folder.refused(body) if problem[0] == key]
    assert len(found) == 1
    assert rule in found[0][1]
    assert remedy in found[0][2]


def test_a_group_of_posts_may_not_run_into_another_post(folder) -> None:
    folder.edit(TRUST, "  - id: POOL\n", "  - {id: POOL-2, kind: deputy}\n  - id: POOL\n")
    problem = folder.problem()
    assert (problem.file, problem.value) == (f"scenarios/{TRUST}", "POOL-2")
    assert "an id is used once" in problem.rule


def test_tier_decisions_of_one_school_do_not_overlap(folder) -> None:
    rows = [
        "{school: OAK, tier: watched, starts: 2027-01-01, ends: 2027-09-01, reason: new head}",
        "{school: OAK, tier: free, starts: 2027-09-01, reason: settled}",
    ]
    folder.scenario("fine", f"tier_overrides: [{', '.join(rows)}]\n")
    assert len(folder.resolve("fine").tier_overrides) == 2
    ((key, rule, _),) = folder.refused(
        f"tier_overrides: [{rows[0].replace('ends: 2027-09-01, ', '')}, {rows[1]}]\n"
    )
    assert key == "tier_overrides[#2].starts"
    assert "already under a tier decision from 2027-01-01" in rule


def test_the_register_has_exactly_the_rows_the_model_reads(folder) -> None:
    line = folder.edit("assumptions.yaml", "key: travel.speed_kmh", "key: travel.speed")
    lacking, unread = folder.problems()
    assert "lacks the row 'travel.speed_kmh'" in lacking.rule
    assert (unread.line, unread.value) == (line, "travel.speed")
    assert "nothing reads" in unread.rule
    assert "did you mean 'travel.speed_kmh'" in unread.remedy


def test_a_register_value_lies_in_its_range(folder) -> None:
    line = folder.edit(
        "assumptions.yaml", "key: travel.speed_kmh\n    value: 1", "key: travel.speed_kmh\n    value: 2"
    )
    problem = folder.problem()
    assert (problem.line, problem.key) == (line, "assumptions[travel.speed_kmh]")
    assert "value 2 lies outside its range 1 to 1" in problem.rule


def test_the_framework_names_what_it_has(folder) -> None:
    folder.edit("framework.yaml", "areas: [inclusion]}\nroles", "areas: [inclusive]}\nroles")
    folder.edit("framework.yaml", "attention_at_or_below: low", "attention_at_or_below: high")
    rules = {problem.key: problem.rule for problem in folder.problems()}
    assert "no area 'inclusive'" in rules["specialisms[send].areas[#1]"]
    assert "not the best" in rules["grade_maps[report_card_2025].attention_at_or_below"]


def test_every_rule_says_what_it_holds() -> None:
    assert all(rule.__doc__ and rule.__doc__.endswith(".") for rule in RULES)
    assert len(set(RULES)) == len(RULES)


def test_a_run_cannot_begin_before_the_calendar_does(folder) -> None:
    early = {"start": dt.date(2001, 9, 1), "warm_up_weeks": 195.0}
    problems = check(folder.resolve().model_copy(update=early))
    problem = next(p for p in problems if p.key == "warm_up_weeks")
    assert "no earlier than 2000-09-01" in problem.rule
    assert "allows 39 weeks" in problem.rule
