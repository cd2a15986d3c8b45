"""School census, in the performance tables (`*_england_census`)."""

from __future__ import annotations

from ist_model.inputs.public_data.layout import Column, Layout
from ist_model.inputs.public_data.values import NUMBER, TEXT, URN, WHOLE

CENSUS = Layout(
    "census",
    "school census in the performance tables",
    "census",
    (
        Column("urn", ("URN",), URN, "telling schools apart", needed=True),
        Column("la_code", ("LA", "LEA"), WHOLE, "finding figures kept under the local number"),
        Column("estab", ("ESTAB",), WHOLE, "finding figures kept under the local number"),
        Column("school_type", ("SCHOOLTYPE",), TEXT, "keeping primaries"),
        Column("roll", ("NOR",), WHOLE, "the roll", needed=True),
        Column("fsm_ever_pct", ("PNUMFSMEVER",), NUMBER, "free school meals, shown to readers"),
        Column("eal_pct", ("PNUMEAL",), NUMBER, "English as additional language, shown to readers"),
        Column("sen_support_pct", ("PSENELK",), NUMBER, "special needs, shown to readers"),
    ),
    marks=("URN", "NOR", "PNUMEAL"),
)
