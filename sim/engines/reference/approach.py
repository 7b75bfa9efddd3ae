"""The approach: the road where vehicles arrive, and who on it is ready to drive on (R8)."""

from collections import deque
from typing import TYPE_CHECKING

from sim.engines.reference.place import Place
from sim.engines.reference.vehicle import Vehicle, Visit
from sim.plan import model

if TYPE_CHECKING:
    from sim.engines.reference.crossing import Crossing


class Approach(Place):
    """Lines without limit. In a single file only the head is ready; on a free road everyone is."""

    def __init__(self, crossing: "Crossing", number: int, plan: model.Approach) -> None:
        super().__init__(crossing, number)
        self.plan = plan
        self.files: list[deque[Vehicle]] = [deque() for _ in plan.lines]

    def stand(self, vehicle: Vehicle) -> None:
        """*vehicle* arrives and stands in its line."""
        line = next(i for i, line in enumerate(self.plan.lines) if vehicle.kind in line.serves)
        vehicle.visits.append(Visit(self.number, self.crossing.now, lane=line))
        if not self.plan.single_file:
            self.crossing.becomes_ready(vehicle, since=self.crossing.now)
            return
        self.files[line].append(vehicle)
        if self.files[line][0] is vehicle:
            self.crossing.becomes_ready(vehicle, since=self.crossing.now)

    def let_go(self, vehicle: Vehicle) -> None:
        """*vehicle* drives on; the next in its file is the head at once, ready since its own arrival (R8)."""
        visit = vehicle.visit
        visit.called_at = visit.began_at = visit.ended_at = self.crossing.now
        if self.plan.single_file:
            file = self.files[visit.lane]
            assert file[0] is vehicle
            file.popleft()
            if file:
                self.crossing.becomes_ready(file[0], since=file[0].visit.joined_at)
        self.crossing.arrivals.follow_on(vehicle)
