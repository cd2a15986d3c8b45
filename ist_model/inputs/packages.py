"""When a package is served and paid for, and its price: one rule for checks and arrays (MODEL 6.5)."""

from __future__ import annotations

from typing import NamedTuple

from ist_model.inputs.calendar import TERM_TICKS, half_term_on_or_after
from ist_model.inputs.demand import Package

_PENCE = 100


class Served(NamedTuple):
    """Ticks between which a package is served and paid for."""

    starts: int
    ends: int | None  # first tick without it; None: never


def served(package: Package, begin: int, joins: int | None = None) -> Served:
    """When a package serves the trust, or a school of it that is there from some tick on.

    A school is served, and pays, by whole terms: from the first that begins once it has joined.

    Args:
        package: what is bought.
        begin: first tick of the run.
        joins: tick from which the school is in the trust; None: the package's own dates count alone.
    """
    starts = begin if package.starts is None else max(begin, half_term_on_or_after(package.starts))
    ends = None if package.ends is None else half_term_on_or_after(package.ends)
    if joins is not None:
        starts = -(-max(starts, joins) // TERM_TICKS) * TERM_TICKS
    return Served(starts, ends)


def price_pence(package: Package) -> int:
    """Price a school year, in whole pence."""
    return round(package.price_gbp_per_year * _PENCE)
