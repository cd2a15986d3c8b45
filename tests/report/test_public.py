"""A public pack cannot be led back to a school or a post by what public records hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from ist_model.inputs.resolve import resolve
from ist_model.inputs.scenario_models import Resolved
from ist_model.report.errors import PackError, PageError
from ist_model.report.pack.build import build_pack
from ist_model.report.pack.public import NEAREST, few_holders, may_be_public, refuse_what_identifies
from ist_model.report.pack.rendering import compose
from ist_model.report.tables import table
from ist_model.report.words.plain import CONFIDENTIAL
from ist_model.results.result import ScenarioResult
from ist_model.results.stored import load
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
        f"57 pupils of the {total:,} in our schools",
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
    assert "200 pupils" in told.replace("\u00a0", " ")
    refuse_what_identifies(told, [baseline])


def test_counts_of_pupils_are_rounded_and_what_is_private_goes_with_its_heading() -> None:
    rows = [["All", "1,387", "£12,345"], ["Joiners", "431", "£1,387"]]
    body = BODY.replace(
        "<h2>Two</h2>",
        "<p>97 of the 1,387 pupils; 212 to 438 pupils; 60 of the 1,387 in our schools.</p><h2>Two</h2>",
    )
    body += '<div class="private"><p>School A</p></div>' + "<h2>Three</h2>"
    body += table(["Group", "Pupils", "Cost"], rows, caption="Groups of 1,387 pupils")
    soup = BeautifulSoup(compose(body, public=True), "html.parser")
    assert "97 of the 1,400 pupils; 200 to 450 pupils; 60 of the 1,400 in our schools." in " ".join(
        soup.get_text().split()
    )
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
    result = load(folder / "outputs/results", chosen[0])
    assert result is not None
    for file, text in pages.items():
        refuse_what_identifies(text, chosen)
        assert CONFIDENTIAL not in text
        assert ways_back(text, chosen[0], result) == [], file


def ways_back(page: str, resolved: Resolved, result: ScenarioResult) -> list[str]:
    """What on a page someone could look up who has rolls, a map, the register of schools and accounts."""
    soup = BeautifulSoup(page, "html.parser")
    alts = (str(image.get("alt", "")) for image in soup.find_all("img"))
    text = " ".join(" ".join([soup.get_text(" "), *alts]).split())
    numbers = {str(school.urn) for school in resolved.trust.schools if school.urn}
    found = sorted(told for told in numbers if re.search(rf"(?<!\d){told}(?!\d)", text))  # the register
    for told in re.findall(r"(?<![\w,])(\d[\d,]*)(?= pupils\b)", text):  # rolls
        count = int(told.replace(",", ""))
        found += [told] if count >= 100 and count % NEAREST else []
    places = [s.place for s in resolved.trust.schools if s.place is not None]
    ends = [abs(end) for place in places for end in (place.latitude, place.longitude)]
    for told in re.findall(r"(?<![\w£,.])\d{1,2}\.\d{2,}", text):  # a map
        found += [told] if any(abs(float(told) - end) < 0.001 for end in ends) else []
    accounts = result.series["icfp"]
    for column in accounts.columns[accounts.columns.str.endswith("_gbp_mean")]:  # accounts
        for value in accounts[column]:
            told = f"£{round(value / 1000):,},000"
            found += [told] if value >= 100_000 and told in text else []
    return found


def test_ways_back_are_found_where_there_are_any(small: Path) -> None:
    shown = small / "outputs/pack"
    own = resolve("baseline", small / "scenarios")
    result = load(small / "outputs/results", own)
    assert result is not None
    school = next(each for each in own.trust.schools if each.roll % NEAREST and each.roll > 100)
    for told in (f"URN {school.urn}", f"{school.roll} pupils", f"at {abs(school.place.latitude)}"):
        assert ways_back(f"<p>{told}</p>", own, result), told
    sheet = (shown / "money/school-a.html").read_text(encoding="utf-8")  # for one head: full of them
    assert len(ways_back(sheet, own, result)) > 5


def test_roles_with_few_holders_have_no_figure_on_a_public_page(baseline: Resolved) -> None:
    few = few_holders([baseline])
    assert few == {
        "Data Lead",
        "Partnership Head",
        "System leader (formerly NLE)",
        "Trust Improvement Partner",
    }
    rows = [["SLE (specialist leader)", "19%"], ["Trust Improvement Partner", "41%"]]
    chart = '<figure><figcaption>a</figcaption><img alt="{}" src="data:image/svg+xml;base64,AA">'
    chart += '<p class="careful">b</p></figure>'
    body = BODY.replace("<h2>Two</h2>", f"{table(['Role', 'In use'], rows, caption='Roles')}<h2>Two</h2>")
    for alt in ("Busiest: Trust Improvement Partner 41%", "SLE (specialist leader) 19%"):
        body += chart.format(alt)
    assert "Trust Improvement Partner" in compose(body)
    with pytest.raises(PageError, match="a role with few holders"):
        refuse_what_identifies(compose(body, public=True), [baseline])
    shown = compose(body, public=True, few=few)
    assert "Trust Improvement Partner" not in shown
    assert shown.count("19%") == 2
    refuse_what_identifies(shown, [baseline])
    told = "<html><body><p>Busiest is the Trust Improvement Partner, 41% of the time.</p></body></html>"
    with pytest.raises(PageError, match="a role with few holders"):
        refuse_what_identifies(told, [baseline])
