"""GIAS, academies and free schools (or all state-funded schools): no rolls, trusts or places."""

from __future__ import annotations

from ist_model.inputs.public_data.gias_establishments import IDENTITY
from ist_model.inputs.public_data.layout import Layout

ACADEMIES = Layout(
    "gias-academies",
    "GIAS academies and free schools (edubaseallacademiesandfree, or edubaseallstatefunded)",
    "school register",
    IDENTITY,
    marks=("URN", "EstablishmentName", "StatutoryLowAge", "HeadPreferredJobTitle"),
    not_marks=("EstablishmentTypeGroup (name)", "CloseDate", "Linked UID"),
    notes=("this list has no rolls, trusts, ratings or places",),
)
