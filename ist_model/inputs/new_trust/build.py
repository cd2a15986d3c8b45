"""From published files to a trust as it is written, with an account of what is fact and what is guess."""

from __future__ import annotations

import datetime as dt
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ist_model.inputs.framework import Framework
from ist_model.inputs.new_trust.members import Member, Members, members_of
from ist_model.inputs.new_trust.money import money_of
from ist_model.inputs.new_trust.outcomes import Outcome, outcomes_of
from ist_model.inputs.new_trust.partnerships import groups_of, lead
from ist_model.inputs.new_trust.places import Place, Places
from ist_model.inputs.new_trust.posts import codes_for, neutral_labels, posts_for
from ist_model.inputs.new_trust.predecessors import Past, past_of
from ist_model.inputs.new_trust.published import (
    Published,
    Row,
    has_local_numbers,
    local_number,
    local_numbers,
)
from ist_model.inputs.new_trust.rolls import roll_of
from ist_model.inputs.new_trust.strengths import Strength, Strengths, together
from ist_model.inputs.public_data.layout import Family
from ist_model.inputs.trust import Phase

_INDICATORS: tuple[tuple[Family, str, str, str], ...] = (  # family, column, name shown, unit
    ("absence", "absence_pct", "Overall absence", "%"),
    ("absence", "persistent_pct", "Persistent absence", "%"),
    ("key stage 2", "reading_progress", "KS2 reading progress", "scaled points"),
    ("key stage 2", "writing_progress", "KS2 writing progress", "scaled points"),
    ("key stage 2", "maths_progress", "KS2 maths progress", "scaled points"),
    ("key stage 2", "expected_pct", "KS2 reading, writing, maths expected", "%"),
    ("key stage 2", "reading_pct", "KS2 reading expected", "%"),
    ("census", "fsm_ever_pct", "Free school meals in the last six years", "%"),
    ("census", "eal_pct", "English as additional language", "%"),
    ("census", "sen_support_pct", "Special needs, on support", "%"),
    ("workforce", "teachers_fte", "Teachers", "FTE"),
    ("workforce", "pupils_per_teacher", "Pupils per teacher", "pupils"),
    ("workforce", "salary_gbp", "Mean salary of teachers", "GBP a year"),
)
_USUAL, _MIDDLE = (4, 11), (8, 12)  # ages where files have none: to Year 6; of a middle school deemed primary
_FIGURES = ("inspections", "key stage 2", "absence", "census", "workforce", "finance")


@dataclass
class Built:
    """A trust as it will be written, and what there is to say of it."""

    trust: dict[str, Any]
    members: Members
    strengths: dict[str, dict[str, Strength]]  # school id: area
    remarks: dict[str, list[str]]  # school id: what was filled in or left out
    general: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)  # files of figures that hold none of its schools


def build(
    published: Published,
    uid: int | None,
    name: str,
    framework: Framework,
    values: Mapping[str, float],
    start: dt.date,
) -> Built:
    """The trust of a UID or a name, from the files that were given.

    Args:
        published: the files.
        uid: its number in GIAS, or None.
        name: its name, where there is no number.
        framework: whose areas, roles and kinds of post are used.
        values: the register of assumptions, by key.
        start: first day, on which strengths are to be known.

    Raises:
        InputError: if no file knows the trust, or it has no open primary.
    """
    members = members_of(published, uid, name)
    finder, places = Strengths(published, values, start), Places(published)
    codes = codes_for([str(member.register.get("name") or member.urn) for member in members.schools])
    labels = neutral_labels([str(member.urn) for member in members.schools])
    built = Built({}, members, {}, {})
    schools, sites = [], []
    for member, code, label in zip(members.schools, codes, labels, strict=True):
        site = places.of(member.urn, member.register)
        schools.append(_school(member, code, label, published, finder, site, framework, values, built))
        sites.append(site)
    groups = groups_of(sites)
    partnerships, heads_of = lead(schools, groups, _districts(members.schools, groups))
    for school in schools:
        school["joining"] = _joining(school, members)
    built.unused += _unused(published, members)
    built.general += finder.remarks + members.disagreements + built.unused
    founded = members.founded
    early = [school["joined"] for school in schools if school.get("joined") and founded]
    if founded and early and min(early) < founded:
        built.general.append(f"incorporated on {founded}, after its first school joined: left out")
        founded = None
    built.trust = {
        "title": f"{_title(members.name)}, from public data",
        "about": _ABOUT,
        "source": "DfE and Ofsted open data (Open Government Licence v3.0); files are named in report.md",
        **({"founded": founded} if founded else {}),
        "partnerships": partnerships,
        "schools": schools,
        "posts": posts_for(schools, heads_of, framework),
        "start_spread": {
            school: {area: round(found.standing.sd, 3) for area, found in areas.items()}
            for school, areas in built.strengths.items()
        },
        "start_together": {
            school: tied for school, areas in built.strengths.items() if (tied := together(areas))
        },
    }
    return built


