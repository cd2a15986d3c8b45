"""Ofsted management information from November 2025: report cards, and the last outcome of the old framework.

The whole header of these files was not at hand when this was written; the columns below are the known ones.
"""

from __future__ import annotations

from ist_model.inputs.public_data.layout import Column, Layout
from ist_model.inputs.public_data.ofsted_2022 import SCHOOL
from ist_model.inputs.public_data.values import CARD, CONCERN, DAY_FIRST, GRADE, MET, TEXT, URN, YES

# Area of the framework: column of the table.
CARD_AREAS = {
    "inclusion": "card_inclusion",
    "curriculum_teaching": "card_curriculum_teaching",
    "achievement": "card_achievement",
    "attendance_behaviour": "card_attendance_behaviour",
    "personal_development": "card_personal_development",
    "leadership_governance": "card_leadership_governance",
    "early_years": "card_early_years",
}
_HEADERS = {
    "inclusion": ("Inclusion",),
    "curriculum_teaching": ("Curriculum and teaching",),
    "achievement": ("Achievement",),
    "attendance_behaviour": ("Attendance and behaviour",),
    "personal_development": ("Personal development and wellbeing", "Personal development and well-being"),
    "leadership_governance": ("Leadership and governance",),
    "early_years": ("Early years", "Early years (where applicable)"),
}
_OEIF = "latest OEIF graded inspection"

CARDS = Layout(
    "ofsted-report-cards",
    "Ofsted management information, from November 2025 (report cards)",
    "inspections",
    (
        Column("urn", ("URN",), URN, "telling schools apart", needed=True),
        *SCHOOL,
        Column(
            "card_inspected",
            ("Inspection start date",),
            DAY_FIRST,
            "the date of the report card",
            needed=True,
        ),
        Column("card_concern", ("Category of concern",), CONCERN, "special measures, serious weaknesses"),
        Column("safeguarding", ("Safeguarding standards",), MET, "whether safeguarding was met"),
        *(
            Column(
                CARD_AREAS[area],
                headers,
                CARD,
                f"strength in {area.replace('_', ' and ')}",
                needed=area != "early_years",
            )
            for area, headers in _HEADERS.items()
        ),
        Column(
            "inspected", (f"Inspection start date of {_OEIF}",), DAY_FIRST, "the date of the outcome before"
        ),
        Column("inspected_urn", (f"URN at time of {_OEIF}",), URN, "outcomes of the school before"),
        Column(
            "is_current",
            (f"Does the {_OEIF} relate to the URN of the current school?",),
            YES,
            "outcomes of the school before",
        ),
        Column("overall", ("Latest OEIF overall effectiveness",), GRADE, "the outcome before the card"),
        Column("quality", ("Latest OEIF quality of education",), GRADE, "strength in curriculum"),
        Column("behaviour", ("Latest OEIF behaviour and attitudes",), GRADE, "strength in behaviour"),
        Column("personal", ("Latest OEIF personal development",), GRADE, "strength in personal development"),
        Column(
            "leadership",
            ("Latest OEIF effectiveness of leadership and management",),
            GRADE,
            "strength in leadership",
        ),
        Column("ungraded", ("Date of latest ungraded inspection",), DAY_FIRST, "when inspectors last came"),
        Column("ungraded_outcome", ("Ungraded inspection overall outcome",), TEXT, "what they said"),
    ),
    marks=("URN", "Leadership and governance", "Latest OEIF overall effectiveness"),
    published_by="Ofsted",
)
