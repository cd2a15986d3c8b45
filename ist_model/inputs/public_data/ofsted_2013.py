"""Ofsted management information, 2013 to 2015: latest and previous outcome of every state-funded school."""

from __future__ import annotations

from ist_model.inputs.public_data.layout import Column, Layout
from ist_model.inputs.public_data.values import CONCERN, DAY_FIRST, GRADE, TEXT, URN, WHOLE

OVERALL = "Overall effectiveness: how good is the school"

MI_2013 = Layout(
    "ofsted-2013",
    "Ofsted management information, 2013 to 2015",
    "inspections",
    (
        Column("urn", ("URN",), URN, "telling schools apart", needed=True),
        Column("name", ("School name", "schoolname"), TEXT, "naming the school"),
        Column("phase", ("Ofsted Phase", "Phase"), TEXT, "keeping primaries"),
        Column("postcode", ("Postcode",), TEXT, "an approximate place where no other is known"),
        Column("roll", ("Total pupils",), WHOLE, "a roll where no later one is known"),
        Column("inspected", ("Latest inspection date",), DAY_FIRST, "the date of the outcome", needed=True),
        Column("overall", (OVERALL,), GRADE, "the latest outcome", needed=True),
        Column("concern", ("Category",), CONCERN, "special measures, serious weaknesses"),
        Column("previous_inspected", ("Previous inspection date",), DAY_FIRST, "the history of outcomes"),
        Column(
            "previous_overall",
            ("Previous Overall effectiveness", "previous Overall effectivness"),
            GRADE,
            "the history of outcomes",
        ),
        Column(
            "previous_concern", ("Previous category", "Previous_Category"), CONCERN, "the history of outcomes"
        ),
    ),
    marks=("URN", OVERALL, "Latest inspection date"),
    published_by="Ofsted",
)
