"""A public pack cannot be led back to a school or a post by what public records hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from ist_model.inputs.resolve import resolve
from ist_model.inputs.scenario_models import Resolved
from ist_model.report.errors import PackError, PageError
from ist_model.report.pack import build_pack
from ist_model.report.pages import compose
from ist_model.report.public import NEAREST, may_be_public, refuse_what_identifies
from ist_model.report.tables import table
from ist_model.report.words import CONFIDENTIAL
from tests.report.small import ROOT, working_folder
from tests.report.test_pages import BODY

ABOUT_SOME = {
    "four-heads-of-school",
    "lose-an-nle",
    "merger-2026",
    "release-strong-deputy",
    "strong-giver-falls",
    "two-schools-join-2027",
}


@pytest.fixture(scope="module")
def baseline() -> Resolved:
    return resolve("baseline", ROOT / "scenarios")


def test_scenarios_about_single_posts_or_schools_are_left_out(baseline: Resolved) -> None:
    for name in ABOUT_SOME:
        assert not may_be_public(resolve(name, ROOT / "scenarios"), baseline), name
    for name in ("sle-days-halved", "vnet-withdrawn", "no-effect"):
        assert may_be_public(resolve(name, ROOT / "scenarios"), baseline), name


def test_every_way_back_to_a_school_is_refused(baseline: Resolved) -> None:
    school = next(each for each in baseline.trust.schools if each.roll % NEAREST)
    post = baseline.trust.posts[0]
    assert school.place is not None
    total = sum(each.roll for each in baseline.trust.schools)
    for told in (
        school.name,
        school.label,
        school.id,
        str(school.urn),
        post.id,
        f"{school.roll} pupils",
        f"{total:,} pupils",
        f"at {school.place.latitude} north",
    ):
        for body in (f"<p>Here: {told}.</p>", f'<p aria-label="{told}">A</p>'):
            page = f"<html><body>{body}</body></html>"
            with pytest.raises(PageError, match="a public page may not hold"):
                refuse_what_identifies(page, [baseline])
    refuse_what_identifies("<html><body><p>57 pupils in 250 days.</p></body></html>", [baseline])


def test_a_rounded_count_is_not_taken_for_the_roll_of_a_school_with_a_round_one(baseline: Resolved) -> None:
    assert 200 in [school.roll for school in baseline.trust.schools]
    told = compose(BODY.replace("<h2>Two</h2>", "<p>On average 181 pupils.</p><h2>Two</h2>"), public=True)
    assert "200 pupils" in told
    refuse_what_identifies(told, [baseline])


def test_counts_of_pupils_are_rounded_and_what_is_private_goes_with_its_heading() -> None:
    rows = [["All", "1,387", "£12,345"], ["Joiners", "431", "£1,387"]]
    body = BODY.replace("<h2>Two</h2>", "<p>97 of the 1,387 pupils; 212 to 438 pupils.</p><h2>Two</h2>")
    body += '<div class="private"><p>School A</p></div>' + "<h2>Three</h2>"
    body += table(["Group", "Pupils", "Cost"], rows, caption="Groups of 1,387 pupils")
    soup = BeautifulSoup(compose(body, public=True), "html.parser")
    assert "97 of the 1,400 pupils; 200 to 450 pupils." in soup.get_text()
    assert [td.get_text() for td in soup.select("td")] == ["1,400", "£12,345", "450", "£1,387"]
    assert soup.select_one("[role=region]")["aria-label"] == "Groups of 1,400 pupils"
    assert [h.get_text() for h in soup.select("main > h2")] == ["One", "Three"]
    assert "School A" not in str(soup)
    assert CONFIDENTIAL not in str(soup)
    assert CONFIDENTIAL in compose(body)


def test_a_public_pack_does_not_name_schools(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="cannot call schools by name"):
        build_pack([], tmp_path, tmp_path, named=True, public=True)


@pytest.mark.slow
def test_the_shipped_trusts_public_pack_is_whole_and_leads_back_to_none(tmp_path: Path) -> None:
    folder = working_folder(tmp_path)
    names = ["sle-days-halved", "lose-an-nle"]
    index = build_pack(names, folder / "scenarios", folder / "outputs", public=True, workers=2)
    assert index == folder / "outputs/public-pack/index.html"
    assert not (folder / "outputs/pack").exists()
    chosen = [resolve(name, folder / "scenarios") for name in ("baseline", *names)]
    pages = {path.name: path.read_text(encoding="utf-8") for path in index.parent.rglob("*.html")}
    assert {"index.html", "baseline.html", "sle-days-halved.html", "compare.html"} <= pages.keys()
    assert not {"lose-an-nle.html", "leaders.html", "school-a.html"} & pages.keys()
    for text in pages.values():
        refuse_what_identifies(text, chosen)
        assert CONFIDENTIAL not in text
