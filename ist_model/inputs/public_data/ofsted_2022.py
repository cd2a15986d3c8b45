"""Ofsted management information, 2018 to August 2024: "full" inspections, judgements by area from 2019."""

from __future__ import annotations

from ist_model.inputs.public_data.layout import Column, Layout
from ist_model.inputs.public_data.values import CONCERN, DAY_FIRST, GRADE, TEXT, URN, WHOLE, YES

AT_LATEST = "URN at time of latest full inspection"

# What the editions of 2018 to 2025 share.
SCHOOL = (
    Column("name", ("School name",), TEXT, "naming the school"),
    Column("phase", ("Ofsted phase",), TEXT, "keeping primaries"),
    Column("postcode", ("Postcode",), TEXT, "an approximate place where no other is known"),
    Column("roll", ("Total number of pupils",), WHOLE, "a roll where no later one is known"),
    Column("trust_uid", ("Multi-academy trust UID",), WHOLE, "who is in a trust"),
    Column("trust_name", ("Multi-academy trust name",), TEXT, "who is in a trust"),
    Column("age_low", ("Statutory lowest age",), WHOLE, "telling infant, junior and primary schools apart"),
    Column("age_high", ("Statutory highest age",), WHOLE, "telling infant, junior and primary schools apart"),
)
JUDGEMENTS = (
    Column("inspected", ("Inspection start date",), DAY_FIRST, "the date of the outcome", needed=True),
    Column("overall", ("Overall effectiveness",), GRADE, "the latest outcome", needed=True),
    Column("concern", ("Category of concern",), CONCERN, "special measures, serious weaknesses"),
    Column("quality", ("Quality of education",), GRADE, "strength in curriculum"),
    Column("behaviour", ("Behaviour and attitudes",), GRADE, "strength in attendance and behaviour"),
    Column("personal", ("Personal development",), GRADE, "strength in personal development"),
    Column("leadership", ("Effectiveness of leadership and management",), GRADE, "strength in leadership"),
    Column("early_years", ("Early years provision (where applicable)",), GRADE, "strength in early years"),
    Column("previous_inspected", ("Previous inspection start date",), DAY_FIRST, "the history of outcomes"),
    Column("previous_concern", ("Previous category of concern",), CONCERN, "the history of outcomes"),
)

MI_2022 = Layout(
    "ofsted-2022",
    "Ofsted management information, 2018 to August 2024",
    "inspections",
    (
        Column("urn", ("URN", AT_LATEST), URN, "telling schools apart", needed=True),
        *SCHOOL,
        *JUDGEMENTS,
        Column("inspected_urn", (AT_LATEST,), URN, "outcomes of the school before"),
        Column(
            "is_current",
            ("Does the latest full inspection relate to the URN of the current school?",),
            YES,
            "outcomes of the school before",
        ),
        Column(
            "previous_overall",
            ("Previous full inspection overall effectiveness",),
            GRADE,
            "the history of outcomes",
        ),
        Column("previous_urn", ("URN at time of previous full inspection",), URN, "the history of outcomes"),
        Column(
            "ungraded",
            ("Date of latest section 8 inspection of a good and outstanding school",),
            DAY_FIRST,
            "when inspectors last came",
        ),
        Column(
            "ungraded_outcome",
            ("Section 8 inspection of a good and outstanding school overall outcome",),
            TEXT,
            "what they said",
        ),
    ),
    marks=(AT_LATEST, "Overall effectiveness", "Inspection start date"),
    published_by="Ofsted",
)
