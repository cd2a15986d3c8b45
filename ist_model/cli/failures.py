"""From exceptions to messages and exit codes."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any

import typer
from typer.exceptions import TyperException

DONE, FAILED, WRONG_INPUT, STOPPED = 0, 1, 2, 130


class RefusedError(Exception):
    """A request that cannot be carried out as asked; nothing was run or written."""


class FailedError(Exception):
    """Part of the work failed; what succeeded is kept."""


def exit_code(app: typer.Typer) -> int:
    """Run the app and turn what it raises into a message on standard error and an exit code."""
    try:
        result: Any = typer.main.get_command(app)(standalone_mode=False, prog_name="ist")
    except TyperException as error:
        return _say(_usage(error), WRONG_INPUT)
    except (typer.Abort, KeyboardInterrupt):
        return _say("\nstopped; earlier results are as they were", STOPPED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        return _explained(error)
    return result if isinstance(result, int) else DONE


def _usage(error: TyperException) -> str:
    """What is wrong with the command itself, and where its help is."""
    context: Any = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "ist"
    format_message = getattr(error, "format_message", error.__str__)
    message = str(format_message())
    return message if message.startswith("Usage") else f"{message}\n`{command} --help` shows what it takes."


def _explained(error: Exception) -> int:
    from ist_model.engines.support_effect import OutOfReachError
    from ist_model.experiments.compare import NotComparableError
    from ist_model.experiments.draws import RangesNotInOrderError
    from ist_model.experiments.replicate import WorkerError
    from ist_model.experiments.sensitivity.question import UnanswerableError
    from ist_model.inputs.errors import InputError
    from ist_model.report.errors import ReportError
    from ist_model.results.checks import ConservationError
    from ist_model.results.measures import UnknownMeasureError
    from ist_model.results.store import StoreError
    from ist_model.results.why import UnknownRequestError

    wrong = (
        InputError,
        RefusedError,
        NotComparableError,
        OutOfReachError,
        UnknownRequestError,
        UnknownMeasureError,
        UnanswerableError,
        RangesNotInOrderError,
    )
    if isinstance(error, wrong):
        return _say(str(error.args[0]) if isinstance(error, LookupError) else str(error), WRONG_INPUT)
    if isinstance(error, (FailedError, ConservationError, StoreError, WorkerError, ReportError)):
        return _say(str(error), FAILED)
    if isinstance(error, OSError):
        return _say(f"cannot read or write {error.filename or 'a file'}: {error.strerror or error}", FAILED)
    report = _crash_report()
    return _say(
        f"a fault of the program: {type(error).__name__}: {error}\n"
        f"please report it with the scenario file; details are in {report}",
        FAILED,
    )


def _crash_report() -> Path:
    """Write the traceback beside the results, since a terminal is no place for it."""
    told = traceback.format_exc()
    for folder in (Path("outputs"), Path(tempfile.gettempdir())):
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / "crash.txt"
            path.write_text(told, encoding="utf-8")
            return path
    print(told, file=sys.stderr)
    return Path("what stands above")


def _say(message: str, code: int) -> int:
    print(message, file=sys.stderr)
    return code
