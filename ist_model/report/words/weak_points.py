"""Who would be missed, in words: what a group of leaders is called, and what withdrawing it does."""

from __future__ import annotations

from collections.abc import Sequence

from ist_model.experiments.removal import CENTRAL, HARM, Effect, Group, WeakPoints
from ist_model.inputs.scenario_models import Resolved
from ist_model.report.words.difference import Better, Difference
from ist_model.report.words.plain import and_list
from ist_model.results.measures import MEASURES

# The measures of a removal as column headings.
HEADINGS = {
    "pupils_attention_existing": "Pupils in a school needing attention",
    "within_standard_resolved_existing": "Needs begun in time",
    "days_unmet_existing": "Days unmet, in all years",
}
_SENTENCES = {
    "pupils_attention_existing": "{} of existing schools are in a school needing attention",
    "within_standard_resolved_existing": "the share of needs begun in time is {}",
    "days_unmet_existing": "{} of support go unmet in all years",
}


def group_words(resolved: Resolved, group: Group, named: bool) -> str:
    """What a group is called: roles by their label, schools by theirs or, in a private run, by name."""
    if group.kind == "roles":
        labels = {role.id: role.label for role in resolved.framework.roles}
    else:
        labels = {school.id: school.name if named else school.label for school in resolved.trust.schools}
        labels[CENTRAL] = "the central team"
    words = and_list(sorted(labels[name] for name in group.names))
    return words if len(group.names) == 1 else f"{words}, together"


def differences(effects: Sequence[Effect]) -> list[Difference]:
    """What a loss does, measure by measure (`removal.HARM`)."""
    made = []
    for name, effect in zip(HARM, effects, strict=True):
        about = MEASURES[name]
        better: Better = about.better
        made.append(
            Difference(about.label, about.unit, better, effect.mean, effect.low, effect.high, about.decimals)
        )
    return made


def opening(found: WeakPoints, named: bool) -> str:
    """The finding in a sentence: who would be missed most, and by whom."""
    if not found.removals:
        return "No group has five leaders or more, so nothing can be shown without pointing at persons."
    worst = found.removals[0]
    harmed = [
        (name, made)
        for name, made in zip(HARM, differences(worst.effects), strict=True)
        if made.verdict == "worse"
    ]
    if not harmed:
        return "No role and no giving school would clearly be missed: every harm may be chance."
    who = group_words(found.resolved, worst.group, named)
    roles = (
        "" if worst.group.kind == "schools" else "the role " if len(worst.group.names) == 1 else "the roles "
    )
    name, made = harmed[0]
    told = _SENTENCES[name].format(made.phrase())
    return f"Most missed: {roles}{who}. Without these {worst.group.holders} leaders {told}."
