"""JupyterLab opens without its news pop-up, and asks no outside server about updates."""

from __future__ import annotations

import sys
from pathlib import Path

from jupyterlab_server.settings_utils import get_settings


def test_lab_neither_asks_about_news_nor_looks_for_updates(tmp_path: Path) -> None:
    lab = Path(sys.prefix) / "share" / "jupyter" / "lab"
    answer, warnings = get_settings(
        str(lab / "settings"),
        str(lab / "schemas"),
        str(tmp_path),
        schema_name="@jupyterlab/apputils-extension:notification",
        overrides=None,
    )
    offered = answer["schema"]["properties"]
    assert not any(warnings)
    assert offered["fetchNews"]["default"] == "false"
    assert offered["checkForUpdates"]["default"] is False
