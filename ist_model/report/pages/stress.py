"""STRESS-DES, the reporting guideline for discrete-event simulation, filled from the model itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ist_model.inputs.assumptions import GRADES
from ist_model.inputs.models import POLICIES
from ist_model.report import show
from ist_model.report.cases.view import View
from ist_model.report.show import Block
from ist_model.report.tables import Content
from ist_model.report.words.against import against
from ist_model.report.words.plain import and_list, counted
from ist_model.results.version import LIBRARIES, environment, model_version

Rows = list[tuple[str, str]]


def _table(rows: Rows, caption: str) -> Block:
    cells: list[list[Content]] = [[item, words] for item, words in rows]
    return show.rows(["Item", "In this model"], cells, caption=caption)


def objectives(view: View, scenarios: Sequence[str]) -> Block:
    """Section 1: purpose, outputs and aims of the experiments."""
    measures = len(view.result.catalogue)
    rows = [
        (
            "1.1 Purpose",
            "To see whether leaders can give the support that schools ask for, and what growth, "
            "release and loss of leaders would change. It does not show that support works.",
        ),
        (
            "1.2 Outputs",
            f"{measures} measures of each run, among them pupils in schools with an area needing attention, "
            "waits from need to first day, needs begun within the service standard, unmet needs, days, cost.",
        ),
        (
            "1.3 Experiments",
            f"{len(scenarios)} scenarios here, each compared with {against(view.resolved)} run by run, with "
            "the same luck, and each also with support having no effect.",
        ),
    ]
    return _table(rows, "Objectives")


def logic(view: View) -> Block:
    """Section 2: what is in the model and how it works."""
    framework, trust = view.resolved.framework, view.resolved.trust
    roles = [role.label for role in framework.roles if role.areas]
    policy = view.resolved.policy
    when = "at half-term meetings, emergencies at once" if policy.when == "meetings" else "at once"
    said = f"{POLICIES[policy.order]}; {when}; grades by the map {policy.grade_map.replace('_', ' ')}"
    known = "; ".join(f"{order.replace('_', ' ')} ({words})" for order, words in POLICIES.items())
    rows = [
        (
            "2.1 Overview",
            "Schools drift; Progress Boards see it with error; what is seen below a threshold raises "
            "a support need; needs wait for a leader who can serve them; support raises strength, at a cost.",
        ),
        (
            "2.2 Base model",
            f"{len(trust.schools)} schools, {len(trust.posts)} posts, "
            f"{len(trust.streams)} streams of demand from beyond the trust, {len(trust.networks)} networks.",
        ),
        ("2.3 Scenarios", "A scenario extends another and states what differs; pages list each difference."),
        (
            "2.4 Rules",
            f"Needs and leaders are matched by these rules: {said}. Known policies: {known}.",
        ),
        (
            "2.5.1 Entities",
            f"Support needs in {len(framework.areas)} areas and {len(framework.specialisms)} "
            "specialisms; each has a school, days, priority and patience.",
        ),
        (
            "2.5.2 Activities",
            "Progress Boards, inspections, deployments, appointments and promotions, joinings.",
        ),
        ("2.5.3 Resources", f"Places of leaders with release days a year, by role: {and_list(roles)}."),
        ("2.5.4 Queues", "One list of open needs; order by the policy, then by the key of the need."),
        (
            "2.5.5 Entry and exit",
            "Needs arise at boards, on joining and from beyond the trust; they end finished, "
            "bought, or unmet when patience ends; what is open at the end is reported as such.",
        ),
    ]
    return _table(rows, "Logic")


def data(view: View) -> Block:
    """Section 3: where numbers come from."""
    register = view.resolved.assumptions.assumptions
    counts = Counter[str](row.grade for row in register)
    graded = and_list(f"{counts[grade]} {words}" for grade, words in GRADES.items() if counts[grade])
    sampled = sum(row.distribution != "fixed" and row.low < row.high for row in register)
    rows = [
        ("3.1 Sources", view.resolved.trust.about),
        (
            "3.2 Inputs",
            f"{len(register)} numbers in the register, each with range, grade and source: {graded}.",
        ),
        (
            "3.3 Preprocessing",
            "Starting strengths are national percentiles of published figures, by school and area.",
        ),
        ("3.4 Assumptions", f"{sampled} numbers have a range and can be sampled; the rest are fixed."),
    ]
    return _table(rows, "Data")


def experiments(view: View) -> Block:
    """Section 4: how it is run."""
    resolved = view.resolved
    warm = f"{counted(resolved.warm_up_weeks, 'school weeks')} are run first and count in no result"
    start = warm if resolved.warm_up_weeks else "an opening state is given"
    rows = [
        ("4.1 Initialisation", f"The run begins on {resolved.start.day} {resolved.start:%B %Y}; {start}."),
        (
            "4.2 Run length",
            f"{counted(resolved.years, 'school years')} of 39 weeks; time is counted in ticks of a "
            "1,048,576th of a week, so that months and terms are whole numbers.",
        ),
        (
            "4.3 Estimation",
            f"{view.result.runs:,} runs, each other luck; means with 95% intervals, differences "
            "paired run by run. Uncertain assumptions are sampled apart from chance.",
        ),
    ]
    return _table(rows, "Experimentation")


def implementation(view: View) -> Block:
    """Sections 5 and 6: software, random numbers, how to get it."""
    versions = environment()
    named = and_list(f"{name} {versions[name]}" for name in LIBRARIES)
    rows = [
        (
            "5.1 Software",
            f"Python {versions['python']} with {named}. Two engines, one in SimPy and one compiled by "
            "Numba, give the same records to the bit.",
        ),
        (
            "5.2 Random numbers",
            f"Philox 4×64, keyed by root seed ({view.result.summary.seed} here), run, purpose, "
            "entity and index, so that a change moves no other draw.",
        ),
        (
            "5.3 Execution",
            "Events at one tick in a fixed order of phases, within a phase in the order of keys.",
        ),
        (
            "5.4 System",
            "Any machine with Python 3.11 or newer; runs are batches on processes or a Dask cluster.",
        ),
        (
            "6.1 Code",
            f"Model version {model_version()}, MIT licence; scenarios, register and notebooks come with it.",
        ),
    ]
    return _table(rows, "Implementation and access")
