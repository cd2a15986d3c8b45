"""The shipped trust at its extremes: nobody to help, endless help, no money, nobody or everybody leaving."""

from pathlib import Path

import numpy as np
import pytest

from ist_model.engines.narrated import run
from ist_model.engines.records import BOUGHT, FILLED, LEFT, UNMET
from ist_model.inputs.models import Designation, Post
from ist_model.inputs.resolve import resolve
from ist_model.inputs.scenario_models import Resolved
from ist_model.results.checks import check
from ist_model.results.measures import measure
from ist_model.science import matching
from ist_model.world.build import build_world

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"
RUNS = 3


@pytest.fixture(scope="module")
def baseline() -> Resolved:
    return resolve("baseline", SCENARIOS).model_copy(update={"years": 3.0, "count_needs_for_years": 3.0})


def with_trust(scenario, **fields):
    return scenario.model_copy(update={"trust": scenario.trust.model_copy(update=fields)})


def with_values(scenario, **values):
    wanted = {key.replace("__", "."): value for key, value in values.items()}
    rows = []
    for row in scenario.assumptions.assumptions:
        value = wanted.get(row.key, row.value)
        rows.append(
            row.model_copy(update={"value": value, "low": min(row.low, value), "high": max(row.high, value)})
        )
    register = scenario.assumptions.model_copy(update={"assumptions": tuple(rows)})
    return scenario.model_copy(update={"assumptions": register})


def runs_of(scenario):
    world = build_world(scenario)
    made = [run(world, number) for number in range(RUNS)]
    for records in made:
        check(world, records)
    return world, made


def mean(world, made, name):
    return float(np.nanmean([measure(world, records)[name] for records in made]))


def test_without_any_leader_to_help_every_need_goes_unmet_or_is_bought(baseline):
    posts = tuple(post.model_copy(update={"designations": ()}) for post in baseline.trust.posts)
    world, made = runs_of(with_trust(baseline, posts=posts))
    for records in made:
        assert not (records.deployments["designation"] >= 0).any()
        closed = records.needs[records.needs["closed"] >= 0]
        assert set(closed["status"].tolist()) <= {UNMET, BOUGHT}
    assert mean(world, made, "days_delivered_trust") == 0
    assert mean(world, made, "days_unmet_existing") > 0


def test_endless_help_leaves_nothing_unmet_and_only_calendars_and_meetings_to_wait_for(baseline):
    """A hundred leaders without a limit or a home, for every specialism: all begin by the next meeting."""
    everything = tuple(s.id for s in baseline.framework.specialisms)
    roles = (
        Designation(role="sle", specialisms=everything[:7]),
        Designation(role="lead_practitioner", specialisms=everything[7:]),
        Designation(role="tip"),
    )
    crowd = Post(id="CROWD", kind="central", count=1, designations=roles, allowance_days_per_year="none")
    posts = tuple(crowd.model_copy(update={"id": f"CROWD-{i}"}) for i in range(100))
    endless = with_values(
        with_trust(baseline, posts=(*baseline.trust.posts, *posts)),
        absorption__supporters=100.0,
        absorption__days_per_week=1000.0,
        post__central__leave_per_year=0.0,
    )
    world, made = runs_of(endless)
    assert mean(world, made, "needs_unmet_trust") == 0
    assert mean(world, made, "needs_bought_trust") == 0
    weeks = max(measure(world, records)["wait_p90_weeks_trust"] for records in made)
    assert weeks <= 6.5 + 2.0  # a meeting, and the closed weeks of September


def test_without_a_budget_nothing_is_bought_and_each_refusal_says_so(baseline):
    poor = with_trust(baseline, packages=(), bought_budget_gbp_per_year=0.0)
    world, made = runs_of(poor)
    assert mean(world, made, "days_bought_trust") == 0
    assert mean(world, made, "bought_gbp_per_year") == 0
    reasons = {int(why) for records in made for why in records.needs["not_bought"]}
    assert matching.NO_BUDGET in reasons
    rich_world, rich = runs_of(with_trust(baseline, packages=()))
    assert mean(rich_world, rich, "days_bought_trust") > 0


def leave(scenario, hazard):
    kinds = [kind.id for kind in scenario.framework.post_kinds]
    steps = {f"step__{step.id}__leave_factor": 1.0 for step in scenario.framework.intervention_ladder}
    values = {f"post__{kind}__leave_per_year": hazard for kind in kinds}
    return with_values(scenario, **values, **steps)


def test_at_hazard_zero_nobody_leaves_and_no_post_stands_empty(baseline):
    bare = baseline.framework.model_copy(update={"intervention_ladder": ()})
    rows = [row for row in baseline.assumptions.assumptions if not row.key.startswith("step.")]
    register = baseline.assumptions.model_copy(update={"assumptions": tuple(rows)})
    still = leave(baseline.model_copy(update={"framework": bare, "assumptions": register}), 0.0)
    world, made = runs_of(still)
    for records in made:
        assert not np.isin(records.careers["event"], (LEFT, FILLED)).any()
        assert records.filled.all()
    assert mean(world, made, "vacancy_weeks") == 0
    assert mean(world, made, "designations_lost") == 0


def test_at_a_hazard_without_bounds_everybody_leaves_each_term(baseline):
    """Chance one a term: whoever is found in post has left by the first term's end."""
    world, made = runs_of(leave(baseline, 1e6))
    for records in made:
        left = records.careers[records.careers["event"] == LEFT]
        first = left["tick"] == left["tick"].min()
        assert len(set(left["post"][first].tolist())) == len(world.posts)
    assert mean(world, made, "vacancy_share") > 0.4
    calm = runs_of(baseline)
    assert mean(world, made, "days_delivered_trust") < 0.6 * mean(*calm, "days_delivered_trust")
