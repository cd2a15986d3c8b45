"""Sessions as the server keeps them: a process for each open page, and one ahead of the next."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager, ServerKernelManager

from ist_model.report.notebooks.kernel import copy_from, kernel_environment
from ist_model.report.notebooks.warm import WarmKernels

MOST = 12


class SessionKernel(ServerKernelManager):
    """Starts a session with this interpreter; as a copy of the process that is ready, where there is one."""

    def format_kernel_cmd(self, extra_arguments: list[str] | None = None) -> list[str]:
        """The command that starts it."""
        start = [sys.executable, "-m", "ipykernel_launcher", "-f", self.connection_file]
        return [*start, "--log-level=CRITICAL", *(extra_arguments or ())]

    async def _async_pre_start_kernel(self, **settings: Any) -> tuple[list[str], dict[str, Any]]:
        settings["env"] = kernel_environment(settings["env"])
        warm = self.parent.warm if isinstance(self.parent, Sessions) else None
        self.kernel_id = self.kernel_id or settings["kernel_id"]  # by which the server knows it
        if warm is not None and warm.alive:
            copy_from(warm, self)
        return await super()._async_pre_start_kernel(**settings)

    pre_start_kernel: Any = _async_pre_start_kernel


class Sessions(AsyncMappingKernelManager):
    """A kernel for each open page, and one ahead of the next; who waits for a page is not idle."""

    warm: WarmKernels | None = None

    @classmethod
    def copied_from(cls, warm: WarmKernels | None) -> type[Sessions]:
        """Sessions that are copies of a process that is ready; None: each starts by itself."""
        return type(cls.__name__, (cls,), {"warm": warm})

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """End a session that nobody has used for a while; the one made ahead is kept."""
        pools: Mapping[str, Any] = getattr(self, "_pools", {})
        made = [task for pool in pools.values() for task in pool if task.done() and not task.exception()]
        if kernel_id not in [task.result()["kernel_id"] for task in made]:
            end: Any = super().cull_kernel_if_idle
            await end(kernel_id)

    @property
    def full(self) -> bool:
        """Whether there are as many sessions as the server takes."""
        return len(self.list_kernel_ids()) >= MOST
