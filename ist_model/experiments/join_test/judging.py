"""What makes a plan safe for the schools there are, and what its runs say of that (MODEL 10, 11.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ist_model.experiments.join_test.plans import Plan
from ist_model.results.summary import CONFIDENCE, Interval, chance_interval, t_interval

PUPILS = "pupils_attention_existing"
WITHIN = "within_standard_resolved_existing"
USED_UP = "reserves_used_up"
RESERVES = "reserves_gbp"
OURS = ("reserves_gbp_existing", "centre_reserves_gbp")
NEEDED = (PUPILS, WITHIN, USED_UP, RESERVES, *OURS)

# Measures of a scenario's runs by name, each [runs].
Measured = Mapping[str, NDArray[np.float64]]
Verdict = Literal["safe", "not safe", "not sure", "not judged"]


class NothingToJudgeError(ValueError):
    """Terms that are none, or measures that no run has."""


@dataclass(frozen=True)
class Terms:
    """What a trust calls safe.

    Attributes:
        pupils: of existing schools, how many more may be in a school needing attention, on average.
        standard: share of existing schools' needs to be begun within the service standard (0-1).
        confidence: in what share of runs the standard is to hold, and the trust's reserves to last (0-1).
        margin: where today's plan does not reach that, in what share of runs fewer than today it may (0-1).
    """

    pupils: float
    standard: float
    confidence: float
    margin: float = 0.05

    def __post_init__(self) -> None:
        """Refuse what cannot be.

        Raises:
            NothingToJudgeError: if a number is outside its range.
        """
        if not 0 <= self.pupils < np.inf:
            raise NothingToJudgeError(f"{self.pupils:g} pupils: the number allowed is 0 or more")
        for name, value in (("standard", self.standard), ("confidence", self.confidence)):
            if not 0 < value < 1:
                raise NothingToJudgeError(
                    f"the {name} is {value:g}: it lies between 0 and 1, neither of them"
                )


@dataclass(frozen=True)
class Outcome:
    """What a plan does, against declining, with the same luck.

    Attributes:
        plan: the plan; None: declining itself.
        pupils: difference in existing schools' pupils in a school needing attention, averaged over the
            period; the intervals of all plans hold together at 95 %.
        within: difference in the share of existing schools' needs begun in time (0-1), likewise.
        holds: chance that the standard holds in a run (0-1).
        reserves_gbp: difference in the reserves of existing schools and the centre at the horizon, pounds.
        brings_gbp: what the school adds to the reserves at the horizon, its own, pounds; NaN for declining.
        pupils_verdict: by the terms.
        lasts: chance that the trust's reserves, with what the school brings, last to the horizon (0-1).
        standard_verdict: by the terms; where declining does not meet them, by how much less often this does.
        money_verdict: likewise; not judged where the trust has no reserves to speak of.
    """

    plan: Plan | None
    pupils: Interval
    within: Interval
    holds: Interval
    reserves_gbp: Interval
    brings_gbp: Interval
    lasts: Interval
    pupils_verdict: Verdict
    standard_verdict: Verdict
    money_verdict: Verdict

    @property
    def verdict(self) -> Verdict:
        """Safe if all are, not safe if one is not."""
        found = {self.pupils_verdict, self.standard_verdict, self.money_verdict} - {"not judged"}
        if "not safe" in found:
            return "not safe"
        return "safe" if found == {"safe"} else "not sure"


def declined(base: Measured, terms: Terms) -> Outcome:
    """The outcome of declining: no difference, and how far the standard holds today."""
    nothing = Interval(0.0, 0.0, 0.0, len(base[PUPILS]))
    none = Interval(np.nan, np.nan, np.nan, 0)
    holds, lasts = (chance_interval(of, CONFIDENCE) for of in (_holding(base, terms), _lasting(base)))
    standard, money = _reached(holds, terms), _reached(lasts, terms)
    return Outcome(None, nothing, nothing, holds, nothing, none, lasts, "safe", standard, money)


def outcome(plan: Plan, base: Measured, joined: Measured, terms: Terms, plans: int) -> Outcome:
    """The outcome of a plan.

    Args:
        plan: the plan.
        base: runs of declining.
        joined: as many runs of the plan, with the same luck.
        terms: what is called safe.
        plans: how many plans are looked at together: each interval is widened so that all hold (Bonferroni).

    Raises:
        NothingToJudgeError: if fewer than two runs have the measures.
    """
    confidence = 1 - (1 - CONFIDENCE) / plans
    pupils = t_interval(_difference(base, joined, PUPILS), confidence)
    within = t_interval(_difference(base, joined, WITHIN), confidence)
    if min(pupils.values, within.values) < 2:
        raise NothingToJudgeError(
            f"{plan.title}: fewer than two runs have what is judged.\n"
            "  rule:   two runs or more in which existing schools have needs\n"
            "  remedy: more runs"
        )
    standards = (_holding(base, terms), _holding(joined, terms))
    money = (_lasting(base), _lasting(joined))
    return Outcome(
        plan,
        pupils,
        within,
        chance_interval(standards[1], CONFIDENCE),
        t_interval(np.sum([_difference(base, joined, name) for name in OURS], axis=0)),
        t_interval(_own_reserves(joined) - _own_reserves(base)),
        chance_interval(money[1], CONFIDENCE),
        _pupils_verdict(pupils, terms),
        _kept(*standards, terms, confidence),
        _kept(*money, terms, confidence),
    )


def _pupils_verdict(pupils: Interval, terms: Terms) -> Verdict:
    if pupils.low > terms.pupils:
        return "not safe"
    return "safe" if pupils.high <= terms.pupils else "not sure"


def _kept(
    today: NDArray[np.float64], joined: NDArray[np.float64], terms: Terms, confidence: float
) -> Verdict:
    """Whether something happens often enough: by the terms, or hardly less often than today.

    Args:
        today: 1 in each run in which it does, 0 in the others; NaN: not known [runs].
        joined: the same with the plan [runs].
        terms: what is asked.
        confidence: of the intervals.
    """
    outright = _reached(chance_interval(joined, confidence), terms)
    if outright in ("safe", "not judged") or _reached(chance_interval(today, confidence), terms) == "safe":
        return outright
    gained = t_interval(joined - today, confidence)
    if gained.high < -terms.margin:
        return "not safe"
    return "safe" if gained.low >= -terms.margin else "not sure"


def _reached(chance: Interval, terms: Terms) -> Verdict:
    if not chance.values:
        return "not judged"
    if chance.high < terms.confidence:
        return "not safe"
    return "safe" if chance.low >= terms.confidence else "not sure"


def _holding(runs: Measured, terms: Terms) -> NDArray[np.float64]:
    share = runs[WITHIN]
    return np.where(np.isnan(share), np.nan, (share >= terms.standard).astype(np.float64))


def _lasting(runs: Measured) -> NDArray[np.float64]:
    return np.asarray(1.0 - runs[USED_UP])


def _own_reserves(runs: Measured) -> NDArray[np.float64]:
    return np.asarray(runs[RESERVES] - np.sum([runs[name] for name in OURS], axis=0))


def _difference(base: Measured, joined: Measured, name: str) -> NDArray[np.float64]:
    return np.asarray(joined[name] - base[name])
