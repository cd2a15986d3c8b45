"""`python -m benchmarks`: measure, and print tables; `--quick`: a minute's worth."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable

from benchmarks import baseline, growth, queue_race
from benchmarks.page import Section
from benchmarks.sizes import FULL, QUICK, Sizes

PARTS: dict[str, Callable[[Sizes], Iterable[Section]]] = {
    "queue": lambda sizes: [queue_race.section(queue_race.run(sizes))],
    "baseline": lambda sizes: [baseline.section(baseline.run(sizes))],
    "growth": lambda sizes: growth.sections(growth.run(sizes)),
}


def main() -> None:
    """Measure what is asked for."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    asked.add_argument("--quick", action="store_true", help="small sizes; nothing is written")
    asked.add_argument("--only", choices=PARTS, action="append", help="only this part; nothing is written")
    options = asked.parse_args()
    sizes = QUICK if options.quick else FULL
    for part in options.only or PARTS:
        for section in PARTS[part](sizes):
            print(section.markdown(), end="\n\n", flush=True)


if __name__ == "__main__":
    main()
