"""The PDFs of a pack, each written by a process of its own as soon as all of its pages are there.

Laying out two hundred sheets takes one core as long as a third of all notebooks take two, so it must not wait
for pages that are not in it.
"""

from __future__ import annotations

import gc
import pickle
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from ist_model.report.errors import PackError
from ist_model.report.notebooks.kernel import kernel_environment
from ist_model.report.pack import pdf, unchanged
from ist_model.report.pack.contents import Page


class Order(NamedTuple):
    """A PDF to be written: see `pdf.write_pdf`."""

    pages: Sequence[Page]
    pack_dir: Path
    output: Path
    title: str
    public: bool


class Printing:
    """Writes the pack as one PDF, and its technical file as another; use it as a context, which stops it."""

    def __init__(
        self, pages: Sequence[Page], pack_dir: Path, records_dir: Path, *, public: bool, force: bool
    ) -> None:
        """Which PDFs there are to be; nothing is written yet.

        Args:
            pages: All pages of the pack in reading order.
            pack_dir: Where they lie, and where the PDFs go.
            records_dir: Where it is noted what a PDF was made from.
            public: Whether anyone may read it.
            force: Whether a PDF of which nothing changed is written all the same.
        """
        self.orders = [
            Order(some, pack_dir, pack_dir / name, title, public) for name, title, some in pdf.files(pages)
        ]
        self._missing = {order.output: {page.file for page in order.pages} for order in self.orders}
        self._records_dir, self._force = records_dir, force
        self._threads = ThreadPoolExecutor(max(1, len(self.orders)))
        self._written: list[Future[None]] = []
        self._lock, self._processes, self._stopped = threading.Lock(), list[subprocess.Popen[bytes]](), False

    def is_there(self, page: Page) -> None:
        """Note that a page lies in the pack; PDFs that waited for it alone are begun."""
        for order in self.orders:
            missing = self._missing[order.output]
            if page.file in missing:
                missing.remove(page.file)
                if not missing:
                    self._written.append(self._threads.submit(self._write, order))

    def finish(self) -> dict[str, str]:
        """Wait for the PDFs; their titles by file name.

        Raises:
            PackError: If one could not be written.
        """
        for each in self._written:
            each.result()
        return {order.output.name: order.title for order in self.orders}

    def __enter__(self) -> Printing:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._stopped = True
            for process in self._processes:
                process.terminate()  # nothing to one that has ended
        self._threads.shutdown(cancel_futures=True)

    def _write(self, order: Order) -> None:
        files = [order.pack_dir / page.file for page in order.pages]
        now = unchanged.file_identity(files, order.title)
        record = unchanged.record_of(self._records_dir, order.output.name)
        if self._force or not unchanged.is_unchanged(record, order.output, now):
            self._print(order)
            unchanged.keep(record, order.output, now)

    def _print(self, order: Order) -> None:
        """Have a process write it.

        Raises:
            PackError: With what that process says, if it fails.
        """
        with self._lock:
            if self._stopped:
                return
            process = subprocess.Popen(
                [sys.executable, "-m", "ist_model.report.pack.printing"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=kernel_environment(),
                start_new_session=True,  # Ctrl-C is for the caller, who ends this process in good order
            )
            self._processes.append(process)
        said, _ = process.communicate(pickle.dumps(order))
        if process.returncode:
            why = said.decode("utf-8", "replace").strip() or f"its process ended with {process.returncode}"
            raise PackError(f"{order.output.name} could not be written: {why}")


def _serve() -> int:
    """Write the PDF that is ordered on standard input; a fault is told on standard output."""
    order: Order = pickle.load(sys.stdin.buffer)
    gc.disable()  # it would look through all boxes of all sheets again and again, and this process ends soon
    try:
        pdf.write_pdf(order.pages, order.pack_dir, order.output, title=order.title, public=order.public)
    except Exception as error:
        sys.stdout.buffer.write(f"{type(error).__name__}: {error}".encode())
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(_serve())
