"""A link such as the bridge: entry space, lanes, headway, and no overtaking (R16-R18, R20, R21)."""

from collections import deque
from typing import TYPE_CHECKING

from sim.engines.order import Mark
from sim.engines.reference.light import Light
from sim.engines.reference.place import Place
from sim.engines.reference.vehicle import Vehicle, Visit
from sim.plan import model
from sim.plan.steps import value_at

if TYPE_CHECKING:
    from sim.engines.reference.crossing import Crossing


class Lane:
    """One lane and the vehicles on it, the first at the front."""

    def __init__(self, plan: model.LinkLane) -> None:
        self.plan = plan
        self.vehicles: deque[Vehicle] = deque()
        self.last_entered: Vehicle | None = None
        self.last_visit: Visit | None = None
        """The visit to this link of the vehicle that entered last; it may have driven off since."""
        self.direction = None if plan.direction is None else value_at(plan.direction, 0)
        """The direction it is given to; None where a light decides."""
        self.is_open = plan.is_open is None or value_at(plan.is_open, 0) > 0
        """Whether no closure holds."""
        self.taken = 0
        """Of its room, in vehicles or in vehicle length."""


class Link(Place):
    """A road with contention. Both directions stand in one object: they may share lanes or a light."""

    def __init__(self, crossing: "Crossing", number: int, plan: model.Link) -> None:
        super().__init__(crossing, number)
        self.plan = plan
        self.entry: tuple[deque[Vehicle], deque[Vehicle]] = (deque(), deque())
        self.lanes = [Lane(lane) for lane in plan.lanes]
        self.light = None if plan.green is None else Light(self, plan.green)

    @property
    def is_empty(self) -> bool:
        """Whether nobody is on it."""
        return not any(lane.vehicles for lane in self.lanes)

    def has_room(self, vehicle: Vehicle) -> bool:
        """Room is in the entry space (R16)."""
        return len(self.entry[vehicle.direction]) < self.plan.entry_space[vehicle.direction]

    def take_in(self, vehicle: Vehicle) -> None:
        """*vehicle* stands in the entry space."""
        super().take_in(vehicle)
        self.entry[vehicle.direction].append(vehicle)

    def work(self) -> None:
        """Admit until nobody can enter."""
        while self._admit():
            pass

    def _admit(self) -> bool:
        if self.light is not None:
            self.light.turn_green_if_clear()
        for direction in (model.NORTHBOUND, model.SOUTHBOUND):
            if self.entry[direction]:
                first = self.entry[direction][0]
                lanes = [index for index, lane in enumerate(self.lanes) if self._is_open(lane, first)]
                if lanes:
                    self._enter(first, min(lanes, key=lambda index: (len(self.lanes[index].vehicles), index)))
                    return True
        return False

    def _is_open(self, lane: Lane, vehicle: Vehicle) -> bool:
        """Whether *vehicle* may enter *lane* now (R17)."""
        given = self.light.allows(vehicle.direction) if self.light else lane.direction == vehicle.direction
        return (
            lane.is_open
            and given
            and vehicle.kind in lane.plan.serves
            and lane.taken + self._size(lane, vehicle) <= lane.plan.room
            and all(other.direction == vehicle.direction for other in lane.vehicles)
            and self._headway_has_passed(lane, vehicle)
        )

    def _size(self, lane: Lane, vehicle: Vehicle) -> int:
        return self.crossing.plan.lengths[vehicle.vehicle_class] if lane.plan.in_metres else 1

    def _headway_has_passed(self, lane: Lane, vehicle: Vehicle) -> bool:
        ahead, visit = lane.last_entered, lane.last_visit
        if ahead is None or visit is None or ahead.direction != vehicle.direction:
            return True
        return self.crossing.now >= visit.began_at + self.plan.headway[ahead.kind][vehicle.kind]

    def _enter(self, vehicle: Vehicle, index: int) -> None:
        now, lane, visit = self.crossing.now, self.lanes[index], vehicle.visit
        self.entry[vehicle.direction].popleft()
        visit.lane = index
        visit.called_at = visit.began_at = now
        visit.form = self.crossing.form_at(vehicle, self.number)
        visit.service_time = self.crossing.service_time(vehicle, visit.form)
        lane.vehicles.append(vehicle)
        lane.taken += self._size(lane, vehicle)
        if len(lane.vehicles) == 1:
            self._foresee_end(vehicle, lane.last_entered, lane.last_visit)
        lane.last_entered, lane.last_visit = vehicle, visit
        for headway in sorted(set(self.plan.headway[vehicle.kind]) - {0}):
            self.crossing.schedule(Mark.HEADWAY_PASSES, (self.number, index), now + headway, self._wake)

    def _foresee_end(self, vehicle: Vehicle, ahead: Vehicle | None, ahead_visit: Visit | None) -> None:
        """*vehicle* is now the first on its lane: it reaches the end after its travel and behind the one ahead."""
        visit = vehicle.visit
        at = visit.began_at + visit.service_time
        if ahead is not None and ahead_visit is not None and ahead.direction == vehicle.direction:
            at = max(at, ahead_visit.left_at + self.plan.headway[ahead.kind][vehicle.kind])
        self.crossing.schedule(Mark.TRAVEL_ENDS, vehicle.number, at, lambda: self._reach_end(vehicle))

    def _reach_end(self, vehicle: Vehicle) -> None:
        vehicle.visit.ended_at = self.crossing.now
        self.crossing.becomes_ready(vehicle, since=self.crossing.now)

    def let_go(self, vehicle: Vehicle) -> None:
        """*vehicle*, the first of its lane, drives off; now the end of the one behind is known."""
        lane = self.lanes[vehicle.visit.lane]
        assert lane.vehicles[0] is vehicle
        lane.vehicles.popleft()
        lane.taken -= self._size(lane, vehicle)
        if lane.vehicles:
            self._foresee_end(lane.vehicles[0], vehicle, vehicle.visit)

    def give_lane(self, index: int, direction: int) -> None:
        """The timetable gives lane *index* to *direction* (R20)."""
        self.lanes[index].direction = direction
        self.stirred = True

    def close_or_open_lane(self, index: int, is_open: int) -> None:
        """A closure of lane *index* begins or ends; who is on it drives off (R21)."""
        self.lanes[index].is_open = is_open > 0
        self.stirred = True

    def after_settle(self) -> None:
        """Look at the light."""
        if self.light is not None:
            self.light.look_after_settle()

    def _wake(self) -> None:
        self.stirred = True
