"""A stage: calls, service, repeats, and blocking after service (R6, R7, R11-R14)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.draws import LUCK
from sim.engines.order import Mark
from sim.engines.reference.place import Place
from sim.engines.reference.queues import waiting
from sim.engines.reference.staffing import BoothLogger, Lane
from sim.engines.reference.vehicle import Vehicle, Visit
from sim.plan import model
from sim.plan.model import Queue
from sim.plan.steps import next_above_zero

if TYPE_CHECKING:
    from sim.engines.reference.crossing import Crossing


class Stage(Place):
    """A control, or a yard, with its lanes."""

    def __init__(self, crossing: "Crossing", number: int, plan: model.Stage) -> None:
        super().__init__(crossing, number)
        self.plan = plan
        self.lanes = [
            Lane(lane, BoothLogger(crossing.booth_log, number, index)) for index, lane in enumerate(plan.lanes)
        ]
        self.waiting = waiting(plan, self.lanes, size=self._size, at_random=self._at_random, opens_at=self._opens_at)
        self._to_choose_again: list[int] = []

    def _size(self, vehicle: Vehicle) -> int:
        return self.crossing.plan.lengths[vehicle.vehicle_class] if self.plan.in_metres else 1

    def _at_random(self, vehicle: Vehicle, lanes: Sequence[int]) -> int:
        return lanes[self.crossing.luck(vehicle) * len(lanes) // LUCK]

    def _opens_at(self, lane: int) -> int:
        return next_above_zero(self.lanes[lane].plan.staffing, self.crossing.now)

    def has_room(self, vehicle: Vehicle) -> bool:
        """A free waiting place, or an idle open booth that would call *vehicle* at once (R6)."""
        return self.waiting.has_room(vehicle)

    def take_in(self, vehicle: Vehicle) -> None:
        """*vehicle* joins the queue."""
        super().take_in(vehicle)
        self.waiting.join(vehicle)

    def set_target(self, lane: int, target: int) -> None:
        """The staffing of *lane* changes; who waits in a lane that closes chooses again once all is marked (R9)."""
        if target == 0 and self.lanes[lane].target > 0:
            self._to_choose_again.append(lane)
        self.lanes[lane].set_target(target, now=self.crossing.now)
        self.stirred = True

    def after_marks(self) -> None:
        """Let those choose again whose lane has closed, now that all staffing of the instant is known."""
        for lane in self._to_choose_again:
            self.waiting.choose_again(lane)
        self._to_choose_again.clear()

    def work(self) -> None:
        """The first declared idle booth that may call somebody calls, and so on (R11)."""
        while self._call():
            pass

    def _call(self) -> bool:
        for index, lane in enumerate(self.lanes):
            vehicle = self.waiting.first_for(index) if lane.idle else None
            if vehicle is not None:
                self._begin_service(vehicle, index)
                return True
        return False

    def _begin_service(self, vehicle: Vehicle, lane: int) -> None:
        """Call *vehicle* to the first idle booth of *lane*; it begins when it has moved up (R12, R13)."""
        now = self.crossing.now
        self.waiting.leave(vehicle)
        booth = self.lanes[lane].occupy(vehicle)
        visit = vehicle.visit
        visit.lane, visit.booth = lane, booth.index
        visit.called_at = now
        visit.form = self.crossing.form_at(vehicle, self.number)
        visit.service_time = self.crossing.service_time(vehicle, visit.form)
        in_place = now if booth.last_left_at is None else booth.last_left_at + self.plan.move_up
        visit.began_at = max(now, in_place)
        self.crossing.schedule(
            Mark.SERVICE_ENDS, vehicle.number, visit.began_at + visit.service_time, lambda: self._end_service(vehicle)
        )

    def _end_service(self, vehicle: Vehicle) -> None:
        """*vehicle* is served: it repeats, or is ready to move on and in its booth until it finds room (R7, R14)."""
        vehicle.visit.ended_at = self.crossing.now
        if self.crossing.must_repeat(vehicle):
            self._repeat(vehicle)
        else:
            self.crossing.becomes_ready(vehicle, since=self.crossing.now)

    def _repeat(self, vehicle: Vehicle) -> None:
        """*vehicle* leaves its booth and rejoins the end of its queue there and then (R14)."""
        done = vehicle.visit
        done.left_at = self.crossing.now
        self.let_go(vehicle)
        lane = done.lane if self.plan.queue is Queue.OWN else -1
        vehicle.visits.append(Visit(self.number, self.crossing.now, number=done.number + 1, lane=lane))
        self.waiting.rejoin(vehicle)
        self.stirred = True

    def let_go(self, vehicle: Vehicle) -> None:
        """*vehicle* leaves its booth."""
        lane = self.lanes[vehicle.visit.lane]
        lane.vacate(lane.booths[vehicle.visit.booth], now=self.crossing.now)
