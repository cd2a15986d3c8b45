"""The queue as a user of Ciw writes it: a network of one node, and its records."""

from __future__ import annotations

import ciw

from benchmarks.queue.case import MEAN_SERVICE, POSTS, RATE, Visit


def simulate(customers: int, seed: int) -> list[Visit]:
    """Until so many customers have been served."""
    ciw.seed(seed)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=RATE)],
        service_distributions=[ciw.dists.Exponential(rate=1.0 / MEAN_SERVICE)],
        number_of_servers=[POSTS],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(customers, method="Finish")
    return [
        (visit.arrival_date, visit.service_start_date, visit.service_end_date)
        for visit in simulation.get_all_records()
    ]
