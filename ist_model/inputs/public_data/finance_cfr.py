"""Consistent financial reporting (CFR): income and spending of schools kept by local authorities."""

from __future__ import annotations

from ist_model.inputs.public_data.layout import Column, Layout
from ist_model.inputs.public_data.values import NUMBER, TEXT, URN, WHOLE

CFR = Layout(
    "cfr",
    "income and expenditure of maintained schools (CFR master list)",
    "finance",
    (
        Column("urn", ("URN",), URN, "telling schools apart", needed=True),
        Column("name", ("School Name",), TEXT, "naming the school"),
        Column("phase", ("Overall Phase", "Phase"), TEXT, "keeping primaries"),
        Column("pupils", ("No Pupils",), NUMBER, "income per pupil", needed=True),
        Column("months", ("Period covered by return (months)",), WHOLE, "telling part years"),
        Column("teachers_fte", ("No Teachers",), NUMBER, "teachers, where no workforce file is given"),
        Column("income_gbp", ("Total Income   I01 to I18",), NUMBER, "income", needed=True),
        Column("teaching_gbp", ("E01  Teaching Staff",), NUMBER, "the cost of teachers"),
        Column("supply_gbp", ("E02  Supply teaching staff",), NUMBER, "the cost of teachers"),
        Column("agency_gbp", ("E26 Agency supply teaching staff",), NUMBER, "the cost of teachers"),
        Column("support_gbp", ("E03 Education support staff",), NUMBER, "the cost of other staff"),
        Column("premises_gbp", ("E04  Premises staff",), NUMBER, "the cost of other staff"),
        Column("clerical_gbp", ("E05 Administrative and clerical staff",), NUMBER, "the cost of other staff"),
        Column("catering_gbp", ("E06 Catering staff",), NUMBER, "the cost of other staff"),
        Column("others_gbp", ("E07  Cost of other staff",), NUMBER, "the cost of other staff"),
        Column("expenditure_gbp", ("Total Expenditure  E01 to E32",), NUMBER, "the balance", needed=True),
        Column("reserves_gbp", ("Revenue Reserve   B01 plus B02 plus B06",), NUMBER, "reserves"),
    ),
    marks=("URN", "Total Income I01 to I18", "E01 Teaching Staff"),
    notes=("covers schools kept by local authorities only, no academies",),
)
