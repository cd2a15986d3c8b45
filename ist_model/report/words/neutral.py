"""What tells a school on a page that names none: its code and its name, replaced by its neutral label."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from ist_model.inputs.models import School
from ist_model.inputs.scenario_models import Resolved

# What many schools are called by: the words before the first of these tell which one it is.
_KINDS_OF_SCHOOL = (
    "& academy aided and boys c catholic ce church cofe college community controlled e endowed england "
    "federation first for foundation free girls high infant infants invented junior juniors nursery of "
    "prep preparatory primary rc roman school schools secondary the trust va vc voluntary"
)
_LEAST_LETTERS = 3  # a shorter word would be found in what is no name


def neutral(text: str, resolved: Resolved, *, named: bool) -> str:
    """A sentence with schools as the page calls them; where it names none, posts as kinds of post.

    A code of digits alone is told from a number only at the end ("of 101") and in a key of the register.

    Args:
        text: may hold codes of schools and of posts, and names of schools.
        resolved: the scenario they are of.
        named: whether the page calls schools by name.
    """
    kinds = {kind.id: kind.label for kind in resolved.framework.post_kinds}
    labels = {school.id: school.label for school in resolved.trust.schools}
    called: dict[str, str] = {}
    if not named:
        for post in resolved.trust.posts:
            kind = kinds.get(post.kind, post.kind)
            called[post.id] = f"{kind}, {labels[post.school]}" if post.school in labels else kind
        called |= _spoken(resolved.trust.schools)
    called |= {school.id: school.name if named else school.label for school in resolved.trust.schools}
    for code, words in called.items():
        if text.endswith(f" of {code}"):
            text = text.removesuffix(code) + words
        text = text.replace(f"schools.{code}.", f"schools.{words}.")
    return _put(text, {code: words for code, words in called.items() if not code.isdecimal()})


def unnamed(resolved: Resolved) -> Resolved:
    """The scenario with schools by label in its name and its question, which people write as they speak."""
    spoken = _spoken(resolved.trust.schools)
    said = {field: _put(getattr(resolved, field), spoken) for field in ("name", "question")}
    return resolved.model_copy(update=said)


def without_names(text: str, schools: Collection[School]) -> str:
    """A sentence in which schools that are named go by their labels."""
    return _put(text, _spoken(schools))


def distinctive(name: str) -> str:
    """What a school is called in short: "Oak Park" of "Oak Park Junior School"; empty if nothing is."""
    told: list[str] = []
    for word in name.split():
        common = word.strip("().,'’").lower() in _KINDS_OF_SCHOOL.split()
        if common and told:
            break
        if not common:
            told.append(word)
    short = " ".join(told).strip("().,")
    return short if len(short) >= _LEAST_LETTERS else ""


def _spoken(schools: Collection[School]) -> dict[str, str]:
    """Names of schools, whole and as they are spoken, to labels; a short form of two schools tells both."""
    short: dict[str, list[str]] = {}
    for school in schools:
        if (said := distinctive(school.name)) and said != school.label:
            short.setdefault(said, []).append(school.label)
    spoken = {said: " or ".join(sorted(labels)) for said, labels in short.items()}
    return spoken | {school.name: school.label for school in schools}


def _put(text: str, called: Mapping[str, str]) -> str:
    """A text with each code or name, as a whole word and the longest first, put in the page's words."""
    codes = sorted(called, key=len, reverse=True)
    if not codes:
        return text
    whole = rf"(?<![\w-])({'|'.join(map(re.escape, codes))})(?![\w-])"
    return re.sub(whole, lambda found: called[found[1]], text)
