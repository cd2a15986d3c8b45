"""The queue as a user of salabim writes it: components that request a resource, in salabim's default mode."""

from __future__ import annotations

import salabim as sim

from benchmarks.queue.case import MEAN_SERVICE, POSTS, RATE, Visit


class Customer(sim.Component):
    """Waits for a post, is served, leaves."""

    def setup(self, posts: sim.Resource, service: float, visits: list[Visit]) -> None:
        """What it is given when it comes."""
        self.posts, self.service, self.visits = posts, service, visits

    def process(self) -> None:
        """Its life."""
        raised = self.env.now()
        self.request(self.posts)
        start = self.env.now()
        self.hold(self.service)
        self.release()
        self.visits.append((raised, start, self.env.now()))


class Arrivals(sim.Component):
    """Customers come one by one."""

    def setup(self, posts: sim.Resource, customers: int, visits: list[Visit]) -> None:
        """What it is given at the start."""
        self.posts, self.customers, self.visits = posts, customers, visits

    def process(self) -> None:
        """Its life."""
        gap, service = sim.Exponential(1.0 / RATE), sim.Exponential(MEAN_SERVICE)
        for _ in range(self.customers):
            self.hold(gap.sample())
            Customer(posts=self.posts, service=service.sample(), visits=self.visits)


def simulate(customers: int, seed: int) -> list[Visit]:
    """So many customers, until the last has left."""
    env, visits = sim.Environment(random_seed=seed), list[Visit]()
    Arrivals(posts=sim.Resource(capacity=POSTS), customers=customers, visits=visits)
    env.run()
    return visits
