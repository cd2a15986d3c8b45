"""What we did not know, on a page: listed, ranked by what it does to a decision; nothing if all is known."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from ist_model.report.cases.case import load_case
from ist_model.report.cases.view import View, load_view
from ist_model.report.pack import ahead
from ist_model.report.pages import trust as trust_page
from ist_model.report.pages import unknowns as unknowns_page
from ist_model.report.words.neutral import neutral
from ist_model.results.store import key_of as stored_key
from tests.report.reading.claims import Shown, tables
from tests.report.reading.pages import reader_of
from tests.report.reading.stored import Store
from tests.report.small import ODD, SCENARIOS, working_folder

RUNS = 10
OPEN = {"DR": dict.fromkeys(("inclusion", "curriculum_teaching"), 0.9) | {"attendance_behaviour": 0.6}}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder whose trust knows one school's strength only roughly."""
    made = working_folder(tmp_path_factory.mktemp("unknowns"))
    trust = made / "scenarios/trusts/inclusive-schools-trust/trust.yaml"
    own = {"start_spread": OPEN, "start_together": {"DR": [["inclusion", "curriculum_teaching"]]}}
    trust.write_text(trust.read_text("utf-8") + yaml.safe_dump(own), encoding="utf-8")
    book = made / "notebooks/08_model_evidence.ipynb"
    text = book.read_text("utf-8").replace("unknown_runs: int = 40", f"unknown_runs: int = {RUNS}")
    book.write_text(text, encoding="utf-8")
    return made


def page(folder: Path, scenarios: tuple[str, ...]) -> list[Shown]:
    """The tables of the section, as a page has them."""
    folders = {"scenarios_dir": folder / "scenarios", "results_dir": folder / "outputs/results"}
    view = load_view("baseline", **folders)
    made = unknowns_page.section(view, scenarios, runs=RUNS, **folders)
    path = folder / "evidence.html"
    path.write_text(f"<main>{made.markup}</main>", encoding="utf-8")
    return tables(path, "evidence.html")


@pytest.mark.parametrize("scenarios", [(), (SCENARIOS[0], ODD)])
def test_list_and_ranking_are_those_of_file_and_store_and_an_altered_digit_is_found(
    folder: Path, scenarios: tuple[str, ...]
) -> None:
    store = Store(folder)
    shown = page(folder, scenarios)
    assert [each.caption for each in shown] == [unknowns_page.LISTED, unknowns_page.RANKED]
    for each in shown:
        reader = reader_of(each)
        assert not isinstance(reader, str)
        reader(store, each)
        assert len(each.rows) == 2
        assert all(claim.check(claim.text) for claim in each.claims), each.rows
        assert not list(each.unclaimed())
        for claim in each.claims:
            for found in re.finditer(r"\d", claim.text):
                other = (int(found[0]) + 5) % 10
                at = found.start()
                assert not claim.check(f"{claim.text[:at]}{other}{claim.text[at + 1 :]}"), claim
    assert ("The decision" in shown[1].heads) == bool(scenarios)


def test_all_that_is_run_for_it_is_made_before_the_notebook(folder: Path) -> None:
    given = {
        "baseline": "baseline",
        "scenarios": [SCENARIOS[0]],
        "scenarios_dir": str(folder / "scenarios"),
        "unknown_runs": RUNS,
    }
    wanted = ahead.runs("08_model_evidence.ipynb", given)
    assert len(wanted) == (1 + 2 * 2) * 2  # as it stands and at both ends of two ranges, of two scenarios
    assert len({str(stored_key(each.resolved, each.draw)) for each in wanted}) == len(wanted)


def test_where_all_is_known_there_is_nothing(small: Path) -> None:
    folders = {"scenarios_dir": small / "scenarios", "results_dir": small / "outputs/results"}
    view: View = load_view("baseline", **folders)
    assert unknowns_page.section(view, SCENARIOS, runs=RUNS, **folders).markup == ""
    given = {"baseline": "baseline", "scenarios": list(SCENARIOS), "unknown_runs": RUNS}
    assert ahead.runs("08_model_evidence.ipynb", given | {"scenarios_dir": folders["scenarios_dir"]}) == []


def test_pages_of_central_values_are_careful_where_strengths_are_open(folder: Path, small: Path) -> None:
    for made, careful in ((folder, True), (small, False)):
        folders = {"scenarios_dir": made / "scenarios", "results_dir": made / "outputs/results"}
        case = load_case("baseline", "baseline", **folders)
        head = trust_page.heading(case).markup
        assert ("every school stands at its middle" in head) == careful
        assert not careful or head.index("every school stands") < head.index("If nothing changes")
        assert bool(unknowns_page.caution(case.resolved)) == careful


def test_schools_are_called_by_their_labels_in_every_column_unless_named(folder: Path) -> None:
    folders = {"scenarios_dir": folder / "scenarios", "results_dir": folder / "outputs/results"}
    for named in (False, True):
        view = load_view("baseline", **folders, named=named)
        told = unknowns_page.section(view, (), runs=RUNS, **folders).markup
        (school,) = [school for school in view.resolved.trust.schools if school.id == "DR"]
        (basis,) = {school.start_basis[area] for area in OPEN["DR"] if area != "attendance_behaviour"}
        telling = [r"\bDR\b", re.escape(school.name), re.escape(basis), "start_spread"]
        assert [bool(re.search(each, told)) for each in telling] == [named, named, False, named]
        assert ("of School F" in told) is not named


def test_codes_of_posts_and_of_digits_are_told_as_kinds_and_labels(folder: Path) -> None:
    view = load_view("baseline", scenarios_dir=folder / "scenarios", results_dir=folder / "outputs/results")
    trust = view.resolved.trust
    post = next(post for post in trust.posts if post.school == "DR")
    told = neutral(f"Days a year of {post.id}", view.resolved, named=False)
    assert post.id not in told
    assert told.endswith("School F")
    digits = [s.model_copy(update={"id": "101"}) if s.id == "DR" else s for s in trust.schools]
    other = view.resolved.model_copy(update={"trust": trust.model_copy(update={"schools": tuple(digits)})})
    assert neutral("101 pupils of 101", other, named=False) == "101 pupils of School F"
    assert neutral("unknown.schools.101.roll", other, named=False) == "unknown.schools.School F.roll"
