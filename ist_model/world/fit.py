"""Who can serve what, how well, and how far away it is (MODEL 3.1, 6.2)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ist_model.inputs.models import Framework, Place, Supplier
from ist_model.inputs.scenario_models import Resolved
from ist_model.world.people import Slot
from ist_model.world.schools import Row

_EARTH_RADIUS_KM = 6371.0088


def area_specialisms(framework: Framework) -> NDArray[np.bool_]:
    """[A, K] whether a specialism serves an area."""
    return np.array(
        [[area.id in specialism.areas for specialism in framework.specialisms] for area in framework.areas],
        dtype=np.bool_,
    )


def own_areas(framework: Framework, slots: list[Slot]) -> NDArray[np.bool_]:
    """[D, A] areas a designation serves: those of its role, by specialism only those of its own."""
    roles = {role.id: role for role in framework.roles}
    served = {specialism.id: set(specialism.areas) for specialism in framework.specialisms}
    own = np.zeros((len(slots), len(framework.areas)), np.bool_)
    for row, slot in zip(own, slots, strict=True):
        role = roles[slot.designation.role]
        areas = set(role.areas)
        if role.matching == "by specialism":
            areas &= set().union(*(served[name] for name in slot.designation.specialisms))
        row[:] = [area.id in areas for area in framework.areas]
    return own


def slot_quality(resolved: Resolved, values: dict[str, float], slots: list[Slot]) -> NDArray[np.float64]:
    """[D, K, A, 3] match quality 0-1 by specialism, area and phase (infant, junior, either)."""
    framework = resolved.framework
    roles = {role.id: role for role in framework.roles}
    shape = (len(slots), len(framework.specialisms), len(framework.areas), 3)
    quality = np.zeros(shape)
    for d, slot in enumerate(slots):
        role = roles[slot.designation.role]
        known = set(slot.designation.phases)
        mismatch = values["support.phase_mismatch_quality"]
        by_phase = (1.0 if "infant" in known else mismatch, 1.0 if "junior" in known else mismatch, 1.0)
        for k, specialism in enumerate(framework.specialisms):
            for a, area in enumerate(framework.areas):
                if area.id not in role.areas or area.id not in specialism.areas:
                    continue
                if role.matching == "any specialism":
                    base = values["support.generalist_quality"]
                else:
                    base = _specialist(
                        framework, slot.designation.specialisms, specialism.id, area.id, values
                    )
                quality[d, k, a] = [base * factor for factor in by_phase]
    return quality


def _specialist(
    framework: Framework, own: tuple[str, ...], asked: str, area: str, values: dict[str, float]
) -> float:
    if asked in own:
        return 1.0
    serves = {specialism.id for specialism in framework.specialisms if area in specialism.areas}
    return values["support.near_match_quality"] if serves.intersection(own) else 0.0


def supplier_quality(
    resolved: Resolved, values: dict[str, float], suppliers: list[Supplier], packages: int
) -> NDArray[np.float64]:
    """[B, K, A] match quality of bought-in help, by the same rule as designations.

    The visits of packages, last, serve all areas as generalists do.
    """
    framework = resolved.framework
    quality = np.zeros((len(suppliers) + packages, len(framework.specialisms), len(framework.areas)))
    quality[len(suppliers) :] = values["support.generalist_quality"] * area_specialisms(framework).T
    for b, supplier in enumerate(suppliers):
        for k, specialism in enumerate(framework.specialisms):
            for a, area in enumerate(framework.areas):
                if area.id in specialism.areas:
                    own = supplier.specialisms
                    quality[b, k, a] = _specialist(framework, own, specialism.id, area.id, values)
    return quality


def distance_km(a: Place, b: Place) -> float:
    """Great-circle distance (haversine)."""
    lat_a, lat_b = math.radians(a.latitude), math.radians(b.latitude)
    d_lat, d_lon = lat_b - lat_a, math.radians(b.longitude - a.longitude)
    h = math.sin(d_lat / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin(d_lon / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * math.asin(math.sqrt(h))


def distances_km(rows: list[Row]) -> NDArray[np.float64]:
    """[S, S] great-circle distance between schools; NaN where a place is not known."""
    km = np.full((len(rows), len(rows)), np.nan)
    for i, giver in enumerate(rows):
        for j, receiver in enumerate(rows):
            if giver.school.place is not None and receiver.school.place is not None:
                km[i, j] = distance_km(giver.school.place, receiver.school.place)
    return km


def travel_share(rows: list[Row], values: dict[str, float]) -> NDArray[np.float64]:
    """[S, S] leader days lost to travel per day on site, beyond the free minutes there and back."""
    share = np.zeros((len(rows), len(rows)))
    for i, giver in enumerate(rows):
        for j, receiver in enumerate(rows):
            if i == j or giver.school.place is None or receiver.school.place is None:
                continue
            km = 2.0 * distance_km(giver.school.place, receiver.school.place)
            minutes = 60.0 * km / values["travel.speed_kmh"] - values["travel.free_minutes"]
            share[i, j] = max(0.0, minutes) / 60.0 / values["travel.hours_per_day"]
    return share
