"""How many schools trusts add in a school year, by size at its start, from GIAS group links (evidence 5a)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ist_model.inputs.errors import InputError, Problem
from ist_model.inputs.public_data.formats import read_published
from ist_model.inputs.public_data.values import is_primary
from ist_model.inputs.published.tables import GrowthCount
from ist_model.inputs.yaml_file import shown_path

BANDS = ((1, 2), (3, 5), (6, 8), (9, 12), (13, 20), (21, None))  # fewest and most schools at the start
_TRUST = "multi-academy trust"
_THREE = 3


@dataclass(frozen=True)
class Joinings:
    """Years of trusts by size, and what became of the rows."""

    rows: tuple[GrowthCount, ...]
    account: tuple[str, ...]


def joinings(path: Path, first_year: int, last_year: int, *, primary_only: bool) -> Joinings:
    """Schools that joined each trust in each school year, counted by the trust's size on 1 September.

    Trusts that closed before the file was made, and schools that left, are not in it: growth is a little too
    high.

    Args:
        path: GIAS group links.
        first_year: calendar year in whose September the first school year begins.
        last_year: the same of the last.
        primary_only: only trusts all of whose schools are primaries today.

    Raises:
        InputError: if the file cannot be used, or no trust has a school before the first year.
    """
    table = read_published(path, ("members of groups",))
    frame, account = table.frame, table.intake.lines()
    if primary_only and "phase" not in frame:
        rule, remedy = "no column tells the phase, which is for keeping primaries", "count all trusts instead"
        raise InputError([Problem(shown_path(path), 0, "PhaseOfEducation (name)", "", rule, remedy)])
    members = frame[frame["group_type"].map(lambda word: str(word).casefold() == _TRUST)]
    dated = members.dropna(subset=["joined"])
    account.append(
        f"  not in a multi-academy trust, set aside: {len(frame) - len(members)}; without a date of joining, "
        f"set aside: {len(members) - len(dated)}"
    )
    if primary_only:
        whole = dated["phase"].map(is_primary).groupby(dated["trust_uid"]).transform("all")
        account.append(f"  in trusts with other schools than primaries, set aside: {int((~whole).sum())}")
        dated = dated[whole]
    counted = [_year(dated, year) for year in range(first_year, last_year + 1)]
    years = pd.concat(counted) if counted else pd.DataFrame({"size": [], "added": []})
    if years.empty:
        rule = f"no trust has a school on 1 September {first_year} to {last_year}"
        raise InputError([Problem(shown_path(path), 0, "", "", rule, "give other years, first before last")])
    account.append(f"  trusts: {dated['trust_uid'].nunique()}; years of trusts counted: {len(years)}")
    return Joinings(tuple(_row(years, low, high) for low, high in BANDS), tuple(account))


def _year(dated: pd.DataFrame, year: int) -> pd.DataFrame:
    """Size of each trust on 1 September and the schools that join from then on for a year."""
    first, ends = dt.date(year, 9, 1), dt.date(year + 1, 9, 1)
    at = dated.assign(
        size=dated["joined"].map(lambda day: day < first),
        added=dated["joined"].map(lambda day: first <= day < ends),
    )
    found = at.groupby("trust_uid")[["size", "added"]].sum().astype(int)
    return found[found["size"] > 0]


def _row(years: pd.DataFrame, low: int, high: int | None) -> GrowthCount:
    within = years["size"].between(low, years["size"].max() if high is None else high)
    added = years.loc[within, "added"]
    return GrowthCount(
        schools_from=low,
        schools_to=high,
        trust_years=len(added),
        none=int((added == 0).sum()),
        one=int((added == 1).sum()),
        two=int((added == 2).sum()),
        more=int((added >= _THREE).sum()),
        added=int(added.sum()),
    )
