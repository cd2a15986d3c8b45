"""All scenarios side by side: paired differences, which may be the best, how often and by how much."""

from __future__ import annotations

from ist_model.experiments.uncertainty import Parts
from ist_model.report import show
from ist_model.report.cases.case import PUPILS, Case
from ist_model.report.cases.options import Options
from ist_model.report.charts import dumbbell, forest
from ist_model.report.parts.answers import COST, ON_TIME, UNMET, WHERE, WHO
from ist_model.report.parts.service import in_time_chart
from ist_model.report.show import Block
from ist_model.report.tables import Cell, Content
from ist_model.report.words.confidence import confidence
from ist_model.report.words.difference import Difference
from ist_model.report.words.levels import chances, level, plus_or_minus, up_to
from ist_model.report.words.plain import amount, and_list, sentence, twentieths

# Measure, heading in the table, heading in the plot (share in points, money in thousands).
COMPARED = (
    (PUPILS, f"Pupils of existing schools {WHERE}", f"Pupils of existing schools {WHERE}"),
    (
        ON_TIME,
        "Their needs begun within the service standard",
        "Needs begun within the standard, percentage points",
    ),
    (UNMET, "Their needs that go unmet", "Needs that go unmet, percentage points"),
    (COST, "Net cost of support", "Net cost of support, £ thousand a year"),
)
# What scenarios are chosen by, each by itself: measure, and in words what is counted.
CHOSEN_BY = (
    (PUPILS, f"fewest pupils of existing schools {WHERE}"),
    ("within_standard_resolved_existing", "most needs of existing schools begun in time"),
    ("none_attention_existing", "likeliest that no existing school needs attention at the end"),
    ("cost_gbp_per_year_existing", "lowest cost of support to existing schools"),
)


def heading(options: Options) -> Block:
    """Which are the best or tied with the best, which are clearly worse, in a few sentences."""
    told = [_first(options), *_verdicts(options), _without(options)]
    question = f"What would each scenario mean for the pupils of {WHO}, and which may be the best for them?"
    return show.question(question) + show.answer(sentence(text) for text in told if text)


def _name(case: Case) -> str:
    return case.against if _is_baseline(case) else f"“{case.resolved.name}”"


def _headed(case: Case) -> str:
    return case.against_headed if _is_baseline(case) else case.resolved.name


def _is_baseline(case: Case) -> bool:
    """Whether it is the baseline itself, and no other scenario that says the same."""
    return case.resolved.scenario_id == case.resolved_baseline.scenario_id


def _first(options: Options) -> str:
    """Which is the best, and at once if that reverses where support has no effect (MODEL 4.7)."""
    turned = [case for case in options.turned if options.may_be_best(case)]
    if not turned:
        return _tied(options)
    rest = and_list(
        f"{_name(case)} means {without.phrase()} than {options.against}"
        for case in turned
        if (without := case.difference_at_no_effect(PUPILS)) is not None
    )
    return f"{_tied(options)}; this reverses if support has no effect: then {rest}"


def _without(options: Options) -> str:
    """What becomes of the clear differences if support has no effect, told by their number."""
    found = options.left_at_no_effect()
    number = {left: len(cases) for left, cases in found.items()}
    gone = number.get("rests", 0) + number.get("shrinks", 0)
    parts = {"stand": number.get("stands", 0), "turn round": number.get("reverses", 0)}
    parts["shrink to less than half or to nothing"] = gone
    told = [f"{count} would {words}" for words, count in parts.items() if count]
    if not told:
        return ""
    opening = "The evidence does not rule out that support has no effect: of the clear differences"
    return f"{opening} {and_list(told)}"


def _tied(options: Options) -> str:
    if options.choice is None:
        return f"No scenario can be compared with {options.against}"
    names = [_name(case) for case in options.every if options.may_be_best(case)]
    if len(names) == 1:
        return f"For the pupils of {WHO}, {names[0]} is the best of {len(options.choice.names)}"
    if len(names) == len(options.choice.names):
        return f"For the pupils of {WHO} runs cannot tell which of {len(names)} is the best"
    return (
        f"For the pupils of {WHO}, {len(names)} of {len(options.choice.names)} do best and runs cannot tell "
        f"them apart: {and_list(names)}"
    )


