"""Support bought by the year: a row for each school it serves, and when boards are validated (MODEL 6.5)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ist_model.inputs.models import Package
from ist_model.inputs.packages import price_pence, served
from ist_model.inputs.scenario_models import Resolved
from ist_model.world.keys import draw_key, in_key_order
from ist_model.world.schools import pool_of
from ist_model.world.structs import GROUP_TWIN, NEVER, NONE, PACKAGE, Span

MILLI = 1000


def ordered_packages(resolved: Resolved) -> list[Package]:
    """Packages in key order."""
    return in_key_order(resolved.trust.packages, lambda p: draw_key("package", p.id))


def build_packages(
    resolved: Resolved, span: Span, schools: NDArray[np.void], index: dict[str, int]
) -> NDArray[np.void]:
    """A row for each package and school it serves (school -1: the trust's), in order of both.

    Visits of package i stand in row (number of suppliers by the day + i) of the suppliers.
    """
    rows = []
    pool = {index[name] for name in pool_of(resolved)}
    for i, package in enumerate(ordered_packages(resolved)):
        starts, ends = _ticks(package, span)
        key = draw_key("package", package.id)
        visit = round(package.visit_days_per_term * MILLI)
        price = price_pence(package)
        supplier = len(resolved.trust.suppliers) + i
        if package.kind == "trust":
            rows.append((key, supplier, NONE, starts, ends, 0, price))
            continue
        members = package.schools or tuple(index)
        for school in sorted(index[name] for name in members):
            if schools["group"][school] != GROUP_TWIN:
                # A school of the pool joins on the day that a run draws: `engines.growth` moves its start.
                joins = int(schools["joins"][school])
                first = starts if school in pool else _ticks(package, span, joins)[0]
                rows.append((key, supplier, school, first, ends, visit, price))
    return np.array([row for row in rows if row[3] < row[4]], dtype=PACKAGE)


def build_validation(resolved: Resolved, span: Span) -> NDArray[np.int64]:
    """[V, 2] stretches of time in which boards are validated from outside; they may overlap."""
    spans = [_ticks(package, span) for package in ordered_packages(resolved) if package.kind == "trust"]
    if resolved.trust.boards_externally_validated:
        spans.append((span.begin, int(NEVER)))
    return np.array(spans, np.int64).reshape(len(spans), 2)


def _ticks(package: Package, span: Span, joins: int | None = None) -> tuple[int, int]:
    """First tick, and first tick no longer, of a package; where the first is not before the other, none."""
    starts, ends = served(package, span.begin, joins)
    return starts, int(NEVER) if ends is None else ends
