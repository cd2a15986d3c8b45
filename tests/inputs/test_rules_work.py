"""Lengths of work and patience: complete, in order, nothing given that is not used."""

from __future__ import annotations

import pytest

WORKS = {
    "missing mean": ("{distribution: gamma, coefficient_of_variation: 2}", "mean_days", "needs `mean_days`"),
    "mean not used": (
        "{distribution: triangular, mean_days: 1, low_days: 1, mode_days: 2, high_days: 3}",
        "mean_days",
        "does not use `mean_days`",
    ),
    "out of order": (
        "{distribution: triangular, low_days: 1, mode_days: 4, high_days: 3}",
        "mode_days",
        "low_days <= mode_days",
    ),
    "too even": (
        "{distribution: hyperexponential, mean_days: 1, coefficient_of_variation: 1}",
        "coefficient_of_variation",
        "above 1",
    ),
    "shares": (
        "{distribution: mixture, parts: [{share: .5, distribution: fixed, mean_days: 1},"
        " {share: .4, distribution: exponential, mean_days: 1}]}",
        "parts",
        "sum 0.9",
    ),
    "one part": (
        "{distribution: mixture, parts: [{share: 1, distribution: fixed, mean_days: 1}]}",
        "parts",
        "two parts",
    ),
}


@pytest.mark.parametrize(("work", "key", "rule"), WORKS.values(), ids=WORKS.keys())
def test_a_length_of_work_gives_what_it_uses(folder, work: str, key: str, rule: str) -> None:
    ((found, said, _),) = folder.refused(f"changes: {{streams: {{change: {{beyond: {{work: {work}}}}}}}}}\n")
    assert found == f"changes.streams.change[beyond].work.{key}"
    assert rule in said


@pytest.mark.parametrize(
    "work",
    [
        "{distribution: fixed, mean_days: 2}",
        "{distribution: lognormal, mean_days: 2, coefficient_of_variation: .5}",
        "{distribution: hyperexponential, mean_days: 2, coefficient_of_variation: 2}",
        "{distribution: triangular, low_days: 1, mode_days: 1, high_days: 3}",
        "{distribution: mixture, parts: [{share: .8, distribution: fixed, mean_days: 5},"
        " {share: .2, distribution: exponential, mean_days: 10}]}",
    ],
)
def test_complete_lengths_of_work_are_taken(folder, work: str) -> None:
    folder.scenario("fine", f"changes: {{streams: {{change: {{beyond: {{work: {work}}}}}}}}}\n")
    assert folder.resolve("fine").trust.streams[0].work.distribution in work


def test_patience_gives_what_it_uses(folder) -> None:
    for patience, rule in {
        "{distribution: fixed}": "needs `mean_weeks`",
        "{mean_weeks: 2}": "does not use `mean_weeks`",
    }.items():
        body = f"changes: {{streams: {{change: {{beyond: {{patience: {patience}}}}}}}}}\n"
        ((key, said, _),) = folder.refused(body)
        assert key.endswith("patience.mean_weeks")
        assert rule in said


@pytest.mark.parametrize(
    ("post", "rule"),
    [
        ("id: T, kind: deputy, school: OAK, year_groups: [6]", ""),
        ("id: T, kind: deputy, school: ELM, year_groups: [2]", "so no Year 2"),
        ("id: T, kind: deputy, year_groups: [6]", "without a school"),
    ],
)
def test_a_year_group_is_one_of_the_school(folder, post: str, rule: str) -> None:
    body = f"changes: {{posts: {{add: [{{{post}}}]}}}}\n"
    if not rule:
        folder.scenario("fine", body)
        assert folder.resolve("fine").trust.posts[-1].year_groups == (6,)
        return
    ((found, said, _),) = folder.refused(body)
    assert found == "changes.posts.add[T].year_groups[#1]"
    assert rule in said
