"""R16 to R20: entry space, headway, room, lights and reversible lanes."""

from collections.abc import Callable

from sim.plan.model import Link, Place
from sim.units import MINUTE, NEVER
from tests.builders import N, S, Story, V, approach, kinds, link, plan, road_lane, stage, steps, zone

Run = Callable[..., Story]


def two_directions(bridge: Link) -> tuple[list[Place], list[tuple[int, ...]]]:
    """Approach and bridge in each direction, with a stage behind it."""
    places: list[Place] = [approach(), approach("south", S), bridge, stage("north-post"), stage("south-post")]
    return places, [(0, 2, 3), (1, 2, 4)]


def greens(story: Story) -> list[tuple[int, float, float | None]]:
    lights = story.trajectory.lights
    return [
        (int(d), int(b) / MINUTE, None if e == NEVER else int(e) / MINUTE)
        for d, b, e in zip(lights.direction, lights.began_at, lights.ended_at, strict=True)
    ]


def test_r16_who_waits_for_headway_stands_in_the_entry_space(run: Run) -> None:
    story = run(plan([approach(), link("bridge", headway=3)]), [V(0, [5]), V(1, [5])])
    second = story.at(1, 1)
    assert (second.joined, second.called, second.began, second.ended) == (1, 3, 3, 8)


def test_r16_a_full_entry_space_keeps_the_booth_behind(run: Run) -> None:
    places: list[Place] = [approach(), stage("a"), link("bridge", headway=10, entry_space=(1, 1))]
    story = run(plan(places), [V(0, [1, 5]), V(0, [1, 5]), V(0, [1, 5]), V(0, [1, 5])])
    assert story.at(2, 1).ended == 3
    assert story.at(2, 1).left == 11
    assert story.at(3, 1).called == 11


def test_r17_a_lane_with_room_for_one_admits_one(run: Run) -> None:
    story = run(plan([approach(), link("bridge", road_lane(N, room=1))]), [V(0, [5]), V(1, [5])])
    assert story.at(1, 1).began == 5


def test_r17_the_lane_with_fewest_vehicles_is_entered_ties_to_the_first(run: Run) -> None:
    story = run(plan([approach(), link("bridge", road_lane(N), road_lane(N))]), [V(0, [9]), V(1, [9]), V(2, [9])])
    assert [story.at(v, 1).lane for v in range(3)] == [0, 1, 0]


def test_r17_headway_is_that_behind_the_class_ahead(run: Run) -> None:
    by_class = link("bridge", headway=(1, 2, 4))
    story = run(
        plan([approach(), by_class]), [V(0, [9], "truck"), V(0, [9], "car"), V(0, [9], "bus"), V(0, [9], "car")]
    )
    # At one instant the bus is first (class by name), then the cars by point, then the truck.
    assert [story.at(v, 1).began for v in range(4)] == [5, 1, 0, 3]


def test_r17_headway_holds_in_its_lane_only(run: Run) -> None:
    story = run(
        plan([approach(), link("bridge", road_lane(N), road_lane(N), headway=4)]), [V(0, [1]), V(0, [1]), V(0, [1])]
    )
    assert [(story.at(v, 1).lane, story.at(v, 1).began) for v in range(3)] == [(0, 0), (1, 0), (0, 4)]


def test_r17_nobody_overtakes_and_keeps_its_headway_at_the_end(run: Run) -> None:
    story = run(plan([approach(), link("bridge", headway=1)]), [V(0, [9]), V(1, [2])])
    assert story.at(1, 1).ended == 10, "one headway behind the one ahead, which left at 9"


def test_r17_the_headway_at_the_end_is_that_behind_the_class_ahead(run: Run) -> None:
    story = run(plan([approach(), link("bridge", headway=(1, 2, 4))]), [V(0, [9], "truck"), V(0.5, [2], "car")])
    assert story.at(1, 1).began == 4
    assert story.at(1, 1).ended == 13


def test_r17_the_headway_behind_one_that_has_left_still_counts(run: Run) -> None:
    # The first is held at the end until 20; the second enters at 21, travels 1, and may not end before 20 + 4.
    places: list[Place] = [approach(), link("bridge", road_lane(N, room=1), headway=4), stage("b", space=0)]
    story = run(plan(places), [V(0, [1, 20]), V(5, [1, 1]), V(21, [1, 1])])
    assert story.at(1, 1).left == 21
    assert story.at(2, 1).began == 21
    assert story.at(2, 1).ended == 25


