"""Whether a run ended with a ring of blocked vehicles that holds itself (R23)."""

from collections.abc import Sequence

from sim.engines.reference.link import Link
from sim.engines.reference.place import Place
from sim.engines.reference.stage import Stage
from sim.engines.reference.vehicle import Vehicle
from sim.engines.reference.zone import Zone
from sim.engines.ring import ring_among


def ring_of_blocked(places: Sequence[Place], zones: Sequence[Zone]) -> tuple[int, ...]:
    """Numbers of the places of a ring, in the order in which each waits for the next; empty if there is none."""
    return ring_among({place.number: _awaited(place, places, zones) for place in places if _is_held_by_blocked(place)})


def _blocked(place: Place) -> list[Vehicle]:
    """Vehicles that hold a booth of a stage, or the head of a lane of a link, and wait for what lies beyond."""
    if isinstance(place, Stage):
        holders = [booth.vehicle for lane in place.lanes for booth in lane.booths if booth.vehicle is not None]
    elif isinstance(place, Link):
        holders = [lane.vehicles[0] for lane in place.lanes if lane.vehicles]
    else:
        holders = []
    return [vehicle for vehicle in holders if vehicle.next is not None]


def _is_held_by_blocked(place: Place) -> bool:
    """Whether nobody in *place* is being served or under way, and somebody is blocked."""
    blocked = _blocked(place)
    if isinstance(place, Stage):
        n_holding = sum(booth.vehicle is not None for lane in place.lanes for booth in lane.booths)
        has_idle = any(lane.idle for lane in place.lanes)
        return bool(blocked) and len(blocked) == n_holding and not has_idle
    if isinstance(place, Link):
        return bool(blocked) and len(blocked) == sum(bool(lane.vehicles) for lane in place.lanes)
    return False


def _awaited(place: Place, places: Sequence[Place], zones: Sequence[Zone]) -> frozenset[int]:
    """Places that the blocked vehicles of *place* wait for: the next one, or those of a full zone."""
    awaited: set[int] = set()
    for vehicle in _blocked(place):
        assert vehicle.next is not None
        if not vehicle.next.has_room(vehicle):
            awaited.add(vehicle.next.number)
        for zone in zones:
            if zone.is_full and vehicle.kind in zone.plan.counts and vehicle.next.number in zone.plan.places:
                awaited |= {number for number in zone.plan.places if _blocked(places[number])} - {place.number}
    return frozenset(awaited)
