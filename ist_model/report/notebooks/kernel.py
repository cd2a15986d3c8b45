"""The kernel a notebook runs in: this very interpreter and this very package, spoken to over IPC."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from ist_model.report.notebooks.warm import WarmKernels

_PACKAGE_PARENT = str(Path(__file__).resolve().parents[3])


def kernel_environment(given: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment in which a kernel finds this very package."""
    paths = [_PACKAGE_PARENT, given.get("PYTHONPATH", "")]
    return {**given, "PYTHONPATH": os.pathsep.join(path for path in paths if path)}


class NotebookKernel(AsyncKernelManager):
    """Starts the kernel with the caller's interpreter, whatever kernels are installed on the machine.

    IPC sockets lie in a private short folder: no port races between parallel notebooks, nothing to listen to
    from outside, and no path over the socket limit. Windows has no IPC and uses local TCP.
    """

    warm: WarmKernels | None = None  # where kernels come from; None: each starts as a process of its own

    @classmethod
    def from_warm(cls, warm: WarmKernels | None) -> type[NotebookKernel]:
        """The kind of kernel that is copied from a process that has done its imports."""
        return type("WarmNotebookKernel", (cls,), {"warm": warm})

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
        environment = kernel_environment(settings.pop("env", None) or os.environ)
        await super()._async_start_kernel(env=environment, **settings)

    start_kernel = _async_start_kernel

    async def _async_pre_start_kernel(self, **settings: Any) -> tuple[list[str], dict[str, Any]]:
        if self.warm is not None:
            copy_from(self.warm, self)
        return await super()._async_pre_start_kernel(**settings)

    pre_start_kernel = _async_pre_start_kernel

    async def _async_cleanup_resources(self, restart: bool = False) -> None:
        await super()._async_cleanup_resources(restart=restart)
        if not restart:
            shutil.rmtree(self._folder, ignore_errors=True)

    cleanup_resources = _async_cleanup_resources


def copy_from(warm: WarmKernels, manager: AsyncKernelManager) -> None:
    """Have a manager start its kernel as a copy of the process that has done its imports."""
    if manager.provisioner is None:
        manager.kernel_id = manager.kernel_id or str(uuid.uuid4())
        made = _Copied(kernel_id=manager.kernel_id, kernel_spec=manager.kernel_spec, parent=manager)
        made.warm, manager.provisioner = warm, made


class _Copied(LocalProvisioner):
    """Starts a kernel as a copy of the process that has done its imports."""

    warm: WarmKernels

    async def launch_kernel(self, cmd: list[str], **settings: Any) -> KernelConnectionInfo:
        arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
        folder = str(settings.get("cwd") or os.getcwd())
        copied = self.warm.start(arguments, settings["env"], folder)
        self.process = cast("subprocess.Popen[bytes]", copied)  # it answers as one
        self.pid = self.pgid = copied.pid
        self.cwd = folder
        return self.connection_info
