"""What is bought, and what schools have: `Bought by the day`, `Bought by the year`, `Money`."""

from __future__ import annotations

from ist_model.inputs.framework import Framework
from ist_model.inputs.workbook.columns import YOURS, AnyOf, Column, Range, Rows, Sheet, choices


def by_the_day(framework: Framework) -> Sheet:
    """Help bought by the day."""
    columns = (
        Column("Code", "id", "code", "A short code of your own.", unknown=YOURS),
        Column("Name", "label", "text", "As it is to stand on pages.", "the code", unknown=YOURS, width=26),
        Column(
            "Specialisms",
            "specialisms",
            "choices",
            "What can be bought, with ; between.",
            choices=choices(framework.specialisms),
            unknown=AnyOf(),
            width=40,
        ),
        Column(
            "Days a year",
            "days_per_year",
            "number",
            "Most days that you would buy in a school year.",
            unknown=Range(0, 40, None, "from none to a day a school week"),
            width=10,
        ),
        Column(
            "People at once",
            "people",
            "whole",
            "Who can work at the same time.",
            "1",
            unknown=Range(1, 5, 1, "few"),
            width=9,
        ),
        Column(
            "Price, £ a day",
            "price_gbp_per_day",
            "number",
            "Price of a day.",
            "the register's range",
            unknown=Rows(("supplier.price_gbp_per_day",)),
            width=10,
        ),
        Column(
            "Weeks until it begins",
            "lead_weeks",
            "number",
            "School weeks from asking to the first day.",
            "the register's range",
            unknown=Rows(("supplier.lead_weeks",)),
            width=11,
        ),
    )
    about = "Help that you can buy by the day, for instance specialist leaders of a partner trust."
    return Sheet("Bought by the day", about, columns, "trust", "suppliers", "items", "more", 40)


def by_the_year() -> Sheet:
    """Support bought as a yearly membership."""
    columns = (
        Column("Code", "id", "code", "A short code of your own.", unknown=YOURS),
        Column("Name", "label", "text", "As it is to stand on pages.", "the code", unknown=YOURS, width=26),
        Column(
            "For",
            "kind",
            "choice",
            "A school's package brings visits; the trust's package validates every Progress Board.",
            choices=(("school", "schools"), ("trust", "the trust")),
            unknown=AnyOf(),
            width=10,
        ),
        Column(
            "Schools", "schools", "choices", "Codes, with ; between.", "all schools", of="Schools", width=20
        ),
        Column(
            "Price, £ a year",
            "price_gbp_per_year",
            "number",
            "For each school, or for the trust.",
            unknown=Range(0, 5000, None, "fees of such networks are not published"),
            width=10,
        ),
        Column(
            "Visit days a term",
            "visit_days_per_term",
            "number",
            "For schools: days of support a term for each.",
            "0",
            unknown=Range(0, 2, None, "from none to two visits a term"),
            width=10,
        ),
        Column("From", "starts", "date", "First day.", "from the beginning", width=12),
        Column("Until", "ends", "date", "First day without it.", "for good", width=12),
    )
    about = "Support that you buy by the year, such as a network's membership."
    return Sheet("Bought by the year", about, columns, "trust", "packages", "items", "more", 40)


def money() -> Sheet:
    """A school's staff and money."""
    columns = (
        Column("School", "school", "choice", "Code of the school.", of="Schools", width=10),
        Column(
            "Teachers, full-time equivalent",
            "finance.teachers_fte",
            "number",
            "All teachers, leaders among them.",
            "by the roll",
            unknown=Rows(("finance.pupils_per_teacher",)),
        ),
        Column(
            "Classes",
            "finance.classes",
            "whole",
            "Classes taught.",
            "by the roll",
            unknown=Rows(("finance.class_size",)),
            width=9,
        ),
        Column(
            "Teaching cost, £",
            "finance.teaching_cost_gbp",
            "number",
            "All teachers and leaders a year, with on-costs.",
            "by the teachers",
            unknown=Rows(("finance.teacher_cost_gbp",)),
        ),
        Column(
            "Of it leaders, £",
            "finance.leadership_cost_gbp",
            "number",
            "Of the teaching cost, that of leaders.",
            "a share of income",
            unknown=Rows(("finance.leadership_share_of_income",)),
        ),
        Column(
            "Other staff, £",
            "finance.other_staff_cost_gbp",
            "number",
            "All other staff a year.",
            "a share of income",
            unknown=Rows(("finance.staff_share_of_income",)),
        ),
        Column(
            "Other costs, £",
            "finance.other_cost_gbp",
            "number",
            "All other running costs a year, without the top slice.",
            "a share of income",
            unknown=Rows(("finance.other_cost_share_of_income",)),
        ),
        Column(
            "Income per pupil, £",
            "finance.income_per_pupil_gbp",
            "number",
            "Income a year that follows the roll.",
            "the register's range",
            unknown=Rows(("finance.income_gbp_per_pupil",)),
        ),
        Column(
            "Other income, £",
            "finance.other_income_gbp",
            "number",
            "Income a year that does not follow the roll.",
            "0",
        ),
        Column(
            "Reserves, £",
            "reserves_gbp",
            "number",
            "On the first day, or on joining; below 0: a deficit.",
            "a share of income",
            unknown=Rows(("finance.reserves_share_of_income",)),
        ),
    )
    about = "Staff and money of a school in the first school year: the register stands in for what is empty."
    return Sheet("Money", about, columns, "trust", "schools", "fields", "more", 120)
