"""What every session needs and can have before anybody opens a page.

On Linux sessions are copies of one process that has done all this (`report.notebooks.warm`): a page is there
sooner, and what sessions have in common takes memory once. Elsewhere each session does it for itself.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ist_model.report.notebooks.kernel import kernel_environment
from ist_model.report.notebooks.warm import WarmKernels

_IMPORTS = ("ist_model.explorer.app",)
# A session is one person's, so memory counts; the first is read when a process starts, not by its copies.
QUIET = {"MALLOC_ARENA_MAX": "2", "OPENBLAS_NUM_THREADS": "1"}
SERVED = "IST_EXPLORER_SERVED"  # in the environment of the session of a served page


@contextmanager
def warmed(parameters: Mapping[str, Any]) -> Iterator[Callable[[], WarmKernels | None]]:
    """The process that sessions are copied from, at work; call what is given to wait until it is ready.

    That gives None where processes cannot be copied; the engine is compiled then, so that nobody waits for
    that before a blank page.

    Args:
        parameters: of the explorer's notebook.

    Raises:
        CalledProcessError: what is given raises it if the engine cannot be compiled; why stands on the
            standard error.
    """
    if not WarmKernels.possible():
        yield _compiled
        return
    with ThreadPoolExecutor(1) as aside, WarmKernels(_IMPORTS, kernel_environment() | QUIET) as warm:
        called = aside.submit(warm.call, "ist_model.explorer.ready:prepare", dict(parameters))
        try:
            yield lambda: warm if called.exception() is None and warm.ready else _compiled()
        finally:
            warm.stop()  # it may be at work


def _compiled() -> None:
    """In a process of its own: the server itself never runs the model, and stays small."""
    compiling = "from ist_model.engines.compiled.ready import engine; engine()"
    subprocess.run([sys.executable, "-c", compiling], check=True)


def prepare(parameters: Mapping[str, Any]) -> None:
    """Have scenarios, the engine and the baseline's first view at hand, in this process and its copies.

    Raises:
        InputError: if the baseline does not resolve.
        ConservationError: if a run breaks a law.
    """
    from ist_model.explorer.kept import KEPT
    from ist_model.explorer.session import Session
    from ist_model.explorer.views import FIRST, drawn

    given = dict(parameters)
    folder, baseline = Path(given.pop("scenarios_dir")), given.pop("baseline")
    session = Session(folder, baseline, kept=KEPT, **given)
    session.offered()
    session.read.hold()
    *_, last = session.pictures(session.plain(baseline), FIRST)
    drawn(FIRST, last.case)
