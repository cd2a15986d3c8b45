"""A scenario whose runs are short, and results compared to the bit."""

from __future__ import annotations

import pandas as pd

from ist_model.inputs.models import Designation, Post, Trust
from ist_model.inputs.scenario_models import Resolved
from ist_model.results.result import ScenarioResult
from tests.generated import resolved, school


def small(**fields: object) -> Resolved:
    """Two schools, one of them weak, and two supporters."""
    sle = Designation(role="sle", specialisms=("english_phonics", "maths"))
    posts = (
        Post(id="P1", kind="deputy", school="S1", designations=(sle,)),
        Post(id="P2", kind="teacher", school="S2", designations=(sle,)),
    )
    trust = Trust(title="small", about="small", schools=(school("S1", 0.6), school("S2", 0.2)), posts=posts)
    return resolved(trust, **({"runs": 6} | fields))


def assert_equal(one: ScenarioResult, other: ScenarioResult) -> None:
    """Results are the same to the last bit, when they were made set aside."""
    assert (one.identity, one.summary, one.names) == (other.identity, other.summary, other.names)
    pd.testing.assert_frame_equal(one.measures, other.measures, check_exact=True)
    assert set(one.series) == set(other.series)
    for name, frame in one.series.items():
        pd.testing.assert_frame_equal(frame, other.series[name], check_exact=True)
