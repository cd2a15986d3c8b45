"""How much a day of support does in a world: one number that both engines start from (MODEL 4.7)."""

from __future__ import annotations

from typing import NamedTuple

from ist_model.science import effect
from ist_model.world.structs import World

ODDS_RATIO = "support.odds_ratio"


class OutOfReachError(ValueError):
    """No effect per day, however large, gives the odds ratio."""


class PackageEffect(NamedTuple):
    """What an odds ratio means for a school at the threshold that is given the standard package."""

    odds_ratio: float
    points_per_day: float  # on site, at best match
    chance_without: float  # of a sufficient grade at the next inspection, without the package (0-1)
    chance_with: float


def effect_of(world: World) -> float:
    """Points per day on site at best match, from the register's odds ratio; 0 where support has no effect.

    Raises:
        OutOfReachError: if no effect, however large, gives that odds ratio.
    """
    return 0.0 if world.no_effect else points_per_day(world, world.values[ODDS_RATIO])


def points_per_day(world: World, odds_ratio: float) -> float:
    """Points per day on site at best match that give an odds ratio, with the world's other assumptions.

    Raises:
        OutOfReachError: if no effect, however large, gives that odds ratio.
    """
    found = effect.effect_per_day(odds_ratio, *_assumptions(world))
    if found >= effect.UNREACHABLE:
        raise OutOfReachError(
            f"no effect per day gives {ODDS_RATIO} = {odds_ratio:g} with these strength and inspection "
            "assumptions: lower it, or let strength forget more slowly"
        )
    return found


def package_effect(world: World, odds_ratio: float) -> PackageEffect:
    """What an odds ratio means in this world, whether or not its scenario switches the effect off.

    Raises:
        OutOfReachError: if no effect, however large, gives that odds ratio.
    """
    points, rest = points_per_day(world, odds_ratio), _assumptions(world)
    without, given = (effect.chance_sufficient(each, *rest) for each in (0.0, points))
    return PackageEffect(odds_ratio, points, without, given)


def _assumptions(world: World) -> tuple[float, float, float, float, float, float, float, float]:
    values = world.values
    return (
        values["support.package_days"],
        float(world.grade_cuts[world.attention_grade]),
        values["strength.persistence"],
        values["strength.kappa_per_week"],
        values["strength.sigma_per_root_week"],
        values["strength.lasting_share"],
        values["inspection.noise_sd"],
        values["inspection.attention_interval_mode_years"],
    )
