"""The support network for readers: who gives to whom, what a year is like, whom we would miss (MODEL 9)."""

from __future__ import annotations

import pandas as pd

from ist_model.experiments.one_year import first_year
from ist_model.experiments.removal import HARM, Group, WeakPoints
from ist_model.experiments.removal import weak_points as withdrawn
from ist_model.inputs.scenario_models import Resolved
from ist_model.report import show
from ist_model.report.cases.case import stored_or_made
from ist_model.report.cases.view import View
from ist_model.report.charts import Bar, equal_measure, flows, gantt
from ist_model.report.parts.exchange import BOUGHT, days_of, sure_to, who_to_whom
from ist_model.report.parts.late_help import late_help
from ist_model.report.show import Block
from ist_model.report.tables import Cell, Content
from ist_model.report.words.against import titled
from ist_model.report.words.levels import level
from ist_model.report.words.plain import days, sentence
from ist_model.report.words.weak_points import HEADINGS, differences, group_words, opening
from ist_model.results.flows import CENTRE, EVERYBODY, SCHOOLS
from ist_model.results.network import BEYOND, CENTRAL
from ist_model.results.result import ScenarioResult
from ist_model.results.told import BOUGHT as BOUGHT_HELP

IN_ALL = "in all"
LEAST_DAYS = 0.5  # a year; fewer would be told as none
_OUTSIDE = {CENTRAL: "the central team", BOUGHT: "bought help", BEYOND: "demand from beyond the trust"}
# Measures of the network in reading order, and what each says.
_MEASURES = (
    ("network_returned", "Days between schools that the receiver gives back to the same giver"),
    ("network_matched", "Days between schools matched by days at the same school, from or to any school"),
    ("network_links_both_ways", "Links between schools that run both ways"),
    ("network_top_giver", "Of the days that schools give, those of the school that gives most in a run"),
    ("network_km", "Distance that a day between schools crosses, on average"),
)


def heading(view: View) -> Block:
    """Which scenario, and the answer in sentences."""
    table = who_to_whom(view.result, view.named)
    total = float(table[IN_ALL].to_numpy(float)[-1])
    if total == 0:
        return show.lead(titled(view.resolved)) + show.answer(["Nobody gives a day of support to anybody."])
    given = table[IN_ALL].drop(IN_ALL)
    schools = given[[name for name in given.index if name in view.schools.values()]]
    told = [
        f"{days_of(view.result, 'given', EVERYBODY)} of support are given a year on average, inside the "
        "trust and beyond it."
    ]
    if schools.sum() > 0:
        most = str(schools.idxmax())
        index = next(index for index, name in view.schools.items() if name == most)
        told.append(
            f"Our schools give {days_of(view.result, 'given', SCHOOLS)} of them; {most} gives most, with "
            f"{days_of(view.result, 'given', index)}."
        )
    if CENTRAL in given:
        central = days_of(view.result, "given", CENTRE)
        told.append(f"The central team, which has no school of its own, gives {central}.")
    return show.lead(titled(view.resolved)) + show.answer(told)


def who_gives(view: View) -> Block:
    """Bands from givers to receivers, and the same as a table."""
    table = who_to_whom(view.result, view.named)
    body = table.drop(index=IN_ALL, columns=IN_ALL)
    if not body.to_numpy().any():
        return show.notes(["Nobody gives a day of support to anybody."])
    cells: list[list[Content]] = [
        [str(giver), *(_whole(float(value)) for value in row)]
        for giver, row in zip(table.index, table.to_numpy(float), strict=True)
    ]
    to = ["in all" if name == IN_ALL else f"to {name}" for name in table.columns]
    columns = ["Giver", *to]
    caption = "Days of support a year by giver (rows) and receiver (columns), mean of all runs"
    sure = sure_to(view.result, "flows_in_total")
    return (
        show.chart(flows(body, outside=_OUTSIDE, sure=sure))
        + show.rows(columns, cells, caption=caption, right=range(1, len(columns)))
        + show.notes(_visits(view))
    )


def _visits(view: View) -> list[str]:
    """Which of the days to our schools nobody asked for: pages on days asked for leave them out."""
    total = view.series("support_in_total")
    years = view.resolved.years
    visits, asked_for = (float(total[name].sum()) / years for name in ("visit_days", "received_days"))
    if visits < LEAST_DAYS:
        return []
    return [
        f"Of the days to our schools {days(visits)} are visits that packages bring, whoever asks, and stand "
        f"under “{BOUGHT}”; {days(asked_for)} answer what schools ask for, as pages on days asked for count."
    ]


