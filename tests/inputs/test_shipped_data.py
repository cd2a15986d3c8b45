"""The shipped trust, register and scenarios are what they say: counts, percentiles, sources, no names."""

from __future__ import annotations

import datetime as dt
import itertools
import math
import re
from collections import Counter
from pathlib import Path
from statistics import NormalDist, mean

import pytest

from ist_model.inputs import calendar
from ist_model.inputs.models import Post, School
from ist_model.inputs.resolve import resolve
from ist_model.inputs.scenario_models import Resolved

ROOT = Path(__file__).resolve().parents[2]
SCENARIOS = ROOT / "scenarios"
NOT_SCENARIOS = {"framework", "assumptions"}
SHIPPED = sorted(p.stem for p in SCENARIOS.glob("*.yaml") if p.stem not in NOT_SCENARIOS)
SENIOR = {"deputy", "assistant_head"}

NORMAL = NormalDist()
# The rule of the trust file's heading: what is signal in one year's figure, and national middles and spreads.
SIGNAL = math.sqrt(0.7)
ABSENCE_MEAN, ABSENCE_SD = 4.03, 1.0
PROGRESS_SD = {"reading": 2.5, "writing": 2.4, "maths": 2.7}
# Primaries by overall outcome at 31 July 2018, weakest first (docs/evidence.md 3b(ii)).
OUTCOMES = {"inadequate": 476, "requires improvement": 1685, "good": 11443, "outstanding": 3065}
RECENT = dt.date(2015, 9, 1)


@pytest.fixture(scope="module")
def baseline() -> Resolved:
    return resolve("baseline", SCENARIOS)


def holders(posts: tuple[Post, ...], role: str) -> list[Post]:
    """Posts that hold a role, once per designation."""
    return [post for post in posts for designation in post.designations if designation.role == role]


def indicator(school: School, name: str) -> float:
    """A published figure of a school."""
    (value,) = [i.value for i in school.indicators if i.name == name]
    assert isinstance(value, float)
    return value


def middle_of(outcome: str) -> float:
    """Middle of an outcome's national share, counted from the weakest school up, as a normal quantile."""
    names = list(OUTCOMES)
    below = sum(OUTCOMES[name] for name in names[: names.index(outcome)])
    return NORMAL.inv_cdf((below + OUTCOMES[outcome] / 2) / sum(OUTCOMES.values()))


def distance_from_middle(school: School, area: str) -> float:
    """How many standard deviations above the national middle the stated indicators put a school's area."""
    if area == "attendance_behaviour":
        return (ABSENCE_MEAN - indicator(school, "Overall absence")) / ABSENCE_SD
    if area == "achievement" and school.phase == "junior":
        return mean(indicator(school, f"KS2 {s} progress") / sd for s, sd in PROGRESS_SD.items())
    latest = school.last_inspection
    if latest.date is not None and latest.date < RECENT:
        return 0.0
    return middle_of(latest.outcome)


def test_all_shipped_scenarios_resolve() -> None:
    assert {"baseline", "two-schools-join-2027", "lose-an-nle", "four-heads-of-school"} <= set(SHIPPED)
    for name in SHIPPED:
        resolved = resolve(name, SCENARIOS)
        assert resolved.author == "worked example"
        assert resolved.question.endswith("?")


def test_the_trust_has_the_leaders_its_strategy_names(baseline: Resolved) -> None:
    posts = baseline.trust.posts
    kinds = Counter(post.kind for post in posts)
    assert kinds["partnership_head"] == len(baseline.trust.partnerships) == 2
    assert (kinds["headteacher"], kinds["interim_head"], kinds["head_of_school"]) == (1, 1, 2)
    assert kinds["deputy"] == 7
    assistants = [post for post in posts if post.kind == "assistant_head"]
    assert len(assistants) == len({post.school for post in assistants}) == 3
    assert sum(post.fte for post in assistants) == pytest.approx(2.1)
    assert len(holders(posts, "tip")) == len(holders(posts, "data_lead")) == 1
    assert len(baseline.trust.schools) == 6
    (partners,) = baseline.trust.suppliers
    assert partners.people == 7


