"""Ofsted outcomes in the performance tables (`england_ofsted-schools`): one row and one grade a school."""

from __future__ import annotations

from ist_model.inputs.public_data.layout import Column, Layout
from ist_model.inputs.public_data.values import DAY_FIRST, GRADE, TEXT, URN

OUTCOMES = Layout(
    "ofsted-outcomes",
    "Ofsted outcomes in the performance tables (england_ofsted-schools)",
    "inspections",
    (
        Column("urn", ("URN",), URN, "telling schools apart", needed=True),
        Column("name", ("School name",), TEXT, "naming the school"),
        Column("phase", ("Ofsted phase",), TEXT, "keeping primaries"),
        Column("inspected", ("Inspection date",), DAY_FIRST, "the date of the outcome", needed=True),
        Column("overall", ("Overall effectiveness",), GRADE, "the latest outcome", needed=True),
    ),
    marks=("URN", "Ofsted phase", "Inspection date", "Publication date", "Overall effectiveness"),
    not_marks=("Inspection start date",),
    published_by="Ofsted",
)
