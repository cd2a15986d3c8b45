"""Checks that span several values or files: each a small function, all run, all problems shown together."""

from __future__ import annotations

from collections.abc import Collection

from ist_model.inputs import (
    rules_buying,
    rules_careers,
    rules_dates,
    rules_demand,
    rules_finance,
    rules_growth,
    rules_indicators,
    rules_money,
    rules_names,
    rules_networks,
    rules_opening,
    rules_people,
    rules_queue,
    rules_register,
)
from ist_model.inputs.context import Context, Rule
from ist_model.inputs.errors import Problem
from ist_model.inputs.scenario_models import Resolved
from ist_model.inputs.sources import Sources

RULES: tuple[Rule, ...] = (
    rules_names.unknown_names,
    rules_names.names_used_twice,
    rules_names.shared_by_two_schools,
    rules_names.shared_draw_keys,
    rules_people.school_ages,
    rules_people.start_percentiles,
    rules_people.accountable_posts,
    rules_people.year_groups,
    rules_people.designation_specialisms,
    rules_people.designation_phases,
    rules_careers.ladder_without_cycle,
    rules_careers.one_accountable_leader,
    rules_careers.heads_of_school_are_led,
    rules_careers.spans_hold,
    rules_careers.secondments_possible,
    rules_careers.secondments_apart,
    rules_dates.start_of_half_term,
    rules_dates.periods,
    rules_dates.whole_half_terms,
    rules_dates.warm_up_within_the_calendar,
    rules_dates.joining,
    rules_dates.inspections_in_the_past,
    rules_dates.from_before_to,
    rules_dates.overrides_apart,
    rules_dates.shocks_in_the_period,
    rules_demand.distributions,
    rules_demand.specialism_serves_area,
    rules_demand.someone_serves,
    rules_demand.onboarding_once,
    rules_demand.onboarding_known,
    rules_finance.roll_forecasts,
    rules_finance.finances_add_up,
    rules_money.money_moved_in_the_period,
    rules_money.money_moved_to_members,
    rules_money.centre_can_pay,
    rules_growth.growth_table,
    rules_growth.growth_covers_sizes,
    rules_growth.growth_pool,
    rules_growth.growth_leaves_nobody_out,
    rules_growth.growth_posts,
    rules_growth.growth_dates,
    rules_indicators.indicator_limits,
    rules_indicators.indicator_signal,
    rules_indicators.indicators_counted_once,
    rules_register.register_is_complete,
    rules_register.values_usable,
    rules_register.values_in_order,
    rules_register.attention_grades,
    rules_opening.opening_deployments,
    rules_opening.opening_places,
    rules_opening.opening_needs,
    rules_opening.opening_schools,
    rules_opening.opening_days_used,
    rules_networks.network_members,
    rules_buying.package_members,
    rules_buying.package_terms,
    rules_buying.trust_package_validates,
    rules_buying.budget_pays_for_packages,
    rules_queue.steady_state,
)


def check(
    resolved: Resolved, sources: Sources | None = None, leaving_out: Collection[Rule] = ()
) -> list[Problem]:
    """Every problem of a resolved scenario; without sources they name the scenario in place of a file.

    `leaving_out` names rules that guard against a slip of the pen and are broken on purpose here.
    """
    context = Context(resolved, sources or Sources(resolved.scenario_id))
    return sorted({problem for rule in RULES if rule not in leaving_out for problem in rule(context)})
