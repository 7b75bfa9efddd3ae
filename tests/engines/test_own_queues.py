"""R9 and R10: queues of each lane, how one is chosen, who chooses again, and priority."""

from collections.abc import Callable, Sequence

import pytest

from sim.plan.model import Choice, Queue
from tests.builders import Story, V, approach, lane, plan, stage, steps

Run = Callable[..., Story]


def lanes_joined(story: Story, n_vehicles: int, place: int = 1) -> list[int]:
    return [story.at(vehicle, place).lane for vehicle in range(n_vehicles)]


def test_r9_own_the_least_vehicles_per_booth_of_the_target(run: Run) -> None:
    # Vehicles count waiting, called, in service: at 3 lane 0 holds 1 for 1 booth, lane 1 holds 2 for 3.
    own = stage("a", lane(1), lane(3), queue=Queue.OWN)
    story = run(plan([approach(), own]), [V(at, [20]) for at in range(5)])
    assert lanes_joined(story, 5) == [0, 1, 1, 1, 0], "and a tie of one each goes to the first declared"


def test_r9_own_counts_booths_of_the_target_and_not_those_still_open(run: Run) -> None:
    # From 5 on the target of lane 0 is 1, though its second booth stays open for its vehicle: 2 for 1 against 1 for 1.
    own = stage("a", lane(staffing=steps((0, 2), (5, 1))), lane(1), queue=Queue.OWN)
    story = run(plan([approach(), own]), [V(0, [20]), V(1, [20]), V(2, [20]), V(6, [1]), V(7, [1])])
    assert lanes_joined(story, 5) == [0, 1, 0, 1, 0]


def test_r9_own_counts_who_is_blocked(run: Run) -> None:
    own = stage("a", lane(1), lane(1), queue=Queue.OWN)
    story = run(plan([approach(), own, stage("b", space=0)]), [V(0, [1, 20]), V(1, [1, 1]), V(2, [1, 1]), V(3, [1, 1])])
    assert lanes_joined(story, 4) == [0, 0, 1, 0], "at 3 a blocked one is in each lane"


def test_r9_own_a_vehicle_stays_in_the_lane_it_joined(run: Run) -> None:
    own = stage("a", lane(1), lane(1), queue=Queue.OWN)
    story = run(plan([approach(), own]), [V(0, [9]), V(0, [3]), V(1, [1]), V(4, [1])])
    assert lanes_joined(story, 4) == [0, 1, 0, 1]
    assert story.called(1, 4) == [0, 0, 9, 4], "the third waits for its lane while the other stands idle from 5 on"


def test_r9_own_without_room_in_an_open_lane_a_vehicle_stays_where_it_is(run: Run) -> None:
    # Lane 1 has room and would open at 10, but while lane 0 is open nobody goes there.
    own = stage("a", lane(1), lane(staffing=steps((0, 0), (10, 1))), queue=Queue.OWN, space=[0, 9])
    story = run(plan([approach(), own]), [V(0, [6]), V(1, [6]), V(2, [6])])
    assert lanes_joined(story, 3) == [0, 0, 1]
    assert story.joined(1, 3) == [0, 6, 10]


def test_r9_own_if_no_lane_is_open_the_one_that_opens_soonest_is_joined(run: Run) -> None:
    late = [lane(staffing=steps((0, 0), (opens, 1))) for opens in (9, 7, 7)]
    story = run(plan([approach(), stage("a", *late, queue=Queue.OWN, space=1)]), [V(at, [1]) for at in range(4)])
    assert lanes_joined(story, 4) == [1, 2, 0, 1], "ties to the first declared, then the next with room"
    assert story.joined(1, 4) == [0, 1, 2, 7]


def test_r9_own_a_lane_that_never_opens_is_not_joined(run: Run) -> None:
    never = lane(staffing=steps((0, 0)))
    story = run(plan([approach(), stage("a", never, queue=Queue.OWN)], stop_at=50), [V(0, [1])])
    assert not story.has(0, 1)


def test_r9_own_a_dated_opening_counts(run: Run) -> None:
    dated = lane(staffing=steps((0, 0), spells=[(8, 20, 1)]))
    daily = lane(staffing=steps((0, 0), (12, 1)))
    story = run(plan([approach(), stage("a", daily, dated, queue=Queue.OWN)]), [V(0, [1])])
    assert (story.at(0, 1).lane, story.at(0, 1).called) == (1, 8)


def test_r9_own_when_a_lane_closes_who_waits_in_it_chooses_again_in_order_of_joining(run: Run) -> None:
    # At 5 lane 0 closes. Vehicle 2 and 3 wait in it; lane 1 has one free place: the first of them joins its end.
    own = stage("a", lane(staffing=steps((0, 1), (5, 0), (30, 1))), lane(1), queue=Queue.OWN, space=[9, 2])
    vehicles = [V(0, [9], "truck"), V(0, [9]), V(1, [1], "truck"), V(2, [1]), V(3, [1], "truck")]
    story = run(plan([approach(), own]), vehicles)
    assert lanes_joined(story, 5) == [1, 0, 1, 1, 0], "cars have the lower number at 0: vehicle 1 takes lane 0"
    assert story.called(1, 5) == [0, 0, 10, 9, 30]


