"""What a person writes: the fields of framework, trust and scenario files, in one import.

Every model forbids unknown keys, so a misspelt key is an error and never ignored. Numbers carry their
unit in their name. The JSON Schema and the field table of the docs are generated from these classes.
"""

from __future__ import annotations

from ist_model.inputs.base import Basis, Days, Id, Share, Strict
from ist_model.inputs.demand import Package, Patience, Stream, Supplier, Work, WorkPart
from ist_model.inputs.finance import Centre, Finance, MoneyMoved, RollForecast
from ist_model.inputs.framework import (
    Area,
    Framework,
    GradeMap,
    IndicatorKind,
    InterventionStep,
    PostKind,
    Role,
    Specialism,
    Tier,
)
from ist_model.inputs.growth import Growth, GrowthRow
from ist_model.inputs.opening import (
    POLICIES,
    Opening,
    OpeningDeployment,
    OpeningNeed,
    OpeningTier,
    Policy,
    Secondment,
    Shock,
    TierOverride,
)
from ist_model.inputs.trust import (
    Designation,
    Indicator,
    LastInspection,
    Network,
    OnboardingNeed,
    Outcome,
    Partnership,
    Place,
    Post,
    School,
    Trust,
)

__all__ = [
    "POLICIES",
    "Area",
    "Basis",
    "Centre",
    "Days",
    "Designation",
    "Finance",
    "Framework",
    "GradeMap",
    "Growth",
    "GrowthRow",
    "Id",
    "Indicator",
    "IndicatorKind",
    "InterventionStep",
    "LastInspection",
    "MoneyMoved",
    "Network",
    "OnboardingNeed",
    "Opening",
    "OpeningDeployment",
    "OpeningNeed",
    "OpeningTier",
    "Outcome",
    "Package",
    "Partnership",
    "Patience",
    "Place",
    "Policy",
    "Post",
    "PostKind",
    "Role",
    "RollForecast",
    "School",
    "Secondment",
    "Share",
    "Shock",
    "Specialism",
    "Stream",
    "Strict",
    "Supplier",
    "Tier",
    "TierOverride",
    "Trust",
    "Work",
    "WorkPart",
]
