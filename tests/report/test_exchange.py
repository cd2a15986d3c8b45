"""Who supports whom, for readers, against the hand-made run worked out on paper."""

from __future__ import annotations

import pytest

from ist_model.report.parts import exchange
from tests.results.made import result


def test_days_a_year_add_up_in_rows_and_columns():
    table = exchange.who_to_whom(result(), named=False)  # three equal runs of a year
    assert list(table.index) == ["A", "B", "central team", "bought", "in all"]
    assert list(table.columns) == ["A", "B", "C", "beyond the trust", "in all"]
    assert table.loc["A", "B"] == pytest.approx(4)
    assert table.loc["B", ["A", "C"]].tolist() == pytest.approx([3, 1])
    assert table.loc["central team"].tolist() == pytest.approx([3, 0, 1.666, 2, 6.666])
    assert table.loc["bought", "A"] == pytest.approx(4.5)
    assert table.loc["in all", "in all"] == pytest.approx(8 + 6.666 + 4.5)


def test_schools_are_named_only_when_asked():
    assert "J" not in exchange.who_to_whom(result(), named=False).columns
    assert "J" in exchange.who_to_whom(result(), named=True).columns


def test_days_by_term_name_the_term():
    table = exchange.by_term(result(), named=False)
    autumn = table[(table["term"] == "Autumn 2026/27") & (table["giver"] == "A")]
    assert autumn[["receiver", "days"]].to_numpy().tolist() == [["B", 4.0]]
    assert set(table["term"]) == {"Autumn 2026/27", "Spring 2026/27", "Summer 2026/27"}


def test_sentences_say_what_paper_says():
    told = " ".join(exchange.sentences(result()))
    for part in (
        "75% of the days between schools",
        "67% of the links",
        "gives 50% of all",
        "3.2 km on average",
    ):
        assert part in told
