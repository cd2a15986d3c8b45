"""Short forms that a page uses, explained where they are used."""

from __future__ import annotations

import re

from ist_model.report.words.plain import sentence

TERMS = {
    "SEND": "special educational needs and disabilities",
    "SLE": "specialist leader of education",
    "NLE": "national leader of education",
    "KS2": "Key Stage 2, the years up to age 11",
    "DfE": "the Department for Education",
    "ICFP": "integrated curriculum and financial planning",
    "VNET": "the network from which packages of support are bought",
    "odds ratio": "what the odds of an outcome, the chance for it over that against it, are multiplied by",
    "hazard": "how often something happens to one post or person, as a rate a year",
    "Progress Board": "a meeting at which the trust looks at a school’s progress",
    "STRESS-DES": "a published checklist of what a report of a simulation should say",
    "RISE": "the national programme of advisers for schools",
}


def explained(text: str) -> str:
    """A sentence that says what each short form in a text stands for; empty if it has none."""
    found = [f"{term}: {meaning}" for term, meaning in TERMS.items() if _used(term, text)]
    return sentence("; ".join(found)) if found else ""


def _used(term: str, text: str) -> bool:
    """Whether a text has a term; a word may begin a sentence, a short form is in capitals."""
    return re.search(rf"\b{term}s?\b", text, re.IGNORECASE if term.islower() else 0) is not None
