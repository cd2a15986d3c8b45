"""A notebook's output exists only if every cell ran: each way to fail is provoked for real."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from ist_model.report.errors import NotebookError
from ist_model.report.notebooks.run import is_complete, manifest_path, run_notebook

PARAMETERS = 'scenario: str = "baseline"\nruns: int = 0\nshare: float = 0.5\nnamed: bool = False'
READS = "print(scenario, runs, share, named)"


def write(folder: Path, *cells: str, parameters: str = PARAMETERS, reads: str = READS) -> Path:
    first = new_code_cell(parameters, metadata={"tags": ["parameters"]})
    node = new_notebook(cells=[new_markdown_cell("# Title"), first, new_code_cell(reads)])
    node.cells += [new_code_cell(source) for source in cells]
    node.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path = folder / "book.ipynb"
    nbformat.write(node, path)
    return path


def leftovers(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir() if p.name != "book.ipynb")


def test_a_good_notebook_leaves_output_and_a_manifest_that_vouches_for_it(tmp_path: Path) -> None:
    out = tmp_path / "made" / "out.ipynb"
    manifest = run_notebook(write(tmp_path, "1 + 1"), out, {"scenario": "growth", "share": 1})
    assert is_complete(out)
    assert manifest.parameters == {"scenario": "growth", "share": 1}
    assert manifest.warnings == ()
    printed = [o.text for c in nbformat.read(out, 4).cells for o in c.get("outputs", ()) if "text" in o]
    assert "growth 0 1 False\n" in printed
    assert leftovers(out.parent) == ["out.ipynb", "out.ipynb.manifest.json"]
    out.write_text(out.read_text() + " ")
    assert not is_complete(out)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"scenaro": "x"}, "unknown parameter 'scenaro'; did you mean 'scenario'"),
        ({"runs": "200"}, "runs must be int, got str '200'"),
        ({"runs": 2.0}, "runs must be int, got float 2.0"),
        ({"runs": True}, "runs must be int, got bool True"),
        ({"share": float("nan")}, "share must be float, got float nan"),
        ({"named": 1}, "named must be bool, got int 1"),
        ({"scenario": None}, "scenario must be str, got NoneType None"),
        ({"scenario": ("a", "b")}, "scenario must be str, got tuple"),
    ],
)
def test_wrong_parameters_are_refused_before_anything_runs(
    tmp_path: Path, given: dict[str, Any], message: str
) -> None:
    book = write(tmp_path, "open('ran', 'w').close()")
    with pytest.raises(NotebookError, match=message):
        run_notebook(book, tmp_path / "out.ipynb", given)
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize(
    ("parameters", "reads", "message"),
    [
        (PARAMETERS + "\nspare: int = 1", READS, "no cell reads the parameter spare"),
        (PARAMETERS, READS + "\nruns = 5", "parameter runs is overwritten"),
        (PARAMETERS, READS + "\nf = lambda runs: runs", "parameter runs is overwritten"),
        ("scenario = 'baseline'", "print(scenario)", "name: type = value"),
        ("scenario: str = other", "print(scenario)", "must be a plain value"),
        ("runs: int = 'many'", "print(runs)", "the default of runs, 'many', is not int"),
        ("runs: int = 1\nruns: int = 2", "print(runs)", "declared twice"),
    ],
)
def test_a_notebook_with_unsound_parameters_is_refused(
    tmp_path: Path, parameters: str, reads: str, message: str
) -> None:
    book = write(tmp_path, parameters=parameters, reads=reads)
    with pytest.raises(NotebookError, match=message):
        run_notebook(book, tmp_path / "out.ipynb", {})


def test_a_notebook_without_a_parameters_cell_is_refused(tmp_path: Path) -> None:
    book = tmp_path / "book.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell("1")]), book)
    with pytest.raises(NotebookError, match="exactly one cell tagged 'parameters', found 0"):
        run_notebook(book, tmp_path / "out.ipynb", {})


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("raise ValueError('no such school')", r"book\.ipynb, cell 4: ValueError: no such school"),
        ("import os; os._exit(1)", r"book\.ipynb, cell 4: the kernel died"),
        ("import time; time.sleep(60)", r"book\.ipynb, cell 4: took longer than 2 seconds"),
        ("import sys; sys.exit(0)", r"did not run to its end|SystemExit"),
    ],
)
def test_a_failing_cell_leaves_the_earlier_output_and_no_new_one(
    tmp_path: Path, cell: str, message: str
) -> None:
    out = tmp_path / "out.ipynb"
    run_notebook(write(tmp_path), out, {})
    earlier = out.read_bytes()
    with pytest.raises(NotebookError, match=message):
        run_notebook(write(tmp_path, cell, "1 + 1"), out, {"runs": 3}, cell_timeout_s=2)
    assert out.read_bytes() == earlier
    assert is_complete(out)
    assert leftovers(tmp_path) == ["out.ipynb", "out.ipynb.manifest.json"]


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise on Windows")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_is_stopped_leaves_no_output_and_no_kernel(tmp_path: Path, how: signal.Signals) -> None:
    book = write(
        tmp_path, "import os; open('kernel', 'w').write(str(os.getpid()))", "import time; time.sleep(120)"
    )
    program = textwrap.dedent(
        """
        import sys; from pathlib import Path; from ist_model.report.notebooks.run import run_notebook
        run_notebook(Path(sys.argv[1]), Path(sys.argv[2]), {})
        """
    )
    out = tmp_path / "out.ipynb"
    process = subprocess.Popen([sys.executable, "-c", program, str(book), str(out)], stderr=subprocess.PIPE)
    note = tmp_path / "kernel"
    wait_until(lambda: note.exists() and note.read_text() != "", seconds=60)
    time.sleep(0.5)
    process.send_signal(how)
    process.communicate(timeout=60)
    assert process.returncode != 0
    assert not out.exists()
    assert not manifest_path(out).exists()
    wait_until(lambda: not alive(int(note.read_text())), seconds=20)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().split()[2] if Path("/proc").is_dir() else True


def wait_until(true: Any, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.1)
