"""School income and expenditure in the reduction that circulates (`financials_<year>`)."""

from __future__ import annotations

from ist_model.inputs.public_data.layout import Column, Layout
from ist_model.inputs.public_data.values import NUMBER, URN, WHOLE

INCOME = Layout(
    "income-and-expenditure",
    "school income and expenditure, reduced",
    "finance",
    (
        Column("urn", ("URN",), URN, "telling schools apart", needed=True),
        Column("income_gbp", ("Income",), NUMBER, "income", needed=True),
        Column("expenditure_gbp", ("Expenditure",), NUMBER, "the balance", needed=True),
        Column("year", ("Academic Year",), WHOLE, "the year of the figures"),
    ),
    marks=("URN", "Income", "Expenditure", "Balance"),
    notes=("covers schools kept by local authorities only, no academies",),
)
