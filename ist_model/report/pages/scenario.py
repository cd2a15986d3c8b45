"""The parts of a scenario's page, in reading order; the notebook calls one per cell."""

from __future__ import annotations

import pandas as pd

from ist_model.experiments.compare import compare_attention
from ist_model.report import show
from ist_model.report.cases.case import PUPILS, Case
from ist_model.report.charts import days_have_and_need, fan, gap, tiers, utilisation, waits
from ist_model.report.parts.answers import DAYS, IN_USE, WHO, key_numbers, three_sentences
from ist_model.report.parts.days_sure import days_sure
from ist_model.report.parts.late_help import late_help
from ist_model.report.parts.service import in_time_chart, side_by_side
from ist_model.report.show import Block
from ist_model.report.words import coarse
from ist_model.report.words.against import titled
from ist_model.report.words.few import LEFT_OUT, told_apart
from ist_model.report.words.levels import chances_sure_to, level, of_interval, sure_to
from ist_model.report.words.plain import sentence
from ist_model.report.words.tier_shares import shares
from ist_model.results.result import GROUP_WORDS
from ist_model.results.summary import interval_of, ratio_interval
from ist_model.world.structs import GROUP_TWIN

_ROLE = "utilisation."


def heading(case: Case) -> Block:
    """Which scenario, its question, and the answer in three sentences."""
    return (
        show.lead(titled(case.resolved))
        + show.question(case.resolved.question)
        + show.answer(three_sentences(case))
    )


def numbers(case: Case) -> Block:
    """The key numbers."""
    return show.numbers(key_numbers(case))


def pupils(case: Case) -> Block:
    """Existing schools over time and against the baseline; where schools join, each group apart."""
    if case.pupils == 0:
        return show.notes(["There are no schools in this scenario."])
    shown = side_by_side(case)
    frames = {name: result.series["attention"] for name, result in shown.items()}
    averages = {name: float(result.measures[PUPILS].mean()) for name, result in shown.items()}
    block = show.chart(fan(frames, averages, column="pupils_existing", who=WHO))
    if case.difference(PUPILS) is not None:
        block += show.chart(gap(compare_attention(case.baseline, case.result), against=case.against))
    return block + _growth(case) if case.grows else block


def _growth(case: Case) -> Block:
    names = {
        "existing": "Existing schools",
        "joiners": "Joiners, since joining",
        "twins": "The same joiners, had they not joined",
    }
    cells = []
    for stem, words in names.items():
        measures = (f"pupils_{stem}", f"pupils_attention_{stem}", f"share_pupils_attention_{stem}")
        cells.append([words, *(level(case, measure) for measure in measures)])
    columns = ["Schools", "Pupils", "In such a school, on average", "Share, averaged over runs"]
    if coarse.is_for_anyone():  # how many pupils schools have is a sum of rolls
        cells = [[words, *rest] for words, _, *rest in cells]
        columns.remove("Pupils")
    caption = "Pupils in a school with an area needing attention: groups of schools apart, 95% intervals"
    found, runs = int(case.summary["pupils_joiners"]["in_runs"]), case.result.runs
    if found < runs:
        caption += f"; joiners over the {found:,} of {runs:,} runs in which any joins"
    return show.rows(columns, cells, caption=caption)


def days(case: Case) -> Block:
    """Days we have against days we need; beside the baseline only over the same schools (MODEL 11.2)."""
    same = not case.alone and not case.why_not and not case.why_no_difference(DAYS)
    baseline = case.baseline.series["days"] if same else None
    frame = case.result.series["days"]
    return show.chart(days_have_and_need(frame, baseline, sure=days_sure(case), against=case.against))


def service(case: Case, least_share: float) -> Block:
    """The share of needs begun within the service standard by term, and the line that is asked for.

    Args:
        case: The scenario.
        least_share: Share of needs that the trust wants begun within the standard (0-1).
    """
    return in_time_chart(case, least_share)


def waiting(case: Case) -> Block:
    """Average wait by area and specialism, against the service standard."""
    same_schools = not case.alone and not case.why_not and not case.why_no_difference(DAYS)
    frame = _needs(case, case.result.series["needs"])
    if not (frame["started"] > 0).any():
        return show.notes(["No school of the trust asked for help, so nothing waited."])
    baseline = _needs(case, case.baseline.series["needs"]) if same_schools else None
    note = show.notes([LEFT_OUT]) if coarse.is_for_anyone() else Block("")
    return note + show.chart(
        waits(frame, standard_weeks=case.standard_weeks, baseline=baseline, against=case.against)
    )


