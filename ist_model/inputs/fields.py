"""What the written models say about themselves: which model stands where, and which fields it has."""

from __future__ import annotations

import types
import typing
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from ist_model.inputs.yaml_file import Keys


def model_at(model: type[BaseModel] | None, keys: Keys) -> type[BaseModel] | None:
    """The model found by following a path of fields, list positions and mapping keys, or None."""
    here: Any = model
    for key in keys:
        here = _step(here, key)
    models = [kind for kind in alternatives(here) if is_model(kind)]
    return models[0] if models else None


def field_names(model: type[BaseModel] | None) -> list[str]:
    """Names of a model's fields, in order."""
    return list(model.model_fields) if model else []


def home_of(name: str, model: type[BaseModel] | None) -> str:
    """Where a field stands that was written one level too high; empty if no nested model has it."""
    for outer, field in (model.model_fields if model else {}).items():
        for kind in alternatives(field.annotation):
            if is_model(kind) and name in kind.model_fields:
                return f"it belongs under `{outer}:`, indented"
    return ""


def is_model(kind: Any) -> bool:
    """Whether a type annotation is a model class."""
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def alternatives(kind: Any) -> list[Any]:
    """The kinds a value may be of, annotations removed: `Id | None` gives `[str, NoneType]`."""
    origin = get_origin(kind)
    if origin is typing.Annotated:
        return alternatives(get_args(kind)[0])
    if origin in (typing.Union, types.UnionType):
        return [inner for arm in get_args(kind) for inner in alternatives(arm)]
    return [kind]


def _step(kind: Any, key: str | int) -> Any:
    for arm in alternatives(kind):
        if is_model(arm) and key in arm.model_fields:
            return arm.model_fields[key].annotation
        if get_origin(arm) in (tuple, dict):
            return get_args(arm)[0 if get_origin(arm) is tuple else 1]
    return None
