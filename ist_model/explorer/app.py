"""The explorer as widgets: levers on the left, the answer and one view on the right.

Pictures are made in a thread, so that levers stay free meanwhile; what they show is decided by `Session`.
"""

from __future__ import annotations

import html
import logging
import os
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import ipywidgets as widgets
from IPython import display

from ist_model.experiments.live import Stopped
from ist_model.explorer import words
from ist_model.explorer.kept import KEPT
from ist_model.explorer.panel import Panel
from ist_model.explorer.ready import SERVED
from ist_model.explorer.session import RUNS, Picture, Session
from ist_model.explorer.settings import CodeError, Settings, applied, code_of, read_code
from ist_model.explorer.views import VIEWS, drawn
from ist_model.explorer.worker import Stop, Worker
from ist_model.report.show import Block

_MOST_STEPS = 200  # that can be undone
_ONE_MOVE = 1.5  # seconds: steps of one lever that follow each other sooner are one move, a drag
_BEFORE = "What stands below belongs to the levers as they were before."
_NAMES = Path(__file__).parent / "jupyter/voila/templates/ist-explorer/names.js"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Asked:
    """What is to be shown: where the levers stand, and the view."""

    settings: Settings
    view: str
    narrow: bool = False  # the page is no wider than a tablet held upright


