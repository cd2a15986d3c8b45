"""A school that might join, as a trust knows it before it decides: `ist join-test FILE` (MODEL 10).

Most of what due diligence asks is not known at first. Each such field may be `unknown`, which is what leaving
it out means too: it then stands for a range, and the test says what difference the range makes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from ist_model.inputs.base import Id, Share, Strict
from ist_model.inputs.chain import read_chain
from ist_model.inputs.errors import InputError
from ist_model.inputs.finance import Pounds
from ist_model.inputs.folder import CANDIDATES, TRUSTS, scenario_file
from ist_model.inputs.trust import LastInspection, OnboardingNeed, Place, Post
from ist_model.inputs.validate import validate
from ist_model.inputs.yaml_file import read

Unknown = Literal["unknown"]
UNKNOWN: Unknown = "unknown"
ROLL_YEARS = 3


class Candidate(Strict):
    """A school that might join. Fields from `start_percentile` on may be `unknown`."""

    id: Id = Field(description="Short code, of no school of the trust")
    name: str = Field(min_length=1, max_length=200, description="Name of the school")
    label: str = Field("", max_length=24, description="Neutral label for readers; omit: School and the id")
    joining: Literal["converter", "sponsored"] = Field(
        description="converter: of its own accord; sponsored: placed with the trust to be improved"
    )
    age_low: int = Field(ge=2, le=11, description="Lowest statutory age")
    age_high: int = Field(ge=5, le=19, description="Highest statutory age")
    roll: int = Field(ge=1, le=5000, description="Pupils on roll")
    place: Place | None = Field(None, description="Where it is; omit: no travel time is counted")
    partnership: Id | None = Field(None, description="Partnership it would belong to")
    posts: tuple[Post, ...] = Field((), description="Leaders it brings besides its head; no dates")
    onboarding: tuple[OnboardingNeed, ...] = Field((), description="Support on joining; omit: the register's")
    note: str = Field("", description="For readers of the file")

    start_percentile: dict[Id, Annotated[float, Field(gt=0, lt=1)]] | Unknown = Field(
        UNKNOWN, description="Strength by area as a national percentile (0-1)"
    )
    last_inspection: LastInspection | Unknown = Field(
        UNKNOWN, description="Latest graded outcome: when the next inspection may come follows from its date"
    )
    head_stays: bool | Unknown = Field(
        UNKNOWN, description="Whether the head stays; false: a vacancy at first"
    )
    roll_forecast: Annotated[tuple[int, ...], Field(min_length=1, max_length=ROLL_YEARS)] | Unknown = Field(
        UNKNOWN,
        description="Pupils expected in school years after the scenario's first, one to three of them",
    )
    classes: Annotated[int, Field(ge=1, le=200)] | Unknown = Field(UNKNOWN, description="Classes taught")
    reserves_gbp: Annotated[float, Field(ge=-100_000_000, le=100_000_000)] | Unknown = Field(
        UNKNOWN, description="Reserves on joining, below 0 a deficit"
    )
    estates_liability_gbp: Pounds | Unknown = Field(
        UNKNOWN, description="Repairs that cannot wait and nobody else pays: taken from reserves on joining"
    )
    grant_gbp: Pounds | Unknown = Field(UNKNOWN, description="Grant for joining: added to reserves")
    teacher_vacancies: Annotated[int, Field(ge=0, le=100)] | Unknown = Field(
        UNKNOWN, description="Teachers' posts vacant; noted, the model has no rule for it"
    )
    send_share: Share | Unknown = Field(
        UNKNOWN, description="Share of pupils with SEND (0-1); noted, the model has no rule for it"
    )
    rise_support: bool | Unknown = Field(
        UNKNOWN, description="Whether national support (RISE) runs; noted, the model has no rule for it"
    )


# What the model works with, and what it can only pass on to the reader.
WEIGHED = (
    "start_percentile",
    "last_inspection",
    "head_stays",
    "roll_forecast",
    "classes",
    "reserves_gbp",
    "estates_liability_gbp",
    "grant_gbp",
)
NOTED = ("teacher_vacancies", "send_share", "rise_support")


def candidates_of(scenario: str, scenarios_dir: Path) -> list[Path]:
    """Files of schools that might join the trust of a scenario, by name: `candidates/` beside its trust file.

    Raises:
        InputError: if the scenario does not resolve.
    """
    trust = read_chain(scenario_file(scenario, scenarios_dir), scenarios_dir)[0].written.trust
    return sorted((scenarios_dir / TRUSTS / str(trust)).glob(f"{CANDIDATES}/*.yaml"))


def read_candidate(path: Path) -> Candidate:
    """The candidate of a file.

    Raises:
        InputError: with every fault of the file, by line.
    """
    located = read(path)
    candidate = validate(Candidate, located)
    problems = []
    if candidate.age_low >= candidate.age_high:
        rule = "the lowest age lies below the highest"
        problems.append(located.problem(("age_low",), rule, "correct one of the two"))
    for number, post in enumerate(candidate.posts):
        if post.starts is not None or post.ends is not None or post.school != "none":
            rule = "posts of a candidate are at it, from the day it joins: they have no school and no dates"
            remedy = "leave out `school`, `starts` and `ends`"
            problems.append(located.problem(("posts", number, "id"), rule, remedy))
    if problems:
        raise InputError(problems)
    return candidate
