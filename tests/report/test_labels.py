"""Every label of every chart can be read, at both widths, whatever schools are called."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from ist_model.report.charts import CHARTS, Bar, areas, cover, equal_measure, flows, gantt, tiers
from ist_model.report.charts.areas import AreaRow
from ist_model.report.charts.look import Canvas, Chart, Words, cut, draw
from tests.report import samples, trustee_samples
from tests.report.labels import unreadable
from tests.report.samples import LABELS, given_and_received, tier_shares

SAMPLES = samples.SAMPLES | trustee_samples.SAMPLES
# As long as names of schools are, and longer.
NAMES = (
    "St Augustine of Canterbury Catholic Primary School",
    "Old Buckenham",
    "The Bishop Herbert Church of England Voluntary Aided Primary Academy and Nursery",
    "Inclusive Infant and Nursery School at Drayton Wood Road Community Campus, Norwich",
)
AREAS = (
    "Curriculum and teaching",
    "Attendance and behaviour",
    "Personal development and well-being",
    "Inclusion",
    "Achievement",
    "Leadership and governance",
    "Early years",
)


def _areas() -> Chart:
    percentiles = tuple(10.0 + 12 * place for place in range(len(AREAS)))
    window = "Sept 2026 to Jan 2027"
    return areas([AreaRow(name, percentiles, "Interim headteacher", window) for name in NAMES], AREAS)


def _flows() -> Chart:
    days = [[0.0, 5, 7, 2], [3, 0, 1, 1], [9, 2, 0, 6], [2, 2, 2, 0]]
    return flows(pd.DataFrame(days, NAMES, NAMES), outside={}, sure="± 1 day or better")


def _gantt() -> Chart:
    bars = [Bar(name, "SLE (specialist leader)", at, at + 2.5, 7) for at, name in enumerate(NAMES)]
    return gantt(bars, receivers=NAMES, half_terms=[label.partition(",")[0] for label in LABELS])


def _equal_measure() -> Chart:
    frame = pd.concat([given_and_received(10)] * 2, ignore_index=True).assign(school=NAMES)
    return equal_measure(frame, sure="± 1 day or better")


def _tiers() -> Chart:
    panels = dict.fromkeys(NAMES, tier_shares(0.6))
    return tiers(panels, ["Self-improving", "Supported", "Targeted"], sure="± 1 in 20")


def _cover() -> Chart:
    plan = {name: [("IH-1", "Interim headteacher"), ("HS-1", "Head of school")][:3] for name in NAMES}
    return cover(plan, trustee_samples.bench(2))


LONG: dict[str, Callable[[], Chart]] = {
    "areas": _areas,
    "flows": _flows,
    "gantt": _gantt,
    "equal measure": _equal_measure,
    "tiers": _tiers,
    "cover": _cover,
}


@pytest.mark.parametrize("name", CHARTS)
def test_every_label_of_a_chart_can_be_read(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert unreadable(lambda: SAMPLES[name](60), monkeypatch) == []


@pytest.mark.parametrize("name", LONG)
def test_long_names_of_schools_leave_every_label_readable(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert unreadable(LONG[name], monkeypatch) == []


@pytest.mark.parametrize("most", [28, 30, 36, 68])
def test_names_that_begin_alike_or_end_alike_are_told_apart_when_they_are_cut(most: int) -> None:
    alike = [f"St Augustine of Canterbury Catholic {kind} School" for kind in ("Infant", "Junior", "Primary")]
    alike += [f"St Joseph’s Catholic Primary School, {town}" for town in ("Malmesbury", "Devizes")]
    alike += [
        f"{saint}’s Church of England Voluntary Aided Primary Academy" for saint in ("St Mark", "St Luke")
    ]
    assert len({cut(name, most) for name in alike}) == len(alike)
    assert max(len(cut(name, most)) for name in alike) <= most
    assert cut("Old Buckenham", most) == "Old Buckenham"


def test_what_cannot_be_read_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def paint(canvas: Canvas) -> None:
        axes = canvas.figure.subplots()
        axes.text(0.1, 0.5, "first", fontsize=8)
        axes.text(0.1, 0.5, "second", fontsize=8)
        axes.text(0.9, 0.2, "far too long for what is left of the picture").set_in_layout(False)

    found = unreadable(lambda: draw(paint, Words("alt", "shows", "careful"), height_in=2), monkeypatch)
    assert {each.split(" lies")[0].split(" runs")[0] for each in found} == {
        "'second'",
        "'far too long for what is left of the picture'",
    }
