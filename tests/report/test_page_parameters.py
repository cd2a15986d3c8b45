"""What notebooks of a pack are run with: the pack's own baseline, whatever it is called."""

from __future__ import annotations

from pathlib import Path

from ist_model.inputs.resolve import resolve
from ist_model.report.pack import contents
from ist_model.report.pack.page_making import PageMaking


def test_pages_of_one_scenario_show_the_packs_own_baseline(repository: Path, tmp_path: Path) -> None:
    scenarios = repository / "scenarios"
    chosen = {"overlap-low": resolve("overlap-low", scenarios), "baseline": resolve("baseline", scenarios)}
    making = PageMaking(
        scenarios, tmp_path, tmp_path, tmp_path, chosen, "overlap-low", named=False, public=False, force=False
    )
    told = 0
    for page in contents.pages(chosen, "overlap-low"):
        given = making.parameters(page)
        assert given.get("baseline", "overlap-low") == "overlap-low", page.file
        if page.kind.per != "scenario":
            assert given.get("scenario", "overlap-low") == "overlap-low", page.file
            told += "scenario" in given
    assert told > 10
