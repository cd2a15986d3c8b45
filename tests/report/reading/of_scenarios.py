"""What the tables about scenarios claim: the decision paper, each scenario, all compared, joining."""

from __future__ import annotations

import re

import numpy as np

from ist_model.experiments import pace
from ist_model.inputs.scenario_models import Resolved
from tests.report.reading.claims import Check, Shown, exactly, level, paired, plain
from tests.report.reading.said import says, says_level
from tests.report.reading.stored import (
    COST,
    DAYS_UNMET,
    ON_TIME,
    PUPILS,
    UNMET,
    Row,
    Store,
    difference,
    without,
)
from tests.report.reading.stored import level as level_of


def scenario_groups(store: Store, shown: Shown) -> None:
    result = store.result(shown.file.partition("/")[2].removesuffix(".html"))
    for row, stem in enumerate(("existing", "joiners", "twins")):
        for column, measure in enumerate(
            ("pupils_", "pupils_attention_", "share_pupils_attention_"), start=1
        ):
            shown.claim(row, column, level(level_of(result, f"{measure}{stem}")))


def scenario_numbers(store: Store, shown: Shown) -> None:
    """Each row by the label of its measure."""
    result = store.result(shown.file.partition("/")[2].removesuffix(".html"))
    base = store.result("baseline")
    measures = {" ".join(str(row["label"]).split()): str(name) for name, row in result.catalogue.iterrows()}
    for row, cells in enumerate(shown.rows):
        measure = measures[re.sub(r", in [\d.]+ years?$", "", cells[0].partition(" (rolls differ")[0])]
        if len(cells) == 2:
            shown.claim(row, 1, level(level_of(result, measure)))
            continue
        compared = not cells[3].startswith("not compared")
        for column, each in ((1, base), (2, result)):
            if measure in each.measures:
                mean, *_, unit = level_of(each, measure)
                shown.claim(row, column, lambda t, m=mean, u=unit: says_level(t, m, np.nan, np.nan, u))
        if compared:
            shown.claim(row, 3, paired(difference(base, result, measure)))


def compare_levels(store: Store, shown: Shown) -> None:
    for row, cells in enumerate(shown.rows):
        result = store.result(store.called(cells[0]))
        for column, measure in enumerate((PUPILS, ON_TIME, UNMET, COST), start=1):
            shown.claim(row, column, level(level_of(result, measure)))


def compare_often(store: Store, shown: Shown) -> None:
    base = store.result("baseline")
    each = dict(zip(list(store.names)[1:], store.choice.against, strict=True))
    for row, cells in enumerate(shown.rows):
        against = each[cells[0]]
        result = store.result(store.names[cells[0]])
        shown.claim(row, 1, paired(difference(base, result, PUPILS)))
        made = (result.measures[PUPILS] - base.measures[PUPILS]).to_numpy(float)
        fewer, same = float((made < 0).mean()), float((made == 0).mean())
        ends = against.chance.interval
        shown.claim(row, 2, level((fewer + same / 2, ends.low, ends.high, "chance")))
        shown.claim(row, 3, exactly("never") if same == 0 else plain(same))
        over = against.over_draws
        better, clear = over.interval.mean * over.draws, over.clearly_better * over.draws
        shown.claim(row, 4, exactly(f"{better:.0f} of {over.draws}, beyond chance in {clear:.0f}"))


def compare_regret(store: Store, shown: Shown) -> None:
    regret = store.choice.regret
    parts = [None, *(each.parts for each in store.choice.against)]
    for row, (_, found) in enumerate(regret.table.iterrows()):
        shown.claim(row, 1, plain(max(0.0, float(found["mean_low"])), float(found["mean"])))
        shown.claim(row, 2, plain(float(found["largest"])))
        shown.claim(row, 3, exactly(f"{found['may_be_best_in'] * regret.draws:.0f} of {regret.draws}"))
        if parts[row] is not None:
            shown.claim(row, 5, plain(float(parts[row].chance_sd)))
            told = shown.rows[row][4]
            if told.startswith("±"):
                shown.claim(row, 4, plain(float(parts[row].assumptions_sd)))


def no_effect(store: Store, shown: Shown) -> None:
    base, base_none = store.result("baseline"), store.result("baseline", no_effect=True)
    for row, cells in enumerate(shown.rows):
        name = store.names[cells[0]]
        shown.claim(row, 1, paired(difference(base, store.result(name), PUPILS)))
        none = store.result(name, no_effect=True)
        shown.claim(row, 2, paired(difference(base_none, none, PUPILS)))


