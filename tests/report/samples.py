"""One sample of every chart, made from small tables; a chart follows the one number it is given."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from ist_model.report.charts import (
    Bar,
    Forecast,
    Panel,
    asked,
    back_test,
    bars,
    checks,
    days_have_and_need,
    equal_measure,
    falls,
    fan,
    flows,
    forest,
    gantt,
    gap,
    in_time,
    late,
    lines,
    strengths,
    tiers,
    tornado,
    utilisation,
    waits,
    years,
)
from ist_model.report.charts.look import Chart
from ist_model.report.words.against import TODAY
from ist_model.report.words.difference import Difference
from ist_model.report.words.plain import money
from ist_model.report.words.waterfall import Line, Waterfall

LABELS = [f"{term} {half}, 2026/27" for term in ("Autumn", "Spring", "Summer") for half in (1, 2)]


def attention(level: float) -> pd.DataFrame:
    ends = {"mean": level, "p10": level - 50, "p90": level + 50}
    columns = {f"pupils_existing_{end}": np.linspace(value, value + 10, 6) for end, value in ends.items()}
    return pd.DataFrame({"label": LABELS, **columns})


def service(level: float) -> pd.DataFrame:
    ends = {q: level + q / 100 - 0.5 for q in (10, 25, 50, 75, 90)}
    shares = {f"share_p{q}": np.append(np.linspace(end, end - 0.1, 5), np.nan) for q, end in ends.items()}
    return pd.DataFrame({"label": LABELS, "needs_mean": [7.0, 7, 8, 6, 7, 0], **shares})


def days(have: float) -> pd.DataFrame:
    needed = [40.0, 20, 30, 70, 30, 20]
    return pd.DataFrame(
        {
            "label": LABELS,
            "have_days_mean": have,
            "needed_days_mean": needed,
            "needed_beyond_days_mean": [5.0] * 6,
        }
    )


def needs(slowest: float) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": ["Maths (achievement)", "SEND (inclusion)", "Attendance (attendance and behaviour)"],
            "wait_mean_weeks": [1.0, slowest, np.nan],
            "wait_low": [0.5, slowest - 1, np.nan],
            "wait_high": [1.5, slowest + 1, np.nan],
            "wait_said": ["1 school week (0 to 2)", f"{slowest:.0f} school weeks (3 to 99)", "not known"],
            "share_said": ["90% (80% to 95%)", "50% (30% to 70%)", "not known"],
            "raised": [9.0, 4.0, 1.0],
        }
    )


def roles(busiest: float) -> pd.DataFrame:
    shares = {"share": [0.2, busiest, np.nan], "baseline_share": [0.25, 0.3, np.nan]}
    return pd.DataFrame({"role": ["SLE", "System leader", "Data Lead"], **shares})


def difference(mean: float, unit: str = "pupils") -> Difference:
    return Difference("Pupils", unit, "lower", mean, mean - 3, mean + 3)


def differences(mean: float) -> pd.DataFrame:
    middle = np.array([0, 0, 1, mean, 2, -9.0])
    return pd.DataFrame({"label": LABELS, "difference": middle, "low": middle - 4, "high": middle + 4})


def tier_shares(lowest: float) -> pd.DataFrame:
    return pd.DataFrame({"label": LABELS, 0: 0.2, 1: 0.8 - lowest, 2: lowest})


def areas(weakest: float) -> pd.DataFrame:
    names = ["Inclusion", "Achievement", "Personal development and well-being"]
    return pd.DataFrame({"area": names, "percentile": [0.5, weakest, 0.87]})


def school_days(most: float) -> pd.DataFrame:
    columns = {"given_days": [1.0, 2, 3, 0, 0, 0], "bought_days": [0.0, 0, 0, 2, 0, 0], "visit_days": 0.5}
    return pd.DataFrame({"label": LABELS, "asked_days": [2.0, most, 0, 0, 0, 1], **columns})


def by_year(last: float) -> pd.DataFrame:
    ends = {"mean": [5000.0, last], "low": [1000.0, last - 90_000], "high": [9000.0, last + 40_000]}
    return pd.DataFrame({"year": ["2026/27", "2027/28"], **ends})


def exchanged(most: float) -> pd.DataFrame:
    rows = {"School A": [0.0, most, 2.0], "School B": [4.0, 0.0, 0.0], "central team": [1.0, 1.0, 0.0]}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["School A", "School B", "beyond the trust"])


def given_and_received(given: float) -> pd.DataFrame:
    return pd.DataFrame({"school": ["A", "B"], "given": [given, 3.0], "received": [20.0, 9.0]})


def waited(longest: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    columns = ["Autumn 1", "Autumn 2"]
    waits = pd.DataFrame([[1.0, longest], [np.nan, 30.0]], ["Maths", "SEND"], columns)
    return waits, pd.DataFrame([[2.0, 1.0], [0.0, 0.1]], ["Maths", "SEND"], columns)


def split(step: int) -> Waterfall:
    steps = (Line("Two join", f"+{step}", step, True), Line("A post goes", "-1", -1, False))
    ends = Line("Before", "90", 90, True), Line("After", str(89 + step), 89 + step, True)
    return Waterfall("Pupils in such a school", ends[0], steps, ends[1], "more pupils")


def amounts(largest: float) -> pd.DataFrame:
    ends = {"mean": [largest, 900.0], "low": [largest - 500, 100.0], "high": [largest + 500, 1500.0]}
    return pd.DataFrame({"name": ["Cover", "Travel"], **ends})


def bench(level: float) -> pd.DataFrame:
    mean = np.linspace(2.0, level, 6)
    return pd.DataFrame({"label": LABELS, "mean": mean, "low": mean - 1, "high": mean + 1})


SAMPLES: dict[str, Callable[[float], Chart]] = {
    "fan": lambda v: fan(
        {"Scenario": attention(v), "Today’s plan": attention(90)},
        {"Scenario": v, "Today’s plan": 90.0},
        column="pupils_existing",
        who="our schools",
    ),
    "in_time": lambda v: in_time(
        {"Scenario": service(v / 100), "Today’s plan": service(0.7)},
        {"Scenario": f"{v:.0f}% (1% to 99%)", "Today’s plan": "70%"},
        least_share=0.55,
        standard="half a term",
        who="our schools",
    ),
    "gap": lambda v: gap(differences(v), against=TODAY),
    "days": lambda v: days_have_and_need(days(v), days(50), sure=("± 1 day or better",) * 2, against=TODAY),
    "waits": lambda v: waits(needs(v), standard_weeks=6.5, baseline=needs(2), against=TODAY),
    "utilisation": lambda v: utilisation(roles(v / 100), sure="± 1 percentage point", against=TODAY),
    "forest": lambda v: forest(
        {"Pupils": [("Two join", difference(v)), ("One goes", difference(-1))]}, against=TODAY
    ),
    "tiers": lambda v: tiers(
        {"A": tier_shares(v / 100), "B": tier_shares(0.1)}, ["Free", "Near", "Close"], sure="± 1 in 20"
    ),
    "strengths": lambda v: strengths(areas(v / 1000), threshold=0.2, school="School A"),
    "asked": lambda v: asked(
        school_days(v),
        school="School A",
        a_year={"asked": f"{v + 3:.0f} days (2 to 99)", "received": "8 days", "visits": "3 days"},
    ),
    "years": lambda v: years(
        [Panel("Balance, £ thousand", "the balance", by_year(1000 * v), money, 1000.0)], careful="Assumed."
    ),
    "flows": lambda v: flows(exchanged(v), outside={"central team": "the central team"}, sure="± 2 days"),
    "equal_measure": lambda v: equal_measure(given_and_received(v), sure="± 2 days"),
    "gantt": lambda v: gantt(
        [Bar("A", "SLE", 0.5, 2.0, v), Bar("A", "SLE", 1.0, 1.2, 2.0), Bar("B", "bought help", 3, 5, 1.0)],
        receivers=["A", "B", "C"],
        half_terms=LABELS,
        bought=["bought help"],
    ),
    "late": lambda v: late(
        *waited(v), standard_weeks=6.5, columns_are="half-term of asking", sure="± 2 weeks"
    ),
    "falls": lambda v: falls(split(int(v)), better="lower"),
    "bars": lambda v: bars(
        amounts(1000 * v),
        title="£",
        what="the largest",
        say=money,
        scale=1000.0,
        careful="Assumed.",
        unit="GBP",
    ),
    "lines": lambda v: lines(
        {"Ready now": {"Today’s plan": bench(v), "$cenario": bench(3)}}, unit="leaders", careful="Averages."
    ),
    "back_test": lambda v: back_test(
        [Forecast("good → $good", 0.8, 0.6, 0.9, v / 100), Forecast("good → poor", 0.2, 0.1, 0.4, 0.5)],
        "2015",
    ),
    "tornado": lambda v: tornado(
        [
            ("Days a year", difference(-v), difference(v)),
            ("Supporters at once", difference(2), difference(-3)),
        ],
        "Pupils needing attention",
    ),
    "checks": lambda v: checks({"Fourteen posts": [0.2, v / 100], "Beds": [0.4]}),
}
