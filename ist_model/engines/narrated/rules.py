"""The science as this engine calls it: the same compiled rules, without Numba's search for a signature.

Called from Python, Numba looks at the type of every argument to choose among signatures, which takes longer
than most rules do. A rule has one signature (`science.jit`), so what it was compiled to is called straight
away; it turns the arguments into that signature's types, or raises.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any, TypeVar

from numba import types
from numba.core.dispatcher import Dispatcher

from ist_model.science import (
    absorption,
    assignment,
    careers,
    draws,
    giving,
    inspection,
    matching,
    monitoring,
    networks,
    policies,
    requests,
    strength,
)

__all__ = [
    "absorption",
    "assignment",
    "careers",
    "direct",
    "draws",
    "giving",
    "inspection",
    "matching",
    "monitoring",
    "networks",
    "policies",
    "requests",
    "strength",
]

Rule = TypeVar("Rule", bound=Callable[..., Any])
_SINGLE = (types.Number, types.Boolean, types.BaseTuple)  # of an array nobody else checks the type


def direct(rule: Rule) -> Rule:
    """What a rule was compiled to; the rule itself if it takes arrays or is not compiled."""
    if not isinstance(rule, Dispatcher):
        return rule
    made: Any  # Numba says the types of its results, not all they hold
    ((signature, made),) = rule.overloads.items()
    called: Rule = made.entry_point if all(isinstance(kind, _SINGLE) for kind in signature) else rule
    return called


def _direct_rules(science: ModuleType) -> SimpleNamespace:
    return SimpleNamespace(**{name: direct(value) for name, value in vars(science).items()})


if not TYPE_CHECKING:  # to a reader of types they are the modules
    absorption, assignment, careers, draws, giving, inspection = map(
        _direct_rules, (absorption, assignment, careers, draws, giving, inspection)
    )
    matching, monitoring, networks, policies, requests, strength = map(
        _direct_rules, (matching, monitoring, networks, policies, requests, strength)
    )
