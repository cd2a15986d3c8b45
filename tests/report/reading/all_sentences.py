"""Every page with all that is read from its words, and the numbers in words that need no reader."""

from __future__ import annotations

import json
import re

from tests.report.reading.beside_decision import DECISION
from tests.report.reading.beside_evidence import EVIDENCE
from tests.report.reading.beside_experiments import EXPERIMENTS
from tests.report.reading.beside_grounds import GROUNDS
from tests.report.reading.beside_network import NETWORK
from tests.report.reading.beside_others import OTHERS
from tests.report.reading.beside_pictures import PICTURES
from tests.report.reading.beside_schools import SCHOOLS
from tests.report.reading.beside_sheets import SHEETS
from tests.report.reading.beside_waits import WAITS
from tests.report.reading.passages import Page, Sentence, page_of
from tests.report.reading.sentences import OPENING
from tests.report.reading.stored import KNOWN, Store

SENTENCES: tuple[Sentence, ...] = (
    *(*OPENING, *DECISION, *SHEETS, *PICTURES, *WAITS),
    *(*OTHERS, *SCHOOLS, *NETWORK, *EVIDENCE, *EXPERIMENTS, *GROUNDS),
)
# Fixed words with a number in them, and why nothing has to be read back.
FIXED = {
    "how sure an interval is, the same everywhere": r"95% intervals?|Sure at 95%",
    "the share of runs that a range holds, as its picture draws it": r"8 (?:runs )?in 10\b|1 run in 10",
    "what an axis or a scale is": r"crosses 0|near 100%|how many of 100 schools",
    "how many such schools the inspectors' dates hold (LIKELY)": r"for 8 schools in 10",
    "when the answer counts as sure (MODEL 11.1)": r"(?:in|than) 8 of 10 other sets",
    "a list's own numbers": r"option \d\b|options \d(?:(?:, | and )\d)*|\b\d\. (?=Two schools)",
    "what a half-term or a school year is called; which it is, is read where it is claimed": (
        r"(?:Autumn|Spring|Summer) (?:[12]\b(?:, 20\d\d/\d\d)?|20\d\d/\d\d)|"
        r"(?<=[a-z] )20\d\d/\d\d (?=20)|(?<=\d )20\d\d/\d\d (?=8 runs)|(?<=8 runs in 10, )20\d\d/\d\d"
    ),
    "the stamp: version, hash and date are tested with it (test_pages)": (
        r"Model version \S+|Scenario hash \w+|Date \d+ \w+ \d{4}|(?<=Scenario )\d scenarios (?=Scenario hash)"
    ),
    "plans of joining by what they are called": (
        r"September 20\d\d(?=, (?:with|after|beyond)| is (?:safe|not)|;|, no)|(?:January|September) 20\d\d"
        r"(?=; or in|\. How far|, (?:no|under|\d))|after \d more SLEs|January 20\d\d(?=\.)"
    ),
    "the odds ratio at which a package does nothing": r"odds ratio of 1 takes away",
    "a hundred, of which a share is said": r"of 100(?=, a Progress Board)",
    "what a short form stands for (words.terms)": r"KS2: Key Stage 2, the years up to age 11",
    "how textbooks write a queue": r"M/M/14: random arrivals and lengths, 14 posts",
    "the best that a score can be": r"0 if sure and right",
    "below how many posts nothing is told (MODEL 11.4)": r"fewer than 5 posts",
    "what a file is written in and how long its texts may be": r"UTF-8|up to 500 characters",
    "what a public pack rounds to: its own test holds it (test_coarse)": r"counts of pupils to 10\b",
    "when what a forecast could not have known was measured": (
        r"\(2016 to 2019\)|\(up to March 2020\)|\(up to 2022/23\)"
    ),
}


def no_reader_needed(store: Store) -> str:
    """A pattern of what needs no reader: fixed words, and what stands in a file as it is shown.

    Of the files: what scenarios ask and are called, what the trust file says of itself in words (of which
    `start_note` is held to decision 28 by a test of its own), the codes of posts, what assumptions mean.
    """
    base = store.resolved("baseline")
    cases = json.loads(KNOWN.read_text(encoding="utf-8"))["cases"]
    every = [store.resolved(name) for name in store.names.values()]
    texts = {text for each in every for text in (each.name, each.question, each.scenario_id)}
    texts |= {base.trust.title, base.trust.title.partition(": ")[2], base.trust.about, base.trust.start_note}
    texts |= {post.id for post in base.trust.posts}
    texts |= {case["title"].removeprefix("Known answer ") for case in cases}
    texts |= {re.split(r"[;(]|\. ", row.meaning)[0] for row in base.assumptions.assumptions}
    plain = {" ".join(text.split()) for text in texts}
    with_numbers = sorted((text for text in plain if re.search(r"\d", text)), key=len, reverse=True)
    return "|".join([*map(re.escape, with_numbers), *FIXED.values()])


def read_pages(store: Store) -> list[Page]:
    """Every page of the pack, with what its sentences claim.

    Raises:
        AssertionError: If a sentence is missing where it should stand.
    """
    pages = []
    for path in sorted(store.pages.rglob("*.html")):
        page = page_of(path, path.relative_to(store.pages).as_posix().removesuffix(".html"))
        for sentence in SENTENCES:
            if re.fullmatch(sentence.pages, page.address):
                assert page.read(sentence, store), f"{page.address}: {sentence.words}"
        pages.append(page)
    return pages
