"""Kernels from a process that has done its imports: each notebook gets a fresh copy of it in milliseconds.

Importing pandas, seaborn and this package costs a kernel two seconds of work, more than most pages' contents.
So on Linux one process, without threads, imports what the notebooks import and forks itself for each.
Elsewhere forking after imports is not safe, and kernels start as usual. The process ends with its caller, and
its kernels with it.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import signal
import subprocess
import sys
import threading
import warnings
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

_LONGEST_END = 5.0  # seconds that a thread may take to end
# Libraries would start threads when imported, and a thread does not come along when a process is copied.
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


class WarmKernels:
    """The process that copies itself; use it as a context, which ends it."""

    def __init__(self, modules: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start it with these modules to import; it is ready when the first copy is asked for."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ist_model.report.notebooks.warm", *modules],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**environment, **_ONE_THREAD},
            start_new_session=True,  # Ctrl-C is for the caller, who ends this process in good order
        )
        self._lock = threading.Lock()
        self._holding, self._held = threading.Lock(), set[tuple[str, str, str]]()

    @staticmethod
    def possible() -> bool:
        """Whether processes can be copied safely here."""
        return sys.platform == "linux"

    @cached_property
    def ready(self) -> bool:
        """Whether it has done its imports and can copy itself; waits until it knows."""
        try:
            return bool(self._ask({}) == "ready")
        except RuntimeError:
            return False

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def stop(self) -> None:
        """End it at once, whatever it is at."""
        self._process.terminate()

    def __enter__(self) -> WarmKernels:
        return self

    def __exit__(self, *_: object) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        self._process.wait()

    def start(self, arguments: Sequence[str], environment: Mapping[str, str], folder: str) -> WarmKernel:
        """A kernel with these arguments, environment and working folder.

        Raises:
            RuntimeError: If the process that should copy itself is gone.
        """
        told = self._ask({"start": list(arguments), "environment": dict(environment), "folder": folder})
        return WarmKernel(self, int(told))

    def call(self, function: str, *arguments: Any) -> None:
        """Call a function, so that every copy made from now on has what it leaves in memory.

        What goes wrong in it is not told: the notebook that misses what it should have left will tell.

        Args:
            function: Where it is, as "package.module:name".
            arguments: What JSON can carry.

        Raises:
            RuntimeError: If the process that should copy itself is gone; it goes if threads are left behind.
        """
        self._ask({"call": [function, *arguments]})

    def hold(self, scenarios: Sequence[str], scenarios_dir: Path, results_dir: Path) -> None:
        """Read scenarios and their stored results, once, for all copies from now on (`report.cases.held`).

        What cannot be read is not held: the notebook that reads it will tell.

        Raises:
            RuntimeError: If the process that should copy itself is gone.
        """
        with self._holding:
            asked = {(name, str(scenarios_dir), str(results_dir)): name for name in scenarios}
            new = [name for key, name in asked.items() if key not in self._held]
            if new:
                self.call("ist_model.report.cases.held:hold", new, str(scenarios_dir), str(results_dir))
            self._held |= asked.keys()

    def code(self, pid: int) -> int | None:
        """Exit code of a kernel, below 0 the signal that ended it; None while it runs."""
        try:
            told = self._ask({"code": pid})
        except RuntimeError:  # it is gone, and its kernels with it
            return -signal.SIGKILL
        return None if told is None else int(told)

    def _ask(self, question: Mapping[str, Any]) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._lock:
            try:
                self._process.stdin.write(json.dumps(question) + "\n")
                self._process.stdin.flush()
                return json.loads(self._process.stdout.readline())
            except (OSError, ValueError) as error:
                raise RuntimeError("the process that starts kernels is gone") from error


class WarmKernel:
    """A kernel as its manager handles any process."""

    stdin = stdout = stderr = None

    def __init__(self, source: WarmKernels, pid: int) -> None:
        self._source, self.pid = source, pid
        self._code: int | None = None

    def poll(self) -> int | None:
        """Exit code, or None while it runs."""
        if self._code is None:
            self._code = self._source.code(self.pid)
        return self._code

    def wait(self) -> int | None:
        """Exit code of a kernel that has ended; its manager asks only then."""
        return self.poll()

    def send_signal(self, signal_number: int) -> None:
        """Send it a signal, if it still runs."""
        if self.poll() is None:
            os.kill(self.pid, signal_number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


def _serve(modules: Sequence[str]) -> None:
    """Import, then answer a line at a time until the caller is gone."""
    import ipykernel.kernelapp

    for name in modules:
        with contextlib.suppress(Exception):  # the notebook will tell, in the cell that imports it
            importlib.import_module(name)
    if threading.active_count() != 1:  # a copy would miss it
        return
    gc.freeze()  # what is there now need not be copied for being looked at
    # Arrow's allocator keeps a thread of its own, and starts it again in a copy.
    warnings.filterwarnings(
        "ignore", message="This process .* is multi-threaded", category=DeprecationWarning
    )
    codes: dict[int, int] = {}
    for line in sys.stdin:
        question = json.loads(line)
        if "start" in question:
            answer: int | str | None = os.fork()
            if answer == 0:
                _become(ipykernel.kernelapp.IPKernelApp, question)
        elif "call" in question:
            if not _called(*question["call"]):
                return
            answer = "called"
        elif "code" in question:
            answer = _code(question["code"], codes)
        else:
            answer = "ready"
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _called(function: str, *arguments: Any) -> bool:
    """Whether this process can copy itself after the call: a copy would miss a thread that is left."""
    module, _, name = function.partition(":")
    with contextlib.suppress(Exception), contextlib.redirect_stdout(sys.stderr):  # the pipe is for answers
        getattr(importlib.import_module(module), name)(*arguments)
    for thread in threading.enumerate():
        if thread is not threading.current_thread():
            thread.join(_LONGEST_END)
    gc.collect()
    gc.freeze()
    return threading.active_count() == 1


def _code(pid: int, codes: dict[int, int]) -> int | None:
    if pid not in codes:
        done, status = os.waitpid(pid, os.WNOHANG)
        if not done:
            return None
        codes[pid] = os.waitstatus_to_exitcode(status)
    return codes[pid]


def _become(application: Any, question: Mapping[str, Any]) -> NoReturn:
    """Be a kernel, in the copy."""
    code = 1
    try:
        os.setsid()
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 0)
        os.dup2(2, 1)  # the pipe is for answers
        os.environ.clear()
        os.environ.update(question["environment"])
        os.chdir(question["folder"])
        parent = f"--IPKernelApp.parent_handle={os.getppid()}"  # it ends when its parent does
        application.launch_instance([*question["start"], parent])
        code = 0
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 0
    finally:
        os._exit(code)


if __name__ == "__main__":
    _serve(sys.argv[1:])
