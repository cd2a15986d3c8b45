"""GIAS, links between establishments: predecessors and successors, mergers among them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ist_model.inputs.public_data.gias_establishments import URN_COLUMN
from ist_model.inputs.public_data.layout import Column, Layout
from ist_model.inputs.public_data.values import DAY_FIRST, TEXT, URN


def _other_link(row: Mapping[str, Any]) -> str | None:
    kind = str(row.get("link_type") or "").casefold()
    return None if kind.startswith(("predecessor", "successor")) else "a link of another kind"


LINKS = Layout(
    "gias-links",
    "GIAS links between establishments (links_edubasealldata)",
    "predecessors and successors",
    (
        URN_COLUMN,
        Column("link_urn", ("LinkURN",), URN, "the school before or after", needed=True),
        Column("link_name", ("LinkName",), TEXT, "naming the school before or after"),
        Column("link_type", ("LinkType",), TEXT, "telling predecessors from successors", needed=True),
        Column("linked", ("LinkEstablishedDate",), DAY_FIRST, "the date of the change"),
    ),
    marks=("URN", "LinkURN", "LinkType"),
    key=("urn", "link_urn", "link_type"),
    row_rule=_other_link,
)
