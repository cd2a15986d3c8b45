"""Base of everything a person writes, and the kinds of value that recur."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
Id = Annotated[str, Field(pattern=ID_PATTERN, description="Identifier: letters, digits, . _ -")]
Basis = Literal["published", "public data", "computed", "assumed"]
Share = Annotated[float, Field(ge=0, le=1)]
Days = Annotated[float, Field(ge=0, le=10_000)]


class Strict(BaseModel):
    """Base of all written things: immutable, no unknown keys, no silent coercion, finite numbers only."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)
