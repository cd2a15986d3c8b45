"""Runs as tables: what is kept of each run, stacked run by run, and put together over all runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ist_model.results.combine import over_runs
from ist_model.results.series import SERIES

MEASURES = "measures"
Table = Any  # pyarrow publishes no types
Tables = dict[str, Table]


class RunOutput(NamedTuple):
    """What is kept of one run: measures and small frames, never all records."""

    run: int
    measures: dict[str, float]
    frames: Mapping[str, Any]  # by series: a column by name


def stack(outputs: Sequence[RunOutput]) -> Tables:
    """Runs in their order as one table of measures and one per series; the first column is the run."""
    runs = np.array([output.run for output in outputs], np.int64)
    names = list(outputs[0].measures)
    columns = {name: np.array([output.measures[name] for output in outputs]) for name in names}
    tables = {MEASURES: pa.table({"run": runs, **columns})}
    for name in SERIES:
        frames = [output.frames[name] for output in outputs]
        parts = {
            column: np.concatenate([np.asarray(frame[column]) for frame in frames]) for column in frames[0]
        }
        rows = np.repeat(runs, [len(frame[next(iter(parts))]) for frame in frames])
        tables[name] = pa.table({"run": rows, **parts})
    return tables


def joined(parts: Iterable[Table], runs: int) -> pd.DataFrame:
    """One table's parts, in the order of their runs, without runs beyond the first so many."""
    table = pa.concat_tables(parts, promote_options="permissive")
    frame: pd.DataFrame = table.filter(pc.less(table["run"], runs)).to_pandas()
    return frame


def series_of(name: str, parts: Iterable[Table], runs: int) -> dict[str, pd.DataFrame]:
    """One series over all runs (`results.combine.over_runs`)."""
    return over_runs(name, joined(parts, runs), runs)


def to_bytes(table: Table | pd.DataFrame) -> bytes:
    """A table as a Parquet file."""
    made = pa.Table.from_pandas(table) if isinstance(table, pd.DataFrame) else table
    sink = pa.BufferOutputStream()
    pq.write_table(made, sink, compression="zstd")
    return bytes(sink.getvalue())


def from_bytes(content: bytes) -> Table:
    """A Parquet file as a table."""
    return pq.read_table(pa.BufferReader(content))
