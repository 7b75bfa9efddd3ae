from dataclasses import replace
from typing import Any

import pytest

from sim.plan.build import build_plan
from sim.plan.locks import most_open
from sim.plan.model import Choice, Place, Plan, Queue, Stage
from sim.plan.rings import find_ring
from sim.scenario.load import load
from sim.trajectory import Ending
from tests.builders import N, S, V, kinds, lane, link, plan, road_lane, stage, steps, tell, zone
from tests.builders import approach as road
from tests.unit.plan.files import ALTERNATING, CROSSING, planned

NO_ZONE: dict[str, Any] = {"zones": {"yarag-north": None}}
ONE_TRUCK: dict[str, Any] = {"zones": {"one": {"classes": ["truck"], "from": "bridge", "to": "bridge", "at_most": "1"}}}
YARAG_SOUTH: dict[str, Any] = {
    "zones": {
        "yarag-south": {
            "direction": "southbound",
            "classes": ["truck"],
            "from": "yarag-gate",
            "to": "truck-lanes",
            "at_most": "20",
        }
    }
}


def _north(at_most: int, *classes: str) -> dict[str, Any]:
    return {"zones": {"yarag-north": {"at_most": str(at_most), "classes": list(classes or ("truck",))}}}


def test_a_two_way_bridge_closes_no_ring() -> None:
    assert find_ring(planned(CROSSING)) is None
    assert find_ring(planned(CROSSING, NO_ZONE)) is None


def test_an_alternating_bridge_and_shared_lanes_make_a_ring() -> None:
    ring = find_ring(planned(CROSSING, ALTERNATING, NO_ZONE))
    assert ring is not None
    assert ring.places == ("bridge", "yarag-gate", "truck-lanes")
    assert str(ring).startswith("ring: bridge -> yarag-gate -> truck-lanes -> bridge. ")
    assert "unlimited space at bridge or yarag-gate or truck-lanes" in ring.remedy
    assert "a zone from bridge to truck-lanes northbound that counts truck and holds at most 20" in ring.remedy


def test_what_would_break_a_ring_breaks_it() -> None:
    unlimited: list[dict[str, Any]] = [
        {"places": {"bridge": {"entry_space": {"northbound": "unlimited", "southbound": "unlimited"}}}},
        {"places": {"yarag-gate": {"space": "unlimited"}}},
        {"places": {"truck-lanes": {"space": "unlimited"}}},
        _north(20),
    ]
    for change in unlimited[:-1]:
        assert find_ring(planned(CROSSING, ALTERNATING, NO_ZONE, change)) is None
    assert find_ring(planned(CROSSING, ALTERNATING, unlimited[-1])) is None


@pytest.mark.parametrize(("at_most", "is_ring"), [(19, False), (20, False), (21, True)])
def test_a_zone_breaks_a_ring_if_it_never_admits_more_than_fit_behind_it(at_most: int, is_ring: bool) -> None:
    assert (find_ring(planned(CROSSING, ALTERNATING, _north(at_most))) is not None) == is_ring


def test_a_zone_breaks_no_ring_if_others_fill_the_places_too() -> None:
    """Buses stand in the same places and the zone does not count them."""
    buses = {
        "places": {"truck-lanes": {"visits": {"truck": "1", "bus": "1"}}},
        "services": {"truck-lane": {"bus": {"law": "constant", "mean": "9 min"}}},
    }
    assert find_ring(planned(CROSSING, ALTERNATING, buses)) is not None
    assert find_ring(planned(CROSSING, ALTERNATING, buses, _north(20, "truck", "bus"))) is None


def test_cars_close_no_ring_where_their_lanes_are_apart() -> None:
    no_trucks = {"demand": {"northbound": {"truck": None}, "southbound": {"truck": None}}}
    assert find_ring(planned(CROSSING, ALTERNATING, NO_ZONE, no_trucks)) is None


def test_cars_close_a_ring_where_their_lanes_are_shared() -> None:
    shared = {"places": {"desks": {"per": None, "lanes": {"desk": {"booths": "9"}}}}}
    ring = find_ring(planned(CROSSING, ALTERNATING, shared))
    assert ring is not None
    assert ring.places == ("bridge", "yarag-gate", "desks")
    assert find_ring(planned(CROSSING, shared)) is None


