"""Passing vehicles place by place: where it is allowed, and where order within an instant needs rounds."""

import pytest

from sim.engines import engine
from sim.engines.compiled import crossing
from sim.engines.compiled.forward import is_feed_forward
from sim.plan.model import Place, Queue
from sim.trajectory import Trajectory
from tests.builders import N, S, V, approach, draws, kinds, lane, link, plan, road_lane, stage, steps, zone


def test_a_chain_of_endless_queues_is_passed_place_by_place() -> None:
    assert is_feed_forward(plan([approach(), stage("one", lane(2)), link("bridge"), stage("two")]))


HOLDING: dict[str, Place] = {
    "a full space ahead": stage("one", space=3),
    "a queue of each lane": stage("one", queue=Queue.OWN),
    "a single file": stage("one", queue=Queue.SINGLE_FILE),
    "two lanes": stage("one", lane(1), lane(1)),
    "a lane that serves some": stage("one", lane(1, "car")),
    "a shift": stage("one", lane(2, staffing=steps((0, 2), (10, 1), period=40))),
    "booths that stay closed": stage("one", lane(staffing=steps((0, 0), spells=[(5, 9, 1)]))),
    "a lane without booths": stage("one", lane(0)),
    "a priority": stage("one", priority={"bus": 1}),
    "a small entry space": link("bridge", entry_space=(1, 1)),
    "two lanes of a link": link("bridge", road_lane(N), road_lane(N), road_lane(S)),
    "a lane with room for one": link("bridge", road_lane(N, room=1), road_lane(S)),
    "a light": link("bridge", road_lane(None), green=(1, 2, 0)),
    "a lane for some": link("bridge", road_lane(N, "car"), road_lane(S)),
    "a lane that turns": link("bridge", road_lane(N), road_lane(steps((0, S), (9, N), period=40))),
    "a closure": link("bridge", road_lane(N, is_open=steps((0, 1), spells=[(5, 9, 0)])), road_lane(S)),
}


@pytest.mark.parametrize("place", HOLDING.values(), ids=HOLDING.keys())
def test_what_can_hold_somebody_up_is_worked_event_by_event(place: Place) -> None:
    assert not is_feed_forward(plan([approach(), place]))


def test_so_are_files_zones_outages_and_places_of_both_directions() -> None:
    ways: list[Place] = [approach(), approach("southern", S), stage("one")]
    assert not is_feed_forward(plan([approach(single_file=True), stage("one")]))
    assert not is_feed_forward(plan([approach(), stage("one")], zones=[zone(kinds("truck"), [1], 1)]))
    assert not is_feed_forward(plan([approach(), stage("one")], outages={1: steps((0, 1), spells=[(5, 9, 0)])}))
    assert not is_feed_forward(plan(ways, [(0, 2), (1, 2)]))
    assert is_feed_forward(plan(ways, [(0, 2), (1,)]))


def _both(places: list[Place], *vehicles: V) -> tuple[Trajectory, bool]:
    of = plan(places, window=30)
    assert is_feed_forward(of)
    drawn = draws(of, vehicles)
    found = engine("compiled")(of, drawn)
    assert found == engine("reference")(of, drawn)
    return found, crossing._Run(of, drawn)._pass_forward()


def test_who_takes_no_time_comes_in_a_further_round() -> None:
    """The first vehicle is served in no time; the second, which is not served there, joins the next place before it."""
    found, is_forward = _both([approach(), stage("one"), stage("two")], V(1, [0, 5]), V(1, [None, 5]))
    assert not is_forward
    assert found.vehicles.left_at.tolist() == [11 * 60_000_000, 6 * 60_000_000]


def test_who_is_released_by_the_one_ahead_comes_in_a_further_round() -> None:
    """The second reaches the end of the link only when the first has left it, at the instant the third is ready too."""
    vehicles = V(0, [None, 4, 1]), V(1, [None, 1, 5]), V(2, [2, None, 5])
    places: list[Place] = [approach(), stage("one"), link("bridge"), stage("two", lane(1))]
    found, is_forward = _both(places, *vehicles)
    assert not is_forward
    assert found.vehicles.left_at.tolist() == [5 * 60_000_000, 15 * 60_000_000, 10 * 60_000_000]


def test_who_repeats_is_worked_event_by_event() -> None:
    _, is_forward = _both([approach(), stage("one")], V(1, [2], again={1: [3]}), V(1, [2]))
    assert not is_forward