@pytest.mark.parametrize(
    ("scenario", "sle_held_by_seniors", "people"),
    [("overlap-low", 3, 18), ("baseline", 7, 16), ("overlap-high", 10, 13)],
)
def test_thirteen_sle_and_five_lead_practitioner_designations(
    scenario: str, sle_held_by_seniors: int, people: int
) -> None:
    posts = resolve(scenario, SCENARIOS).trust.posts
    sles, practitioners = holders(posts, "sle"), holders(posts, "lead_practitioner")
    assert (len(sles), len(practitioners)) == (13, 5)
    assert sum(post.kind in SENIOR for post in sles) == sle_held_by_seniors
    assert len({post.id for post in sles + practitioners}) == people
    assert all(post.designations for post in posts if post.kind == "teacher")


def test_overlap_scenarios_hold_the_same_designations() -> None:
    def held(scenario: str) -> Counter[tuple[str, tuple[str, ...], tuple[str, ...]]]:
        posts = resolve(scenario, SCENARIOS).trust.posts
        return Counter((d.role, d.specialisms, d.phases) for post in posts for d in post.designations)

    assert held("overlap-low") == held("baseline") == held("overlap-high")


@pytest.mark.parametrize("scenario", SHIPPED)
def test_every_area_and_specialism_is_served_by_somebody(scenario: str) -> None:
    resolved = resolve(scenario, SCENARIOS)
    roles = {role.id: role for role in resolved.framework.roles}
    own = [d for post in resolved.trust.posts for d in post.designations if d.specialisms]
    for area in resolved.framework.areas:
        assert any(area.id in roles[d.role].areas for d in own), f"nobody specialises in {area.id}"
    held = {s for d in own for s in d.specialisms}
    assert held == {s.id for s in resolved.framework.specialisms}


@pytest.mark.parametrize("scenario", SHIPPED)
def test_every_school_has_exactly_one_accountable_leader_at_every_date(scenario: str) -> None:
    resolved = resolve(scenario, SCENARIOS)
    kinds = {kind.id for kind in resolved.framework.post_kinds if kind.accountable}
    leaders = [post for post in resolved.trust.posts if post.kind in kinds]
    first = calendar.half_term_on_or_after(resolved.start)
    for half_term in range(int(resolved.years * 6)):
        day = calendar.date_of(first + half_term * calendar.GRID_TICKS)
        for school in resolved.trust.schools:
            if school.joined and school.joined > day:
                continue
            here = [
                post.id
                for post in leaders
                if post.school == school.id
                and (post.starts is None or post.starts <= day)
                and (post.ends is None or day < post.ends)
            ]
            assert len(here) == 1, f"{school.id} on {day}: {here}"
            assert school.accountable_post in (None, *here)


def test_starting_percentiles_follow_the_stated_rule(baseline: Resolved) -> None:
    for school in baseline.trust.schools:
        expected = {
            area: NORMAL.cdf(SIGNAL * distance_from_middle(school, area)) for area in school.start_percentile
        }
        assert school.start_percentile == pytest.approx(expected, abs=0.0005), school.id
        assert set(school.start_basis) == set(school.start_percentile)


def test_start_basis_names_the_indicator_that_was_used(baseline: Resolved) -> None:
    for school in baseline.trust.schools:
        for area, basis in school.start_basis.items():
            if area == "attendance_behaviour":
                assert basis.startswith("overall absence")
            elif area == "achievement" and school.phase == "junior":
                assert basis.startswith("KS2 progress")
            elif school.start_percentile[area] == 0.5:
                assert basis.startswith("national middle")
            else:
                assert basis.startswith(f"overall outcome: {school.last_inspection.outcome} (")


def test_early_years_only_where_the_register_has_children_under_five(baseline: Resolved) -> None:
    for school in baseline.trust.schools:
        assert ("early_years" in school.start_percentile) == (school.age_low < 5), school.id


def test_neutral_labels_follow_no_order_that_gives_a_school_away(baseline: Resolved) -> None:
    schools = baseline.trust.schools
    labels = [school.label for school in sorted(schools, key=lambda school: school.label)]
    assert labels == [f"School {letter}" for letter in "ABCDEF"]
    orders = {
        "file": list(schools),
        "name": sorted(schools, key=lambda school: school.name),
        "number": sorted(schools, key=lambda school: school.urn or 0),
        "roll": sorted(schools, key=lambda school: school.roll),
    }
    for order, listed in orders.items():
        rising = sum(a.label < b.label for a, b in itertools.pairwise(listed))
        assert 0 < rising < len(listed) - 1, f"labels follow the order by {order}"


