"""What every place is to its neighbours: it has room or not, takes a vehicle in, lets it go, and works."""

from bisect import insort
from collections.abc import Iterator
from operator import attrgetter
from typing import TYPE_CHECKING

from sim.engines.reference.vehicle import Vehicle, Visit

if TYPE_CHECKING:
    from sim.engines.reference.crossing import Crossing


class Place:
    """A place on a route. The base class is a place without limits, such as the world outside."""

    def __init__(self, crossing: "Crossing", number: int) -> None:
        self.crossing = crossing
        self.number = number
        self.digital_works = True
        """Whether tracked vehicles are served digitally here; not during an outage."""
        self.stirred = False
        """Whether anything has changed here since the settling walk last looked."""
        self._ready: dict[tuple[int, int], list[Vehicle]] = {}

    def expect(self, vehicle: Vehicle) -> None:
        """*vehicle* is ready to enter this place."""
        # Vehicles of one kind from one place find room or none together: only the first of them need be asked.
        group = self._ready.setdefault((vehicle.place.number, vehicle.kind), [])
        insort(group, vehicle, key=attrgetter("turn"))
        self.stirred = True

    def expected(self) -> Iterator[Vehicle]:
        """The first of each group of vehicles ready to enter that find room or none together."""
        return (group[0] for group in self._ready.values() if group)

    def no_longer_expect(self, vehicle: Vehicle) -> None:
        """*vehicle* has entered."""
        self._ready[vehicle.place.number, vehicle.kind].remove(vehicle)

    def has_room(self, vehicle: Vehicle) -> bool:  # noqa: ARG002 - the base class refuses nobody
        """Whether *vehicle* could stand here, zones aside (R6)."""
        return True

    def take_in(self, vehicle: Vehicle) -> None:
        """*vehicle* enters, now."""
        vehicle.visits.append(Visit(self.number, self.crossing.now))

    def let_go(self, vehicle: Vehicle) -> None:
        """*vehicle* leaves, now."""

    def work(self) -> None:
        """Let booths call or the link admit until none can (R4, i)."""

    def after_marks(self) -> None:
        """Look around once everything due has been marked."""

    def after_settle(self) -> None:
        """Look around once everybody stands still."""


class Outside(Place):
    """The world behind the last place: room for everybody, and the end of a vehicle's story."""

    def take_in(self, vehicle: Vehicle) -> None:
        """*vehicle* is out."""
        vehicle.left_at = self.crossing.now
        self.crossing.count_out(vehicle)