class App:
    """The explorer of one person; a notebook shows `page`."""

    def __init__(self, session: Session) -> None:
        """Show the baseline."""
        self.session = session
        self.settings = session.plain(session.baseline.scenario_id)
        self._past: list[Settings] = []
        self._last_moved, self._last_moved_at = "", 0.0
        self._putting = threading.Lock()  # a picture that was overtaken must not be put after what was asked
        self._panel = Panel(session.named, self._moved)
        self._start = widgets.Dropdown(description="Start from", layout={"width": "auto"})
        self._view = widgets.ToggleButtons(options=[(look.label, key) for key, look in VIEWS.items()])
        self._narrow = widgets.Checkbox(description="Narrow page")  # ticked by the page's script, unseen
        self._undo, self._reset = (widgets.Button(description=text) for text in ("Undo", "Reset"))
        names = (
            *("answer", "status", "problem", "view", "differs", "away"),
            *("link", "spoken", "saved", "broken"),
        )
        self._shown = {name: widgets.HTML() for name in names}
        self._name, self._question, self._author = (
            widgets.Text(description=text, layout={"width": "auto"})
            for text in ("Name of the scenario", "Question that it answers", "Your name or role")
        )
        self._save = widgets.Button(description="Save as scenario")
        self._open = widgets.Text(
            description="Open a link", placeholder="paste a link to settings", continuous_update=False
        )
        self._worker: Worker[Asked] = Worker(self._draw)
        self.page = self._laid_out()
        self._panel.show(session.baseline, self.settings)
        self._offer()
        self._listen()
        self._ask()

    def _offer(self) -> None:
        """The scenarios that one may start from, the chosen one staying chosen; and which are broken."""
        offered, broken = self.session.offered()
        own = self.settings.start
        called = {own: self.session.start(own).name} | offered  # its file may be gone meanwhile
        self._offering = True  # new options choose their first for a moment: no person does
        self._start.options = [(name, each) for each, name in called.items()]
        self._start.value = own
        self._offering = False
        self._shown["broken"].value = words.broken(broken)

    def _laid_out(self) -> widgets.Widget:
        for name, box in self._shown.items():
            box.add_class(f"ist-{name}")
        others = {"narrow": self._narrow, "views": self._view, "open": self._open, "start": self._start}
        for name, box in others.items():
            box.add_class(f"ist-{name}")
        saving = widgets.VBox(
            [
                widgets.HTML("<h3>Keep it</h3>"),
                *(self._name, self._question, self._author, self._save, self._shown["saved"]),
                *(self._shown["link"], self._open),
            ]
        )
        buttons = widgets.HBox([self._undo, self._reset])
        left = widgets.VBox([self._start, self._shown["broken"], buttons, self._panel.box, saving])
        order = ("problem", "answer", "status")
        right = widgets.VBox(
            [
                *(self._shown[name] for name in order),
                *(self._narrow, self._view, self._shown["view"], self._shown["away"], self._shown["differs"]),
                self._shown["spoken"],
            ]
        )
        left.add_class("ist-left")
        right.add_class("ist-right")
        page = widgets.HBox([left, right])
        page.add_class("ist-explorer")
        return widgets.VBox([widgets.HTML(f"<style>{_look()}</style>"), page])

    def _listen(self) -> None:
        self._start.observe(self._start_chosen, "value")
        for each in (self._view, self._narrow):
            each.observe(lambda _: self._ask(), "value")
        self._open.observe(self._link_given, "value")
        self._undo.on_click(lambda _: self._undone())
        self._reset.on_click(lambda _: self._go(self.session.plain(self.settings.start)))
        self._save.on_click(lambda _: self._saved())

    # What a person does ----------------------------------------------------------------------------------

    def _moved(self, lever: str, value: Any) -> None:
        self._go(replace(self.settings, **{lever: value}), lever)

    def _go(self, settings: Settings, lever: str = "", *, remember: bool = True) -> None:
        """Show other settings; `lever`: which a person moved there; if none, all are moved there."""
        if settings == self.settings:
            return
        now = time.monotonic()
        goes_on = lever != "" and lever == self._last_moved and now - self._last_moved_at < _ONE_MOVE
        if remember and not goes_on:
            self._past = [*self._past[-_MOST_STEPS:], self.settings]
        self._last_moved, self._last_moved_at = lever, now
        other_start = settings.start != self.settings.start
        self.settings = settings
        self._shown["saved"].value = ""
        if other_start:
            self._panel.show(self.session.start(settings.start), settings)
            self._offer()
        elif not lever:
            self._panel.stand(settings)
        self._ask()

    def _start_chosen(self, change: Any) -> None:
        name = str(change["new"])
        if self._offering or name == self.settings.start:
            return
        try:
            self._go(self.session.plain(name))
        except words.TOLD as error:
            self._start.value = self.settings.start
            self._shown["problem"].value = words.problem(error)

    def _undone(self) -> None:
        while self._past:
            before = self._past.pop()
            if before != self.settings:  # a drag there and back is no move
                self._go(before, remember=False)
                return

    def _link_given(self, change: Any) -> None:
        if not str(change["new"]).strip():
            return
        try:
            told = read_code(str(change["new"]))
            if told["start"] not in self.session.starts():
                raise CodeError(f"it starts from a scenario {told['start']!r} that is not here")
            settings = applied(self.session.plain(told["start"]), told)
            self._panel.must_fit(self.session.start(settings.start), settings)
            self._go(settings)
        except words.TOLD as error:
            self._shown["problem"].value = words.problem(error)
        self._open.value = ""

    def _saved(self) -> None:
        try:
            path = self.session.save(
                self.settings, self._name.value, self._question.value, self._author.value
            )
        except words.TOLD as error:
            self._shown["saved"].value = words.problem(error)
            return
        told = f"Saved as {path.name}. It is a scenario like any other now, and in the next pack."
        self._shown["saved"].value = f'<p role="status">{html.escape(told)}</p>'
        self._offer()

    # What is shown ---------------------------------------------------------------------------------------

    def _ask(self) -> None:
        with self._putting:
            self._shown["status"].value = f'<p class="ist-runs">Working. {_BEFORE}</p>'
            self._shown["away"].value = ""  # a file to save would be of the levers as they were before
            self._worker.ask(Asked(self.settings, str(self._view.value), self._narrow.value))

    def _draw(self, asked: Asked, stop: Stop) -> None:
        """In the worker's thread: pictures one after another, until something else is asked."""
        code = code_of(asked.settings, self.session.plain(asked.settings.start))
        self._shown[
            "link"
        ].value = f'<a class="ist-code" href="#{code}">Link to these settings</a> (copy its address)'
        shown: tuple[object, Block] | None = None
        try:
            for picture in self.session.pictures(asked.settings, asked.view, stop):
                if shown is None or shown[0] is not picture.case.result:
                    shown = (picture.case.result, drawn(asked.view, picture.case, narrow=asked.narrow))
                told = self._told(picture, shown[1], asked.view)
                with self._putting:
                    if stop():
                        return
                    self._put(told)
        except Stopped:
            return
        except words.TOLD as error:
            self._refused(error)
        except Exception as error:  # a fault in one picture must not end the session
            _log.exception("a picture could not be made")
            self._refused(error)

    def _refused(self, error: Exception) -> None:
        self._shown["problem"].value = words.problem(error)
        self._shown["status"].value = f'<p class="ist-runs">{_BEFORE}</p>'
        self._shown["spoken"].value = "This cannot be shown; the page says why."

    @staticmethod
    def _told(picture: Picture, view: Block, name: str) -> dict[str, str]:
        told = {
            "problem": "",
            "answer": words.answer(picture.case).markup,
            "view": view.markup,
            "status": f'<p class="ist-runs" data-runs="{picture.runs}" data-complete="{picture.complete}">'
            f"{html.escape(words.status(picture))}</p>",
            "differs": words.differs(picture.case).markup,
            "spoken": html.escape(words.spoken(picture)),
        }
        if picture.complete:
            told["away"] = words.to_take_away(picture, view, name)
        return told

    def _put(self, told: dict[str, str]) -> None:
        for part, markup in told.items():
            if self._shown[part].value != markup:
                self._shown[part].value = markup


def _look() -> str:
    return (Path(__file__).parent / "explorer.css").read_text(encoding="utf-8")


def explore(
    scenarios_dir: str | Path, baseline: str = "baseline", *, runs: int = RUNS, named: bool = False
) -> widgets.Widget:
    """The explorer of a folder of scenarios, to end a notebook's cell with.

    In JupyterLab it brings the script that gives sliders their names; the served page has it already.

    Raises:
        InputError: if the baseline does not resolve.
    """
    if SERVED not in os.environ:
        shown: Any = display
        shown.display(shown.Javascript(_NAMES.read_text(encoding="utf-8")))
    return App(Session(Path(scenarios_dir), baseline, runs=runs, named=named, kept=KEPT)).page
