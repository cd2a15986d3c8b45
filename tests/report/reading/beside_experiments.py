"""What pages that rest on an experiment of their own claim outside tables: assumptions, a school to join.

The experiment is asked again, which finds its draws in the store; how the page words it has no part in it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from ist_model.experiments import growth_line
from ist_model.experiments.join_test.trial import JoinTest
from ist_model.experiments.sensitivity.whole import Sensitivity
from ist_model.report.pages import assumptions as assumptions_page
from ist_model.report.pages import join_test as join_page
from ist_model.results.summary import Interval
from tests.report.reading.claims import Check, exactly, level, paired, plain
from tests.report.reading.passages import Sentence
from tests.report.reading.stored import Store

Found = re.Match[str]
Checks = list[Check]
# The small pack has no scenario whose schools might join at another pace, so nothing is mapped.
_NO_MAP: dict[str, Any] = {"joiners": [0], "posts": [0], "shares": [0.0], "cell_runs": [1, 1]}


@cache
def _sweep(store: Store) -> Sensitivity:
    """The experiment of the page of assumptions, from its stored draws."""
    book = store.folder / "notebooks" / "09_assumptions.ipynb"
    text = book.read_text(encoding="utf-8")
    measure = re.search(r'measure: str = \\"(\w+)', text)[1]
    names = ("trajectories", "assumptions", "samples", "runs_per_point", "runs")
    budget = assumptions_page.Budget(*(store.parameter(book.name, name) for name in names))
    folders = {"scenarios_dir": store.folder / "scenarios", "results_dir": store.folder / "outputs/results"}
    return assumptions_page.load("baseline", measure=measure, budget=budget, **folders)


def _row(found: Interval) -> tuple[float, float, float, str]:
    return (float(found.mean), float(found.low), float(found.high), "pupils")


def _central(store: Store, page: str, found: Found) -> Checks:
    return [level(_row(_sweep(store).tornado.central))]


def _luck(store: Store, page: str, found: Found) -> Checks:
    sweep = _sweep(store)
    others = len(sweep.screening.effects) - len(sweep.indices.keys)
    return [plain(len(sweep.indices.keys)), plain(sweep.indices.share_of_assumptions), plain(others)]


def _without(store: Store, page: str, found: Found) -> Checks:
    made = _sweep(store).no_effect
    return [level(_row(made.answer)), paired(_row(made.change))]


def _ends(store: Store, page: str, found: Found) -> Checks:
    """The assumption by the beginning of what the register says of it."""
    meanings = {
        row.key: " ".join(row.meaning.split()) for row in store.resolved("baseline").assumptions.assumptions
    }
    own = next(e for e in _sweep(store).tornado.ends if meanings[e.key].startswith(found["called"]))
    return [paired(_row(own.at_low)), paired(_row(own.at_high))]


def _how(store: Store, page: str, found: Found) -> Checks:
    made, screening = _sweep(store).indices, _sweep(store).screening
    numbers = {row for rows in _sweep(store).question.assumptions().values() for row in rows}
    told = (
        len(screening.effects),
        len(numbers),
        screening.trajectories,
        screening.runs,
        len(made.keys),
        made.rows,
        made.runs,
    )
    return [plain(number) for number in told]


@cache
def _join(store: Store) -> join_page.Joining:
    """The test of the page about a school, from its stored runs."""
    folders = {"scenarios_dir": store.folder / "scenarios", "results_dir": store.folder / "outputs/results"}
    runs = store.parameter("11_joining.ipynb", "runs")
    names = [name for name in store.names.values() if name != "baseline"]
    return join_page.load(names, "baseline", candidate="", runs=runs, **folders, **_NO_MAP)


def joining_test(store: Store) -> JoinTest:
    """The test alone."""
    return _join(store).test


def _safe(store: Store, page: str, found: Found) -> Checks:
    terms = joining_test(store).terms
    shares = [plain(v) for v in (growth_line.SHARE, growth_line.CONFIDENCE)]
    return [plain(float(terms.pupils)), *shares, plain(100 * terms.margin), exactly("100")]


def _test_runs(store: Store, page: str, found: Found) -> Checks:
    return [plain(_join(store).test.runs)]


def _otherwise(store: Store, page: str, found: Found) -> Checks:
    """What one thing at a time is taken to be, where it changes the verdict."""
    said = {turn.value: turn.outcome.verdict for turn in joining_test(store).changes}
    alike = set(said.values()) if found["verdict"] is None else {found["verdict"]}

    def with_unit(text: str) -> str:
        text = re.sub(r"^an odds ratio of (.+)", r"\1 odds ratio", text)
        return re.sub(r"^\d+$", r"\g<0> supporters", text)

    return [lambda text: len(alike) == 1 and {said.get(with_unit(text))} == alike]


def _seed_and_runs(store: Store, page: str, found: Found) -> Checks:
    seed = exactly(str(store.result("baseline").summary.seed))
    if page == "assumptions":
        return [seed, plain(int(_sweep(store).tornado.central.values))]
    each = (_join(store).test.runs, store.result("baseline").runs)
    return [seed, plain(min(each)), plain(max(each))]


_P = r"[^;:]+?(?: \([^)]*\))?"
EXPERIMENTS: tuple[Sentence, ...] = (
    Sentence("assumptions", r"central value the answer is (.+?)\. ", _central),
    Sentence(
        "assumptions",
        r"these (\d+) assumptions make (\d+%) and chance the rest; .+? Another (\d+) assumptions",
        _luck,
        always=False,
    ),
    Sentence("assumptions", r"the answer would be (.+?): (.+?) than as assumed", _without),
    Sentence(
        "assumptions",
        rf"(?:\. |; )(?P<called>[A-Z][^;.]+?): lowest ({_P}), highest ({_P})(?=;|\.(?: |$))",
        _ends,
    ),
    Sentence(
        "assumptions",
        r"“(?P<called>[^”]+)” moves the answer most: (.+?) at its lowest value, (.+?) at its",
        _ends,
    ),
    Sentence(
        "assumptions",
        r"First all (\d+) assumptions that have a range(?: \((\d+) numbers; some move together\))? .+?, "
        r"on (\d+) walks .+?, (\d+) runs at each point\. The (\d+) with .+? "
        r"together: (\d+) samples \(.+?\), (\d+) runs",
        _how,
    ),
    Sentence(
        "join-test",
        r"at most (\d+) more pupils of our schools in a school needing attention; (\d+%) of their "
        r"needs .+? in "
        r"(\d+%) of runs or more(?: \(.+? there, in at most (\d+) runs of (\d+) fewer)?",
        _safe,
    ),
    Sentence("join-test", r": (\d+) runs of each plan", _test_runs),
    Sentence(
        "join-test",
        r"taken to be ((?:[^.:]|\.(?=\d))+)(?:\.|: (?P<verdict>not sure|not safe|safe)\b)",
        _otherwise,
        always=False,
    ),
    Sentence("assumptions", r" Seed (\d+) Runs ([\d,]+) ", _seed_and_runs),
    Sentence("join-test", r" Seed (\d+) Runs ([\d,]+)(?: or ([\d,]+))? each ", _seed_and_runs),
    Sentence("join-test", r"test was run (\d+) times", _test_runs),
)
