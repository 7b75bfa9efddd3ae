"""The rounds of each instant, instant by instant to the end (R3, R4, R22)."""

import numpy as np
from numpy.typing import NDArray

from sim.engines.compiled.approach import arrive
from sim.engines.compiled.heap import drop_first, push
from sim.engines.compiled.jit import compiled, inlined
from sim.engines.compiled.layout import (
    AGAIN,
    AT,
    CHANGE_OF,
    CHANGE_RANK,
    CHANGE_SORT,
    CHANGE_STEPS,
    CHANGE_TO,
    DIGITAL_CHANGES,
    DIGITAL_WORKS,
    DUE,
    EVENT_SIZE,
    GIVEN_CHANGES,
    GIVEN_TO,
    HEAP,
    HEAP_SIZE,
    IS_OPEN,
    IS_SATURATED,
    KIND_BITS,
    LIGHT_SIZE,
    LIGHTS,
    N_AGAIN,
    N_BOOTH_ROWS,
    N_BOOTHS,
    N_DATED,
    N_DUE,
    N_INSIDE,
    N_INSTANTS,
    N_LIGHT_ROWS,
    N_LIGHTS,
    NEXT_DATED,
    NOW,
    OPEN_CHANGES,
    RAN_OUT,
    RANK,
    REACH,
    ROAD_LINK,
    STOP_AT,
    TARGET_CHANGES,
    WHO,
    WINDOW_END,
)
from sim.engines.compiled.light import N_REASONS, look, look_after_settle
from sim.engines.compiled.link import headway_passes, reach_end
from sim.engines.compiled.queues import choose_again
from sim.engines.compiled.ready import stir
from sim.engines.compiled.settle import settle
from sim.engines.compiled.staffing import set_target
from sim.engines.compiled.stage import end_service
from sim.engines.compiled.steps import next_change, value_at
from sim.engines.compiled.vehicle import goes_before
from sim.engines.order import Mark
from sim.trajectory import IntArray
from sim.units import NEVER

FINISHED, STOPPED, OUT_OF_DRAWS, LOG_IS_FULL, GOES_ON = 0, 1, 2, 3, 4
"""Why the loop comes back; when a log is full it can be called again with a longer one."""

_SERVICE_ENDS, _TRAVEL_ENDS = int(Mark.SERVICE_ENDS), int(Mark.TRAVEL_ENDS)
_HEADWAY_PASSES, _LIGHT_CHANGES = int(Mark.HEADWAY_PASSES), int(Mark.LIGHT_CHANGES)
_STAFFING_CHANGES, _ARRIVAL = int(Mark.STAFFING_CHANGES), int(Mark.ARRIVAL)


@compiled
def run(
    m: IntArray,
    record: IntArray,
    booth_log: IntArray,
    light_log: IntArray,
    visits: NDArray[np.bool_],
    service: IntArray,
    repeats: IntArray,
    luck: IntArray,
    dated: IntArray,
    who: IntArray,
    first_visit: IntArray,
    arrived_at: IntArray,
    left_at: IntArray,
) -> int:
    """Work whole instants until the end, or until a log might not hold another; the last one worked is NOW (R22).

    *dated* are the instants of arrival, in order, of vehicles that have one.
    """
    while True:
        at = _next_instant(m, dated)
        code = _end_before(m, at)
        if code != GOES_ON:
            return code
        # No booth closes more than twice in an instant, and no light changes twice.
        if m[N_BOOTH_ROWS] + 2 * m[N_BOOTHS] > booth_log.shape[1] or m[N_LIGHT_ROWS] + m[N_LIGHTS] > light_log.shape[1]:
            return LOG_IS_FULL
        m[NOW] = at
        m[N_INSTANTS] += 1
        while at == m[NOW]:
            _gather(m, dated, who)
            for number in range(m[N_DUE]):
                event = m[DUE] + EVENT_SIZE * number
                if m[event + RANK] >> KIND_BITS == _ARRIVAL:
                    arrive(m, record, visits, who, first_visit, arrived_at, m[event + WHO])
                else:
                    _mark(m, record, booth_log, light_log, visits, repeats, m[event + RANK], m[event + WHO])
            while m[NEXT_DATED] < m[N_DATED] and dated[m[NEXT_DATED]] == at:
                m[NEXT_DATED] += 1
                arrive(m, record, visits, who, first_visit, arrived_at, m[NEXT_DATED] - 1)
            for number in range(m[N_AGAIN]):
                choose_again(m, luck, m[m[AGAIN] + number], record)
            m[N_AGAIN] = 0
            settle(m, record, booth_log, visits, service, repeats, luck, arrived_at, left_at)
            for number in range(m[N_LIGHTS]):
                look_after_settle(m, m[LIGHTS] + LIGHT_SIZE * number)
            at = m[m[HEAP] + AT] if m[HEAP_SIZE] > 0 else NEVER


@inlined
def _next_instant(m: IntArray, dated: IntArray) -> int:
    """The next instant at which anything is due; NEVER if nothing is."""
    at = NEVER if m[NEXT_DATED] == m[N_DATED] else dated[m[NEXT_DATED]]
    return min(at, m[m[HEAP] + AT]) if m[HEAP_SIZE] > 0 else at


