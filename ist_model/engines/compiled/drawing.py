"""Draws made again and again for one thing: four come from one block of Philox, which is kept (MODEL 12)."""

from __future__ import annotations

import numpy as np

from ist_model.engines.compiled.jit import Given, State, part
from ist_model.science import draws
from ist_model.science.jit import Word

NONE_KEPT = np.uint64(2**64 - 1)  # no block has this number


@part
def noise(w: Given, s: State, school: int, area: int, index: int) -> float:
    """The draw of a half-term's noise."""
    row = school * w.areas_n + area
    return _uniform(w, s, row, draws.NOISE, w.pair_key[school, area], np.uint64(index))


@part
def board_error(w: Given, s: State, school: int, area: int, index: int) -> float:
    """The draw of what a board sees beside the truth."""
    row = (w.schools_n + school) * w.areas_n + area
    return _uniform(w, s, row, draws.BOARD_ERROR, w.pair_key[school, area], np.uint64(index))


@part
def gap(w: Given, s: State, stream: int, k: int) -> float:
    """The draw of the time to need k of a stream."""
    row = 2 * w.schools_n * w.areas_n + stream
    return _uniform(w, s, row, draws.STREAM_GAP, w.streams[stream].key, np.uint64(k))


@part
def _uniform(w: Given, s: State, row: int, purpose: Word, entity: Word, index: Word) -> float:
    """As `draws.uniform`; `row` is the place of this entity and purpose among the blocks kept."""
    number = draws.block_number(index)
    if s.kept_block[row] != number:
        s.kept_block[row] = number
        first, second, third, fourth = draws.block(w.seed, s.run, purpose, entity, index)
        s.kept[row, 0], s.kept[row, 1], s.kept[row, 2], s.kept[row, 3] = first, second, third, fourth
    return draws.to_unit(s.kept[row, draws.lane(index)])
