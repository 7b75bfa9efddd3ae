"""Who is ready to enter a place, and how a vehicle becomes so (R5, R8)."""

import numpy as np
from numpy.typing import NDArray

from sim.engines.compiled.jit import compiled, inlined
from sim.engines.compiled.layout import (
    ACTIVE,
    DIGITAL_WORKS,
    DIRECTION,
    FIRST_KIND,
    FORM,
    GROUP_SIZE,
    GROUPS,
    KIND,
    LAST_READY,
    N_ACTIVE,
    N_KINDS,
    N_STIRRED,
    N_STOPS,
    NEXT_PLACE,
    NEXT_READY,
    NEXT_STOP,
    OUTSIDE,
    POSITION,
    READY_HEAD,
    READY_SINCE,
    READY_TAIL,
    ROUTE_SIZE,
    ROUTES,
    ROW,
    STIRRED,
    STOP,
    STOP_PLACE,
    STOP_SIZE,
    STOPS,
)
from sim.engines.compiled.vehicle import has_turn_before
from sim.plan.model import DIGITAL, PAPER
from sim.trajectory import IntArray


@inlined
def stir(m: IntArray, place: int) -> None:
    """Something has changed at *place*: the walk must look there."""
    if not m[place + STIRRED]:
        m[place + STIRRED] = 1
        m[N_STIRRED] += 1


@inlined
def form_at(m: IntArray, vehicle: int, place: int) -> int:
    """Form of service that *vehicle* gets at *place* as things stand: paper during an outage."""
    return DIGITAL if m[vehicle + FORM] == DIGITAL and m[place + DIGITAL_WORKS] else PAPER


@inlined
def becomes_ready(m: IntArray, visits: NDArray[np.bool_], vehicle: int, since: int) -> None:
    """*vehicle* is ready to move on: its next place is fixed now (R5)."""
    route = m[ROUTES] + ROUTE_SIZE * m[vehicle + DIRECTION]
    row = m[vehicle + ROW]
    stops = m[route + STOPS]
    n_stops = m[route + N_STOPS]
    stop = m[vehicle + STOP] + 1
    while stop < n_stops and not visits[form_at(m, vehicle, m[stops + STOP_SIZE * stop + STOP_PLACE]), stop, row]:
        stop += 1
    m[vehicle + NEXT_STOP] = stop
    m[vehicle + NEXT_PLACE] = m[stops + STOP_SIZE * stop + STOP_PLACE] if stop < n_stops else m[OUTSIDE]
    m[vehicle + READY_SINCE] = since
    _expect(m, vehicle, _group(m, vehicle))


@inlined
def no_longer_expect(m: IntArray, vehicle: int) -> None:
    """*vehicle*, the first of its group, enters."""
    group = _group(m, vehicle)
    following = m[vehicle + NEXT_READY]
    m[group + READY_HEAD] = following
    if following > 0:
        m[following + LAST_READY] = 0
        return
    m[group + READY_TAIL] = 0
    place = m[vehicle + NEXT_PLACE]
    last = m[place + N_ACTIVE] - 1
    m[place + N_ACTIVE] = last
    moved = m[m[place + ACTIVE] + last]
    m[m[place + ACTIVE] + m[group + POSITION]] = moved
    m[moved + POSITION] = m[group + POSITION]


@inlined
def _group(m: IntArray, vehicle: int) -> int:
    """Vehicles of one kind from one stop to another find room or none together: only the first need be asked."""
    route = m[ROUTES] + ROUTE_SIZE * m[vehicle + DIRECTION]
    way = m[vehicle + STOP] * (m[route + N_STOPS] + 1) + m[vehicle + NEXT_STOP]
    return m[route + GROUPS] + GROUP_SIZE * (way * m[route + N_KINDS] + m[vehicle + KIND] - m[route + FIRST_KIND])


@compiled
def _expect(m: IntArray, vehicle: int, group: int) -> None:
    place = m[vehicle + NEXT_PLACE]
    ahead = m[group + READY_TAIL]
    if ahead == 0:
        m[group + POSITION] = m[place + N_ACTIVE]
        m[m[place + ACTIVE] + m[place + N_ACTIVE]] = group
        m[place + N_ACTIVE] += 1
    while ahead > 0 and has_turn_before(m, vehicle, ahead):
        ahead = m[ahead + LAST_READY]
    behind = m[ahead + NEXT_READY] if ahead > 0 else m[group + READY_HEAD]
    m[vehicle + LAST_READY] = ahead
    m[vehicle + NEXT_READY] = behind
    if ahead > 0:
        m[ahead + NEXT_READY] = vehicle
    else:
        m[group + READY_HEAD] = vehicle
    if behind > 0:
        m[behind + LAST_READY] = vehicle
    else:
        m[group + READY_TAIL] = vehicle
    stir(m, place)
