"""PDFs written beside the making of pages: only of pages that are there, and a fault is told."""

from __future__ import annotations

import signal
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ist_model.inputs.resolve import resolve
from ist_model.report.errors import PackError
from ist_model.report.pack import pdf
from ist_model.report.pack.contents import Page, pages
from ist_model.report.pack.printing import Printing
from tests.experiments.small import small as trust
from tests.report.small import SCENARIOS

pytestmark = pytest.mark.skipif(not pdf.possible(), reason="WeasyPrint needs Pango")


SHOWN = [trust()]


@pytest.fixture(scope="module")
def two(small: Path) -> list[Page]:
    """A page of the pack, and one of its technical file."""
    chosen = {name: resolve(name, small / "scenarios") for name in ("baseline", *SCENARIOS)}
    wanted = ("data-protection.html", "stress-des.html")
    return [page for page in pages(chosen, "baseline") if page.file in wanted]


def _lay(page: Page, small: Path, folder: Path) -> None:
    (folder / page.file).write_bytes((small / "outputs/pack" / page.file).read_bytes())


def test_each_is_written_once_its_own_pages_are_there(two: list[Page], small: Path, tmp_path: Path) -> None:
    private, technical = two
    with Printing(two, SHOWN, tmp_path, tmp_path / "records", public=False, force=False) as made:
        _lay(technical, small, tmp_path)
        made.is_there(technical)
        assert made.finish() == {"pack.pdf": "Board pack", "technical.pdf": "Technical file"}
        assert [path.name for path in tmp_path.glob("*.pdf")] == ["technical.pdf"]
        _lay(private, small, tmp_path)
        made.is_there(private)
        made.finish()
    for page, name, title in (
        (private, "pack.pdf", "Board pack"),
        (technical, "technical.pdf", "Technical file"),
    ):
        pdf.write_pdf([page], tmp_path, tmp_path / "here.pdf", scenarios=SHOWN, title=title, public=False)
        assert (tmp_path / name).read_bytes() == (tmp_path / "here.pdf").read_bytes()


def test_a_page_that_is_no_page_is_told(two: list[Page], tmp_path: Path) -> None:
    (tmp_path / two[0].file).write_text("<p>nothing</p>", encoding="utf-8")
    with Printing(two, SHOWN, tmp_path, tmp_path / "records", public=False, force=False) as made:
        made.is_there(two[0])
        with pytest.raises(PackError, match=r"pack\.pdf .*data-protection\.html is not a page of the pack"):
            made.finish()
    assert not list(tmp_path.glob("*.pdf"))


def test_it_begins_with_the_first_page_made_anew_and_waits_for_the_others(
    two: list[Page], small: Path, tmp_path: Path
) -> None:
    both = [two[0], replace(two[1], kind=two[0].kind)]  # two pages of one PDF
    with Printing(both, SHOWN, tmp_path, tmp_path / "records", public=False, force=False) as made:
        _lay(both[1], small, tmp_path)
        made.is_there(both[1])
        assert [process.poll() for process in made._processes.values()] == [None]
        _lay(both[0], small, tmp_path)
        made.is_there(both[0], anew=False)
        assert made.finish() == {"pack.pdf": "Board pack"}
    pdf.write_pdf(both, tmp_path, tmp_path / "here.pdf", scenarios=SHOWN, title="Board pack", public=False)
    assert (tmp_path / "pack.pdf").read_bytes() == (tmp_path / "here.pdf").read_bytes()


def test_nothing_begins_while_no_page_changed(two: list[Page], small: Path, tmp_path: Path) -> None:
    _lay(two[0], small, tmp_path)
    for begun in (True, False):  # there is no PDF yet; then there is one of this very page
        with Printing(two, SHOWN, tmp_path, tmp_path / "records", public=False, force=False) as made:
            made.is_there(two[0], anew=False)
            assert not made._processes
            before = _when(tmp_path / "pack.pdf")
            made.finish()
            assert (_when(tmp_path / "pack.pdf") != before) == begun


def test_equal_pages_made_anew_leave_it_as_it_is(two: list[Page], small: Path, tmp_path: Path) -> None:
    _lay(two[0], small, tmp_path)
    with Printing(two, SHOWN, tmp_path, tmp_path / "records", public=False, force=False) as made:
        made.is_there(two[0])
        made.finish()
    before = _when(tmp_path / "pack.pdf")
    with Printing(two, SHOWN, tmp_path, tmp_path / "records", public=False, force=False) as made:
        made.is_there(two[0])
        (process,) = made._processes.values()
        process.send_signal(signal.SIGSTOP)
        made.finish()  # does not wait for what is not needed
        process.send_signal(signal.SIGCONT)
    assert process.poll() == -signal.SIGTERM
    assert _when(tmp_path / "pack.pdf") == before
    with Printing(two, SHOWN, tmp_path, tmp_path / "records", public=False, force=True) as made:
        made.is_there(two[0])
        made.finish()
    assert _when(tmp_path / "pack.pdf") != before


def _when(path: Path) -> tuple[int, int] | None:
    return (path.stat().st_ino, path.stat().st_mtime_ns) if path.exists() else None


def test_who_stops_while_it_is_waited_for_leaves_no_process(
    two: list[Page], small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stopped(subprocess.Popen[bytes]):
        """The caller is interrupted while it waits."""

        interrupted = False

        def communicate(self, *arguments: Any, **settings: Any) -> tuple[bytes, bytes]:
            if not self.interrupted:
                self.interrupted = True
                raise KeyboardInterrupt
            return super().communicate(*arguments, **settings)

    monkeypatch.setattr(subprocess, "Popen", Stopped)
    _lay(two[0], small, tmp_path)
    begun: list[subprocess.Popen[bytes]] = []

    def printing() -> None:
        with Printing(two, SHOWN, tmp_path, tmp_path / "records", public=False, force=False) as made:
            made.is_there(two[0])
            begun.extend(made._processes.values())
            made.finish()

    with pytest.raises(KeyboardInterrupt):
        printing()
    (process,) = begun
    assert process.poll() == -signal.SIGTERM
    assert not list(tmp_path.glob("*.pdf"))


def test_who_stops_half_way_leaves_no_process(two: list[Page], small: Path, tmp_path: Path) -> None:
    _lay(two[0], small, tmp_path)
    with Printing(two, SHOWN, tmp_path, tmp_path / "records", public=False, force=False) as made:
        made.is_there(two[0])
        (process,) = made._processes.values()
    assert process.poll() == -signal.SIGTERM
    assert not list(tmp_path.glob("*.pdf"))
