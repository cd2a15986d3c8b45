"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Scenario = Annotated[
    str, typer.Argument(help="Scenario: a name in scenarios/, without .yaml; or a workbook (.xlsx)")
]
Scenarios = Annotated[
    Path, typer.Option("--scenarios", help="Folder of scenario files", metavar="FOLDER", show_default=True)
]
Outputs = Annotated[Path, typer.Option("--outputs", help="Folder for results and pages", metavar="FOLDER")]
Runs = Annotated[
    int | None, typer.Option("--runs", min=1, help="Samples of chance (default: the scenario's)")
]
Workers = Annotated[int | None, typer.Option("--workers", min=1, help="Processes (default: one per core)")]
Cluster = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        envvar="DASK_SCHEDULER_ADDRESS",
        metavar="ADDRESS",
        help="Make runs on the Dask cluster whose scheduler is there (default: on this machine)",
    ),
]
Named = Annotated[bool, typer.Option("--named", help="Show schools' real names (a private run)")]

SCENARIOS, OUTPUTS = Path("scenarios"), Path("outputs")
