"""Best Practice Networks as arrays (MODEL 4.3)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ist_model.inputs.scenario_models import Resolved
from ist_model.world.keys import draw_key, in_key_order
from ist_model.world.structs import GROUP_TWIN

MILLI = 1000


class Networks(NamedTuple):
    """W networks in key order."""

    areas: NDArray[np.bool_]  # [W, A]
    schools: NDArray[np.bool_]  # [W, S]
    milli: NDArray[np.int64]  # [W]


def build_networks(resolved: Resolved, schools: NDArray[np.void], index: dict[str, int]) -> Networks:
    """Areas, members and days of each network; a network without named members has every school."""
    networks = in_key_order(resolved.trust.networks, lambda n: draw_key("network", n.id))
    areas = np.zeros((len(networks), len(resolved.framework.areas)), np.bool_)
    members = np.zeros((len(networks), len(schools)), np.bool_)
    for row, network in enumerate(networks):
        areas[row] = [area.id in network.areas for area in resolved.framework.areas]
        members[row, [index[name] for name in network.schools or index]] = True
    members[:, schools["group"] == GROUP_TWIN] = False
    days = [round(network.days_per_term * MILLI) for network in networks]
    return Networks(areas, members, np.array(days, np.int64))
