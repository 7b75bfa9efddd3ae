"""R5 to R8: where next, room, blocking, approaches and zones."""

from collections.abc import Callable

import numpy as np

from sim.plan.model import Place, Queue
from sim.trajectory import Ending
from sim.units import MINUTE
from tests.builders import N, Story, V, approach, kinds, lane, link, plan, stage, zone

Run = Callable[..., Story]


def test_r5_a_vehicle_passes_by_the_places_it_does_not_visit(run: Run) -> None:
    story = run(plan([approach(), stage("a"), stage("b"), stage("c")]), [V(0, [1, None, 2]), V(0, [None, None, None])])
    assert not story.has(0, 2)
    assert story.at(0, 3).joined == 1
    assert story.out == {0: 3, 1: 0}


def test_r6_a_waiting_place_is_free_from_the_call_on(run: Run) -> None:
    # Move-up keeps the called vehicle from beginning until 7, yet its waiting place is taken at 5.
    story = run(plan([approach(), stage("a", space=1, move_up=2)]), [V(0, [5]), V(1, [5]), V(2, [1])])
    assert story.at(1, 1).called == 5
    assert story.at(1, 1).began == 7
    assert story.at(2, 1).joined == 5


def test_r6_booths_are_no_waiting_places(run: Run) -> None:
    story = run(plan([approach(), stage("a", lane(1), space=0)]), [V(0, [5]), V(1, [1])])
    assert story.at(1, 1).joined == 5


def test_r6_an_idle_booth_is_room_only_for_whom_it_serves(run: Run) -> None:
    story = run(plan([approach(), stage("a", lane(1, "car"), lane(1, "truck"), space=0)]), [V(0, [5]), V(1, [2])])
    assert story.at(1, 1).joined == 5


def test_r6_behind_the_head_of_a_single_file_an_idle_booth_is_no_room(run: Run) -> None:
    # A truck waits at the head for the busy truck lane; the car lane stands idle and no waiting place is free.
    file = stage("a", lane(1, "car"), lane(1, "truck"), space=1, queue=Queue.SINGLE_FILE)
    story = run(plan([approach(), file]), [V(0, [9], "truck"), V(1, [1], "truck"), V(2, [1], "car")])
    assert story.at(2, 1).joined == 9


def test_r6_each_pool_counts_its_own_direction(run: Run) -> None:
    shared = stage("a", lane(1), space=(1, 1))
    places: list[Place] = [approach(), approach("south", 1), shared]
    story = run(
        plan(places, [(0, 2), (1, 2)]),
        [V(0, [10]), V(1, [1]), V(2, [1]), V(3, [1], direction=1), V(4, [1], direction=1)],
    )
    assert story.at(3, 2).joined == 3, "the northbound pool is full, the southbound one is not"
    assert story.at(2, 2).joined == 10
    assert story.at(3, 2).called == 11, "behind vehicle 1 and before vehicle 2, which joined later"
    assert story.at(4, 2).joined == 11


def test_r6_a_zone_at_its_limit_lets_nobody_in(run: Run) -> None:
    metered = plan([approach(), stage("a"), stage("b")], zones=[zone(kinds(), [1, 2], 1)])
    story = run(metered, [V(0, [2, 3]), V(1, [1, 1])])
    assert story.at(1, 1).joined == 5


def test_r6_a_zone_counts_only_its_kinds_and_lets_others_pass(run: Run) -> None:
    metered = plan([approach(), stage("a", lane(3))], zones=[zone(kinds("truck"), [1], 1)])
    story = run(metered, [V(0, [5], "truck"), V(1, [5], "truck"), V(2, [5], "car")])
    assert story.joined(1, 3) == [0, 5, 2]


def test_r6_a_move_within_a_zone_enters_it_no_second_time(run: Run) -> None:
    metered = plan([approach(), stage("a"), stage("b")], zones=[zone(kinds(), [1, 2], 1)])
    assert run(metered, [V(0, [2, 3])]).out == {0: 5}


def test_r7_a_served_vehicle_without_room_keeps_its_booth(run: Run) -> None:
    story = run(plan([approach(), stage("a"), stage("b", space=0)]), [V(0, [1, 9]), V(0, [1, 1]), V(0, [1, 1])])
    blocked = story.at(1, 1)
    assert (blocked.ended, blocked.left) == (2, 10)
    assert story.at(2, 1).called == 10


