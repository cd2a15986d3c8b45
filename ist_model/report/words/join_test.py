"""Should this school join, in words: the same on the command line and on a page (MODEL 10, 11.5)."""

from __future__ import annotations

from ist_model.experiments.join_test.judging import Outcome
from ist_model.experiments.join_test.trial import JoinTest
from ist_model.experiments.join_test.turns import AS_IT_IS, NO_EFFECT, Turn
from ist_model.report.words.against import TODAY
from ist_model.report.words.levels import with_interval
from ist_model.report.words.plain import and_list, figure, percent

COLUMNS = (
    *("Joins in", "Pupils *", "Standard holds", "Our reserves", "It adds", "Reserves last"),
    *("Verdict", "Because of"),
)
STAR = (
    "* Pupils of our schools more in a school needing attention, averaged over the period; intervals "
    "that hold for all plans together. Chances and money stand with their own 95% intervals: “our reserves” "
    "are those of our schools and the centre at the end, against not joining; “it adds” is what the school "
    "itself brings to them."
)
# What stands in the way: shown, and what is not sure.
_IN_THE_WAY = {
    "pupils": ("too many pupils of our schools come off worse", "the pupils of our schools are spared"),
    "service": ("the service standard does not hold", "the service standard holds"),
    "money": ("the money does not last", "the money lasts"),
}
# Fields of a candidate, and the assumptions that are tried at their ends, as a reader would call them.
_CALLED = {
    "start_percentile": "strength at the start",
    "last_inspection": "last inspection",
    "head_stays": "leadership stays as it is",  # of the school: no result is told of its head (MODEL 11.4)
    "reserves_gbp": "reserves",
    "estates_liability_gbp": "repairs that the buildings need",
    "grant_gbp": "grant",
    "rise_support": "RISE support",
    "send_share": "share of pupils with SEND",
    "absorption.supporters": "supporters that a school takes in at once",
    "absorption.days_per_week": "days of support that a school takes in a week",
    "support.odds_ratio": "effect of a package of support on the odds of a sufficient grade",
    "joining.due_diligence_sd": "how far what is written of a joiner may be from what is found",
    "role.sle.days_per_year": "days that an SLE gives",
}
NOTHING = "–"  # of declining, which the others are set against


def answers(found: JoinTest) -> list[str]:
    """When the school may join, and on what condition; first, if support must do something for that."""
    now, said = found.turns[0].outcome.verdict, _answer(found)
    for turn in found.changes:
        if turn.what == NO_EFFECT and {now, turn.outcome.verdict} == {"safe", "not safe"}:
            plan = found.outcomes[found.preferred].plan
            what = f"then joining in {plan.title} is {turn.outcome.verdict}" if plan else ""
            return [f"This conclusion reverses if support has no effect: {what}.", said]
    return [said]


def _answer(found: JoinTest) -> str:
    safe = [each.plan.title for each in found.outcomes if each.plan and each.verdict == "safe"]
    name, condition = found.candidate.name, found.condition
    if safe:
        return f"{name}: safe for the schools there are if it joins in {'; or in '.join(safe)}."
    if condition is None or condition.plan is None:
        return f"{name}: no plan tried is safe beyond doubt."
    if condition.verdict == "safe":
        return f"{name}: none of the usual plans is safe. It would be in {condition.plan.title}."
    return (
        f"{name}: no plan tried is safe beyond doubt, not even {condition.plan.title}: {_against(condition)}"
    )


def _against(condition: Outcome) -> str:
    """What stands in the way of a plan, in a sentence, and what to do about it."""
    open_ = condition.verdict == "not sure"
    said = [_IN_THE_WAY[name][open_] for name in why(condition).split(", ")]
    if open_:
        return f"it is not sure whether {and_list(said)}. More runs may tell."
    return f"{and_list(said)}. Decline for now, or mend that first."


def terms(found: JoinTest) -> str:
    """What was called safe, and where today's plan does not reach it."""
    agreed = found.terms
    asked = (
        f"Safe means: at most {agreed.pupils:.0f} more pupils of our schools in a school needing attention; "
        f"{percent(agreed.standard)} of their needs begun within the service standard, and reserves that "
        f"last, each in {percent(agreed.confidence)} of runs or more"
    )
    today = {
        "the standard": found.decline.standard_verdict,
        "reserves": found.decline.money_verdict,
    }
    missed = [name for name, verdict in today.items() if verdict in ("not safe", "not sure")]
    if missed:
        asked += (
            f" ({TODAY} does not clearly reach that for {' and '.join(missed)}, whose intervals begin "
            f"below it: there, in at most {100 * agreed.margin:.0f} runs of 100 fewer than today)"
        )
    return asked + "."


