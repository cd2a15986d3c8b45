"""The small pack that tests of this folder read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.report.small import shared_pack


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A working folder: scenarios, notebooks and, in `outputs/`, a built pack. To be read, not changed."""
    return shared_pack(tmp_path_factory, worker_id)