_ABOUT = (
    "Public facts: schools with their numbers, ages, rolls, dates of joining, outcomes and indicators. "
    "Guesses, to be edited: partnerships (by distance), every post and designation (rule of thumb), who is "
    "accountable for which school. Not written, for no published file has it: demand from beyond the trust, "
    "bought help, networks, packages, the centre's money. report.md says which is which, school by school."
)


def _unused(published: Published, members: Members) -> list[str]:
    """Files of figures and outcomes without a row of any school, under its number or a former one."""
    known: set[int] = set()
    for member in members.schools:
        past = past_of(published, member.urn, member.register)
        known |= {member.urn, *past.urns, *past.several}
    local = {local_number(member.register) for member in members.schools}
    found = []
    for source in published.everything():
        frame = source.table.frame
        if source.table.layout.family not in _FIGURES:
            continue
        by_local = has_local_numbers(source) and not local.isdisjoint(local_numbers(source).dropna())
        by_number = "urn" in frame and not known.isdisjoint(frame["urn"].dropna())
        if not by_local and not by_number:
            found.append(f"{source.table.path.name}: it holds none of the trust's schools")
    return found


def _school(
    member: Member,
    code: str,
    label: str,
    published: Published,
    finder: Strengths,
    site: Place | None,
    framework: Framework,
    values: Mapping[str, float],
    built: Built,
) -> dict[str, Any]:
    register = member.register
    past = past_of(published, member.urn, register)
    outcomes, remarks = outcomes_of(published, member.urn, past, register)
    roll = roll_of(published, member.urn, past, register)
    low, high, guessed = _ages(register)
    areas = [
        area.id
        for area in framework.areas
        if area.only_if_ages_below is None or low < area.only_if_ages_below
    ]
    strengths = finder.of(member.urn, past, register, outcomes, areas)
    built.strengths[code] = strengths
    money = money_of(finder, member.urn, past, register, roll, values, member.joined)
    built.remarks[code] = [
        *_register_told(register),
        *remarks,
        *roll.remarks,
        *money.remarks,
        *([f"ages are not in the files: {low} to {high} taken"] if guessed else []),
        *(["no place: it is in no file, nor is a neighbour's; no travel is counted"] if site is None else []),
        *(["place is that of schools with a near postcode"] if site and site.approximate else []),
        *_past_told(past),
        *_outcome_told(outcomes),
        *(["date of joining is not in the files: taken as always in the trust"] if not member.joined else []),
    ]
    return {
        "id": code,
        "urn": member.urn,
        "name": str(register.get("name") or member.urn),
        "label": label,
        "phase": phase_of(low, high),
        "age_low": low,
        "age_high": high,
        "roll": roll.pupils,
        "roll_year": roll.year,
        **({"place": _place(site)} if site else {}),
        **({"finance": money.finance} if money.finance else {}),
        **({"reserves_gbp": money.reserves_gbp} if money.reserves_gbp is not None else {}),
        **({"joined": member.joined} if member.joined else {}),
        "start_percentile": {area: found.standing.percentile for area, found in strengths.items()},
        "start_basis": {area: found.basis for area, found in strengths.items()},
        "last_inspection": _inspection(outcomes[0]) if outcomes else {"outcome": "none"},
        "inspection_history": [_inspection(outcome) for outcome in outcomes[1:]],
        "indicators": [*_indicators(finder, member.urn, past, register), *money.indicators],
        "note": f"Former numbers: {', '.join(map(str, past.urns))}." if past.urns else "",
    }


