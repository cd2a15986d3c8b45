"""From the framework's indicators and the trust file's published figures to arrays (MODEL 4.5)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ist_model.inputs.models import Framework, IndicatorKind, School
from ist_model.world.figures import INDICATOR, MEASURED, WHOLE_SCHOOL, Indicators
from ist_model.world.keys import draw_key
from ist_model.world.schools import Row, school_name

_FIRST_YEAR_AGE = 4  # on 1 September, of a pupil in Reception (year group 0)


def build_indicators(
    framework: Framework, rows: Sequence[Row], has_area: NDArray[np.bool_], values: Mapping[str, float]
) -> Indicators:
    """Indicators in the framework's order, with the register's values of this draw."""
    kinds, areas = framework.indicators, [area.id for area in framework.areas]
    structs = np.zeros(len(kinds), INDICATOR)
    for struct, kind in zip(structs, kinds, strict=True):
        struct["area"] = areas.index(kind.area)
        struct["lower"] = kind.better == "lower"
        struct["measured"] = MEASURED.index(kind.measured)
        struct["year_group"] = WHOLE_SCHOOL if kind.year_group is None else kind.year_group
        struct["least"] = -np.inf if kind.least is None else kind.least
        struct["most"] = np.inf if kind.most is None else kind.most
        struct["mean"] = values[f"indicator.{kind.id}.national_mean"]
        struct["sd"] = values[f"indicator.{kind.id}.national_sd"]
        struct["pupil_sd"] = values.get(f"indicator.{kind.id}.pupil_sd", 0.0)
    shape = (len(rows), len(kinds))
    key, counts = np.zeros(shape, np.uint64), np.zeros(shape, np.bool_)
    published = np.full((*shape, 2), np.nan)
    for s, row in enumerate(rows):
        for i, kind in enumerate(kinds):
            key[s, i] = draw_key("school and indicator", school_name(row.school), kind.id)
            counts[s, i] = has_area[s, structs["area"][i]] and has_year_group(row.school, kind.year_group)
            published[s, i] = published_figure(row.school, kind)
    groups = np.array([year_groups(row.school) for row in rows], np.int64)
    return Indicators(structs, key, counts, published, groups)


def year_groups(school: School) -> int:
    """How many year groups a school has from Reception on; nursery children are not counted as one."""
    return max(1, school.age_high - max(school.age_low, _FIRST_YEAR_AGE))


def has_year_group(school: School, year_group: int | None) -> bool:
    """Whether a school teaches a year group (0: Reception); every school has a figure of the whole school."""
    if year_group is None:
        return True
    age = _FIRST_YEAR_AGE + year_group
    return school.age_low <= age and age + 1 <= school.age_high


def published_figure(school: School, kind: IndicatorKind) -> tuple[float, float]:
    """The latest figure in the trust file whose name and unit are the indicator's, and its school year."""
    found = [
        (_year(item.year), float(item.value))
        for item in school.indicators
        if item.name == kind.published_as and item.unit == kind.unit and not isinstance(item.value, str)
    ]
    year, value = max(found, default=(np.nan, np.nan))
    return value, year


def _year(text: str) -> float:
    """First calendar year of a school year such as "2018/19"; NaN if it is not written like that."""
    found = re.match(r"(\d{4})/", text)
    return float(found[1]) if found else np.nan
