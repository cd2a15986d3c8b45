"""The assumption register: every number of the model, one row each (`scenarios/assumptions.yaml`)."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from ist_model.inputs.base import Strict

GRADES = {
    "A": "read in a published source",
    "B": "computed from open data",
    "C": "inferred from evidence",
    "D": "assumed, no evidence found",
}


class Assumption(Strict):
    """One number of the model, with its range and where it comes from."""

    key: str = Field(
        pattern=r"^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+$", description="Name of the number: words joined by dots"
    )
    value: float = Field(description="Central value, used in every run unless draws are sampled")
    low: float = Field(description="Lowest value thought possible")
    high: float = Field(description="Highest value thought possible")
    distribution: Literal["triangular", "uniform", "fixed"] = Field(
        "triangular", description="How it is sampled between low and high"
    )
    unit: str = Field(description="Unit of the number; 1 for a pure number")
    grade: Literal["A", "B", "C", "D"] = Field(description="; ".join(f"{k}: {v}" for k, v in GRADES.items()))
    source: str = Field(min_length=3, description="Section of the evidence file and source code")
    meaning: str = Field(min_length=10, description="One plain sentence")

    @model_validator(mode="after")
    def _range_holds_value(self) -> Self:
        if not self.low <= self.value <= self.high:
            raise ValueError(f"value {self.value:g} lies outside its range {self.low:g} to {self.high:g}")
        return self


class Register(Strict):
    """All assumptions, by key."""

    assumptions: tuple[Assumption, ...] = Field(description="One row per number")

    @model_validator(mode="after")
    def _keys_are_unique(self) -> Self:
        seen: set[str] = set()
        for row in self.assumptions:
            if row.key in seen:
                raise ValueError(f"assumption {row.key!r} is given twice")
            seen.add(row.key)
        return self

    def values(self) -> dict[str, float]:
        """Central value by key."""
        return {row.key: row.value for row in self.assumptions}
