import pytest

from sim.plan.model import UNLIMITED, Approach, Green, Queue
from sim.units import HOUR, MINUTE, SECOND
from tests.unit.plan.files import ALTERNATING, CROSSING, N, S, kind, link_named, place_named, planned, stage_named


def _lanes(**lanes: object) -> dict[str, object]:
    return {"places": {"truck-lanes": {"lanes": {"lane": None, **lanes}}}}


def test_a_lane_of_one_direction_serves_that_direction_only() -> None:
    plan = planned(CROSSING)
    (lane,) = stage_named(plan, "gate", S).lanes
    assert lane.serves == {kind(plan, name, S) for name in ("bus", "car", "truck")}


def test_a_lane_of_a_shared_place_may_be_given_to_one_direction() -> None:
    plan = planned(CROSSING, _lanes(both={"booths": "2"}, north={"booths": "3", "direction": "northbound"}))
    both, north = stage_named(plan, "truck-lanes").lanes
    assert {plan.kinds[index].direction for index in both.serves} == {N, S}
    assert {plan.kinds[index].direction for index in north.serves} == {N}


def test_serves_is_a_union_of_selectors() -> None:
    attribute = {"attributes": {"empty": {"share": {"truck": "0.5"}}}}
    lanes = _lanes(some={"booths": "2", "serves": ["truck+empty", "bus-empty"]}, all={"booths": "1"})
    plan = planned(CROSSING, attribute, lanes)
    some, everybody = stage_named(plan, "truck-lanes").lanes
    assert some.serves == {
        index for way in (N, S) for index in (kind(plan, "truck", way, "empty"), kind(plan, "bus", way))
    }
    assert everybody.serves == set(range(len(plan.kinds)))


def test_booths_per_direction_are_those_of_each_instance() -> None:
    plan = planned(CROSSING)
    assert [stage_named(plan, "desks", way).lanes[0].n_booths for way in (N, S)] == [5, 4]


def test_booths_per_direction_need_to_know_the_direction() -> None:
    with pytest.raises(ValueError, match="direction"):
        planned(CROSSING, _lanes(lane={"booths": {"northbound": "3", "southbound": "2"}}))


def test_waiting_places_of_a_shared_stage_make_a_pool_for_each_direction() -> None:
    space = {"places": {"truck-lanes": {"space": {"northbound": "20 vehicles", "southbound": "unlimited"}}}}
    stage = stage_named(planned(CROSSING, space), "truck-lanes")
    assert (stage.space, stage.pool) == ((20, UNLIMITED), (0, 1))


def test_waiting_places_given_together_make_one_pool() -> None:
    stage = stage_named(planned(CROSSING, {"places": {"truck-lanes": {"space": "30 vehicles"}}}), "truck-lanes")
    assert (stage.space, stage.pool) == ((30,), (0, 0))


def test_waiting_places_per_direction_of_an_instance_are_its_own() -> None:
    space = {"places": {"desks": {"space": {"northbound": "20 vehicles", "southbound": "7 vehicles"}}}}
    plan = planned(CROSSING, space)
    assert [(stage_named(plan, "desks", way).space, stage_named(plan, "desks", way).pool) for way in (N, S)] == [
        ((20,), (0, 0)),
        ((7,), (0, 0)),
    ]


def test_staffing_goes_by_the_clock_of_the_post() -> None:
    # The run starts at 10:00 by UTC+4, 09:00 at a post by UTC+3: its 12:00 comes after three hours.
    lane = {"booths": None, "staffing": {"00:00": "2", "12:00": "4"}}
    (lane_,) = stage_named(planned(CROSSING, _lanes(lane=lane)), "truck-lanes").lanes
    assert lane_.n_booths == 4
    assert (lane_.staffing.at, lane_.staffing.value) == ((0, 3 * HOUR, 15 * HOUR), (2, 4, 2))


def test_a_pause_of_the_post_closes_every_lane_of_it() -> None:
    pause = {"posts": {"yarag": {"pauses": [{"from": "12:00", "for": "20 min"}]}}}
    plan = planned(CROSSING, pause)
    for stage in (stage_named(plan, "truck-lanes"), stage_named(plan, "yarag-gate", N)):
        assert stage.lanes[0].staffing.at == (0, 3 * HOUR, 3 * HOUR + 20 * MINUTE)
        assert stage.lanes[0].staffing.value == (stage.lanes[0].n_booths, 0, stage.lanes[0].n_booths)
    assert stage_named(plan, "gate", N).lanes[0].staffing.value == (1,)


def test_queue_and_move_up_are_passed_on() -> None:
    stage = stage_named(
        planned(CROSSING, {"places": {"truck-lanes": {"queue": "single-file", "move_up": "30 s"}}}), "truck-lanes"
    )
    assert (stage.queue is Queue.SINGLE_FILE, stage.move_up, stage.post) == (True, 30 * SECOND, "yarag")


def test_the_lines_of_an_approach_serve_their_classes_of_its_direction() -> None:
    lines = {"all": None, "cars": ["car", "bus"], "trucks": ["truck"]}
    plan = planned(CROSSING, {"places": {"approach": {"discipline": "single-file", "lines": lines}}})
    approach = place_named(plan, "approach", S)
    assert isinstance(approach, Approach)
    assert approach.single_file
    assert [(line.name, line.serves) for line in approach.lines] == [
        ("cars", frozenset({kind(plan, "car", S), kind(plan, "bus", S)})),
        ("trucks", frozenset({kind(plan, "truck", S)})),
    ]


