"""The sheet `Trust`: one value a line."""

from __future__ import annotations

from ist_model.inputs.workbook.columns import YOURS, AnyOf, Column, Rows, Sheet

DEFAULT_YEARS, DEFAULT_RUNS, DEFAULT_SEED = 5.0, 400, 20261101


def settings() -> Sheet:
    """The trust as a whole."""
    columns = (
        Column(
            "Name of the trust", "trust.title", "text", "As it is to stand on pages.", unknown=YOURS, width=40
        ),
        Column(
            "First day of the plan",
            "scenario.start",
            "date",
            "First day of a half-term: 1 September (the simplest), November, January, March, May or July. "
            "“Today” on every sheet is this day; if it is not in September, fill in Days used too.",
            unknown=YOURS,
        ),
        Column("Years ahead", "scenario.years", "number", "School years to look ahead.", "5", unknown=YOURS),
        Column(
            "About these numbers",
            "trust.about",
            "text",
            "What is fact and what is a guess, for whoever reads the pages.",
            "a sentence that says it is from a workbook",
        ),
        Column("Founded", "trust.founded", "date", "No school can join before this date.", "no limit"),
        Column(
            "Changed hands on",
            "trust.changed_hands",
            "date",
            "Date on which the trust merged or its schools moved to another: more leaders leave after it.",
            "never",
        ),
        Column(
            "Progress Boards validated from outside",
            "trust.boards_externally_validated",
            "yes_no",
            "A Progress Board is the meeting at which your trust looks at how a school does and asks for "
            "support. Yes: someone from outside the trust sits on every one.",
            "yes",
            unknown=AnyOf(),
        ),
        Column(
            "Most to spend on bought support, £ a year",
            "trust.bought_budget_gbp_per_year",
            "number",
            "For days and packages together.",
            "no limit",
        ),
        Column(
            "Central services, £ a year",
            "trust.centre.services_gbp_per_year",
            "number",
            "What the centre costs a year, without bought support.",
            "what the top slice brings",
            unknown=Rows(("money.top_slice_share",)),
        ),
        Column(
            "Central reserves, £",
            "trust.centre.reserves_gbp",
            "number",
            "On the first day of the plan; below 0: a deficit.",
            "counted from nought",
        ),
        Column(
            "Question",
            "scenario.question",
            "text",
            "What you want to know, as it is to stand on pages.",
            "If nothing changes, do we cope?",
            unknown=YOURS,
        ),
        Column(
            "Samples of chance",
            "scenario.runs",
            "whole",
            "More take longer and tell more.",
            str(DEFAULT_RUNS),
            unknown=YOURS,
        ),
        Column("Seed", "scenario.seed", "whole", "Of chance; leave it.", str(DEFAULT_SEED), unknown=YOURS),
    )
    return Sheet(
        "Trust",
        "The trust as a whole: only its name must be filled in.",
        columns,
        "trust",
        "",
        "settings",
        "first",
        len(columns),
    )
