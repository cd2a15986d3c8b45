"""Results put together from batches of runs, and kept so that this is done once."""

from __future__ import annotations

import contextlib
import logging
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from ist_model.inputs.identity import identity
from ist_model.inputs.scenario_models import Resolved
from ist_model.results.files import DamagedError, read_file, read_manifest, write_whole
from ist_model.results.result import ScenarioResult, Summary, catalogue_frame, schools_frame
from ist_model.results.series import SERIES
from ist_model.results.store import CENTRAL, Batches, Draw, derived_folder, key_of
from ist_model.results.tables import MEASURES, Table, from_bytes, joined, series_of, to_bytes
from ist_model.world.build import build_world

_log = logging.getLogger(__name__)


def load(
    root: Path, resolved: Resolved, runs: int | None = None, draw: Draw = CENTRAL
) -> ScenarioResult | None:
    """The result of a scenario's first runs; None if this model has not made them all, or one is damaged.

    Args:
        root: where results are stored.
        resolved: the scenario.
        runs: samples of chance; omit for the scenario's own number.
        draw: of its assumptions; omit for the register's own values.
    """
    count, key = resolved.runs if runs is None else runs, key_of(resolved, draw)
    folder = derived_folder(root, key, count)
    try:
        if folder.is_dir():
            return _kept(folder, resolved, draw, key.values)
    except DamagedError as error:
        _log.warning("%s: %s. It is put together again from its runs.", error.path, error.what)
        shutil.rmtree(folder, ignore_errors=True)
    try:
        found = Batches(root, key, count)
        result = put_together(resolved, found.parts, count, found.manifest(), draw)
    except (DamagedError, LookupError):
        return None
    with contextlib.suppress(OSError):  # it saves time, no more
        _keep(result, folder, key.values)
    return result


def put_together(
    resolved: Resolved,
    parts: Callable[[str], Iterable[Table]],
    runs: int,
    manifest: dict[str, Any],
    draw: Draw = CENTRAL,
) -> ScenarioResult:
    """The result of the first so many runs; `parts` gives a table of measures or a series, in parts.

    One series at a time, and of it one part after another (`combine.over_runs` says what is held).
    """
    world = build_world(resolved, draw.values)
    series: dict[str, pd.DataFrame] = {}
    for name in SERIES:
        series |= series_of(name, parts(name), runs)
    return ScenarioResult(
        identity=identity(resolved),
        summary=Summary.of(resolved, runs),
        names=world.names._asdict(),
        schools=schools_frame(world),
        catalogue=catalogue_frame(world),
        measures=joined(parts(MEASURES), runs).set_index("run"),
        series=series,
        manifest=manifest,
        draw=draw.number,
    )


def _frames(result: ScenarioResult) -> dict[str, pd.DataFrame]:
    series = {f"series-{name}": frame for name, frame in result.series.items()}
    return {"schools": result.schools, "catalogue": result.catalogue, "measures": result.measures, **series}


class _Frames(Mapping[str, pd.DataFrame]):
    """Frames by name, each made from its file when it is first asked for: most pages ask for few."""

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        self._contents = contents
        self._made: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._made:
            self._made[name] = _frame(self._contents[name])
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._contents)

    def __len__(self) -> int:
        return len(self._contents)


def _frame(content: bytes) -> pd.DataFrame:
    frame: pd.DataFrame = from_bytes(content).to_pandas()
    return frame


def _keep(result: ScenarioResult, folder: Path, values: str) -> None:
    files = {f"{name}.parquet": to_bytes(frame) for name, frame in _frames(result).items()}
    about = {"names": result.names, "values_sha256": values, "made": result.manifest, "order": list(files)}
    write_whole(folder, files, about)


def _kept(folder: Path, resolved: Resolved, draw: Draw, values: str) -> ScenarioResult:
    """A result as it was put together before.

    Raises:
        DamagedError: if it is not as it was written, or of other values.
    """
    manifest: Mapping[str, Any] = read_manifest(folder)
    if manifest["values_sha256"] != values:
        raise DamagedError(folder, "it is of other values")
    contents = {
        name.removesuffix(".parquet"): read_file(folder, name, manifest) for name in manifest["order"]
    }
    schools, catalogue, measures = (
        _frame(contents.pop(name)) for name in ("schools", "catalogue", "measures")
    )
    return ScenarioResult(
        identity=identity(resolved),
        summary=Summary.of(resolved, len(measures)),
        names={kind: tuple(words) for kind, words in manifest["names"].items()},
        schools=schools,
        catalogue=catalogue,
        measures=measures,
        series=_Frames({name.removeprefix("series-"): content for name, content in contents.items()}),
        manifest=manifest["made"],
        draw=draw.number,
    )
