"""School information of the performance tables (`*_england_school_information`): a register with ratings."""

from __future__ import annotations

from ist_model.inputs.public_data.layout import Column, Layout
from ist_model.inputs.public_data.values import DAY_FIRST, GRADE, TEXT, URN, WHOLE

SCHOOL_INFORMATION = Layout(
    "school-information",
    "school information of the performance tables",
    "school register",
    (
        Column("urn", ("URN",), URN, "telling schools apart", needed=True),
        Column("la_code", ("LA",), WHOLE, "telling local authorities apart", needed=True),
        Column("la_name", ("LANAME",), TEXT, "naming the local authority"),
        Column("estab", ("ESTAB",), WHOLE, "finding results kept under the local number"),
        Column("name", ("SCHNAME",), TEXT, "naming the school", needed=True),
        Column("town", ("TOWN",), TEXT, "naming partnerships"),
        Column("postcode", ("POSTCODE",), TEXT, "an approximate place where no other is known"),
        Column("status", ("SCHSTATUS",), TEXT, "leaving out closed schools", needed=True),
        Column("opened", ("OPENDATE",), DAY_FIRST, "the date on which it became an academy"),
        Column("closed", ("CLOSEDATE",), DAY_FIRST, "leaving out closed schools"),
        Column("type", ("SCHOOLTYPE",), TEXT, "telling how an academy came about", needed=True),
        Column("is_primary", ("ISPRIMARY",), WHOLE, "keeping primaries", needed=True),
        Column("is_secondary", ("ISSECONDARY",), WHOLE, "keeping primaries"),
        Column("age_low", ("AGELOW",), WHOLE, "telling infant, junior and primary schools apart"),
        Column("age_high", ("AGEHIGH",), WHOLE, "telling infant, junior and primary schools apart"),
        Column("rating", ("OFSTEDRATING",), GRADE, "the latest outcome"),
        Column("inspected", ("OFSTEDLASTINSP",), DAY_FIRST, "the date of the rating"),
    ),
    marks=("URN", "SCHSTATUS", "ISPRIMARY", "MINORGROUP"),
    notes=("its state of the register may be years later than the year it is named for",),
)
