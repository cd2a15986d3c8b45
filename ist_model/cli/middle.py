"""What a command says before numbers that take all that is not known at its middle (decision 28)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ist_model.cli import printing

if TYPE_CHECKING:
    from ist_model.inputs.scenario_models import Resolved


def at_middle(scenario: str, folder: Path) -> Resolved:
    """A scenario for a command that takes what is not known at its middle: said before it shows a number.

    Raises:
        InputError: as `resolve`.
    """
    (found,) = all_at_middle([scenario], folder)
    return found


def all_at_middle(scenarios: Sequence[str], folder: Path) -> list[Resolved]:
    """Several scenarios, as `at_middle`; what is not known is said once.

    Raises:
        InputError: as `resolve`.
    """
    from ist_model.inputs.resolve import resolve

    found = [resolve(scenario, folder) for scenario in scenarios]
    said = max((caution(each) for each in found), key=len, default="")
    if said:
        printing.say(said)
    return found


def caution(resolved: Resolved) -> str:
    """That numbers take what is not known at its middle, and what else to ask; "" if all is known."""
    varied = [unknown for unknown in resolved.unknowns if unknown.keys]
    if not varied:
        return ""
    from ist_model.report.words.plain import counted

    schools = {u.targets[0].split("/")[2] for u in varied if u.form == "place"}
    others = sum(unknown.form != "place" for unknown in varied)
    what = [f"starting strengths of {counted(len(schools), 'schools')}"] if schools else []
    what += [counted(others, "cells") + " of the workbook"] if others else []
    weak = " Every school stands at its middle, so fewer are weak here than will be." if schools else ""
    return (
        f"Careful: these numbers take what is not known at its middle ({' and '.join(what)}).{weak} "
        "`ist choose` and `ist robust` draw all of it for a decision between scenarios; "
        "`ist unknowns` ranks what matters most."
    )