def test_one_truck_at_a_time_is_a_ring_through_its_zone() -> None:
    ring = find_ring(planned(CROSSING, ONE_TRUCK, NO_ZONE))
    assert ring is not None
    assert "zone one" in ring.places
    assert {"bridge", "yarag-gate", "truck-lanes"} <= set(ring.places)


def test_one_truck_at_a_time_is_none_if_what_crosses_fits_behind() -> None:
    assert find_ring(planned(CROSSING, ONE_TRUCK, YARAG_SOUTH)) is None


def test_lanes_separated_by_direction_break_a_ring() -> None:
    lanes = {
        "lane": None,
        "north": {"booths": "3", "direction": "northbound"},
        "south": {"booths": "2", "direction": "southbound"},
    }
    apart = {"places": {"truck-lanes": {"lanes": lanes}}}
    assert find_ring(planned(CROSSING, ALTERNATING, NO_ZONE, apart)) is None


def test_a_lane_of_ones_own_beside_a_shared_one_always_comes_free() -> None:
    lanes = {
        "lane": {"booths": "1"},
        "north": {"booths": "2", "direction": "northbound"},
        "south": {"booths": "2", "direction": "southbound"},
    }
    assert find_ring(planned(CROSSING, ALTERNATING, NO_ZONE, {"places": {"truck-lanes": {"lanes": lanes}}})) is None


def test_a_lane_that_never_opens_does_not_help() -> None:
    lanes = {"lane": {"booths": "5"}, "north": {"booths": "0", "direction": "northbound"}}
    assert find_ring(planned(CROSSING, ALTERNATING, NO_ZONE, {"places": {"truck-lanes": {"lanes": lanes}}})) is not None


def test_a_stage_that_some_pass_by_joins_a_ring() -> None:
    share = {"places": {"yarag-gate": {"visits": {"car": "1", "truck": "0.01", "bus": "1"}}}}
    ring = find_ring(planned(CROSSING, ALTERNATING, NO_ZONE, share))
    assert ring is not None
    assert ring.places == ("bridge", "truck-lanes")


def test_a_reversible_lane_that_both_directions_need_makes_a_ring() -> None:
    lanes = {
        "lanes": {"east": None, "west": None, "one": {"timetable": {"00:00": "northbound", "12:00": "southbound"}}}
    }
    reversible = {"places": {"bridge": {"mode": "reversible", **lanes}}}
    assert find_ring(planned(CROSSING, reversible, NO_ZONE)) is not None
    assert find_ring(planned(CROSSING, reversible)) is None


def test_a_yard_as_large_as_its_zone_never_refuses() -> None:
    yard = {"kind": "stage", "visits": {"truck": "1"}, "space": "0 vehicles", "lanes": {"yard": {"booths": "4"}}}
    route = ["approach", "gate", "bridge", "yarag-gate", "yard", "truck-lanes", "desks"]
    with_yard = {"places": {"yard": yard}, "routes": {"northbound": route}}
    assert find_ring(planned(CROSSING, ALTERNATING, with_yard, NO_ZONE)) is not None
    zone = {"zones": {"yarag-north": {"to": "yard", "at_most": "4"}}}
    assert find_ring(planned(CROSSING, ALTERNATING, with_yard, zone)) is None
    zone = {"zones": {"yarag-north": {"to": "yard", "at_most": "5"}}}
    assert find_ring(planned(CROSSING, ALTERNATING, with_yard, zone)) is not None


def test_two_directions_that_swap_two_shared_stages_make_a_ring_that_locks_up() -> None:
    of = plan(
        [road(direction=N), road(direction=S), stage("a", space=0), stage("b", space=0)],
        [[0, 2, 3], [1, 3, 2]],
        saturated=[(N, "car"), (S, "car")],
    )
    ring = find_ring(of)
    assert ring is not None
    assert ring.places == ("a", "b")
    assert ring.numbers == (2, 3)
    story = tell(of, [V(0, (5, 1)), V(0, (5, 1), direction=S)])
    assert story.trajectory.ending is Ending.LOCKED_UP


