"""`ist fit-rates`: the growth table and leaders' hazards from counts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ist_model.cli import printing
from ist_model.cli.calibrating import Json, register_values
from ist_model.cli.commands import must_be_folder
from ist_model.cli.failures import RefusedError
from ist_model.cli.options import SCENARIOS, Scenarios

if TYPE_CHECKING:
    from ist_model.experiments.calibration.rates import GrowthFit, HazardFit

_YEARS = (2018, 2020)


def fit_rates(
    group_links: Annotated[
        Path | None,
        typer.Option("--group-links", metavar="FILE", help="GIAS group links to count joinings in"),
    ] = None,
    first_year: Annotated[
        int, typer.Option("--from-year", help="First school year counted, by its September")
    ] = _YEARS[0],
    last_year: Annotated[
        int, typer.Option("--to-year", help="Last school year counted, by its September")
    ] = _YEARS[1],
    all_trusts: Annotated[
        bool, typer.Option("--all-trusts", help="Also trusts with other schools than primaries")
    ] = False,
    figures: Annotated[
        Path | None,
        typer.Option("--figures", metavar="FILE", help="Other published figures, as national.yaml has them"),
    ] = None,
    json_file: Json = None,
    folder: Scenarios = SCENARIOS,
) -> None:
    """Work out how often schools join trusts and leaders leave posts, from published counts.

    Without files: the counts that travel with the package, which give the table of growth-national-rate and
    the hazards of the register. The register is not changed.
    """
    must_be_folder(folder)
    from ist_model.experiments.calibration.rates import as_written, growth_row, hazard
    from ist_model.inputs.public_data.joinings import joinings
    from ist_model.inputs.published.tables import national, read_national

    if first_year > last_year:
        raise RefusedError(f"--from-year {first_year} comes after --to-year {last_year}")
    known = national() if figures is None else read_national(figures)
    if group_links is None:
        counted, told = known.growth[0].rows, f"{known.growth[0].sample} ({known.growth[0].source})"
    else:
        found = joinings(group_links, first_year, last_year, primary_only=not all_trusts)
        counted = found.rows
        told = f"{group_links.name}, {first_year}/{(first_year + 1) % 100:02d} to "
        told += f"{last_year}/{(last_year + 1) % 100:02d}"
        for line in found.account:
            printing.say(line)
    growth = [growth_row(row) for row in counted if row.trust_years]
    hazards = [hazard(figure) for figure in known.retention]
    _show_growth(growth, told)
    _show_hazards(hazards, register_values(folder))
    if json_file is not None:
        data = {
            "growth": [as_written(row) | {"trust_years": row.counts.trust_years} for row in growth],
            "hazards": [each.figure.model_dump() | {"per_year": each.per_year} for each in hazards],
        }
        json_file.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
        printing.say(f"wrote {json_file}")


def _show_growth(growth: list[GrowthFit], told: str) -> None:
    table = printing.table_of("Schools that join in a school year, by size of trust on 1 September, per cent")
    for heading in ("Schools", "Trust-years", "None", "One", "Two", "Three or more", "Mean"):
        table.add_column(heading, justify="left" if heading == "Schools" else "right")
    for row in growth:
        low, high = row.counts.schools_from, row.counts.schools_to
        table.add_row(
            f"{low} or more" if high is None else f"{low} to {high}",
            f"{row.counts.trust_years:,}",
            *(f"{100 * c.middle:.0f} ({100 * c.low:.0f} to {100 * c.high:.0f})" for c in row.chances),
            f"{row.mean:.3f}",
        )
    printing.console().print(table)
    printing.say(
        f"From {told}. In brackets 95 % intervals. Trusts that closed and schools that left are not seen."
    )


def _show_hazards(hazards: list[HazardFit], values: dict[str, float]) -> None:
    table = printing.table_of("Leaders who leave: hazard a year")
    for heading in ("Post", "Published", "Hazard", "Register", "Source"):
        table.add_column(heading, justify="right" if heading in ("Hazard", "Register") else "left")
    for each in hazards:
        figure = each.figure
        after = f" after {figure.years:g} years" if figure.years != 1.0 else ""
        key = f"post.{figure.post}.leave_per_year"
        table.add_row(
            figure.post,
            f"{100 * figure.share:.1f} % {figure.kind}{after}",
            f"{each.per_year:.3f}",
            f"{values[key]:.3f}" if key in values else "no such row",
            figure.source,
        )
    printing.console().print(table)
    printing.say(
        "A constant hazard is assumed. Shares of leaders still there count moves to a trust's centre as "
        "leaving; promotion within the trust is added by the ladder, promotion elsewhere by the "
        "register."
    )
