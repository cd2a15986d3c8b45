"""What is claimed on many pages alike, and on those of comparison, joining and evidence, outside tables."""

from __future__ import annotations

import re
from functools import cache

import numpy as np

from ist_model.experiments.why_different import Split, WhyDifferent, why_different
from ist_model.inputs.assumptions import GRADES
from ist_model.inputs.calendar import date_of
from ist_model.report.pages.causes import SPLIT
from ist_model.results.windows import next_inspections
from ist_model.world.build import build_world
from tests.report.reading.beside_decision import listed
from tests.report.reading.beside_pictures import scenario_of, sure_of_chances
from tests.report.reading.beside_schools import label_of
from tests.report.reading.claims import Check, exactly, paired, plain
from tests.report.reading.passages import Sentence
from tests.report.reading.stored import COST, ON_TIME, PUPILS, UNMET, Store, difference

Found = re.Match[str]
Checks = list[Check]


def _runs(store: Store, page: str, found: Found) -> Checks:
    return [plain(store.resolved(scenario_of(page)).runs)]


def _runs_and_years(store: Store, page: str, found: Found) -> Checks:
    base = store.resolved("baseline")
    return [plain(base.runs), plain(base.years)]


def _years_and_runs(store: Store, page: str, found: Found) -> Checks:
    return _runs_and_years(store, page, found)[::-1]


def _seed(store: Store, page: str, found: Found) -> Checks:
    return [exactly(str(store.result(scenario_of(page)).summary.seed))]


def _stamp(store: Store, page: str, found: Found) -> Checks:
    runs = store.resolved(scenario_of(page)).runs
    if page == "joining":
        runs = store.parameter("11_joining_and_timing.ipynb", "runs")
    return [*_seed(store, page, found), plain(runs)]


def _graded(store: Store, page: str, found: Found) -> Checks:
    register = store.resolved("baseline").assumptions.assumptions
    counts = [sum(row.grade == grade for row in register) for grade in GRADES]
    return [plain(len(register)), plain(*(count for count in counts if count))]


def _warm_up(store: Store, page: str, found: Found) -> Checks:
    return [plain(store.resolved(scenario_of(page)).warm_up_weeks)]


def _at_no_effect(store: Store, page: str, found: Found) -> Checks:
    name = scenario_of(page)
    none, own = store.result(name, no_effect=True), store.result(name)
    pair = (
        (none, own)
        if found[0].startswith("effect assumed")
        else (store.result("baseline", no_effect=True), none)
    )
    return [paired(difference(*pair, PUPILS))]


def _window(store: Store, page: str, found: Found) -> Checks:
    world = build_world(store.resolved("baseline"))
    index = next(
        i for i, label in enumerate(store.result("baseline").names["labels"]) if label == label_of(page)
    )
    window, dates = next_inspections(world)[index], ("early", "late", "middle")
    told = {each: f"{date_of(getattr(window, each)):%B %Y}" for each in dates}
    return (
        [exactly(told["middle"])]
        if found[0].startswith("Half")
        else [exactly(told["early"]), exactly(told["late"])]
    )


@cache
def _why(store: Store, name: str) -> WhyDifferent:
    pair = (store.resolved("baseline"), store.resolved(name))
    return why_different(*pair, lambda resolved, runs: store.of(resolved, runs), SPLIT, pair[1].runs)


def _split(store: Store, page: str, found: Found) -> Split:
    label = found["label"].strip()
    return next(each for each in _why(store, scenario_of(page)).splits if each.label == label)


def _brings(store: Store, name: str, words: str) -> bool:
    """Whether a school that joins brings as many posts as is said, if that is said."""
    told = re.fullmatch(r"(School \w) .* joins, with (\d+) posts?", words)
    if told is None:
        return not re.search(r"\d", words)
    trust = store.resolved(name).trust
    school = next(each.id for each in trust.schools if each.label.startswith(told[1]))
    return sum(post.school == school for post in trust.posts) == int(told[2])


def _posts_brought(store: Store, page: str, found: Found) -> Checks:
    name = scenario_of(page)
    return [lambda text: _brings(store, name, f"{found['school']} joins, with {text} posts")]


def _falls_in_short(store: Store, page: str, found: Found) -> Checks:
    base, own = store.result("baseline"), store.result(scenario_of(page))
    either = [paired(difference(base, own, measure)) for measure in SPLIT]
    return [lambda text: any(check(text[0].lower() + text[1:]) for check in either)]


def _falls(store: Store, page: str, found: Found) -> Checks:
    """Where a waterfall starts and ends, and its steps; steps are rounded so that they add up."""
    split = _split(store, page, found)
    scale = 100 if split.unit == "share" else 1
    grain = 0.1 if split.unit == "share" else 1.0

    def near(value: float) -> Check:
        def check(text: str) -> bool:
            told = re.fullmatch(r"([+−]?)([\d,.]+)(?:%| points| pupils?)?(?:, may be chance)?", text)
            size = float(told[2].replace(",", "")) * (-1 if told[1] == "−" else 1) if told else np.inf
            return abs(size - scale * value) <= grain

        return check

    steps = [near(float(step.exact)) for step in split.steps]

    def every(text: str) -> bool:
        told = [each.rpartition(": ") for each in text.split("; ")]
        fits = len(told) == len(steps) and all(c(t[2]) for c, t in zip(steps, told, strict=True))
        return fits and all(_brings(store, scenario_of(page), each[0]) for each in told)

    return [near(float(split.start)), every, near(float(split.end))]


