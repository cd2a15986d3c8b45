"""Where the files that come with the package lie: the example trust, the scenarios and the notebooks.

A wheel carries them inside the package, as `_shipped/`; in a clone they are the repository's own `scenarios/`
and `notebooks/`. Any room may ask; this module knows nothing of what the files say.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

FOLDERS = ("scenarios", "notebooks")


def shipped_dir() -> Path:
    """The folder that holds `scenarios/` and `notebooks/` as published with this version.

    Raises:
        FileNotFoundError: if the package was installed or copied without them.
    """
    package = Path(str(resources.files("ist_model")))
    for folder in (package / "_shipped", package.parent):
        if all((folder / name).is_dir() for name in FOLDERS):
            return folder
    raise FileNotFoundError(
        f"the folders {' and '.join(FOLDERS)} that come with ist-model are neither in {package / '_shipped'} "
        f"nor in {package.parent}: install the package again, or run it from a complete clone"
    )
