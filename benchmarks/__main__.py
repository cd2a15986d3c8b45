"""`python -m benchmarks`: measure all, and write docs/performance.md and its picture.

`--quick` takes a minute and writes nothing; `--only` measures one part.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks import machine
from benchmarks.sizes import FULL, QUICK
from benchmarks.whole import PAGE, PARTS, PICTURE, measure, write

DOCS = Path(__file__).resolve().parents[1] / "docs"


def main() -> None:
    """Measure what is asked for."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    asked.add_argument("--quick", action="store_true", help="small sizes; nothing is written")
    asked.add_argument("--only", choices=PARTS, action="append", help="this part; nothing is written")
    options = asked.parse_args()
    measured = measure(QUICK if options.quick else FULL, options.only or PARTS)
    print("", *machine.lines(), "", sep="\n")
    for section in measured.sections():
        print(section.markdown(), end="\n\n")
    if not options.quick and not options.only:
        write(measured, DOCS)
        print(f"Written: docs/{PAGE}, docs/{PICTURE}")


if __name__ == "__main__":
    main()
