"""What is in the pack, in reading order. To add a page: its notebook, and its line in `KINDS`.

A kind becomes one page, or a page for each scenario or school. Every page is its notebook run with the common
parameters that the notebook declares (`COMMON`), the one that tells its pages apart (`scenario` or `school`)
and those of its line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from ist_model.inputs.scenario_models import Resolved
from ist_model.report.words.neutral import unnamed

Per = Literal["pack", "scenario", "school"]
Shows = Literal["baseline", "scenario", "all"]

# Parts in reading order: what a reader sees as headings of the contents.
PARTS = {
    "trustees": "For trustees",
    "comparison": "The scenarios compared",
    "scenarios": "Scenario by scenario",
    "network": "People and network",
    "joining": "Joining and its timing",
    "money": "Money",
    "schools": "A school on a page",
    "assumptions": "What is assumed, and who may see it",
    "technical": "Technical file",
}
TECHNICAL = "technical"
# Passed to every notebook that declares them; `scenarios`: names of all in the pack, the baseline first;
# `scenario`: the baseline, where a page has none of its own.
COMMON = ("baseline", "scenario", "scenarios", "scenarios_dir", "results_dir", "named", "public")


@dataclass(frozen=True)
class Kind:
    """One line of the contents.

    Attributes:
        notebook: File name in the notebooks folder.
        part: Where it stands (a key of `PARTS`).
        title: As the contents list it; `{name}` is the scenario's name or what the school is called.
        file: Address in the pack; `{id}` is the scenario's id or the school's label.
        per: One page, one for each scenario, or one for each school of the baseline.
        shows: Whose results it shows besides the baseline's: if one of them changes, the page is made anew.
        post_level: Whether it tells of single posts or may lead back to a school: left out of a public pack.
        compares: Whether it sets scenarios side by side: left out of a public pack that has none to compare.
        parameters: Further values for the notebook's own parameters.
    """

    notebook: str
    part: str
    title: str
    file: str
    per: Per = "pack"
    shows: Shows = "baseline"
    post_level: bool = False
    compares: bool = False
    parameters: Mapping[str, Any] = field(default_factory=dict)


KINDS: tuple[Kind, ...] = (
    Kind(
        "00_decision_paper.ipynb",
        "trustees",
        "The decision paper",
        "decision.html",
        shows="all",
        post_level=True,
    ),
    Kind("01_trust_on_a_page.ipynb", "trustees", "The trust on a page", "trust.html", post_level=True),
    Kind("15_days_have_and_need.ipynb", "trustees", "Days we have against days we need", "days.html"),
    Kind("16_who_leads.ipynb", "trustees", "Who leads each school", "leaders.html", post_level=True),
    Kind(
        "03_compare.ipynb", "comparison", "All scenarios compared", "compare.html", shows="all", compares=True
    ),
    Kind("02_scenario.ipynb", "scenarios", "{name}", "scenarios/{id}.html", per="scenario", shows="scenario"),
    Kind(
        "11_joining_and_timing.ipynb",
        "joining",
        "How fast can we safely grow, and when?",
        "joining.html",
        shows="all",
        post_level=True,  # which schools may join, and when, is told of schools
    ),
    Kind(
        "11_joining.ipynb",
        "joining",
        "Should this school join, and how far is growth safe?",
        "join-test.html",
        shows="all",
        post_level=True,  # it tells of one school, and of posts
    ),
    Kind("05_support_network.ipynb", "network", "Givers and receivers", "network.html", post_level=True),
    Kind("06_succession.ipynb", "network", "Who leads next", "succession.html", shows="all", post_level=True),
    Kind("14_planned_actual_next.ipynb", "network", "Planned, actual, next", "log.html", post_level=True),
    Kind("07_value_for_money.ipynb", "money", "What support costs, and what for", "money.html"),
    # Rolls and starting points lead back to a school, whatever it is called.
    Kind(
        "07_icfp_sheet.ipynb",
        "money",
        "To talk over with the head: {name}",
        "money/{id}.html",
        per="school",
        post_level=True,
    ),
    Kind(
        "04_school_on_a_page.ipynb", "schools", "{name}", "schools/{id}.html", per="school", post_level=True
    ),
    Kind(
        "09_assumptions.ipynb",
        "assumptions",
        "Which assumptions carry the answer?",
        "assumptions.html",
    ),
    Kind("12_data_protection.ipynb", "assumptions", "Data protection", "data-protection.html"),
    Kind("13_stress_des.ipynb", "technical", "STRESS-DES", "stress-des.html", shows="all"),
    Kind(
        "08_model_evidence.ipynb",
        "technical",
        "How far the model can be trusted",
        "evidence.html",
        shows="all",
    ),
)


@dataclass(frozen=True)
class Page:
    """One page of a pack.

    Attributes:
        kind: The line it comes from.
        title: As the contents list it.
        file: Address in the pack, with slashes.
        parameters: What tells it apart from other pages of its kind, and its line's own.
        shows: Names of the scenarios whose results it shows, the baseline first.
    """

    kind: Kind
    title: str
    file: str
    parameters: Mapping[str, Any]
    shows: tuple[str, ...]

    @property
    def home(self) -> str:
        """Relative address of the pack's top folder: "" or "../" as often as needed."""
        return "../" * self.file.count("/")

    @property
    def technical(self) -> bool:
        """Whether it belongs to the technical file."""
        return self.kind.part == TECHNICAL


