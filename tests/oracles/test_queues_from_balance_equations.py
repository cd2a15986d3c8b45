"""The queue formulas against balance equations solved numerically, so that no typing error can hide."""

import math

import numpy as np
import pytest
from scipy import special, stats

from ist_model.oracles import erlang_a, erlang_b, erlang_c, pollaczek_khinchine, priority_queue
from tests.oracles import balance

ERLANG_C_POINTS = [
    (14, 100 / 1800, 180.0),
    (55, 0.2, 240.0),
    (20, 1 / 30, 580.0),
    (1, 0.5, 1.0),
    (3, 2.0, 1.0),
]
ERLANG_A_POINTS = [(50, 48.0, 1.0, 2.0), (3, 2.0, 1.0, 0.5), (3, 6.0, 1.0, 4.0), (1, 0.7, 1.0, 30.0)]


@pytest.mark.parametrize(("posts", "rate", "service"), ERLANG_C_POINTS)
def test_erlang_c(posts: int, rate: float, service: float) -> None:
    chances = balance.birth_death(lambda n: rate, lambda n: min(n, posts) / service, 1500)
    number = np.arange(chances.size)
    all_busy = chances[posts:].sum()
    waiting = np.maximum(number - posts, 0) @ chances
    busy = np.minimum(number, posts) @ chances
    assert erlang_c.chance_of_wait(posts, rate * service) == pytest.approx(all_busy, rel=1e-8)
    assert erlang_c.mean_waiting(posts, rate, service) == pytest.approx(waiting, rel=1e-8)
    assert erlang_c.mean_wait(posts, rate, service) == pytest.approx(waiting / rate, rel=1e-8)
    assert erlang_c.occupancy(posts, rate, service) == pytest.approx(busy / posts, rel=1e-8)


@pytest.mark.parametrize(("posts", "rate", "service"), ERLANG_C_POINTS)
def test_service_level_sums_the_departures_that_each_request_must_wait_for(
    posts: int, rate: float, service: float
) -> None:
    chances = balance.birth_death(lambda n: rate, lambda n: min(n, posts) / service, 1500)
    within = 0.1 * service
    departures_needed = np.arange(posts, chances.size) - posts + 1
    late = chances[posts:] @ stats.poisson.cdf(departures_needed - 1, posts / service * within)
    assert erlang_c.service_level(posts, rate, service, within) == pytest.approx(1.0 - late, rel=1e-8)


@pytest.mark.parametrize(("posts", "load"), [(10, 8.145493), (14, 9.718218), (26, 17.863711), (1, 0.3)])
def test_erlang_b(posts: int, load: float) -> None:
    chances = balance.birth_death(lambda n: load, float, posts + 1)
    assert erlang_b.blocking(posts, load) == pytest.approx(chances[-1], rel=1e-9)
    assert erlang_b.chance_of_delay(posts, load) == pytest.approx(
        stats.poisson.pmf(posts, load) / stats.poisson.cdf(posts, load), rel=1e-9
    )


@pytest.mark.parametrize(("posts", "rate", "service", "patience"), ERLANG_A_POINTS)
def test_erlang_a(posts: int, rate: float, service: float, patience: float) -> None:
    chances = balance.birth_death(
        lambda n: rate, lambda n: min(n, posts) / service + max(n - posts, 0) / patience, 400
    )
    number = np.arange(chances.size)
    waiting = np.maximum(number - posts, 0) @ chances
    case = (posts, rate, service, patience)
    assert erlang_a.chance_of_wait(*case) == pytest.approx(chances[posts:].sum(), rel=1e-8)
    assert erlang_a.share_withdrawn(*case) == pytest.approx(waiting / patience / rate, rel=1e-8)
    assert erlang_a.mean_wait(*case) == pytest.approx(waiting / rate, rel=1e-8)
    assert erlang_a.utilisation(*case) == pytest.approx(np.minimum(number, posts) @ chances / posts, rel=1e-8)


