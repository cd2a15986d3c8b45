"""The narrated engine's clock: SimPy's events, in the order of phases and keys."""

from itertools import permutations

import pytest

from ist_model.engines.narrated.clock import Phase, PhaseClock

WAITS = [(5, Phase.BOARDS, 0), (5, Phase.BOARDS, 1), (5, Phase.ARRIVALS, -1), (6, Phase.CREDIT, 9)]


def waiting(clock, told, *wait):
    yield clock.until(*wait)
    told.append((clock.now, *wait[1:]))


@pytest.mark.parametrize("order", list(permutations(range(len(WAITS)))))
def test_waits_end_by_tick_phase_and_key_whatever_began_first(order):
    clock, told = PhaseClock(0), []
    for place in order:
        clock.begin(waiting(clock, told, *WAITS[place]))
    clock.run_until(7)
    assert told == WAITS


def test_equal_waits_end_in_the_order_in_which_they_began():
    clock, told = PhaseClock(0), []
    for name in "abc":
        clock.until(3, Phase.MATCHING, 1).callbacks.append(lambda _, name=name: told.append(name))
    clock.run_until(4)
    assert told == ["a", "b", "c"]


def test_what_falls_on_the_end_does_not_happen():
    clock, told = PhaseClock(0), []
    clock.begin(waiting(clock, told, 4, Phase.CREDIT))
    clock.begin(waiting(clock, told, 3, Phase.OBSERVATION))
    clock.run_until(4)
    assert told == [(3, Phase.OBSERVATION)]
    assert clock.now == 3


def test_nothing_waits_for_a_moment_that_has_come():
    clock = PhaseClock(0)

    def too_late():
        yield clock.until(2, Phase.BOARDS)
        yield clock.until(2, Phase.BOARDS, 99)

    clock.begin(too_late())
    with pytest.raises(ValueError, match="cannot wait for tick 2, phase BOARDS"):
        clock.run_until(3)


def test_simpys_own_events_come_before_the_phases_of_their_tick():
    clock, told = PhaseClock(0), []
    clock.begin(waiting(clock, told, 2, Phase.CREDIT))

    def of_simpy():
        yield clock.timeout(2)
        told.append("timeout")
        yield clock.until(2, Phase.NOISE)
        told.append("noise")

    clock.process(of_simpy())
    clock.run_until(3)
    assert told == ["timeout", (2, Phase.CREDIT), "noise"]


def test_a_process_of_simpy_that_fails_is_not_passed_over():
    clock = PhaseClock(0)

    def failing():
        yield clock.timeout(1)
        raise LookupError("gone wrong")

    clock.process(failing())
    with pytest.raises(LookupError, match="gone wrong"):
        clock.run_until(3)


def test_a_failure_that_another_process_of_simpy_deals_with_is_over():
    clock, told = PhaseClock(0), []

    def failing():
        yield clock.timeout(1)
        raise LookupError("gone wrong")

    def caring():
        try:
            yield clock.process(failing())
        except LookupError as error:
            told.append(str(error))

    clock.process(caring())
    clock.run_until(3)
    assert told == ["gone wrong"]
