"""What intervals of totals need: beside each amount of a run its square (MODEL 11.1).

A `total` series keeps means over runs alone. With the mean of the squares, and of the product of two amounts,
it tells the interval of a mean and of a quotient of two means as well (`results.summary`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ist_model.results.frame import RUN, Column, Frame

SQUARED = "_squared"


def product_of(top: str, bottom: str) -> str:
    """Name of the column that holds the product of two amounts."""
    return f"{top}_by_{bottom}"


def factors_of(top: str, bottom: str) -> dict[str, tuple[str, str]]:
    """By the name of a column that the interval of a quotient needs: the two amounts it is the product of."""
    squares = {name + SQUARED: (name, name) for name in (top, bottom)}
    return {**squares, product_of(top, bottom): (top, bottom)}


def squared(
    frame: Frame, keys: Sequence[str], amounts: Sequence[str], pairs: Sequence[tuple[str, str]] = ()
) -> Frame:
    """The frame with one row for each run and key, amounts added up, and their squares and products beside.

    Args:
        frame: rows of runs.
        keys: columns that name the rows.
        amounts: columns that are added up and squared; all others but keys are added up alone.
        pairs: columns of which the product is kept, for the interval of their quotient.
    """
    names = [RUN, *keys]
    place, first = _places(frame, names)
    rows = len(first)
    summed: dict[str, Column] = {
        name: np.bincount(place, column, minlength=rows).astype(np.float64)
        for name, column in frame.items()
        if name not in names
    }
    for name in amounts:
        summed[name + SQUARED] = summed[name] ** 2
    for top, bottom in pairs:
        summed[product_of(top, bottom)] = summed[top] * summed[bottom]
    return {**{name: frame[name][first] for name in names}, **summed}


def _places(frame: Frame, names: Sequence[str]) -> tuple[Column, Column]:
    """[n] which run and key a row is of, from 0 in the order of runs and keys; and a row of each."""
    code = np.zeros(len(frame[RUN]), np.int64)  # one number of all keys: quicker sorted than rows of keys
    for name in names:
        values = frame[name]
        if values.dtype.kind not in "iub":
            values = np.unique(values, return_inverse=True)[1]
        low, high = int(values.min(initial=0)), int(values.max(initial=0))
        code = code * (high - low + 1) + (values - low)
    _, first, place = np.unique(code, return_index=True, return_inverse=True)
    return place, first
