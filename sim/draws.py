"""Every random quantity of one replication, drawn before the engine starts."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

IntArray: TypeAlias = NDArray[np.int64]
BoolArray: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """One row per vehicle, in the order of design R1 (arrival instant, direction, class, point).

    Vehicles of a saturated class have ``arrives_at`` NEVER and stand last, ordered by direction, class and
    point: the engine lets them arrive one by one. ``visits`` and ``service`` are indexed
    ``[vehicle, stop, form]``, stops counted along the route of the vehicle's own direction (stop 0, the
    approach, is always visited and takes no time).
    """

    reach: int
    """Arrivals are complete before this instant."""
    direction: IntArray
    vehicle_class: IntArray
    attributes: IntArray
    """Bit mask over the plan's attributes."""
    kind: IntArray
    point: IntArray
    """Identity within direction and class: (strip << 40) | index in the strip."""
    arrives_at: IntArray
    visits: BoolArray
    service: IntArray
    road_time: IntArray
    """Microseconds on the roads of the corridor, before and behind the crossing."""

    def __len__(self) -> int:
        return len(self.arrives_at)
