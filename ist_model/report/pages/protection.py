"""The data-protection note: what the pack holds of people, and what the trust must decide."""

from __future__ import annotations

from collections import Counter

from ist_model.report import show
from ist_model.report.cases.view import View
from ist_model.report.show import Block
from ist_model.report.tables import Content
from ist_model.report.words import coarse
from ist_model.results.discretion import LEAST_HOLDERS

DECIDE: tuple[tuple[str, str], ...] = (
    (
        "Lawful basis",
        "Which basis in UK GDPR Article 6 the trust relies on for data about posts that few people hold, and "
        "where its record of processing says so.",
    ),
    (
        "Who sees it",
        "Who may read this pack, who may make one with schools by name, and who may read the public one.",
    ),
    ("Retention", "How long packs, results and the support log are kept, and who deletes them."),
    (
        "DPIA screening",
        "Whether a data protection impact assessment is needed. Reasons to ask: posts that one person holds, "
        "and plans that touch a person’s work.",
    ),
    (
        "Codes for posts",
        "Who keeps the list that says which person holds which post, apart from these files.",
    ),
    (
        "Telling staff",
        "What leaders are told of their posts being in a planning model, and whom they can ask.",
    ),
)


def heading(view: View) -> Block:
    """What is in it of people, in three sentences."""
    kept = "the pack for trustees is confidential"
    if coarse.is_for_anyone():
        kept = "this pack, for anyone to read, leaves out what is of single posts"
    return show.question(
        "What does this pack hold about people, and what must the trust decide?"
    ) + show.answer(
        [
            "Posts stand in the files by code; no name, age, health or performance of a person is asked.",
            f"A post that one person holds can tell of that person: {kept}.",
            "What follows is for the trust and its data protection officer; it is not legal advice.",
        ]
    )


def held(view: View) -> Block:
    """How many posts there are of each kind, and what is not shown for few."""
    kinds = {kind.id: kind.label for kind in view.resolved.framework.post_kinds}
    counts = Counter(post.kind for post in view.resolved.trust.posts)
    cells: list[list[Content]] = [
        [
            label,
            str(counts[kind]),
            "can tell of a person" if counts[kind] < LEAST_HOLDERS else "of several people",
        ]
        for kind, label in kinds.items()
        if counts[kind]
    ]
    columns = ["Kind of post", "Posts", "A number about this kind alone"]
    notes = [
        f"What chance brings of leaving, vacancies and loss is not shown for fewer than {LEAST_HOLDERS} "
        "posts. A scenario may ask what would follow if a post ended: that is the trust’s own question, not "
        "a forecast, and its result is for the whole trust; pages without names give such a post by its kind "
        "alone where at least so many are of that kind, else as a leader’s post. Where one person holds it, "
        "trustees will know whom it means: decide who may ask.",
        "A public pack (ist pack --public) leaves out pages of single posts and schools, scenarios about "
        "some, and how far single runs differ in pupils, where schools count as a whole. It rounds counts "
        f"of pupils to {coarse.PUPILS_STEP}, in words and in pictures. A page that names a school, a post or "
        "a place, or has a count to the pupil, is refused.",
    ]
    return show.private(show.rows(columns, cells, caption="Posts in the trust file", right=[1])) + show.notes(
        notes
    )


def decide() -> Block:
    """What the trust must decide."""
    cells: list[list[Content]] = [[what, words, ""] for what, words in DECIDE]
    return show.rows(
        ["Question", "To decide", "Decided, by whom and when"], cells, caption="For the trust to decide"
    )
