"""Queues: who is called first, and which lane a vehicle joins (R9, R10, R14).

Only whole instants are compared: the record does not say in which order things happened within one.
"""

from collections.abc import Iterator

import numpy as np

from sim.plan.model import Plan, Queue, Stage
from sim.statistics.checks.here import Here, Record, as_series, sorted_by, stages
from sim.statistics.occupancy import step_series
from sim.statistics.window import BoolArray
from sim.trajectory import IntArray


def in_order(record: Record, plan: Plan) -> Iterator[str]:
    """Nobody is called while a vehicle that goes before it waits in the same queue.

    Of two vehicles that a lane may serve, in a common queue or both in a lane of its own, and whichever of them is
    a repeater: with equal priority, who joined at an earlier instant is called no later; and who has the better
    priority, and had joined before the instant of the other's call, is called no later than that. (Who joins at
    that very instant may find the other called already, so nothing follows for it.) In a single file priority does
    not count: all that stand in one pool are called in order of joining, and of two heads of different pools the
    one that joined first.
    """
    for number, stage in stages(plan):
        here = record.places[number]
        if stage.queue is Queue.SINGLE_FILE:
            holds = all(_file_in_order(here, here.pool(stage) == pool) for pool in range(len(stage.space)))
            holds = holds and _heads_in_order(here, stage)
        else:
            joined_by = in_lane_from(here, stage, record.until)
            holds = all(
                _lane_in_order(here, stage, index, joined_by=joined_by, lanes_queue=stage.queue is Queue.OWN)
                for index in range(len(stage.lanes))
            )
        if not holds:
            yield stage.name


def in_lane_from(here: Here, stage: Stage, until: int) -> IntArray:
    """The latest instant at which each vehicle can have joined the lane that the record names.

    With own queues a vehicle may choose again when its lane's target falls to 0; the record names the last lane
    only. It has been in that one since it joined the stage, or at least since the last instant of its wait at which
    another lane's target fell to 0. Without own queues it is the instant of joining.
    """
    return np.maximum(here.joined_at, _last_fall_of_others(here, stage, until))


def _last_fall_of_others(here: Here, stage: Stage, until: int) -> IntArray:
    """The last instant, up to the call of each, at which the target of another lane than its own fell to 0.

    -1 if there is none, and without own queues.
    """
    last = np.full(len(here.lane), -1, dtype=np.int64)
    if stage.queue is not Queue.OWN:
        return last
    never = np.full(1, -1, dtype=np.int64)
    falls = [_falls_to_zero(stage, index, until) for index in range(len(stage.lanes))]
    for index in range(len(stage.lanes)):
        others = np.sort(np.concatenate([never, *(own for other, own in enumerate(falls) if other != index)]))
        mine = here.lane == index
        last[mine] = others[np.searchsorted(others, np.minimum(here.called_at[mine], until), side="right") - 1]
    return last


def _falls_to_zero(stage: Stage, lane: int, until: int) -> IntArray:
    series = as_series(stage.lanes[lane].staffing, until)
    falls: IntArray = series.at[1:][series.value[1:] == 0]
    return falls


def _lane_in_order(here: Here, stage: Stage, lane: int, *, joined_by: IntArray, lanes_queue: bool) -> bool:
    rivals = here.lane == lane if lanes_queue else here.kind_in(stage.lanes[lane].serves)
    called = here.is_called & (here.lane == lane)
    if len(set(stage.priority)) <= 1:
        return _none_passed(here, joined_by, rivals, called, here.joined_at)
    by_kind = stage.priority
    priority = np.array(by_kind, dtype=np.int64)[here.kind]
    return all(
        _none_passed(here, joined_by, rivals & (priority == own), called & (priority == own), here.joined_at)
        and _none_passed(here, joined_by, rivals & (priority < own), called & (priority == own), here.called_at)
        for own in set(by_kind)
    )


def _none_passed(here: Here, joined_by: IntArray, rivals: BoolArray, called: BoolArray, before: IntArray) -> bool:
    """Whether each of *called* was called no earlier than every rival that had joined before its instant *before*."""
    if not (np.any(rivals) and np.any(called)):
        return True
    order = np.argsort(joined_by[rivals], kind="stable")
    joined, called_at = joined_by[rivals][order], here.called_at[rivals][order]
    latest_call = np.concatenate(([0], np.maximum.accumulate(called_at)))
    n_earlier = np.searchsorted(joined, before[called], side="left")
    return bool(np.all(latest_call[n_earlier] <= here.called_at[called]))


