"""Did schools change as the model says? The back-test that was measured when this version was made."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from pathlib import Path
from typing import Any

from ist_model.report import show
from ist_model.report.charts.back_test import Forecast, back_test
from ist_model.report.show import Block
from ist_model.report.tables import Content
from ist_model.report.words.plain import figure, sentence

_FILE = Path(__file__).parent / "back_test.json"
_MODEL, _MARKOV = "the model, fitted to what was known before", "Markov chain of earlier inspections"


@cache
def measured() -> dict[str, Any]:
    """What `ist backtest --json` wrote: forecasts, scores and shares."""
    found: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return found


def section() -> Block:
    """The forecast from 2015 against 2018: chart, verdict, scores."""
    told = measured()
    years = f"{_day('from')} to {_day('to')}"
    shares = [
        Forecast(
            f"{cell['before']} → {cell['after']}",
            cell["fitted"]["middle"],
            cell["another"]["low"],
            cell["another"]["high"],
            cell["published"],
        )
        for cell in told["cells"]
    ]
    cells: list[list[Content]] = [
        [
            sentence(score["forecast"]).rstrip("."),
            "yes, in part or whole" if score["seen"] else "no",
            figure(score["log"], 2),
            figure(score["brier"], 2),
            "" if score["forecast"] == _MARKOV else _against(score["against_markov"]),
        ]
        for score in told["scores"]
    ]
    columns = ["Forecast", "Has seen the answers", "Log score", "Brier score", "Log score less the chain's"]
    caption = "Scores a school, 0 if sure and right: a higher log score and a lower Brier score are better"
    return (
        show.notes([_verdict(), _meaning()])
        + show.chart(back_test(shares, years))
        + show.rows(columns, cells, caption=caption, right=[2, 3, 4])
    )


def _day(which: str) -> str:
    date = dt.date.fromisoformat(measured()[which])
    return f"{date.day} {date:%B %Y}"


def _verdict() -> str:
    told = measured()
    schools = sum({cell["before"]: cell["schools"] for cell in told["cells"]}.values())
    (model,) = [score for score in told["scores"] if score["forecast"] == _MODEL]
    gain = model["against_markov"]
    if gain["low"] > 0:
        ending = "and does better than a chain of grades that knows nothing of schools"
    elif gain["high"] < 0:
        ending = "and does worse than a chain of grades that knows nothing of schools"
    else:
        ending = "and does no better, nor clearly worse, than a chain of grades that knows nothing of schools"
    return (
        f"Fitted to inspections before {_day('from')}, the model forecasts the grades that {schools:,} of "
        f"England's primaries held on {_day('to')}, {ending}."
    )


def _meaning() -> str:
    return (
        "So how schools are regraded without the trust's help is not contradicted by what happened; it is "
        "no evidence that support works, and none about one school. Outstanding schools are left out: "
        "they were exempt from inspection. No grade of after the first date was used for the forecast. "
        "Three other things could not have been known then: how results of one year go with the next "
        "(2016 to 2019), the intervals between inspections (up to March 2020), and how far years differ "
        "(up to 2022/23). The inspection rules tried here are those of overall grades, with a fitted "
        "scatter. A scenario uses report cards unless it says otherwise: other cut points, and a scatter "
        "that is an assumption. These rules are not tried here; report cards have not been given twice "
        "yet."
    )


def _against(gain: dict[str, float]) -> str:
    middle, low, high = (figure(gain[end], 2, signed=True) for end in ("middle", "low", "high"))
    return f"{middle} ({low} to {high})"