def test_a_single_file_is_held_up_by_its_head() -> None:
    """Northbound buses have a lane of their own, and still stand behind cars of the shared file."""
    lanes = (lane(1, "car"), lane(1, "bus", direction=N))
    routes = [[0, 2, 3, 4], [1, 3, 4, 2]]
    demand = [(N, "bus"), (S, "car"), (N, "car")]
    places: list[Place] = [road(direction=N), road(direction=S), stage("gate", space=0)]
    for single_file in (True, False):
        shared = stage("shared", *lanes, space=3, queue=Queue(single_file))
        found = find_ring(plan([*places, shared, stage("last")], routes, saturated=demand))
        assert found is None
        found = find_ring(plan([*places, shared, stage("last", space=0)], routes, saturated=demand))
        assert found is not None
    only_buses = [(N, "bus"), (S, "car")]
    ends: list[Place] = [stage("north end"), stage("south end", space=0)]
    apart = [[0, 2, 3, 4], [1, 3, 5, 2]]
    file = stage("shared", *lanes, space=3, queue=Queue.SINGLE_FILE)
    common = stage("shared", *lanes, space=3)
    assert find_ring(plan([*places, file, *ends], apart, saturated=only_buses)) is not None
    assert find_ring(plan([*places, common, *ends], apart, saturated=only_buses)) is None


def test_a_zone_that_is_entered_by_those_who_leave_it_again_makes_a_ring() -> None:
    """Both directions stand in one zone of one vehicle and wait to enter another that the other direction left."""
    places: list[Place] = [road(direction=N), road(direction=S), stage("a"), stage("b")]
    zones = [zone(kinds("car"), [2], 1), zone(kinds("car"), [3], 1)]
    of = plan(places, [[0, 2, 3], [1, 3, 2]], zones=zones, saturated=[(N, "car"), (S, "car")])
    ring = find_ring(of)
    assert ring is not None
    assert ring.places == ("zone zone", "zone zone")
    assert ring.numbers == ()


def test_a_link_with_one_lane_for_each_direction_is_a_place_for_each() -> None:
    places: list[Place] = [
        road(direction=N),
        road(direction=S),
        link("bridge", road_lane(N, room=1), road_lane(S, room=1), entry_space=(1, 1)),
        stage("shared", space=0),
    ]
    routes = [[0, 2, 3], [1, 3, 2]]
    cars = [(N, "car"), (S, "car")]
    assert find_ring(plan(places, routes, saturated=cars)) is None
    places[2] = link("bridge", road_lane(None, room=1), entry_space=(1, 1), green=(1, 2, 0))
    assert find_ring(plan(places, routes, saturated=cars)) is not None


def test_plans_without_two_directions_have_no_ring() -> None:
    assert find_ring(plan([road(), stage("a", space=0), stage("b", space=0)], saturated=[(N, "car")])) is None


@pytest.mark.parametrize("interventions", [(), ("one-lane-bridge",), ("one-truck-at-a-time",), ("digital-tracking",)])
def test_the_shipped_crossing_has_no_ring(interventions: tuple[str, ...]) -> None:
    assert find_ring(build_plan(load("scenarios/single-bridge.yaml", with_=interventions).scenario)) is None


# Own queues, metres, repeats and closures.


def _swapped(*stages: Stage, at_most: int | None = None, counts: str = "truck") -> Plan:
    """Two directions of trucks that pass two stages in opposite order; a zone for those who go north."""
    zones = [] if at_most is None else [zone(kinds(counts, direction=N), [2, 3], at_most)]
    places: list[Place] = [road(direction=N), road(direction=S), *stages]
    return plan(places, [[0, 2, 3], [1, 3, 2]], zones=zones, saturated=[(N, "truck"), (S, "truck")])


def _with_repeats(of: Plan, direction: int, *, at: int) -> Plan:
    """A tenth of all who come from *direction* repeats the stop number *at*."""
    route = of.routes[direction]
    again = route[at].repeats
    assert again is not None
    stop = replace(route[at], repeats=replace(again, share=(0.1,) * len(of.kinds)))
    changed = (*route[:at], stop, *route[at + 1 :])
    return replace(of, routes=(changed, of.routes[S]) if direction == N else (of.routes[N], changed))


