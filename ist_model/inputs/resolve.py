"""From a scenario's name to a complete, checked scenario: files read, `extends` followed, changes applied."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from ist_model.inputs.assumptions import Register
from ist_model.inputs.base import Strict
from ist_model.inputs.calendar import WEEKS_PER_YEAR
from ist_model.inputs.chain import Link, read_chain
from ist_model.inputs.check import check
from ist_model.inputs.context import Rule
from ist_model.inputs.edits import Layer, apply_edits, change_register
from ist_model.inputs.errors import InputError, Problem, collecting
from ist_model.inputs.folder import (
    ASSUMPTIONS,
    FRAMEWORK,
    TRUST_FILE,
    TRUSTS,
    scenario_file,
    scenario_files,
    trust_file,
    trust_folders,
)
from ist_model.inputs.models import Framework, Policy, Trust
from ist_model.inputs.possible import only_possible
from ist_model.inputs.posts import write_out, write_out_named
from ist_model.inputs.scenario_models import Changes, Resolved, Scenario
from ist_model.inputs.sources import Sources
from ist_model.inputs.spread import LeftOpen, left_open
from ist_model.inputs.unknown import Unknown, must_lead, settled, split, without
from ist_model.inputs.validate import problems_of, validate
from ist_model.inputs.workbook.names import is_workbook
from ist_model.inputs.yaml_file import Keys, Located, read, shown_path

if TYPE_CHECKING:
    from ist_model.inputs.workbook.read import Book

Part = TypeVar("Part", bound=Strict)

# Fields of a scenario that the last file of a chain to state them decides.
STATED = (
    "start",
    "years",
    "warm_up_weeks",
    "count_needs_for_years",
    "runs",
    "seed",
    "no_effect",
    "steady_state",
    "opening",
    "growth",
)
# Lists to which every file of a chain adds its own.
ADDED_UP = ("tier_overrides", "secondments", "shocks", "money_moved")


def resolve(scenario: str | Path, scenarios_dir: Path) -> Resolved:
    """The complete scenario of an id (`baseline`, `verification/k4`) or a path.

    Raises:
        InputError: with every problem found; nothing is run or written.
    """
    resolved, sources = resolve_with_sources(scenario, scenarios_dir)
    resolved = only_possible(resolved)
    problems = check(resolved, sources)
    if problems:
        raise InputError(problems)
    return resolved


def resolve_with_sources(scenario: str | Path, scenarios_dir: Path) -> tuple[Resolved, Sources]:
    """The complete scenario before its cross-references are checked, and where each value was written.

    Raises:
        InputError: for files that cannot be read or changes that cannot be applied.
    """
    parts, chain = _read_parts(scenario_file(scenario, scenarios_dir), scenarios_dir)
    for link in chain:
        parts.apply(link)
    if parts.problems:
        raise InputError(parts.problems)
    return parts.resolved(chain[-1]), parts.sources


def extended(
    base: Resolved, scenario_id: str, written: Scenario, leaving_out: Collection[Rule] = ()
) -> Resolved:
    """The scenario that a file with this content, extending a resolved one, would give.

    Raises:
        InputError: with every problem found, as for a file.
    """
    sources = Sources(scenario_id)
    stated = {name: getattr(base, name) for name in STATED}
    listed = {name: getattr(base, name) for name in ADDED_UP}
    parts = _Parts(base.framework, base.assumptions, base.trust, sources, base.policy, stated, listed)
    known = base.assumptions.values()
    parts.unknowns = base.unknowns
    parts.as_written = {key: known[key] for u in base.unknowns if u.targets for key in u.keys}
    parts.apply(Link(scenario_id, Located(scenario_id, written.model_dump(), {}, {}), written))
    if parts.problems:
        raise InputError(parts.problems)
    resolved = parts.resolved(Link(scenario_id, Located(scenario_id, {}, {}, {}), written))
    problems = check(resolved, sources, leaving_out)
    if problems:
        raise InputError(problems)
    return resolved


def validate_all(scenarios_dir: Path) -> list[Problem]:
    """Every problem in a scenarios folder: all scenarios, and the trusts that no scenario uses."""
    problems: list[Problem] = []
    for path in scenario_files(scenarios_dir):
        with collecting(problems):
            resolve(path, scenarios_dir)
    for folder in trust_folders(scenarios_dir):
        with collecting(problems):
            validate(Trust, read(scenarios_dir / TRUSTS / folder / TRUST_FILE))
    return sorted(set(problems))


def _read_parts(path: Path, scenarios_dir: Path) -> tuple[_Parts, list[Link]]:
    """Read every file a scenario needs, collecting the problems of all before any is raised."""
    problems: list[Problem] = []
    sources = Sources(shown_path(path))
    framework = _read_part(scenarios_dir / FRAMEWORK, Framework, ("framework",), sources, problems)
    register = _read_part(scenarios_dir / ASSUMPTIONS, Register, ("assumptions",), sources, problems)
    trust: Trust | None = None
    chain: list[Link] = []
    book: Book | None = None
    with collecting(problems):
        chain = read_chain(path, scenarios_dir)
        book = _book_of(chain[0], scenarios_dir)
        if book is not None:
            trust = _validated(book.trust, Trust, ("trust",), sources, problems)
        else:
            base = chain[0].located
            trust_path = trust_file(str(chain[0].written.trust), base, Path(base.file), scenarios_dir)
            trust = _read_part(trust_path, Trust, ("trust",), sources, problems)
    if framework is None or register is None or trust is None:
        raise InputError(problems)
    found = left_open(trust, sources) if book is None else LeftOpen(book.unknowns, book.rows)
    return _with_unknowns(_Parts(framework, register, trust, sources), found), chain


def _book_of(base: Link, scenarios_dir: Path) -> Book | None:
    """The workbook that a chain begins with, or that its first file names as its trust."""
    if base.book is not None or not is_workbook(str(base.written.trust)):
        return base.book
    from ist_model.inputs.workbook.read import read_workbook

    named = str(base.written.trust)
    found = read_workbook(
        trust_file(named, base.located, Path(base.located.file), scenarios_dir), scenarios_dir
    )
    # What is under way belongs to the workbook's own first day, not to the scenario's.
    lasting = [u for u in found.unknowns if all(t.startswith("trust/") for t in u.targets)]
    keys = {key for unknown in lasting for key in unknown.keys}
    return replace(found, unknowns=tuple(lasting), rows=tuple(row for row in found.rows if row.key in keys))


def _with_unknowns(parts: _Parts, found: LeftOpen) -> _Parts:
    """The parts with what a workbook or a trust file leaves open as rows of the register."""
    must_lead(found.unknowns, {"trust": parts.trust})
    for row in found.rows:
        target = next(u.targets[0] for u in found.unknowns if row.key in u.keys)
        parts.sources.alias(("assumptions", row.key), split(target))
    parts.register = Register(assumptions=(*parts.register.assumptions, *found.rows))
    parts.unknowns, parts.as_written = found.unknowns, {row.key: row.value for row in found.rows}
    return parts


def _read_part(
    path: Path, model: type[Part], target: Keys, sources: Sources, problems: list[Problem]
) -> Part | None:
    try:
        located = read(path)
    except InputError as error:
        problems += error.problems
        return None
    return _validated(located, model, target, sources, problems)


def _validated(
    located: Located, model: type[Part], target: Keys, sources: Sources, problems: list[Problem]
) -> Part | None:
    try:
        part = validate(model, located)
    except InputError as error:
        problems += error.problems
        return None
    # The register is a list inside its file; the other parts are whole files.
    sources.record(target, located, target if model is Register else (), keep=True)
    return part


@dataclass
class _Parts:
    """The parts of a scenario while the files of its chain are applied one after the other."""

    framework: Framework
    register: Register
    trust: Trust
    sources: Sources
    policy: Policy = field(default_factory=Policy)
    stated: dict[str, Any] = field(default_factory=dict)
    listed: dict[str, tuple[Strict, ...]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unknowns: tuple[Unknown, ...] = ()
    as_written: dict[str, float] = field(default_factory=dict)  # central values of their rows
    opening_replaced: bool = False  # a scenario has an opening state of its own

    def apply(self, link: Link) -> None:
        """Apply one scenario file to what came before it."""
        layer = Layer(link.located, self.sources, self.problems)
        for name in STATED:
            value = getattr(link.written, name)
            if value is not None:
                self.opening_replaced |= name == "opening" and link.book is None
                self.stated[name] = value
                self.sources.record((name,), link.located, (name,))
        self.trust = self._edited_trust(link.written.changes, layer)
        self.register = change_register(self.register, link.written.changes.assumptions, layer)
        self._change_policy(link.written.changes.policy, layer)
        for name in ADDED_UP:
            before = self.listed.setdefault(name, ())
            added = getattr(link.written, name)
            for position in range(len(added)):
                self.sources.record((name, len(before) + position), link.located, (name, position))
            self.listed[name] = before + added

    def resolved(self, last: Link) -> Resolved:
        """The complete scenario, its defaults filled in and its groups of posts written out."""
        warm_up_weeks = 0.0 if "opening" in self.stated else float(WEEKS_PER_YEAR)
        defaults = {"warm_up_weeks": warm_up_weeks, "count_needs_for_years": self.stated["years"]}
        posts = write_out(self.trust.posts, self.sources)
        whole = Resolved(
            scenario_id=last.scenario_id,
            name=last.written.name,
            question=last.written.question,
            author=last.written.author,
            extends=last.written.extends,
            framework=self.framework,
            trust=self.trust.model_copy(update={"posts": posts}),
            assumptions=self.register,
            policy=self.policy,
            **(defaults | self.stated | self.listed),
        )
        return self._settled(whole) if self.unknowns else whole

    def _settled(self, whole: Resolved) -> Resolved:
        """With what is still unknown after all changes."""
        unknowns = self.unknowns
        if self.opening_replaced:
            unknowns = tuple(u for u in unknowns if not any(t.startswith("opening/") for t in u.targets))
        must_lead(unknowns, {"opening": whole.opening})
        found, gone = settled(unknowns, self.as_written, whole)
        gone |= self.as_written.keys() - {key for unknown in found.unknowns for key in unknown.keys}
        return found.model_copy(update={"assumptions": without(found.assumptions, gone)})

    def _edited_trust(self, changes: Changes, layer: Layer) -> Trust:
        trust = self.trust
        named = [*changes.posts.change, *changes.posts.remove]
        posts = write_out_named(trust.posts, named, self.sources)
        update: dict[str, Any] = {
            "schools": apply_edits(trust.schools, changes.schools, "schools", layer),
            "posts": apply_edits(posts, changes.posts, "posts", layer),
            "streams": apply_edits(trust.streams, changes.streams, "streams", layer),
            "suppliers": apply_edits(trust.suppliers, changes.suppliers, "suppliers", layer),
            "networks": apply_edits(trust.networks, changes.networks, "networks", layer),
            "packages": apply_edits(trust.packages, changes.packages, "packages", layer),
            "partnerships": apply_edits(trust.partnerships, changes.partnerships, "partnerships", layer),
        }
        for name in ("boards_externally_validated", "bought_budget_gbp_per_year", "changed_hands", "centre"):
            if getattr(changes, name) is not None:
                update[name] = getattr(changes, name)
                layer.sources.record(("trust", name), layer.located, ("changes", name))
        return trust.model_copy(update=update)

    def _change_policy(self, fields: dict[str, str], layer: Layer) -> None:
        at: Keys = ("changes", "policy")
        try:
            self.policy = Policy.model_validate(self.policy.model_dump() | fields)
        except ValidationError as error:
            self.problems += problems_of(error, Policy, layer.located, at)
            return
        for name in fields:
            self.sources.record(("policy", name), layer.located, (*at, name))
