"""A link such as the bridge: entry space, lanes, headway, and no overtaking (R16-R18, R20, R21)."""

import numpy as np
from numpy.typing import NDArray

from sim.engines.compiled.heap import push
from sim.engines.compiled.jit import inlined
from sim.engines.compiled.layout import (
    BEGAN_ROW,
    CALLED_ROW,
    DIRECTION,
    ENDED_ROW,
    ENTRY_HEAD,
    ENTRY_SPACE,
    ENTRY_TAIL,
    FORM_ROW,
    GIVEN_TO,
    HEADWAYS,
    IS_GREEN,
    IS_OPEN,
    KIND,
    KIND_BITS,
    LANE,
    LANE_ROW,
    LANES,
    LAST_BEGAN_AT,
    LAST_KIND,
    LAST_LEFT_LANE_AT,
    LAST_WAY,
    LENGTHS,
    LIGHT,
    N_ENTRY,
    N_KINDS,
    N_LANES,
    N_ON_LANE,
    N_ON_LINK,
    NEXT,
    NOW,
    ROAD_HEAD,
    ROAD_INDEX,
    ROAD_LINK,
    ROAD_NUMBER,
    ROAD_SERVES,
    ROAD_SIZE,
    ROAD_TAIL,
    ROOM,
    ROOM_IN_METRES,
    ROOM_TAKEN,
    ROUTES,
    ROW,
    SERVICE_ROW,
    SIDE,
    STOP,
    VISIT,
    WAKES_AT,
    WAY,
)
from sim.engines.compiled.light import turn_green_if_clear
from sim.engines.compiled.ready import becomes_ready, form_at, stir
from sim.engines.compiled.record import new_visit
from sim.engines.order import Mark
from sim.plan.model import NORTHBOUND, SOUTHBOUND
from sim.trajectory import IntArray
from sim.units import NEVER

_TRAVEL_ENDS = int(Mark.TRAVEL_ENDS) << KIND_BITS
_HEADWAY_PASSES = int(Mark.HEADWAY_PASSES) << KIND_BITS


@inlined
def entry_has_room(m: IntArray, link: int, vehicle: int) -> bool:
    """Room is in the entry space (R16)."""
    way = m[vehicle + DIRECTION]
    return m[link + N_ENTRY + way] < m[link + ENTRY_SPACE + way]


@inlined
def take_into_link(m: IntArray, record: IntArray, link: int, vehicle: int) -> None:
    """*vehicle* stands in the entry space."""
    new_visit(m, record, link, vehicle, 0)
    way = m[vehicle + DIRECTION]
    m[vehicle + NEXT] = 0
    if m[link + N_ENTRY + way] == 0:
        m[link + ENTRY_HEAD + way] = vehicle
    else:
        m[m[link + ENTRY_TAIL + way] + NEXT] = vehicle
    m[link + ENTRY_TAIL + way] = vehicle
    m[link + N_ENTRY + way] += 1


@inlined
def admit_until_none_can(m: IntArray, record: IntArray, service: IntArray, link: int) -> None:
    """Admit until nobody can enter; if both directions can at once, northbound goes first (R17)."""
    while _admit(m, record, service, link, NORTHBOUND) or _admit(m, record, service, link, SOUTHBOUND):
        pass


@inlined
def _admit(m: IntArray, record: IntArray, service: IntArray, link: int, way: int) -> bool:
    if m[link + LIGHT] > 0:
        turn_green_if_clear(m, link)
    if m[link + N_ENTRY + way] == 0:
        return False
    vehicle = m[link + ENTRY_HEAD + way]
    best = 0
    for index in range(m[link + N_LANES]):
        lane = m[link + LANES] + ROAD_SIZE * index
        if _is_open(m, link, lane, vehicle) and (best == 0 or m[lane + N_ON_LANE] < m[best + N_ON_LANE]):
            best = lane
    if best == 0:
        return False
    _enter(m, record, service, link, best, vehicle)
    return True


@inlined
def _is_open(m: IntArray, link: int, lane: int, vehicle: int) -> bool:
    """Whether *vehicle* may enter *lane* now; if only headway keeps it, its passing is expected (R17)."""
    way = m[vehicle + DIRECTION]
    light = m[link + LIGHT]
    given = (m[light + IS_GREEN] and m[light + SIDE] == way) if light > 0 else m[lane + GIVEN_TO] == way
    if (
        not m[lane + IS_OPEN]
        or not given
        or not m[m[lane + ROAD_SERVES] + m[vehicle + KIND]]
        or m[lane + ROOM_TAKEN] + size_on(m, lane, vehicle) > m[lane + ROOM]
        or (m[lane + N_ON_LANE] > 0 and m[lane + WAY] != way)
    ):
        return False
    if m[lane + LAST_KIND] < 0 or m[lane + LAST_WAY] != way:
        return True
    passes_at = m[lane + LAST_BEGAN_AT] + _headway(m, link, m[lane + LAST_KIND], m[vehicle + KIND])
    if m[NOW] >= passes_at:
        return True
    if passes_at < m[lane + WAKES_AT]:
        m[lane + WAKES_AT] = passes_at
        push(m, passes_at, _HEADWAY_PASSES + m[lane + ROAD_NUMBER], lane)
    return False


