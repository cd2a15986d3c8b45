"""The PDFs of a pack, each written by a process of its own beside the making of its pages.

Laying out two hundred sheets takes one core as long as a third of all notebooks take two. So it begins with
the first page that is made anew, and takes page after page, in reading order, as they come.
"""

from __future__ import annotations

import contextlib
import gc
import pickle
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple

from ist_model.inputs.scenario_models import Resolved
from ist_model.report.errors import PackError
from ist_model.report.notebooks.kernel import kernel_environment
from ist_model.report.pack import pdf, unchanged
from ist_model.report.pack.contents import Page


class Order(NamedTuple):
    """A PDF to be written: see `pdf.write_pdf`."""

    pages: Sequence[Page]
    pack_dir: Path
    output: Path
    scenarios: Sequence[Resolved]
    title: str
    public: bool


class Printing:
    """Writes the pack as one PDF, and its technical file as another; use it as a context, which stops it."""

    def __init__(
        self,
        pages: Sequence[Page],
        scenarios: Sequence[Resolved],
        pack_dir: Path,
        records_dir: Path,
        *,
        public: bool,
        force: bool,
    ) -> None:
        """Which PDFs there are to be; nothing is written yet.

        Args:
            pages: All pages of the pack in reading order.
            scenarios: All that it shows.
            pack_dir: Where they lie, and where the PDFs go.
            records_dir: Where it is noted what a PDF was made from.
            public: Whether anyone may read it.
            force: Whether a PDF of which nothing changed is written all the same.
        """
        self.orders = [
            Order(some, pack_dir, pack_dir / name, scenarios, title, public)
            for name, title, some in pdf.files(pages)
        ]
        self._records_dir, self._force = records_dir, force
        self._there: dict[Path, list[Page]] = {order.output: [] for order in self.orders}
        self._processes: dict[Path, subprocess.Popen[bytes]] = {}

    def is_there(self, page: Page, *, anew: bool = True) -> None:
        """Note that a page lies in the pack; the printing of its PDF begins or goes on.

        Args:
            page: Which.
            anew: Whether it was made now: until one was, a PDF may still be as it should be.
        """
        for order in self.orders:
            if page in order.pages:
                self._there[order.output].append(page)
                if order.output in self._processes:
                    _tell(self._processes[order.output], page)
                elif anew:
                    self._begin(order)

    def finish(self) -> dict[str, str]:
        """Wait for the PDFs of which all pages are there; the titles of all by file name.

        Raises:
            PackError: If one could not be written.
        """
        stale = [(order, now) for order in self.orders if (now := self._now(order)) is not None]
        for order, _ in stale:
            if order.output not in self._processes:
                self._begin(order)
        for order, now in stale:
            self._finish(order, now)
        return {order.output.name: order.title for order in self.orders}

    def __enter__(self) -> Printing:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes.values():
            process.terminate()  # nothing to one that has ended
            process.communicate()

    def _begin(self, order: Order) -> None:
        """Have a process write it, which waits for the pages that are not there yet."""
        process = subprocess.Popen(
            [sys.executable, "-m", "ist_model.report.pack.printing"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=kernel_environment(),
            start_new_session=True,  # Ctrl-C is for the caller, who ends this process in good order
        )
        self._processes[order.output] = process
        _tell(process, order)
        for page in self._there[order.output]:
            _tell(process, page)

    def _now(self, order: Order) -> str | None:
        """What it is to be made from; None if a page is missing or it is as it should be."""
        if len(self._there[order.output]) < len(order.pages):
            return None
        files = [order.pack_dir / page.file for page in order.pages]
        now = unchanged.file_identity(files, order.title, order.scenarios)
        is_as_before = unchanged.is_unchanged(self._record(order), order.output, now)
        return None if is_as_before and not self._force else now

    def _record(self, order: Order) -> Path:
        return unchanged.record_of(self._records_dir, order.output.name)

    def _finish(self, order: Order, now: str) -> None:
        """Wait until it is written.

        Raises:
            PackError: With what its process says, if it fails.
        """
        process = self._processes[order.output]
        said, _ = process.communicate()
        del self._processes[order.output]  # only now: who is interrupted while waiting still has to end it
        if process.returncode:
            why = said.decode("utf-8", "replace").strip() or f"its process ended with {process.returncode}"
            raise PackError(f"{order.output.name} could not be written: {why}")
        unchanged.keep(self._record(order), order.output, now)


def _tell(process: subprocess.Popen[bytes], what: Order | Page) -> None:
    """Send it to a process; one that has ended is found out when it is waited for."""
    assert process.stdin is not None
    with contextlib.suppress(OSError):
        pickle.dump(what, process.stdin)
        process.stdin.flush()


def _await(told: BinaryIO, there: set[str], page: Page) -> None:
    """Wait until a page is told to be there.

    Raises:
        EOFError: If nobody will tell any more.
    """
    while page.file not in there:
        there.add(pickle.load(told).file)


def _serve(told: BinaryIO, say: Callable[[bytes], object]) -> int:
    """Write the PDF that is ordered, as its pages are told to be there; a fault is said."""
    order: Order = pickle.load(told)
    gc.disable()  # it would look through all boxes of all sheets again and again, and this process ends soon
    try:
        pdf.write_pdf(
            order.pages,
            order.pack_dir,
            order.output,
            scenarios=order.scenarios,
            title=order.title,
            public=order.public,
            await_page=partial(_await, told, set()),
        )
    except Exception as error:
        say(f"{type(error).__name__}: {error}".encode())
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(_serve(sys.stdin.buffer, sys.stdout.buffer.write))
