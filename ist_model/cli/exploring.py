"""`ist explore`: the what-if explorer in a browser."""

from __future__ import annotations

from typing import Annotated

import typer

from ist_model.cli import printing
from ist_model.cli.commands import must_be_folder
from ist_model.cli.options import SCENARIOS, Named, Scenarios

_OPEN = (
    "Warning: --host {host} lets other machines reach the explorer. Whoever has the address with its token "
    "sees the trust's figures and can save scenarios, and nothing on the way is encrypted: use it inside a "
    "network that you trust, or behind a proxy with TLS."
)


def explore(
    baseline: Annotated[str, typer.Option("--baseline", help="Scenario that all is set beside")] = "baseline",
    runs: Annotated[
        int, typer.Option("--runs", min=10, max=5000, help="Samples of chance of a finished picture")
    ] = 500,
    named: Named = False,
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; another lets other machines in")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1024, max=65535, help="Port, or one near it")] = 8866,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open a browser")] = True,
    folder: Scenarios = SCENARIOS,
) -> None:
    """Open the explorer: move a lever and see what becomes of the trust, against the baseline.

    Nothing leaves this machine. The address holds a token; without it the server refuses everything. A page
    that is closed frees its memory. Stop with Ctrl-C.
    """
    must_be_folder(folder)
    from ist_model.explorer.ready import warmed

    parameters = {
        "scenarios_dir": str(folder.resolve()),
        "baseline": baseline,
        "runs": runs,
        "named": named,
    }
    with warmed(parameters) as warm:  # meanwhile the server does its own imports
        from ist_model.explorer.server import NOTEBOOK, Serving, serve
        from ist_model.inputs.resolve import resolve
        from ist_model.shipped import shipped_dir

        resolve(baseline, folder)  # a fault is told here, not in the browser
        serving = Serving(host=host, port=port, browser=browser)
        if serving.open_to_others:
            printing.say(_OPEN.format(host=host))
        serve(parameters, shipped_dir() / "notebooks" / NOTEBOOK, serving, _say, warm)


def _say(address: str) -> None:
    printing.say(f"The explorer is at {address}")
    printing.say("Stop it with Ctrl-C.")