def test_r17_the_first_of_the_entry_space_holds_up_those_behind(run: Run) -> None:
    # The truck may use lane 0 only, which is full; the car behind it could use lane 1 and does not.
    bridge = link("bridge", road_lane(N, "truck", room=1), road_lane(N, "car"))
    story = run(plan([approach(), bridge]), [V(0, [9], "truck"), V(1, [9], "truck"), V(2, [9])])
    assert story.at(2, 1).began == 9


def test_r18_two_way_lanes_do_not_hinder_each_other(run: Run) -> None:
    places, routes = two_directions(link("bridge", headway=5))
    story = run(plan(places, routes), [V(0, [3, 1]), V(0, [3, 1], direction=S)])
    assert [story.at(v, 2).began for v in range(2)] == [0, 0]


def test_r19_northbound_is_green_from_0_and_changes_when_only_the_other_side_waits(run: Run) -> None:
    places, routes = two_directions(link("bridge", road_lane(None), green=(10, 30, 2)))
    story = run(plan(places, routes), [V(1, [3, 1]), V(2, [3, 1], direction=S)])
    # Minimum 10 is over at 10, the link is empty, clearing takes until 12.
    assert story.at(1, 2).began == 12
    assert greens(story) == [(N, 0, 10), (S, 12, None)]


def test_r19_the_light_stays_while_this_side_waits_until_the_maximum(run: Run) -> None:
    places, routes = two_directions(link("bridge", road_lane(None), headway=2, green=(5, 9, 1)))
    story = run(plan(places, routes), [*(V(0, [3, 0]) for _ in range(9)), V(1, [3, 0], direction=S)])
    assert greens(story)[0] == (N, 0, 9)
    assert [story.at(v, 2).began for v in range(5)] == [0, 2, 4, 6, 8]
    assert story.at(9, 2).began == 11, "when the one that entered at 8 has left, clearing being over"


def test_r19_the_light_changes_after_a_settle_in_another_round_of_the_same_instant(run: Run) -> None:
    # At 7 the minimum is long over and nobody waits; the southbound arrival of 7 itself turns the light.
    places, routes = two_directions(link("bridge", road_lane(None), green=(5, 9, 0)))
    story = run(plan(places, routes), [V(7, [3, 1], direction=S)])
    assert greens(story) == [(N, 0, 7), (S, 7, None)]
    assert story.at(0, 2).began == 7


def test_r19_green_begins_only_when_the_link_is_empty(run: Run) -> None:
    places, routes = two_directions(link("bridge", road_lane(None), green=(5, 9, 1)))
    story = run(plan(places, routes), [V(4, [10, 0]), V(5, [1, 0], direction=S)])
    assert greens(story) == [(N, 0, 5), (S, 14, None)]
    assert story.at(1, 2).began == 14


def test_r19_minimum_counts_from_the_beginning_of_green(run: Run) -> None:
    places, routes = two_directions(link("bridge", road_lane(None), green=(5, 9, 1)))
    story = run(plan(places, routes), [V(5, [1, 0], direction=S), V(7, [1, 0])])
    assert greens(story) == [(N, 0, 5), (S, 6, 11), (N, 12, None)]
    assert story.at(1, 2).began == 12


def test_r20_a_reversible_lane_serves_the_direction_of_the_timetable(run: Run) -> None:
    reversible = link("bridge", road_lane(N), road_lane(S), road_lane(steps((0, N), (10, S))), headway=20)
    places, routes = two_directions(reversible)
    story = run(
        plan(places, routes), [V(0, [3, 1]), V(1, [3, 1]), V(12, [3, 1], direction=S), V(13, [3, 1], direction=S)]
    )
    assert [(story.at(v, 2).lane, story.at(v, 2).began) for v in range(4)] == [(0, 0), (2, 1), (1, 12), (2, 13)]


def test_r20_the_new_direction_starts_when_nobody_of_the_old_is_on_the_lane(run: Run) -> None:
    places, routes = two_directions(link("bridge", road_lane(steps((0, N), (10, S)))))
    story = run(plan(places, routes), [V(9, [6, 0]), V(10, [1, 0], direction=S), V(10, [1, 0])])
    assert story.at(1, 2).began == 15
    assert story.at(2, 2).began == 24 * 60, "the next day, when the lane is northbound again"


def test_r17_northbound_goes_first_if_both_can_enter(run: Run) -> None:
    # One truck at a time on the whole bridge, both directions: a zone counts the entry space too.
    bridge = link("bridge")
    places, routes = two_directions(bridge)
    one = plan(places, routes, zones=[zone(kinds("truck"), [2], 1)])
    story = run(one, [V(0, [5, 0], "truck"), V(1, [5, 0], "truck", S), V(2, [5, 0], "truck"), V(3, [5, 0], "car")])
    assert [story.at(v, 2).began for v in range(4)] == [0, 5, 10, 3]
