"""Small scenario files as dictionaries of text, and the plans made of them."""

from collections.abc import Mapping
from typing import Any

from sim.plan.build import build_plan
from sim.plan.model import Link, Place, Plan, Stage, Stop
from sim.scenario.schema import Scenario

N, S = 0, 1

TWO_BOOTHS: dict[str, Any] = {
    "format": 1,
    "name": "Erlang C with two booths",
    "run": {"kind": "steady", "warm_up": "2 d", "length": "60 d", "replications": "20", "seed": "1"},
    "classes": {"car": {}},
    "demand": {"northbound": {"car": {"per_day": "1152"}}},
    "services": {"booth": {"car": {"law": "exponential", "mean": "2 min"}}},
    "places": {
        "control": {
            "kind": "stage",
            "queue": "common",
            "space": "unlimited",
            "service": "booth",
            "lanes": {"all": {"booths": "2"}},
        }
    },
    "routes": {"northbound": ["control"]},
}

CONSTANT = {"law": "constant", "mean": "1 min"}

CROSSING: dict[str, Any] = {
    "format": 1,
    "name": "A small crossing",
    "run": {"start": "2019-06-03 10:00", "clock": "UTC+4", "warm_up": "1 d", "length": "2 d"},
    "classes": {"truck": {"length": "20 m"}, "car": {"length": "8 m", "persons": "2"}, "bus": {"persons": "20"}},
    "demand": {
        "southbound": {"truck": {"per_day": "50"}, "car": {"per_day": "80"}},
        "northbound": {"truck": {"per_day": "50"}, "car": {"per_day": "80"}, "bus": {"per_day": "5"}},
    },
    "posts": {"samur": {"clock": "UTC+4"}, "yarag": {"clock": "UTC+3"}},
    "services": {
        "gate": {"car": CONSTANT, "truck": CONSTANT, "bus": CONSTANT},
        "truck-lane": {"truck": {"law": "gamma", "mean": "12 min", "cv": "0.5"}},
        "desk": {"car": CONSTANT, "bus": CONSTANT},
    },
    "places": {
        "approach": {
            "kind": "approach",
            "per": "direction",
            "discipline": "free",
            "lines": {"all": ["car", "truck", "bus"]},
        },
        "gate": {
            "kind": "stage",
            "post": "samur",
            "per": "direction",
            "space": "5 vehicles",
            "service": "gate",
            "lanes": {"gate": {"booths": "1"}},
        },
        "bridge": {
            "kind": "link",
            "mode": "two-way",
            "travel": "2 min",
            "entry_space": {"northbound": "5 vehicles", "southbound": "6 vehicles"},
            "lanes": {"east": {"direction": "northbound"}, "west": {"direction": "southbound"}},
            "headway": {"car": "4 s", "truck": "8 s", "bus": "9 s"},
        },
        "yarag-gate": {
            "kind": "stage",
            "post": "yarag",
            "per": "direction",
            "space": "5 vehicles",
            "service": "gate",
            "lanes": {"gate": {"booths": "1"}},
        },
        "truck-lanes": {
            "kind": "stage",
            "post": "yarag",
            "visits": {"truck": "1"},
            "space": {"northbound": "20 vehicles", "southbound": "20 vehicles"},
            "service": "truck-lane",
            "lanes": {"lane": {"booths": "5"}},
        },
        "desks": {
            "kind": "stage",
            "post": "yarag",
            "per": "direction",
            "visits": {"car": "1", "bus": "1"},
            "space": "20 vehicles",
            "service": "desk",
            "lanes": {"desk": {"booths": {"northbound": "5", "southbound": "4"}}},
        },
    },
    "zones": {
        "yarag-north": {
            "direction": "northbound",
            "classes": ["truck"],
            "from": "bridge",
            "to": "truck-lanes",
            "at_most": "20",
        },
    },
    "routes": {
        "northbound": ["approach", "gate", "bridge", "yarag-gate", "truck-lanes", "desks"],
        "southbound": ["approach", "yarag-gate", "truck-lanes", "desks", "bridge", "gate"],
    },
}

ALTERNATING: dict[str, Any] = {
    "places": {
        "bridge": {
            "mode": "alternating",
            "lanes": {"east": None, "west": None, "single": {}},
            "green": {"minimum": "2 min", "maximum": "6 min", "clearing": "30 s"},
        }
    }
}

TRACKING: dict[str, Any] = {
    "tracking": {
        "levels": {"base": {"adoption": "0.2", "effect": "0.3"}},
        "level": "base",
        "applies_to": ["truck"],
        "effects": {"truck-lanes": {"scale": "1 - effect"}},
    }
}


def changed(base: Mapping[str, Any], *changes: Mapping[str, Any]) -> dict[str, Any]:
    """*base* with each of *changes* merged in key by key; None removes a key."""
    merged = dict(base)
    for change in changes:
        for key, value in change.items():
            if value is None:
                merged.pop(key, None)
            elif isinstance(value, Mapping) and isinstance(merged.get(key), Mapping):
                merged[key] = changed(merged[key], value)
            else:
                merged[key] = value
    return merged


def planned(base: Mapping[str, Any], *changes: Mapping[str, Any]) -> Plan:
    return build_plan(Scenario.model_validate(changed(base, *changes)))


def place_named(plan: Plan, name: str, direction: int | None = None) -> Place:
    found = [p for p in plan.places if p.name == name and direction in (None, getattr(p, "direction", None))]
    assert len(found) == 1
    return found[0]


def stage_named(plan: Plan, name: str, direction: int | None = None) -> Stage:
    place = place_named(plan, name, direction)
    assert isinstance(place, Stage)
    return place


def link_named(plan: Plan, name: str) -> Link:
    place = place_named(plan, name)
    assert isinstance(place, Link)
    return place


def stop_at(plan: Plan, name: str, direction: int = N) -> Stop:
    (found,) = (stop for stop in plan.routes[direction] if plan.places[stop.place].name == name)
    return found


def kind(plan: Plan, vehicle_class: str, direction: int = N, *attributes: str) -> int:
    bits = sum(1 << plan.attributes.index(name) for name in attributes)
    return plan.kind(direction, plan.classes.index(vehicle_class), bits)
