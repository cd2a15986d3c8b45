"""Who is in a trust: by group links, else the register, else Ofsted's file; who is left out, and why."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from ist_model.inputs.errors import InputError, Problem, suggest
from ist_model.inputs.new_trust.predecessors import successors_of
from ist_model.inputs.new_trust.published import Published, Row, Source, records
from ist_model.inputs.public_data.layout import Family
from ist_model.inputs.public_data.values import is_primary

_WHO: tuple[Family, ...] = ("members of groups", "school register", "inspections")
_CLOSED = "closed"
_BOTH = "primary and secondary"  # all-through or middle: tables that name no phase do not part the two
_NOT_PARTED = {
    "all-through": "its primary years are not parted from the others in any file that is read",
    _BOTH: "all-through or middle, which this file does not tell apart: a register with phases (GIAS) does",
}
_TRUST_TYPES = ("multi-academy trust", "single-academy trust")


@dataclass(frozen=True)
class Member:
    """A school of the trust: its number, its row of the register, and when it joined."""

    urn: int
    register: Row
    joined: dt.date | None
    told_by: str


@dataclass
class Members:
    """The trust's primaries, and what was left out."""

    uid: int | None
    name: str
    founded: dt.date | None
    schools: list[Member] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    disagreements: list[str] = field(default_factory=list)

    def counted(self) -> str:
        """How many schools the first file names, how many of them are taken in, and how many are not."""
        taken, left = len(self.schools), len(self.left_out)
        return (
            f"{taken + left} school{'' if taken + left == 1 else 's'} named by {self.schools[0].told_by}: "
            f"{taken} taken in, {left} left out"
        )


def members_of(published: Published, uid: int | None, name: str) -> Members:
    """The schools of a trust, given its UID, or its name where the files have no UIDs.

    Raises:
        InputError: if no file says who is in a trust, none knows this one, or it has no open primary.
    """
    told = [(source, _rows_of(source, uid, name)) for family in _WHO for source in published.of(family)]
    saying = [(source, rows) for source, rows in told if rows]
    if not saying:
        raise InputError([_unknown(published, uid, name)])
    source, rows = saying[0]
    found = Members(
        uid if uid is not None else next((row["trust_uid"] for row in rows if row.get("trust_uid")), None),
        _common([str(row["trust_name"]) for row in rows if row.get("trust_name")]) or name or f"Trust {uid}",
        _founded(published, uid, name),
    )
    for row in rows:
        _add(found, published, source, row)
    _compare(found, saying)
    if not found.schools:
        rule = f"{found.name} has no open primary in these files: {'; '.join(found.left_out)}"
        raise InputError([Problem(source.table.path.name, 0, "", "", rule, _remedy(found.left_out))])
    return found


def _rows_of(source: Source, uid: int | None, name: str) -> list[Row]:
    """Rows of a file that say: this school (or this trust) is of the trust."""
    frame = source.table.frame
    column = "trust_uid" if uid is not None else "trust_name"
    if column not in frame:
        return []
    told = frame[column]
    mask = told == uid if uid is not None else told.map(_form, na_action="ignore") == _form(name)
    if "group_type" in frame:  # sponsors and federations have numbers of their own
        mask &= frame["group_type"].str.casefold().isin(_TRUST_TYPES)
    return records(frame[mask.fillna(False).astype(bool)])


def _add(found: Members, published: Published, source: Source, row: Row) -> None:
    urn = int(row["urn"])
    register = _register_row(published, urn, row)
    what = f"{register.get('name') or row.get('name') or 'a school'} ({urn})"
    reason = _why_not(register)
    if reason.startswith(_CLOSED):
        later = successors_of(published, urn)
        reason += f"; it went on as {_list(set(later))}" if later else ""
    if reason:
        found.left_out.append(f"{what}: {reason}")
        return
    joined = row.get("joined") or register.get("opened")
    found.schools.append(Member(urn, register, joined, source.told))


