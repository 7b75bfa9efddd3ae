"""The settling walk: from the outside back to the first place until nobody moves (R4, R6)."""

import numpy as np
from numpy.typing import NDArray

from sim.engines.compiled.approach import leave_approach
from sim.engines.compiled.jit import inlined
from sim.engines.compiled.layout import (
    ACTIVE,
    APPROACH,
    AT_MOST,
    BOOTH,
    CONTAINS,
    COUNTS,
    KIND,
    LANE,
    LEFT_ROW,
    LINK,
    N_ACTIVE,
    N_IN_ZONE,
    N_INSIDE,
    N_PLACES,
    N_STIRRED,
    N_ZONE_PLACES,
    N_ZONES,
    NEXT_PLACE,
    NEXT_STOP,
    NOW,
    NUMBER,
    PLACE,
    PLACE_SIZE,
    PLACES,
    READY_HEAD,
    ROW,
    SORT,
    STAGE,
    STIRRED,
    STOP,
    VISIT,
    WINDOW_END,
    WORLD,
    ZONE_PLACES,
    ZONES,
)
from sim.engines.compiled.link import admit_until_none_can, entry_has_room, leave_link, take_into_link
from sim.engines.compiled.queues import has_room
from sim.engines.compiled.ready import no_longer_expect, stir
from sim.engines.compiled.staffing import vacate
from sim.engines.compiled.stage import call_until_none_can, take_into_stage
from sim.engines.compiled.vehicle import give_back, has_turn_before
from sim.trajectory import IntArray


@inlined
def settle(
    m: IntArray,
    record: IntArray,
    log: IntArray,
    visits: NDArray[np.bool_],
    service: IntArray,
    repeats: IntArray,
    luck: IntArray,
    arrived_at: IntArray,
    left_at: IntArray,
) -> None:
    """Walk until nobody moves; a place where nothing has changed since the walk last left it is passed by."""
    while m[N_STIRRED] > 0:
        for number in range(m[N_PLACES], -1, -1):
            place = m[PLACES] + PLACE_SIZE * number
            if not m[place + STIRRED]:
                continue
            _work(m, record, service, repeats, place)
            vehicle = _longest_ready_with_room(m, place)
            while vehicle > 0:
                _move(m, record, log, visits, luck, arrived_at, left_at, vehicle, place)
                _work(m, record, service, repeats, place)
                vehicle = _longest_ready_with_room(m, place)
            m[place + STIRRED] = 0
            m[N_STIRRED] -= 1
            if m[N_STIRRED] == 0:
                break


@inlined
def _work(m: IntArray, record: IntArray, service: IntArray, repeats: IntArray, place: int) -> None:
    """Let booths call or the link admit until none can (R4, i)."""
    if m[place + SORT] == STAGE:
        call_until_none_can(m, record, service, repeats, place)
    elif m[place + SORT] == LINK:
        admit_until_none_can(m, record, service, place)


@inlined
def _longest_ready_with_room(m: IntArray, place: int) -> int:
    """Of those ready to enter for whom there is room, the one ready longest; 0 if there is none (R4, ii)."""
    best = 0
    for index in range(m[place + N_ACTIVE]):
        vehicle = m[m[m[place + ACTIVE] + index] + READY_HEAD]
        if best > 0 and not has_turn_before(m, vehicle, best):
            continue
        if place_has_room(m, place, vehicle) and zones_admit(m, vehicle, place):
            best = vehicle
    return best


@inlined
def place_has_room(m: IntArray, place: int, vehicle: int) -> bool:
    """Whether *vehicle* could stand at *place*, zones aside (R6)."""
    if m[place + SORT] == STAGE:
        return has_room(m, place, vehicle)
    return m[place + SORT] == WORLD or entry_has_room(m, place, vehicle)


@inlined
def zones_admit(m: IntArray, vehicle: int, place: int) -> bool:
    """Whether every zone that a move of *vehicle* into *place* enters is below its limit."""
    for index in range(m[place + N_ZONES]):
        zone = m[m[place + ZONES] + index]
        if is_crossed(m, zone, vehicle, m[m[vehicle + PLACE] + NUMBER]) and m[zone + N_IN_ZONE] >= m[zone + AT_MOST]:
            return False
    return True


@inlined
def is_crossed(m: IntArray, zone: int, vehicle: int, other: int) -> bool:
    """Whether *zone* counts *vehicle* and place number *other*, at the far end of the move, lies outside it."""
    return m[m[zone + COUNTS] + m[vehicle + KIND]] > 0 and m[m[zone + CONTAINS] + other] == 0


@inlined
def _move(
    m: IntArray,
    record: IntArray,
    log: IntArray,
    visits: NDArray[np.bool_],
    luck: IntArray,
    arrived_at: IntArray,
    left_at: IntArray,
    vehicle: int,
    place: int,
) -> None:
    origin = m[vehicle + PLACE]
    no_longer_expect(m, vehicle)
    record[LEFT_ROW, m[vehicle + VISIT]] = m[NOW]
    if m[origin + SORT] == STAGE:
        vacate(m, log, m[vehicle + LANE], m[vehicle + BOOTH])
    elif m[origin + SORT] == APPROACH:
        leave_approach(m, record, visits, origin, vehicle)
    else:
        leave_link(m, record, origin, vehicle)
    _change_zones(m, vehicle, origin, place)
    stir(m, origin)
    m[vehicle + PLACE] = place
    m[vehicle + STOP] = m[vehicle + NEXT_STOP]
    m[vehicle + NEXT_PLACE] = 0
    if m[place + SORT] == STAGE:
        take_into_stage(m, record, luck, place, vehicle)
    elif m[place + SORT] == LINK:
        take_into_link(m, record, place, vehicle)
    else:
        _count_out(m, arrived_at, left_at, vehicle)


@inlined
def _change_zones(m: IntArray, vehicle: int, origin: int, place: int) -> None:
    for index in range(m[place + N_ZONES]):
        zone = m[m[place + ZONES] + index]
        if is_crossed(m, zone, vehicle, m[origin + NUMBER]):
            m[zone + N_IN_ZONE] += 1
    for index in range(m[origin + N_ZONES]):
        zone = m[m[origin + ZONES] + index]
        if is_crossed(m, zone, vehicle, m[place + NUMBER]):
            m[zone + N_IN_ZONE] -= 1
            for number in range(m[zone + N_ZONE_PLACES]):
                stir(m, m[m[zone + ZONE_PLACES] + number])


@inlined
def _count_out(m: IntArray, arrived_at: IntArray, left_at: IntArray, vehicle: int) -> None:
    """*vehicle* is out."""
    row = m[vehicle + ROW]
    left_at[row] = m[NOW]
    if arrived_at[row] < m[WINDOW_END]:
        m[N_INSIDE] -= 1
    give_back(m, vehicle)
