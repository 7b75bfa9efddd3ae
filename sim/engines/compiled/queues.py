"""Who stands in the waiting places of a stage, and whom a booth may call (R6, R9, R10)."""

from sim.draws import LUCK
from sim.engines.compiled.jit import compiled, inlined
from sim.engines.compiled.layout import (
    CHOICE,
    DIRECTION,
    HEAD,
    IN_POOL,
    IN_QUEUE,
    JOINED,
    JOINED_LAST,
    KIND,
    LANE,
    LANE_INDEX,
    LANE_POOL,
    LANE_QUEUE_OF,
    LANE_ROW,
    LANE_SIZE,
    LANE_STAGE,
    LANES,
    LENGTHS,
    LUCK_SLOT,
    N_BOOTHS_OF_LANE,
    N_CLOSED,
    N_IDLE,
    N_JOINED,
    N_LANES,
    N_SOURCES,
    N_WAITING,
    NEXT,
    NOW,
    POOL_OF,
    PRIORITY,
    QUEUE,
    QUEUE_OF,
    ROUTE_SIZE,
    ROUTES,
    ROW,
    SERVES,
    SOURCES,
    SPACE,
    STAFFING,
    STAGE_IN_METRES,
    STOP,
    STOP_SIZE,
    STOPS,
    TAIL,
    TAKEN,
    TARGET,
    VISIT,
)
from sim.engines.compiled.steps import next_above_zero
from sim.plan.model import Choice, Queue
from sim.trajectory import IntArray
from sim.units import NEVER

OWN, SINGLE_FILE = int(Queue.OWN), int(Queue.SINGLE_FILE)
AT_RANDOM, IN_TURN = int(Choice.AT_RANDOM), int(Choice.IN_TURN)


@inlined
def size_at(m: IntArray, stage: int, vehicle: int) -> int:
    """What *vehicle* takes of the waiting places: its length, or one."""
    return m[m[LENGTHS] + m[vehicle + KIND]] if m[stage + STAGE_IN_METRES] else 1


@inlined
def has_room(m: IntArray, stage: int, vehicle: int) -> bool:
    """A free waiting place, or an idle booth that would call *vehicle* at once (R6)."""
    if m[stage + QUEUE] == OWN:
        return _has_room_in_own(m, stage, vehicle)
    kind = m[vehicle + KIND]
    pool = m[m[stage + POOL_OF] + kind]
    if m[pool + TAKEN] + size_at(m, stage, vehicle) <= m[pool + SPACE]:
        return True
    if m[stage + QUEUE] == SINGLE_FILE and m[m[m[stage + QUEUE_OF] + kind] + HEAD] > 0:
        return False
    for index in range(m[stage + N_LANES]):
        lane = m[stage + LANES] + LANE_SIZE * index
        if m[lane + N_IDLE] > 0 and m[m[lane + SERVES] + kind]:
            return True
    return False


@inlined
def join(m: IntArray, luck: IntArray, stage: int, vehicle: int, visits: IntArray) -> None:
    """*vehicle* joins the end of its queue, and has a lane where lanes have queues of their own."""
    if m[stage + QUEUE] == OWN:
        _join_lane(m, _lane_for(m, luck, stage, vehicle), vehicle, visits)
        return
    kind = m[vehicle + KIND]
    m[vehicle + IN_QUEUE] = m[m[stage + QUEUE_OF] + kind]
    m[vehicle + IN_POOL] = m[m[stage + POOL_OF] + kind]
    _stand(m, stage, vehicle)


@inlined
def rejoin(m: IntArray, stage: int, vehicle: int) -> None:
    """*vehicle* repeats: it joins the end of the queue that it was in, needing no room (R14)."""
    if m[stage + QUEUE] == OWN:
        m[m[vehicle + LANE] + N_WAITING] += 1
    _stand(m, stage, vehicle)


@inlined
def first_for(m: IntArray, lane: int) -> int:
    """The vehicle that an idle booth of *lane* may call; 0 if there is none."""
    first = 0
    rank = 0
    is_file = m[m[lane + LANE_STAGE] + QUEUE] == SINGLE_FILE
    for index in range(m[lane + N_SOURCES]):
        queue = m[m[lane + SOURCES] + index]
        head = m[queue + HEAD]
        if head == 0 or (is_file and not m[m[lane + SERVES] + m[head + KIND]]):
            continue
        if (
            first == 0
            or m[queue + PRIORITY] < rank
            or (m[queue + PRIORITY] == rank and m[head + JOINED] < m[first + JOINED])
        ):
            first = head
            rank = m[queue + PRIORITY]
    return first


