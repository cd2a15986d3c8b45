"""A national register file, as long and as wide as the published one, is read within 500 MB."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.public_files import ROWS, measured, write_national


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="peak memory of a process is read through POSIX")
def test_a_national_register_is_read_within_500_mb(tmp_path: Path) -> None:
    path = tmp_path / "edubasealldata.csv"
    write_national(path)
    found = measured(path)
    assert found["rows"] == ROWS
    assert found["peak_mb"] < 500
