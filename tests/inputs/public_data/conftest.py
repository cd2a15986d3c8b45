"""Small real samples of published files, and files that tests write in a published layout."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from ist_model.inputs.errors import InputError, Problem
from ist_model.inputs.public_data.formats import read_published
from ist_model.inputs.public_data.reader import Table

SAMPLES = Path(__file__).parent / "samples"


def header_of(name: str) -> list[str]:
    """Header of a sample: the first row of a CSV file, or one name a line."""
    text = (SAMPLES / name).read_text("utf-8-sig")
    return text.splitlines() if name.endswith(".txt") else next(csv.reader(io.StringIO(text)))


def as_csv(header: Sequence[str], rows: Sequence[Mapping[str, str]]) -> str:
    """CSV text of rows given by header; what is not given is blank."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([row.get(name, "") for name in header] for row in rows)
    return out.getvalue()


@dataclass(frozen=True)
class Desk:
    """A folder in which tests put published files."""

    path: Path

    def put(self, content: str | bytes, name: str = "file.csv") -> Path:
        """Write a file."""
        path = self.path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def read(self, content: str | bytes) -> Table:
        """The table of a file with this content."""
        return read_published(self.put(content))

    def problems(self, content: str | bytes) -> tuple[Problem, ...]:
        """The problems for which a file with this content is refused."""
        with pytest.raises(InputError) as caught:
            self.read(content)
        return caught.value.problems


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """An empty folder, the working folder of the test."""
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path)
