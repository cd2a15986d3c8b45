"""The capacity search finds the known minimum of Erlang C; the table of 100 repeats says so of every case."""

from __future__ import annotations

import pytest

from tests.system import capacity_repeats as repeats

CONFIDENCE = 0.95


@pytest.mark.parametrize("case", repeats.CASES, ids=str)
def test_a_search_as_users_run_it_finds_the_fewest_posts_that_erlang_c_allows(case):
    waits = [repeats.erlang_c.mean_wait(posts, repeats.LOAD, 1.0) for posts in (case.fewest, case.fewest - 1)]
    assert waits[0] <= case.at_most - case.margin  # so that only one answer is right
    assert waits[1] >= case.at_most + case.margin
    assert repeats.found(case, 0) == case.fewest


def test_the_table_has_the_stated_confidence_in_a_hundred_repeats():
    lines = repeats.written().removeprefix(repeats.HEAD).splitlines()
    assert len(lines) == len(repeats.CASES), "docs/verification.md is out of step: `make numbers` writes it"
    for case, line in zip(repeats.CASES, lines, strict=True):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        assert cells[:3] == [f"{case.at_most:g}", f"{case.margin:g}", str(case.fewest)]
        found, of, many, few = map(int, cells[4:])
        assert of == repeats.REPEATS == found + many + few
        assert found >= CONFIDENCE * of