def test_every_assumption_names_a_section_and_sources_that_the_evidence_page_has(baseline: Resolved) -> None:
    page = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| (S\d+) \|", page, flags=re.MULTILINE))
    headings = set(re.findall(r"^##+ (\d[a-z]?)\.? ", page, flags=re.MULTILINE))
    for row in baseline.assumptions.assumptions:
        section = re.match(r"evidence (\d[a-z]?)", row.source)
        assert section, f"{row.key}: source {row.source!r} names no section"
        assert section[1] in headings, f"{row.key}: no section {section[1]}"
        assert set(re.findall(r"\bS\d+\b", row.source)) <= listed, row.key


def test_grades_claim_no_more_than_their_source(baseline: Resolved) -> None:
    words = {"B": "computed", "C": "inferred", "D": "assumed"}
    for row in baseline.assumptions.assumptions:
        if row.grade == "A":
            assert re.search(r"\bS\d+\b", row.source), row.key
            assert not any(word in row.source for word in words.values()), row.key
        else:
            assert words[row.grade] in row.source, row.key
        if row.grade != "D":
            assert re.search(r"\bS\d+\b", row.source), f"{row.key} has a better grade than D but no source"


def test_ranges_are_told_from_fixed_values(baseline: Resolved) -> None:
    for row in baseline.assumptions.assumptions:
        assert (row.distribution == "fixed") == (row.low == row.high), row.key
    assert baseline.assumptions.values()["support.odds_ratio"] > 1.0
    (odds,) = [r for r in baseline.assumptions.assumptions if r.key == "support.odds_ratio"]
    assert odds.low == 1.0, "no effect at all must stay inside the range"


def test_ranges_that_must_not_cross_do_not(baseline: Resolved) -> None:
    rows = {row.key: row for row in baseline.assumptions.assumptions}
    rising = [[f"grade.report_card_2025.cut_{i}" for i in range(1, 5)]]
    rising += [[f"grade.legacy_4.cut_{i}" for i in range(1, 4)]]
    rising += [
        [f"inspection.{outcome}_interval_{point}_years" for point in ("low", "mode", "high")]
        for outcome in ("good", "attention", "urgent", "new_academy")
    ]
    rising += [["monitoring.urgent_threshold", "monitoring.need_threshold"]]
    rising += [["monitoring.need_days_min", "monitoring.need_days_max"]]
    for keys in rising:
        for lower, upper in itertools.pairwise(keys):
            assert rows[lower].high <= rows[upper].low, f"{lower} can exceed {upper}"


def test_no_personal_name_or_title_stands_in_shipped_files() -> None:
    titled = re.compile(r"\b(Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Dame|Rev)\b\.? +[A-Z]")
    files = [*SCENARIOS.rglob("*.yaml"), ROOT / "docs" / "evidence.md", ROOT / "docs" / "data-sources.md"]
    for file in files:
        assert titled.findall(file.read_text(encoding="utf-8")) == [], file.name


def test_posts_are_codes(baseline: Resolved) -> None:
    for name in SHIPPED:
        for post in resolve(name, SCENARIOS).trust.posts:
            assert re.fullmatch(r"[A-Z]{1,4}(-[0-9A-Z]{1,2})?", post.id), post.id
            assert post.label in ("", "Chief executive", "Trust Improvement Partner", "Data Lead")


def test_the_trust_says_what_it_is_and_what_is_assumed(baseline: Resolved) -> None:
    trust = baseline.trust
    assert "worked example: published strategy (undated, about 2019–21) on public school data" in trust.title
    assert "today" not in trust.title
    assert "Assumed:" in trust.about
    assert "Open Government Licence v3.0" in trust.source
    assert all(school.urn and school.roll_year and school.place for school in trust.schools)
    assert {post.id for post in trust.posts if post.basis == "published"} == {"CEO", "TIP", "DATA"}
