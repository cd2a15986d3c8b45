"""Scenarios and results that a process has read once for all notebooks that are copied from it.

Every page reads the baseline, many read every scenario, and each notebook has a process of its own. So the
process that copies itself for them (`report.notebooks.warm`) reads what they need before the first copy.
Elsewhere nothing is held, and all is read from disk.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ist_model.inputs.identity import identity
from ist_model.inputs.resolve import resolve as read_scenario
from ist_model.inputs.scenario_models import Resolved
from ist_model.results.result import ScenarioResult, Summary
from ist_model.results.stored import load

_scenarios: dict[tuple[str, Path], Resolved] = {}
_results: dict[tuple[Path, str, Summary], ScenarioResult] = {}


def hold(scenarios: Iterable[str], scenarios_dir: str | Path, results_dir: str | Path) -> None:
    """Read scenarios and their stored results, with support as assumed and without effect, and hold them.

    Args:
        scenarios: Scenario ids.
        scenarios_dir: Folder with scenarios, register and trusts.
        results_dir: Folder of stored results; those that are not there are left out.

    Raises:
        InputError: If a scenario does not resolve.
    """
    scenarios_dir, results_dir = Path(scenarios_dir), Path(results_dir)
    for name in scenarios:
        resolved = _scenarios[name, scenarios_dir] = read_scenario(name, scenarios_dir)
        for each in (resolved, without_effect(resolved)):
            found = load(results_dir, each)
            if found is not None:
                _results[results_dir, found.identity, found.summary] = found


def resolve(scenario: str, scenarios_dir: Path) -> Resolved:
    """A scenario that is held, or read.

    Raises:
        InputError: If it does not resolve.
    """
    return _scenarios.get((scenario, scenarios_dir)) or read_scenario(scenario, scenarios_dir)


def stored(results_dir: Path, resolved: Resolved, runs: int | None = None) -> ScenarioResult | None:
    """A result that is held, or stored; None if there is none."""
    if _results:
        summary = Summary.of(resolved, resolved.runs if runs is None else runs)
        found = _results.get((results_dir, identity(resolved), summary))
        if found is not None:
            return found
    return load(results_dir, resolved, runs)


def without_effect(resolved: Resolved) -> Resolved:
    """The same scenario with support having no effect (MODEL 4.7)."""
    return resolved.model_copy(update={"no_effect": True})
