"""One person's exploring: pictures that equal an experiment's, and what is said beside them."""

from __future__ import annotations

import base64
import csv
import io
import re
from dataclasses import replace

import pandas as pd
import pytest

from ist_model.experiments.compare import compare
from ist_model.experiments.replicate import replicate
from ist_model.explorer import session as module
from ist_model.explorer import words
from ist_model.explorer.session import Session
from ist_model.explorer.views import VIEWS, drawn
from ist_model.results.checks import ConservationError
from tests.report.small import working_folder


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return Session(working_folder(tmp_path_factory.mktemp("explored")) / "scenarios", runs=60)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for all runs, however soon they come."""
    monkeypatch.setattr(module, "PATIENCE", -1.0)


@pytest.fixture(scope="module")
def moved(session: Session):
    return replace(session.plain("baseline"), sle_days=2.0, sponsored=1, joins="2027-09-01")


def test_pictures_become_better_and_equal_an_experiment(session, moved, impatient):
    pictures = list(session.pictures(moved, "why"))
    assert [(p.runs, p.checked, p.complete) for p in pictures] == [
        (50, False, False),
        (60, False, False),
        (60, True, False),
        (60, True, True),
    ]
    case = pictures[-1].case
    whole, baseline = (
        replicate(each, runs=60, workers=1) for each in (session.scenario(moved), session.baseline)
    )
    names = list(case.result.measures)
    pd.testing.assert_frame_equal(case.result.measures, whole.measures[names], check_exact=True)
    made = compare(baseline, whole)
    for name, row in case.differences.items():
        assert row["difference"] == pytest.approx(made.loc[name, "difference"], abs=0, nan_ok=True), name
        assert row["low"] == pytest.approx(made.loc[name, "low"], abs=0, nan_ok=True), name
    assert case.difference_at_no_effect("pupils_attention_existing") is not None


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_shows_the_baseline_alone_and_a_scenario_beside_it(session, moved, view):
    for settings in (session.plain("baseline"), moved):
        *_, last = session.pictures(settings, view)
        shown = drawn(view, last.case)
        assert len(shown.markup) > 50
        assert "<source" not in shown.markup  # one width alone
        assert drawn(view, last.case).markup == shown.markup  # though room is not worked out again
        assert "data:text/csv" in words.to_take_away(last, shown, view)


def test_what_was_seen_is_not_made_again(session, moved, monkeypatch):
    *_, last = session.pictures(moved, "why")
    monkeypatch.setattr("ist_model.explorer.session.evaluate", None)
    monkeypatch.setattr("ist_model.explorer.session.hold_laws", None)
    again = list(session.pictures(moved, "why"))
    assert again[0].runs == 60
    assert again[-1].case.result is last.case.result


def test_the_numbers_to_take_away_are_those_of_the_picture(session, moved):
    *_, last = session.pictures(moved, "why")
    encoded = re.search(
        r'data:text/csv;base64,([^"]+)', words.to_take_away(last, VIEWS["why"].of(last.case), "why")
    )
    text = base64.b64decode(encoded[1]).decode("utf-8-sig")
    rows = {row["measure"]: row for row in csv.DictReader(io.StringIO(text))}
    row = rows["pupils_attention_existing"]
    assert float(row["mean"]) == last.case.result.measures["pupils_attention_existing"].mean()
    assert float(row["difference"]) == last.case.differences["pupils_attention_existing"]["difference"]


def test_the_answer_of_schools_that_join_says_what_it_is_if_support_has_no_effect(session, moved):
    joined = list(session.pictures(replace(moved, joins="2027-05-01"), "why"))
    told = words.answer(joined[-1].case).markup
    assert "if support has no effect" in told.partition("Share of joiners")[2]


def test_a_first_picture_comes_only_if_the_last_would_be_long(session, moved, monkeypatch):
    for patience, runs in ((1e9, [60, 60, 60]), (-1.0, [50, 60, 60, 60])):
        monkeypatch.setattr(module, "PATIENCE", patience)
        days = replace(moved, sle_days=3.0 + len(runs))
        assert [each.runs for each in session.pictures(days, "why")] == runs


def test_words_say_what_differs_and_how_far_it_is(session, moved, impatient):
    pictures = list(session.pictures(replace(moved, sle_days=2.5), "why"))
    assert "2.5 days a year" in words.differs(pictures[0].case).markup
    told = [words.status(each) for each in pictures]
    assert "More are on the way" in told[0]
    assert "being checked" in told[0]
    assert told[1].startswith("60 samples of chance. That every law")
    assert "every law of the model held against each" in told[-1]
    assert "not evidence of impact and not a predicted grade" in told[-1]
    assert words.spoken(pictures[-1]).endswith("60 samples of chance.")
    alone = next(iter(session.pictures(session.plain("baseline"), "why")))
    assert "Nothing differs" in words.differs(alone.case).markup


def test_a_broken_law_is_told_in_words(session, moved, monkeypatch):
    def broken(*_: object) -> None:
        raise ConservationError("days are conserved", 7, "one too many")

    monkeypatch.setattr("ist_model.explorer.session.hold_laws", broken)
    with pytest.raises(ConservationError) as error:
        list(session.pictures(replace(moved, sle_days=3.0), "why"))
    assert "Run 7 breaks a law of the model" in words.problem(error.value)


def test_forecasts_call_schools_by_label(session, moved):
    *_, last = session.pictures(moved, "tiers")
    text = VIEWS["tiers"].of(last.case).markup + words.differs(last.case).markup
    names = [school.name for school in session.baseline.trust.schools]
    assert not [name for name in names if name in text]
    assert "School A" in text
