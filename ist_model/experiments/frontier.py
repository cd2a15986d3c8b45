"""How far growth is safe: the chance that the service standard holds, by pace and by capacity or kind.

A cell is a plan: so many joiners a year from a growth scenario's pool (`pace`), with so many posts of a role
(`levers`) or so large a share of the joiners sponsored (MODEL 10). All cells share their luck. Each is tested
against the line by a sequential test (`keeping`) that errs once in a hundred at most for a cell that is
not within the margin; one that is still open when its runs are used up cannot be told from the line. That is
over all years together. Each school year by itself is tested too (`each_year`), in cells that hold until that
is known of their worst year, or their runs are used up.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ist_model.experiments import pace
from ist_model.experiments.each_year import Year, columns_of, each_year, with_years, worst
from ist_model.experiments.executor import Workers
from ist_model.experiments.keeping import Floats, Verdict
from ist_model.experiments.levers import levers_of, plan_of, with_posts
from ist_model.experiments.replicate import Progress
from ist_model.experiments.septembers import september_years
from ist_model.experiments.sweep import Point, sweep
from ist_model.experiments.target import Target
from ist_model.inputs.identity import identity
from ist_model.inputs.scenario_models import Resolved
from ist_model.results.store import Draw
from ist_model.results.summary import Interval, chance_interval

CELL_ERROR = 0.01
STAGES = (40, 60, 100)  # runs of every cell, then of those that are still open
LUCK_FROM = 2_000_000
ROLE = "sle"
SPONSORED = "share of joiners sponsored"


class Cell(NamedTuple):
    """One plan: the chance that the standard holds, and whether it is above the line, below it, or open.

    Attributes:
        chance: over all years together.
        verdict: of that.
        years: the same of each school year by itself.
    """

    chance: Interval
    verdict: Verdict
    years: tuple[Year, ...]

    @property
    def worst(self) -> Year | None:
        """The school year that is furthest from the standard."""
        return worst(self.years)


@dataclass(frozen=True)
class Map:
    """Cells by pace (rows, the slowest first) and by one other thing (columns).

    Attributes:
        paces: joiners a year.
        across: what the columns are, in words.
        columns: their values: posts of the role, or shares.
        today: the column that is as today; None: there is none.
        cells: [paces][columns].
    """

    paces: tuple[float, ...]
    across: str
    columns: tuple[float, ...]
    today: int | None
    cells: tuple[tuple[Cell, ...], ...]

    def last_safe(self, column: int) -> int | None:
        """The row of the fastest pace that holds, and all slower ones with it; None: not even the slowest."""
        last = None
        for row, cells in enumerate(self.cells):
            if cells[column].verdict != "keeps":
                break
            last = row
        return last

    def first_unsafe(self, column: int) -> int | None:
        """The row of the slowest pace that clearly does not hold; None: there is none."""
        below = (row for row, cells in enumerate(self.cells) if cells[column].verdict == "fails")
        return next(below, None)


@dataclass(frozen=True)
class Frontier:
    """Both maps: by posts of the role, and by the share of joiners that are sponsored, at today's posts."""

    base: Resolved
    growth: Resolved
    target: Target
    septembers: tuple[int, ...]
    by_posts: Map
    by_share: Map
    runs: int


