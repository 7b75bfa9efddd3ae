import pytest

from sim.laws import Law
from sim.plan.model import DIGITAL, PAPER, ServicePart, ServiceRecipe
from sim.units import HOUR, MINUTE, SECOND
from tests.unit.plan.files import CROSSING, TRACKING, N, S, changed, kind, planned, stop_at

M = float(MINUTE)
TRUCK_LANE = ServiceRecipe((ServicePart("service/truck-lanes", Law("gamma", (4.0, 3 * M)), 1.0, 0.0),), 0)
PARTS = {
    "services": {
        "truck-lane": {
            "truck": {
                "law": None,
                "mean": None,
                "cv": None,
                "per_person": "3 s",
                "parts": {
                    "search": {"law": "exponential", "mean": "4 min"},
                    "papers": {"law": "constant", "mean": "5 min"},
                },
            }
        }
    }
}


def _effect(**effect: object) -> dict[str, object]:
    return changed(TRACKING, {"tracking": {"effects": {"truck-lanes": {"scale": None, **effect}}}})


def test_a_service_is_drawn_under_the_name_of_its_place() -> None:
    plan = planned(CROSSING)
    stop = stop_at(plan, "truck-lanes")
    assert stop.visit_decision == "visit/truck-lanes"
    assert stop.service[kind(plan, "truck", N)] == (TRUCK_LANE, TRUCK_LANE)
    assert stop.share[kind(plan, "truck", N)] == (1.0, 1.0)


def test_who_does_not_visit_has_no_share_and_no_service() -> None:
    plan = planned(CROSSING)
    stop = stop_at(plan, "truck-lanes")
    for stranger in (kind(plan, "car", N), kind(plan, "truck", S)):
        assert stop.share[stranger] == (0.0, 0.0)
        assert stop.service[stranger] == (None, None)


def test_a_stage_may_keep_the_draws_of_another() -> None:
    stop = stop_at(planned(CROSSING, {"places": {"truck-lanes": {"draws_as": "old-lanes"}}}), "truck-lanes")
    assert stop.visit_decision == "visit/old-lanes"
    recipe = stop.service[kind(planned(CROSSING), "truck", N)][PAPER]
    assert recipe is not None
    assert recipe.parts[0].decision == "service/old-lanes"


def test_parts_are_drawn_each_under_its_name_and_in_order_of_name() -> None:
    plan = planned(CROSSING, PARTS)
    assert stop_at(plan, "truck-lanes").service[kind(plan, "truck", N)][PAPER] == ServiceRecipe(
        (
            ServicePart("service/truck-lanes/papers", Law("constant", (5 * M,)), 1.0, 0.0),
            ServicePart("service/truck-lanes/search", Law("exponential", (4 * M,)), 1.0, 0.0),
        ),
        3 * SECOND,
    )


def test_the_most_specific_selector_gives_service_and_share() -> None:
    plan = planned(
        CROSSING,
        {
            "attributes": {"empty": {"share": {"truck": "0.4"}}},
            "services": {"truck-lane": {"truck+empty": {"law": "constant", "mean": "1 min"}}},
            "places": {"truck-lanes": {"visits": {"truck+empty": "0.5"}}},
        },
    )
    stop = stop_at(plan, "truck-lanes")
    empty = kind(plan, "truck", N, "empty")
    recipe = stop.service[empty][PAPER]
    assert recipe is not None
    assert recipe.parts[0].law == Law("constant", (M,))
    assert (stop.share[empty], stop.share[kind(plan, "truck", N)]) == ((0.5, 0.5), (1.0, 1.0))


def test_travel_on_a_link_is_its_service() -> None:
    plan = planned(CROSSING, {"places": {"bridge": {"travel": {"car": "2 min", "truck": "3 min", "bus": "4 min"}}}})
    stop = stop_at(plan, "bridge", S)
    travel = [stop.service[kind(plan, name, S)][PAPER] for name in ("car", "truck", "bus")]
    assert [recipe.parts[0].law for recipe in travel if recipe] == [Law("constant", (t * M,)) for t in (2, 3, 4)]


def test_an_approach_takes_no_time_and_is_passed_by_all() -> None:
    plan = planned(CROSSING)
    stop = plan.routes[S][0]
    assert {stop.share[index] for index, each in enumerate(plan.kinds) if each.direction == S} == {(1.0, 1.0)}
    assert set(stop.service) == {(None, None)}