def _whole(value: float) -> str:
    return "–" if value == 0 else "under 1" if value < 0.5 else f"{value:,.0f}"


def in_equal_measure(view: View) -> Block:
    """Days given and received by school, and the measures of the network with their intervals."""
    table = who_to_whom(view.result, view.named)
    frame = pd.DataFrame(
        [(name, _total(table, name, 1), _total(table, name, 0)) for name in view.schools.values()],
        columns=["school", "given", "received"],
    )
    cells: list[list[Content]] = []
    for name, words in _MEASURES:
        row = view.summary[name]
        if float(row["mean"]) == float(row["mean"]):
            cells.append([words, level(view, name)])
    sure = sure_to(view.result, "flow_ends")
    block = (
        show.chart(equal_measure(frame, sure=sure)) if len(frame) else show.notes(["There are no schools."])
    )
    columns = ["Measure", "Mean of all runs (95% interval)"]
    return block + show.rows(columns, cells, caption="What kind of network it is") if cells else block


def _total(table: pd.DataFrame, name: str, axis: int) -> float:
    """What a school gives (1) or receives (0)."""
    sums = dict(table[IN_ALL] if axis else table.loc[IN_ALL])
    return float(sums.get(name, 0.0))


def a_year(view: View, run: int) -> Block:
    """Deployments of one run in its first school year."""
    told = first_year(view.resolved, run)
    bars = [Bar(view.schools[row.receiver], row.by, row.start, row.end, row.days) for row in told]
    if not bars:
        return show.notes([f"In run {run} nobody is sent to a school in the first year."])
    names = list(view.half_terms()["label"][:6])
    half_terms = [name.split(",")[0] for name in names]
    receivers = [name for index, name in view.schools.items() if _there(view, index)]
    return show.chart(gantt(bars, receivers=receivers, half_terms=half_terms, bought=(BOUGHT_HELP,)))


def _there(view: View, school: int) -> bool:
    """Whether a school is in the trust in the first year, in some run."""
    tiers = view.series("tiers")
    return bool(((tiers["school"] == school) & (tiers["half_term"] < 6)).any())


def waits(view: View) -> Block:
    """Heat map of waits by specialism and half-term of the year."""
    return late_help(view.result, view.resolved.assumptions.values()["service.standard_weeks"])


def missed(view: View, runs: int) -> Block:
    """Whom we would miss: giving schools and roles withdrawn in turn, from five leaders on (MODEL 11.4)."""

    def run(resolved: Resolved, number: int) -> ScenarioResult:
        return stored_or_made(resolved, view.results_dir, number)

    found = withdrawn(view.resolved, run, min(runs, view.result.runs))
    return show.answer([sentence(opening(found, view.named))]) + _table(found, view) + show.notes(_how(found))


def _table(found: WeakPoints, view: View) -> Block:
    if not found.removals:
        return show.notes(["There is no group that may be shown."])
    cells: list[list[Content]] = []
    for removal in found.removals:
        who = group_words(found.resolved, removal.group, view.named)
        cells.append(
            [
                who,
                _holders(found, removal.group),
                *(Cell(d.phrase(), d.verdict) for d in differences(removal.effects)),
            ]
        )
    columns = ["Without", "Leaders", *(HEADINGS[name] for name in HARM)]
    return show.rows(columns, cells, caption="What withdrawing a group does (95% interval)")


def _holders(found: WeakPoints, group: Group) -> str:
    """How many leaders a group has; of roles, how many are held where some hold two."""
    trust = found.resolved.trust
    held = sum(slot.role in group.names for post in trust.posts for slot in post.designations)
    both = group.kind == "roles" and held > group.holders
    return f"{group.holders}, in {held} roles" if both else str(group.holders)


def _how(found: WeakPoints) -> list[str]:
    """How it was found, and who is not shown."""
    told = [
        f"Each group was withdrawn for the whole period and the scenario run again {found.base.runs:,} times "
        "with the same luck. The posts stay: what goes is the support. Rows whose intervals overlap may not "
        "differ, nor may a row and a scenario of another page, which rests on more runs."
    ]
    if not found.resolved.no_effect:
        told.append(
            "More pupils by such a loss rests on support having the effect that is assumed: its measured "
            "effect is weak and confounded. If it had none, nobody’s absence would put more pupils in such a "
            "school."
        )
    if found.too_few:
        told.append(
            f"{found.too_few} leaders are in groups of fewer than five, which are not shown: such a figure "
            "would be about persons. A role with a single holder is a single point of failure as it stands."
        )
    return told
