"""Bounds of levers as a user writes them: NAME=LOW..HIGH, NAME=LOW..HIGH:STEP or NAME=NUMBER."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ist_model.experiments.levers import Lever, LeverError
from ist_model.inputs.errors import suggest

MOST = 10_000


def bounded(levers: Sequence[Lever], written: Iterable[str], only: bool) -> tuple[Lever, ...]:
    """The levers with bounds as written: NAME=LOW..HIGH, NAME=LOW..HIGH:STEP, or NAME=NUMBER to hold it.

    Args:
        levers: as they are.
        written: one text a lever.
        only: whether levers that are not named stay as they are today.

    Raises:
        LeverError: if a name is unknown or named twice, or the bounds hold no plan.
    """
    named: dict[str, tuple[int, ...]] = {}
    known = {lever.name: lever for lever in levers}
    for text in written:
        name, found = _bounds(text, known)
        if name in named:
            raise LeverError(f"--lever {name} is given twice: give it once")
        named[name] = found
    if only and not named:
        raise LeverError("--only keeps the levers that are not named, and none is: name one by --lever")
    held = [lever for lever in levers if lever.name in named or not only]
    return tuple(lever._replace(choices=named.get(lever.name, lever.choices)) for lever in held)


def _bounds(text: str, known: dict[str, Lever]) -> tuple[str, tuple[int, ...]]:
    """Name and choices of a lever as written."""
    name, equals, span = (part.strip() for part in text.partition("="))
    if name not in known:
        raise LeverError(f"--lever {text}: no lever is called {name!r}: {suggest(name, known)}")
    form = "NAME=LOW..HIGH, NAME=LOW..HIGH:STEP or NAME=NUMBER"
    span, _, step_text = span.partition(":")
    low_text, dots, high_text = span.partition("..")
    number: Callable[[str], int] = int
    try:
        low = number(low_text)
        high = number(high_text) if dots else low
        step = number(step_text) if step_text else 1
    except ValueError:
        equals = ""
    if not equals:
        raise LeverError(f"--lever {text}: write {form}, in whole numbers, for instance {name}=2..5")
    if low > high:
        raise LeverError(f"--lever {text}: {low} to {high} holds no number: put the lower one first")
    if low < 0 or high > MOST or step < 1:
        raise LeverError(f"--lever {text}: numbers go from 0 to {MOST}, steps from 1 on")
    return name, tuple(range(low, high + 1, step))
