"""The sheets `People` and `Partnerships`."""

from __future__ import annotations

from ist_model.inputs.calendar import WEEKS_PER_YEAR
from ist_model.inputs.framework import Framework
from ist_model.inputs.workbook.columns import YOURS, AnyOf, Column, Range, Rows, Sheet, choices, plain

CENTRAL = "central"  # where who works at no school works
BOTH = "both"  # phases that a supporter knows


def people(framework: Framework) -> Sheet:
    """One row a person, by code."""
    kinds, roles = choices(framework.post_kinds), choices(framework.roles)
    columns = (
        Column(
            "Code",
            "id",
            "person",
            "A code, never a name: HT-1, SLE-4. It has a digit, or is a few capitals such as CEO.",
            unknown=YOURS,
            example="DH-1",
            width=10,
        ),
        Column(
            "Post",
            "kind",
            "choice",
            "What the person is employed as. A chief executive or director: Central team. An executive "
            "head of several schools: Partnership Head. A SENCo: the post held beside that.",
            choices=kinds,
            unknown=AnyOf(),
            example="Deputy headteacher",
            width=24,
        ),
        Column(
            "Works at",
            "school",
            "choice",
            "Code of the school. Who leads several: the one where they mostly are; Accountable leader in "
            "Schools says for which ones they answer.",
            "central: at no school",
            ((CENTRAL, CENTRAL),),
            of="Schools",
            unknown=AnyOf(),
            example="OAK",
            width=10,
        ),
        *_role(roles, framework, 0),
        *_role(roles, framework, 1),
        Column(
            "Days a year",
            "allowance_days_per_year",
            "days",
            f"Days a year for support to other schools, all roles together; or: no limit. A day a week is "
            f"{WEEKS_PER_YEAR}.",
            "the register's range for the role",
            unknown=Rows(("role.{role}.days_per_year",)),
            width=10,
        ),
        Column(
            "Teaches year groups",
            "year_groups",
            "wholes",
            "0 is Reception; less release in spring from Years 2 and 6.",
            "none: released alike all year",
            width=11,
        ),
        Column("Full-time share", "fte", "number", "1 is full time; for readers.", "1", width=9),
        Column("From", "starts", "date", "First day of the post.", "from the beginning", width=12),
        Column("Until", "ends", "date", "First day without the post.", "for good", width=12),
        Column(
            "Post begins vacant",
            "opens_vacant",
            "yes_no",
            "For a post that is new on the day in From: yes if it is to be filled then, by promotion or by "
            "advertising it.",
            "no",
            unknown=AnyOf(),
            width=9,
        ),
        Column(
            "Vacant today: terms until filled",
            "vacant_terms",
            "whole",
            "For a post that exists, but nobody holds it on the first day of the plan: whole terms until "
            "somebody starts.",
            "not vacant",
            unknown=Range(0, 3, 1, "from somebody who starts at once to a year"),
            width=12,
        ),
        Column(
            "How many alike",
            "count",
            "whole",
            "One row for several people: codes get -1, -2 ...",
            "1",
            width=9,
        ),
    )
    about = "One row for each leader, by code: heads, deputies, and all who support other schools."
    return Sheet("People", about, columns, "trust", "posts", "items", "first", 300)


def _role(roles: tuple[tuple[str, str], ...], framework: Framework, slot: int) -> tuple[Column, ...]:
    """The three columns of a role that a person carries."""
    nth, example = ("", "Second ")[slot], slot == 0
    serve = sorted(
        {role.label for role in framework.roles if role.areas and role.matching == "by specialism"}
    )
    return (
        Column(
            f"{nth}role".capitalize(),
            f"designations.{slot}.role",
            "choice",
            f"Role in which the person supports other schools. {_areas(framework)}"
            if example
            else "A second one of the same person.",
            "none",
            roles,
            unknown=AnyOf(),
            example="SLE (specialist leader)" if example else None,
            width=22,
        ),
        Column(
            f"{nth}specialisms".capitalize(),
            f"designations.{slot}.specialisms",
            "choices",
            f"What the person is good at; needed for {' and '.join(serve) or 'no role'}. "
            + _by_role(framework),
            "none: for roles that need none",
            choices(framework.specialisms),
            unknown=AnyOf(),
            example="maths" if example else None,
            width=26,
        ),
        Column(
            f"{nth}knows".strip().capitalize(),
            f"designations.{slot}.phases",
            "choice",
            "Age groups that the person knows.",
            BOTH,
            plain(BOTH, "infant", "junior"),
            width=9,
        ),
    )


def _by_role(framework: Framework) -> str:
    """Which specialisms go with which role."""
    told = (
        f"{role.label}: "
        + ", ".join(each.label for each in framework.specialisms if set(each.areas) & set(role.areas))
        for role in framework.roles
        if role.areas and role.matching == "by specialism"
    )
    return "; ".join(told) + "."


def _areas(framework: Framework) -> str:
    """What each role is for."""
    labels = {area.id: area.label for area in framework.areas}
    told = (
        f"{role.label}: "
        + ("every area" if len(role.areas) == len(labels) else ", ".join(labels[area] for area in role.areas))
        if role.areas
        else f"{role.label}: no support to schools" + ("; boards see more clearly" * role.sharpens_boards)
        for role in framework.roles
    )
    return "; ".join(told) + "."


def partnerships() -> Sheet:
    """Groups of schools."""
    columns = (
        Column("Code", "id", "code", "A short code of your own.", unknown=YOURS, width=18),
        Column("Name", "label", "text", "As it is to stand on pages.", "the code", unknown=YOURS, width=32),
        Column(
            "Partnership Head",
            "head_post",
            "choice",
            "Code of the person who heads it.",
            "nobody",
            of="People",
            width=16,
        ),
    )
    about = "Groups of schools under a Partnership Head, if there are any."
    return Sheet("Partnerships", about, columns, "trust", "partnerships", "items", "more", 40)
