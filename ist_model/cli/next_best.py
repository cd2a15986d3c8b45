"""`ist next-best`: which step brings most for its money."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ist_model.cli import commands, printing
from ist_model.cli.failures import RefusedError
from ist_model.cli.middle import at_middle
from ist_model.cli.options import OUTPUTS, SCENARIOS, Cluster, Named, Outputs, Scenario, Scenarios, Workers

if TYPE_CHECKING:
    from ist_model.experiments.best import Better
    from ist_model.experiments.next_best.break_even import BreakEven

PUPILS = "pupils_attention_existing"


def next_best(
    scenario: Scenario,
    measure: Annotated[
        str, typer.Option("--measure", metavar="NAME", help="Measure that a step should better")
    ] = PUPILS,
    specialism: Annotated[
        list[str] | None,
        typer.Option("--specialism", metavar="NAME", help="SLEs of this alone; several times (default: all)"),
    ] = None,
    home: Annotated[
        list[str] | None,
        typer.Option("--home", metavar="SCHOOL", help="SLEs at this school alone; several times"),
    ] = None,
    tip_day: Annotated[
        float | None,
        typer.Option("--tip-day", metavar="GBP", help="What a TIP's day costs (default: a teacher's day)"),
    ] = None,
    worth: Annotated[
        float | None,
        typer.Option(
            "--worth",
            metavar="GBP",
            help="What one unit of the measure a year is worth to you: then a step pays when its gain is "
            "worth its cost (default: when it gains anything)",
        ),
    ] = None,
    budget: Annotated[
        int, typer.Option("--budget", min=100, help="Runs that the comparison may make")
    ] = 30_000,
    break_even: Annotated[
        bool, typer.Option("--break-even/--no-break-even", help="Try each effect of support: where steps pay")
    ] = True,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write the answer, unrounded, as JSON")
    ] = None,
    csv_file: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write every step as a table, by home school")
    ] = None,
    named: Named = False,
    workers: Workers = None,
    cluster: Cluster = None,
    folder: Scenarios = SCENARIOS,
    outputs: Outputs = OUTPUTS,
) -> None:
    """Say which step brings most for each £1,000: one more SLE, a bought day, a TIP day, cover for ten days.

    SLEs are developed first and may leave or be promoted. That no difference can be detected is a normal
    answer. With it comes how much support must do for a step to pay, and what no effect of it would leave.
    """
    from ist_model.cli import next_best_told as told
    from ist_model.cli.splitting import must_be_writable
    from ist_model.experiments.next_best.answer import next_best as compared
    from ist_model.experiments.next_best.break_even import break_even as even_at
    from ist_model.experiments.next_best.break_even import odds_ratio
    from ist_model.experiments.next_best.no_effect import at_no_effect
    from ist_model.experiments.next_best.steps import NoStepError, steps_of
    from ist_model.experiments.sampled import measure_of

    commands.must_be_folder(folder)
    must_be_writable(json_file, csv_file)
    for name, gbp in (("--tip-day", tip_day), ("--worth", worth)):
        if gbp is not None and not 0 < gbp < math.inf:
            raise RefusedError(f"{name} is {gbp:g}: it must be above 0, in pounds")
    who = commands.workers_of(workers, cluster)
    base = at_middle(scenario, folder)
    asked = measure_of([base], measure, fewest=1)
    better: Better = "higher" if asked.better == "higher" else "lower"
    root = outputs / commands.RESULTS
    try:
        steps = steps_of(base, specialisms=specialism or (), homes=home or (), salaried_gbp=tip_day)
    except NoStepError as error:
        raise RefusedError(str(error)) from error
    with printing.progress("Comparing steps") as bar:
        found = compared(base, steps.steps, measure, better, root, budget=budget, workers=who, progress=bar)
        without = at_no_effect(base, found, measure, better, root, workers=who, progress=bar)
    even: list[BreakEven] = []
    row = odds_ratio(base)
    if break_even and not base.no_effect and row.low < row.high:
        with printing.progress("Trying each effect of support") as bar:
            even = even_at(
                base,
                told.leading(found),
                measure,
                better,
                root,
                worth_gbp=None if worth is None else worth * told.units(asked),
                workers=who,
                progress=bar,
            )
    answer = told.Told(base, asked, steps, found, without, tuple(even), worth, named)
    told.show(answer)
    if json_file is not None:
        json_file.write_text(told.as_json(answer), encoding="utf-8")
        printing.say(f"wrote {json_file}")
    if csv_file is not None:
        csv_file.write_text(told.as_csv(answer), encoding="utf-8", newline="")
        printing.say(f"wrote {csv_file}")
