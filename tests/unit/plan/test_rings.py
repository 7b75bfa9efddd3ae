from typing import Any

import pytest

from sim.plan.build import build_plan
from sim.plan.model import Place, Queue
from sim.plan.rings import find_ring
from sim.scenario.load import load
from sim.trajectory import Ending
from tests.builders import N, S, V, kinds, lane, link, plan, road_lane, stage, tell, zone
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
