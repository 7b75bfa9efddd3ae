"""The visits to one place with who made them, and the step functions that checks compare them with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from sim.plan.model import Plan, Stage
from sim.plan.steps import StepFunction, changes, value_at
from sim.statistics.grouping import taken
from sim.statistics.occupancy import StepSeries, among, step_series
from sim.statistics.window import BoolArray
from sim.trajectory import IntArray, Trajectory


@dataclass(frozen=True, slots=True)
class Here:
    """The visits to one place, in order of joining: so most other instants stand nearly in order, and sort quickly."""

    row: IntArray
    """Number of each in the record."""
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
        return among(self.kind, kinds)

    def pool(self, stage: Stage) -> IntArray:
        """Pool of waiting places of each."""
        return np.array(stage.pool, dtype=np.int64)[self.direction]

    def size(self, plan: Plan, *, in_metres: bool) -> IntArray:
        """What each takes of a space: its length, or 1 where vehicles are counted."""
        if not in_metres:
            return np.ones(len(self.lane), dtype=np.int64)
        return np.array(plan.lengths, dtype=np.int64)[self.vehicle_class]


@dataclass(frozen=True, slots=True)
class Booths:
    """How many booths of a lane are open, and how many are held, over time."""

    opened: StepSeries
    held: StepSeries

    @classmethod
    def of(cls, trajectory: Trajectory, here: Here, place: int, lane: int) -> "Booths":
        """Those of lane number *lane* of a stage."""
        log = trajectory.booths
        of_lane = (log.place == place) & (log.lane == lane)
        held = here.is_called & (here.lane == lane)
        return cls(
            opened=step_series(log.opened_at[of_lane], log.closed_at[of_lane]),
            held=step_series(here.called_at[held], here.left_at[held]),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Record(Trajectory):
    """A trajectory with what several checks look at, made once."""

    places: tuple[Here, ...]
    """By number of the place."""
    lanes: Mapping[tuple[int, int], Booths]
    """By number of the stage, and of the lane in it."""

    @classmethod
    def of(cls, trajectory: Trajectory, plan: Plan) -> "Record":
        """That of *trajectory*."""
        visits, vehicles = trajectory.visits, trajectory.vehicles
        edges = np.cumsum(np.bincount(visits.place, minlength=len(plan.places)))[:-1]
        by_place = np.split(np.argsort(narrow(visits.place), kind="stable"), edges)
        rows = np.concatenate([here[np.argsort(visits.joined_at[here], kind="stable")] for here in by_place])
        who = visits.vehicle[rows]
        columns = {"row": rows, **{name: taken(getattr(visits, name), rows) for name in _OF_VISITS}}
        columns |= {name: taken(getattr(vehicles, name), who) for name in _OF_VEHICLES}
        parts = {name: np.split(column, edges) for name, column in columns.items()}
        places = [Here(**{name: parts[name][place] for name in parts}) for place in range(len(plan.places))]
        return cls(
            **{field.name: getattr(trajectory, field.name) for field in fields(Trajectory)},
            places=tuple(places),
            lanes={
                (number, index): Booths.of(trajectory, places[number], number, index)
                for number, stage in stages(plan)
                for index in range(len(stage.lanes))
            },
        )


_OF_VEHICLES = ("kind", "direction", "vehicle_class")
_OF_VISITS = tuple(field.name for field in fields(Here) if field.name not in ("row", *_OF_VEHICLES))


def stages(plan: Plan) -> Iterator[tuple[int, Stage]]:
    """The stages of *plan* with their numbers."""
    return ((number, place) for number, place in enumerate(plan.places) if isinstance(place, Stage))


def as_series(steps: StepFunction, until: int) -> StepSeries:
    """*steps* from instant 0 to *until*."""
    later = list(takewhile(lambda change: change[0] <= until, changes(steps)))
    at, value = np.array([(0, value_at(steps, 0)), *later], dtype=np.int64).T.copy()
    return StepSeries(at, value)


def together(*series: StepSeries) -> tuple[IntArray, list[IntArray]]:
    """The instants at which any of them changes, and the values of each from there on."""
    every = np.sort(np.concatenate([each.at for each in series]), kind="stable")
    at = every[np.append(True, every[1:] != every[:-1])[: len(every)]]
    return at, [each.value_at(at) for each in series]


def narrow(numbers: IntArray) -> NDArray[np.integer]:
    """*numbers* in 16 bits if they fit: so short, they are sorted by counting."""
    return numbers.astype(np.int16) if numbers.max(initial=0) <= np.iinfo(np.int16).max else numbers


def sorted_by(*keys: NDArray[np.integer]) -> IntArray:
    """Rows by the last of *keys*, where equal by the one before it, and so on, as ``np.lexsort`` has them.

    Visits stand nearly in order of any instant already: a stable sort by one key after the other makes use of it.
    """
    order = np.argsort(keys[0], kind="stable")
    for key in keys[1:]:
        order = order[np.argsort(key[order], kind="stable")]
    return order
