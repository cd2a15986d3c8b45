"""One line of time for many: the lives of all owners laid end to end, so that one search answers for all.

An owner is a number from 0, for instance of a run and a post; each has a stretch of `LIFE` ticks of the line.
"""

from __future__ import annotations

import numpy as np

from ist_model.results.arrays import Ints

LIFE = np.int64(2**40)
LONG_AGO, FAR_OFF = -LIFE // 4, LIFE // 4  # hundreds of centuries, in ticks


def on_line(owner: Ints, tick: Ints) -> Ints:
    """Places on the line; arguments broadcast."""
    return np.asarray(owner * LIFE + np.clip(tick, LONG_AGO, FAR_OFF))


def last_before(owner: Ints, tick: Ints, who: Ints, moment: Ints) -> Ints:
    """Row of an owner's last event before a moment, or -1.

    Args:
        owner: [n] of each event.
        tick: [n] of each event.
        who: owners asked about.
        moment: ticks asked about; broadcasts with `who`.
    """
    place = on_line(owner, tick)
    order = np.argsort(place, kind="stable")
    found = np.searchsorted(place[order], on_line(who, moment), side="left") - 1
    row = np.append(order, -1)[found]
    return np.where(np.append(owner, -1)[row] == who, row, -1)
