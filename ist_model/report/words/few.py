"""Roles and specialisms of so few leaders that a figure of one tells of persons (MODEL 11.4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ist_model.inputs.scenario_models import Resolved
from ist_model.report.words.coarse import is_for_anyone
from ist_model.results.discretion import LEAST_HOLDERS
from ist_model.results.result import ScenarioResult

LEFT_OUT = "Specialisms that fewer than five leaders could serve are left out here."


def few_holders(scenarios: Iterable[Resolved]) -> set[str]:
    """Labels of roles that fewer than five posts hold in some scenario: a figure of one tells of persons."""
    found: set[str] = set()
    for each in scenarios:
        held = Counter(d.role for post in each.trust.posts for d in post.designations)
        labels = {role.id: role.label for role in each.framework.roles}
        found |= {label for role, label in labels.items() if held[role] < LEAST_HOLDERS}
    return found


def told_apart(result: ScenarioResult) -> list[int]:
    """Places of specialisms that a page may tell of one by one: for anyone, those of five leaders or more."""
    labels = result.names["specialism_labels"]
    if not is_for_anyone():
        return list(range(len(labels)))
    apart = set(result.series["days_by_specialism"]["specialism"])
    return [place for place, label in enumerate(labels) if label in apart]
