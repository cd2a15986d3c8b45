"""`ist calibrate`: the model's dynamics fitted to what happened to England's primaries."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from ist_model.cli import printing
from ist_model.cli.commands import must_be_folder
from ist_model.cli.failures import RefusedError
from ist_model.cli.options import SCENARIOS, Scenarios

if TYPE_CHECKING:
    from ist_model.experiments.calibration.calibrate import Calibration
    from ist_model.experiments.calibration.files import Counted
    from ist_model.experiments.calibration.intervals import Triangle
    from ist_model.inputs.published.tables import National

Earlier = Annotated[
    Path | None, typer.Option("--earlier", metavar="FILE", help="Inspection outcomes at a first date")
]
Later = Annotated[
    Path | None, typer.Option("--later", metavar="FILE", help="Inspection outcomes at a later date")
]
EarlierDate = Annotated[
    str, typer.Option("--earlier-date", metavar="DATE", help="Its date (default: the one in its name)")
]
LaterDate = Annotated[
    str, typer.Option("--later-date", metavar="DATE", help="Its date (default: the one in its name)")
]
Links = Annotated[
    Path | None,
    typer.Option("--links", metavar="FILE", help="GIAS links, to follow schools whose number changed"),
]
Json = Annotated[
    Path | None, typer.Option("--json", metavar="FILE", help="Also write the results, unrounded")
]
Followed = Annotated[int, typer.Option("--schools", min=200, help="Synthetic schools to try rules on")]
Points = Annotated[int, typer.Option("--points", min=64, help="Sets of rules tried in each round")]
Rounds = Annotated[int, typer.Option("--rounds", min=1, help="Rounds of search around what fits")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Seed of the search")]

_NAMES = {
    "kappa": "drift back (kappa), per school week",
    "persistence": "persistence, share",
    "sigma": "ups and downs (sigma), points per root week",
    "noise_sd": "inspectors' scatter, points",
    "cut_1": "inadequate below, points",
    "cut_2": "requires improvement below, points",
    "cut_3": "outstanding from, points",
}
ENOUGH = 100.0  # effective points from which intervals are steady
MOST_OF_ENGLAND = 5_000  # primaries in files from which they may speak for the country


def calibrate(
    without: Annotated[
        list[str] | None, typer.Option("--without", metavar="NAME", help="Facts to leave out; several times")
    ] = None,
    earlier: Earlier = None,
    later: Later = None,
    earlier_date: EarlierDate = "",
    later_date: LaterDate = "",
    links: Links = None,
    schools: Followed = 3000,
    points: Points = 512,
    rounds: Rounds = 8,
    seed: Seed = 1,
    json_file: Json = None,
    folder: Scenarios = SCENARIOS,
) -> None:
    """Fit how strength moves and how inspectors grade it to what happened to England's primaries.

    Counts of inspections from 2012 to 2020 and correlations of results travel with the package; two more
    files of Ofsted may be given. About a minute of one core. Nothing is written into scenarios/: the
    register's rows are for people to change (docs/calibration.md).
    """
    must_be_folder(folder)
    from ist_model.experiments.calibration.calibrate import Settings, calibrations, everything

    national, counted = facts_of(earlier, later, earlier_date, later_date, links)
    known = everything(national)
    left_out = set(without or [])
    if left_out - set(known):
        raise RefusedError(f"--without {sorted(left_out - set(known))[0]}: the facts are {', '.join(known)}")
    held_to = tuple(name for name in known if name not in left_out)
    if not held_to:
        raise RefusedError("--without leaves no fact to fit to")
    values = register_values(folder)
    (found,) = calibrations(values, national, [held_to], Settings(schools, points, rounds, seed))
    _show(found, values, counted, national)
    if json_file is not None:
        json_file.write_text(json.dumps(as_data(found), indent=2) + "\n", encoding="utf-8")
        printing.say(f"wrote {json_file}")


def facts_of(
    earlier: Path | None, later: Path | None, earlier_date: str, later_date: str, links: Path | None
) -> tuple[National, Counted | None]:
    """The published facts, with the table of two files if both are given."""
    from ist_model.experiments.calibration.files import Files, count, with_table
    from ist_model.inputs.published.tables import national

    if earlier is None or later is None:
        if earlier is not later or links is not None or earlier_date or later_date:
            raise RefusedError("give both --earlier and --later: a change is counted between two files")
        return national(), None
    counted = count(Files(earlier, later, earlier_date, later_date, links))
    added = with_table(national(), counted.table)
    if added.left_out:
        gone = f"left out, since the files tell of the same years: {', '.join(added.left_out)}"
        counted = counted._replace(account=(*counted.account, gone))
    return added.national, counted


def register_values(folder: Path) -> dict[str, float]:
    """Central values of a folder's register."""
    from ist_model.inputs.assumptions import Register
    from ist_model.inputs.folder import ASSUMPTIONS
    from ist_model.inputs.validate import validate
    from ist_model.inputs.yaml_file import read

    return validate(Register, read(folder / ASSUMPTIONS)).values()


