"""A school's inspection outcomes from all files given, latest first, each told once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from ist_model.inputs.new_trust.predecessors import Past
from ist_model.inputs.new_trust.published import Published, Row
from ist_model.inputs.public_data.ofsted_cards import CARD_AREAS
from ist_model.inputs.public_data.values import SATISFACTORY_UNTIL

WORDS = {1: "outstanding", 2: "good", 3: "requires improvement", 4: "inadequate"}
_SAME = dt.timedelta(days=7)  # the register has the last day of an inspection, Ofsted the first
_REGISTER = "register"
# Area of the framework: column of Ofsted's files from 2019 on.
_JUDGED = {
    "curriculum_teaching": "quality",
    "achievement": "quality",
    "attendance_behaviour": "behaviour",
    "personal_development": "personal",
    "leadership_governance": "leadership",
    "early_years": "early_years",
}


@dataclass(frozen=True)
class Outcome:
    """One inspection: overall grade in words, and what was judged by area."""

    date: dt.date | None
    overall: str | None  # None: none was given
    predecessor: bool
    told_by: str
    grades: dict[str, int] = field(default_factory=dict)  # area: 1 (best) to 4
    card: dict[str, str] = field(default_factory=dict)  # area: grade of a report card
    concern: str | None = None

    @property
    def satisfactory(self) -> bool:
        """Whether a grade 3 of this date said satisfactory."""
        early = self.date is not None and self.date < SATISFACTORY_UNTIL
        return early and self.overall == WORDS[3]

    @property
    def nearest(self) -> str | None:
        """Overall effectiveness, or its nearest equal where none was given (a reading, no fact)."""
        if self.overall is not None:
            return self.overall
        if self.card:
            if self.concern or "urgent improvement" in self.card.values():
                return "inadequate"
            if "needs attention" in self.card.values():
                return "requires improvement"
            strong = sum(grade in ("strong standard", "exceptional") for grade in self.card.values())
            return "outstanding" if strong == len(self.card) else "good"
        key = [self.grades[area] for area in self.grades if area != "early_years"]
        return WORDS[max(key)] if key else None


def outcomes_of(published: Published, urn: int, past: Past, register: Row) -> tuple[list[Outcome], list[str]]:
    """A school's outcomes, latest first, and remarks on what was left out.

    Returns:
        Outcomes that have a grade, one per inspection; and a sentence for each that was left out or has none.
    """
    opened = register.get("opened")
    found = list(_of_register(register, opened))
    ungraded: set[str] = set()
    for source in published.of("inspections"):
        for number in (urn, *past.urns):
            row = published.row(source, number)
            if row is not None:
                found += _of_row(row, number != urn, opened, source.told)
                if row.get("ungraded") is not None:
                    said = row.get("ungraded_outcome") or "no outcome told"
                    ungraded.add(
                        f"inspected without grades on {row['ungraded']}: {said}; changes no strength"
                    )
    kept: list[Outcome] = []
    remarks: list[str] = []
    for outcome in sorted(found, key=_fullness, reverse=True):
        if outcome.satisfactory:
            remarks.append(f"outcome of {outcome.date} left out: satisfactory, which is no grade of today")
        elif outcome.nearest is not None and not any(_same(outcome, other) for other in kept):
            kept.append(outcome)
    kept.sort(key=lambda outcome: outcome.date or dt.date.min, reverse=True)
    return kept, sorted({*remarks, *ungraded})


def _fullness(outcome: Outcome) -> tuple[bool, int]:
    """Of several records of one inspection Ofsted's own counts, and the one that says most."""
    return outcome.told_by != _REGISTER, len(outcome.grades) + len(outcome.card)


def _same(one: Outcome, other: Outcome) -> bool:
    """Whether two records are of the same inspection."""
    if one.date is None or other.date is None or one.nearest != other.nearest:
        return False
    return abs(one.date - other.date) <= _SAME


def _of_register(register: Row, opened: dt.date | None) -> Iterator[Outcome]:
    if register.get("rating") is None:
        return
    date = register.get("inspected")
    concern = register.get("concern")
    yield Outcome(date, WORDS[register["rating"]], _before(date, opened), _REGISTER, concern=concern)


def _of_row(row: Row, former: bool, opened: dt.date | None, told_by: str) -> Iterator[Outcome]:
    card = {area: row[column] for area, column in CARD_AREAS.items() if row.get(column) is not None}
    if card:
        date = row["card_inspected"]
        yield Outcome(
            date, None, former or _before(date, opened), told_by, card=card, concern=row.get("card_concern")
        )
    grades = {area: int(row[column]) for area, column in _JUDGED.items() if row.get(column) is not None}
    overall = row.get("overall")
    if overall is not None or grades:
        date = row.get("inspected")
        before = former or row.get("is_current") == "no" or _before(date, opened)
        word = None if overall is None else WORDS[overall]
        yield Outcome(date, word, before, told_by, grades, concern=row.get("concern"))
    if row.get("previous_overall") is not None:
        date = row.get("previous_inspected")
        urn = row.get("previous_urn")
        before = former or (urn is not None and urn != row["urn"]) or _before(date, opened)
        yield Outcome(
            date, WORDS[row["previous_overall"]], before, told_by, concern=row.get("previous_concern")
        )


def _before(date: dt.date | None, opened: dt.date | None) -> bool:
    """Whether an inspection was of the school before it became an academy."""
    return date is not None and opened is not None and date < opened
