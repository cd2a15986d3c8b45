"""`ist join-test`: should this school join, when, and on what condition?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ist_model.cli import commands, printing
from ist_model.cli.failures import RefusedError
from ist_model.cli.options import OUTPUTS, SCENARIOS, Cluster, Outputs, Scenarios, Workers

if TYPE_CHECKING:
    from rich.table import Table

    from ist_model.experiments.join_test.judging import Outcome
    from ist_model.experiments.join_test.trial import JoinTest
    from ist_model.results.summary import Interval

SHARE_OF_PUPILS = 0.01  # of existing schools' pupils: the harm allowed where nobody names another


def join_test(
    candidate: Annotated[Path, typer.Argument(help="File of the school that might join", metavar="FILE")],
    scenario: Annotated[
        str, typer.Option("--scenario", help="Today's plan: what declining means")
    ] = "baseline",
    harm: Annotated[
        float | None,
        typer.Option(
            "--harm",
            metavar="PUPILS",
            help="Pupils of existing schools more in a school needing attention that you would accept "
            "(default: 1 in 100)",
        ),
    ] = None,
    standard: Annotated[
        float, typer.Option("--standard", metavar="SHARE", help="Share of needs to begin within the standard")
    ] = 0.7,
    confidence: Annotated[
        float, typer.Option("--confidence", metavar="SHARE", help="Share of runs in which that is to hold")
    ] = 0.8,
    leaders: Annotated[int, typer.Option("--sles", min=0, help="SLEs that could be appointed first")] = 2,
    seconded: Annotated[
        str | None, typer.Option("--second", metavar="POST", help="Who could be seconded (default: a deputy)")
    ] = None,
    runs: Annotated[int | None, typer.Option("--runs", min=2, help="Samples of chance in each plan")] = None,
    draws: Annotated[
        int, typer.Option("--draws", min=0, help="Draws of what is assumed or unknown; 0: none")
    ] = 16,
    workers: Workers = None,
    cluster: Cluster = None,
    folder: Scenarios = SCENARIOS,
    outputs: Outputs = OUTPUTS,
) -> None:
    """Put a school that might join to the test: decline, or join now, later, or once more leaders are there.

    Fields of its file may be `unknown`: they take a range, and the answer says which of them it hangs on.
    """
    from ist_model.experiments.join_test.judging import NothingToJudgeError, Terms
    from ist_model.experiments.join_test.plans import NoPlanError
    from ist_model.experiments.join_test.trial import join_test as put_to_the_test
    from ist_model.inputs.candidate import read_candidate
    from ist_model.inputs.resolve import resolve

    folder = commands.scenarios_folder(folder, [scenario])
    base, school = resolve(scenario, folder), read_candidate(candidate)
    pupils = sum(member.roll for member in base.members())
    try:
        terms = Terms(SHARE_OF_PUPILS * pupils if harm is None else harm, standard, confidence)
        with printing.progress(f"Testing {school.name}") as bar:
            found = put_to_the_test(
                school,
                base,
                outputs / commands.RESULTS,
                terms,
                leaders=leaders,
                seconded=seconded,
                runs=runs,
                sampled=draws,
                workers=commands.workers_of(workers, cluster),
                progress=bar,
            )
    except (NoPlanError, NothingToJudgeError) as error:
        raise RefusedError(str(error)) from error
    show(found)


def show(found: JoinTest) -> None:
    """The answer first, then the tables it rests on."""
    printing.say(_answer(found))
    printing.say(_terms(found))
    printing.say("")
    printing.console().print(_plans(found))
    printing.say(
        "* Pupils of our schools more in a school needing attention, averaged over the period; intervals "
        "that hold for all plans together."
    )
    for reason in found.left_out:
        printing.say(f"Not looked at: {reason}.")
    if found.over_draws:
        printing.say(_over_draws(found))
    printing.say("")
    for line in _hangs_on(found):
        printing.say(line)
    printing.say("")
    if found.stood_in:
        printing.console().print(_unknown(found))
    noted = found.noted
    if noted:
        printing.say(
            "Not known, and not in the model either way: " + ", ".join(_words(name) for name in noted) + "."
        )
    printing.say("The service that schools get does not rest on any effect of support; pupils' numbers do.")
    printing.say(printing.NOTE)


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
        f"{name}: no plan tried is safe beyond doubt, not even {condition.plan.title}: against that stands "
        f"{_why(condition).replace(', ', ' and ')}. {_advice(condition)}"
    )


def _advice(condition: Outcome) -> str:
    if condition.verdict == "not sure":
        return "More runs may tell."
    return "Decline for now, or mend that first."


def _terms(found: JoinTest) -> str:
    terms = found.terms
    asked = (
        f"Safe means: at most {terms.pupils:.0f} more pupils of our schools in a school needing attention; "
        f"{100 * terms.standard:.0f} % of their needs begun within the service standard, and reserves that "
        f"last, each in {100 * terms.confidence:.0f} % of runs or more"
    )
    today = {
        "the standard": found.decline.standard_verdict,
        "reserves": found.decline.money_verdict,
    }
    missed = [name for name, verdict in today.items() if verdict in ("not safe", "not sure")]
    if missed:
        asked += (
            f" (today's plan does not reach that for {' and '.join(missed)}: there, in no more than "
            f"{100 * terms.margin:.0f} % of runs fewer than today)"
        )
    return asked + "."


def _plans(found: JoinTest) -> Table:
    table = printing.table_of(
        f"{found.candidate.name}: {found.runs} runs of each plan, the same luck for all"
    )
    table.add_column("Joins in")
    for heading in ("Pupils *", "Standard holds", "Our reserves", "It adds", "Reserves last"):
        table.add_column(heading, justify="right")
    table.add_column("Verdict")
    table.add_column("Because of")
    for each in (found.decline, *found.outcomes, *([found.condition] if found.condition else [])):
        table.add_row(*_row(each))
    return table


def _row(each: Outcome) -> tuple[str, ...]:
    holds, lasts = (f"{100 * of.mean:.0f} %" if of.values else "not known" for of in (each.holds, each.lasts))
    if each.plan is None:
        return ("not at all", "", holds, "", "", lasts, "", "")
    return (
        each.plan.title,
        f"{each.pupils.mean:+.0f} ({each.pupils.low:+.0f} to {each.pupils.high:+.0f})",
        holds,
        _pounds(each.reserves_gbp),
        _pounds(each.brings_gbp),
        lasts,
        each.verdict,
        _why(each),
    )


def _why(each: Outcome) -> str:
    parts = {
        "pupils": each.pupils_verdict,
        "service": each.standard_verdict,
        "money": each.money_verdict,
    }
    against = [name for name, verdict in parts.items() if verdict == each.verdict and verdict != "safe"]
    return ", ".join(against)


def _over_draws(found: JoinTest) -> str:
    over = found.over_draws[found.preferred]
    plan = found.outcomes[found.preferred].plan
    worse = round(over.clearly_worse * over.draws)
    better = round(over.clearly_better * over.draws)
    return (
        f"Over {over.draws} draws of what is assumed or unknown, in {plan.title if plan else ''}: our "
        f"schools' pupils clearly worse off in {worse}, clearly better in {better}, not clear in the others."
    )


def _hangs_on(found: JoinTest) -> list[str]:
    plan = found.outcomes[found.preferred].plan
    title = plan.title if plan else ""
    if not found.changes:
        tried = ", ".join(dict.fromkeys(_words(turn.what) for turn in found.turns[1:]))
        return [f"Joining in {title}, nothing tried one at a time changes the verdict. Tried: {tried}."]
    told = [f"What would change the verdict on {title}, one thing at a time:"]
    return told + [f"  {_words(turn.what)}: {turn.value}: {turn.outcome.verdict}" for turn in found.changes]


def _unknown(found: JoinTest) -> Table:
    table = printing.table_of("What we did not know, and what stood in for it")
    from ist_model.experiments.join_test import unknown

    for heading in ("Field", "From", "Taken to be", "To", "Why"):
        table.add_column(heading)
    for name, row in found.stood_in.items():
        values = (unknown.said(name, value) for value in (row.low, row.likely, row.high))
        table.add_row(_words(name), *values, row.why)
    return table


def _words(name: str) -> str:
    return name.replace("_gbp", "").replace("_", " ")


def _pounds(interval: Interval) -> str:
    sign = "-" if round(interval.mean, -3) < 0 else ""
    return (
        f"{sign}£{abs(interval.mean):,.0f}"
        if abs(interval.mean) < 500
        else f"{sign}£{abs(interval.mean) / 1000:,.0f}k"
    )