def frontier(
    base: Resolved,
    growth: Resolved,
    target: Target,
    root: Path,
    *,
    paces: Sequence[float],
    more_posts: Sequence[int],
    shares: Sequence[float],
    stages: Sequence[int] = STAGES,
    workers: Workers = None,
    progress: Progress | None = None,
) -> Frontier:
    """The chance that the standard holds by pace and capacity, and by pace and share sponsored.

    Args:
        base: the scenario of today, in which nobody joins.
        growth: a scenario with a pool of schools that may join.
        target: the standard; a chance.
        root: where runs are stored.
        paces: joiners a year; halves mean every other year.
        more_posts: SLE posts more, or fewer, than today.
        shares: of the joiners, sponsored.
        stages: runs of every cell, then of those that are still open, and so on.
        workers: as `replicate`.
        progress: called with (runs made, at most).

    Raises:
        NoPlanError: if a plan cannot be made of the pool, if schools join in the base already, or there is no
            September to join in.
        LeverError: if there are not so many posts to take away.
        InputError: if a plan is not a scenario that a file could write.
        ConservationError, StoreError, WorkerError: as `replicate_or_load`.
    """
    if base.growth is not None:
        raise pace.NoPlanError(
            f"{base.scenario_id} has schools that join by themselves (`growth: pool:`).\n"
            "  rule:   paces are added to a plan in which no school is drawn to join\n"
            "  remedy: map the plan that it extends, and name this one by --growth"
        )
    septembers = september_years(base)
    if not septembers:
        raise pace.NoPlanError(
            f"{base.scenario_id} has no September after its first day, so no school can join in it.\n"
            "  rule:   schools join on 1 September, within the years reported\n"
            "  remedy: name a scenario of more years"
        )
    rates, posts, parts = sorted(set(paces)), sorted(set(more_posts)), sorted(set(shares))
    by_posts = [[_plan(with_more(base, more), growth, rate, None) for more in posts] for rate in rates]
    by_share = [[_plan(base, growth, rate, share) for share in parts] for rate in rates]
    flat = [plan for rows in (by_posts, by_share) for row in rows for plan in row]
    cells, runs = _cells(flat, target, root, stages, workers, progress)
    split = len(rates) * len(posts)
    there = sum(
        round(lever.today) for lever in levers_of(base) if lever.kind == "posts" and lever.of[0] == ROLE
    )
    return Frontier(
        base,
        growth,
        target,
        septembers,
        Map(
            tuple(rates),
            "SLE posts",
            tuple(float(there + more) for more in posts),
            posts.index(0) if 0 in posts else None,
            _rows(cells[:split], len(posts)),
        ),
        Map(tuple(rates), SPONSORED, tuple(parts), None, _rows(cells[split:], len(parts))),
        runs,
    )


def each_september(rate: float, years: int) -> list[int]:
    """Whole schools a September at a pace: 0.5 is one every other year, the first one late."""
    joined = [int(rate * year + 1e-9) for year in range(years + 1)]
    return [after - before for before, after in itertools.pairwise(joined)]


def with_more(base: Resolved, more: int) -> Resolved:
    """The scenario with so many SLE posts more or fewer.

    Raises:
        LeverError: if there are not so many to take away.
    """
    if not more:
        return base
    levers = levers_of(base)
    return plan_of(base, levers, with_posts(levers, ROLE, more), f"{base.scenario_id[:50]}-posts-{more:d}")[1]


def _plan(base: Resolved, growth: Resolved, rate: float, share: float | None) -> Resolved:
    years = september_years(base)
    numbers = each_september(rate, len(years))
    return pace.steady(base, growth, numbers, years[0], share_sponsored=share, again=True)


def _cells(
    plans: Sequence[Resolved],
    target: Target,
    root: Path,
    stages: Sequence[int],
    workers: Workers,
    progress: Progress | None,
) -> tuple[list[Cell], int]:
    """A cell for each plan, and the runs that were made."""
    measures, years = columns_of(plans[0], target)
    contents = [identity(plan) for plan in plans]
    # Plans that are the same, such as nobody joining, are made once.
    open_ = [contents.index(content) for content in dict.fromkeys(contents)]
    measured = dict.fromkeys(open_, np.empty((0, len(measures))))
    cells: dict[int, Cell] = {}
    made = 0
    most = sum(stages) * len(open_)
    for stage, runs in enumerate(stages):
        before = made

        def told(done: int, of: int, before: int = before) -> None:
            if progress is not None:
                progress(before + done, most)

        points = [Point(plans[place], Draw(LUCK_FROM + stage)) for place in open_]
        found = sweep(points, measures, runs, root, workers=workers, progress=told, evaluate=with_years)
        made += found.shape[0] * runs
        for place, more in zip(open_, found, strict=True):
            measured[place] = np.concatenate([measured[place], more])
            cells[place] = _cell(target, years, measured[place])
        open_ = [place for place in open_ if _is_open(cells[place])]
        if not open_:
            break
    if progress is not None:
        progress(most, most)
    return [cells[contents.index(content)] for content in contents], made


def _cell(target: Target, years: Sequence[int], measured: Floats) -> Cell:
    """What the runs of a plan tell: [runs, 1 + years] shares over all years, and in each."""
    kept = target.values(measured[:, 0])
    verdict, _ = target.limit.verdict(kept, CELL_ERROR)
    return Cell(chance_interval(kept), verdict, each_year(target, years, measured[:, 1:], CELL_ERROR))


def _is_open(cell: Cell) -> bool:
    """Whether more runs would tell something that is asked."""
    if cell.verdict == "keeps":
        return cell.worst is not None and cell.worst.verdict == "open"
    return cell.verdict == "open"


def _rows(cells: Sequence[Cell], columns: int) -> tuple[tuple[Cell, ...], ...]:
    return tuple(tuple(cells[first : first + columns]) for first in range(0, len(cells), columns))
