"""Each invariant holds on a true record and catches a record in which it is broken."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from sim.plan.model import DIGITAL, Link, Place, Plan, Queue, Stage
from sim.statistics.invariants import INVARIANTS, check
from sim.trajectory import Trajectory
from sim.units import MINUTE
from tests.builders import N, V, approach, kinds, lane, link, plan, road_lane, stage, steps, tell, zone

A, BRIDGE, B = 1, 2, 3


def crossing(*, queue: Queue = Queue.COMMON) -> Plan:
    """One booth behind a queue, a bridge of one lane, two booths behind it; at most three vehicles on bridge and b."""
    return plan(
        [
            approach(),
            stage("a", lane(1), space=9, queue=queue),
            link("bridge", road_lane(N, room=3), entry_space=(2, 2), headway=1),
            stage("b", lane(2), space=0),
        ],
        zones=[zone(kinds(), [BRIDGE, B], 3)],
    )


def record(of: Plan) -> Trajectory:
    return tell(of, [V(minute, [2, 3, 4]) for minute in range(6)]).trajectory


def changed(trajectory: Trajectory, place: int, vehicle: int, **minutes: float) -> Trajectory:
    """The record with some instants of one visit replaced."""
    visits = trajectory.visits
    row = int(np.flatnonzero((visits.place == place) & (visits.vehicle == vehicle))[0])
    columns = {}
    for name, value in minutes.items():
        columns[name] = getattr(visits, name).copy()
        columns[name][row] = round(value * MINUTE)
    return replace(trajectory, visits=replace(visits, **columns))


def with_place(of: Plan, number: int, place: Stage | Link) -> Plan:
    return replace(of, places=(*of.places[:number], place, *of.places[number + 1 :]))


def marked(trajectory: Trajectory, column: str, row: int, value: int) -> Trajectory:
    """The record with one entry of a column of its visits replaced."""
    values = getattr(trajectory.visits, column).copy()
    values[row] = value
    return replace(trajectory, visits=replace(trajectory.visits, **{column: values}))


def with_stage(of: Plan, **fields: object) -> Plan:
    """The plan with some fields of stage A replaced."""
    return with_place(of, A, replace(stage_of(of), **fields))  # type: ignore[arg-type]


def without_openings(trajectory: Trajectory) -> Trajectory:
    log = trajectory.booths
    return replace(trajectory, booths=replace(log, opened_at=log.opened_at + 3 * MINUTE))


@pytest.mark.parametrize("queue", Queue)
def test_a_true_record_keeps_every_invariant(queue: Queue) -> None:
    of = crossing(queue=queue)
    assert check(record(of), of) == ()


BROKEN: dict[str, Callable[[Plan, Trajectory], tuple[Plan, Trajectory]]] = {
    "vehicles are conserved": lambda p, t: (p, changed(t, A, 2, left_at=7)),
    "a visit goes forward in time": lambda p, t: (p, changed(t, A, 0, began_at=3)),
    "a service takes its own time": lambda p, t: (p, changed(t, A, 0, ended_at=1)),
    "repeats follow one another": lambda p, t: (p, marked(t, "visit", 1, 1)),
    "forms of service are as outages have them": lambda p, t: (p, marked(t, "form", 1, DIGITAL)),
    "lanes hold whom they serve": lambda p, t: (with_stage(p, lanes=(lane(1, "truck"),)), t),
    "single-file approaches are left in order": lambda p, t: (
        replace(p, places=(approach(single_file=True), *p.places[1:])),
        changed(t, 0, 1, left_at=9),
    ),
    "open lanes are joined first": lambda p, t: (
        with_stage(p, queue=Queue.OWN, space=(9, 9), lanes=(lane(1, staffing=steps((0, 0), (99, 1))), lane(1))),
        t,
    ),
    "booths are open as staffed": lambda p, t: (with_stage(p, lanes=(lane(2),)), t),
    "nobody is called at a closed lane": lambda p, t: (
        with_stage(p, lanes=(lane(1, staffing=steps((0, 1), (3, 0), (99, 1))),)),
        t,
    ),
    "links are entered while open": lambda p, t: (with_place(p, BRIDGE, closed_bridge()), t),
    # Vehicle 1 waits for vehicle 2, though it joined before it.
    "queues are served in order": lambda p, t: (p, changed(changed(t, A, 1, called_at=4), A, 2, called_at=2)),
    "a booth holds one vehicle": lambda p, t: (p, changed(t, A, 2, called_at=3)),
    "vehicles hold open booths only": lambda p, t: (p, without_openings(t)),
    "no open booth idles beside a vehicle it may call": lambda p, t: (p, changed(t, A, 1, called_at=3)),
    "waiting places hold what they can": lambda p, t: (with_place(p, A, replace(stage_of(p), space=(1,))), t),
    "zones keep their limits": lambda p, t: (replace(p, zones=(replace(p.zones[0], at_most=2),)), t),
    "links keep headway, room and order": lambda p, t: (p, changed(t, BRIDGE, 1, began_at=2.5)),
    "Little's law holds on the sample path": lambda p, t: (p, changed(t, B, 3, left_at=999)),
}


def closed_bridge() -> Link:
    closed = steps((0, 1), spells=[(4, 5, 0)])
    return link("bridge", road_lane(N, room=3, is_open=closed), entry_space=(2, 2), headway=1)


def stage_of(of: Plan) -> Stage:
    place = of.places[A]
    assert isinstance(place, Stage)
    return place


@pytest.mark.parametrize("name", INVARIANTS)
def test_a_broken_record_is_caught(name: str) -> None:
    of, trajectory = BROKEN[name](crossing(), record(crossing()))
    assert name in {found.split(": ")[0] for found in check(trajectory, of)}


@pytest.mark.parametrize(
    "change",
    [
        {"room": 1},
        {"entry_space": (0, 0)},
        {"headway": 9},
        {"other_way": True},
        {"overtaking": True},
    ],
    ids=str,
)
def test_each_rule_of_a_link_is_checked(change: dict[str, object]) -> None:
    of = crossing()
    trajectory = tell(of, [V(0, [0, 3, 4]) for _ in range(6)]).trajectory
    bridge = of.places[BRIDGE]
    assert isinstance(bridge, Link)
    assert check(trajectory, of) == ()
    if "room" in change:
        bridge = replace(bridge, lanes=(replace(bridge.lanes[0], room=1),))
    if "entry_space" in change:
        bridge = replace(bridge, entry_space=(0, 0))
    if "headway" in change:
        bridge = replace(bridge, headway=tuple(tuple(9 * MINUTE for _ in row) for row in bridge.headway))
    if "other_way" in change:
        direction = trajectory.vehicles.direction.copy()
        direction[1] = 1
        trajectory = replace(trajectory, vehicles=replace(trajectory.vehicles, direction=direction))
    if "overtaking" in change:
        trajectory = changed(trajectory, BRIDGE, 1, ended_at=2)
    assert "links keep headway, room and order: bridge" in check(trajectory, with_place(of, BRIDGE, bridge))


def test_a_single_file_idles_for_whom_it_must_not_call_and_for_nobody_else() -> None:
    # The truck at the head keeps the car behind it from the idle car lane: no fault in a single file.
    places: list[Place] = [approach(), stage("a", lane(1, "truck"), lane(1, "car"), queue=Queue.SINGLE_FILE)]
    of = plan(places)
    trajectory = tell(of, [V(0, [9], "truck"), V(1, [9], "truck"), V(2, [3])]).trajectory
    assert check(trajectory, of) == ()
    common = with_place(of, A, replace(stage_of(of), queue=Queue.COMMON))
    assert check(trajectory, common) == ("no open booth idles beside a vehicle it may call: a/lane",)
