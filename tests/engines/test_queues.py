"""R9 to R13: who is called, by which booth, when it begins, and in which form."""

from collections.abc import Callable

from sim.plan.model import Place, Queue
from tests.builders import S, Story, V, approach, lane, plan, stage

Run = Callable[..., Story]


def test_r9_common_a_booth_calls_the_first_it_may_serve(run: Run) -> None:
    common = stage("a", lane(1, "truck"), lane(1, "car"))
    story = run(plan([approach(), common]), [V(0, [9], "truck"), V(1, [9], "truck"), V(2, [3]), V(3, [3])])
    assert story.called(1, 4) == [0, 9, 2, 5]


def test_r9_single_file_only_the_first_may_be_called(run: Run) -> None:
    file = stage("a", lane(1, "truck"), lane(1, "car"), queue=Queue.SINGLE_FILE)
    story = run(plan([approach(), file]), [V(0, [9], "truck"), V(1, [9], "truck"), V(2, [3]), V(3, [3])])
    assert story.called(1, 4) == [0, 9, 9, 12]


def test_r9_single_file_has_a_file_for_each_pool(run: Run) -> None:
    file = stage("a", lane(1, "truck"), lane(1, "car"), queue=Queue.SINGLE_FILE, space=(9, 9))
    places: list[Place] = [approach(), approach("south", S), file]
    story = run(plan(places, [(0, 2), (1, 2)]), [V(0, [9], "truck"), V(1, [9], "truck"), V(2, [3], "car", S)])
    assert story.called(2, 3) == [0, 9, 2]


def test_r9_of_several_heads_a_booth_calls_the_one_that_joined_first(run: Run) -> None:
    places: list[Place] = [approach(), approach("south", S), stage("a", queue=Queue.SINGLE_FILE, space=(9, 9))]
    story = run(plan(places, [(0, 2), (1, 2)]), [V(0, [5]), V(1, [5], "car", S), V(2, [5]), V(3, [5], "car", S)])
    assert story.called(2, 4) == [0, 5, 10, 15]


def test_r10_order_of_joining_holds_within_an_instant(run: Run) -> None:
    # Both move into b at 4: vehicle 1 was ready since 3, vehicle 0 since 4, so 1 joins and is called first.
    story = run(
        plan([approach(), stage("a", lane(2)), stage("b", space=0), stage("c")]),
        [V(0, [4, 0, 2]), V(0, [3, 0, 2])],
    )
    assert story.called(3, 2) == [5, 3]


def test_r11_of_several_idle_booths_the_first_declared_calls(run: Run) -> None:
    story = run(
        plan([approach(), stage("a", lane(1, "truck"), lane(2, "car"), lane(1))]), [V(0, [5]), V(0, [5]), V(0, [5])]
    )
    assert [(story.at(v, 1).lane, story.at(v, 1).booth) for v in range(3)] == [(1, 0), (1, 1), (2, 0)]


def test_r11_a_booth_that_was_left_counts_as_declared_and_not_as_left(run: Run) -> None:
    story = run(plan([approach(), stage("a", lane(2))]), [V(0, [3]), V(0, [2]), V(4, [1])])
    assert story.at(2, 1).booth == 0


def test_r12_a_booth_never_used_needs_no_move_up(run: Run) -> None:
    assert run(plan([approach(), stage("a", move_up=2)]), [V(1, [5])]).at(0, 1).began == 1


def test_r12_move_up_counts_from_the_instant_the_booth_was_left(run: Run) -> None:
    story = run(plan([approach(), stage("a", move_up=2)]), [V(0, [5]), V(1, [1]), V(9, [1]), V(11, [1])])
    assert [(story.at(v, 1).called, story.at(v, 1).began) for v in (1, 2, 3)] == [(5, 7), (9, 10), (11, 13)]


def test_r13_a_tracked_vehicle_is_served_in_digital_form(run: Run) -> None:
    story = run(plan([approach(), stage("a", lane(2))]), [V(0, [9], "truck", digital=[4]), V(0, [9], "truck")])
    assert [(story.at(v, 1).form, story.at(v, 1).ended) for v in range(2)] == [(1, 4), (0, 9)]


def test_r13_a_tracked_vehicle_skips_and_adds_visits_in_digital_form(run: Run) -> None:
    places: list[Place] = [approach(), stage("seal"), stage("check")]
    story = run(plan(places), [V(0, [None, 5], "truck", digital=[1, None]), V(0, [None, 5], "truck")])
    assert story.has(0, 1)
    assert not story.has(0, 2)
    assert story.out == {0: 1, 1: 5}


def test_a_lane_for_tracked_vehicles_serves_no_others(run: Run) -> None:
    places: list[Place] = [approach(), stage("a", lane(1), lane(1, "truck", tracked=True))]
    story = run(plan(places), [V(0, [9]), V(1, [9], "truck", digital=[4]), V(1, [9], "truck")])
    assert story.at(1, 1).lane == 1
    assert story.called(1, 3) == [0, 1, 9]
