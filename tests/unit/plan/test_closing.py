"""Lanes with queues of their own that close for long and leave somebody behind."""

from collections.abc import Mapping
from typing import Any

import pytest

from sim.plan.closing import ClosingLane, closing_lanes
from sim.plan.model import Plan
from sim.units import HOUR
from tests.unit.plan.files import CROSSING, N, S, changed, kind, planned

NIGHT = {"00:00": "0", "08:00": "2", "20:00": "0"}


def own(**lanes: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "run": {"start": "2019-06-03 00:00", "clock": "UTC+3"},
        "places": {"truck-lanes": {"queue": "own", "space": None, "lanes": {"lane": None, **lanes}}},
    }


def lane(staffing: Mapping[str, str], **keys: Any) -> dict[str, Any]:
    return {"space": "5 vehicles", "staffing": dict(staffing), **keys}


def found(plan: Plan) -> list[tuple[str, int]]:
    names = [getattr(plan.places[each.place], "lanes")[each.lane].name for each in closing_lanes(plan)]  # noqa: B009
    return [(name, each.closed_for // HOUR) for name, each in zip(names, closing_lanes(plan), strict=True)]


def test_a_lane_that_closes_for_the_night_alone_is_found_with_who_comes() -> None:
    plan = planned(CROSSING, own(day=lane(NIGHT)))
    (closing,) = closing_lanes(plan)
    trucks = frozenset({kind(plan, "truck", N), kind(plan, "truck", S)})
    assert closing == ClosingLane(closing.place, 0, 12 * HOUR, trucks)
    assert plan.places[closing.place].name == "truck-lanes"


@pytest.mark.parametrize(
    ("lanes", "closing"),
    [
        ({"day": lane(NIGHT), "always": lane({"00:00": "1"})}, []),
        ({"day": lane(NIGHT), "late": lane({"00:00": "1", "08:00": "0", "20:00": "1"})}, []),
        ({"day": lane(NIGHT), "late": lane({"00:00": "1", "08:00": "0", "21:00": "1"})}, [("day", 12)]),
        ({"day": lane(NIGHT), "cars": lane({"00:00": "1"}, serves=["car"])}, [("day", 12)]),
        ({"day": lane(NIGHT), "north": lane({"00:00": "1"}, direction="northbound")}, [("day", 12)]),
        ({"day": lane({"00:00": "1", "08:00": "0", "09:00": "1"})}, [("day", 1)]),
        ({"day": lane({"00:00": "1", "08:00": "0", "08:59": "1"})}, []),
        ({"day": lane({"00:00": "2", "08:00": "1"})}, []),
        ({"cars": lane(NIGHT, serves=["car"]), "always": lane({"00:00": "1"})}, []),
    ],
)
def test_a_closing_is_long_and_leaves_those_who_come_without_an_open_lane(
    lanes: Mapping[str, Any], closing: list[tuple[str, int]]
) -> None:
    assert found(planned(CROSSING, own(**lanes))) == closing


def test_one_queue_has_no_lane_to_be_left_in() -> None:
    common = {"queue": "common", "space": "5 vehicles", "lanes": {"day": {"space": None}}}
    plan = planned(CROSSING, changed(own(day=lane(NIGHT)), {"places": {"truck-lanes": common}}))
    assert closing_lanes(plan) == ()


def test_a_closing_beyond_the_window_is_none_of_it() -> None:
    assert found(planned(CROSSING, own(day=lane(NIGHT)), {"run": {"warm_up": "0 d", "length": "20 h"}})) == []
    assert found(planned(CROSSING, own(day=lane(NIGHT)), {"run": {"warm_up": "0 d", "length": "21 h"}})) == [
        ("day", 12)
    ]