def _register_row(published: Published, urn: int, row: Row) -> Row:
    """What all registers say of a school, the latest that says anything counting; closed in one is closed."""
    rows = [published.row(source, urn) or {} for source in published.of("school register")]
    merged: Row = {}
    for one in sorted(rows, key=_is_open):
        for name, value in one.items():
            if merged.get(name) is None:
                merged[name] = value
    for name in ("name", "type", "phase", "age_low", "age_high", "postcode"):
        if merged.get(name) is None:
            merged[name] = row.get(name)
    if merged.get("phase") is None and merged.get("is_primary") == 1:
        merged["phase"] = _BOTH if merged.get("is_secondary") == 1 else "Primary"
    return merged


def _is_open(register: Row) -> bool:
    return str(register.get("status") or "Open").casefold().startswith("open")


def _why_not(register: Row) -> str:
    """Why a school is no part of the model; empty if it is."""
    status = str(register.get("status") or "").lower()
    if not _is_open(register) and not status.startswith(_CLOSED):
        return f"the register says: {status}"
    if not _is_open(register):
        closed = register.get("closed")
        because = register.get("closed_because")
        return _CLOSED + (f" on {closed}" if closed else "") + (f" ({because})" if because else "")
    phase = str(register.get("phase") or "unknown").lower()
    if is_primary(phase):
        return ""
    more = _NOT_PARTED.get(phase)
    return f"phase {phase}: the model is of primaries" + (f"; {more}" if more else "")


def _remedy(left_out: list[str]) -> str:
    """What to do where every school of a trust is left out: a later file helps only against a status."""
    if any(f": phase {_BOTH}:" in line for line in left_out):
        return "give a GIAS register with --gias: it tells the phases apart"
    if all(": phase " in line for line in left_out):
        return "name a trust with primaries, or, if a phase is wrong, take a later register"
    return "give files of a later date"


def _founded(published: Published, uid: int | None, name: str) -> dt.date | None:
    """Date of incorporation, if a file has it."""
    for family in ("groups", "members of groups"):
        for source in published.of(family):
            for row in _rows_of(source, uid, name):
                if row.get("incorporated"):
                    date: dt.date = row["incorporated"]
                    return date
    return None


def _compare(found: Members, saying: list[tuple[Source, list[Row]]]) -> None:
    """Note where a second file names other schools; the first counts."""
    first, rows = saying[0]
    here = {int(row["urn"]) for row in rows}
    for other, others in saying[1:]:
        there = {int(row["urn"]) for row in others}
        if there - here:
            found.disagreements.append(
                f"{other.told} also names {_list(there - here)}; {first.told}, which counts, does not"
            )
        if here - there and other.table.layout.family == "school register":
            found.disagreements.append(f"{other.told} does not have {_list(here - there)} in the trust")


def _unknown(published: Published, uid: int | None, name: str) -> Problem:
    sources = [s for family in _WHO for s in published.of(family) if "trust_name" in s.table.frame]
    wanted, option = (str(uid), "--uid") if uid is not None else (name, "--name")
    if not sources:
        rule = "none of these files says which schools are in a trust"
        return Problem(option, 0, "", wanted, rule, "give a GIAS register or its group links with --gias")
    names = {str(told) for source in sources for told in source.table.frame["trust_name"].dropna()}
    have_uids = any("trust_uid" in source.table.frame for source in sources)
    if uid is not None and not have_uids:
        rule = "these files name trusts without their numbers (UID)"
        return Problem(option, 0, "", wanted, rule, "name the trust with --name")
    remedy = suggest(name, names) if uid is None else "check the number in GIAS (Group UID)"
    files = ", ".join(source.told for source in sources)
    return Problem(option, 0, "", wanted, f"no school of this trust stands in {files}", remedy)


def _common(names: list[str]) -> str:
    return Counter(names).most_common(1)[0][0] if names else ""


def _form(name: str) -> str:
    return " ".join(name.casefold().replace(",", " ").split())


def _list(urns: set[int]) -> str:
    return ", ".join(str(urn) for urn in sorted(urns))