def test_who_waits_in_a_lane_of_its_own_waits_for_that_lane_alone() -> None:
    """Northbound trucks may use a lane that always comes free, and one may stand behind the other lane all the same."""
    lanes = (lane(1), lane(1, direction=N))
    own = stage("b", *lanes, space=1, queue=Queue.OWN, choice=Choice.AT_RANDOM)
    common = stage("b", *lanes, space=2)
    zones = [zone(kinds(direction=N), [3], 1)]
    assert find_ring(replace(_swapped(stage("a", space=0), common), zones=tuple(zones))) is None
    of = replace(_swapped(stage("a", space=0), own), zones=tuple(zones))
    ring = find_ring(of)
    assert ring is not None
    assert ring.places == ("zone zone", "b", "a")
    # The first northbound truck stands behind the southbound one, which waits for the booth of the second.
    vehicles = [V(0, (5, 1), "truck", S), V(0, (1, 1), "truck"), V(1, (1, 1), "truck")]
    assert tell(replace(of, demand=()), vehicles).trajectory.ending is not Ending.FINISHED


def test_a_lane_of_its_own_that_always_comes_free_takes_in_whoever_may_use_it() -> None:
    for queue in (Queue.OWN, Queue.COMMON):
        shared, apart = lane(1), lane(1, direction=N)
        assert find_ring(_swapped(stage("a", space=0), stage("b", shared, space=0, queue=queue))) is not None
        assert find_ring(_swapped(stage("a", space=0), stage("b", shared, apart, space=0, queue=queue))) is None


@pytest.mark.parametrize(("at_most", "is_ring"), [(2, False), (3, False), (4, True)])
def test_of_lanes_with_queues_of_their_own_one_that_a_zone_never_fills_is_enough(at_most: int, is_ring: bool) -> None:
    b = stage("b", lane(1), lane(1), space=(1, 2), queue=Queue.OWN)
    everybody = _swapped(stage("a", space=0), b)
    zones = (zone(kinds("truck"), [2, 3], at_most),)
    assert (find_ring(replace(everybody, zones=zones)) is not None) == is_ring


def test_the_remedy_for_own_queues_is_a_zone_that_fits_into_each_lane() -> None:
    ring = find_ring(_swapped(stage("a", space=0), stage("b", lane(1), lane(1), space=(2, 3), queue=Queue.OWN)))
    assert ring is not None
    assert "a zone from a to b northbound that counts truck and holds at most 2" in ring.remedy


@pytest.mark.parametrize(("metres", "is_ring"), [(40, False), (39, True)])
def test_metres_hold_as_many_as_fit_of_the_longest(metres: int, is_ring: bool) -> None:
    of = _swapped(stage("a", space=0), stage("b", space=(metres, 0), in_metres=True), at_most=2)
    assert (find_ring(of) is not None) == is_ring


def test_repeaters_need_one_place_more() -> None:
    of = _swapped(stage("a", space=0), stage("b", space=(2, 0)), at_most=2)
    assert find_ring(of) is None
    again = _with_repeats(of, N, at=2)
    assert find_ring(again) is not None
    ring = find_ring(replace(again, zones=()))
    assert ring is not None
    assert "holds at most 1" in ring.remedy
    assert find_ring(replace(again, zones=(zone(kinds("truck", direction=N), [2, 3], 1),))) is None


def test_a_repeater_is_the_head_of_a_file_that_has_no_places() -> None:
    """Southbound cars that repeat stand before the lane of the northbound buses, which nobody else would."""
    lanes = (lane(1, "car"), lane(1, "bus", direction=N))
    ends: list[Place] = [stage("north end"), stage("south end", space=0)]
    file = stage("shared", *lanes, space=0, queue=Queue.SINGLE_FILE)
    places: list[Place] = [road(direction=N), road(direction=S), stage("gate", space=0), file, *ends]
    of = plan(places, [[0, 2, 3, 4], [1, 3, 5, 2]], saturated=[(N, "bus"), (S, "car")])
    assert find_ring(of) is None
    ring = find_ring(_with_repeats(of, S, at=1))
    assert ring is not None
    assert "shared" in ring.places


def test_closures_pass() -> None:
    closed = steps((0, 1), spells=[(0, 90, 0)])
    open_by_date = steps((0, 0), spells=[(60, 90, 2)])
    always = lane(1, direction=N)
    for staffing in (closed, open_by_date):
        apart = lane(1, direction=N, staffing=staffing)
        assert find_ring(_swapped(stage("a", space=0), stage("b", lane(1), always, space=0))) is None
        assert find_ring(_swapped(stage("a", space=0), stage("b", lane(1), apart, space=0))) is None
    assert most_open([lane(1, staffing=closed), lane(1, staffing=open_by_date)]) == 2
