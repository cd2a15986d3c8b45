"""A trust from answers to questions, for people who have no files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ist_model.inputs.errors import suggest
from ist_model.inputs.framework import Framework
from ist_model.inputs.new_trust import standing
from ist_model.inputs.new_trust.build import phase_of
from ist_model.inputs.new_trust.national import national
from ist_model.inputs.new_trust.partnerships import lead
from ist_model.inputs.new_trust.posts import codes_for, neutral_labels, posts_for
from ist_model.inputs.new_trust.standing import SPREAD_HEADING, TOGETHER_HEADING

Ask = Callable[[str, str], str]  # a question and its default ("": none); gives the answer
Say = Callable[[str], None]

_ABOUT = (
    "From answers to questions, not from files. Guesses, to be edited: every post and designation (rule of "
    "thumb), who is accountable for which school, starting strengths where nothing was known. Not written: "
    "places, demand from beyond the trust, bought help, networks, packages, money."
)
HEADINGS = {
    "title": "Made by `ist new-trust --interactive` from answers, to be edited; see report.md.",
    "schools": "As answered, but for accountable_post and start_percentile.",
    "posts": "Guess, every one: as many leaders to a school as one trust published. Edit them first.",
    "start_spread": SPREAD_HEADING,
    "start_together": TOGETHER_HEADING,
}
_REPORT = """\
# {title}: what is fact and what is guess

Answered: the schools, their ages, rolls, partnerships and latest outcomes. Nothing was looked up.

| in trust.yaml | is | from |
| --- | --- | --- |
| schools, ages, rolls, partnerships, outcomes | as answered | you |
| starting strengths | estimate | what the latest outcome lets one expect; the middle if none is known |
| every post, designation and specialism | guess | as many to a school as one trust published |
| places, demand from beyond, bought help, networks, packages, money | not written | not asked |

{schools}
"""


def interview(
    ask: Ask, say: Say, framework: Framework, values: Mapping[str, float], start: dt.date
) -> tuple[dict[str, Any], str]:
    """Ask about a trust and its schools; an answer that cannot be is explained and asked for again.

    Args:
        ask: puts a question and gives the answer.
        say: tells why an answer cannot be.
        framework: whose areas, roles and kinds of post are used.
        values: the register of assumptions, by key.
        start: first day, on which strengths are to be known.

    Returns:
        The trust as it will be written, and the report that goes with it.
    """
    name = _text(ask, say, "Name of the trust")
    count = _number(ask, say, "How many schools", "", 1, 200)
    say("Now each school. An empty answer takes what stands in brackets.")
    answers = [_school(ask, say, number, count) for number in range(1, count + 1)]
    codes = codes_for([answer["name"] for answer in answers])
    labels = neutral_labels(codes)
    groups = [answer.pop("group") for answer in answers]
    numbers = sorted(set(groups))  # 1 and 3 become the first and the second partnership
    schools, spreads = [], {}
    for code, label, answer in zip(codes, labels, answers, strict=True):
        areas = _areas(answer, framework)
        strength, spread = _strength(answer, areas, values, start)
        schools.append({"id": code, "name": answer.pop("name"), "label": label, **answer, **strength})
        spreads[code] = dict.fromkeys(areas, spread)
    inside = [numbers.index(group) for group in groups]
    partnerships, heads_of = lead(schools, inside, [""] * len(numbers))
    trust = {
        "title": name,
        "about": _ABOUT,
        "source": "answers to `ist new-trust --interactive`",
        "partnerships": partnerships,
        "schools": schools,
        "posts": posts_for(schools, heads_of, framework),
        "start_spread": spreads,
        "start_together": {code: [list(areas)] for code, areas in spreads.items()},
    }
    return trust, _REPORT.format(title=name, schools="\n".join(map(_told, schools)))


def _school(ask: Ask, say: Say, number: int, count: int) -> dict[str, Any]:
    where = f"School {number} of {count}"
    name = _text(ask, say, f"{where}: name")
    low = _number(ask, say, "  lowest age", "4", 2, 11)
    high = _number(ask, say, "  highest age", "11", max(5, low + 1), 19)
    roll = _number(ask, say, "  pupils on roll", "", 1, 5000)
    group = _number(ask, say, "  number of its partnership", "1", 1, count)
    outcome = _one_of(ask, say, "  latest overall outcome", (*reversed(national().outcomes), "none"), "none")
    latest: dict[str, Any] = {"outcome": outcome}
    if outcome != "none":
        date = _date(ask, say, "  first day of that inspection, as 2023-05-17 (empty: unknown)")
        latest |= {"date": date} if date else {}
    return {
        "name": name,
        "phase": phase_of(low, high),
        "age_low": low,
        "age_high": high,
        "roll": roll,
        "group": group,
        "last_inspection": latest,
    }


def _strength(
    answer: dict[str, Any], areas: Sequence[str], values: Mapping[str, float], start: dt.date
) -> tuple[dict[str, Any], float]:
    """Starting percentiles of a school, all from its latest outcome, what they rest on, and their spread."""
    outcome, date = answer["last_inspection"]["outcome"], answer["last_inspection"].get("date")
    found, basis = standing.NATION, "national middle: no outcome was known"
    if outcome != "none":
        if date is not None and date < national().oldest_outcome:
            basis = f"national middle: no graded outcome since {national().oldest_outcome:%B %Y}"
        else:
            found = standing.from_outcome(outcome, standing.years_since(date, start, values), values)
            basis = f"overall outcome: {outcome}" + (f" ({date.year})" if date else "")
    written = {
        "start_percentile": dict.fromkeys(areas, found.percentile),
        "start_basis": dict.fromkeys(areas, basis),
    }
    return written, round(found.sd, 3)


def _areas(answer: dict[str, Any], framework: Framework) -> list[str]:
    return [
        area.id
        for area in framework.areas
        if area.only_if_ages_below is None or answer["age_low"] < area.only_if_ages_below
    ]


def _told(school: dict[str, Any]) -> str:
    basis = next(iter(school["start_basis"].values()))
    return f"- {school['id']}, {school['name']}: {basis}; date of joining not asked: always in the trust"


def _text(ask: Ask, say: Say, question: str) -> str:
    while True:
        answer = " ".join(ask(question, "").split())
        if answer:
            return answer
        say("  a name is needed")


def _number(ask: Ask, say: Say, question: str, default: str, least: int, most: int) -> int:
    while True:
        answer = ask(question, default).strip()
        if answer.isdecimal() and least <= int(answer) <= most:
            return int(answer)
        say(f"  {answer!r}: a whole number from {least} to {most} is needed")


def _one_of(ask: Ask, say: Say, question: str, options: Sequence[str], default: str) -> str:
    while True:
        answer = " ".join(ask(f"{question} ({', '.join(options)})", default).casefold().split())
        if answer in options:
            return answer
        say(f"  {answer!r}: {suggest(answer, options)}")


def _date(ask: Ask, say: Say, question: str) -> dt.date | None:
    while True:
        answer = ask(question, "").strip()
        if not answer:
            return None
        try:
            return dt.date.fromisoformat(answer)
        except ValueError:
            say(f"  {answer!r}: write the year, month and day as 2023-05-17, or nothing")
