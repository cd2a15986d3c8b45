"""Things that are worked out once for what they are of, and forgotten with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast


class Keeper(Protocol):
    """Whatever results are worked out of; `kept` is where they stay."""

    kept: dict[Any, Any]


K = TypeVar("K", bound=Keeper)
P = ParamSpec("P")
T = TypeVar("T")


def once(function: Callable[Concatenate[K, P], T]) -> Callable[Concatenate[K, P], T]:
    """Work a function out once for each keeper and each set of plain arguments; several ask for the same."""

    @wraps(function)
    def kept(keeper: K, *args: P.args, **named: P.kwargs) -> T:
        key = (kept, args, *named.items())
        if key not in keeper.kept:
            keeper.kept[key] = function(keeper, *args, **named)
        found: T = keeper.kept[key]
        return found

    return cast(Callable[Concatenate[K, P], T], kept)
