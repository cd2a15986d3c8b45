"""A public pack cannot be led back to a school or a post by what public records hold."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from ist_model.inputs.resolve import resolve
from ist_model.inputs.scenario_models import Resolved
from ist_model.report.charts import fan
from ist_model.report.errors import PackError, PageError
from ist_model.report.notebooks.run import code_cells, defaults
from ist_model.report.pack.build import build_pack
from ist_model.report.pack.contents import KINDS, pages
from ist_model.report.pack.public import left_out, refuse_what_identifies, why_private
from ist_model.report.pack.rendering import compose
from ist_model.report.tables import table
from ist_model.report.words.coarse import POUNDS_STEP, PUPILS_STEP
from ist_model.report.words.few import few_holders
from ist_model.report.words.plain import CONFIDENTIAL
from ist_model.results.result import ScenarioResult
from ist_model.results.stored import load
from tests.report.drawn import pictures, read_back
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
        assert why_private(resolve(name, ROOT / "scenarios"), baseline), name
    for name in ("sle-days-halved", "vnet-withdrawn", "no-effect"):
        assert not why_private(resolve(name, ROOT / "scenarios"), baseline), name


def test_who_makes_the_pack_is_told_what_is_left_out_and_why_without_a_post(baseline: Resolved) -> None:
    names = ("lose-an-nle", "no-effect", "four-heads-of-school", "two-schools-join-2027")
    found = {"baseline": baseline} | {name: resolve(name, ROOT / "scenarios") for name in names}
    (told,) = left_out(found, "baseline")
    assert "lose-an-nle, four-heads-of-school" in told
    assert "no-effect" not in told
    assert not [post.id for each in found.values() for post in each.trust.posts if post.id in told]
    assert left_out({"baseline": baseline}, "baseline") == []


def test_every_way_back_to_a_school_is_refused(baseline: Resolved) -> None:
    school = next(each for each in baseline.trust.schools if each.roll % PUPILS_STEP)
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
        f"57 of the {total:,} in our schools are pupils",
        f"{total - school.roll + 1:,} pupils",
        "60 pupils (53 to 61)",
        f"at {school.place.latitude} north",
    ):
        for body in (f"<p>Here: {told}.</p>", f'<p aria-label="{told}">A</p>'):
            page = f"<html><body>{body}</body></html>"
            with pytest.raises(PageError, match="a public page may not hold"):
                refuse_what_identifies(page, [baseline])
    fine = "60 pupils (50 to 70) in 277 days; 18.7 pupils (18.6 to 18.7)"
    refuse_what_identifies(f"<html><body><p>{fine}</p></body></html>", [baseline])
    for cells in ([["All", "1,387"]], [["All", str(school.roll)]]):
        page = f"<html><body>{table(['Group', 'Pupils'], cells, caption='Groups')}</body></html>"
        with pytest.raises(PageError, match="a public page may not hold"):
            refuse_what_identifies(page, [baseline])


def test_a_rounded_count_is_not_taken_for_the_roll_of_a_school_with_a_round_one(baseline: Resolved) -> None:
    assert 200 in [school.roll for school in baseline.trust.schools]
    refuse_what_identifies("<html><body><p>On average 200 pupils.</p></body></html>", [baseline])


def test_what_is_private_goes_with_its_heading_and_so_does_a_table_without_rows() -> None:
    body = BODY + '<div class="private"><p>School A</p></div>' + "<h2>Three</h2>"
    body += table(["Group", "Cost"], [["All", "£12,345"]], caption="Groups") + "<h2>Four</h2>"
    body += table(["Group", "Cost"], [], caption="Nobody")
    soup = BeautifulSoup(compose(body, public=True), "html.parser")
    assert [h.get_text() for h in soup.select("main > h2")] == ["One", "Three"]
    assert [caption.get_text() for caption in soup.select("caption")][-1] == "Groups"
    assert "School A" not in str(soup)
    assert CONFIDENTIAL not in str(soup)
    assert CONFIDENTIAL in compose(body)


def test_scenarios_are_compared_only_where_there_is_one_to_compare(baseline: Resolved) -> None:
    found = {"baseline": baseline} | {
        name: resolve(name, ROOT / "scenarios") for name in ("no-effect", "sle-days-halved")
    }
    of_two = {name: found[name] for name in ("baseline", "no-effect")}
    assert "compare.html" in [page.file for page in pages(found, "baseline", public=True)]
    assert "compare.html" not in [page.file for page in pages(of_two, "baseline", public=True)]
    assert "compare.html" in [page.file for page in pages(of_two, "baseline")]


def test_every_notebook_of_a_public_pack_asks_who_reads_it() -> None:
    """One that did not would say and draw numbers of pupils as they are."""
    for name in {kind.notebook for kind in KINDS if not kind.post_level}:
        cells = code_cells(ROOT / "notebooks" / name)
        assert defaults(ROOT / "notebooks" / name)["public"] is False
        assert "for_anyone(public)" in cells[1].splitlines(), name


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
    shown = {path.name: path.read_text(encoding="utf-8") for path in index.parent.rglob("*.html")}
    assert {"index.html", "baseline.html", "sle-days-halved.html", "compare.html"} <= shown.keys()
    assert not {"lose-an-nle.html", "leaders.html", "school-a.html"} & shown.keys()
    result = load(folder / "outputs/results", chosen[0])
    assert result is not None
    assert len([value for text in shown.values() for value, _ in drawn(text)]) > 100
    for file, text in shown.items():
        assert [value for value, step in drawn(text) if step and off(value, step)] == [], file
        assert contradictions(text) == [], file
        refuse_what_identifies(text, chosen)
        assert CONFIDENTIAL not in text
        assert ways_back(text, chosen[0], result) == [], file


def ways_back(page: str, resolved: Resolved, result: ScenarioResult) -> list[str]:
    """What on a page someone could look up who has rolls, a map, the register of schools and accounts."""
    soup = BeautifulSoup(page, "html.parser")
    for whole in soup.find_all("table"):  # the register tells of schools in England
        if [head.get_text() for head in whole.select("thead th")][-2:] == ["Grade", "Source"]:
            whole.decompose()
    alts = (str(image.get("alt", "")) for image in soup.find_all("img"))
    text = " ".join(" ".join([soup.get_text(" "), *alts]).split())
    numbers = {str(school.urn) for school in resolved.trust.schools if school.urn}
    found = sorted(told for told in numbers if re.search(rf"(?<!\d){told}(?!\d)", text))  # the register
    for told in re.findall(r"(?<![\w,])(\d[\d,]*)(?= pupils\b)", text):  # rolls
        count = int(told.replace(",", ""))
        found += [told] if count >= 100 and count % PUPILS_STEP else []
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


def drawn(page: str) -> list[tuple[float, float]]:
    """Values of a page's pictures of pupils and of money, and what each is to be a multiple of."""
    return [
        (value, PUPILS_STEP if "upils" in alt else POUNDS_STEP / 1000)
        for alt, svg in pictures(page)
        if "upils" in alt or "£" in alt
        for value in read_back(svg)
    ]


