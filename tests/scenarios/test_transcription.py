"""Two readings of the evidence agree: the scenario's, and the one in `transcribed/`, entered by hand."""

import tomllib
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from sim import units
from sim.scenario.load import load
from sim.scenario.places import Link, Stage
from sim.scenario.schema import Scenario
from sim.scenario.services import Service, ServiceTable

TRANSCRIBED = Path(__file__).parent / "transcribed"
BASE = Path(__file__).parents[2] / "scenarios" / "single-bridge.yaml"
DAY = 24 * 60

ROWS = ("observations", "process_parameters")


def table(name: str) -> Mapping[str, Any]:
    return tomllib.loads((TRANSCRIBED / f"{name}.toml").read_text(encoding="utf-8"))


ENTRIES = [entry for name in ROWS for entry in table(name)["entry"]]
DERIVED = table("derived")


@cache
def scenario(*interventions: str) -> Scenario:
    return load(BASE, with_=interventions).scenario


def value(path: str, *, of: Scenario) -> Any:
    found: Any = of
    for key in path.split("."):
        if isinstance(found, ServiceTable):
            found = found.by_selector[key]
        elif isinstance(found, Mapping):
            found = found[key]
        elif isinstance(found, tuple):
            found = found[int(key)]
        else:
            found = getattr(found, key)
    return found


def counted(number: float, unit: str) -> float:
    """The number of a row as the model counts it."""
    match unit:
        case "min" | "s" | "h":
            return units.parse_duration(f"{number} {unit}")
        case "m" | "km":
            return units.parse_length(f"{number} {unit}")
        case "km/h":
            return units.parse_speed(f"{number} {unit}")
        case "%":
            return number / 100
        case _:
            return number


def minutes(path: str) -> float:
    mean = value(path, of=scenario())
    assert isinstance(mean, int)
    return mean / units.MINUTE


def booths(place: str, lane: str) -> int:
    found = value(f"places.{place}.lanes.{lane}.booths", of=scenario())
    assert isinstance(found, int)
    return found


@pytest.mark.parametrize(
    "entry", ENTRIES, ids=lambda entry: f"{entry['source']}-{'+'.join(entry.get('with', ['base']))}-{entry['paths'][0]}"
)
def test_the_second_reading_agrees(entry: Mapping[str, Any]) -> None:
    read = entry["reads"] if isinstance(entry["reads"], list) else [entry["reads"]]
    shown = entry["paths"][0].startswith("observed.")
    rows = [number if shown else counted(number, entry["unit"]) for number in read]
    values = [value(path, of=scenario(*entry.get("with", ()))) for path in entry["paths"]]
    match entry["rule"]:
        case "equals":
            assert sum(values) == pytest.approx(rows[0], rel=1e-12)
        case "about":
            assert sum(values) == pytest.approx(rows[0], rel=entry["tolerance"])
        case "within":
            low, high = rows
            assert all(low <= each <= high for each in values)
        case "at most":
            assert all(0 < each <= rows[0] for each in values)
        case rule:
            pytest.fail(f"unknown rule {rule}")


def test_every_row_that_signs_a_service_or_a_demand_is_read_twice() -> None:
    read = {entry["source"] for entry in ENTRIES}
    arithmetic = {"OBS018", "OBS027", "OBS031", "OBS032", "OBS042", "OBS050", "OBS051"}
    families_only = {"BP056"}
    blocks: list[Any] = [demand for direction in scenario().demand.values() for demand in direction.values()]
    blocks += [service for table in scenario().services.values() for service in table.by_selector.values()]
    cited: set[str] = set()
    for block in blocks:
        source = block.source
        cited |= set() if source is None else {source} if isinstance(source, str) else set(source)
    assert cited
    assert cited <= read | arithmetic | families_only


def test_a_russian_truck_lane_passes_about_what_one_more_lane_was_said_to_bring() -> None:
    rows = DERIVED["lane-effect"]
    assert rows["two_lanes_per_day"] == 2 * rows["one_lane_per_day"]
    assert DAY / minutes("services.yk-truck-lane.truck.mean") == pytest.approx(rows["one_lane_per_day"], rel=0.1)
    added = load(BASE, with_=["one-more-truck-lane"]).scenario.places["yk-truck-lanes"]
    assert isinstance(added, Stage)
    assert added.lanes["added"].booths == 1


def test_truck_registration_at_samur_passes_what_the_customs_state() -> None:
    rows = DERIVED["samur-customs"]
    passed = booths("samur-registration", "trucks") * DAY / minutes("services.samur-registration.truck.mean")
    assert passed == pytest.approx(rows["northbound_per_day"], rel=0.01)
    assert passed == pytest.approx(rows["southbound_per_day"], rel=0.01)


def test_half_of_the_trucks_go_each_way() -> None:
    rows = DERIVED["balance"]
    north, south = (value(f"demand.{way}.truck.per_day", of=scenario()) for way in ("northbound", "southbound"))
    share = rows["into_russia"] / (rows["into_russia"] + rows["into_azerbaijan"])
    assert north / (north + south) == pytest.approx(share, rel=0.02)


def test_the_night_share_of_trucks_lies_between_the_two_published() -> None:
    rows = DERIVED["night"]
    weights = value("profiles.truck-day.weights", of=scenario())
    steps = [*sorted(weights), units.DAY]
    areas = {at: weights[at] * (until - at) for at, until in pairwise(steps)}
    by_day = (units.parse_time_of_day("08:00"), units.parse_time_of_day("20:00"))
    night = sum(area for at, area in areas.items() if not by_day[0] <= at < by_day[1]) / sum(areas.values())
    assert rows["entering"] / rows["entering_all_day"] <= night <= rows["leaving"] / rows["leaving_all_day"]


def test_six_passenger_lanes_would_just_carry_their_design() -> None:
    rows = DERIVED["passenger-lanes"]
    needed = rows["cars_per_day"] * minutes("services.yk-passenger-lane.car.mean")
    needed += rows["buses_per_day"] * minutes("services.yk-passenger-lane.bus.mean")
    assert needed / (rows["lanes"] * DAY) == pytest.approx(1, rel=0.01)


def test_a_car_needs_as_long_to_baku_as_the_taxi() -> None:
    rows = DERIVED["taxi"]
    road = scenario().roads["baku-border"]
    assert road.length == units.parse_length(f"{rows['kilometres']} km")
    assert road.length / road.speed["car"] == pytest.approx(rows["hours"] * units.HOUR, rel=0.01)


def test_the_new_bridge_has_the_published_lanes() -> None:
    rows = DERIVED["new-bridge"]
    bridge = scenario("new-bridge").places["bridge"]
    assert isinstance(bridge, Link)
    assert sum(lane.direction is not None for lane in bridge.lanes.values()) == rows["regular"]
    assert sum(lane.timetable is not None for lane in bridge.lanes.values()) == rows["reserve"]


def test_the_low_effect_of_tracking_is_the_two_minutes_rounded_down() -> None:
    rows = DERIVED["low-tracking"]
    effect = value("tracking.levels.low.effect", of=scenario("digital-tracking"))
    assert rows["documentation"] * effect == pytest.approx(rows["saved"], rel=0.02)
    assert rows["documentation"] * effect < rows["saved"]


def test_a_bus_at_the_booth_is_its_persons_one_after_another() -> None:
    bus = scenario().services["border-booth"].by_selector["bus"]
    assert isinstance(bus, Service)
    assert bus.mean == scenario().classes["bus"].persons * 18 * units.SECOND
