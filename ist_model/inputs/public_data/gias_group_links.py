"""GIAS, who is in a group: schools with the trust they belong to and the date they joined it."""

from __future__ import annotations

from ist_model.inputs.public_data.gias_establishments import URN_COLUMN
from ist_model.inputs.public_data.layout import Column, Layout
from ist_model.inputs.public_data.values import DAY_FIRST, TEXT, WHOLE

GROUP_LINKS = Layout(
    "gias-group-links",
    "GIAS group links (grouplinks_edubaseall...)",
    "members of groups",
    (
        URN_COLUMN,
        Column("trust_uid", ("Linked UID",), WHOLE, "who is in a trust", needed=True),
        Column("trust_name", ("Group Name",), TEXT, "naming the trust", needed=True),
        Column(
            "group_type", ("Group Type",), TEXT, "telling trusts from sponsors and federations", needed=True
        ),
        Column("group_status", ("Group Status",), TEXT, "leaving out closed groups"),
        Column(
            "incorporated", ("Incorporated on (open date)",), DAY_FIRST, "since when schools can be in it"
        ),
        Column("joined", ("Joined date",), DAY_FIRST, "the date on which a school joined", needed=True),
        Column("name", ("EstablishmentName",), TEXT, "naming the school"),
        Column("type", ("TypeOfEstablishment (name)",), TEXT, "telling how it joined"),
        Column("phase", ("PhaseOfEducation (name)",), TEXT, "keeping primaries"),
    ),
    marks=("URN", "Linked UID", "Joined date"),
    key=("urn", "trust_uid"),
)
