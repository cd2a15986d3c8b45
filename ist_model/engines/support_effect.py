"""How much a day of support does in a world: one number that both engines start from (MODEL 4.7)."""

from __future__ import annotations

from ist_model.science.effect import UNREACHABLE, effect_per_day
from ist_model.world.structs import World


def effect_of(world: World) -> float:
    """Points per day on site at best match, from the register's odds ratio; 0 where support has no effect.

    Raises:
        ValueError: if no effect, however large, gives that odds ratio.
    """
    if world.no_effect:
        return 0.0
    values = world.values
    effect = effect_per_day(
        values["support.odds_ratio"],
        values["support.package_days"],
        float(world.grade_cuts[world.attention_grade]),
        values["strength.persistence"],
        values["strength.kappa_per_week"],
        values["strength.sigma_per_root_week"],
        values["strength.lasting_share"],
        values["inspection.noise_sd"],
        values["inspection.attention_interval_mode_years"],
    )
    if effect >= UNREACHABLE:
        raise ValueError(
            f"no effect per day gives support.odds_ratio = {values['support.odds_ratio']:g} with these "
            "strength and inspection assumptions: lower it, or let strength forget more slowly"
        )
    return effect
