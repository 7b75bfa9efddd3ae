"""A stage: waiting places, queue discipline, calls, service, and blocking after service (R6, R7, R9-R13)."""

from collections import deque
from typing import TYPE_CHECKING

from sim.engines.order import Mark
from sim.engines.reference.place import Place
from sim.engines.reference.staffing import BoothLogger, Lane
from sim.engines.reference.vehicle import Vehicle
from sim.plan import model

if TYPE_CHECKING:
    from sim.engines.reference.crossing import Crossing


class CommonQueue:
    """One queue from which a booth calls the first vehicle it may serve."""

    def __init__(self) -> None:
        self._joined = 0
        # By kind, since a booth serves all vehicles of a kind or none: only the first of each need be asked.
        self._by_kind: dict[int, deque[tuple[int, Vehicle]]] = {}

    def join(self, vehicle: Vehicle) -> None:
        """*vehicle* joins at the end."""
        self._joined += 1
        self._by_kind.setdefault(vehicle.kind, deque()).append((self._joined, vehicle))

    def first_for(self, serves: frozenset[int]) -> Vehicle | None:
        """The vehicle that a booth which serves these kinds may call."""
        firsts = [queue[0] for kind, queue in self._by_kind.items() if queue and kind in serves]
        return min(firsts)[1] if firsts else None

    def leave(self, vehicle: Vehicle) -> None:
        """*vehicle* has been called."""
        self._by_kind[vehicle.kind].popleft()

    def would_let_through(self, vehicle: Vehicle) -> bool:  # noqa: ARG002 - who joins may be called past the others
        """Whether an idle booth that serves *vehicle* would call it at once."""
        return True


class SingleFile:
    """One file for each pool of waiting places; only its first may be called, whoever else could be served."""

    def __init__(self, pool: tuple[int, int]) -> None:
        self._pool = pool
        self._joined = 0
        self._files: list[deque[tuple[int, Vehicle]]] = [deque() for _ in set(pool)]

    def join(self, vehicle: Vehicle) -> None:
        """*vehicle* joins at the end of its file."""
        self._joined += 1
        self._files[self._pool[vehicle.direction]].append((self._joined, vehicle))

    def first_for(self, serves: frozenset[int]) -> Vehicle | None:
        """Of the heads that the booth may serve, the one that joined first."""
        heads = [file[0] for file in self._files if file and file[0][1].kind in serves]
        return min(heads)[1] if heads else None

    def leave(self, vehicle: Vehicle) -> None:
        """*vehicle* has been called."""
        self._files[self._pool[vehicle.direction]].popleft()

    def would_let_through(self, vehicle: Vehicle) -> bool:
        """Whether *vehicle* would be the head of its file."""
        return not self._files[self._pool[vehicle.direction]]


class Stage(Place):
    """A control, or a yard, with its lanes."""

    def __init__(self, crossing: "Crossing", number: int, plan: model.Stage) -> None:
        super().__init__(crossing, number)
        self.plan = plan
        self.lanes = [
            Lane(lane, BoothLogger(crossing.booth_log, number, index)) for index, lane in enumerate(plan.lanes)
        ]
        self.queue = SingleFile(plan.pool) if plan.single_file else CommonQueue()
        self.n_waiting = [0] * len(plan.space)

    def has_room(self, vehicle: Vehicle) -> bool:
        """A free waiting place, or an idle open booth that would call *vehicle* at once (R6)."""
        pool = self.plan.pool[vehicle.direction]
        return self.n_waiting[pool] < self.plan.space[pool] or (
            self.queue.would_let_through(vehicle)
            and any(lane.idle and vehicle.kind in lane.serves for lane in self.lanes)
        )

    def take_in(self, vehicle: Vehicle) -> None:
        """*vehicle* joins the queue."""
        super().take_in(vehicle)
        self.queue.join(vehicle)
        self.n_waiting[self.plan.pool[vehicle.direction]] += 1

    def work(self) -> None:
        """The first declared idle booth that may call somebody calls, and so on (R11)."""
        while self._call():
            pass

    def _call(self) -> bool:
        for index, lane in enumerate(self.lanes):
            vehicle = self.queue.first_for(lane.serves) if lane.idle else None
            if vehicle is not None:
                self._begin_service(vehicle, index)
                return True
        return False

    def _begin_service(self, vehicle: Vehicle, lane: int) -> None:
        """Call *vehicle* to the first idle booth of *lane*; it begins when it has moved up (R12, R13)."""
        now = self.crossing.now
        self.queue.leave(vehicle)
        self.n_waiting[self.plan.pool[vehicle.direction]] -= 1
        booth = self.lanes[lane].occupy(vehicle)
        visit = vehicle.visit
        visit.lane, visit.booth = lane, booth.index
        visit.called_at = now
        visit.form = vehicle.form
        visit.service_time = self.crossing.service_time(vehicle, visit.form)
        in_place = now if booth.last_left_at is None else booth.last_left_at + self.plan.move_up
        visit.began_at = max(now, in_place)
        self.crossing.schedule(
            Mark.SERVICE_ENDS, vehicle.number, visit.began_at + visit.service_time, lambda: self._end_service(vehicle)
        )

    def _end_service(self, vehicle: Vehicle) -> None:
        """*vehicle* is served: ready to move on, and in its booth until it finds room beyond (R7)."""
        vehicle.visit.ended_at = self.crossing.now
        self.crossing.becomes_ready(vehicle, since=self.crossing.now)

    def let_go(self, vehicle: Vehicle) -> None:
        """*vehicle* leaves its booth."""
        lane = self.lanes[vehicle.visit.lane]
        lane.vacate(lane.booths[vehicle.visit.booth], now=self.crossing.now)
