"""Planned, actual, next: the log's days beside the plan's, and every text of it shown as text."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from ist_model.inputs.support_log import BEYOND, BOUGHT, Support
from ist_model.report.cases.view import View, load_view
from ist_model.report.pages import log as log_page
from ist_model.report.pages import protection as protection_page
from ist_model.report.pages import stress as stress_page
from ist_model.report.show import Block
from ist_model.results.log_days import by_giver, by_half_term
from tests.inputs.test_support_log import ODD


@pytest.fixture(scope="module")
def view(small: Path) -> View:
    return load_view("baseline", scenarios_dir=small / "scenarios", results_dir=small / "outputs" / "results")


@pytest.fixture(scope="module")
def log(view: View) -> list[Support]:
    post = next(p for p in view.resolved.trust.posts if p.designations)
    dates = [dt.date(2026, 10, 1), dt.date(2027, 1, 20), dt.date(2027, 2, 3)]
    return [
        Support(
            date=date,
            giver=post.id,
            school=view.resolved.trust.schools[0].id,
            area=view.resolved.framework.areas[0].id,
            days=1.5,
            measure=ODD[place],
            outcome=ODD[place + 1] if place else "",
        )
        for place, date in enumerate(dates)
    ]


def text(block: Block) -> str:
    return " ".join(BeautifulSoup(block.markup, "html.parser").get_text(" ").split())


def test_days_are_added_up_by_half_term_beside_the_plan(view: View, log: list[Support]) -> None:
    frame = by_half_term(view.result, log).set_index("label")
    assert list(frame.index)[:2] == ["Autumn 1, 2026/27", "Spring 1, 2026/27"]
    assert frame.loc["Autumn 1, 2026/27"].isna()["planned"]
    assert frame.loc["Spring 1, 2026/27", "actual"] == 3.0
    days = view.result.series["days"].set_index("label")
    assert frame.loc["Spring 1, 2026/27", "planned"] == days.loc["Spring 1, 2026/27", "delivered_days_mean"]
    assert frame["actual"].sum() == 4.5


def test_beside_the_plan_stand_only_days_of_its_kind_and_what_is_to_come_is_left_open(
    view: View, log: list[Support]
) -> None:
    outside = [log[1].model_copy(update=each) for each in ({"giver": BOUGHT}, {"school": BEYOND})]
    soup = BeautifulSoup(
        log_page.halves(view, sorted([*log, *outside], key=lambda e: e.date)).markup, "html.parser"
    )
    told = {row.th.get_text(): [td.get_text() for td in row.select("td")] for row in soup.select("tbody tr")}
    assert told["Spring 1, 2026/27"][1:] == ["3 days", "3 days"]
    assert told["Summer 2, 2026/27"][1:] == ["not yet", "not yet"]
    assert not any(label.endswith("2027/28") for label in told)


def test_days_are_added_up_by_giver(view: View, log: list[Support]) -> None:
    (row,) = by_giver(view.resolved, log).to_dict("records")
    assert (row["giver"], row["school_year"], row["actual"]) == (log[0].giver, "2026/27", 4.5)


def test_every_text_of_the_log_is_shown_as_text(view: View, log: list[Support]) -> None:
    block = log_page.decisions(view, log)
    soup = BeautifulSoup(block.markup, "html.parser")
    assert soup.find("script") is None
    shown = [cell.get_text() for cell in soup.select("td")]
    for each in log:
        assert each.measure in shown
    assert text(log_page.heading(view, log)).count("Of 1 the outcome is not yet known") == 1
    assert ODD[0] in text(log_page.upcoming(log))
    assert view.resolved.trust.schools[0].name not in text(block)


def test_without_a_log_the_page_says_how_to_write_one(view: View) -> None:
    said = text(log_page.heading(view, []) + log_page.halves(view, []) + log_page.decisions(view, []))
    assert "support_log.csv" in said
    assert "date, giver, school, area, days, measure, outcome" in said


def test_the_note_says_what_the_trust_must_decide(view: View) -> None:
    said = text(protection_page.heading(view) + protection_page.decide() + protection_page.held(view))
    for topic in ("Lawful basis", "Retention", "Who sees it", "DPIA screening", "Codes for posts"):
        assert topic in said


def test_stress_des_is_filled_from_the_model(view: View) -> None:
    parts = (stress_page.logic, stress_page.data, stress_page.experiments, stress_page.implementation)
    said = text(stress_page.objectives(view, ["baseline"])) + " ".join(text(part(view)) for part in parts)
    trust, register = view.resolved.trust, view.resolved.assumptions.assumptions
    assert f"{len(trust.schools)} schools, {len(trust.posts)} posts" in said
    assert f"{len(register)} numbers in the register" in said
    assert f"{len(view.result.catalogue)} measures" in said
    assert str(view.resolved.seed) in said
