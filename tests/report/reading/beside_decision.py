"""What the decision paper claims outside tables, and lists of scenarios with their differences anywhere."""

from __future__ import annotations

import re

import numpy as np

from tests.report.reading.claims import Check, level, paired, plain
from tests.report.reading.passages import Sentence
from tests.report.reading.stored import COST, DAYS_UNMET, PUPILS, Store, difference
from tests.report.reading.stored import level as level_of

Found = re.Match[str]
Checks = list[Check]


def listed(store: Store, measure: str, base: str = "baseline") -> Check:
    """Scenarios, each with its difference in a measure and, where it is told, the same at no effect."""

    def right(place: int, text: str) -> bool:
        number, dot, rest = text.partition(". ")
        text = rest if dot and number == str(place) else text
        for called, name in store.names.items():
            if text.startswith(f"{called}, "):
                told = text.removeprefix(f"{called}, ").split(", at no effect ")
                return all(
                    paired(
                        difference(*(store.result(each, no_effect=none) for each in (base, name)), measure)
                    )(said)
                    for said, none in zip(told, (False, True), strict=False)
                )
        return False

    return lambda text: all(right(*each) for each in enumerate(text.split("; "), start=1))


def _options(store: Store, page: str, found: Found) -> Checks:
    return [listed(store, PUPILS)]


def _option(store: Store, number: str) -> str:
    """The scenario that the decision paper calls by a number: those with joiners, as they are listed."""
    joins = [each for each in store.names.values() if (store.result(each).schools["group"] == "joiner").any()]
    return joins[int(number) - 1]


def _costs(store: Store, page: str, found: Found) -> Checks:
    both = ("baseline", _option(store, found["option"]))
    return [level(level_of(store.result(name), COST)) for name in both]


def _built_first(store: Store, page: str, found: Found) -> Checks:
    both = (_option(store, found["option"]), "baseline")
    days = [level(level_of(store.result(name), DAYS_UNMET)) for name in both]
    base = store.result("baseline")
    return [*days, *(level(level_of(base, name)) for name in ("bench_ready_now", "headship_gap"))]


def _risk(store: Store, page: str, found: Found) -> Checks:
    return [plain(float(np.percentile(store.result("baseline").measures[PUPILS], 90)))]


def _other_sets(store: Store, page: str, found: Found) -> Checks:
    ends = np.nanpercentile(store.choice.first_by_draw, [10, 90])
    mean = level_of(store.result("baseline"), PUPILS)[0]
    return [*(plain(float(value)) for value in (*ends, mean)), plain(store.choice.runs_per_draw)]


DECISION: tuple[Sentence, ...] = (
    Sentence(
        "(?:decision|compare)",
        r"differences from today’s plan with 95% intervals\. (\D.+?|1\. .+?)\. (?:As assumed|No option)",
        _options,
    ),
    Sentence("decision", r"by today’s plan, in 1 run in 10 it is ([\d,]+) pupils", _risk, always=False),
    Sentence(
        "decision",
        r"costs (.+?) by today’s plan, (£.+?\)) under option (?P<option>\d);",
        _costs,
        always=False,
    ),
    Sentence(
        "decision",
        r"could give: (.+?) are never given under option (?P<option>\d), (.+?) by today’s plan\. "
        r"Then, heads: by "
        r"today’s plan (.+?) are ready for a headship at any time, and the chance .+? at once is (.+?): ",
        _built_first,
        always=False,
    ),
    Sentence(
        "decision",
        r"other sets of them, today’s plan means ([\d,]+) to ([\d,]+) pupils in place of ([\d,]+) "
        r"\((\d+) runs",
        _other_sets,
    ),
)
