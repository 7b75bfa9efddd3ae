"""What each check says about priority, own queues, repeats, metres, closures and links, on true and broken records."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest

from sim.plan.model import Choice, Link, LinkLane, Place, Plan, Queue, Stage
from sim.statistics.invariants import check
from sim.trajectory import Trajectory
from sim.units import MINUTE
from tests.builders import N, S, V, approach, lane, link, plan, road_lane, stage, steps, tell

A, B = 1, 2
CALLED = ("called_at", "began_at", "ended_at", "left_at")


def run(of: Plan, vehicles: Sequence[V]) -> Trajectory:
    """The true record, in which every invariant holds."""
    trajectory = tell(of, vehicles).trajectory
    assert check(trajectory, of) == ()
    return trajectory


def found(trajectory: Trajectory, of: Plan) -> set[str]:
    return set(check(trajectory, of))


def at_a(of: Plan, **fields: object) -> Plan:
    """The plan with some fields of stage A replaced."""
    place = of.places[A]
    assert isinstance(place, Stage)
    return replace(of, places=(*of.places[:A], replace(place, **fields), *of.places[A + 1 :]))  # type: ignore[arg-type]


def exchanged(trajectory: Trajectory, one: int, other: int, *columns: str) -> Trajectory:
    """The record in which two rows of the visits have exchanged these columns."""
    swapped = {}
    for name in columns:
        swapped[name] = getattr(trajectory.visits, name).copy()
        swapped[name][[one, other]] = swapped[name][[other, one]]
    return replace(trajectory, visits=replace(trajectory.visits, **swapped))


def rows_at(trajectory: Trajectory, place: int = A) -> list[int]:
    return [int(row) for row in np.flatnonzero(trajectory.visits.place == place)]


# Queues.


def test_a_better_priority_that_had_joined_is_called_first() -> None:
    of = plan([approach(), stage("a", priority={"truck": 0, "car": 1})])
    trajectory = run(of, [V(0, [5]), V(1, [5]), V(2, [5], "truck")])
    assert trajectory.visits.called_at[rows_at(trajectory)].tolist() == [0, 10 * MINUTE, 5 * MINUTE]
    assert found(trajectory, at_a(of, priority=())) == {"queues are served in order: a"}
    _, second, truck = rows_at(trajectory)
    assert "queues are served in order: a" in found(exchanged(trajectory, second, truck, *CALLED), of)


def test_who_joins_as_another_is_called_may_come_too_late_for_its_priority() -> None:
    # The truck drives up as the booth comes free, behind the car's call within that instant.
    of = plan([approach(), stage("a", lane(1), space=1, priority={"truck": 0, "car": 1})])
    run(of, [V(0, [5]), V(1, [5]), V(2, [5], "truck")])


def test_of_two_heads_the_one_that_joined_first_is_called() -> None:
    of = plan([approach(), approach("south", S), stage("a", space=(5, 5), queue=Queue.SINGLE_FILE)], [(0, 2), (1, 2)])
    trajectory = run(of, [V(0, [5]), V(1, [5]), V(2, [5], direction=S)])
    _, north, south = rows_at(trajectory, 2)
    assert "queues are served in order: a" in found(exchanged(trajectory, north, south, *CALLED), of)


def test_each_lane_of_its_own_is_served_in_order() -> None:
    of = plan([approach(), stage("a", lane(1), lane(1), queue=Queue.OWN)])
    trajectory = run(of, [V(minute, [9]) for minute in range(6)])
    visits = trajectory.visits
    assert visits.lane[rows_at(trajectory)].tolist() == [0, 1, 0, 1, 0, 1]
    rows = rows_at(trajectory)
    assert "queues are served in order: a" in found(exchanged(trajectory, rows[2], rows[4], *CALLED), of)


CLOSING = plan(
    [
        approach(),
        stage("a", lane(1, staffing=steps((0, 1), (3, 0), (60, 1))), lane(1), queue=Queue.OWN),
    ]
)
# By turns to lane 0 and lane 1; at 3 lane 0 closes and the third stands behind the fourth.
CHOSEN_AGAIN = [V(0, [9]), V(0.5, [9]), V(1, [9]), V(2, [9])]


def test_who_chose_again_stands_behind_those_of_the_new_lane() -> None:
    trajectory = run(CLOSING, CHOSEN_AGAIN)
    visits, rows = trajectory.visits, rows_at(trajectory)
    assert visits.lane[rows].tolist() == [0, 1, 1, 1]
    assert visits.called_at[rows[2]] > visits.called_at[rows[3]]
    always = at_a(CLOSING, lanes=(lane(1), lane(1)))
    assert "queues are served in order: a" in found(trajectory, always)


def test_who_chose_again_keeps_no_booth_idle_from_then_on() -> None:
    of = replace(CLOSING, stop_at=25 * MINUTE)
    trajectory = run(of, CHOSEN_AGAIN)
    last = rows_at(trajectory)[2]
    later = {name: getattr(trajectory.visits, name).copy() for name in CALLED}
    for column in later.values():
        column[last] += MINUTE
    delayed = replace(trajectory, visits=replace(trajectory.visits, **later))
    assert "no open booth idles beside a vehicle it may call: a/lane" in found(delayed, of)


def test_a_repeater_keeps_its_lane() -> None:
    of = plan([approach(), stage("a", lane(1), lane(1), queue=Queue.OWN, choice=Choice.IN_TURN)])
    trajectory = run(of, [V(0, [5], again={1: [5]}), V(1, [3])])
    again = rows_at(trajectory)[1]
    lanes = trajectory.visits.lane.copy()
    lanes[again] = 1
    moved = replace(trajectory, visits=replace(trajectory.visits, lane=lanes))
    assert "open lanes are joined first: a" in found(moved, of)


def test_of_those_who_arrive_at_one_instant_a_saturated_class_may_stand_behind() -> None:
    of = plan([approach(single_file=True), stage("a", space=0)], saturated=[(N, "car")], stop_at=20)
    # Each car arrives as the one ahead leaves: the truck of that instant stands before it, whatever their numbers.
    trajectory = run(of, [V(None, [5]), V(None, [5]), V(None, [5]), V(0, [5], "truck")])
    left_at = trajectory.visits.left_at[rows_at(trajectory, 0)].tolist()
    assert left_at != sorted(left_at)


# Waiting places.


def test_a_repeater_needs_no_waiting_place_and_others_do() -> None:
    of = plan([approach(), stage("a", space=1)])
    # The second stands in the only place as the first rejoins; the third must wait until both have been called.
    trajectory = run(of, [V(0, [5], again={1: [5]}), V(1, [5]), V(2, [5])])
    assert trajectory.visits.joined_at[rows_at(trajectory)[3]] == 10 * MINUTE
    assert found(trajectory, at_a(of, space=(0,))) == {"waiting places hold what they can: a"}
    third = rows_at(trajectory)[3]
    early = trajectory.visits.joined_at.copy()
    early[third] = 6 * MINUTE
    pushed = replace(trajectory, visits=replace(trajectory.visits, joined_at=early))
    assert "waiting places hold what they can: a" in found(pushed, of), "the repeater stands in the place"


def test_waiting_places_in_metres_hold_so_much_vehicle() -> None:
    of = plan([approach(), stage("a", space=28, in_metres=True)])
    trajectory = run(of, [V(0, [5]), V(1, [5]), V(2, [5], "truck"), V(3, [5])])
    assert found(trajectory, at_a(of, space=(27_999,))) == {"waiting places hold what they can: a"}


def test_each_lane_of_its_own_has_its_own_waiting_places() -> None:
    of = plan([approach(), stage("a", lane(1), lane(1), space=(1, 2), queue=Queue.OWN)])
    trajectory = run(of, [V(minute, [9]) for minute in range(6)])
    for space in ((0, 2), (1, 1)):
        assert found(trajectory, at_a(of, space=space)) == {"waiting places hold what they can: a"}


# Booths.


def test_a_booth_is_in_place_after_its_move_up() -> None:
    of = plan([approach(), stage("a", move_up=2)])
    trajectory = run(of, [V(0, [5]), V(1, [5])])
    assert found(trajectory, at_a(of, move_up=MINUTE)) == {"a booth holds one vehicle: a"}


def test_a_booth_that_ought_to_close_stays_open_for_its_vehicle_only() -> None:
    of = plan([approach(), stage("a", lane(2, staffing=steps((0, 2), (3, 1))))])
    trajectory = run(of, [V(0, [5]), V(0, [9])])
    log = trajectory.booths
    longer = replace(log, closed_at=log.closed_at + (log.closed_at == 5 * MINUTE) * MINUTE)
    assert found(replace(trajectory, booths=longer), of) == {"booths are open as staffed: a/lane"}


def test_a_closure_stops_calls() -> None:
    closed = steps((0, 1), spells=[(5, 20, 0)])
    of = plan([approach(), stage("a", lane(1, staffing=closed))])
    trajectory = run(of, [V(0, [5]), V(1, [5])])
    assert trajectory.visits.called_at[rows_at(trajectory)].tolist() == [0, 20 * MINUTE]
    earlier = {name: getattr(trajectory.visits, name).copy() for name in CALLED}
    for column in earlier.values():
        column[rows_at(trajectory)[1]] -= 15 * MINUTE
    called = replace(trajectory, visits=replace(trajectory.visits, **earlier))
    assert "nobody is called at a closed lane: a/lane" in found(called, of)


# Repeats and forms.


REPEATING = plan([approach(), stage("a"), stage("b")])


@pytest.mark.parametrize(
    ("column", "row", "value"),
    [("visit", 1, 1), ("visit", 2, 2), ("visit", 3, 9), ("left_at", 1, 8 * MINUTE), ("place", 2, B), ("visit", 0, 1)],
)
def test_repeats_are_numbered_and_follow_at_once(column: str, row: int, value: int) -> None:
    trajectory = run(REPEATING, [V(0, [5, 1], again={1: [2, 3]})])
    assert trajectory.visits.visit.tolist() == [0, 0, 1, 2, 0]
    values = getattr(trajectory.visits, column).copy()
    values[row] = value
    broken = replace(trajectory, visits=replace(trajectory.visits, **{column: values}))
    assert "repeats follow one another" in found(broken, REPEATING)


def test_during_an_outage_a_tracked_vehicle_is_served_on_paper() -> None:
    places: list[Place] = [approach(), stage("a")]
    vehicles = [V(0, [5], "truck", digital=[1]), V(6, [5], "truck", digital=[1])]
    of = plan(places, outages={A: steps((0, 1), spells=[(6, 7, 0)])})
    trajectory = run(of, vehicles)
    assert trajectory.visits.form[rows_at(trajectory)].tolist() == [1, 0]
    assert found(trajectory, plan(places)) == {"forms of service are as outages have them: a"}


# Links.


def bridge(*lanes: LinkLane, **fields: object) -> Plan:
    places: list[Place] = [approach(), approach("south", S), link("bridge", *lanes, **fields)]  # type: ignore[arg-type]
    return plan(places, [(0, 2), (1, 2)])


def at_bridge(of: Plan, **fields: object) -> Plan:
    place = of.places[2]
    assert isinstance(place, Link)
    return replace(of, places=(*of.places[:2], replace(place, **fields)))  # type: ignore[arg-type]


def test_headway_goes_by_the_pair() -> None:
    pairs: Mapping[tuple[str, str], float] = {("car", "truck"): 2, ("truck", "car"): 3}
    of = bridge(headway=pairs)
    trajectory = run(of, [V(0, [9]), V(1, [9], "truck"), V(2, [9])])
    assert trajectory.visits.began_at[rows_at(trajectory, 2)].tolist() == [0, 2 * MINUTE, 5 * MINUTE]
    longer = bridge(headway={**pairs, ("car", "truck"): 2.5}).places[2]
    assert isinstance(longer, Link)
    assert found(trajectory, at_bridge(of, headway=longer.headway)) == {"links keep headway, room and order: bridge"}


def test_the_end_of_a_link_is_reached_neither_sooner_nor_later_than_travel_and_headway_allow() -> None:
    of = bridge(headway=2)
    trajectory = run(of, [V(0, [9]), V(0, [1]), V(30, [1])])
    ends = trajectory.visits.ended_at
    assert ends[rows_at(trajectory, 2)].tolist() == [9 * MINUTE, 11 * MINUTE, 31 * MINUTE]
    for row in rows_at(trajectory, 2):
        later = ends.copy()
        later[row] += MINUTE
        moved = replace(trajectory, visits=replace(trajectory.visits, ended_at=later))
        assert "links keep headway, room and order: bridge" in found(moved, of)


def test_the_room_of_a_link_may_be_metres() -> None:
    of = bridge(road_lane(N, room=28, in_metres=True))
    trajectory = run(of, [V(0, [9]), V(1, [9], "truck"), V(2, [9])])
    lanes = (road_lane(N, room=27, in_metres=True),)
    assert found(trajectory, at_bridge(of, lanes=lanes)) == {"links keep headway, room and order: bridge"}


def test_a_lane_is_entered_in_the_direction_that_its_timetable_gives() -> None:
    of = bridge(road_lane(steps((0, N), (5, S))))
    trajectory = run(of, [V(0, [9]), V(6, [9]), V(1, [9], direction=S)])
    turned = (road_lane(steps((0, S), (5, N))),)
    assert "links are entered while open: bridge/lane" in found(trajectory, at_bridge(of, lanes=turned))


def test_a_lane_is_entered_on_green() -> None:
    of = bridge(road_lane(None), green=(2, 4, 1))
    trajectory = run(of, [V(0, [1]), V(1, [1], direction=S), V(9, [1])])
    lights = trajectory.lights
    red = replace(trajectory, lights=replace(lights, direction=1 - lights.direction))
    assert "links are entered while open: bridge/lane" in found(red, of)
    dark = replace(trajectory, lights=replace(lights, place=lights.place + 1))
    assert "links are entered while open: bridge/lane" in found(dark, of)


def test_of_vehicles_that_do_all_at_one_instant_any_may_have_been_ahead() -> None:
    of = bridge(headway={("car", "bus"): 5})
    trajectory = run(of, [V(0, [2]), V(0, [2], "bus")])
    vehicles = trajectory.vehicles
    numbered_anew = replace(vehicles, kind=vehicles.kind[::-1], vehicle_class=vehicles.vehicle_class[::-1])
    assert check(replace(trajectory, vehicles=numbered_anew), of) == ()