def _ages(register: Row) -> tuple[int, int, bool]:
    low, high = register.get("age_low"), register.get("age_high")
    if low is None or high is None:
        return (*(_MIDDLE if str(register.get("phase")).casefold().startswith("middle") else _USUAL), True)
    return max(2, int(low)), int(high), False


def phase_of(low: int, high: int) -> Phase:
    """Phase of a primary school from its lowest and highest age."""
    if low >= 7:
        return "junior"
    if high <= 8:
        return "infant"
    return "first" if high <= 10 else "primary"


def _place(site: Place) -> dict[str, Any]:
    place: dict[str, Any] = {"latitude": site.latitude, "longitude": site.longitude}
    return place | ({"approximate": True} if site.approximate else {})


def _inspection(outcome: Outcome) -> dict[str, Any]:
    return {
        "outcome": outcome.nearest,
        **({"date": outcome.date} if outcome.date else {}),
        **({"predecessor": True} if outcome.predecessor else {}),
    }


def _indicators(finder: Strengths, urn: int, past: Past, register: Row) -> Any:
    for family, column, shown, unit in _INDICATORS:
        for figure in finder.figure(family, urn, past, register, column):
            yield {
                "name": shown,
                "value": float(figure.row[column]),
                "unit": unit,
                "year": figure.source.year,
                "source": figure.source.table.layout.title,
            }
            break


def _title(name: str) -> str:
    return string.capwords(name) if name.isupper() else name


def _register_told(register: Row) -> list[str]:
    status, phase = (str(register.get(name) or "").casefold() for name in ("status", "phase"))
    beyond = "; pupils beyond Year 6 are in its roll and count like all others"
    middle = phase + (beyond if (register.get("age_high") or 0) > _USUAL[1] else "")
    unusual = [f"the register says: {status}"] if status not in ("", "open") else []
    return unusual + ([middle] if phase.startswith("middle") else [])


def _past_told(past: Past) -> list[str]:
    if not past.several:
        return []
    before = ", ".join(map(str, past.several))
    if past.merged:
        return [f"came about from several schools ({before}): their results and outcomes are not its own"]
    return [f"its number {past.urns[-1]} came about from several schools ({before}): they are not its past"]


def _outcome_told(outcomes: list[Outcome]) -> list[str]:
    if outcomes and outcomes[0].overall is None:
        return [
            f"no overall grade was given: {outcomes[0].nearest} is the nearest to one (a reading, no fact)"
        ]
    return []


def _joining(school: dict[str, Any], members: Members) -> str:
    """How a school joined: a reading of its type and its dates."""
    member = next(member for member in members.schools if member.urn == school["urn"])
    joined, opened = member.joined, member.register.get("opened")
    dates = [one.joined for one in members.schools if one.joined]
    if joined is None or joined == min(dates):
        return "founder"
    if opened is not None and joined - opened > dt.timedelta(days=62):
        return "merger"  # an academy before: it came from elsewhere
    return "sponsored" if "sponsor" in str(member.register.get("type") or "").casefold() else "converter"


def _districts(members: Sequence[Member], groups: Sequence[int]) -> list[str]:
    """Postcode districts of each group, as its label shows them."""
    found = []
    for group in sorted(set(groups)):
        inside = [member for member, own in zip(members, groups, strict=True) if own == group]
        names = {str(member.register.get("postcode") or "").partition(" ")[0] for member in inside}
        found.append(", ".join(sorted(names - {""})))
    return found
