"""A smooth curve through points: penalised cubic splines (Eilers & Marx 1996, Statistical Science 11:89).

Its smoothness is chosen by generalised cross-validation (Craven & Wahba 1979), and how sure it is follows
from the Bayesian view of the penalty (Wahba 1983). Many columns are fitted to one x at once, since the basis
in which the penalty is diagonal (Demmler & Reinsch 1975) needs to be found only once for it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import interpolate, stats

Floats = NDArray[np.float64]
_DEGREE, _PIECES = 3, 8
_PENALTIES = 10.0 ** np.arange(-4.0, 6.01, 0.5)
_TINY = 1e-9


class Fit(NamedTuple):
    """Curves at the points, and what is left of the data."""

    fitted: Floats  # [n, columns]
    basis: Floats  # [n, p] orthonormal
    kept: Floats  # [p, columns] share of each coefficient that the penalty leaves
    sd: Floats  # [columns] of what is left

    def sampled(self, rng: np.random.Generator) -> Floats:
        """[n, columns] curves that might as well be the true ones."""
        noise = rng.standard_normal(self.kept.shape) * np.sqrt(self.kept) * self.sd
        return np.asarray(self.fitted + self.basis @ noise)


class Smoother:
    """Curves over one x: any number of points, tied or not. Only the order of x counts."""

    def __init__(self, x: Floats) -> None:
        """[n] where the points are."""
        ranks = (stats.rankdata(x) - 0.5) / len(x)
        inner = np.linspace(0.0, 1.0, _PIECES + 1)
        knots = np.concatenate([np.zeros(_DEGREE), inner, np.ones(_DEGREE)])
        design = interpolate.BSpline.design_matrix(ranks, knots, _DEGREE).toarray()
        left, size, right = np.linalg.svd(design, full_matrices=False)
        held = size > _TINY * size[0]  # few different values carry few functions
        bent = np.diff(np.eye(design.shape[1]), 2, axis=0) @ (right[held].T / size[held])
        weight, turn = np.linalg.eigh(bent.T @ bent)
        self._basis = np.asarray(left[:, held] @ turn, np.float64)
        self._weight = np.maximum(weight, 0.0)

    def fit(self, y: Floats) -> Fit:
        """Curves through [n, columns] data, each as smooth as its own data ask for."""
        number = len(y)
        found = self._basis.T @ y
        outside = (y**2).sum(axis=0) - (found**2).sum(axis=0)
        shares = 1.0 / (1.0 + _PENALTIES[:, None] * self._weight)  # [penalties, p]
        left = outside + ((1 - shares) ** 2) @ found**2
        freedom = number - shares.sum(axis=1)
        best = (left / freedom[:, None] ** 2).argmin(axis=0)
        kept = shares[best].T
        sd = np.sqrt(np.maximum(left[best, np.arange(y.shape[1])], 0.0) / freedom[best])
        return Fit(self._basis @ (kept * found), self._basis, kept, sd)