def _why_runs(store: Store, page: str, found: Found) -> Checks:
    made = _why(store, scenario_of(page))
    return [plain(made.scenarios_run), plain(made.runs)]


def _sure_of_chances(store: Store, page: str, found: Found) -> Checks:
    return sure_of_chances(store.resolved(scenario_of(page)).runs)


def _length(store: Store, page: str, found: Found) -> Checks:
    return [plain(store.resolved("baseline").years)]


def _standard(store: Store, page: str, found: Found) -> Checks:
    weeks = store.resolved("baseline").assumptions.values()["service.standard_weeks"]
    return [exactly(f"{weeks:g}")]


def _cannot_tell(store: Store, page: str, found: Found) -> Checks:
    return [plain(len(store.names))]


def _clear_draws(store: Store, page: str, found: Found) -> Checks:
    return [plain(store.choice.regret.clear_draws), plain(store.choice.regret.draws)]


def _draws(store: Store, page: str, found: Found) -> Checks:
    return [plain(store.choice.regret.draws), plain(store.choice.runs_per_draw)]


MEASURES = {"begun within": ON_TIME, "go unmet": UNMET, "cost of support": COST}


def _listed(store: Store, page: str, found: Found) -> Checks:
    return [listed(store, next(m for words, m in MEASURES.items() if words in found["title"]))]


OTHERS: tuple[Sentence, ...] = (
    Sentence(
        r"(?!joining|join-test).*", r"(?<!again )was run ([\d,]+) times, each time with", _runs, always=False
    ),
    Sentence(
        ".*", r"[Aa]verages over ([\d,]+) runs(?: of ([\d.]+) school years)?,", _runs_and_years, always=False
    ),
    Sentence("decision", r"Averages over ([\d.]+) school years and ([\d,]+) runs", _years_and_runs),
    Sentence(r"scenarios/.*", r"Run again with seed (\d+)", _seed),
    Sentence(r"(?!assumptions|join-test).*", r" Seed (\d+) Runs ([\d,]+)(?: each)? ", _stamp),
    Sentence(r"scenarios/.*", r"Of the model’s (\d+) numbers, (.+?); each has a row", _graded),
    Sentence(r"scenarios/.*", r"so (\d+) school weeks were run first", _warm_up, always=False),
    Sentence(
        r"scenarios/.*",
        r"(?:effect assumed here means|our existing schools is:) (no clear difference \([^)]*\)|no "
        r"difference|"
        r"[^(]+? \([^)]*\))",
        _at_no_effect,
        always=False,
    ),
    Sentence(
        r"schools/.*",
        r"next inspection between (\w+ \d+) and (\w+ \d+)",
        _window,
        always=False,
    ),
    Sentence(r"schools/.*", r"Half come by (\w+ \d+)", _window, always=False),
    Sentence(
        r"scenarios/.*",
        r"Bars that lead from one scenario to the other\. (?P<label>[^.]+)\. Today’s plan: (\S+)(?: "
        r"pupils?)?; "
        r"(.+?); [^;]+?: ([\d.,]+)(?: pupils?|%)\.(?: |$)",
        _falls,
        always=False,
    ),
    Sentence(
        r"scenarios/.*",
        r"(?P<school>School \w \(invented\)) joins, with (\d+) posts?(?!:)",
        _posts_brought,
        always=False,
    ),
    Sentence(
        r"scenarios/.*",
        r"((?:No clear difference|\d[^.;:]*?) \([^)]*\)): (?:no cause|most comes)",
        _falls_in_short,
        always=False,
    ),
    Sentence(
        r"(?:scenarios|schools)/.*",
        r"Shares of runs are sure to ± (\d+) in (\d+) or better",
        _sure_of_chances,
    ),
    Sentence("index", r"(\d+) scenarios, each compared", _cannot_tell),
    Sentence("succession", r"Vacancies and gaps over (\S+) years", _length),
    Sentence(r"schools/.*", r"Begun within (\S+) weeks", _standard),
    Sentence(r"scenarios/.*", r"(\d+) scenarios were run (\d+) times each", _why_runs, always=False),
    Sentence("compare", r"cannot tell which of (\d+) is the best", _cannot_tell, always=False),
    Sentence("compare", r"In (\d+) of (\d+) sets of assumptions one", _clear_draws),
    Sentence("compare", r"Over (\d+) other sets of assumptions, (\d+) runs", _draws),
    Sentence(
        "compare",
        r"intervals\. (?P<title>[A-Z][^:]+): (.+?)\.(?= Paired| Fan)",
        _listed,
    ),
)
