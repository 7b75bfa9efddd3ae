"""R22 and R23: when a run stops, and what it says then."""

from collections.abc import Callable

from sim.plan.model import Place, Plan, StageLane
from sim.trajectory import Ending
from sim.units import MINUTE, NEVER
from tests.builders import N, S, Story, V, approach, lane, link, plan, road_lane, stage, steps

Run = Callable[..., Story]


def test_r22_the_run_ends_when_every_vehicle_of_the_window_is_out(run: Run) -> None:
    story = run(plan([approach(), stage("a")], window=10), [V(0, [5]), V(9, [5]), V(12, [50])])
    assert story.trajectory.ending is Ending.FINISHED
    assert story.trajectory.until == 14 * MINUTE
    assert story.at(2, 1).joined == 12, "arrivals went on after the window"
    assert story.out[2] is None


def test_r22_a_vehicle_that_arrives_at_the_end_of_the_window_is_not_of_it(run: Run) -> None:
    assert run(plan([approach(), stage("a")], window=10), [V(0, [2]), V(10, [50])]).trajectory.until == 2 * MINUTE


def test_r22_nor_does_its_leaving_end_the_run(run: Run) -> None:
    story = run(plan([approach(), stage("a", lane(2))], window=10), [V(0, [20]), V(10, [1])])
    assert story.trajectory.until == 20 * MINUTE


def test_r22_without_vehicles_the_run_ends_after_instant_0(run: Run) -> None:
    story = run(plan([approach(), stage("a")]), [])
    assert (story.trajectory.ending, story.trajectory.until) == (Ending.FINISHED, 0)


def test_r22_whole_instants_are_worked(run: Run) -> None:
    # The last vehicle of the window leaves at 5; one that arrives at 5 still stands at its approach.
    story = run(plan([approach(), stage("a")], window=5), [V(0, [5]), V(5, [1])])
    assert story.at(1, 1).joined == 5


def test_r22_a_run_that_reaches_stop_at_is_a_lower_bound(run: Run) -> None:
    story = run(plan([approach(), stage("a")], window=10, stop_at=20), [V(0, [15]), V(1, [15])])
    assert story.trajectory.ending is Ending.STOPPED
    assert story.trajectory.until == 20 * MINUTE
    assert (story.at(1, 1).began, story.at(1, 1).ended) == (15, None)


def test_r22_the_instant_stop_at_itself_is_worked(run: Run) -> None:
    story = run(plan([approach(), stage("a")], window=10, stop_at=20), [V(0, [20])])
    assert (story.out[0], story.trajectory.ending) == (20, Ending.FINISHED)


def test_r22_an_engine_that_reaches_the_end_of_its_draws_says_so(run: Run) -> None:
    story = run(plan([approach(), stage("a")], window=10), [V(0, [15]), V(1, [15])], reach=20)
    assert story.trajectory.ending is Ending.OUT_OF_DRAWS


def test_r22_draws_that_do_not_cover_the_window_are_not_enough(run: Run) -> None:
    assert run(plan([approach(), stage("a")], window=10), [V(0, [1])], reach=5).trajectory.ending is Ending.OUT_OF_DRAWS


def test_r22_a_stage_that_never_opens_is_a_lower_bound_and_no_lock_up(run: Run) -> None:
    story = run(plan([approach(), stage("a", lane(staffing=steps((0, 0), (1, 0))))], window=5, stop_at=50), [V(0, [1])])
    assert story.trajectory.ending is Ending.STOPPED


def test_r23_a_ring_of_blocked_vehicles_is_reported_with_its_places(run: Run) -> None:
    # One lane in turn and a shared control of one booth behind it, without waiting places: the northbound
    # vehicle on the bridge waits for the booth, the southbound one in the booth for the bridge's entry space,
    # which a southbound vehicle fills that waits for the bridge to be empty.
    bridge = link("bridge", road_lane(None), entry_space=(1, 1), green=(5, 9, 1))
    places: list[Place] = [approach(), approach("south", S), bridge, stage("post", space=0)]
    story = run(
        plan(places, [(0, 2, 3), (1, 3, 2)], stop_at=500),
        [V(0, [None, 1], direction=N), V(1, [1, 5], direction=S), V(3, [9, 5]), V(4, [8, 5], direction=S)],
    )
    assert story.trajectory.ending is Ending.LOCKED_UP
    assert sorted(story.trajectory.ring) == [2, 3]


def facing_controls(*lanes: StageLane) -> Plan:
    """Two controls without waiting places, which the directions pass in opposite order; the first has *lanes*."""
    places: list[Place] = [approach(), approach("south", S), stage("a", *lanes, space=0), stage("b", space=0)]
    return plan(places, [(0, 2, 3), (1, 3, 2)], stop_at=500)


FACING = [V(0, [5, 1], direction=N), V(0, [6, 1], direction=S)]
"""Each is served at one control and then waits for the booth that the other holds."""


def test_r23_an_idle_booth_that_serves_nobody_who_waits_breaks_no_ring(run: Run) -> None:
    story = run(facing_controls(lane(1, "car"), lane(1, "truck")), FACING)
    assert story.trajectory.ending is Ending.LOCKED_UP
    assert sorted(story.trajectory.ring) == [2, 3]


def test_r23_a_ring_beside_which_others_go_on_is_reported(run: Run) -> None:
    trucks = [V(at, [1, None], "truck", direction=N) for at in (10, 20, 30)]
    story = run(facing_controls(lane(1, "car"), lane(1, "truck")), [*FACING, *trucks])
    assert story.trajectory.ending is Ending.LOCKED_UP
    assert sum(story.trajectory.vehicles.left_at < NEVER) == 3


def test_r23_a_booth_that_has_yet_to_open_may_break_the_ring(run: Run) -> None:
    night = lane(2, "car", staffing=steps((0, 1), (600, 2)))
    story = run(facing_controls(night), FACING)
    assert story.trajectory.ending is Ending.STOPPED


def test_r23_who_waits_for_a_vehicle_under_way_is_in_no_ring(run: Run) -> None:
    story = run(facing_controls(lane(1)), [V(0, [5, 1], direction=N), V(0, [900, 1], direction=S)])
    assert story.trajectory.ending is Ending.STOPPED
