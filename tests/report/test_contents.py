"""The contents: pages in reading order, one for each scenario or school, each with an address of its own."""

from __future__ import annotations

import pytest

from ist_model.inputs.resolve import resolve
from ist_model.inputs.scenario_models import Resolved
from ist_model.report.pack.contents import KINDS, PARTS, Kind, pages
from ist_model.report.pack.navigation import by_part, places
from tests.report.small import ROOT

NAMES = ("baseline", "lose-an-nle")


@pytest.fixture(scope="module")
def chosen() -> dict[str, Resolved]:
    return {name: resolve(name, ROOT / "scenarios") for name in NAMES}


def test_every_line_has_its_notebook_and_a_part_and_every_page_its_own_address(
    chosen: dict[str, Resolved],
) -> None:
    assert [kind.notebook for kind in KINDS if not (ROOT / "notebooks" / kind.notebook).is_file()] == []
    made = pages(chosen, "baseline")
    assert len({page.file.lower() for page in made}) == len(made)
    order = list(PARTS)
    assert [order.index(page.kind.part) for page in made] == sorted(
        order.index(page.kind.part) for page in made
    )


def test_pages_for_each_scenario_and_school_carry_what_tells_them_apart(chosen: dict[str, Resolved]) -> None:
    kinds = (
        Kind("s.ipynb", "schools", "{name} on a page", "schools/{id}.html", per="school", post_level=True),
        Kind("c.ipynb", "comparison", "Compared", "compared.html", shows="all", parameters={"rows": 3}),
        Kind("n.ipynb", "scenarios", "{name}", "scenarios/{id}.html", per="scenario", shows="scenario"),
    )
    made = pages(chosen, "baseline", kinds=kinds)
    assert [page.file for page in made[:4]] == [
        "compared.html",
        "scenarios/baseline.html",
        "scenarios/lose-an-nle.html",
        "schools/school-a.html",
    ]
    assert (made[0].shows, made[0].parameters) == (NAMES, {"rows": 3})
    assert [page.shows for page in made[1:3]] == [("baseline",), NAMES]
    first = min(chosen["baseline"].trust.schools, key=lambda school: school.label)
    assert (made[3].title, made[3].parameters) == ("School A on a page", {"school": first.id})
    assert pages(chosen, "baseline", kinds=kinds, named=True)[3].title == f"{first.name} on a page"
    assert [page.kind.part for page in pages(chosen, "baseline", kinds=kinds, public=True)] == [
        "comparison",
        "scenarios",
        "scenarios",
    ]


def test_schools_with_one_label_keep_pages_of_their_own(chosen: dict[str, Resolved]) -> None:
    baseline = chosen["baseline"]
    same = [school.model_copy(update={"label": "Ä!"}) for school in baseline.trust.schools]
    trust = baseline.trust.model_copy(update={"schools": tuple(same)})
    kind = Kind("s.ipynb", "schools", "{name}", "schools/{id}.html", per="school")
    made = pages({"baseline": baseline.model_copy(update={"trust": trust})}, "baseline", kinds=[kind])
    assert len({page.file for page in made}) == len(same)


def test_a_line_that_cannot_stand_is_refused(chosen: dict[str, Resolved]) -> None:
    with pytest.raises(ValueError, match="unknown part of the pack: afterthoughts"):
        pages(chosen, "baseline", kinds=[Kind("x.ipynb", "afterthoughts", "X", "x.html")])
    twice = [Kind("x.ipynb", "money", "X", "x.html"), Kind("y.ipynb", "joining", "Y", "x.html")]
    with pytest.raises(ValueError, match=r"two pages of the pack have the address x\.html"):
        pages(chosen, "baseline", kinds=twice)


def test_pages_follow_one_another(chosen: dict[str, Resolved]) -> None:
    kinds = (
        Kind("a.ipynb", "trustees", "The decision", "decision.html"),
        Kind("n.ipynb", "scenarios", "{name}", "scenarios/{id}.html", per="scenario", shows="scenario"),
    )
    made = pages(chosen, "baseline", kinds=kinds)
    first, second, third = places(made)
    assert first.before is None
    assert third.after is None
    assert second.contents is not None
    assert second.contents.href == "../index.html"
    assert second.before is not None
    assert (second.before.title, second.before.href) == ("The decision", "../decision.html")
    assert first.after is not None
    assert first.after.href == "scenarios/baseline.html"
    assert [part for part, _ in by_part(made)] == [PARTS["trustees"], PARTS["scenarios"]]
