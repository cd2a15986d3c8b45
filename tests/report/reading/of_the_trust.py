"""What the tables about schools, roles, the register and the evidence claim."""

from __future__ import annotations

import json
import re

from ist_model.inputs.models import School
from tests.report.reading.claims import Shown, exactly, level, plain
from tests.report.reading.said import numbers, says
from tests.report.reading.stored import (
    COST,
    KNOWN,
    Row,
    Store,
    quotient,
    t_row,
)
from tests.report.reading.stored import level as level_of


def specialisms(store: Store, shown: Shown) -> None:
    result, resolved = store.result("baseline"), store.resolved("baseline")
    needs = store.rows("baseline", "needs")
    for row, cells in enumerate(shown.rows):
        at = result.names["specialism_labels"].index(cells[0])
        own = needs[(needs["origin"] == "trust") & (needs["specialism"] == at)]
        by_run = own.groupby("run")[["asked_days", "delivered_days"]].sum().reindex(range(resolved.runs))
        asked, given = (by_run.fillna(0.0) / resolved.count_needs_for_years).to_numpy(float).T
        unmet = f"days_unmet_specialism.{result.names['specialisms'][at]}"
        left = asked - given - result.measures[unmet].to_numpy(float)
        for column, values in enumerate((asked, given, left), start=1):
            shown.claim(row, column, level(t_row(values, "days")))
        shown.claim(row, 4, level(level_of(result, unmet)))


def roles(store: Store, shown: Shown) -> None:
    result = store.result("baseline")
    ids = {role.label: role.id for role in store.resolved("baseline").framework.roles}
    for row, cells in enumerate(shown.rows):
        shown.claim(row, 1, level(level_of(result, "days_unmet_role." + ids[cells[0]])))


def helpers(store: Store, shown: Shown) -> None:
    resolved = store.resolved("baseline")
    register = {row.key: row for row in resolved.assumptions.assumptions}
    for row, cells in enumerate(shown.rows):
        role = next(each.id for each in resolved.framework.roles if each.label == cells[0])
        held = sum(d.role == role for post in resolved.trust.posts for d in post.designations)
        shown.claim(row, 1, plain(held))
        days = register[f"role.{role}.days_per_year"]
        shown.claim(row, 2, plain(days.value, days.low, days.high))


def money(store: Store, shown: Shown) -> None:
    measures = ("school_income_gbp_per_year", "balance_gbp_per_year_existing", "cost_gbp_per_year_existing")
    for row, measure in enumerate((*measures, COST, "leadership_share")):
        shown.claim(row, 1, level(level_of(store.result("baseline"), measure)))


def _school(store: Store, shown: Shown) -> tuple[str, int]:
    label = shown.file.rpartition("/")[2].removesuffix(".html").replace("school-", "School ").title()
    own = store.result("baseline").schools
    return label, int(own.loc[own["label"] == label, "school"].iloc[0])


def school_needs(store: Store, shown: Shown) -> None:
    """Shares and waits; how often is said in words of whole years. All from the rows of single runs."""
    result, runs = store.result("baseline"), store.resolved("baseline").runs
    frame = store.rows("baseline", "needs_by_school")
    frame = frame[frame["school"] == _school(store, shown)[1]]
    years = min(store.resolved("baseline").years, store.resolved("baseline").count_needs_for_years)
    for row, cells in enumerate(shown.rows):
        own = frame[frame["area"] == result.names["area_labels"].index(cells[0])].groupby("run").sum()
        own = own.reindex(range(runs), fill_value=0.0)
        shown.claim(row, 1, exactly(_often(t_row(own["raised"].to_numpy(float) / years, ""))))
        shares = quotient(*(own[name].to_numpy(float) for name in ("within_standard", "resolved")), "share")
        shown.claim(row, 2, level(shares))
        waits = quotient(*(own[name].to_numpy(float) for name in ("wait_started_weeks", "started")), "weeks")
        shown.claim(row, 3, level(waits))


def _often(row: Row) -> str:
    often, words = (row[:3], "a year") if row[0] >= 3 else ([10 * end for end in row[:3]], "in 10 years")
    if often[0] < 0.5:
        return "hardly ever"
    ends = f" ({max(0, often[1]):.0f} to {often[2]:.0f})" if often[1] < often[2] else ""
    return f"{often[0]:.0f} {words}{ends}"


def school_starts(store: Store, shown: Shown) -> None:
    trust = store.resolved("baseline")
    school = next(s for s in trust.trust.schools if s.label == _school(store, shown)[0])
    areas = {area.label: area.id for area in trust.framework.areas}
    for row, cells in enumerate(shown.rows):
        shown.claim(row, 1, exactly(f"{100 * school.start_percentile[areas[cells[0]]]:.0f} of 100"))
        shown.claim(row, 2, exactly(" ".join(school.start_basis[areas[cells[0]]].split())))


def school_published(store: Store, shown: Shown) -> None:
    school = next(s for s in store.resolved("baseline").trust.schools if s.label == _school(store, shown)[0])
    for row, figure in enumerate(school.indicators):
        shown.claim(row, 1, plain(abs(float(figure.value)) / (100 if figure.unit == "%" else 1)))
        shown.claim(row, 2, exactly(str(figure.year)))


