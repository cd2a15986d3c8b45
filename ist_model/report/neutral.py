"""What tells a school on a page that names none: its code and its name, replaced by its neutral label."""

from __future__ import annotations

import re

from ist_model.inputs.scenario_models import Resolved


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
        called |= {school.name: school.label for school in resolved.trust.schools}
    called |= {school.id: school.name if named else school.label for school in resolved.trust.schools}
    for code, words in called.items():
        if text.endswith(f" of {code}"):
            text = text.removesuffix(code) + words
        text = text.replace(f"schools.{code}.", f"schools.{words}.")
    codes = sorted((code for code in called if not code.isdecimal()), key=len, reverse=True)
    if not codes:
        return text
    whole = rf"(?<![\w-])({'|'.join(map(re.escape, codes))})(?![\w-])"
    return re.sub(whole, lambda found: called[found[1]], text)