def test_an_effect_acts_on_the_digital_form_of_tracked_vehicles_only() -> None:
    plan = planned(CROSSING, TRACKING)
    service = stop_at(plan, "truck-lanes").service
    paper, digital = service[kind(plan, "truck", N, "tracked")]
    assert paper == TRUCK_LANE
    assert digital == ServiceRecipe(TRUCK_LANE.parts, 0, scale=0.7)
    assert service[kind(plan, "truck", N)] == (TRUCK_LANE, TRUCK_LANE)


def test_an_effect_acts_in_both_directions_of_a_place() -> None:
    plan = planned(CROSSING, _effect(shift="-2 min"))
    digital = stop_at(plan, "truck-lanes", S).service[kind(plan, "truck", S, "tracked")][DIGITAL]
    assert digital == ServiceRecipe(TRUCK_LANE.parts, 0, shift=-2 * M)


def test_an_effect_may_change_one_part() -> None:
    plan = planned(CROSSING, PARTS, _effect(part="papers", scale="1 - effect", shift="-1 min"))
    digital = stop_at(plan, "truck-lanes").service[kind(plan, "truck", N, "tracked")][DIGITAL]
    assert digital is not None
    assert [(part.scale, part.shift) for part in digital.parts] == [(0.7, -M), (1.0, 0.0)]
    assert (digital.scale, digital.shift) == (1.0, 0.0)


@pytest.mark.parametrize(("effect", "share"), [({"share": "1 - effect"}, 0.7), ({"skip": "true"}, 0.0)])
def test_an_effect_may_lower_the_share_or_skip_the_visit(effect: dict[str, str], share: float) -> None:
    plan = planned(CROSSING, _effect(**effect))
    assert stop_at(plan, "truck-lanes").share[kind(plan, "truck", N, "tracked")] == (1.0, share)


def test_an_effect_at_a_post_that_does_not_honour_the_data_does_not_act() -> None:
    plan = planned(CROSSING, TRACKING, {"tracking": {"honoured_by": ["samur"]}})
    tracked = kind(plan, "truck", N, "tracked")
    assert stop_at(plan, "truck-lanes").service[tracked] == (TRUCK_LANE, TRUCK_LANE)


def test_adoption_and_effect_may_be_set_beside_the_level() -> None:
    plan = planned(CROSSING, TRACKING, {"tracking": {"adoption": "0.5", "effect": "0.6"}})
    digital = stop_at(plan, "truck-lanes").service[kind(plan, "truck", N, "tracked")][DIGITAL]
    assert digital is not None
    assert digital.scale == pytest.approx(0.4)
    assert plan.attribute_shares[0] == (0.0, 0.0, 0.5)


def test_a_layer_that_states_no_adoption_is_refused() -> None:
    with pytest.raises(ValueError, match="adoption"):
        planned(CROSSING, TRACKING, {"tracking": {"level": None, "effect": "0.3"}})


def test_a_stage_may_be_for_tracked_vehicles_only() -> None:
    seal = {
        "kind": "stage",
        "visits": {"truck+tracked": "1"},
        "space": "unlimited",
        "service": "gate",
        "lanes": {"reader": {"booths": "2"}},
    }
    route = [*CROSSING["routes"]["northbound"], "seal"]
    plan = planned(CROSSING, TRACKING, {"places": {"seal": seal}, "routes": {"northbound": route}})
    stop = stop_at(plan, "seal")
    assert stop.share[kind(plan, "truck", N, "tracked")] == (1.0, 1.0)
    assert stop.share[kind(plan, "truck", N)] == (0.0, 0.0)


def test_a_road_takes_driving_and_a_service_that_tracking_may_change() -> None:
    road = {
        "length": "60 km",
        "speed": {"car": "60 km/h", "truck": "30 km/h", "bus": "40 km/h"},
        "service": "truck-lane",
        "before": "northbound",
    }
    effects = {"tracking": {"effects": {"baku": {"scale": "1 - effect"}}}}
    plan = planned(CROSSING, {"roads": {"baku": road}}, TRACKING, effects)
    (baku,) = plan.roads
    tracked = kind(plan, "truck", N, "tracked")
    assert [baku.driving[kind(plan, name, S)] for name in ("car", "truck", "bus")] == [HOUR, 2 * HOUR, 3 * HOUR // 2]
    paper, digital = baku.service[tracked]
    assert paper is not None
    assert digital is not None
    assert (paper.parts[0].decision, paper.scale, digital.scale) == ("road/baku", 1.0, 0.7)
    assert baku.service[kind(plan, "car", N)] == (None, None)
