"""Data for samples of the charts on the sheets for trustees, each with a number that the test may change."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from ist_model.experiments.frontier import Cell, Frontier, Map
from ist_model.experiments.target import standard
from ist_model.report.charts import (
    areas,
    cover,
    days_by_role,
    dumbbell,
    pace,
    shortfall,
    stretch,
)
from ist_model.report.charts.areas import AreaRow
from ist_model.report.charts.frontier import frontier
from ist_model.report.charts.look import Chart
from ist_model.report.charts.pace import Pace
from ist_model.report.words.against import TODAY
from ist_model.report.words.difference import Difference
from ist_model.results.summary import Interval
from tests.experiments.small import small

LABELS = [f"{term} {half}, 2026/27" for term in ("Autumn", "Spring", "Summer") for half in (1, 2)]


def difference(mean: float, unit: str = "pupils") -> Difference:
    return Difference("Pupils", unit, "lower", mean, mean - 3, mean + 3)


def stands(achievement: float) -> list[AreaRow]:
    window = "Sept 2026 to Mar 2027"
    return [
        AreaRow("School A", (87.0, achievement, np.nan), "Headteacher", window),
        AreaRow("School B", (12.0, 15.0, 48.0), "Interim headteacher", window),
    ]


def bench(now: float) -> pd.DataFrame:
    ends = {"mean": now / 20, "p10": now / 20 - 1, "p90": now / 20 + 1}
    columns = {f"ready_now_{end}": value for end, value in ends.items()}
    later = {f"ready_in_a_year_{end}": value + 1 for end, value in ends.items()}
    return pd.DataFrame({"label": LABELS, **columns, **later})


PLAN = {
    "School A": [("HT-1", "Headteacher")] * 3,
    "School B": [("", ""), ("IH-1", "Interim headteacher"), ("HS-1", "Head of school")],
}


def by_role(given: float) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "label": LABELS,
            "have_days_mean": 80.0,
            "could_serve_days_mean": 90.0,
            "delivered_days_mean": given,
        }
    )


def short(maths: float) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": ["Maths", "SEND", "Curriculum"],
            "asked": [90.0, 20.0, 0.0],
            "given": [90.0 - maths, 19.8, 0.0],
            "unmet": [maths, 0.2, 0.0],
            "low": [maths - 2, 0.1, 0.0],
            "high": [maths + 2, 0.3, 0.0],
        }
    )


def stretched(needed: float) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "specialism": np.repeat(["Maths", "Other specialisms together"], 6),
            "half_term": np.tile(range(6), 2),
            "label": LABELS * 2,
            "share": [0.1] * 6 + [0.0] * 5 + [needed / 100],
        }
    )


def plans(share: float) -> list[Pace]:
    nobody = Pace("Nobody joins", 0.9, 0.88, 0.92, None)
    return [nobody, Pace("One a year", share, share - 0.02, share + 0.02, difference(9))]


def maps(chance: float) -> Frontier:
    """Two paces by three numbers of posts and two shares: one cell that holds, one open, the rest below."""
    cells = [
        Cell(Interval(share, share - 0.1, min(1.0, share + 0.1), 40), verdict, ())
        for share, verdict in ((chance, "open"), (0.95, "keeps"), (0.3, "fails"))
    ]
    posts = Map((0.0, 0.5), "SLE posts", (10.0, 13.0, 16.0), 1, (tuple(cells), (cells[2],) * 3))
    shares = Map((0.0, 0.5), "share of joiners sponsored", (0.0, 1.0), None, ((cells[1], cells[0]),) * 2)
    base = small()
    return Frontier(base, base, standard(0.7, 0.9, "existing"), (2027, 2028, 2029, 2030), posts, shares, 9)


SAMPLES: dict[str, Callable[[float], Chart]] = {
    "areas": lambda v: areas(stands(v / 4), ["Inclusion", "Achievement", "Early years"]),
    "cover": lambda v: cover(PLAN, bench(v)),
    "dumbbell": lambda v: dumbbell(
        [("1. Two join", difference(v), difference(4)), ("2. One goes", difference(-1), None)],
        title="Pupils",
        against=TODAY,
        runs=400,
        best=["2. One goes"],
    ),
    "pace": lambda v: pace(plans(v / 100), least_share=0.65, standard="half a term"),
    "frontier": lambda v: frontier(maps(v / 100)),
    "roles": lambda v: days_by_role(
        {"SLE": by_role(v), "Lead Practitioner": by_role(20)},
        {"SLE": (v / 100, f"{v:.0f}% (1% to 99%)"), "Lead Practitioner": (0.2, "20%")},
        sure="± 2 days or better",
    ),
    "shortfall": lambda v: shortfall(short(v), sure="± 2 days or better"),
    "stretch": lambda v: stretch(
        stretched(v),
        {
            "Maths": (0.1, "10% (9% to 11%)"),
            "Other specialisms together": (v / 600, f"{v / 6:.0f}% (1% to 99%)"),
        },
        f"{v:.0f}% (2% to 98%)",
    ),
}
