"""No line of a page ends between a number and its unit; what a page says stays the same."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from ist_model.report.pack.kept_together import keep_together
from ist_model.report.pack.rendering import compose
from tests.report.test_pages import BODY

GAP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("about 16 in 20 (15 to 17 in 20)", "about 16_in_20 (15_to_17_in_20)"),
        ("3 more pupils (2 to 4)", "3_more pupils (2_to_4)"),
        ("costs £19,000 a year (± £1,000).", "costs £19,000_a_year (±_£1,000)."),
        ("100 to 200 pupils", "100_to_200_pupils"),
        ("± 2 days or better", "±_2_days or better"),
        ("(8 runs in 10: £13,000 to £17,000)", "(8_runs in 10: £13,000_to_£17,000)"),
        ("73% (72% to 74%)", "73% (72%_to_74%)"),
        ("Area51 schools", "Area51 schools"),
        ("1 " + "w" * 50, "1 " + "w" * 50),
    ],
)
def test_a_number_stays_with_its_unit(said: str, kept: str) -> None:
    soup = BeautifulSoup(f"<p>{said}</p>", "html.parser")
    keep_together(soup)
    assert soup.p.get_text() == kept.replace("_", GAP)


def test_styles_are_no_words_and_a_page_says_what_it_said() -> None:
    soup = BeautifulSoup("<style>@media (max-width: 36rem) {}</style>", "html.parser")
    keep_together(soup)
    assert GAP not in str(soup)
    page = compose(BODY + "<p>about 16 in 20 (15 to 17 in 20)</p>")
    assert f"16{GAP}in{GAP}20" in page
    assert "about 16 in 20 (15 to 17 in 20)" in " ".join(
        BeautifulSoup(page, "html.parser").get_text().split()
    )
