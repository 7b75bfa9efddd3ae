"""Links: entry space, room, headway, no overtaking, one direction at a time, closures and lights (R16-R21)."""

from collections.abc import Iterator

import numpy as np

from sim.plan.model import DIRECTIONS, Link, LinkLane, Plan
from sim.statistics.checks.here import Here, Record, as_series, sorted_by, together
from sim.statistics.occupancy import step_series
from sim.statistics.window import BoolArray
from sim.trajectory import IntArray, LightLog
from sim.units import NEVER


def links(record: Record, plan: Plan) -> Iterator[str]:
    """Entry space, room, headway, one direction on a lane, and no overtaking (R16, R17)."""
    for number, link in _links(plan):
        here = record.places[number]
        holds = all(
            step_series(here.joined_at[mine], here.began_at[mine]).value.max(initial=0) <= link.entry_space[direction]
            for direction in range(len(DIRECTIONS))
            for mine in [here.direction == direction]
        )
        for index, lane in enumerate(link.lanes):
            on = (here.lane == index) & (here.began_at < NEVER)
            size = here.size(plan, in_metres=True) if lane.in_metres else None
            holds = holds and _has_room(here, on, size, lane.room) and _keeps_distance(here, on, link)
        if not holds:
            yield link.name


def entries(record: Record, plan: Plan) -> Iterator[str]:
    """Nobody enters a link's lane under a closure, against its timetable or against its light (R18-R21)."""
    for number, link in _links(plan):
        here = record.places[number]
        greens = record.lights
        for index, lane in enumerate(link.lanes):
            on = (here.lane == index) & (here.began_at < NEVER)
            if np.any(_is_shut(here, on, lane, record.until)) or (
                lane.direction is None
                and not all(
                    _is_green(greens, number, direction, here.began_at[on & (here.direction == direction)])
                    for direction in range(len(DIRECTIONS))
                )
            ):
                yield f"{link.name}/{lane.name}"


def _links(plan: Plan) -> Iterator[tuple[int, Link]]:
    return ((number, place) for number, place in enumerate(plan.places) if isinstance(place, Link))


def _has_room(here: Here, on: BoolArray, size: IntArray | None, room: int) -> bool:
    """Whether vehicles, of each *size* or 1, fit on the lane, all going one way."""
    north, south = (on & (here.direction == direction) for direction in range(len(DIRECTIONS)))
    _, (by_north, by_south) = together(
        *(
            step_series(here.began_at[mine], here.left_at[mine], None if size is None else size[mine])
            for mine in (north, south)
        )
    )
    return not np.any((by_north > 0) & (by_south > 0)) and int((by_north + by_south).max(initial=0)) <= room


def _keeps_distance(here: Here, on: BoolArray, link: Link) -> bool:
    """Whether the headway is kept at both ends of the lane, and its end is reached neither sooner nor later (R17).

    Vehicles follow one another in the order of entering, then of leaving, of reaching the end and of joining, since
    nobody overtakes. Where all that falls on one instant, or the directions differ, the record does not show who
    was ahead, and such a vehicle is compared with nobody.
    """
    order = np.flatnonzero(on)[sorted_by(here.joined_at[on], here.ended_at[on], here.left_at[on], here.began_at[on])]
    is_clear = ~_is_tied(here, order)
    ahead, behind = order[:-1], order[1:]
    is_known = is_clear[:-1] & is_clear[1:]
    first = order[:1][is_clear[:1]]
    same_way = here.direction[ahead] == here.direction[behind]
    headway = np.where(same_way, np.array(link.headway, dtype=np.int64)[here.kind[ahead], here.kind[behind]], 0)
    alone = here.began_at + here.service_time
    reached = alone.copy()
    left_ahead = np.minimum(here.left_at[ahead], NEVER - headway)
    reached[behind] = np.where(same_way, np.maximum(alone[behind], left_ahead + headway), alone[behind])
    judged = np.concatenate([first, behind[is_known]])
    judged = judged[here.ended_at[judged] < NEVER]
    entered = here.began_at[behind] >= np.where(same_way, here.began_at[ahead] + headway, here.left_at[ahead])
    return bool(np.all(entered[is_known]) and np.array_equal(here.ended_at[judged], reached[judged]))


def _is_tied(here: Here, order: IntArray) -> BoolArray:
    """Which vehicles, in the order of entering, cannot be told from a neighbour."""
    a, b = order[:-1], order[1:]
    same = (
        (here.began_at[a] == here.began_at[b])
        & (here.left_at[a] == here.left_at[b])
        & (here.ended_at[a] == here.ended_at[b])
        & ((here.joined_at[a] == here.joined_at[b]) | (here.direction[a] != here.direction[b]))
    )
    tied = np.zeros(len(order), dtype=np.bool_)
    tied[:-1] |= same
    tied[1:] |= same
    return tied


def _is_shut(here: Here, on: BoolArray, lane: LinkLane, until: int) -> BoolArray:
    """Which entries fall under a closure, or are made by a direction that the lane is not given to."""
    shut = np.zeros(int(on.sum()), dtype=np.bool_)
    if lane.is_open is not None:
        shut |= as_series(lane.is_open, until).value_at(here.began_at[on]) == 0
    if lane.direction is not None:
        shut |= as_series(lane.direction, until).value_at(here.began_at[on]) != here.direction[on]
    return shut


def _is_green(log: LightLog, place: int, direction: int, entered_at: IntArray) -> bool:
    """Whether each entry falls into a green of its direction, the instant of the switch included."""
    greens = (log.place == place) & (log.direction == direction)
    began, ended = log.began_at[greens], log.ended_at[greens]
    if not greens.any():
        return not len(entered_at)
    index = np.searchsorted(began, entered_at, side="right") - 1
    return bool(np.all(index >= 0) and np.all(entered_at <= ended[index]))
