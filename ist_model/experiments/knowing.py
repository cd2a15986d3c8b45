"""What it would be worth to know: everything, or one assumption, before choosing among options.

With perfect information one takes in each draw the option that is best there; without, the one that is best
on average. The difference of the two means is the expected value of perfect information (Raiffa & Schlaifer
1961, Applied Statistical Decision Theory). In each draw the best is the largest of means over finitely many
runs, so its value is too large on average; by the option that is best in the other runs it is too small
(`regret`): the truth lies between, and the interval reaches from the one to the other.

Knowing one assumption is worth what choosing by its value alone gains (Strong, Oakley & Brennan 2014, Medical
Decision Making 34:311): the mean of each option as a smooth curve over the assumption, chance and all other
assumptions being noise about it. A curve has an error of its own, and the best of several uncertain curves
looks better than it is: by how much is found from curves that might as well be true, and taken off. With very
many assumptions some look worth knowing by chance alone: the largest value that shuffled draws give, over all
assumptions together, is the bar (Westfall & Young 1993).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ist_model.experiments.sampled import Floats, Sampled
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
    """

    key: str
    value: float
    low: float
    high: float
    chance: float

    @property
    def clear(self) -> bool:
        """Whether it is more than chance shows where nothing is worth knowing."""
        return self.chance <= 1 - CONFIDENCE and self.value > 0


@dataclass(frozen=True)
class Knowing:
    """What is worth finding out before a choice.

    Attributes:
        best: place of the option that is best on average.
        perfect_least: value of knowing everything, by what other runs say (too small on average).
        perfect_most: by what the runs themselves say (too large on average).
        perfect_low, perfect_high: 95 % interval over draws, from the one to the other.
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
        return tuple(each for each in clear if each.high >= clear[0].low)


def knowing(made: Sampled, seed: int = 0) -> Knowing:
    """The value of perfect information, and of each assumption."""
    rng = np.random.default_rng([seed, len(made.values)])
    means = made.means
    best = int(means.mean(axis=0).argmax())
    most = means.max(axis=1) - means[:, best]
    least = _by_other_runs(made.signed) - means[:, best]
    over = rng.multinomial(len(means), np.full(len(means), 1.0 / len(means)), size=RESAMPLES) / len(means)
    behind = means - means[:, [best]]
    behind = np.delete(behind, best, axis=1)  # the best stays as it is: nothing
    return Knowing(
        best=best,
        perfect_least=max(0.0, float(least.mean())),
        perfect_most=float(most.mean()),
        perfect_low=max(0.0, float(np.percentile(over @ least, _TAIL))),
        perfect_high=float(np.percentile(over @ most, 100 - _TAIL)),
        each=_each(made, behind, rng),
    )


def _by_other_runs(signed: Floats) -> Floats:
    """[draws] what the option that is best in all other runs gives, averaged over runs."""
    known = ~np.isnan(signed[:, :, 0])
    filled = np.where(np.isnan(signed), 0.0, signed)
    others = filled.sum(axis=1, keepdims=True) - filled
    chosen = np.take_along_axis(filled, others.argmax(axis=2)[:, :, None], axis=2)[:, :, 0]
    return np.asarray(np.where(known, chosen, 0.0).sum(axis=1) / known.sum(axis=1))


def _each(made: Sampled, behind: Floats, rng: np.random.Generator) -> tuple[Known, ...]:
    draws, others = behind.shape
    orders = np.argsort(rng.random((SHUFFLES, draws)), axis=1)
    shuffled = behind[orders].transpose(1, 0, 2).reshape(draws, SHUFFLES * others)
    largest = np.zeros(SHUFFLES)
    found: list[tuple[str, float, Floats]] = []
    for place, key in enumerate(made.keys):
        smoother = Smoother(made.inputs[:, place])
        fit = smoother.fit(behind)
        raw = float(_worth(fit.fitted))
        again = np.array([_worth(fit.sampled(rng)) for _ in range(RESAMPLES)]) if raw > 0 else np.zeros(1)
        found.append((key, raw, again))
        curves = smoother.fit(shuffled).fitted.reshape(draws, SHUFFLES, others)
        largest = np.maximum(largest, _worth(curves.transpose(1, 0, 2)))
    known = []
    for key, raw, again in found:
        value = max(0.0, 2 * raw - float(again.mean()))
        low, high = (max(0.0, 2 * raw - float(np.percentile(again, q))) for q in (100 - _TAIL, _TAIL))
        chance = (1 + int((largest >= raw).sum())) / (1 + SHUFFLES)
        known.append(Known(key, value, min(low, value), max(high, value), chance))
    return tuple(sorted(known, key=lambda each: (-each.value, each.chance, each.key)))


def _worth(curves: Floats) -> Floats:
    """[...] of [..., draws, others] what choosing by the curves gains over the best on average."""
    chosen = np.maximum(curves.max(axis=-1), 0.0).mean(axis=-1)
    return np.asarray(chosen - np.maximum(curves.mean(axis=-2).max(axis=-1), 0.0))