def tell_rows(counted: Counted | None) -> None:
    """What became of every row of the files, and whether they are few."""
    if counted is None:
        return
    for line in counted.account:
        printing.say(line)
    kept = int(counted.table.array().sum())
    if kept < MOST_OF_ENGLAND:
        printing.say(
            f"Few: {kept:,} primaries are in both files, and England has more than 15,000. What follows takes"
            " them for England's. Files of one county, or of schools chosen in some way, tell of those alone."
        )


def _show(found: Calibration, values: dict[str, float], counted: Counted | None, national: National) -> None:
    tell_rows(counted)
    console = printing.console()
    console.print(_parameters(found))
    for one, other, correlation in found.tied():
        printing.say(f"Tied: {_NAMES[one]} and {_NAMES[other]} (correlation {correlation:.2f}).")
    for name in ("results", "spread"):
        if name not in found.posterior.held_to:
            printing.say(f"Left out: {name}.")
    console.print(_cells(found))
    inside = sum(cell.inside for cell in found.cells)
    printing.say(
        f"{inside} of {len(found.cells)} published shares lie in the 95 % interval for a period. Rows of "
        "outstanding schools are not fitted: they were exempt, and who was inspected was chosen."
    )
    best, register = found.log_likelihoods()
    given = found.grading_given_the_rest()
    printing.say(
        f"Log likelihood: best {best:.1f}, the register's values {register:.1f}. Where strength moves as the "
        f"register says, grading fits best with a scatter of {given.noise_sd:.0f} and cut points "
        f"{given.cut_1:.1f}, {given.cut_2:.1f} and {given.cut_3:.1f}."
    )
    console.print(_intervals(values, national))
    effective = found.posterior.effective
    more = "" if effective >= ENOUGH else " Too few for steady intervals: give more --rounds or --points."
    printing.say(f"Worth {effective:.0f} independent draws of the rules.{more}")


def _parameters(found: Calibration) -> Table:
    table = printing.table_of("What fits: middle and 95 % interval")
    for heading in ("Parameter", "Register", "Fitted", "95 % interval", "Left of the prior's spread"):
        table.add_column(heading, justify="left" if heading == "Parameter" else "right")
    narrowed = found.posterior.narrowed()
    for name, interval in found.parameters().items():
        left = f"{narrowed[name]:.0%}" if name in narrowed else ""
        table.add_row(
            _NAMES[name],
            f"{getattr(found.register, name):.3g}",
            f"{interval.middle:.3g}",
            f"{interval.low:.2g} to {interval.high:.2g}",
            left,
        )
    return table


def _cells(found: Calibration) -> Table:
    table = printing.table_of("Published shares and predicted ones, per cent")
    for heading in ("Years", "From", "To", "Published", "Predicted", "For a period of its kind"):
        right = heading in ("Published", "Predicted", "For a period of its kind")
        table.add_column(heading, justify="right" if right else "left")
    for cell in found.cells:
        mark = "" if cell.inside else " outside"
        table.add_row(
            cell.table,
            cell.before,
            cell.after,
            f"{100 * cell.published:.0f}",
            f"{100 * cell.fitted.middle:.0f}",
            f"{100 * cell.another.low:.0f} to {100 * cell.another.high:.0f}{mark}",
        )
    return table


def _intervals(values: dict[str, float], national: National) -> Table:
    table = printing.table_of("Years between inspections: triangles")
    for heading in ("Outcome", "Published quartiles", "Fitted: low, mode, high", "Register"):
        table.add_column(heading)
    for kind, made in triangles(national).items():
        quartiles = national.intervals.quartiles[kind]
        rows = [values[f"inspection.{kind}_interval_{corner}_years"] for corner in ("low", "mode", "high")]
        table.add_row(
            kind, *(", ".join(f"{year:.2f}" for year in years) for years in (quartiles, made, rows))
        )
    return table


def triangles(national: National) -> dict[str, Triangle]:
    """The triangle of each class of outcome whose quartiles are published."""
    from ist_model.experiments.calibration.intervals import triangle

    return {kind: triangle(quartiles) for kind, quartiles in national.intervals.quartiles.items()}


def as_data(found: Calibration) -> dict[str, Any]:
    """A fit for a file."""
    best, register = found.log_likelihoods()
    names = list(found.parameters())
    return {
        "held_to": list(found.posterior.held_to),
        "effective_draws": found.posterior.effective,
        "schools_a_row_is_worth": found.facts.concentration,
        "log_likelihood": {"best": best, "register": register},
        "parameters": {name: interval._asdict() for name, interval in found.parameters().items()},
        "left_of_prior": found.posterior.narrowed(),
        "correlations": {"of": names, "matrix": found.posterior.correlations().tolist()},
        "cells": [
            cell._asdict() | {"fitted": cell.fitted._asdict(), "another": cell.another._asdict()}
            for cell in found.cells
        ],
    }