def test_r9_own_who_stays_in_a_closed_lane_chooses_again_only_when_it_has_opened_and_closed_anew(run: Run) -> None:
    # At 5 the other lane is full, so vehicle 2 stays; at 8 it has room again, and nobody asks; at 20 lane 0 opens for
    # a minute during which its booth takes the first; when it closes again, the next one changes.
    staffing = steps((0, 1), (5, 0), (20, 1), (21, 0), (90, 1))
    own = stage("a", lane(staffing=staffing), lane(1), queue=Queue.OWN, space=[9, 0])
    story = run(plan([approach(), own]), [V(0, [2]), V(0, [30]), V(1, [25]), V(2, [25])])
    assert lanes_joined(story, 4) == [0, 1, 0, 0]
    assert story.called(1, 4) == [0, 0, 2, 90]


def test_r9_own_all_staffing_of_an_instant_is_known_before_anybody_chooses_again(run: Run) -> None:
    # At 5 lane 0 closes and lane 1, declared behind it, opens: who waits changes over at once.
    own = stage("a", lane(staffing=steps((0, 1), (5, 0))), lane(staffing=steps((0, 0), (5, 1))), queue=Queue.OWN)
    story = run(plan([approach(), own]), [V(0, [9]), V(1, [1])])
    assert (story.at(1, 1).lane, story.at(1, 1).called) == (1, 5)


def test_r9_own_in_turn(run: Run) -> None:
    # Lane 1 is passed by as long as it has no room: 0, 1, 2, 0, then 2.
    own = stage("a", lane(1), lane(1), lane(1), queue=Queue.OWN, choice=Choice.IN_TURN, space=[9, 0, 9])
    story = run(plan([approach(), own]), [V(at, [20]) for at in range(5)])
    assert lanes_joined(story, 5) == [0, 1, 2, 0, 2]


def test_r9_own_in_turn_passes_by_lanes_that_do_not_serve_the_vehicle(run: Run) -> None:
    own = stage("a", lane(1), lane(1, "car"), lane(1), queue=Queue.OWN, choice=Choice.IN_TURN)
    story = run(plan([approach(), own]), [V(0, [20], "truck"), V(1, [20], "truck"), V(2, [20]), V(3, [20])])
    assert lanes_joined(story, 4) == [0, 2, 0, 1]


def test_r6_own_an_idle_booth_of_a_lane_is_room_for_who_would_join_it(run: Run) -> None:
    own = stage("a", lane(1), lane(1), queue=Queue.OWN, space=0)
    story = run(plan([approach(), own]), [V(0, [9]), V(1, [4]), V(2, [1])])
    assert lanes_joined(story, 3) == [0, 1, 1]
    assert story.joined(1, 3) == [0, 1, 5]


@pytest.mark.parametrize(
    ("queue", "order"),
    [(Queue.COMMON, [0, 9, 6, 5]), (Queue.OWN, [0, 9, 6, 5]), (Queue.SINGLE_FILE, [0, 5, 6, 9])],
)
def test_r10_priority_then_order_of_joining_except_in_a_single_file(
    run: Run, queue: Queue, order: Sequence[float]
) -> None:
    # Service is not interrupted. Of the two cars the first to join goes first; the bus passes both; the truck is last.
    ranked = stage("a", queue=queue, priority={"bus": 0, "car": 1, "truck": 2})
    vehicles = [V(0, [5], "truck"), V(1, [1], "truck"), V(2, [3]), V(3, [1], "bus")]
    assert run(plan([approach(), ranked]), vehicles).called(1, 4) == order


def test_r10_priority_acts_among_those_who_wait_in_the_stage_and_not_on_who_enters_it(run: Run) -> None:
    ranked = stage("a", space=1, priority={"bus": 0, "car": 1, "truck": 2})
    story = run(plan([approach(), ranked]), [V(0, [5]), V(1, [5]), V(2, [5], "truck"), V(3, [5], "bus")])
    assert story.called(1, 4) == [0, 5, 10, 15], "the truck, ready longest, has the one waiting place from 5 on"


def test_r9_own_who_chooses_again_goes_by_order_of_joining_and_not_by_priority(run: Run) -> None:
    # When lane 0 closes at 5, the truck joined before the bus: the truck takes the one free place of lane 1.
    ranks = {"bus": 0, "car": 1, "truck": 2}
    closing = lane(1, staffing=steps((0, 1), (5, 0), (90, 1)))
    own = stage("a", closing, lane(1), queue=Queue.OWN, space=[9, 1], priority=ranks)
    vehicles = [V(0, [20]), V(0, [9]), V(1, [1], "truck"), V(2, [1], "bus"), V(3, [1], "bus")]
    story = run(plan([approach(), own]), vehicles)
    assert lanes_joined(story, 5) == [0, 1, 0, 1, 0], "at 5 lane 1 has no free place"
    late = [V(0, [20]), V(0, [4]), V(1, [1], "truck"), V(2, [9], "bus"), V(2, [1], "bus")]
    story = run(plan([approach(), own]), late)
    assert lanes_joined(story, 5) == [0, 1, 1, 1, 0]
    assert story.at(2, 1).called == 13
