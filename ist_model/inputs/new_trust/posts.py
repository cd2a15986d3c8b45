"""Posts by rule of thumb: as many leaders to a school as one trust published, every one to be edited."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import count, cycle
from typing import Any

from ist_model.inputs.framework import Framework
from ist_model.inputs.new_trust.national import national
from ist_model.inputs.new_trust.partnerships import number_for

EDIT = "Rule of thumb: edit."
_PHASES = {"infant": ["infant"], "junior": ["junior"]}
Post = dict[str, Any]
School = Mapping[str, Any]


def posts_for(schools: Sequence[School], heads_of: Mapping[str, str], framework: Framework) -> list[Post]:
    """Posts of a trust: a central team, a leader for each school, deputies, assistants, specialists.

    Args:
        schools: with `id`, `roll`, `phase` and `accountable_post`, as they will be written.
        heads_of: partnership head's post id by the id of the school at which the post is.
        framework: whose roles, specialisms and kinds of post are used; what it lacks is left out.

    Returns:
        Posts as they will be written, each `basis: assumed`.
    """
    rule = national().leaders_of_six_schools
    number = len(schools)
    large_first = sorted(schools, key=lambda school: (-school["roll"], school["id"]))
    leaders = [_leader(school, heads_of) for school in schools]
    heads = [post for post in leaders if post["kind"] == "headteacher"]
    heads.sort(key=lambda post: [school["id"] for school in large_first].index(post["school"]))
    for post in heads[: number_for(number, rule.system_leaders)]:
        post["designations"] = [{"role": "system_leader"}]
    seniors = _at(large_first, number_for(number, rule.deputies), "DH", "deputy")
    seniors += _at(large_first, number_for(number, rule.assistant_heads), "AH", "assistant_head")
    specialists = number_for(number, rule.specialist_leaders)
    practitioners = number_for(number, rule.lead_practitioners)
    teachers = _at(large_first, max(0, specialists - len(seniors)) + practitioners, "T", "teacher")
    holders = [*seniors, *teachers]
    _designate(holders[:specialists], "sle", schools, framework)
    _designate(teachers[max(0, specialists - len(seniors)) :], "lead_practitioner", schools, framework)
    return _known([*_central(), *leaders, *holders], framework)


def _central() -> list[Post]:
    return [
        _post("CEO", "central", None, label="Chief executive"),
        _post("TIP", "central", None, label="Trust Improvement Partner", designations=[{"role": "tip"}]),
        _post("DATA", "central", None, label="Data Lead", designations=[{"role": "data_lead"}]),
    ]


def _leader(school: School, heads_of: Mapping[str, str]) -> Post:
    if school["id"] in heads_of:
        slots = [{"role": "partnership_head"}]
        return _post(heads_of[school["id"]], "partnership_head", school["id"], designations=slots)
    return _post(str(school["accountable_post"]), "headteacher", school["id"])


def _at(schools: Sequence[School], wanted: int, code: str, kind: str) -> list[Post]:
    """So many posts of a kind, one school after the other, the largest first."""
    turns = zip(range(1, wanted + 1), cycle(schools), strict=False)
    return [_post(f"{code}-{number}", kind, school["id"]) for number, school in turns]


def _designate(posts: Sequence[Post], role_id: str, schools: Sequence[School], framework: Framework) -> None:
    """Give a role to posts, with specialisms in turn so that all are held."""
    role = next((role for role in framework.roles if role.id == role_id), None)
    if role is None or not posts:
        return
    areas = set(role.areas)
    names = [special.id for special in framework.specialisms if areas & set(special.areas)]
    each = math.ceil(len(names) / len(posts))
    turn = cycle(names)
    phase = {school["id"]: school["phase"] for school in schools}
    for post in posts:
        own = list(dict.fromkeys(next(turn) for _ in range(each)))
        slot: dict[str, Any] = {"role": role_id, "specialisms": own}
        if post["kind"] == "teacher" and phase[post["school"]] in _PHASES:
            slot["phases"] = _PHASES[phase[post["school"]]]
        post["designations"] = [*post.get("designations", []), slot]


def _known(posts: Iterable[Post], framework: Framework) -> list[Post]:
    """Posts and designations that the framework knows."""
    kinds = {kind.id for kind in framework.post_kinds}
    roles = {role.id for role in framework.roles}
    kept = []
    for post in posts:
        if post["kind"] in kinds:
            slots = [slot for slot in post.pop("designations", []) if slot["role"] in roles]
            kept.append(
                post | ({"designations": slots} if slots else {}) | {"basis": "assumed", "note": EDIT}
            )
    return kept


def _post(code: str, kind: str, school: str | None, **fields: Any) -> Post:
    return {"id": code, "kind": kind, **({"school": school} if school else {}), **fields}


def codes_for(names: Sequence[str]) -> list[str]:
    """Short code for each school, from the first letters of its name; all different."""
    plain = {"the", "and", "of", "school", "academy", "primary", "infant", "junior", "nursery", "community"}
    taken: set[str] = set()
    codes = []
    for name in names:
        words = ["".join(filter(str.isalnum, word)) for word in name.replace("-", " ").split()]
        words = [word for word in words if word]
        telling = [word for word in words if word.casefold() not in plain] or words
        kind = [word for word in words if word.casefold() in ("infant", "junior")]
        base = "".join(word[0] for word in [*telling[:3], *kind[:1]]).upper() or "S"
        base = base if len(base) > 1 else (telling or ["S"])[0][:2].upper()
        code = next(
            made for made in (base if n == 1 else f"{base}{n}" for n in count(1)) if made not in taken
        )
        taken.add(code)
        codes.append(code)
    return codes


def neutral_labels(keys: Sequence[str]) -> list[str]:
    """Label of each school (`School A` ...) in an order that says nothing of number, name or size."""
    order = sorted(keys, key=lambda key: hashlib.sha256(key.encode()).hexdigest())
    return [f"School {_letters(order.index(key))}" for key in keys]


def _letters(at: int) -> str:
    return (_letters(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)
