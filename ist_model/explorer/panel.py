"""The levers as widgets: each says its name, its unit and what it stands for."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import ipywidgets as widgets

from ist_model.explorer.levers import Lever, levers
from ist_model.explorer.settings import CodeError, Settings
from ist_model.inputs.scenario_models import Resolved


class Panel:
    """Levers of one scenario; `box` is what a page shows."""

    def __init__(self, named: bool, moved: Callable[[], None]) -> None:
        """`moved` is called whenever a person moves a lever."""
        self._named, self._moved = named, moved
        self._quiet = False
        self._by_name: dict[str, Any] = {}
        self.box = widgets.VBox()
        self.box.add_class("ist-levers")

    def show(self, start: Resolved, settings: Settings) -> None:
        """Put the levers of a scenario there, standing where the settings say."""
        children: list[Any] = []
        self._by_name = {}
        with self._quietly():
            for title, own in levers(start, self._named).items():
                children.append(widgets.HTML(f"<h3>{html.escape(title)}</h3>"))
                for lever in own:
                    made = self._made(lever, getattr(settings, lever.name))
                    made.observe(self._told, "value")
                    self._by_name[lever.name] = made
                    children.append(made)
        self.box.children = children

    def stand(self, settings: Settings) -> None:
        """Move all levers to where the settings say, without telling."""
        with self._quietly():
            for name, lever in self._by_name.items():
                lever.value = getattr(settings, name)

    def must_fit(self, start: Resolved, settings: Settings) -> None:
        """Refuse settings in which some lever of a scenario cannot stand.

        Raises:
            CodeError: naming it.
        """
        known = {lever.name: lever for own in levers(start, self._named).values() for lever in own}
        for name, lever in known.items():
            value = getattr(settings, name)
            if lever.kind == "choice" and value not in [each for _, each in lever.options]:
                raise CodeError(f"“{lever.label}” cannot be {value!r} in “{start.name}”")
            if lever.kind == "slider" and not lever.low <= value <= lever.high:
                raise CodeError(
                    f"“{lever.label}” goes from {lever.low:g} to {lever.high:g}, not to {value:g}"
                )

    def read(self, before: Settings) -> Settings:
        """The settings with what the levers say."""
        return replace(before, **{name: lever.value for name, lever in self._by_name.items()})

    def _told(self, _: Any) -> None:
        if not self._quiet:
            self._moved()

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
                kind = widgets.IntSlider if lever.whole else widgets.FloatSlider
                whole = int if lever.whole else float
                low, high, step = (whole(each) for each in (lever.low, lever.high, lever.step))
                made = kind(value=whole(value), min=low, max=high, step=step, **common)
        made.add_class("ist-lever")
        made.add_class(f"ist-{lever.name.replace('_', '-')}")
        return made
