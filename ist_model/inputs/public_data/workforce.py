"""School workforce, in the performance tables (`*_england_swf`)."""

from __future__ import annotations

from ist_model.inputs.public_data.layout import Column, Layout
from ist_model.inputs.public_data.values import NUMBER, TEXT, URN, WHOLE

_SALARY = "Mean Gross FTE Salary of All Teachers"

WORKFORCE = Layout(
    "workforce",
    "school workforce in the performance tables",
    "workforce",
    (
        Column("urn", ("URN",), URN, "telling schools apart", needed=True),
        Column("la_code", ("LA Number",), WHOLE, "finding figures kept under the local number"),
        Column("estab", ("Establishment Number",), WHOLE, "finding figures kept under the local number"),
        Column("phase", ("School Phase",), TEXT, "keeping primaries"),
        Column(
            "teachers_fte",
            ("Total Number of Teachers (Full-Time Equivalent)",),
            NUMBER,
            "teachers and classes",
            needed=True,
        ),
        Column("pupils_per_teacher", ("Pupil: Teacher Ratio",), NUMBER, "class sizes, for readers"),
        # The pound sign is lost where a file was saved in another encoding.
        Column("salary_gbp", (f"{_SALARY} (£s)", f"{_SALARY} (s)"), NUMBER, "salaries, shown to readers"),
    ),
    marks=("URN", "Total Number of Teachers (Full-Time Equivalent)"),
)
