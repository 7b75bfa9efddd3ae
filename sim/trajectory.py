"""The record of one replication: every vehicle, every visit, every booth that opened or closed."""

from dataclasses import dataclass, fields
from enum import Enum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

IntArray: TypeAlias = NDArray[np.int64]


class Ending(Enum):
    """Why the engine stopped."""

    FINISHED = "finished"
    """Every vehicle of the window has arrived and is out."""
    STOPPED = "lower bound"
    """``stop_at`` was reached with vehicles of the window still inside."""
    LOCKED_UP = "locked up"
    """A ring of blocked vehicles holds itself."""
    OUT_OF_DRAWS = "out of draws"
    """The draws do not reach far enough; draw further and run again."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Columns of equal length; equal if every entry of every column is."""

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(np.array_equal(getattr(self, f.name), getattr(other, f.name)) for f in fields(self))

    __hash__ = None  # type: ignore[assignment]

    def __len__(self) -> int:
        return len(getattr(self, fields(self)[0].name))


@dataclass(frozen=True, slots=True, eq=False)
class Vehicles(Table):
    """Vehicles that arrived, numbered by design R1."""

    direction: IntArray
    """0 northbound, 1 southbound."""
    vehicle_class: IntArray
    """Number of its class, the classes by name."""
    attributes: IntArray
    """Bit *i* is set if it has attribute *i*, the attributes by name and ``tracked`` last."""
    kind: IntArray
    """Number of its direction, class and attributes together, as the plan counts them."""
    point: IntArray
    """Identity within direction and class, the same in every scenario compared."""
    arrived_at: IntArray
    """Arrival at the end of the approach, µs after instant 0."""
    left_at: IntArray
    """Leaving the last place, µs after instant 0; NEVER if it has not."""
    road_time: IntArray
    """Time on the roads of the corridor, µs."""


@dataclass(frozen=True, slots=True, eq=False)
class Visits(Table):
    """One row per vehicle and visit, by vehicle and then along its route.

    Instants that had not come when the run ended are NEVER. At an approach ``lane`` is the line, ``booth``
    is -1, and a vehicle is called, begins and ends at the instant it drives on: all its time there is waiting.
    On a link ``joined_at`` is entering the entry space, ``called_at`` and ``began_at`` entering the lane,
    ``ended_at`` reaching the end, ``booth`` is -1.
    """

    vehicle: IntArray
    """Number of the vehicle: its row among the vehicles of the replication, from 0."""
    place: IntArray
    """Number of the place."""
    visit: IntArray
    """0 for the first visit to the place, then counting repeats."""
    lane: IntArray
    """Number of the lane in its place; -1 until called, or until joined where each lane has its own queue."""
    booth: IntArray
    """Number of the booth in its lane; -1 until called, and where there are no booths."""
    joined_at: IntArray
    """Joining the place, µs after instant 0."""
    called_at: IntArray
    """Call to a booth, or to the lane of a link, µs after instant 0; NEVER if it was not."""
    began_at: IntArray
    """Begin of service or travel, the move up done, µs after instant 0; NEVER if it has not begun."""
    ended_at: IntArray
    """End of service or travel, µs after instant 0; NEVER if it has not ended."""
    left_at: IntArray
    """Leaving the place, µs after instant 0; NEVER if it has not left."""
    service_time: IntArray
    """The vehicle's own service or travel time, µs, whatever held it up; 0 until called."""
    form: IntArray
    """Form of service, 0 on paper or 1 digital; 0 until called."""


@dataclass(frozen=True, slots=True, eq=False)
class BoothLog(Table):
    """One row per stretch for which a booth was open, by place, lane, booth and instant."""

    place: IntArray
    """Number of the place."""
    lane: IntArray
    """Number of the lane in its place."""
    booth: IntArray
    """Number of the booth in its lane."""
    opened_at: IntArray
    """Opening, µs after instant 0."""
    closed_at: IntArray
    """Closing, µs after instant 0; NEVER if it was open when the run ended."""


@dataclass(frozen=True, slots=True, eq=False)
class LightLog(Table):
    """One row per green of an alternating link, by place and instant."""

    place: IntArray
    """Number of the link."""
    direction: IntArray
    """0 northbound, 1 southbound: whose green it is."""
    began_at: IntArray
    """Begin of green, µs after instant 0."""
    ended_at: IntArray
    """Switch to the other side, µs after instant 0; NEVER if it was green when the run ended."""


@dataclass(frozen=True, slots=True, eq=False)
class Trajectory:
    """What happened in one replication."""

    ending: Ending
    until: int
    """The last instant worked."""
    ring: tuple[int, ...]
    """Places of the ring that locked up, empty otherwise."""
    vehicles: Vehicles
    visits: Visits
    booths: BoothLog
    lights: LightLog

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Trajectory):
            return NotImplemented
        return all(getattr(self, f.name) == getattr(other, f.name) for f in fields(self))

    __hash__ = None  # type: ignore[assignment]
