"""A second reading of the queue's rule, to replay a run's needs: who starts when, by hand.

It knows nothing of the engine: a list of needs, a number of posts, and the order "priority, then longest
wait, then key". Times are whole ticks. At one tick work ends first, then needs arrive, then posts are given
out, and only then do needs withdraw, so a need whose patience ends as a post falls free is still served.
"""

from __future__ import annotations

import heapq
from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

NOT_STARTED = -1
_NEVER = 2**62


class Needs(NamedTuple):
    """Needs in order of arrival, as arrays of equal length."""

    raised: NDArray[np.int64]  # tick
    work: NDArray[np.int64]  # ticks of one post
    deadline: NDArray[np.int64]  # last tick at which it may still start
    priority: NDArray[np.int64]  # smallest first
    key: NDArray[np.uint64]  # decides between needs raised at one tick


def replay(needs: Needs, posts: int) -> NDArray[np.int64]:
    """Tick at which each need starts, or NOT_STARTED if it withdraws first. At first all posts are free."""
    start = np.full(needs.raised.size, NOT_STARTED, np.int64)
    raised, work, deadline = needs.raised.tolist(), needs.work.tolist(), needs.deadline.tolist()
    order = list(zip(needs.priority.tolist(), raised, needs.key.tolist(), range(len(raised)), strict=True))
    in_use: list[int] = []
    queue: list[tuple[int, int, int, int]] = []
    coming = 0
    while coming < len(raised) or (queue and in_use):
        now = min(raised[coming] if coming < len(raised) else _NEVER, in_use[0] if in_use else _NEVER)
        while in_use and in_use[0] == now:
            heapq.heappop(in_use)
        while coming < len(raised) and raised[coming] == now:
            heapq.heappush(queue, order[coming])
            coming += 1
        while queue and len(in_use) < posts:
            need = heapq.heappop(queue)[3]
            if deadline[need] >= now:
                start[need] = now
                heapq.heappush(in_use, now + work[need])
    return start


@numba.njit
def first_come(raised: NDArray[np.int64], work: NDArray[np.int64], posts: int) -> NDArray[np.int64]:
    """Starts where needs are served in order of arrival and never give up (Kiefer and Wolfowitz 1955).

    Each takes the post that falls free first. The same as `replay` then, fast enough for millions of needs.
    """
    free = np.full(posts, raised[0], np.int64)
    start = np.empty(raised.size, np.int64)
    for need in range(raised.size):
        post = np.argmin(free)
        start[need] = max(raised[need], free[post])
        free[post] = start[need] + work[need]
    return start
