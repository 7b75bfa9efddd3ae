"""Whether a run ended with a ring of blocked vehicles that holds itself (R23)."""

from collections.abc import Sequence

from sim.engines.reference.link import Link
from sim.engines.reference.place import Place
from sim.engines.reference.stage import Stage
from sim.engines.reference.vehicle import Vehicle
from sim.engines.reference.zone import Zone


def ring_of_blocked(places: Sequence[Place], zones: Sequence[Zone]) -> tuple[int, ...]:
    """Numbers of the places of a ring, in the order in which each waits for the next; empty if there is none.

    A place is stuck if everybody who holds it waits for a stuck place. Places are taken for stuck and freed
    one by one as something in them, or ahead of them, is seen to go on; a ring is a circle among the rest.
    """
    waits_for = {place.number: _awaited(place, places, zones) for place in places if _is_held_by_blocked(place)}
    stuck = set(waits_for)
    while free := {number for number in stuck if not waits_for[number] or not waits_for[number] <= stuck}:
        stuck -= free
    return _circle(waits_for, stuck)


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


def _circle(waits_for: dict[int, frozenset[int]], stuck: set[int]) -> tuple[int, ...]:
    """A circle among the stuck places: each of them waits for another, so any walk comes round."""
    if not stuck:
        return ()
    walk = [min(stuck)]
    while (following := min(waits_for[walk[-1]])) not in walk:
        walk.append(following)
    return tuple(walk[walk.index(following) :])
