"""`ist join-test`: should this school join, when, and on what condition?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ist_model.cli import commands, printing
from ist_model.cli.failures import RefusedError
from ist_model.cli.middle import at_middle
from ist_model.cli.options import OUTPUTS, SCENARIOS, Cluster, Outputs, Scenarios, Workers
from ist_model.experiments import growth_line

if TYPE_CHECKING:
    from rich.table import Table

    from ist_model.experiments.join_test.trial import JoinTest


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
    ] = growth_line.SHARE,
    confidence: Annotated[
        float, typer.Option("--confidence", metavar="SHARE", help="Share of runs in which that is to hold")
    ] = growth_line.CONFIDENCE,
    leaders: Annotated[int, typer.Option("--sles", min=0, help="SLEs that could be appointed first")] = 2,
    seconded: Annotated[
        str | None, typer.Option("--second", metavar="POST", help="Who could be seconded (default: a head)")
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

    folder = commands.scenarios_folder(folder, [scenario])
    base, school = at_middle(scenario, folder), read_candidate(candidate)
    pupils = sum(member.roll for member in base.members())
    try:
        terms = Terms(growth_line.OF_PUPILS * pupils if harm is None else harm, standard, confidence)
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
    from ist_model.report.words import join_test as words

    for line in words.answers(found):
        printing.say(line)
    printing.say(words.terms(found))
    printing.say("")
    printing.console().print(_plans(found))
    printing.say(words.STAR)
    for plan in (each.plan for each in found.outcomes):
        if plan is not None and plan.seconded:
            printing.say(f"Seconded is {plan.seconded}; --second names another post.")
    for reason in found.left_out:
        printing.say(f"Not looked at: {reason}.")
    if found.over_draws:
        printing.say(words.over_draws(found))
    printing.say("")
    for line in words.hangs_on(found):
        printing.say(line)
    printing.say("")
    if found.stood_in:
        printing.console().print(_unknown(found))
    if not_known := words.not_known(found):
        printing.say(not_known)
    if no_effect := words.rests_on_support(found):
        printing.say(no_effect)
    printing.say(printing.NOTE)


def _plans(found: JoinTest) -> Table:
    from ist_model.report.words import join_test as words

    table = printing.table_of(
        f"{found.candidate.name}: {found.runs} runs of each plan, the same luck for all"
    )
    for place, heading in enumerate(words.COLUMNS):
        table.add_column(heading, justify="right" if 0 < place < len(words.COLUMNS) - 2 else "left")
    for each in (found.decline, *found.outcomes, *([found.condition] if found.condition else [])):
        table.add_row(*words.cells(each))
    return table


def _unknown(found: JoinTest) -> Table:
    from ist_model.experiments.join_test import unknown
    from ist_model.report.words import join_test as words

    table = printing.table_of("What we did not know, and what stood in for it")

    for heading in ("Field", "From", "Taken to be", "To", "Why"):
        table.add_column(heading)
    for name, row in found.stood_in.items():
        values = (unknown.said(name, value) for value in (row.low, row.value, row.high))
        table.add_row(words.field(name), *values, row.source)
    return table
