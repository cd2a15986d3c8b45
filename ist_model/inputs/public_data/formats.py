"""The published formats that are read. Adding one: its own file here, and its line in `LAYOUTS`."""

from __future__ import annotations

from pathlib import Path

from ist_model.inputs.errors import InputError, Problem
from ist_model.inputs.public_data import (
    absence,
    census,
    finance_aar,
    finance_cfr,
    finance_reduced,
    gias_academies,
    gias_establishments,
    gias_group_links,
    gias_groups,
    gias_links,
    gias_search,
    ks2,
    ks2_reduced,
    ofsted_2013,
    ofsted_2022,
    ofsted_2025,
    ofsted_cards,
    ofsted_outcomes,
    school_information,
    workforce,
)
from ist_model.inputs.public_data.layout import Family, Layout
from ist_model.inputs.public_data.reader import Table, read
from ist_model.inputs.yaml_file import shown_path

LAYOUTS: tuple[Layout, ...] = (
    gias_establishments.TO_2025,
    gias_establishments.FROM_2025,
    gias_search.SEARCH,
    gias_academies.ACADEMIES,
    gias_links.LINKS,
    gias_group_links.GROUP_LINKS,
    gias_groups.GROUPS,
    school_information.SCHOOL_INFORMATION,
    ofsted_cards.CARDS,
    ofsted_2025.MI_2025,
    ofsted_2022.MI_2022,
    ofsted_2013.MI_2013,
    ofsted_outcomes.OUTCOMES,
    ks2.KS2,
    ks2_reduced.WITH_PLACES,
    ks2_reduced.IN_WORDS,
    absence.ABSENCE,
    census.CENSUS,
    workforce.WORKFORCE,
    finance_cfr.CFR,
    finance_aar.AAR,
    finance_reduced.INCOME,
)


def read_published(path: Path, families: tuple[Family, ...] = ()) -> Table:
    """Read a published file of whatever format it is.

    Args:
        path: file on disk.
        families: kinds of content that are wanted here; empty: any.

    Raises:
        InputError: if it cannot be read, or holds something else than is wanted; says what it is.
    """
    table = read(path, LAYOUTS)
    if families and table.layout.family not in families:
        rule = f"this is {table.layout.title} ({table.layout.family}); wanted here: {' or '.join(families)}"
        remedy = "give it to the option that is for it"
        raise InputError([Problem(shown_path(path), 0, "", "", rule, remedy)])
    return table
