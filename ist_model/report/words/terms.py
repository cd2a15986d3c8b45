"""Short forms, roles and turns of speech that pages use, explained once on each page that uses them."""

from __future__ import annotations

import re

from ist_model.report.words.plain import sentence

TERMS = {
    "needing attention": (
        "an Ofsted report card would grade an area’s strength in the model “needs attention” or “urgent "
        "improvement”"
    ),
    "service standard": "the time within which help is to begin",
    "Progress Board": "a meeting on a school’s progress",
    "tier": "how closely the trust works with a school",
    "Partnership Head": "a head who also leads other schools, or their heads",
    "Trust Improvement Partner": "of the central team, for all schools",
    "Lead Practitioner": "for inclusion, behaviour, attendance or families",
    "SLE": "specialist leader of education",
    "NLE": "national leader of education",
    "SEND": "special educational needs and disabilities",
    "KS2": "Key Stage 2, the years up to age 11",
    "FTE": "full-time equivalent: those in part time count in part",
    "DfE": "the Department for Education",
    "ICFP": "integrated curriculum and financial planning",
    "VNET": "the network from which packages of support are bought",
    "RISE": "the national programme of advisers for schools",
    "DPIA": "data protection impact assessment",
    "GDPR": "general data protection regulation",
    "CSV": "a table as plain text, which any spreadsheet opens",
    "STRESS-DES": "a published checklist of what a report of a simulation should say",
    "top slice": "the share of schools’ income that the trust keeps for central services",
    "sponsored": "placed with the trust to be improved",
    "converter": "a school that joins of its own accord",
    "draws": "values of what is not known, tried at random",
    "odds ratio": "what the odds of an outcome, the chance for it over that against it, are multiplied by",
    "hazard": "how often something happens to one post or person, as a rate a year",
}
# Terms that pages use in more than one form, or whose words also mean something else.
_FORMS = {
    "needing attention": r"need(?:s|ing)? attention",
    "draws": r"draws(?! on\b)",
}


def explained(text: str) -> str:
    """A sentence that explains each term of a text that the text does not explain; empty if there is none."""
    found = [f"{term}: {TERMS[term]}" for term in used(text) if not _says(text, TERMS[term])]
    return sentence("; ".join(found)) if found else ""


def used(text: str) -> list[str]:
    """The terms that a text has."""
    return [term for term in TERMS if _used(term, text)]


def _used(term: str, text: str) -> bool:
    """Whether a text has a term; a word may begin a sentence, a short form is in capitals."""
    form = _FORMS.get(term, f"{term}s?")
    return re.search(rf"\b{form}\b", text, re.IGNORECASE if term.islower() else 0) is not None


def _says(text: str, meaning: str) -> bool:
    """Whether a text says what a term means in these very words."""
    return meaning.lower() in text.lower()
