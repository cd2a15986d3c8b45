"""Why did this request wait? One need's story in words, from a narrated run's log (MODEL 12).

Every sentence comes from an event of the log: what was free, who outranked it, which rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from ist_model.engines.narrated.log import Event, Log, Obstacle
from ist_model.engines.records import SOURCE_WORDS, STATUS_WORDS, Records
from ist_model.inputs.calendar import TICKS_PER_WEEK, date_of
from ist_model.results.discretion import LEAST_HOLDERS
from ist_model.science import matching, policies
from ist_model.world.structs import NEVER, NONE, World

# Why supporters could not take a need: said of one, and of several.
# What nobody is told of fewer than five leaders: whether one left, or stood in for a head (MODEL 11.4).
_OF_PEOPLE = (matching.NOT_IN_POST, matching.IN_DEVELOPMENT, matching.ACTING)
_NOT_TOLD = -1
_REASONS = {
    _NOT_TOLD: ("could not come (why is not told of fewer than five leaders)",) * 2,
    matching.OWN_SCHOOL: ("works in the school itself", "work in the school itself"),
    matching.NOT_IN_POST: ("had left, and the post was vacant", "had left, and the posts were vacant"),
    matching.IN_DEVELOPMENT: (
        "was still being developed into the role",
        "were still being developed into their roles",
    ),
    matching.BUSY: ("was already deployed", "were already deployed"),
    matching.WEEK_FULL: ("was already away for as much of the week as the post allows",) * 2,
    matching.SCHOOL_FULL: ("could not come, because the school had all the help it can take in at once",) * 2,
    matching.SECONDED: ("was seconded to another school", "were seconded to other schools"),
    matching.ACTING: ("stood in for a missing head", "stood in for missing heads"),
    matching.NO_DAYS: ("had too few release days left this school year that their school gives in its tier",)
    * 2,
    matching.HOME_TIER: (
        "was kept at home by the tier of their own school",
        "were kept at home by the tiers of their own schools",
    ),
    matching.HOME_INSPECTION: (
        "was kept at home, because their own school expects an inspection",
        "were kept at home, because their own schools expect an inspection",
    ),
}


class UnknownRequestError(LookupError):
    """No need of the run goes by that name."""


class Story(NamedTuple):
    """A need's story: a headline and what happened, one sentence each."""

    headline: str
    sentences: tuple[str, ...]


def wait_weeks(records: Records, row: int, end: int) -> float:
    """School weeks from raising to the first day, or to when it was closed or the horizon came."""
    need = records.needs[row]
    until = need["first_start"] if need["first_start"] >= 0 else need["closed"]
    return float((until if until >= 0 else end) - need["raised"]) / TICKS_PER_WEEK


def find_request(world: World, records: Records, request: str) -> int:
    """Row of a need by its number in the list, or `longest` for the one that waited longest.

    Raises:
        UnknownRequestError: if the run has no such need.
    """
    count = len(records.needs)
    if request == "longest" and count:
        waits = [wait_weeks(records, row, world.span.end) for row in range(count)]
        return int(np.argmax(waits))
    if request.isdecimal() and 1 <= int(request) <= count:
        return int(request) - 1
    raise UnknownRequestError(
        f"no request {request!r} in this run: it has {count}, numbered 1 to {count}, or say 'longest'"
    )


def explain(world: World, records: Records, log: Log, row: int) -> Story:
    """The story of one need of a run that was logged."""
    need = records.needs[row]
    key = int(need["key"])
    events = [event for event in log.events if event.need == key and event.tick >= need["raised"]]
    rows = {int(n["key"]): i for i, n in enumerate(records.needs)}
    sentences: list[str] = [_raised(world, need)]
    passed_over = [event for event in events if event.kind == "passed over"]
    for event in passed_over[:6]:
        sentences.extend(_passed_over(world, records, log, row, event, rows))
    if len(passed_over) > 6:
        last = _day(passed_over[-1].tick)
        sentences.append(f"It was passed over {len(passed_over) - 6} more times, the last on {last}.")
    for event in events:
        if event.kind == "matched":
            sentences.append(_matched(world, event))
    sentences.append(_ending(world, records, row))
    return Story(_headline(world, records, row), tuple(sentences))


def describe(world: World, need: np.void) -> str:
    """A need in a few words: school, area, specialism."""
    where = "beyond the trust" if need["school"] == NONE else world.names.labels[need["school"]]
    area = world.names.area_labels[need["area"]]
    return f"{where}: {area} ({world.names.specialism_labels[need['specialism']]})"


def _headline(world: World, records: Records, row: int) -> str:
    need = records.needs[row]
    weeks = wait_weeks(records, row, world.span.end)
    started = need["first_start"] >= 0
    verb = "waited" if started else "never started; it was"
    tail = "for its first day" if started else f"{STATUS_WORDS[need['status']]} after"
    if started:
        return f"Request {row + 1}, {describe(world, need)}, {verb} {weeks:.1f} school weeks {tail}."
    return f"Request {row + 1}, {describe(world, need)}, {verb} {tail} {weeks:.1f} school weeks."


