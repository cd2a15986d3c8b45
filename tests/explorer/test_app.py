"""The page as a person uses it: levers moved, scenarios saved, steps taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ist_model.explorer import app as module
from ist_model.explorer.app import App, Asked
from ist_model.explorer.session import Session
from ist_model.explorer.settings import code_of
from ist_model.inputs.resolve import resolve
from tests.report.small import working_folder

HALVED = "sle-days-halved"


class NoWorker:
    """Takes what is asked and draws nothing."""

    def __init__(self, _: Any) -> None:
        """As a worker."""

    def ask(self, _: Asked) -> None:
        """Nothing."""


class Clock:
    """Time that passes only when a test says so."""

    def __init__(self) -> None:
        """At some time."""
        self.seconds = 1000.0

    def monotonic(self) -> float:
        """As `time.monotonic`."""
        return self.seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(module, "time", made)
    return made


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(module, "Worker", NoWorker)
    return working_folder(tmp_path) / "scenarios"


@pytest.fixture
def app(folder: Path, clock: Clock) -> App:
    return App(Session(folder, runs=10))


def _all(widget: Any) -> Iterator[Any]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from _all(child)


def part(app: App, name: str) -> Any:
    """The widget of a style class."""
    return next(each for each in _all(app.page) if f"ist-{name}" in each._dom_classes)


def called(app: App, name: str) -> Any:
    """The widget of a description."""
    return next(each for each in _all(app.page) if getattr(each, "description", None) == name)


def save(app: App, name: str) -> None:
    """Save where the levers stand."""
    called(app, "Name of the scenario").value = name
    called(app, "Question that it answers").value = "What if?"
    called(app, "Save as scenario").click()


def test_saving_leaves_start_and_levers_where_they_are(app, folder):
    part(app, "start").value = HALVED
    part(app, "sle-posts").value = 2
    before = app.settings
    assert (before.start, before.sle_posts) == (HALVED, 2)
    save(app, "Two more after all")
    assert "Saved as two-more-after-all.yaml" in part(app, "saved").value
    assert app.settings == before
    assert (part(app, "start").value, part(app, "sle-posts").value) == (HALVED, 2)
    assert "two-more-after-all" in dict(map(reversed, part(app, "start").options))
    assert resolve("two-more-after-all", folder).extends == HALVED
    part(app, "start").value = "two-more-after-all"
    assert app.settings.start == "two-more-after-all"


def test_saved_is_said_until_a_lever_moves(app):
    part(app, "km").value = 20
    save(app, "Twenty km")
    assert "Saved as" in part(app, "saved").value
    part(app, "km").value = 21
    assert part(app, "saved").value == ""


def test_a_broken_file_is_named_and_the_others_are_offered(folder, clock):
    text = "name: Broken\nquestion: What of it?\nextends: nowhere\n"
    (folder / "broken.yaml").write_text(text, "utf-8")
    app = App(Session(folder, runs=10))
    offered = [name for _, name in part(app, "start").options]
    assert "broken" not in offered
    assert {"baseline", HALVED} <= set(offered)
    told = part(app, "broken").value
    assert "broken.yaml, line 3 cannot be started from" in told
    assert "nowhere" in told
    assert "What to do" in told
    (folder / "broken.yaml").write_text(text.replace("nowhere", "baseline"), "utf-8")
    part(app, "start").value = HALVED  # mended, and looked at again
    assert part(app, "broken").value == ""
    assert "broken" in [name for _, name in part(app, "start").options]


def test_a_link_to_a_scenario_that_came_meanwhile_opens_it(app, folder):
    (folder / "later.yaml").write_text("name: Later\nquestion: What of it?\nextends: baseline\n", "utf-8")
    there = replace(app.session.plain("later"), km=33)
    called(app, "Open a link").value = f"#{code_of(there, app.session.plain('later'))}"
    assert app.settings == there
    assert part(app, "start").value == "later"


def test_a_lever_moves_no_other(folder, clock):
    text = (
        "name: Seven and a half\nquestion: What of it?\nextends: baseline\n"
        "changes:\n  assumptions:\n    role.sle.days_per_year: 7.5\n"
    )
    (folder / "half.yaml").write_text(text, "utf-8")
    app = App(Session(folder, runs=10))
    part(app, "start").value = "half"
    days = part(app, "sle-days")
    assert days.value == 7.5
    assert (days.value - days.min) % days.step == 0  # else a browser would move it to a step
    part(app, "km").value = 20
    assert app.settings == replace(app.session.plain("half"), km=20)
    called(app, "Undo").click()
    assert app.settings == app.session.plain("half")


def test_days_between_steps_that_a_link_brings_stand_as_they_are(app):
    plain = app.session.plain("baseline")
    called(app, "Open a link").value = f"#{code_of(replace(plain, sle_days=7.25), plain)}"
    days = part(app, "sle-days")
    assert days.value == app.settings.sle_days == 7.25
    assert (days.value - days.min) % days.step == 0


def test_undo_takes_back_a_whole_drag_and_no_more(app, clock):
    for km in range(11, 55):
        part(app, "km").value = km
        clock.seconds += 0.05
    clock.seconds += 5
    for km in range(54, 19, -1):
        part(app, "km").value = km
        clock.seconds += 0.05
    part(app, "strong").value = 1
    undo = called(app, "Undo")
    seen = []
    for _ in range(4):
        undo.click()
        seen.append((app.settings.km, app.settings.strong, part(app, "km").value))
    assert seen == [(20, 0, 20), (54, 0, 54), (10, 0, 10), (10, 0, 10)]


def test_undo_goes_past_a_drag_there_and_back(app, clock):
    part(app, "strong").value = 1
    for km in (11, 12, 11, 10):
        part(app, "km").value = km
    called(app, "Undo").click()
    assert (app.settings.strong, app.settings.km) == (0, 10)


def test_what_can_be_taken_away_belongs_to_the_levers(app):
    asked = Asked(app.settings, "why")
    app._draw(asked, lambda: False)
    assert "Save the numbers" in part(app, "away").value
    part(app, "km").value = 20
    assert part(app, "away").value == ""
    app._draw(asked, lambda: part(app, "status").value.count("Working") > 0)  # overtaken
    assert part(app, "away").value == ""


@pytest.mark.parametrize("moved", [{"bought_days": 5.0}, {"heads": "zzz"}])
def test_a_link_that_moves_a_lever_that_is_not_there_is_refused(app, moved, monkeypatch):
    real = Session.start

    def bare(self: Session, name: str) -> Any:
        start = real(self, name)
        gone = {"suppliers": (), "partnerships": ()}
        schools = tuple(each.model_copy(update={"partnership": None}) for each in start.trust.schools)
        return start.model_copy(update={"trust": start.trust.model_copy(update={**gone, "schools": schools})})

    monkeypatch.setattr(Session, "start", bare)
    plain = app.session.plain("baseline")
    before = app.settings
    called(app, "Open a link").value = f"#{code_of(replace(plain, **moved), plain)}"
    assert app.settings == before
    assert next(iter(moved)) in part(app, "problem").value
    assert "no lever" in part(app, "problem").value
