"""The pack: whole pages, an index that compares, faults named, earlier packs left readable."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup

from ist_model.inputs.errors import InputError
from ist_model.report.errors import PackError
from ist_model.report.notebooks.run import is_complete
from ist_model.report.pack import unchanged
from ist_model.report.pack.build import build_pack
from ist_model.report.pack.rendering import check, sort_script
from tests.report.small import ODD, ODD_NAME, SCENARIOS, working_folder

FAILING = "if scenario == 'lose-an-nle':\n    raise ValueError('this one breaks')"


def index_of(folder: Path) -> BeautifulSoup:
    return BeautifulSoup((folder / "outputs/pack/index.html").read_text(encoding="utf-8"), "html.parser")


def test_the_index_links_every_page_and_each_leads_back_to_it(small: Path) -> None:
    links = [str(a["href"]) for a in index_of(small).select(".toc a")]
    assert [f"scenarios/{name}.html" for name in ("baseline", *SCENARIOS, ODD)] == [
        link for link in links if link.startswith("scenarios/")
    ]
    assert links[0] == "decision.html"
    for link in links:
        page = small / "outputs/pack" / link
        check(page.read_text(encoding="utf-8"))
        back = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").select_one("header a")
        assert back is not None
        assert (page.parent / str(back["href"])).resolve() == (small / "outputs/pack/index.html").resolve()


def test_nothing_but_whole_files_is_left(small: Path) -> None:
    outputs = small / "outputs"
    left = [p for p in outputs.rglob("*") if p.name.startswith(".") or ".tmp" in p.name or ".part" in p.name]
    assert left == [outputs / "results" / ".locks"]  # these stay: who waits for a lock must find it
    for name in ("baseline", *SCENARIOS):
        assert is_complete(outputs / "notebooks" / "scenarios" / f"{name}.ipynb")


def test_odd_names_are_shown_as_text_on_every_page(small: Path) -> None:
    shown = 0
    for path in (small / "outputs/pack").rglob("*.html"):
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        assert all(script.get_text() == sort_script() for script in page.find_all("script")), path
        shown += ODD_NAME in page.get_text()
    assert shown >= 3  # the index, its own page, the comparison


def test_no_page_names_a_school(small: Path) -> None:
    trust = (small / "scenarios/trusts/inclusive-schools-trust/trust.yaml").read_text(encoding="utf-8")
    names = [line.split("name:")[1].strip().strip('"') for line in trust.splitlines() if "name: " in line]
    names = [name for name in names if name.endswith("School")]
    assert len(names) == 6
    for page in (small / "outputs/pack").rglob("*.html"):
        text = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").get_text(" ")
        assert not [name for name in names if name in " ".join(text.split())]


@pytest.mark.slow
def test_a_page_that_fails_says_so_and_is_named_on_the_index_and_the_others_are_built(tmp_path: Path) -> None:
    folder = working_folder(tmp_path)
    break_for_one_scenario(folder / "notebooks/02_scenario.ipynb")
    stale = folder / "outputs/pack/scenarios/lose-an-nle.html"
    stale.parent.mkdir(parents=True)
    stale.write_text("an earlier page")
    steps: list[tuple[int, int]] = []
    with pytest.raises(
        PackError,
        match=r"1 of \d+ pages failed:\n  scenarios/lose-an-nle.html: .*cell \d+: .*this one breaks",
    ):
        build_pack(
            ["lose-an-nle"],
            folder / "scenarios",
            folder / "outputs",
            workers=2,
            progress=lambda done, total: steps.append((done, total)),
        )
    index = index_of(folder)
    assert "this one breaks" in index.select_one("div.problem").get_text()
    assert (folder / "outputs/pack/scenarios/baseline.html").is_file()
    page = BeautifulSoup(stale.read_text(encoding="utf-8"), "html.parser")
    assert "this one breaks" in page.select_one("div.problem").get_text()
    assert page.select_one("h1").get_text() == "One of two system leaders goes in 2027"
    check(stale.read_text(encoding="utf-8"))
    assert steps[-1][0] == steps[-1][1]
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)


@pytest.mark.slow
def test_only_what_changed_is_made_again(tmp_path: Path) -> None:
    folder = working_folder(tmp_path)
    pages, notebooks = folder / "outputs/pack", folder / "outputs/notebooks"

    def build(**how: bool) -> set[str]:
        """Pages and notebooks that a build writes."""
        before = times(pages, "*.html") | times(notebooks, "*.ipynb")
        build_pack(["lose-an-nle"], folder / "scenarios", folder / "outputs", workers=1, **how)
        after = times(pages, "*.html") | times(notebooks, "*.ipynb")
        return {name for name in after if after[name] != before.get(name)} - {"index.html"}

    everything = build()
    assert {"scenarios/baseline.html", "scenarios/baseline.ipynb", "scenarios/lose-an-nle.html"} <= everything
    assert build() == set()
    scenario = folder / "scenarios/lose-an-nle.yaml"
    scenario.write_text(
        scenario.read_text(encoding="utf-8").replace('name: "One of two', 'name: "Just one of two')
    )
    made = build()
    assert {"scenarios/lose-an-nle.html", "scenarios/lose-an-nle.ipynb"} <= made
    assert "scenarios/baseline.ipynb" not in made
    assert "scenarios/baseline.html" in made  # its link to the next page says the new name
    (pages / "scenarios/baseline.html").write_text("damaged")
    assert build() == {"scenarios/baseline.html"}
    gone, own = pages / "scenarios/gone.html", pages / "minutes.pdf"
    gone.write_text("a page of an earlier pack")
    unchanged.keep(notebooks / "scenarios/gone.page.json", gone, "earlier")
    own.write_text("what somebody keeps beside the pack")
    assert build(force=True) == everything
    assert not gone.exists()
    assert own.exists()


def times(folder: Path, pattern: str) -> dict[str, int]:
    """When each file was written, by address."""
    return {path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in folder.rglob(pattern)}


def break_for_one_scenario(path: Path) -> None:
    node = nbformat.read(path, as_version=4)
    node.cells[-1].source = f"{FAILING}\n{node.cells[-1].source}"
    nbformat.write(node, path)


def test_a_pack_that_is_stopped_leaves_the_earlier_one_readable(small: Path, tmp_path: Path) -> None:
    shutil.copytree(small / "outputs", tmp_path / "outputs")
    pack = tmp_path / "outputs" / "pack"
    before = (pack / "index.html").read_bytes()

    def stop_after_a_page(done: int, total: int) -> None:
        if 0 < done < total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_pack(SCENARIOS, small / "scenarios", tmp_path / "outputs", progress=stop_after_a_page)
    assert (pack / "index.html").read_bytes() == before
    files = [path for path in pack.rglob("*") if path.is_file()]
    assert sorted(files) == sorted(
        pack / path.relative_to(small / "outputs/pack")
        for path in (small / "outputs/pack").rglob("*")
        if path.is_file()
    )
    for page in pack.rglob("*.html"):
        check(page.read_text(encoding="utf-8"))


def test_a_fault_in_any_scenario_is_told_before_anything_is_written(tmp_path: Path) -> None:
    folder = working_folder(tmp_path)
    for name in ("first", "second"):
        bad = {"name": "A bad one", "question": "What then?", "extends": "baseline", "runz": 3}
        (folder / "scenarios" / f"{name}.yaml").write_text(json.dumps(bad))
    with pytest.raises(InputError) as caught:
        build_pack(None, folder / "scenarios", folder / "outputs")
    assert {problem.key for problem in caught.value.problems} == {"runz"}
    assert len(caught.value.problems) == 2
    assert not (folder / "outputs").exists()
