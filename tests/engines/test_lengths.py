"""R6 and R17: room in metres of vehicle length, and headway by the pair of classes."""

from collections.abc import Callable

from sim.plan.model import Place, Queue
from tests.builders import N, Story, V, approach, lane, link, plan, road_lane, stage

Run = Callable[..., Story]


def test_r6_waiting_places_in_metres_of_vehicle_length(run: Run) -> None:
    # 30 m hold a truck (20 m) and a car (8 m); the next car finds 2 m and waits until the truck is called.
    story = run(
        plan([approach(), stage("a", space=30, in_metres=True)]), [V(0, [5]), V(1, [5], "truck"), V(2, [5]), V(3, [5])]
    )
    assert story.joined(1, 4) == [0, 1, 2, 5]


def test_r6_who_finds_too_little_room_holds_up_nobody(run: Run) -> None:
    story = run(plan([approach(), stage("a", space=10, in_metres=True)]), [V(0, [5]), V(1, [5], "truck"), V(2, [5])])
    assert story.joined(1, 3) == [0, 10, 2], "the car behind the truck fits, the truck waits for the idle booth"


def test_r6_exactly_as_long_as_the_room_fits(run: Run) -> None:
    story = run(plan([approach(), stage("a", space=20, in_metres=True)]), [V(0, [5]), V(1, [5], "truck")])
    assert story.joined(1, 2) == [0, 1]


def test_r6_metres_of_each_lane(run: Run) -> None:
    own = stage("a", lane(1), lane(1), queue=Queue.OWN, space=[10, 20], in_metres=True)
    story = run(plan([approach(), own]), [V(0, [9]), V(0, [9]), V(1, [9], "truck"), V(2, [9])])
    assert [story.at(v, 1).lane for v in range(4)] == [0, 1, 1, 0]


def test_r17_a_lane_with_room_in_metres(run: Run) -> None:
    short = link("bridge", road_lane(N, room=30, in_metres=True))
    story = run(plan([approach(), short]), [V(0, [9], "truck"), V(1, [9]), V(2, [9])])
    assert [story.at(v, 1).began for v in range(3)] == [0, 1, 9]


def test_r17_headway_by_the_pair_that_follow_one_another(run: Run) -> None:
    pairs = {("truck", "car"): 5, ("truck", "truck"): 3, ("car", "truck"): 1, ("car", "car"): 2}
    bridge: list[Place] = [approach(), link("bridge", road_lane(N), headway=pairs)]
    story = run(plan(bridge), [V(0, [0], "truck"), V(0, [0]), V(0, [0], "truck"), V(0, [0], "truck")])
    # At 0 the cars have the lower number: car, then the trucks.
    assert [story.at(v, 1).began for v in (1, 0, 2, 3)] == [0, 1, 4, 7]


def test_r17_the_pair_counts_at_the_end_too(run: Run) -> None:
    pairs = {("truck", "car"): 5, ("car", "car"): 1}
    bridge: list[Place] = [approach(), link("bridge", road_lane(N), headway=pairs)]
    story = run(plan(bridge), [V(0, [10], "truck"), V(5, [1]), V(6, [1])])
    assert [story.at(v, 1).began for v in range(3)] == [0, 5, 6]
    assert [story.at(v, 1).ended for v in range(3)] == [10, 15, 16]


def test_r17_a_headway_that_passes_for_one_class_before_the_other(run: Run) -> None:
    # Two lanes of entry do not exist: the first of the entry space waits for its own headway, whoever stands behind.
    pairs = {("truck", "truck"): 6, ("truck", "car"): 2}
    bridge: list[Place] = [approach(), link("bridge", road_lane(N), headway=pairs)]
    story = run(plan(bridge), [V(0, [0], "truck"), V(1, [0], "truck"), V(2, [0])])
    assert [story.at(v, 1).began for v in range(3)] == [0, 6, 8]