def _verdicts(options: Options) -> list[str]:
    by_verdict: dict[str, list[str]] = {"better": [], "worse": [], "unclear": []}
    for case in options.cases:
        made = case.difference(PUPILS)
        if made is not None and made.verdict in ("better", "worse"):
            by_verdict[made.verdict].append(f"{_name(case)}, {made.phrase()}")
        elif made is not None and made.verdict in ("unclear", "same"):
            by_verdict["unclear"].append(_name(case))
    words = {
        "better": f"Clearly better than {options.against}",
        "worse": "Clearly worse",
        "unclear": "No clear difference",
    }
    return [f"{words[verdict]}: {'; '.join(names)}" for verdict, names in by_verdict.items() if names]


def pupils(options: Options) -> Block:
    """Each scenario's difference for pupils, as assumed and at no effect."""
    rows = [
        (case.resolved.name, made, case.difference_at_no_effect(PUPILS))
        for case in options.cases
        if (made := case.difference(PUPILS)) is not None and made.known and made.better
    ]
    if not rows:
        return show.notes([f"No scenario can be compared with {options.against}."])
    tied = [case.resolved.name for case in options.cases if options.may_be_best(case)]
    title = "More (right) or fewer (left) pupils of existing schools in a school needing attention"
    return show.chart(
        dumbbell(rows, title=title, against=options.against, best=tied, runs=options.baseline.result.runs)
    )


def differences(options: Options) -> Block:
    """Further measures, each in a picture of its own, readable in print: begun in time, unmet, cost."""
    panels: dict[str, list[tuple[str, Difference]]] = {}
    for measure, _, head in COMPARED[1:]:
        rows = [
            (case.resolved.name, made)
            for case in options.cases
            if (made := case.difference(measure)) is not None and made.known
        ]
        if rows:
            panels[head] = rows
    if not panels:
        return show.notes([f"No scenario can be compared with {options.against} in these measures."])
    first, *others = (
        show.chart(forest({head: rows}, against=options.against)) for head, rows in panels.items()
    )
    return sum(others, first)


def service(options: Options, least_share: float) -> Block:
    """The share of needs begun in time by term: of the scenario that differs most in it, and of the baseline.

    Args:
        options: The scenarios.
        least_share: Share of needs that the trust wants begun within the standard (0-1).
    """
    clear = {
        case.resolved.scenario_id: abs(made.mean)
        for case in options.cases
        if (made := case.difference(ON_TIME)) is not None and made.clear
    }
    most = max(clear, key=lambda name: clear[name], default="")
    case = next((each for each in options.cases if each.resolved.scenario_id == most), options.baseline)
    told = f"Of all scenarios, {_name(case)} differs most from {options.against} in how soon help begins"
    note = told if clear else f"No scenario clearly differs from {options.against} in how soon help begins"
    return show.notes([f"{note}; each scenario’s own page has its picture."]) + in_time_chart(
        case, least_share, case.resolved.name
    )


def sets(options: Options) -> Block:
    """The best or tied with the best, by one measure after another; ties are not ranked."""
    cells: list[list[Content]] = []
    for measure, words in CHOSEN_BY:
        names = [_name(case) for case in options.best_by(measure)]
        if names:
            tied = "tied" if len(names) > 1 else "alone"
            cells.append([sentence(words).removesuffix("."), and_list(names), tied])
    if not cells:
        return show.notes([f"No scenario can be compared with {options.against}."])
    columns = ["Measured by", "The best, or tied with the best", "Tied?"]
    return show.rows(columns, cells, caption="Sure at 95%, all comparisons together; ties are not ranked")


