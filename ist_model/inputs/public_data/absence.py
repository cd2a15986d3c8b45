"""Absence, in the performance tables (`*_england_abs`)."""

from __future__ import annotations

from ist_model.inputs.public_data.layout import Column, Layout
from ist_model.inputs.public_data.values import NUMBER, URN, WHOLE

ABSENCE = Layout(
    "absence",
    "absence in the performance tables",
    "absence",
    (
        Column("urn", ("URN",), URN, "telling schools apart", needed=True),
        Column("la_code", ("LA", "LEA"), WHOLE, "finding results kept under the local number"),
        Column("estab", ("ESTAB",), WHOLE, "finding results kept under the local number"),
        Column("absence_pct", ("PERCTOT",), NUMBER, "strength in attendance and behaviour", needed=True),
        # Missed a tenth of sessions; until 2014/15 the published threshold was 15 %, another measure.
        Column("persistent_pct", ("PPERSABS10",), NUMBER, "persistent absence, shown to readers"),
    ),
    marks=("URN", "PERCTOT"),
)
