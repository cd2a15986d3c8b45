"""The stamp on every page: what it was made from, so that anyone can make it again."""

from __future__ import annotations

import datetime as dt
import html
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


def is_whole(stamp: Tag) -> bool:
    """Whether a stamp found on a page says all of its facts."""
    values = [dd.get_text(strip=True) for dd in stamp.find_all("dd")]
    return len(values) >= 6 and all(values)