@inlined
def leave_queue(m: IntArray, stage: int, vehicle: int) -> None:
    """*vehicle*, the first of its queue, leaves it, and its waiting place is free."""
    queue = m[vehicle + IN_QUEUE]
    m[queue + HEAD] = m[vehicle + NEXT]
    if m[queue + HEAD] == 0:
        m[queue + TAIL] = 0
    m[m[vehicle + IN_POOL] + TAKEN] -= size_at(m, stage, vehicle)
    if m[stage + QUEUE] == OWN:
        m[m[vehicle + LANE] + N_WAITING] -= 1


@compiled
def choose_again(m: IntArray, luck: IntArray, lane: int, visits: IntArray) -> None:
    """In order of joining: who finds an open lane with a free waiting place joins its end, the others stay (R9)."""
    stage = m[lane + LANE_STAGE]
    if m[stage + QUEUE] != OWN:
        return
    vehicle = _all_in_order_of_joining(m, lane)
    while vehicle > 0:
        behind = m[vehicle + NEXT]
        other = _choose(m, luck, stage, vehicle, False)
        if other > 0:
            m[m[vehicle + IN_POOL] + TAKEN] -= size_at(m, stage, vehicle)
            m[lane + N_WAITING] -= 1
            _join_lane(m, other, vehicle, visits)
        else:
            _append(m, m[vehicle + IN_QUEUE], vehicle)
        vehicle = behind


@compiled
def _all_in_order_of_joining(m: IntArray, lane: int) -> int:
    """Take everybody out of the queues of *lane* and link them in order of joining; the first of them, or 0."""
    first = 0
    last = 0
    while True:
        chosen = 0
        for index in range(m[lane + N_SOURCES]):
            head = m[m[m[lane + SOURCES] + index] + HEAD]
            if head > 0 and (chosen == 0 or m[head + JOINED] < m[chosen + JOINED]):
                chosen = head
        if chosen == 0:
            return first
        queue = m[chosen + IN_QUEUE]
        m[queue + HEAD] = m[chosen + NEXT]
        if m[queue + HEAD] == 0:
            m[queue + TAIL] = 0
        m[chosen + NEXT] = 0
        if last > 0:
            m[last + NEXT] = chosen
        else:
            first = chosen
        last = chosen


@compiled
def _has_room_in_own(m: IntArray, stage: int, vehicle: int) -> bool:
    any_open = False
    for index in range(m[stage + N_LANES]):
        lane = m[stage + LANES] + LANE_SIZE * index
        if m[lane + TARGET] > 0 and m[m[lane + SERVES] + m[vehicle + KIND]]:
            any_open = True
            if _lane_has_room(m, stage, lane, vehicle):
                return True
    return not any_open and _opening_lane(m, stage, vehicle) > 0


@inlined
def _lane_has_room(m: IntArray, stage: int, lane: int, vehicle: int) -> bool:
    return (m[lane + N_IDLE] > 0 and m[lane + N_WAITING] == 0) or _lane_has_place(m, stage, lane, vehicle)


@inlined
def _lane_has_place(m: IntArray, stage: int, lane: int, vehicle: int) -> bool:
    pool = m[lane + LANE_POOL]
    return m[pool + TAKEN] + size_at(m, stage, vehicle) <= m[pool + SPACE]


@inlined
def _lane_for(m: IntArray, luck: IntArray, stage: int, vehicle: int) -> int:
    """The lane that *vehicle*, which finds room, joins now."""
    lane = _choose(m, luck, stage, vehicle, True)
    return lane if lane > 0 else _opening_lane(m, stage, vehicle)


@compiled
def _opening_lane(m: IntArray, stage: int, vehicle: int) -> int:
    """Of the lanes with room that will open, the one that opens soonest; 0 if there is none."""
    best = 0
    soonest = NEVER
    for index in range(m[stage + N_LANES]):
        lane = m[stage + LANES] + LANE_SIZE * index
        if m[m[lane + SERVES] + m[vehicle + KIND]] and _lane_has_room(m, stage, lane, vehicle):
            at = next_above_zero(m, m[lane + STAFFING], m[NOW])
            if at < soonest:
                best, soonest = lane, at
    return best


