"""Runs as tables: what is kept of runs, run by run, and put together over all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from ist_model.results.combine import frames, over_runs
from ist_model.results.facts import Facts
from ist_model.results.frame import RUN
from ist_model.results.measures import measure_facts

MEASURES = "measures"
BLOCK = 50  # runs that are added up together
Table = Any  # pyarrow publishes no types
Tables = dict[str, Table]


def tables_of(facts: Facts, numbers: Sequence[int] | NDArray[np.int64]) -> Tables:
    """What is kept of runs, never all records: a table of measures and one per series.

    Args:
        facts: of R runs.
        numbers: [R] what each run goes by; the first column of every table.
    """
    run = np.asarray(numbers, np.int64)
    tables = {MEASURES: pa.table({RUN: run, **measure_facts(facts)})}
    for name, frame in frames(facts).items():
        tables[name] = pa.table({**frame, RUN: run[frame[RUN]]})
    return tables


def stacked(parts: Sequence[Tables]) -> Tables:
    """Tables of runs, one after another."""
    return {name: pa.concat_tables([part[name] for part in parts]) for name in parts[0]}


def joined(parts: Iterable[Table], runs: int) -> pd.DataFrame:
    """One table's parts, in the order of their runs, without runs beyond the first so many."""
    table = pa.concat_tables(parts, promote_options="permissive")
    frame: pd.DataFrame = table.filter(pc.less(table["run"], runs)).to_pandas()
    return frame


def series_of(name: str, parts: Iterable[Table], runs: int) -> dict[str, pd.DataFrame]:
    """One series over all runs (`results.combine.over_runs`)."""
    return over_runs(name, _blocks(parts, runs), runs)


def _blocks(parts: Iterable[Table], runs: int) -> Iterator[pd.DataFrame]:
    """Rows of runs 0 to 49, of runs 50 to 99 and so on, whatever parts they come in: no bit depends on it."""
    held: list[Table] = []
    block = None
    for part in parts:
        held = held or [part.slice(0, 0)]  # the columns, where no run has a row
        for here in pc.unique(pc.divide(part["run"], BLOCK)).to_pylist():
            if block is not None and here != block:
                yield joined(held, runs)
                held = []
            block = here
            held.append(part.filter(pc.equal(pc.divide(part["run"], BLOCK), here)))
    if held:
        yield joined(held, runs)


def to_bytes(table: Table | pd.DataFrame) -> bytes:
    """A table as a Parquet file."""
    made = pa.Table.from_pandas(table) if isinstance(table, pd.DataFrame) else table
    sink = pa.BufferOutputStream()
    pq.write_table(made, sink, compression="zstd")
    return bytes(sink.getvalue())


def from_bytes(content: bytes) -> Table:
    """A Parquet file as a table."""
    # One thread: the files are small, and a process with threads could not be copied
    # (`report.notebooks.warm`).
    return pq.ParquetFile(pa.BufferReader(content)).read(use_threads=False)
