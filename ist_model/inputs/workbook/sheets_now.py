"""What is under way on the first day: open deployments, days used, needs that wait; and what joiners need."""

from __future__ import annotations

from ist_model.inputs.framework import Framework
from ist_model.inputs.workbook.columns import AnyOf, Column, Range, Sheet, choices, what_is_asked

_PACKAGE = Range(
    0.5, "support.package_days.high", None, "from half a day to the longest standard package of the register"
)
_HALF = Range(0.5, 5, None, "from half a day to half of a standard package of 10 days")


def deployments(framework: Framework) -> Sheet:
    """Deployments that run on the first day."""
    columns = (
        Column("Person", "post", "choice", "Code of who gives the support.", of="People", unknown=AnyOf()),
        Column(
            "Role",
            "role",
            "choice",
            "Role in which it is given.",
            "the person's first role",
            choices(framework.roles),
            width=22,
        ),
        Column("School", "school", "choice", "Code of who gets it.", of="Schools", unknown=AnyOf(), width=10),
        *what_is_asked(framework, "Area that is supported."),
        Column("Days left", "days_left", "number", "Days still to be given.", unknown=_HALF, width=10),
    )
    about = "Support that is under way on the first day of the plan: one row for each deployment."
    return Sheet("Deployments", about, columns, "scenario", "opening.deployments", "items", "now")


def days_used() -> Sheet:
    """Release days used before the first day."""
    columns = (
        Column("Person", "post", "choice", "Code of the person.", of="People"),
        Column(
            "Days used",
            "days",
            "number",
            "Days of support already given this school year; nothing on 1 September.",
            unknown=Range(
                0, "role.sle.days_per_year.low", None, "from none to the fewest days that an SLE is given"
            ),
            width=10,
        ),
    )
    about = "Only where the plan begins within a school year: days of support already given in it."
    return Sheet("Days used", about, columns, "scenario", "opening.days_used", "numbers", "now", 300)


def waiting(framework: Framework) -> Sheet:
    """Needs that wait on the first day."""
    columns = (
        Column("School", "school", "choice", "Code of who waits.", of="Schools", unknown=AnyOf(), width=10),
        *what_is_asked(framework, "Area that is supported."),
        Column("Days", "days", "number", "Days asked for.", unknown=_PACKAGE, width=8),
        Column(
            "Weeks waited",
            "weeks_waited",
            "number",
            "School weeks waited so far.",
            unknown=Range(0, 13, None, "from none to a term"),
            width=9,
        ),
        Column(
            "Priority",
            "priority",
            "whole",
            "0 is served first.",
            "3",
            unknown=Range(1, 4, 3, "the tiers' own"),
            width=9,
        ),
    )
    about = "Requests for support that wait on the first day of the plan."
    return Sheet("Waiting", about, columns, "scenario", "opening.needs", "items", "now")


def joining_needs(framework: Framework) -> Sheet:
    """Support that a school needs because it joins."""
    columns = (
        Column("School", "school", "choice", "Code of the school that joins.", of="Schools", width=10),
        *what_is_asked(framework, "Area that is supported."),
        Column(
            "Days",
            "days",
            "number",
            "Days of support.",
            unknown=Range(
                "joining.converter_onboarding_days.low",
                "joining.sponsored_onboarding_days.high",
                None,
                "the register's range, from converters to sponsored schools",
            ),
            width=8,
        ),
    )
    about = "For schools that join later: support that they need because they join."
    return Sheet("Joining needs", about, columns, "trust", "onboarding", "children", "more", 80)
