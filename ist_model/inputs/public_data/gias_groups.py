"""GIAS, all groups: trusts, sponsors and federations, with their numbers; dates have slashes here."""

from __future__ import annotations

from ist_model.inputs.public_data.layout import Column, Layout
from ist_model.inputs.public_data.values import DAY_FIRST, TEXT, WHOLE

GROUPS = Layout(
    "gias-groups",
    "GIAS all groups (allgroupsdata)",
    "groups",
    (
        Column("trust_uid", ("Group UID",), WHOLE, "finding the trust", needed=True),
        Column("group_id", ("Group ID",), TEXT, "the trust's other number (TR...)"),
        Column("trust_name", ("Group Name",), TEXT, "naming the trust", needed=True),
        Column("group_type", ("Group Type",), TEXT, "telling trusts from sponsors", needed=True),
        Column("group_status", ("Group Status",), TEXT, "telling closed groups"),
        Column(
            "incorporated", ("Incorporated on (open date)",), DAY_FIRST, "since when schools can be in it"
        ),
        Column("closed", ("Closed Date",), DAY_FIRST, "telling closed groups"),
    ),
    marks=("Group UID", "Group Name", "Group Type"),
    not_marks=("URN",),
    key=("trust_uid",),
)
