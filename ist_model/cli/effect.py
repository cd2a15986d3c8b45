"""What `ist effect-per-day` prints and writes: the evidence's odds ratio as points per day and as chances."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.table import Table

from ist_model.cli import printing

if TYPE_CHECKING:
    from ist_model.engines.support_effect import PackageEffect
    from ist_model.inputs.assumptions import Assumption
    from ist_model.inputs.scenario_models import Resolved
    from ist_model.world.structs import World


@dataclass(frozen=True)
class Answer:
    """The effect at the low, central and high odds ratio of a scenario's register."""

    resolved: Resolved
    world: World
    row: Assumption
    effects: dict[str, PackageEffect]

    @property
    def no_effect_is_possible(self) -> bool:
        """Whether an odds ratio of 1 lies inside the register's range."""
        return self.row.low <= 1.0 <= self.row.high


def answer(resolved: Resolved, world: World) -> Answer:
    """Derive the effects.

    Raises:
        OutOfReachError: if no effect per day gives one of the odds ratios.
    """
    from ist_model.engines.support_effect import ODDS_RATIO, package_effect

    (row,) = [row for row in resolved.assumptions.assumptions if row.key == ODDS_RATIO]
    wanted = {"low": row.low, "central": row.value, "high": row.high}
    return Answer(
        resolved, world, row, {name: package_effect(world, ratio) for name, ratio in wanted.items()}
    )


def show(found: Answer) -> None:
    """Print a row for each odds ratio, then what it means and how sure it is."""
    from ist_model.report.words.plain import chance

    console = printing.console()
    console.print(f"What a day of support does in “{found.resolved.name}”", style="bold")
    table = Table(show_edge=False, pad_edge=False)
    table.add_column("Odds ratio of the register")
    for heading in ("Points per day", "Chance without", "Chance with"):
        table.add_column(heading, justify="right")
    for name, made in found.effects.items():
        table.add_row(
            f"{name}: {made.odds_ratio:g}",
            f"{made.points_per_day:.2f}",
            chance(made.chance_without),
            chance(made.chance_with),
        )
    console.print(table)
    for line in _lines(found):
        console.print(line)


def _lines(found: Answer) -> list[str]:
    from ist_model.report.words.plain import chance

    values, central, row = found.world.values, found.effects["central"], found.row
    days, years = values["support.package_days"], values["inspection.attention_interval_mode_years"]
    without, given = chance(central.chance_without), chance(central.chance_with)
    move = "leave" if without == given else "move"
    change = f"at {given}" if without == given else f"from {without} to {given}"
    more = round(100 * (central.chance_with - central.chance_without))
    lines = [
        f"At the central odds ratio {days:g} days of support, one a week, to a school at the threshold of "
        f"needing attention {move} the chance of a sufficient grade in that area at its next inspection, "
        f"{years:g} years on, {change}: {more} more of a hundred such schools. Strength runs from 0 to 100; "
        "a day is on site and at best match.",
    ]
    if found.no_effect_is_possible:
        lines.append(
            f"No effect at all is inside the evidence: the odds ratio is {row.low:g} to {row.high:g} (grade "
            f"{row.grade}, {row.source}), and 1 means that support changes nothing. Studies are few and "
            "confounded."
        )
    else:
        lines.append(
            f"This scenario leaves no effect (an odds ratio of 1) outside its range of {row.low:g} to "
            f"{row.high:g}, though the evidence does not."
        )
    if found.resolved.no_effect:
        lines.append("This scenario switches the effect off: its runs use 0 points per day.")
    return [*lines, printing.NOTE]


def write(found: Answer, json_file: Path) -> None:
    """Write the effects, unrounded, with the assumptions they were derived from."""
    json_file.write_text(json.dumps(_as_data(found), indent=2) + "\n", encoding="utf-8")
    printing.say(f"wrote {json_file}")


def _as_data(found: Answer) -> dict[str, Any]:
    values, world = found.world.values, found.world
    used = ("package_days", "lasting_share", "persistence", "kappa_per_week", "sigma_per_root_week")
    return {
        "scenario": found.resolved.scenario_id,
        "no_effect": found.resolved.no_effect,
        "no_effect_is_possible": found.no_effect_is_possible,
        "grade_map": found.resolved.policy.grade_map,
        "threshold": float(world.grade_cuts[world.attention_grade]),
        "years_to_inspection": values["inspection.attention_interval_mode_years"],
        "inspector_noise_sd": values["inspection.noise_sd"],
        **{key.partition(".")[2]: value for key, value in values.items() if key.partition(".")[2] in used},
        "effects": [{"at": name, **made._asdict()} for name, made in found.effects.items()],
    }
