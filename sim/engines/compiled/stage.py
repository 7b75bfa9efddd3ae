"""A stage: calls, service, repeats, and blocking after service (R6, R7, R11-R14)."""

import numpy as np
from numpy.typing import NDArray

from sim.engines.compiled.heap import push
from sim.engines.compiled.jit import inlined
from sim.engines.compiled.layout import (
    BEGAN_ROW,
    BOOTH,
    BOOTH_ROW,
    BOOTH_SIZE,
    BOOTHS,
    CALLED_ROW,
    DIRECTION,
    ENDED_ROW,
    FIRST_SLOT,
    FORM_ROW,
    KIND_BITS,
    LANE,
    LANE_INDEX,
    LANE_ROW,
    LANE_SIZE,
    LANES,
    LAST_LEFT_AT,
    LEFT_ROW,
    MOVE_UP,
    N_IDLE,
    N_LANES,
    NOW,
    PLACE,
    QUEUE,
    ROUTE_SIZE,
    ROUTES,
    ROW,
    SERVICE_ROW,
    STOP,
    STOP_SIZE,
    STOPS,
    VISIT,
    VISIT_NUMBER,
)
from sim.engines.compiled.queues import OWN, SINGLE_FILE, first_for, join, leave_queue, rejoin
from sim.engines.compiled.ready import becomes_ready, form_at, stir
from sim.engines.compiled.record import new_visit
from sim.engines.compiled.staffing import occupy, vacate
from sim.engines.order import Mark
from sim.plan.model import MOST_REPEATS, PAPER
from sim.trajectory import IntArray

_SERVICE_ENDS = int(Mark.SERVICE_ENDS) << KIND_BITS


@inlined
def take_into_stage(m: IntArray, record: IntArray, luck: IntArray, stage: int, vehicle: int) -> None:
    """*vehicle* joins the queue."""
    new_visit(m, record, stage, vehicle, 0)
    join(m, luck, stage, vehicle, record)


@inlined
def call_until_none_can(m: IntArray, record: IntArray, service: IntArray, repeats: IntArray, stage: int) -> None:
    """The first declared idle booth that may call somebody calls, and so on (R11)."""
    index = 0
    while index < m[stage + N_LANES]:
        lane = m[stage + LANES] + LANE_SIZE * index
        vehicle = first_for(m, lane) if m[lane + N_IDLE] > 0 else 0
        if vehicle > 0:
            _begin_service(m, record, service, repeats, stage, lane, vehicle)
            if m[stage + QUEUE] == SINGLE_FILE:
                index = 0  # Behind the one called, another lane may find whom it serves.
        else:
            index += 1


@inlined
def _begin_service(
    m: IntArray, record: IntArray, service: IntArray, repeats: IntArray, stage: int, lane: int, vehicle: int
) -> None:
    """Call *vehicle* to the first idle booth of *lane*; it begins when it has moved up (R12, R13)."""
    now = m[NOW]
    leave_queue(m, stage, vehicle)
    booth = occupy(m, lane)
    m[vehicle + LANE] = lane
    m[vehicle + BOOTH] = booth
    form = form_at(m, vehicle, stage)
    time = service_time(m, service, repeats, vehicle, form)
    last_left = m[booth + LAST_LEFT_AT]
    began = now if last_left < 0 else max(now, last_left + m[stage + MOVE_UP])
    visit = m[vehicle + VISIT]
    record[LANE_ROW, visit] = m[lane + LANE_INDEX]
    record[BOOTH_ROW, visit] = (booth - m[lane + BOOTHS]) // BOOTH_SIZE
    record[CALLED_ROW, visit] = now
    record[BEGAN_ROW, visit] = began
    record[SERVICE_ROW, visit] = time
    record[FORM_ROW, visit] = form
    push(m, began + time, _SERVICE_ENDS + m[vehicle + ROW], vehicle)


@inlined
def service_time(m: IntArray, service: IntArray, repeats: IntArray, vehicle: int, form: int) -> int:
    """Time that the present visit of *vehicle* takes in *form* of service."""
    if m[vehicle + VISIT_NUMBER] == 0:
        return service[form, m[vehicle + STOP], m[vehicle + ROW]]
    return repeats[m[vehicle + ROW], _first_slot(m, vehicle) + m[vehicle + VISIT_NUMBER] - 1, form]


@inlined
def end_service(
    m: IntArray,
    record: IntArray,
    log: IntArray,
    visits: NDArray[np.bool_],
    repeats: IntArray,
    vehicle: int,
) -> None:
    """*vehicle* is served: it repeats, or is ready to move on and in its booth until it finds room (R7, R14)."""
    record[ENDED_ROW, m[vehicle + VISIT]] = m[NOW]
    slot = _first_slot(m, vehicle)
    number = m[vehicle + VISIT_NUMBER]
    if slot >= 0 and number < MOST_REPEATS and repeats[m[vehicle + ROW], slot + number, PAPER] >= 0:
        _repeat(m, record, log, vehicle)
    else:
        becomes_ready(m, visits, vehicle, m[NOW])


@inlined
def _repeat(m: IntArray, record: IntArray, log: IntArray, vehicle: int) -> None:
    """*vehicle* leaves its booth and rejoins the end of its queue there and then (R14)."""
    stage = m[vehicle + PLACE]
    record[LEFT_ROW, m[vehicle + VISIT]] = m[NOW]
    vacate(m, log, m[vehicle + LANE], m[vehicle + BOOTH])
    new_visit(m, record, stage, vehicle, m[vehicle + VISIT_NUMBER] + 1)
    if m[stage + QUEUE] == OWN:
        record[LANE_ROW, m[vehicle + VISIT]] = m[m[vehicle + LANE] + LANE_INDEX]
    rejoin(m, stage, vehicle)
    stir(m, stage)


@inlined
def _first_slot(m: IntArray, vehicle: int) -> int:
    route = m[ROUTES] + ROUTE_SIZE * m[vehicle + DIRECTION]
    return m[m[route + STOPS] + STOP_SIZE * m[vehicle + STOP] + FIRST_SLOT]
