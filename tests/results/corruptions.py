"""For each law, changes of one thing in the hand-made run that it must catch by itself."""

from __future__ import annotations

import numpy as np

from ist_model.engines.records import FINISHED, OPEN, UNMET
from tests.results.corruption import Change, all_of, cell, field, moved, shorter, swapped
from tests.results.worlds import WEEK, at

# Law (the name of its function): corruptions that it must catch by itself.
CORRUPTIONS: dict[str, list[Change]] = {
    "sizes": [shorter(name) for name in ("strength", "tier", "filled", "busy_ticks", "grades", "observed")],
    "grid": [cell("grid_tick", 3, at(20)), shorter("grid_tick")],
    "references": [
        field("needs", 1, "school", 9),
        field("needs", 1, "area", 2),
        field("needs", 1, "status", 5),
        field("deployments", 1, "need", 9),
        field("deployments", 1, "designation", 3),
        field("ledger", 1, "post", -1),
        field("boards", 1, "tier_after", 2),
        field("careers", 1, "designation", 3),
    ],
    "one_origin": [
        field("needs", 1, "stream", 0),
        field("needs", 3, "source", 0),
        field("deployments", 1, "supplier", 0),
    ],
    "order": [swapped(table, 1) for table in ("needs", "deployments", "ledger", "boards", "careers")]
    + [field("needs", 1, "key", 13), field("deployments", 4, "designation", 0)],
    "unique": [
        field("needs", 1, "key", 12),
        field("ledger", 1, "year", 25),
        field("boards", 2, "school", 0),
        lambda run: run._replace(inspections=np.repeat(run.inspections, 2)),
    ],
    "within_span": [
        field("needs", 0, "raised", at(-40)),
        field("boards", 4, "tick", at(40)),
        field("deployments", 8, "matched", at(40)),
        field("careers", 0, "tick", at(-41)),
    ],
    "twins": [
        field("needs", 4, "school", 3),
        field("deployments", 5, "receiver", 3),
        cell("tier", (3, 3), 0),
    ],
    "ledger_adds_up": [
        field("ledger", 3, name, 1)
        for name in (
            "contracted_milli",
            "delivered_milli",
            "preparation_milli",
            "travel_milli",
            "boards_milli",
            "networks_milli",
            "cover_milli",
            "lost_milli",
            "ahead_milli",
            "used_before_milli",
            "idle_milli",
        )
    ],
    "ledger_not_negative": [field("ledger", 0, "idle_milli", -1), field("ledger", 4, "travel_milli", -1)],
    "contracted_within_allowance": [field("ledger", 0, "contracted_milli", 10_001)],
    "ledger_matches_deployments": [
        field("ledger", 1, "delivered_milli", 3999),
        field("ledger", 1, "year", 27),
        field("deployments", 1, "matched", at(-1)),
        field("deployments", 1, "budget", 1),
    ],
    "lost_needs_a_cut": [field("deployments", 5, "cut", 0), field("ledger", 1, "lost_milli", 1)],
    "needs_get_their_days": [
        field("needs", 1, "delivered_milli", 3999),
        field("deployments", 1, "delivered_milli", 4001),
        field("needs", 1, "asked_milli", 3999),
        field("needs", 5, "asked_milli", 0),
    ],
    "needs_are_not_promised_twice": [
        field("deployments", 8, "on_site_milli", 2001),
        field("deployments", 5, "cut", 0),
    ],
    "deployments_give_in_step": [
        field("deployments", 8, "delivered_milli", 667),
        field("deployments", 7, "delivered_milli", 6000),
        field("deployments", 1, "delivered_milli", 3999),
        field("deployments", 5, "delivered_milli", 2001),
        field("deployments", 5, "delivered_milli", -1),
    ],
    "schools_take_in_no_more": [
        all_of(field("deployments", 1, "receiver", 0), field("deployments", 1, "end", at(14))),
    ],
    "away_within_the_week": [field("deployments", 1, "matched", at(-4))],
    "bought_within_budget": [field("deployments", 7, "on_site_milli", 10_001)],
    "unmet_says_why": [
        field("needs", 5, "not_bought", 0),
        field("needs", 5, "not_bought", 9),
        field("needs", 1, "not_bought", 1),
    ],
    "ladder_as_seen": [
        field("boards", 1, "step", 0),
        field("boards", 3, "step", 1),
        field("boards", 3, "step", -1),
        field("boards", 3, "tier_after", 0),
    ],
    "rise_as_inspected": [
        field("rise", 0, "school", 1),
        field("rise", 0, "area", 1),
        field("rise", 0, "start", at(32)),
        field("rise", 0, "end", at(45)),
        field("rise", 0, "milli", 6999),
        shorter("rise"),
        lambda run: run._replace(rise=np.repeat(run.rise, 2)),
        field("inspections", 0, "safe", 1),
        field("inspections", 0, "tick", at(19)),
        field("inspections", 0, "tick", at(27)),
    ],
    "needs_add_up": [
        field("needs", 7, "status", FINISHED),
        field("needs", 1, "status", OPEN),
        field("needs", 1, "status", 7),
    ],
    "closed_by_status": [
        field("needs", 1, "closed", -1),
        field("needs", 7, "closed", at(39)),
        field("needs", 5, "closed", at(19)),
    ],
    "finished_in_full": [
        field("needs", 1, "delivered_milli", 3999),
        field("needs", 1, "closed", at(12)),
        field("needs", 8, "status", FINISHED),
    ],
    "given_up_at_deadline": [
        field("needs", 5, "closed", at(21)),
        field("needs", 6, "deadline", at(33)),
        field("needs", 7, "deadline", at(38)),
    ],
    "given_up_gets_nothing_more": [
        field("needs", 3, "status", UNMET),
        field("needs", 6, "status", FINISHED),
        field("needs", 1, "status", 4),
    ],
    "first_start_is_first": [
        field("needs", 1, "first_start", at(7)),
        field("needs", 7, "first_start", at(38)),
        field("needs", 8, "first_start", -1),
        field("needs", 4, "first_start", at(26)),
    ],
    "deployments_in_time": [
        field("deployments", 1, "matched", at(7)),
        field("deployments", 1, "end", at(6.5)),
        field("needs", 1, "raised", at(7)),
        field("deployments", 5, "end", at(22)),
    ],
    "receiver_is_the_needs_school": [field("deployments", 1, "receiver", 0), field("needs", 3, "school", 1)],
    "one_open_need": [
        field("needs", 1, "raised", at(-4)),
        field("needs", 7, "school", 0),
        field("needs", 1, "closed", at(33)),
    ],
    "not_own_school": [field("deployments", 1, "receiver", 0), field("deployments", 3, "giver", 0)],
    "giver_is_home": [field("deployments", 1, "giver", 2), field("deployments", 7, "giver", 0)],
    "match_is_possible": [
        field("deployments", 1, "quality", 0.0),
        field("deployments", 1, "quality", 1.5),
        field("deployments", 1, "quality", 0.5),
        field("deployments", 1, "quality", np.nan),
    ],
    "places_hold": [
        field("deployments", 5, "matched", at(20)),
        field("deployments", 2, "designation", 0),
        field("deployments", 3, "designation", 2),
        lambda run: run._replace(deployments=np.append(run.deployments, run.deployments[7:8])),
    ],
    "deployed_in_post": [
        field("deployments", 5, "end", at(26) + 1),
        field("deployments", 1, "post", 1),
        field("careers", 1, "tick", at(25)),
        field("careers", 0, "tick", at(22)),
    ],
    "in_post_follows_careers": [
        cell("in_post_ticks", 1, 26 * WEEK + 1),
        field("careers", 0, "tick", at(25)),
        field("careers", 1, "tick", at(24)),
    ],
    "grid_follows_careers": [
        cell("filled", (4, 1), True),
        cell("active", (5, 1), True),
        cell("active", (0, 0), False),
        shorter("careers"),
    ],
    "one_post_each": [cell("holder", (3, 1), 0), cell("holder", (4, 1), 1), cell("filled", (4, 1), True)],
    "who_came_leaves": [field("careers", 0, "person", 2)],
    "one_leader": [
        cell("accountable", (3, 0), -1),
        cell("accountable", (4, 1), 1),
        cell("accountable", (0, 2), 0),
        cell("accountable", (3, 0), 2),  # somebody else leads, and the own head is there
    ],
    "span_holds": [
        cell("accountable", (3, 1), 0),
        cell("accountable", (3, slice(1, 3)), 1),
        cell("under", (3, slice(None)), 2),  # four schools through their heads
    ],
    "under_a_head": [cell("under", (3, 0), 1), cell("under", (3, 1), 2)],
    "one_budget_each": [cell("budget", (3, 1), 0)],
    "busy_is_deployed": [
        cell("busy_ticks", 1, 1),
        field("deployments", 1, "end", at(13)),
        cell("in_post_ticks", 2, 9 * WEEK),
    ],
    "counts_fill_the_period": [cell("waiting_ticks", 0, 0), cell("in_progress_ticks", 4, 1), moved(3, 0, 1)],
    "littles_law_waiting": [
        moved(1, 2, 1),
        field("needs", 5, "closed", at(21)),
        field("needs", 7, "raised", at(30)),
    ],
    "littles_law_in_progress": [field("deployments", 1, "end", at(13)), cell("in_progress_ticks", 1, 0)],
    "counts_are_those_of_spells": [
        all_of(moved(0, 1, 2), moved(2, 1, 2)),
        field("deployments", 1, "matched", at(6)),
    ],
    "edges_are_the_days_given": [
        field("ledger", 1, "delivered_milli", 3999),
        field("deployments", 1, "end", at(6.5)),
        field("deployments", 7, "start", at(50)),
    ],
    "terms_add_up": [field("deployments", 1, "end", at(6.5)), field("deployments", 3, "start", at(60))],
    "strength_on_scale": [
        cell("strength", (3, 0, 0), 100.5),
        cell("sustaining", (3, 0, 0), -0.1),
        cell("strength", (3, 0, 0), np.nan),
        cell("strength", (3, 1, 1), 50.0),
    ],
    "tier_in_trust": [cell("tier", (0, 2), 0), cell("tier", (3, 0), -1), cell("tier", (3, 0), 2)],
}
