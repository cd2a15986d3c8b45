"""Where schools are: from the national grid, from coordinates, or from neighbours by postcode."""

from __future__ import annotations

import math
from statistics import mean
from typing import NamedTuple

from ist_model.inputs.new_trust.published import Published, Row

_EARTH_KM = 6371.0

# Transverse Mercator of the national grid on the Airy ellipsoid, and the shift to WGS84 (Ordnance Survey, "A
# guide to coordinate systems in Great Britain", annexes B and C; right to about 5 m).
_A, _B = 6_377_563.396, 6_356_256.909
_F0, _PHI0, _LAM0 = 0.9996012717, math.radians(49), math.radians(-2)
_E0, _N0 = 400_000.0, -100_000.0
_WGS_A, _WGS_B = 6_378_137.0, 6_356_752.3141
_SHIFT = (446.448, -125.157, 542.060)
_TURN = tuple(math.radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))
_SCALE = -20.4894e-6


class Place(NamedTuple):
    """Degrees north and east (WGS84); approximate: that of neighbours."""

    latitude: float
    longitude: float
    approximate: bool


def on_airy(easting: float, northing: float) -> tuple[float, float]:
    """Latitude and longitude (radians, OSGB36) of a point of the national grid (metres)."""
    e2 = 1 - _B**2 / _A**2
    n = (_A - _B) / (_A + _B)
    phi = _PHI0
    arc = 0.0
    while northing - _N0 - arc >= 1e-5:
        phi += (northing - _N0 - arc) / (_A * _F0)
        d, s = phi - _PHI0, phi + _PHI0
        arc = (
            _B
            * _F0
            * (
                (1 + n + 1.25 * n**2 + 1.25 * n**3) * d
                - (3 * n + 3 * n**2 + 2.625 * n**3) * math.sin(d) * math.cos(s)
                + (1.875 * n**2 + 1.875 * n**3) * math.sin(2 * d) * math.cos(2 * s)
                - 35 / 24 * n**3 * math.sin(3 * d) * math.cos(3 * s)
            )
        )
    sin2 = math.sin(phi) ** 2
    nu = _A * _F0 / math.sqrt(1 - e2 * sin2)
    rho = _A * _F0 * (1 - e2) * (1 - e2 * sin2) ** -1.5
    eta2 = nu / rho - 1
    t, sec, de = math.tan(phi), 1 / math.cos(phi), easting - _E0
    latitude = (
        phi
        - t / (2 * rho * nu) * de**2
        + t / (24 * rho * nu**3) * (5 + 3 * t**2 + eta2 - 9 * t**2 * eta2) * de**4
        - t / (720 * rho * nu**5) * (61 + 90 * t**2 + 45 * t**4) * de**6
    )
    longitude = (
        _LAM0
        + sec / nu * de
        - sec / (6 * nu**3) * (nu / rho + 2 * t**2) * de**3
        + sec / (120 * nu**5) * (5 + 28 * t**2 + 24 * t**4) * de**5
    )
    return latitude, longitude


def from_grid(easting: float, northing: float) -> tuple[float, float]:
    """Degrees north and east (WGS84) of a point of the national grid (metres)."""
    phi, lam = on_airy(easting, northing)
    e2 = 1 - _B**2 / _A**2
    nu = _A / math.sqrt(1 - e2 * math.sin(phi) ** 2)
    x = nu * math.cos(phi) * math.cos(lam)
    y = nu * math.cos(phi) * math.sin(lam)
    z = (1 - e2) * nu * math.sin(phi)
    rx, ry, rz = _TURN
    s = 1 + _SCALE
    x, y, z = (
        _SHIFT[0] + s * x - rz * y + ry * z,
        _SHIFT[1] + rz * x + s * y - rx * z,
        _SHIFT[2] - ry * x + rx * y + s * z,
    )
    e2 = 1 - _WGS_B**2 / _WGS_A**2
    p = math.hypot(x, y)
    phi = math.atan2(z, p * (1 - e2))
    for _ in range(5):
        nu = _WGS_A / math.sqrt(1 - e2 * math.sin(phi) ** 2)
        phi = math.atan2(z + e2 * nu * math.sin(phi), p)
    return math.degrees(phi), math.degrees(math.atan2(y, x))


def distance_km(one: Place, other: Place) -> float:
    """Distance as the crow flies."""
    a, b = math.radians(one.latitude), math.radians(other.latitude)
    across = math.radians(other.longitude - one.longitude)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(across / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(h))


class Places:
    """Places of schools and of postcodes, from all files that have any."""

    def __init__(self, published: Published) -> None:
        """Collect every place that a file gives."""
        self._schools: dict[int, tuple[float, float]] = {}
        self._areas: dict[str, list[tuple[float, float]]] = {}
        for source in published.everything():
            frame = source.table.frame
            for first, second in (("latitude", "longitude"), ("easting", "northing")):
                if {first, second, "urn", "postcode"} <= set(frame):
                    there = frame.dropna(subset=[first, second])
                    rows = zip(there["urn"], there["postcode"], there[first], there[second], strict=True)
                    for urn, postcode, a, b in rows:
                        self._add(int(urn), postcode, _degrees(first, float(a), float(b)))

    def of(self, urn: int, register: Row) -> Place | None:
        """Where a school is; None if neither it nor a neighbour in its postcode district has a place."""
        if urn in self._schools:
            latitude, longitude = self._schools[urn]
            return Place(round(latitude, 6), round(longitude, 6), approximate=False)
        for area in _areas(register.get("postcode")):
            if area in self._areas:
                near = self._areas[area]
                return Place(
                    round(mean(p[0] for p in near), 6), round(mean(p[1] for p in near), 6), approximate=True
                )
        return None

    def _add(self, urn: int, postcode: str | None, at: tuple[float, float]) -> None:
        if not (49 <= at[0] <= 61 and -9 <= at[1] <= 3) or urn in self._schools:
            return  # outside Great Britain: a slip of the file
        self._schools[urn] = at
        for area in _areas(postcode):
            self._areas.setdefault(area, []).append(at)


def _degrees(kind: str, first: float, second: float) -> tuple[float, float]:
    return (first, second) if kind == "latitude" else from_grid(first, second)


def _areas(postcode: str | None) -> list[str]:
    """A postcode, its sector and its district: `NR3 4RG`, `NR3 4`, `NR3`."""
    outward, _, inward = (postcode or "").upper().partition(" ")
    if not (outward and inward):
        return []
    return [f"{outward} {inward}", f"{outward} {inward[0]}", outward]
