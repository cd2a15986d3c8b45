"""What it would be worth to know: everything, or one assumption, before choosing among options.

With perfect information one takes in each draw the option that is best there; without, the one that is best
on average. The difference of the two means is the expected value of perfect information (Raiffa & Schlaifer
1961, Applied Statistical Decision Theory). In each draw the best is the largest of means over finitely many
runs, so its value is too large on average; by the option that is best in the other runs it is too small
(`regret`). And the best on average is chosen by the same draws, which makes its mean too large and the value
too small. But whichever of the options that may be the best (`best`) is so in truth, the value is what
choosing it loses: the interval reaches over those of all their losses, from the one bound to the other, draws
counted.

Knowing one assumption is worth what choosing by its value alone gains (Strong, Oakley & Brennan 2014, Medical
Decision Making 34:311): the mean of each option as a smooth curve over the assumption, chance and all other
assumptions being noise about it. A curve has an error of its own, and the best of several uncertain curves
looks better than it is: by how much is found from curves that might as well be true, and taken off. The
interval holds the error of the curve and that of the draws, again whichever option is the best; it reaches
over the basic and the percentile interval (Davison & Hinkley 1997, Bootstrap Methods, chapter 5). Draws of a
Latin hypercube are surer than it says; a value that a few draws in a thousand make is not seen in fewer. With
very many assumptions some look worth knowing by chance alone: the largest value that shuffled draws give,
over all assumptions together, is the bar (Westfall & Young 1993).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy import stats

from ist_model.experiments.best import best as one_of
from ist_model.experiments.sampled import Floats, Sampled
from ist_model.experiments.skewed import arms
from ist_model.experiments.smooth import Smoother
from ist_model.results.summary import CONFIDENCE

RESAMPLES, SHUFFLES = 500, 199
_TAIL = 50 - 50 * CONFIDENCE


@dataclass(frozen=True)
class Known:
    """What knowing something is worth, in the measure's unit and never below nothing.

    Attributes:
        key: of the assumption.
        value: bias taken off.
        low, high: 95 % interval.
        chance: that shuffled draws give as much for any assumption at all.
        tied: whether the most valuable of all is not clearly worth more, by the same resamples of the draws.
    """

    key: str
    value: float
    low: float
    high: float
    chance: float
    tied: bool

    @property
    def clear(self) -> bool:
        """Whether it is more than chance shows where nothing is worth knowing."""
        return self.chance <= 1 - CONFIDENCE and self.value > 0


@dataclass(frozen=True)
class Knowing:
    """What is worth finding out before a choice.

    Attributes:
        best: place of the option that is best on average.
        perfect_least: value of knowing everything in these draws, by what other runs say (too small on
            average).
        perfect_most: by what the runs themselves say (too large, but for the choice by the same draws).
        perfect_low, perfect_high: 95 % interval over draws, from the one to the other, whichever option that
            may be the best is so.
        each: every assumption, the most valuable first.
    """

    best: int
    perfect_least: float
    perfect_most: float
    perfect_low: float
    perfect_high: float
    each: tuple[Known, ...]

    @property
    def first(self) -> tuple[Known, ...]:
        """What to find out first: clearly worth something, and not clearly less than the most."""
        clear = [each for each in self.each if each.clear]
        return tuple(each for each in clear if each.tied or each is clear[0])


class _Found(NamedTuple):
    """What the curve over an assumption says."""

    key: str
    raw: float  # value by the curve itself
    free: float  # bias taken off
    low: float
    high: float
    moved: Floats  # [resamples] by how much more or less than their mean


def knowing(made: Sampled, seed: int = 0) -> Knowing:
    """The value of perfect information, and of each assumption."""
    rng = np.random.default_rng([seed, len(made.values)])
    means = made.means
    best = int(means.mean(axis=0).argmax())
    most = means.max(axis=1) - means[:, best]
    least = by_other_runs(made.signed) - means[:, best]
    may = [made.names.index(name) for name in one_of(means, made.names, "higher").names]
    quantile = float(stats.t.ppf(0.5 + CONFIDENCE / 2, len(means) - 1))
    below = arms((least + means[:, best])[:, None] - means[:, may], quantile)
    above = arms((most + means[:, best])[:, None] - means[:, may], quantile)
    over = rng.multinomial(len(means), np.full(len(means), 1.0 / len(means)), size=RESAMPLES) / len(means)
    behind = means - means[:, [best]]
    others = [place for place in range(means.shape[1]) if place != best]
    lost = [None if place == best else others.index(place) for place in may]
    behind = np.delete(behind, best, axis=1)  # the best stays as it is: nothing
    return Knowing(
        best=best,
        perfect_least=max(0.0, float(least.mean())),
        perfect_most=float(most.mean()),
        perfect_low=max(0.0, float((below.mean - below.down).min())),
        perfect_high=float((above.mean + above.up).max()),
        each=_each(made, behind, lost, over, rng),
    )


def by_other_runs(signed: Floats) -> Floats:
    """[draws] what the option that is best in all other runs gives, averaged over runs."""
    known = ~np.isnan(signed[:, :, 0])
    filled = np.where(np.isnan(signed), 0.0, signed)
    others = filled.sum(axis=1, keepdims=True) - filled
    chosen = np.take_along_axis(filled, others.argmax(axis=2)[:, :, None], axis=2)[:, :, 0]
    return np.asarray(np.where(known, chosen, 0.0).sum(axis=1) / known.sum(axis=1))


def _each(
    made: Sampled, behind: Floats, may: Sequence[int | None], over: Floats, rng: np.random.Generator
) -> tuple[Known, ...]:
    """Every assumption; `may`: columns of options that may be the best, None: the best on average."""
    draws, others = behind.shape
    orders = np.argsort(rng.random((SHUFFLES, draws)), axis=1)
    shuffled = behind[orders].transpose(1, 0, 2).reshape(draws, SHUFFLES * others)
    largest = np.zeros(SHUFFLES)
    even = np.full((1, draws), 1.0 / draws)
    found: list[_Found] = []
    for place, key in enumerate(made.keys):
        smoother = Smoother(made.inputs[:, place])
        fit = smoother.fit(behind)
        raw = float(_worth(fit.fitted))
        bent = np.stack([fit.sampled(rng) for _ in range(RESAMPLES)])
        bias = float(_worth(bent).mean()) - raw
        lost, again = _losses(fit.fitted[None], may, even)[0], _losses(bent, may, over)
        least, most = np.percentile(again, (_TAIL, 100 - _TAIL), axis=0)
        low = float(np.minimum(least, 2 * lost - most).min())
        high = float(np.maximum(most, 2 * lost - least).max())
        found.append(_Found(key, raw, raw - bias, low, high, again[:, 0] - again[:, 0].mean()))
        curves = smoother.fit(shuffled).fitted.reshape(draws, SHUFFLES, others)
        largest = np.maximum(largest, _worth(curves.transpose(1, 0, 2)))
    known = []
    top = max(found, key=lambda each: each.free)
    for each in found:
        value = max(0.0, each.free)
        low, high = max(0.0, min(each.low, value)), max(each.high, value)
        chance = (1 + int((largest >= each.raw).sum())) / (1 + SHUFFLES)
        ahead = top.free - each.free + float(np.percentile(top.moved - each.moved, _TAIL))
        known.append(Known(each.key, value, low, high, chance, ahead <= 0))
    return tuple(sorted(known, key=lambda each: (-each.value, each.chance, each.key)))


def _losses(curves: Floats, may: Sequence[int | None], over: Floats) -> Floats:
    """[n, options] of [n, draws, others] what choosing each option loses; `over` [n, draws]: weights."""
    most = np.maximum(curves.max(axis=-1), 0.0)
    lost = [most if place is None else most - curves[:, :, place] for place in may]
    return np.stack([(each * over).sum(axis=1) for each in lost], axis=1)


def _worth(curves: Floats) -> Floats:
    """[...] of [..., draws, others] what choosing by the curves gains over the best on average."""
    chosen = np.maximum(curves.max(axis=-1), 0.0).mean(axis=-1)
    return np.asarray(chosen - np.maximum(curves.mean(axis=-2).max(axis=-1), 0.0))
