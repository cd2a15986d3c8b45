"""The trust on a page: schools, tiers, posts, money and the support network, as they stand today."""

from __future__ import annotations

from collections import Counter

from ist_model.inputs.calendar import date_of
from ist_model.inputs.models import School
from ist_model.inputs.posts import allowance_days, serving_roles
from ist_model.report import show
from ist_model.report.cases.case import PUPILS, Case
from ist_model.report.charts import areas
from ist_model.report.charts.areas import AreaRow
from ist_model.report.pages.unknowns import caution
from ist_model.report.parts import exchange
from ist_model.report.parts.answers import COST
from ist_model.report.parts.planned import ids_by_place, leaders_by_term
from ist_model.report.show import Block
from ist_model.report.tables import Content
from ist_model.report.words.levels import at_no_effect, level
from ist_model.report.words.plain import and_list, counted, lowered
from ist_model.report.words.standing import how_read
from ist_model.results.windows import next_inspections
from ist_model.world.build import build_world

HAVE = "support_days_per_year"
MONEY = (
    ("school_income_gbp_per_year", "Income of the schools"),
    ("balance_gbp_per_year_existing", "In-year balance of the schools, if nothing more is saved"),
    ("cost_gbp_per_year_existing", "Support and Progress Boards: cost to the schools"),
    (COST, "Support in all, less income from beyond the trust"),
    ("leadership_share", "Leaders’ cost, share of income"),
)


def heading(case: Case) -> Block:
    """What the trust is, in three sentences."""
    trust = case.resolved.trust
    schools = _there(case)
    pupils = sum(school.roll for school in schools)
    posts = len(trust.posts)
    help_from = len(_givers(case))
    told = [
        f"{len(schools)} schools with {pupils:,} pupils; {posts} posts are followed here, and {help_from} of "
        "their holders can help other schools.",
        *caution(case.resolved),
        f"If nothing changes, {level(case, PUPILS)} of {case.pupils:,.0f} are, on average over "
        f"{counted(case.resolved.years, 'school years')}, in a school with an area needing attention"
        f"{_without(case)}.",
        f"Leaders can give {level(case, HAVE)}; support given costs "
        f"{level(case, COST)}, salaries not counted.",
    ]
    return show.paper(show.lead(trust.title) + show.answer(told))


def _without(case: Case) -> str:
    """What it would be if support had no effect, where the reader meets the number (MODEL 4.7)."""
    return f"; {at_no_effect(case, PUPILS)} if support had no effect" if case.summary_no_effect else ""


def _there(case: Case) -> list[School]:
    """Schools that results call existing, by their labels; one that joins on the first day is a joiner."""
    return sorted(case.resolved.members(), key=lambda school: school.label)


def _givers(case: Case) -> list[str]:
    serving = serving_roles(case.resolved.framework)
    return [p.id for p in case.resolved.trust.posts if any(d.role in serving for d in p.designations)]


def where_schools_stand(case: Case) -> Block:
    """Heat map of schools by area, with who leads each and when inspectors may come."""
    schools, framework = _there(case), case.resolved.framework
    if not schools:
        return show.notes(["There are no schools in this scenario."])
    plan, windows = leaders_by_term(case), inspection_windows(case)
    words = case.school_words()
    rows = [
        AreaRow(
            words[school.id],
            tuple(100 * school.start_percentile.get(area.id, float("nan")) for area in framework.areas),
            plan[school.id][0][1] or "nobody named",
            windows[school.id],
        )
        for school in schools
    ]
    names, open_ = [area.label for area in framework.areas], bool(caution(case.resolved))
    return show.paper(show.chart(areas(rows, names, expected=open_)))


def inspection_windows(case: Case) -> dict[str, str]:
    """School id to the time in which 8 in 10 such schools are inspected next: "Sept 2026 to Mar 2027"."""
    world = build_world(case.resolved)
    ids, known = ids_by_place(case, world), next_inspections(world)
    found = {school.id: "not known" for school in case.resolved.trust.schools}
    for place, window in known.items():
        found[ids[place]] = f"{_month(window.early)} to {_month(window.late)}"
    return found


def _month(tick: int) -> str:
    date = date_of(tick)
    return f"{date:%b %Y}".replace("Sep ", "Sept ")


