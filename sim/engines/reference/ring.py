"""Whether a run ended with a ring of blocked vehicles (R23): who stands where, for the judgment."""

from collections.abc import Iterable, Iterator, Sequence

from sim.engines.reference.link import Link
from sim.engines.reference.place import Place
from sim.engines.reference.queues import SingleFile
from sim.engines.reference.stage import Stage
from sim.engines.reference.vehicle import Vehicle
from sim.engines.ring import Standing, Where, ring_among
from sim.plan.model import Plan
from sim.units import NEVER


def ring_of_blocked(plan: Plan, places: Sequence[Place], vehicles: Iterable[Vehicle]) -> tuple[int, ...]:
    """Numbers of the places of a ring, in the order in which each waits for the next; empty if there is none."""
    numbers: dict[Vehicle, int] = {}
    standing: list[Standing] = []
    for vehicle, where, ahead in (*_in_files(places), *_elsewhere(vehicles)):
        if vehicle not in numbers:
            numbers[vehicle] = len(standing)
            standing.append(_standing(vehicle, where, None if ahead is None else numbers[ahead]))
    return ring_among(plan, standing)


_Found = tuple[Vehicle, Where, Vehicle | None]


def _in_files(places: Sequence[Place]) -> Iterator[_Found]:
    """Who stands one behind the other, with who is ahead."""
    for place in places:
        if isinstance(place, Stage) and isinstance(place.waiting, SingleFile):
            for file in place.waiting.files:
                yield from _one_behind_the_other(file.in_order_of_joining(), Where.WAITING)
        elif isinstance(place, Link):
            for entry in place.entry:
                yield from _one_behind_the_other(entry, Where.ENTRY)
            for lane in place.lanes:
                yield from _one_behind_the_other(lane.vehicles, Where.ROAD)


def _one_behind_the_other(vehicles: Iterable[Vehicle], where: Where) -> Iterator[_Found]:
    ahead = None
    for vehicle in vehicles:
        yield vehicle, where, ahead
        ahead = vehicle


def _elsewhere(vehicles: Iterable[Vehicle]) -> Iterator[_Found]:
    """Everybody else in a stage."""
    for vehicle in vehicles:
        if vehicle.left_at == NEVER and isinstance(vehicle.place, Stage):
            yield vehicle, Where.WAITING if vehicle.visit.called_at == NEVER else Where.BOOTH, None


def _standing(vehicle: Vehicle, where: Where, ahead: int | None) -> Standing:
    following = None if vehicle.next is None else vehicle.next.number
    return Standing(vehicle.place.number, where, vehicle.kind, vehicle.visit.lane, ahead, following)
