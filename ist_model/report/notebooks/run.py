"""Run a notebook so that its output exists only if every cell ran.

Papermill's own record cannot be trusted: after Ctrl-C, a dead kernel or a time-out its output claims that
every cell completed, `sys.exit(0)` in a cell raises nothing, and its writes are not atomic. So: check the
parameters, run into a temporary file, check every cell, rename, and write an own manifest last.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import os
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextvars import copy_context
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ist_model.report.errors import NotebookError
from ist_model.report.notebooks.file import Cell, read
from ist_model.report.notebooks.kernel import NotebookKernel
from ist_model.report.notebooks.parameters import TAG, check
from ist_model.report.notebooks.warm import WarmKernels

if TYPE_CHECKING:
    from nbformat import NotebookNode

CELL_TIMEOUT_S = 600


@dataclass(frozen=True)
class Manifest:
    """What a finished notebook was made from. Written after the output, so it vouches for it."""

    notebook: str
    notebook_sha256: str
    parameters: dict[str, Any]
    output_sha256: str
    code_cells: int
    seconds: float
    warnings: tuple[str, ...]
    made_from: str = ""


def manifest_path(output: Path) -> Path:
    """Where the manifest of an executed notebook lies."""
    return output.with_name(output.name + ".manifest.json")


def is_complete(output: Path, made_from: str | None = None) -> bool:
    """Whether an executed notebook is whole: its manifest exists and vouches for these very bytes.

    Args:
        output: The executed notebook.
        made_from: Also, whether it was made from what this stands for; None: from whatever.
    """
    try:
        kept = json.loads(manifest_path(output).read_text(encoding="utf-8"))
        whole = bool(kept["output_sha256"] == _sha256(output))
        return whole and made_from in (None, kept["made_from"])
    except (OSError, ValueError, KeyError):
        return False


def run_notebook(
    notebook: Path,
    output: Path,
    parameters: Mapping[str, Any],
    *,
    cell_timeout_s: int = CELL_TIMEOUT_S,
    made_from: str = "",
    warm: WarmKernels | None = None,
) -> Manifest:
    """Run a notebook with checked parameters; the output appears only if every code cell completed.

    The kernel works in the notebook's own folder, as in JupyterLab. An earlier output stays as it was if this
    run fails.

    Args:
        notebook: Notebook with one cell tagged `parameters`.
        output: Where the executed notebook goes; its folder is made.
        parameters: Values for declared parameters.
        cell_timeout_s: Longest time for one cell, seconds.
        made_from: What stands for all it is made from, kept in the manifest.
        warm: Where the kernel comes from; None: it starts by itself and does its own imports.

    Returns:
        The manifest, also written beside the output.

    Raises:
        NotebookError: If parameters are wrong, a cell fails, exits or takes too long, or the kernel dies.
    """
    notebook, output = notebook.resolve(), output.resolve()
    cells = read(notebook)
    check(notebook, cells, parameters)
    output.parent.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    with _temporary(output) as temporary:
        kernel = NotebookKernel.from_warm(warm)
        executed = copy_context().run(
            _execute, notebook, cells, temporary, parameters, cell_timeout_s, kernel
        )
        ran = _every_cell_ran(notebook, executed)
        manifest = Manifest(
            notebook=notebook.name,
            notebook_sha256=_sha256(notebook),
            parameters=dict(parameters),
            output_sha256=_sha256(temporary),
            code_cells=len(ran),
            seconds=round(time.monotonic() - began, 2),
            warnings=tuple(
                o.text.strip() for c in ran for o in c.outputs if o.get("name") == "stderr" and o.text.strip()
            ),
            made_from=made_from,
        )
        os.replace(temporary, output)
    write_atomically(manifest_path(output), json.dumps(asdict(manifest), indent=1) + "\n")
    return manifest


def defaults(notebook: Path) -> dict[str, Any]:
    """The parameters that a notebook declares, by name, with their defaults.

    Raises:
        NotebookError: If it cannot be read, or its parameters are not declared as they must be.
    """
    return {name: each.default for name, each in check(notebook, read(notebook), {}).items()}


def code_cells(notebook: Path) -> list[str]:
    """Source of each code cell.

    Raises:
        NotebookError: If it cannot be read.
    """
    return [cell.source for cell in read(notebook) if cell.kind == "code"]


def _execute(
    notebook: Path,
    cells: Sequence[Cell],
    temporary: Path,
    parameters: Mapping[str, Any],
    cell_timeout_s: int,
    kernel: type[NotebookKernel],
) -> NotebookNode:
    """Run by papermill; every way a run can end early becomes a NotebookError that names the cell."""
    import papermill  # two seconds of imports that a pack without changes need not wait for
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    started: list[int] = []

    def note_start(cell: NotebookNode, cell_index: int) -> None:
        started.append(cell_index)

    def failure(cause: str) -> NotebookError:
        return NotebookError(notebook, _own_number(cells, started, bool(parameters)), cause)

    try:
        executed: NotebookNode = papermill.execute_notebook(
            str(notebook),
            str(temporary),
            dict(parameters),
            progress_bar=False,
            request_save_on_cell_execute=False,
            autosave_cell_every=0,
            execution_timeout=cell_timeout_s,
            kernel_name="python3",
            kernel_manager_class=kernel,
            on_cell_start=note_start,
            resources={"metadata": {"path": str(notebook.parent)}},
        )
    except PapermillExecutionError as error:
        raise failure(f"{error.ename}: {error.evalue}") from error
    except CellTimeoutError as error:
        raise failure(f"took longer than {cell_timeout_s} seconds") from error
    except (DeadKernelError, RuntimeError) as error:
        raise failure(f"the kernel died or did not answer ({error}); memory may have run out") from error
    finally:
        _close_event_loop()
    return executed


def _close_event_loop() -> None:
    """Close the loop that the kernel's client set for this thread; within JupyterLab the loop is not ours."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        with contextlib.suppress(RuntimeError):  # none was set
            asyncio.get_event_loop().close()
        asyncio.set_event_loop(None)


def _own_number(cells: Sequence[Cell], started: list[int], injected: bool) -> int | None:
    """Number of the last started cell in the notebook as written, from 1; papermill adds one cell."""
    if not started:
        return None
    declared = next(i for i, cell in enumerate(cells) if TAG in cell.tags)
    return started[-1] + (0 if injected and started[-1] > declared else 1)


def _every_cell_ran(notebook: Path, executed: NotebookNode) -> list[NotebookNode]:
    cells = [c for c in executed.cells if c.cell_type == "code" and c.source.strip()]
    for number, cell in enumerate(cells, start=1):
        state = cell.metadata.get("papermill", {})
        whole = (
            isinstance(cell.execution_count, int)
            and state.get("status") == "completed"
            and not state.get("exception")
            and not any(o.output_type == "error" for o in cell.outputs)
        )
        if not whole:
            first = cell.source.strip().splitlines()[0]
            raise NotebookError(
                notebook,
                None,
                f"code cell {number} (`{first}`) did not run to its end: the notebook exited early",
            )
    return cells


@contextlib.contextmanager
def _temporary(output: Path) -> Iterator[Path]:
    """A file beside the output, gone on leaving unless it was renamed."""
    handle, name = tempfile.mkstemp(prefix=f".{output.stem}-", suffix=".tmp.ipynb", dir=output.parent)
    os.close(handle)
    os.chmod(name, 0o644)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write a file, text as UTF-8, so that a reader sees the old bytes or the new, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
