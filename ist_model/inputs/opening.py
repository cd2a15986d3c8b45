"""The state on the first day, decisions with a date, and the policy (MODEL 2, 5.2, 6)."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from ist_model.inputs.base import Days, Id, Share, Strict

# Name: what it serves first. Adding a policy means one line here and its rule in the science.
POLICIES = {
    "triage": "most urgent first, then longest wait",
    "first_come": "longest wait first",
    "fair_share": "most urgent first, then the school that has had fewest days for its pupils",
    "local_first": "most urgent first, then the supporter with the shortest way",
    "best_gain": "largest expected gain for pupils per leader day first",
    "optimal": "as many pairs as can be at once, with the largest expected gain",
}


class OpeningDeployment(Strict):
    """A deployment already running on the first day (MODEL 2)."""

    post: Id = Field(description="Post of the supporter")
    role: Id = Field(description="Designation of the post that is used")
    school: Id = Field(description="School that is supported")
    area: Id = Field(description="Area that is supported")
    specialism: Id = Field(description="Specialism asked for")
    days_left: float = Field(gt=0, le=10_000, description="Days still to be delivered")


class OpeningNeed(Strict):
    """A need already waiting on the first day."""

    school: Id = Field(description="School that needs support")
    area: Id = Field(description="Area of the need")
    specialism: Id = Field(description="Specialism asked for")
    days: float = Field(gt=0, le=10_000, description="Days asked for")
    weeks_waited: float = Field(ge=0, le=10_000, description="School weeks waited so far")
    priority: int = Field(3, ge=0, le=99, description="0 is served first")


class OpeningTier(Strict):
    """A school's tier and board history on the first day."""

    school: Id = Field(description="School")
    tier: Id = Field(description="Its tier")
    better_boards: int = Field(0, ge=0, description="Boards in a row that pointed to a freer tier")
    stalled_boards: int = Field(0, ge=0, description="Boards in a row without progress")


class Opening(Strict):
    """The state on the first day (MODEL 2). Without it a warm-up year runs first."""

    deployments: tuple[OpeningDeployment, ...] = Field((), description="Deployments in progress")
    days_used: dict[Id, Days] = Field({}, description="Post: release days already used this school year")
    needs: tuple[OpeningNeed, ...] = Field((), description="Needs that wait")
    vacancies: dict[Id, Annotated[int, Field(ge=0, le=300)]] = Field(
        {}, description="Post: whole terms until filled"
    )
    tiers: tuple[OpeningTier, ...] = Field((), description="Tier and board history of schools")


class TierOverride(Strict):
    """A dated decision of the CEO about a school's tier (MODEL 5.2)."""

    school: Id = Field(description="School")
    tier: Id = Field(description="Tier it is put in")
    starts: dt.date = Field(description="First day of the decision")
    ends: dt.date | None = Field(None, description="First day after it; omit: for good")
    reason: str = Field(min_length=3, description="Why")


class Secondment(Strict):
    """A person of one school who works at another for whole terms (MODEL 7.3)."""

    post: Id = Field(description="Post of the person who is seconded")
    to_school: Id = Field(description="School that the person goes to")
    starts: dt.date = Field(description="First day, the first day of a term")
    ends: dt.date = Field(description="First day after it, the first day of a term")
    share: float = Field(1.0, ge=0.25, le=1, description="Share of the working week at the other school")
    backfill: bool = Field(True, description="True: the home school pays for cover of the share away")
    then: Literal["return", "stay"] = Field(
        "return", description="What follows: back home, or into a vacancy of the other school if there is one"
    )


class Shock(Strict):
    """A sudden loss of strength at a school, to see what a trust could bear (stress test)."""

    school: Id = Field(description="School")
    date: dt.date = Field(description="When; takes effect at the first half-term start on or after it")
    points: float = Field(gt=0, le=100, description="Points of strength that are lost in each area")
    lasting_share: Share = Field(0.5, description="Part of the loss that does not come back by itself")
    areas: tuple[Id, ...] = Field((), description="Areas that lose; omit: all")
    reason: str = Field(min_length=3, description="What is imagined to happen")


class Policy(Strict):
    """How the Strategy Group matches needs and supporters (MODEL 6)."""

    order: str = Field("triage", description=f"Who is served first: {', '.join(POLICIES)}")
    when: Literal["meetings", "continuous"] = Field(
        "meetings", description="At half-term meetings (emergencies at once), or at once"
    )
    grade_map: Literal["report_card_2025", "legacy_4"] = Field(
        "report_card_2025", description="How strength becomes an inspection grade"
    )
