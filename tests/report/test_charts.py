"""Every chart: the same bytes each time, words from the data, readable at two widths."""

from __future__ import annotations

import io
import pickle
import re

import matplotlib as mpl
import numpy as np
import pytest
from bs4 import BeautifulSoup
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from ist_model.report.charts import (
    CHARTS,
    Bar,
    bars,
    checks,
    equal_measure,
    flows,
    forest,
    gantt,
    in_time,
    late,
    lines,
    look,
    strengths,
    tiers,
    utilisation,
    waits,
    years,
)
from ist_model.report.charts.look import Canvas, Words, draw, spread
from ist_model.report.charts.svg import svg_of
from ist_model.report.words.against import TODAY
from ist_model.report.words.plain import money
from tests.report import samples, trustee_samples
from tests.report.samples import (
    LABELS,
    amounts,
    areas,
    exchanged,
    given_and_received,
    needs,
    roles,
    service,
    tier_shares,
    waited,
)

SAMPLES = samples.SAMPLES | trustee_samples.SAMPLES


def test_a_picture_is_the_one_that_matplotlib_saves_whatever_the_settings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    saved: list[tuple[str, str]] = []

    def both(figure: Figure, **how: bool) -> str:
        copy = pickle.loads(pickle.dumps(figure))
        FigureCanvasSVG(copy)
        text = io.StringIO()
        copy.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
        picture = svg_of(figure, **how)
        saved.append((re.sub(r"\s*<metadata>.*?</metadata>", "", text.getvalue(), flags=re.DOTALL), picture))
        return picture

    monkeypatch.setattr(look, "svg_of", both)
    for name in ("bars", "tiers", "areas", "flows"):
        first = SAMPLES[name](60)
        with mpl.rc_context({"figure.dpi": 200, "savefig.format": "png", "text.hinting": "none"}):
            assert SAMPLES[name](60) == first
    assert len(saved) == 16
    for by_matplotlib, picture in saved:
        assert by_matplotlib.endswith(picture)


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
    assert "SEND (inclusion) comes slowest: 9 school weeks (3 to 99)" in SAMPLES["waits"](9).words.shows
    assert "50% (30% to 70%) of it begins within the standard" in SAMPLES["waits"](9).words.shows
    assert "Attendance" not in SAMPLES["waits"](9).words.alt
    assert (
        "System leader, with 60% of places in use; least: SLE, with 20%"
        in SAMPLES["utilisation"](60).words.shows
    )
    assert "clearly worse under “Two join”" in SAMPLES["forest"](60).words.shows
    assert "One goes, no clear difference (4 fewer to 2 more)" in SAMPLES["forest"](60).words.alt
    assert "nothing differs clearly" in SAMPLES["forest"](1).words.shows
    assert (
        "On 1 of 6 dates there are clearly more pupils than by today’s plan, and on 1 clearly fewer"
        in SAMPLES["gap"](60).words.shows
    )
    assert (
        "60% (1% to 99%) in “Scenario” and 70% in “Today’s plan”; the line is 55%"
        in SAMPLES["in_time"](60).words.shows
    )
    assert "below the line in 2 of 5 terms" in SAMPLES["in_time"](60).words.shows
    assert "from Autumn 2026/27 to Summer 2026/27" in SAMPLES["in_time"](60).words.alt
    assert "from 60% to 50%" in SAMPLES["in_time"](60).words.alt
    assert "60 pupils in “Scenario” and 90 pupils in “Today’s plan”" in SAMPLES["fan"](60).words.shows


