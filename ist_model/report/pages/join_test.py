"""Should a school join, and how far is growth safe: a candidate's test and the map of paces (MODEL 10)."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ist_model.experiments import growth_line
from ist_model.experiments.executor import Workers
from ist_model.experiments.frontier import Cell as Pace
from ist_model.experiments.frontier import Frontier, Map, frontier
from ist_model.experiments.join_test import unknown
from ist_model.experiments.join_test.judging import NothingToJudgeError, Outcome, Terms
from ist_model.experiments.join_test.plans import NoPlanError
from ist_model.experiments.join_test.trial import JoinTest, join_test
from ist_model.experiments.levers import LeverError
from ist_model.experiments.pace import NoPlanError as NoPaceError
from ist_model.experiments.target import standard
from ist_model.inputs.candidate import candidates_of, read_candidate
from ist_model.inputs.identity import identity
from ist_model.inputs.scenario_models import Resolved
from ist_model.report import charts, show
from ist_model.report.cases.case import Case, load_case
from ist_model.report.cases.options import offered
from ist_model.report.parts.answers import ON_TIME, WHERE, WHO
from ist_model.report.provenance import Stamp, called, hash_over
from ist_model.report.show import Block
from ist_model.report.tables import Content
from ist_model.report.words import growth as growth_words
from ist_model.report.words import join_test as join_words
from ist_model.report.words.difference import Difference
from ist_model.report.words.levels import at_no_effect, level
from ist_model.report.words.plain import percent, sentence
from ist_model.report.words.plain import standard as standard_words
from ist_model.results.version import model_version

Progress = Callable[[int, int], None]
TOGETHER = "All years together: runs in 100 that keep the standard (95% interval)"
BY_ITSELF = "The worst single school year: runs in 100 that keep the standard in it (95% interval), and which"


@dataclass(frozen=True)
class Joining:
    """What the page shows; what could not be made is None, with the reason.

    Attributes:
        base: today's plan.
        safe: the map of paces.
        why_no_map: why there is none.
        test: of the first candidate of the trust, or of the one named.
        why_no_test: why there is none.
        runs: samples of chance in each plan of the test.
        today: today's plan with all its runs, as assumed and with support having no effect.
    """

    base: Resolved
    safe: Frontier | None
    why_no_map: str
    test: JoinTest | None
    why_no_test: str
    runs: int
    today: Case


def load(
    scenarios: Sequence[str],
    baseline: str,
    *,
    candidate: str,
    scenarios_dir: Path,
    results_dir: Path,
    least_share: float | None = None,
    confidence: float | None = None,
    joiners: Sequence[float],
    posts: Sequence[int],
    shares: Sequence[float],
    cell_runs: Sequence[int],
    runs: int,
    workers: Workers = None,
    progress: Progress | None = None,
) -> Joining:
    """Map the paces and put a candidate to the test; what is stored is not run again.

    Args:
        scenarios: what there is to choose from; the pool of the first that has one joins. Empty: all.
        baseline: scenario id in which nobody joins.
        candidate: file of a school that might join; empty: the first in the trust's folder `candidates`.
        scenarios_dir: folder with scenarios, register and trusts.
        results_dir: folder of stored results.
        least_share: share of needs to begin within the service standard (0-1); omit for `growth_line.SHARE`.
        confidence: share of runs in which that is to hold (0-1); omit for `growth_line.CONFIDENCE`.
        joiners: schools a year, of the map.
        posts: SLE posts more or fewer, of the map.
        shares: of joiners with a sponsor, of the map (0-1).
        cell_runs: runs of each cell at first, then of those that are still open.
        runs: of each plan of the test; no more than the scenario has, which goes for cells too.
        workers: as `replicate`.
        progress: as `sweep`, once for each part.

    Raises:
        InputError: if a scenario or candidate does not resolve.
        ConservationError, StoreError, WorkerError: as `sweep`.
    """
    base, *others = [*offered([baseline], "", scenarios_dir), *offered(scenarios, baseline, scenarios_dir)]
    most = min(runs, base.runs)
    share = growth_line.SHARE if least_share is None else least_share
    sure = growth_line.CONFIDENCE if confidence is None else confidence
    growth = next((each for each in others if each.growth is not None), None)
    safe, why_no_map = None, "no scenario of this pack names schools that might join at one pace or another"
    if growth is not None:
        try:
            safe = frontier(
                base,
                growth,
                standard(share, sure, "existing", growth_line.margin(sure)),
                results_dir,
                paces=joiners,
                more_posts=posts,
                shares=shares,
                stages=[min(each, base.runs) for each in cell_runs],
                workers=workers,
                progress=progress,
            )
        except (LeverError, NoPaceError) as error:
            why_no_map = str(error).splitlines()[0]
    files = [Path(candidate)] if candidate else candidates_of(baseline, scenarios_dir)[:1]
    test, why_no_test = None, "the trust's folder has no file of a school that might join"
    if files:
        pupils = sum(member.roll for member in base.members())
        try:
            test = join_test(
                read_candidate(files[0]),
                base,
                results_dir,
                Terms(growth_line.OF_PUPILS * pupils, share, sure),
                runs=most,
                sampled=0,
                workers=workers,
                progress=progress,
            )
        except (NoPlanError, NothingToJudgeError) as error:
            why_no_test = str(error).splitlines()[0]
    today = load_case(baseline, baseline, scenarios_dir=scenarios_dir, results_dir=results_dir)
    return Joining(base, safe, why_no_map, test, why_no_test, most, today)


def heading(joining: Joining) -> Block:
    """The last safe point, and whether the school may join."""
    told = []
    if joining.test is not None:
        told += join_words.answers(joining.test)
    if joining.safe is not None:
        told += growth_words.last_safe(joining.safe)
    return show.answer(told or ["There is no school to test and no pace to map in this pack."])


def maps(joining: Joining) -> Block:
    """The heat maps, and their cells as tables."""
    safe = joining.safe
    if safe is None:
        return show.notes([sentence(joining.why_no_map)])
    told = f"{growth_words.asked(safe)}. Schools join from {safe.septembers[0]} on: {safe.growth.name}."
    both = (safe.by_posts, safe.by_share)
    together = [_cells(safe, drawn, TOGETHER, growth_words.with_interval) for drawn in both]
    by_itself = [_cells(safe, drawn, BY_ITSELF, growth_words.worst_year) for drawn in both]
    return (
        show.notes([told])
        + show.chart(charts.frontier(safe))
        + show.notes(without_effect(joining.today))
        + show.onscreen(together[0] + together[1])
        + show.notes([*growth_words.worst_years(safe), sentence(growth_words.YEARS_APART)])
        + by_itself[0]
        + by_itself[1]
    )


def without_effect(today: Case) -> list[str]:
    """What today's plan leaves of the service if support has no effect (MODEL 4.7).

    Nothing where support has none anyway, or nobody asks for help.
    """
    made = today.difference_at_no_effect(ON_TIME)
    if made is None or not made.known:
        return []
    begun = (
        f"{at_no_effect(today, ON_TIME)} of the needs of {WHO} would begin within "
        f"{standard_words(today.standard_weeks)} by {today.against}, against {level(today, ON_TIME)} as "
        "assumed"
    )
    if not made.clear:
        return [f"If support had no effect, that would make no clear difference to waits: {begun}."]
    rests = "So a safe pace rests on support working, too." if made.mean > 0 else "More would begin then."
    return [f"If support had no effect, {begun}. {rests}"]


def _cells(safe: Frontier, drawn: Map, caption: str, told: Callable[[Pace], str]) -> Block:
    columns = ["Pace", *growth_words.columns(drawn)]
    rows: list[list[Content]] = [
        [
            growth_words.pace_in_words(rate, len(safe.septembers)),
            *(told(cell) for cell in cells),
        ]
        for rate, cells in zip(drawn.paces, drawn.cells, strict=True)
    ]
    return show.rows(columns, rows, caption=f"{caption}, by {drawn.across}")


def put_to_the_test(joining: Joining) -> Block:
    """Every plan of the candidate beside declining."""
    found = joining.test
    if found is None:
        return show.notes([sentence(joining.why_no_test)])
    drawn = [(each.plan.title, _pupils(each)) for each in found.outcomes if each.plan is not None]
    every = (found.decline, *found.outcomes, *([found.condition] if found.condition else []))
    rows: list[list[Content]] = [list(join_words.cells(each)) for each in every]
    caption = f"{found.candidate.name}: {found.runs} runs of each plan, the same luck for all"
    notes = [join_words.STAR, *(f"Not looked at: {reason}." for reason in found.left_out)]
    return (
        show.notes([join_words.terms(found), _own_lines(joining, found)])
        + show.chart(charts.forest({f"Pupils of existing schools {WHERE}": drawn}, against="declining"))
        + show.rows(join_words.COLUMNS, rows, caption=caption, right=range(1, len(join_words.COLUMNS) - 2))
        + show.notes(notes)
    )


def _own_lines(joining: Joining, found: JoinTest) -> str:
    """Where the lines come from: nobody but the trust can say what is safe."""
    rolls = sum(member.roll for member in joining.base.members())
    of_all = f"{found.terms.pupils:.0f} pupils are {percent(found.terms.pupils / rolls)} of those on roll. "
    return f"{of_all if rolls else ''}These lines are set for this page: a trust should set its own."


def _pupils(each: Outcome) -> Difference:
    return Difference("Pupils", "pupils", "lower", each.pupils.mean, each.pupils.low, each.pupils.high)


def changes(joining: Joining) -> Block:
    """What would change the answer, and what is not known of the school."""
    found = joining.test
    if found is None:
        return show.notes([sentence(joining.why_no_test)])
    first, *others = join_words.hangs_on(found)
    block = show.answer([], [(first, [each.strip() for each in others])]) if others else show.notes([first])
    if found.stood_in:
        rows: list[list[Content]] = []
        for name, row in found.stood_in.items():
            values = (unknown.said(name, value) for value in (row.low, row.value, row.high))
            rows.append([join_words.field(name), *values, row.source])
        caption = "What we did not know, and what stood in for it"
        block += show.rows(["Field", "From", "Taken to be", "To", "Why"], rows, caption=caption)
    not_known = join_words.not_known(found)
    return block + show.notes([each for each in (not_known, join_words.rests_on_support(found)) if each])


def made_from(joining: Joining) -> Block:
    """How it was made, and the stamp."""
    told = []
    if joining.safe is not None:
        told.append(
            f"The maps rest on {joining.safe.runs:,} runs, the same luck for each cell; more runs "
            "may tell cells that are open. The register's own values throughout; which "
            "schools join matters as much as how many."
        )
    if joining.test is not None:
        told.append(
            f"Each plan of the test was run {joining.runs:,} times with the same luck, at what is assumed or "
            "stands in; more runs, and draws of what is unknown, can be asked for apart."
        )
    if joining.safe is not None and without_effect(joining.today):
        told.append(f"What no effect would leave is of {joining.today.result.runs:,} runs of today's plan.")
    return show.notes(told) + show.stamp(stamp(joining))


def stamp(joining: Joining) -> Stamp:
    """Provenance of all that the page rests on: scenarios, the candidate, runs of plans and of maps."""
    base, safe, test = joining.base, joining.safe, joining.test
    scenarios = [base] if safe is None else [base, safe.growth]
    scenario = called([each.scenario_id for each in scenarios])
    over = [identity(each) for each in scenarios]
    each = {joining.today.result.runs}
    if test is not None:
        scenario += " and a candidate"
        over.append(hashlib.sha256(test.candidate.model_dump_json().encode()).hexdigest())
        each.add(test.runs)
    runs = f"{' or '.join(f'{number:,}' for number in sorted(each))} each"
    if safe is not None:
        runs += f"; maps {safe.runs:,} in all"
    return Stamp(
        model_version=model_version(),
        scenario=scenario,
        scenario_hash=hash_over(over),
        seed=str(base.seed),
        runs=runs,
        date=dt.datetime.now(dt.UTC).date(),
    )
