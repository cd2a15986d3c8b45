"""The index: every page under its part, PDFs, faults as text, and a stamp as recent as what it leads to."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup

from ist_model.inputs.resolve import resolve
from ist_model.inputs.scenario_models import Resolved
from ist_model.inputs.unknown import Form, Unknown
from ist_model.report.pack.contents import PARTS, Kind, pages
from ist_model.report.pack.index import Made, dates, index
from ist_model.report.words.plain import CONFIDENTIAL
from tests.report.small import ROOT
from tests.report.test_pages import STAMP

HOSTILE = "<script>alert(1)</script> for $10"
KINDS = (
    Kind("a.ipynb", "trustees", "The decision", "decision.html"),
    Kind("n.ipynb", "scenarios", "{name}", "scenarios/{id}.html", per="scenario", shows="scenario"),
    Kind("t.ipynb", "technical", "Evidence", "evidence.html"),
)


@pytest.fixture(scope="module")
def chosen() -> dict[str, Resolved]:
    baseline = resolve("baseline", ROOT / "scenarios")
    odd = resolve("lose-an-nle", ROOT / "scenarios").model_copy(update={"name": HOSTILE})
    return {"baseline": baseline, "lose-an-nle": odd}


def made(chosen: dict[str, Resolved], failed: dict[str, str], *, public: bool = False) -> BeautifulSoup:
    listed = pages(chosen, "baseline", kinds=KINDS)
    when = [dt.date(2026, 10, 1), dt.date(2026, 11, 5)]
    text = index(Made(listed, list(chosen.values()), failed, {"pack.pdf": "Board pack"}, when, public))
    return BeautifulSoup(text, "html.parser")


def test_it_lists_every_page_under_its_part_in_reading_order(chosen: dict[str, Resolved]) -> None:
    soup = made(chosen, {})
    heads = [head.get_text() for head in soup.select(".toc h2")]
    assert heads == [PARTS[part] for part in ("trustees", "scenarios", "technical")]
    assert [a["href"] for a in soup.select("main a")] == [
        "decision.html",
        "scenarios/baseline.html",
        "scenarios/lose-an-nle.html",
        "evidence.html",
        "pack.pdf",
    ]
    assert "5 November 2026" in soup.footer.get_text()
    assert CONFIDENTIAL in soup.get_text()


def test_names_and_faults_are_text_never_markup(chosen: dict[str, Resolved]) -> None:
    soup = made(chosen, {"scenarios/lose-an-nle.html": "<img src=x onerror=alert(1)>"})
    assert soup.find("script") is None
    assert soup.find("img") is None
    told = soup.select_one("div.problem").get_text()
    assert HOSTILE in told
    assert "<img src=x onerror=alert(1)>" in told


def test_one_scenario_is_not_compared_with_itself(chosen: dict[str, Resolved]) -> None:
    alone = made({"baseline": chosen["baseline"]}, {})
    assert "One scenario: today’s plan (“" in alone.get_text()
    assert "1 scenarios" not in alone.get_text()
    assert "2 scenarios, each compared" in " ".join(made(chosen, {}).get_text().split())


def test_a_public_one_is_not_for_trustees_alone(chosen: dict[str, Resolved]) -> None:
    assert CONFIDENTIAL not in made(chosen, {}, public=True).get_text()


@pytest.mark.parametrize(
    ("form", "said"),
    [("place", "every school stands at its middle"), ("number", "not all of the trust is known")],
)
def test_what_is_not_known_is_said_first_of_all(chosen: dict[str, Resolved], form: Form, said: str) -> None:
    unknown = Unknown(cell="a cell", label="something", taken="a range", keys=("unknown.x",), form=form)
    open_ = {name: each.model_copy(update={"unknowns": (unknown,)}) for name, each in chosen.items()}
    assert said in made(open_, {}).get_text()
    assert said not in made(chosen, {}).get_text()


def test_the_date_of_a_page_is_read_from_its_stamp() -> None:
    assert dates([STAMP, "no stamp"]) == [dt.date(2026, 11, 5)]
