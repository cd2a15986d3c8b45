"""A scenario marked `steady_state` is refused if its queue would grow for ever (CASES K3)."""

from __future__ import annotations

import pytest

QUEUE = """\
name: "Queue"
question: "How long is the wait?"
trust: empty
start: 2026-09-01
years: 2
runs: 4
seed: 1
steady_state: {steady}
changes:
  posts:
    add:
      - {{id: maths, kind: deputy, count: {maths}, allowance_days_per_year: {allowance},
         designations: [{{role: sle, specialisms: [maths]}}]}}
      - {{id: both, kind: deputy, count: 2, allowance_days_per_year: {allowance},
         designations: [{{role: sle, specialisms: [maths, english]}}]}}
  streams:
    add:
      - {{id: m, area: teaching, specialism: maths, needs_per_week: {m},
         work: {{distribution: exponential, mean_days: 2}}}}
      - {{id: e, area: teaching, specialism: english, needs_per_week: {e},
         work: {{distribution: fixed, mean_days: 1}}, patience: {patience}}}
"""
FINE = {"steady": "true", "maths": 3, "allowance": "none", "m": 1, "e": 1, "patience": "{distribution: none}"}


def resolve(folder, **change: object) -> object:
    folder.write("trusts/empty/trust.yaml", "title: Empty\nabout: Nobody\n")
    folder.write("queue.yaml", QUEUE.format(**(FINE | change)))
    return folder.resolve("queue")


def test_a_load_below_capacity_runs(folder) -> None:
    assert resolve(folder)
    assert resolve(folder, m=1.9)  # 3.8 days by 5 posts, with 1 day for English


@pytest.mark.parametrize(
    ("change", "streams", "load", "posts", "capacity"),
    [
        ({"m": 2.5, "e": 0.5}, "m", "5", 5, "5"),  # a load equal to capacity has no steady state
        ({"e": 2.1}, "e", "2.1", 2, "2"),  # the maths posts cannot help
        ({"m": 1.7, "e": 1.7}, "m, e", "5.1", 5, "5"),  # each alone could be served
        ({"m": 0.7, "e": 0.5, "allowance": 13}, "m, e", "1.9", 5, "1.66667"),  # 13 days in 39 weeks
    ],
)
def test_an_overload_is_refused_with_load_and_capacity(
    folder, change: dict[str, object], streams: str, load: str, posts: int, capacity: str
) -> None:
    resolve(folder, steady="false", **change)  # unmarked, it runs
    folder.write("queue.yaml", QUEUE.format(**(FINE | change)))
    problem = folder.problem("queue")
    assert problem.file == "scenarios/queue.yaml"
    assert problem.line == folder.line("queue.yaml", f"id: {streams[0]},")
    assert problem.key.endswith("needs_per_week")
    assert f"{streams} ask for {load} days a week" in problem.rule
    assert f"the {posts} posts that can serve them deliver {capacity} at most" in problem.rule
    assert "remove `steady_state`" in problem.remedy


def test_needs_that_give_up_cannot_overload(folder) -> None:
    assert resolve(folder, e=2.1, patience="{distribution: exponential, mean_weeks: 2}")


def test_preparation_is_part_of_the_load(folder) -> None:
    resolve(folder, m=1.9)
    folder.edit("assumptions.yaml", "key: support.preparation_factor\n    value: 1\n    low: 1\n    high: 1",
                "key: support.preparation_factor\n    value: 1.4\n    low: 1\n    high: 2")  # fmt: skip
    assert "ask for 5.32 days a week" in folder.problem("queue").rule
