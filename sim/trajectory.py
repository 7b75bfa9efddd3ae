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
    vehicle_class: IntArray
    attributes: IntArray
    kind: IntArray
    point: IntArray
    """Identity within direction and class, the same in every scenario compared."""
    arrived_at: IntArray
    left_at: IntArray
    """Instant of leaving the last place; NEVER if it has not."""
    road_time: IntArray
    """Microseconds on the roads of the corridor."""


@dataclass(frozen=True, slots=True, eq=False)
class Visits(Table):
    """One row per vehicle and visit, by vehicle and then along its route.

    Instants that had not come when the run ended are NEVER. At an approach ``lane`` is the line, ``booth``
    is -1, and a vehicle is called, begins and ends at the instant it drives on: all its time there is waiting.
    On a link ``joined_at`` is entering the entry space, ``called_at`` and ``began_at`` entering the lane,
    ``ended_at`` reaching the end, ``booth`` is -1.
    """

    vehicle: IntArray
    place: IntArray
    visit: IntArray
    """0 for the first visit to the place."""
    lane: IntArray
    """-1 until called."""
    booth: IntArray
    """Within the lane; -1 until called."""
    joined_at: IntArray
    called_at: IntArray
    began_at: IntArray
    ended_at: IntArray
    left_at: IntArray
    service_time: IntArray
    """The vehicle's own service or travel time, microseconds, whatever held it up; 0 until called."""
    form: IntArray
    """PAPER or DIGITAL; PAPER until called."""


@dataclass(frozen=True, slots=True, eq=False)
class BoothLog(Table):
    """One row per stretch for which a booth was open, by place, lane, booth and instant."""

    place: IntArray
    lane: IntArray
    booth: IntArray
    opened_at: IntArray
    closed_at: IntArray
    """NEVER if it was open when the run ended."""


@dataclass(frozen=True, slots=True, eq=False)
class LightLog(Table):
    """One row per green of an alternating link, by place and instant."""

    place: IntArray
    direction: IntArray
    began_at: IntArray
    ended_at: IntArray
    """Instant of the switch; NEVER if it was green when the run ended."""


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