def test_a_two_way_link_has_lanes_of_fixed_direction() -> None:
    plan = planned(CROSSING)
    bridge = link_named(plan, "bridge")
    assert bridge.entry_space == (5, 6)
    assert bridge.green is None
    assert [(lane.direction.value if lane.direction else None, lane.room) for lane in bridge.lanes] == [
        ((N,), UNLIMITED),
        ((S,), UNLIMITED),
    ]
    assert {plan.kinds[index].direction for index in bridge.lanes[1].serves} == {S}


def test_headway_goes_by_the_kind_ahead() -> None:
    plan = planned(CROSSING)
    headway = link_named(plan, "bridge").headway
    behind = [set(headway[kind(plan, name, S)]) for name in ("car", "truck", "bus")]
    assert behind == [{4 * SECOND}, {8 * SECOND}, {9 * SECOND}]


def test_one_headway_holds_for_all() -> None:
    bridge = link_named(planned(CROSSING, {"places": {"bridge": {"headway": "5 s"}}}), "bridge")
    assert {each for row in bridge.headway for each in row} == {5 * SECOND}


def test_headway_may_go_by_the_kind_behind_as_well() -> None:
    headway = {"car": "4 s", "truck": {"car": "6 s", "truck": "8 s", "truck+empty": "7 s", "bus": "9 s"}, "bus": "5 s"}
    attribute = {"attributes": {"empty": {"share": {"truck": "0.5"}}}}
    plan = planned(CROSSING, attribute, {"places": {"bridge": {"headway": headway}}})
    found = link_named(plan, "bridge").headway
    truck = kind(plan, "truck", S)
    behind = [kind(plan, "car", S), truck, kind(plan, "truck", S, "empty"), kind(plan, "bus", S)]
    assert [found[truck][each] // SECOND for each in behind] == [6, 8, 7, 9]
    assert [found[kind(plan, "car", S)][each] // SECOND for each in behind] == [4, 4, 4, 4]


def test_the_headway_of_the_more_specific_kind_ahead_holds() -> None:
    headway = {"car": "4 s", "truck": {"car": "6 s", "truck": "8 s", "bus": "8 s"}, "truck+empty": "3 s", "bus": "5 s"}
    attribute = {"attributes": {"empty": {"share": {"truck": "0.5"}}}}
    plan = planned(CROSSING, attribute, {"places": {"bridge": {"headway": headway}}})
    found = link_named(plan, "bridge").headway
    assert set(found[kind(plan, "truck", N, "empty")]) == {3 * SECOND}


def test_space_in_metres_is_millimetres_of_vehicle_length() -> None:
    space = {"northbound": "120 m", "southbound": "unlimited"}
    stage = stage_named(planned(CROSSING, {"places": {"truck-lanes": {"space": space}}}), "truck-lanes")
    assert (stage.space, stage.pool, stage.in_metres) == ((120_000, UNLIMITED), (0, 1), True)
    assert not stage_named(planned(CROSSING), "truck-lanes").in_metres


def test_space_in_metres_of_one_direction_is_measured_only_there() -> None:
    space = {"northbound": "120 m", "southbound": "unlimited"}
    plan = planned(CROSSING, {"places": {"desks": {"space": space}}})
    found = [stage_named(plan, "desks", way) for way in (N, S)]
    assert [(stage.space, stage.in_metres) for stage in found] == [((120_000,), True), ((UNLIMITED,), False)]


def test_own_lanes_may_be_in_metres() -> None:
    lanes = {"lane": {"space": "60 m"}, "second": {"space": "0.08 km", "booths": "1"}}
    own = {"places": {"truck-lanes": {"queue": "own", "space": None, "lanes": lanes}}}
    stage = stage_named(planned(CROSSING, own), "truck-lanes")
    assert (stage.space, stage.in_metres) == ((60_000, 80_000), True)


def test_room_of_a_link_lane_may_be_in_metres() -> None:
    lanes = {"east": {"room": "800 m"}, "west": {"room": "40 vehicles"}}
    bridge = link_named(planned(CROSSING, {"places": {"bridge": {"lanes": lanes}}}), "bridge")
    assert [(lane.room, lane.in_metres) for lane in bridge.lanes] == [(800_000, True), (40, False)]


def test_the_lane_of_an_alternating_link_obeys_the_light() -> None:
    bridge = link_named(planned(CROSSING, ALTERNATING), "bridge")
    (lane,) = bridge.lanes
    assert lane.direction is None
    assert bridge.green == Green(2 * MINUTE, 6 * MINUTE, 30 * SECOND)


def test_a_reversible_lane_changes_by_the_clock_of_the_run() -> None:
    reserve = {"timetable": {"00:00": "southbound", "12:00": "northbound"}, "serves": ["car"], "room": "40 vehicles"}
    plan = planned(CROSSING, {"places": {"bridge": {"mode": "reversible", "lanes": {"reserve": reserve}}}})
    lane = link_named(plan, "bridge").lanes[2]
    assert lane.direction is not None
    assert (lane.direction.at, lane.direction.value) == ((0, 2 * HOUR, 14 * HOUR), (S, N, S))
    assert lane.room == 40
    assert lane.serves == {kind(plan, "car", N), kind(plan, "car", S)}
