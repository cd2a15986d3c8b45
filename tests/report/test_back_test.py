"""The back-test's page section says what was measured, and what was measured is of this version."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from bs4 import BeautifulSoup

from ist_model.experiments.calibration import facts
from ist_model.experiments.calibration.backtest import MARKOV, REGISTER, STAYS, markov, scored, stays
from ist_model.experiments.calibration.calibrate import Settings, register_rules
from ist_model.experiments.calibration.population import clock, schools
from ist_model.inputs.published.tables import national
from ist_model.inputs.resolve import resolve
from ist_model.report.pages import back_test

ROOT = Path(__file__).parents[2]


def test_the_scores_kept_are_those_of_the_register_and_the_counts() -> None:
    """What needs no search is worked out anew: a register or counts that moved make the file stale."""
    whole, settings = national(), Settings()
    held = whole.table("2015-2018")
    values = resolve("baseline", ROOT / "scenarios").assumptions.values()
    followed = schools(settings.schools, settings.seed)
    predicted = facts.predict(register_rules(values), followed, clock(values), whole)
    shares = {
        MARKOV: markov(whole.table("2012-2015"), held.years),
        STAYS: stays(held.array()),
        REGISTER: np.asarray(predicted.tables[1]),
    }
    worth = facts.concentration(tuple(whole.improved.years.values()))
    kept = {score["forecast"]: score for score in back_test.measured()["scores"]}
    for score in scored(held.array(), shares, worth):
        assert kept[score.forecast]["log"] == pytest.approx(score.log, abs=1e-6), score.forecast
        assert kept[score.forecast]["brier"] == pytest.approx(score.brier, abs=1e-6), score.forecast


def test_the_section_says_how_it_went_and_no_more() -> None:
    soup = BeautifulSoup(back_test.section().markup, "html.parser")
    shown = " ".join(soup.get_text(" ").split())
    assert "11,268 of England's primaries" in shown
    assert "no better, nor clearly worse, than a chain of grades" in shown
    assert "no evidence that support works" in shown
    assert "Three other things could not have been known then" in shown
    assert "A scenario uses report cards unless it says otherwise" in shown
    assert "These rules are not tried here" in shown
    (scores,) = [each for each in soup.find_all("table") if "Scores a school" in each.get_text()]
    rows = [[cell.get_text() for cell in row.find_all(["td", "th"])] for row in scores.find_all("tr")][1:]
    assert len(rows) == 6
    assert {row[1] for row in rows} == {"no", "yes, in part or whole"}