def _raised(world: World, need: np.void) -> str:
    patience = "it waits for as long as it takes"
    if need["deadline"] != NEVER:
        patience = f"it is withdrawn or bought on {_day(int(need['deadline']))} if no one has taken it"
    return (
        f"{_day(int(need['raised']))}: raised ({SOURCE_WORDS[need['source']]}) for "
        f"{_days(need['asked_milli'])} with priority {need['priority']}; {patience}."
    )


def _passed_over(
    world: World, records: Records, log: Log, row: int, event: Event, rows: dict[int, int]
) -> Iterator[str]:
    counts = Counter(_told(world, event.obstacles))
    total = len(event.obstacles)
    if total == 0:
        yield f"{_day(event.tick)}: passed over. No one in the trust can serve this specialism and area."
        return
    parts = [f"{count} {_REASONS[reason][count > 1]}" for reason, count in counts.most_common()]
    who = "One supporter could serve it" if total == 1 else f"Of {total} supporters who could serve it"
    yield f"{_day(event.tick)}: passed over. {who}: {'; '.join(parts)}."
    need = records.needs[row]
    rivals = [rows[key] for key in sorted(_taken_now(log, event.tick, event.obstacles))]
    ahead = [records.needs[other] for other in rivals if _is_ahead(world, need, records.needs[other])]
    for rival in ahead[:3]:
        if rival["key"] != need["key"]:
            because = _why_ahead(world, need, rival)
            yield f"    Ahead of it: {describe(world, rival)}, {because}."


def _told(world: World, obstacles: tuple[Obstacle, ...]) -> Iterator[int]:
    """The reasons; where fewer than five leaders could serve, not those that say who left or stood in."""
    posts = {int(world.designations["post"][obstacle.designation]) for obstacle in obstacles}
    for obstacle in obstacles:
        hidden = len(posts) < LEAST_HOLDERS and obstacle.reason in _OF_PEOPLE
        yield _NOT_TOLD if hidden else obstacle.reason


def _taken_now(log: Log, tick: int, obstacles: tuple[Obstacle, ...]) -> set[int]:
    """Needs that were given, at this very matching, a supporter who could have served this one."""
    wanted = {o.designation for o in obstacles if o.reason in (matching.BUSY, matching.NO_DAYS)}
    agreed = [event for event in log.events if event.tick == tick and event.kind == "matched"]
    return {event.need for event in agreed if event.designation in wanted and event.need is not None}


def _is_ahead(world: World, need: np.void, rival: np.void) -> bool:
    """Whether the policy ranks another need no lower than this one, by what depends on needs alone."""
    nobody = policies.SupporterView(0, 0, 0, np.uint64(0))
    policy = policies.POLICIES[world.policy]

    def leading(each: np.void) -> tuple[object, ...]:
        view = policies.NeedView(
            int(each["urgency"]), int(each["raised"]), int(each["asked_milli"]), 0, np.uint64(each["key"])
        )
        return policy.rank(view, nobody)[: policy.leading_fields_of_need]

    return leading(rival) <= leading(need)


def _why_ahead(world: World, need: np.void, rival: np.void) -> str:
    rule = world.policy.replace("_", " ")
    if world.policy in _BY_GAIN:
        return f"by the {rule} rule: {_BY_GAIN[world.policy]}"
    if world.policy != "first_come" and rival["urgency"] != need["urgency"]:
        return f"by the {rule} rule: priority {rival['urgency']} against {need['urgency']}"
    if world.policy in _AFTER_PRIORITY:
        return f"by the {rule} rule: equal in priority, and {_AFTER_PRIORITY[world.policy]}"
    if rival["raised"] < need["raised"]:
        return f"because it had waited longer, since {_day(int(rival['raised']))}"
    return f"equal under the {rule} rule, and a better match or first by draw key"


# Policies that look at what a leader's day is expected to do for pupils, whatever the priority.
_BY_GAIN = {
    "best_gain": "no less was expected for pupils from a leader's day there",
    "optimal": "so that as many as can be are served, and most is expected for pupils over all of them",
}
# What decides between needs of one priority, where it is not the wait.
_AFTER_PRIORITY = {
    "fair_share": "its school had had no more days for its pupils, or it was first by what follows",
    "local_first": "the supporter had no longer a way to it, or it was first by what follows",
}


def _matched(world: World, event: Event) -> str:
    code = world.names.designations[event.designation] if event.designation >= 0 else "bought help"
    start = "" if event.until == event.tick else f"; the home school releases them from {_day(event.until)}"
    return f"{_day(event.tick)}: {code} is agreed for {_days(event.milli)}{start}."


def _ending(world: World, records: Records, row: int) -> str:
    need = records.needs[row]
    given = f"{_days(need['delivered_milli'])} of {_days(need['asked_milli'])} given"
    if need["closed"] >= 0:
        return f"{_day(int(need['closed']))}: {STATUS_WORDS[need['status']]}, {given}."
    return f"At the horizon ({_day(world.span.end)}): {STATUS_WORDS[need['status']]}, {given}."


def _days(milli: int) -> str:
    return f"{int(milli) / 1000:.1f} days"


def _day(tick: int) -> str:
    date = date_of(tick)
    return f"{date.day} {date:%B %Y}"
