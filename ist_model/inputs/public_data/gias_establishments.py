"""GIAS, all establishments (`edubasealldata*.csv`): with ratings until April 2025."""

from __future__ import annotations

from ist_model.inputs.public_data.layout import Column, Layout
from ist_model.inputs.public_data.values import CONCERN, DAY_FIRST, GRADE, NUMBER, TEXT, URN, WHOLE

URN_COLUMN = Column("urn", ("URN",), URN, "telling schools apart", needed=True)
# What all register files have.
IDENTITY = (
    URN_COLUMN,
    Column("la_code", ("LA (code)",), WHOLE, "telling local authorities apart", needed=True),
    Column("la_name", ("LA (name)",), TEXT, "naming the local authority"),
    Column("estab", ("EstablishmentNumber",), WHOLE, "finding results kept under the local number"),
    Column("name", ("EstablishmentName",), TEXT, "naming the school", needed=True),
    Column("type", ("TypeOfEstablishment (name)",), TEXT, "telling how an academy came about", needed=True),
    Column("status", ("EstablishmentStatus (name)",), TEXT, "leaving out closed schools", needed=True),
    Column(
        "opened_because", ("ReasonEstablishmentOpened (name)",), TEXT, "telling how an academy came about"
    ),
    Column("opened", ("OpenDate",), DAY_FIRST, "the date on which it became an academy"),
    Column("phase", ("PhaseOfEducation (name)",), TEXT, "keeping primaries", needed=True),
    Column("age_low", ("StatutoryLowAge",), WHOLE, "telling infant, junior and primary schools apart"),
    Column("age_high", ("StatutoryHighAge",), WHOLE, "telling infant, junior and primary schools apart"),
    Column("postcode", ("Postcode",), TEXT, "an approximate place where no other is known"),
    Column("town", ("Town",), TEXT, "naming partnerships"),
)
DETAIL = (
    Column("closed", ("CloseDate",), DAY_FIRST, "leaving out closed schools"),
    Column("closed_because", ("ReasonEstablishmentClosed (name)",), TEXT, "telling mergers from closures"),
    Column("capacity", ("SchoolCapacity",), WHOLE, "a roll where no count is known"),
    Column("counted", ("CensusDate",), DAY_FIRST, "the year of the roll"),
    Column("roll", ("NumberOfPupils",), WHOLE, "the roll"),
    Column("fsm_pct", ("PercentageFSM",), NUMBER, "free school meals, shown to readers"),
    Column("trust_uid", ("Trusts (code)",), WHOLE, "who is in a trust"),
    Column("trust_name", ("Trusts (name)",), TEXT, "who is in a trust"),
    Column("district", ("DistrictAdministrative (name)",), TEXT, "naming partnerships"),
    Column("easting", ("Easting",), WHOLE, "distances between schools"),
    Column("northing", ("Northing",), WHOLE, "distances between schools"),
)
RATING = (
    Column(
        "inspected", ("OfstedLastInsp",), DAY_FIRST, "the date of the rating (last day of the inspection)"
    ),
    Column("rating", ("OfstedRating (name)",), GRADE, "the latest outcome"),
    Column("concern", ("OfstedSpecialMeasures (name)",), CONCERN, "special measures, serious weaknesses"),
)
ALL_COLUMNS = (*IDENTITY, *DETAIL)
_MARKS = ("URN", "TypeOfEstablishment (code)", "PreviousLA (code)", "Easting")

TO_2025 = Layout(
    "gias-all-to-2025",
    "GIAS all establishments (edubasealldata), to April 2025",
    "school register",
    (*ALL_COLUMNS, *RATING),
    marks=(*_MARKS, "OfstedRating (name)"),
)
FROM_2025 = Layout(
    "gias-all-from-2025",
    "GIAS all establishments (edubasealldata), from September 2025",
    "school register",
    ALL_COLUMNS,
    marks=_MARKS,
    not_marks=("OfstedRating (name)",),
    notes=("this edition holds no inspection outcomes: give Ofsted's file for them",),
)
