# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201 - written as users of these packages write
"""BORDER-1 in SimPy: a process for each vehicle, a resource for each group of booths."""

import border1 as b
import simpy


def vehicle(env, stages, who, direction, rows):
    """From the first booth to the last."""
    arrived_at = env.now
    waits = []
    for name in b.STAGES:
        if name == "secondary" and not who.inspected:
            break
        joined_at = env.now
        with stages[name].request() as place:
            yield place
            waits.append(env.now - joined_at)
            if name == "bridge":
                yield env.timeout(b.HEADWAY[who.vehicle_class])
            else:
                yield env.timeout(who.service[name])
        if name == "bridge":
            yield env.timeout(b.TRAVEL - b.HEADWAY[who.vehicle_class])
    rows.append((direction, who.vehicle_class, arrived_at, env.now - arrived_at, waits))


def arrivals(env, stages, coming, direction, rows):
    """Send the vehicles of one direction in."""
    for who in coming:
        yield env.timeout(who.arrives_at - env.now)
        env.process(vehicle(env, stages, who, direction, rows))


def run(days, seed, clock):
    """One replication: vehicles and measures."""
    with clock.part("draws"):
        drawn = b.vehicles(days, seed)
    with clock.part("loop"):
        rows = []
        env = simpy.Environment()
        for direction, coming in drawn.items():
            stages = {name: simpy.Resource(env, b.BOOTHS.get(name, 1)) for name in b.STAGES}
            env.process(arrivals(env, stages, coming, direction, rows))
        env.run()
    with clock.part("tally"):
        return len(rows), b.outputs(rows)


if __name__ == "__main__":
    b.report(run)
