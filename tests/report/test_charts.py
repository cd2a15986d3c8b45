"""Every chart: the same bytes each time, words from the data, readable at two widths."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from ist_model.report.charts import CHARTS, days_have_and_need, fan, forest, gap, utilisation, waits
from ist_model.report.charts.look import Canvas, Chart, Words, draw, spread
from ist_model.report.difference import Difference

LABELS = [f"{term} {half}, 2026/27" for term in ("Autumn", "Spring", "Summer") for half in (1, 2)]


def attention(level: float) -> pd.DataFrame:
    ends = {"mean": level, "p10": level - 50, "p90": level + 50}
    columns = {f"pupils_existing_{end}": np.linspace(value, value + 10, 6) for end, value in ends.items()}
    return pd.DataFrame({"label": LABELS, **columns})


def days(have: float) -> pd.DataFrame:
    needed = [40.0, 20, 30, 70, 30, 20]
    return pd.DataFrame(
        {
            "label": LABELS,
            "have_days_mean": have,
            "needed_days_mean": needed,
            "needed_beyond_days_mean": [5.0] * 6,
        }
    )


def needs(slowest: float) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": ["Maths (achievement)", "SEND (inclusion)", "Attendance (attendance and behaviour)"],
            "wait_mean_weeks": [1.0, slowest, np.nan],
            "raised": [9.0, 4.0, 1.0],
            "share_within_started": [0.9, 0.5, np.nan],
        }
    )


def roles(busiest: float) -> pd.DataFrame:
    shares = {"share": [0.2, busiest, np.nan], "baseline_share": [0.25, 0.3, np.nan]}
    return pd.DataFrame({"role": ["SLE", "System leader", "Data Lead"], **shares})


def difference(mean: float, unit: str = "pupils") -> Difference:
    return Difference("Pupils", unit, "lower", mean, mean - 3, mean + 3)


def differences(mean: float) -> pd.DataFrame:
    middle = np.array([0, 0, 1, mean, 2, -9.0])
    return pd.DataFrame({"label": LABELS, "difference": middle, "low": middle - 4, "high": middle + 4})


SAMPLES: dict[str, Callable[[float], Chart]] = {
    "fan": lambda v: fan(
        {"Scenario": attention(v), "Baseline": attention(90)},
        {"Scenario": v, "Baseline": 90.0},
        column="pupils_existing",
        who="our schools",
    ),
    "gap": lambda v: gap(differences(v)),
    "days": lambda v: days_have_and_need(days(v), days(50)),
    "waits": lambda v: waits(needs(v), standard_weeks=6.5, baseline=needs(2)),
    "utilisation": lambda v: utilisation(roles(v / 100), paired=True),
    "forest": lambda v: forest({"Pupils": [("Two join", difference(v)), ("One goes", difference(-1))]}),
}


def test_every_chart_has_a_sample_here() -> None:
    assert SAMPLES.keys() == CHARTS.keys()


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_the_same_bytes_each_time_and_follows_its_data(name: str) -> None:
    first, again, other = SAMPLES[name](60), SAMPLES[name](60), SAMPLES[name](71)
    assert first.html() == again.html()
    assert first.wide != other.wide
    assert first.words.alt != other.words.alt
    for picture in (first.wide, first.narrow):
        assert "dc:date" not in picture
        assert "Matplotlib v" not in picture
        assert "http" not in picture.replace("http://www.w3.org/", "")


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_stands_on_a_page_with_its_words_and_a_width_for_phones(name: str) -> None:
    made = SAMPLES[name](60)
    soup = BeautifulSoup(made.html(), "html.parser")
    assert [img["alt"] for img in soup.find_all("img")] == [made.words.alt]
    assert [caption.get_text() for caption in soup.find_all("figcaption")] == [made.words.shows]
    assert made.words.careful in soup.get_text()
    source = soup.find("source")
    assert source["media"].startswith("screen")
    assert source["srcset"].startswith("data:image/svg+xml;base64,")
    assert " " not in source["srcset"]
    assert width(made.narrow) < 300 < width(made.wide)


def width(svg: str) -> float:
    return float(BeautifulSoup(svg, "html.parser").svg["width"].removesuffix("pt"))


@pytest.mark.parametrize("empty", ["alt", "shows", "careful"])
def test_a_chart_without_words_is_refused(empty: str) -> None:
    words = {"alt": "A line", "shows": "It rises", "careful": "Few runs", empty: "  "}
    with pytest.raises(ValueError, match=f"needs {empty}"):
        Words(**words)


def test_what_is_said_is_what_is_drawn() -> None:
    assert "needs exceed what we have in 1 of 6 half-terms" in SAMPLES["days"](60).words.shows
    assert "Spring 2, 2026/27 (by 15 days)" in SAMPLES["days"](60).words.shows
    assert "enough in every half-term" in SAMPLES["days"](80).words.shows
    assert "SEND (inclusion) comes slowest: 9.0 school weeks" in SAMPLES["waits"](9).words.shows
    assert "50% of it begins within the standard" in SAMPLES["waits"](9).words.shows
    assert "Attendance" not in SAMPLES["waits"](9).words.alt
    assert (
        "System leader, with 60% of places in use; least: SLE, with 20%"
        in SAMPLES["utilisation"](60).words.shows
    )
    assert "clearly worse under “Two join”" in SAMPLES["forest"](60).words.shows
    assert "One goes, no clear difference (4 fewer to 2 more)" in SAMPLES["forest"](60).words.alt
    assert "no scenario differs clearly" in SAMPLES["forest"](1).words.shows
    assert "clearly more pupils in 1 and clearly fewer in 1 of 6 half-terms" in SAMPLES["gap"](60).words.shows
    assert "60 pupils in “Scenario” and 90 pupils in “Baseline”" in SAMPLES["fan"](60).words.shows


def test_a_chart_of_nothing_is_refused() -> None:
    for make in (
        lambda: waits(needs(1).assign(wait_mean_weeks=np.nan), standard_weeks=6.5),
        lambda: utilisation(roles(1).assign(share=np.nan), paired=False),
        lambda: forest({"Pupils": []}),
    ):
        with pytest.raises(ValueError, match="leave the chart out"):
            make()


def test_labels_are_moved_apart_and_keep_their_order() -> None:
    placed = spread([5.0, 5.1, 1.0], 1.0)
    assert placed[1] - placed[0] == pytest.approx(1.0)
    assert (placed[0] + placed[1]) / 2 == pytest.approx(5.05)
    assert placed[2] == 1.0


def test_drawing_leaves_the_callers_settings_alone() -> None:
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    draw(lambda canvas: paint(canvas), Words("A", "B", "C"), height_in=2)
    assert dict(mpl.rcParams) == before


def paint(canvas: Canvas) -> None:
    canvas.figure.subplots().plot([1, 2])
