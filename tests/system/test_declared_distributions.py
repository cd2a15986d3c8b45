"""Every declared distribution is sampled in a run, and its mean is the declared one.

With N numbers checked, each declared mean lies in its t-interval at level 0.01/N. The root seed was fixed
before the first run. Run with `-rP` to see the numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest

from ist_model.science import draws
from tests.system import declared, declared_people
from tests.system.declared import Sample, Values
from tests.system.output_analysis import Check, faults, plain

pytestmark = pytest.mark.slow


def mean_of(standard: Callable[[], Values]) -> Sample:
    """Errors have mean 0."""
    return Sample(0.0, standard())


def square_of(standard: Callable[[], Values]) -> Sample:
    """Errors in declared standard deviations have mean square 1."""
    return Sample(1.0, standard() ** 2)


INTERVAL_CLASSES = ("good", "attention", "urgent")
# What is drawn, for which purpose, and where its sample comes from.
SAMPLED: dict[str, tuple[np.uint64, Callable[[], Sample]]] = {
    "gaps of a stream": (draws.STREAM_GAP, declared.gaps),
    "patience": (draws.STREAM_PATIENCE, declared.patience),
    **{
        f"work: {name}": (draws.STREAM_WORK, partial(declared.work, name))
        for name in declared.WORK
        if name != "fixed"
    },
    "noise, mean": (draws.NOISE, partial(mean_of, declared.noise)),
    "noise, mean square": (draws.NOISE, partial(square_of, declared.noise)),
    "board error, mean": (draws.BOARD_ERROR, partial(mean_of, declared.board_error)),
    "board error, mean square": (draws.BOARD_ERROR, partial(square_of, declared.board_error)),
    "specialism of a need": (draws.BOARD_SPECIALISM, declared.board_picks),
    "inspector noise": (draws.INSPECTION_ERROR, partial(mean_of, declared.inspector_noise)),
    "safeguarding": (draws.SAFEGUARDING, declared.safeguarding),
    **{
        f"interval after {kind}": (draws.INSPECTION_GAP, partial(declared.intervals, kind))
        for kind in INTERVAL_CLASSES
    },
    "interval of a new academy": (draws.INSPECTION_GAP, declared_people.new_academies),
    "overdue inspection": (draws.INSPECTION_OVERDUE, declared_people.overdue),
    "specialism of a visit": (draws.PACKAGE_SPECIALISM, declared_people.package_picks),
    "indicator, mean": (draws.INDICATOR_NOISE, partial(mean_of, declared.indicator_noise)),
    "indicator, mean square": (draws.INDICATOR_NOISE, partial(square_of, declared.indicator_noise)),
    "roll, own": (draws.ROLL_OWN, partial(declared_people.rolls, 0.1, 0.0)),
    "roll, common": (draws.ROLL_COMMON, partial(declared_people.rolls, 0.0, 0.1)),
    "schools that join a year": (draws.GROWTH_JOINERS, declared_people.joiners),
    "order of joining": (draws.GROWTH_ORDER, declared_people.order_of_joining),
    "due diligence, mean": (draws.DUE_DILIGENCE, partial(mean_of, declared_people.due_diligence)),
    "due diligence, mean square": (draws.DUE_DILIGENCE, partial(square_of, declared_people.due_diligence)),
    "leaving": (draws.LEAVING, declared_people.leaving),
    "terms vacant": (draws.APPOINTMENT, declared_people.vacancies),
    "readiness": (draws.READINESS, declared_people.readiness),
    "opening tenure": (draws.OPENING_TENURE, declared_people.opening_tenure),
}
ENOUGH = 150  # values: a t-interval of fewer could hide anything


@pytest.mark.parametrize("name", SAMPLED)
def test_the_mean_is_the_declared_one(name: str) -> None:
    sample = SAMPLED[name][1]()
    assert sample.values.size >= ENOUGH
    assert np.ptp(sample.values) > 0, "it is drawn, not set"
    check = Check(name, sample.declared, plain(sample.values), None)
    print(check.line())
    assert not faults([check], len(SAMPLED))


def test_every_purpose_of_a_draw_is_sampled_here() -> None:
    """A new kind of draw in `science.draws` needs a line in the table above."""
    keys = {draws.NEED_KEY}  # names a need; nothing is distributed by it
    purposes = {
        name: value
        for name, value in vars(draws).items()
        if isinstance(value, np.uint64) and name.isupper() and not name.startswith("_")
    }
    assert len(set(purposes.values())) == len(purposes), "two kinds of draw share a number"
    sampled = {purpose for purpose, _ in SAMPLED.values()} | keys
    assert sorted(name for name, value in purposes.items() if value not in sampled) == []


def test_fixed_work_and_patience_are_exactly_as_declared() -> None:
    needs = declared.of_stream("fixed")
    assert len(needs) > ENOUGH
    assert set(declared.work("fixed").values) == {2.0}
    weeks = (needs["deadline"] - needs["raised"]) / declared.TICKS_PER_WEEK
    assert set(weeks) == {declared.PATIENCE_WEEKS}


def test_the_horizon_matters_intervals_complete_within_six_years_are_too_short() -> None:
    """The trap that the samples above avoid: the check refuses the same draws cut off by a short horizon."""
    cut = declared.intervals("good", until_years=6.0)
    assert cut.values.size > 20
    check = Check("cut off", cut.declared, plain(cut.values), None)
    assert cut.values.mean() < cut.declared
    assert faults([check], len(SAMPLED))


def test_a_wrong_declaration_is_noticed() -> None:
    """Off by a tenth, the means of work and intervals are refused."""
    for name in ("work: gamma", "interval after good", "terms vacant"):
        sample = SAMPLED[name][1]()
        check = Check(name, 1.1 * sample.declared, plain(sample.values), None)
        assert faults([check], len(SAMPLED)), name
