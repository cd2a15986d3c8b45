"""What the decision paper claims outside tables, and lists of scenarios with their differences anywhere."""

from __future__ import annotations

import re

import numpy as np

from ist_model.experiments.chances import wilson
from tests.report.reading.claims import Check, level, paired, plain
from tests.report.reading.passages import Sentence
from tests.report.reading.stored import COST, DAYS_UNMET, ON_TIME, PUPILS, Row, Store, difference
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
    return _joining(store)[int(number) - 1]


def _joining(store: Store) -> list[str]:
    return [each for each in store.names.values() if (store.result(each).schools["group"] == "joiner").any()]


def _costs(store: Store, page: str, found: Found) -> Checks:
    both = ("baseline", _option(store, found["option"]))
    return [level(level_of(store.result(name), COST)) for name in both]


def _built_first(store: Store, page: str, found: Found) -> Checks:
    both = (_option(store, found["option"]), "baseline")
    days = [level(level_of(store.result(name), DAYS_UNMET)) for name in both]
    return [*days, level(level_of(store.result("baseline"), "interim_weeks"))]


_BY = r" by options? (\d(?:(?:, | and )\d)*)(?:, | and |$)"


def _grouped(store: Store, no_effect: bool) -> Check:
    """Differences in pupils, each with the options whose it is: "3 more pupils by options 1 and 2"."""

    def made(option: str) -> Row:
        both = ("baseline", _option(store, option))
        return difference(*(store.result(name, no_effect=no_effect) for name in both), PUPILS)

    def check(text: str) -> bool:
        told = re.findall(rf"(.+?){_BY}", text)
        pairs = [(said, number) for said, numbers in told for number in re.findall(r"\d", numbers)]
        known = all(1 <= int(number) <= len(_joining(store)) for _, number in pairs)
        return bool(pairs) and known and all(paired(made(number))(said) for said, number in pairs)

    return check


def _fewest(store: Store, page: str, found: Found) -> Checks:
    """Of how many today's plan has the fewest, how many those are, and by how much others have more."""
    base = store.result("baseline")
    pupils = float(np.nanmean(base.measures["pupils_existing"]))
    return [
        plain(1 + len(_joining(store))),
        level(level_of(base, PUPILS)),
        plain(pupils),
        _grouped(store, False),
    ]


def _tied(store: Store, page: str, found: Found) -> Checks:
    return [_grouped(store, False)]


def _at_no_effect(store: Store, page: str, found: Found) -> Checks:
    base = store.result("baseline", no_effect=True)
    return [level(level_of(base, PUPILS)), _grouped(store, True)]


_RISKS = {
    "of needs, begun within half a term are": ON_TIME,
    "needs never met:": "share_unmet_existing",
    "chance that none needs attention at the end:": "none_attention_existing",
    "such pupils:": PUPILS,
    "net cost:": COST,
}


def _worse(store: Store, page: str, found: Found) -> Checks:
    """Levels in the measure of the main risk, today and under the worst option, and their difference."""
    measure = _RISKS[found["risk"]]
    base, worst = (store.result(each) for each in ("baseline", _option(store, found["option"])))
    levels = [level(level_of(each, measure)) for each in (base, worst)]
    return [*levels, paired(difference(base, worst, measure))]


def _last_term(store: Store, page: str, found: Found) -> Checks:
    """The middle run of the last term, today and by option."""

    def ends(name: str) -> list[Check]:
        last = store.result(name).series["in_time"].dropna(subset=["share_p50"]).iloc[-1]
        return [plain(float(last[f"share_p{at}"])) for at in (50, 10, 90)]

    def options(text: str) -> bool:
        told = re.findall(r"(\d+%) \((\d+%) to (\d+%)\) under option (\d)", text)
        known = all(1 <= int(number) <= len(_joining(store)) for *_, number in told)
        return (
            bool(told)
            and known
            and all(
                check(said)
                for *all_said, n in told
                for check, said in zip(ends(_option(store, n)), all_said, strict=True)
            )
        )

    return [*ends("baseline"), options]


def _line(store: Store, page: str, found: Found) -> Checks:
    """In how many runs today's plan reaches the trust's own line."""
    notebook = (store.folder / "notebooks/00_decision_paper.ipynb").read_text(encoding="utf-8")
    share = float(re.search(r"least_share: float = ([\d.]+)", notebook)[1])
    kept = store.result("baseline").measures[ON_TIME].to_numpy(float) >= share
    ends = wilson(float(kept.sum()), kept.size)
    return [plain(share), level((float(kept.mean()), ends.low, ends.high, "chance"))]


def _best_of(store: Store, page: str, found: Found) -> Checks:
    return _fewest(store, page, found)[:1]


def _runs(store: Store, page: str, found: Found) -> Checks:
    return [plain(store.resolved("baseline").runs)]


def _risk(store: Store, page: str, found: Found) -> Checks:
    return [plain(float(np.percentile(store.result("baseline").measures[PUPILS], 90)))]


def _other_sets(store: Store, page: str, found: Found) -> Checks:
    ends = np.nanpercentile(store.choice.first_by_draw, [10, 90])
    mean = level_of(store.result("baseline"), PUPILS)[0]
    return [*(plain(float(value)) for value in (*ends, mean)), plain(store.choice.runs_per_draw)]


DECISION: tuple[Sentence, ...] = (
    Sentence(
        "decision",
        r"has the fewest of these (\d), (.+?) of ([\d,]+): (.+?)(?=\.|; for changes)",
        _fewest,
        always=False,
    ),
    Sentence("decision", r"are tied; (.+? by options? \d.*?)\.(?: |$)", _tied, always=False),
    Sentence(
        "decision",
        r"that support has no effect: then (.+?) by today’s plan, (.+? by options? [\d, and]+)\.",
        _at_no_effect,
        always=False,
    ),
    Sentence(
        "decision",
        rf"(?P<risk>{'|'.join(_RISKS)}) (.+?) by today’s plan, (.+?) under option (?P<option>\d), the worst "
        r"in this: (.+?)(?=\. |;)",
        _worse,
        always=False,
    ),
    Sentence(
        "decision",
        r"in the last term \(middle run, 8 runs in 10\) (\d+%) \((\d+%) to (\d+%)\) by today’s plan(.+?)\. ",
        _last_term,
        always=False,
    ),
    Sentence("decision", r"reaches the trust’s line of (\S+) in only (.+?\))\. ", _line, always=False),
    Sentence("decision", r"\(fewest of these (\d)\)", _best_of, always=False),
    Sentence("(?:decision|compare)", r"As assumed \(([\d,]+) runs\)", _runs, always=False),
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
        r"today’s plan somebody, usually a deputy, stands in for one for (.+?), all schools together",
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
