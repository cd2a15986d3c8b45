"""The explorer served by Voilà: code never shown, everything behind the gate, idle sessions ended."""

from __future__ import annotations

import logging
import os
import socket
import tempfile
import webbrowser
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook
from traitlets.config import Config
from voila.app import Voila

from ist_model.explorer.gate import Gate, GatedApplication
from ist_model.explorer.ready import QUIET, SERVED
from ist_model.explorer.sessions import SessionKernel, Sessions
from ist_model.report.notebooks.warm import WarmKernels

TEMPLATE = "ist-explorer"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
NOTEBOOK = "10_explore.ipynb"
_TEMPLATES = Path(__file__).parent / "jupyter"
_OF_WIDGETS = ["@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8"]


@dataclass(frozen=True)
class Serving:
    """How the explorer is served.

    Attributes:
        host: address to listen on.
        port: port; if it is taken, one near it.
        browser: whether to open one.
        idle_seconds: after which a session that nobody is connected to is ended.
        token: that must be shown; empty: a new one.
    """

    host: str = "127.0.0.1"
    port: int = 8866
    browser: bool = True
    idle_seconds: int = 300
    token: str = ""

    @property
    def open_to_others(self) -> bool:
        """Whether other machines can reach it."""
        return self.host not in LOOPBACK


def serve(
    parameters: Mapping[str, Any],
    notebook: Path,
    serving: Serving,
    ready: Callable[[str], None],
    warm: Callable[[], WarmKernels | None],
) -> None:
    """Serve the explorer until it is stopped.

    Args:
        parameters: values for the notebook's own parameters.
        notebook: the explorer's notebook.
        serving: how.
        ready: told the address, token included, once it listens.
        warm: waits for what sessions are copied from (`ready.warmed`); None: each starts by itself.

    Raises:
        OSError: if the notebook cannot be read.
        SystemExit: if no port near the one wanted is free.
    """
    gate = Gate(None if serving.open_to_others else LOOPBACK, serving.token)

    def listening(port: int) -> None:
        opened = address(serving.host, port, gate.token)
        ready(opened)
        if serving.browser:
            webbrowser.open(opened)

    with tempfile.TemporaryDirectory(prefix="ist-explore-") as folder:
        filled = Path(folder) / NOTEBOOK
        nbformat.write(parameterize_notebook(load_notebook_node(str(notebook)), dict(parameters)), filled)
        logging.getLogger("tornado").setLevel(logging.CRITICAL)  # a page that went away is no news
        with _environment():
            server: Any = Voila(config=_config(filled, serving))
            server.initialize([])
            server.voila_configuration.multi_kernel_manager_class = Sessions.copied_from(warm())
            server.connection_dir = tempfile.mkdtemp(dir=folder)
            settings = server.init_settings()
            server.app = GatedApplication(gate, lambda: server.kernel_manager.full, **settings)
            server.app.settings.update(server.tornado_settings)
            server.app.add_handlers(".*$", server.init_handlers())
            server.launch_browser = lambda: listening(server.port)
            server.listen()  # until it is stopped


def address(host: str, port: int, token: str) -> str:
    """The address that opens the explorer."""
    shown = socket.gethostname() if host in ("0.0.0.0", "::", "") else host
    bracketed = f"[{shown}]" if ":" in shown else shown
    return f"http://{bracketed}:{port}/?token={token}"


def _config(notebook: Path, serving: Serving) -> Config:
    policy = "; ".join(
        [
            "default-src 'self' data: blob:",
            "script-src 'self' 'unsafe-inline' 'unsafe-eval'",  # widgets need both
            "style-src 'self' 'unsafe-inline'",
            "connect-src 'self' ws: wss:",
            "frame-ancestors 'none'",
            "form-action 'none'",
        ]
    )
    connection = {} if os.name == "nt" else {"transport": "ipc"}
    return Config(
        {
            "Voila": {
                "notebook_path": str(notebook),
                "config_file_paths": [],
                "ip": serving.host,
                "port": serving.port,
                "open_browser": True,  # it says that the server listens
                "log_level": logging.ERROR,
                "token": "",  # the gate has the only token
                "tornado_settings": {
                    "headers": {
                        "Content-Security-Policy": policy,
                        "Referrer-Policy": "no-referrer",
                        "X-Content-Type-Options": "nosniff",
                    },
                    "allow_origin": "",
                    "disable_check_xsrf": True,  # the gate lets no page of another origin through
                    "ws_ping_timeout": 30_000,
                },
            },
            "VoilaConfiguration": {
                "template": TEMPLATE,
                "allow_template_override": "NO",
                "allow_theme_override": "NO",
                "strip_sources": True,
                "show_tracebacks": False,
                "file_allowlist": [],
                "extension_allowlist": _OF_WIDGETS,
                "preheat_kernel": True,
                "default_pool_size": 1,
            },
            "MappingKernelManager": {
                "kernel_manager_class": f"{SessionKernel.__module__}.{SessionKernel.__name__}",
                "cull_idle_timeout": serving.idle_seconds,
                "cull_interval": max(1, min(30, serving.idle_seconds)),
            },
            "KernelManager": connection,
            "KernelRestarter": {
                "restart_limit": 0
            },  # a session that died cannot be had back: its page says so
        }
    )


@contextmanager
def _environment() -> Iterator[None]:
    """Where Voilà finds the template, and what kernels start with."""
    paths = os.pathsep.join([str(_TEMPLATES), *filter(None, [os.environ.get("JUPYTER_PATH")])])
    before = dict(os.environ)
    os.environ.update({"JUPYTER_PATH": paths, SERVED: "1"} | QUIET)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
