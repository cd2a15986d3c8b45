"""Academies accounts return (AAR), master list: academies, their trust, pupils and annual grant."""

from __future__ import annotations

from ist_model.inputs.public_data.layout import Column, Layout
from ist_model.inputs.public_data.values import NUMBER, TEXT, WHOLE

AAR = Layout(
    "aar",
    "academies accounts return (AAR master list)",
    "finance",
    (
        Column("laestab", ("LA Establishment Number",), WHOLE, "finding the school", needed=True),
        Column("name", ("Academy Name",), TEXT, "naming the school"),
        Column("trust_name", ("Academy Trust Name",), TEXT, "naming the trust"),
        Column("company", ("Company Registration Number",), TEXT, "telling trusts apart"),
        Column("phase", ("Type of Provision - Phase",), TEXT, "keeping primaries"),
        Column("pupils", ("Number of Pupils",), NUMBER, "income per pupil", needed=True),
        Column("grant_gbp", ("GAG Value",), NUMBER, "income per pupil", needed=True),
        Column("part_year", ("Date joined or opened if in period",), TEXT, "telling part years"),
        Column("year", ("Year",), TEXT, "the year of the figures"),
    ),
    marks=("Academy UPIN", "GAG Value", "LA Establishment Number"),
    key=("laestab",),
)