def pages(
    chosen: Mapping[str, Resolved],
    baseline: str,
    *,
    named: bool = False,
    public: bool = False,
    kinds: Sequence[Kind] = KINDS,
) -> list[Page]:
    """The pages of a pack, in reading order.

    Args:
        chosen: The scenarios by name, the baseline among them.
        baseline: Name of the baseline.
        named: Whether schools are called by name.
        public: Whether pages that tell of single posts are left out.
        kinds: The lines; other than `KINDS` for tests.

    Raises:
        ValueError: If a line's part is unknown, or two pages have one address.
    """
    # With support having no effect a scenario answers another question, so it is not compared.
    alone = all(name == baseline or each.no_effect for name, each in chosen.items())
    made = [
        page
        for part in PARTS
        for kind in kinds
        if kind.part == part and not (public and (kind.post_level or (kind.compares and alone)))
        for page in _of(kind, chosen, baseline, named)
    ]
    unknown = sorted({kind.part for kind in kinds} - set(PARTS))
    if unknown:
        raise ValueError(f"unknown part of the pack: {', '.join(unknown)} (parts: {', '.join(PARTS)})")
    files = [page.file for page in made]
    twice = sorted({file for file in files if files.count(file) > 1})
    if twice:
        raise ValueError(f"two pages of the pack have the address {', '.join(twice)}")
    return made


def _of(kind: Kind, chosen: Mapping[str, Resolved], baseline: str, named: bool) -> list[Page]:
    shown = tuple(chosen) if kind.shows == "all" else (baseline,)
    if kind.per == "pack":
        return [Page(kind, kind.title, kind.file, dict(kind.parameters), shown)]
    if kind.per == "scenario":
        made = []
        for name, resolved in chosen.items():
            shows = tuple(dict.fromkeys((baseline, name)))
            called = (resolved if named else unnamed(resolved)).name
            made.append(_one(kind, called, resolved.scenario_id, {"scenario": name}, shows))
        return made
    schools = sorted(chosen[baseline].trust.schools, key=lambda school: school.label)
    found: dict[str, Page] = {}
    for school in schools:
        address = _address(school.label)
        while address in found:
            address += "-also"
        called = school.name if named else school.label
        found[address] = _one(kind, called, address, {"school": school.id}, shown)
    return list(found.values())


def _one(kind: Kind, name: str, id_: str, own: Mapping[str, Any], shows: tuple[str, ...]) -> Page:
    title, file = kind.title.replace("{name}", name), kind.file.replace("{id}", id_)
    return Page(kind, title, file, {**kind.parameters, **own}, shows)


def _address(label: str) -> str:
    """A label as part of a file's name: small letters, digits and dashes."""
    return re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-") or "school"
