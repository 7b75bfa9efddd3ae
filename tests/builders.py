"""Tiny plans and hand-written draws, in whole minutes, for cases worked out on paper."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sim.draws import LUCK, Draws, n_lucks, n_slots
from sim.engines import engine
from sim.plan.model import (
    MOST_REPEATS,
    NORTHBOUND,
    SOUTHBOUND,
    UNLIMITED,
    Approach,
    Choice,
    Demand,
    Green,
    Line,
    Link,
    LinkLane,
    Luck,
    Place,
    Plan,
    Queue,
    Repeats,
    Saturated,
    Stage,
    StageLane,
    Stop,
    VehicleKind,
    Zone,
)
from sim.plan.steps import Spell, StepFunction, values
from sim.trajectory import Trajectory
from sim.units import DAY, MINUTE, NEVER

CLASSES = ("bus", "car", "truck")
N, S = NORTHBOUND, SOUTHBOUND
KINDS = tuple(VehicleKind(d, c, a) for d in (N, S) for c in range(len(CLASSES)) for a in (0, 1))
"""Every class untracked (attribute bits 0) and tracked (1)."""


def kinds(*classes: str, direction: int | None = None, tracked: bool | None = None) -> frozenset[int]:
    """Kinds of these classes (all if none is named), of one or both directions."""
    return frozenset(
        i
        for i, kind in enumerate(KINDS)
        if (not classes or CLASSES[kind.vehicle_class] in classes)
        and direction in (None, kind.direction)
        and tracked in (None, bool(kind.attributes))
    )


MILLIMETRES = 1000


def steps(
    *changes: tuple[float, int], period: float = DAY / MINUTE, spells: Sequence[tuple[float, float, int]] = ()
) -> StepFunction:
    """A step function from (minute, value) pairs, overridden in (from minute, until minute, value) spells."""
    return StepFunction(
        tuple(round(at * MINUTE) for at, _ in changes),
        tuple(v for _, v in changes),
        round(period * MINUTE),
        tuple(Spell(round(begin * MINUTE), round(end * MINUTE), v) for begin, end, v in spells),
    )


def approach(
    name: str = "approach", direction: int = N, *, single_file: bool = False, lines: Sequence[Sequence[str]] = ((),)
) -> Approach:
    return Approach(
        name,
        direction,
        single_file,
        tuple(Line(f"line-{i}", kinds(*line, direction=direction)) for i, line in enumerate(lines)),
    )


def lane(
    booths: int = 1,
    *classes: str,
    direction: int | None = None,
    tracked: bool | None = None,
    staffing: StepFunction | None = None,
) -> StageLane:
    target = staffing or steps((0, booths))
    return StageLane("lane", kinds(*classes, direction=direction, tracked=tracked), max(values(target)), target)


def stage(
    name: str,
    *lanes: StageLane,
    space: int | Sequence[int] = UNLIMITED,
    queue: Queue = Queue.COMMON,
    choice: Choice = Choice.SHORTEST,
    move_up: float = 0,
    direction: int | None = None,
    in_metres: bool = False,
    priority: Mapping[str, int] | None = None,
) -> Stage:
    """A stage; two numbers of waiting places make a pool for each direction.

    With own queues the space is that of each lane. Metres of space are given as metres. *priority* is by class.
    """
    lanes = lanes or (lane(),)
    if queue is Queue.OWN:
        space = (space,) * len(lanes) if isinstance(space, int) else space
    pools = tuple(space) if isinstance(space, Sequence) else (space,)
    return Stage(
        name,
        None,
        direction,
        queue,
        tuple(pool * MILLIMETRES for pool in pools) if in_metres else pools,
        (0, 1) if len(pools) > 1 and queue is not Queue.OWN else (0, 0),
        round(move_up * MINUTE),
        lanes,
        serves_nothing=False,
        choice=choice,
        in_metres=in_metres,
        priority=() if priority is None else tuple(priority.get(CLASSES[kind.vehicle_class], 0) for kind in KINDS),
    )


def road_lane(
    direction: int | StepFunction | None = N,
    *classes: str,
    room: int = UNLIMITED,
    in_metres: bool = False,
    is_open: StepFunction | None = None,
) -> LinkLane:
    given = steps((0, direction)) if isinstance(direction, int) else direction
    return LinkLane("lane", kinds(*classes), given, room * MILLIMETRES if in_metres else room, in_metres, is_open)


def link(
    name: str,
    *lanes: LinkLane,
    entry_space: tuple[int, int] = (UNLIMITED, UNLIMITED),
    headway: float | tuple[float, float, float] | Mapping[tuple[str, str], float] = 0,
    green: tuple[float, float, float] | None = None,
) -> Link:
    """A link; headway in minutes for all, behind (bus, car, truck), or by (class ahead, class behind), 0 if not named.

    Green is (minimum, maximum, clearing).
    """

    def behind(ahead: VehicleKind, kind: VehicleKind) -> int:
        if isinstance(headway, Mapping):
            return round(headway.get((CLASSES[ahead.vehicle_class], CLASSES[kind.vehicle_class]), 0) * MINUTE)
        return round((headway if not isinstance(headway, tuple) else headway[ahead.vehicle_class]) * MINUTE)

    return Link(
        name,
        entry_space,
        lanes or (road_lane(N), road_lane(S)),
        tuple(tuple(behind(ahead, kind) for kind in KINDS) for ahead in KINDS),
        None if green is None else Green(*(round(g * MINUTE) for g in green)),
    )


def zone(counts: frozenset[int], places: Iterable[int], at_most: int) -> Zone:
    return Zone("zone", counts, frozenset(places), at_most)


def plan(
    places: Sequence[Place],
    routes: Sequence[Sequence[int]] = (),
    *,
    zones: Sequence[Zone] = (),
    window: float = 1000,
    stop_at: float = 100_000,
    saturated: Sequence[tuple[int, str]] = (),
    outages: Mapping[int, StepFunction] | None = None,
) -> Plan:
    """A plan of these places; without routes, northbound passes all of them in order.

    Every stage may be repeated, and a stage with lanes chosen at random has luck: each has its own slots.
    """
    north, south = (*routes, (), ())[:2] if routes else (range(len(places)), ())
    return Plan(
        classes=CLASSES,
        persons=(30, 2, 1),
        lengths=(15_000, 8_000, 20_000),
        attributes=("tracked",),
        attribute_shares=((0.0, 0.0, 0.5),),
        tracked=0,
        kinds=KINDS,
        places=tuple(places),
        zones=tuple(zones),
        routes=(_stops(north, places), _stops(south, places)),
        roads=(),
        demand=tuple(Demand(direction, CLASSES.index(name), Saturated()) for direction, name in saturated),
        start_of_day=0,
        window_start=0,
        window_end=round(window * MINUTE),
        stop_at=round(stop_at * MINUTE),
        digital=() if outages is None else tuple(outages.get(number) for number in range(len(places))),
    )


def _stops(route: Sequence[int], places: Sequence[Place]) -> tuple[Stop, ...]:
    no_service = ((None, None),) * len(KINDS)
    return tuple(
        Stop(
            p,
            f"visit/{places[p].name}",
            ((1.0, 1.0),) * len(KINDS),
            no_service,
            Repeats("repeat", (0.0,) * len(KINDS), number * MOST_REPEATS) if isinstance(places[p], Stage) else None,
            Luck("lane", number) if isinstance(places[p], Stage) else None,
        )
        for number, p in enumerate(route)
    )


@dataclass(frozen=True)
class V:
    """One vehicle: minutes of service at each stop behind the approach; None where it does not stop."""

    at: float | None
    services: Sequence[float | None] = field(default=(1,))
    vehicle_class: str = "car"
    direction: int = N
    digital: Sequence[float | None] | None = None
    """Services in digital form: such a vehicle is tracked."""
    again: Mapping[int, Sequence[float]] = field(default_factory=dict)
    """Services of second and later visits at a stop, in either form; stops count from 1."""
    luck: float = 0
    """From 0 to below 1, at every stop."""


def draws(of: Plan, vehicles: Sequence[V], *, reach: float = 1_000_000) -> Draws:
    """Draws of these vehicles; a vehicle without an arrival minute belongs to a saturated class."""
    n_stops = max(len(route) for route in of.routes)
    rows = sorted(
        (NEVER if v.at is None else round(v.at * MINUTE), v.direction, CLASSES.index(v.vehicle_class), point)
        for point, v in enumerate(vehicles)
    )
    visits = np.zeros((len(rows), n_stops, 2), dtype=np.bool_)
    service = np.zeros((len(rows), n_stops, 2), dtype=np.int64)
    visits[:, 0] = True
    for row, (_, _, _, point) in enumerate(rows):
        v = vehicles[point]
        for form, minutes in enumerate((v.services, v.services if v.digital is None else v.digital)):
            for stop, value in enumerate(minutes, start=1):
                visits[row, stop, form] = value is not None
                service[row, stop, form] = 0 if value is None else round(value * MINUTE)
    repeats = np.full((len(rows), n_slots(of), 2), -1, dtype=np.int64)
    luck = np.zeros((len(rows), n_lucks(of)), dtype=np.int64)
    for row, (_, _, _, point) in enumerate(rows):
        luck[row] = int(vehicles[point].luck * LUCK)
        for stop, services in vehicles[point].again.items():
            first = stop * MOST_REPEATS
            repeats[row, first : first + len(services)] = np.array([[round(s * MINUTE)] * 2 for s in services])
    tracked = np.array([vehicles[row[3]].digital is not None for row in rows], dtype=np.int64).reshape(-1)
    columns = np.array(rows, dtype=np.int64).reshape(-1, 4)
    return Draws(
        reach=round(reach * MINUTE),
        direction=columns[:, 1],
        vehicle_class=columns[:, 2],
        attributes=tracked,
        kind=(columns[:, 1] * len(CLASSES) + columns[:, 2]) * 2 + tracked,
        point=columns[:, 3],
        arrives_at=columns[:, 0],
        visits=visits,
        service=service,
        repeats=repeats,
        luck=luck,
        road_time=np.zeros(len(rows), dtype=np.int64),
    )


@dataclass(frozen=True)
class Seen:
    """One visit in minutes, None for what has not happened."""

    lane: int
    booth: int
    joined: float | None
    called: float | None
    began: float | None
    ended: float | None
    left: float | None
    form: int


class Story:
    """A trajectory told by vehicle (in the order of the hand-written list), place and visit, in minutes."""

    def __init__(self, trajectory: Trajectory) -> None:
        self.trajectory = trajectory
        points = trajectory.vehicles.point
        v = trajectory.visits
        self.visits = {
            (int(points[v.vehicle[i]]), int(v.place[i]), int(v.visit[i])): Seen(
                lane=int(v.lane[i]),
                booth=int(v.booth[i]),
                joined=minutes(v.joined_at[i]),
                called=minutes(v.called_at[i]),
                began=minutes(v.began_at[i]),
                ended=minutes(v.ended_at[i]),
                left=minutes(v.left_at[i]),
                form=int(v.form[i]),
            )
            for i in range(len(v))
        }
        self.out = {int(p): minutes(t) for p, t in zip(points, trajectory.vehicles.left_at, strict=True)}

    def at(self, vehicle: int, place: int, visit: int = 0) -> Seen:
        return self.visits[vehicle, place, visit]

    def has(self, vehicle: int, place: int, visit: int = 0) -> bool:
        return (vehicle, place, visit) in self.visits

    def called(self, place: int, n_vehicles: int) -> list[float | None]:
        return [self.at(v, place).called for v in range(n_vehicles)]

    def joined(self, place: int, n_vehicles: int) -> list[float | None]:
        return [self.at(v, place).joined for v in range(n_vehicles)]


def minutes(instant: int) -> float | None:
    return None if instant == NEVER else float(instant) / MINUTE


def tell(of: Plan, vehicles: Sequence[V], *, name: str = "reference", reach: float = 1_000_000) -> Story:
    """Run the engine called *name*."""
    return Story(engine(name)(of, draws(of, vehicles, reach=reach)))
