"""What a grade, or a figure of one year, tells of a school's strength today, by the model's own rules.

MODEL 4.1, 4.6 and decision 28. All in standard deviations between schools (15 points). A strength is spread
as the nation is, N(0, 1). Inspectors see it with a scatter and give the grade between whose cut points it
then lies; a figure shows its signal and chance. As years pass, what is known fades as strength does: its
lasting part stays, the rest is forgotten at kappa. Given the grade or the figure, strength today has the
mean and the standard deviation that a bivariate normal law gives it.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from statistics import NormalDist
from typing import NamedTuple

from ist_model.inputs.calendar import WEEKS_PER_YEAR
from ist_model.inputs.new_trust.national import national

MIDDLE, SPREAD = 50.0, 15.0  # points, as science/strength.py has them
# Above `start_spread` of a trust's file.
SPREAD_HEADING = (
    "How much of the nation's spread stays open of each starting strength; draws vary it. Delete a line "
    "where you put a percentile that you know."
)
TOGETHER_HEADING = (
    "Areas of a school that were judged in one inspection, or rest on one figure: draws move them together."
)
_NORMAL = NormalDist()
_DAYS_PER_YEAR = 365.25
# Overall effectiveness, worst first, as the cut points of the four-grade map count.
_WORDS = ("inadequate", "requires improvement", "good", "outstanding")


class Standing(NamedTuple):
    """Strength today as it is known: mean and standard deviation."""

    mean: float
    sd: float

    @property
    def percentile(self) -> float:
        """National percentile (0-1) of the strength expected, as it is written."""
        return _rounded(self.mean)

    def at(self, share: float) -> float:
        """National percentile (0-1) below which this share (0-1) of such schools lie."""
        return _rounded(self.mean + self.sd * _NORMAL.inv_cdf(share))

    def between(self) -> tuple[float, float]:
        """National percentiles between which eight of ten such schools lie."""
        return self.at(0.1), self.at(0.9)


NATION = Standing(0.0, 1.0)  # nothing is known of the school but that it is one of the nation's


def left_after(years: float, values: Mapping[str, float]) -> float:
    """Correlation of strength with that of so many years ago: what lasts, and what is not yet forgotten."""
    lasts = values["strength.persistence"]
    fades = math.exp(-values["strength.kappa_per_week"] * WEEKS_PER_YEAR * years)
    return lasts + (1.0 - lasts) * fades


def years_since(date: dt.date | None, start: dt.date, values: Mapping[str, float]) -> float:
    """Years from an inspection to the first day; of an unknown day half of the usual interval."""
    if date is None:
        return values["inspection.good_interval_mode_years"] / 2.0
    return max(0.0, (start - date).days / _DAYS_PER_YEAR)


def from_outcome(word: str, years: float, values: Mapping[str, float]) -> Standing:
    """What an overall outcome, or the judgement of an area, tells so many years later.

    Raises:
        ValueError: if there is no such outcome.
    """
    cuts = [values[f"grade.legacy_4.cut_{at}"] for at in range(1, len(_WORDS))]
    return _from_grade(_WORDS.index(word), cuts, values["grade.legacy_4.noise_sd"], years, values)


def from_card(grade: str, years: float, values: Mapping[str, float]) -> Standing:
    """What an area's grade on a report card tells so many years later.

    Raises:
        ValueError: if there is no such grade.
    """
    grades = list(national().card_grades)
    cuts = [values[f"grade.report_card_2025.cut_{at}"] for at in range(1, len(grades))]
    return _from_grade(grades.index(grade), cuts, values["inspection.noise_sd"], years, values)


def from_figure(measure: str, deviations: float, years: float, values: Mapping[str, float]) -> Standing:
    """What a published figure tells that stood so many of its standard deviations above the middle.

    A figure of two years correlates by the share of it that is no chance, times how strength does. So that
    share is the published correlation of a year over the model's.

    Args:
        measure: of which the correlation from year to year is known (`national().year_on_year`).
        deviations: above the middle, better is higher.
        years: since the figure.
        values: the register of assumptions, by key.
    """
    signal = min(1.0, national().year_on_year[measure] / left_after(1.0, values))
    seen = math.sqrt(signal) * left_after(years, values)
    return Standing(seen * deviations, math.sqrt(1.0 - seen**2))


def of_candidate(
    outcome: str, date: dt.date | None, sponsored: bool, start: dt.date, values: Mapping[str, float]
) -> Standing:
    """What is known of a school that might join: by its latest outcome, as of a school of a new trust.

    Of an outcome that is not known the nation's shares stand in: of a school that needs a sponsor those below
    good and half of the good ones, of another all that are not inadequate.

    Args:
        outcome: overall; any other word: not known.
        date: of the inspection; None: not known.
        sponsored: whether it needs a sponsor.
        start: day on which its strength is to be known.
        values: the register of assumptions, by key.
    """
    years = years_since(date, start, values)
    if outcome in _WORDS:
        return from_outcome(outcome, years, values)
    shares = dict(national().outcomes)
    lower = {"inadequate": 1.0, "requires improvement": 1.0, "good": 0.5, "outstanding": 0.0}
    weights = [shares[word] * (lower[word] if sponsored else word != "inadequate") for word in _WORDS]
    known = [from_outcome(word, years, values) for word in _WORDS]
    mean = _mean(weights, [each.mean for each in known])
    square = _mean(weights, [each.sd**2 + each.mean**2 for each in known])
    return Standing(mean, math.sqrt(square - mean**2))


def _mean(weights: Sequence[float], numbers: Sequence[float]) -> float:
    return math.fsum(w * n for w, n in zip(weights, numbers, strict=True)) / math.fsum(weights)


def _from_grade(
    grade: int, cuts: list[float], noise_sd: float, years: float, values: Mapping[str, float]
) -> Standing:
    """Strength today, given that what inspectors saw lay between two cut points.

    What they saw is normal; between the cut points it has the mean and variance of a truncated normal
    (Johnson, Kotz & Balakrishnan 1994, section 13.10.1); strength today takes the part that correlates.
    """
    seen_sd = math.hypot(SPREAD, noise_sd)
    ends = [-math.inf, *((cut - MIDDLE) / seen_sd for cut in cuts), math.inf]
    low, high = ends[grade], ends[grade + 1]
    share = _NORMAL.cdf(high) - _NORMAL.cdf(low)
    mean = (_NORMAL.pdf(low) - _NORMAL.pdf(high)) / share
    variance = 1.0 + (_at(low) - _at(high)) / share - mean**2
    correlation = left_after(years, values) * SPREAD / seen_sd
    return Standing(correlation * mean, math.sqrt(1.0 - correlation**2 * (1.0 - variance)))


def _rounded(deviations: float) -> float:
    return min(0.999, max(0.001, round(_NORMAL.cdf(deviations), 3)))


def _at(end: float) -> float:
    """An end times the density there; nothing at infinity."""
    return 0.0 if math.isinf(end) else end * _NORMAL.pdf(end)
