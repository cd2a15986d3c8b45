"""Days asked for and not given, by specialism and by role, against numbers worked out on paper."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from ist_model.engines.records import UNMET
from ist_model.inputs.resolve import resolve
from ist_model.results import short
from ist_model.results.discretion import LEAST_HOLDERS
from ist_model.results.facts import facts_of
from ist_model.results.measures import catalogue, measure
from ist_model.results.series import SERIES
from ist_model.world.build import build_world
from tests.generated import SCENARIOS
from tests.results.runs import records
from tests.results.worlds import world


def given_up():
    """The run, with A's need in early years (six days, none given) and B's open one (three) given up."""
    run = records()
    needs = run.needs.copy()
    for row, left in ((2, 6000), (7, 3000)):
        needs["status"][row] = UNMET
        needs["delivered_milli"][row] = needs["asked_milli"][row] - left
    return run._replace(needs=needs)


def test_days_not_given_add_up_over_specialisms_to_those_of_the_trust():
    values = measure(world(), given_up())
    assert values[f"{short.BY_SPECIALISM}maths"] == 3
    assert values[f"{short.BY_SPECIALISM}phonics"] == 6
    assert (
        values["days_unmet_trust"] == values[short.IN_ALL] == 9
    )  # the two days of the stream are not our schools'


def test_a_role_is_told_of_the_days_that_it_could_have_given():
    quality = world().quality.copy()
    quality[:2, 1] = 0  # no SLE serves phonics
    here = dataclasses.replace(world(), quality=quality)
    values = measure(here, given_up())
    assert (values[f"{short.BY_ROLE}sle"], values[f"{short.BY_ROLE}tip"]) == (3, 9)


def test_days_not_given_are_a_year_of_the_time_in_which_needs_count():
    span = world().span
    half = dataclasses.replace(world(), span=span._replace(count_until=(span.start + span.end) // 2))
    assert measure(half, given_up())[f"{short.BY_SPECIALISM}phonics"] == 12
    assert measure(half, given_up())[f"{short.BY_SPECIALISM}maths"] == 0  # raised afterwards


def test_by_specialism_and_half_term_nothing_is_lost():
    facts = facts_of(world(), given_up())
    frame, days = short.by_specialism(facts), SERIES["days"].of(facts)
    assert set(frame["specialism"]) == {"All specialisms"}  # three leaders: too few to show apart
    needed = days["needed_days"] + days["needed_beyond_days"]
    assert frame["needed_days"] == pytest.approx(needed)
    assert frame["delivered_days"] == pytest.approx(days["delivered_days"] + days["delivered_beyond_days"])
    assert frame["could_give_days"] == pytest.approx(days["have_days"])
    assert frame["unmet_days"].tolist() == [6, 0, 0, 0, 0, 3]


def test_a_specialism_that_few_could_serve_is_not_shown_apart():
    here = build_world(resolve("baseline", SCENARIOS))
    groups = short.specialism_groups(here)
    assert sorted(k for _, each in groups for k in each) == list(range(len(here.names.specialisms)))
    able = (here.quality > 0).any(axis=(2, 3))
    for _, each in groups:
        assert len(set(here.designations["post"][able[:, each].any(axis=1)])) >= LEAST_HOLDERS
    behaviour = here.names.specialism_labels.index("Behaviour")
    assert [len(each) > 1 for _, each in groups if behaviour in each] == [True]


def test_a_run_without_needs_is_short_of_nothing():
    run = records()
    none = run._replace(needs=run.needs[:0], deployments=run.deployments[:0])
    assert not any(
        value for name, value in measure(world(), none).items() if name.startswith(short.BY_SPECIALISM)
    )
    assert not np.any(short.by_specialism(facts_of(world(), none))["needed_days"])


def test_every_specialism_and_role_has_its_measure():
    assert list(catalogue(world()))[-5:] == [
        "days_unmet_per_year",
        "days_unmet_specialism.maths",
        "days_unmet_specialism.phonics",
        "days_unmet_role.sle",
        "days_unmet_role.tip",
    ]
