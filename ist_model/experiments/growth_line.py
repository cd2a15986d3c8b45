"""What is asked of the service where schools join, unless somebody asks otherwise: one line everywhere.

`ist frontier`, `ist join-test` and the page that shows both must judge by the same line, or a pace could be
safe on one and not on the other. Eight runs in ten is what the pages' shaded bands hold, and leaves room for
the margin on both sides. (`ist capacity` buys posts and asks for nine in ten: decision 25.)
"""

from __future__ import annotations

SHARE = 0.7  # of existing schools' needs, begun within the service standard
CONFIDENCE = 0.8  # share of runs in which that is to hold
MARGIN = 0.05  # around that share of runs, in a map; within it either answer is right
OF_PUPILS = 0.01  # of existing schools' pupils: the harm that a school which joins may do


def margin(confidence: float) -> float:
    """The margin around a share of runs: the usual one, less near 0 and 1."""
    return min(MARGIN, confidence / 2, (1 - confidence) / 2)
