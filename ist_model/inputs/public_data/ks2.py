"""Key stage 2 results of the performance tables, as published (`*_england_ks2final`, `*-ks2`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ist_model.inputs.public_data.layout import Column, Layout
from ist_model.inputs.public_data.values import NUMBER, TEXT, URN, WHOLE

_TOTALS = {3: "a total of a local authority", 4: "a total of England", 5: "a total of England"}


def _no_totals(row: Mapping[str, Any]) -> str | None:
    return _TOTALS.get(row.get("record_type") or 0)


KS2 = Layout(
    "ks2",
    "key stage 2 performance table",
    "key stage 2",
    (
        Column("record_type", ("RECTYPE",), WHOLE, "telling schools from totals", needed=True),
        Column("urn", ("URN",), URN, "telling schools apart", needed=True),
        Column("la_code", ("LEA", "LA"), WHOLE, "finding results kept under the local number"),
        Column("estab", ("ESTAB",), WHOLE, "finding results kept under the local number"),
        Column("name", ("SCHNAME",), TEXT, "naming the school"),
        Column("postcode", ("PCODE",), TEXT, "an approximate place where no other is known"),
        Column("pupils", ("TELIG",), WHOLE, "how many pupils the results are of"),
        Column("expected_pct", ("PTRWM_EXP",), NUMBER, "strength in achievement", needed=True),
        Column("reading_pct", ("PTREAD_EXP",), NUMBER, "reading, shown to readers"),
        Column("reading_progress", ("READPROG",), NUMBER, "strength in achievement"),
        Column("writing_progress", ("WRITPROG",), NUMBER, "strength in achievement"),
        Column("maths_progress", ("MATPROG",), NUMBER, "strength in achievement"),
    ),
    marks=("RECTYPE", "URN", "TELIG", "PTRWM_EXP"),
    row_rule=_no_totals,
)