def test_r7_blocking_reaches_back_through_the_link(run: Run) -> None:
    places: list[Place] = [approach(), stage("a"), link("bridge", entry_space=(1, 1)), stage("b", space=0)]
    # Each link lane holds any number, but nobody overtakes: the first blocks those behind at its end.
    story = run(plan(places), [V(0, [1, 2, 20]), V(0, [1, 2, 1]), V(0, [1, 2, 1])])
    assert story.at(1, 2).ended == 4
    assert story.at(1, 2).left == 23
    assert story.at(2, 2).ended == 23, "the one ahead left the lane only then, headway 0"
    assert story.at(2, 2).left == 24


def test_r8_on_a_free_approach_a_car_passes_the_truck_that_waits(run: Run) -> None:
    places: list[Place] = [approach(), stage("a", lane(1, "truck"), lane(1, "car"), space=0)]
    story = run(plan(places), [V(0, [9], "truck"), V(1, [1], "truck"), V(2, [1])])
    assert story.joined(1, 3) == [0, 9, 2]


def test_r8_in_a_single_file_the_head_holds_up_those_behind(run: Run) -> None:
    places: list[Place] = [approach(single_file=True), stage("a", lane(1, "truck"), lane(1, "car"), space=0)]
    story = run(plan(places), [V(0, [9], "truck"), V(1, [1], "truck"), V(2, [1])])
    assert story.joined(1, 3) == [0, 9, 9]


def test_r8_the_head_of_a_single_file_waits_for_its_zone_and_holds_up_cars(run: Run) -> None:
    places: list[Place] = [approach(single_file=True), stage("a", lane(3))]
    story = run(
        plan(places, zones=[zone(kinds("truck"), [1], 1)]), [V(0, [5], "truck"), V(1, [5], "truck"), V(2, [5], "car")]
    )
    assert story.joined(1, 3) == [0, 5, 5]


def test_r8_lines_of_an_approach_do_not_hold_up_one_another(run: Run) -> None:
    lines = approach(single_file=True, lines=[("car", "bus"), ("truck",)])
    story = run(
        plan([lines, stage("a", lane(1, "truck"), lane(1, "car"), space=0)]),
        [V(0, [9], "truck"), V(1, [1], "truck"), V(2, [1])],
    )
    assert story.joined(1, 3) == [0, 9, 2]
    assert [story.at(v, 0).lane for v in range(3)] == [1, 1, 0]


def test_r8_the_new_head_has_been_ready_since_its_own_arrival(run: Run) -> None:
    # Vehicle 2 becomes the head of its file at 5 and has been ready since 2, before the truck of 3.
    lines = approach(single_file=True, lines=[("car",), ("truck", "bus")])
    story = run(plan([lines, stage("a", space=0)]), [V(0, [5]), V(1, [5]), V(2, [5]), V(3, [5], "truck")])
    assert story.called(1, 4) == [0, 5, 10, 15]


def test_r8_a_saturated_class_keeps_one_vehicle_at_its_approach(run: Run) -> None:
    endless = plan([approach(), stage("a", space=0)], saturated=[(N, "truck")], stop_at=20)
    story = run(endless, [V(None, [3], "truck") for _ in range(50)])
    arrived = story.trajectory.vehicles.arrived_at // MINUTE
    assert arrived.tolist() == [0, 0, 3, 6, 9, 12, 15, 18]
    assert story.trajectory.ending is Ending.STOPPED
    assert story.trajectory.until == 20 * MINUTE


def test_r8_the_next_saturated_vehicle_arrives_in_a_further_round(run: Run) -> None:
    # The car of minute 3 is marked in the first round, before the truck that follows on in the second.
    mixed = plan(
        [approach(), stage("a", lane(1, "truck"), lane(1, "car"), space=0)], saturated=[(N, "truck")], stop_at=10
    )
    story = run(mixed, [*(V(None, [3], "truck") for _ in range(20)), V(3, [1])])
    assert story.at(20, 1).joined == 3
    assert np.all(np.diff(story.trajectory.vehicles.arrived_at) >= 0)


def test_r8_a_saturated_flow_without_draws_left_says_so(run: Run) -> None:
    endless = plan([approach(), stage("a", space=0)], saturated=[(N, "truck")], stop_at=20)
    assert run(endless, [V(None, [3], "truck") for _ in range(3)]).trajectory.ending is Ending.OUT_OF_DRAWS
