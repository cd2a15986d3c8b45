"""What each command does: call the rooms, print the answer. Heavy imports wait until they are needed."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ist_model.cli import printing
from ist_model.cli.failures import FailedError, RefusedError

if TYPE_CHECKING:
    from ist_model.experiments.executor import Workers
    from ist_model.inputs.scenario_models import Resolved
    from ist_model.results.result import ScenarioResult

RESULTS = "results"


def check(scenarios: list[str], folder: Path) -> None:
    """Resolve and check scenarios; raise every problem found."""
    from ist_model.cli.unknowns import listed
    from ist_model.inputs.errors import InputError, Problem, collecting
    from ist_model.inputs.folder import scenario_files
    from ist_model.inputs.resolve import resolve, validate_all

    folder = scenarios_folder(folder, scenarios)
    problems: list[Problem] = []
    resolved: list[Resolved] = []
    for scenario in scenarios:
        with collecting(problems):
            resolved.append(resolve(scenario, folder))
    if not scenarios:
        problems = validate_all(folder)
    if problems:
        raise InputError(problems)
    if scenarios:
        printing.say(f"{', '.join(scenarios)}: no faults found.")
        for each in resolved:
            listed(each)
        return
    count = len(scenario_files(folder))
    printing.say(f"{count} scenario{'s' if count > 1 else ''} in {folder}: no faults found.")


def run(scenario: str, runs: int | None, workers: Workers, named: bool, folder: Path, outputs: Path) -> None:
    """Run one scenario and print its key numbers, and what was not known."""
    from ist_model.cli.middle import at_middle
    from ist_model.cli.unknowns import listed

    resolved = at_middle(scenario, scenarios_folder(folder, [scenario]))
    printing.summary(result_of(scenario, runs, workers, folder, outputs), named)
    listed(resolved)


def why_different(
    a: str,
    b: str,
    measures: list[str],
    runs: int | None,
    workers: Workers,
    named: bool,
    json_file: Path | None,
    csv_file: Path | None,
    folder: Path,
    outputs: Path,
) -> None:
    """Split the difference between two scenarios by cause, print it and write it where asked."""
    from ist_model.cli import splitting
    from ist_model.cli.middle import all_at_middle
    from ist_model.experiments.why_different import why_different as split

    folder = scenarios_folder(folder, [a, b])
    splitting.must_be_writable(json_file, csv_file)
    one, other = all_at_middle([a, b], folder)
    answer = split(one, other, runner_of(workers, outputs), measures, runs)
    splitting.show(answer, named)
    splitting.write(answer, named, json_file, csv_file)


def network(
    scenario: str,
    runs: int | None,
    workers: Workers,
    named: bool,
    csv_file: Path | None,
    folder: Path,
    outputs: Path,
) -> None:
    """Print who supports whom."""
    from ist_model.cli import missing, splitting
    from ist_model.cli.middle import at_middle

    folder = scenarios_folder(folder, [scenario])
    splitting.must_be_writable(csv_file)
    at_middle(scenario, folder)
    result = result_of(scenario, runs, workers, folder, outputs)
    missing.show_network(result, named)
    if csv_file is not None:
        missing.write_network(result, named, csv_file)


def weak_points(
    scenario: str,
    runs: int | None,
    workers: Workers,
    named: bool,
    csv_file: Path | None,
    folder: Path,
    outputs: Path,
) -> None:
    """Withdraw giving schools and roles in turn, and print what each would be missed for."""
    from ist_model.cli import missing, splitting
    from ist_model.cli.middle import at_middle
    from ist_model.experiments import removal

    folder = scenarios_folder(folder, [scenario])
    splitting.must_be_writable(csv_file)
    found = removal.weak_points(at_middle(scenario, folder), runner_of(workers, outputs), runs)
    missing.show(found, named)
    if csv_file is not None:
        missing.write(found, named, csv_file)


def effect_per_day(scenario: str, json_file: Path | None, folder: Path) -> None:
    """Print what a day of support does at the register's odds ratios, and write it where asked."""
    from ist_model.cli import effect, splitting
    from ist_model.inputs.resolve import resolve
    from ist_model.world.build import build_world

    folder = scenarios_folder(folder, [scenario])
    splitting.must_be_writable(json_file)
    resolved = resolve(scenario, folder)
    found = effect.answer(resolved, build_world(resolved))
    effect.show(found)
    if json_file is not None:
        effect.write(found, json_file)


def explain(scenario: str, request: str | None, number: int, folder: Path) -> None:
    """Tell the story of one request, or list the requests of a run."""
    from ist_model.cli.middle import at_middle
    from ist_model.engines import narrated
    from ist_model.engines.narrated.log import Log
    from ist_model.results import why
    from ist_model.world.build import build_world

    folder = scenarios_folder(folder, [scenario])
    world = build_world(at_middle(scenario, folder))
    log = Log()
    records = narrated.run(world, number, log)
    if request is None:
        printing.requests(world, records, number)
        return
    story = why.explain(world, records, log, why.find_request(world, records, request))
    printing.story(story)


