"""Places on the national grid, distances, and groups of schools by distance."""

from __future__ import annotations

import math
import random

import pytest

from ist_model.inputs.new_trust.partnerships import groups_of
from ist_model.inputs.new_trust.places import Place, distance_km, from_grid, on_airy
from ist_model.inputs.new_trust.posts import codes_for


def test_the_ordnance_surveys_own_example_of_the_grid() -> None:
    """Caister Water Tower, "A guide to coordinate systems in Great Britain", annex C, to a centimetre."""
    latitude, longitude = on_airy(651_409.903, 313_177.270)
    assert math.degrees(latitude) == pytest.approx(52 + 39 / 60 + 27.2531 / 3600, abs=1e-7)
    assert math.degrees(longitude) == pytest.approx(1 + 43 / 60 + 4.5177 / 3600, abs=1e-7)


def test_the_shift_to_satellite_coordinates_is_about_a_hundred_metres() -> None:
    """The same tower is at 52.65798 N, 1.71605 E in WGS84; the simple shift is right to about 5 m."""
    latitude, longitude = from_grid(651_409.903, 313_177.270)
    assert distance_km(Place(latitude, longitude, False), Place(52.657977, 1.716038, False)) < 0.01


def test_a_degree_of_latitude_is_111_km() -> None:
    assert distance_km(Place(52, 1, False), Place(53, 1, False)) == pytest.approx(111.2, abs=0.1)


def test_groups_are_near_schools_of_like_number() -> None:
    towns = [(52.0, 0.0), (52.5, 0.5), (53.0, 1.0)]
    luck = random.Random(1)
    places = [
        Place(a + luck.gauss(0, 0.01), b + luck.gauss(0, 0.01), False) for a, b in towns for _ in range(3)
    ]
    assert groups_of(places) == [0, 0, 0, 1, 1, 1, 2, 2, 2]


def test_no_group_has_many_more_than_its_share_and_no_school_stays_alone() -> None:
    luck = random.Random(2)
    for count in (1, 2, 3, 5, 9, 20, 41):
        places = [Place(52 + luck.expovariate(3), luck.expovariate(3), False) for _ in range(count)]
        sizes = [groups_of(places).count(group) for group in set(groups_of(places))]
        assert max(sizes) <= 6
        assert count == 1 or min(sizes) >= 2


def test_schools_without_a_place_are_put_somewhere() -> None:
    place = Place(52, 1, False)
    assert groups_of([None]) == [0]
    assert groups_of([place, None, place]) == [0, 0, 0]


def test_codes_are_short_and_all_different() -> None:
    names = [
        "Lionwood Infant School",
        "Lionwood Junior School",
        "St Mary's CofE Primary",
        "St Mary's",
        "The School",
    ]
    assert codes_for(names) == ["LI", "LJ", "SMC", "SM", "TS"]
    assert len(set(codes_for(["Oak"] * 5))) == 5
