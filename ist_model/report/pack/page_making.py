"""Make one page of the pack: run its notebook, render it, and leave it alone when nothing of it changed."""

from __future__ import annotations

import ast
import contextlib
import importlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ist_model.inputs.folder import CANDIDATES, SUPPORT_LOG, TRUSTS
from ist_model.inputs.scenario_models import Resolved
from ist_model.report.errors import NotebookError
from ist_model.report.notebooks.run import code_cells, defaults, is_complete, run_notebook, write_atomically
from ist_model.report.notebooks.warm import WarmKernels
from ist_model.report.pack import unchanged
from ist_model.report.pack.contents import COMMON, Page
from ist_model.report.pack.navigation import Place
from ist_model.report.pack.rendering import render
from ist_model.shipped import shipped_dir


@dataclass(frozen=True)
class PageMaking:
    """Where things lie and what every page is made with.

    Attributes:
        scenarios_dir: Folder with scenarios, register and trusts.
        results_dir: Where results are stored.
        executed_dir: Where executed notebooks go.
        pack_dir: Where pages go.
        chosen: The scenarios of the pack that could be run, by name.
        baseline: Name of the baseline.
        named: Whether schools are called by name.
        public: Whether the pack is for anyone to read.
        force: Whether pages of which nothing changed are made all the same.
    """

    scenarios_dir: Path
    results_dir: Path
    executed_dir: Path
    pack_dir: Path
    chosen: Mapping[str, Resolved]
    baseline: str
    named: bool
    public: bool
    force: bool

    def make(self, page: Page, place: Place, warm: WarmKernels | None) -> bool:
        """Make a page, unless it is there and nothing of it changed; whether it was made.

        Raises:
            NotebookError: If its notebook does not run to its end.
            PageError: If what the notebook shows is not fit to be a page.
        """
        run, executed = self._run(page), self._executed(page)
        if self._is_there(page, place, run):
            return False
        if self.force or not is_complete(executed, run):
            notebook = self.notebook(page.kind.notebook)
            if warm is not None:
                shown = [name for name in page.shows if name in self.chosen]
                warm.hold(shown, self.scenarios_dir, self.results_dir)
            run_notebook(notebook, executed, self.parameters(page), made_from=run, warm=warm)
        target, hiding = self.pack_dir / page.file, list(self.chosen.values()) if self.public else None
        render(executed, target, title=page.title, place=place, hiding=hiding)
        unchanged.keep(self._record(page), target, unchanged.page_identity(run, page.title, place))
        return True

    def runs_notebook(self, page: Page, place: Place) -> bool:
        """Whether a page's notebook has to be run to make it.

        Raises:
            NotebookError: If its notebook cannot be read.
        """
        run = self._run(page)
        return not self._is_there(page, place, run) and (
            self.force or not is_complete(self._executed(page), run)
        )

    def is_prepared(self, page: Page) -> bool:
        """Whether all that its notebook runs besides the scenarios was made for just this page before.

        If that is gone meanwhile, the notebook makes it again by itself.
        """
        try:
            return self._prepared(page).read_text(encoding="utf-8") == self._run(page)
        except OSError:
            return False

    def note_prepared(self, page: Page) -> None:
        """Note that all that its notebook runs besides the scenarios is made."""
        write_atomically(self._prepared(page), self._run(page))

    def note_written(self, page: Page) -> None:
        """Note that a page lies in the pack that is made again next time."""
        unchanged.keep(self._record(page), self.pack_dir / page.file, "")

    def forget(self, path: Path) -> None:
        """Remove a file of the pack and what it was made of, if it is as a pack wrote it."""
        file = path.relative_to(self.pack_dir)
        executed, record = self.executed_dir / file, unchanged.record_of(self.executed_dir, file)
        if unchanged.is_as_written(record, path):
            for each in (path, record, *map(executed.with_suffix, (".ipynb", ".prepared"))):
                each.unlink(missing_ok=True)

    def _prepared(self, page: Page) -> Path:
        return self._executed(page).with_suffix(".prepared")

    def _run(self, page: Page) -> str:
        """Identity of all that a page's executed notebook depends on."""
        shown = [self._contents[name] for name in page.shows if name in self.chosen]
        notebook = self.notebook(page.kind.notebook)
        return unchanged.made_from(notebook, self.parameters(page), shown, self._files())

    def _executed(self, page: Page) -> Path:
        return (self.executed_dir / page.file).with_suffix(".ipynb")

    def _record(self, page: Page) -> Path:
        return unchanged.record_of(self.executed_dir, page.file)

    def _is_there(self, page: Page, place: Place, run: str) -> bool:
        now = unchanged.page_identity(run, page.title, place)
        return not self.force and unchanged.is_unchanged(self._record(page), self.pack_dir / page.file, now)

    @cached_property
    def _contents(self) -> dict[str, str]:
        """What a page may show of each scenario, in short."""
        return {name: unchanged.content(resolved) for name, resolved in self.chosen.items()}

    def notebook(self, name: str) -> Path:
        """A notebook of the working folder, else the one that comes with the package."""
        own = self.scenarios_dir.parent / "notebooks" / name
        return own if own.is_file() else shipped_dir() / "notebooks" / name

    def parameters(self, page: Page) -> dict[str, Any]:
        """What the notebook declares of the common parameters, and the page's own."""
        common = {
            "baseline": self.baseline,
            "scenario": self.baseline,
            "scenarios": [name for name in page.shows if name in self.chosen],
            "scenarios_dir": str(self.scenarios_dir),
            "results_dir": str(self.results_dir),
            "named": self.named,
            "public": self.public,
        }
        known = defaults(self.notebook(page.kind.notebook))
        return {name: common[name] for name in COMMON if name in known} | dict(page.parameters)

    def given(self, page: Page) -> dict[str, Any]:
        """All parameters that a page's notebook runs with: its own defaults, and what it is passed.

        Raises:
            NotebookError: If its notebook cannot be read.
        """
        return defaults(self.notebook(page.kind.notebook)) | self.parameters(page)

    def _files(self) -> list[Path]:
        """Files beside the trusts' own that a page may read."""
        trusts = self.scenarios_dir / TRUSTS
        names = (SUPPORT_LOG, f"{CANDIDATES}/*.yaml")
        return sorted(path for name in names for path in trusts.glob(f"*/{name}"))


def get_ready() -> None:
    """Import what running and rendering a notebook takes; meanwhile kernels do imports of their own."""
    for name in ("papermill", "nbconvert.exporters"):
        importlib.import_module(name)


def imports(notebooks: Iterable[Path]) -> list[str]:
    """Names of all that notebooks import; nothing of one that cannot be read: its own run will tell."""
    found: dict[str, None] = {}
    for notebook in notebooks:
        with contextlib.suppress(NotebookError, SyntaxError):
            for source in code_cells(notebook):
                for node in ast.walk(ast.parse(source)):
                    found |= dict.fromkeys(_imported(node))
    return list(found)


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []
