from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sim.plan.build import build_plan
from sim.plan.model import Approach, Link, Plan, Stage
from sim.scenario.schema import Scenario
from sim.units import DAY, HOUR, WEEK
from tests.unit.plan.files import CROSSING, TRACKING, TWO_BOOTHS, N, S, changed, kind, planned, stage_named

ORDERED = ("places", "lanes", "lines")


def _reversed(node: Mapping[str, Any]) -> dict[str, Any]:
    """The same file with every unordered mapping written backwards."""
    return {
        key: _in_order(value) if key in ORDERED else _reversed(value) if isinstance(value, Mapping) else value
        for key, value in reversed(list(node.items()))
    }


def _in_order(node: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _reversed(value) if isinstance(value, Mapping) else value for key, value in node.items()}


def _numbering(plan: Plan) -> list[tuple[str, int | None]]:
    return [(place.name, None if isinstance(place, Link) else place.direction) for place in plan.places]


def test_places_are_numbered_as_declared_and_northbound_first() -> None:
    assert _numbering(planned(CROSSING)) == [
        ("approach", N),
        ("approach", S),
        ("gate", N),
        ("gate", S),
        ("bridge", None),
        ("yarag-gate", N),
        ("yarag-gate", S),
        ("truck-lanes", None),
        ("desks", N),
        ("desks", S),
    ]


def test_stops_follow_the_route_of_their_direction() -> None:
    plan = planned(CROSSING)
    assert [stop.place for stop in plan.routes[N]] == [0, 2, 4, 5, 7, 8]
    assert [stop.place for stop in plan.routes[S]] == [1, 6, 7, 9, 4, 3]


def test_a_route_without_an_approach_gets_a_free_one_before_all_places() -> None:
    plan = planned(TWO_BOOTHS)
    first = plan.places[0]
    assert isinstance(first, Approach)
    assert (first.name, first.direction, first.single_file) == ("approach", N, False)
    assert [line.serves for line in first.lines] == [frozenset({kind(plan, "car", N)})]
    assert [stop.place for stop in plan.routes[N]] == [0, 1]
    assert plan.routes[S] == ()


def test_an_unnamed_approach_avoids_the_name_of_a_declared_one() -> None:
    route = {"routes": {"southbound": ["yarag-gate", "truck-lanes", "desks", "bridge", "gate"]}}
    assert _numbering(planned(CROSSING, route))[:2] == [("(approach)", S), ("approach", N)]


def test_an_approach_that_both_routes_name_is_one_for_each_direction() -> None:
    plan = planned(CROSSING, {"places": {"approach": {"per": None}}})
    assert plan == planned(CROSSING)


def test_a_place_exists_for_the_directions_whose_routes_name_it() -> None:
    route = {"routes": {"southbound": ["approach", "yarag-gate", "truck-lanes", "desks", "bridge"]}}
    assert [entry for entry in _numbering(planned(CROSSING, route)) if entry[0] == "gate"] == [("gate", N)]


def test_a_shared_place_that_one_direction_passes_belongs_to_it() -> None:
    yard = {"kind": "stage", "directions": ["northbound"], "visits": {"truck": "1"}, "lanes": {"yard": {"booths": "4"}}}
    route = ["approach", "gate", "yard", "bridge", "yarag-gate", "truck-lanes", "desks"]
    plan = planned(CROSSING, {"places": {"yard": yard}, "routes": {"northbound": route}})
    stage = stage_named(plan, "yard")
    assert stage.direction == N
    assert stage.serves_nothing
    assert stage.space == (0,)


def test_classes_go_by_name_and_kinds_stand_where_the_plan_looks_for_them() -> None:
    plan = planned(CROSSING, {"attributes": {"empty": {"share": {"truck": "0.4"}}}})
    assert plan.classes == ("bus", "car", "truck")
    assert plan.persons == (20, 2, 1)
    assert plan.lengths == (0, 8_000, 20_000)
    assert plan.attribute_shares == ((0.0, 0.0, 0.4),)
    for index, each in enumerate(plan.kinds):
        assert plan.kind(each.direction, each.vehicle_class, each.attributes) == index


