"""The levers as widgets: each says its name, its unit and what it stands for."""

from __future__ import annotations

import html
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from typing import Any

import ipywidgets as widgets

from ist_model.explorer.levers import Lever, levers
from ist_model.explorer.settings import CodeError, Settings, settings_of
from ist_model.inputs.scenario_models import Resolved

_FINER = (0.5, 0.25, 0.1, 0.05, 0.01, 0.001)


class Panel:
    """Levers of one scenario; `box` is what a page shows."""

    def __init__(self, named: bool, moved: Callable[[str, Any], None]) -> None:
        """`moved` is called with name and value of the one lever that a person has moved."""
        self._named, self._moved = named, moved
        self._quiet = False
        self._by_name: dict[str, Any] = {}
        self._levers: dict[str, Lever] = {}
        self._start: Resolved | None = None
        self.box = widgets.VBox()
        self.box.add_class("ist-levers")

    def show(self, start: Resolved, settings: Settings) -> None:
        """Put the levers of a scenario there, standing where the settings say."""
        children: list[Any] = []
        self._by_name, self._levers, self._start = {}, {}, start
        with self._quietly():
            for title, own in levers(start, self._named).items():
                children.append(widgets.HTML(f"<h3>{html.escape(title)}</h3>"))
                for lever in own:
                    made = self._made(lever, getattr(settings, lever.name))
                    made.observe(partial(self._told, lever.name), "value")
                    self._by_name[lever.name], self._levers[lever.name] = made, lever
                    children.append(made)
        self.box.children = children

    def stand(self, settings: Settings) -> None:
        """Move all levers to where the settings say, without telling."""
        if self._start is not None and any(
            isinstance(made, widgets.IntSlider) and not float(getattr(settings, name)).is_integer()
            for name, made in self._by_name.items()
        ):
            self.show(self._start, settings)
            return
        with self._quietly():
            for name, made in self._by_name.items():
                value = getattr(settings, name)
                if isinstance(made, widgets.FloatSlider):
                    made.step = min(made.step, _step(self._levers[name], value))
                made.value = value

    def must_fit(self, start: Resolved, settings: Settings) -> None:
        """Refuse settings in which a lever of a scenario cannot stand, or that move one that it has not.

        Raises:
            CodeError: naming it.
        """
        known = {lever.name: lever for own in levers(start, self._named).values() for lever in own}
        for name, value in asdict(settings_of(start)).items():
            if name not in known and getattr(settings, name) != value:
                raise CodeError(f"it moves {name!r}, for which “{start.name}” has no lever")
        for name, lever in known.items():
            value = getattr(settings, name)
            if lever.kind == "choice" and value not in [each for _, each in lever.options]:
                raise CodeError(f"“{lever.label}” cannot be {value!r} in “{start.name}”")
            if lever.kind == "slider" and not lever.low <= value <= lever.high:
                raise CodeError(
                    f"“{lever.label}” goes from {lever.low:g} to {lever.high:g}, not to {value:g}"
                )

    def _told(self, name: str, change: Any) -> None:
        if not self._quiet:
            self._moved(name, change["new"])

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        self._quiet = True
        try:
            yield
        finally:
            self._quiet = False

    @staticmethod
    def _made(lever: Lever, value: Any) -> Any:
        common = {"description": lever.label, "tooltip": lever.help, "layout": {"width": "auto"}}
        match lever.kind:
            case "tick":
                made = widgets.Checkbox(value=value, indent=False, **common)
            case "choice":
                made = widgets.Dropdown(options=list(lever.options), value=value, **common)
            case "slider":
                as_whole = _stands_whole(lever, value)
                kind = widgets.IntSlider if as_whole else widgets.FloatSlider
                whole = int if as_whole else float
                ends = (lever.low, lever.high, _step(lever, value))
                low, high, step = (whole(each) for each in ends)
                made = kind(value=whole(value), min=low, max=high, step=step, **common)
        made.add_class("ist-lever")
        made.add_class(f"ist-{lever.name.replace('_', '-')}")
        return made


def _stands_whole(lever: Lever, value: float) -> bool:
    """Whether a slider knows whole numbers alone: one of days knows others where the scenario does."""
    return lever.whole or (float(value).is_integer() and float(lever.step).is_integer())


def _step(lever: Lever, value: float) -> float:
    """The lever's step, or a finer one on which a value stands: else a browser moves it."""
    fits = (step for step in (lever.step, *_FINER) if abs(math.remainder(value - lever.low, step)) < 1e-9)
    return next(fits, _FINER[-1])
