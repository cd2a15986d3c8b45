"""Build the board pack: run every scenario, then every page of the contents, and an index that leads to them.

Pages are written whole or not at all and the index last, so a pack that is stopped half-way leaves the
earlier one readable. A page that fails says so itself and is named on the index; the others are still built.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ist_model.inputs.errors import InputError, Problem, collecting
from ist_model.inputs.folder import scenario_files
from ist_model.inputs.identity import identity
from ist_model.inputs.resolve import resolve
from ist_model.inputs.scenario_models import Resolved
from ist_model.report.cases.held import without_effect
from ist_model.report.cases.making import Work
from ist_model.report.errors import NotebookError, PackError
from ist_model.report.notebooks.kernel import kernel_environment
from ist_model.report.notebooks.run import write_atomically
from ist_model.report.notebooks.warm import WarmKernels
from ist_model.report.pack import ahead, contents
from ist_model.report.pack.contents import Page
from ist_model.report.pack.index import Made, dates, index
from ist_model.report.pack.navigation import INDEX, Place, places
from ist_model.report.pack.page_making import PageMaking, get_ready, imports
from ist_model.report.pack.printing import Printing
from ist_model.report.pack.public import left_out, why_private
from ist_model.report.pack.rendering import not_made
from ist_model.report.words.neutral import unnamed
from ist_model.results.store import Wanted

if TYPE_CHECKING:
    from ist_model.experiments.executor import Workers

BASELINE = "baseline"
_KERNELS_AT_ONCE = 3
_STEPS_PER_PAGE = 10  # of the progress; a run is one step
_STEPS_PER_PDF = 50

Progress = Callable[[int, int], None]


def build_pack(
    scenarios: Sequence[str] | None,
    scenarios_dir: Path,
    out_dir: Path,
    *,
    named: bool = False,
    public: bool = False,
    force: bool = False,
    workers: Workers = None,
    progress: Progress | None = None,
    baseline: str = BASELINE,
    tell: Callable[[str], None] | None = None,
) -> Path:
    """Build the pages of the contents for scenarios, and the index that leads to them.

    Args:
        scenarios: Scenario ids; None: every scenario at the top of the folder. The baseline is always in.
        scenarios_dir: Folder with scenarios, register and trusts.
        out_dir: Results go to `results/` in it, executed notebooks to `notebooks/`, pages to `pack/`.
        named: Whether schools are called by name, for the trust's own private use.
        public: Whether anyone may read it: without what tells of single posts or schools; in `public-pack/`.
        force: Whether pages of which nothing changed are made all the same.
        workers: Who makes runs, as `replicate` takes it.
        progress: Called with (steps done, steps in all).
        baseline: What the others are set against: a scenario's id, or the path of a workbook.
        tell: Called with what its maker is to know, such as scenarios that a public pack leaves out.

    Returns:
        The index page.

    Raises:
        InputError: If any scenario does not resolve; nothing is run or written.
        PackError: If a page failed; the index and all other pages are there.
    """
    if named and public:
        raise PackError("a public pack cannot call schools by name: leave out one of the two")
    build = _Pack(
        scenarios, scenarios_dir.resolve(), out_dir.resolve(), named, public, force, progress, baseline, tell
    )
    return build.build(workers)


class _Pack:
    """One build: the scenarios, where things lie, and what went wrong so far."""

    def __init__(
        self,
        scenarios: Sequence[str] | None,
        scenarios_dir: Path,
        out_dir: Path,
        named: bool,
        public: bool,
        force: bool,
        progress: Progress | None,
        baseline: str,
        tell: Callable[[str], None] | None,
    ) -> None:
        before = "public-" if public else ""
        self.base = baseline
        found = _resolve_all(scenarios, scenarios_dir, baseline)
        self.chosen = {n: r for n, r in found.items() if not public or not why_private(r, found[baseline])}
        if public and tell is not None:
            for told in left_out(found, baseline):
                tell(told)
        self.pages = contents.pages(self.chosen, baseline, named=named, public=public)
        self.making = PageMaking(
            scenarios_dir,
            out_dir / "results",
            out_dir / f"{before}notebooks",
            out_dir / f"{before}pack",
            self.chosen,
            baseline,
            named,
            public,
            force,
        )
        self.faults: dict[str, str] = {}  # by address of the page
        self.pdfs: dict[str, str] = {}  # titles by address
        self._progress = progress

    @property
    def baseline(self) -> Resolved:
        return self.chosen[self.base]

    def build(self, workers: Workers) -> Path:
        to_run = self._to_run()
        with self._printing() as printing, self._kernels(needed=bool(to_run)) as warm:
            needed, unprepared = self._needed(), [p for p in to_run if not self.making.is_prepared(p)]
            more, sweeps = ahead.of((page.kind.notebook, self.making.given(page)) for page in unprepared)
            work = Work([*needed, *more])
            pages = _STEPS_PER_PAGE * len(self.pages) + _STEPS_PER_PDF * len(printing.orders)
            total = work.runs + sum(each.steps for each in sweeps) + pages

            def say(done: int) -> None:
                if self._progress is not None:
                    self._progress(done, total)

            say(0)
            broken = work.make(self.making.results_dir, workers, say)
            if ahead.make(sweeps, workers, lambda done: say(work.runs + done)) and not broken:
                for page in unprepared:
                    self.making.note_prepared(page)
            without = self._without(
                {identity(each.resolved): broken[at] for at, each in enumerate(needed) if at in broken}
            )
            self._build_pages(
                without, warm, printing, lambda made: say(total - pages + _STEPS_PER_PAGE * made)
            )
            self.pdfs = printing.finish()
            say(total)
        return self._finish()

    def _printing(self) -> Printing:
        pack_dir, records_dir = self.making.pack_dir, self.making.executed_dir
        shown, public = list(self.chosen.values()), self.making.public
        return Printing(self.pages, shown, pack_dir, records_dir, public=public, force=self.making.force)

    @contextmanager
    def _kernels(self, *, needed: bool) -> Iterator[WarmKernels | None]:
        """Where kernels come from, if any is needed; the imports are done while results are still made."""
        if not needed or not WarmKernels.possible():
            yield None
            return
        notebooks = {self.making.notebook(page.kind.notebook) for page in self.pages}
        with WarmKernels(imports(sorted(notebooks)), kernel_environment()) as warm:
            get_ready()
            yield warm

    def _to_run(self) -> list[Page]:
        """Pages whose notebooks are to run; one that cannot be read will tell in its turn."""
        found = []
        for page, place in zip(self.pages, places(self.pages), strict=True):
            with suppress(NotebookError, OSError):
                if self.making.runs_notebook(page, place):
                    found.append(page)
        return found

    def _needed(self) -> list[Wanted]:
        """What must have been run: each scenario as it is and with support having no effect."""
        both = (r for each in self.chosen.values() for r in (each, without_effect(each)))
        return [Wanted(each, each.runs) for each in both]

    def _without(self, faults: Mapping[str, Exception]) -> dict[str, str]:
        """Why a result that a scenario needs could not be made, by the scenario's name."""
        found: dict[str, str] = {}
        for name, resolved in self.chosen.items() if faults else ():
            for needed in (resolved, without_effect(resolved), self.baseline, without_effect(self.baseline)):
                if (fault := faults.get(identity(needed))) is not None:
                    found.setdefault(name, _in_one_line(fault))
        return found

    def _build_pages(
        self,
        without: Mapping[str, str],
        warm: WarmKernels | None,
        printing: Printing,
        say: Callable[[int], None],
    ) -> None:
        """Every page, several at once; a page that fails becomes one that says so."""
        runnable = {name: r for name, r in self.chosen.items() if name not in without}
        making = replace(self.making, chosen=runnable)
        warm = warm if warm is not None and warm.ready else None

        def make(page: Page, place: Place) -> bool:
            broken = [without[name] for name in page.shows if name in without]
            if broken and (page.kind.shows != "all" or self.base in without):
                raise PackError(broken[0])
            return making.make(page, place, warm)

        with ThreadPoolExecutor(_KERNELS_AT_ONCE) as pool:
            running = {  # in reading order, for so they are printed
                pool.submit(make, page, place): (page, place)
                for page, place in zip(self.pages, places(self.pages), strict=True)
            }
            try:
                for made, future in enumerate(as_completed(running), start=1):
                    self._collect(*running[future], fault := future.exception())
                    printing.is_there(running[future][0], anew=fault is not None or future.result())
                    say(made)
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def _collect(self, page: Page, place: Place, fault: BaseException | None) -> None:
        if fault is None:
            return
        if not isinstance(fault, Exception):
            raise fault
        self.faults[page.file] = _in_one_line(fault)
        last = self.chosen[page.shows[-1]]
        target, public = self.making.pack_dir / page.file, self.making.public
        not_made(target, page.title, self.faults[page.file], last, place, public=public)
        self.making.note_written(page)

    def _finish(self) -> Path:
        """Write the index, take away what is of no page any more, and tell what failed."""
        folder, public = self.making.pack_dir, self.making.public
        texts = ((folder / page.file).read_text(encoding="utf-8") for page in self.pages)
        # Why a page failed may name a school.
        failed = dict.fromkeys(self.faults, "see the report of `ist pack`") if public else self.faults
        shown = [each if self.making.named else unnamed(each) for each in self.chosen.values()]
        made = Made(self.pages, shown, failed, self.pdfs, dates(texts), public)
        write_atomically(folder / INDEX, index(made))
        self._sweep()
        if self.faults:
            failing = [page for page in self.pages if page.file in self.faults]
            lines = [f"{len(failing)} of {len(self.pages)} pages failed:"]
            lines += [f"  {page.file}: {self.faults[page.file]}" for page in failing]
            there = [] if failing == self.pages else [f"the others are in {folder / INDEX}"]
            raise PackError("\n".join([*lines, *there]))
        return folder / INDEX

    def _sweep(self) -> None:
        """Remove pages of an earlier pack that this one does not have; what others put there stays."""
        folder = self.making.pack_dir
        kept = {folder / INDEX, *(folder / page.file for page in self.pages)}
        kept |= {folder / name for name in self.pdfs}
        for path in {*folder.rglob("*.html"), *folder.rglob("*.pdf")} - kept:
            self.making.forget(path)


def _resolve_all(scenarios: Sequence[str] | None, scenarios_dir: Path, baseline: str) -> dict[str, Resolved]:
    """The baseline first, then the others in the order given, or of their file names."""
    if scenarios is None:
        scenarios = [path.stem for path in scenario_files(scenarios_dir) if path.parent == scenarios_dir]
    problems: list[Problem] = []
    found: dict[str, Resolved] = {}
    for name in dict.fromkeys([baseline, *scenarios]):
        with collecting(problems):
            found[name] = resolve(name, scenarios_dir)
    if problems:
        raise InputError(problems)
    return found


def _in_one_line(error: BaseException) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())[:400]}"
