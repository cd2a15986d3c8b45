"""What notebooks run is made before them: nothing is left for a notebook to run, and nothing is too much."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from ist_model.inputs.resolve import resolve
from ist_model.report.cases.held import without_effect
from ist_model.report.pack import ahead, contents
from ist_model.report.pack.ahead import Sweep
from ist_model.report.pack.navigation import places
from ist_model.report.pack.page_making import PageMaking
from ist_model.results.store import Wanted, batches, key_of
from tests.report.small import ODD, SCENARIOS


@pytest.fixture(scope="module")
def making(small: Path) -> PageMaking:
    out = small / "outputs"
    chosen = {name: resolve(name, small / "scenarios") for name in ("baseline", *SCENARIOS, ODD)}
    return PageMaking(
        small / "scenarios",
        out / "results",
        out / "notebooks",
        out / "pack",
        chosen,
        "baseline",
        named=False,
        public=False,
        force=False,
    )


def test_what_is_stored_after_a_first_build_is_what_was_to_be_made_before_its_notebooks(
    making: PageMaking,
) -> None:
    wanted = [Wanted(r, r.runs) for each in making.chosen.values() for r in (each, without_effect(each))]
    for page in contents.pages(making.chosen, "baseline"):
        wanted += ahead.runs(page.kind.notebook, making.given(page))
    listed: dict[tuple[str, str], int] = {}
    for each in wanted:
        key = key_of(each.resolved, each.draw)
        name = f"scenario={key.scenario[:24]}", f"draw={key.draw}"
        listed[name] = max(listed.get(name, 0), each.runs)
    folders = making.results_dir.glob("model=*/scenario=*/draw=*")
    stored = {(each.parent.name, each.name): sum(map(len, batches(each))) for each in folders}
    assert stored == listed
    assert len({draw for _, draw in stored}) > 10  # draws of the assumptions are among them


def test_pages_that_are_there_need_nothing(making: PageMaking) -> None:
    pages = contents.pages(making.chosen, "baseline")
    assert not [
        page.file
        for page, place in zip(pages, places(pages), strict=True)
        if making.runs_notebook(page, place)
    ]


def test_what_was_made_for_a_page_is_not_looked_for_again_while_nothing_of_it_changed(
    making: PageMaking,
) -> None:
    pages = contents.pages(making.chosen, "baseline")
    assert all(making.is_prepared(page) for page in pages)
    other = dataclasses.replace(making, named=True)
    takes_names = next(page for page in pages if page.kind.notebook == "02_scenario.ipynb")
    assert not other.is_prepared(takes_names)


def test_steps_of_sweeps_go_on_from_one_to_the_next_and_one_that_fails_stops_none() -> None:
    def three_parts(workers: object, tell: ahead.Tell) -> None:
        progress = ahead.added_up(tell, 10)
        for done, total in ((0, 2), (2, 2), (1, 2), (2, 2), (5, 20), (20, 20)):
            progress(done, total)

    def fails(workers: object, tell: ahead.Tell) -> None:
        raise ValueError("this one breaks")

    said: list[int] = []
    assert not ahead.make([Sweep(10, three_parts), Sweep(7, fails), Sweep(10, three_parts)], 1, said.append)
    once = [0, 2, 3, 4, 9, 10, 10]
    assert said == [*once, 17, *(17 + each for each in once)]
    assert ahead.make([Sweep(10, three_parts)], 1, said.append)