def joining(store: Store, shown: Shown) -> None:
    """Nobody joins, and one joining at other dates, each of so many runs as its page makes."""
    runs = store.parameter("11_joining_and_timing.ipynb", "runs")
    base = store.resolved("baseline")
    plan = store.resolved("two-schools-join-2027")
    for row, cells in enumerate(shown.rows):
        plans = [base] if cells[0] == "Nobody joins" else dated(base, plan, cells[0])
        found, none = (store.of(each, runs) for each in (plans[0], without(plans[0])))
        before, before_none = store.of(base, runs), store.of(without(base), runs)
        for column, measure in ((1, ON_TIME), (4, UNMET), (5, DAYS_UNMET)):
            shown.claim(row, column, level(level_of(found, measure)))
        if cells[0] == "Nobody joins":
            more = store.result("baseline") if runs < base.runs else found
            shown.claim(row, 2, level(level_of(more, PUPILS)))
            continue
        shown.claim(row, 2, paired(difference(before, found, PUPILS)))
        shown.claim(row, 3, paired(difference(before_none, none, PUPILS)))
        mean, low, high, _ = level_of(found, "joining_effect_share")
        check = paired((mean, low, high, "share"))
        shown.claim(row, 6, lambda text, check=check: check(text.partition("; no effect")[0]))


def dated(base: Resolved, plan: Resolved, called: str) -> list[Resolved]:
    first = pace.first_joining(base, plan)
    return [pace.shifted(base, plan, int(called.partition(" (")[0].split()[-1]) - first.year)]


def key_numbers(store: Store, shown: Shown) -> None:
    """Value and note of each key number; the baseline's beside it where the scenario is another."""
    name = shown.file.partition("/")[2].removesuffix(".html")
    result, base = store.result(name), store.result("baseline")
    for row, (label, _, note) in enumerate(shown.rows):
        measure = next(measure for words, measure in _KEYS.items() if label.startswith(words))
        mean, low, high, unit = level_of(result, measure)
        made = difference(base, result, measure)
        if measure == "joining_effect_share":
            shown.claim(row, 1, paired((mean, low, high, "share")))
            shown.claim(row, 2, _spans(mean, low, high, "share"))
        elif note.startswith(_EIGHT):
            shown.claim(row, 1, level((mean, np.nan, np.nan, unit)))
            check = plain(*np.percentile(result.measures[measure], [10, 90]))
            shown.claim(row, 2, lambda text, check=check: check(text.removeprefix(_EIGHT)))
        elif note.startswith(_INTERVAL):
            shown.claim(row, 1, level((mean, np.nan, np.nan, unit)))
            check, said = level((mean, low, high, unit)), shown.rows[row][1]
            shown.claim(
                row, 2, lambda text, c=check, said=said: c(f"{said} ({text.removeprefix(_INTERVAL)})")
            )
        elif measure == PUPILS:
            shown.claim(row, 1, paired(made))
            before = mean - made[0]
            shown.claim(row, 2, lambda text, v=(mean, before): says(text.rpartition(": ")[2], list(v)))
        else:
            shown.claim(row, 1, level((mean, np.nan, np.nan, unit)))
            shown.claim(row, 2, _beside(mean - made[0], made))


_KEYS = {
    "Pupils of existing schools": PUPILS,
    "Share of joiners’ pupils": "joining_effect_share",
    "Needs of existing schools begun": ON_TIME,
    "Chance that no existing school": "none_attention_existing",
    "Places of leaders in use": "utilisation",
    "Net cost of support": COST,
}
_EIGHT, _INTERVAL = "8 runs in 10 lie between ", "95% interval: "


def _spans(mean: float, low: float, high: float, unit: str) -> Check:
    """The two ends of a clear difference, before what is said of no effect."""
    ends = [] if low == high else sorted((low, high), key=abs)
    return lambda text: says(text.partition("if support has no effect")[0], ends, points=unit == "share")


def _beside(before: float, made: Row) -> Check:
    def check(text: str) -> bool:
        baseline, _, change = text.removeprefix("Today’s plan: ").partition("; ")
        return says_level(baseline, before, np.nan, np.nan, made[3]) and paired(made)(change)

    return check
