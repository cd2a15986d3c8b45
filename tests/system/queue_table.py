"""All queue points, with their lengths: chosen in pilot runs so that the intervals are as narrow as asked."""

from __future__ import annotations

from ist_model.oracles import pollaczek_khinchine
from tests.system.queue_points import (
    PATIENT,
    Number,
    Point,
    erlang_c_numbers,
    grid_point,
    three_classes,
    two_classes,
    variable_work,
)
from tests.system.queue_runs import QueueRun

_580 = {"streams": {"change": {"beyond": {"needs_per_week": 60 * 580 / 1800}}}}
_NO_PATIENCE = {"streams": {"change": {"beyond": {"patience": {"distribution": "none"}}}}}
_CALLS = 100 / 1800  # a second

POINTS: tuple[Point, ...] = (
    Point(
        "K1",
        "M/M/14, load 10",
        "k1-call-centre",
        14,
        erlang_c_numbers(14, _CALLS, 180.0, "s", within=20.0),
        runs=620,
        years=40,
    ),
    Point(
        "K2",
        "M/M/55, load 48",
        "k2-fifty-five-posts",
        55,
        erlang_c_numbers(55, 0.2, 240.0, "s", within=15.0),
        runs=120,
        years=8,
        controlled=True,
    ),
    grid_point(1, 0.5, 320, 100, 39),
    grid_point(2, 1.5, 450, 100, 78),
    grid_point(3, 2.0, 360, 100, 58.5),
    grid_point(3, 2.5, 540, 100, 195),
    grid_point(4, 3.0, 290, 100, 97.5),
    Point(
        "K3",
        "M/M/20, load 18, service 540 s",
        "k3-twenty-posts",
        20,
        erlang_c_numbers(20, 60 / 1800, 540.0, "s"),
        runs=120,
        years=20,
        controlled=True,
    ),
    Point(
        "K3",
        "M/M/20, load 19.33, service 580 s",
        "k3-twenty-posts",
        20,
        erlang_c_numbers(20, 60 / 1800, 580.0, "s"),
        runs=100,
        years=80,
        settle_years=2.0,
        warm_up_weeks=897,
        changes=_580,
        controlled=True,
        key="k3-580",
    ),
    Point(
        "K4",
        "two classes, Prabhu, load 10/12",
        "k4-two-priorities-prabhu",
        1,
        two_classes((1 / 12, 9 / 12), minutes=5.0),
        runs=480,
        years=250,
        settle_years=10.0,
    ),
    Point(
        "K4",
        "two classes, load .8",
        "k4-two-priorities",
        1,
        two_classes((0.2, 0.6)),
        runs=300,
        years=250,
        settle_years=10.0,
    ),
    three_classes("three classes, four posts", "triage", 250),
    three_classes("the other way round", "triage", 240, turned=True),
    three_classes("first come, first served", "first_come", 200),
    variable_work(0.0, {"distribution": "fixed"}, 170),
    variable_work(0.5, {"distribution": "gamma", "coefficient_of_variation": 0.5}, 240),
    variable_work(1.0, {"distribution": "exponential"}, 400),
    variable_work(2.0, {"distribution": "hyperexponential", "coefficient_of_variation": 2.0}, 1050),
    Point(
        "K6",
        "M/G/1, load .9, mixed work",
        "k6-mixed-work",
        1,
        (
            Number(
                "mean wait, min",
                QueueRun.mean_wait,
                lambda _: pollaczek_khinchine.mean_wait_of_mixture(9 / 60, pollaczek_khinchine.MIXED),
                unit=6.0,
            ),
        ),
        runs=1000,
        years=250,
        settle_years=10.0,
    ),
    Point(
        "K7", "M/M/50 + M, patience 2 min", "k7-patience", 50, PATIENT, runs=370, years=10, settle_years=0.5
    ),
    Point(
        "K7",
        "M/M/50, without patience",
        "k7-patience",
        50,
        erlang_c_numbers(50, 48.0 / 60.0, 60.0, "s"),
        runs=80,
        years=30,
        settle_years=2.0,
        warm_up_weeks=247,
        changes=_NO_PATIENCE,
        controlled=True,
        key="k7-patient",
    ),
)
