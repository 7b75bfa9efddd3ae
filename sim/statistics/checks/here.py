"""The visits to one place with who made them, and the step functions that checks compare them with."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import takewhile

import numpy as np

from sim.plan.model import Plan, Stage
from sim.plan.steps import StepFunction, changes, value_at
from sim.statistics.occupancy import StepSeries
from sim.statistics.window import BoolArray
from sim.trajectory import IntArray, Trajectory


@dataclass(frozen=True, slots=True)
class Here:
    """The visits to one place, in the order of the record: by vehicle, then repeats."""

    visit: IntArray
    lane: IntArray
    booth: IntArray
    joined_at: IntArray
    called_at: IntArray
    began_at: IntArray
    ended_at: IntArray
    left_at: IntArray
    service_time: IntArray
    form: IntArray
    kind: IntArray
    direction: IntArray
    vehicle_class: IntArray

    @property
    def is_called(self) -> BoolArray:
        """At a stage, whether a booth has called."""
        return self.booth >= 0

    @property
    def all(self) -> BoolArray:
        """Every visit."""
        return np.ones(len(self.lane), dtype=np.bool_)

    def kind_in(self, kinds: frozenset[int]) -> BoolArray:
        """Which are made by vehicles of *kinds*."""
        return np.isin(self.kind, list(kinds))

    def pool(self, stage: Stage) -> IntArray:
        """Pool of waiting places of each."""
        return np.array(stage.pool, dtype=np.int64)[self.direction]

    def size(self, plan: Plan, *, in_metres: bool) -> IntArray:
        """What each takes of a space: its length, or 1 where vehicles are counted."""
        if not in_metres:
            return np.ones(len(self.lane), dtype=np.int64)
        return np.array(plan.lengths, dtype=np.int64)[self.vehicle_class]


@dataclass(frozen=True, slots=True, eq=False)
class Record(Trajectory):
    """A trajectory with its visits place by place, which most checks look at."""

    places: tuple[Here, ...]
    """By number of the place."""

    @classmethod
    def of(cls, trajectory: Trajectory, plan: Plan) -> "Record":
        """That of *trajectory*."""
        visits, vehicles = trajectory.visits, trajectory.vehicles
        # Numbers of places are small: so short they are sorted by counting.
        rows = np.argsort(visits.place.astype(np.int16), kind="stable")
        edges = np.cumsum(np.bincount(visits.place, minlength=len(plan.places)))[:-1]
        columns = {name: getattr(visits, name)[rows] for name in _OF_VISITS}
        columns |= {name: getattr(vehicles, name)[visits.vehicle[rows]] for name in _OF_VEHICLES}
        parts = {name: np.split(column, edges) for name, column in columns.items()}
        places = [Here(**{name: parts[name][place] for name in parts}) for place in range(len(plan.places))]
        return cls(
            **{field.name: getattr(trajectory, field.name) for field in fields(Trajectory)}, places=tuple(places)
        )


_OF_VEHICLES = ("kind", "direction", "vehicle_class")
_OF_VISITS = tuple(field.name for field in fields(Here) if field.name not in _OF_VEHICLES)


def stages(plan: Plan) -> Iterator[tuple[int, Stage]]:
    """The stages of *plan* with their numbers."""
    return ((number, place) for number, place in enumerate(plan.places) if isinstance(place, Stage))


def as_series(steps: StepFunction, until: int) -> StepSeries:
    """*steps* from instant 0 to *until*."""
    later = list(takewhile(lambda change: change[0] <= until, changes(steps)))
    table = np.array([(0, value_at(steps, 0)), *later], dtype=np.int64)
    return StepSeries(table[:, 0], table[:, 1])


def together(*series: StepSeries) -> tuple[IntArray, list[IntArray]]:
    """The instants at which any of them changes, and the values of each from there on."""
    every = np.sort(np.concatenate([each.at for each in series]), kind="stable")
    at = every[np.append(True, every[1:] != every[:-1])[: len(every)]]
    return at, [each.value_at(at) for each in series]
