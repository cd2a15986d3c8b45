"""A notebook as it is written: its cells, read without the libraries that run it.

Those take two seconds to import, which a pack without changes need not wait for.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from ist_model.report.errors import NotebookError


class Cell(NamedTuple):
    """One cell: `code`, `markdown` or `raw`, its source and its tags."""

    kind: str
    source: str
    tags: tuple[str, ...]


def read(notebook: Path) -> list[Cell]:
    """The cells of a notebook of format 4, in order.

    Raises:
        NotebookError: If it cannot be read.
    """
    try:
        content = json.loads(notebook.read_text(encoding="utf-8"))
        if content["nbformat"] != 4:
            raise ValueError(f"its format is {content['nbformat']}, not 4; save it anew in JupyterLab")
        return [
            Cell(
                str(cell["cell_type"]),
                "".join(cell["source"]),
                tuple(cell.get("metadata", {}).get("tags", ())),
            )
            for cell in content["cells"]
        ]
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        why = f"{error} is missing" if isinstance(error, KeyError) else error
        raise NotebookError(notebook, None, f"cannot be read as a notebook: {why}") from error
