"""The opening state: refused where it could not be true on the first day."""

from __future__ import annotations

import pytest

TRUST = "trusts/small/trust.yaml"

OPENINGS = {
    "own school": (
        "deployments: [{D, school: ELM, area: teaching, specialism: maths}]",
        "school",
        "own school",
    ),
    "other area": (
        "deployments: [{D, school: OAK, area: inclusion, specialism: send}]",
        "specialism",
        "does not serve 'send'",
    ),
    "role not held": (
        "deployments: [{post: PH, role: sle, days_left: 2, school: ELM, area: teaching, specialism: maths}]",
        "role",
        "does not hold the role 'sle' (it holds none)",
    ),
    "vacant": (
        "{deployments: [{D, school: OAK, area: teaching, specialism: maths}], vacancies: {ELM-DH: 1}}",
        "post",
        "vacant",
    ),
    "no place": (
        "deployments: [{D, school: OAK, area: teaching, specialism: maths},"
        " {D, school: OAK, area: teaching, specialism: maths}]",
        "deployments",
        "1 places at once",
    ),
    "needs alike": ("needs: [{N, area: teaching}, {N, area: teaching}]", "area", "one an area"),
    "need without area": (
        "needs: [{school: ELM, area: early_years, specialism: english, days: 2, weeks_waited: 1}]",
        "area",
        "has no area",
    ),
    "two tiers": ("tiers: [{school: ELM, tier: free}, {school: ELM, tier: watched}]", "school", "one tier"),
    "days used": ("days_used: {PH: 11}", "days_used[PH]", "10 release days this school year"),
    "days promised": (
        "{deployments: [{D, school: OAK, area: teaching, specialism: maths}], days_used: {ELM-DH: 100}}",
        "days_used[ELM-DH]",
        "more for the deployments it has running",
    ),
    "vacancies": ("vacancies: {PX: 1}", "vacancies[PX]", "no post 'PX'"),
}


@pytest.mark.parametrize(("opening", "key", "rule"), OPENINGS.values(), ids=OPENINGS.keys())
def test_an_opening_state_could_be_true(folder, opening: str, key: str, rule: str) -> None:
    folder.edit(
        TRUST,
        "{id: PH, kind: head, school: OAK}",
        "{id: PH, kind: head, school: OAK, allowance_days_per_year: 10}",
    )
    opening = opening.replace("{D,", "{post: ELM-DH, role: sle, days_left: 2,")
    opening = opening.replace("{N,", "{school: OAK, specialism: english, days: 2, weeks_waited: 1,")
    opening = opening if opening.startswith("{") else f"{{{opening}}}"
    found = folder.refused(f"opening: {opening}\n")
    assert all(problem[0].startswith("opening.") for problem in found)
    expected = [problem for problem in found if problem[0].endswith(key) and rule in problem[1]]
    assert len(expected) == 1, found
    both_rules = "places at once" in rule  # two deployments to one area are two open needs there as well
    assert len(found) == 1 + both_rules, found


def test_a_joiner_is_not_in_the_opening_state(folder) -> None:
    joiner = "changes: {schools: {change: {ELM: {joined: 2027-01-01}}}}\n"
    ((key, rule, _),) = folder.refused(joiner + "opening: {tiers: [{school: ELM, tier: free}]}\n")
    assert key == "opening.tiers[#1].school"
    assert "joins on 2027-01-01, on or after the first day" in rule


@pytest.mark.parametrize(("used", "refused"), [(3, False), (4, True)])
def test_a_post_that_ends_in_the_year_has_the_days_of_its_part(folder, used: int, refused: bool) -> None:
    """Ten days a year and an end after two of six half-terms: 3.333 days."""
    folder.edit(
        TRUST,
        "{id: PH, kind: head, school: OAK}",
        "{id: PH, kind: head, school: OAK, allowance_days_per_year: 10, ends: 2027-01-01}",
    )
    opening = f"opening: {{days_used: {{PH: {used}}}}}\n"
    if refused:
        ((key, rule, _),) = folder.refused(opening)
        assert key == "opening.days_used[PH]"
        assert "has 3.333 release days this school year" in rule
    else:
        folder.resolve(folder.scenario("part", opening))