@pytest.mark.parametrize(("posts", "rate", "service", "patience"), ERLANG_A_POINTS)
def test_the_sum_of_erlang_a_is_palms_incomplete_gamma_function(
    posts: int, rate: float, service: float, patience: float
) -> None:
    x, y = posts / service * patience, rate * patience
    log_palm = math.log(x) + y - x * math.log(y) + special.gammaln(x) + math.log(special.gammainc(x, y))
    assert erlang_a.full_house_sum(posts, rate, service, patience) == pytest.approx(
        math.exp(log_palm), rel=1e-9
    )


def test_erlang_a_with_endless_patience_is_erlang_c_and_with_none_erlang_b() -> None:
    assert erlang_a.mean_wait(50, 48.0, 1.0, 1e9) == pytest.approx(
        erlang_c.mean_wait(50, 48.0, 1.0), rel=1e-5
    )
    assert erlang_a.share_withdrawn(50, 48.0, 1.0, 1e-9) == pytest.approx(
        erlang_b.blocking(50, 48.0), rel=1e-5
    )


@pytest.mark.parametrize("rates", [(1 / 12, 9 / 12), (0.2, 0.6)])
def test_two_priorities_one_server(rates: tuple[float, float]) -> None:
    waiting = balance.two_classes_one_post(rates, (1.0, 1.0), (40, 220))
    for rank in range(2):
        assert priority_queue.mean_wait_exponential(rank, rates, 1.0) == pytest.approx(
            waiting[rank] / rates[rank], rel=1e-8
        )


def test_two_priorities_with_different_service_times() -> None:
    rates, means = (0.3, 0.2), (0.5, 2.0)
    waiting = balance.two_classes_one_post(rates, means, (50, 150))
    for rank in range(2):
        formula = priority_queue.mean_wait_one_server(rank, rates, means, [2.0 * mean**2 for mean in means])
        assert formula == pytest.approx(waiting[rank] / rates[rank], rel=1e-8)


def test_three_priorities_four_servers() -> None:
    """Classes two and three look like one to the first; one and two look like one to the third."""
    posts, rates = 4, (0.6, 0.9, 1.5)
    first, _ = balance.two_classes_many_posts(posts, rates[0], rates[1] + rates[2], 1.0, (40, 160))
    upper, third = balance.two_classes_many_posts(posts, rates[0] + rates[1], rates[2], 1.0, (60, 160))
    waiting = (first, upper - first, third)
    for rank in range(3):
        assert priority_queue.mean_wait_many_servers(rank, posts, rates, 1.0) == pytest.approx(
            waiting[rank] / rates[rank], rel=1e-8
        )


def arrivals_in_fixed(rate: float, length: float, states: int) -> np.ndarray:
    """Chance of 0, 1, ... arrivals in a service of one length."""
    return stats.poisson.pmf(np.arange(states), rate * length)


def arrivals_in_gamma(rate: float, mean: float, variation: float, states: int) -> np.ndarray:
    """Chance of 0, 1, ... arrivals in a gamma service (variation 1: exponential)."""
    shape = 1.0 / variation**2
    return stats.nbinom.pmf(np.arange(states), shape, 1.0 / (1.0 + rate * mean / shape))


@pytest.mark.parametrize("variation", [0.0, 0.5, 1.0, 2.0])
def test_one_server_whose_work_varies(variation: float) -> None:
    rate = 0.8
    arrivals = (
        arrivals_in_gamma(rate, 1.0, variation, 900) if variation else arrivals_in_fixed(rate, 1.0, 900)
    )
    wait = balance.mean_number_in_system(arrivals) / rate - 1.0
    assert pollaczek_khinchine.mean_wait_by_variation(rate, 1.0, variation) == pytest.approx(wait, rel=1e-7)


def test_one_server_with_mixed_work() -> None:
    rate = 9 / 60
    arrivals = 0.8 * arrivals_in_fixed(rate, 5.0, 900) + 0.2 * arrivals_in_gamma(rate, 10.0, 1.0, 900)
    wait = balance.mean_number_in_system(arrivals) / rate - 6.0
    mixed = pollaczek_khinchine.mean_wait_of_mixture(rate, pollaczek_khinchine.MIXED)
    assert mixed == pytest.approx(wait, rel=1e-7)
