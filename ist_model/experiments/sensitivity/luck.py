"""Products of means over runs, with what chance adds to them taken out.

The square of a mean over few runs is too large on average, by the variance of the runs over their number.
What is luck would be taken for an effect of the assumptions, and above all for interactions, since it looks
the same whatever is varied. The product over all pairs of different runs has no such error (a U-statistic:
Hoeffding 1948, Annals of Mathematical Statistics 19:293).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def products(a: Floats, b: Floats, counts: Floats) -> Floats:
    """[..., I, J] of [..., I, runs] and [..., J, runs] the products of true means, each with each.

    Args:
        a: a value a run; 0 in a run that is left out.
        b: likewise, the same runs left out.
        counts: [...] runs that are not left out, two at least.
    """
    of_sums = a.sum(axis=-1)[..., :, None] * b.sum(axis=-1)[..., None, :]
    of_runs = a @ np.swapaxes(b, -1, -2)
    return np.asarray((of_sums - of_runs) / (counts * (counts - 1))[..., None, None])


def squares(a: Floats, counts: Floats) -> Floats:
    """[..., I] of [..., I, runs] the squares of true means; see `products`. Chance may make one negative."""
    number = counts[..., None]
    return np.asarray((a.sum(axis=-1) ** 2 - (a**2).sum(axis=-1)) / (number * (number - 1)))


def variances(a: Floats, counts: Floats) -> Floats:
    """[..., I] of [..., I, runs] the variance between runs."""
    number = counts[..., None]
    return np.asarray(((a**2).sum(axis=-1) - a.sum(axis=-1) ** 2 / number) / (number - 1))
