"""Build the board pack: run every scenario, a page for each, and the index that compares them.

Pages are written whole or not at all and the index last, so a pack that is stopped half-way leaves the
earlier one readable. A scenario that fails is named on the index while the others are still built.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ist_model.inputs.errors import InputError, Problem, collecting
from ist_model.inputs.folder import scenario_files
from ist_model.inputs.identity import identity
from ist_model.inputs.resolve import resolve
from ist_model.inputs.scenario_models import Resolved
from ist_model.report.case import Case, case_of, stored_or_made, without_effect
from ist_model.report.errors import PackError
from ist_model.report.index_page import Entry, index
from ist_model.report.making import make_results
from ist_model.report.notebook_run import run_notebook, write_atomically
from ist_model.report.pages import render
from ist_model.results.result import ScenarioResult
from ist_model.shipped import shipped_dir

if TYPE_CHECKING:
    from ist_model.experiments.executor import Workers

BASELINE = "baseline"
NOTEBOOK = "02_scenario.ipynb"
INDEX = "index.html"
_KERNELS_AT_ONCE = 3
_STEPS_PER_PAGE = 10  # of the progress; a run is one step

Progress = Callable[[int, int], None]


def build_pack(
    scenarios: Sequence[str] | None,
    scenarios_dir: Path,
    out_dir: Path,
    *,
    named: bool = False,
    workers: Workers = None,
    progress: Progress | None = None,
) -> Path:
    """Build the pages of scenarios and the index that compares them with the baseline.

    Args:
        scenarios: Scenario ids; None: every scenario at the top of the folder. The baseline is always in.
        scenarios_dir: Folder with scenarios, register and trusts.
        out_dir: Results go to `results/` in it, executed notebooks to `notebooks/`, pages to `pack/`.
        named: Whether schools are called by name, for the trust's own private use.
        workers: Who makes runs, as `replicate` takes it.
        progress: Called with (steps done, steps in all).

    Returns:
        The index page.

    Raises:
        InputError: If any scenario does not resolve; nothing is run or written.
        PackError: If a scenario failed; the index and all other pages are there.
    """
    return _Pack(scenarios, scenarios_dir.resolve(), out_dir.resolve(), named, progress).build(workers)


class _Pack:
    """One build: the scenarios, where things lie, and what went wrong so far."""

    def __init__(
        self,
        scenarios: Sequence[str] | None,
        scenarios_dir: Path,
        out_dir: Path,
        named: bool,
        progress: Progress | None,
    ) -> None:
        self.scenarios_dir, self.out_dir, self.named = scenarios_dir, out_dir, named
        self.results_dir = out_dir / "results"
        self.chosen = _resolve_all(scenarios, scenarios_dir)
        self.faults: dict[str, str] = {}
        self.loaded: dict[str, ScenarioResult] = {}
        self._progress = progress

    @property
    def baseline(self) -> Resolved:
        return self.chosen[BASELINE]

    @cached_property
    def notebook(self) -> Path:
        """The notebook of the working folder, else the one that comes with the package."""
        own = self.scenarios_dir.parent / "notebooks" / NOTEBOOK
        return own if own.is_file() else shipped_dir() / "notebooks" / NOTEBOOK

    def build(self, workers: Workers) -> Path:
        needed = self._needed()
        total = sum(r.runs for r in needed) + _STEPS_PER_PAGE * len(self.chosen)

        def say(done: int) -> None:
            if self._progress is not None:
                self._progress(done, total)

        say(0)
        broken = make_results(needed, self.results_dir, workers, say)
        faults = {identity(needed[position]): fault for position, fault in broken.items()}
        runnable = {name: r for name, r in self.chosen.items() if not self._note_fault(name, r, faults)}
        cases = self._pages(runnable, lambda left: say(total - _STEPS_PER_PAGE * left))
        entries = [
            Entry(r.scenario_id, r.name, cases.get(name), self.faults.get(name, ""))
            for name, r in self.chosen.items()
        ]
        return self._finish(entries)

    def _needed(self) -> list[Resolved]:
        """What must have been run: each scenario as it is and with support having no effect."""
        wanted = {identity(r): r for each in self.chosen.values() for r in (each, without_effect(each))}
        return list(wanted.values())

    def _note_fault(self, name: str, resolved: Resolved, faults: Mapping[str, Exception]) -> bool:
        """Whether a result that the scenario's page needs could not be made; if so, why is kept."""
        for needed in (resolved, without_effect(resolved), self.baseline, without_effect(self.baseline)):
            if (fault := faults.get(identity(needed))) is not None:
                self.faults[name] = _in_one_line(fault)
                return True
        return False

    def _pages(self, runnable: Mapping[str, Resolved], left: Callable[[int], None]) -> dict[str, Case]:
        """A page per scenario, several at once; what the index needs is read meanwhile."""
        cases: dict[str, Case] = {}
        with ThreadPoolExecutor(_KERNELS_AT_ONCE) as pool:
            names = {pool.submit(self._page, name, resolved): name for name, resolved in runnable.items()}
            try:
                for made, future in enumerate(as_completed(names), start=1):
                    self._collect(names[future], future.exception(), cases)
                    left(len(names) - made)
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        return cases

    def _collect(self, name: str, fault: BaseException | None, cases: dict[str, Case]) -> None:
        try:
            if fault is not None:
                raise fault
            cases[name] = case_of(self.chosen[name], self.baseline, self._result, named=self.named)
        except Exception as error:
            self.faults[name] = _in_one_line(error)

    def _result(self, resolved: Resolved) -> ScenarioResult:
        key = identity(resolved)
        if key not in self.loaded:
            self.loaded[key] = stored_or_made(resolved, self.results_dir)
        return self.loaded[key]

    def _page(self, name: str, resolved: Resolved) -> None:
        """Run the notebook for one scenario and render it."""
        entry = Entry(resolved.scenario_id, resolved.name, None)
        executed = self.out_dir / "notebooks" / f"{resolved.scenario_id}.ipynb"
        parameters = {
            "scenario": name,
            "baseline": BASELINE,
            "scenarios_dir": str(self.scenarios_dir),
            "results_dir": str(self.results_dir),
            "named": self.named,
        }
        run_notebook(self.notebook, executed, parameters)
        render(executed, self.out_dir / "pack" / entry.page, title=resolved.name, home=f"../{INDEX}")

    def _finish(self, entries: Sequence[Entry]) -> Path:
        """Write the index; an older page of a scenario that failed now goes."""
        pack = self.out_dir / "pack"
        failed = [entry for entry in entries if entry.error]
        for entry in failed:
            (pack / entry.page).unlink(missing_ok=True)
        write_atomically(pack / INDEX, index(entries, self.baseline.name))
        if failed:
            lines = [f"{len(failed)} of {len(entries)} scenarios failed:"]
            lines += [f"  {entry.scenario_id}: {entry.error}" for entry in failed]
            raise PackError("\n".join([*lines, f"the others are in {pack / INDEX}"]))
        return pack / INDEX


def _resolve_all(scenarios: Sequence[str] | None, scenarios_dir: Path) -> dict[str, Resolved]:
    """The baseline first, then the others in the order given, or of their file names."""
    if scenarios is None:
        scenarios = [path.stem for path in scenario_files(scenarios_dir) if path.parent == scenarios_dir]
    problems: list[Problem] = []
    found: dict[str, Resolved] = {}
    for name in dict.fromkeys([BASELINE, *scenarios]):
        with collecting(problems):
            found[name] = resolve(name, scenarios_dir)
    if problems:
        raise InputError(problems)
    return found


def _in_one_line(error: BaseException) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())[:400]}"
