from sim.plan.model import Plan, Zone
from tests.unit.plan.files import CROSSING, N, S, kind, planned


def _zone(plan: Plan, name: str) -> Zone:
    (found,) = (zone for zone in plan.zones if zone.name == name)
    return found


def _places(plan: Plan, zone: Zone) -> set[tuple[str, int | None]]:
    return {(plan.places[number].name, getattr(plan.places[number], "direction", None)) for number in zone.places}


def test_a_zone_is_the_stretch_of_its_direction() -> None:
    plan = planned(CROSSING)
    zone = _zone(plan, "yarag-north")
    assert _places(plan, zone) == {("bridge", None), ("yarag-gate", N), ("truck-lanes", None)}
    assert zone.counts == {kind(plan, "truck", N)}
    assert zone.at_most == 20


def test_a_zone_of_both_directions_takes_the_stretch_of_either_route() -> None:
    zones = {"post": {"classes": ["truck", "bus"], "from": "yarag-gate", "to": "desks", "at_most": "9"}}
    plan = planned(CROSSING, {"zones": zones})
    zone = _zone(plan, "post")
    assert _places(plan, zone) == {
        ("yarag-gate", N),
        ("yarag-gate", S),
        ("truck-lanes", None),
        ("desks", N),
        ("desks", S),
    }
    assert zone.counts == {kind(plan, name, way) for name in ("truck", "bus") for way in (N, S)}


def test_the_other_direction_may_reach_the_last_place_first() -> None:
    zones = {"whole": {"classes": ["car"], "from": "gate", "to": "yarag-gate", "at_most": "9"}}
    plan = planned(CROSSING, {"zones": zones})
    south = {name for name, way in _places(plan, _zone(plan, "whole")) if way == S}
    assert south == {"gate", "yarag-gate", "desks"}


def test_a_route_that_lacks_the_stretch_is_not_metered() -> None:
    zones = {"gates": {"classes": ["car"], "from": "gate", "to": "bridge", "at_most": "9"}}
    route = {"routes": {"southbound": ["approach", "yarag-gate", "truck-lanes", "desks", "bridge"]}}
    plan = planned(CROSSING, {"zones": zones}, route)
    zone = _zone(plan, "gates")
    assert zone.counts == {kind(plan, "car", N)}
    assert _places(plan, zone) == {("gate", N), ("bridge", None)}


def test_zones_stand_in_order_of_name() -> None:
    zones = {"b": CROSSING["zones"]["yarag-north"], "a": CROSSING["zones"]["yarag-north"]}
    assert [zone.name for zone in planned(CROSSING, {"zones": zones}).zones] == ["a", "b", "yarag-north"]
