"""The kernel a notebook runs in: this very interpreter and this very package, spoken to over IPC."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from jupyter_client.manager import AsyncKernelManager

_PACKAGE_PARENT = str(Path(__file__).resolve().parents[2])


class NotebookKernel(AsyncKernelManager):
    """Starts the kernel with the caller's interpreter, whatever kernels are installed on the machine.

    IPC sockets lie in a private short folder: no port races between parallel notebooks, nothing to listen to
    from outside, and no path over the socket limit. Windows has no IPC and uses local TCP.
    """

    def __init__(self, **settings: Any) -> None:
        self._folder = tempfile.mkdtemp(prefix="ist-kernel-")
        settings["connection_file"] = os.path.join(self._folder, "kernel.json")
        if os.name != "nt":
            settings["transport"] = "ipc"
        super().__init__(**settings)

    def format_kernel_cmd(self, extra_arguments: list[str] | None = None) -> list[str]:
        """The command that starts the kernel."""
        start = [sys.executable, "-m", "ipykernel_launcher", "-f", self.connection_file]
        start.append("--log-level=CRITICAL")  # an interrupted kernel is reported by the caller
        return start + list(extra_arguments or ())

    async def _async_start_kernel(self, **settings: Any) -> None:
        environment = dict(settings.pop("env", None) or os.environ)
        paths = [_PACKAGE_PARENT, environment.get("PYTHONPATH", "")]
        environment["PYTHONPATH"] = os.pathsep.join(p for p in paths if p)
        await super()._async_start_kernel(env=environment, **settings)

    start_kernel = _async_start_kernel

    async def _async_cleanup_resources(self, restart: bool = False) -> None:
        await super()._async_cleanup_resources(restart=restart)
        if not restart:
            shutil.rmtree(self._folder, ignore_errors=True)

    cleanup_resources = _async_cleanup_resources