@inlined
def _is_candidate(m: IntArray, stage: int, lane: int, vehicle: int, counts_booths: bool) -> bool:
    if m[lane + TARGET] <= 0 or not m[m[lane + SERVES] + m[vehicle + KIND]]:
        return False
    if counts_booths:
        return _lane_has_room(m, stage, lane, vehicle)
    return _lane_has_place(m, stage, lane, vehicle)


@compiled
def _choose(m: IntArray, luck: IntArray, stage: int, vehicle: int, counts_booths: bool) -> int:
    """Of the open lanes with room for *vehicle*, the one that it chooses; 0 if there is none.

    *counts_booths*: whether an idle booth is room too.
    """
    n_candidates = 0
    first = 0
    behind_last = 0
    shortest = 0
    for index in range(m[stage + N_LANES]):
        lane = m[stage + LANES] + LANE_SIZE * index
        if not _is_candidate(m, stage, lane, vehicle, counts_booths):
            continue
        n_candidates += 1
        if first == 0:
            first = lane
            shortest = lane
        # Vehicles per booth, compared by cross-multiplication; a tie leaves the first declared.
        elif _n_in_lane(m, lane) * m[shortest + TARGET] < _n_in_lane(m, shortest) * m[lane + TARGET]:
            shortest = lane
        if behind_last == 0 and index > m[stage + JOINED_LAST]:
            behind_last = lane
    if n_candidates == 0:
        return 0
    if m[stage + CHOICE] == IN_TURN:
        return behind_last if behind_last > 0 else first
    if m[stage + CHOICE] == AT_RANDOM:
        return _lucky_lane(m, luck, stage, vehicle, counts_booths, n_candidates)
    return shortest


@compiled
def _lucky_lane(m: IntArray, luck: IntArray, stage: int, vehicle: int, counts_booths: bool, n_candidates: int) -> int:
    """The lane that the luck of *vehicle* picks among the candidates."""
    route = m[ROUTES] + ROUTE_SIZE * m[vehicle + DIRECTION]
    slot = m[m[route + STOPS] + STOP_SIZE * m[vehicle + STOP] + LUCK_SLOT]
    to_go = luck[m[vehicle + ROW], slot] * n_candidates // LUCK
    for index in range(m[stage + N_LANES]):
        lane = m[stage + LANES] + LANE_SIZE * index
        if _is_candidate(m, stage, lane, vehicle, counts_booths):
            if to_go == 0:
                return lane
            to_go -= 1
    return 0


@inlined
def _n_in_lane(m: IntArray, lane: int) -> int:
    """Vehicles waiting, called, in service and blocked."""
    return m[lane + N_WAITING] + m[lane + N_BOOTHS_OF_LANE] - m[lane + N_IDLE] - m[lane + N_CLOSED]


@inlined
def _join_lane(m: IntArray, lane: int, vehicle: int, visits: IntArray) -> None:
    stage = m[lane + LANE_STAGE]
    m[stage + JOINED_LAST] = m[lane + LANE_INDEX]
    m[vehicle + LANE] = lane
    visits[LANE_ROW, m[vehicle + VISIT]] = m[lane + LANE_INDEX]
    m[vehicle + IN_QUEUE] = m[m[lane + LANE_QUEUE_OF] + m[vehicle + KIND]]
    m[vehicle + IN_POOL] = m[lane + LANE_POOL]
    m[lane + N_WAITING] += 1
    _stand(m, stage, vehicle)


@inlined
def _stand(m: IntArray, stage: int, vehicle: int) -> None:
    m[stage + N_JOINED] += 1
    m[vehicle + JOINED] = m[stage + N_JOINED]
    m[m[vehicle + IN_POOL] + TAKEN] += size_at(m, stage, vehicle)
    _append(m, m[vehicle + IN_QUEUE], vehicle)


@inlined
def _append(m: IntArray, queue: int, vehicle: int) -> None:
    m[vehicle + NEXT] = 0
    if m[queue + HEAD] == 0:
        m[queue + HEAD] = vehicle
    else:
        m[m[queue + TAIL] + NEXT] = vehicle
    m[queue + TAIL] = vehicle
