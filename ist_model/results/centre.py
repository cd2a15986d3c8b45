"""The trust's centre as an account of its own by school year (MODEL 8).

The top slice comes in from the schools, and what posts without a home school earn beyond the trust. Central
services go out, support that no school bears, and money moved to schools. A top slice and money moved leave
one account and arrive in another to the penny, so that neither changes what the trust has as a whole.

Central services cost what the trust file says; where it does not, they are taken to cost what the top slice
brings, so the balance is then that of the rest. Central posts are paid out of them. Central reserves that the
file leaves out are counted from nought.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ist_model.inputs.calendar import YEAR_TICKS, school_year
from ist_model.results import accounts, money
from ist_model.results.arrays import Floats, Ints
from ist_model.results.facts import Facts
from ist_model.results.frame import Frame, in_each_run
from ist_model.results.moved import to_schools_pence
from ist_model.results.once import once
from ist_model.science import icfp
from ist_model.world.centre import NOT_KNOWN

PENCE = 100.0
# Lines of support that no school can bear; all others fall on the school of a leader or the school served.
BORNE = ("packages", "bought", "steps")


class Centre(NamedTuple):
    """[R, E] by school year of the period; pence.

    In-year balance = top slice + external income - services - packages - bought - steps - moved.
    """

    top_slice: Ints
    external_income: Ints  # days that posts without a home school gave beyond the trust
    services: Ints  # central services, central posts among them
    packages: Ints  # held for the whole trust
    bought: Ints  # days bought for demand from beyond the trust
    steps: Ints  # of the intervention ladder
    moved: Ints  # to schools
    balance: Ints
    reserves: Ints  # at the end of the school year, or at the horizon


@once
def account(facts: Facts) -> Centre:
    """The centre's account."""
    lines, written = money.pence(facts), facts.world.centre
    top_slice = accounts.of_schools(facts).top_slice.sum(axis=2)
    external = lines["income"][..., -1]
    known = written.services_pence != NOT_KNOWN
    services = np.broadcast_to(_services(facts), top_slice.shape) if known else top_slice
    support = {line: lines[line][..., -1] for line in BORNE}
    moved = to_schools_pence(facts).sum(axis=2)
    balance = top_slice + external - services - sum(support.values()) - moved
    return Centre(
        top_slice=top_slice,
        external_income=external,
        services=services,
        **support,
        moved=moved,
        balance=balance,
        reserves=written.reserves_pence + np.cumsum(balance, axis=1),
    )


def _services(facts: Facts) -> Ints:
    """[E] central services as written; a school year that the period cuts takes its part."""
    whole = facts.world.centre.services_pence
    years = np.diff(facts.year_edges).tolist()
    return np.array([icfp.part_of_year_pence(whole, ticks, YEAR_TICKS) for ticks in years], np.int64)


def frame(facts: Facts) -> Frame:
    """The account in pounds by school year."""
    years = [school_year(int(tick)) for tick in facts.year_edges[:-1]]
    columns = {name: amounts / PENCE for name, amounts in account(facts)._asdict().items()}
    return in_each_run(len(facts), {"school_year": np.array(years, np.int64)}, columns)


def per_year(facts: Facts, name: str) -> Floats:
    """Pounds a school year of one line, on average over the period."""
    total: Ints = getattr(account(facts), name).sum(axis=1)
    return total / PENCE / facts.years


def reserves_at_end(facts: Facts) -> Floats:
    """Pounds that the centre has at the horizon, below nought what it owes."""
    return account(facts).reserves[:, -1] / PENCE
