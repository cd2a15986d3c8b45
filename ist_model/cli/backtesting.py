"""`ist backtest`: grades forecast from an earlier date, and scored against what came about."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ist_model.cli import printing
from ist_model.cli.calibrating import (
    ENOUGH,
    Earlier,
    EarlierDate,
    Followed,
    Json,
    Later,
    LaterDate,
    Links,
    Points,
    Rounds,
    Seed,
    facts_of,
    register_values,
    tell_rows,
)
from ist_model.cli.commands import must_be_folder
from ist_model.cli.failures import RefusedError
from ist_model.cli.options import SCENARIOS, Scenarios

if TYPE_CHECKING:
    from ist_model.experiments.calibration.backtest import BackTest

_SHIPPED = "2015-2018"


def backtest(
    earlier: Earlier = None,
    later: Later = None,
    earlier_date: EarlierDate = "",
    later_date: LaterDate = "",
    links: Links = None,
    schools: Followed = 3000,
    points: Points = 512,
    rounds: Rounds = 6,
    seed: Seed = 1,
    json_file: Json = None,
    folder: Scenarios = SCENARIOS,
) -> None:
    """Forecast the grades of England's primaries from an earlier date and score it against what came about.

    Without files: from 31 May 2015 to 31 July 2018, counts of which travel with the package. The model is
    fitted to what was published by the first date and set beside a Markov chain and beside no change.
    """
    must_be_folder(folder)
    from ist_model.experiments.calibration.backtest import back_test
    from ist_model.experiments.calibration.calibrate import Settings
    from ist_model.experiments.calibration.files import FROM_FILES

    national, counted = facts_of(earlier, later, earlier_date, later_date, links)
    values = register_values(folder)
    name = _SHIPPED if counted is None else FROM_FILES
    try:
        found = back_test(values, national, name, Settings(schools, points, rounds, seed))
    except ValueError as error:
        raise RefusedError(str(error)) from None
    tell_rows(counted)
    _show(found)
    if json_file is not None:
        json_file.write_text(json.dumps(as_data(found), indent=1) + "\n", encoding="utf-8")
        printing.say(f"wrote {json_file}")


def _show(found: BackTest) -> None:
    console = printing.console()
    scores = printing.table_of(f"From {found.table.from_date} to {found.table.to_date}: scores a school")
    for heading in ("Forecast", "Seen the answers", "Log score", "Brier", "Log score less Markov's"):
        scores.add_column(heading, justify="left" if heading in ("Forecast", "Seen the answers") else "right")
    for score in found.scores:
        less = score.against_markov
        scores.add_row(
            score.forecast,
            "in part or whole" if score.seen else "no",
            f"{score.log:.3f}",
            f"{score.brier:.3f}",
            f"{less.middle:+.3f} ({less.low:+.3f} to {less.high:+.3f})",
        )
    console.print(scores)
    shares = printing.table_of("Shares of schools, per cent: what came about, and what was forecast before")
    for heading in ("From", "To", "Schools", "Came about", "Forecast", "95 % interval", "Markov"):
        shares.add_column(heading, justify="left" if heading in ("From", "To") else "right")
    for cell, chance in zip(found.cells, markov_of(found), strict=True):
        shares.add_row(
            cell.before,
            cell.after,
            f"{cell.schools:,}",
            f"{100 * cell.published:.0f}",
            f"{100 * cell.fitted.middle:.0f}",
            f"{100 * cell.another.low:.0f} to {100 * cell.another.high:.0f}"
            + ("" if cell.inside else " outside"),
            f"{100 * chance:.0f}",
        )
    console.print(shares)
    printing.say(
        f"{found.inside} of {len(found.cells)} shares lie in the forecast's interval. It was fitted to "
        f"{', '.join(found.before)}, and is worth {found.effective:.0f} independent draws. Outstanding "
        "schools are left out: they were exempt."
    )
    if found.effective < ENOUGH:
        printing.say("Too few draws for steady intervals: give more --rounds or --points.")


def markov_of(found: BackTest) -> list[float]:
    """The Markov chain's chance for every cell, in their order."""
    from ist_model.experiments.calibration.backtest import MARKOV
    from ist_model.experiments.calibration.population import GRADES

    chances = found.shares[MARKOV]
    return [float(chances[GRADES.index(c.before), GRADES.index(c.after)]) for c in found.cells]


def as_data(found: BackTest) -> dict[str, Any]:
    """A back-test for a file."""
    return {
        "title": found.table.title,
        "source": found.table.source,
        "from": found.table.from_date.isoformat(),
        "to": found.table.to_date.isoformat(),
        "fitted_to": list(found.before),
        "effective_draws": found.effective,
        "scores": [s._asdict() | {"against_markov": s.against_markov._asdict()} for s in found.scores],
        "cells": [
            cell._asdict()
            | {"fitted": cell.fitted._asdict(), "another": cell.another._asdict(), "inside": cell.inside}
            | {"markov": chance}
            for cell, chance in zip(found.cells, markov_of(found), strict=True)
        ],
    }
