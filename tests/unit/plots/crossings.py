"""Two crossings to draw: one as large as the real one, one as small as can be."""

from typing import Any

from sim.scenario.schema import Scenario

_ALL = ["car", "truck", "bus"]


def _stage(post: str, lanes: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "kind": "stage",
        "post": post,
        "per": "direction",
        "service": "gate",
        "space": "0 vehicles",
        "lanes": lanes,
        **more,
    }


def large(**changes: Any) -> Scenario:
    """Two posts with eleven stages, a bridge, three zones and a road at either end."""
    samur, yk = "samur", "yarag-kazmalyar"
    places = {
        "approach": {"kind": "approach", "per": "direction", "discipline": "free", "lines": {"all": _ALL}},
        "samur-gate": _stage(samur, {"gate": {"booths": "1"}}),
        "samur-portal": _stage(samur, {"portal": {"booths": "1"}}, title="Radiation portal"),
        "samur-weighing": _stage(samur, {"scale": {"booths": "1"}}, title="Weighing", visits={"truck": "1"}),
        "samur-border": _stage(samur, {"booth": {"booths": "3"}}, title="Border booth"),
        "samur-customs": _stage(samur, {"booth": {"booths": "3"}}, title="Customs"),
        "samur-registration": _stage(
            samur,
            {"trucks": {"serves": ["truck"], "booths": "4"}, "passenger": {"serves": ["car", "bus"], "booths": "2"}},
            title="Registration of goods and vehicles",
            space="20 vehicles",
        ),
        "samur-inspection": _stage(
            samur, {"yard": {"booths": "400"}}, title="Inspection yard", visits={"truck": "0.6"}
        ),
        "samur-exit-yard": {
            "kind": "stage",
            "post": samur,
            "title": "Exit yard",
            "directions": ["northbound"],
            "visits": {"truck": "1"},
            "lanes": {"yard": {"booths": "40"}},
            "space": "0 vehicles",
        },
        "bridge": {
            "kind": "link",
            "title": "Old bridge",
            "mode": "two-way",
            "length": "812 m",
            "travel": "2.4 min",
            "entry_space": {"northbound": "5 vehicles", "southbound": "5 vehicles"},
            "lanes": {"east": {"direction": "northbound"}, "west": {"direction": "southbound"}},
            "headway": {"car": "4 s", "truck": "8 s", "bus": "8 s"},
        },
        "yk-gate": _stage(yk, {"gate": {"booths": "1"}}, title="Gate"),
        "yk-truck-lanes": {
            "kind": "stage",
            "post": yk,
            "title": "Truck lanes",
            "visits": {"truck": "1"},
            "service": "gate",
            "space": {"northbound": "20 vehicles", "southbound": "20 vehicles"},
            "lanes": {"lane": {"booths": "5"}},
        },
        "yk-passenger-lanes": _stage(
            yk,
            {"lane": {"booths": {"northbound": "5", "southbound": "4"}}},
            title="Passenger lanes",
            visits={"car": "1", "bus": "1"},
            space="20 vehicles",
        ),
    }
    samur_stages = ["gate", "portal", "weighing", "border", "customs", "registration", "inspection"]
    through = [f"samur-{name}" for name in samur_stages]
    demand = {
        "car": {"per_day": "400"},
        "truck": {"per_day": "250"},
        "bus": {"timetable": {"from": "06:00", "to": "24:00", "per_day": "20"}},
    }
    document: dict[str, Any] = {
        "format": 1,
        "name": "Single bridge, mixed checkpoints",
        "run": {"length": "7 d", "clock": "UTC+4"},
        "classes": {"car": {}, "truck": {}, "bus": {}},
        "demand": {"northbound": demand, "southbound": demand},
        "posts": {
            samur: {"title": "Samur (Azerbaijan)", "clock": "UTC+4"},
            yk: {
                "title": "Yarag-Kazmalyar (Russia)",
                "clock": "UTC+3",
                "pauses": [{"from": "08:00", "for": "20 min"}, {"from": "20:00", "for": "20 min"}],
            },
        },
        "places": places,
        "zones": {
            "samur-north": {
                "direction": "northbound",
                "classes": ["truck"],
                "from": "samur-gate",
                "to": "samur-exit-yard",
                "at_most": "40",
            },
            "yk-north": {
                "direction": "northbound",
                "classes": ["truck"],
                "from": "bridge",
                "to": "yk-truck-lanes",
                "at_most": "20",
            },
            "yk-south": {
                "direction": "southbound",
                "classes": ["truck"],
                "from": "yk-gate",
                "to": "yk-truck-lanes",
                "at_most": "20",
            },
        },
        "roads": {
            "baku": {
                "title": "Baku to the border",
                "length": "200 km",
                "before": "northbound",
                "speed": {"car": "70 km/h", "truck": "50 km/h", "bus": "60 km/h"},
            },
            "derbent": {
                "title": "Derbent to the border",
                "length": "60 km",
                "before": "southbound",
                "speed": {"car": "60 km/h", "truck": "45 km/h", "bus": "60 km/h"},
            },
        },
        "routes": {
            "northbound": [
                "approach",
                *through,
                "samur-exit-yard",
                "bridge",
                "yk-gate",
                "yk-truck-lanes",
                "yk-passenger-lanes",
            ],
            "southbound": ["approach", "yk-gate", "yk-truck-lanes", "yk-passenger-lanes", "bridge", *through],
        },
    } | changes
    return Scenario.model_validate(document)


def small() -> Scenario:
    """One stage, one class, one direction: a theory case."""
    return Scenario.model_validate(
        {
            "format": 1,
            "name": "Erlang C with two booths",
            "run": {"length": "60 d"},
            "classes": {"car": {}},
            "demand": {"northbound": {"car": {"per_day": "1152"}}},
            "places": {
                "control": {
                    "kind": "stage",
                    "space": "unlimited",
                    "service": "booth",
                    "lanes": {"all": {"booths": "2"}},
                }
            },
            "routes": {"northbound": ["control"]},
        }
    )
