"""Who would be missed, in words: labels unless named, and no claim where it may be chance."""

from __future__ import annotations

import pytest

from ist_model.experiments.removal import Effect, Group, Removal, WeakPoints
from ist_model.inputs.resolve import resolve
from ist_model.inputs.scenario_models import Resolved
from ist_model.report.words import weak_points as words
from tests.report.small import ROOT
from tests.results.made import result

SCHOOLS = Group("schools", ("GW", "LI", "none"), 9)
ROLE = Group("roles", ("lead_practitioner",), 5)
NOTHING = Effect(0.2, -1.0, 1.4, 0.0)


@pytest.fixture(scope="module")
def baseline() -> Resolved:
    return resolve("baseline", ROOT / "scenarios")


def found(of: Resolved, *removals: Removal) -> WeakPoints:
    return WeakPoints(of, result(), removals, 0)


def test_schools_have_their_labels_unless_named(baseline):
    label = words.group_words(baseline, SCHOOLS, named=False)
    assert label == "School A, School E and the central team, together"
    assert "George White" in words.group_words(baseline, SCHOOLS, named=True)
    assert words.group_words(baseline, ROLE, named=False) == "Lead Practitioner"


def test_the_finding_is_a_sentence_about_what_is_clearly_worse_first(baseline):
    harm = Removal(ROLE, (Effect(18.5, 11.1, 25.9, 18.5), Effect(-0.14, -0.16, -0.12, 0.14), NOTHING))
    assert words.opening(found(baseline, harm), named=False) == (
        "Most missed: the role Lead Practitioner. Without these 5 leaders 18 more pupils (11 to 26) of "
        "existing schools are in a school needing attention."
    )
    waits = Removal(SCHOOLS, (NOTHING, Effect(-0.14, -0.16, -0.12, 0.14), NOTHING))
    told = words.opening(found(baseline, waits), named=False)
    assert "the share of needs begun in time is 14 percentage points lower (12 to 16)" in told


def test_what_may_be_chance_is_not_called_harm(baseline):
    none = Removal(ROLE, (NOTHING, NOTHING, NOTHING))
    assert "every harm may be chance" in words.opening(found(baseline, none), named=False)
    better = Removal(ROLE, (Effect(-4.0, -5.0, -3.0, 0.0), NOTHING, NOTHING))
    assert "every harm may be chance" in words.opening(found(baseline, better), named=False)
    assert "without pointing at persons" in words.opening(found(baseline), named=False)
