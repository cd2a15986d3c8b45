"""The shipped growth table and hazards are what the published counts give."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from ist_model.experiments.calibration.rates import as_written, growth_row, hazard
from ist_model.inputs.published.tables import GrowthCount, Retention, national
from ist_model.inputs.resolve import resolve
from ist_model.science import careers

SCENARIOS = Path(__file__).parents[3] / "scenarios"


def test_the_shipped_growth_table_is_the_counts() -> None:
    growth = resolve("growth-national-rate", SCENARIOS).growth
    assert growth is not None
    shipped = [row.model_dump(exclude_none=True) for row in growth.table]
    fitted = [as_written(growth_row(row)) for row in national().growth[0].rows]
    assert [row | {"chances": list(row["chances"])} for row in shipped] == fitted


def test_the_shipped_hazards_hold_what_was_published() -> None:
    rows = {row.key: row for row in resolve("baseline", SCENARIOS).assumptions.assumptions}
    found: dict[str, list[float]] = {}
    for figure in national().retention:
        found.setdefault(figure.post, []).append(hazard(figure).per_year)
    for post, hazards in found.items():
        row = rows[f"post.{post}.leave_per_year"]
        assert row.low - 0.007 <= min(hazards), post
        assert max(hazards) <= row.high, post
    three_years = {f.post: hazard(f).per_year for f in national().retention if f.years == 3.0}
    assert rows["post.headteacher.leave_per_year"].low == round(three_years["headteacher"], 3)
    assert rows["post.deputy.leave_per_year"].low == round(three_years["deputy"], 3)
    assert rows["post.assistant_head.leave_per_year"].low == round(three_years["assistant_head"], 2)


def test_a_hazard_gives_back_the_share_by_the_model_s_own_rule() -> None:
    """Three terms a year, each with the chance that careers draw from."""
    for figure in national().retention:
        stays = (1.0 - careers.leaving_chance(hazard(figure).per_year)) ** (3.0 * figure.years)
        share = figure.share if figure.kind == "still there" else 1.0 - figure.share
        assert stays == pytest.approx(share, rel=1e-9)


def test_intervals_cover_as_often_as_they_say() -> None:
    rng, covered = np.random.default_rng(4), 0
    for _ in range(400):
        none, one, two, more = (int(n) for n in rng.multinomial(80, [0.6, 0.2, 0.1, 0.1]))
        counts = GrowthCount(
            schools_from=1,
            trust_years=80,
            none=none,
            one=one,
            two=two,
            more=more,
            added=one + 2 * two + 3 * more,
        )
        chance = growth_row(counts).chances[0]
        covered += chance.low <= 0.6 <= chance.high
    assert 0.91 < covered / 400 < 0.985


def test_counts_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="5 years in parts, but 9"):
        growth_row(GrowthCount(schools_from=1, trust_years=9, none=2, one=1, two=1, more=1, added=9))
    with pytest.raises(ValueError, match="no year"):
        growth_row(GrowthCount(schools_from=1, trust_years=0, none=0, one=0, two=0, more=0, added=0))
    leaves = Retention(post="deputy", kind="leaves in a year", years=1.0, share=0.5, source="made up")
    assert hazard(leaves).per_year == pytest.approx(math.log(2.0))
