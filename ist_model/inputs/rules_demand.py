"""Checks of what is asked for: lengths of work, patience, and whether anyone serves it."""

from __future__ import annotations

import math
from collections.abc import Iterator

from ist_model.inputs.context import Context
from ist_model.inputs.errors import Problem
from ist_model.inputs.models import Patience, Work
from ist_model.inputs.yaml_file import Keys

WORK_FIELDS = {
    "fixed": ("mean_days",),
    "exponential": ("mean_days",),
    "gamma": ("mean_days", "coefficient_of_variation"),
    "lognormal": ("mean_days", "coefficient_of_variation"),
    "hyperexponential": ("mean_days", "coefficient_of_variation"),
    "triangular": ("low_days", "mode_days", "high_days"),
    "mixture": ("parts",),
}
LEADERSHIP = "leadership_governance"  # the area of onboarding where a file names none
PATIENCE_FIELDS: dict[str, tuple[str, ...]] = {
    "none": (),
    "fixed": ("mean_weeks",),
    "exponential": ("mean_weeks",),
}


def distributions(context: Context) -> Iterator[Problem]:
    """Work and patience give the numbers their distribution uses, and no others (MODEL 5.4)."""
    for stream in context.resolved.trust.streams:
        at: Keys = ("trust", "streams", stream.id)
        yield from _fields(context, (*at, "work"), stream.work, WORK_FIELDS[stream.work.distribution])
        yield from _work(context, (*at, "work"), stream.work)
        used = PATIENCE_FIELDS[stream.patience.distribution]
        yield from _fields(context, (*at, "patience"), stream.patience, used)


def specialism_serves_area(context: Context) -> Iterator[Problem]:
    """A need asks for a specialism that serves its area."""
    for keys, area, name, _ in _asked(context):
        specialism = context.specialisms.get(name)
        if specialism is not None and area in context.areas and area not in specialism.areas:
            rule = (
                f"specialism {name!r} does not serve area {area!r} (it serves {', '.join(specialism.areas)})"
            )
            fit = [s.id for s in context.specialisms.values() if area in s.areas]
            yield context.problem(
                (*keys, "specialism"), name, rule, f"ask for one that does: {', '.join(fit)}"
            )


def someone_serves(context: Context) -> Iterator[Problem]:
    """Whatever a need asks for, a designation of the trust or a supplier serves it."""
    slots = [slot for post in context.resolved.trust.posts for slot in post.designations]
    if any(
        slot.role not in context.roles or set(slot.specialisms) - set(context.specialisms) for slot in slots
    ):
        return  # what a misspelt designation would serve is not known
    for keys, area, name, may_buy in _asked(context):
        if name not in context.specialisms or area not in context.specialisms[name].areas:
            continue
        inside = any(context.can_serve(slot, area, name) for slot in slots)
        if inside or (may_buy and context.suppliers_of(name)):
            continue
        rule = f"nobody serves {name!r} in {area!r}: no designation covers both"
        if may_buy:
            rule += ", and no supplier"
        elif context.suppliers_of(name):
            rule += "; suppliers do, but `may_buy` is false here"
        remedy = "designate somebody, or ask for another specialism" + (
            ", or add a supplier" if may_buy else ""
        )
        yield context.problem((*keys, "specialism"), name, rule, remedy)


def onboarding_once(context: Context) -> Iterator[Problem]:
    """A joining school has one onboarding need an area (MODEL 5.3), and only in areas that it has."""
    for school in context.resolved.trust.schools:
        seen: set[str] = set()
        for position, need in enumerate(school.onboarding):
            keys: Keys = ("trust", "schools", school.id, "onboarding", position, "area")
            yield from context.lacks_area(keys, school.id, need.area)
            if need.area in seen:
                rule = "a school has one open need an area"
                yield context.problem(keys, need.area, rule, "add the days to the first need of the area")
            seen.add(need.area)


def onboarding_known(context: Context) -> Iterator[Problem]:
    """A joiner without written onboarding needs support in leadership: a specialism must serve that area."""
    if any(LEADERSHIP in specialism.areas for specialism in context.specialisms.values()):
        return
    for school in context.resolved.trust.schools:
        if context.joins_in_the_run(school) and not school.onboarding:
            keys: Keys = ("trust", "schools", school.id, "onboarding")
            rule = f"{school.id} joins, and the framework has no specialism for {LEADERSHIP!r}"
            yield context.problem(keys, "(absent)", rule, "write the school's `onboarding` needs")


def mean_days(work: Work) -> float:
    """Mean length of work, in days (MODEL 5.4)."""
    if work.distribution == "mixture":
        return math.fsum(part.share * part.mean_days for part in work.parts)
    if work.distribution == "triangular":
        return math.fsum([work.low_days or 0.0, work.mode_days or 0.0, work.high_days or 0.0]) / 3
    return work.mean_days or 0.0


def _asked(context: Context) -> Iterator[tuple[Keys, str, str, bool]]:
    """Every need written in the files: path, area, specialism, and whether help may be bought for it."""
    for stream in context.resolved.trust.streams:
        yield ("trust", "streams", stream.id), stream.area, stream.specialism, stream.may_buy
    for school in context.resolved.trust.schools:
        for position, need in enumerate(school.onboarding):
            yield ("trust", "schools", school.id, "onboarding", position), need.area, need.specialism, True
    if context.resolved.opening is not None:
        for position, waiting in enumerate(context.resolved.opening.needs):
            yield ("opening", "needs", position), waiting.area, waiting.specialism, True


def _fields(context: Context, at: Keys, written: Work | Patience, used: tuple[str, ...]) -> Iterator[Problem]:
    for field in type(written).model_fields:
        if field == "distribution":
            continue
        value = getattr(written, field)
        given = value is not None and value != ()
        if field in used and not given:
            rule = f"a {written.distribution} distribution needs `{field}`"
            yield context.problem((*at, field), "(absent)", rule, f"add `{field}: ...`")
        if given and field not in used:
            rule = f"a {written.distribution} distribution does not use `{field}`"
            others = f" (it uses {', '.join(used)})" if used else ""
            yield context.problem((*at, field), value, rule, f"remove it, or change the distribution{others}")


def _work(context: Context, at: Keys, work: Work) -> Iterator[Problem]:
    if work.distribution == "hyperexponential" and (work.coefficient_of_variation or 2) <= 1:
        rule = (
            "a hyperexponential length varies more than an exponential one: coefficient_of_variation above 1"
        )
        value = work.coefficient_of_variation
        yield context.problem((*at, "coefficient_of_variation"), value, rule, "raise it, or take gamma")
    low, mode, high = work.low_days, work.mode_days, work.high_days
    if low is not None and mode is not None and high is not None and not (low <= mode <= high and low < high):
        rule = "low_days <= mode_days <= high_days, low_days below high_days"
        yield context.problem((*at, "mode_days"), mode, rule, "put the three in order")
    if work.distribution == "mixture" and work.parts:
        total = math.fsum(part.share for part in work.parts)
        if len(work.parts) != 2 or abs(total - 1) > 1e-9:
            rule = f"a mixture has two parts whose shares sum to 1 (here {len(work.parts)}, sum {total:g})"
            yield context.problem((*at, "parts"), f"{total:g}", rule, "correct the shares")