def cells(each: Outcome) -> tuple[str, ...]:
    """A plan in short: when, pupils, standard, our reserves, what it adds, reserves last, verdict, why."""
    holds, lasts = (with_interval(*of[:3], "chance") for of in (each.holds, each.lasts))
    if each.plan is None:
        return ("not at all", NOTHING, holds, NOTHING, NOTHING, lasts, NOTHING, NOTHING)
    return (
        each.plan.title,
        f"{_whole(each.pupils.mean)} ({_whole(each.pupils.low)} to {_whole(each.pupils.high)})",
        holds,
        with_interval(*each.reserves_gbp[:3], "GBP"),
        with_interval(*each.brings_gbp[:3], "GBP"),
        lasts,
        each.verdict,
        why(each),
    )


def _whole(value: float) -> str:
    """A whole number with its sign; nothing has none."""
    return figure(value, signed=True) if round(value) else "0"


def why(each: Outcome) -> str:
    """What stands against a plan, or leaves it open."""
    parts = {
        "pupils": each.pupils_verdict,
        "service": each.standard_verdict,
        "money": each.money_verdict,
    }
    against = [name for name, verdict in parts.items() if verdict == each.verdict and verdict != "safe"]
    return ", ".join(against)


def not_known(found: JoinTest) -> str:
    """What is not known and has no rule in the model; empty if nothing."""
    noted = ", ".join(field(name) for name in found.noted)
    return f"Not known, and not in the model either way: {noted}." if noted else ""


def over_draws(found: JoinTest) -> str:
    """What draws of the assumptions say of the plan that was tried further."""
    over = found.over_draws[found.preferred]
    plan = found.outcomes[found.preferred].plan
    worse = round(over.clearly_worse * over.draws)
    better = round(over.clearly_better * over.draws)
    return (
        f"Over {over.draws} draws of what is assumed or unknown, in {plan.title if plan else ''}: our "
        f"schools' pupils clearly worse off in {worse}, clearly better in {better}, not clear in the others."
    )


def hangs_on(found: JoinTest) -> list[str]:
    """What would change the verdict, one thing at a time."""
    plan = found.outcomes[found.preferred].plan
    title = plan.title if plan else ""
    if not found.changes:
        tried = ", ".join(dict.fromkeys(field(turn.what) for turn in found.turns[1:]))
        return [f"Joining in {title}, nothing tried one at a time changes the verdict. Tried: {tried}."]
    now = found.turns[0].outcome.verdict
    set_against = "each set against declining if the same held"
    turned = {turn.outcome.verdict for turn in found.changes}
    if len(turned) == 1:
        told = [f"By itself, {title} is {now}. Each of these alone makes it {turned.pop()}, {set_against}:"]
        return told + [f"  {_otherwise(turn)}." for turn in found.changes]
    told = [f"By itself, {title} is {now}. What would change that, one thing at a time, {set_against}:"]
    return told + [f"  {_otherwise(turn)}: {turn.outcome.verdict}" for turn in found.changes]


def rests_on_support(found: JoinTest) -> str:
    """How often the standard holds in the plan tried, as assumed and if support has no effect (MODEL 4.7).

    Empty where support has no effect in the plan itself.
    """
    of = {turn.what: turn.outcome.holds for turn in found.turns}
    plan = found.outcomes[found.preferred].plan
    if plan is None or NO_EFFECT not in of:
        return ""
    told = [with_interval(*of[each][:3], "chance") for each in (NO_EFFECT, AS_IT_IS)]
    return (
        f"If support has no effect, the standard holds in {told[0]} of the runs of {plan.title}; as assumed, "
        f"in {told[1]}."
    )


def _otherwise(turn: Turn) -> str:
    """What is otherwise in a turn, as a phrase of its own."""
    if turn.what == NO_EFFECT:
        return turn.value
    number, _, unit = turn.value.partition(" ")
    value = {"odds ratio": f"an odds ratio of {number}", "supporters": number}.get(unit, turn.value)
    return f"{field(turn.what)}, taken to be {value}"


def field(name: str) -> str:
    """A field or an assumption as a reader would call it."""
    return _CALLED.get(name, name.replace("_", " "))
