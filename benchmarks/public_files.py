"""How long a national register file takes to read, and how much memory: `python -m benchmarks.public_files`.

The file is made: the header of the newest edition and three real schools' cells, 27,000 times with numbers of
their own. It is read in a process of its own, so that the memory told is all that reading needs.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path

SAMPLE = Path(__file__).parents[1] / "tests" / "inputs" / "public_data" / "samples" / "gias_all_2025.csv"
ROWS = 27_000
_READ = """
import json, sys, time
from pathlib import Path
from benchmarks.child import peak_megabytes
from ist_model.inputs.public_data.formats import read_published
began = time.perf_counter()
table = read_published(Path(sys.argv[1]))
seconds = time.perf_counter() - began
print(json.dumps({"rows": len(table.frame), "seconds": seconds, "peak_mb": peak_megabytes()}))
"""


def write_national(path: Path, rows: int = ROWS) -> None:
    """Write a register file with so many schools, as wide as a published one."""
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        header, *schools = list(csv.reader(file))
    number = header.index("URN")
    roll = header.index("NumberOfPupils")
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(header)
        for at in range(rows):
            cells = list(schools[at % len(schools)])
            cells[number], cells[roll] = str(100_000 + at), str(60 + at % 600)
            writer.writerow(cells)


def measured(path: Path) -> dict[str, float]:
    """Rows, seconds and peak memory (MB) of reading a file in a new process."""
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(path)],
        capture_output=True,
        check=True,
        encoding="utf-8",
        cwd=Path(__file__).resolve().parents[1],
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    """Measure once and print."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "edubasealldata.csv"
        write_national(path)
        size = path.stat().st_size / 1e6
        found = measured(path)
    print(
        f"{found['rows']:,.0f} schools, {size:.0f} MB of CSV: {found['seconds']:.1f} s, "
        f"{found['peak_mb']:.0f} MB at most"
    )


if __name__ == "__main__":
    main()
