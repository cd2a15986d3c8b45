"""Generated scenarios: small trusts of every shape, to hold laws that no single example can show."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

from ist_model.inputs.assumptions import Register
from ist_model.inputs.models import (
    POLICIES,
    Designation,
    Framework,
    Growth,
    GrowthRow,
    LastInspection,
    Partnership,
    Patience,
    Place,
    Policy,
    Post,
    School,
    Stream,
    Supplier,
    Trust,
    Work,
)
from ist_model.inputs.scenario_models import Resolved
from tests.generated_events import (
    LATER,
    START,
    networks,
    openings,
    overrides,
    packages,
    secondments,
    shocks,
)

SCENARIOS = Path(__file__).resolve().parents[1] / "scenarios"
SLE_SPECIALISMS = ("english_phonics", "maths", "early_years", "curriculum")
LEAD_PRACTITIONER_SPECIALISMS = ("send", "behaviour", "attendance", "family_support")


@cache
def framework() -> Framework:
    """The shipped vocabulary."""
    return Framework.model_validate(_yaml("framework.yaml"), strict=False)


@cache
def register() -> Register:
    """The shipped register."""
    return Register.model_validate(_yaml("assumptions.yaml"), strict=False)


def _yaml(name: str) -> Any:
    return yaml.safe_load((SCENARIOS / name).read_text(encoding="utf-8"))


def with_values(**values: float) -> Register:
    """The shipped register with some values changed; dots are written as double underscores."""
    wanted = {key.replace("__", "."): value for key, value in values.items()}
    rows = []
    for row in register().assumptions:
        value = wanted.pop(row.key, row.value)
        rows.append(
            row.model_copy(update={"value": value, "low": min(row.low, value), "high": max(row.high, value)})
        )
    assert not wanted, f"no such assumption: {sorted(wanted)}"
    return Register(assumptions=tuple(rows))


def school(name: str, percentile: float = 0.5, **fields: Any) -> School:
    """A primary school, with the same percentile in every area."""
    given: dict[str, Any] = {"age_low": 4, "age_high": 11, "roll": 210} | fields
    areas = [
        area.id
        for area in framework().areas
        if area.only_if_ages_below is None or given["age_low"] < area.only_if_ages_below
    ]
    return School(
        id=name,
        name=f"{name} school",
        label=name[:24],
        start_percentile=dict.fromkeys(areas, percentile),
        **given,
    )


def resolved(trust: Trust, **fields: Any) -> Resolved:
    """A complete scenario of a trust: one year reported, after a year of warm-up."""
    given: dict[str, Any] = {
        "scenario_id": "generated",
        "name": "generated",
        "question": "does the law hold?",
        "framework": framework(),
        "assumptions": register(),
        "policy": Policy(),
        "start": START,
        "years": 1.0,
        "warm_up_weeks": 39.0,
        "count_needs_for_years": 1.0,
        "runs": 1,
        "seed": 20261101,
    }
    return Resolved(trust=trust, **(given | fields))


@st.composite
def trusts(draw: st.DrawFn, most_schools: int = 3) -> Trust:
    """A trust of a few schools, posts, streams and suppliers."""
    names = [f"S{i}" for i in range(draw(st.integers(0, most_schools)))]
    schools = tuple(draw(_schools(name)) for name in names)
    posts = tuple(draw(_posts(f"P{i}", names)) for i in range(draw(st.integers(0, 8))))
    heads = [post.id for post in posts if post.kind == "partnership_head"]
    partnership = Partnership(id="all", label="All", head_post=draw(st.sampled_from([None, *heads])))
    streams = tuple(draw(_streams(f"E{i}")) for i in range(draw(st.integers(0, 2))))
    suppliers = tuple(
        Supplier(id="bought", specialisms=SLE_SPECIALISMS, people=2, days_per_year=draw(st.floats(0, 40)))
        for _ in range(draw(st.integers(0, 1)))
    )
    return Trust(
        title="generated",
        about="generated",
        partnerships=(partnership,),
        schools=schools,
        posts=posts,
        packages=draw(packages()),
        networks=draw(networks(len(names))),
        bought_budget_gbp_per_year=draw(st.sampled_from([None, 20_000.0])),
        boards_externally_validated=False,
        changed_hands=draw(st.sampled_from([None, None, LATER[0]])),
        streams=streams,
        suppliers=suppliers,
    )


@st.composite
def _schools(draw: st.DrawFn, name: str) -> School:
    low, high = draw(st.sampled_from([(3, 7), (7, 11), (4, 11)]))
    return school(
        name,
        draw(st.floats(0.05, 0.95)),
        age_low=low,
        age_high=high,
        partnership="all",
        roll=draw(st.integers(60, 420)),
        roll_change_per_year=draw(st.sampled_from([None, None, -0.15, 0.1])),
        reserves_gbp=draw(st.sampled_from([None, -20_000.0, 123_456.78])),
        place=Place(latitude=52.6 + draw(st.floats(0, 0.5)), longitude=1.3),
        joined=draw(st.sampled_from([None, *LATER])),
        joining=draw(st.sampled_from(["converter", "sponsored"])),
        last_inspection=LastInspection(
            outcome=draw(st.sampled_from(["good", "requires improvement", "inadequate", "none"])),
            date=draw(st.sampled_from([None, dt.date(2023, 5, 1), dt.date(2015, 5, 1)])),
        ),
    )


ROLES_OF_KIND: dict[str, list[tuple[str, ...]]] = {
    "deputy": [("sle",), ("sle", "lead_practitioner"), ("system_leader", "sle"), ()],
    "teacher": [("sle",), ("lead_practitioner",), ("sle", "sle")],
    "headteacher": [("system_leader",), ()],
    "head_of_school": [()],
    "assistant_head": [("sle",), ()],
    "partnership_head": [("partnership_head",), ("partnership_head", "system_leader")],
    "central": [("tip",), ("data_lead",), ("tip", "data_lead")],
}
SPECIALISMS_OF_ROLE = {"sle": SLE_SPECIALISMS, "lead_practitioner": LEAD_PRACTITIONER_SPECIALISMS}


@st.composite
def _posts(draw: st.DrawFn, name: str, schools: list[str]) -> Post:
    kind = draw(st.sampled_from(sorted(ROLES_OF_KIND)))
    roles = draw(st.sampled_from(ROLES_OF_KIND[kind]))
    return Post(
        id=name,
        kind=kind,
        school=draw(st.sampled_from(["none", *schools])),
        designations=tuple(draw(_designations(role)) for role in roles),
        allowance_days_per_year=draw(st.sampled_from([None, "none", 3.0, 12.0])),
        starts=draw(st.sampled_from([None, None, *LATER])),
        ends=draw(st.sampled_from([None, None, None, dt.date(2027, 5, 1)])),
        opens_vacant=draw(st.sampled_from([False, False, False, True])),
    )


@st.composite
def _designations(draw: st.DrawFn, role: str) -> Designation:
    known = SPECIALISMS_OF_ROLE.get(role)
    own = draw(st.sets(st.sampled_from(known), min_size=1, max_size=2)) if known else set()
    return Designation(role=role, specialisms=tuple(sorted(own)))


@st.composite
def _streams(draw: st.DrawFn, name: str) -> Stream:
    specialism = draw(st.sampled_from(SLE_SPECIALISMS))
    area = next(s.areas[0] for s in framework().specialisms if s.id == specialism)
    patience = draw(st.sampled_from([Patience(), Patience(distribution="exponential", mean_weeks=3.0)]))
    return Stream(
        id=name,
        area=area,
        specialism=specialism,
        needs_per_week=draw(st.floats(0.05, 1.0)),
        work=Work(distribution="exponential", mean_days=draw(st.floats(0.2, 8))),
        patience=patience,
        priority=draw(st.integers(0, 9)),
        may_buy=draw(st.booleans()),
    )


@st.composite
def growing(draw: st.DrawFn, trust: Trust) -> tuple[Trust, Growth | None]:
    """The trust with schools, each with a post, of which chance may bring some; or the trust alone."""
    names = [f"N{i}" for i in range(draw(st.integers(0, 2)))]
    if not names:
        return trust, None
    new = tuple(draw(_schools(name)).model_copy(update={"joined": None}) for name in names)
    posts = tuple(
        draw(_posts(f"{name}-P", [])).model_copy(update={"school": name, "starts": None, "ends": None})
        for name in names
    )
    small = draw(st.integers(0, 3))
    chances = draw(st.sampled_from([(0.25, 0.25, 0.25, 0.25), (0.626, 0.22, 0.088, 0.066)]))
    table = (
        GrowthRow(schools_from=0, schools_to=small, chances=chances, mean=2.0),
        GrowthRow(schools_from=small + 1, chances=(0.0, 1.0, 0.0, 0.0), mean=1.0),
    )
    more = trust.model_copy(update={"schools": trust.schools + new, "posts": trust.posts + posts})
    return more, Growth(table=table, source="made up", pool=tuple(names), starts=START)


@st.composite
def scenarios(draw: st.DrawFn, **fields: Any) -> Resolved:
    """A complete scenario of a generated trust; leaders leave often, so that leaving matters."""
    trust = draw(trusts())
    opening = draw(openings(trust)) if draw(st.booleans()) else None
    larger, growth = draw(growing(trust))
    given: dict[str, Any] = {
        "opening": opening,
        "growth": growth,
        "tier_overrides": draw(overrides(trust)),
        "secondments": draw(secondments(trust)),
        "shocks": draw(shocks(larger)),
        "assumptions": with_values(
            joining__due_diligence_sd=draw(st.sampled_from([0.0, 8.0])),
            careers__span_schools=draw(st.sampled_from([1.0, 3.0])),
            post__deputy__leave_per_year=draw(st.sampled_from([0.0, 1.0])),
            post__headteacher__leave_per_year=draw(st.sampled_from([0.1, 1.0])),
            post__deputy__ready_share=draw(st.sampled_from([0.0, 1.0])),
            post__teacher__ready_share=draw(st.sampled_from([0.5, 1.0])),
            post__teacher__ready_years=draw(st.sampled_from([0.0, 1.0])),
            post__teacher__leave_per_year=draw(st.sampled_from([0.0, 1.0])),
            post__partnership_head__leave_per_year=draw(st.sampled_from([0.0, 2.0])),
        ),
        "policy": Policy(
            order=draw(st.sampled_from(sorted(POLICIES))),
            when=draw(st.sampled_from(["meetings", "continuous"])),
        ),
        "no_effect": draw(st.booleans()),
        "warm_up_weeks": 0.0 if opening else draw(st.sampled_from([0.0, 19.5])),
        "seed": draw(st.integers(0, 2**62)),
    }
    return resolved(larger, **(given | fields))
