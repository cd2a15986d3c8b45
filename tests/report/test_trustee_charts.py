"""The charts on the sheets for trustees: what they say is what they draw."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from ist_model.report.charts import areas, cover, days_by_role, dumbbell, pace, shortfall, stretch
from ist_model.report.charts.pace import Pace, holds
from ist_model.report.words.against import TODAY
from tests.report.trustee_samples import SAMPLES, bench, short, stands, stretched


def test_what_the_charts_for_trustees_say_is_what_they_draw() -> None:
    assert "School B in 2 of its areas" in SAMPLES["areas"](100).words.shows
    assert "School A in 1 and School B in 2" in SAMPLES["areas"](60).words.shows
    assert "achievement 15" in SAMPLES["areas"](60).words.alt
    assert "By plan, School B changes leaders" in SAMPLES["cover"](60).words.shows
    assert "about 3.0 leaders are ready for a headship at any time (8 runs in 10: 2 to 4)" in (
        SAMPLES["cover"](60).words.shows
    )
    assert "School B: IH-1, interim headteacher, then HS-1, head of school" in SAMPLES["cover"](60).words.alt
    told = SAMPLES["dumbbell"](60).words
    assert told.shows.startswith(
        "As assumed (400 runs), 1 of 2 options differ from today’s plan by more than chance, most "
        "“1. Two join”: 60 more"
    )
    assert "at no effect 4 more pupils (1 to 7)" in told.alt
    assert "Of what they have, most is used by SLE: 60% (1% to 99%) of the days are given" in (
        SAMPLES["roles"](60).words.shows
    )
    assert (
        "About 60 days a year that our schools ask for are never given, most of them in maths: 60 (58 to 62)"
        in (SAMPLES["shortfall"](60).words.shows)
    )
    assert "Curriculum" not in SAMPLES["shortfall"](60).words.alt
    assert "the peak is 60% (2% to 98%) for other specialisms together in Summer 2, 2026/27" in (
        SAMPLES["stretch"](60).words.shows
    )
    assert "Maths 10% (9% to 11%)" in SAMPLES["stretch"](60).words.alt


def test_where_strengths_are_open_the_grid_says_that_they_are_taken_at_their_middle() -> None:
    names = ["Inclusion", "Achievement", "Early years"]
    known, open_ = (areas(stands(15.0), names, expected=each).words.shows for each in (False, True))
    assert known.startswith("In the lowest fifth of schools nationally: ")
    assert open_ == f"At the middle of what is known: i{known[1:]}"


def test_the_pace_of_growth_is_judged_by_its_interval() -> None:
    clear, open_, missed = (
        Pace("Two", share, share - 0.02, share + 0.02, None) for share in (0.7, 0.66, 0.6)
    )
    assert [holds(plan, 0.65) for plan in (clear, open_, missed)] == [True, None, False]
    assert "clearly below: One a year" in SAMPLES["pace"](60).words.shows
    assert "runs do not tell: One a year" in SAMPLES["pace"](66).words.shows
    assert "Every plan shown stays above the line of 65%" in SAMPLES["pace"](71).words.shows


def test_a_chart_in_half_a_sheet_is_printed_as_on_a_phone_and_shown_once() -> None:
    made = SAMPLES["shortfall"](60)
    soup = BeautifulSoup(made.html(half_sheet=True), "html.parser")
    shown, printed = soup.find_all("img")
    assert printed["class"] == ["inprint"]
    assert printed["alt"] == shown["alt"] == made.words.alt
    assert printed["src"] == soup.find("source")["srcset"] != shown["src"]


def test_a_chart_of_nothing_is_refused() -> None:
    for make in (
        lambda: areas([], []),
        lambda: cover({}, bench(1)),
        lambda: dumbbell([], title="Pupils", against=TODAY, runs=400),
        lambda: pace([], least_share=0.5, standard="half a term"),
        lambda: days_by_role({}, {}, sure="± 1 day or better"),
        lambda: shortfall(short(1).assign(asked=0.0), sure="± 1 day or better"),
        lambda: stretch(stretched(1).iloc[:0], {}, ""),
    ):
        with pytest.raises(ValueError, match="leave the chart out"):
            make()