def test_what_the_later_charts_say_follows_their_data() -> None:
    said = {name: SAMPLES[name](60).words for name in SAMPLES}
    assert (
        "At the end of the period A is the likeliest to be in the tier “Close”: in about 6 in 10"
        in said["tiers"].shows
    )
    assert "weakest in Achievement: 6 of 100 primaries are weaker" in said["strengths"].shows
    assert (
        "asks for 63 days (2 to 99) a year on average and receives 8 days of it, besides 3"
        in said["asked"].shows
    )
    assert (
        "The balance goes from £5,000 in 2026/27 to £60,000 (8 runs in 10: −£30,000 to £100,000) in"
        in said["years"].shows
    )
    assert (
        "Of 68 days a year, School A gives most (62 days) and School B receives most" in said["flows"].shows
    )
    assert "A gives more than it receives" in said["equal_measure"].shows
    assert "Every school receives at least" in SAMPLES["equal_measure"](1).words.shows
    assert "3 deployments, and A has most of them by days (62 days)" in said["gantt"].shows
    assert "Maths in Autumn 2, 60 school weeks on average; 2 of 3 cells" in said["late"].shows
    assert "A post goes: -1, may be chance" in said["falls"].alt
    assert "The largest: Cover, £60,000 (8 runs in 10: " in said["bars"].shows
    assert (
        "“Today’s plan” 2.0 to 60 (8 runs in 10: 59 to 61) and “$cenario” 2.0 to 3.0 (8 runs in 10: 2 to 4)"
        in said["lines"].shows
    )
    assert "against theory: further off than the rule allows: none" in said["checks"].shows
    assert "further off than the rule allows: 1" in SAMPLES["checks"](120).words.shows


def test_one_school_s_tiers_are_told_by_when_the_lowest_is_likeliest() -> None:
    names = ["Free", "Near", "Close"]
    rising = tier_shares(0.2)
    rising[2] = [0.1, 0.2, 0.6, 0.3, 0.2, 0.1]
    told = tiers({"A": rising}, names, sure="± 1 in 20").words.shows
    assert told.startswith("A is likeliest to be in the tier “Close” in Spring 1, 2026/27: in about 6 in 10")
    never = tiers({"A": tier_shares(0.0)}, names, sure="± 1 in 20").words.shows
    assert never == "A is in the tier “Close” in hardly any run at any time."


def test_bars_that_overlap_in_time_lie_in_rows_of_their_own() -> None:
    one, two = (SAMPLES["gantt"](60), gantt([Bar("A", "SLE", 0, 1, 2)], receivers=["A"], half_terms=LABELS))
    assert height(one.wide) > height(two.wide)


def height(svg: str) -> float:
    return float(BeautifulSoup(svg, "html.parser").svg["height"].removesuffix("pt"))


def test_a_chart_of_nothing_is_refused() -> None:
    for make in (
        lambda: tiers({}, [], sure=""),
        lambda: strengths(areas(0.5)[:0], threshold=0.2, school="A"),
        lambda: flows(0 * exchanged(1), outside={}, sure="± 1 day"),
        lambda: equal_measure(given_and_received(1)[:0], sure="± 1 day"),
        lambda: gantt([], receivers=["A"], half_terms=LABELS),
        lambda: late(
            np.nan * waited(1)[0], waited(1)[1], standard_weeks=6.5, columns_are="half-term", sure="± 2 weeks"
        ),
        lambda: bars(amounts(1)[:0], title="£", what="it", say=money, scale=1.0, careful="Assumed.", unit=""),
        lambda: years([], careful="Assumed."),
        lambda: lines({}, unit="leaders", careful="Averages."),
        lambda: checks({}),
        lambda: in_time(
            {"It": service(np.nan)}, {}, least_share=0.5, standard="half a term", who="our schools"
        ),
        lambda: waits(needs(1).assign(wait_mean_weeks=np.nan), standard_weeks=6.5),
        lambda: utilisation(roles(1).assign(share=np.nan), sure=""),
        lambda: forest({"Pupils": []}, against=TODAY),
    ):
        with pytest.raises(ValueError, match="leave the chart out"):
            make()


def test_labels_are_moved_apart_and_keep_their_order() -> None:
    placed = spread([5.0, 5.1, 1.0], [1.0, 1.0, 6.0])  # the tall one is far enough away
    assert placed[1] - placed[0] == pytest.approx(1.0)
    assert (placed[0] + placed[1]) / 2 == pytest.approx(5.05)
    assert placed[2] == 1.0
    assert spread([5.0, 5.1], [1.0, 3.0]) == pytest.approx([4.05, 6.05])


def test_drawing_leaves_the_callers_settings_alone() -> None:
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    draw(lambda canvas: paint(canvas), Words("A", "B", "C"), height_in=2)
    assert dict(mpl.rcParams) == before


def paint(canvas: Canvas) -> None:
    canvas.figure.subplots().plot([1, 2])
