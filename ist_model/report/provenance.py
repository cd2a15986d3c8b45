"""The stamp on every page: what it was made from, so that anyone can make it again."""

from __future__ import annotations

import datetime as dt
import hashlib
import html
from collections.abc import Sequence
from dataclasses import dataclass

from bs4 import Tag

HASH_LENGTH = 12


@dataclass(frozen=True)
class Stamp:
    """Model version, scenario identity (first 12 hex digits), seed, runs and date of the results."""

    model_version: str
    scenario: str
    scenario_hash: str
    seed: str
    runs: str
    date: dt.date

    def facts(self) -> tuple[tuple[str, str], ...]:
        """Each fact's name, and what it is."""
        return (
            ("Model version", self.model_version),
            ("Scenario", self.scenario),
            ("Scenario hash", self.scenario_hash[:HASH_LENGTH]),
            ("Seed", self.seed),
            ("Runs", self.runs),
            ("Date", f"{self.date.day} {self.date:%B %Y}"),
        )

    def html(self) -> str:
        """The stamp as an element that `pages` moves to the foot of the page."""
        rows = "".join(
            f"<div><dt>{name}</dt><dd>{html.escape(text)}</dd></div>" for name, text in self.facts()
        )
        return f'<div class="stamp"><dl>{rows}</dl></div>'


def called(scenarios: Sequence[str]) -> str:
    """What a stamp calls the scenarios behind a page: one by its id, several by how many they are."""
    return scenarios[0] if len(scenarios) == 1 else f"{len(scenarios)} scenarios"


def hash_over(identities: Sequence[str]) -> str:
    """SHA-256 (hex) of all that a page rests on, in this order; of one thing, its own."""
    if len(identities) == 1:
        return identities[0]
    return hashlib.sha256("".join(identities).encode()).hexdigest()


def is_whole(stamp: Tag) -> bool:
    """Whether a stamp found on a page says all of its facts."""
    values = [dd.get_text(strip=True) for dd in stamp.find_all("dd")]
    return len(values) >= 6 and all(values)
