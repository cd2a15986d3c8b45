"""The sheet `Schools`."""

from __future__ import annotations

from ist_model.inputs.framework import Framework
from ist_model.inputs.workbook.columns import (
    YOURS,
    AnyOf,
    Column,
    DaysBefore,
    Range,
    Sheet,
    StandsIn,
    choices,
    plain,
)
from ist_model.inputs.workbook.strength import HOW_SURE

# Ages by phase, as schools of these names usually have them.
AGES = {"infant": (4, 7), "junior": (7, 11), "primary": (4, 11), "first": (4, 9)}
# Shares of 33 primaries by overall outcome, as 16,669 were at 31 July 2018 (docs/evidence.md 3b).
OUTCOMES = {"inadequate": 1, "requires improvement": 3, "good": 23, "outstanding": 6}


def schools(framework: Framework) -> Sheet:
    """One row a school."""
    whole_nation = Range(0.01, 0.99, 0.5, "any primary in the country, the middle one the most likely")
    areas = tuple(
        Column(
            f"Strength: {area.label}",
            f"start_percentile.{area.id}",
            "strength",
            f"{area.label} alone, where it differs from the overall strength.",
            "the overall strength"
            if area.only_if_ages_below is None
            else "the overall strength, if it has the ages",
            unknown=whole_nation,
            width=15,
        )
        for area in framework.areas
    )
    columns = (
        Column(
            "Code",
            "id",
            "code",
            "A short code of your own, used in the other sheets.",
            unknown=YOURS,
            example="OAK",
            width=10,
        ),
        Column(
            "Pupils",
            "roll",
            "whole",
            "Pupils on roll in the first school year.",
            unknown=Range(60, 630, "indicators.national_roll", "two small classes to three forms of entry"),
            example=210,
            width=9,
        ),
        Column(
            "Overall strength",
            "overall",
            "strength",
            "How strong the school is today. Red: your board would ask for support now. Amber: near that "
            "line. Green: clear of it. Or its national percentile, 0 to 1.",
            "needed unless every area has its own",
            unknown=whole_nation,
            example="amber",
            width=12,
        ),
        Column(
            "How sure",
            "how_sure",
            "choice",
            "How sure you are of red, amber or green: the less sure, the wider the range.",
            "fairly sure",
            plain(*HOW_SURE),
            unknown=StandsIn("not sure"),
            example="fairly sure",
            width=12,
        ),
        Column(
            "Phase",
            "phase",
            "choice",
            "Kind of school; it gives the ages too. A middle school deemed primary is a junior one with "
            "other ages.",
            "primary",
            plain("infant", "junior", "primary", "first"),
            example="primary",
            width=10,
        ),
        Column(
            "Name", "name", "text", "Name of the school; pages show a neutral label.", "the code", width=26
        ),
        Column(
            "URN",
            "urn",
            "whole",
            "The school's unique reference number.",
            "none",
            width=9,
        ),
        Column("Label on pages", "label", "text", "Neutral label.", "School A, School B ...", width=12),
        Column(
            "Youngest age", "age_low", "whole", "Lowest age of the school.", "as the phase has it", width=9
        ),
        Column(
            "Oldest age", "age_high", "whole", "Highest age of the school.", "as the phase has it", width=9
        ),
        Column(
            "Partnership",
            "partnership",
            "choice",
            "Group of schools it belongs to, if your trust has such groups.",
            "none",
            of="Partnerships",
            unknown=AnyOf(why="each as likely; none where there are no partnerships"),
        ),
        Column(
            "Accountable leader",
            "accountable_post",
            "choice",
            "Code of the person who answers for the school; the same one for several schools, if it is so.",
            "the head who works at the school",
            of="People",
        ),
        Column(
            "Last inspection",
            "last_inspection.outcome",
            "choice",
            "Overall effectiveness, or its nearest equal.",
            "not inspected",
            plain("outstanding", "good", "requires improvement", "inadequate", "none"),
            unknown=AnyOf(OUTCOMES, "as 33 primaries in the country were in 2018"),
            width=18,
        ),
        Column(
            "Inspected on",
            "last_inspection.date",
            "date",
            "First day of that inspection; where only the term is known, a day in the middle of it.",
            "not known: the next may come at any time",
            unknown=DaysBefore(1461, "most schools are inspected within four years"),
            width=12,
        ),
        Column(
            "Before it joined",
            "last_inspection.predecessor",
            "yes_no",
            "Whether that inspection was of the school before it became an academy.",
            "no",
            unknown=AnyOf(),
            width=9,
        ),
        Column(
            "Joins on",
            "joined",
            "date",
            "Date on which it joined or will join.",
            "always in the trust",
            width=12,
        ),
        Column(
            "How it joins",
            "joining",
            "choice",
            "A sponsored school brings more need with it.",
            "founder",
            plain("founder", "converter", "sponsored", "merger"),
            unknown=StandsIn(),
            width=11,
        ),
        Column(
            "Change of roll a year",
            "roll_change_per_year",
            "number",
            "-0.02 is 2 % fewer pupils each year.",
            "none",
            unknown=Range(-0.05, 0.03, -0.01, "rolls of primaries fall in most places"),
            width=10,
        ),
        Column(
            "Latitude",
            "place.latitude",
            "number",
            "Degrees north, for travel.",
            "no travel is counted",
            width=10,
        ),
        Column(
            "Longitude",
            "place.longitude",
            "number",
            "Degrees east; west is negative.",
            "no travel is counted",
            width=10,
        ),
        *areas,
        Column(
            "Tier today",
            "tier",
            "choice",
            "Step of autonomy on the first day.",
            "a year before the first day is played to find it",
            choices(framework.tiers),
            width=14,
        ),
        Column("Note", "note", "text", "Yours; never a person's name.", "nothing", width=30),
    )
    return Sheet(
        "Schools",
        "One row for each school: code, pupils and overall strength are enough.",
        columns,
        "trust",
        "schools",
        "items",
        "first",
        120,
    )
