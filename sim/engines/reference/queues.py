"""Who stands in the waiting places of a stage, and whom a booth may call (R6, R9, R10)."""

from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, TypeAlias

from sim.engines.reference.vehicle import Vehicle
from sim.plan import model
from sim.plan.model import Choice, Queue
from sim.units import NEVER

if TYPE_CHECKING:
    from sim.engines.reference.staffing import Lane

Place: TypeAlias = tuple[int, int]
"""A place in a queue: (priority, order of joining). The least is called first (R10)."""


class Line:
    """Vehicles in the order in which they are called: priority, then order of joining."""

    def __init__(self) -> None:
        # By kind, since a booth serves all vehicles of a kind or none: only the first of each need be asked.
        self._by_kind: dict[int, deque[tuple[Place, Vehicle]]] = {}

    def join(self, vehicle: Vehicle, place: Place) -> None:
        """*vehicle* joins behind its equals."""
        self._by_kind.setdefault(vehicle.kind, deque()).append((place, vehicle))

    def first(self, serves: frozenset[int] | None = None) -> tuple[Place, Vehicle] | None:
        """The first of the kinds in *serves*, of all kinds without it."""
        heads = [line[0] for kind, line in self._by_kind.items() if line and (serves is None or kind in serves)]
        return min(heads, key=lambda head: head[0]) if heads else None

    def leave(self, vehicle: Vehicle) -> None:
        """*vehicle* leaves, called or for another lane."""
        line = self._by_kind[vehicle.kind]
        line.remove(next(entry for entry in line if entry[1] is vehicle))

    def in_order_of_joining(self) -> list[Vehicle]:
        """Everybody, whatever their priority."""
        everybody = [entry for line in self._by_kind.values() for entry in line]
        return [vehicle for _, vehicle in sorted(everybody, key=lambda entry: entry[0][1])]


class Waiting(Protocol):
    """The waiting places of a stage under one discipline."""

    def has_room(self, vehicle: Vehicle) -> bool:
        """Whether there is a free waiting place for *vehicle*, or an idle booth that would call it at once."""
        ...

    def join(self, vehicle: Vehicle) -> None:
        """*vehicle* joins, and has a lane if lanes have queues of their own."""
        ...

    def rejoin(self, vehicle: Vehicle) -> None:
        """*vehicle* repeats: it joins the end of its queue, needing no room (R14)."""
        ...

    def first_for(self, lane: int) -> Vehicle | None:
        """The vehicle that an idle booth of *lane* may call."""
        ...

    def leave(self, vehicle: Vehicle) -> None:
        """*vehicle* has been called: its waiting place is free."""
        ...

    def choose_again(self, lane: int) -> None:
        """The target of *lane* has fallen to 0, and all staffing of the instant is known (R9)."""
        ...


class Common:
    """One queue, whatever its pools of waiting places: an idle booth calls the first vehicle it may serve."""

    def __init__(self, plan: model.Stage, lanes: "Sequence[Lane]", size: Callable[[Vehicle], int]) -> None:
        self._lanes = lanes
        self._spaces = Spaces(plan.space, size)
        self._pool = plan.pool
        self._order = Order(plan.priority)
        self._line = Line()

    def has_room(self, vehicle: Vehicle) -> bool:
        """A free waiting place, or an idle booth that would call *vehicle* at once (R6)."""
        return self._spaces.have_room(self._pool[vehicle.direction], vehicle) or any(
            lane.idle and vehicle.kind in lane.serves for lane in self._lanes
        )

    def join(self, vehicle: Vehicle) -> None:
        """*vehicle* joins the end, behind its equals."""
        self._spaces.take(self._pool[vehicle.direction], vehicle)
        self._line.join(vehicle, self._order.place(vehicle))

    rejoin = join

    def first_for(self, lane: int) -> Vehicle | None:
        """The vehicle that an idle booth of *lane* may call."""
        first = self._line.first(self._lanes[lane].serves)
        return first and first[1]

    def leave(self, vehicle: Vehicle) -> None:
        """*vehicle* leaves its waiting place."""
        self._line.leave(vehicle)
        self._spaces.free(self._pool[vehicle.direction], vehicle)

    def choose_again(self, lane: int) -> None:
        """One queue knows no lanes."""


