"""How much is measured: all of it, or a minute's worth to see that nothing has become slow."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """Sizes of all benchmarks."""

    rounds: int
    rounds_of_growth: int
    customers: int  # of the model, compiled, and of C
    customers_simpy: int  # of SimPy and of the narrated engine
    customers_slow: int  # of the other peers
    runs: int  # of the baseline in one round, by each engine
    repeats: int  # of those runs by the compiled engine
    thread_runs: int
    streamed: tuple[int, int]  # runs whose memory is compared
    starts: int  # fresh processes
    cold: bool  # whether a cold start, which compiles, is timed
    schools: tuple[int, ...]
    schools_other: tuple[int, ...]  # for the policies that need not grow evenly
    schools_alone: int | None  # run in a process of its own
    schools_alone_other: int | None
    seconds_alone: float  # for which such a process may run
    years: tuple[int, ...]
    pairs: int  # paired runs for common random numbers
    walks: int  # of the screening in the assumption laboratory
    samples: int  # for the shares of the variance there
    search_runs: int  # budget of its search for capacity
    cells: tuple[tuple[float, ...], tuple[int, ...], tuple[float, ...]]  # of its maps: paces, posts, shares


FULL = Sizes(
    rounds=7,
    rounds_of_growth=3,
    customers=1_000_000,
    customers_simpy=100_000,
    customers_slow=20_000,
    runs=5,
    repeats=40,
    thread_runs=1_000,
    streamed=(100, 10_000),
    starts=5,
    cold=True,
    schools=(6, 30, 300),
    schools_other=(6, 30),
    schools_alone=3_000,
    schools_alone_other=300,
    seconds_alone=900.0,
    years=(5, 10, 20, 40),
    pairs=1_000,
    walks=16,
    samples=256,
    search_runs=30_000,
    cells=((0, 0.5, 1, 1.5, 2, 2.5, 3, 4), (-6, -3, 0, 3, 6, 9, 12), (0, 0.2, 0.4, 0.6, 0.8, 1)),
)
QUICK = Sizes(
    rounds=3,
    rounds_of_growth=2,
    customers=100_000,
    customers_simpy=10_000,
    customers_slow=2_000,
    runs=2,
    repeats=20,
    thread_runs=200,
    streamed=(100, 1_000),
    starts=1,
    cold=False,
    schools=(6, 30),
    schools_other=(6, 30),
    schools_alone=None,
    schools_alone_other=None,
    seconds_alone=0.0,
    years=(5, 10),
    pairs=100,
    walks=4,
    samples=16,
    search_runs=2_000,
    cells=((0, 1, 2), (0, 3), (0, 1)),
)
