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
)
