"""Sheets for what only some trusts have or know: demand from beyond, networks, later rolls, figures."""

from __future__ import annotations

from ist_model.inputs.calendar import WEEKS_PER_YEAR
from ist_model.inputs.framework import Framework
from ist_model.inputs.workbook.columns import (
    YOURS,
    AnyOf,
    Column,
    Range,
    Sheet,
    choices,
    plain,
    what_is_asked,
)


def streams(framework: Framework) -> Sheet:
    """Demand from beyond the trust."""
    columns = (
        Column("Code", "id", "code", "A short code of your own.", unknown=YOURS, width=18),
        Column("Name", "label", "text", "As it is to stand on pages.", "the code", unknown=YOURS, width=34),
        *what_is_asked(framework, "Area of the needs."),
        Column(
            "Requests a year",
            "needs_per_week",
            "number",
            "How many come in a school year on average.",
            factor=float(WEEKS_PER_YEAR),
            unknown=Range(0.5, 4, None, "from one in two years to four a year"),
            width=10,
        ),
        Column(
            "Days each, usually",
            "work.mode_days",
            "number",
            "Days that one asks for.",
            unknown=Range(
                "support.package_days.low",
                "support.package_days.high",
                None,
                "the register's standard package",
            ),
            width=10,
        ),
        Column("At least", "work.low_days", "number", "Fewest days.", "as many as usually", width=9),
        Column("At most", "work.high_days", "number", "Most days.", "as many as usually", width=9),
        Column(
            "Weeks they wait",
            "patience.mean_weeks",
            "number",
            "Weeks until they look elsewhere, on average.",
            "they wait for ever",
            unknown=Range(6.5, 39, 13, "from half a term to a school year, most likely a term"),
            width=10,
        ),
        Column("Priority", "priority", "whole", "0 is served first; own schools have 1 to 4.", "5", width=9),
        Column(
            "Income, £ a day",
            "price_gbp_per_day",
            "number",
            "What they pay for a day.",
            "0",
            unknown=Range(0, 650, 430, "from nothing to the price of a system leader"),
            width=10,
        ),
        Column(
            "May be bought in",
            "may_buy",
            "yes_no",
            "Whether bought help may serve it.",
            "no",
            unknown=AnyOf(),
            width=10,
        ),
    )
    about = "Schools beyond the trust that your leaders support."
    return Sheet("Beyond the trust", about, columns, "trust", "streams", "items", "more", 60)


def networks(framework: Framework) -> Sheet:
    """Best Practice Networks."""
    columns = (
        Column("Code", "id", "code", "A short code of your own.", unknown=YOURS),
        Column("Name", "label", "text", "As it is to stand on pages.", "the code", unknown=YOURS, width=32),
        Column(
            "Areas",
            "areas",
            "choices",
            "What it works on, with ; between.",
            choices=choices(framework.areas),
            unknown=AnyOf(),
            width=50,
        ),
        Column(
            "Days a term",
            "days_per_term",
            "number",
            "Leader days that each school gives to it.",
            unknown=Range(0.25, 2, 0.5, "from a twilight to two days a term"),
            width=9,
        ),
        Column(
            "Schools", "schools", "choices", "Codes, with ; between.", "all schools", of="Schools", width=20
        ),
    )
    about = "Schools that meet to work on the same areas, if there are such networks."
    return Sheet("Networks", about, columns, "trust", "networks", "items", "more", 40)


def later_rolls() -> Sheet:
    """Pupils expected in later school years."""
    columns = (
        Column("School", "school", "choice", "Code of the school.", of="Schools", width=10),
        Column(
            "School year begins",
            "school_year",
            "whole",
            "Calendar year of its September.",
            unknown=YOURS,
            width=11,
        ),
        Column(
            "Pupils",
            "pupils",
            "whole",
            "Pupils expected then.",
            unknown=Range(60, 630, "indicators.national_roll", "as for pupils today"),
            width=9,
        ),
    )
    about = "Pupils expected in later school years, a row for each school and year you know."
    return Sheet("Later rolls", about, columns, "trust", "roll_forecast", "children", "more", 400)


def published(framework: Framework) -> Sheet:
    """Published figures of schools."""
    names = tuple(kind.published_as for kind in framework.indicators if kind.published_as)
    columns = (
        Column("School", "school", "choice", "Code of the school.", of="Schools", width=10),
        Column(
            "Figure",
            "name",
            "text",
            "What was measured; pages show these beside their forecast: " + "; ".join(names) + ".",
            unknown=YOURS,
            choices=plain(*names),
            width=36,
        ),
        Column("Value", "value", "figure", "As published.", unknown=YOURS, width=10),
        Column("Unit", "unit", "text", "For instance %.", "none", width=14),
        Column("School year", "year", "text", "For instance 2023/24.", "not told", width=11),
        Column("Source", "source", "text", "Where it is published.", unknown=YOURS, width=26),
    )
    about = "Published figures of schools, for readers; nothing here is needed."
    return Sheet("Figures", about, columns, "trust", "indicators", "children", "more", 600)
