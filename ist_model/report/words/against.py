"""What the plan is called that scenarios are set against: the same on every page."""

from __future__ import annotations

from ist_model.inputs.scenario_models import Resolved

TODAY = "today’s plan"


def against(baseline: Resolved) -> str:
    """In a sentence: "today’s plan", or by its name if it is itself a change of another scenario."""
    return TODAY if baseline.extends is None else f"“{baseline.name}”"


def against_headed(baseline: Resolved) -> str:
    """The same where it stands by itself: at the head of a column, beside a line."""
    return "Today’s plan" if baseline.extends is None else baseline.name


def titled(resolved: Resolved) -> str:
    """Under a page's title, which scenario it is of: 'Today’s plan (“The trust as published”)'."""
    return f"Today’s plan (“{resolved.name}”)" if resolved.extends is None else resolved.name