def _schools(case: Case) -> Block:
    """What is known of each school, and its tier on the first day."""
    words, tiers, plan = case.school_words(), _tiers(case), leaders_by_term(case)
    cells: list[list[Content]] = [
        [
            words[school.id].replace(" ", "\u00a0"),
            f"{school.roll:,}",
            _inspected(school),
            plan[school.id][0][0] or "nobody named",
            tiers.get(school.id, "–"),
        ]
        for school in _there(case)
    ]
    columns = [
        "School",
        "Pupils",
        "Last inspection",
        "Post that leads it",
        "Likeliest tier on the first day, in so many runs",
    ]
    caption = f"The schools on {case.resolved.start.day} {case.resolved.start:%B %Y}"
    return show.rows(columns, cells, caption=caption, right=[1])


def _inspected(school: School) -> str:
    last = school.last_inspection
    if last.outcome == "none":
        return "none known"
    when = f"{last.date.year}" if last.date else "date not known"
    return f"{last.outcome}, {when}{' (predecessor)' if last.predecessor else ''}"


def _tiers(case: Case) -> dict[str, str]:
    """School id to its likeliest tier on the first day, and in what share of runs."""
    frame, labels = case.result.series["tiers"], case.result.names["tier_labels"]
    first = frame[frame["half_term"] == 0].sort_values("share")
    ids, found = ids_by_place(case, build_world(case.resolved)), {}
    for school, tier, share in zip(first["school"], first["tier"], first["share"], strict=True):
        tail = "" if share >= 0.95 else f", {10 * share:.0f} in 10"
        found[ids[int(school)]] = f"{labels[int(tier)]}{tail}"  # sorted: the likeliest is written last
    return found


def _posts(case: Case) -> Block:
    """Kinds of post and who can help other schools, with the days that a role gives."""
    resolved, values = case.resolved, case.resolved.assumptions
    register = {row.key: row for row in values.assumptions}
    held = Counter(d.role for post in resolved.trust.posts for d in post.designations)
    cells = []
    for role in resolved.framework.roles:
        row = register.get(f"role.{role.id}.days_per_year")
        if not held[role.id]:
            continue
        days = "–" if row is None else f"{row.value:g} ({row.low:g} to {row.high:g})"
        cells.append([role.label, f"{held[role.id]}", days])
    kinds = Counter(post.kind for post in resolved.trust.posts)
    labels = {kind.id: kind.label for kind in resolved.framework.post_kinds}
    listed = and_list(f"{lowered(labels[kind])} ({count})" for kind, count in kinds.items())
    columns = ["Role", "Holders", "Days a year each (range)"]
    table = show.rows(columns, cells, caption="Who can help other schools", right=[1])
    note = f"Posts: {listed}."
    closest, farthest = (case.result.names["tier_labels"][place] for place in (-1, 0))
    terms = f"Tiers say how closely the trust works with a school, from “{farthest}” to “{closest}”."
    return show.onscreen(show.notes([note])) + table + show.notes([" ".join([*_bridge(case), terms])])


def _bridge(case: Case) -> list[str]:
    """Why the roles' days are not what leaders can give on site."""
    resolved = case.resolved
    values, serving = resolved.assumptions.values(), serving_roles(resolved.framework)
    days = [allowance_days(post, values, serving) for post in resolved.trust.posts]
    if None in days:
        return []
    total, factor = sum(each or 0.0 for each in days), values["support.preparation_factor"]
    return [
        f"One person gives one role’s days, {factor:g} for a day on site: {total:,.0f} a year are "
        f"{total / factor:,.0f} on site with every post filled, {level(case, HAVE)} on average."
    ]


def _money(case: Case) -> Block:
    """Income, balance and cost of support, with intervals."""
    cells = [[words, level(case, measure)] for measure, words in MONEY if measure in case.summary]
    table = show.rows(["Money a year, on average", "Mean (95% interval)"], cells, caption="Money")
    assumed = [name for name in case.result.schools["assumed"] if name]
    note = "What the trust’s file leaves out is taken from national ranges, so this shows an order of size."
    return table + show.notes([note] if assumed else [])


def _network(case: Case) -> Block:
    """What kind of support network it is."""
    told = exchange.sentences(case.result)
    return show.notes([" ".join(told) or "No school helped another."])


def _made_from(case: Case) -> Block:
    """What is fact."""
    trust = case.resolved.trust
    told = show.notes([trust.about] if trust.about else [])
    # In print the page is one sheet; there the page on what the model can be trusted for says it.
    read = how_read(trust, case.mean(PUPILS))
    return told + (show.onscreen(show.notes([read])) if read else show.Block(""))


def facts(case: Case) -> Block:
    """Schools, posts, money and network, each under its heading; what is fact; the stamp."""
    body = show.part("Schools and who can help") + _schools(case) + _posts(case) + show.terms()
    body += show.part("Money and network") + _money(case) + _network(case) + _made_from(case)
    return show.paper(body, columns=True) + show.stamp(case.stamp())