def test_tracked_is_the_last_attribute_and_has_the_share_adopted() -> None:
    attributes = {"urgent": {"share": {"car": "0.1"}}, "empty": {"share": {"truck": "0.4"}}}
    plan = planned(CROSSING, {"attributes": attributes}, TRACKING)
    assert plan.attributes == ("empty", "urgent", "tracked")
    assert plan.tracked == 2
    assert plan.attribute_shares[2] == (0.0, 0.0, 0.2)


def test_the_window_follows_the_warm_up() -> None:
    plan = planned(CROSSING)
    assert (plan.start_of_day, plan.window_start, plan.window_end) == (10 * HOUR, DAY, 3 * DAY)
    assert plan.stop_at == 3 * DAY + 3 * DAY + WEEK


def test_how_long_a_run_may_go_on_can_be_stated() -> None:
    assert planned(CROSSING, {"run": {"stop_after": "1 h"}}).stop_at == 3 * DAY + HOUR


def test_the_order_of_unordered_mappings_changes_nothing() -> None:
    roads = {
        name: {"length": "55 km", "speed": {"car": "60 km/h", "truck": "50 km/h", "bus": "60 km/h"}, "before": before}
        for name, before in (("derbent", "southbound"), ("baku", "northbound"))
    }
    zones = {"all-trucks": {"classes": ["truck"], "from": "bridge", "to": "bridge", "at_most": "3"}}
    file = changed(CROSSING, TRACKING, {"roads": roads, "zones": zones, "attributes": {"a": {"share": {"car": "0.1"}}}})
    backwards = _reversed(file)
    assert list(backwards["classes"]) != list(file["classes"])
    assert build_plan(Scenario.model_validate(backwards)) == build_plan(Scenario.model_validate(file))


def test_a_layer_at_zero_adoption_leaves_places_staffing_and_paper_stops_as_they_were() -> None:
    base = planned(CROSSING)
    seal = {
        "kind": "stage",
        "visits": {"truck+tracked": "1"},
        "space": "unlimited",
        "service": "gate",
        "lanes": {"reader": {"booths": "2"}},
    }
    route = [*CROSSING["routes"]["northbound"], "seal"]
    layer = {"tracking": {"adoption": "0"}, "places": {"seal": seal}, "routes": {"northbound": route}}
    plan = planned(CROSSING, TRACKING, layer)
    paper = [2 * index for index in range(len(base.kinds))]
    for before, after in zip(base.places, plan.places, strict=False):
        assert _of_untracked(after, paper) == before
    for direction in (N, S):
        for stop, other in zip(base.routes[direction], plan.routes[direction], strict=False):
            assert (
                replace(
                    other,
                    share=tuple(other.share[index] for index in paper),
                    service=tuple(other.service[index] for index in paper),
                )
                == stop
            )
    assert plan.attribute_shares == ((0.0, 0.0, 0.0),)
    assert all(plan.routes[N][-1].share[index] == (0.0, 0.0) for index in paper)


def _of_untracked(place: object, paper: list[int]) -> object:
    """A place of a plan with the tracked attribute as it is in one without: kinds renumbered."""

    def kinds(serves: frozenset[int]) -> frozenset[int]:
        return frozenset(index for index, each in enumerate(paper) if each in serves)

    match place:
        case Approach():
            return replace(place, lines=tuple(replace(line, serves=kinds(line.serves)) for line in place.lines))
        case Stage():
            return replace(place, lanes=tuple(replace(lane, serves=kinds(lane.serves)) for lane in place.lanes))
        case Link():
            lanes = tuple(replace(lane, serves=kinds(lane.serves)) for lane in place.lanes)
            return replace(
                place,
                lanes=lanes,
                headway=tuple(tuple(place.headway[ahead][behind] for behind in paper) for ahead in paper),
            )
        case _:
            raise AssertionError(place)