def waiting_by_time(case: Case) -> Block:
    """Waits by specialism and half-term of the year."""
    return late_help(case.result, case.standard_weeks)


def tier_timelines(case: Case, public: bool = False) -> Block:
    """How closely the trust works with each school: share of runs in each tier by half-term.

    Not on a page for anyone to read, where nothing is said of single schools.
    """
    if public:
        return show.notes(["This is told school by school, so it is left out of a public page."])
    own = case.result.schools[case.result.schools["group"] != GROUP_WORDS[GROUP_TWIN]]
    called = dict(zip(own["school"].astype(int), own["name" if case.named else "label"], strict=True))
    panels = {
        name: shares(case.result, school)
        for school, name in sorted(called.items(), key=lambda item: str(item[1]))
    }
    if not panels:
        return show.notes(["There are no schools in this scenario."])
    return show.chart(tiers(panels, case.result.names["tier_labels"], sure=chances_sure_to(case.result.runs)))


def _needs(case: Case, frame: pd.DataFrame) -> pd.DataFrame:
    """Needs of the trust's schools, with specialism and area in words."""
    own = frame[(frame["origin"] == "trust") & frame["specialism"].isin(told_apart(case.result))]
    areas, specialisms = case.result.names["area_labels"], case.result.names["specialism_labels"]
    pairs = zip(own["specialism"], own["area"], strict=True)
    names = [
        specialisms[s] if specialisms[s] == areas[a] else f"{specialisms[s]} ({areas[a].lower()})"
        for s, a in pairs
    ]
    return pd.concat([own.assign(name=names), _said(case, own)], axis=1)


def _said(case: Case, own: pd.DataFrame) -> pd.DataFrame:
    """Waits and shares begun in time with their intervals: the ends of a wait's, and both in words."""
    rows = own.to_dict("records")
    waits, shares = (
        [ratio_interval(row, name, "started", case.result.runs) for row in rows]
        for name in ("wait_started_weeks", "within_standard")
    )
    told = {
        "wait_low": [each.low for each in waits],
        "wait_high": [each.high for each in waits],
        "wait_said": [of_interval(each, "school weeks") for each in waits],
        "share_said": [of_interval(each, "share") for each in shares],
    }
    return pd.DataFrame(told, index=own.index)


def busy(case: Case) -> Block:
    """Share of places in use, by role."""
    rows = []
    paired = not case.alone and not case.why_not and not case.why_no_difference(IN_USE)
    for measure, row in case.summary.items():
        if measure.startswith(_ROLE):
            role = str(row["label"]).partition(": ")[2]
            before = case.difference(measure) if paired else None
            mean = float(row["mean"])
            rows.append((role, mean, mean - before.mean if before else float("nan")))
    frame = pd.DataFrame(rows, columns=["role", "share", "baseline_share"])
    if not frame["share"].notna().any():
        return show.notes(["Nobody who can help is in post."])
    return show.chart(utilisation(frame, sure=_sure_of_use(case), against=case.against if paired else ""))


def _sure_of_use(case: Case) -> str:
    """How far off the average share of any role's places in use may be."""
    rows = [row for measure, row in case.summary.items() if measure.startswith(_ROLE)]
    found = [interval_of(row) for row in rows if row["mean"] == row["mean"]]
    return sure_to(found, "percentage points", 0.01)


def made_from(case: Case) -> Block:
    """How the page was made, and the stamp."""
    runs, seed = f"{case.result.runs:,}", case.result.summary.seed
    sentences = [
        f"The scenario was run {runs} times, each time with other luck: who leaves, what inspectors see, "
        "which needs arise.",
        f"Run again with seed {seed}, it gives these same numbers on any day.",
    ]
    if not case.alone:
        same = f"{case.against} had the same luck, run by run, so a difference is due to the scenario"
        sentences.append(sentence(same))
    # An author may be a person: not on a page that anyone may read.
    by = case.resolved.author
    author = show.private(show.notes([sentence(f"Who wrote the scenario: {by}")])) if by else show.Block("")
    return show.notes(sentences) + author + show.stamp(case.stamp())
