"""Draws: samples of the uncertain assumptions, between which the evidence does not decide (MODEL 11.1).

Draw 0 is the register's central values, always. It is what the model says, not a sample, so no average over
draws counts it. Draws 1, 2 ... are Latin hypercube samples (McKay, Beckman & Conover 1979, Technometrics
21:239) in blocks of 16: in a block every assumption has one value in each sixteenth of its distribution. Each
assumption has its own stream, keyed by seed and name. So a longer sample begins with the shorter one, the
order of rows changes nothing, and two scenarios of one seed meet the same assumptions in the same draw: their
draws are pairs, like their runs.

What blocks lose against one large hypercube: where effects of single assumptions add up, the variance of the
mean over draws falls to about 1/16² of simple random sampling's, instead of ever further. Of what assumptions
do together nothing is lost: no hypercube lowers it. A last block that is not full loses more.

SciPy may change its sampling between releases: what identifies a draw is its values, not its number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from ist_model.inputs.assumptions import Assumption, Register
from ist_model.inputs.rules_register import BOARDS_A_YEAR, IN_ORDER, WHOLE
from ist_model.world.keys import draw_key

BLOCK = 16
# Fitted together and tied (docs/calibration.md): the first takes the second's quantile in every draw.
TOGETHER = {"strength.sigma_per_root_week": "strength.kappa_per_week"}
# Whole in the model though its range is not asked to be: supporters at once, of a school of the usual size.
COUNTED = ("absorption.supporters",)


class RangesNotInOrderError(ValueError):
    """Two assumptions that must rise, with distributions that cannot."""


class _Range(NamedTuple):
    """What a row is sampled between."""

    low: float
    value: float
    high: float
    distribution: str


def sample(register: Register, draws: int, seed: int) -> list[dict[str, float]]:
    """The register's central values (draw 0) and so many sampled draws: `draws + 1` of key -> value.

    A triangular row has its mode at the central value. A row that counts things is a whole number, each with
    the weight of the unit around it, which keeps the mean. Where two rows must rise and their ranges overlap,
    neither range goes below the other's lowest or above the other's highest value that the order leaves, and
    both take the same quantile: so the order holds, and each still has one value in every sixteenth. So do
    rows that were fitted together and that the evidence ties (`TOGETHER`).

    Args:
        register: the assumptions, as resolved for a scenario.
        draws: sampled draws, besides draw 0.
        seed: the scenario's root seed.

    Raises:
        ValueError: if `draws` is negative.
        RangesNotInOrderError: if rows that must rise are uniform and triangular, and a draw falls.
    """
    if draws < 0:
        raise ValueError(f"draws cannot be fewer than none, and {draws} are asked for")
    return [register.values(), *values_at(register, lambda key: quantiles(key, draws, seed), draws)]


def values_at(
    register: Register, quantile_of: Callable[[str], NDArray[np.float64] | None], draws: int
) -> list[dict[str, float]]:
    """The register's values, key -> value, at given quantiles of its distributions: `draws` of them.

    Args:
        register: the assumptions, as resolved for a scenario.
        quantile_of: by the name of a free assumption (`free`), its quantiles draw by draw, 0 to 1; None, or
            NaN in a draw: it stays at its central value.
        draws: how many.

    Raises:
        RangesNotInOrderError: as `sample`.
    """
    chains, ranges, stream = _ordered(register)
    columns = {
        row.key: _values(row, ranges[row.key], draws, quantile_of, stream.get(row.key, row.key))
        for row in register.assumptions
    }
    _must_rise(chains, columns)
    return [{key: float(column[draw]) for key, column in columns.items()} for draw in range(draws)]


def free(register: Register) -> dict[str, tuple[str, ...]]:
    """Assumptions that vary independently of each other: by key, all rows that move with it.

    Rows that must rise and whose ranges overlap move together, under the key of the lowest.
    """
    _, ranges, stream = _ordered(register)
    together: dict[str, tuple[str, ...]] = {}
    for row in register.assumptions:
        if not _stands(ranges[row.key]):
            first = stream.get(row.key, row.key)
            together[first] = (*together.get(first, ()), row.key)
    return together


def _ordered(
    register: Register,
) -> tuple[list[tuple[str, ...]], dict[str, _Range], dict[str, str]]:
    """Rows that must rise; what each row is sampled between; whose quantiles a row takes, if not its own."""
    chains = _chains([row.key for row in register.assumptions])
    ranges = {row.key: _Range(row.low, row.value, row.high, row.distribution) for row in register.assumptions}
    ranges |= {key: found for chain in chains for key, found in _narrowed(chain, ranges).items()}
    return chains, ranges, _streams(chains, ranges)


def quantiles(key: str, draws: int, seed: int) -> NDArray[np.float64]:
    """One assumption's quantiles, draw by draw from draw 1 on: open interval 0 to 1, [draws]."""
    engine = stats.qmc.LatinHypercube(1, rng=np.random.default_rng([seed, int(draw_key("assumption", key))]))
    blocks = [engine.random(BLOCK)[:, 0] for _ in range(-(-draws // BLOCK))]
    tiny = np.finfo(np.float64).eps
    together = np.concatenate([np.empty(0), *blocks])[:draws]
    return np.asarray(np.clip(together, tiny, 1.0 - tiny), np.float64)


def _stands(known: _Range) -> bool:
    return known.distribution == "fixed" or known.low == known.high


def _values(
    row: Assumption,
    known: _Range,
    draws: int,
    quantile_of: Callable[[str], NDArray[np.float64] | None],
    stream: str,
) -> NDArray[np.float64]:
    quantile = None if _stands(known) else quantile_of(stream)
    if quantile is None:
        return np.full(draws, row.value)
    return np.where(np.isnan(quantile), row.value, _at(row, known, quantile))


def _at(row: Assumption, known: _Range, quantile: NDArray[np.float64]) -> NDArray[np.float64]:
    if fnmatchcase(row.key, "tier.*.boards_per_year"):
        # A board each term or each half-term, nothing between.
        few, many = BOARDS_A_YEAR
        return np.where(_inverse(known, quantile) < (few + many) / 2, float(few), float(many))
    if any(fnmatchcase(row.key, pattern) for pattern in (*WHOLE, *COUNTED)):
        least, most = float(np.ceil(known.low)), float(np.floor(known.high))
        around = known._replace(low=least - 0.5, high=most + 0.5)
        return np.clip(np.floor(_inverse(around, quantile) + 0.5), least, most)
    return np.clip(_inverse(known, quantile), known.low, known.high)


def _inverse(known: _Range, quantile: NDArray[np.float64]) -> NDArray[np.float64]:
    width = known.high - known.low
    if known.distribution == "uniform":
        return known.low + width * quantile
    mode = (known.value - known.low) / width
    return np.asarray(stats.triang.ppf(quantile, mode, loc=known.low, scale=width), np.float64)


def _chains(keys: Sequence[str]) -> list[tuple[str, ...]]:
    """Rows that must rise, in order: thresholds, intervals, cut points of each grade map."""
    cuts: dict[str, list[str]] = {}
    for key in keys:
        if fnmatchcase(key, "grade.*.cut_*"):
            cuts.setdefault(key.rpartition("_")[0], []).append(key)
    by_number = [tuple(sorted(found, key=lambda key: int(key.rpartition("_")[2]))) for found in cuts.values()]
    present = set(keys)
    return [tuple(key for key in chain if key in present) for chain in (*IN_ORDER, *by_number)]


def _narrowed(chain: tuple[str, ...], ranges: dict[str, _Range]) -> dict[str, _Range]:
    """Ranges whose lowest and highest values rise along the chain, as their central values do."""
    rows = [_pinned(ranges[key]) for key in chain]
    for i in range(1, len(rows)):
        rows[i] = rows[i]._replace(low=max(rows[i].low, rows[i - 1].low))
    for i in reversed(range(len(rows) - 1)):
        rows[i] = rows[i]._replace(high=min(rows[i].high, rows[i + 1].high))
    return dict(zip(chain, rows, strict=True))


def _pinned(known: _Range) -> _Range:
    fixed = known.distribution == "fixed"
    return known._replace(low=known.value, high=known.value) if fixed else known


def _streams(chains: list[tuple[str, ...]], ranges: dict[str, _Range]) -> dict[str, str]:
    """By row that is tied to another or overlaps the row below it: whose quantiles it takes."""
    found = {key: with_it for key, with_it in TOGETHER.items() if key in ranges and with_it in ranges}
    for chain in chains:
        for below, above in pairwise(chain):
            if ranges[above].low < ranges[below].high:
                found[above] = found.get(below, below)
    return found


def _must_rise(chains: list[tuple[str, ...]], columns: dict[str, NDArray[np.float64]]) -> None:
    """See that the order holds: it does for triangles whose corners rise, it may not for mixed shapes."""
    for chain in chains:
        for below, above in pairwise(chain):
            if (columns[above] < columns[below]).any():
                raise RangesNotInOrderError(
                    f"{above} must be at least {below}, and their ranges overlap: a draw breaks this.\n"
                    "  rule:   rows that must rise have the same distribution where their ranges overlap\n"
                    "  remedy: give both the same distribution, or ranges that do not overlap"
                )
