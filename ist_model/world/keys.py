"""Draw keys: 64-bit names under which things own their luck (MODEL 12)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import TypeVar

import numpy as np

T = TypeVar("T")


def draw_key(kind: str, *names: str) -> np.uint64:
    """64-bit BLAKE2b of a kind of thing and its names; equal names always give equal luck."""
    text = "\x1f".join((kind, *names)).encode()
    return np.uint64(int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little"))


def in_key_order(items: Iterable[T], key: Callable[[T], np.uint64]) -> list[T]:
    """Items sorted by draw key, so that the order of rows in a file changes nothing.

    Raises:
        ValueError: if two items share a key.
    """
    ordered = sorted(items, key=key)
    for before, after in pairwise(ordered):
        if key(before) == key(after):
            raise ValueError(f"two things share one draw key: {before!r} and {after!r}")
    return ordered
