"""Where all levers stand, and the same as a short code in a link."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
import zlib
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from ist_model.inputs.calendar import TERM_TICKS, WEEKS_PER_YEAR, date_of, half_term_on_or_after, ticks
from ist_model.inputs.models import Post
from ist_model.inputs.scenario_models import Resolved

SLE, LEAD, LEADER = "sle", "lead_practitioner", "system_leader"
ODDS_RATIO = "support.odds_ratio"
NO_LIMIT = -1
AS_IT_IS = ""
_LONGEST = 2000  # characters of a code
_MOST_BYTES = 20_000  # that a code may unfold to


class CodeError(Exception):
    """A code that is none of the explorer's; its text says what is wrong with it."""


@dataclass(frozen=True)
class Settings:
    """Where all levers stand; units as in scenario files, dates as ISO text, empty where not chosen.

    Attributes:
        start: scenario that everything starts from.
        strong, sponsored: schools that join besides those of the start.
        joins: date on which they join.
        km: how far they are from the middle of the trust, in a straight line.
        sle_posts, lead_posts: holders more (or fewer) than in the start, and the specialism of those added.
        sle_days, lead_days, leader_days: release days a year of the role.
        bought_days: days a year that each person of the first supplier can be bought for, all together.
        budget: most spent on bought days and packages a year; `NO_LIMIT`: no limit.
        order, when: the policy.
        heads: kind of post that schools are led by; empty: as in the start.
        heads_from: date from which they are.
        seconded, to: post and school of a secondment; empty: none.
        second_from, second_terms, second_share, backfill: its dates, share of the week, and who covers.
        odds_ratio, no_effect: effect of a standard package of support; no effect at all.
    """

    start: str
    strong: int = 0
    sponsored: int = 0
    joins: str = ""
    km: int = 10
    sle_posts: int = 0
    sle_specialism: str = ""
    sle_days: float = 0.0
    lead_posts: int = 0
    lead_specialism: str = ""
    lead_days: float = 0.0
    leader_days: float = 0.0
    bought_days: float = 0.0
    budget: int = NO_LIMIT
    order: str = "triage"
    when: str = "meetings"
    heads: str = AS_IT_IS
    heads_from: str = ""
    seconded: str = ""
    to: str = ""
    second_from: str = ""
    second_terms: int = 3
    second_share: float = 1.0
    backfill: bool = True
    odds_ratio: float = 1.2
    no_effect: bool = False


def settings_of(start: Resolved) -> Settings:
    """All levers where the scenario itself has them."""
    values = start.assumptions.values()
    terms = term_starts(start)
    first = next((day for day in terms if day.month == 9), terms[0])
    budget = start.trust.bought_budget_gbp_per_year
    return Settings(
        start=start.scenario_id,
        joins=first.isoformat(),
        sle_specialism=_first_specialism(start, SLE),
        sle_days=values.get(f"role.{SLE}.days_per_year", 0.0),
        lead_specialism=_first_specialism(start, LEAD),
        lead_days=values.get(f"role.{LEAD}.days_per_year", 0.0),
        leader_days=values.get(f"role.{LEADER}.days_per_year", 0.0),
        bought_days=start.trust.suppliers[0].days_per_year if start.trust.suppliers else 0.0,
        budget=NO_LIMIT if budget is None else round(budget),
        order=start.policy.order,
        when=start.policy.when,
        heads_from=first.isoformat(),
        second_from=terms[0].isoformat(),
        odds_ratio=values[ODDS_RATIO],
        no_effect=start.no_effect,
    )


def term_starts(start: Resolved) -> list[dt.date]:
    """First days of the terms of the period after its first half-term, on which a change may begin."""
    begin = half_term_on_or_after(start.start)
    end = begin + ticks(min(start.years, 20) * WEEKS_PER_YEAR)
    first = (begin // TERM_TICKS + 1) * TERM_TICKS
    return [date_of(tick) for tick in range(first, max(end, first + 1), TERM_TICKS)]


def holders(start: Resolved, role: str) -> list[Post]:
    """Posts that carry a role, in the order in which it would be taken from them: teachers' first."""
    order = {"teacher": 0, "assistant_head": 1, "deputy": 2}
    found = [post for post in start.trust.posts if any(slot.role == role for slot in post.designations)]
    return sorted(found, key=lambda post: (order.get(post.kind, 3), len(post.designations)))


def _first_specialism(start: Resolved, role: str) -> str:
    slots = (slot for post in start.trust.posts for slot in post.designations if slot.role == role)
    return next((name for slot in slots for name in slot.specialisms), "")


def code_of(settings: Settings, start: Settings) -> str:
    """The levers that differ from the start, as letters that a link can hold."""
    told = {name: value for name, value in asdict(settings).items() if value != getattr(start, name)}
    text = json.dumps({"start": settings.start, **told}, separators=(",", ":"), sort_keys=True)
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")


def read_code(code: str) -> dict[str, Any]:
    """What a code, or a link that ends with one, says: names and values of levers, the start among them.

    Raises:
        CodeError: if it is none.
    """
    bare = code.strip().rpartition("#")[2]
    if not bare or len(bare) > _LONGEST:
        raise CodeError("it is empty or longer than any code of the explorer: copy the whole link again")
    try:
        packed = base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4))
        told = json.loads(zlib.decompressobj().decompress(packed, _MOST_BYTES))
    except (binascii.Error, zlib.error, ValueError, RecursionError):
        raise CodeError(
            "it is no code of the explorer, or part of it is missing: copy the link again"
        ) from None
    kinds = {each.name: str(each.type) for each in fields(Settings)}
    if not isinstance(told, dict) or not isinstance(told.get("start"), str):
        raise CodeError("it does not say which scenario it starts from")
    for name, value in told.items():
        if name not in kinds:
            raise CodeError(f"it speaks of a lever {name!r} that this version does not have")
        if not _fits(value, kinds[name]):
            raise CodeError(f"its value for {name!r} is of the wrong kind")
    return told


def applied(start: Settings, told: dict[str, Any]) -> Settings:
    """The start with the levers that a code names where it says."""
    return replace(start, **{name: value for name, value in told.items() if name != "start"})


def _fits(value: Any, kind: str) -> bool:
    if kind == "float":
        return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9
    if kind == "int":
        return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**9
    return isinstance(value, bool) if kind == "bool" else isinstance(value, str) and len(value) <= 200
