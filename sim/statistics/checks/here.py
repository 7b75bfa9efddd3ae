"""The visits to one place with who made them, and the step functions that checks compare them with."""

from collections.abc import Iterator
from dataclasses import dataclass
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

    @classmethod
    def of(cls, trajectory: Trajectory, place: int) -> "Here":
        """Those of *trajectory* to place number *place*."""
        visits = trajectory.visits
        rows = np.flatnonzero(visits.place == place)
        who = visits.vehicle[rows]
        return cls(
            visit=visits.visit[rows],
            lane=visits.lane[rows],
            booth=visits.booth[rows],
            joined_at=visits.joined_at[rows],
            called_at=visits.called_at[rows],
            began_at=visits.began_at[rows],
            ended_at=visits.ended_at[rows],
            left_at=visits.left_at[rows],
            service_time=visits.service_time[rows],
            form=visits.form[rows],
            kind=trajectory.vehicles.kind[who],
            direction=trajectory.vehicles.direction[who],
            vehicle_class=trajectory.vehicles.vehicle_class[who],
        )

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
    at = np.unique(np.concatenate([each.at for each in series]))
    return at, [each.value_at(at) for each in series]
