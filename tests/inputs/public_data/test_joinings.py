"""Joinings counted in group links: by school year, by size on 1 September, primaries alone or all."""

from __future__ import annotations

from pathlib import Path

import pytest

from ist_model.inputs.errors import InputError
from ist_model.inputs.public_data.joinings import joinings
from tests.inputs.public_data.conftest import SAMPLES, Desk, as_csv, header_of


def links(desk: Desk, *rows: tuple[str, str, str, str]) -> Path:
    """A file of group links: school, trust, day of joining, phase."""
    given = [
        {
            "URN": urn,
            "Linked UID": uid,
            "Group Name": f"Trust {uid}",
            "Group Type": "Multi-academy trust",
            "Joined date": day,
            "PhaseOfEducation (name)": phase,
        }
        for urn, uid, day, phase in rows
    ]
    return desk.put(as_csv(header_of("gias_group_links.csv"), given), "links.csv")


def test_a_trust_is_counted_by_its_size_and_what_joined(desk: Desk) -> None:
    path = links(
        desk,
        *((f"10000{i}", "1", "01-09-2015", "Primary") for i in range(4)),
        ("100008", "1", "31-08-2019", "Primary"),
        ("100009", "1", "01-09-2019", "Primary"),
        ("100010", "2", "01-01-2017", "Primary"),
    )
    found = joinings(path, 2018, 2019, primary_only=True)
    small, middle = found.rows[0], found.rows[1]
    # Trust 1 has 4 schools and adds one in each of two years; trust 2 has one school and adds none in two.
    assert (middle.trust_years, middle.none, middle.one, middle.added) == (2, 0, 2, 2)
    assert (small.trust_years, small.none, small.added) == (2, 2, 0)
    assert sum(row.trust_years for row in found.rows) == 4
    assert "years of trusts counted: 4" in found.account[-1]


def test_trusts_with_other_schools_are_counted_when_asked_for(desk: Desk) -> None:
    path = links(desk, ("100001", "1", "01-09-2015", "Primary"), ("100002", "1", "01-09-2015", "Secondary"))
    assert joinings(path, 2018, 2018, primary_only=False).rows[0].trust_years == 1
    with pytest.raises(InputError, match="no trust has a school on 1 September"):
        joinings(path, 2018, 2018, primary_only=True)


def test_real_rows_are_counted_and_accounted_for() -> None:
    found = joinings(SAMPLES / "gias_group_links.csv", 2018, 2020, primary_only=True)
    assert sum(row.trust_years for row in found.rows) >= 3
    assert "not in a multi-academy trust, set aside" in "\n".join(found.account)


def test_a_file_of_another_kind_is_named() -> None:
    with pytest.raises(InputError, match="wanted here: members of groups"):
        joinings(SAMPLES / "ofsted_2015.csv", 2018, 2020, primary_only=True)
