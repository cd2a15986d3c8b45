"""The effect per day of a world: derived, switched off, or refused where no effect would do."""

import pytest

from ist_model.engines.support_effect import effect_of
from ist_model.inputs.models import Trust
from ist_model.world.build import build_world
from tests.generated import resolved, with_values

EMPTY = Trust(title="t", about="t")


def test_the_registers_odds_ratio_gives_a_small_positive_effect():
    assert 0.0 < effect_of(build_world(resolved(EMPTY))) < 3.0


def test_no_effect_is_exactly_none():
    assert effect_of(build_world(resolved(EMPTY, no_effect=True))) == 0.0


def test_an_odds_ratio_out_of_reach_is_refused_not_capped():
    """Strength that is forgotten within weeks leaves no trace of a package at the next inspection."""
    forgetful = with_values(strength__kappa_per_week=0.5, strength__lasting_share=0.0)
    with pytest.raises(ValueError, match=r"support\.odds_ratio"):
        effect_of(build_world(resolved(EMPTY, assumptions=forgetful)))