def how_often(options: Options) -> Block:
    """In how many runs, and in how many sets of assumptions, each beats the baseline."""
    cells: list[list[Content]] = []
    for case in options.cases:
        made, found = case.difference(PUPILS), options.chance(case)
        if made is None or found is None:
            continue
        sure = confidence(made, case.difference_at_no_effect(PUPILS), options.over_draws(case))
        cells.append(
            [
                case.resolved.name,
                Cell(made.phrase(), made.verdict),
                f"{twentieths(found.interval.mean)} ({chances(found.interval.low, found.interval.high)})",
                "never" if found.tied == 0 else twentieths(found.tied),
                _of_draws(options, case),
                f"{sure.word}: {sure.because}",
            ]
        )
    if not cells:
        return show.notes([f"No scenario can be compared with {options.against}."])
    columns = [
        "Scenario",
        "Pupils in such a school, on average",
        f"Chance of fewer than by {options.against} with the same luck (the same counts half)",
        "The same in a run",
        "Better on average in other sets of assumptions",
        "How sure is the average",
    ]
    return show.rows(columns, cells, caption=f"How often each scenario beats {options.against}")


def _of_draws(options: Options, case: Case) -> str:
    over = options.over_draws(case)
    if over is None or not over.draws:
        return "not varied"
    clear = round(over.clearly_better * over.draws)
    return f"{over.interval.mean * over.draws:.0f} of {over.draws}, beyond chance in {clear}"


def regret(options: Options) -> Block:
    """By how much each falls behind the best of each set of assumptions; assumptions and chance apart."""
    choice = options.choice
    if choice is None or choice.regret is None:
        return show.notes(["The uncertain assumptions were not varied here."])
    able = [case for case in options.every if case.resolved.scenario_id not in options.apart]
    cells: list[list[Content]] = []
    for case, (_, row) in zip(able, choice.regret.table.iterrows(), strict=True):
        parts = options.parts(case)
        low, high = max(0.0, float(row["mean_low"])), float(row["mean"])
        cells.append(
            [
                _headed(case),
                up_to(low, high),
                amount(float(row["largest"]), "pupils"),
                f"{float(row['may_be_best_in']) * choice.regret.draws:.0f} of {choice.regret.draws}",
                "–" if parts is None else _apart(parts),
                "–" if parts is None else plus_or_minus(parts.chance_sd),
            ]
        )
    columns = [
        "Scenario",
        "Behind the best, on average",
        "At the worst",
        "May be the best, sets of assumptions",
        "Difference varies with assumptions by",
        "and with chance, from run to run, by",
    ]
    caption = f"Over {choice.regret.draws} other sets of assumptions, {choice.runs_per_draw} runs each"
    note = (
        "Regret is what one loses by having chosen a scenario when another turns out to be the best. In "
        f"{choice.regret.clear_draws} of {choice.regret.draws} sets of assumptions one scenario alone is the "
        "best beyond chance."
    )
    return show.notes([note]) + show.rows(columns, cells, caption=caption)


def _apart(parts: Parts) -> str:
    """What a difference varies by with the assumptions; hidden where it does not show above chance."""
    return "too little to show" if parts.held_at_zero else plus_or_minus(parts.assumptions_sd)


def levels(options: Options) -> Block:
    """Every scenario's own numbers, with intervals."""
    columns = ["Scenario", *(words for _, words, _ in COMPARED)]
    cells: list[list[Content]] = [
        [_headed(case), *(level(case, m) for m, _, _ in COMPARED)] for case in options.every
    ]
    return show.rows(columns, cells, caption="Each scenario’s own numbers: average over runs, 95% interval")


def made_from(options: Options) -> Block:
    """How to read it, what is apart and why, and the stamp."""
    told = [
        f"Each scenario is compared with {options.against} run by run, with the same luck, so that a "
        "difference is due to the scenario. The interval says how far chance leaves it open; other sets of "
        "assumptions are told apart from it. Scenarios that are tied are not shown to be equally good: runs "
        "do not tell.",
    ]
    names = {case.resolved.scenario_id: case.resolved.name for case in options.cases}
    told += [f"“{names[name]}” is left out of the choice: {why}." for name, why in options.apart.items()]
    return show.notes(told) + show.stamp(options.stamp())
