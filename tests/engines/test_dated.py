"""R5, R13, R21 and R15: outages fix the way and the form, closures stop calls and entries and drop nobody."""

from collections.abc import Callable

from sim.plan.model import DIGITAL, PAPER, Place
from tests.builders import N, S, Story, V, approach, lane, link, plan, road_lane, stage, steps

Run = Callable[..., Story]


def test_r13_an_outage_is_looked_at_by_the_call(run: Run) -> None:
    outage = {1: steps((0, 1), spells=[(5, 20, 0)])}
    vehicles = [V(0, [6], digital=[4]), V(1, [6], digital=[4]), V(2, [6], digital=[4]), V(14, [6], digital=[4])]
    story = run(plan([approach(), stage("a")], outages=outage), vehicles)
    assert [(s.form, s.called, s.ended) for s in (story.at(v, 1) for v in range(4))] == [
        (DIGITAL, 0, 4),
        (DIGITAL, 4, 8),
        (PAPER, 8, 14),
        (PAPER, 14, 20),
    ]


def test_r3_an_outage_that_begins_or_ends_at_the_instant_of_a_call_counts(run: Run) -> None:
    outage = {1: steps((0, 1), spells=[(5, 12, 0)])}
    vehicles = [V(0, [9], digital=[5]), V(1, [7], digital=[1]), V(2, [7], digital=[1])]
    story = run(plan([approach(), stage("a")], outages=outage), vehicles)
    assert [story.at(v, 1).form for v in range(3)] == [DIGITAL, PAPER, DIGITAL]


def test_r5_the_way_is_fixed_as_the_vehicle_becomes_ready(run: Run) -> None:
    # Tracked vehicles pass b by. Vehicle 0 becomes ready at 4 and must then wait for c; the outage at 5 does not
    # turn it back. Vehicle 1 becomes ready during the outage.
    places: list[Place] = [approach(), stage("a", lane(2)), stage("b"), stage("c", space=0)]
    vehicles = [V(0, [4, 3, 6], digital=[4, None, 6]), V(0, [1, None, 9]), V(2, [4, 3, 1], digital=[4, None, 1])]
    story = run(plan(places, outages={2: steps((0, 1), spells=[(5, 30, 0)])}), vehicles)
    assert not story.has(0, 2)
    assert story.at(0, 3).joined == 10
    assert (story.at(2, 2).joined, story.at(2, 2).form) == (6, PAPER)


def test_r5_the_outage_of_each_place_by_itself(run: Run) -> None:
    places: list[Place] = [approach(), stage("a"), stage("b")]
    story = run(plan(places, outages={2: steps((0, 1), spells=[(0, 30, 0)])}), [V(0, [4, 4], digital=[1, 1])])
    assert [story.at(0, place).form for place in (1, 2)] == [DIGITAL, PAPER]


def test_r13_a_link_is_driven_in_the_form_of_its_entry(run: Run) -> None:
    places: list[Place] = [approach(), link("bridge", road_lane(N))]
    story = run(plan(places), [V(0, [5], digital=[2]), V(1, [5])])
    assert [(s.form, s.ended) for s in (story.at(v, 1) for v in range(2))] == [(DIGITAL, 2), (PAPER, 6)]


def test_r15_a_closure_stops_calls_and_waiting_places_go_on_filling(run: Run) -> None:
    closed = stage("a", lane(staffing=steps((0, 1), spells=[(2, 10, 0)])), space=2)
    story = run(plan([approach(), closed]), [V(0, [5]), V(3, [1]), V(4, [1]), V(6, [1])])
    assert story.at(0, 1).ended == 5, "who is served is served to the end"
    assert story.joined(1, 4) == [0, 3, 4, 10]
    assert story.called(1, 4) == [0, 10, 11, 12]


def test_r15_a_dated_target_overrides_the_daily_one(run: Run) -> None:
    dated = stage("a", lane(staffing=steps((0, 1), (10, 0), period=20, spells=[(5, 15, 2)])))
    story = run(plan([approach(), dated]), [V(4, [9]), V(5, [9]), V(14, [9]), V(15, [1])])
    # From 15 on the daily 0 holds until 20, when the day begins anew and the closing of the busy booth is cancelled.
    assert story.called(1, 4) == [4, 5, 14, 23]


def test_r21_under_a_closure_nobody_enters_and_who_is_on_the_link_drives_off(run: Run) -> None:
    closed = link("bridge", road_lane(N, is_open=steps((0, 1), spells=[(5, 12, 0)])))
    story = run(plan([approach(), closed]), [V(4, [6]), V(5, [6]), V(12, [6])])
    assert [story.at(v, 1).began for v in range(3)] == [4, 12, 12]
    assert story.at(0, 1).left == 10


def test_r21_a_closed_lane_leaves_the_others_open(run: Run) -> None:
    roads = (road_lane(N, is_open=steps((0, 1), spells=[(5, 12, 0)])), road_lane(N))
    story = run(plan([approach(), link("bridge", *roads)]), [V(4, [6]), V(5, [6]), V(6, [6])])
    assert [story.at(v, 1).lane for v in range(3)] == [0, 1, 1]


def test_r19_the_light_goes_on_working_under_a_closure(run: Run) -> None:
    lane_ = road_lane(None, is_open=steps((0, 1), spells=[(3, 20, 0)]))
    bridge = link("bridge", lane_, green=(5, 9, 1))
    places: list[Place] = [approach(), approach("south", S), stage("a"), bridge]
    story = run(plan(places, [(0, 2, 3), (1, 3)]), [V(4, [0, 2]), V(4, [2], direction=S)])
    lights = story.trajectory.lights
    assert [(d, b // 60_000_000) for d, b in zip(lights.direction.tolist(), lights.began_at.tolist(), strict=True)][
        :3
    ] == [(N, 0), (S, 10), (N, 20)]
    # Both wait: green goes over at the maximum of each side. At 20 the closure ends in the northbound green,
    # which lasts its minimum.
    assert (story.at(0, 3).began, story.at(1, 3).began) == (20, 26)
