"""Whether a run ended with a ring of blocked vehicles that holds itself (R23), read from its memory."""

from collections.abc import Iterator

import numpy as np

from sim.engines.compiled import layout as at
from sim.engines.compiled.settle import place_has_room
from sim.engines.ring import ring_among
from sim.trajectory import IntArray
from sim.units import NEVER


def ring_of_blocked(m: IntArray, record: IntArray, first_vehicle: int) -> tuple[int, ...]:
    """Numbers of the places of a ring, in the order in which each waits for the next; empty if there is none."""
    places = [int(m[at.PLACES]) + at.PLACE_SIZE * number for number in range(int(m[at.N_PLACES]))]
    holders = {place: _holders(m, record, first_vehicle, place) for place in places}
    blocked = {place: [v for v in holders[place] if m[v + at.NEXT_PLACE] > 0] for place in places}
    return ring_among(
        {
            int(m[place + at.NUMBER]): _awaited(m, place, blocked)
            for place in places
            if blocked[place] and len(blocked[place]) == len(holders[place]) and not _has_idle(m, place)
        }
    )


def _holders(m: IntArray, record: IntArray, first_vehicle: int, place: int) -> list[int]:
    """Vehicles that hold a booth of a stage, or the head of a lane of a link."""
    if m[place + at.SORT] == at.LINK:
        lanes = [int(m[place + at.LANES]) + at.ROAD_SIZE * i for i in range(int(m[place + at.N_LANES]))]
        return [int(m[lane + at.ROAD_HEAD]) for lane in lanes if m[lane + at.N_ON_LANE] > 0]
    if m[place + at.SORT] != at.STAGE:
        return []
    inside = (v for v in _under_way(m, first_vehicle) if m[v + at.PLACE] == place)
    return [v for v in inside if record[at.CALLED_ROW, m[v + at.VISIT]] < NEVER]


def _under_way(m: IntArray, first_vehicle: int) -> Iterator[int]:
    out: set[int] = set()
    free = int(m[at.FREE_VEHICLE])
    while free > 0:
        out.add(free)
        free = int(m[free + at.NEXT])
    every = np.arange(first_vehicle, int(m[at.NEW_VEHICLE]), at.VEHICLE_SIZE)
    return (int(vehicle) for vehicle in every if int(vehicle) not in out)


def _has_idle(m: IntArray, place: int) -> bool:
    lanes = range(int(m[place + at.N_LANES]) if m[place + at.SORT] == at.STAGE else 0)
    return any(m[m[place + at.LANES] + at.LANE_SIZE * lane + at.N_IDLE] > 0 for lane in lanes)


def _awaited(m: IntArray, place: int, blocked: dict[int, list[int]]) -> frozenset[int]:
    """Places that the blocked vehicles of *place* wait for: the next one, or those of a full zone."""
    awaited: set[int] = set()
    for vehicle in blocked[place]:
        ahead = int(m[vehicle + at.NEXT_PLACE])
        if not place_has_room(m, ahead, vehicle):
            awaited.add(int(m[ahead + at.NUMBER]))
        for index in range(int(m[ahead + at.N_ZONES])):
            zone = int(m[m[ahead + at.ZONES] + index])
            if m[zone + at.N_IN_ZONE] < m[zone + at.AT_MOST] or not m[m[zone + at.COUNTS] + m[vehicle + at.KIND]]:
                continue
            members = [int(m[m[zone + at.ZONE_PLACES] + i]) for i in range(int(m[zone + at.N_ZONE_PLACES]))]
            awaited |= {int(m[each + at.NUMBER]) for each in members if blocked[each]} - {int(m[place + at.NUMBER])}
    return frozenset(awaited)