@inlined
def _end_before(m: IntArray, at: int) -> int:
    """Why the run ends before instant *at*, with NOW the last instant worked; GOES_ON if it does not (R22)."""
    if m[RAN_OUT]:
        return OUT_OF_DRAWS
    window_is_known = m[REACH] >= m[WINDOW_END] and not m[IS_SATURATED]
    if m[N_INSIDE] == 0 and window_is_known and (m[N_INSTANTS] > 0 or at > 0):
        return FINISHED
    if at >= m[REACH] and m[REACH] <= m[STOP_AT]:
        m[NOW] = m[REACH]
        return OUT_OF_DRAWS
    if at > m[STOP_AT]:
        m[NOW] = m[STOP_AT]
        return STOPPED
    return GOES_ON


@inlined
def _gather(m: IntArray, dated: IntArray, who: IntArray) -> None:
    """Gather what the heap holds for this instant, in the order in which it is marked (R3)."""
    n_due = 0
    heap = m[HEAP]
    while m[HEAP_SIZE] > 0 and m[heap + AT] == m[NOW]:
        here = m[DUE] + EVENT_SIZE * n_due
        m[here + RANK] = m[heap + RANK]
        m[here + WHO] = m[heap + WHO]
        n_due += 1
        drop_first(m)
    m[N_DUE] = n_due
    if m[IS_SATURATED]:
        _gather_dated(m, dated)
        _sort_by_number(m, who)


@compiled
def _gather_dated(m: IntArray, dated: IntArray) -> None:
    """Beside a saturated class, vehicles with an instant of their own are put in order with those of that class."""
    while m[NEXT_DATED] < m[N_DATED] and dated[m[NEXT_DATED]] == m[NOW]:
        here = m[DUE] + EVENT_SIZE * m[N_DUE]
        m[here + RANK] = (_ARRIVAL << KIND_BITS) + m[NEXT_DATED]
        m[here + WHO] = m[NEXT_DATED]
        m[N_DUE] += 1
        m[NEXT_DATED] += 1


@compiled
def _sort_by_number(m: IntArray, who: IntArray) -> None:
    """Order events of vehicles by their numbers: with a saturated class the rows of the draws do not say them."""
    for number in range(1, m[N_DUE]):
        here = m[DUE] + EVENT_SIZE * number
        rank, vehicle = m[here + RANK], m[here + WHO]
        before = here - EVENT_SIZE
        while before >= m[DUE] and _is_marked_later(m, who, m[before + RANK], m[before + WHO], rank, vehicle):
            m[before + EVENT_SIZE + RANK] = m[before + RANK]
            m[before + EVENT_SIZE + WHO] = m[before + WHO]
            before -= EVENT_SIZE
        m[before + EVENT_SIZE + RANK] = rank
        m[before + EVENT_SIZE + WHO] = vehicle


@compiled
def _is_marked_later(m: IntArray, who: IntArray, rank: int, one: int, other_rank: int, other: int) -> bool:
    """Whether the event of *one*, gathered before that of *other*, is marked behind it."""
    kind = rank >> KIND_BITS
    if kind != other_rank >> KIND_BITS:
        return kind > other_rank >> KIND_BITS
    if kind == _ARRIVAL:
        flow, other_flow = who[1, one], who[1, other]
        return flow > other_flow or (flow == other_flow and one > other)
    return kind in (_SERVICE_ENDS, _TRAVEL_ENDS) and goes_before(m, other, one)


@inlined
def _mark(
    m: IntArray,
    record: IntArray,
    booth_log: IntArray,
    light_log: IntArray,
    visits: NDArray[np.bool_],
    repeats: IntArray,
    rank: int,
    who: int,
) -> None:
    kind = rank >> KIND_BITS
    if kind == _SERVICE_ENDS:
        end_service(m, record, booth_log, visits, repeats, who)
    elif kind == _TRAVEL_ENDS:
        reach_end(m, record, visits, who)
    elif kind == _HEADWAY_PASSES:
        headway_passes(m, who)
    elif kind == _LIGHT_CHANGES:
        look(m, light_log, who, rank % N_REASONS)
    else:
        _staffing_changes(m, booth_log, who)


@compiled
def _staffing_changes(m: IntArray, booth_log: IntArray, change: int) -> None:
    """What follows a step function takes its next value: a target, a lane's direction, a closure, an outage."""
    apply_change(m, booth_log, change, m[change + CHANGE_TO])
    expect_next_change(m, change)


@compiled
def apply_change(m: IntArray, booth_log: IntArray, change: int, value: int) -> None:
    """Set what *change* is about to *value*."""
    sort, about = m[change + CHANGE_SORT], m[change + CHANGE_OF]
    if sort == TARGET_CHANGES:
        set_target(m, booth_log, about, value)
    elif sort == DIGITAL_CHANGES:
        m[about + DIGITAL_WORKS] = value > 0
    else:
        if sort == GIVEN_CHANGES:
            m[about + GIVEN_TO] = value
        elif sort == OPEN_CHANGES:
            m[about + IS_OPEN] = value > 0
        stir(m, m[about + ROAD_LINK])


@compiled
def expect_next_change(m: IntArray, change: int) -> None:
    """The next change of the step function is due at its instant."""
    at = next_change(m, m[change + CHANGE_STEPS], m[NOW])
    if at < NEVER:
        m[change + CHANGE_TO] = value_at(m, m[change + CHANGE_STEPS], at)
        push(m, at, (_STAFFING_CHANGES << KIND_BITS) + m[change + CHANGE_RANK], change)
