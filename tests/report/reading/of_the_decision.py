"""What the table of the decision paper claims."""

from __future__ import annotations

import re

import numpy as np

from ist_model.results.result import ScenarioResult
from tests.report.reading.claims import Check, Shown, level, paired
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
    t_row,
)
from tests.report.reading.stored import level as level_of

IN_TIME = "begun in time "


def decision(store: Store, shown: Shown) -> None:
    base, base_none = store.result("baseline"), store.result("baseline", no_effect=True)
    names = store.names
    title = re.compile(
        r"^(\d+\.|Today’s plan, no change) ?(.*?)( ?\((tied for fewest|fewest of these \d)\))?$"
    )
    rows = {words[0]: place for place, words in enumerate(shown.rows)}
    for column, head in enumerate(shown.heads[1:], start=1):
        called = title.match(head)[2]
        result = store.result(names[called]) if called else base
        if not called:
            pupils = float(np.nanmean(base.measures["pupils_existing"]))
            shown.claim(0, column, _of_all(level_of(base, PUPILS), pupils))
            shown.claim(1, column, level(level_of(base_none, PUPILS)))
            shown.claim(rows["Main risk for existing schools"], column, _own_risk(base))
        else:
            none = store.result(names[called], no_effect=True)
            shown.claim(0, column, _both(difference(base, result, PUPILS), level_of(result, PUPILS)[0]))
            shown.claim(1, column, paired(difference(base_none, none, PUPILS)))
            if (result.schools["group"] == "joiner").any():
                cell = _starts(rows, "Joining schools’ pupils")
                shown.claim(cell, column, _in_pupils(result, none))
            shown.claim(rows["Main risk for existing schools"], column, _some_risk(base, result))
            shown.claim(rows["How sure"], column, _agree(store, names[called], base, result))
        shown.claim(rows["Net cost of support"], column, level(level_of(result, COST)))
        shown.claim(_starts(rows, "Most of it, days a year"), column, _most(result))
        for words, measure in (
            ("Support asked for and never given", DAYS_UNMET),
            ("Leaders ready for a headship, on average", "bench_ready_now"),
            ("Chance that no existing school needs attention at the end", "none_attention_existing"),
        ):
            shown.claim(rows[words], column, level(level_of(result, measure)))


def _own_risk(base: ScenarioResult) -> Check:
    """Of a plan by itself: what share of needs begins in time, and pupils in the worst run in ten."""
    in_time = level(level_of(base, ON_TIME))
    worst = float(np.percentile(base.measures[PUPILS], 90))

    def check(text: str) -> bool:
        share, _, pupils = text.partition("; in 1 run in 10, ")
        return in_time(share.removeprefix(IN_TIME)) and says(pupils, [worst])

    return check


def _starts(rows: dict[str, int], words: str) -> int:
    return next(at for said, at in rows.items() if said.startswith(words))


def _agree(store: Store, name: str, base: ScenarioResult, result: ScenarioResult) -> Check:
    """In how many other sets of assumptions the difference is on the same side."""
    over = store.choice.against[list(store.names.values()).index(name) - 1].over_draws
    fewer = over.interval.mean
    share = fewer if difference(base, result, PUPILS)[0] < 0 else 1 - fewer
    clear = over.clearly_better if difference(base, result, PUPILS)[0] < 0 else over.clearly_worse
    told = f"{share * over.draws:.0f} of {over.draws} sets of assumptions agree, "
    told += f"{clear * over.draws:.0f} clearly" if clear else "none clearly"
    told += f" in {store.choice.runs_per_draw} runs"
    return lambda text: text.partition(": ")[2] == told


def _of_all(row: tuple[float, float, float, str], total: float) -> Check:
    def check(text: str) -> bool:
        mean, _, of = text.rpartition(", of ")
        return says_level(mean, *row) and says(of, [total])

    return check


def _both(made: Row, mean: float) -> Check:
    """A difference, then the level that it leads to."""

    def check(text: str) -> bool:
        change, _, end = text.partition(": ")
        return paired(made)(change) and says(end, [mean])

    return check


def _in_pupils(result: ScenarioResult, none: ScenarioResult) -> Check:
    """Joiners' pupils, joined less not joined, as assumed and at no effect; of how many; in how many runs."""

    def paired_of(each: ScenarioResult) -> Check:
        joined, not_ = (
            each.measures[f"pupils_attention_{who}"].to_numpy(float) for who in ("joiners", "twins")
        )
        made = (joined - not_)[~np.isnan(joined - not_)]
        return paired((*t_row(made, "pupils")[:3], "pupils"))

    joiners = result.measures["pupils_joiners"].dropna()

    def check(text: str) -> bool:
        first, without, *runs = text.split("; ")
        change, _, of = first.rpartition(", of ")
        some = len(joiners) < len(result.measures)
        told = [f"in {len(joiners):,} of {len(result.measures):,} runs any join"] if some else []
        return (
            paired_of(result)(change)
            and says(of, [float(joiners.mean())])
            and paired_of(none)(without.removeprefix("no effect: "))
            and runs == told
        )

    return check


def _some_risk(base: ScenarioResult, result: ScenarioResult) -> Check:
    """The level and the difference of one of the measures that may be the main risk."""

    def check(text: str) -> bool:
        measures = (ON_TIME, UNMET, "none_attention_existing", PUPILS, COST)
        told, _, change = text.partition("), ") if "), " in text else text.partition(", ")
        of = re.sub(r"^[^£\d]*?(?=£|\d|about|less|more than)", "", told) + (")" if "(" in told else "")
        return text == "nothing clearly worse" or any(
            level(level_of(result, measure))(of) and paired(difference(base, result, measure))(change)
            for measure in measures
        )

    return check


def _most(result: ScenarioResult) -> Check:
    labels = {
        str(row["label"]).rpartition(": ")[2].lower(): float(result.measures[name].mean())
        for name, row in result.catalogue.iterrows()
        if str(name).startswith("days_unmet_specialism.")
    }

    def check(text: str) -> bool:
        parts = re.findall(r"(.+?) (\d+)(?:, | and |$)", text)
        if not parts:
            return text == "nothing much" and max(labels.values()) < 0.5
        return all(says(number, [labels[words.removeprefix("and ").lower()]]) for words, number in parts)

    return check
