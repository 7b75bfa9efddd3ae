"""Small hand-written records, in whole minutes, whose statistics are worked out on paper."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from sim.trajectory import BoothLog, Ending, IntArray, LightLog, Trajectory, Vehicles, Visits
from sim.units import MINUTE, NEVER
from tests.builders import CLASSES, N

Minutes = float | None
"""None for what never happened."""


@dataclass(frozen=True)
class Stop:
    """One visit: place, the five instants, and the vehicle's own service time (as long as it took, if left out)."""

    place: int
    joined: float
    called: Minutes = None
    began: Minutes = None
    ended: Minutes = None
    left: Minutes = None
    lane: int = 0
    booth: int = 0
    service: float | None = None
    visit: int = 0
    """More than 0 for a repeat."""


def road(joined: float, left: Minutes) -> Stop:
    """The visit to the approach (place 0): all waiting."""
    return Stop(0, joined, left, left, left, left, booth=-1)


@dataclass(frozen=True)
class Car:
    """One vehicle and its visits; it arrives as it joins the first and is out as it leaves the last."""

    stops: Sequence[Stop]
    vehicle_class: str = "car"
    direction: int = N
    tracked: bool = False
    road_time: float = 0


def record(
    cars: Sequence[Car],
    *,
    until: float,
    booths: Sequence[tuple[int, int, int, float, Minutes]] = (),
    ending: Ending = Ending.FINISHED,
) -> Trajectory:
    """The trajectory of these vehicles; *booths* are (place, lane, booth, opened, closed)."""
    kinds = [(car.direction * len(CLASSES) + CLASSES.index(car.vehicle_class)) * 2 + car.tracked for car in cars]
    stops = [(number, stop) for number, car in enumerate(cars) for stop in car.stops]
    return Trajectory(
        ending=ending,
        until=_instant(until),
        ring=(),
        vehicles=Vehicles(
            direction=_column(car.direction for car in cars),
            vehicle_class=_column(CLASSES.index(car.vehicle_class) for car in cars),
            attributes=_column(int(car.tracked) for car in cars),
            kind=_column(kinds),
            point=_column(range(len(cars))),
            arrived_at=_column(_instant(car.stops[0].joined) for car in cars),
            left_at=_column(_instant(car.stops[-1].left) for car in cars),
            road_time=_column(_instant(car.road_time) for car in cars),
        ),
        visits=Visits(
            vehicle=_column(number for number, _ in stops),
            place=_column(stop.place for _, stop in stops),
            visit=_column(stop.visit for _, stop in stops),
            lane=_column(-1 if stop.called is None else stop.lane for _, stop in stops),
            booth=_column(-1 if stop.called is None else stop.booth for _, stop in stops),
            joined_at=_column(_instant(stop.joined) for _, stop in stops),
            called_at=_column(_instant(stop.called) for _, stop in stops),
            began_at=_column(_instant(stop.began) for _, stop in stops),
            ended_at=_column(_instant(stop.ended) for _, stop in stops),
            left_at=_column(_instant(stop.left) for _, stop in stops),
            service_time=_column(_own_service(stop) for _, stop in stops),
            form=_column(0 for _ in stops),
        ),
        booths=BoothLog(
            place=_column(place for place, *_ in booths),
            lane=_column(lane for _, lane, *_ in booths),
            booth=_column(booth for _, _, booth, *_ in booths),
            opened_at=_column(_instant(opened) for *_, opened, _ in booths),
            closed_at=_column(_instant(closed) for *_, closed in booths),
        ),
        lights=LightLog(*(_column(()) for _ in range(4))),
    )


def _own_service(stop: Stop) -> int:
    if stop.service is not None:
        return _instant(stop.service)
    return 0 if stop.began is None or stop.ended is None else _instant(stop.ended) - _instant(stop.began)


def _instant(minutes: Minutes) -> int:
    return NEVER if minutes is None else round(minutes * MINUTE)


def _column(values: Iterable[int]) -> IntArray:
    return np.array(list(values), dtype=np.int64)