def off(value: float, step: float) -> bool:
    return abs(value - step * round(value / step)) > 0.01


_WITH_ENDS = re.compile(r"([\d,]+)((?: (?:more|fewer))? pupils) \(([\d,]+) to ([\d,]+)(?: \w+)?\)")


def contradictions(page: str) -> list[str]:
    """Counts of pupils that do not lie within the interval beside them."""
    text = " ".join(BeautifulSoup(page, "html.parser").get_text(" ").split())
    found = []
    for told in _WITH_ENDS.finditer(text):
        count, low, high = (int(told[at].replace(",", "")) for at in (1, 3, 4))
        found += [] if low <= count <= high else [told[0]]
    return found


def test_a_count_outside_its_interval_and_a_drawn_roll_are_found(baseline: Resolved) -> None:
    wrong = "200 pupils (172 to 187)"
    assert contradictions(f"<p>{wrong}, 60 pupils (50 to 70)</p>") == [wrong]
    assert contradictions("<p>100 more pupils (110 to 130)</p>")
    roll = float(next(each.roll for each in baseline.trust.schools if each.roll % PUPILS_STEP))
    ends = {"p_mean": [60.0, 70.0], "p_p10": [0.0, 0.0], "p_p90": [roll, roll]}
    frame = pd.DataFrame({"label": ["Autumn 1, 2026/27", "Autumn 2, 2026/27"], **ends})
    page = fan({"It": frame}, {"It": 60.0}, column="p", who="us").html()
    assert any(abs(value - roll) < 0.01 and off(value, step) for value, step in drawn(page))


def test_ways_back_are_found_where_there_are_any(small: Path) -> None:
    shown = small / "outputs/pack"
    own = resolve("baseline", small / "scenarios")
    result = load(small / "outputs/results", own)
    assert result is not None
    school = next(each for each in own.trust.schools if each.roll % PUPILS_STEP and each.roll > 100)
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
    chart = '<figure><figcaption>a</figcaption><img alt="{}" src="data:image/svg+xml;base64,AAAA">'
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
