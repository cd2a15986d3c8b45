"""Careers in their simplest honest form (MODEL 7.1): leaving at a term's end, refill after whole terms."""

from __future__ import annotations

import math

from ist_model.science import draws
from ist_model.science.jit import Word, compiled

TERMS_PER_YEAR = 3.0


@compiled("f8(f8)")
def leaving_chance(leave_per_year: float) -> float:
    """Chance that the holder leaves at a term's end, from the hazard per year."""
    return 1.0 - math.exp(-leave_per_year / TERMS_PER_YEAR)


@compiled("b1(f8, u8, u8, u8, u8)")
def leaves(leave_per_year: float, seed: Word, run: Word, post_key: Word, term: Word) -> bool:
    """Whether the holder of a post leaves at the end of a term: one uniform per (post, term)."""
    return draws.uniform(seed, run, draws.LEAVING, post_key, term) < leaving_chance(leave_per_year)