@inlined
def size_on(m: IntArray, lane: int, vehicle: int) -> int:
    """What *vehicle* takes of the room of *lane*: its length, or one."""
    return m[m[LENGTHS] + m[vehicle + KIND]] if m[lane + ROOM_IN_METRES] else 1


@inlined
def _headway(m: IntArray, link: int, ahead: int, behind: int) -> int:
    """Least time between vehicles of two kinds."""
    n_kinds = 2 * m[m[ROUTES] + N_KINDS]
    return m[m[link + HEADWAYS] + ahead * n_kinds + behind]


@inlined
def headway_passes(m: IntArray, lane: int) -> None:
    """A headway has passed on *lane*."""
    if m[lane + WAKES_AT] <= m[NOW]:
        m[lane + WAKES_AT] = NEVER
    stir(m, m[lane + ROAD_LINK])


@inlined
def _enter(m: IntArray, record: IntArray, service: IntArray, link: int, lane: int, vehicle: int) -> None:
    now = m[NOW]
    way = m[vehicle + DIRECTION]
    m[link + ENTRY_HEAD + way] = m[vehicle + NEXT]
    m[link + N_ENTRY + way] -= 1
    form = form_at(m, vehicle, link)
    time = service[form, m[vehicle + STOP], m[vehicle + ROW]]
    visit = m[vehicle + VISIT]
    record[LANE_ROW, visit] = m[lane + ROAD_INDEX]
    record[CALLED_ROW, visit] = now
    record[BEGAN_ROW, visit] = now
    record[SERVICE_ROW, visit] = time
    record[FORM_ROW, visit] = form
    m[vehicle + LANE] = lane
    m[vehicle + NEXT] = 0
    m[lane + ROOM_TAKEN] += size_on(m, lane, vehicle)
    m[link + N_ON_LINK] += 1
    m[lane + WAY] = way
    m[lane + N_ON_LANE] += 1
    if m[lane + N_ON_LANE] == 1:
        m[lane + ROAD_HEAD] = vehicle
        # Nobody is on it: the last to enter is the last that left.
        _foresee_end(m, link, lane, vehicle, now + time, m[lane + LAST_KIND], m[lane + LAST_WAY])
    else:
        m[m[lane + ROAD_TAIL] + NEXT] = vehicle
    m[lane + ROAD_TAIL] = vehicle
    m[lane + LAST_KIND] = m[vehicle + KIND]
    m[lane + LAST_WAY] = way
    m[lane + LAST_BEGAN_AT] = now


@inlined
def _foresee_end(m: IntArray, link: int, lane: int, vehicle: int, at: int, kind_ahead: int, way_ahead: int) -> None:
    """*vehicle* is now the first on its lane: it reaches the end after its travel and behind the one ahead."""
    if kind_ahead >= 0 and way_ahead == m[vehicle + DIRECTION]:
        at = max(at, m[lane + LAST_LEFT_LANE_AT] + _headway(m, link, kind_ahead, m[vehicle + KIND]))
    push(m, at, _TRAVEL_ENDS + m[vehicle + ROW], vehicle)


@inlined
def reach_end(m: IntArray, record: IntArray, visits: NDArray[np.bool_], vehicle: int) -> None:
    """*vehicle* has reached the end of the link and is ready."""
    record[ENDED_ROW, m[vehicle + VISIT]] = m[NOW]
    becomes_ready(m, visits, vehicle, m[NOW])


@inlined
def leave_link(m: IntArray, record: IntArray, link: int, vehicle: int) -> None:
    """*vehicle*, the first of its lane, drives off; now the end of the one behind is known."""
    lane = m[vehicle + LANE]
    behind = m[vehicle + NEXT]
    m[lane + ROAD_HEAD] = behind
    m[lane + N_ON_LANE] -= 1
    m[lane + ROOM_TAKEN] -= size_on(m, lane, vehicle)
    m[link + N_ON_LINK] -= 1
    m[lane + LAST_LEFT_LANE_AT] = m[NOW]
    if behind > 0:
        visit = m[behind + VISIT]
        at = record[BEGAN_ROW, visit] + record[SERVICE_ROW, visit]
        _foresee_end(m, link, lane, behind, at, m[vehicle + KIND], m[vehicle + DIRECTION])
