"""What a pack wrote is known from what others put beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ist_model.report.pack import unchanged
from ist_model.report.pack.page_making import PageMaking


@pytest.fixture
def making(tmp_path: Path) -> PageMaking:
    for name in ("pack", "notebooks"):
        (tmp_path / name).mkdir()
    return PageMaking(
        tmp_path, tmp_path, tmp_path / "notebooks", tmp_path / "pack", {}, "baseline", False, False, False
    )


@pytest.mark.parametrize(
    ("file", "record"), [("gone.html", "gone.page.json"), ("old.pdf", "old.pdf.page.json")]
)
def test_what_a_pack_wrote_goes_with_what_it_was_made_of(making: PageMaking, file: str, record: str) -> None:
    page, kept = making.pack_dir / file, making.executed_dir / record
    page.write_text("as written")
    unchanged.keep(kept, page, "of an earlier pack")
    executed = making.executed_dir / "gone.ipynb"
    executed.write_text("{}")
    making.forget(page)
    assert not page.exists()
    assert not kept.exists()
    assert executed.exists() == (file == "old.pdf")


@pytest.mark.parametrize("record", [None, "{}", "[]", "not JSON"])
@pytest.mark.parametrize("file", ["minutes.pdf", "own.html"])
def test_what_others_put_beside_it_stays(making: PageMaking, file: str, record: str | None) -> None:
    page = making.pack_dir / file
    page.write_text("of somebody")
    if record is not None:
        (making.executed_dir / f"{page.stem}.page.json").write_text(record)
        (making.executed_dir / f"{file}.page.json").write_text(record)
    making.forget(page)
    assert page.exists()


def test_a_page_that_somebody_wrote_in_stays(making: PageMaking) -> None:
    page, record = making.pack_dir / "gone.html", making.executed_dir / "gone.page.json"
    page.write_text("as written")
    unchanged.keep(record, page, "of an earlier pack")
    page.write_text("as written, with a note of the clerk")
    making.forget(page)
    assert page.exists()
