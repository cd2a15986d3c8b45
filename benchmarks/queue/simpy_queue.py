"""The queue as a user of SimPy writes it: a Resource, a process for each customer, a list of visits."""

from __future__ import annotations

import random
from collections.abc import Generator
from typing import Any

import simpy

from benchmarks.queue.case import MEAN_SERVICE, POSTS, RATE, Visit

Process = Generator[simpy.Event, Any, None]


def customer(env: simpy.Environment, posts: simpy.Resource, service: float, visits: list[Visit]) -> Process:
    """Wait for a post, be served, leave."""
    raised = env.now
    with posts.request() as request:
        yield request
        start = env.now
        yield env.timeout(service)
        visits.append((raised, start, env.now))


def arrivals(
    env: simpy.Environment, posts: simpy.Resource, luck: random.Random, customers: int, visits: list[Visit]
) -> Process:
    """Customers come one by one."""
    for _ in range(customers):
        yield env.timeout(luck.expovariate(RATE))
        env.process(customer(env, posts, luck.expovariate(1.0 / MEAN_SERVICE), visits))


def simulate(customers: int, seed: int) -> list[Visit]:
    """So many customers, until the last has left."""
    env, visits = simpy.Environment(), list[Visit]()
    posts = simpy.Resource(env, capacity=POSTS)
    env.process(arrivals(env, posts, random.Random(seed), customers, visits))
    env.run()
    return visits
