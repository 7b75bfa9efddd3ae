"""Whether a run ended with a ring of blocked vehicles (R23): who stands where, read from its memory."""

from collections.abc import Iterator

import numpy as np

from sim.engines.compiled import layout as at
from sim.engines.ring import Standing, Where, ring_among
from sim.plan.model import Plan, Queue
from sim.trajectory import IntArray
from sim.units import NEVER


def ring_of_blocked(plan: Plan, m: IntArray, record: IntArray, first_vehicle: int) -> tuple[int, ...]:
    """Numbers of the places of a ring, in the order in which each waits for the next; empty if there is none."""
    numbers: dict[int, int] = {}
    standing: list[Standing] = []
    for vehicle, where, ahead in (*_in_files(plan, m), *_elsewhere(m, record, first_vehicle)):
        if vehicle not in numbers:
            numbers[vehicle] = len(standing)
            standing.append(_standing(m, record, vehicle, where, numbers[ahead] if ahead else None))
    return ring_among(plan, standing)


_Found = tuple[int, Where, int]


def _in_files(plan: Plan, m: IntArray) -> Iterator[_Found]:
    """Who stands one behind the other, with who is ahead: 0 for nobody."""
    for number in range(int(m[at.N_PLACES])):
        place = int(m[at.PLACES]) + at.PLACE_SIZE * number
        if m[place + at.SORT] == at.STAGE and m[place + at.QUEUE] == Queue.SINGLE_FILE:
            first = int(m[place + at.QUEUE_OF])
            for queue in np.unique(m[first : first + len(plan.kinds)]):
                yield from _one_behind_the_other(m, int(m[queue + at.HEAD]), Where.WAITING)
        elif m[place + at.SORT] == at.LINK:
            for direction in (0, 1):
                yield from _one_behind_the_other(m, int(m[place + at.ENTRY_HEAD + direction]), Where.ENTRY)
            for lane in range(int(m[place + at.N_LANES])):
                head = int(m[m[place + at.LANES] + at.ROAD_SIZE * lane + at.ROAD_HEAD])
                yield from _one_behind_the_other(m, head, Where.ROAD)


def _one_behind_the_other(m: IntArray, vehicle: int, where: Where) -> Iterator[_Found]:
    ahead = 0
    while vehicle > 0:
        yield vehicle, where, ahead
        ahead, vehicle = vehicle, int(m[vehicle + at.NEXT])


def _elsewhere(m: IntArray, record: IntArray, first_vehicle: int) -> Iterator[_Found]:
    """Everybody else in a stage."""
    for vehicle in _under_way(m, first_vehicle):
        if m[m[vehicle + at.PLACE] + at.SORT] == at.STAGE:
            called = record[at.CALLED_ROW, m[vehicle + at.VISIT]] < NEVER
            yield vehicle, Where.BOOTH if called else Where.WAITING, 0


def _under_way(m: IntArray, first_vehicle: int) -> Iterator[int]:
    out: set[int] = set()
    free = int(m[at.FREE_VEHICLE])
    while free > 0:
        out.add(free)
        free = int(m[free + at.NEXT])
    every = np.arange(first_vehicle, int(m[at.NEW_VEHICLE]), at.VEHICLE_SIZE)
    return (int(vehicle) for vehicle in every if int(vehicle) not in out)


def _standing(m: IntArray, record: IntArray, vehicle: int, where: Where, ahead: int | None) -> Standing:
    following = int(m[vehicle + at.NEXT_PLACE])
    return Standing(
        place=int(m[m[vehicle + at.PLACE] + at.NUMBER]),
        where=where,
        kind=int(m[vehicle + at.KIND]),
        lane=int(record[at.LANE_ROW, m[vehicle + at.VISIT]]),
        ahead=ahead,
        following=int(m[following + at.NUMBER]) if following > 0 else None,
    )
