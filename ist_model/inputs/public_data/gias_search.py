"""GIAS, download of a search: names in place of codes, and the links of a school spilling over at the end."""

from __future__ import annotations

from ist_model.inputs.public_data.gias_establishments import ALL_COLUMNS, RATING
from ist_model.inputs.public_data.layout import Column, Layout
from ist_model.inputs.public_data.values import TEXT

SEARCH = Layout(
    "gias-search",
    "GIAS search download",
    "school register",
    (
        *(column for column in ALL_COLUMNS if column.name != "trust_uid"),
        *(column for column in RATING if column.name != "concern"),
        Column("linked", ("Linked establishments",), TEXT, "telling amalgamations"),
    ),
    marks=("URN", "EstablishmentTypeGroup (name)", "Linked establishments"),
    last_is_open=True,
    notes=("this download names trusts without their numbers (UID)",),
)