def _file_in_order(here: Here, members: BoolArray) -> bool:
    return _none_passed(here, here.joined_at, members, members, here.joined_at)


def head_from(here: Here, stage: Stage) -> IntArray:
    """Instant from which each vehicle of a single file is surely the head of its pool.

    Of several that joined at one instant and were called at one, the record does not show who came first: each is
    surely the head as it is called, and no sooner.
    """
    first = here.joined_at.copy()
    for members in _files(here, stage):
        ahead, behind = members[:-1], members[1:]
        first[behind] = np.maximum(here.joined_at[behind], here.called_at[ahead])
        alike = (here.joined_at[ahead] == here.joined_at[behind]) & (here.called_at[ahead] == here.called_at[behind])
        for tied in (ahead[alike], behind[alike]):
            first[tied] = here.called_at[tied]
    return first


def _files(here: Here, stage: Stage) -> Iterator[IntArray]:
    """The rows of each pool in order of joining; of one instant, in order of the calls."""
    pools = here.pool(stage)
    for pool in range(len(stage.space)):
        members = np.flatnonzero(pools == pool)
        yield members[sorted_by(here.called_at[members], here.joined_at[members])]


def _heads_in_order(here: Here, stage: Stage) -> bool:
    """Whether no lane called one head while it might have called that of another pool, which had joined before it."""
    first = head_from(here, stage)
    serves = [here.kind_in(lane.serves) for lane in stage.lanes]
    for members in _files(here, stage):
        if not len(members):
            continue
        others = np.flatnonzero(here.is_called & (here.pool(stage) != here.pool(stage)[members[0]]))
        # The head of this file as each vehicle of the others was called.
        index = np.searchsorted(first[members], here.called_at[others], side="left") - 1
        others, head = others[index >= 0], members[index[index >= 0]]
        passed = (here.joined_at[head] < here.joined_at[others]) & (here.called_at[head] > here.called_at[others])
        may_call = np.array(serves)[here.lane[others], head]
        if np.any(passed & may_call):
            return False
    return True


def open_lanes_first(record: Record, plan: Plan) -> Iterator[str]:
    """With own queues a vehicle joins a closed lane only if all that it may use are closed; a repeater keeps its lane.

    Checked of vehicles of which the record shows which lane they joined (see :func:`in_lane_from`).
    """
    for number, stage in stages(plan):
        if stage.queue is not Queue.OWN:
            continue
        here = record.places[number]
        last_fall = _last_fall_of_others(here, stage, record.until)
        is_open = np.array(
            [as_series(lane.staffing, record.until).value_at(here.joined_at) > 0 for lane in stage.lanes]
        )
        may_use = np.array([here.kind_in(lane.serves) for lane in stage.lanes])
        own_is_open = is_open[here.lane, np.arange(len(here.lane))]
        # Who joins comes after the staffing of its instant; a repeater comes before it and may choose again.
        first = (here.visit == 0) & (last_fall <= here.joined_at)
        again = np.flatnonzero((here.visit > 0) & (last_fall < here.joined_at))
        if np.any(first & ~own_is_open & np.any(is_open & may_use, axis=0)) or np.any(
            here.lane[again] != record.visits.lane[here.row[again] - 1]
        ):
            yield stage.name


def waiting_places(record: Record, plan: Plan) -> Iterator[str]:
    """Whoever joins and stays finds a waiting place free: in its pool or lane, in vehicles or metres (R6).

    Repeaters need none (R14), but stand in theirs: those that rejoined at an earlier instant count.
    """
    for number, stage in stages(plan):
        here = record.places[number]
        size = here.size(plan, in_metres=stage.in_metres)
        stands_from = in_lane_from(here, stage, record.until)
        counts_from = np.minimum(np.where(here.visit > 0, stands_from + 1, stands_from), here.called_at)
        part = here.lane if stage.queue is Queue.OWN else here.pool(stage)
        for index, space in enumerate(stage.space):
            mine = part == index
            if size[mine].sum() <= space:
                continue
            taken = step_series(counts_from[mine], here.called_at[mine], size[mine])
            joins = mine & (here.visit == 0) & (stands_from == here.joined_at) & (here.called_at > here.joined_at)
            if np.any(taken.value_at(here.joined_at[joins]) > space):
                yield stage.name
