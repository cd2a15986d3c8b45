"""Succession for readers: the bench, gaps, and what growth takes from the pool (MODEL 7, 11.4)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ist_model.experiments.compare import NotComparableError, compare
from ist_model.report import show
from ist_model.report.cases.case import rows_of
from ist_model.report.cases.view import View
from ist_model.report.charts import lines
from ist_model.report.charts.lines import MOST
from ist_model.report.show import Block
from ist_model.report.tables import Cell, Content
from ist_model.report.words.against import against, against_headed
from ist_model.report.words.difference import Difference
from ist_model.report.words.levels import level, of_row
from ist_model.report.words.plain import and_list, counted

READY = {"ready_now": "Ready for a headship or a higher post now", "ready_in_a_year": "Ready in a year"}
# Measures of leaving and filling as columns, in reading order (`results.succession`, `results.capacity`).
GAPS = {
    "uncovered_headship": "Chance that nobody leads some school",
    "headship_gap": "Chance that some school has no head of its own",
    "interim_weeks": "Stood in for, school weeks",
    "vacancy_share": "Posts vacant",
    "promotions": "Filled from within",
    "designations_lost_to_promotion": "Roles lost to promotion",
    "designations_lost": "Roles lost with a leaver",
}
_CAREFUL = (
    "these are averages over many runs: in one run the bench can be empty when two heads go at once. Who is "
    "ready is drawn from assumed times in post and shares of holders, not from anybody’s appraisal."
)
_DRAWN = {"mean": "mean", "p10": "low", "p90": "high"}
_BENCH, _LOST = "bench_ready_now", "designations_lost_to_promotion"
_TOO_FEW = "too few posts stand behind it to be shown"


def heading(views: Sequence[View]) -> Block:
    """The answer for the first scenario, and what growth takes."""
    first = views[0]
    told = []
    if not first.summary[_BENCH]["withheld"]:
        told.append(
            f"By {against(first.resolved)} {level(first, _BENCH)} are ready for a headship or a higher post "
            f"on average, and {level(first, 'bench_ready_in_a_year')} will be within a year."
        )
    gap = first.mean("headship_gap")
    if gap == gap:
        told.append(
            f"Over {counted(first.resolved.years, 'years')} the chance that a school is without a head of "
            f"its own at a half-term’s start is {level(first, 'headship_gap')}; that nobody leads it, "
            f"{level(first, 'uncovered_headship')}."
        )
    small = f"This trust is small: {_TOO_FEW}."
    return show.answer([*_drain(views), *(told or [small]), *_pool_at_the_end(views)])


def _grown(views: Sequence[View]) -> View | None:
    """The scenario in which schools join and most roles are lost to promotion.

    One that begins with other leaders, such as a merger, tells nothing of what growth takes.
    """
    first, largest = views[0], _largest(views[0])
    there = _ends(first, largest)
    found = []
    for view in views[1:]:
        ends = _ends(view, largest)
        if there is None or ends is None or not (view.result.schools["group"] == "joiner").any():
            continue
        alike = float(ends[0]["planned_mean"]) == float(there[0]["planned_mean"])
        if alike and math.isfinite(view.mean(_LOST)):
            found.append(view)
    return max(found, key=lambda view: view.mean(_LOST), default=None)


def _drain(views: Sequence[View]) -> list[str]:
    """Whether growth takes leaders from the pool: roles lost to promotion, with schools that join and not."""
    first, grown = views[0], _grown(views)
    if grown is None or not math.isfinite(first.mean(_LOST)):
        return []
    before, after = (
        float(view.summary[_LOST][end]) for view, end in ((first, "mean_high"), (grown, "mean_low"))
    )
    opening = "More roles" if after > before else "Not clearly more roles"
    years = counted(first.resolved.years, "years")
    return [
        f"{opening} are lost to promotion where schools join: {_bare(grown.summary[_LOST])} over {years} in "
        f"“{grown.resolved.name}”, against {_bare(first.summary[_LOST])} by {against(first.resolved)}."
    ]


def _pool_at_the_end(views: Sequence[View]) -> list[str]:
    """Leaders who can be sent out, of those in the plan: in the first scenario and where schools join."""
    largest, grown = _largest(views[0]), _grown(views)
    said = [
        f"{_of_plan(end[1], interval=True)} in “{_called(views, view)}”"
        for view in (views[0], grown)
        if view is not None and (end := _ends(view, largest)) is not None
    ]
    if not said:
        return []
    bring = ", as schools that join bring leaders" if len(said) > 1 else ""
    return [f"{largest}: can be sent out at the end, of those in the plan: {and_list(said)}{bring}."]


def _called(views: Sequence[View], view: View) -> str:
    """A scenario as charts and tables call it; the first is what the others are set against."""
    return against_headed(view.resolved) if view is views[0] else view.resolved.name


def _largest(view: View) -> str:
    """The group of roles with most posts; "" where none is large enough to be shown."""
    frame = view.series("pool")
    return str(frame.groupby("roles")["planned_mean"].max().idxmax()) if _is_known(frame) else ""


def _is_known(frame: pd.DataFrame) -> bool:
    return bool(frame["planned_mean"].notna().any())


def _ends(view: View, group: str) -> tuple[pd.Series[Any], pd.Series[Any]] | None:
    """The first and the last half-term of a group of roles; None where it is not shown."""
    frame = view.series("pool")
    own = frame[frame["roles"] == group].sort_values("half_term")
    if own.empty or not own["planned_mean"].iloc[[0, -1]].notna().all():
        return None
    return own.iloc[0], own.iloc[-1]


def _of_plan(end: pd.Series[Any], *, interval: bool = False) -> str:
    told = f"{end['can_be_sent_mean']:.0f} of {end['planned_mean']:.0f}"
    if not interval:
        return told
    return f"{told} (8 runs in 10: {end['can_be_sent_p10']:.0f} to {end['can_be_sent_p90']:.0f})"


def shown(views: Sequence[View]) -> list[View]:
    """The scenarios that charts show: the first, and those whose bench differs most from its bench."""
    first, others = views[0], list(views[1:])
    apart = {view.resolved.name: abs(view.mean(_BENCH) - first.mean(_BENCH)) for view in others}
    known = [view for view in others if apart[view.resolved.name] >= 0]
    chosen = sorted(known, key=lambda view: -apart[view.resolved.name])[: MOST - 1]
    return [first, *(view for view in others if view in chosen)]


def bench(views: Sequence[View]) -> Block:
    """Leaders ready now and in a year, by half-term."""
    left = len(views) - len(shown(views))
    block = _lines(shown(views), "leaders", READY, "leaders", _CAREFUL)
    if left <= 0:
        return block
    words = "One more scenario is" if left == 1 else f"{left} more scenarios are"
    return block + show.notes([f"{words} left out of the picture: there the bench differs less."])


def pool(views: Sequence[View]) -> Block:
    """Leaders of the largest group of roles: in the plan, and those who can be sent out."""
    block = show.notes(
        [
            "A leader who is promoted leaves the pool unless the new post keeps the role; a successor takes "
            "time to be developed. So a trust that grows draws on the leaders whom it needs for growing."
        ]
    )
    largest = _largest(views[0])
    if not largest:
        return block + show.notes([f"Leaders who can be sent out: {_TOO_FEW}."])
    cells: list[list[Content]] = []
    same = []
    for view in views:
        if (ends := _ends(view, largest)) is not None:
            told = [_of_plan(end) for end in ends]
            ten, ninety = (float(ends[1][f"can_be_sent_p{q}"]) for q in (10, 90))
            row: list[Content] = [*told, f"{ten:.0f} to {ninety:.0f}"]
            if cells and row == cells[0][1:]:
                same.append(f"“{view.resolved.name}”")
            else:
                cells.append([_called(views, view), *row])
    columns = ["Scenario", "On the first day", "In the last half-term", "8 runs in 10, at the end"]
    caption = f"{largest}: can be sent out (in post and developed, busy or not), of those in the plan"
    careful = (
        "a line that falls means posts vacant or successors in development. Where schools join they bring "
        "leaders, so scenarios with other schools start from other plans."
    )
    title = {"can_be_sent": f"{largest}: can be sent out"}
    chart = _lines(shown(views), "pool", title, "leaders", careful, largest)
    block += chart + show.rows(columns, cells, caption=caption)
    if not same:
        return block
    return block + show.notes([f"As by {against(views[0].resolved)}: {and_list(same)}."])


def _lines(
    views: Sequence[View],
    series: str,
    columns: dict[str, str],
    unit: str,
    careful: str,
    group: str = "",
) -> Block:
    panels: dict[str, dict[str, pd.DataFrame]] = {}
    for column, title in columns.items():
        for view in views:
            frame = view.series(series)
            own = frame[frame["roles"] == group] if group else frame
            if len(own) and own[f"{column}_mean"].notna().all():
                ends = {f"{column}_{end}": name for end, name in _DRAWN.items()}
                shown = own[["label", *ends]].rename(columns=ends)
                panels.setdefault(title, {})[_called(views, view)] = shown.reset_index(drop=True)
    if not panels:
        return show.notes([f"{next(iter(columns.values()))}: {_TOO_FEW}."])
    return show.chart(lines(panels, unit=unit, careful=careful))


def gaps(views: Sequence[View]) -> Block:
    """Vacancies, gaps and losses in each scenario, with the interval; differences where they may be taken."""
    first = views[0]
    cells: list[list[Content]] = []
    for view in views:
        rows = [view.summary[name] for name in GAPS]
        told = ("not given" if row["withheld"] else _bare(row) for row in rows)
        cells.append([_called(views, view), *told, _vacancies(first, view)])
    columns = ["Scenario", *GAPS.values(), f"Posts vacant, against {against(first.resolved)}"]
    years = counted(first.resolved.years, "years")
    caption = f"Vacancies and gaps over {years}, all posts together or roles of five or more (95% interval)"
    note = (
        "A difference is taken only where the schools are the same: a total over other schools says nothing "
        "about the change."
    )
    return show.rows(columns, cells, caption=caption) + show.notes([note])


def _bare(row: Mapping[str, Any]) -> str:
    """A level without its unit, which the heading says."""
    return of_row(row).replace(f" {row['unit']}", "")


def _vacancies(first: View, view: View) -> Content:
    """Paired difference in the share of posts vacant, where there may be one (MODEL 11.2)."""
    if view is first:
        return "–"
    try:
        made = _difference(rows_of(compare(first.result, view.result))["vacancy_share"])
    except NotComparableError:
        made = None
    return Cell("not compared", "unclear") if made is None else Cell(made.phrase(), made.verdict)


def _difference(row: Mapping[str, Any]) -> Difference | None:
    if row["why_not"]:
        return None
    mean, low, high = (float(row[end]) for end in ("difference", "low", "high"))
    return Difference(
        str(row["label"]), str(row["unit"]), row["better"], mean, low, high, int(row["decimals"])
    )
