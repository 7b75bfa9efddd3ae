# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201, ANN204 - written as users of these packages write
"""BORDER-2, the single bridge with mixed checkpoints, in SimPy: processes, resources for booths, places and zones.

It tells `scenarios/single-bridge.yaml` as one who knows SimPy would write it: a vehicle holds what it stands on until
it has got the next, so that blocking needs no code of its own; a zone is a resource whose tokens trucks carry; at the
first gate who arrived first goes first; a pause is a set of requests that go before all and keep the booths. Who goes
first at one instant is left to SimPy, and a truck takes its token a little early, so single vehicles differ from the
scenario's; means are close.

    border2_simpy.py DAYS SEED      DAYS being the window, which begins after two more
"""

from dataclasses import dataclass

import border1 as b
import numpy as np
import simpy

HOUR, DAY = 60, 24 * 60
WARM_UP, MARGIN = 2 * DAY, 3 * DAY

CAR_HOURS = ((0, 0.5), (6, 1.2), (9, 1.5), (12, 1.3), (16, 1.5), (19, 1.0), (22, 0.5))
TRUCK_HOURS = ((0, 0.8), (8, 1.2), (20, 0.8))
PER_DAY = {"car": (400, CAR_HOURS, 0.20), "truck": (250, TRUCK_HOURS, 0.15)}
BUSES = 20  # a day from 06:00 to 24:00, half an hour early or late
PAUSES = (9 * HOUR, 21 * HOUR)  # of the Russian post, 20 minutes each
PAUSE = 20

GAMMA = {  # mean and cv; minutes
    "samur-gate": {"car": (0.75, 0.5), "truck": (1.5, 0.5), "bus": (2, 0.5)},
    "samur-weighing": {"truck": (1.0, 0.5)},
    "samur-booth": {"car": (1.2, 0.5), "truck": (1.5, 0.5), "bus": (6, 0.5)},
    "samur-customs": {"car": (2, 0.6), "truck": (3, 0.6), "bus": (8, 0.6)},
    "samur-registration": {"car": (2.5, 0.6), "truck": (11.5, 0.8), "bus": (6, 0.6)},
    "yk-gate": {"car": (0.75, 0.5), "truck": (1.5, 0.5), "bus": (2, 0.5)},
    "yk-lanes": {"car": (8.5, 0.6), "truck": (13.1, 0.6), "bus": (60, 0.5)},
}
PORTAL = 0.33
INSPECTION = (120, 1.0)  # lognormal
INSPECTED = 0.60
BEFORE_ALL = -1  # priority of a pause; vehicles have 0, or at their first gate the instant of arrival
HEADWAY = {"car": 4 / 60, "truck": 8 / 60, "bus": 8 / 60}
TRAVEL = 2.4


@dataclass
class Vehicle:
    """One vehicle and its luck."""

    arrives_at: float
    vehicle_class: str
    service: dict[str, float]


def instants(name, days, rng):
    """Arrivals of a class: a Poisson process by thinning, or a timetable."""
    if name == "bus":
        interval = 18 * HOUR / BUSES
        scheduled = [d * DAY + 6 * HOUR + (k + 0.5) * interval for d in range(days) for k in range(BUSES)]
        return [at for at in (np.array(scheduled) + rng.uniform(-30, 30, len(scheduled))).tolist() if at >= 0]
    per_day, hours, cv = PER_DAY[name]
    begins, weights = np.array(hours).T
    weights = weights / (np.diff([*begins, 24]) @ weights / 24)
    factors = rng.gamma(1 / cv**2, cv**2, days)
    most = per_day * weights.max() * factors.max()
    at = rng.random(rng.poisson(most * days)) * days
    flow = per_day * weights[np.searchsorted(begins, at % 1 * 24, side="right") - 1] * factors[at.astype(int)]
    return (at[rng.random(len(at)) * most < flow] * DAY).tolist()


