"""The approach, where vehicles arrive, and who on it is ready to drive on (R1, R8)."""

import numpy as np
from numpy.typing import NDArray

from sim.engines.compiled.heap import push
from sim.engines.compiled.jit import inlined
from sim.engines.compiled.layout import (
    ARRIVED_AT,
    BEGAN_ROW,
    CALLED_ROW,
    DIRECTION,
    END_ROW,
    ENDED_ROW,
    FLOW,
    FLOW_SIZE,
    FLOWS,
    FORM,
    IS_SINGLE_FILE,
    JOINED_ROW,
    KIND,
    KIND_BITS,
    LANE,
    LANE_ROW,
    LANES,
    LINE_HEAD,
    LINE_OF,
    LINE_SIZE,
    LINE_TAIL,
    N_FLOWS,
    NEXT,
    NEXT_PLACE,
    NEXT_ROW,
    NOW,
    PLACE,
    RAN_OUT,
    ROUTE_SIZE,
    ROUTES,
    ROW,
    STOP,
    STOP_PLACE,
    STOPS,
    VISIT,
)
from sim.engines.compiled.ready import becomes_ready
from sim.engines.compiled.record import new_visit
from sim.engines.compiled.vehicle import new_vehicle
from sim.engines.order import Mark
from sim.trajectory import IntArray

_ARRIVAL = int(Mark.ARRIVAL) << KIND_BITS


@inlined
def arrive(
    m: IntArray,
    record: IntArray,
    visits: NDArray[np.bool_],
    who: IntArray,
    first_visit: IntArray,
    arrived_at: IntArray,
    row: int,
) -> None:
    """The vehicle of *row* arrives now and stands in its line. *who* holds direction, flow, kind and form of each."""
    vehicle = new_vehicle(m)
    m[vehicle + ROW] = row
    m[vehicle + DIRECTION] = who[0, row]
    m[vehicle + FLOW] = who[1, row]
    m[vehicle + KIND] = who[2, row]
    m[vehicle + FORM] = who[3, row]
    m[vehicle + ARRIVED_AT] = m[NOW]
    arrived_at[row] = m[NOW]
    m[vehicle + VISIT] = first_visit[row] - 1
    approach = m[m[m[ROUTES] + ROUTE_SIZE * who[0, row] + STOPS] + STOP_PLACE]
    m[vehicle + PLACE] = approach
    m[vehicle + STOP] = 0
    m[vehicle + NEXT] = 0
    m[vehicle + NEXT_PLACE] = 0
    new_visit(m, record, approach, vehicle, 0)
    line = m[m[approach + LINE_OF] + m[vehicle + KIND]]
    m[vehicle + LANE] = line
    record[LANE_ROW, m[vehicle + VISIT]] = (line - m[approach + LANES]) // LINE_SIZE
    if not m[approach + IS_SINGLE_FILE]:
        becomes_ready(m, visits, vehicle, m[NOW])
        return
    if m[line + LINE_HEAD] == 0:
        m[line + LINE_HEAD] = vehicle
        m[line + LINE_TAIL] = vehicle
        becomes_ready(m, visits, vehicle, m[NOW])
    else:
        m[m[line + LINE_TAIL] + NEXT] = vehicle
        m[line + LINE_TAIL] = vehicle


@inlined
def leave_approach(m: IntArray, record: IntArray, visits: NDArray[np.bool_], approach: int, vehicle: int) -> None:
    """*vehicle* drives on; the next in its file is the head at once, ready since its own arrival (R8)."""
    visit = m[vehicle + VISIT]
    record[CALLED_ROW, visit] = m[NOW]
    record[BEGAN_ROW, visit] = m[NOW]
    record[ENDED_ROW, visit] = m[NOW]
    if m[approach + IS_SINGLE_FILE]:
        line = m[vehicle + LANE]
        behind = m[vehicle + NEXT]
        m[line + LINE_HEAD] = behind
        if behind > 0:
            becomes_ready(m, visits, behind, record[JOINED_ROW, m[behind + VISIT]])
    if m[N_FLOWS] > 0:
        follow_on(m, m[vehicle + FLOW])


@inlined
def follow_on(m: IntArray, flow: int) -> None:
    """If the class is saturated, the next of it arrives at once, in a further round (R8)."""
    record = m[FLOWS] + FLOW_SIZE * flow
    row = m[record + NEXT_ROW]
    if m[record + END_ROW] < 0:
        return
    if row >= m[record + END_ROW]:
        m[RAN_OUT] = 1
        return
    m[record + NEXT_ROW] = row + 1
    push(m, m[NOW], _ARRIVAL + row, row)
