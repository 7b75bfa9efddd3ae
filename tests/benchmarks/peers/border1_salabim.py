# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201 - written as users of these packages write
"""BORDER-1 in salabim: a component for each vehicle, a resource for each group of booths."""

import border1 as b
import salabim as sim


class Vehicle(sim.Component):
    """From the first booth to the last."""

    def setup(self, stages, who, direction, rows):
        self.stages, self.who, self.direction, self.rows = stages, who, direction, rows

    def process(self):
        who, arrived_at, waits = self.who, self.env.now(), []
        for name in b.STAGES:
            if name == "secondary" and not who.inspected:
                break
            joined_at = self.env.now()
            yield self.request(self.stages[name])
            waits.append(self.env.now() - joined_at)
            yield self.hold(b.HEADWAY[who.vehicle_class] if name == "bridge" else who.service[name])
            self.release()
            if name == "bridge":
                yield self.hold(b.TRAVEL - b.HEADWAY[who.vehicle_class])
        self.rows.append((self.direction, who.vehicle_class, arrived_at, self.env.now() - arrived_at, waits))


class Arrivals(sim.Component):
    """Send the vehicles of one direction in."""

    def setup(self, stages, coming, direction, rows):
        self.stages, self.coming, self.direction, self.rows = stages, coming, direction, rows

    def process(self):
        for who in self.coming:
            yield self.hold(till=who.arrives_at)
            Vehicle(stages=self.stages, who=who, direction=self.direction, rows=self.rows)


def run(days, seed, clock):
    """One replication: vehicles and measures."""
    with clock.part("draws"):
        drawn = b.vehicles(days, seed)
    with clock.part("loop"):
        rows = []
        sim.yieldless(False)
        env = sim.Environment(trace=False)
        for direction, coming in drawn.items():
            stages = {name: sim.Resource(name, capacity=b.BOOTHS.get(name, 1)) for name in b.STAGES}
            Arrivals(stages=stages, coming=coming, direction=direction, rows=rows)
        env.run()
    with clock.part("tally"):
        return len(rows), b.outputs(rows)


if __name__ == "__main__":
    b.report(run)
