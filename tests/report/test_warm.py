"""Kernels copied from a process that has done its imports: fresh, where they belong, and gone with it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from ist_model.report.errors import NotebookError
from ist_model.report.notebooks.kernel import kernel_environment
from ist_model.report.notebooks.run import run_notebook
from ist_model.report.notebooks.warm import WarmKernels
from tests.report.test_notebook_run import alive, wait_until, write

pytestmark = pytest.mark.skipif(not WarmKernels.possible(), reason="processes can be copied on Linux only")


@pytest.fixture(scope="module")
def warm() -> Iterator[WarmKernels]:
    with WarmKernels(["colorsys", "no.such.module"], kernel_environment()) as made:
        assert made.ready
        yield made


def run(folder: Path, source: str, warm: WarmKernels, seconds: int = 60) -> str:
    """Text that a cell prints."""
    run_notebook(write(folder, source), folder / "out.ipynb", {"runs": 2}, cell_timeout_s=seconds, warm=warm)
    outputs = nbformat.read(folder / "out.ipynb", as_version=4).cells[-1].outputs
    return "".join(o.text for o in outputs if o.output_type == "stream").strip()


def test_a_copy_has_its_imports_and_its_own_folder_and_environment(
    tmp_path: Path, warm: WarmKernels, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONLY_IN_THE_CALLER", "yes")
    told = run(tmp_path, "import os, sys; print('colorsys' in sys.modules, os.getcwd())", warm)
    assert told == f"True {tmp_path.resolve()}"
    assert run(tmp_path, "import os; print(os.environ['ONLY_IN_THE_CALLER'])", warm) == "yes"


def test_each_notebook_has_a_fresh_copy(tmp_path: Path, warm: WarmKernels) -> None:
    assert run(tmp_path, "import colorsys; colorsys.mark = 1; print(colorsys.mark)", warm) == "1"
    assert run(tmp_path, "import colorsys; print(hasattr(colorsys, 'mark'))", warm) == "False"


def test_copies_have_what_was_read_before(tmp_path: Path, small: Path) -> None:
    with WarmKernels(["ist_model.report.cases.held"], kernel_environment()) as warm:
        assert warm.ready
        warm.hold(["baseline", "no-such-scenario"], small / "scenarios", small / "outputs/results")
        source = "from ist_model.report.cases import held; print(len(held._scenarios), len(held._results))"
        assert run(tmp_path, source, warm) == "1 2"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("raise ValueError('no such school')", "cell 4: ValueError: no such school"),
        ("import os; os._exit(3)", "cell 4: the kernel died"),
        ("import time; time.sleep(60)", "cell 4: took longer than 2 seconds"),
    ],
)
def test_a_copy_that_fails_is_told_as_any_kernel(
    tmp_path: Path, warm: WarmKernels, source: str, message: str
) -> None:
    with pytest.raises(NotebookError, match=message):
        run(tmp_path, source, warm, seconds=2)
    assert run(tmp_path, "print('still there')", warm) == "still there"


def test_its_kernels_end_with_it(tmp_path: Path) -> None:
    with WarmKernels([], kernel_environment()) as warm:
        connection = tmp_path / "kernel.json"
        kernel = warm.start(["-f", str(connection)], dict(os.environ), str(tmp_path))
        wait_until(connection.exists, seconds=30)
        assert kernel.poll() is None
    wait_until(lambda: not alive(kernel.pid), seconds=20)
    assert kernel.poll() == -signal.SIGKILL
    with pytest.raises(RuntimeError, match="gone"):
        warm.start([], {}, ".")


def test_where_an_import_starts_a_thread_it_does_not_copy_itself(tmp_path: Path) -> None:
    (tmp_path / "starts_a_thread.py").write_text(
        "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()\n"
    )
    environment = kernel_environment()
    environment["PYTHONPATH"] += os.pathsep + str(tmp_path)
    with WarmKernels(["starts_a_thread"], environment) as warm:
        assert not warm.ready
