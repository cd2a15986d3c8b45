"""What the tables about the network, succession and money of the whole trust claim."""

from __future__ import annotations

import numpy as np

from ist_model.experiments.outcomes import at_odds_ratio, cost_of_outcome
from ist_model.experiments.removal import HARM, weak_points
from tests.report.reading.claims import Check, Shown, exactly, level, paired, plain
from tests.report.reading.stored import (
    PUPILS,
    Store,
    difference,
    without,
)
from tests.report.reading.stored import level as level_of


def network_flows(store: Store, shown: Shown) -> None:
    result, years = store.result("baseline"), store.resolved("baseline").years
    own = result.schools[result.schools["group"] != "had it not joined"]
    at = dict(zip(own["label"].astype(str), own["school"].astype(int), strict=True))
    frame = result.series["flows_in_total"]
    bought = frame["bought"].astype(bool)
    for row, cells in enumerate(shown.rows):
        giver = cells[0]
        given = bought == (giver == "bought")
        if giver in at or giver == "central team":
            given &= frame["giver"] == at.get(giver, -1)
        given |= giver == "in all"
        for column, head in enumerate(shown.heads[1:], start=1):
            called = head.removeprefix("to ")
            taken = frame["receiver"] == at.get(called, -1)
            taken |= called == "in all"
            shown.claim(row, column, _whole(float(frame.loc[given & taken, "days"].sum()) / years))


def _whole(value: float) -> Check:
    if value == 0:
        return exactly("–")
    return exactly("under 1") if value < 0.5 else plain(value)


def network_kind(store: Store, shown: Shown) -> None:
    result = store.result("baseline")
    names = ("returned", "matched", "links_both_ways", "top_giver", "km")
    rows = [level_of(result, f"network_{name}") for name in names]
    for row, found in enumerate(each for each in rows if each[0] == each[0]):
        shown.claim(row, 1, level(found))


def withdrawn(store: Store, shown: Shown) -> None:
    most = store.parameter("05_support_network.ipynb", "removal_runs")
    base = store.resolved("baseline")
    found = weak_points(base, lambda resolved, runs: store.of(resolved, runs), min(most, base.runs))
    for row, removal in enumerate(found.removals):
        group = removal.group
        held = [d.role for post in base.trust.posts for d in post.designations if d.role in group.names]
        both = group.kind == "roles" and len(held) > group.holders
        shown.claim(row, 1, plain(group.holders, len(held)) if both else plain(group.holders))
        for column, (measure, effect) in enumerate(zip(HARM, removal.effects, strict=True), start=2):
            unit = str(found.base.catalogue.loc[measure, "unit"])
            shown.claim(row, column, paired((effect.mean, effect.low, effect.high, unit)))


def vacancies(store: Store, shown: Shown) -> None:
    measures = ("uncovered_headship", "headship_gap", "interim_weeks", "vacancy_share", "promotions")
    measures += ("designations_lost_to_promotion", "designations_lost")
    for row, cells in enumerate(shown.rows):
        result = store.result(store.called(cells[0]))
        for column, measure in enumerate(measures, start=1):
            shown.claim(row, column, level(level_of(result, measure)))
        if row and not cells[8].startswith("not compared"):
            shown.claim(row, 8, paired(difference(store.result("baseline"), result, "vacancy_share")))


def pool(store: Store, shown: Shown) -> None:
    for row, cells in enumerate(shown.rows):
        frame = store.result(store.called(cells[0])).series["pool"]
        own = frame[frame["roles"] == shown.caption.partition(":")[0]].sort_values("half_term")
        for column, end in ((1, own.iloc[0]), (2, own.iloc[-1])):
            shown.claim(row, column, exactly(f"{end['can_be_sent_mean']:.0f} of {end['planned_mean']:.0f}"))
        shown.claim(row, 3, plain(own.iloc[-1]["can_be_sent_p10"], own.iloc[-1]["can_be_sent_p90"]))


def outcome(store: Store, shown: Shown) -> None:
    base = store.resolved("baseline")
    high = next(r.high for r in base.assumptions.assumptions if r.key == "support.odds_ratio")
    most = at_odds_ratio(base, high)
    number = min(store.parameter("07_value_for_money.ipynb", "range_runs"), base.runs)
    pairs = [
        (store.result("baseline"), store.result("baseline", no_effect=True)),
        (store.of(most, number), store.of(without(most), number)),
    ]
    for row, (given, none) in enumerate(pairs, start=len(shown.rows) - 2):
        ratio, runs = shown.rows[row][0].partition(": odds ratio ")[2].split(" ", 1)
        used = (base.assumptions.values()["support.odds_ratio"], high)[row - len(shown.rows) + 2]
        assert (ratio, runs) == (f"{used:g}", f"({given.runs:,} runs)")
        shown.claim(row, 1, paired(difference(none, given, PUPILS)))
        cost = cost_of_outcome(given, none)
        known = cost.gbp == cost.gbp
        told = "may be chance, so no cost is given"
        shown.claim(row, 2, plain(cost.gbp, money_to=10) if known else exactly(told))
        shown.claim(row, 3, plain(cost.low, cost.high, money_to=10) if known else exactly("–"))


def labelled(store: Store, shown: Shown) -> None:
    """Rows that are measures of the baseline, by their label."""
    result = store.result("baseline")
    labels = {str(row["label"]): str(name) for name, row in result.catalogue.iterrows()}
    for row, cells in enumerate(shown.rows):
        shown.claim(row, 1, level(level_of(result, labels[cells[0]])))


def centre(store: Store, shown: Shown) -> None:
    frame = store.result("baseline").series["centre"].sort_values("school_year")
    columns = [n for n in frame.columns if n.endswith("_mean")]
    for row, cells in enumerate(shown.rows):
        # Lines have no key: the series whose every year fits the row is the one that is shown.
        fits = [n for n in columns if all(plain(v)(t) for v, t in zip(frame[n], cells[1:-1], strict=True))]
        assert fits, (shown.caption, cells)
        for column, value in enumerate(frame[fits[0]], start=1):
            shown.claim(row, column, plain(float(value)))
        stem = fits[0].removesuffix("_mean")
        off = max(float((frame[f"{stem}_{end}"] - frame[fits[0]]).abs().max()) for end in ("p10", "p90"))
        said = exactly("no spread") if off == 0 else plain(1000 * float(np.ceil(off / 1000)))
        shown.claim(row, len(cells) - 1, said)


def bench(store: Store, shown: Shown) -> None:
    frame = store.result("baseline").series["leaders"]
    starts = frame[frame["label"].str.startswith("Autumn 1")]
    for row, (_, found) in enumerate(starts.iterrows()):
        for column, name in enumerate(("ready_now", "ready_in_a_year", "stood_in_for"), start=1):
            mean, low, high = (float(found[f"{name}_{end}"]) for end in ("mean", "p10", "p90"))
            shown.claim(row, column, _rare(mean, high) if high < 0.5 else plain(mean, low, high))


def _rare(mean: float, high: float) -> Check:
    """A number that is nothing in eight runs of ten, or in all."""
    few, somewhere = "none in 8 runs in 10", plain(mean)
    if mean == high == 0:
        return exactly("0")
    return lambda text: text.endswith(f" ({few})") and somewhere(text.partition(" (")[0])
