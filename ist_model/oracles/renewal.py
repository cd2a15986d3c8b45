"""Posts that are left and filled again: an alternating renewal process in whole terms.

Reference: Cox 1962, Renewal Theory, chapter 7. At each term's end the holder leaves with chance p; the post
then stays empty for k whole terms. Tenures are geometric, so their mean is 1/p terms, and by the
renewal-reward theorem the share of time filled is (1/p) / (1/p + k).
"""

from __future__ import annotations

import math

from ist_model.oracles.known import Known

TERMS_A_YEAR = 3


def leaving_chance(hazard_per_year: float) -> float:
    """Chance of leaving at a term's end from a constant hazard per year, p = 1 - exp(-h/3)."""
    return -math.expm1(-hazard_per_year / TERMS_A_YEAR)


def mean_tenure_terms(leaving: float) -> float:
    """Mean number of terms a holder stays, 1/p; at least one."""
    if not 0 < leaving <= 1:
        raise ValueError(f"chance of leaving {leaving} must lie between 0 and 1")
    return 1.0 / leaving


def share_filled(leaving: float, refill_terms: int) -> float:
    """Share of time that the post is filled, (1/p) / (1/p + k)."""
    tenure = mean_tenure_terms(leaving)
    return tenure / (tenure + refill_terms)


def mean_vacancy_terms(refill_terms: int, failing: float) -> float:
    """Mean terms that a post stays empty if a round of k >= 1 terms fails with chance f, k / (1 - f).

    The number of rounds is geometric with mean 1 / (1 - f), by Wald's identity.
    """
    if not (refill_terms >= 1 and 0 <= failing < 1):
        raise ValueError(f"rounds of {refill_terms} terms that fail with chance {failing}")
    return refill_terms / (1.0 - failing)


def share_filled_after_rounds(leaving: float, refill_terms: int, failing: float) -> float:
    """Share of time that the post is filled, where rounds may fail, by the renewal-reward theorem."""
    tenure = mean_tenure_terms(leaving)
    return tenure / (tenure + mean_vacancy_terms(refill_terms, failing))


def tenure_chance(leaving: float, terms: int) -> float:
    """Chance that a holder stays exactly so many terms, p (1 - p)^(n - 1)."""
    return leaving * (1.0 - leaving) ** (terms - 1) if terms >= 1 else 0.0


# K10 is given as formulas; these are their values at round numbers, worked by hand.
KNOWN = (
    Known("K10", "mean tenure, p = .1, terms", mean_tenure_terms, (0.1,), "10.0"),
    Known("K10", "share filled, p = .1, refill 2 terms", share_filled, (0.1, 2), "0.8333333333"),
    Known("K10", "share filled, p = .25, refill 1 term", share_filled, (0.25, 1), "0.8"),
    Known("K10", "mean vacancy, rounds of 2 terms, .2 fail, terms", mean_vacancy_terms, (2, 0.2), "2.5"),
    Known("K10", "share filled, p = .1, such rounds", share_filled_after_rounds, (0.1, 2, 0.2), "0.8"),
    Known("K10", "chance of leaving at a term's end, .3 a year", leaving_chance, (0.3,), "0.0951625820"),
)
