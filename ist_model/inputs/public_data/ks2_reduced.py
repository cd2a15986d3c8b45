"""Key stage 2 results in two reductions that circulate: with coordinates (2019), and with words (2016-18)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ist_model.inputs.public_data.layout import Column, Layout
from ist_model.inputs.public_data.values import NUMBER, TEXT, URN, WHOLE

_URN = Column("urn", ("URN",), URN, "telling schools apart", needed=True)


def _primaries(row: Mapping[str, Any]) -> str | None:
    return None if row.get("record_type") in (1, 2, None) else "a total, no school"


WITH_PLACES = Layout(
    "ks2-with-places",
    "key stage 2 results reduced, with coordinates",
    "key stage 2",
    (
        Column("record_type", ("RECTYPE",), WHOLE, "telling schools from totals", needed=True),
        _URN,
        Column("name", ("SCHNAME",), TEXT, "naming the school"),
        Column("postcode", ("PCODE",), TEXT, "an approximate place where no other is known"),
        Column("reading_progress", ("READPROG",), NUMBER, "strength in achievement", needed=True),
        Column("writing_progress", ("WRITPROG",), NUMBER, "strength in achievement", needed=True),
        Column("maths_progress", ("MATPROG",), NUMBER, "strength in achievement", needed=True),
        Column("latitude", ("LATITUDE",), NUMBER, "distances between schools", needed=True),
        Column("longitude", ("LONGITUDE",), NUMBER, "distances between schools", needed=True),
    ),
    marks=("RECTYPE", "URN", "READPROG", "LATITUDE"),
    not_marks=("TELIG",),
    row_rule=_primaries,
)
IN_WORDS = Layout(
    "ks2-in-words",
    "key stage 2 results reduced, headers in words",
    "key stage 2",
    (
        _URN,
        Column("pupils", ("KS2 Pupils",), WHOLE, "how many pupils the results are of"),
        Column("expected_pct", ("Overall Meet Std",), NUMBER, "strength in achievement", needed=True),
        Column("reading_pct", ("Reading Meet Std",), NUMBER, "reading, shown to readers"),
        Column("reading_progress", ("Reading Progress",), NUMBER, "strength in achievement"),
        Column("writing_progress", ("Writing Progress",), NUMBER, "strength in achievement"),
        Column("maths_progress", ("Maths Progress",), NUMBER, "strength in achievement"),
        Column("year", ("Academic Year",), WHOLE, "the year of the results (its summer)"),
    ),
    marks=("URN", "Overall Meet Std", "Reading Progress"),
)
