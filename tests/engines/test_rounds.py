"""R1 to R4: who goes first at an instant."""

from collections.abc import Callable

from sim.plan.model import Place
from sim.units import MINUTE
from tests.builders import N, S, Story, V, approach, kinds, lane, plan, stage, steps, zone

Run = Callable[..., Story]


def test_r1_a_tie_between_arrivals_goes_to_direction_then_class_then_point(run: Run) -> None:
    shared = plan([approach(), approach("south", S), stage("a", lane(1))], [(0, 2), (1, 2)])
    story = run(
        shared,
        [V(0, [1], "car", S), V(0, [1], "truck", N), V(0, [1], "car", N), V(0, [1], "car", N), V(0, [1], "bus", S)],
    )
    order = sorted(range(5), key=lambda v: story.at(v, 2).called or 0)
    assert order == [2, 3, 1, 4, 0], "northbound cars by point, northbound truck, southbound bus, southbound car"


def test_r1_vehicles_of_the_trajectory_stand_in_the_order_of_their_numbers(run: Run) -> None:
    story = run(plan([approach(), stage("a")]), [V(5, [1]), V(2, [9], "truck"), V(2, [1])])
    assert story.trajectory.vehicles.point.tolist() == [2, 1, 0]
    assert story.trajectory.vehicles.arrived_at.tolist() == [2 * MINUTE, 2 * MINUTE, 5 * MINUTE]


def test_r2_places_are_walked_from_the_last_to_the_first(run: Run) -> None:
    # Both stages end at 5. Stage b empties first, so the vehicle of a finds it free at the same instant.
    story = run(plan([approach(), stage("a"), stage("b", space=0)]), [V(0, [2, 3]), V(2, [3, 1])])
    assert story.at(0, 2).left == 5
    assert story.at(1, 2).joined == 5


def test_r3_a_freed_booth_serves_before_an_arrival_at_the_same_instant(run: Run) -> None:
    story = run(plan([approach(), stage("a")]), [V(0, [5]), V(1, [2]), V(5, [1])])
    assert story.called(1, 3) == [0, 5, 7]


def test_r3_nobody_is_called_at_the_instant_a_booth_closes(run: Run) -> None:
    closing = stage("a", lane(staffing=steps((0, 1), (8, 0), (20, 1))))
    story = run(plan([approach(), closing]), [V(8, [1])])
    assert story.at(0, 1).called == 20


def test_r3_a_booth_that_opens_calls_at_that_instant(run: Run) -> None:
    opening = stage("a", lane(staffing=steps((0, 0), (8, 1))))
    assert run(plan([approach(), opening]), [V(3, [1]), V(8, [1])]).called(1, 2) == [8, 9]


def test_r4_what_leaves_makes_room_before_anyone_arrives(run: Run) -> None:
    # One waiting place: the vehicle that ends at 5 calls the waiting one, whose place the arrival of 5 takes.
    story = run(plan([approach(), stage("a", space=1)]), [V(0, [5]), V(1, [5]), V(5, [1])])
    assert story.at(2, 1).joined == 5


def test_r4_a_chain_of_blocked_vehicles_moves_up_at_one_instant(run: Run) -> None:
    chain = plan([approach(), *(stage(name, space=0) for name in "abc")])
    story = run(chain, [V(0, [1, 1, 10]), V(0, [1, 1, 1]), V(0, [1, 1, 1]), V(0, [1, 1, 1])])
    assert story.at(1, 2).left == 12
    assert story.at(2, 1).left == 12
    assert story.at(3, 1).joined == 12
    assert story.at(1, 2).ended == 3, "and had been blocked since"


def test_r4_the_longest_ready_enters_first_whatever_its_number(run: Run) -> None:
    # Stage b is busy until 21. Vehicle 2 is ready for it at 4 and vehicle 1, the lower number, at 6.
    story = run(
        plan([approach(), stage("a", lane(2)), stage("b", space=0)]), [V(0, [1, 20]), V(0, [6, 1]), V(0, [3, 1])]
    )
    assert (story.at(2, 1).ended, story.at(1, 1).ended) == (4, 6)
    assert (story.at(2, 2).joined, story.at(1, 2).joined) == (21, 22)


def test_r4_of_two_places_the_later_one_takes_in_first(run: Run) -> None:
    # A zone over a and b has one place left. Vehicle 0 wants a, vehicle 1 wants b, which is looked at first.
    metered = plan([approach(), stage("a"), stage("b")], zones=[zone(kinds(), [1, 2], 1)])
    story = run(metered, [V(0, [5, None]), V(0, [None, 5])])
    assert story.at(1, 2).joined == 0
    assert story.at(0, 1).joined == 5


def test_r4_who_has_no_room_holds_up_nobody_for_another_place(run: Run) -> None:
    # The truck waits for b, which is full; the car passes from the free approach to a.
    places: list[Place] = [approach(), stage("a", lane(1, "car")), stage("b", lane(1, "truck"), space=0)]
    story = run(plan(places), [V(0, [None, 9], "truck"), V(1, [None, 1], "truck"), V(2, [1, None])])
    assert story.at(2, 1).joined == 2
    assert story.at(1, 2).joined == 9


def test_r4_an_end_that_falls_on_its_own_instant_makes_another_round(run: Run) -> None:
    story = run(plan([approach(), stage("a", space=0), stage("b", space=0)]), [V(3, [0, 0]), V(3, [0, 0])])
    assert story.out == {0: 3, 1: 3}
