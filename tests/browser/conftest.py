"""The small pack and the running explorer that tests of this folder look at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.explored import Served, serving
from tests.report.small import shared_pack


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A working folder: scenarios, notebooks and, in `outputs/`, a built pack. To be read, not changed."""
    return shared_pack(tmp_path_factory, worker_id)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A running explorer; who saves a scenario leaves it for the others."""
    with serving(tmp_path_factory.mktemp("explored")) as running:
        yield running
