"""The vocabulary of the model as data: `scenarios/framework.yaml`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ist_model.inputs.base import Id, Strict


class Area(Strict):
    """An improvement area (MODEL 3.1)."""

    id: Id = Field(description="Name used in files")
    label: str = Field(description="Name shown to readers")
    leadership: bool = Field(
        False, description="True: a school seen as urgent in this area alone needs intervention (MODEL 5.2)"
    )
    only_if_ages_below: int | None = Field(
        None, description="The area exists only in schools whose lowest age is below this (early years)"
    )


class Specialism(Strict):
    """What a supporter is good at, and which areas that serves (MODEL 3.1)."""

    id: Id = Field(description="Name used in files")
    label: str = Field(description="Name shown to readers")
    areas: tuple[Id, ...] = Field(min_length=1, description="Areas this specialism serves")


class Role(Strict):
    """A kind of supporter (MODEL 3.2). Days, pattern, places and price are register rows `role.<id>.*`."""

    id: Id = Field(description="Name used in files")
    label: str = Field(description="Name shown to readers")
    areas: tuple[Id, ...] = Field(description="Areas the role may serve; empty: the role gives no support")
    matching: Literal["by specialism", "any specialism"] = Field(
        "by specialism", description="Whether a supporter of the role serves its own specialisms or all"
    )
    comes_with_post: bool = Field(
        False, description="True: a new holder of the post has it at once; false: it must be developed anew"
    )
    prepares_boards: bool = Field(False, description="Board preparation is taken from this role's days first")
    sharpens_boards: bool = Field(
        False, description="While someone holds this role, boards see with less error (Data Lead)"
    )


class PostKind(Strict):
    """A seat on the ladder (MODEL 3.3, 7). Hazard and refill time are register rows `post.<id>.*`."""

    id: Id = Field(description="Name used in files")
    label: str = Field(description="Name shown to readers")
    accountable: bool = Field(
        False, description="True: a headship, whose holder may be a school's accountable leader"
    )
    promoted_from: tuple[Id, ...] = Field(
        (), description="Kinds of post from which a vacancy is filled by promotion; none: always advertised"
    )
    keeps_designations: bool = Field(
        False, description="True: who is promoted to such a post goes on giving support as before"
    )
    under_partnership_head: bool = Field(
        False, description="True: a holder leads a school under a Partnership Head (head of school)"
    )


class Tier(Strict):
    """A step of earned autonomy (MODEL 5.2), listed from most to least autonomous."""

    id: Id = Field(description="Name used in files")
    label: str = Field(description="Name shown to readers")
    may_release: bool = Field(True, description="Whether leaders of a school in this tier may support others")


class InterventionStep(Strict):
    """A step of the intervention ladder (MODEL 5.5). Its numbers are register rows `step.<id>.*`."""

    id: Id = Field(description="Name used in files")
    label: str = Field(description="Name shown to readers")
    partnership_head: bool = Field(False, description="True: a Partnership Head is put over the school")
    changes_head: bool = Field(False, description="True: the school's head goes at the end of the term")


class GradeMap(Strict):
    """How strength becomes an inspection grade (MODEL 4.6). Cut points are register rows `grade.<id>.*`."""

    id: Literal["report_card_2025", "legacy_4"] = Field(description="Name used in files")
    label: str = Field(description="Name shown to readers")
    grades: tuple[Id, ...] = Field(min_length=2, description="From worst to best")
    attention_at_or_below: Id = Field(description="Best grade that still counts as needing attention")


class IndicatorKind(Strict):
    """A figure that schools are known by (MODEL 4.5). Its numbers are register rows `indicator.<id>.*`.

    `national_mean` and `national_sd` are those of published figures between schools; `pupil_sd`, read where
    the figure follows strength, is the chance of one pupil, divided by the root of the cohort.
    """

    id: Id = Field(description="Name used in files")
    label: str = Field(description="Name shown to readers")
    area: Id = Field(description="Area whose strength it shows")
    unit: str = Field(min_length=1, description="Unit of the figure")
    better: Literal["higher", "lower"] = Field(description="Which figures are better")
    measured: Literal["strength", "staff turnover", "leadership stability", "in-year balance"] = Field(
        "strength", description="What it follows: strength in its area, or what the run itself counts"
    )
    year_group: int | None = Field(
        None, ge=0, le=6, description="The one year group it counts (0: Reception); omit: the whole school"
    )
    least: float | None = Field(None, description="Lowest figure that can be; omit: no limit")
    most: float | None = Field(None, description="Highest figure that can be; omit: no limit")
    published_as: str = Field(
        "", description="Name of the figure among a school's published indicators, to be shown beside"
    )


class Framework(Strict):
    """The vocabulary that a trust file uses: areas, specialisms, roles, posts, tiers, grade maps."""

    title: str = Field(description="What this vocabulary follows")
    areas: tuple[Area, ...] = Field(min_length=1, description="Improvement areas")
    specialisms: tuple[Specialism, ...] = Field(
        min_length=1, description="Specialisms and the areas they serve"
    )
    roles: tuple[Role, ...] = Field(min_length=1, description="Kinds of supporter")
    post_kinds: tuple[PostKind, ...] = Field(min_length=1, description="Kinds of post")
    tiers: tuple[Tier, ...] = Field(min_length=2, description="From most to least autonomous")
    intervention_ladder: tuple[InterventionStep, ...] = Field(
        (), description="What follows, step after step, where a school in the last tier makes no progress"
    )
    grade_maps: tuple[GradeMap, ...] = Field(min_length=1, description="How strength becomes a grade")
    indicators: tuple[IndicatorKind, ...] = Field((), description="Figures that schools are known by")
