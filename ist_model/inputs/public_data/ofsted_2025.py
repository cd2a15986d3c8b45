"""Ofsted management information, September 2024 to October 2025: "graded" and "ungraded" inspections."""

from __future__ import annotations

from ist_model.inputs.public_data.layout import Column, Layout
from ist_model.inputs.public_data.ofsted_2022 import JUDGEMENTS, SCHOOL
from ist_model.inputs.public_data.values import DAY_FIRST, GRADE, TEXT, URN, YES

AT_LATEST = "URN at time of latest graded inspection"

MI_2025 = Layout(
    "ofsted-2025",
    "Ofsted management information, September 2024 to October 2025",
    "inspections",
    (
        Column("urn", ("URN", AT_LATEST), URN, "telling schools apart", needed=True),
        *SCHOOL,
        *JUDGEMENTS,
        Column("inspected_urn", (AT_LATEST,), URN, "outcomes of the school before"),
        Column(
            "is_current",
            ("Does the latest graded inspection relate to the URN of the current school?",),
            YES,
            "outcomes of the school before",
        ),
        Column(
            "previous_overall",
            ("Previous graded inspection overall effectiveness",),
            GRADE,
            "the history of outcomes",
        ),
        Column(
            "previous_urn", ("URN at time of previous graded inspection",), URN, "the history of outcomes"
        ),
        Column("ungraded", ("Date of latest ungraded inspection",), DAY_FIRST, "when inspectors last came"),
        Column("ungraded_outcome", ("Ungraded inspection overall outcome",), TEXT, "what they said"),
    ),
    marks=(AT_LATEST, "Overall effectiveness", "Inspection start date"),
    published_by="Ofsted",
    notes=("no overall grade is given since September 2024: those rows have grades by area only",),
)
