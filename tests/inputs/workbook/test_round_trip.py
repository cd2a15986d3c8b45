"""The example trust as a workbook is the same trust: equal arrays, and equal but for words of its file."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from openpyxl import load_workbook

from ist_model.inputs.identity import identity
from ist_model.inputs.models import Opening, OpeningDeployment, OpeningNeed, OpeningTier
from ist_model.inputs.resolve import resolve
from ist_model.inputs.scenario_models import Resolved
from ist_model.inputs.workbook.fill import rows_of
from ist_model.inputs.workbook.layout import NOT_CARRIED
from ist_model.inputs.workbook.write import write_workbook
from ist_model.world.build import build_world
from tests.inputs.workbook.conftest import SCENARIOS, Book, sheets


@pytest.fixture(scope="module")
def example() -> Resolved:
    return resolve("baseline", SCENARIOS)


def written(resolved: Resolved, path: Path) -> Resolved:
    """The scenario through a workbook."""
    settings = {"scenario.start": resolved.start, "scenario.years": resolved.years}
    write_workbook(path, sheets(), rows_of(resolved.trust, sheets(), settings, resolved.opening), [])
    return resolve(path, SCENARIOS)


def same(one: Any, other: Any) -> bool:
    """Whether two parts of worlds are the same to the bit."""
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
    if isinstance(one, tuple) and any(isinstance(part, np.ndarray) for part in one):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def without_words(resolved: Resolved) -> dict[str, Any]:
    """A scenario without its names and what the workbook does not carry."""
    content = resolved.model_dump()
    for name in ("scenario_id", "name", "question", "author"):
        del content[name]
    for path in NOT_CARRIED:
        drop(content["trust"], path.split("."))
    return content


def drop(node: Any, path: list[str]) -> None:
    for item in node if isinstance(node, (list, tuple)) else [node]:
        if item is None:
            continue
        if len(path) == 1:
            item.pop(path[0])
        else:
            drop(item[path[0]], path[1:])


def test_the_example_through_a_workbook_is_the_same_world(example: Resolved, tmp_path: Path) -> None:
    one, other = build_world(example), build_world(written(example, tmp_path / "example.xlsx"))
    differ = [
        f.name for f in dataclasses.fields(one) if not same(getattr(one, f.name), getattr(other, f.name))
    ]
    assert differ == []


def test_the_example_through_a_workbook_says_the_same(example: Resolved, tmp_path: Path) -> None:
    assert without_words(written(example, tmp_path / "example.xlsx")) == without_words(example)


def test_what_is_under_way_comes_back(example: Resolved, tmp_path: Path) -> None:
    opening = Opening(
        deployments=(
            OpeningDeployment(
                post="DH-2", role="sle", school="LJ", area="achievement", specialism="maths", days_left=3.5
            ),
        ),
        days_used={"DH-2": 1.5},
        needs=(
            OpeningNeed(
                school="DR", area="inclusion", specialism="send", days=4.0, weeks_waited=2.0, priority=1
            ),
        ),
        vacancies={"DH-6": 1},
        tiers=(OpeningTier(school="DR", tier="targeted"),),
    )
    found = written(example.model_copy(update={"opening": opening}), tmp_path / "open.xlsx")
    assert found.opening == opening
    assert found.warm_up_weeks == 0


def test_the_same_workbook_has_the_same_identity_wherever_it_lies(example: Resolved, tmp_path: Path) -> None:
    first = written(example, tmp_path / "a.xlsx")
    (tmp_path / "deep").mkdir()
    second = written(example, tmp_path / "deep" / "b.xlsx")
    assert identity(first) == identity(second)


def test_text_that_begins_like_a_formula_stays_text(book: Book, tmp_path: Path) -> None:
    resolved = book.resolve()
    title = '=HYPERLINK("http://example.org")'
    odd = resolved.model_copy(update={"trust": resolved.trust.model_copy(update={"title": title})})
    path = tmp_path / "odd.xlsx"
    rows = rows_of(odd.trust, sheets(), {"scenario.start": odd.start})
    write_workbook(path, sheets(), rows, [])
    cell = load_workbook(path)["Trust"]["B3"]
    assert (cell.value, cell.data_type) == (title, "s")
    assert resolve(path, SCENARIOS).trust.title == title


def test_a_scenario_file_may_extend_a_workbook_beside_it(book: Book) -> None:
    text = 'name: "More"\nquestion: "And with more pupils?"\nextends: trust\n'
    text += "changes: {schools: {change: {OAK: {roll: 400}}}}\n"
    Path("more.yaml").write_text(text, encoding="utf-8")
    found = resolve("more.yaml", SCENARIOS)
    assert {school.id: school.roll for school in found.trust.schools} == {"OAK": 400, "ELM": 300}
    assert found.seed == book.resolve().seed


def test_a_base_scenario_may_name_a_workbook_as_its_trust(book: Book) -> None:
    text = 'name: "Own plan"\nquestion: "What then?"\ntrust: trust.xlsx\nstart: 2027-09-01\n'
    Path("own.yaml").write_text(text + "years: 2\nruns: 3\nseed: 5\n", encoding="utf-8")
    found = resolve("own.yaml", SCENARIOS)
    assert (found.years, found.trust) == (2.0, book.resolve().trust)