def school_account(store: Store, shown: Shown) -> None:
    """Every line by the series whose years fit it."""
    frame = store.result("baseline").series["icfp"]
    own = frame[frame["school"] == _school(store, shown)[1]].sort_values("school_year")
    names = [n.removesuffix("_mean") for n in own.columns if n.endswith("_mean")]
    for row, cells in enumerate(shown.rows):
        years = own if shown.caption.startswith("Income") else own.iloc[[0, -1]]
        means = cells[1:-1]
        fits = [
            n
            for n in names
            if all(plain(float(v))(t) for v, t in zip(years[f"{n}_mean"], means, strict=True))
        ]
        ends = [[float(own.iloc[-1][f"{n}_{q}"]) for q in ("p10", "p90")] for n in fits]
        assert fits, (shown.file, shown.caption, cells)
        for column in range(1, len(cells) - 1):
            value = float(years.iloc[column - 1][f"{fits[0]}_mean"])
            shown.claim(row, column, plain(value))
        shown.claim(row, len(cells) - 1, lambda text, ends=ends: any(_span(text, *each) for each in ends))


def _span(text: str, low: float, high: float) -> bool:
    return says(text, [low, high]) or (len(numbers(text)) == 1 and says(text, [low]) and says(text, [high]))


def _with_unit(value: float, unit: str) -> str:
    """£ first, one of a thing in the singular."""
    if unit.startswith("GBP"):
        return f"£{value:,g}{unit[3:]}"
    if unit.startswith("per "):
        return f"{value:g} a{unit[3:]}"
    if unit == "school week":
        return f"school week {value:g}"
    one = re.sub(r"^([a-z ]+?)s(?= per | a |$)", r"\1", unit) if value == 1 else unit
    return f"{_signed(value)} {one}"


def _signed(value: float) -> str:
    return f"{value:g}".replace("-", "−")


def rows_of_register(store: Store, shown: Shown) -> None:
    """Assumptions as the register has them: value, unit, range, grade and source."""
    told = [
        [
            _with_unit(row.value, row.unit),
            "fixed" if row.low == row.high else f"{_signed(row.low)} to {_signed(row.high)}",
            row.grade,
            " ".join(row.source.split()),
        ]
        for row in store.resolved("baseline").assumptions.assumptions
    ]
    for row, cells in enumerate(shown.rows):
        own = [*cells[1:3], cells[3][0], *cells[4:]]
        found = next((each for each in told if each[: len(own)] == own), None)
        assert found is not None, (shown.file, shown.caption, cells)
        for column in (1, 2, *range(4, len(cells))):
            shown.claim(row, column, exactly(found[column - 1]))


def grades(store: Store, shown: Shown) -> None:
    register = store.resolved("baseline").assumptions.assumptions
    for row, cells in enumerate(shown.rows):
        shown.claim(row, 1, plain(sum(each.grade == cells[0][0] for each in register)))


def known_answers(store: Store, shown: Shown) -> None:
    found = json.loads(KNOWN.read_text(encoding="utf-8"))["cases"]
    told = [number for case in found for number in case["numbers"]]
    for row, number in enumerate(told):
        shown.claim(row, 1, exactly(str(number["name"])))
        shown.claim(row, 2, exactly(str(number["theory"])))
        shown.claim(row, 3, exactly(str(number["measured"])))


def kinds_of_post(store: Store, shown: Shown) -> None:
    trust = store.resolved("baseline")
    labels = {kind.label: kind.id for kind in trust.framework.post_kinds}
    for row, cells in enumerate(shown.rows):
        shown.claim(row, 1, plain(sum(p.kind == labels[cells[0]] for p in trust.trust.posts)))


def _last(school: School) -> str:
    last = school.last_inspection
    told = f"{last.outcome}, {last.date.year if last.date else 'date not known'}"
    return f"{told} (predecessor)" if last.predecessor else told


def schools_today(store: Store, shown: Shown) -> None:
    rolls = {s.label: s.roll for s in store.resolved("baseline").trust.schools}
    result = store.result("baseline")
    tiers, labels = result.series["tiers"], result.names["tier_labels"]
    at = dict(zip(result.schools["label"], result.schools["school"].astype(int), strict=True))
    for row, cells in enumerate(shown.rows):
        shown.claim(row, 1, plain(rolls[cells[0]]))
        school = next(s for s in store.resolved("baseline").trust.schools if s.label == cells[0])
        shown.claim(row, 3, lambda text: text in {p.id for p in store.resolved("baseline").trust.posts})
        shown.claim(row, 2, exactly(_last(school)))
        first = tiers[(tiers["half_term"] == 0) & (tiers["school"] == at[cells[0]])]
        likely = first.sort_values("share").iloc[-1]
        tail = "" if likely["share"] >= 0.95 else f", {10 * likely['share']:.0f} in 10"
        shown.claim(row, 4, exactly(f"{labels[int(likely['tier'])]}{tail}"))