def vehicles(days, rng):
    """The vehicles of one direction in order of arrival."""
    drawn = []
    for name in ("bus", "car", "truck"):
        at = instants(name, days, rng)
        times = {"samur-portal": [PORTAL] * len(at)}
        for stage, of_class in GAMMA.items():
            if name in of_class:
                mean, cv = of_class[name]
                times[stage] = rng.gamma(1 / cv**2, mean * cv**2, len(at)).tolist()
        if name == "truck":
            mean, cv = INSPECTION
            spread = np.log1p(cv**2)
            lengths = rng.lognormal(np.log(mean) - spread / 2, spread**0.5, len(at))
            times["samur-inspection"] = np.where(rng.random(len(at)) < INSPECTED, lengths, 0).tolist()
        names = list(times)
        for instant, *service in zip(at, *times.values(), strict=True):
            drawn.append(Vehicle(instant, name, dict(zip(names, service, strict=True))))
    return sorted(drawn, key=lambda who: who.arrives_at)


class Stage:
    """Waiting places, if any, and booths behind them."""

    def __init__(self, env, booths, space):
        self.booths = booths if isinstance(booths, simpy.Resource) else simpy.PriorityResource(env, booths)
        self.places = simpy.Resource(env, space) if space else None


def pauses(env, booths):
    """Close the booths in every pause; who is being served is served to the end."""
    while True:
        for begins in PAUSES:
            yield env.timeout(env.now // DAY * DAY + begins - env.now)
            ends = env.now + PAUSE
            for _ in range(booths.capacity):
                env.process(pause(env, booths, ends))
        yield env.timeout(DAY - env.now % DAY)


def pause(env, booths, ends):
    """Keep one booth until the pause ends."""
    with booths.request(priority=BEFORE_ALL) as booth:
        yield booth | env.timeout(ends - env.now)
        if env.now < ends:
            yield env.timeout(ends - env.now)


class Samur:
    """The Azerbaijani post in one direction."""

    def __init__(self, env, gate_space):
        self.gate = Stage(env, 1, gate_space)
        self.portal = Stage(env, 1, 2)
        self.weighing = Stage(env, 1, 2)
        self.booth = Stage(env, 3, 6)
        self.customs = Stage(env, 3, 6)
        trucks, others = Stage(env, 4, 20), Stage(env, 2, 0)
        others.places = trucks.places
        self.registration = {"truck": trucks, "car": others, "bus": others}
        self.inspection = Stage(env, 400, 0)


class Yarag:
    """The Russian post in one direction; its truck lanes are those of both."""

    def __init__(self, env, gate_space, truck_lanes, passenger_lanes):
        self.gate = Stage(env, 1, gate_space)
        trucks, others = Stage(env, truck_lanes, 20), Stage(env, passenger_lanes, 20)
        self.lanes = {"truck": trucks, "car": others, "bus": others}
        env.process(pauses(env, self.gate.booths))
        env.process(pauses(env, others.booths))


class Bridge:
    """The lane of one direction."""

    def __init__(self, env):
        self.entry = simpy.Resource(env, 5)
        self.way = simpy.Resource(env, 1)
        self.room = simpy.Resource(env, 40)


class Direction:
    """What the vehicles of one direction find."""

    def __init__(self, env, name, truck_lanes):
        north = name == "northbound"
        self.samur = Samur(env, 0 if north else 5)
        self.yarag = Yarag(env, 5 if north else 0, truck_lanes, 5 if north else 4)
        self.bridge = Bridge(env)
        self.yard = Stage(env, 40, 0)
        self.accepted = simpy.Resource(env, 40)  # trucks in the Azerbaijani post, northbound
        self.taken = simpy.Resource(env, 20)  # trucks in the Russian post, or on the way there


class Journey:
    """A vehicle on its way: it keeps what it stands on until it has the next."""

    def __init__(self, env, who, crossing):
        self.env, self.who, self.crossing = env, who, crossing
        self.is_truck = who.vehicle_class == "truck"
        self.held = None
        self.tokens = []

    def leave(self):
        if self.held is not None:
            resource, request = self.held
            resource.release(request)
            self.held = None

    def admitted(self, zone):
        """Wait for a zone to take one more truck."""
        if self.is_truck:
            token = zone.request()
            yield token
            self.tokens.append((zone, token))

    def out_of_zone(self):
        if self.is_truck:
            zone, token = self.tokens.pop(0)
            zone.release(token)

    def serve(self, stage, name, priority=0):
        """Enter a stage, be called, be served; the booth is kept until the next place is found."""
        if stage.places is not None:
            place = stage.places.request()
            yield place
            self.leave()
            booth = stage.booths.request(priority=priority)
            yield booth
            stage.places.release(place)
        else:
            booth = stage.booths.request(priority=priority)
            yield booth
            self.leave()
        self.held = (stage.booths, booth)
        if name is not None:
            yield self.env.timeout(self.who.service[name])

    def at_samur(self, priority=0):
        samur, name = self.crossing.samur, self.who.vehicle_class
        yield from self.serve(samur.gate, "samur-gate", priority)
        yield from self.serve(samur.portal, "samur-portal")
        if self.is_truck:
            yield from self.serve(samur.weighing, "samur-weighing")
        yield from self.serve(samur.booth, "samur-booth")
        yield from self.serve(samur.customs, "samur-customs")
        yield from self.serve(samur.registration[name], "samur-registration")
        if self.is_truck and self.who.service["samur-inspection"] > 0:
            yield from self.serve(samur.inspection, "samur-inspection")

    def at_yarag(self, priority=0):
        yield from self.serve(self.crossing.yarag.gate, "yk-gate", priority)
        yield from self.serve(self.crossing.yarag.lanes[self.who.vehicle_class], "yk-lanes")

    def over_the_bridge(self):
        bridge, headway = self.crossing.bridge, HEADWAY[self.who.vehicle_class]
        place = bridge.entry.request()
        yield place
        self.leave()
        if self.tokens and self.tokens[0][0] is not self.crossing.taken:
            self.out_of_zone()
        with bridge.way.request() as way:
            yield way
            room = bridge.room.request()
            yield room
            bridge.entry.release(place)
            self.held = (bridge.room, room)
            yield self.env.timeout(headway)
        yield self.env.timeout(TRAVEL - headway)

    def northbound(self):
        yield from self.admitted(self.crossing.accepted)
        yield from self.at_samur(priority=self.who.arrives_at)
        if self.is_truck:
            yield from self.serve(self.crossing.yard, None)
        yield from self.admitted(self.crossing.taken)
        yield from self.over_the_bridge()
        yield from self.at_yarag()
        self.out_of_zone()
        self.leave()

    def southbound(self):
        yield from self.admitted(self.crossing.taken)
        yield from self.at_yarag(priority=self.who.arrives_at)
        yield from self.over_the_bridge()
        self.out_of_zone()
        yield from self.at_samur()
        self.leave()


class Count:
    """The crossing times of the window, and when all of them are known."""

    def __init__(self, env, begins, ends, n):
        self.begins, self.ends, self.left = begins, ends, n
        self.rows = []
        self.n_arrived = 0
        self.all_out = env.event()

    def add(self, direction, who, now):
        if who.arrives_at < self.ends:
            if who.arrives_at >= self.begins:
                self.rows.append((direction, who.vehicle_class, now - who.arrives_at))
            self.left -= 1
            if self.left == 0:
                self.all_out.succeed()


def cross(env, who, crossing, direction, count):
    """A vehicle from the approach to the last control."""
    journey = Journey(env, who, crossing)
    yield from journey.northbound() if direction == "northbound" else journey.southbound()
    count.add(direction, who, env.now)


def arrivals(env, coming, crossing, direction, count):
    """Send the vehicles of one direction in."""
    for who in coming:
        yield env.timeout(who.arrives_at - env.now)
        count.n_arrived += 1
        env.process(cross(env, who, crossing, direction, count))


def run(days, seed, clock):
    """One replication: vehicles that arrived, and mean crossing times."""
    ends = WARM_UP + days * DAY
    with clock.part("draws"):
        rng = np.random.default_rng(seed)
        drawn = {direction: vehicles(int((ends + MARGIN) // DAY), rng) for direction in b.DIRECTIONS}
    with clock.part("loop"):
        env = simpy.Environment()
        n = sum(who.arrives_at < ends for coming in drawn.values() for who in coming)
        count = Count(env, WARM_UP, ends, n)
        truck_lanes = simpy.PriorityResource(env, 5)
        env.process(pauses(env, truck_lanes))
        for name, coming in drawn.items():
            env.process(arrivals(env, coming, Direction(env, name, truck_lanes), name, count))
        env.run(until=count.all_out)
    with clock.part("tally"):
        times = {(direction, name): [] for direction in b.DIRECTIONS for name in b.CLASSES}
        for direction, name, time in count.rows:
            times[direction, name].append(time)
        made = {f"mean crossing, {name}, {where}": float(np.mean(own)) for (where, name), own in times.items()}
    return count.n_arrived, made


if __name__ == "__main__":
    b.report(run)
