"""R14: who must pass a stage once more leaves its booth and rejoins the end of its queue there and then."""

from collections.abc import Callable

from sim.plan.model import Queue
from tests.builders import Story, V, approach, kinds, lane, plan, stage, steps, zone

Run = Callable[..., Story]


def test_r14_a_repeater_rejoins_the_end_of_the_queue(run: Run) -> None:
    story = run(plan([approach(), stage("a")]), [V(0, [3], again={1: [2]}), V(1, [4]), V(2, [1])])
    first, second = story.at(0, 1), story.at(0, 1, 1)
    assert (first.ended, first.left, second.joined) == (3, 3, 3)
    assert (second.called, second.ended, second.left) == (8, 10, 10)
    assert story.called(1, 3) == [0, 3, 7]


def test_r14_a_repeater_needs_no_room(run: Run) -> None:
    # One waiting place, taken by vehicle 1. Vehicle 0 rejoins all the same, and vehicle 2 waits until it is free again.
    story = run(plan([approach(), stage("a", space=1)]), [V(0, [3], again={1: [2]}), V(1, [4]), V(2, [1])])
    assert story.at(0, 1, 1).joined == 3
    assert story.joined(1, 3) == [0, 1, 7], "at 3 vehicle 1 is called, but the repeater has its place"
    assert story.called(1, 3) == [0, 3, 9]


def test_r14_the_mark_of_the_end_of_service_frees_the_booth_for_who_waits_in_front(run: Run) -> None:
    # Nobody else waits: the repeater is called at once, by its booth or an earlier one that is idle.
    story = run(
        plan([approach(), stage("a", lane(2), move_up=1)]), [V(0, [2], again={1: [2]}), V(0, [5], again={1: [1]})]
    )
    assert [(s.booth, s.called, s.began) for s in (story.at(0, 1, 1), story.at(1, 1, 1))] == [(0, 2, 3), (0, 5, 6)]


def test_r14_repeaters_of_one_instant_rejoin_in_the_order_of_their_numbers(run: Run) -> None:
    story = run(
        plan([approach(), stage("a", lane(2))]),
        [V(1, [3], again={1: [1]}), V(0, [4], again={1: [1]}), V(2, [5]), V(2, [5])],
    )
    assert [story.at(v, 1, 1).joined for v in (0, 1)] == [4, 4]
    assert [story.at(v, 1, 1).booth for v in (0, 1)] == [1, 0], "vehicle 1 arrived first and has the lower number"


def test_r14_behind_its_equals_in_priority(run: Run) -> None:
    ranked = stage("a", priority={"bus": 0, "car": 1, "truck": 2})
    story = run(
        plan([approach(), ranked]), [V(0, [3], again={1: [1]}), V(1, [1], "truck"), V(1, [1]), V(2, [1], "bus")]
    )
    assert [story.at(v, 1).called for v in (3, 2)] == [3, 4]
    assert story.at(0, 1, 1).called == 5
    assert story.at(1, 1).called == 6


def test_r14_with_own_queues_a_repeater_stays_in_its_lane(run: Run) -> None:
    own = stage("a", lane(1), lane(1), queue=Queue.OWN)
    story = run(plan([approach(), own]), [V(0, [3], again={1: [2]}), V(0, [1]), V(1, [1]), V(1, [4])])
    assert [story.at(v, 1).lane for v in range(4)] == [0, 1, 1, 0]
    again = story.at(0, 1, 1)
    assert (again.lane, again.called) == (0, 7), "behind vehicle 3, though the other lane stands idle from 2 on"


def test_r15_a_booth_that_a_repeater_has_just_left_is_idle_and_closes(run: Run) -> None:
    # At 5 the service ends and the target falls: the booth closes at once, and the repeater waits for the next opening.
    story = run(
        plan([approach(), stage("a", lane(staffing=steps((0, 1), (5, 0), (20, 1))))]), [V(0, [5], again={1: [1]})]
    )
    assert story.at(0, 1, 1).called == 20
    assert story.trajectory.booths.closed_at.tolist()[0] == 5 * 60_000_000


def test_r9_a_repeater_whose_lane_closes_at_that_instant_chooses_again(run: Run) -> None:
    own = stage("a", lane(staffing=steps((0, 1), (5, 0))), lane(1), queue=Queue.OWN)
    story = run(plan([approach(), own]), [V(0, [5], again={1: [1]})])
    assert (story.at(0, 1, 1).lane, story.at(0, 1, 1).called) == (1, 5)


def test_r14_eight_visits_at_most(run: Run) -> None:
    story = run(plan([approach(), stage("a")]), [V(0, [1], again={1: [1] * 7})])
    assert story.at(0, 1, 7).ended == 8
    assert story.out[0] == 8


def test_r14_the_services_of_later_visits_are_their_own(run: Run) -> None:
    story = run(plan([approach(), stage("a"), stage("b")]), [V(0, [1, 4], again={1: [2, 3], 2: [5]})])
    assert [story.at(0, 1, visit).ended for visit in range(3)] == [1, 3, 6]
    assert [story.at(0, 2, visit).ended for visit in range(2)] == [10, 15]


def test_r14_a_repeater_stays_in_its_zone(run: Run) -> None:
    one = plan([approach(), stage("a", lane(2))], zones=[zone(kinds(), [1], 1)])
    story = run(one, [V(0, [3], again={1: [2]}), V(1, [1])])
    assert story.at(1, 1).joined == 5
