"""Identity follows content: not names, not the order of rows, not values stated again."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ist_model.inputs.identity import identity, identity_of_a_run
from ist_model.inputs.scenario_models import Resolved

SAME = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


def override(resolved: Resolved, picks: list[tuple[str, int, int]]) -> str:
    """The lines of a scenario that sets picked values to what they are."""
    trust = resolved.trust
    fields = {
        "schools": ("roll", "age_low", "name", "joining"),
        "posts": ("kind", "fte", "label", "school"),
        "streams": ("needs_per_week", "priority", "may_buy"),
        "suppliers": ("days_per_year", "people"),
    }
    chosen: dict[str, dict[str, dict[str, Any]]] = {}
    for kind, which, field in picks:
        items = getattr(trust, kind)
        item, name = items[which % len(items)], fields[kind][field % len(fields[kind])]
        chosen.setdefault(kind, {}).setdefault(item.id, {})[name] = getattr(item, name)
    lines = ["changes:"]
    for kind, changes in chosen.items():
        lines += [f"  {kind}:", "    change:"]
        for item, values in changes.items():
            pairs = ", ".join(f"{name}: {_yaml(value)}" for name, value in values.items())
            lines.append(f"      {item}: {{{pairs}}}")
    rows = resolved.assumptions.assumptions[:: max(1, len(picks))]
    lines += ["  assumptions:", *(f"    {row.key}: {row.value!r}" for row in rows)]
    return "\n".join(lines) + "\n"


@SAME
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["schools", "posts", "streams", "suppliers"]),
            st.integers(0, 9),
            st.integers(0, 9),
        ),
        max_size=8,
    )
)
def test_an_override_by_the_same_value_changes_nothing(folder, picks: list[tuple[str, int, int]]) -> None:
    base = folder.resolve()
    folder.scenario("same", override(base, picks))
    assert identity(folder.resolve("same")) == identity(base)


@given(
    name=st.text(min_size=3, max_size=20),
    question=st.text(min_size=5, max_size=20),
    author=st.text(max_size=9),
)
@SAME
def test_what_it_is_called_does_not_matter(folder, name: str, question: str, author: str) -> None:
    base = folder.resolve()
    update = {"name": name, "question": question, "author": author, "extends": "x", "scenario_id": "y"}
    assert identity(base.model_copy(update=update)) == identity(base)


@SAME
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(folder, chance: random.Random) -> None:
    base = folder.resolve()

    def shuffled(items: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(chance.sample(items, len(items)))

    trust = base.trust
    lists = ("schools", "posts", "streams", "suppliers", "partnerships")
    posts = tuple(
        post.model_copy(update={"designations": shuffled(post.designations)}) for post in trust.posts
    )
    mixed = trust.model_copy(update={"posts": posts})
    mixed = mixed.model_copy(update={name: shuffled(getattr(mixed, name)) for name in lists})
    rows = base.assumptions.model_copy(update={"assumptions": shuffled(base.assumptions.assumptions)})
    assert identity(base.model_copy(update={"trust": mixed, "assumptions": rows})) == identity(base)


@pytest.mark.parametrize(
    "body",
    [
        "years: 3\n",
        "seed: 2\n",
        "runs: 5\n",
        "start: 2026-11-01\n",
        "no_effect: true\n",
        "changes: {policy: {order: first_come}}\n",
        "changes: {assumptions: {travel.speed_kmh: 2}}\n",
        "changes: {assumptions: {travel.speed_kmh: {high: 2}}}\n",
        "changes: {schools: {change: {OAK: {roll: 211}}}}\n",
        "changes: {schools: {change: {OAK: {draw_key: other}}}}\n",
        "changes: {posts: {remove: [POOL-3]}}\n",
        "opening: {}\n",
    ],
)
def test_any_other_content_gives_another_identity(folder, body: str) -> None:
    folder.scenario("other", body)
    assert identity(folder.resolve("other")) != identity(folder.resolve())


def test_the_order_of_tiers_matters(folder) -> None:
    base = folder.resolve()
    framework = base.framework.model_copy(update={"tiers": base.framework.tiers[::-1]})
    assert identity(base.model_copy(update={"framework": framework})) != identity(base)


def test_minus_zero_is_zero(folder) -> None:
    folder.scenario("zero", "changes: {streams: {change: {beyond: {price_gbp_per_day: -0.0}}}}\n")
    assert identity(folder.resolve("zero")) == identity(folder.resolve())


def test_identity_is_the_same_wherever_the_folder_lies(folder, tmp_path: Path) -> None:
    before = identity(folder.resolve())
    moved = tmp_path / "elsewhere"
    folder.path.rename(moved)
    assert identity(type(folder)(moved).resolve()) == before


def test_a_scenario_made_from_another_has_its_own_name_at_once(folder) -> None:
    base = folder.resolve()
    names = {(identity(each), identity_of_a_run(each)) for each in (base, base)}
    for seed in range(10**6, 10**6 + 200):  # each lies in memory where others lay before
        other = base.model_copy(update={"seed": seed})
        names.add((identity(other), identity_of_a_run(other)))
    assert len(names) == 201


def test_a_run_has_its_name_whatever_the_number_of_runs(folder) -> None:
    base = folder.resolve()
    more = base.model_copy(update={"runs": base.runs + 1})
    assert identity(more) != identity(base)
    assert identity_of_a_run(more) == identity_of_a_run(base)
    other = base.model_copy(update={"years": base.years + 1})
    assert identity_of_a_run(other) != identity_of_a_run(base)


def _yaml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value) if isinstance(value, (int, float)) else f'"{value}"'
