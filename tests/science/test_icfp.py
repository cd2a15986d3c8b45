"""ICFP by hand (MODEL 8): one school worked out on paper, before and after its roll has fallen.

The school: 240 pupils in 9 classes, 12 FTE teachers who cost GBP 804,000 (leaders GBP 180,000 of it), other
staff GBP 420,000, GBP 6,500 a pupil and GBP 40,000 besides: an income of GBP 1,600,000.
"""

from __future__ import annotations

import pytest

from ist_model.science import icfp

INCOME = 240 * 650_000 + 4_000_000


def test_income_is_roll_times_funding_and_the_rest() -> None:
    assert icfp.income_pence(240.0, 650_000, 4_000_000) == INCOME == 160_000_000
    assert icfp.income_pence(200.0, 650_000, 4_000_000) == 134_000_000


def test_the_dfes_ratios_by_hand() -> None:
    """With a timetable of 25 periods: 9 x 25 = 225 periods taught."""
    assert icfp.pupil_teacher_ratio(240.0, 12.0) == 20.0
    assert icfp.average_class_size(240.0, 25.0, 225.0) == pytest.approx(240 / 9)
    assert icfp.contact_ratio(225.0, 25.0, 12.0) == 0.75
    assert icfp.average_teacher_cost(804_000.0, 12.0) == 67_000.0
    assert icfp.share_of_income(804_000.0, 1_600_000.0) == 0.5025
    assert icfp.share_of_income(1_224_000.0, 1_600_000.0) == 0.765
    assert icfp.share_of_income(180_000.0, 1_600_000.0) == 0.1125


@pytest.mark.parametrize("periods", [1.0, 25.0, 30.0])
def test_pupils_per_teacher_are_class_size_times_contact_ratio(periods: float) -> None:
    """The identity of evidence 4, whatever the timetable."""
    size = icfp.average_class_size(311.0, periods, 11 * periods)
    contact = icfp.contact_ratio(11 * periods, periods, 16.7)
    assert size * contact == pytest.approx(icfp.pupil_teacher_ratio(311.0, 16.7), rel=1e-12)


def test_thirteen_days_away_cost_a_school_of_twelve_the_share_that_the_evidence_gives() -> None:
    """13 / 195 / 12 = .56 % of teaching (evidence 4)."""
    kept = icfp.contact_ratio_released(9.0, 13.0, 195.0, 12.0)
    assert 0.75 - kept == pytest.approx(13 / 195 / 12, rel=1e-9)
    assert icfp.contact_ratio_released(9.0, 0.0, 195.0, 12.0) == 0.75


@pytest.mark.parametrize(
    ("roll", "open_classes"),
    [(240, 9), (214, 9), (213, 8), (266, 9), (267, 10), (200, 8), (186, 7), (1, 1)],
)
def test_a_class_closes_when_a_class_worth_of_pupils_has_gone(roll: float, open_classes: int) -> None:
    """A class's worth is 240 / 9 = 26.67 pupils; the last class stays open."""
    assert icfp.classes(roll, 240.0, 9) == open_classes


def test_exactly_a_class_worth_is_enough() -> None:
    assert [icfp.classes(roll, 250.0, 10) for roll in (226.0, 225.0, 275.0, 274.0)] == [10, 9, 11, 10]


def test_teachers_leave_with_their_class_and_never_outnumbered_by_classes() -> None:
    assert icfp.teachers(12.0, 8, 9, 1.11) == pytest.approx(10.89)
    assert icfp.teachers(9.5, 5, 9, 1.3) == 5.0  # 9.5 - 5.2 = 4.3 would be fewer than classes


def test_teaching_cost_falls_by_the_average_teacher_and_not_below_the_leaders() -> None:
    """1.11 teachers fewer at GBP 67,000 save GBP 74,370."""
    assert icfp.teaching_cost_pence(80_400_000, 12.0, 10.89, 18_000_000.0) == 80_400_000 - 7_437_000
    assert icfp.teaching_cost_pence(80_400_000, 12.0, 1.0, 18_000_000.0) == 18_000_000


def test_other_costs_follow_the_roll_in_part() -> None:
    """A sixth of the roll gone, four tenths of the cost follow: one fifteenth of GBP 420,000 saved."""
    assert icfp.following_cost_pence(42_000_000, 0.4, 200.0, 240.0) == 39_200_000
    assert icfp.following_cost_pence(42_000_000, 0.0, 200.0, 240.0) == 42_000_000
    assert icfp.following_cost_pence(42_000_000, 1.0, 200.0, 240.0) == 35_000_000


def test_fewer_classes_spare_fewer_days_and_more_classes_no_more() -> None:
    """One class of nine gone: 10 days become 8.889; half following: 9.444."""
    assert icfp.release_milli(10_000, 8, 9, 1.0) == 8_889
    assert icfp.release_milli(10_000, 8, 9, 0.5) == 9_444
    assert icfp.release_milli(10_000, 8, 9, 0.0) == 10_000
    assert icfp.release_milli(10_000, 10, 9, 1.0) == 10_000


def test_parts_of_a_year_and_shares_are_whole_pence() -> None:
    assert icfp.part_of_year_pence(100, 1, 6) == 16
    assert icfp.part_of_year_pence(INCOME, 6, 6) == INCOME
    year = 39 * 2**20  # ticks; the dearest school there can be: 5,000 pupils at GBP 100,000, ten times over
    assert icfp.part_of_year_pence(500_000_000_000, year // 3, year) == 166_666_666_666
    assert icfp.share_pence(160_000_000, 0.06) == 9_600_000


def test_balances_are_rated_as_the_dfe_does() -> None:
    """Green from 0, amber from -5 %, red below (evidence 4, S76)."""
    shares = [0.02, 0.0, -0.0001, -0.05, -0.0501]
    found = [icfp.balance_rating(share, 0.05) for share in shares]
    assert found == [icfp.GREEN, icfp.GREEN, icfp.AMBER, icfp.AMBER, icfp.RED]


@pytest.mark.parametrize(
    ("pupils", "teachers", "published"), [(309, 16.0, 19.3), (289, 15.6, 18.5), (226, 10.3, 21.9)]
)
def test_pupils_per_teacher_are_those_that_the_dfe_published(
    pupils: int, teachers: float, published: float
) -> None:
    """Roll, FTE teachers and ratio of three schools without a nursery, workforce 2020/21 (evidence 6)."""
    assert round(icfp.pupil_teacher_ratio(pupils, teachers), 1) == published
