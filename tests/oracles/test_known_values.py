"""Every expected value of the oracles' tables, to the digits written."""

import pytest

from ist_model.oracles import (
    erlang_a,
    erlang_b,
    erlang_c,
    ornstein_uhlenbeck,
    pollaczek_khinchine,
    priority_queue,
    renewal,
)
from ist_model.oracles.known import Known

MODULES = (
    erlang_a,
    erlang_b,
    erlang_c,
    ornstein_uhlenbeck,
    pollaczek_khinchine,
    priority_queue,
    renewal,
)
ROWS = [(module.__name__.rpartition(".")[2], known) for module in MODULES for known in module.KNOWN]


@pytest.mark.parametrize(
    ("family", "known"), ROWS, ids=[f"{family}: {k.case} {k.what}" for family, k in ROWS]
)
def test_a_formula_gives_the_number_written_down_for_it(family: str, known: Known) -> None:
    assert known.agrees(), f"{family}, {known.case}, {known.what}: {known.value()!r}, not {known.written}"


def test_a_wrong_last_digit_is_noticed() -> None:
    right = Known("K1", "P(wait)", erlang_c.chance_of_wait, (14, 10.0), "0.17413193359505")
    wrong = Known("K1", "P(wait)", erlang_c.chance_of_wait, (14, 10.0), "0.17413193359506")
    assert right.agrees()
    assert not wrong.agrees()


@pytest.mark.parametrize(("ward", "beds", "offered_load", "printed"), erlang_b.PRINTED_BY_MONKS_2016)
def test_a_published_study_found_the_same_by_simulation(
    ward: str, beds: int, offered_load: float, printed: str
) -> None:
    by_formula = erlang_b.chance_of_delay(beds, offered_load)
    as_printed = f"{by_formula:.{len(printed.partition('.')[2])}f}"
    otherwise = erlang_b.PRINTED_OTHERWISE.get((ward, beds))
    assert (as_printed == printed) == (otherwise is None)
    if otherwise is not None:
        assert by_formula - float(printed) == pytest.approx(otherwise, abs=0.0005)


@pytest.mark.parametrize(
    "call",
    [
        lambda: erlang_c.chance_of_wait(3, 3.0),
        lambda: erlang_c.mean_wait(20, 60 / 1800, 620.0),
        lambda: pollaczek_khinchine.mean_wait_by_variation(1.0, 1.0, 0.5),
        lambda: priority_queue.mean_wait_exponential(1, (0.5, 0.6), 1.0),
        lambda: erlang_b.blocking(3, 0.0),
        lambda: renewal.mean_tenure_terms(0.0),
    ],
    ids=[
        "M/M/c full",
        "M/M/c overloaded",
        "M/G/1 full",
        "second class overloaded",
        "no load",
        "nobody leaves",
    ],
)
def test_a_case_without_a_steady_state_is_refused(call) -> None:
    with pytest.raises(ValueError, match=r"\d"):
        call()


def test_a_class_that_is_served_first_has_a_wait_even_where_the_last_class_has_none() -> None:
    assert priority_queue.mean_wait_exponential(0, (0.5, 0.6), 1.0) == pytest.approx(1.1 / 0.5)