class SingleFile:
    """One file for each pool of waiting places; only its first may be called, and priority is ignored."""

    def __init__(self, plan: model.Stage, lanes: "Sequence[Lane]", size: Callable[[Vehicle], int]) -> None:
        self._lanes = lanes
        self._spaces = Spaces(plan.space, size)
        self._pool = plan.pool
        self._order = Order(())
        self.files = [Line() for _ in plan.space]

    def has_room(self, vehicle: Vehicle) -> bool:
        """A free waiting place, or an idle booth that would call *vehicle* at once (R6)."""
        pool = self._pool[vehicle.direction]
        return self._spaces.have_room(pool, vehicle) or (
            self.files[pool].first() is None and any(lane.idle and vehicle.kind in lane.serves for lane in self._lanes)
        )

    def join(self, vehicle: Vehicle) -> None:
        """*vehicle* joins the end, behind its equals."""
        pool = self._pool[vehicle.direction]
        self._spaces.take(pool, vehicle)
        self.files[pool].join(vehicle, self._order.place(vehicle))

    rejoin = join

    def first_for(self, lane: int) -> Vehicle | None:
        """Of the heads that the lane may serve, the one that joined first."""
        heads = [head for file in self.files if (head := file.first()) and head[1].kind in self._lanes[lane].serves]
        return min(heads, key=lambda head: head[0])[1] if heads else None

    def leave(self, vehicle: Vehicle) -> None:
        """*vehicle* leaves its waiting place."""
        pool = self._pool[vehicle.direction]
        self.files[pool].leave(vehicle)
        self._spaces.free(pool, vehicle)

    def choose_again(self, lane: int) -> None:
        """A file knows no lanes."""


class Own:
    """A queue in each lane. A vehicle chooses as it joins, and again only if its lane closes."""

    def __init__(
        self,
        plan: model.Stage,
        lanes: "Sequence[Lane]",
        size: Callable[[Vehicle], int],
        chosen: Callable[[Vehicle, Sequence[int]], int],
        opens_at: Callable[[int], int],
    ) -> None:
        self._choice = plan.choice
        self._lanes = lanes
        self._spaces = Spaces(plan.space, size)
        self._order = Order(plan.priority)
        self._lines = [Line() for _ in lanes]
        self._at_random = chosen
        self._opens_at = opens_at
        self._n_waiting = [0] * len(lanes)
        self._joined_last = len(lanes) - 1

    def has_room(self, vehicle: Vehicle) -> bool:
        """A free waiting place, or an idle booth that would call *vehicle* at once (R6)."""
        return bool(self._lanes_for(vehicle))

    def join(self, vehicle: Vehicle) -> None:
        """*vehicle* joins the end, behind its equals."""
        self._join(self._choose(vehicle, self._lanes_for(vehicle)), vehicle)

    def rejoin(self, vehicle: Vehicle) -> None:
        """A repeater stays in its lane."""
        self._stand(vehicle.visit.lane, vehicle)

    def first_for(self, lane: int) -> Vehicle | None:
        """The vehicle that an idle booth of *lane* may call."""
        first = self._lines[lane].first()
        return first and first[1]

    def leave(self, vehicle: Vehicle) -> None:
        """*vehicle* leaves its waiting place."""
        lane = vehicle.visit.lane
        self._lines[lane].leave(vehicle)
        self._spaces.free(lane, vehicle)
        self._n_waiting[lane] -= 1

    def choose_again(self, lane: int) -> None:
        """In order of joining: who finds an open lane with a free waiting place joins its end, the others stay."""
        for vehicle in self._lines[lane].in_order_of_joining():
            lanes = [other for other in self._open_to(vehicle) if self._spaces.have_room(other, vehicle)]
            if lanes:
                self.leave(vehicle)
                self._join(self._choose(vehicle, lanes), vehicle)

    def _lanes_for(self, vehicle: Vehicle) -> list[int]:
        """The lanes among which *vehicle* would choose now; none if it finds no room."""
        is_open = self._open_to(vehicle)
        if is_open:
            return [lane for lane in is_open if self._has_room(lane, vehicle)]
        opening = [
            (at, lane)
            for lane in self._eligible(vehicle)
            if self._has_room(lane, vehicle) and (at := self._opens_at(lane)) < NEVER
        ]
        return [min(opening)[1]] if opening else []

    def _eligible(self, vehicle: Vehicle) -> list[int]:
        return [index for index, lane in enumerate(self._lanes) if vehicle.kind in lane.serves]

    def _open_to(self, vehicle: Vehicle) -> list[int]:
        return [lane for lane in self._eligible(vehicle) if self._lanes[lane].target > 0]

    def _has_room(self, lane: int, vehicle: Vehicle) -> bool:
        would_be_called = bool(self._lanes[lane].idle) and self._n_waiting[lane] == 0
        return would_be_called or self._spaces.have_room(lane, vehicle)

    def _choose(self, vehicle: Vehicle, lanes: Sequence[int]) -> int:
        if self._choice is Choice.AT_RANDOM:
            return self._at_random(vehicle, lanes)
        if self._choice is Choice.IN_TURN:
            return next((lane for lane in lanes if lane > self._joined_last), lanes[0])
        shortest = lanes[0]
        for lane in lanes[1:]:
            # Vehicles per booth, compared by cross-multiplication; a tie leaves the first declared.
            if self._n_vehicles(lane) * self._lanes[shortest].target < (
                self._n_vehicles(shortest) * self._lanes[lane].target
            ):
                shortest = lane
        return shortest

    def _n_vehicles(self, lane: int) -> int:
        """Vehicles waiting, called, in service and blocked."""
        return self._n_waiting[lane] + self._lanes[lane].n_held

    def _join(self, lane: int, vehicle: Vehicle) -> None:
        self._joined_last = lane
        vehicle.visit.lane = lane
        self._stand(lane, vehicle)

    def _stand(self, lane: int, vehicle: Vehicle) -> None:
        self._spaces.take(lane, vehicle)
        self._lines[lane].join(vehicle, self._order.place(vehicle))
        self._n_waiting[lane] += 1