def same(scenario: str, number: int, folder: Path) -> None:
    """Say that both engines give one run's records, or where they part."""
    from ist_model.engines import compiled, narrated
    from ist_model.experiments.parting import parting
    from ist_model.inputs.resolve import resolve
    from ist_model.world.build import build_world

    folder = scenarios_folder(folder, [scenario])
    world = build_world(resolve(scenario, folder))
    found = parting(world, narrated.run(world, number), compiled.run(world, number))
    if found is not None:
        raise FailedError(f"{scenario}, run {number}: {found.told()}")
    printing.say(f"{scenario}, run {number}: both engines give the same records, to the bit.")


def pack(
    scenarios: list[str],
    baseline: str,
    named: bool,
    public: bool,
    force: bool,
    workers: Workers,
    folder: Path,
    outputs: Path,
) -> None:
    """Write the pages of the pack and the index that leads to them."""
    from ist_model.inputs.workbook.names import is_workbook
    from ist_model.report.pack.build import BASELINE, build_pack

    folder = scenarios_folder(folder, [*scenarios, *([baseline] if baseline else [])])
    # Notebooks run in a folder of their own, so files are named in full.
    scenarios, given = [_in_full(name) for name in scenarios], _in_full(baseline)
    if given and not scenarios:
        scenarios = _of_same_trust(given, folder)
    baseline = given or (scenarios[0] if scenarios and is_workbook(scenarios[0]) else BASELINE)
    notes: list[str] = []
    with printing.progress("Building the pack") as bar:
        index = build_pack(
            scenarios or None,
            folder,
            outputs,
            named=named,
            public=public,
            force=force,
            workers=workers,
            progress=bar,
            baseline=baseline,
            tell=notes.append,
        )
    printing.say("\n".join([*notes, f"The pack is ready: open {index}"]))


def _in_full(name: str) -> str:
    return str(Path(name).resolve()) if name and Path(name).is_file() else name


def _of_same_trust(baseline: str, folder: Path) -> list[str]:
    """A scenario, and those at the top of the folder that are of its trust."""
    from ist_model.inputs.folder import scenario_files
    from ist_model.inputs.resolve import resolve

    trust = resolve(baseline, folder).trust.title
    top = [path.stem for path in scenario_files(folder) if path.parent == folder]
    return [baseline, *(name for name in top if resolve(name, folder).trust.title == trust)]


def schema(check_only: bool, folder: Path, table: Path | None) -> None:
    """Write, or check, the files generated from the models."""
    from ist_model.inputs import schema as schemas

    target = table or folder.parent / "docs" / "reference" / "fields.md"
    if check_only:
        stale = schemas.out_of_date(folder / "schema", target)
        if stale:
            raise FailedError(f"out of date: {', '.join(map(str, stale))}; `ist schema` rewrites them")
        printing.say("Schemas and field table are up to date.")
        return
    changed = schemas.write(folder / "schema", target)
    printing.say("\n".join(f"wrote {path}" for path in changed) or "Schemas and field table were up to date.")


def result_of(
    scenario: str, runs: int | None, workers: Workers, folder: Path, outputs: Path
) -> ScenarioResult:
    """The result of a scenario: runs that are stored are not made again."""
    from ist_model.experiments.replicate import replicate_or_load
    from ist_model.inputs.resolve import resolve

    folder = scenarios_folder(folder, [scenario])
    resolved = resolve(scenario, folder)
    with printing.progress(f"Running {resolved.scenario_id}") as bar:
        return replicate_or_load(resolved, outputs / RESULTS, runs=runs, workers=workers, progress=bar)


def runner_of(workers: Workers, outputs: Path) -> Callable[[Resolved, int], ScenarioResult]:
    """Makes, or finds among the stored, the result of a scenario; tells which it is at."""
    from ist_model.experiments.replicate import replicate_or_load

    turn = itertools.count(1)

    def run(resolved: Resolved, runs: int) -> ScenarioResult:
        with printing.progress(f"Scenario {next(turn)}") as bar:
            return replicate_or_load(resolved, outputs / RESULTS, runs=runs, workers=workers, progress=bar)

    return run


def workers_of(processes: int | None, cluster: str | None) -> Workers:
    """Who makes runs, as the experiments take it."""
    if processes is not None and cluster:
        raise RefusedError(
            f"--workers {processes} is for this machine and --cluster {cluster} is another: give one of them "
            "(DASK_SCHEDULER_ADDRESS counts as --cluster)"
        )
    return cluster or processes


def scenarios_folder(folder: Path, scenarios: Sequence[str]) -> Path:
    """The folder of scenarios: the one given, or for a workbook, where none is here, the one shipped.

    A workbook brings its own trust and plan; of the folder it needs the framework and the register alone.
    """
    from ist_model.cli.options import SCENARIOS
    from ist_model.inputs.workbook.names import is_workbook

    if not folder.is_dir() and folder == SCENARIOS and any(map(is_workbook, scenarios)):
        from ist_model.shipped import shipped_dir

        return shipped_dir() / "scenarios"
    must_be_folder(folder)
    return folder


def must_be_folder(folder: Path) -> None:
    """Refuse a folder of scenarios that is not there."""
    if not folder.is_dir():
        raise RefusedError(
            f"no folder {folder} here: run this where your scenarios are, name them with --scenarios, "
            "or make a new working folder with `ist init my-trust`"
        )
