"""A quiet trust with needs that wait on the first day: what one rule does can be seen alone."""

from ist_model.engines.narrated import run
from ist_model.inputs.models import Designation, Opening, OpeningNeed, Post, Trust
from ist_model.results.checks import check
from ist_model.world.build import build_world
from tests.generated import resolved, school, with_values

CALM = {
    "monitoring__need_threshold": 1.0,
    "monitoring__urgent_threshold": 0.0,
    "inspection__safeguarding_not_met_chance": 0.0,
    "post__teacher__leave_per_year": 0.0,
    "release__opening_weeks": 0.0,
    "support__preparation_factor": 1.0,
    "role__sle__days_per_week": 1.0,
}
QUIET = CALM | {
    "absorption__days_per_week": 9.0,
    "absorption__supporters": 9.0,
    "post__teacher__most_days_per_week": 9.0,
    "strength__sigma_per_root_week": 0.0,
    "strength__kappa_per_week": 0.0,
}
AREAS = ("achievement", "curriculum_teaching")
ONE_SCHOOL = (school("S", 0.9),)
MATHS = Designation(role="sle", specialisms=("maths",))


def waits(school_id="S", area="achievement", days=6.5):
    return OpeningNeed(school=school_id, area=area, specialism="maths", days=days, weeks_waited=0.0)


def helper(name="P", home="none", slots=1, **fields):
    given = {"allowance_days_per_year": 40.0, "designations": (MATHS,) * slots} | fields
    return Post(id=name, kind="teacher", school=home, **given)


def opened(posts, values=None, schools=ONE_SCHOOL, suppliers=(), budget=None, **fields):
    trust = Trust(
        title="t",
        about="t",
        schools=schools,
        posts=posts,
        suppliers=suppliers,
        bought_budget_gbp_per_year=budget,
    )
    opening = Opening(
        needs=fields.pop("needs", ()),
        deployments=fields.pop("deployments", ()),
        tiers=fields.pop("tiers", ()),
    )
    given = {"warm_up_weeks": 0.0, "opening": opening, "assumptions": with_values(**QUIET | (values or {}))}
    world = build_world(resolved(trust, **(given | fields)))
    records = run(world, 0)
    check(world, records)
    return world, records
