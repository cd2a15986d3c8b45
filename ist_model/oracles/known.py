"""One expected value: a formula, its arguments and the number it must give, to the digits written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Known:
    """A row of an expected-values table.

    Attributes:
        case: the case it belongs to, for instance "K1".
        what: the quantity, in words, with its unit.
        formula: function of this room.
        arguments: what to call it with.
        written: the expected number as text; its decimals state how exactly it is known.
    """

    case: str
    what: str
    formula: Callable[..., float]
    arguments: tuple[object, ...]
    written: str

    @property
    def half_last_digit(self) -> float:
        """Largest rounding error that the written number can carry."""
        decimals = len(self.written.partition(".")[2])
        return 0.5 * 10.0**-decimals

    def value(self) -> float:
        """What the formula gives."""
        return float(self.formula(*self.arguments))

    def agrees(self) -> bool:
        """Whether the formula gives the written number, to its last digit."""
        return abs(self.value() - float(self.written)) <= self.half_last_digit * (1.0 + 1e-9)
