"""The workbook's sheets, in order: the one place that writer, reader and documentation take them from.

What is left out of the workbook, and can be written in YAML alone, is in `NOT_CARRIED`.
"""

from __future__ import annotations

from ist_model.inputs.framework import Framework
from ist_model.inputs.workbook.columns import Sheet
from ist_model.inputs.workbook.sheets_more import later_rolls, networks, published, streams
from ist_model.inputs.workbook.sheets_now import days_used, deployments, joining_needs, waiting
from ist_model.inputs.workbook.sheets_people import partnerships, people
from ist_model.inputs.workbook.sheets_settings import settings
from ist_model.inputs.workbook.sheets_support import by_the_day, by_the_year, money
from ist_model.inputs.workbook.sheets_trust import schools

READ_ME, LISTS = "Read me", "Lists"
OWN = "notes"  # sheets and columns whose name begins so are the user's own
HEADER_ROW = 2
UNKNOWN = ("unknown", "not known", "?")

# Fields of a trust file that no sheet has: words for readers of the file, and luck of another name.
NOT_CARRIED = (
    "source",
    "start_note",
    "schools.draw_key",
    "schools.roll_year",
    "schools.start_basis",
    "schools.inspection_history",
    "schools.finance.source",
    "schools.place.approximate",
    "posts.draw_key",
    "posts.label",
    "posts.basis",
    "posts.note",
    "posts.designations.draw_key",
    "streams.draw_key",
    "streams.basis",
    "streams.note",
    "suppliers.basis",
    "suppliers.note",
    "packages.basis",
    "packages.note",
    "networks.basis",
    "networks.note",
    "centre.source",
)


def layout(framework: Framework) -> tuple[Sheet, ...]:
    """All sheets that hold values, with the choices of a framework."""
    return (
        settings(),
        schools(framework),
        people(framework),
        deployments(framework),
        days_used(),
        waiting(framework),
        by_the_day(framework),
        by_the_year(),
        money(),
        partnerships(),
        networks(framework),
        streams(framework),
        joining_needs(framework),
        later_rolls(),
        published(framework),
    )
