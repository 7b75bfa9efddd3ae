# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201 - written as users of these packages write
"""BORDER-1 in Ciw: a network of queues, the bridge being a server that takes a headway and a delay without servers.

Ciw draws inside its loop and stops at an instant, so those who are still inside then are left out.
"""

from itertools import groupby
from math import inf

import border1 as b
import ciw

NODES = ("exit-passport", "exit-customs", "bridge", "travel", "entry-passport", "entry-customs", "secondary")
PER_DAY = 24 * 60


def service(name, vehicle_class):
    """The law of service at a node."""
    if name == "bridge":
        return ciw.dists.Deterministic(b.HEADWAY[vehicle_class])
    if name == "travel":
        return ciw.dists.Deterministic(b.TRAVEL - b.HEADWAY[vehicle_class])
    return ciw.dists.Gamma(b.SHAPE, b.MEAN[name][vehicle_class] / b.SHAPE)


def routing(vehicle_class):
    """Shares from node to node; the nodes of the second direction follow those of the first."""
    n = len(NODES)
    matrix = [[0.0] * (2 * n) for _ in range(2 * n)]
    for first in (0, n):
        for number in range(first, first + n - 1):
            matrix[number][number + 1] = 1.0
        matrix[first + n - 2][first + n - 1] = b.INSPECTED[vehicle_class]
    return matrix


def network():
    """Both directions, which have nothing in common."""
    servers = [inf if name == "travel" else b.BOOTHS.get(name, 1) for name in NODES]
    arrival = {c: [ciw.dists.Exponential(b.PER_HOUR[c] / 60), *[None] * (len(NODES) - 1)] * 2 for c in b.CLASSES}
    return ciw.create_network(
        arrival_distributions=arrival,
        service_distributions={c: [service(name, c) for name in NODES] * 2 for c in b.CLASSES},
        routing={c: routing(c) for c in b.CLASSES},
        number_of_servers=servers * 2,
    )


def rows_of(records):
    """A row for each vehicle that is out."""
    by_vehicle = groupby(sorted(records, key=lambda r: (r.id_number, r.arrival_date)), key=lambda r: r.id_number)
    rows = []
    for _, group in by_vehicle:
        visits = list(group)
        if visits[-1].destination == -1:
            first, last = visits[0], visits[-1]
            direction = b.DIRECTIONS[(first.node - 1) // len(NODES)]
            waits = [v.waiting_time for v in visits if NODES[(v.node - 1) % len(NODES)] != "travel"]
            crossing = last.exit_date - first.arrival_date
            rows.append((direction, first.customer_class, first.arrival_date, crossing, waits))
    return rows


def run(days, seed, clock):
    """One replication: vehicles and measures."""
    with clock.part("loop"):
        ciw.seed(seed)
        simulation = ciw.Simulation(network())
        simulation.simulate_until_max_time(days * PER_DAY)
    with clock.part("tally"):
        rows = rows_of(simulation.get_all_records())
        return len(rows), b.outputs(rows)


if __name__ == "__main__":
    b.report(run)