class Spaces:
    """Waiting places by pool or by lane, counted in vehicles or in vehicle length."""

    def __init__(self, space: Sequence[int], size: Callable[[Vehicle], int]) -> None:
        self._space = space
        self._size = size
        self._taken = [0] * len(space)

    def have_room(self, index: int, vehicle: Vehicle) -> bool:
        """Whether *vehicle* would fit."""
        return self._taken[index] + self._size(vehicle) <= self._space[index]

    def take(self, index: int, vehicle: Vehicle) -> None:
        """*vehicle* stands there."""
        self._taken[index] += self._size(vehicle)

    def free(self, index: int, vehicle: Vehicle) -> None:
        """*vehicle* stands there no longer."""
        self._taken[index] -= self._size(vehicle)


class Order:
    """Gives each vehicle that joins its place: behind its equals in priority."""

    def __init__(self, priority: tuple[int, ...]) -> None:
        self._priority = priority
        self._n_joined = 0

    def place(self, vehicle: Vehicle) -> Place:
        """Place of the next to join."""
        self._n_joined += 1
        return (self._priority[vehicle.kind] if self._priority else 0), self._n_joined


def waiting(
    plan: model.Stage,
    lanes: "Sequence[Lane]",
    *,
    size: Callable[[Vehicle], int],
    at_random: Callable[[Vehicle, Sequence[int]], int],
    opens_at: Callable[[int], int],
) -> Waiting:
    """The waiting places of a stage by its discipline.

    *size* is what a vehicle takes of the space, *at_random* picks one of several lanes by the vehicle's luck, and
    *opens_at* is the next instant at which a closed lane's target is above 0.
    """
    if plan.queue is Queue.OWN:
        return Own(plan, lanes, size, at_random, opens_at)
    return SingleFile(plan, lanes, size) if plan.queue is Queue.SINGLE_FILE else Common(plan, lanes, size)
